#![doc = include_str!("../README.md")]

mod originals;
mod sketch;

pub use originals::{Candidate, WINDOW_SECONDS, originals};
pub use sketch::{LANES, OWN_LANES, SAME_LANES, SHORTEST, Sketch};
