#![doc = include_str!("../README.md")]

mod app;
mod blocking;
mod breakage;
mod clock;
pub mod collect;
pub mod digest;
pub mod doctor;
mod error;
pub mod extract;
mod failure;
mod import;
pub mod progress;
pub mod readers;
pub mod reparse;
mod schedule;
pub mod search;
pub mod serve;
pub mod sources;
pub mod work;

pub use app::{App, BrokenTopic, Configuration};
pub use clock::Clock;
pub use digest::{local_day, local_day_start};
pub use error::PipelineError;
pub use import::ImportSummary;
pub use langnghe_indexer::Index;
pub use langnghe_parser::canonical_url;
pub use langnghe_store::StoreError;
