//! Finding the feeds and sitemaps that a page of a site names.

use scraper::ElementRef;

use crate::{
    address::{canonical_url, same_site},
    charset,
    error::ParseError,
    guard,
    html::text_of,
    page::{self, selector},
    problem::{Document, Parsed},
    text::{clip, line},
};

/// What an address is expected to be, by how a page names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A feed that the page declares as its own (`<link rel="alternate" type="application/rss+xml">`).
    Declared,
    /// A link that looks like one to a feed.
    Linked,
    /// A link that looks like one to a sitemap.
    Sitemap,
    /// A link to a page of the site that lists its feeds, as Vietnamese papers have it (`/rss`).
    FeedIndex,
}

/// An address at which a feed or sitemap may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The address.
    pub url: String,
    /// How the page names it.
    pub named: Named,
    /// What the page calls it; may be empty.
    pub title: String,
}

/// What a page says of feeds and sitemaps: its own title, and the leads, those declared first, each address once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovered {
    /// The page's title; may be empty.
    pub title: String,
    /// The leads.
    pub leads: Vec<Lead>,
}

/// Looks through a page for feeds and sitemaps.
///
/// # Errors
/// The page passes the limits of size or nesting.
pub fn discover(doc: &Document) -> Result<Parsed<Discovered>, ParseError> {
    guard::size(doc.url, doc.bytes.len(), guard::PAGE_BYTES)?;
    let mut problems = Vec::new();
    let text = charset::decode(doc, &mut problems)?;
    let tree = guard::page(doc.url, &text)?;
    let base = page::base(&tree, doc.url);
    let mut leads: Vec<Lead> = Vec::new();
    let mut add = |element: ElementRef, named: Named, title: String| {
        let address = element
            .attr("href")
            .and_then(|href| canonical_url(href, Some(&base)));
        let Some(url) = address else { return };
        if leads.iter().all(|lead| lead.url != url) {
            let title = clip(&line(&title), 100);
            leads.push(Lead { url, named, title });
        }
    };
    for link in tree.select(selector!("link[rel][href]")) {
        let says = |name: &str, word: &str| {
            link.attr(name)
                .is_some_and(|value| value.to_ascii_lowercase().contains(word))
        };
        let title = link.attr("title").unwrap_or_default().to_owned();
        if says("rel", "alternate")
            && ["rss", "atom", "feed+json"]
                .iter()
                .any(|kind| says("type", kind))
        {
            add(link, Named::Declared, title);
        } else if says("rel", "sitemap") {
            add(link, Named::Sitemap, title);
        }
    }
    for anchor in tree.select(selector!("a[href]")) {
        let href = anchor.attr("href").unwrap_or_default();
        let Some(url) = canonical_url(href, Some(&base)) else {
            continue;
        };
        if let Some(named) = looks_like(&url).filter(|_| same_site(&url, doc.url)) {
            let title = text_of(*anchor);
            add(anchor, named, title);
        }
    }
    leads.sort_by_key(|lead| lead.named);
    let title = tree.select(selector!("title")).next();
    Ok(Parsed {
        value: Discovered {
            title: title.map_or_else(String::new, |title| clip(&line(&text_of(*title)), 100)),
            leads,
        },
        problems,
    })
}

/// What an address looks like by its path.
fn looks_like(url: &str) -> Option<Named> {
    let path = url::Url::parse(url).ok()?.path().to_ascii_lowercase();
    let path = path.trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let (name, ending) = last.rsplit_once('.').unwrap_or((last, ""));
    let says = |word: &str| name.contains(word);
    if says("sitemap") && matches!(ending, "xml" | "gz") {
        return Some(Named::Sitemap);
    }
    if matches!(name, "rss" | "feeds") && matches!(ending, "" | "html" | "htm" | "aspx" | "php") {
        // Either a feed or the list of all feeds: only asking tells.
        return Some(Named::FeedIndex);
    }
    let below = path
        .split('/')
        .any(|part| matches!(part, "rss" | "feed" | "atom"));
    let named = match ending {
        "rss" | "atom" | "rdf" => true,
        "xml" => says("rss") || says("feed") || says("atom"),
        "json" => name == "feed",
        _ => false,
    };
    (below || named).then_some(Named::Linked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[(&str, Named, &str)]) {
        let doc = Document {
            bytes: html.as_bytes(),
            content_type: Some("text/html; charset=utf-8"),
            url: "https://bao.example/muc/trang.html",
        };
        let found = discover(&doc).expect("a page").value.leads;
        let found: Vec<(&str, Named, &str)> = found
            .iter()
            .map(|lead| (lead.url.as_str(), lead.named, lead.title.as_str()))
            .collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn declared_feeds_come_first_and_each_address_once() {
        check(
            "<head><title>Báo</title></head><a href='/rss/the-thao.rss'>Thể  thao</a>\
             <link rel='alternate' type='application/rss+xml' title='Trang chủ' href='/rss/home.rss'>\
             <link rel='Alternate' type='Application/Atom+XML' href='//bao.example/atom.xml'>\
             <link rel='alternate' hreflang='en' href='/en'><a href='/rss/home.rss'>RSS</a>",
            &[
                (
                    "https://bao.example/rss/home.rss",
                    Named::Declared,
                    "Trang chủ",
                ),
                ("https://bao.example/atom.xml", Named::Declared, ""),
                (
                    "https://bao.example/rss/the-thao.rss",
                    Named::Linked,
                    "Thể thao",
                ),
            ],
        );
    }

    #[test]
    fn links_are_taken_by_their_path_within_the_site() {
        check(
            "<a href='/rss'>RSS</a><a href='https://khac.example/rss/x.rss'>khác</a>\
             <a href='/sitemap.xml'>Sơ đồ</a><a href='/tin/rss-la-gi-123.html'>RSS là gì</a>\
             <a href='/van-hoa/feed/'>Văn hóa</a><a href='mailto:a@b.example'>thư</a><a href='/rss/du-lich-2.rss'></a>",
            &[
                (
                    "https://bao.example/van-hoa/feed/",
                    Named::Linked,
                    "Văn hóa",
                ),
                ("https://bao.example/rss/du-lich-2.rss", Named::Linked, ""),
                ("https://bao.example/sitemap.xml", Named::Sitemap, "Sơ đồ"),
                ("https://bao.example/rss", Named::FeedIndex, "RSS"),
            ],
        );
        check("<p>Không có gì</p>", &[]);
    }
}
