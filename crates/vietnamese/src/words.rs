//! Words: where they end. Vietnamese is written with spaces between syllables, not between words.

mod crossing;
mod decode;
mod features;
mod lexicon;
mod model;

use std::{ops::Range, sync::OnceLock};

use crate::{Tokens, letter::is_invisible};

use decode::Lattice;
use features::{Run, Shape};
use model::Model;

pub use model::ModelError;

/// How much is added for a known word when crossings are looked for, in twentieths. The model cuts rather too much, and
/// where it cuts all of `đóng | vai | trò` it does not tell which of the known words holds. More than this finds more
/// crossings, and takes more words for them (`scripts/word-borders`).
const FAVOUR: i32 = 30;

/// Tells where words end.
#[derive(Debug, Clone)]
pub struct Segmenter {
    model: Model,
}

/// Buffers for [`Segmenter`], to be used again from text to text.
#[derive(Debug, Clone, Default)]
pub struct Borders {
    ends: Vec<bool>,
    run: Run,
    lattice: Lattice,
}

impl Borders {
    /// Whether a word ends with each of the tokens read last.
    pub fn ends(&self) -> &[bool] {
        &self.ends
    }
}

/// Reads the tokens of a text run by run: `run` is filled and `each` is called with it and with the tokens' indexes. A run
/// ends at the end of a sentence and where anything but white space stands between two tokens.
#[doc(hidden)]
pub fn runs(
    text: &str,
    tokens: &Tokens,
    id: impl Fn(&str) -> lexicon::Id,
    run: &mut Run,
    mut each: impl FnMut(&mut Run, Range<usize>),
) {
    run.clear();
    let mut start = 0;
    let mut end = 0;
    let mut sentence = None;
    for (at, token) in tokens.iter().enumerate() {
        let between = text.get(end..token.start).unwrap_or_default();
        let mut first = sentence != Some(token.sentence);
        if first || between != " " {
            if first
                || !between
                    .chars()
                    .all(|c| c.is_whitespace() || is_invisible(c))
            {
                if !run.is_empty() {
                    each(run, start..at);
                }
                run.clear();
                start = at;
            }
            first |= between.contains(['"', '“', '«', ':', '‘']);
        }
        (end, sentence) = (token.end, Some(token.sentence));
        let shape = if token.capital {
            let written = text.get(token.start..token.end).unwrap_or_default();
            let mut letters = written.chars();
            if letters.next().is_some()
                && letters.as_str().chars().any(char::is_uppercase)
                && !letters.any(char::is_lowercase)
            {
                Shape::Capitals
            } else if first {
                Shape::First
            } else {
                Shape::Capital
            }
        } else if token
            .marked
            .as_bytes()
            .first()
            .is_some_and(u8::is_ascii_digit)
        {
            Shape::Number
        } else {
            Shape::Small
        };
        run.push(id(token.marked), shape);
    }
    if !run.is_empty() {
        each(run, start..tokens.len());
    }
}

impl Segmenter {
    /// The segmenter with the model that ships with this crate. The first call reads it, which takes some milliseconds.
    ///
    /// # Panics
    ///
    /// Never: the model is part of the program, and a test reads it.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Segmenter> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            let shipped = Self::read(include_bytes!("../model/words.bin"));
            shipped.expect("the model is part of the program, and a test reads it")
        })
    }

    /// A segmenter with the model in `bytes`.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        Model::read(bytes).map(|model| Self { model })
    }

    /// Tells for each token of a text whether a word ends with it; [`Borders::ends`] has the answer. Where something other
    /// than white space stands between two tokens, and between sentences, a word always ends.
    pub fn borders(&self, text: &str, tokens: &Tokens, borders: &mut Borders) {
        let Borders { ends, run, lattice } = borders;
        ends.clear();
        ends.resize(tokens.len(), false);
        let lexicon = &self.model.lexicon;
        let id = |form: &str| lexicon.id(form);
        runs(text, tokens, id, run, |run, range| {
            run.look_up(lexicon);
            lattice.read(run, &self.model, 0, &mut ends[range]);
        });
    }

    /// Gives the places where two to four tokens side by side are a known word, but none in this sentence: `du lịch` in
    /// `chu du | lịch sử`. Each is the range of the tokens' indexes.
    ///
    /// Cheaper than [`borders`](Self::borders): only stretches in which known words overlap are read; everywhere else
    /// a known word is taken for one. Known words have some favour, since a word that is wrongly taken for two
    /// would hide others, so the answer may differ from that of [`borders`](Self::borders). What `borders` holds
    /// afterwards says nothing.
    pub fn crossings(
        &self,
        text: &str,
        tokens: &Tokens,
        borders: &mut Borders,
        mut each: impl FnMut(Range<usize>),
    ) {
        let Borders { ends, run, lattice } = borders;
        let lexicon = &self.model.lexicon;
        let id = |form: &str| lexicon.id(form);
        runs(text, tokens, id, run, |run, range| {
            if run.len() < 2 {
                return;
            }
            if crossing::is_likely(run, lexicon) {
                run.look_up(lexicon);
                ends.clear();
                ends.resize(run.len(), false);
                lattice.read(run, &self.model, FAVOUR, ends);
                crossing::find(run, lexicon, ends, |start, length| {
                    each(range.start + start..range.start + start + length);
                });
            }
        });
    }

    /// Whether these syllables, in their marked form, are a known word of two to four.
    pub fn is_word(&self, syllables: &[&str]) -> bool {
        let mut ids = [lexicon::UNKNOWN; lexicon::LONGEST];
        if syllables.len() > ids.len() {
            return false;
        }
        for (id, form) in ids.iter_mut().zip(syllables) {
            *id = self.model.lexicon.id(form);
        }
        self.model
            .lexicon
            .find(&ids[..syllables.len()])
            .info
            .is_word()
    }
}

/// The parts that training shares with applying; for `examples/train-segmenter` alone.
#[doc(hidden)]
pub mod training {
    pub use super::{
        features::{Layout, MOST, Run, SMALL, Shape, WEIGHTS},
        lexicon::{Gram, Id, Info, LONGEST, Lexicon, UNKNOWN, key},
        model::{Entry, write},
        runs,
    };
}

#[cfg(test)]
mod tests;
