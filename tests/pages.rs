//! The pages in a real Chromium, over a whole demo, as wide as a screen and as a phone.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is missing, and says what it skips"
)]

mod common;

use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
};

use common::{browser::Browser, langnghe};

/// A demo that shows its pages; it ends with the value.
struct Demo {
    program: Child,
    address: String,
    _home: tempfile::TempDir,
}

impl Demo {
    fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut program = langnghe()
            .args(["demo", "--listen", "127.0.0.1:0", "--home"])
            .arg(home.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let said = BufReader::new(program.stdout.take().unwrap());
        let address = said
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let rest = line.strip_prefix("open ")?;
                Some(rest.split_once(' ')?.0.to_owned())
            })
            .expect("the demo tells its address");
        Self {
            program,
            address,
            _home: home,
        }
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[track_caller]
fn sound(browser: &Browser, page: &str) {
    assert_eq!(browser.complaints(), [""; 0], "{page}");
    assert_eq!(browser.overflow(), 0, "{page} is wider than its window");
    assert_eq!(browser.value("document.documentElement.lang"), "vi");
    assert!(!browser.texts("h1").is_empty(), "{page} has a heading");
}

#[test]
fn flags_search_and_digest_can_be_read_and_used_at_both_widths() {
    let mut demo = None;
    for width in [1280, 390] {
        let Some(browser) = Browser::open(width) else {
            return;
        };
        let address = &demo.get_or_insert_with(Demo::start).address;
        flags_show_their_reasons(&browser, address);
        search_takes_what_people_type(&browser, address);
        what_narrows_counts_right(&browser, address);
        a_word_that_stands_nowhere_is_mended(&browser, address);
        an_answer_is_read_page_by_page_and_over_time(&browser, address);
        copies_and_similar_articles_are_a_click_away(&browser, address);
        faults_and_empty_answers_say_what_to_do(&browser, address);
        the_digest_of_the_day_has_news(&browser, address);
    }
}

fn flags_show_their_reasons(browser: &Browser, address: &str) {
    browser.go(address);
    sound(browser, "the first page");
    assert_eq!(browser.texts("h1"), ["Tin được đánh dấu mới nhất"]);
    let cards = browser.texts("article");
    assert!(cards.len() > 10, "{} flags", cards.len());
    for card in &cards {
        assert!(
            card.contains("Lý do: “") && card.contains("ngưỡng"),
            "{card}"
        );
    }
    // What the terms add makes the score.
    let sums = browser.value(
        "Array.from(document.querySelectorAll('.reasons'), r => \
         Array.from(r.querySelectorAll('b'), b => Number(b.innerText)).reduce((a, b) => a + b, 0) \
         - parseInt(r.querySelector('.score').innerText))",
    );
    assert!(
        sums.as_array()
            .unwrap()
            .iter()
            .all(|difference| *difference == 0),
        "{sums}"
    );
}

fn search_takes_what_people_type(browser: &Browser, address: &str) {
    browser.go(address);
    browser.type_into("input[name=q]", "le hoi\n");
    browser.wait_for("location.search != ''");
    sound(browser, "the answers");
    assert_eq!(
        browser.value("location.pathname + location.search"),
        "/search?q=le+hoi"
    );
    let marked = browser.texts("article h2 mark");
    assert!(
        marked.iter().any(|text| text.to_lowercase() == "lễ"),
        "words typed without marks find those with marks: {marked:?}"
    );
    let all = browser.texts("main p.note").swap_remove(0);
    browser.click("details summary");
    browser.click("details a[href*='source=']");
    browser.wait_for("location.search.includes('source=')");
    sound(browser, "an answer narrowed to a source");
    assert_ne!(
        browser.texts("main p.note")[0],
        all,
        "one source has not all of it"
    );
    browser.click("main p.note a:not([href*='&'])");
    browser.wait_for("!location.search.includes('source=')");
    assert_eq!(browser.texts("main p.note")[0], all);
    browser.click("a[href*='sort=time']");
    browser.wait_for("location.search.includes('sort=time')");
    sound(browser, "the answers by time");
    assert_eq!(browser.texts(".note b"), ["thời gian"]);
    assert_eq!(
        browser.value("document.querySelector('input[name=q]').value"),
        "le hoi"
    );
}

