//! Sitemaps (sitemaps.org protocol 0.9) with Google's news extension, and indexes of sitemaps.

use std::{collections::HashSet, io::Read as _};

use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use langnghe_model::Entry;
use quick_xml::{Reader, events::Event};
use serde::{Deserialize, Serialize};

use crate::{
    address::canonical_url,
    charset, dates,
    error::{NotAList, ParseError},
    feed, guard,
    html::plain_line,
    problem::{Document, Parsed, Problem},
    text::clip,
};

/// The most entries of one sitemap, as the protocol has it.
const ENTRIES: usize = 50_000;

/// What a sitemap says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitemap {
    /// Its pages. Only the news extension gives them a title and a publication date.
    pub entries: Vec<Entry>,
    /// The sitemaps it points to, when it is an index.
    pub children: Vec<ChildSitemap>,
}

/// A sitemap that another one points to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChildSitemap {
    /// Its address.
    pub url: String,
    /// When it was last changed, when the index says so.
    pub modified: Option<Timestamp>,
}

/// Reads a sitemap or an index of sitemaps: XML, plain or gzip, or a text with one address a line.
///
/// # Errors
/// When the document is no sitemap, or passes the limits of size (50 MiB unpacked, as the protocol has it)
/// and nesting.
pub fn parse_sitemap(doc: &Document, now: Timestamp) -> Result<Parsed<Sitemap>, ParseError> {
    guard::size(doc.url, doc.bytes.len(), guard::SITEMAP_BYTES)?;
    let unpacked;
    let mut doc = *doc;
    if doc.bytes.starts_with(b"\x1F\x8B") {
        unpacked = unpack(&doc)?;
        doc.bytes = &unpacked;
    }
    let mut problems = Vec::new();
    let text = charset::decode(&doc, &mut problems)?;
    let text = text.trim_start();
    let mut found = Found {
        doc: &doc,
        now,
        problems,
        sitemap: Sitemap {
            entries: Vec::new(),
            children: Vec::new(),
        },
        seen: HashSet::new(),
    };
    if text.starts_with("http://") || text.starts_with("https://") {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            found.take(&Item {
                loc: line.to_owned(),
                ..Item::default()
            });
        }
        return Ok(Parsed {
            value: found.sitemap,
            problems: found.problems,
        });
    }
    let not = |why| ParseError::NotASitemap {
        url: doc.url.to_owned(),
        why,
    };
    let root = feed::root(text).unwrap_or_default();
    match &*root
        .rsplit(':')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
    {
        "urlset" | "sitemapindex" => {}
        "" => return Err(not(NotAList::PlainText)),
        "html" | "head" | "body" | "div" | "script" => return Err(not(feed::html_page(text))),
        "rss" | "feed" | "rdf" => return Err(not(NotAList::Feed)),
        _ => {
            return Err(not(NotAList::OtherXml {
                root: clip(&root, 40),
            }));
        }
    }
    guard::xml(doc.url, text)?;
    found.read(text);
    Ok(Parsed {
        value: found.sitemap,
        problems: found.problems,
    })
}

fn unpack(doc: &Document) -> Result<Vec<u8>, ParseError> {
    let mut unpacked = Vec::new();
    let limit = guard::SITEMAP_BYTES;
    // One byte more than allowed tells a file at the limit from one beyond it.
    let mut reader = MultiGzDecoder::new(doc.bytes).take(limit as u64 + 1);
    match reader.read_to_end(&mut unpacked) {
        Ok(_) => guard::size(doc.url, unpacked.len(), limit)?,
        // What came before the break is read as far as it goes.
        Err(_) if !unpacked.is_empty() => {}
        Err(_) => {
            return Err(ParseError::NotText {
                url: doc.url.to_owned(),
                found: "damaged compressed data",
            });
        }
    }
    Ok(unpacked)
}

/// One `url` or `sitemap` element.
#[derive(Default)]
struct Item {
    is_child: bool,
    loc: String,
    modified: String,
    title: String,
    published: String,
}

struct Found<'a> {
    doc: &'a Document<'a>,
    now: Timestamp,
    problems: Vec<Problem>,
    sitemap: Sitemap,
    seen: HashSet<String>,
}

impl Found<'_> {
    fn read(&mut self, text: &str) {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_dangling_amp = true;
        let mut path: Vec<String> = Vec::new();
        let mut item = Item::default();
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) => {
                    let name = String::from_utf8_lossy(start.local_name().as_ref().as_ref())
                        .to_ascii_lowercase();
                    if matches!(&*name, "url" | "sitemap") && path.len() == 1 {
                        item = Item {
                            is_child: name == "sitemap",
                            ..Item::default()
                        };
                    }
                    path.push(name);
                }
                Ok(Event::End(_)) => {
                    let ended = path.pop();
                    if path.len() == 1 && matches!(ended.as_deref(), Some("url" | "sitemap")) {
                        if self.seen.len() >= ENTRIES {
                            self.problems
                                .push(Problem::TooManyEntries { limit: ENTRIES });
                            return;
                        }
                        self.take(&std::mem::take(&mut item));
                    }
                }
                Ok(Event::Text(text)) => item.add(&path, text.as_ref()),
                Ok(Event::CData(text)) => item.add(&path, text.as_ref()),
                Ok(Event::GeneralRef(reference)) => {
                    let name: &str = reference.as_ref();
                    item.add(&path, &format!("&{name};"));
                }
                Ok(Event::Eof) if path.is_empty() => return,
                Ok(Event::Eof) | Err(_) => {
                    let kept = self.sitemap.entries.len() + self.sitemap.children.len();
                    self.problems.push(Problem::Truncated { kept });
                    return;
                }
                Ok(_) => {}
            }
        }
    }

    fn take(&mut self, item: &Item) {
        let loc = plain_entities(&item.loc);
        let Some(url) = canonical_url(&loc, Some(self.doc.url)) else {
            let title = if item.title.is_empty() {
                loc
            } else {
                plain_line(&item.title)
            };
            self.problems.push(Problem::EntryWithoutLink {
                title: clip(&title, 80),
            });
            return;
        };
        if !self.seen.insert(url.clone()) {
            self.problems.push(Problem::EntryRepeated { url });
            return;
        }
        let modified = dates::checked(&item.modified, self.now, &mut self.problems);
        if item.is_child {
            self.sitemap.children.push(ChildSitemap { url, modified });
            return;
        }
        let published = dates::checked(&item.published, self.now, &mut self.problems);
        let title = Some(plain_line(&item.title)).filter(|title| !title.is_empty());
        self.sitemap.entries.push(Entry {
            id: None,
            url,
            title,
            summary: None,
            content: None,
            published,
            updated: modified,
            section: None,
        });
    }
}

impl Item {
    /// Takes text by the two elements it stands in, so that `image:loc` is not taken for the page's.
    fn add(&mut self, path: &[String], text: &str) {
        let [.., parent, name] = path else { return };
        let field = match (&**parent, &**name) {
            ("url" | "sitemap", "loc") => &mut self.loc,
            ("url" | "sitemap", "lastmod") => &mut self.modified,
            ("news", "title") => &mut self.title,
            ("news", "publication_date") => &mut self.published,
            _ => return,
        };
        field.push_str(text);
    }
}

/// An address with its entities decoded; an address has no markup that a reader of HTML could mend.
fn plain_entities(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests;
