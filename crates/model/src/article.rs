//! Articles, their texts and revisions, and the entries that lead to them.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{ArticleId, SourceId, TimeBasis};

/// What a channel says about one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The feed's own identity of the entry (guid), when it gives one.
    pub id: Option<String>,
    /// The article's address: absolute, canonical (no tracking parameters, no fragment).
    pub url: String,
    /// Title as plain text.
    pub title: Option<String>,
    /// Summary as plain text.
    pub summary: Option<String>,
    /// The full text, when the channel carries it: plain text, one paragraph a line.
    pub content: Option<String>,
    /// When the article was published, if the channel says so and it can be read.
    pub published: Option<Timestamp>,
    /// When it was last changed, likewise.
    pub updated: Option<Timestamp>,
    /// The section (chuyên mục) it stands in, by the name the channel gives it. Entries queued by versions that read none
    /// have none.
    #[serde(default)]
    pub section: Option<String>,
}

/// A field of an article's text. Phrases and NEAR lie within one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The headline.
    Title,
    /// The lead (sapô).
    Lead,
    /// Everything below.
    Body,
}

impl Field {
    /// All fields, in reading order.
    pub const ALL: [Field; 3] = [Field::Title, Field::Lead, Field::Body];

    /// The name used in queries and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Lead => "lead",
            Field::Body => "body",
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An article's text: NFC, personal numbers masked, paragraphs ended by `\n`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ArticleText {
    /// The headline.
    pub title: String,
    /// The lead (sapô); empty when the article has none.
    pub lead: String,
    /// The body; one paragraph a line.
    pub body: String,
}

impl ArticleText {
    /// The text of one field.
    pub fn field(&self, field: Field) -> &str {
        match field {
            Field::Title => &self.title,
            Field::Lead => &self.lead,
            Field::Body => &self.body,
        }
    }

    /// All non-empty paragraphs: title, lead, body.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        Field::ALL
            .into_iter()
            .flat_map(|field| self.field(field).lines())
            .map(str::trim)
            .filter(|line| !line.is_empty())
    }

    /// A hash of the three fields; equal texts have equal hashes.
    pub fn hash(&self) -> TextHash {
        let mut hasher = Sha256::new();
        for field in Field::ALL {
            let text = self.field(field).as_bytes();
            // The length goes in first, so that text moved from one field to another changes the hash.
            hasher.update((text.len() as u64).to_le_bytes());
            hasher.update(text);
        }
        TextHash::from_bytes(&hasher.finalize())
    }
}

/// SHA-256 of a text, shortened to 128 bits and written as 32 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TextHash(String);

impl TextHash {
    /// The hash of any bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::from_bytes(&Sha256::digest(bytes))
    }

    /// Takes a hash read back from the store.
    pub fn from_stored(hex: String) -> Self {
        Self(hex)
    }

    /// The hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn from_bytes(digest: &[u8]) -> Self {
        use fmt::Write as _;
        let mut hex = String::with_capacity(32);
        for byte in &digest[..16] {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex)
    }
}

/// Which way an article's text came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Extraction {
    /// The site's selectors in `sources.toml`.
    Selectors,
    /// The one element that holds nearly all prose of the page.
    Density,
    /// The extraction library.
    Library,
    /// The feed's own text.
    Feed,
    /// An archive given to `langnghe import`.
    Import,
}

impl Extraction {
    /// The name used in the store and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Extraction::Selectors => "selectors",
            Extraction::Density => "density",
            Extraction::Library => "library",
            Extraction::Feed => "feed",
            Extraction::Import => "import",
        }
    }

    /// Reads the name back.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            Self::Selectors,
            Self::Density,
            Self::Library,
            Self::Feed,
            Self::Import,
        ]
        .into_iter()
        .find(|way| way.name() == name)
    }
}

/// Why a revision was appended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RevisionKind {
    /// The source published or changed the text.
    Published,
    /// Only our extraction changed; such a revision raises nothing.
    Extraction,
}

impl RevisionKind {
    /// The name used in the store and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            RevisionKind::Published => "published",
            RevisionKind::Extraction => "extraction",
        }
    }

    /// Reads the name back.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Published, Self::Extraction]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// One published text, whatever the number of its revisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The id in the store.
    pub id: ArticleId,
    /// Who published it.
    pub source: SourceId,
    /// The canonical address.
    pub url: String,
    /// When it was published, as the source says; `None` when unknown or not believable.
    pub published: Option<Timestamp>,
    /// When this program saw it first.
    pub first_seen: Timestamp,
    /// Published more than seven days before it was first seen, or imported: listed, never rung.
    pub late: bool,
    /// When it was found withdrawn, if it was.
    pub withdrawn: Option<Timestamp>,
    /// The section (chuyên mục) it stands in, by the name its source gives it, if it gives one.
    pub section: Option<String>,
}

impl Article {
    /// The article's time: the published one when there is one, else the first-seen one.
    pub fn time(&self) -> Timestamp {
        self.published.unwrap_or(self.first_seen)
    }

    /// Which of the two that is.
    pub fn time_basis(&self) -> TimeBasis {
        if self.published.is_some() {
            TimeBasis::Published
        } else {
            TimeBasis::FirstSeen
        }
    }
}

/// One state of an article's text. The first has number 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The article.
    pub article: ArticleId,
    /// 1 for the first.
    pub number: u32,
    /// Why it was appended.
    pub kind: RevisionKind,
    /// The text.
    pub text: ArticleText,
    /// Which way the text came.
    pub way: Extraction,
    /// How sure the extraction is, 0 to 100.
    pub confidence: u8,
    /// When it was seen.
    pub seen: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_text_between_fields_changes_the_hash() {
        let text = |title: &str, lead: &str| ArticleText {
            title: title.into(),
            lead: lead.into(),
            body: String::new(),
        };
        assert_ne!(text("ab", "c").hash(), text("a", "bc").hash());
        assert_eq!(text("ab", "c").hash(), text("ab", "c").hash());
        assert_eq!(text("ab", "c").hash().as_str().len(), 32);
    }

    #[test]
    fn names_read_back() {
        for way in [
            Extraction::Selectors,
            Extraction::Density,
            Extraction::Library,
            Extraction::Feed,
            Extraction::Import,
        ] {
            assert_eq!(Extraction::from_name(way.name()), Some(way));
        }
        for kind in [RevisionKind::Published, RevisionKind::Extraction] {
            assert_eq!(RevisionKind::from_name(kind.name()), Some(kind));
        }
    }
}
