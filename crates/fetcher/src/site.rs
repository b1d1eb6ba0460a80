//! One request at a time for a site, with a gap between two; and so many at a time for a server, and over all.

use std::{
    collections::HashMap,
    net::IpAddr,
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

/// Requests under way at one time for one server address: many sites live behind one.
const PER_ADDRESS: usize = 4;

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

/// The site of an address, which is what is asked one request at a time; empty when it is no address.
pub fn site(address: &str) -> String {
    Url::parse(address).map_or_else(|_| String::new(), |url| site_of(&url))
}

/// When a site was asked last, and whether it wants to be asked at all.
#[derive(Debug, Default)]
struct Last {
    end: Option<Instant>,
    /// The gap that was kept then.
    gap: Duration,
    closed: Option<Closed>,
}

/// A site asked to be left alone for some time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Closed {
    until: Instant,
    /// The status it asked with.
    pub(crate) status: u16,
}

impl Closed {
    /// How long still.
    pub(crate) fn left(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }
}

/// The gates of all sites and servers.
#[derive(Debug)]
pub(crate) struct Sites {
    gap: Duration,
    all: Arc<Semaphore>,
    turns: Mutex<HashMap<String, Arc<Turnstile<Last>>>>,
    servers: Mutex<HashMap<IpAddr, Arc<Semaphore>>>,
}

/// The right to ask a site. The next one waits until it is dropped, and then for the gap.
pub(crate) struct Turn(OwnedMutexGuard<Last>);

impl Turn {
    /// Leaves the site alone for so long, since it answered with this status and said so.
    pub(crate) fn close(&mut self, wait: Duration, status: u16) {
        let until = Instant::now() + wait.min(LONGEST_GAP);
        self.0.closed = Some(Closed { until, status });
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.end = Some(Instant::now());
    }
}

/// A place among the requests under way, of a server and over all. It is free again when it is dropped.
pub(crate) struct UnderWay {
    _places: Vec<OwnedSemaphorePermit>,
}

impl Sites {
    pub(crate) fn new(gap: Duration, concurrency: usize) -> Self {
        Self {
            gap,
            all: Arc::new(Semaphore::new(concurrency.clamp(1, Semaphore::MAX_PERMITS))),
            turns: Mutex::default(),
            servers: Mutex::default(),
        }
    }

    /// Waits for the site's turn, in the order of asking. `wish` is the site's own (Crawl-delay), and counts when it
    /// is longer than the gap. A site that is closed is not waited for.
    pub(crate) async fn turn(&self, site: &str, wish: Option<Duration>) -> Result<Turn, Closed> {
        let mut turn = self.turnstile(site).lock_owned().await;
        match turn.closed {
            Some(closed) if !closed.left().is_zero() => return Err(closed),
            _ => turn.closed = None,
        }
        let gap = self.gap.max(wish.unwrap_or_default()).min(LONGEST_GAP);
        if let Some(end) = turn.end {
            sleep_until(end + gap).await;
        }
        turn.gap = gap;
        Ok(Turn(turn))
    }

    /// How long it is until a site may be asked again, by the gap or its own wish; the whole gap while it is asked.
    pub(crate) fn rest(&self, site: &str) -> Duration {
        let turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(turn) = turns.get(site) else {
            return Duration::ZERO;
        };
        let Ok(turn) = turn.try_lock() else {
            return self.gap;
        };
        let gap = turn.end.map_or(Duration::ZERO, |end| {
            (end + turn.gap).saturating_duration_since(Instant::now())
        });
        turn.closed.map_or(gap, |closed| closed.left().max(gap))
    }

