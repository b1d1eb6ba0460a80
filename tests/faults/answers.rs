//! Answers that say no, not now, or not what they mean.

use std::time::Duration;

use crate::site::{Site, reply};

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn a_fault_of_the_server() {
    Site::replying("503 Service Unavailable", &[], "quá tải")
        .recorded()
        .failed("SITE/rss was answered with status 503 (not available just now)");
}

/// Holds to the wish having been kept, and not much more.
#[track_caller]
fn check_wait(site: &Site, wish: Duration) {
    let recorded = site.recorded();
    assert_eq!(
        recorded.result,
        "SITE/rss was answered with status 429 (too many requests)"
    );
    assert_eq!(recorded.reason, "Retry-After: 7200");
    // A little of it has passed since.
    let (least, most) = (wish.mul_f64(0.99), wish.mul_f64(1.25));
    assert!((least..most).contains(&recorded.wait), "{recorded:?}");
}

#[test]
fn too_many_requests_with_a_wait_in_seconds() {
    let headers = &[("Retry-After", "7200")];
    check_wait(
        &Site::replying("429 Too Many Requests", headers, ""),
        2 * HOUR,
    );
}

#[test]
fn too_many_requests_with_a_wait_until_a_date() {
    // The server's clock is years behind: what counts is the time between its two dates.
    let headers = &[
        ("Date", "Tue, 24 Nov 2020 08:00:00 GMT"),
        ("Retry-After", "Tue, 24 Nov 2020 10:00:00 GMT"),
    ];
    check_wait(
        &Site::replying("429 Too Many Requests", headers, ""),
        2 * HOUR,
    );
}

#[test]
fn a_server_that_asks_to_wait_for_years() {
    let headers = &[("Retry-After", "999999999")];
    let recorded = Site::replying("503 Service Unavailable", headers, "").recorded();
    assert!(recorded.wait <= 31 * 24 * HOUR, "{recorded:?}");
}

#[test]
fn not_modified_though_nothing_was_known() {
    Site::replying("304 Not Modified", &[], "")
        .recorded()
        .failed("SITE/rss was answered with status 304 (not modified, though nothing was known of it: the server's cache is at fault)");
}

#[test]
fn a_log_in_that_is_asked_for() {
    let headers = &[("WWW-Authenticate", "Basic realm=\"Tòa soạn\"")];
    Site::replying("401 Unauthorized", headers, "")
        .recorded()
        .failed("SITE/rss was answered with status 401 (a log-in is asked for, and nothing behind one is collected)");
}

#[test]
fn a_log_in_page_behind_a_redirect() {
    let page = "<!doctype html><html><head><title>Đăng nhập</title></head><body><form method=\"post\">\
        <input name=\"ten\"><input type=\"password\" name=\"matkhau\"></form></body></html>";
    let site = Site::start(move |asked, stream| match asked.path.as_str() {
        "/rss" => reply(
            stream,
            "302 Found",
            &[("Location", "/dang-nhap?ve=/rss")],
            b"",
        ),
        _ => reply(
            stream,
            "200 OK",
            &[("Content-Type", "text/html")],
            page.as_bytes(),
        ),
    });
    site.recorded().failed("SITE/dang-nhap?ve=/rss is not a feed: it is a page to log in on; nothing behind a log-in is collected: give the address of a feed that is open to everyone");
    assert_eq!(site.paths(), ["/rss", "/dang-nhap?ve=/rss"]);
}

#[test]
fn a_channel_that_is_gone() {
    let recorded = Site::replying("410 Gone", &[], "").recorded();
    assert_eq!(
        recorded.result,
        "SITE/rss was answered with status 410 (gone for good)"
    );
    assert!(
        recorded.reason.starts_with("retired: "),
        "{}",
        recorded.reason
    );
}

#[test]
fn a_site_that_turns_us_away() {
    Site::replying("403 Forbidden", &[], "")
        .recorded()
        .failed("SITE/rss was answered with status 403 (forbidden: the site may turn programs away; write to the publisher)");
}
