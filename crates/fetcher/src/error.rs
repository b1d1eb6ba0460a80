//! Why something could not be fetched.

use std::{fmt, net::IpAddr, time::Duration};

/// What kind of failure it is, which decides when to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// It will most likely pass by itself: time-outs, 429, 5xx, a name that does not resolve just now.
    Temporary,
    /// Somebody must change something, there or here, but it may well happen: 403, robots.txt, a certificate.
    Soft,
    /// It will not get better by asking again: an address that may not be asked, a body that is too large.
    Hard,
    /// What was there is not there any more: 404, 410.
    Gone,
}

/// In which part of a request the time ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// No connection (DNS, TCP, TLS).
    Connect,
    /// No head of an answer.
    Response,
    /// The body did not end.
    Body,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Stage::Connect => "no connection to",
            Stage::Response => "no answer from",
            Stage::Body => "no end of the answer from",
        })
    }
}

/// Why something could not be fetched. `url` is the address that failed: after a redirect, the one it led to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The client could not be made.
    #[error(
        "the HTTP client cannot be made: {0}; check that this machine's CA certificates are installed"
    )]
    Client(String),
    /// Not an address that can be asked.
    #[error("\"{url}\" is not an address that can be asked: {reason}")]
    InvalidUrl {
        /// What was given, cut when it is long, without a login.
        url: String,
        /// Why not.
        reason: String,
    },
    /// Neither `http` nor `https`.
    #[error("\"{url}\" cannot be asked: only http and https are, not {scheme}")]
    RefusedScheme {
        /// The address.
        url: String,
        /// Its scheme.
        scheme: String,
    },
    /// The address, or what its name resolves to, is not of the public internet.
    #[error(
        "{url} is not asked: its address {address} is in {range}; add the network to fetch.allow_private if it may be"
    )]
    RefusedAddress {
        /// The address as asked.
        url: String,
        /// What it leads to.
        address: IpAddr,
        /// The network, and what it is for.
        range: &'static str,
    },
    /// On that port something other than the web is to be expected.
    #[error(
        "{url} is not asked, since its port {port} is not the web's; add it to fetch.ports if it may be"
    )]
    RefusedPort {
        /// The address as asked.
        url: String,
        /// Its port.
        port: u16,
    },
    /// It is not on this machine, and there is no [`contact`](crate::FetchSettings::contact).
    #[error(
        "{url} is not asked, since fetch.contact is not set: write an e-mail address or a page of your office into [fetch] contact in langnghe.toml (or set LANGNGHE_FETCH__CONTACT), so that its administrator can reach you"
    )]
    NoContact {
        /// The address as asked.
        url: String,
    },
    /// robots.txt forbids it.
    #[error(
        "robots.txt of the site forbids {url} ({rule}); ask the publisher for leave, or take the source out"
    )]
    Robots {
        /// The address.
        url: String,
        /// The rule that does.
        rule: String,
    },
    /// robots.txt could not be read, so nothing is asked of the site just now (RFC 9309, 2.3.1.4).
    #[error("{url} is not asked, because robots.txt of the site cannot be read just now: {reason}")]
    RobotsUnavailable {
        /// The address.
        url: String,
        /// Why.
        reason: String,
        /// What the server asked to wait when robots.txt was asked for, less what has passed since.
        retry_after: Option<Duration>,
    },
    /// The site answered another request with the wish to be left alone, so nothing was asked.
    #[error(
        "{url} is not asked yet: its site answered with status {status}, and is left alone for {} s more",
        .retry_after.as_secs_f64().ceil()
    )]
    AskedToWait {
        /// The address.
        url: String,
        /// The status of that answer: 429 or 503.
        status: u16,
        /// What is left of the wait.
        retry_after: Duration,
    },
    /// The server answered with something other than success.
    #[error("{url} was answered with status {status}{}", meaning(*.status))]
    Status {
        /// The address.
        url: String,
        /// The status.
        status: u16,
        /// What the server asks to wait, at most 30 days.
        retry_after: Option<Duration>,
        /// Every header of the answer: names in lower case, values as they were sent.
        headers: Vec<(String, String)>,
    },
    /// It took too long.
    #[error("{stage} {url} within {} s", .limit.as_secs_f32())]
    Timeout {
        /// The address.
        url: String,
        /// What was being waited for.
        stage: Stage,
        /// The time allowed for it.
        limit: Duration,
    },
    /// The body is too large.
    #[error(
        "the body of {url} is larger than {limit} bytes; raise fetch.max_body if such bodies are wanted"
    )]
    TooLarge {
        /// The address.
        url: String,
        /// The limit, in bytes after decompression.
        limit: usize,
    },
    /// Redirects without end.
    #[error("{url} is redirected more than {limit} times")]
    TooManyRedirects {
        /// The address asked for at first.
        url: String,
        /// The limit.
        limit: usize,
    },
    /// A redirect to an address that was asked already.
    #[error("{url} is redirected in a circle, back to {target}")]
    RedirectLoop {
        /// The address asked for at first.
        url: String,
        /// The address that came up again.
        target: String,
    },
    /// A redirect to nowhere.
    #[error("{url} is redirected to \"{target}\", which cannot be asked: {reason}")]
    BadRedirect {
        /// The address that redirects.
        url: String,
        /// Where to.
        target: String,
        /// Why that cannot be asked.
        reason: String,
    },
    /// The name does not resolve.
    #[error(
        "the name of {url} does not resolve ({reason}); check the spelling and this machine's DNS"
    )]
    Dns {
        /// The address.
        url: String,
        /// What the resolver said.
        reason: String,
    },
    /// No connection could be made.
    #[error("{url} cannot be reached: {reason}")]
    Connect {
        /// The address.
        url: String,
        /// Why.
        reason: String,
    },
    /// No secure connection could be made.
    #[error("no secure connection to {url}: {reason}")]
    Tls {
        /// The address.
        url: String,
        /// Why: most often a certificate that has run out or is for another name.
        reason: String,
    },
    /// The answer broke off or is not well-formed.
    #[error("the answer of {url} cannot be read: {reason}")]
    Body {
        /// The address.
        url: String,
        /// Why.
        reason: String,
    },
    /// The answer is of a kind that cannot hold what was asked for.
    #[error("{url} is of type {content_type}, which cannot be what was asked for")]
    ContentType {
        /// The address.
        url: String,
        /// The type.
        content_type: String,
    },
}

