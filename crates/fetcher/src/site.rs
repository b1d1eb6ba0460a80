//! One request at a time for a site, with a gap between two.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore},
    time::{Instant, sleep_until},
};
use url::{Host, Url};

/// What belongs together for politeness: the registrable domain (public suffix list), since many names of one
/// publisher are one server; an IP address is a site of its own.
pub(crate) fn site_of(url: &Url) -> String {
    match url.host() {
        Some(Host::Domain(name)) => psl::domain_str(name).unwrap_or(name).to_owned(),
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
    turns: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Turn>>>>,
}

/// The right to ask a site; the next one waits until it is dropped, and then for the gap.
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
            under_way: Arc::new(Semaphore::new(concurrency.max(1))),
            turns: Mutex::default(),
        }
    }

    /// Waits for the site's turn. `crawl_delay` is the site's own wish, which counts when it is longer.
    pub(crate) async fn enter(&self, site: &str, crawl_delay: Option<Duration>) -> Pass {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(turns.entry(site.to_owned()).or_default())
        };
        let turn = turn.lock_owned().await;
        let gap = self.gap.max(crawl_delay.unwrap_or_default());
        if let Some(last) = turn.last {
            sleep_until(last + gap).await;
        }
        // Last, so that sites that wait for their gap do not keep others from being asked.
        let under_way = Arc::clone(&self.under_way)
            .acquire_owned()
            .await
            .expect("the semaphore is never closed");
        Pass { turn, _under_way: under_way }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_publisher_are_one_site() {
        let site = |url: &str| site_of(&url.parse().unwrap());
        assert_eq!(site("https://www.bao.caobang.gov.vn/a"), site("https://caobang.gov.vn/"));
        assert_eq!(site("https://a.example.com.vn/"), "example.com.vn");
        assert_ne!(site("http://127.0.0.1/"), site("http://127.0.0.2/"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_site_is_asked_once_at_a_time_and_with_a_gap() {
        let sites = Arc::new(Sites::new(Duration::from_secs(5), 8));
        let start = Instant::now();
        let mut waiting = Vec::new();
        for _ in 0..3 {
            let sites = Arc::clone(&sites);
            waiting.push(tokio::spawn(async move {
                let _pass = sites.enter("a", None).await;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }));
        }
        for one in waiting {
            one.await.unwrap();
        }
        assert_eq!(start.elapsed(), Duration::from_secs(1 + 5 + 1 + 5 + 1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_longer_crawl_delay_wins_and_other_sites_do_not_wait() {
        let sites = Sites::new(Duration::from_secs(5), 8);
        drop(sites.enter("a", None).await);
        let start = Instant::now();
        drop(sites.enter("b", None).await);
        assert_eq!(start.elapsed(), Duration::ZERO);
        drop(sites.enter("a", Some(Duration::from_secs(20))).await);
        assert_eq!(start.elapsed(), Duration::from_secs(20));
    }
}
