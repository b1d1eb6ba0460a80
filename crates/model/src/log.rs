//! The log: the append-only list of what happened to articles. Its order is commit order.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Article, ArticleId, Revision, Seq};

/// One entry of the log, as its readers see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// Its place in the log.
    pub seq: Seq,
    /// When it was appended.
    pub at: Timestamp,
    /// What happened.
    pub event: LogEvent,
}

/// What a log entry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "lowercase")]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every entry is a revision: a box would cost an allocation each and save nothing"
)]
pub enum LogEvent {
    /// A new article (revision 1) or a new revision of one.
    Revision {
        /// The article it belongs to.
        article: Article,
        /// The revision.
        revision: Revision,
    },
    /// The article's page answered 404 or 410. What was seen stays.
    Withdrawal {
        /// The article.
        article: ArticleId,
    },
}

impl LogEntry {
    /// The article this entry is about.
    pub fn article(&self) -> ArticleId {
        match &self.event {
            LogEvent::Revision { article, .. } => article.id,
            LogEvent::Withdrawal { article } => *article,
        }
    }
}
