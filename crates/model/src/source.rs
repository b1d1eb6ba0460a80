//! Publishers, the places that list their articles, and the units that answer for topics.

use serde::{Deserialize, Serialize};

use crate::{PlaceId, SourceId, UnitId};

/// What a publisher is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A newspaper.
    Newspaper,
    /// A radio or television station.
    Broadcaster,
    /// A magazine.
    Magazine,
    /// A portal of an authority or organisation.
    Portal,
}

/// Where an article's text is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum TextFrom {
    /// Each article's page is read.
    #[default]
    Page,
    /// The feed's text is enough.
    Feed,
}

/// What kind of list a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelKind {
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A (news) sitemap.
    Sitemap,
    /// A page that lists articles.
    Listing,
    /// One page that is itself the article.
    Page,
}

impl ChannelKind {
    /// The name used in configuration and JSON.
    pub fn name(self) -> &'static str {
        match self {
            ChannelKind::Feed => "feed",
            ChannelKind::Sitemap => "sitemap",
            ChannelKind::Listing => "listing",
            ChannelKind::Page => "page",
        }
    }

    /// Reads the name back.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Feed, Self::Sitemap, Self::Listing, Self::Page]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// One place of a source that lists articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Its address.
    pub url: String,
    /// What it is.
    pub kind: ChannelKind,
    /// For a listing: a CSS selector of the links to articles. Without it, every link of the page
    /// that goes to the same host is looked at, and `pattern` decides.
    #[serde(default)]
    pub links: Option<String>,
    /// For a listing: what an article's address must contain.
    #[serde(default)]
    pub pattern: Option<String>,
}

/// CSS selectors of a source's article pages, tried before the extraction library.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Selectors {
    /// The headline.
    pub title: Option<String>,
    /// The lead.
    pub lead: Option<String>,
    /// The body.
    pub body: Option<String>,
    /// The publication date.
    pub published: Option<String>,
    /// What to cut from the body (boxes of related articles, share bars).
    pub remove: Vec<String>,
}

/// A publisher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Its name, as people write it.
    pub name: String,
    /// Its front page.
    pub homepage: String,
    /// What it is.
    pub kind: SourceKind,
    /// The province it writes for, or `vn`.
    pub region: PlaceId,
    /// Where the text is taken from.
    #[serde(default)]
    pub articles: TextFrom,
    /// Whether somebody has seen these channels answer; `false` until a fetch has confirmed it.
    #[serde(default)]
    pub verified: bool,
    /// Whether it is left alone for now.
    #[serde(default)]
    pub disabled: bool,
    /// Its channels.
    #[serde(default, rename = "channel")]
    pub channels: Vec<Channel>,
    /// Its selectors.
    #[serde(default, rename = "article")]
    pub selectors: Selectors,
}

/// A division or unit that answers for topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its name in official use.
    pub name: String,
}
