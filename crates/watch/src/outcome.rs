//! Which queries of one topic an article meets, without passages: for counting over many articles.

use langnghe_model::TopicId;
use langnghe_query::Fields;

use crate::Matcher;

/// Which queries of a topic an article meets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The score reached.
    pub score: i32,
    /// For each term, whether it is met.
    pub terms: Vec<bool>,
    /// For each exclusion, whether it is met.
    pub exclusions: Vec<bool>,
    /// Whether the article would be flagged, wherever it happened.
    pub flagged: bool,
}

impl Matcher {
    /// The outcome of one topic for one article, places apart; `None` when the topic is not among the compiled ones.
    pub fn outcome(&self, topic: &TopicId, fields: &Fields) -> Option<Outcome> {
        let compiled = self.topic(topic)?;
        let found = self.find(compiled, fields);
        let met = |queries: &[crate::matcher::Compiled]| -> Vec<bool> {
            queries
                .iter()
                .map(|query| query.passages(fields, &found).is_some())
                .collect()
        };
        let (terms, exclusions) = (met(&compiled.terms), met(&compiled.exclusions));
        let score = compiled
            .topic
            .terms
            .iter()
            .zip(&terms)
            .filter(|(_, met)| **met)
            .fold(0_i32, |score, (term, _)| score.saturating_add(term.weight));
        Some(Outcome {
            score,
            flagged: score >= compiled.topic.threshold && !exclusions.contains(&true),
            terms,
            exclusions,
        })
    }
}
