//! Asking: robots.txt, the site's turn, the request, redirects by hand.

use std::{
    collections::HashMap,
    error::Error as _,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use futures_util::StreamExt;
use jiff::Timestamp;
use reqwest::{
    Client, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION, RETRY_AFTER},
    redirect::Policy,
};
use tokio::time::timeout;
use url::{Host, Position, Url};

use crate::{
    FetchError, FetchSettings,
    address::{Guard, Refused},
    headers,
    robots::{self, PRODUCT, Robots, Verdict},
    site::{Sites, site_of},
};

/// How long a site's robots.txt is believed (RFC 9309, 2.4: at most a day).
const ROBOTS_LIFE: Duration = Duration::from_secs(24 * 3600);

/// How long a robots.txt that could not be read keeps the site from being asked.
const ROBOTS_RETRY: Duration = Duration::from_secs(15 * 60);

/// What kind of answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accept {
    /// A feed.
    Feed,
    /// A page.
    Page,
    /// A sitemap.
    Sitemap,
    /// Anything.
    Any,
}

impl Accept {
    fn header(self) -> &'static str {
        match self {
            Accept::Feed => {
                "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
            }
            Accept::Page => "text/html, application/xhtml+xml;q=0.9, */*;q=0.5",
            Accept::Sitemap => "application/xml, text/xml;q=0.9, */*;q=0.5",
            Accept::Any => "*/*",
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The address.
    pub url: String,
    /// What kind of answer is wanted.
    pub accept: Accept,
    /// The ETag of the last answer, to be told "not modified".
    pub etag: Option<String>,
    /// The Last-Modified of the last answer, likewise.
    pub last_modified: Option<String>,
}

/// One step of a redirect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The status.
    pub status: u16,
    /// The address that answered so.
    pub from: String,
    /// Where it led.
    pub to: String,
}

/// A successful answer, or "not modified".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// 2xx or 304.
    pub status: u16,
    /// The address that answered in the end.
    pub final_url: String,
    /// The redirects on the way.
    pub redirects: Vec<Hop>,
    /// Its Content-Type.
    pub content_type: Option<String>,
    /// Its ETag.
    pub etag: Option<String>,
    /// Its Last-Modified.
    pub last_modified: Option<String>,
    /// The body, decompressed; empty for 304.
    pub body: Vec<u8>,
    /// How long it took, without waiting for the site's turn.
    pub elapsed: Duration,
}

/// The polite reader. Clones share sites, robots files and connections.
#[derive(Debug, Clone)]
pub struct Fetcher {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    settings: FetchSettings,
    client: Client,
    guard: Guard,
    sites: Sites,
    robots: Mutex<HashMap<String, Known>>,
}

/// What is known of a site's robots.txt.
#[derive(Debug, Clone)]
struct Known {
    read: Instant,
    rules: Result<Arc<Robots>, String>,
}

impl Known {
    fn holds(&self) -> bool {
        let life = if self.rules.is_ok() { ROBOTS_LIFE } else { ROBOTS_RETRY };
        self.read.elapsed() < life
    }
}

