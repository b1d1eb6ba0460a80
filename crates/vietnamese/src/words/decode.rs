//! The best reading of a run as words, of all there are.

use super::{
    features::{Layout, MOST, Run},
    model::Model,
};

/// What finding the best reading needs; kept, so that nothing is allocated for each run.
#[derive(Debug, Clone, Default)]
pub(super) struct Lattice {
    /// How much speaks for one word over the gap after each token.
    gaps: Vec<i32>,
    /// The best sum of the tokens up to here, and how long the last word is in it.
    best: Vec<(i32, u8)>,
}

impl Lattice {
    /// Reads a run: gives for each token whether a word ends with it, as `ends`, which must have as many. Known words of
    /// two syllables and more get `favour` on top of what speaks for them.
    pub(super) fn read(&mut self, run: &Run, model: &Model, favour: i32, ends: &mut [bool]) {
        let weights = &model.weights;
        self.gaps.clear();
        for at in 0..run.len().saturating_sub(1) {
            let mut sum = 0;
            model.layout.gap(run, &model.lexicon, at, |feature| {
                sum += i32::from(weights[feature]);
            });
            self.gaps.push(sum);
        }
        self.best.clear();
        self.best.push((0, 0));
        for end in 1..=run.len() {
            let mut best = (i32::MIN, 1);
            let mut inside = 0;
            for length in 1..=end.min(MOST) {
                let start = end - length;
                if length > 1 {
                    inside += self.gaps[start];
                }
                if !Layout::may_be_word(run, start, length) {
                    continue;
                }
                let mut word = i32::from(weights[Layout::word(run, start, length)]);
                if favour != 0 && run.is_known(start, length) {
                    word += favour;
                }
                let sum = self.best[start].0 + inside + word;
                if sum > best.0 {
                    best = (sum, length as u8);
                }
            }
            self.best.push(best);
        }
        ends.fill(false);
        let mut end = run.len();
        while end > 0 {
            ends[end - 1] = true;
            end -= usize::from(self.best[end].1);
        }
    }
}
