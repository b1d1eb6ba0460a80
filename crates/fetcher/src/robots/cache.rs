//! The robots.txt of each origin: read once, believed for a day.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{sync::Mutex as Turnstile, time::Instant};
use url::Url;

use super::{MAX_BYTES, PRODUCT, Robots};
use crate::{
    Accept, FetchError,
    body::Overflow,
    error::{Fetched, Stage},
    exchange::{Order, is_redirect},
    headers,
    polite::Polite,
};

/// How long a file is believed (RFC 9309, 2.4: not more than a day).
const LIFE: Duration = Duration::from_secs(24 * 3600);

/// How long a server that could not give its file is left alone, when it does not say.
const REST: Duration = Duration::from_secs(15 * 60);

/// How long a host that could not even be connected to is left alone: so that the pages that wait for it do not each
/// wait for the time-out. Shorter, since nothing reached the server.
const DEAD: Duration = Duration::from_secs(60);

/// Redirects that are followed; beyond them there is no file (RFC 9309, 2.3.1.2).
const HOPS: usize = 5;

/// From so many origins on, those whose file has to be read again anyway are forgotten.
const MANY: usize = 1000;

/// What is known of all origins.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    origins: Mutex<HashMap<String, Arc<Turnstile<Option<Known>>>>>,
}

/// What is known of one origin.
#[derive(Debug)]
struct Known {
    read: Instant,
    life: Duration,
    outcome: Result<Arc<Robots>, Unread>,
}

/// Why a file could not be read.
#[derive(Debug)]
struct Unread {
    error: FetchError,
    /// The origin itself failed, not what it redirects to.
    at_origin: bool,
}

impl Known {
    fn new(outcome: Result<Robots, Unread>) -> Self {
        let life = match &outcome {
            Ok(_) => LIFE,
            Err(Unread { error, .. }) => match error.retry_after() {
                Some(wait) => wait.min(LIFE),
                None if is_of_the_connection(error) => DEAD,
                None => REST,
            },
        };
        Self {
            read: Instant::now(),
            life,
            outcome: outcome.map(Arc::new),
        }
    }

    fn holds(&self) -> bool {
        self.read.elapsed() < self.life
    }

    fn rules(&self, url: &Url) -> Fetched<Arc<Robots>> {
        match &self.outcome {
            Ok(rules) => Ok(Arc::clone(rules)),
            Err(Unread {
                error,
                at_origin: true,
            }) if is_of_the_connection(error) => Err(about(error.clone(), url)),
            Err(Unread { error, .. }) => Err(FetchError::RobotsUnavailable {
                url: url.to_string(),
                reason: error.to_string(),
                retry_after: error
                    .retry_after()
                    .map(|wait| wait.saturating_sub(self.read.elapsed())),
            }),
        }
    }
}

/// Whether the page would have failed in the same way, so that robots.txt has nothing to do with it.
fn is_of_the_connection(error: &FetchError) -> bool {
    matches!(
        error,
        FetchError::Dns { .. }
            | FetchError::Connect { .. }
            | FetchError::Tls { .. }
            | FetchError::RefusedAddress { .. }
            | FetchError::RefusedPort { .. }
            | FetchError::NoContact { .. }
            | FetchError::AskedToWait { .. }
            | FetchError::Timeout {
                stage: Stage::Connect,
                ..
            }
    )
}

/// The same failure, of another address.
fn about(mut error: FetchError, wanted: &Url) -> FetchError {
    if let FetchError::Dns { url, .. }
    | FetchError::Connect { url, .. }
    | FetchError::Tls { url, .. }
    | FetchError::RefusedAddress { url, .. }
    | FetchError::RefusedPort { url, .. }
    | FetchError::NoContact { url }
    | FetchError::AskedToWait { url, .. }
    | FetchError::Timeout { url, .. } = &mut error
    {
        *url = wanted.to_string();
    }
    error
}

impl Cache {
    /// The rules of an address' origin, from memory or from its robots.txt, which is asked for in the site's turn.
    pub(crate) async fn rules(&self, url: &Url, polite: &Polite) -> Fetched<Arc<Robots>> {
        let origin = url.origin().ascii_serialization();
        // Held while the file is read, so that it is read once however many wait for it.
        let turnstile = self.turnstile(&origin);
        let mut known = turnstile.lock().await;
        if let Some(known) = known.as_ref().filter(|known| known.holds()) {
            return known.rules(url);
        }
        let wish = known
            .as_ref()
            .and_then(|known| known.outcome.as_ref().ok()?.crawl_delay(PRODUCT));
        known
            .insert(Known::new(read(&origin, wish, polite).await))
            .rules(url)
    }

