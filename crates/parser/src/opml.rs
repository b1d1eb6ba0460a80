//! OPML 2.0 (opml.org): lists of feeds, as feed readers exchange them.

use std::collections::HashSet;

use crate::{
    charset,
    error::{NotAList, ParseError},
    feed::markup::{Token, Tokens, attributes},
    guard,
    problem::{Document, Parsed},
    text::line,
};

/// One outline that names an address: a feed, or a channel of another kind as this program writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpmlFeed {
    /// Its address (`xmlUrl`; `url` of one with `langnghe:kind`).
    pub url: String,
    /// Its title or text; may be empty.
    pub title: String,
    /// The site's page (`htmlUrl`), as it stands there.
    pub site: Option<String>,
    /// The titles of the outlines around it, from the outermost on.
    pub folders: Vec<String>,
    /// Attributes of our own (`langnghe:…`), of this outline and those around it; the inner ones count.
    pub own: Vec<(String, String)>,
}

impl OpmlFeed {
    /// The value of one of our own attributes (`id` for `langnghe:id`).
    pub fn own(&self, name: &str) -> Option<&str> {
        self.own
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Reads an OPML file: every outline with an address, in order. One that breaks off, or is not well-formed, gives
/// what stands before.
///
/// # Errors
/// It is no OPML, or passes the limits of size.
pub fn parse_opml(doc: &Document) -> Result<Parsed<Vec<OpmlFeed>>, ParseError> {
    guard::size(doc.url, doc.bytes.len(), guard::FEED_BYTES)?;
    let mut problems = Vec::new();
    let text = charset::decode(doc, &mut problems)?;
    let mut tokens = Tokens::new(&text);
    let mut feeds = Vec::new();
    let mut open: Vec<(String, Vec<(String, String)>)> = Vec::new();
    let mut is_opml = false;
    while let Some(token) = tokens.next("") {
        match token {
            Token::Start {
                name,
                attributes,
                empty,
                ..
            } => {
                is_opml |= name.eq_ignore_ascii_case("opml");
                if name.eq_ignore_ascii_case("outline") {
                    let outline = outline(&mut tokens, attributes, &open);
                    if !empty && open.len() < DEEPEST {
                        open.push((outline.title.clone(), outline.own.clone()));
                    }
                    if !outline.url.is_empty() {
                        feeds.push(outline);
                    }
                }
            }
            Token::End(name) if name.eq_ignore_ascii_case("outline") => {
                open.pop();
            }
            Token::End(_) | Token::Text(_) | Token::Data(_) => {}
        }
    }
    rescue(&text, &mut feeds);
    if !is_opml {
        return Err(ParseError::NotAFeed {
            url: doc.url.to_owned(),
            why: NotAList::Broken {
                said: "it has no <opml> element".to_owned(),
            },
        });
    }
    Ok(Parsed {
        value: feeds,
        problems,
    })
}

/// Adds the addresses of outlines whose markup is broken, mostly by quotation marks in a description that were not
/// escaped: they come without title or folder, after the others.
fn rescue(text: &str, feeds: &mut Vec<OpmlFeed>) {
    const NAME: &str = "xmlurl=";
    let known: HashSet<String> = feeds.iter().map(|feed| feed.url.clone()).collect();
    let mut rest = text;
    while !rest.is_empty() {
        // What is commented out is meant to be.
        let (part, after) = rest.split_once("<!--").unwrap_or((rest, ""));
        rest = after.split_once("-->").map_or("", |(_, after)| after);
        let small = part.to_ascii_lowercase();
        for (at, _) in small.match_indices(NAME) {
            let value = &part[at + NAME.len()..];
            let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                continue;
            };
            let Some((raw, _)) = value[1..].split_once(quote) else {
                continue;
            };
            let mut url = String::new();
            Tokens::new("").decode(raw, false, &mut url);
            let url = line(&url);
            if !url.is_empty() && !known.contains(&url) {
                feeds.push(OpmlFeed {
                    url,
                    ..OpmlFeed::default()
                });
            }
        }
    }
}

/// Outlines nested deeper than this are no folders of feeds.
const DEEPEST: usize = 50;

fn outline(
    tokens: &mut Tokens<'_>,
    tag: &str,
    open: &[(String, Vec<(String, String)>)],
) -> OpmlFeed {
    let mut found = OpmlFeed {
        folders: open
            .iter()
            .map(|(title, _)| title.clone())
            .filter(|title| !title.is_empty())
            .collect(),
        own: open.last().map(|(_, own)| own.clone()).unwrap_or_default(),
        ..OpmlFeed::default()
    };
    let (mut text, mut link, mut kind) = (String::new(), String::new(), false);
    for (key, raw) in attributes(tag) {
        let mut value = String::new();
        tokens.decode(raw, false, &mut value);
        let value = line(&value);
        match key.to_ascii_lowercase().as_str() {
            "xmlurl" => found.url = value,
            "htmlurl" => found.site = Some(value).filter(|site| !site.is_empty()),
            "title" => found.title = value,
            "text" => text = value,
            "url" => link = value,
            other => {
                if let Some(name) = other.strip_prefix("langnghe:") {
                    kind |= name == "kind";
                    found.own.push((name.to_owned(), value));
                }
            }
        }
    }
    if found.title.is_empty() {
        found.title = text;
    }
    if found.url.is_empty() && kind {
        found.url = link;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<OpmlFeed> {
        let doc = Document {
            bytes: text.as_bytes(),
            content_type: None,
            url: "ds.opml",
        };
        parse_opml(&doc).expect("OPML").value
    }

    #[test]
    fn folders_titles_and_own_attributes_are_kept() {
        let feeds = read(
            "<?xml version=\"1.0\"?><opml version=\"2.0\" xmlns:langnghe=\"urn:langnghe\"><head><title>x</title></head><body>\
             <outline text=\"Tỉnh\"><outline text=\"Báo A\" langnghe:id=\"bao-a\">\
             <outline type=\"rss\" text=\"Trang &amp; tin\" xmlUrl=\"https://a.example/rss?x=1&amp;y=2\" htmlUrl=\"https://a.example/\"/>\
             <outline type=\"link\" text=\"Sơ đồ\" url=\"https://a.example/sitemap.xml\" langnghe:kind=\"sitemap\"/>\
             </outline></outline><outline title=\"B\" xmlurl='https://b.example/rss'/>\
             <outline type=\"link\" text=\"không phải nguồn\" url=\"https://c.example/\"/></body></opml>",
        );
        assert_eq!(feeds.len(), 3);
        assert_eq!(feeds[0].url, "https://a.example/rss?x=1&y=2");
        assert_eq!(feeds[0].title, "Trang & tin");
        assert_eq!(feeds[0].folders, ["Tỉnh", "Báo A"]);
        assert_eq!(feeds[0].own("id"), Some("bao-a"));
        assert_eq!(feeds[0].own("kind"), None);
        assert_eq!(feeds[1].own("kind"), Some("sitemap"));
        assert_eq!(
            (&*feeds[2].url, &*feeds[2].title),
            ("https://b.example/rss", "B")
        );
        assert!(feeds[2].folders.is_empty());
    }

    #[test]
    fn what_breaks_off_gives_what_stands_before_and_what_is_no_opml_is_said() {
        let feeds = read(
            "<opml><body><outline text='A' xmlUrl='https://a.example/rss'><outline xmlUrl='https://b.ex",
        );
        assert_eq!(feeds.len(), 1);
        for other in ["<rss version='2.0'/>", "", "<html><body>x</body></html>"] {
            let doc = Document {
                bytes: other.as_bytes(),
                content_type: None,
                url: "ds.opml",
            };
            assert!(parse_opml(&doc).is_err(), "{other}");
        }
    }

    #[test]
    fn outlines_with_broken_markup_give_their_address_and_comments_do_not() {
        let feeds = read(
            "<opml><body><outline text=\"A\" xmlUrl=\"https://a.example/rss\"/>\
             <outline text=\"B\" description=\"của <a href=\"https://x.example\">bạn</a>\" xmlUrl=\"https://b.example/?p=1&amp;q\"/>\
             <!-- <outline xmlUrl=\"https://c.example/rss\"/> --></body></opml>",
        );
        let urls: Vec<&str> = feeds.iter().map(|feed| feed.url.as_str()).collect();
        assert_eq!(urls, ["https://a.example/rss", "https://b.example/?p=1&q"]);
    }

    #[test]
    fn shared_lists_are_read_whole() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/opml");
        let Some(lists) = shared_lists(folder) else {
            println!("skipped: no shared data");
            return;
        };
        let (mut files, mut feeds) = (0, 0);
        for (name, bytes) in lists {
            let doc = Document {
                bytes: &bytes,
                content_type: None,
                url: &name,
            };
            let read = parse_opml(&doc).unwrap_or_else(|error| panic!("{name}: {error}"));
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            let expected = text.matches("xmlurl=").count() - text.matches("xmlurl=\"\"").count();
            assert_eq!(read.value.len(), expected, "{name}");
            files += 1;
            feeds += read.value.len();
        }
        println!("{feeds} feeds in {files} lists");
        assert!(files > 100, "{files}");
    }

    fn shared_lists(folder: &str) -> Option<Vec<(String, Vec<u8>)>> {
        let archive = std::fs::read_dir(folder)
            .ok()?
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.to_string_lossy().ends_with(".tar.zst"))?;
        let unpacked = tempfile::tempdir().ok()?;
        let done = std::process::Command::new("tar")
            .args(["--use-compress-program=zstd", "-xf"])
            .arg(&archive)
            .arg("-C")
            .arg(unpacked.path())
            .status()
            .ok()?;
        if !done.success() {
            return None;
        }
        let mut lists = Vec::new();
        let mut folders = vec![unpacked.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).ok()?.flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "opml") {
                    lists.push((path.display().to_string(), std::fs::read(&path).ok()?));
                }
            }
        }
        Some(lists)
    }
}
