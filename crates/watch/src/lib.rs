#![doc = include_str!("../README.md")]

mod check;
mod explain;
mod fit;
mod lint;
mod locate;
mod matcher;
mod outcome;
mod phrases;
mod prefixes;
mod quality;
mod recall;
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
mod trie;

pub use check::check_topics;
pub use explain::{Explanation, TermResult};
pub use fit::{FitError, FittedTerm, MOST_TERMS, Proposal, fit};
pub use lint::{Finding, Part, lint};
pub use locate::locate;
pub use matcher::{CompileError, Matcher, TopicMatch};
pub use outcome::Outcome;
pub use quality::{Example, Quality, quality};
pub use recall::{Recall, Strata, Stratum, StratumCount, recall};
pub use revision::in_new_text;
pub use statistics::{Interval, Noise, Repair, TermStatistics, below, noise, repairs};
pub use suggest::{Related, suggest};
pub use topic_file::parse_topic;
