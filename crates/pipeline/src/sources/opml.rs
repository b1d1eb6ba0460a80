//! Sources as OPML, the list that feed readers exchange.

use std::fmt::Write as _;

use langnghe_model::{Channel, ChannelKind, Source, SourceKind};
use langnghe_parser::{Document, OpmlFeed, ParseError};

use super::{
    NewSource,
    discover::{front_page, host},
};

/// What an OPML file holds.
#[derive(Debug, Clone, Default)]
pub struct Import {
    /// Its sources: feeds of one id, else of one site, are one source.
    pub sources: Vec<NewSource>,
    /// Addresses that cannot be a channel, with the reason.
    pub left_out: Vec<(String, String)>,
}

/// Reads an OPML file; `name` is the file's name in messages.
///
/// # Errors
/// It is no OPML.
pub fn read_opml(name: &str, bytes: &[u8]) -> Result<Import, ParseError> {
    let document = Document {
        bytes,
        content_type: None,
        url: name,
    };
    let mut import = Import::default();
    let mut keys: Vec<String> = Vec::new();
    for feed in langnghe_parser::parse_opml(&document)?.value {
        let Some(url) = langnghe_parser::canonical_url(&feed.url, None) else {
            let why = "it is no web address".to_owned();
            import.left_out.push((feed.url, why));
            continue;
        };
        let page = feed
            .site
            .as_deref()
            .and_then(|site| langnghe_parser::canonical_url(site, None));
        let key = match feed.own("id") {
            Some(id) => format!("id {id}"),
            None => host(page.as_deref().unwrap_or(&url)),
        };
        let at = keys.iter().position(|known| *known == key);
        let at = at.unwrap_or_else(|| {
            keys.push(key);
            import
                .sources
                .push(new_source(&feed, page.as_deref(), &url));
            keys.len() - 1
        });
        let own = |name: &str| feed.own(name).map(str::to_owned);
        import.sources[at].channels.push(Channel {
            url,
            kind: feed
                .own("kind")
                .and_then(ChannelKind::from_name)
                .unwrap_or(ChannelKind::Feed),
            links: own("links"),
            pattern: own("pattern"),
        });
    }
    Ok(import)
}

fn new_source(feed: &OpmlFeed, page: Option<&str>, url: &str) -> NewSource {
    let own = |name: &str| feed.own(name).map(str::to_owned);
    NewSource {
        channels: Vec::new(),
        id: own("id"),
        name: own("name").or_else(|| Some(feed.title.clone())),
        homepage: Some(page.map_or_else(|| front_page(url), front_page)),
        kind: match feed.own("source") {
            Some("broadcaster") => Some(SourceKind::Broadcaster),
            Some("magazine") => Some(SourceKind::Magazine),
            Some("portal") => Some(SourceKind::Portal),
            _ => None,
        },
        region: own("region"),
    }
}

/// The sources as OPML 2.0. What OPML has no words for stands in attributes `langnghe:…`, so that reading it back
/// gives the same sources; other readers pass over them.
pub fn write_opml(sources: &[Source]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\" xmlns:langnghe=\"urn:langnghe:opml:1\">\n\
         <head><title>Lắng Nghe</title></head>\n<body>\n",
    );
    for source in sources {
        let kind = match source.kind {
            SourceKind::Newspaper => "newspaper",
            SourceKind::Broadcaster => "broadcaster",
            SourceKind::Magazine => "magazine",
            SourceKind::Portal => "portal",
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "<outline text=\"{0}\" langnghe:id=\"{1}\" langnghe:name=\"{0}\" langnghe:source=\"{kind}\" langnghe:region=\"{2}\">",
            escaped(&source.name),
            source.id,
            source.region
        );
        for channel in &source.channels {
            let address = match channel.kind {
                ChannelKind::Feed => "type=\"rss\" xmlUrl",
                _ => "type=\"link\" url",
            };
            let _ = write!(
                out,
                "  <outline text=\"{}\" {address}=\"{}\" htmlUrl=\"{}\" langnghe:kind=\"{}\"",
                escaped(&source.name),
                escaped(&channel.url),
                escaped(&source.homepage),
                channel.kind.name()
            );
            for (name, value) in [("links", &channel.links), ("pattern", &channel.pattern)] {
                if let Some(value) = value {
                    let _ = write!(out, " langnghe:{name}=\"{}\"", escaped(value));
                }
            }
            out.push_str("/>\n");
        }
        out.push_str("</outline>\n");
    }
    out.push_str("</body>\n</opml>\n");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