    /// Waits for a place at each of these addresses, since any of them may be the one that is connected to, and for
    /// one over all.
    pub(crate) async fn under_way(&self, addresses: &[IpAddr]) -> UnderWay {
        let mut places = Vec::new();
        let mut addresses = addresses.to_owned();
        // All take them in the same order, so that no two wait for each other.
        addresses.sort_unstable();
        addresses.dedup();
        for address in addresses {
            places.push(place(self.server(address)).await);
        }
        // Last, so that those who wait for a server do not keep others from being asked.
        places.push(place(Arc::clone(&self.all)).await);
        UnderWay { _places: places }
    }

    fn server(&self, address: IpAddr) -> Arc<Semaphore> {
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        if servers.len() >= MANY && !servers.contains_key(&address) {
            // Nobody holds or awaits a place of it.
            servers.retain(|_, places| Arc::strong_count(places) > 1);
        }
        let new = || Arc::new(Semaphore::new(PER_ADDRESS));
        Arc::clone(servers.entry(address).or_insert_with(new))
    }

    fn turnstile(&self, site: &str) -> Arc<Turnstile<Last>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.len() >= MANY && !turns.contains_key(site) {
            // Nobody holds or awaits it, and the longest gap has passed: forgetting it changes nothing.
            turns.retain(|_, turn| {
                Arc::strong_count(turn) > 1
                    || turn
                        .try_lock()
                        .is_ok_and(|turn| turn.end.is_some_and(|end| end.elapsed() < LONGEST_GAP))
            });
        }
        Arc::clone(turns.entry(site.to_owned()).or_default())
    }
}

