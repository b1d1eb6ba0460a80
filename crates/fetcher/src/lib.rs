#![doc = include_str!("../README.md")]

mod address;
mod body;
mod error;
mod exchange;
mod fetcher;
mod headers;
mod polite;
mod request;
mod resolve;
mod robots;
mod secure;
mod settings;
mod site;

pub use error::{Failure, FetchError, Stage};
pub use fetcher::Fetcher;
pub use request::{Accept, Hop, Request, Response, Timing};
pub use resolve::{Addresses, Resolver};
pub use robots::{Robots, Verdict};
pub use settings::FetchSettings;
pub use site::site;
