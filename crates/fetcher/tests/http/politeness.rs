//! Turns, gaps and how many are under way, as the servers see it.

use std::time::{Duration, Instant};

use axum::{Router, routing::get as on_get};
use futures_util::future::join_all;
use langnghe_fetcher::{Failure, FetchError, FetchSettings, Fetcher};

use crate::server::{Seen, Server, fetcher, request};

const GAP: Duration = Duration::from_millis(150);

/// A server whose every page takes some time.
async fn slow(last: u8, robots: &'static str) -> Server {
    let page = || async {
        tokio::time::sleep(Duration::from_millis(60)).await;
        "trang"
    };
    Server::start(
        last,
        Router::new()
            .route("/robots.txt", on_get(move || async move { robots }))
            .fallback(page),
    )
    .await
}

async fn ask_all(fetcher: &Fetcher, urls: &[String]) {
    let requests: Vec<_> = urls.iter().map(|url| request(url)).collect();
    for response in join_all(requests.iter().map(|asked| fetcher.get(asked))).await {
        response.expect("it is served");
    }
}

/// From the end of each request to the start of the next, over all servers together.
fn gaps(mut seen: Vec<Seen>) -> Vec<Duration> {
    seen.sort_by_key(|seen| seen.start);
    seen.windows(2)
        .map(|pair| {
            let end = pair[0].end.expect("it has been answered");
            assert!(
                pair[1].start >= end,
                "{} was asked during {}",
                pair[1].path,
                pair[0].path
            );
            pair[1].start - end
        })
        .collect()
}

#[tokio::test]
async fn one_address_is_asked_once_at_a_time_with_a_gap_over_all_its_ports_and_robots_txt() {
    let (one, other) = (slow(1, "").await, slow(1, "").await);
    let urls = [one.url("/1"), other.url("/2"), one.url("/3")];
    ask_all(&fetcher(|settings| settings.gap = GAP), &urls).await;
    let gaps = gaps([one.seen(), other.seen()].concat());
    assert_eq!(gaps.len(), 4, "two files and three pages");
    assert!(gaps.iter().all(|gap| *gap >= GAP), "{gaps:?}");
}

#[tokio::test]
async fn a_longer_crawl_delay_is_kept() {
    let server = slow(1, "User-agent: *\nCrawl-delay: 0.4").await;
    let urls = [server.url("/1"), server.url("/2")];
    ask_all(&fetcher(|settings| settings.gap = GAP), &urls).await;
    let gaps = gaps(server.seen());
    assert_eq!(gaps.len(), 2);
    assert!(
        gaps.iter().all(|gap| *gap >= Duration::from_millis(400)),
        "{gaps:?}"
    );
}

#[tokio::test]
async fn hops_of_a_redirect_wait_their_turn() {
    let routes = Router::new()
        .route(
            "/cu",
            on_get(|| async { (axum::http::StatusCode::FOUND, [("location", "/moi")]) }),
        )
        .route("/moi", on_get(|| async { "mới" }));
    let server = Server::start(1, routes).await;
    ask_all(
        &fetcher(|settings| settings.gap = GAP),
        &[server.url("/cu")],
    )
    .await;
    let gaps = gaps(server.seen());
    assert_eq!(gaps.len(), 2);
    assert!(gaps.iter().all(|gap| *gap >= GAP), "{gaps:?}");
}

/// The most requests that were under way at one time.
pub(crate) fn most_at_once(seen: &[Seen]) -> usize {
    let under_way = |at: Instant| {
        seen.iter()
            .filter(|seen| seen.start <= at && seen.end.is_some_and(|end| at < end))
            .count()
    };
    seen.iter()
        .map(|seen| under_way(seen.start))
        .max()
        .unwrap_or(0)
}

#[tokio::test]
async fn several_sites_are_asked_at_once_but_no_more_than_agreed() {
    let mut servers = Vec::new();
    for last in 11..17 {
        servers.push(slow(last, "").await);
    }
    let urls: Vec<String> = servers.iter().map(|server| server.url("/1")).collect();
    for (concurrency, expected) in [(6, 2..=6), (1, 1..=1)] {
        let before: Vec<usize> = servers.iter().map(|server| server.seen().len()).collect();
        ask_all(
            &fetcher(|settings| settings.concurrency = concurrency),
            &urls,
        )
        .await;
        let seen: Vec<Seen> = servers
            .iter()
            .zip(before)
            .flat_map(|(server, before)| server.seen().split_off(before))
            .collect();
        assert_eq!(seen.len(), 12, "a file and a page of each");
        let most = most_at_once(&seen);
        assert!(expected.contains(&most), "{most} at once of {concurrency}");
    }
}

#[tokio::test]
async fn a_request_given_up_does_not_close_the_gate() {
    let server = slow(1, "").await;
    let fetcher = fetcher(|_| ());
    let asked = request(&server.url("/1"));
    for pause in [0, 1, 5, 20, 40] {
        let _ = tokio::time::timeout(Duration::from_millis(pause), fetcher.get(&asked)).await;
    }
    let waited = tokio::time::timeout(Duration::from_secs(5), fetcher.get(&asked)).await;
    assert_eq!(
        waited
            .expect("the gate is open")
            .expect("it is served")
            .body,
        b"trang"
    );
}

#[tokio::test]
async fn waiting_for_a_turn_is_not_counted_as_time_of_the_request() {
    let server = slow(1, "").await;
    let fetcher = fetcher(|settings: &mut FetchSettings| {
        settings.gap = Duration::from_millis(1600);
        settings.timeout = Duration::from_millis(1500);
    });
    let response = fetcher
        .get(&request(&server.url("/1")))
        .await
        .expect("the gap is no time-out");
    assert!(
        (Duration::from_millis(50)..Duration::from_millis(1500)).contains(&response.elapsed),
        "{response:?}"
    );
}

#[tokio::test]
async fn a_site_that_asked_to_wait_is_left_alone_with_all_its_pages() {
    for (status, headers) in [
        (429, vec![]),
        (429, vec![("retry-after", "90")]),
        (503, vec![("retry-after", "90")]),
    ] {
        let full = on_get(move || async move {
            let status = axum::http::StatusCode::from_u16(status).expect("a status");
            (status, axum::response::AppendHeaders(headers))
        });
        let server = Server::start(
            1,
            Router::new()
                .route("/1", full)
                .fallback(|| async { "trang" }),
        )
        .await;
        let other = slow(2, "").await;
        let fetcher = fetcher(|_| ());
        let error = fetcher.get(&request(&server.url("/1"))).await;
        assert_eq!(error.expect_err("it is full").status(), Some(status));
        let error = fetcher
            .get(&request(&server.url("/2")))
            .await
            .expect_err("it is closed");
        assert!(
            matches!(&error, FetchError::AskedToWait { url, status: said, .. } if *url == server.url("/2") && *said == status),
            "{error:?}"
        );
        let wait = error.retry_after().expect("it is told");
        assert!(
            (Duration::from_secs(50)..=Duration::from_secs(90)).contains(&wait),
            "{wait:?}"
        );
        assert_eq!(error.kind(), Failure::Temporary);
        assert_eq!(server.paths(), ["/robots.txt", "/1"]);
        fetcher
            .get(&request(&other.url("/1")))
            .await
            .expect("it is another site");
    }
}
