#![doc = include_str!("../README.md")]

mod candidates;
mod copies;
mod crossed;
mod cursor;
mod engine;
mod error;
mod excluded;
mod facets;
mod index;
mod like;
mod meant;
mod nearest;
mod order;
mod page;
mod phrase;
mod prepared;
mod readings;
mod schema;
mod search;
mod snippet;
mod statistics;
#[cfg(test)]
mod tests;
mod tokenizer;
mod translate;
mod verified;
mod writer;

pub use copies::CopyOf;
pub use cursor::{BadCursor, Cursor};
pub use engine::Search;
pub use error::IndexError;
pub use facets::Facets;
pub use index::{Index, OpenState, Opened, Why};
pub use like::Likeness;
pub use search::{Hit, Restrict, Results, SearchRequest, Sort};
pub use snippet::Snippet;
pub use writer::{Indexed, Writer, WriterSettings};
