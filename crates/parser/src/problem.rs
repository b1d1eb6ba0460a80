//! What came out of a document, what was odd about it, and what could not be read at all.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Bytes as they came, with what the answer said of them.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// The body.
    pub bytes: &'a [u8],
    /// The `Content-Type` header, when there was one.
    pub content_type: Option<&'a str>,
    /// The address it came from, after redirects: relative links start there.
    pub url: &'a str,
}

/// A value, and what was odd on the way to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed<T> {
    /// What was read.
    pub value: T,
    /// What was wrong with the document without making it useless. To be kept and shown per source.
    pub problems: Vec<Problem>,
}

/// Something odd in a document that could be read all the same. `Display` says it in English; pages say
/// it in Vietnamese by [`Problem::code`]. Texts in it are short, normalised and masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "code",
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case"
)]
#[non_exhaustive]
pub enum Problem {
    /// The document names one charset and is in another.
    CharsetMislabelled {
        /// The charset it names.
        said: String,
        /// The charset it was read in.
        used: String,
    },
    /// The document names a charset nobody knows.
    CharsetUnknown {
        /// What it names.
        said: String,
        /// The charset it was read in.
        used: String,
    },
    /// Some bytes are no text in the document's charset and were replaced.
    BytesReplaced {
        /// The charset it was read in.
        charset: String,
    },
    /// The feed is not well-formed and was mended before reading.
    FeedRepaired {
        /// What was mended.
        mended: Vec<Mend>,
    },
    /// The document breaks off; what was complete is kept.
    Truncated {
        /// How many entries were complete.
        kept: usize,
    },
    /// The list is in order and has no entries.
    NoEntries,
    /// An entry has no usable link; it cannot be read further.
    EntryWithoutLink {
        /// Its title, or the start of its text.
        title: String,
    },
    /// An entry has no title; it is kept.
    EntryWithoutTitle {
        /// Its address.
        url: String,
    },
    /// Two entries have one address; the first is kept.
    EntryRepeated {
        /// The address.
        url: String,
    },
    /// A date that cannot be read counts as missing.
    DateUnreadable {
        /// The date as it stands.
        text: String,
    },
    /// A date more than a day ahead counts as missing.
    DateInFuture {
        /// The date as it was read, in UTC.
        date: String,
    },
    /// A date before 1990 counts as missing.
    DateTooOld {
        /// The date as it was read, in UTC.
        date: String,
    },
    /// A list has more entries than are read.
    TooManyEntries {
        /// How many are read.
        limit: usize,
    },
    /// A selector of the source is not CSS.
    SelectorInvalid {
        /// The selector.
        selector: String,
    },
    /// A selector of the source finds no text on the page.
    SelectorFoundNothing {
        /// Which: `title`, `lead`, `body` or `published`.
        field: String,
        /// The selector.
        selector: String,
    },
    /// The page names a canonical address that cannot be its own, and it was not believed.
    CanonicalNotBelieved {
        /// The address it names.
        url: String,
    },
    /// The page has no text of its own; the entry's was taken.
    TextFromEntry,
    /// The article has a title and no body.
    NoBody,
    /// The article has no title.
    NoTitle,
    /// The page has more nodes than the extraction library is given; only selectors or the feed can give its text.
    TooLargeForLibrary {
        /// How many it is given.
        limit: usize,
    },
    /// A library gave up in an unforeseen way; the next way was tried.
    LibraryFailed {
        /// The library.
        library: String,
    },
}

/// What was mended in a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mend {
    /// Something stood before the first tag.
    LeadingText,
    /// Something stood after the last tag.
    TrailingText,
    /// Control characters that XML does not allow.
    ControlCharacters,
    /// A bare `&`.
    Ampersand,
    /// Entities of HTML that XML does not know.
    HtmlEntities,
    /// A bare `<` in a text.
    LessThan,
    /// Fields of JSON with the wrong type, or missing.
    JsonFields,
    /// Tags that do not fit together, or are missing.
    Tags,
}

impl Mend {
    fn name(self) -> &'static str {
        match self {
            Mend::LeadingText => "text before the first tag",
            Mend::TrailingText => "text after the last tag",
            Mend::ControlCharacters => "control characters",
            Mend::Ampersand => "bare ampersands",
            Mend::HtmlEntities => "entities of HTML",
            Mend::LessThan => "bare less-than signs",
            Mend::JsonFields => "fields of JSON",
            Mend::Tags => "tags that do not fit together",
        }
    }
}

