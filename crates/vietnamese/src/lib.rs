#![doc = include_str!("../README.md")]

mod initials;
mod letter;
mod memo;
mod normalize;
mod tokens;
mod tone;
mod words;

pub use initials::Initials;
pub use normalize::{cased, fold, marked, normalize};
pub use tokens::{PARAGRAPH_GAP, Token, Tokens};
pub use words::{Borders, ModelError, Segmenter};

#[doc(hidden)]
pub use words::training;
