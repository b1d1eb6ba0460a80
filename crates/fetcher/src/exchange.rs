//! One request and its answer, within the limits. No redirects, no robots.txt, no turns: those stand above.

#[cfg(test)]
mod tests;

use std::{
    error::Error,
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use reqwest::{
    Client,
    header::{
        ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_TYPE, HeaderMap,
        HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LOCATION,
    },
    redirect::Policy,
};
use tokio::time::{Instant, timeout};
use url::{Host, Url};

use crate::{
    Accept, FetchError, FetchSettings, Request, Stage,
    address::{Guard, Refusal},
    body::{Broken, Collector, Overflow, Wanted},
    error::Fetched,
    headers,
    resolve::{Destination, Pins, Resolver, Unresolved},
    secure,
};

/// Longer addresses are refused: no article has one, and rules are matched against it.
const LONGEST_URL: usize = 8 * 1024;

/// How long a connection that nobody uses is kept. Shorter than common servers keep theirs (Apache: 5 s), so that no
/// request is sent into a connection that is just being closed; and so short that a name's addresses, which are judged
/// and counted anew for each request, are those of the connection it goes over.
const IDLE: Duration = Duration::from_secs(4);

/// The largest head of an answer, in bytes of names and values. The client itself gives up at 100 headers or about
/// 400 KiB over HTTP/1 (fixed in hyper, and out of reach through reqwest), so that a head without end is never held.
const LARGEST_HEAD: usize = 64 * 1024;

/// The client and the limits it keeps.
#[derive(Debug)]
pub(crate) struct Exchange {
    client: Client,
    pins: Pins,
    resolver: Arc<dyn Resolver>,
    guard: Guard,
    settings: FetchSettings,
}

/// One request.
pub(crate) struct Order<'a> {
    pub(crate) url: &'a Url,
    pub(crate) accept: Accept,
    /// Whose conditions are sent.
    pub(crate) conditions: Option<&'a Request>,
    /// The largest body, in bytes after decompression.
    pub(crate) limit: usize,
    pub(crate) overflow: Overflow,
}

/// An answer of any status. The body is there for 2xx only.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) wire_bytes: u64,
    /// Who answered.
    pub(crate) remote: Option<SocketAddr>,
    /// How long the head took.
    pub(crate) head: Duration,
}

