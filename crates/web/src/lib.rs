#![doc = include_str!("../README.md")]

mod error;
mod pages;
mod site;
mod words;

pub use error::WebError;
pub use site::Site;
