#![doc = include_str!("../README.md")]

mod append;
mod channels;
mod counts;
mod digests;
mod engine;
mod error;
mod flags;
mod kept;
mod leases;
mod log;
mod open;
mod pages;
mod raise;
mod readings;
mod reparse;
mod sites;
mod sql;
mod topics;
mod verdicts;

pub use append::{Appended, NewArticle, Outcome, PageDone};
pub use channels::{ChannelState, NewPage, PollCount, Queued, RequestRow};
pub use counts::{Activity, Check, Counts, SourceCounts, SourceWindow, Window};
pub use digests::KeptDigest;
pub use engine::Engine;
pub use error::StoreError;
pub use flags::{FlagFilter, FlagRow};
pub use kept::{KeptAt, KeptError, KeptList, KeptPage, KeptPages};
pub use log::Extent;
pub use open::Store;
pub use pages::{FailedPage, PageTask, QueueCounts};
pub use raise::NewFlag;
pub use readings::Reading;
pub use reparse::{ReadArticle, ReadPage, Reextracted};
pub use sites::Claim;
pub use topics::Activation;
pub use verdicts::GivenVerdict;
