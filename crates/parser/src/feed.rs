//! Feeds: RSS 0.9 to 2.0, RDF, Atom, JSON Feed.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use feed_rs::{
    model::{self as raw, FeedType},
    parser::Builder,
};
use jiff::Timestamp;
use langnghe_model::Entry;
use serde::{Deserialize, Serialize};

use crate::{
    address::canonical_url,
    charset, dates,
    error::{NotAList, ParseError},
    guard,
    html::{plain_line, plain_text},
    problem::{Document, Parsed, Problem},
    repair,
    text::{clip, line, lines},
};

mod hints;

pub use hints::FeedHints;

/// What a feed says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// The feed's own title, when it has one.
    pub title: Option<String>,
    /// Its format.
    pub kind: FeedKind,
    /// Its entries, in its order; no two have one address.
    pub entries: Vec<Entry>,
    /// When it asks its readers to come again.
    pub hints: FeedHints,
}

/// The format of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedKind {
    /// RSS of any version, RDF among them.
    Rss,
    /// Atom (RFC 4287).
    Atom,
    /// JSON Feed.
    Json,
}

/// Reads a feed of any format.
///
/// A feed that is not well-formed is mended where that is easy, one that breaks off keeps its complete
/// entries; both are noted as problems, as are entries without a link (left out) or without a title (kept).
///
/// # Errors
/// When the document is no feed, cannot be mended, or passes the limits of size and nesting.
pub fn parse_feed(doc: &Document, now: Timestamp) -> Result<Parsed<Feed>, ParseError> {
    guard::size(doc.url, doc.bytes.len(), guard::FEED_BYTES)?;
    let mut problems = Vec::new();
    let text = charset::decode(doc, &mut problems)?;
    let raw = read(doc, &text, now, &mut problems)?;
    let kind = match raw.feed.feed_type {
        FeedType::Atom => FeedKind::Atom,
        FeedType::JSON => FeedKind::Json,
        FeedType::RSS0 | FeedType::RSS1 | FeedType::RSS2 => FeedKind::Rss,
    };
    for text in raw.unreadable_dates {
        problems.push(Problem::DateUnreadable {
            text: clip(&text, 60),
        });
    }
    let hints = if kind == FeedKind::Json {
        FeedHints::default()
    } else {
        FeedHints::of(&text)
    };
    let title = raw
        .feed
        .title
        .map(|title| plain_line(&title.content))
        .filter(|title| !title.is_empty());
    let mut seen = HashSet::new();
    let mut entries = Vec::with_capacity(raw.feed.entries.len());
    for one in raw.feed.entries {
        let Some(entry) = entry(&one, kind, doc.url, now, &mut problems) else {
            continue;
        };
        if seen.insert(entry.url.clone()) {
            entries.push(entry);
        } else {
            problems.push(Problem::EntryRepeated { url: entry.url });
        }
    }
    if entries.is_empty() && problems.is_empty() {
        problems.push(Problem::NoEntries);
    }
    let feed = Feed {
        title,
        kind,
        entries,
        hints,
    };
    Ok(Parsed {
        value: feed,
        problems,
    })
}

/// What the library made of the text.
struct Read {
    feed: raw::Feed,
    unreadable_dates: Vec<String>,
}

fn read(
    doc: &Document,
    text: &str,
    now: Timestamp,
    problems: &mut Vec<Problem>,
) -> Result<Read, ParseError> {
    let start = text.trim_start();
    if start.starts_with(['{', '[']) {
        return read_json(doc, start, now, problems);
    }
    guard::xml(doc.url, start)?;
    let text = without_declarations(start);
    let said = match strict(doc.url, &text, now) {
        Ok(read) => return Ok(read),
        Err(said) => said,
    };
    if let Some(why) = other_kind(&text) {
        return Err(ParseError::NotAFeed {
            url: doc.url.to_owned(),
            why,
        });
    }
    let repaired = repair::xml(&text);
    let mut mended = repaired.mended;
    let mut text = repaired.text;
    if let Ok(read) = strict(doc.url, &text, now) {
        problems.push(Problem::FeedRepaired { mended });
        return Ok(read);
    }
    // What breaks off loses the entry it breaks off in.
    let mut kept = None;
    if let Some(pieces) =
        repair::pieces(&text).filter(|pieces| pieces.breaks_off && !pieces.entries.is_empty())
    {
        kept = Some(pieces.entries.len());
        text = format!("{}{}", pieces.head, pieces.entries.concat());
    }
    let tidied = repair::tidy(&text);
    let read = strict(doc.url, &tidied.text, now)
        .ok()
        .filter(|_| kept.is_some() || is_ended(&text));
    let read = read.or_else(|| one_by_one(doc.url, &text, now, problems));
    let Some(read) = read else {
        let why = NotAList::Broken {
            said: clip(&said, 120),
        };
        return Err(ParseError::NotAFeed {
            url: doc.url.to_owned(),
            why,
        });
    };
    mended.extend(tidied.mended);
    problems.push(Problem::FeedRepaired { mended });
    if let Some(kept) = kept {
        problems.push(Problem::Truncated { kept });
    }
    Ok(read)
}