    fn turnstile(&self, origin: &str) -> Arc<Turnstile<Option<Known>>> {
        let mut origins = self.origins.lock().unwrap_or_else(PoisonError::into_inner);
        if origins.len() >= MANY && !origins.contains_key(origin) {
            origins.retain(|_, turnstile| {
                Arc::strong_count(turnstile) > 1
                    || turnstile
                        .try_lock()
                        .is_ok_and(|known| known.as_ref().is_some_and(Known::holds))
            });
        }
        Arc::clone(origins.entry(origin.to_owned()).or_default())
    }
}

/// Asks for the file: 4xx means that everything is allowed, 5xx and silence that nothing is just now (RFC 9309,
/// 2.3.1). 429 is counted with the latter, which the RFC leaves open: who says "too many" means it.
async fn read(origin: &str, wish: Option<Duration>, polite: &Polite) -> Result<Robots, Unread> {
    let failed = |hop: usize| {
        move |error| Unread {
            error,
            at_origin: hop == 0,
        }
    };
    let mut url = polite
        .exchange
        .check(&format!("{origin}/robots.txt"))
        .map_err(failed(0))?;
    for hop in 0..=HOPS {
        let order = Order {
            url: &url,
            accept: Accept::Any,
            conditions: None,
            // One byte more than counts, so that the reader sees that it was cut.
            limit: MAX_BYTES + 1,
            overflow: Overflow::Cut,
        };
        let (answer, _) = polite.ask(&order, wish).await.map_err(failed(hop))?;
        match answer.status {
            status if is_redirect(status) => {
                url = polite
                    .exchange
                    .target(&url, &answer.headers)
                    .map_err(failed(hop + 1))?;
            }
            200..=299 => return Ok(Robots::parse(&answer.body)),
            status @ (429 | 100..=399 | 500..) => {
                let retry_after = headers::retry_after(&answer.headers);
                return Err(failed(hop)(FetchError::Status {
                    url: url.to_string(),
                    status,
                    retry_after,
                    headers: headers::all(&answer.headers),
                }));
            }
            _ => return Ok(Robots::default()),
        }
    }
    Ok(Robots::default())
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn page() -> Url {
        "https://bao.example/tin".parse().expect("an address")
    }

    fn unread(error: FetchError) -> Known {
        Known::new(Err(Unread {
            error,
            at_origin: true,
        }))
    }

    fn status(retry_after: Option<u64>) -> FetchError {
        let retry_after = retry_after.map(Duration::from_secs);
        FetchError::Status {
            url: "https://bao.example/robots.txt".into(),
            status: 503,
            retry_after,
            headers: Vec::new(),
        }
    }

    #[track_caller]
    fn check_life(known: &Known, expected: Duration) {
        assert!(known.holds());
        assert_eq!(known.life, expected);
    }

    #[tokio::test(start_paused = true)]
    async fn a_file_is_believed_for_a_day_and_a_failure_for_less() {
        check_life(&Known::new(Ok(Robots::default())), LIFE);
        check_life(&unread(status(None)), REST);
        check_life(&unread(status(Some(7))), Duration::from_secs(7));
        check_life(&unread(status(Some(9_999_999))), LIFE);
        check_life(
            &unread(FetchError::Dns {
                url: String::new(),
                reason: String::new(),
            }),
            DEAD,
        );
        let known = Known::new(Ok(Robots::default()));
        advance(LIFE).await;
        assert!(!known.holds());
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_left_of_the_servers_wish_is_told() {
        let known = unread(status(Some(100)));
        advance(Duration::from_secs(30)).await;
        let error = known.rules(&page()).expect_err("it could not be read");
        assert_eq!(error.retry_after(), Some(Duration::from_secs(70)));
        assert!(error.to_string().contains("503"), "{error}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_cannot_be_reached_is_said_to_be_so_for_the_page() {
        let known = unread(FetchError::Connect {
            url: "https://bao.example/robots.txt".into(),
            reason: "no".into(),
        });
        let error = known.rules(&page()).expect_err("it could not be read");
        assert_eq!(
            error,
            FetchError::Connect {
                url: "https://bao.example/tin".into(),
                reason: "no".into()
            }
        );
    }

    #[tokio::test(start_paused = true)]
    async fn origins_whose_file_has_run_out_are_forgotten_and_no_others() {
        let cache = Cache::default();
        for number in 0..MANY {
            *cache.turnstile(&format!("old{number}")).lock().await = Some(unread(status(None)));
        }
        *cache.turnstile("old7").lock().await = Some(Known::new(Ok(Robots::default())));
        advance(REST).await;
        cache.turnstile("new");
        let mut left: Vec<String> = cache
            .origins
            .lock()
            .expect("no panic")
            .keys()
            .cloned()
            .collect();
        left.sort();
        assert_eq!(left, ["new", "old7"]);
    }
}
