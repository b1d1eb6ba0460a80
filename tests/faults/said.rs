//! What the digest says, in the language of those who read it, of a source that could not be read.

use jiff::SignedDuration;
use langnghe_pipeline::{
    digest::{Period, digest},
    local_day,
};

use crate::{
    home::Home,
    site::{FEED, Site},
};

/// One round over a site that answers so; then the lines of the digest's statement of completeness.
fn completeness(
    status: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
) -> String {
    let site = Site::replying(status, headers, body);
    let home = Home::new(&site.url("/rss"));
    let now = home.now() + SignedDuration::from_secs(60);
    home.round_at(now);
    let day = Period::Day(local_day(now));
    let digest = home.runtime.block_on(digest(&home.app, day)).unwrap();
    let text = langnghe_digest::render_markdown(&digest);
    let (_, end) = text.split_once("## III. Mức độ đầy đủ").unwrap();
    end.to_owned()
}

#[track_caller]
fn check(said: &str, why: &str) {
    assert!(said.contains("Không đọc được: 1 nguồn."), "{said}");
    assert!(said.contains(&format!(": {why}.\n")), "{said}");
}

#[test]
fn a_server_that_fails_is_said_in_vietnamese() {
    check(
        &completeness("503 Service Unavailable", &[], "quá tải"),
        "máy chủ của báo đang gặp sự cố, phần mềm sẽ tự thử lại (mã 503)",
    );
}

#[test]
fn an_answer_that_cannot_be_read_is_no_quiet_day() {
    check(
        &completeness(
            "200 OK",
            &[("Content-Type", "text/html")],
            "<!doctype html><html><head><title>Bảo trì</title></head><body><h1>Bảo trì</h1></body></html>",
        ),
        "địa chỉ bản tin (RSS) trả về một trang thông thường, cần người quản trị tìm địa chỉ mới",
    );
    check(
        &completeness("200 OK", &[], ""),
        "trang báo trả lời nhưng không có nội dung",
    );
}

#[test]
fn a_source_that_was_read_is_not_among_the_failing() {
    let said = completeness("200 OK", &[], FEED);
    assert!(said.contains("Không đọc được: 0 nguồn."), "{said}");
}
