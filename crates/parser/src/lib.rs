#![doc = include_str!("../README.md")]

mod address;
mod article;
mod charset;
mod credit;
mod dates;
mod discover;
mod error;
mod extract;
mod feed;
mod guard;
mod html;
mod listing;
mod mask;
mod metadata;
mod opml;
mod origin;
mod page;
mod problem;
mod section;
mod sitemap;
mod text;

pub use address::canonical_url;
pub use article::{PageArticle, article_from_entry, left_out, parse_article};
pub use dates::parse_date;
pub use discover::{Discovered, Lead, Named, discover};
pub use error::{NotAList, ParseError};
pub use feed::{Feed, FeedHints, FeedKind, parse_feed};
pub use html::plain_text;
pub use listing::parse_listing;
pub use mask::mask;
pub use opml::{OpmlFeed, parse_opml};
pub use origin::{Origin, Origins};
pub use page::is_css;
pub use problem::{Document, Mend, Parsed, Problem};
pub use section::section;
pub use sitemap::{ChildSitemap, Sitemap, parse_sitemap};
