//! Why something could not be fetched.

use std::{net::IpAddr, time::Duration};

/// What kind of failure it is, which decides when to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// It will most likely pass by itself: time-outs, 429, 5xx, a name that does not resolve just now.
    Temporary,
    /// Somebody must change something, there or here, but it may well happen: 403, robots.txt, a certificate.
    Soft,
    /// It will not get better by asking again: an address that cannot be asked, a body that is too large.
    Hard,
    /// What was there is not there any more: 404, 410.
    Gone,
}

/// Why something could not be fetched.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FetchError {
    /// The client could not be made.
    #[error("the HTTP client cannot be made: {0}")]
    Client(String),
    /// Not an address.
    #[error("\"{url}\" is not an address that can be asked: {reason}")]
    InvalidUrl {
        /// What was given.
        url: String,
        /// Why not.
        reason: String,
    },
    /// robots.txt forbids it.
    #[error("robots.txt of the site forbids {url} ({rule})")]
    Robots {
        /// The address.
        url: String,
        /// The rule that does.
        rule: String,
    },
    /// robots.txt could not be read, so nothing is asked of the site just now (RFC 9309, 2.3.1.4).
    #[error("robots.txt of the site cannot be read just now ({reason}), so {url} is not asked")]
    RobotsUnavailable {
        /// The address.
        url: String,
        /// Why.
        reason: String,
    },
    /// The name leads to an address that must not be asked.
    #[error("{host} is at {address}, in a network that is not public; name it in fetch.allow_private if it may be asked")]
    RefusedAddress {
        /// The host.
        host: String,
        /// Its address.
        address: IpAddr,
    },
    /// The server answered with a status other than success.
    #[error("the server answered {url} with status {status}")]
    Status {
        /// The address.
        url: String,
        /// The status.
        status: u16,
        /// What the server asks to wait.
        retry_after: Option<Duration>,
    },
    /// It took too long.
    #[error("{url} took longer than {} s", .limit.as_secs_f32())]
    Timeout {
        /// The address.
        url: String,
        /// The limit.
        limit: Duration,
    },
    /// The body is too large.
    #[error("the body of {url} is larger than {limit} bytes")]
    TooLarge {
        /// The address.
        url: String,
        /// The limit.
        limit: usize,
    },
    /// Redirects without end.
    #[error("{url} is redirected more than {limit} times")]
    TooManyRedirects {
        /// The address.
        url: String,
        /// The limit.
        limit: usize,
    },
    /// A redirect to nowhere.
    #[error("{url} is redirected to \"{target}\", which cannot be asked")]
    BadRedirect {
        /// The address.
        url: String,
        /// Where to.
        target: String,
    },
    /// The connection could not be made, or broke.
    #[error("{url} cannot be reached: {reason}")]
    Connect {
        /// The address.
        url: String,
        /// Why.
        reason: String,
    },
}

impl FetchError {
    /// What kind of failure it is.
    pub fn kind(&self) -> Failure {
        match self {
            Self::Status { status: 404 | 410, .. } => Failure::Gone,
            Self::Status { status: 408 | 425 | 429 | 500..=599, .. }
            | Self::RobotsUnavailable { .. }
            | Self::Timeout { .. }
            | Self::Connect { .. } => Failure::Temporary,
            Self::Status { .. } | Self::Robots { .. } | Self::TooManyRedirects { .. } | Self::BadRedirect { .. } => {
                Failure::Soft
            }
            Self::Client(_) | Self::InvalidUrl { .. } | Self::RefusedAddress { .. } | Self::TooLarge { .. } => {
                Failure::Hard
            }
        }
    }

    /// What the server asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Status { retry_after, .. } => *retry_after,
            _ => None,
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
