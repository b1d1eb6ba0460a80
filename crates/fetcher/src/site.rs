//! One request at a time for a site, with a gap between two.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Mutex as Turnstile, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore},
    time::{Instant, sleep_until},
};
use url::{Host, Url};

/// From so many sites on, those that have not been asked for long are forgotten.
const MANY: usize = 1000;

/// No gap is longer than this, whatever is configured or wished for, so a time to wait for can always be told.
const LONGEST_GAP: Duration = Duration::from_secs(24 * 3600);

/// What belongs together for politeness: the registrable domain (by the public suffix list), since the many names of
/// one publisher are mostly one server. An IP address is a site of its own, and so is a name without a domain.
pub(crate) fn site_of(url: &Url) -> String {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            psl::domain_str(name).unwrap_or(name).to_owned()
        }
        Some(host) => host.to_string(),
        None => String::new(),
    }
}

/// When a site was asked last.
#[derive(Debug, Default)]
struct Turn {
    last: Option<Instant>,
}

/// The gates of all sites.
#[derive(Debug)]
pub(crate) struct Sites {
    gap: Duration,
    under_way: Arc<Semaphore>,
    turns: Mutex<HashMap<String, Arc<Turnstile<Turn>>>>,
}

/// The right to ask a site. The next one waits until it is dropped, and then for the gap.
pub(crate) struct Pass {
    turn: OwnedMutexGuard<Turn>,
    _under_way: OwnedSemaphorePermit,
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.turn.last = Some(Instant::now());
    }
}

impl Sites {
    pub(crate) fn new(gap: Duration, concurrency: usize) -> Self {
        Self {
            gap,
            under_way: Arc::new(Semaphore::new(concurrency.clamp(1, Semaphore::MAX_PERMITS))),
            turns: Mutex::default(),
        }
    }

    /// Waits for the site's turn, in the order of asking. `wish` is the site's own (Crawl-delay), and counts when it
    /// is longer than the gap.
    pub(crate) async fn enter(&self, site: &str, wish: Option<Duration>) -> Pass {
        let turn = self.turnstile(site).lock_owned().await;
        let gap = self.gap.max(wish.unwrap_or_default()).min(LONGEST_GAP);
        if let Some(last) = turn.last {
            sleep_until(last + gap).await;
        }
        // Last, so that sites that wait for their gap do not keep others from being asked.
        let under_way = Arc::clone(&self.under_way)
            .acquire_owned()
            .await
            .expect("the semaphore is never closed");
        Pass {
            turn,
            _under_way: under_way,
        }
    }

    fn turnstile(&self, site: &str) -> Arc<Turnstile<Turn>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.len() >= MANY && !turns.contains_key(site) {
            // Nobody holds or awaits it, and the longest gap has passed: forgetting it changes nothing.
            turns.retain(|_, turn| {
                Arc::strong_count(turn) > 1
                    || turn.try_lock().is_ok_and(|turn| {
                        turn.last.is_some_and(|last| last.elapsed() < LONGEST_GAP)
                    })
            });
        }
        Arc::clone(turns.entry(site.to_owned()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn names_of_one_publisher_are_one_site() {
        let site = |url: &str| site_of(&url.parse().expect("an address"));
        assert_eq!(site("https://www.bao.caobang.gov.vn/a"), "caobang.gov.vn");
        assert_eq!(site("https://a.example.com.vn/"), "example.com.vn");
        assert_eq!(site("https://a.example.com.vn.:8443/"), "example.com.vn");
        assert_eq!(site("https://sovhttdl.gov.vn/"), "sovhttdl.gov.vn");
        assert_eq!(site("http://localhost:81/"), "localhost");
        assert_eq!(site("http://127.0.0.1:1/"), site("http://127.0.0.1:2/"));
        assert_ne!(site("http://127.0.0.1/"), site("http://127.0.0.2/"));
        assert_ne!(site("http://[2400::1]/"), site("http://[2400::2]/"));
        assert_ne!(
            site("https://a.blogspot.com/"),
            site("https://b.blogspot.com/")
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_site_is_asked_once_at_a_time_and_with_a_gap() {
        let sites = Arc::new(Sites::new(5 * SECOND, 8));
        let start = Instant::now();
        let mut waiting = Vec::new();
        for _ in 0..3 {
            let sites = Arc::clone(&sites);
            waiting.push(tokio::spawn(async move {
                let _pass = sites.enter("a", None).await;
                tokio::time::sleep(SECOND).await;
            }));
        }
        for one in waiting {
            one.await.expect("no panic");
        }
        assert_eq!(start.elapsed(), (1 + 5 + 1 + 5 + 1) * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn a_longer_wish_wins_a_shorter_does_not_and_other_sites_do_not_wait() {
        let sites = Sites::new(5 * SECOND, 8);
        drop(sites.enter("a", None).await);
        let start = Instant::now();
        drop(sites.enter("b", None).await);
        assert_eq!(start.elapsed(), Duration::ZERO);
        drop(sites.enter("a", Some(20 * SECOND)).await);
        assert_eq!(start.elapsed(), 20 * SECOND);
        drop(sites.enter("a", Some(SECOND)).await);
        assert_eq!(start.elapsed(), 25 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_than_the_agreed_number_are_under_way() {
        let sites = Arc::new(Sites::new(Duration::ZERO, 2));
        let start = Instant::now();
        let mut waiting = Vec::new();
        for name in ["a", "b", "c", "d", "e"] {
            let sites = Arc::clone(&sites);
            waiting.push(tokio::spawn(async move {
                let _pass = sites.enter(name, None).await;
                tokio::time::sleep(SECOND).await;
            }));
        }
        for one in waiting {
            one.await.expect("no panic");
        }
        assert_eq!(start.elapsed(), 3 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_given_up_leaves_the_gate_open_and_counts_for_the_gap() {
        let sites = Sites::new(5 * SECOND, 1);
        let given_up = async {
            let _pass = sites.enter("a", None).await;
            std::future::pending::<()>().await;
        };
        assert!(tokio::time::timeout(SECOND, given_up).await.is_err());
        let start = Instant::now();
        drop(sites.enter("a", None).await);
        assert_eq!(start.elapsed(), 5 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn sites_that_were_asked_long_ago_are_forgotten_and_no_others() {
        let sites = Sites::new(Duration::MAX, 8);
        for number in 0..MANY {
            drop(sites.enter(&format!("old{number}"), None).await);
        }
        tokio::time::advance(LONGEST_GAP).await;
        let held = sites.enter("old5", None).await;
        drop(sites.enter("new", None).await);
        let known = sites
            .turns
            .lock()
            .expect("no panic")
            .keys()
            .cloned()
            .collect::<Vec<_>>();
        assert_eq!(known.len(), 2, "{known:?}");
        drop(held);
    }
}