/// One answer, before redirects are followed.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Fetcher {
    /// A fetcher with these settings.
    ///
    /// # Errors
    /// The machine's certificates cannot be read.
    pub fn new(settings: FetchSettings) -> Result<Self, FetchError> {
        // Another part of the program may have chosen a provider before; then that one serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let guard = Guard::new(&settings.allow_private);
        let client = Client::builder()
            .user_agent(settings.user_agent())
            .redirect(Policy::none())
            .connect_timeout(settings.connect_timeout)
            .pool_max_idle_per_host(1)
            .dns_resolver(guard.clone())
            .no_proxy()
            .build()
            .map_err(|error| FetchError::Client(chain(&error)))?;
        Ok(Self {
            inner: Arc::new(Inner {
                sites: Sites::new(settings.gap, settings.concurrency),
                guard,
                client,
                robots: Mutex::default(),
                settings,
            }),
        })
    }

    /// Asks for an address, after robots.txt and in the site's turn, and follows redirects.
    pub async fn get(&self, request: &Request) -> Result<Response, FetchError> {
        let mut url = self.inner.checked(&request.url)?;
        let mut redirects = Vec::new();
        let mut elapsed = Duration::ZERO;
        loop {
            let rules = self.inner.rules(&url).await?;
            let path = &url[Position::BeforePath..Position::AfterQuery];
            if let Verdict::Disallowed { rule } = rules.verdict(PRODUCT, path) {
                return Err(FetchError::Robots { url: url.to_string(), rule });
            }
            let pass = self.inner.sites.enter(&site_of(&url), rules.crawl_delay(PRODUCT)).await;
            let start = Instant::now();
            let answer = self.inner.ask(&url, request, self.inner.settings.max_body).await;
            elapsed += start.elapsed();
            drop(pass);
            let answer = answer?;
            if is_redirect(answer.status) {
                let to = self.inner.target(&url, &answer.headers)?;
                redirects.push(Hop { status: answer.status.as_u16(), from: url.to_string(), to: to.to_string() });
                if redirects.len() > self.inner.settings.max_redirects {
                    return Err(FetchError::TooManyRedirects {
                        url: request.url.clone(),
                        limit: self.inner.settings.max_redirects,
                    });
                }
                url = to;
                continue;
            }
            if !answer.status.is_success() && answer.status != StatusCode::NOT_MODIFIED {
                return Err(FetchError::Status {
                    url: url.to_string(),
                    status: answer.status.as_u16(),
                    retry_after: text(&answer.headers, &RETRY_AFTER)
                        .and_then(|value| headers::retry_after(&value, Timestamp::now())),
                });
            }
            return Ok(Response {
                status: answer.status.as_u16(),
                final_url: url.to_string(),
                redirects,
                content_type: text(&answer.headers, &CONTENT_TYPE),
                etag: text(&answer.headers, &ETAG),
                last_modified: text(&answer.headers, &LAST_MODIFIED),
                body: answer.body,
                elapsed,
            });
        }
    }
}

