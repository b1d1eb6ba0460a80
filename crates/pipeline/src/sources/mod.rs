//! The sources as people look at them: how reading each channel goes, trial requests, finding and adding new ones,
//! and lists of them in the form that feed readers exchange.

mod add;
mod check;
mod discover;
mod list;
mod opml;

pub use add::{Addition, NewSource, add, add_all};
pub(crate) use check::ask;
pub use check::{Trial, check, check_address};
pub use discover::{Discovery, Found, discover};
pub use list::{ChannelLine, Health, list};
pub use opml::{Import, read_opml, write_opml};
