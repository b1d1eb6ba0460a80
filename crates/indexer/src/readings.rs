//! Which marks a word without marks was most likely meant to have, told by which syllables stand side by side in
//! the indexed articles: `le hoi long tong` reads *lễ hội Lồng Tồng*. Writing the index knows nothing of this: a
//! search that has such words counts when it must. The counts are kept beside the index, in a file that can be lost.

mod file;
mod kept;
#[cfg(test)]
mod tests;

pub(crate) use kept::{FILE, Kept, current};
use langnghe_vietnamese::{Tokens, fold};
use rustc_hash::FxHashMap;

/// How much a syllable's own frequency weighs against that of its pairs, in occurrences.
const OWN: f64 = 4.0;

/// Readings of one syllable that are weighed, the most frequent ones; hardly any has more.
const CANDIDATES: usize = 16;

/// Readings less likely than this are let go.
const LEAST: f64 = 0.03;

/// Counts syllables and pairs of them.
#[derive(Default)]
pub(crate) struct Learner {
    ids: FxHashMap<String, u32>,
    counts: Vec<u32>,
    pairs: FxHashMap<(u32, u32), u32>,
}

impl Learner {
    /// Counts what stands in a text.
    pub(crate) fn learn(&mut self, tokens: &Tokens) {
        let mut before = None;
        for token in tokens.iter() {
            let id = if let Some(id) = self.ids.get(token.marked) {
                *id
            } else {
                let id = self.counts.len() as u32;
                self.ids.insert(token.marked.to_owned(), id);
                self.counts.push(0);
                id
            };
            self.counts[id as usize] += 1;
            if let Some((left, paragraph)) = before
                && paragraph == token.paragraph
            {
                *self.pairs.entry((left, id)).or_default() += 1;
            }
            before = Some((id, token.paragraph));
        }
    }

    /// What was learned of so many articles.
    pub(crate) fn finish(self, articles: u64) -> Readings {
        let mut syllables: Vec<(String, u32)> = self.ids.into_iter().collect();
        // The same articles make the same file.
        syllables.sort_unstable();
        let mut places = vec![0_u32; syllables.len()];
        for (place, (_, id)) in (0..).zip(&syllables) {
            places[*id as usize] = place;
        }
        let pairs = self
            .pairs
            .into_iter()
            .map(|((left, right), count)| ((places[left as usize], places[right as usize]), count))
            .collect();
        let syllables = syllables
            .into_iter()
            .map(|(form, id)| (form, self.counts[id as usize]))
            .collect();
        Readings::of(articles, syllables, pairs)
    }
}

/// The counts, ready to be asked.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Readings {
    articles: u64,
    /// Forms with marks and how often they occur, in the forms' order.
    syllables: Vec<(String, u32)>,
    pairs: FxHashMap<(u32, u32), u32>,
    /// Places in `syllables` by the form without marks, the most frequent first.
    by_folded: FxHashMap<String, Vec<u32>>,
    /// All occurrences.
    total: f64,
}

/// A form that a word may have been meant to have, and how likely that is.
pub(crate) type Likely = (String, f32);

impl Readings {
    fn of(articles: u64, syllables: Vec<(String, u32)>, pairs: FxHashMap<(u32, u32), u32>) -> Self {
        let mut by_folded: FxHashMap<String, Vec<u32>> = FxHashMap::default();
        let mut total = 0.0;
        for (place, (form, count)) in (0..).zip(&syllables) {
            by_folded.entry(fold(form)).or_default().push(place);
            total += f64::from(*count);
        }
        for places in by_folded.values_mut() {
            places.sort_by_key(|place| std::cmp::Reverse(syllables[*place as usize].1));
            places.truncate(CANDIDATES);
        }
        Self {
            articles,
            syllables,
            pairs,
            by_folded,
            total,
        }
    }

    /// How many articles were counted.
    pub(crate) fn articles(&self) -> u64 {
        self.articles
    }

    /// For each of these folded words, which stand one after the other, the forms it may have been meant to have,
    /// the likeliest first; none for a word that was never seen.
    pub(crate) fn likely(&self, words: &[&str]) -> Vec<Vec<Likely>> {
        let unknown = Vec::new();
        let candidates: Vec<&Vec<u32>> = words
            .iter()
            .map(|word| self.by_folded.get(*word).unwrap_or(&unknown))
            .collect();
        // Forward and backward over the lattice of candidates: the chance of each one, whatever the others are.
        let mut forward: Vec<Vec<f64>> = Vec::with_capacity(words.len());
        for (at, places) in candidates.iter().enumerate() {
            let before = at
                .checked_sub(1)
                .map(|before| (candidates[before], &forward[before]));
            let chances = places.iter().map(|&place| match before {
                Some((left, chances)) if !left.is_empty() => left
                    .iter()
                    .zip(chances)
                    .map(|(&left, chance)| chance * self.follows(left, place))
                    .sum(),
                _ => self.own(place),
            });
            forward.push(normal(chances.collect()));
        }
        let mut backward: Vec<f64> = Vec::new();
        let mut likely = vec![Vec::new(); words.len()];
        for at in (0..words.len()).rev() {
            let places = candidates[at];
            let after = candidates.get(at + 1).filter(|right| !right.is_empty());
            backward = normal(
                places
                    .iter()
                    .map(|&place| {
                        after.map_or(1.0, |right| {
                            right
                                .iter()
                                .zip(&backward)
                                .map(|(&right, chance)| self.follows(place, right) * chance)
                                .sum()
                        })
                    })
                    .collect(),
            );
            let both = forward[at]
                .iter()
                .zip(&backward)
                .map(|(one, other)| one * other);
            let mut forms: Vec<Likely> = normal(both.collect())
                .into_iter()
                .zip(places)
                .filter(|(chance, _)| *chance >= LEAST)
                .map(|(chance, &place)| (self.syllables[place as usize].0.clone(), chance as f32))
                .collect();
            forms.sort_by(|one, other| other.1.total_cmp(&one.1));
            likely[at] = forms;
        }
        likely
    }

    fn count(&self, place: u32) -> f64 {
        f64::from(self.syllables[place as usize].1)
    }

    fn own(&self, place: u32) -> f64 {
        self.count(place) / self.total
    }

    /// The chance that `right` follows `left`.
    fn follows(&self, left: u32, right: u32) -> f64 {
        let pair = self.pairs.get(&(left, right)).copied().unwrap_or(0);
        (f64::from(pair) + OWN * self.own(right)) / (self.count(left) + OWN)
    }
}

/// In the same proportions, with a sum of 1.
fn normal(mut chances: Vec<f64>) -> Vec<f64> {
    let sum: f64 = chances.iter().sum();
    if sum > 0.0 {
        for chance in &mut chances {
            *chance /= sum;
        }
    }
    chances
}