/// Whether the outermost element ends: a feed that breaks off before its first entry says nothing.
fn is_ended(text: &str) -> bool {
    root(text).is_some_and(|root| text.contains(&format!("</{root}")))
}

/// The most entries that are tried one by one.
const SINGLES: usize = 500;

/// The last resort: each entry alone, in the feed's own head. What cannot be read is noted and left out.
fn one_by_one(url: &str, text: &str, now: Timestamp, problems: &mut Vec<Problem>) -> Option<Read> {
    let pieces = repair::pieces(text)?;
    // The head comes again with each entry.
    if pieces.head.len() > 64 << 10 {
        return None;
    }
    let mut all: Option<Read> = None;
    if pieces.entries.len() > SINGLES {
        problems.push(Problem::TooManyEntries { limit: SINGLES });
    }
    for piece in pieces.entries.iter().take(SINGLES) {
        match strict(
            url,
            &repair::tidy(&format!("{}{piece}", pieces.head)).text,
            now,
        ) {
            Ok(read) => match &mut all {
                Some(all) => {
                    all.feed.entries.extend(read.feed.entries);
                    all.unreadable_dates.extend(read.unreadable_dates);
                }
                None => all = Some(read),
            },
            Err(_) => problems.push(Problem::EntryUnreadable {
                text: clip(&plain_line(piece), 80),
            }),
        }
    }
    all
}

fn read_json(
    doc: &Document,
    text: &str,
    now: Timestamp,
    problems: &mut Vec<Problem>,
) -> Result<Read, ParseError> {
    let not = |why| ParseError::NotAFeed {
        url: doc.url.to_owned(),
        why,
    };
    let said = match strict(doc.url, text, now) {
        Ok(read) => return Ok(read),
        Err(said) => said,
    };
    match repair::json(text) {
        Some(repaired) => {
            let read = strict(doc.url, &repaired.text, now).map_err(|said| {
                not(NotAList::Broken {
                    said: clip(&said, 120),
                })
            })?;
            problems.push(Problem::FeedRepaired {
                mended: repaired.mended,
            });
            Ok(read)
        }
        None if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() => {
            Err(not(NotAList::OtherJson))
        }
        None => Err(not(NotAList::Broken {
            said: clip(&said, 120),
        })),
    }
}

/// One try of the library, with its panics caught.
fn strict(url: &str, text: &str, now: Timestamp) -> Result<Read, String> {
    let unreadable = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&unreadable);
    let builder = Builder::new()
        .base_uri(url::Url::parse(url).ok())
        // An id of the library's making would look like the publisher's.
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(move |text| {
            let date = dates::parse_date(text, now);
            if date.is_none() && !text.trim().is_empty() {
                notes
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(text.to_owned());
            }
            SystemTime::try_from(date?).ok().map(Into::into)
        });
    let result = guard::belt(move || builder.build().parse(text.as_bytes()));
    let feed = match result {
        Some(Ok(feed)) => feed,
        Some(Err(error)) => return Err(error.to_string()),
        None => return Err("the reader gave up in an unforeseen way".into()),
    };
    let unreadable_dates =
        std::mem::take(&mut *unreadable.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(Read {
        feed,
        unreadable_dates,
    })
}

/// The text is UTF-8 by now, whatever its declaration says. The library would believe the declaration, and
/// quick-xml panics at one that comes later (feeds glued together have them), so all of them go.
fn without_declarations(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<?xml") {
        out.push_str(&rest[..at]);
        let declaration = &rest[at..];
        let end = declaration
            .find("?>")
            .map_or(declaration.len(), |end| end + 2);
        // `<?xml-stylesheet` is another thing, and harmless.
        if declaration[5..].starts_with('-') {
            out.push_str(&declaration[..end]);
        }
        rest = &declaration[end..];
    }
    out.push_str(rest);
    out
}

