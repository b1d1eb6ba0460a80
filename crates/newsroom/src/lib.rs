#![doc = include_str!("../README.md")]

mod corpus;
mod encode;
mod faults;
mod generate;
mod papers;
mod press;
mod render;
mod server;
#[cfg(test)]
mod tests;
mod texts;

pub use corpus::{Corpus, CorpusArticle, corpus};
pub use faults::Fault;
pub use papers::{Format, Paper};
pub use press::{Press, PressSettings, Text, TrueArticle};
pub use server::{NewsroomError, RunningPress, Seen};
