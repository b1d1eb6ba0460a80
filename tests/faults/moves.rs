//! What becomes of a channel in the course of time: it moves, is given up, cannot be read, loses entries between two
//! polls; and of an article whose page is gone.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use crate::{
    home::{Home, feed_of},
    site::{FEED, Site, reply, source},
};

const HOUR: Duration = Duration::from_secs(3600);

/// A site that answers a path as the table says at the time; everything else is not there.
type Answers = Arc<Mutex<Vec<(&'static str, String, String)>>>;

fn scripted() -> (Site, Answers) {
    let answers: Answers = Arc::default();
    let table = Arc::clone(&answers);
    let site = Site::start(move |asked, stream| {
        let found = table
            .lock()
            .unwrap()
            .iter()
            .find(|(path, ..)| *path == asked.path)
            .map(|(_, status, body)| (status.clone(), body.clone()));
        match found {
            // A redirect has its target in the place of the body.
            Some((status, to)) if status.starts_with('3') => {
                reply(stream, &status, &[("Location", &to)], b"")
            }
            Some((status, body)) => reply(stream, &status, &[], body.as_bytes()),
            None => reply(stream, "404 Not Found", &[], b""),
        }
    });
    (site, answers)
}

fn set(answers: &Answers, path: &'static str, status: &str, body: &str) {
    let mut table = answers.lock().unwrap();
    table.retain(|(other, ..)| *other != path);
    table.push((path, status.to_owned(), body.to_owned()));
}

#[test]
fn a_feed_that_moved_for_good_is_asked_at_its_new_address_after_three_confirmations() {
    let (site, answers) = scripted();
    let new = site.url("/moi");
    set(&answers, "/rss", "301 Moved Permanently", &new);
    set(&answers, "/moi", "200 OK", FEED);
    let home = Home::new(&site.url("/rss"));
    let mut said = home.round_at(home.now());
    let result = said.last_result.clone().unwrap();
    assert_eq!(
        result,
        format!("2 of 2 entries were new; it says that it moved for good to {new} (1 of 3 times)")
    );
    for _ in 0..2 {
        said = home.round_at(said.next_at.unwrap());
    }
    assert_eq!(
        said.last_result,
        Some(format!(
            "nothing changed; it moved for good and is asked at {new}: write that into sources.toml"
        ))
    );
    let before = site.paths().len();
    said = home.round_at(said.next_at.unwrap());
    assert_eq!(
        site.paths()[before..],
        ["/moi"],
        "its old address is left alone"
    );

    // Where it moved to is gone: the configured address is tried again.
    set(&answers, "/moi", "404 Not Found", "");
    set(&answers, "/rss", "200 OK", FEED);
    said = home.round_at(said.next_at.unwrap());
    assert!(
        said.last_result
            .unwrap()
            .ends_with("its own address is tried again")
    );
    said = home.round_at(said.next_at.unwrap());
    assert_eq!(said.last_result.as_deref(), Some("nothing changed"));
}

#[test]
fn moves_that_differ_or_are_for_now_do_not_count() {
    let (site, answers) = scripted();
    set(&answers, "/a", "200 OK", FEED);
    set(&answers, "/b", "200 OK", FEED);
    let home = Home::new(&site.url("/rss"));
    let mut at = home.now();
    for (status, to) in [
        ("301 Moved Permanently", "/a"),
        ("308 Permanent Redirect", "/b"),
        ("301 Moved Permanently", "/a"),
        ("301 Moved Permanently", "/a"),
        ("302 Found", "/a"),
        ("301 Moved Permanently", "/a"),
        ("301 Moved Permanently", "/a"),
    ] {
        set(&answers, "/rss", status, &site.url(to));
        at = home.round_at(at).next_at.unwrap();
    }
    let before = site.paths().len();
    home.round_at(at);
    assert_eq!(site.paths()[before], "/rss", "never three times in a row");
}

#[test]
fn a_channel_that_is_gone_for_good_is_retired_and_says_so_until_it_is_back() {
    let (site, answers) = scripted();
    set(&answers, "/rss", "410 Gone", "");
    let home = Home::new(&site.url("/rss"));
    let start = home.now();
    let said = home.round_at(start);
    assert_eq!(
        said.reason,
        "retired: its server says that it is gone for good (410); it is looked at once a week"
    );
    let next = said.next_at.unwrap();
    assert_eq!(next.duration_since(start).as_hours(), 7 * 24);
    set(&answers, "/rss", "200 OK", FEED);
    let said = home.round_at(next);
    assert_eq!(said.last_result.as_deref(), Some("2 of 2 entries were new"));
    assert!(said.reason.starts_with("every "), "{}", said.reason);
}

#[test]
fn not_modified_does_not_clear_the_failure_to_read_a_feed() {
    let polls = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&polls);
    let site = Site::start(move |_, stream| {
        match count.fetch_add(1, Ordering::SeqCst) {
            0 => reply(
                stream,
                "200 OK",
                &[("ETag", "\"x\"")],
                b"<html><body>Bao tri</body></html>",
            ),
            // Whatever it is asked.
            _ => reply(stream, "304 Not Modified", &[], b""),
        }
    });
    let home = Home::new(&site.url("/rss"));
    let first = home.round_at(home.now());
    let then = home.round_at(first.next_at.unwrap());
    assert_eq!(polls.load(Ordering::SeqCst), 2);
    assert!(then.last_ok.is_none(), "{then:?}");
    assert!(then.reason.contains("failed 2 times"), "{then:?}");
}

