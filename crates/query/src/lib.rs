#![doc = include_str!("../README.md")]

mod error;
mod evaluate;
mod fields;
mod lex;
mod near_miss;
mod parse;
mod section;
mod sense;
mod synonyms;
#[cfg(test)]
mod tests;
mod tree;

pub use error::{ErrorKind, ParseError};
pub use evaluate::{Hits, LeafHits, Occurrence};
pub use fields::Fields;
pub use parse::{Use, parse};
pub use section::section_key;
pub use sense::is_stop_word;
pub use synonyms::Synonyms;
pub use tree::{
    Distance, FieldSet, Filter, FilterClause, Leaf, LeafId, MAX_NEAR, Marks, Node, Query, Word,
};
