//! What only shows in time: validators that lie, and a clock that jumps.

use std::{
    net::TcpListener,
    sync::{Arc, Mutex},
    time::Duration,
};

use crate::{
    home::{Home, feed_of},
    site::{FEED, Site, reply, source},
};

const HOUR: Duration = Duration::from_secs(3600);

/// A site whose ETag never changes. `believes` is whether it believes in it itself, and says "not modified".
fn with_one_etag(believes: bool) -> (Site, Arc<Mutex<String>>) {
    let feed = Arc::new(Mutex::new(feed_of(2)));
    let now = Arc::clone(&feed);
    let site = Site::start(move |asked, stream| {
        let headers = [("ETag", "\"mai-mai\"")];
        if believes && asked.header("If-None-Match") == Some("\"mai-mai\"") {
            return reply(stream, "304 Not Modified", &headers, b"");
        }
        let body = now.lock().unwrap().clone();
        reply(stream, "200 OK", &headers, body.as_bytes())
    });
    (site, feed)
}

#[test]
fn the_same_etag_with_changed_content_that_is_sent() {
    let (site, feed) = with_one_etag(false);
    let home = Home::new(&site.url("/rss"));
    let first = home.round_at(home.now());
    assert_eq!(
        first.last_result.as_deref(),
        Some("2 of 2 entries were new")
    );
    *feed.lock().unwrap() = feed_of(3);
    let then = home.round_at(first.next_at.unwrap());
    assert_eq!(then.last_result.as_deref(), Some("1 of 3 entries were new"));
}

#[test]
fn the_same_etag_with_changed_content_that_is_kept_back() {
    let (site, feed) = with_one_etag(true);
    let home = Home::new(&site.url("/rss"));
    let start = home.now();
    let mut said = home.round_at(start);
    *feed.lock().unwrap() = feed_of(3);
    // The server says that nothing changed, until it is asked without a condition.
    let mut denied = 0;
    while said.last_result.as_deref() != Some("1 of 3 entries were new") {
        let at = said.next_at.unwrap();
        assert!(at.duration_since(start).as_hours() <= 48, "{said:?}");
        said = home.round_at(at);
        denied += usize::from(said.last_result.as_deref() == Some("nothing changed"));
    }
    assert!(denied > 3, "{denied}");
}

#[test]
fn a_clock_that_jumps_ahead_and_back_silences_no_channel() {
    let (site, feed) = with_one_etag(false);
    let home = Home::new(&site.url("/rss"));
    let start = home.now();
    home.round_at(start);
    let year = 365 * 24 * HOUR;
    let ahead = home.round_at(start + year);
    assert!(ahead.next_at.unwrap() > start + year, "{ahead:?}");
    *feed.lock().unwrap() = feed_of(3);
    // Back again: the next time lies a year ahead, which nobody meant.
    let mut said = home.round_at(start + HOUR);
    for hours in 2..=26 {
        said = home.round_at(start + hours * HOUR);
    }
    assert_eq!(
        said.last_ok.map(|at| at < start + year),
        Some(true),
        "{said:?}"
    );
    assert!(said.next_at.unwrap() <= start + 3 * 24 * HOUR, "{said:?}");
}

#[test]
fn pages_outlast_a_site_that_is_away_for_days() {
    // The feed's site stays up; the one of its articles is away.
    let away = TcpListener::bind("127.0.22.1:0").unwrap();
    let address = away.local_addr().unwrap();
    drop(away);
    let feed = FEED.replace("http://bao.example", &format!("http://{address}"));
    let site = Site::start(move |_, stream| reply(stream, "200 OK", &[], feed.as_bytes()));
    let from_pages =
        source(&site.url("/rss")).replace("articles = \"feed\"", "articles = \"page\"");
    let home = Home::with(&from_pages);
    let start = home.now();
    let half_days = |number: u32| start + number * 12 * HOUR;
    for number in 0..20 {
        home.round_at(half_days(number));
    }
    let articles = || home.runtime.block_on(home.app.store.last_seq()).unwrap().0;
    assert_eq!(articles(), 0);
    let page = "<html><head><title>Hội</title></head><body><article><h1>Bản Nà Mạ mở hội</h1><p>Sáng mồng sáu, bản \
        Nà Mạ mở hội đầu năm với nhiều trò chơi dân gian của người Tày, thu hút đông đảo bà con các xã lân cận về \
        dự.</p><p>Ban tổ chức cho biết hội năm nay có thêm phần thi hát then và đẩy gậy.</p></article></body></html>";
    let back = Site::start_on(address, move |asked, stream| {
        let body = page.replace("Nà Mạ", &asked.path);
        reply(
            stream,
            "200 OK",
            &[("Content-Type", "text/html")],
            body.as_bytes(),
        )
    });
    for number in 20..23 {
        home.round_at(half_days(number));
    }
    assert_eq!(articles(), 2, "{:?}", back.paths());
}
