#![doc = include_str!("../README.md")]

mod address;
mod client;
mod error;
mod headers;
mod robots;
mod settings;
mod site;

pub use client::{Accept, Fetcher, Hop, Request, Response};
pub use error::{Failure, FetchError};
pub use robots::{Robots, Verdict};
pub use settings::FetchSettings;
