#![doc = include_str!("../README.md")]

mod corpus;
mod crowd;
mod encode;
mod faults;
mod generate;
mod papers;
mod press;
mod render;
mod server;
mod surge;
#[cfg(test)]
mod tests;
mod texts;

pub use corpus::{Corpus, CorpusArticle, corpus};
pub use crowd::{Asked, Crowd, CrowdSettings};
pub use faults::Fault;
pub use papers::{Format, Paper};
pub use press::{Press, PressSettings, Text, TrueArticle};
pub use server::{NewsroomError, RunningPress, Seen};
pub use surge::{Surge, SurgePaper, SurgeRequest, SurgeTimes};
