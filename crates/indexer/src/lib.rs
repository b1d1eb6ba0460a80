#![doc = include_str!("../README.md")]

mod candidates;
mod crossed;
mod engine;
mod error;
mod excluded;
mod facets;
mod index;
mod meant;
mod nearest;
mod readings;
mod schema;
mod search;
mod snippet;
#[cfg(test)]
mod tests;
mod tokenizer;
mod translate;
mod verified;
mod writer;

pub use engine::Search;
pub use error::IndexError;
pub use facets::Facets;
pub use index::{Index, OpenState, Opened, Why};
pub use search::{Hit, Restrict, Results, SearchRequest, Sort};
pub use snippet::Snippet;
pub use writer::{Indexed, Writer, WriterSettings};