impl Inner {
    /// Reads an address and refuses what may never be asked.
    fn checked(&self, address: &str) -> Result<Url, FetchError> {
        let invalid = |reason: &str| FetchError::InvalidUrl { url: address.to_owned(), reason: reason.to_owned() };
        let mut url = Url::parse(address).map_err(|error| invalid(&error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(invalid("only http and https are asked"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid("it carries a login, and nothing behind a login is collected"));
        }
        url.set_fragment(None);
        let literal = match url.host() {
            Some(Host::Ipv4(v4)) => Some(IpAddr::V4(v4)),
            Some(Host::Ipv6(v6)) => Some(IpAddr::V6(v6)),
            Some(Host::Domain(_)) => None,
            None => return Err(invalid("it names no host")),
        };
        match literal {
            Some(address) if !self.guard.permits(address) => Err(FetchError::RefusedAddress {
                host: address.to_string(),
                address,
            }),
            _ => Ok(url),
        }
    }

    fn target(&self, from: &Url, headers: &HeaderMap) -> Result<Url, FetchError> {
        let location = text(headers, &LOCATION).unwrap_or_default();
        let bad = || FetchError::BadRedirect { url: from.to_string(), target: location.clone() };
        let joined = from.join(&location).map_err(|_| bad())?;
        if location.is_empty() {
            return Err(bad());
        }
        self.checked(joined.as_str()).map_err(|error| match error {
            FetchError::InvalidUrl { .. } => bad(),
            other => other,
        })
    }

    /// The rules of the site, from memory or from its robots.txt.
    async fn rules(&self, url: &Url) -> Result<Arc<Robots>, FetchError> {
        let origin = url.origin().ascii_serialization();
        let unavailable = |reason: String| FetchError::RobotsUnavailable { url: url.to_string(), reason };
        if let Some(known) = self.known(&origin) {
            return known.rules.map_err(unavailable);
        }
        // Whoever else waits for the same site finds the rules known when its turn comes.
        let pass = self.sites.enter(&site_of(url), None).await;
        if let Some(known) = self.known(&origin) {
            return known.rules.map_err(unavailable);
        }
        let rules = self.read_robots(&origin).await;
        drop(pass);
        let known = Known { read: Instant::now(), rules };
        self.robots
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(origin, known.clone());
        known.rules.map_err(unavailable)
    }

    fn known(&self, origin: &str) -> Option<Known> {
        let robots = self.robots.lock().unwrap_or_else(PoisonError::into_inner);
        robots.get(origin).filter(|known| known.holds()).cloned()
    }

    /// Reads robots.txt: 4xx means that everything is allowed, 5xx and silence that nothing is just now; five
    /// redirects are followed (RFC 9309, 2.3.1).
    async fn read_robots(&self, origin: &str) -> Result<Arc<Robots>, String> {
        let request = Request {
            url: format!("{origin}/robots.txt"),
            accept: Accept::Any,
            etag: None,
            last_modified: None,
        };
        let mut url = self.checked(&request.url).map_err(|error| error.to_string())?;
        for _ in 0..=5 {
            let answer = match self.ask(&url, &request, robots::MAX_BYTES).await {
                Ok(answer) => answer,
                // Only the beginning of a huge file counts, but it was not kept: better nothing than half.
                Err(error) => return Err(error.to_string()),
            };
            if is_redirect(answer.status) {
                url = self.target(&url, &answer.headers).map_err(|error| error.to_string())?;
                continue;
            }
            return match answer.status.as_u16() {
                200..=299 => Ok(Arc::new(Robots::parse(&answer.body))),
                400..=499 => Ok(Arc::new(Robots::default())),
                status => Err(format!("status {status}")),
            };
        }
        // Too many redirects may be taken for "there is none" (RFC 9309, 2.3.1.2).
        Ok(Arc::new(Robots::default()))
    }

    /// Sends one request and reads the answer, within time and size.
    async fn ask(&self, url: &Url, request: &Request, max_body: usize) -> Result<Answer, FetchError> {
        let limit = self.settings.timeout;
        match timeout(limit, self.exchange(url, request, max_body)).await {
            Ok(answer) => answer,
            Err(_) => Err(FetchError::Timeout { url: url.to_string(), limit }),
        }
    }

    async fn exchange(&self, url: &Url, request: &Request, max_body: usize) -> Result<Answer, FetchError> {
        let mut builder = self.client.get(url.clone()).header(ACCEPT, request.accept.header());
        if let Some(etag) = &request.etag {
            builder = builder.header(IF_NONE_MATCH, etag);
        }
        if let Some(date) = &request.last_modified {
            builder = builder.header(IF_MODIFIED_SINCE, date);
        }
        let response = builder.send().await.map_err(|error| self.failed(url, &error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let too_large = || FetchError::TooLarge { url: url.to_string(), limit: max_body };
        if response.content_length().is_some_and(|length| length > max_body as u64) {
            return Err(too_large());
        }
        let mut body = Vec::new();
        // Of answers without use the body is left unread.
        if status.is_success() {
            let mut chunks = response.bytes_stream();
            while let Some(chunk) = chunks.next().await {
                let chunk = chunk.map_err(|error| self.failed(url, &error))?;
                if body.len() + chunk.len() > max_body {
                    return Err(too_large());
                }
                body.extend_from_slice(&chunk);
            }
        }
        Ok(Answer { status, headers, body })
    }

    fn failed(&self, url: &Url, error: &reqwest::Error) -> FetchError {
        let mut cause = error.source();
        while let Some(inner) = cause {
            if let Some(refused) = inner.downcast_ref::<Refused>() {
                return FetchError::RefusedAddress {
                    host: url.host_str().unwrap_or_default().to_owned(),
                    address: refused.address,
                };
            }
            cause = inner.source();
        }
        if error.is_timeout() {
            let limit = if error.is_connect() { self.settings.connect_timeout } else { self.settings.timeout };
            return FetchError::Timeout { url: url.to_string(), limit };
        }
        FetchError::Connect { url: url.to_string(), reason: chain(error) }
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(value.to_str().ok()?.trim().to_owned())
}

/// The last cause says most; reqwest's own message repeats the address.
fn chain(error: &dyn std::error::Error) -> String {
    let mut last = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        last = inner.to_string();
        cause = inner.source();
    }
    last
}