impl Problem {
    /// The stable name of the kind of problem (`entry-without-link`).
    pub fn code(&self) -> &'static str {
        match self {
            Problem::CharsetMislabelled { .. } => "charset-mislabelled",
            Problem::CharsetUnknown { .. } => "charset-unknown",
            Problem::BytesReplaced { .. } => "bytes-replaced",
            Problem::FeedRepaired { .. } => "feed-repaired",
            Problem::Truncated { .. } => "truncated",
            Problem::NoEntries => "no-entries",
            Problem::EntryWithoutLink { .. } => "entry-without-link",
            Problem::EntryWithoutTitle { .. } => "entry-without-title",
            Problem::EntryRepeated { .. } => "entry-repeated",
            Problem::DateUnreadable { .. } => "date-unreadable",
            Problem::DateInFuture { .. } => "date-in-future",
            Problem::DateTooOld { .. } => "date-too-old",
            Problem::TooManyEntries { .. } => "too-many-entries",
            Problem::SelectorInvalid { .. } => "selector-invalid",
            Problem::SelectorFoundNothing { .. } => "selector-found-nothing",
            Problem::CanonicalNotBelieved { .. } => "canonical-not-believed",
            Problem::TextFromEntry => "text-from-entry",
            Problem::NoBody => "no-body",
            Problem::NoTitle => "no-title",
            Problem::TooLargeForLibrary { .. } => "too-large-for-library",
            Problem::LibraryFailed { .. } => "library-failed",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::CharsetMislabelled { said, used } => {
                write!(f, "the document says it is in {said} but is in {used}")
            }
            Problem::CharsetUnknown { said, used } => {
                write!(f, "nobody knows the charset \"{said}\"; read as {used}")
            }
            Problem::BytesReplaced { charset } => {
                write!(f, "some bytes are no text in {charset} and were replaced")
            }
            Problem::FeedRepaired { mended } => {
                let names: Vec<_> = mended.iter().map(|mend| mend.name()).collect();
                write!(
                    f,
                    "the feed is not well-formed; mended: {}",
                    names.join(", ")
                )
            }
            Problem::Truncated { kept } => {
                write!(
                    f,
                    "the document breaks off; {kept} complete entries were kept"
                )
            }
            Problem::NoEntries => f.write_str("the list is in order and has no entries"),
            Problem::EntryWithoutLink { title } => {
                write!(
                    f,
                    "an entry has no usable link, so its article cannot be read: \"{title}\""
                )
            }
            Problem::EntryWithoutTitle { url } => write!(f, "the entry {url} has no title"),
            Problem::EntryRepeated { url } => {
                write!(
                    f,
                    "{url} is listed more than once; the first entry was kept"
                )
            }
            Problem::DateUnreadable { text } => {
                write!(
                    f,
                    "the date \"{text}\" cannot be read and counts as missing"
                )
            }
            Problem::DateInFuture { date } => {
                write!(
                    f,
                    "the date {date} lies more than a day ahead and counts as missing"
                )
            }
            Problem::DateTooOld { date } => {
                write!(f, "the date {date} lies before 1990 and counts as missing")
            }
            Problem::TooManyEntries { limit } => {
                write!(
                    f,
                    "the list is longer than {limit} entries; the rest was left out"
                )
            }
            Problem::SelectorInvalid { selector } => {
                write!(f, "\"{selector}\" is not a CSS selector and was not used")
            }
            Problem::SelectorFoundNothing { field, selector } => {
                write!(
                    f,
                    "the selector \"{selector}\" finds no {field} on the page"
                )
            }
            Problem::CanonicalNotBelieved { url } => write!(
                f,
                "the page names {url} as its canonical address, which cannot be its own"
            ),
            Problem::TextFromEntry => {
                f.write_str("the page has no text of its own; the text of its entry was taken")
            }
            Problem::NoBody => f.write_str("the article has a title and no body"),
            Problem::NoTitle => f.write_str("the article has no title"),
            Problem::TooLargeForLibrary { limit } => write!(
                f,
                "the page has more than {limit} nodes, too many for the extraction library; give selectors for this source"
            ),
            Problem::LibraryFailed { library } => {
                write!(
                    f,
                    "{library} failed in an unforeseen way; the next way was tried"
                )
            }
        }
    }
}
