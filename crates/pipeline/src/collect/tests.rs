//! Collection over invented papers on this machine.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use langnghe_fetcher::Fetcher;
use langnghe_model::{LogEvent, Seq};
use langnghe_newsroom::{Crowd, CrowdSettings, Surge, SurgePaper, SurgeTimes};

use super::{RoundSummary, Which, collect};
use crate::{
    App, Clock,
    progress::{Quiet, Stop},
    work,
};

fn noon() -> Timestamp {
    "2026-10-07T05:00:00Z".parse().unwrap()
}

/// A configuration folder with these sources.
fn configuration(home: &Path, sources: &str, fetch: &str) -> PathBuf {
    let config = home.join("config");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config");
    std::fs::create_dir_all(config.join("topics")).unwrap();
    for file in ["units.toml", "places.tsv"] {
        std::fs::copy(shipped.join(file), config.join(file)).unwrap();
    }
    std::fs::write(config.join("sources.toml"), sources).unwrap();
    std::fs::write(
        config.join("langnghe.toml"),
        format!(
            "[fetch]\ncontact = \"test@localhost\"\nallow_private = [\"127.0.0.0/8\"]\n{fetch}\n"
        ),
    )
    .unwrap();
    config
}

async fn opened(config: &Path, now: Timestamp) -> (App, Fetcher) {
    let app = App::open(config, std::iter::empty(), Clock::told(now))
        .await
        .unwrap();
    let fetcher = work::fetcher(&app).unwrap();
    (app, fetcher)
}

async fn round(app: &App, fetcher: &Fetcher, which: &Which) -> RoundSummary {
    collect(app, fetcher, which, &Quiet, &Stop::default())
        .await
        .unwrap()
}

/// The addresses of all articles, in the order of the log.
async fn articles(app: &App) -> Vec<String> {
    let log = app
        .store
        .read_log(Seq::START, usize::MAX >> 1)
        .await
        .unwrap();
    log.into_iter()
        .filter_map(|entry| match entry.event {
            LogEvent::Revision { article, .. } => Some(article.url),
            LogEvent::Withdrawal { .. } => None,
        })
        .collect()
}

fn crowd(hosts: u16, slow: Duration) -> CrowdSettings {
    CrowdSettings {
        hosts,
        channels: 3,
        entries: 2,
        crawl_delay: 0,
        slow,
    }
}

const GAP: &str = "gap = \"20ms\"";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_channels_are_read_politely() {
    let crowd = Crowd::start(crowd(40, Duration::from_millis(50)), 0)
        .await
        .unwrap();
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), &crowd.sources_toml(), GAP);
    let (app, fetcher) = opened(&config, noon()).await;
    let summary = round(&app, &fetcher, &Which::Due).await;
    assert_eq!(summary.channels, 120);
    assert_eq!(crowd.faults(Duration::from_millis(20)), [""; 0]);
    assert_eq!(summary.articles, crowd.readable() as u64);
    // Nothing is due any more, and nothing is held.
    assert_eq!(
        round(&app, &fetcher, &Which::Due).await,
        RoundSummary::default()
    );
    assert_eq!(app.store.claim_owners().await.unwrap(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_on_one_store_share_the_work() {
    let crowd = Crowd::start(crowd(20, Duration::from_millis(30)), 0)
        .await
        .unwrap();
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), &crowd.sources_toml(), GAP);
    let (one, its_fetcher) = opened(&config, noon()).await;
    let (other, others_fetcher) = opened(&config, noon()).await;
    let (a, b) = tokio::join!(
        round(&one, &its_fetcher, &Which::Due),
        round(&other, &others_fetcher, &Which::Due)
    );
    // What one left to the other is done by then, or falls to whoever comes next.
    let rest = round(&one, &its_fetcher, &Which::Due).await;
    assert_eq!(a.channels + b.channels + rest.channels, 60);
    assert_eq!(
        a.articles + b.articles + rest.articles,
        crowd.readable() as u64
    );
    // Redirects to a neighbour are the one thing that claims do not cover: there two processes may meet.
    let at_one_time: Vec<String> = crowd
        .faults(Duration::ZERO)
        .into_iter()
        .filter(|fault| !fault.contains("/rss/m"))
        .collect();
    assert_eq!(at_one_time, [""; 0]);
    let pages: Vec<_> = crowd
        .asked()
        .into_iter()
        .filter(|asked| asked.path.starts_with("/tin/"))
        .map(|asked| (asked.host, asked.path))
        .collect();
    let once: BTreeSet<_> = pages.iter().collect();
    assert_eq!(once.len(), pages.len(), "no page is read twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_work_of_a_process_that_is_gone_is_taken_up() {
    let crowd = Crowd::start(crowd(2, Duration::ZERO), 0).await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), &crowd.sources_toml(), GAP);
    let (app, fetcher) = opened(&config, noon()).await;
    let sites: Vec<String> = ["127.21.0.0", "127.21.0.1"].map(str::to_owned).to_vec();
    let now = Clock::System.now();
    let hour = SignedDuration::from_hours(1);
    let claim = |owner: String| {
        let (app, sites) = (&app, &sites);
        async move {
            let gap = SignedDuration::ZERO;
            app.store
                .claim_sites(sites, &owner, now, hour, gap)
                .await
                .unwrap()
        }
    };
    // One that still runs, on another machine, is left alone.
    claim("process 1.0 on another machine".to_owned()).await;
    assert_eq!(round(&app, &fetcher, &Which::Due).await.channels, 0);
    app.store
        .release_claims("process 1.0 on another machine", now)
        .await
        .unwrap();
    // No process has this number (the kernel's largest is 4,194,304).
    let gone = work::numbered_owner(0).replace(
        &format!("process {}", std::process::id()),
        "process 99999999",
    );
    assert_eq!(claim(gone).await.len(), 2);
    assert_eq!(round(&app, &fetcher, &Which::Due).await.channels, 6);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_cuts_off_what_is_slow() {
    let crowd = Crowd::start(crowd(10, Duration::from_secs(60)), 0)
        .await
        .unwrap();
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), &crowd.sources_toml(), "timeout = \"120s\"");
    let (app, fetcher) = opened(&config, noon()).await;
    let stop = Stop::default();
    let working = collect(&app, &fetcher, &Which::Due, &Quiet, &stop);
    let asking = async {
        while crowd.asked().is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        stop.request();
        std::future::pending::<()>().await;
    };
    let ended = async {
        tokio::select! {
            result = working => drop(result.unwrap()),
            () = asking => {}
        }
    };
    tokio::time::timeout(Duration::from_secs(10), ended)
        .await
        .expect("stopped within ten seconds, though a paper takes a minute to answer");
    assert_eq!(app.store.claim_owners().await.unwrap(), [""; 0]);
}

