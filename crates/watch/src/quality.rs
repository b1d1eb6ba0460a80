//! Judged articles, and how many of them a topic gets right.

use langnghe_model::{ArticleText, Topic};
use langnghe_query::Fields;
use serde::Serialize;

use crate::{CompileError, Matcher};

/// A judged article.
#[derive(Debug, Clone)]
pub struct Example {
    /// What explains a weight: the article's address or id.
    pub name: String,
    /// Articles about one event: they are kept together when the estimate for unseen ones is made.
    pub group: String,
    /// 2: about the topic, 1: partly, 0: not.
    pub grade: u8,
    /// Its text.
    pub text: ArticleText,
}

/// How many articles a topic gets right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Quality {
    /// Judged articles that it flags.
    pub flagged: u32,
    /// Those of grade 1 or 2 among them.
    pub right: u32,
    /// Articles of grade 2.
    pub relevant: u32,
    /// Those of them that it flags.
    pub found: u32,
}

impl Quality {
    pub(crate) fn add(&mut self, grade: u8, flagged: bool) {
        self.flagged += u32::from(flagged);
        self.right += u32::from(flagged && grade > 0);
        self.relevant += u32::from(grade > 1);
        self.found += u32::from(flagged && grade > 1);
    }

    /// The share of flagged articles that are right; 1 when none is flagged.
    pub fn precision(self) -> f64 {
        share(self.right, self.flagged)
    }

    /// The share of clearly relevant articles that are flagged.
    pub fn recall(self) -> f64 {
        share(self.found, self.relevant)
    }

    /// The harmonic mean of precision and recall.
    pub(crate) fn balance(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if self.flagged == 0 || precision + recall == 0.0 {
            return 0.0;
        }
        2.0 * precision * recall / (precision + recall)
    }
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 {
        1.0
    } else {
        f64::from(part) / f64::from(whole)
    }
}

/// How a topic does on judged articles, its place condition apart.
///
/// # Errors
/// A query cannot be compiled.
pub fn quality(topic: &Topic, examples: &[Example]) -> Result<Quality, CompileError> {
    let matcher = Matcher::compile(std::slice::from_ref(topic))?;
    let mut quality = Quality::default();
    for example in examples {
        let outcome = matcher.outcome(&topic.id, &Fields::of(&example.text));
        quality.add(
            example.grade,
            outcome.is_some_and(|outcome| outcome.flagged),
        );
    }
    Ok(quality)
}