#[test]
fn entries_missed_between_two_polls_are_told_and_brought_back_by_the_sitemap() {
    const SITEMAP: &str = "/sitemap.xml";
    let (site, answers) = scripted();
    let start: jiff::Timestamp = "2026-11-24T08:00:00Z".parse().unwrap();
    let minute = |minutes: i64| start + jiff::SignedDuration::from_mins(minutes);
    // Twenty articles an hour; the feed shows the newest five, the sitemap all.
    let item = |number: i64| {
        format!(
            "<item><title>Tin số {number}</title><link>{}</link><guid>{number}</guid>\
             <pubDate>{}</pubDate><description>Một đoạn tin ngắn về đời sống bản làng.</description></item>",
            site.url(&format!("/tin/{number}")),
            minute(number * 3).strftime("%a, %d %b %Y %H:%M:%S GMT"),
        )
    };
    let feed = |until: i64| {
        let items: String = (until - 4..=until).rev().map(item).collect();
        format!("<rss version=\"2.0\"><channel><title>Báo</title>{items}</channel></rss>")
    };
    let sitemap = |until: i64| {
        let urls: String = (1..=until)
            .map(|number| {
                format!(
                    "<url><loc>{}</loc><news:news><news:title>Tin số {number}</news:title>\
                     <news:publication_date>{}</news:publication_date></news:news></url>",
                    site.url(&format!("/tin/{number}")),
                    minute(number * 3)
                )
            })
            .collect();
        format!(
            "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
             xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">{urls}</urlset>"
        )
    };
    let home = Home::with(&format!(
        "{}[[source.channel]]\nurl = \"{}\"\nkind = \"sitemap\"\n",
        source(&site.url("/rss")),
        site.url(SITEMAP)
    ));
    set(&answers, "/rss", "200 OK", &feed(5));
    set(&answers, SITEMAP, "200 OK", &sitemap(5));
    home.round_at(minute(16));
    // An hour later articles 6 to 25 have come; the feed shows 21 to 25. The sitemap is not due for long.
    set(&answers, "/rss", "200 OK", &feed(25));
    set(&answers, SITEMAP, "200 OK", &sitemap(25));
    let said = home.round_at(minute(76));
    assert!(
        said.reason
            .ends_with("it shared no entry with the time before, so some may have been missed"),
        "{}",
        said.reason
    );
    let states = home
        .runtime
        .block_on(home.app.store.channel_states())
        .unwrap();
    let gap = states
        .iter()
        .find_map(|state| state.memory.gap.clone())
        .expect("a gap");
    assert_eq!((gap.from, gap.until), (minute(16), minute(63)));
    assert_eq!(gap.brought_back, 15, "{gap}");
    assert!(
        (12..=19).contains(&gap.estimate),
        "fifteen were missed: {gap}"
    );
    let counts = home.runtime.block_on(home.app.store.counts()).unwrap();
    assert!(counts.articles >= 10, "{counts:?}");
    let known = site.paths();
    assert_eq!(known.iter().filter(|path| *path == SITEMAP).count(), 2);
}

#[test]
fn a_page_that_is_gone_counts_as_withdrawn_only_at_a_second_look() {
    let (site, answers) = scripted();
    let page = "<html><head><title>Mở hội</title></head><body><article><h1>Mở hội trên bản Nà Mạ</h1>\
        <p>Bản Nà Mạ mở hội đầu năm với nhiều trò chơi dân gian của người Tày, người Nùng trong vùng.</p>\
        <p>Khách đến từ các xã bên cạnh cùng thi ném còn, đẩy gậy và xem hát then bên bếp lửa.</p></article></body></html>";
    let feed = FEED
        .replace("http://bao.example/tin/1", &site.url("/tin/1"))
        .replace("http://bao.example/tin/2", &site.url("/tin/2"));
    set(&answers, "/rss", "200 OK", &feed);
    set(&answers, "/tin/1", "200 OK", page);
    set(&answers, "/tin/2", "200 OK", page);
    let home = Home::with(&source(&site.url("/rss")).replace("\"feed\"\n[[", "\"page\"\n[["));
    let start = home.now();
    let withdrawn = || {
        let counts = home.runtime.block_on(home.app.store.counts()).unwrap();
        counts.withdrawn
    };
    home.round_at(start);
    set(&answers, "/tin/1", "404 Not Found", "");
    home.round_at(start + HOUR);
    assert_eq!(withdrawn(), 0, "one look is not enough");
    set(&answers, "/tin/1", "200 OK", page);
    home.round_at(start + 3 * HOUR);
    assert_eq!(withdrawn(), 0, "it was there again");
    set(&answers, "/tin/1", "410 Gone", "");
    home.round_at(start + 7 * HOUR);
    assert_eq!(withdrawn(), 0);
    home.round_at(start + 9 * HOUR);
    assert_eq!(withdrawn(), 1);
}

#[test]
fn the_pages_of_a_day_are_read_up_to_the_budget_and_the_rest_the_next_day() {
    let (site, answers) = scripted();
    set(
        &answers,
        "/rss",
        "200 OK",
        &feed_of(12).replace("http://bao.example", &site.url("")),
    );
    let home = Home::with_settings(
        &source(&site.url("/rss")).replace("\"feed\"\n[[", "\"page\"\n[["),
        &[("LANGNGHE_FETCH__PAGES_PER_SOURCE_PER_DAY", "5")],
    );
    let pages = || {
        site.paths()
            .iter()
            .filter(|path| path.starts_with("/tin/"))
            .count()
    };
    let start = home.now();
    home.round_at(start);
    assert_eq!(pages(), 5);
    home.round_at(start + HOUR);
    assert_eq!(pages(), 5, "the same day");
    home.round_at(start + 24 * HOUR);
    assert_eq!(pages(), 10);
    let asked: std::collections::HashSet<String> = site.paths().into_iter().collect();
    assert_eq!(
        asked
            .iter()
            .filter(|path| path.starts_with("/tin/"))
            .count(),
        10,
        "those that wait go before those that failed"
    );
}
