//! Faults on demand.

use std::time::Duration;

/// What goes wrong with a paper or one of its paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Every answer has this status.
    Status(u16),
    /// Answers come late.
    Slow(Duration),
    /// Bodies end in the middle.
    Truncated,
    /// The feed is a page of another kind.
    NotAFeed,
    /// The feed is well-formed and has no entries.
    EmptyFeed,
    /// The Content-Type names another character set than the body has.
    WrongCharset,
    /// The body never ends.
    Endless,
}
