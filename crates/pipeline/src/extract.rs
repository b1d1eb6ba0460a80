//! What the parser makes of one document: a look at it that keeps nothing.

use jiff::Timestamp;
use langnghe_model::{Channel, ChannelKind, Day, Entry, Selectors, Source, SourceId};
pub use langnghe_parser::Origin;
use langnghe_parser::{ChildSitemap, Document, PageArticle, ParseError, Parsed, Problem};
use serde::Serialize;

use crate::{App, PipelineError, app::Configuration, sources::ask, work};

/// A document to look at.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The `Content-Type` that came with it.
    pub content_type: Option<String>,
    /// Its address: relative links start there.
    pub url: String,
}

/// What the parser makes of a document.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Extract {
    /// A feed.
    Feed(List),
    /// A sitemap.
    Sitemap(List),
    /// A page that lists articles.
    Listing(List),
    /// An article.
    Article(Box<Article>),
}

/// What a feed, sitemap or listing holds.
#[derive(Debug, Clone, Default, Serialize)]
pub struct List {
    /// Its address.
    pub url: String,
    /// Its own title.
    pub title: Option<String>,
    /// Its entries.
    pub entries: Vec<Entry>,
    /// Further sitemaps that it names.
    pub children: Vec<ChildSitemap>,
    /// What was odd, in words.
    pub notes: Vec<String>,
}

/// What an article's page holds.
#[derive(Debug, Clone, Serialize)]
pub struct Article {
    /// The page's address.
    pub url: String,
    /// The source whose selectors were tried.
    pub source: Option<SourceId>,
    /// These selectors.
    pub selectors: Selectors,
    /// The article.
    #[serde(flatten)]
    pub article: PageArticle,
    /// What readers see on the page and the article does not have, a paragraph each.
    pub left_out: Vec<String>,
    /// What was odd, in words.
    pub notes: Vec<String>,
}

/// Asks for a document once, as politely as collection does.
pub async fn fetch(app: &App, url: &str) -> Result<Subject, PipelineError> {
    let response = ask(&work::fetcher(app)?, url).await?;
    Ok(Subject {
        bytes: response.body,
        content_type: response.content_type,
        url: response.final_url,
    })
}

/// Reads a document as `kind`. Without one it is read as the channel it is, if its address is configured; else as
/// whatever it turns out to be: a feed, a sitemap, an article, in this order.
///
/// Selectors are those of `source`, or of the source on whose site the address lies.
pub fn extract(
    subject: &Subject,
    configuration: &Configuration,
    kind: Option<ChannelKind>,
    source: Option<&Source>,
    now: Timestamp,
) -> Result<Extract, ParseError> {
    let known = configuration
        .sources
        .iter()
        .flat_map(|source| &source.channels)
        .find(|channel| channel.url == subject.url);
    let as_kind = |kind| {
        let channel = known
            .filter(|channel| channel.kind == kind)
            .cloned()
            .unwrap_or_else(|| Channel {
                url: subject.url.clone(),
                kind,
                links: None,
                pattern: None,
            });
        read(subject, &channel, configuration, source, now)
    };
    match kind.or(known.map(|channel| channel.kind)) {
        Some(kind) => as_kind(kind),
        None => as_kind(ChannelKind::Feed)
            .or_else(|_| as_kind(ChannelKind::Sitemap))
            .or_else(|_| as_kind(ChannelKind::Page)),
    }
}

fn read(
    subject: &Subject,
    channel: &Channel,
    configuration: &Configuration,
    source: Option<&Source>,
    now: Timestamp,
) -> Result<Extract, ParseError> {
    let document = Document {
        bytes: &subject.bytes,
        content_type: subject.content_type.as_deref(),
        url: &subject.url,
    };
    Ok(match channel.kind {
        ChannelKind::Feed => Extract::Feed(feed(&document, now)?),
        ChannelKind::Sitemap => Extract::Sitemap(sitemap(&document, now)?),
        ChannelKind::Listing => Extract::Listing(listing(&document, channel, now)?),
        ChannelKind::Page => {
            let source = source.or_else(|| of_site(configuration, &subject.url));
            let selectors = source
                .map(|source| source.selectors(Day::of(now)))
                .unwrap_or_default();
            let Parsed { value, problems } =
                langnghe_parser::parse_article(&document, &selectors, None, now)?;
            Extract::Article(Box::new(Article {
                url: subject.url.clone(),
                source: source.map(|source| source.id.clone()),
                selectors,
                left_out: langnghe_parser::left_out(&document, &value.text)?,
                article: value,
                notes: words(&problems),
            }))
        }
    })
}

/// What a feed holds.
pub(crate) fn feed(document: &Document<'_>, now: Timestamp) -> Result<List, ParseError> {
    let Parsed { value, problems } = langnghe_parser::parse_feed(document, now)?;
    Ok(List::of(document, value.title, value.entries, &problems))
}

/// What a sitemap holds.
pub(crate) fn sitemap(document: &Document<'_>, now: Timestamp) -> Result<List, ParseError> {
    let Parsed { value, problems } = langnghe_parser::parse_sitemap(document, now)?;
    Ok(List {
        children: value.children,
        ..List::of(document, None, value.entries, &problems)
    })
}

/// What a page lists.
pub(crate) fn listing(
    document: &Document<'_>,
    channel: &Channel,
    now: Timestamp,
) -> Result<List, ParseError> {
    let Parsed { value, problems } = langnghe_parser::parse_listing(document, channel, now)?;
    Ok(List::of(document, None, value, &problems))
}

impl List {
    fn of(
        document: &Document<'_>,
        title: Option<String>,
        entries: Vec<Entry>,
        problems: &[Problem],
    ) -> Self {
        Self {
            url: document.url.to_owned(),
            title,
            entries,
            children: Vec::new(),
            notes: words(problems),
        }
    }
}

fn words(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

/// The source on whose site an address lies, by its front page or one of its channels.
fn of_site<'a>(configuration: &'a Configuration, url: &str) -> Option<&'a Source> {
    let site = langnghe_fetcher::site(url);
    configuration.sources.iter().find(|source| {
        std::iter::once(&source.homepage)
            .chain(source.channels.iter().map(|channel| &channel.url))
            .any(|own| langnghe_fetcher::site(own) == site)
    })
}
