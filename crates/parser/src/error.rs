//! Why a document could not be read at all, and what to do about it.

use std::fmt;

use langnghe_model::FailureClass;

/// Why a document could not be read at all. Each says what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// There are no bytes, or only white space.
    #[error(
        "{url} answered with an empty document; open it in a browser, and correct the address if it shows nothing there"
    )]
    Empty {
        /// The document's address.
        url: String,
    },
    /// The document is a picture, an archive or some other binary file.
    #[error("{url} is {found}, not text; give the address of a page or feed")]
    NotText {
        /// The document's address.
        url: String,
        /// What it looks like.
        found: &'static str,
    },
    /// The document is larger than is read.
    #[error(
        "{url} has more than {limit} {unit}; documents of that size are not read: leave this address out, or give one that lists less"
    )]
    TooLarge {
        /// The document's address.
        url: String,
        /// The limit that was passed.
        limit: usize,
        /// What is counted.
        unit: &'static str,
    },
    /// Elements are nested deeper than any honest page does.
    #[error(
        "{url} nests its elements more than {limit} deep, which no page for people does; leave this address out, or tell the publisher"
    )]
    TooDeep {
        /// The document's address.
        url: String,
        /// The limit that was passed.
        limit: usize,
    },
    /// A library gave up while it built the document's tree: a fault of ours to be mended.
    #[error("{library} failed on {url} in an unforeseen way; please report this address")]
    LibraryFailed {
        /// The document's address.
        url: String,
        /// The library.
        library: &'static str,
    },
    /// The document is no feed.
    #[error("{url} is not a feed: {why}; {}", why.remedy("feed"))]
    NotAFeed {
        /// The document's address.
        url: String,
        /// What it is instead.
        why: NotAList,
    },
    /// The document is no sitemap.
    #[error("{url} is not a sitemap: {why}; {}", why.remedy("sitemap"))]
    NotASitemap {
        /// The document's address.
        url: String,
        /// What it is instead.
        why: NotAList,
    },
    /// A listing page lists nothing.
    #[error(
        "no article is listed on {url} ({seen} links looked at); compare `links` and `pattern` of this channel in sources.toml with the page"
    )]
    NothingListed {
        /// The document's address.
        url: String,
        /// How many links the page has.
        seen: usize,
    },
    /// A channel's selector is not CSS.
    #[error(
        "\"{selector}\" is not a CSS selector; correct `links` of the channel {url} in sources.toml"
    )]
    BadSelector {
        /// The channel's address.
        url: String,
        /// The selector.
        selector: String,
    },
    /// The page holds no article.
    #[error(
        "no article text was found on {url}; if it is an article, give selectors for this source in sources.toml"
    )]
    NoArticle {
        /// The document's address.
        url: String,
    },
}

impl ParseError {
    /// The stable name of the kind of error (`not-a-feed`).
    pub fn code(&self) -> &'static str {
        match self {
            ParseError::Empty { .. } => "empty",
            ParseError::NotText { .. } => "not-text",
            ParseError::TooLarge { .. } => "too-large",
            ParseError::TooDeep { .. } => "too-deep",
            ParseError::LibraryFailed { .. } => "library-failed",
            ParseError::NotAFeed { .. } => "not-a-feed",
            ParseError::NotASitemap { .. } => "not-a-sitemap",
            ParseError::NothingListed { .. } => "nothing-listed",
            ParseError::BadSelector { .. } => "bad-selector",
            ParseError::NoArticle { .. } => "no-article",
        }
    }

    /// Its class, which pages and digest say in Vietnamese.
    pub fn class(&self) -> FailureClass {
        match self {
            ParseError::Empty { .. } => FailureClass::Empty,
            ParseError::NotText { .. } => FailureClass::NotText,
            ParseError::TooLarge { .. } => FailureClass::TooLarge,
            ParseError::TooDeep { .. } => FailureClass::TooDeep,
            ParseError::LibraryFailed { .. } => FailureClass::Internal,
            ParseError::NotAFeed { why, .. } | ParseError::NotASitemap { why, .. } => match why {
                NotAList::HtmlPage => FailureClass::HtmlPage,
                NotAList::LogInPage => FailureClass::LogInPage,
                NotAList::Feed | NotAList::Sitemap => FailureClass::OtherList,
                NotAList::OtherXml { .. } | NotAList::OtherJson | NotAList::PlainText => {
                    FailureClass::NoList
                }
                NotAList::Broken { .. } => FailureClass::Broken,
            },
            ParseError::NothingListed { .. } => FailureClass::NothingListed,
            ParseError::BadSelector { .. } => FailureClass::BadSelector,
            ParseError::NoArticle { .. } => FailureClass::NoArticle,
        }
    }
}

/// What a document is that should be a feed or sitemap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAList {
    /// A page for people.
    HtmlPage,
    /// A page that asks for a name and a password.
    LogInPage,
    /// A feed where a sitemap was asked for.
    Feed,
    /// A sitemap where a feed was asked for.
    Sitemap,
    /// XML of another kind.
    OtherXml {
        /// Its outermost element.
        root: String,
    },
    /// JSON of another kind.
    OtherJson,
    /// Neither XML nor JSON.
    PlainText,
    /// XML or JSON too broken to be mended.
    Broken {
        /// What the reader said.
        said: String,
    },
}

impl fmt::Display for NotAList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotAList::HtmlPage => f.write_str("it is an HTML page"),
            NotAList::LogInPage => f.write_str("it is a page to log in on"),
            NotAList::Feed => f.write_str("it is a feed"),
            NotAList::Sitemap => f.write_str("it is a sitemap"),
            NotAList::OtherXml { root } => write!(f, "it is XML with the root <{root}>"),
            NotAList::OtherJson => f.write_str("it is JSON of another kind"),
            NotAList::PlainText => f.write_str("it is neither XML nor JSON"),
            NotAList::Broken { said } => write!(f, "it is too broken to be mended ({said})"),
        }
    }
}

impl NotAList {
    fn remedy(&self, wanted: &str) -> String {
        match self {
            NotAList::HtmlPage => format!(
                "give the address of the {wanted} itself, or set kind = \"listing\" for this channel"
            ),
            NotAList::LogInPage => format!(
                "nothing behind a log-in is collected: give the address of a {wanted} that is open to everyone"
            ),
            NotAList::Feed => "set kind = \"feed\" for this channel".into(),
            NotAList::Sitemap => "set kind = \"sitemap\" for this channel".into(),
            NotAList::OtherXml { .. } | NotAList::OtherJson | NotAList::PlainText => {
                format!("look for the address of the {wanted} on the publisher's front page")
            }
            NotAList::Broken { .. } => {
                "try again later, and tell the publisher when it stays so".into()
            }
        }
    }
}
