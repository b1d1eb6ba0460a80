//! Raw text as numbers, and what its counts tell: how strongly two syllables attract each other.

use std::collections::HashMap;

use langnghe_vietnamese::{
    Tokens,
    training::{Id, Lexicon, Run, Shape, key, runs},
};

/// All runs of a text, one after the other.
#[derive(Default)]
pub(crate) struct Raw {
    ids: Vec<Id>,
    shapes: Vec<Shape>,
    ends: Vec<usize>,
}

impl Raw {
    pub(crate) fn of(text: &str, lexicon: &Lexicon) -> Self {
        let mut raw = Self::default();
        let mut tokens = Tokens::default();
        let mut run = Run::default();
        for line in text.lines() {
            tokens.refill(line);
            runs(
                line,
                &tokens,
                |form| lexicon.id(form),
                &mut run,
                |run, _| {
                    raw.ids.extend(&run.ids);
                    raw.shapes.extend(&run.shapes);
                    raw.ends.push(raw.ids.len());
                },
            );
        }
        raw
    }

    pub(crate) fn tokens(&self) -> usize {
        self.ids.len()
    }

    pub(crate) fn runs(&self) -> impl Iterator<Item = (&[Id], &[Shape])> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let range = start..end;
            start = end;
            (&self.ids[range.clone()], &self.shapes[range])
        })
    }

    /// How often each sequence of `length` syllables occurs, when it does at least `least` times.
    pub(crate) fn counts(&self, length: usize, least: u32) -> HashMap<u64, u32> {
        let mut counts = HashMap::new();
        for (ids, _) in self.runs() {
            for key in ids.windows(length).filter_map(key) {
                *counts.entry(key).or_insert(0) += 1;
            }
        }
        counts.retain(|_, count| *count >= least);
        counts
    }
}

/// The step of a pair's attraction: its normalised pointwise mutual information in five steps, each in three for rare,
/// common and frequent pairs; 0 when there is none to speak of.
pub(crate) fn bond(pair: u32, one: u32, other: u32, all: usize) -> usize {
    let all = all as f64;
    let chance = f64::from(pair) / all;
    let information = (chance / (f64::from(one) / all * (f64::from(other) / all))).ln();
    let normal = information / -chance.ln();
    let step = match normal {
        ..0.12 => return 0,
        ..0.24 => 0,
        ..0.36 => 1,
        ..0.5 => 2,
        ..0.65 => 3,
        _ => 4,
    };
    let often = match pair {
        0..8 => 0,
        8..40 => 1,
        _ => 2,
    };
    1 + step * 3 + often
}

/// The step of the share of occurrences in which a sequence was read as a word.
pub(crate) fn share(expected: f64, count: u32) -> usize {
    match (expected + 0.25) / (f64::from(count) + 0.5) {
        ..0.05 => 1,
        ..0.2 => 2,
        ..0.4 => 3,
        ..0.6 => 4,
        ..0.8 => 5,
        ..0.93 => 6,
        _ => 7,
    }
}
