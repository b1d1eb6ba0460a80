//! What is asked, and what is answered.

use std::{net::SocketAddr, time::Duration};

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

impl Hop {
    /// Whether the address is to be used instead from now on (RFC 9110, 15.4.2 and 15.4.9).
    pub fn is_permanent(&self) -> bool {
        matches!(self.status, 301 | 308)
    }
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
    /// How long the answer says it stays fresh from now on (RFC 9111, 4.2), at most 30 days: nothing when it says
    /// nothing, zero when it wants to be asked about each time or has been in a cache for too long already.
    pub fresh_for: Option<Duration>,
    /// Every header of the last answer: names in lower case, values as they were sent.
    pub headers: Vec<(String, String)>,
    /// The address and port of the server that answered last.
    pub remote: Option<SocketAddr>,
    /// The body, decompressed; empty for 304.
    pub body: Vec<u8>,
    /// How many bytes of body came over the wire, still compressed.
    pub wire_bytes: u64,
    /// How long the requests of all hops took together, without waiting for the sites' turns and without robots.txt.
    pub elapsed: Duration,
    /// Where the time went.
    pub timing: Timing,
}

impl Response {
    /// The address that the one asked for has moved to for good: there were redirects, and every one of them was
    /// permanent (301 or 308).
    pub fn moved_to(&self) -> Option<&str> {
        let moved = !self.redirects.is_empty() && self.redirects.iter().all(Hop::is_permanent);
        moved.then_some(self.final_url.as_str())
    }
}

/// Where the time of a request went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Timing {
    /// Waiting for the sites' turns and for robots.txt, of all hops together.
    pub waiting: Duration,
    /// From sending the last request to the end of the head of its answer; connecting is part of it.
    pub head: Duration,
    /// Everything, from the call to the end of the body.
    pub whole: Duration,
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