/// Three papers that usually bring 5, 40 and 40 entries an hour bring ten times as many for an hour, on feeds that
/// keep the newest 50. The second paper has a sitemap, the third has none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_surge_is_read_politely_and_what_left_unseen_is_told() {
    let hours = |hours: i64| noon() + SignedDuration::from_hours(hours);
    let times = SurgeTimes {
        begin: hours(0),
        from: hours(2),
        until: hours(3),
        factor: 10,
    };
    let paper = |per_hour, sitemap| SurgePaper { per_hour, sitemap };
    let papers = [paper(5, false), paper(40, true), paper(40, false)];
    let surge = Surge::start(times, &papers).await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let fetch = "gap = \"2ms\"\npages_per_source_per_day = 5000\nrecheck = []";
    let config = configuration(home.path(), &surge.sources_toml(), fetch);
    let (app, fetcher) = opened(&config, hours(0)).await;
    for minute in 0..4 * 60 {
        let now = hours(0) + SignedDuration::from_mins(minute);
        surge.set_time(now);
        app.clock.tell(now);
        round(&app, &fetcher, &Which::Due).await;
    }
    // Drained: nothing that was listed still waits.
    let sites = app.store.due_sites(app.clock.now(), 10, &[]).await.unwrap();
    assert_eq!(sites, [""; 0]);

    let stored = articles(&app).await;
    let known: BTreeSet<&String> = stored.iter().collect();
    assert_eq!(known.len(), stored.len(), "no article twice");
    let states = app.store.channel_states().await.unwrap();
    let mut told = Vec::new();
    for (number, paper) in papers.iter().enumerate() {
        let stood = surge.stood(number);
        for entry in &stood {
            let url = surge.url(number, *entry);
            assert!(known.contains(&url), "{url} stood on the feed");
        }
        let published = surge.published(number);
        // What came after the last poll has not left yet.
        let last = stood.last().copied().unwrap_or_default();
        let unseen: Vec<usize> = (0..last).filter(|n| !stood.contains(n)).collect();
        let back = unseen
            .iter()
            .filter(|entry| known.contains(&surge.url(number, **entry)))
            .count();
        let host = format!("http://127.22.0.{number}:");
        let feed = states
            .iter()
            .find(|state| {
                state.channel.0.starts_with(&host) && state.channel.0.ends_with("/rss.xml")
            })
            .unwrap();
        let (estimated, found) = (feed.memory.missed, feed.memory.brought_back);
        told.push(format!(
            "{per_hour}/h: {published} published, {left} left the feed unseen, {gaps} gaps told with about {estimated}, \
             the sitemap listed {found} of them, {back} of {left} are stored",
            per_hour = paper.per_hour,
            left = unseen.len(),
            gaps = feed.memory.gaps,
        ));
        let left = unseen.len() as u64;
        // The pace after a gap is taken for that in it, so a surge that begins in a gap is counted from the poll before
        // it: at most an interval of twelve minutes too early, at 400 entries an hour.
        assert!(
            (left * 4 / 5..=left + 80).contains(&estimated),
            "the estimate is right but for the beginning: {told:?}"
        );
        assert_eq!(feed.memory.gaps > 0, left > 0, "{told:?}");
        if paper.sitemap {
            assert!(left > 0, "the surge is too much for the feed: {told:?}");
            assert_eq!((found, back as u64), (left, left), "{told:?}");
        } else {
            assert_eq!((found, back), (0, 0), "{told:?}");
        }

        // In the order in which they came: of the pages asked for, those that stood on the feed go up.
        let order: Vec<usize> = surge
            .seen()
            .iter()
            .filter(|seen| seen.paper == number)
            .filter_map(|seen| seen.path.strip_prefix("/tin/")?.parse().ok())
            .filter(|entry| stood.contains(entry))
            .collect();
        assert!(order.is_sorted(), "first seen, first read: {order:?}");
        let seen: Vec<_> = surge
            .seen()
            .into_iter()
            .filter(|seen| seen.paper == number)
            .collect();
        for pair in seen.windows(2) {
            assert!(
                pair[1].start >= pair[0].end + Duration::from_millis(2),
                "{} and {} come too close",
                pair[0].path,
                pair[1].path
            );
        }
    }
    for line in told {
        println!("{line}");
    }
}
