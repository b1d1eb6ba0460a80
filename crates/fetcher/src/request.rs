//! What is asked, and what is answered.

use std::time::Duration;

/// What kind of answer is wanted. It sets the `Accept` header and what is not worth downloading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accept {
    /// RSS, Atom or JSON Feed.
    Feed,
    /// An HTML page: an article or a list of articles.
    Page,
    /// A sitemap or sitemap index, packed (`.xml.gz`) or not.
    Sitemap,
    /// Anything at all.
    Any,
}

impl Accept {
    pub(crate) fn header(self) -> &'static str {
        match self {
            Accept::Feed => {
                "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, \
                 text/xml;q=0.9, */*;q=0.5"
            }
            Accept::Page => "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
            Accept::Sitemap => "application/xml, text/xml;q=0.9, */*;q=0.5",
            Accept::Any => "*/*",
        }
    }

    /// Whether a body of this type may hold what is wanted. Servers label feeds and pages in many wrong ways
    /// (`text/plain`, `application/octet-stream`), so only what cannot be text is turned away: pictures, sound,
    /// films, fonts and PDF.
    pub(crate) fn takes(self, content_type: &str) -> bool {
        let essence = content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let family = essence.split('/').next().unwrap_or_default();
        self == Accept::Any
            || !(matches!(family, "image" | "audio" | "video" | "font")
                || essence == "application/pdf")
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The address, `http` or `https`.
    pub url: String,
    /// What kind of answer is wanted.
    pub accept: Accept,
    /// The ETag of the last answer, so that the server may say "not modified".
    pub etag: Option<String>,
    /// The Last-Modified of the last answer, likewise, as it was sent.
    pub last_modified: Option<String>,
}

impl Request {
    /// Whether "not modified" is an answer to it.
    pub(crate) fn is_conditional(&self) -> bool {
        self.etag.is_some() || self.last_modified.is_some()
    }
}

/// One step of a redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The status: 301, 302, 303, 307 or 308.
    pub status: u16,
    /// The address that answered so.
    pub from: String,
    /// Where it led.
    pub to: String,
}

/// A successful answer, or "not modified".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// 200, 203 (a proxy's copy), or 304 when the request was conditional.
    pub status: u16,
    /// The address that answered in the end, without a fragment.
    pub final_url: String,
    /// The redirects on the way, in order.
    pub redirects: Vec<Hop>,
    /// Its Content-Type, as it was sent.
    pub content_type: Option<String>,
    /// Its ETag, as it was sent.
    pub etag: Option<String>,
    /// Its Last-Modified, as it was sent.
    pub last_modified: Option<String>,
    /// What the server asks to wait before the next request, at most 30 days.
    pub retry_after: Option<Duration>,
    /// The body, decompressed; empty for 304.
    pub body: Vec<u8>,
    /// How many bytes of body came over the wire, still compressed.
    pub wire_bytes: u64,
    /// How long the requests of all hops took together, without waiting for the sites' turns and without robots.txt.
    pub elapsed: Duration,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_text_is_turned_away() {
        for wanted in [Accept::Feed, Accept::Page, Accept::Sitemap] {
            for unfit in [
                "image/jpeg",
                "Video/MP4; codecs=x",
                "audio/mpeg",
                "font/woff2",
                "application/pdf",
            ] {
                assert!(!wanted.takes(unfit), "{wanted:?} {unfit}");
            }
            for fit in [
                "text/html; charset=utf-8",
                "text/plain",
                "application/octet-stream",
                "application/gzip",
                "",
            ] {
                assert!(wanted.takes(fit), "{wanted:?} {fit}");
            }
        }
        assert!(Accept::Any.takes("image/jpeg"));
    }
}
