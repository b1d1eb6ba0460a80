//! What is watched.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{PlaceId, TopicId, UnitId, Validity};

/// How urgent a topic's flags are.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// For the record.
    Low,
    /// The usual.
    #[default]
    Normal,
    /// Today.
    High,
    /// Now.
    Urgent,
}

impl Priority {
    /// The name used in configuration and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Priority::Low => "low",
            Priority::Normal => "normal",
            Priority::High => "high",
            Priority::Urgent => "urgent",
        }
    }
}

/// A weighted query. It counts once, however often it occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The query's text, in the grammar of the `query` crate.
    pub query: String,
    /// What it adds to the score; negative takes away.
    pub weight: i32,
}

/// A query that takes an article out of the topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// The query's text.
    pub query: String,
}

/// A watched topic, as its file says. Compiled and matched by the `watch` crate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// The file's name without its ending.
    pub id: TopicId,
    /// Identifies this wording of the topic.
    pub revision: TopicRevision,
    /// The name people see.
    pub name: String,
    /// What it is for.
    pub why: String,
    /// The unit that answers for it.
    pub owner: UnitId,
    /// How urgent its flags are.
    pub priority: Priority,
    /// The score an article needs.
    pub threshold: i32,
    /// Places of which one must be named (any place inside counts); empty: anywhere.
    pub places: Vec<PlaceId>,
    /// What adds to the score.
    pub terms: Vec<Term>,
    /// What takes an article out.
    pub exclusions: Vec<Exclusion>,
    /// The days whose articles it flags, by the article's own time.
    #[serde(default, skip_serializing_if = "Validity::is_always")]
    pub validity: Validity,
}

/// A hash of a topic's content; spacing and comments of its file do not count.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TopicRevision(pub String);

impl fmt::Display for TopicRevision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
