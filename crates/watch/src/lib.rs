#![doc = include_str!("../README.md")]

mod automaton;
mod check;
mod explain;
mod matcher;
mod prefixes;
mod revision;
mod scan;
#[cfg(test)]
mod tests;
mod toml_string;
mod topic_file;

pub use check::check_topics;
pub use explain::{Explanation, TermResult};
pub use matcher::{CompileError, Matcher, TopicMatch};
pub use revision::in_new_text;
pub use topic_file::parse_topic;
