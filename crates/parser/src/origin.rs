//! Where each part of an article was found.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where one part of an article was found. `Display` says it in English.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// By the source's selector in `sources.toml`.
    Selector,
    /// In the page's JSON-LD.
    JsonLd,
    /// In a `meta` element (OpenGraph and its like).
    Meta,
    /// In the page's `link rel=canonical`.
    Link,
    /// A heading of the page.
    Heading,
    /// The document's `title`.
    DocumentTitle,
    /// An element whose class calls it the lead ("sapo").
    LeadClass,
    /// The paragraph that the page's description repeats.
    Description,
    /// The body's first paragraph, set in bold.
    FirstParagraph,
    /// In the one element that holds nearly all prose of the page.
    Density,
    /// By the extraction library.
    Library,
    /// A date that readers see on the page.
    Visible,
    /// In the feed's entry.
    Entry,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Origin::Selector => "the source's selector",
            Origin::JsonLd => "JSON-LD",
            Origin::Meta => "meta element",
            Origin::Link => "canonical link",
            Origin::Heading => "heading",
            Origin::DocumentTitle => "document title",
            Origin::LeadClass => "element named as lead",
            Origin::Description => "paragraph repeated by the description",
            Origin::FirstParagraph => "bold first paragraph",
            Origin::Density => "element that holds the page's prose",
            Origin::Library => "extraction library",
            Origin::Visible => "date shown on the page",
            Origin::Entry => "the feed's entry",
        })
    }
}

/// Where the parts of an article were found; `None` for parts that it has not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origins {
    /// The headline.
    pub title: Option<Origin>,
    /// The lead.
    pub lead: Option<Origin>,
    /// The body.
    pub body: Option<Origin>,
    /// The publication date.
    pub published: Option<Origin>,
    /// The date of the last change.
    pub modified: Option<Origin>,
    /// The canonical address.
    pub canonical: Option<Origin>,
}