impl Exchange {
    pub(crate) fn new(settings: FetchSettings, resolver: Arc<dyn Resolver>) -> Fetched<Self> {
        // reqwest is built without a provider of cryptography and panics when there is none. When another part of
        // the program installed one before, this does nothing and that one serves as well.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let pins = Pins::default();
        let languages = (ACCEPT_LANGUAGE, HeaderValue::from_static("vi, en;q=0.5"));
        // Bodies are unpacked here, under the limit, and "br" and "zstd" are not understood.
        let encodings = (ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        let client = Client::builder()
            .user_agent(settings.user_agent())
            .default_headers(HeaderMap::from_iter([languages, encodings]))
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(settings.connect_timeout)
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(IDLE)
            .http2_max_header_list_size(LARGEST_HEAD as u32)
            .dns_resolver(pins.clone())
            // A proxy would resolve names itself, past the guard.
            .no_proxy()
            .no_gzip()
            .no_deflate()
            .no_brotli()
            .no_zstd()
            .build()
            .map_err(|error| FetchError::Client(last_cause(&error)))?;
        Ok(Self {
            client,
            pins,
            resolver,
            guard: Guard::new(&settings),
            settings,
        })
    }

    /// Reads an address and refuses what may never be asked.
    pub(crate) fn check(&self, address: &str) -> Fetched<Url> {
        let invalid = |url: &str, reason: &str| FetchError::InvalidUrl {
            url: shown(url),
            reason: reason.to_owned(),
        };
        if address.len() > LONGEST_URL {
            return Err(invalid(address, "it is longer than 8 KiB"));
        }
        let mut url = Url::parse(address).map_err(|error| invalid(address, &error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::RefusedScheme {
                url: shown(address),
                scheme: url.scheme().to_owned(),
            });
        }
        if !url.username().is_empty() || url.password().is_some() {
            // Neither fails for http and https, which have a host.
            let _ = (url.set_username(""), url.set_password(None));
            return Err(invalid(
                url.as_str(),
                "it carries a login, and nothing behind a login is collected",
            ));
        }
        url.set_fragment(None);
        let literal = match url.host() {
            Some(Host::Ipv4(v4)) => IpAddr::V4(v4),
            Some(Host::Ipv6(v6)) => IpAddr::V6(v6),
            // Names are judged when they are resolved.
            _ => return Ok(url),
        };
        // http and https have a port.
        let port = url.port_or_known_default().unwrap_or_default();
        match self.guard.refusal(literal, port) {
            Some(refusal) => Err(refused(&url, refusal)),
            None => Ok(url),
        }
    }

    /// Finds the way to an address' host, by names that were judged just now.
    pub(crate) async fn resolve(&self, url: &Url) -> Fetched<Destination> {
        let limit = self.settings.connect_timeout;
        let opened = timeout(limit, self.pins.open(url, &*self.resolver, &self.guard)).await;
        let resolved = match opened {
            Ok(resolved) => resolved.map_err(|error| match error {
                Unresolved::None(reason) => FetchError::Dns {
                    url: url.to_string(),
                    reason,
                },
                Unresolved::Refused(refusal) => refused(url, refusal),
            }),
            Err(_) => Err(FetchError::Timeout {
                url: url.to_string(),
                stage: Stage::Connect,
                limit,
            }),
        };
        if let Err(error) = &resolved {
            tracing::debug!(%url, %error, "not asked");
        }
        resolved
    }

    /// Where an answer redirects to.
    pub(crate) fn target(&self, from: &Url, headers: &HeaderMap) -> Fetched<Url> {
        let bad = |target: String, reason: String| FetchError::BadRedirect {
            url: from.to_string(),
            target,
            reason,
        };
        let location = headers::text(headers, &LOCATION).unwrap_or_default();
        if location.is_empty() {
            return Err(bad(location, "it names no address".to_owned()));
        }
        let target = from
            .join(&location)
            .map_err(|error| bad(shown(&location), error.to_string()))?;
        self.check(target.as_str()).map_err(|error| match error {
            FetchError::InvalidUrl { url, reason } => bad(url, reason),
            FetchError::RefusedScheme { url, .. } => {
                bad(url, "only http and https are asked".to_owned())
            }
            other => other,
        })
    }

    /// Sends one request and reads the answer. `resolving` is what finding the way took of the time for it.
    pub(crate) async fn ask(&self, order: &Order<'_>, resolving: Duration) -> Fetched<Answer> {
        let start = Instant::now();
        let answer = self.exchange(order, resolving).await;
        let duration_ms = start.elapsed().as_millis() as u64;
        let url = order.url;
        match &answer {
            Ok(answer) => {
                tracing::debug!(%url, status = answer.status, bytes = answer.wire_bytes, duration_ms, "answered");
            }
            Err(error) => tracing::debug!(%url, %error, duration_ms, "not answered"),
        }
        answer
    }

    async fn exchange(&self, order: &Order<'_>, resolving: Duration) -> Fetched<Answer> {
        let &Order {
            url,
            accept,
            conditions,
            limit,
            overflow,
        } = order;
        let start = Instant::now();
        let mut request = self.client.get(url.clone()).header(ACCEPT, accept.header());
        let conditions = conditions.map(|of| {
            [
                (IF_NONE_MATCH, &of.etag),
                (IF_MODIFIED_SINCE, &of.last_modified),
            ]
        });
        for (name, value) in conditions.into_iter().flatten() {
            // A value that cannot be sent was never received so; without it the whole answer comes.
            if let Some(value) = value
                .as_ref()
                .and_then(|value| HeaderValue::from_str(value).ok())
            {
                request = request.header(name, value);
            }
        }
        let out_of_time = |stage, limit| FetchError::Timeout {
            url: url.to_string(),
            stage,
            limit,
        };
        let left = self.settings.response_timeout().saturating_sub(resolving);
        let head = timeout(left, request.send()).await;
        let response = head
            .map_err(|_| out_of_time(Stage::Response, self.settings.response_timeout()))?
            .map_err(|error| self.failed(url, &error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let (remote, head) = (response.remote_addr(), start.elapsed());
        let size: usize = headers
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len())
            .sum();
        if size > LARGEST_HEAD {
            return Err(FetchError::Body {
                url: url.to_string(),
                reason: format!("its headers are larger than {LARGEST_HEAD} bytes"),
            });
        }
        if !status.is_success() {
            return Ok(Answer {
                status: status.as_u16(),
                headers,
                body: Vec::new(),
                wire_bytes: 0,
                remote,
                head,
            });
        }
        let content_type = headers::text(&headers, &CONTENT_TYPE).unwrap_or_default();
        if !accept.takes(&content_type) {
            return Err(FetchError::ContentType {
                url: url.to_string(),
                content_type,
            });
        }
        let broken = |broken| match broken {
            Broken::TooLarge => FetchError::TooLarge {
                url: url.to_string(),
                limit,
            },
            Broken::Malformed(reason) => FetchError::Body {
                url: url.to_string(),
                reason,
            },
        };
        let length = response.content_length();
        if overflow == Overflow::Refuse && length.is_some_and(|length| length > limit as u64) {
            return Err(broken(Broken::TooLarge));
        }
        let encoding = headers::text(&headers, &CONTENT_ENCODING);
        let collector =
            Collector::new(encoding.as_deref(), length, limit, overflow).map_err(broken)?;
        let spent = resolving + start.elapsed();
        let left = self.settings.timeout.saturating_sub(spent);
        let (body, wire_bytes) = timeout(left, self.collect(url, response, collector, broken))
            .await
            .map_err(|_| out_of_time(Stage::Body, self.settings.timeout))??;
        Ok(Answer {
            status: status.as_u16(),
            headers,
            body,
            wire_bytes,
            remote,
            head,
        })
    }

    async fn collect(
        &self,
        url: &Url,
        mut response: reqwest::Response,
        mut collector: Collector,
        broken: impl Fn(Broken) -> FetchError,
    ) -> Fetched<(Vec<u8>, u64)> {
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| self.failed(url, &error))?
        {
            if collector.push(&chunk).map_err(&broken)? == Wanted::NoMore {
                return Ok(collector.taken());
            }
        }
        collector.finish().map_err(broken)
    }

    fn failed(&self, url: &Url, error: &reqwest::Error) -> FetchError {
        let reason = last_cause(error);
        let url = url.to_string();
        if error.is_timeout() && error.is_connect() {
            FetchError::Timeout {
                url,
                stage: Stage::Connect,
                limit: self.settings.connect_timeout,
            }
        } else if let Some(error) = cause::<rustls::Error>(error) {
            FetchError::Tls {
                url,
                reason: secure::words(error),
            }
        } else if error.is_connect() {
            FetchError::Connect { url, reason }
        } else {
            FetchError::Body { url, reason }
        }
    }
}

fn refused(url: &Url, refusal: Refusal) -> FetchError {
    let url = url.to_string();
    match refusal {
        Refusal::Address { address, range } => FetchError::RefusedAddress {
            url,
            address,
            range,
        },
        Refusal::Port(port) => FetchError::RefusedPort { url, port },
        Refusal::NoContact => FetchError::NoContact { url },
    }
}

pub(crate) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// The beginning of an address that may be of any length.
fn shown(address: &str) -> String {
    const SHOWN: usize = 200;
    match address.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &address[..end]),
        None => address.to_owned(),
    }
}

/// What stands behind an error. An `io::Error` skips what it wraps when asked for its source.
fn behind<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

/// The cause of this type, if it is among them.
fn cause<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    std::iter::successors(Some(error), |error| behind(*error))
        .find_map(|error| error.downcast_ref())
}

/// What the last cause says, which is the most: the ones before it repeat the address. Of an error of the system the
/// words are enough.
fn last_cause(error: &(dyn Error + 'static)) -> String {
    let mut said = std::iter::successors(Some(error), |error| behind(*error))
        .last()
        .unwrap_or(error)
        .to_string();
    if let Some(number) = said.rfind(" (os error ") {
        said.truncate(number);
    }
    said
}
