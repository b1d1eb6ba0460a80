#![doc = include_str!("../README.md")]

mod letter;
mod memo;
mod normalize;
mod tokens;
mod tone;

pub use normalize::{cased, fold, marked, normalize};
pub use tokens::{Initials, PARAGRAPH_GAP, Token, Tokens};
