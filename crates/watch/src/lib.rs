#![doc = include_str!("../README.md")]

mod automaton;
mod check;
mod explain;
mod fit;
mod lint;
mod matcher;
mod outcome;
mod phrases;
mod prefixes;
mod revision;
mod scan;
mod solve;
mod statistics;
mod suggest;
#[cfg(test)]
mod tests;
mod toml_string;
mod topic_file;
mod topic_text;

pub use check::check_topics;
pub use explain::{Explanation, TermResult};
pub use fit::{Example, FitError, FittedTerm, MOST_TERMS, Proposal, Quality, fit, quality};
pub use lint::{Finding, lint};
pub use matcher::{CompileError, Matcher, TopicMatch};
pub use outcome::Outcome;
pub use revision::in_new_text;
pub use statistics::{Interval, Noise, Repair, TermStatistics, below, noise, repairs};
pub use suggest::{Related, suggest};
pub use topic_file::parse_topic;
