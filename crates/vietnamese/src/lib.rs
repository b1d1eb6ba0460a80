#![doc = include_str!("../README.md")]

mod initials;
mod letter;
mod memo;
mod normalize;
mod tokens;
mod tone;

pub use initials::Initials;
pub use normalize::{cased, fold, marked, normalize};
pub use tokens::{PARAGRAPH_GAP, Token, Tokens};