/// What the document is, when it clearly is no feed.
fn other_kind(text: &str) -> Option<NotAList> {
    let Some(root) = root(text) else {
        return Some(NotAList::PlainText);
    };
    let local = root
        .rsplit(':')
        .next()
        .unwrap_or(&root)
        .to_ascii_lowercase();
    match &*local {
        "rss" | "feed" | "rdf" | "entry" => None,
        "html" | "head" | "body" | "div" | "p" | "script" | "meta" => Some(NotAList::HtmlPage),
        "urlset" | "sitemapindex" => Some(NotAList::Sitemap),
        _ if text[..text.floor_char_boundary(1_000)]
            .to_ascii_lowercase()
            .contains("<!doctype html") =>
        {
            Some(NotAList::HtmlPage)
        }
        _ => Some(NotAList::OtherXml {
            root: clip(&root, 40),
        }),
    }
}

/// The name of the outermost element.
pub(crate) fn root(text: &str) -> Option<String> {
    let mut rest = text;
    loop {
        rest = &rest[rest.find('<')? + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = &comment[comment.find("-->")?..];
        } else if rest.starts_with(char::is_alphabetic) {
            let end = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
                .unwrap_or(rest.len());
            return Some(rest[..end].to_owned());
        }
    }
}

fn entry(
    one: &raw::Entry,
    kind: FeedKind,
    base: &str,
    now: Timestamp,
    problems: &mut Vec<Problem>,
) -> Option<Entry> {
    let title = one
        .title
        .as_ref()
        .map(|title| plain_line(&title.content))
        .filter(|title| !title.is_empty());
    let summary = one
        .summary
        .as_ref()
        .map(|summary| markup(&summary.content, &summary.content_type, kind))
        .filter(|text| !text.is_empty());
    let content = one
        .content
        .as_ref()
        .and_then(|content| Some(markup(content.body.as_ref()?, &content.content_type, kind)))
        .filter(|text| !text.is_empty());
    let id = Some(one.id.trim()).filter(|id| !id.is_empty());
    let Some(url) = link(one, base) else {
        let start = title.or(summary).or(content).unwrap_or_default();
        problems.push(Problem::EntryWithoutLink {
            title: clip(&start, 80),
        });
        return None;
    };
    if title.is_none() {
        problems.push(Problem::EntryWithoutTitle { url: url.clone() });
    }
    let mut time = |date: Option<SystemTime>| {
        let date = Timestamp::try_from(date?).ok()?;
        dates::believable(date, now)
            .map_err(|problem| problems.push(problem))
            .ok()
    };
    let published = time(one.published.map(SystemTime::from));
    // The library copies one date to the other for RSS; that says nothing, and once is enough to complain.
    let updated = if one.updated == one.published {
        None
    } else {
        time(one.updated.map(SystemTime::from))
    };
    // Atom asks for `updated` and leaves `published` open; many give only the first.
    let published = published.or(if kind == FeedKind::Atom && one.published.is_none() {
        updated
    } else {
        None
    });
    Some(Entry {
        id: id.map(line),
        url,
        title,
        summary,
        content,
        published,
        updated,
    })
}

/// Text that may be HTML. RSS does not say which; Atom and JSON Feed do.
fn markup(text: &str, kind: &impl ToString, feed: FeedKind) -> String {
    if feed != FeedKind::Rss && kind.to_string().starts_with("text/plain") {
        lines(text.lines())
    } else {
        plain_text(text)
    }
}

/// The address of the article: `alternate` before anything else, the id when it is an address.
fn link(one: &raw::Entry, base: &str) -> Option<String> {
    let usable = |link: &&raw::Link| !link.href.trim().is_empty() && link.target.is_none();
    let alternate = |link: &&raw::Link| link.rel.as_deref() == Some("alternate");
    let html = |link: &&raw::Link| {
        link.media_type
            .as_deref()
            .is_none_or(|kind| kind.contains("html"))
    };
    let links = || one.links.iter().filter(usable);
    links()
        .find(|link| alternate(link) && html(link))
        .or_else(|| links().find(|link| link.rel.is_none() && html(link)))
        .or_else(|| links().find(alternate))
        .and_then(|link| canonical_url(&link.href, Some(base)))
        // A permanent id is an address in most of RSS (`isPermaLink` is true by default), and in some Atom.
        .or_else(|| {
            one.id
                .trim()
                .starts_with("http")
                .then(|| canonical_url(&one.id, None))
                .flatten()
        })
}

#[cfg(test)]
mod tests;