fn an_answer_is_read_page_by_page_and_over_time(browser: &Browser, address: &str) {
    browser.go(&format!("{address}/search?q=cao+bang&sort=time"));
    let total = browser.texts("main p.note")[0].clone();
    let mut seen = browser.texts("article h2");
    assert_eq!(seen.len(), 20, "a full page");
    browser.click("a[rel=next]");
    browser.wait_for("location.search.includes('page=2')");
    sound(browser, "the second page");
    assert!(browser.texts("main p.note")[0].contains("Trang 2"));
    assert_eq!(
        browser.texts("main p.note")[0].split(" bài").next(),
        total.split(" bài").next(),
        "the total stays"
    );
    let links = "Array.from(document.querySelectorAll('article h2 a'), a => a.href)";
    let second = browser.value(links);
    browser.click("a[rel=start]");
    browser.wait_for("!location.search.includes('page=')");
    let first = browser.value(links);
    assert!(
        second
            .as_array()
            .unwrap()
            .iter()
            .all(|link| !first.as_array().unwrap().contains(link)),
        "nothing comes twice"
    );
    seen.extend(browser.texts("article h2"));

    let chart = browser.value(
        "Array.from(document.querySelectorAll('.chart rect'), r => r.getBoundingClientRect().width)",
    );
    let bars = chart.as_array().unwrap();
    assert!(bars.len() > 20, "a month has its days: {chart}");
    assert!(
        bars.iter().all(|width| width.as_f64().unwrap() > 2.0),
        "{chart}"
    );
    assert!(browser.texts(".chart figcaption")[0].starts_with("Số bài theo ngày"));
    browser.click(".chart summary");
    browser.click(".chart td a");
    browser.wait_for("location.search.includes('from=')");
    sound(browser, "the answers of a day");
    assert!(
        browser
            .texts("main p.note")
            .iter()
            .any(|note| note.starts_with("Chỉ lấy: ngày"))
    );
    assert_eq!(browser.texts(".note b"), ["thời gian"], "the order stays");

    browser.go(&format!("{address}/search?q=le+hoi&after=1.2.3"));
    sound(browser, "an address that was cut");
    assert_eq!(browser.texts("[role=alert]").len(), 1);
    browser.click("main p.note a");
    browser.wait_for("!location.search.includes('after=')");
    assert!(!browser.texts("article").is_empty());
}

fn copies_and_similar_articles_are_a_click_away(browser: &Browser, address: &str) {
    browser.go(&format!("{address}/search?q=from:2026-10-01"));
    browser.wait_for("document.querySelector('.pages')");
    while browser.texts(".copies summary").is_empty() {
        browser.click("a[rel=next]");
        browser.wait_for("document.querySelector('.pages')");
    }
    assert!(browser.texts("main p.note")[0].contains("bản đăng lại xếp dưới bài gốc"));
    browser.click(".copies summary");
    sound(browser, "copies");
    assert!(browser.texts(".copies li")[0].contains('·'));
    browser.click("main p.note a[href*='copies=all']");
    browser.wait_for("location.search.includes('copies=all')");
    assert!(browser.texts(".copies").is_empty());
    browser.click("main p.note a:not([href*='copies='])");
    browser.wait_for("!location.search.includes('copies=all')");

    browser.click("article a[href^='/like/']");
    browser.wait_for("location.pathname.startsWith('/like/')");
    sound(browser, "similar articles");
    assert!(browser.texts("main p.note")[0].starts_with("Tìm theo: "));
    assert!(!browser.texts("article").is_empty());
    browser.go(&format!("{address}/like/999999"));
    assert!(browser.texts("main")[0].contains("Về trang đầu"));
    browser.complaints();
}

