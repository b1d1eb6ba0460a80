//! Feeds: RSS 0.9 to 2.0, RDF, Atom, CDF, JSON Feed.

use std::{borrow::Cow, collections::HashSet};

use jiff::Timestamp;
use langnghe_model::Entry;
use serde::{Deserialize, Serialize};

use crate::{
    address::canonical_url,
    charset, dates,
    error::{NotAList, ParseError},
    guard,
    html::{plain_line, plain_text},
    problem::{Document, Mend, Parsed, Problem},
    section::section,
    text::{clip, line, lines},
};

mod hints;
mod json;
pub(crate) mod markup;
mod names;
mod raw;
mod xml;

pub use hints::FeedHints;
use raw::{Link, Raw, RawEntry, Text};

/// What a feed says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// The feed's own title, when it has one.
    pub title: Option<String>,
    /// Its format.
    pub kind: FeedKind,
    /// Its entries, in its order; no two have one address.
    pub entries: Vec<Entry>,
    /// Entries that name no address, in the feed's order, with an empty `url`: they cannot be read further,
    /// and no two have one identity (id, else title and date).
    pub unlinked: Vec<Entry>,
    /// When it asks its readers to come again.
    pub hints: FeedHints,
}

/// The format of a feed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedKind {
    /// RSS of any version, RDF among them.
    #[default]
    Rss,
    /// Atom (RFC 4287, and 0.3 before it).
    Atom,
    /// JSON Feed.
    Json,
}

/// Reads a feed of any format.
///
/// Markup is read leniently, and what is wrong with it is noted as a problem. A feed that breaks off keeps its
/// complete entries. Entries without a title are kept, and those without an address are kept apart; both are
/// noted.
///
/// # Errors
/// When the document is no feed, is broken before its first entry, or passes the limits of size and nesting.
pub fn parse_feed(doc: &Document, now: Timestamp) -> Result<Parsed<Feed>, ParseError> {
    guard::size(doc.url, doc.bytes.len(), guard::FEED_BYTES)?;
    let mut problems = Vec::new();
    let text = charset::decode(doc, &mut problems)?;
    let raw = read(doc, text.trim_start(), &mut problems)?;
    let kind = raw.kind;
    let title = raw.title.as_ref().and_then(one_line);
    let mut seen = HashSet::new();
    let mut seen_unlinked = HashSet::new();
    let mut entries = Vec::with_capacity(raw.entries.len());
    let mut unlinked = Vec::new();
    for one in raw.entries {
        let entry = entry(one, kind, doc.url, now, &mut problems);
        if entry.url.is_empty() {
            let start = [&entry.title, &entry.summary, &entry.content];
            let start = start.into_iter().flatten().next();
            problems.push(Problem::EntryWithoutLink {
                title: clip(start.map_or("", String::as_str), 80),
            });
            // Without an address the id tells entries apart, else title and date.
            let identity = match &entry.id {
                Some(id) => (Some(id.clone()), None, None),
                None => (None, entry.title.clone(), entry.published),
            };
            let says_nothing = start.is_none()
                && entry.id.is_none()
                && entry.published.or(entry.updated).is_none();
            if !says_nothing && seen_unlinked.insert(identity) {
                unlinked.push(entry);
            }
            continue;
        }
        if entry.title.is_none() {
            problems.push(Problem::EntryWithoutTitle {
                url: entry.url.clone(),
            });
        }
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
        unlinked,
        hints: raw.hints,
    };
    Ok(Parsed {
        value: feed,
        problems,
    })
}

fn read(doc: &Document, text: &str, problems: &mut Vec<Problem>) -> Result<Raw, ParseError> {
    let not = |why| ParseError::NotAFeed {
        url: doc.url.to_owned(),
        why,
    };
    if text.starts_with(['{', '[']) {
        let (raw, mended) = json::read(text).map_err(not)?;
        if !mended.is_empty() {
            problems.push(Problem::FeedRepaired { mended });
        }
        return Ok(raw);
    }
    let start = match other_kind(text) {
        None => 0,
        Some(why) => match first_feed_tag(text, &why) {
            Some(start) => start,
            None => return Err(not(why)),
        },
    };
    let read = xml::read(&text[start..]).map_err(|limit| match limit {
        xml::Limit::Depth => ParseError::TooDeep {
            url: doc.url.to_owned(),
            limit: guard::DEPTH,
        },
        xml::Limit::Elements => ParseError::TooLarge {
            url: doc.url.to_owned(),
            limit: guard::ELEMENTS,
            unit: "elements",
        },
        xml::Limit::Attributes => ParseError::TooLarge {
            url: doc.url.to_owned(),
            limit: guard::ATTRIBUTES,
            unit: "attributes on one element",
        },
    })?;
    let kept = read.raw.entries.len();
    if read.breaks_off && kept == 0 {
        return Err(not(NotAList::Broken {
            said: "it breaks off before its first entry ends".into(),
        }));
    }
    let mut mended = read.mended;
    if start > 0 && !mended.contains(&Mend::LeadingText) {
        mended.insert(0, Mend::LeadingText);
    }
    if !mended.is_empty() {
        problems.push(Problem::FeedRepaired { mended });
    }
    if read.breaks_off {
        problems.push(Problem::Truncated { kept });
    }
    Ok(read.raw)
}