async fn place(semaphore: Arc<Semaphore>) -> OwnedSemaphorePermit {
    let acquired = semaphore.acquire_owned().await;
    acquired.expect("the semaphores are never closed")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    async fn turn(sites: &Sites, site: &str, wish: Option<Duration>) -> Turn {
        sites
            .turn(site, wish)
            .await
            .unwrap_or_else(|_| panic!("it is open"))
    }

    #[test]
    fn names_of_one_publisher_are_one_site() {
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
        assert_eq!(site("tin/1.html"), "");
    }

    #[tokio::test(start_paused = true)]
    async fn a_site_is_asked_once_at_a_time_and_with_a_gap() {
        let sites = Arc::new(Sites::new(5 * SECOND, 8));
        let start = Instant::now();
        let mut waiting = Vec::new();
        for _ in 0..3 {
            let sites = Arc::clone(&sites);
            waiting.push(tokio::spawn(async move {
                let _pass = turn(&sites, "a", None).await;
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
        drop(turn(&sites, "a", None).await);
        let start = Instant::now();
        drop(turn(&sites, "b", None).await);
        assert_eq!(start.elapsed(), Duration::ZERO);
        drop(turn(&sites, "a", Some(20 * SECOND)).await);
        assert_eq!(start.elapsed(), 20 * SECOND);
        drop(turn(&sites, "a", Some(SECOND)).await);
        assert_eq!(start.elapsed(), 25 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_told_how_long_a_site_rests() {
        let sites = Sites::new(5 * SECOND, 8);
        assert_eq!(sites.rest("a"), Duration::ZERO);
        let mut held = turn(&sites, "a", Some(20 * SECOND)).await;
        assert_eq!(sites.rest("a"), 5 * SECOND);
        held.close(7 * SECOND, 429);
        drop(held);
        assert_eq!(sites.rest("a"), 20 * SECOND);
        tokio::time::advance(19 * SECOND).await;
        assert_eq!(sites.rest("a"), SECOND);
        tokio::time::advance(SECOND).await;
        assert_eq!(sites.rest("a"), Duration::ZERO);
        turn(&sites, "a", None).await.close(60 * SECOND, 429);
        assert_eq!(sites.rest("a"), 60 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn a_site_that_asked_to_wait_is_closed_so_long_and_no_other() {
        let sites = Sites::new(SECOND, 8);
        turn(&sites, "a", None).await.close(100 * SECOND, 429);
        let start = Instant::now();
        let closed = sites.turn("a", None).await.err().expect("it is closed");
        assert_eq!((closed.left(), closed.status), (100 * SECOND, 429));
        drop(turn(&sites, "b", None).await);
        assert_eq!(start.elapsed(), Duration::ZERO, "nobody waited");
        tokio::time::advance(99 * SECOND).await;
        assert!(sites.turn("a", None).await.is_err());
        tokio::time::advance(SECOND).await;
        drop(turn(&sites, "a", None).await);
        turn(&sites, "a", None).await.close(Duration::MAX, 503);
        let closed = sites.turn("a", None).await.err().expect("it is closed");
        assert_eq!(closed.left(), LONGEST_GAP);
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_than_the_agreed_number_are_under_way() {
        let each_its_own: Vec<_> = (1..=5).map(|last| vec![ip(last)]).collect();
        assert_eq!(seconds_to_pass(2, &each_its_own).await, 3);
    }

    fn ip(last: u8) -> IpAddr {
        IpAddr::from([127, 0, 0, last])
    }

    /// How long it takes until all have had a place at their addresses for a second each.
    async fn seconds_to_pass(concurrency: usize, all: &[Vec<IpAddr>]) -> u64 {
        let sites = Arc::new(Sites::new(Duration::ZERO, concurrency));
        let start = Instant::now();
        let mut waiting = Vec::new();
        for addresses in all {
            let (sites, addresses) = (Arc::clone(&sites), addresses.clone());
            waiting.push(tokio::spawn(async move {
                let _place = sites.under_way(&addresses).await;
                tokio::time::sleep(SECOND).await;
            }));
        }
        for one in waiting {
            one.await.expect("no panic");
        }
        start.elapsed().as_secs()
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_is_asked_four_times_at_once_and_no_more() {
        assert_eq!(seconds_to_pass(100, &vec![vec![ip(1)]; 4]).await, 1);
        assert_eq!(seconds_to_pass(100, &vec![vec![ip(1)]; 9]).await, 3);
        // Those that wait for a full server keep nobody else from being asked.
        let mut mixed = vec![vec![ip(1)]; 8];
        mixed.extend(vec![vec![ip(2)]; 4]);
        assert_eq!(seconds_to_pass(8, &mixed).await, 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_name_of_several_servers_counts_at_each_and_orders_do_not_lock() {
        let mut crossed = vec![vec![ip(1), ip(2)]; 4];
        crossed.extend(vec![vec![ip(2), ip(1), ip(2)]; 4]);
        assert_eq!(seconds_to_pass(100, &crossed).await, 2);
    }

    #[tokio::test(start_paused = true)]
    async fn servers_that_nobody_asks_are_forgotten_and_no_others() {
        let sites = Sites::new(Duration::ZERO, usize::MAX);
        let held = sites.under_way(&[ip(1)]).await;
        for number in 0..2 * MANY as u32 {
            drop(sites.under_way(&[IpAddr::V4(number.into())]).await);
        }
        let servers = sites.servers.lock().expect("no panic");
        assert!(servers.len() <= MANY && servers.contains_key(&ip(1)));
        drop(held);
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_given_up_leaves_the_gate_open_and_counts_for_the_gap() {
        let sites = Sites::new(5 * SECOND, 1);
        let given_up = async {
            let _pass = turn(&sites, "a", None).await;
            std::future::pending::<()>().await;
        };
        assert!(tokio::time::timeout(SECOND, given_up).await.is_err());
        let start = Instant::now();
        drop(turn(&sites, "a", None).await);
        assert_eq!(start.elapsed(), 5 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn sites_that_were_asked_long_ago_are_forgotten_and_no_others() {
        let sites = Sites::new(Duration::MAX, 8);
        for number in 0..MANY {
            drop(turn(&sites, &format!("old{number}"), None).await);
        }
        tokio::time::advance(LONGEST_GAP).await;
        let held = turn(&sites, "old5", None).await;
        drop(turn(&sites, "new", None).await);
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