/// Each link that narrows says how many articles it leaves, and keeps its word.
fn what_narrows_counts_right(browser: &Browser, address: &str) {
    let answer = format!("{address}/search?q=le+hoi");
    for key in ["source", "section", "topic", "place"] {
        browser.go(&answer);
        browser.click("details summary");
        let link = format!("details a[href*='{key}=']");
        let said = browser.value(&format!(
            "document.querySelector(\"{link}\").nextSibling.textContent.match(/[0-9.]+/)[0]"
        ));
        let name = browser.texts(&link).swap_remove(0);
        browser.click(&link);
        browser.wait_for(&format!("location.search.includes('{key}=')"));
        let notes = browser.texts("main p.note");
        let said = said.as_str().unwrap();
        assert!(
            notes[0].starts_with(&format!("{said} bài")),
            "{key}: {said}, {notes:?}"
        );
        assert!(
            notes
                .iter()
                .any(|note| note.starts_with("Chỉ lấy: ") && note.contains(&name)),
            "{notes:?}"
        );
    }
}

fn a_word_that_stands_nowhere_is_mended(browser: &Browser, address: &str) {
    browser.go(&format!("{address}/search?q=thac+ban+gioocc"));
    sound(browser, "another word is offered");
    assert_eq!(
        browser.texts("main p.note"),
        ["Có phải ý là: thac ban giốc?"]
    );
    browser.click("main p.note a");
    browser.wait_for("location.search.includes('marks=any')");
    assert!(!browser.texts("article").is_empty());
}

fn faults_and_empty_answers_say_what_to_do(browser: &Browser, address: &str) {
    browser.go(&format!("{address}/search"));
    sound(browser, "the empty search");
    assert!(browser.texts(".empty")[0].starts_with("Hãy gõ từ cần tìm"));
    browser.type_into("input[name=q]", "(lễ hội\n");
    browser.wait_for("document.querySelector('.faulty')");
    sound(browser, "a fault");
    assert_eq!(
        browser.texts("[role=alert]"),
        ["Thiếu dấu ngoặc đóng; hãy thêm “)” ở cuối nhóm."]
    );
    assert_eq!(browser.texts(".faulty mark"), ["("]);
    browser.type_into(
        "input[name=q]",
        "\"<script>alert(1)</script> khongcodau\"\n",
    );
    sound(browser, "nothing found");
    assert!(browser.texts(".empty")[0].starts_with("Không tìm thấy bài nào."));
    browser.go(&format!("{address}/digest/hom-qua"));
    assert!(
        browser.texts("main")[0].contains("Về trang đầu"),
        "{:?}",
        browser.texts("main")
    );
    let complaints = browser.complaints();
    assert!(
        complaints.len() == 1 && complaints[0].contains("404"),
        "no day has the status of what is not there: {complaints:?}"
    );
}

fn the_digest_of_the_day_has_news(browser: &Browser, address: &str) {
    browser.go(address);
    browser.click("a[href='/digest']");
    browser.wait_for("location.pathname.startsWith('/digest/')");
    sound(browser, "the digest");
    let text = browser.texts(".digest").remove(0);
    assert!(text.contains("I. Tin theo chủ đề"), "{text}");
    assert!(text.contains("Mức ưu tiên"), "{text}");
    assert!(text.contains("III. Mức độ đầy đủ"), "{text}");
    assert!(
        browser.texts("a[rel=next]").is_empty(),
        "tomorrow has no digest"
    );

    browser.click("a[rel=prev]");
    browser.wait_for("location.pathname == '/digest/2026-10-29'");
    sound(browser, "the digest of the day before");
    assert_eq!(browser.texts("a[rel=next]"), ["Hôm sau →"]);
    browser.value("document.querySelector('#day').value = '2026-10-21'");
    browser.click(".days button");
    browser.wait_for("location.pathname == '/digest/2026-10-21'");
    assert_eq!(browser.texts(".digest h1"), ["ĐIỂM BÁO NGÀY 21/10/2026"]);
    browser.click("a[href$='/mail']");
    browser.wait_for("location.pathname.endsWith('/mail')");
    sound(browser, "the digest for mail");
    assert_eq!(browser.texts("h1"), ["ĐIỂM BÁO NGÀY 21/10/2026"]);
}