/// Where a feed begins that has something else in front of it (a warning of the server's, mostly).
fn first_feed_tag(text: &str, instead: &NotAList) -> Option<usize> {
    if matches!(instead, NotAList::Sitemap) {
        return None;
    }
    let head = &text[..text.floor_char_boundary(16 << 10)];
    ["<?xml", "<rss", "<feed", "<rdf:RDF", "<RDF"]
        .iter()
        .filter_map(|tag| head.find(tag))
        .min()
        .filter(|start| *start > 0 && other_kind(&text[*start..]).is_none())
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
        "rss" | "feed" | "rdf" | "entry" | "channel" => None,
        "html" | "head" | "body" | "div" | "p" | "script" | "meta" => Some(html_page(text)),
        "urlset" | "sitemapindex" => Some(NotAList::Sitemap),
        _ if text[..text.floor_char_boundary(1_000)]
            .to_ascii_lowercase()
            .contains("<!doctype html") =>
        {
            Some(html_page(text))
        }
        _ => Some(NotAList::OtherXml {
            root: clip(&root, 40),
        }),
    }
}

/// What kind of page stands where a feed or sitemap was asked for. A field for a password makes it one for logging in,
/// unless there is much else to go to: newspapers have one on every page.
pub(crate) fn html_page(text: &str) -> NotAList {
    const LINKS: usize = 30;
    let text = text.to_ascii_lowercase();
    let asks = ["type=\"password\"", "type='password'", "type=password"]
        .iter()
        .any(|field| text.contains(field));
    if asks && text.matches("<a ").count() < LINKS {
        NotAList::LogInPage
    } else {
        NotAList::HtmlPage
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
    one: RawEntry,
    kind: FeedKind,
    base: &str,
    now: Timestamp,
    problems: &mut Vec<Problem>,
) -> Entry {
    let url = address(&one, base).unwrap_or_default();
    let published = date(one.published.take(), now, problems);
    let updated = date(one.updated.take(), now, problems).filter(|date| Some(*date) != published);
    // Atom asks for `updated` and leaves `published` open; many give only the first.
    let published = published.or(if kind == FeedKind::Rss { None } else { updated });
    let text = |text: Text| {
        Some(if text.is_html {
            plain_text(&without_unended(&text.body))
        } else {
            lines(text.body.lines())
        })
        .filter(|text| !text.is_empty())
    };
    Entry {
        id: one.id.map(|id| line(&id)).filter(|id| !id.is_empty()),
        url,
        title: one.title.take().as_ref().and_then(one_line),
        summary: one.summary.take().and_then(text),
        content: one.content.take().and_then(text),
        published,
        updated,
        section: one
            .section
            .take()
            .as_ref()
            .and_then(one_line)
            .and_then(|name| section(&name)),
    }
}

/// HTML without the start of elements that hide all that follows when they are not ended, as embedded
/// players in summaries often are not.
fn without_unended(html: &str) -> Cow<'_, str> {
    let mut html = Cow::Borrowed(html);
    let bytes = html.as_bytes();
    let hides = |at: usize| {
        bytes[at + 1..].starts_with(b"iframe") || bytes[at + 1..].starts_with(b"object")
    };
    if !html.match_indices('<').any(|(at, _)| hides(at)) {
        return html;
    }
    for (start, end) in [("<iframe", "</iframe"), ("<object", "</object")] {
        if html.matches(start).count() <= html.matches(end).count() {
            continue;
        }
        let mut kept = String::with_capacity(html.len());
        let mut rest = &*html;
        while let Some(at) = rest.find(start) {
            kept.push_str(&rest[..at]);
            rest = &rest[guard::tag_end(rest.as_bytes(), at + 1).end..];
        }
        kept.push_str(rest);
        html = Cow::Owned(kept);
    }
    html
}

/// A text as one line; `None` when nothing is left.
fn one_line(text: &Text) -> Option<String> {
    let line = if text.is_html {
        plain_line(&without_unended(&text.body))
    } else {
        line(&text.body)
    };
    Some(line).filter(|line| !line.is_empty())
}

fn date(text: Option<String>, now: Timestamp, problems: &mut Vec<Problem>) -> Option<Timestamp> {
    dates::checked(&text?, now, problems)
}

/// The address of the article: `alternate` before anything else, the id when it is an address.
fn address(one: &RawEntry, base: &str) -> Option<String> {
    let alternate = |link: &&Link| matches!(link.rel.as_deref(), None | Some("alternate"));
    let html = |link: &&Link| {
        link.media_type
            .as_deref()
            .is_none_or(|kind| kind.contains("html"))
    };
    let canonical = |link: &Link| {
        // A base of the feed may itself be relative to where the feed is.
        let around = link.base.as_ref().and_then(|own| canonical_base(own, base));
        canonical_url(&link.href, Some(around.as_deref().unwrap_or(base)))
    };
    let alternates = || one.links.iter().filter(alternate);
    let from_links = alternates()
        .filter(html)
        .chain(alternates())
        .find_map(canonical);
    from_links
        // A permanent id is an address in most of RSS (`isPermaLink` is true by default), and in some Atom.
        .or_else(|| {
            let id = one.id.as_deref().filter(|_| one.id_is_link)?.trim();
            id.starts_with("http").then(|| canonical_url(id, None))?
        })
        .or_else(|| {
            one.links
                .iter()
                .filter(|link| link.rel.as_deref() == Some("about"))
                .find_map(canonical)
        })
}

fn canonical_base(own: &str, base: &str) -> Option<String> {
    let joined = match url::Url::parse(base) {
        Ok(base) => base.join(own),
        Err(_) => url::Url::parse(own),
    };
    joined.ok().map(String::from)
}

#[cfg(test)]
mod tests;
