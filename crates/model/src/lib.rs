#![doc = include_str!("../README.md")]

mod article;
mod breakage;
mod day;
mod diagnostic;
mod failure;
mod flag;
mod id;
mod log;
mod poll;
mod source;
mod topic;

pub use article::{
    Article, ArticleText, Entry, Extraction, Field, Revision, RevisionKind, TextHash,
};
pub use breakage::{Breakage, BreakageSign};
pub use day::{Day, Validity};
pub use diagnostic::{Diagnostic, Diagnostics};
pub use failure::FailureClass;
pub use flag::{Evidence, Flag, FlagStatus, Reason, TimeBasis, Verdict};
pub use id::{ArticleId, ChannelId, FlagId, InvalidId, PlaceId, Seq, SourceId, TopicId, UnitId};
pub use log::{LogEntry, LogEvent};
pub use poll::{ChannelMemory, Gap, Moving, PollReason, Rhythm, Wish, Wishes};
pub use source::{Channel, ChannelKind, Selectors, Source, SourceKind, TextFrom, Unit};
pub use topic::{Exclusion, Priority, Term, Topic, TopicRevision};