/// What the statuses that are seen most mean to who reads a list of sources, in brackets.
fn meaning(status: u16) -> &'static str {
    match status {
        304 => " (not modified, though nothing was known of it: the server's cache is at fault)",
        401 | 407 => " (a log-in is asked for, and nothing behind one is collected)",
        403 => " (forbidden: the site may turn programs away; write to the publisher)",
        404 => " (not found: check the address)",
        408 => " (the server waited for the request too long)",
        410 => " (gone for good)",
        429 => " (too many requests)",
        500 => " (the server failed)",
        502 | 504 => " (a server behind the server failed)",
        503 => " (not available just now)",
        _ => "",
    }
}

/// What the crate's functions give.
pub(crate) type Fetched<T> = Result<T, FetchError>;

impl FetchError {
    /// What kind of failure it is.
    pub fn kind(&self) -> Failure {
        match self {
            Self::Status {
                status: 404 | 410, ..
            } => Failure::Gone,
            Self::Status {
                status: 408 | 425 | 429 | 500..=599,
                ..
            }
            | Self::RobotsUnavailable { .. }
            | Self::AskedToWait { .. }
            | Self::Timeout { .. }
            | Self::Dns { .. }
            | Self::Connect { .. }
            | Self::Body { .. } => Failure::Temporary,
            Self::Status { .. }
            | Self::NoContact { .. }
            | Self::Robots { .. }
            | Self::Tls { .. }
            | Self::TooManyRedirects { .. }
            | Self::RedirectLoop { .. }
            | Self::BadRedirect { .. } => Failure::Soft,
            Self::Client(_)
            | Self::InvalidUrl { .. }
            | Self::RefusedScheme { .. }
            | Self::RefusedAddress { .. }
            | Self::RefusedPort { .. }
            | Self::TooLarge { .. }
            | Self::ContentType { .. } => Failure::Hard,
        }
    }

    /// What the server asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } | Self::RobotsUnavailable { retry_after, .. } => {
                *retry_after
            }
            Self::AskedToWait { retry_after, .. } => Some(*retry_after),
            _ => None,
        }
    }

    /// Whether the whole site was out of reach or asked to be left alone, so that nothing is known of the page that was
    /// asked for: an attempt that should not count against it.
    pub fn is_of_the_site(&self) -> bool {
        matches!(
            self,
            Self::RobotsUnavailable { .. }
                | Self::AskedToWait { .. }
                | Self::NoContact { .. }
                | Self::Dns { .. }
                | Self::Connect { .. }
                | Self::Tls { .. }
                | Self::Timeout {
                    stage: Stage::Connect,
                    ..
                }
        )
    }

    /// The answer's headers, when it was its status that failed.
    pub fn headers(&self) -> &[(String, String)] {
        match self {
            Self::Status { headers, .. } => headers,
            _ => &[],
        }
    }

    /// The answer's status, when there was one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Status { status, .. } => Some(*status),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_of_the_site_says_nothing_of_the_page() {
        let timeout = |stage| FetchError::Timeout {
            url: String::new(),
            stage,
            limit: Duration::from_secs(1),
        };
        assert!(timeout(Stage::Connect).is_of_the_site());
        assert!(!timeout(Stage::Body).is_of_the_site());
        let closed = FetchError::AskedToWait {
            url: "https://bao.example/tin".into(),
            status: 429,
            retry_after: Duration::from_millis(59_200),
        };
        assert!(closed.is_of_the_site());
        assert_eq!(
            closed.to_string(),
            "https://bao.example/tin is not asked yet: its site answered with status 429, and is left alone for 60 s more"
        );
        let missing = FetchError::Status {
            url: String::new(),
            status: 404,
            retry_after: None,
            headers: Vec::new(),
        };
        assert!(!missing.is_of_the_site());
    }
}
