//! What a digest says.

use jiff::Timestamp;
use langnghe_model::{Breakage, FailureClass, Priority, TimeBasis};
use serde::{Deserialize, Serialize};

/// The version of the JSON form. A change of fields raises it; older ones stay readable.
pub const VERSION: u32 = 3;

/// Everything a digest is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestInput {
    /// The first moment of the stretch.
    pub from: Timestamp,
    /// The moment after its last.
    pub until: Timestamp,
    /// When the digest is made.
    pub made: Timestamp,
    /// The topics that were watched, in any order.
    pub topics: Vec<TopicSection>,
    /// The numbers.
    pub numbers: Numbers,
    /// How complete the reading was.
    pub completeness: Completeness,
}

/// A digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// The version of this form.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// The first moment of the stretch.
    pub from: Timestamp,
    /// The moment after its last.
    pub until: Timestamp,
    /// When it was made.
    pub made: Timestamp,
    /// The topics that have items, the most urgent first.
    pub topics: Vec<TopicSection>,
    /// Items that are listed but not today's news, by topic.
    pub late: Vec<TopicSection>,
    /// Names of the topics that were watched and have none.
    pub quiet: Vec<String>,
    /// The numbers.
    pub numbers: Numbers,
    /// How complete the reading was.
    pub completeness: Completeness,
}

/// A topic with its items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicSection {
    /// The topic's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The name of the unit that answers for it.
    pub owner: String,
    /// How urgent it is.
    pub priority: Priority,
    /// Its items.
    pub items: Vec<Item>,
}

/// One flagged article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The flag's number.
    pub flag: i64,
    /// The headline.
    pub title: String,
    /// The address.
    pub url: String,
    /// The source's name.
    pub source: String,
    /// The article's time.
    pub time: Timestamp,
    /// Which time that is.
    pub time_basis: TimeBasis,
    /// The score reached.
    pub score: i32,
    /// The score needed.
    pub threshold: i32,
    /// The passages behind it, with what they added.
    pub passages: Vec<Passage>,
    /// The places it names that the topic asks for.
    pub places: Vec<String>,
    /// Whether it is late.
    pub late: bool,
    /// Whether it was withdrawn since.
    pub withdrawn: bool,
}

/// A passage that added to a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The passage.
    pub text: String,
    /// What its term added.
    pub weight: i32,
}

/// The numbers of a stretch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// New articles, late ones among them.
    pub articles: u64,
    /// New articles that are late.
    pub late: u64,
    /// Later revisions.
    pub revisions: u64,
    /// Withdrawals.
    pub withdrawn: u64,
    /// Articles flagged at least once; filled in from the topics.
    #[serde(default)]
    pub flagged: u64,
    /// Flags; filled in from the topics.
    #[serde(default)]
    pub flags: u64,
}

/// How complete the reading was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completeness {
    /// Every configured source.
    pub sources: Vec<SourceReport>,
    /// Article pages that are still to be read.
    pub waiting: u64,
    /// Article pages that were given up.
    pub given_up: u64,
}

/// How reading a source went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceReport {
    /// Its name.
    pub name: String,
    /// How it went.
    pub state: SourceState,
    /// New articles of it.
    pub articles: u64,
    /// Why it could not be read, when it could not: the program's own words, in English.
    pub error: Option<String>,
    /// The class of that error, which is what is said. Digests of version 1 have none, and say the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FailureClass>,
    /// Signs that its pages are no longer read as they were. Digests before version 3 have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breakages: Vec<Breakage>,
}

/// How reading a source went in the stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceState {
    /// Read, with new articles.
    Read,
    /// Read, and there was nothing new.
    Silent,
    /// Asked, and every answer was a failure.
    Failing,
    /// Not asked in this stretch.
    NotAsked,
    /// Left alone by the configuration.
    Disabled,
}
