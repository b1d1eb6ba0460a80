#![doc = include_str!("../README.md")]

mod find;
mod gazetteer;
mod mention;
mod names;
mod place;
mod role;
mod surroundings;
mod tsv;

pub use gazetteer::Gazetteer;
pub use mention::{Certainty, Mention, Why};
pub use place::{Ambiguity, Place, PlaceKind};
pub use role::Role;
