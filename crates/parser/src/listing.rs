//! Pages that list articles: sections, front pages, search results.

use std::collections::HashMap;

use ego_tree::NodeRef;
use jiff::Timestamp;
use langnghe_model::{Channel, Entry};
use scraper::{ElementRef, Node, Selector};

use crate::{
    address::{canonical_url, is_front_page, same_site},
    charset, dates,
    error::ParseError,
    guard,
    html::text_of,
    page::{self, selector},
    problem::{Document, Parsed, Problem},
    text::line,
};

/// The entries of a page that lists articles: what `links` of the channel selects, or every link within
/// the site; `pattern` must stand in the address. Where neither is given, an address has to look like an
/// article's. One entry per address, in the page's order, with the link's text as title and the date that
/// stands beside it.
///
/// # Errors
/// When nothing is found: the page changed, or `links` and `pattern` are wrong. Also for a `links` that is
/// no selector, and for pages beyond the limits.
pub fn parse_listing(
    doc: &Document,
    channel: &Channel,
    now: Timestamp,
) -> Result<Parsed<Vec<Entry>>, ParseError> {
    guard::size(doc.url, doc.bytes.len(), guard::PAGE_BYTES)?;
    let links = match &channel.links {
        None => None,
        Some(links) => Some(Selector::parse(links).map_err(|_| ParseError::BadSelector {
            url: channel.url.clone(),
            selector: links.clone(),
        })?),
    };
    let mut problems = Vec::new();
    let text = charset::decode(doc, &mut problems)?;
    let tree = guard::page(doc.url, &text)?;
    let base = page::base(&tree, doc.url);
    let anchors: Vec<ElementRef> = match &links {
        None => tree.select(selector!("a[href]")).collect(),
        Some(links) => tree
            .select(links)
            .flat_map(|element| {
                // A selector of headings or boxes means the links in them, or the link around them.
                if element.attr("href").is_some() {
                    return vec![element];
                }
                let inside: Vec<_> = element.select(selector!("a[href]")).collect();
                if inside.is_empty() {
                    element
                        .ancestors()
                        .filter_map(ElementRef::wrap)
                        .find(|above| above.value().name() == "a" && above.attr("href").is_some())
                        .into_iter()
                        .collect()
                } else {
                    inside
                }
            })
            .collect(),
    };
    let own = canonical_url(doc.url, None);
    let mut entries: Vec<Entry> = Vec::new();
    let mut places: Vec<NodeRef<Node>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for anchor in &anchors {
        let Some(url) = anchor
            .attr("href")
            .and_then(|href| canonical_url(href, Some(&base)))
        else {
            continue;
        };
        let fits = match (&channel.pattern, &links) {
            (Some(pattern), _) => url.contains(&**pattern),
            (None, Some(_)) => true,
            (None, None) => looks_like_article(&url),
        };
        if !fits
            || own.as_ref() == Some(&url)
            || is_front_page(&url)
            || (links.is_none() && !same_site(&url, doc.url))
        {
            continue;
        }
        let title = Some(title(*anchor)).filter(|title| !title.is_empty());
        if let Some(&at) = known.get(&url) {
            // The picture and the headline are often two links; the longer text is the headline.
            let length = |title: &Option<String>| title.as_ref().map_or(0, String::len);
            let entry: &mut Entry = &mut entries[at];
            if length(&title) > length(&entry.title) && length(&entry.title) < 15 {
                entry.title = title;
                places[at] = **anchor;
            }
            continue;
        }
        known.insert(url.clone(), entries.len());
        places.push(**anchor);
        entries.push(Entry {
            id: None,
            url,
            title,
            summary: None,
            content: None,
            published: None,
            updated: None,
            section: None,
        });
    }
    if entries.is_empty() {
        return Err(ParseError::NothingListed {
            url: doc.url.to_owned(),
            seen: anchors.len(),
        });
    }
    for (entry, place) in entries.iter_mut().zip(places) {
        entry.published = date_beside(place, &base, &known, now);
        if entry.title.is_none() {
            problems.push(Problem::EntryWithoutTitle {
                url: entry.url.clone(),
            });
        }
    }
    Ok(Parsed {
        value: entries,
        problems,
    })
}

fn title(anchor: ElementRef) -> String {
    let text = line(&text_of(*anchor));
    if !text.is_empty() {
        return text;
    }
    let image = anchor
        .select(selector!("img[alt]"))
        .next()
        .and_then(|image| image.attr("alt"));
    line(anchor.attr("title").or(image).unwrap_or_default())
}

/// A long slug with hyphens, or a number, is what articles of the press have in common.
fn looks_like_article(url: &str) -> bool {
    let path = url::Url::parse(url)
        .map(|url| url.path().to_owned())
        .unwrap_or_default();
    let last = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let digits = last.bytes().filter(u8::is_ascii_digit).count();
    last.matches('-').count() >= 3 || digits >= 5
}

/// A box around one entry has no more nodes than this.
const ITEM_NODES: usize = 400;

/// The date in the smallest box around the link that has one, as long as the box holds no other entry.
fn date_beside(
    place: NodeRef<Node>,
    base: &str,
    known: &HashMap<String, usize>,
    now: Timestamp,
) -> Option<Timestamp> {
    let address = |anchor: ElementRef| canonical_url(anchor.attr("href")?, Some(base));
    let own = ElementRef::wrap(place).and_then(address);
    let stamps = selector!("time, [class*=date], [class*=time], [class*=ngay], [datetime]");
    for around in place.ancestors().take(5) {
        if around.descendants().nth(ITEM_NODES).is_some() {
            return None;
        }
        let elements = || around.descendants().filter_map(ElementRef::wrap);
        let foreign = elements()
            .filter(|element| element.value().name() == "a")
            .filter_map(address)
            .any(|url| own.as_ref() != Some(&url) && known.contains_key(&url));
        if foreign {
            return None;
        }
        let date = elements()
            .filter(|element| stamps.matches(element))
            .find_map(|element| {
                let machine = element
                    .attr("datetime")
                    .and_then(|text| dates::parse_date(text, now));
                machine.or_else(|| dates::parse_date(&text_of(*element), now))
            });
        if let Some(date) = date {
            return dates::believable(date, now).ok();
        }
    }
    None
}

#[cfg(test)]
mod tests;
