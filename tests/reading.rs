//! How well pages are read: looked at, kept, read again, and watched for breakage; through the program.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is missing, and says what it skips"
)]

mod common;
#[path = "faults/site.rs"]
#[allow(dead_code, reason = "these tests use a part of it")]
mod site;

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use langnghe_model::{ArticleText, Extraction, RevisionKind};
use langnghe_store::{NewArticle, Store};

use common::{configuration, json_lines, run, stderr, stdout, succeed};
use site::{Site, reply};

const RESCUE: &str = "Hai du khách bị nước cuốn trôi khi chụp ảnh gần thác Bản Mẫu, Cao Bằng; lực lượng cứu hộ \
    đưa được cả hai lên bờ sau một giờ tìm kiếm.";
const FAIR: &str = "Phiên chợ cuối năm ở xã Mẫu họp từ tờ mờ sáng, người bán mang măng khô, gà đồi và vải chàm \
    từ các bản xa về, người mua chật kín cả hai bên đường.";

/// A paper of one feed; its pages and the feed's guids are what the test says at the time.
struct Paper {
    site: Site,
    guid: Arc<Mutex<&'static str>>,
}

impl Paper {
    fn start() -> Self {
        let guid = Arc::new(Mutex::new("1"));
        let said = Arc::clone(&guid);
        let site = Site::start(move |asked, stream| {
            let host = asked.header("host").unwrap_or_default();
            let page = |body: &str| {
                format!(
                    "<html><head><title>Báo Mẫu</title><meta charset=utf-8></head><body>{body}</body></html>"
                )
            };
            let (kind, body) = match asked.path.as_str() {
                "/rss" => (
                    "application/rss+xml",
                    format!(
                        "<rss version='2.0'><channel><title>Báo Mẫu</title>\
                         <item><title>Cứu hai người gần thác</title><link>http://{host}/tin/1.html</link><guid isPermaLink='false'>{}</guid></item>\
                         <item><link>http://{host}/tin/2.html</link></item></channel></rss>",
                        said.lock().unwrap()
                    ),
                ),
                "/tin/1.html" => (
                    "text/html; charset=utf-8",
                    page(&format!(
                        "<nav>Trang chủ</nav><h1>Cứu hai người gần thác</h1><div class=hop><p>Xem thêm ảnh trong ngày.</p></div>\
                         <div class=than><p>{RESCUE}</p><p>Gọi 0912 345 678 để biết thêm.</p></div>"
                    )),
                ),
                // Nothing but the box that the wrong selectors remove.
                "/tin/2.html" => (
                    "text/html; charset=utf-8",
                    page(&format!("<div class=than><p>{FAIR}</p></div>")),
                ),
                _ => return reply(stream, "404 Not Found", &[], b""),
            };
            reply(stream, "200 OK", &[("Content-Type", kind)], body.as_bytes())
        });
        Self { site, guid }
    }

    /// The source, with what stands behind its channel.
    fn source(&self, layout: &str) -> String {
        format!(
            "[[source]]\nid = \"bao-mau\"\nname = \"Báo Mẫu\"\nhomepage = \"{}\"\nkind = \"newspaper\"\nregion = \"cao-bang\"\n\
             [[source.channel]]\nurl = \"{}\"\nkind = \"feed\"\n{layout}",
            self.site.url("/"),
            self.site.url("/rss")
        )
    }
}

fn set_sources(config: &Path, text: &str) {
    std::fs::write(config.join("sources.toml"), text).unwrap();
}

const WRONG_BOX: &str = "[source.article]\nbody = \".hop\"\nremove = [\".than\"]\n";
const RIGHT_BOX: &str = "[source.article]\nbody = \".than\"\n";

#[test]
fn kept_pages_are_read_again_by_better_selectors_and_ring_nothing() {
    let paper = Paper::start();
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), &paper.source(WRONG_BOX));
    let fetched = &json_lines(&config, &["fetch"])[0];
    assert_eq!(
        (&fetched["articles"], &fetched["failed"]),
        (&1.into(), &1.into())
    );
    let asked = paper.site.paths().len();

    let nothing = &json_lines(&config, &["reparse"])[0];
    assert_eq!(
        (
            &nothing["pages"],
            &nothing["unchanged"],
            &nothing["unreadable"]
        ),
        (&2.into(), &1.into(), &1.into()),
        "{nothing}"
    );

    set_sources(&config, &paper.source(RIGHT_BOX));
    let trial = succeed(&config, &["reparse", "--dry-run"]);
    assert!(
        trial.contains("1 articles would be better, 1 would be new"),
        "{trial}"
    );
    assert!(json_lines(&config, &["search", "cứu hộ"]).is_empty());

    let done = &json_lines(&config, &["reparse"])[0];
    assert_eq!(
        (&done["changed"], &done["new"]),
        (&1.into(), &1.into()),
        "{done}"
    );
    assert_eq!(paper.site.paths().len(), asked, "nobody was asked again");
    let found = json_lines(&config, &["search", "\"lực lượng cứu hộ\""]);
    assert_eq!(found.len(), 1);
    assert_eq!(
        json_lines(&config, &["search", "\"phiên chợ cuối năm\""]).len(),
        1
    );
    // The same text, had the paper just published it, would be flagged.
    assert!(json_lines(&config, &["flags", "list"]).is_empty());

    let again = &json_lines(&config, &["reparse"])[0];
    assert_eq!(
        (&again["changed"], &again["new"], &again["unchanged"]),
        (&0.into(), &0.into(), &2.into())
    );
    let said = succeed(&config, &["reparse", "bao-mau"]);
    assert!(
        said.starts_with("2 kept pages read again: 0 articles are better now"),
        "{said}"
    );
    let unknown = run(&config, &["reparse", "bao-la"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("there is no source \"bao-la\""));
}

#[test]
fn a_kept_page_is_read_by_the_layout_of_its_day() {
    let paper = Paper::start();
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), &paper.source(RIGHT_BOX));
    succeed(&config, &["fetch"]);
    // A layout that begins after tomorrow says nothing of a page of today.
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(48);
    let soon = jiff::tz::Offset::constant(7).to_datetime(soon).date();
    let layouts = format!(
        "[[source.article]]\nbody = \".than\"\n[[source.article]]\nfrom = \"{soon}\"\nbody = \".hop\"\n"
    );
    set_sources(&config, &paper.source(&layouts));
    let done = &json_lines(&config, &["reparse"])[0];
    assert_eq!(
        (&done["changed"], &done["unchanged"]),
        (&0.into(), &2.into()),
        "{done}"
    );
}

#[test]
fn no_page_is_kept_when_that_is_switched_off() {
    let paper = Paper::start();
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), &paper.source(RIGHT_BOX));
    let settings = std::fs::read_to_string(config.join("langnghe.toml")).unwrap();
    std::fs::write(
        config.join("langnghe.toml"),
        settings.replace("[storage]\n", "[storage]\nkeep_pages = \"0d\"\n"),
    )
    .unwrap();
    succeed(&config, &["fetch"]);
    assert!(!home.path().join("data/pages").exists());
    let said = succeed(&config, &["reparse"]);
    assert!(
        said.starts_with("storage.keep_pages is shorter than a day"),
        "{said}"
    );
}

#[test]
fn an_old_article_with_a_new_guid_is_not_new() {
    let paper = Paper::start();
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), &paper.source(RIGHT_BOX));
    assert_eq!(json_lines(&config, &["fetch"])[0]["articles"], 2);
    *paper.guid.lock().unwrap() = "khac-han";
    let again = &json_lines(&config, &["fetch"])[0];
    assert_eq!(
        (&again["articles"], &again["revisions"]),
        (&0.into(), &0.into()),
        "{again}"
    );
}

#[test]
fn extract_shows_where_each_part_of_a_page_was_found_and_what_was_left_out() {
    let paper = Paper::start();
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), &paper.source(RIGHT_BOX));
    let url = paper.site.url("/tin/1.html");
    let said = succeed(&config, &["extract", &url]);
    let port = paper.site.url("");
    insta::assert_snapshot!(said.replace(&port, "SITE"), @r"
    article  SITE/tin/1.html
    source     bao-mau
    title      Cứu hai người gần thác  [from: heading]
    lead       -
    body       2 paragraphs, 167 characters  [from: the source's selector]
    published  -
    modified   -
    canonical  -
    section    -
    credit     -
    confidence 65 of 100

    Hai du khách bị nước cuốn trôi khi chụp ảnh gần thác Bản Mẫu, Cao Bằng; lực lượng cứu hộ đưa được cả hai lên bờ sau một giờ tìm kiếm.
    Gọi [số điện thoại] để biết thêm.

    left out: 2 paragraphs
      Trang chủ
      Xem thêm ảnh trong ngày.
    ");
    let shown = &json_lines(&config, &["extract", &url])[0];
    assert_eq!(shown["kind"], "article");
    assert_eq!(shown["origins"]["body"], "selector");
    assert_eq!(shown["source"], "bao-mau");
    assert!(
        json_lines(&config, &["search", "thác"]).is_empty(),
        "nothing is kept"
    );
}

#[test]
fn extract_reads_files_as_what_they_are() {
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), "");
    let file = |name: &str, text: &str| {
        let path = home.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let feed = file("feed.xml", site::FEED);
    let said = succeed(&config, &["extract", &feed]);
    insta::assert_snapshot!(said, @r"
    feed  http://file.invalid/
    title     Báo thử
    entries   2

    Mở hội trên bản Nà Mạ
        http://bao.example/tin/1
        summary of 67 characters, id 1

    Thư viện lưu động về vùng cao
        http://bao.example/tin/2
        summary of 61 characters, id 2
    ");
    let listing = file(
        "muc.html",
        "<a href='/tin/thu-nhat-2026112501.html'>Tin thứ nhất của trang mục</a><a href='/tin/thu-hai-2026112502.html'>Tin thứ hai của trang mục</a>",
    );
    let listed = &json_lines(
        &config,
        &[
            "extract",
            &listing,
            "--as",
            "listing",
            "--url",
            "https://mau.example/muc",
        ],
    )[0];
    assert_eq!(listed["kind"], "listing");
    assert_eq!(listed["entries"].as_array().unwrap().len(), 2, "{listed}");
    assert!(
        !home.path().join("data").exists(),
        "a file is looked at without a store"
    );

    let empty = file("rong.html", "<html></html>");
    let failed = run(&config, &["extract", &empty]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(
        stderr(&failed).contains("no article text was found"),
        "{}",
        stderr(&failed)
    );
    let missing = run(&config, &["extract", "khong-co.html"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(
        stderr(&missing).contains("reading khong-co.html"),
        "{}",
        stdout(&missing)
    );
    for wrong in [
        &["extract", &empty, "--source", "bao-la"][..],
        &[
            "extract",
            "https://mau.example/",
            "--content-type",
            "text/html",
        ],
        &["extract", &empty, "--url", "mau"],
    ] {
        assert_eq!(run(&config, wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn a_source_whose_pages_are_read_badly_all_at_once_is_told_of_everywhere() {
    let paper = Paper::start();
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), &paper.source(RIGHT_BOX));
    succeed(&config, &["sources", "list"]);
    assert_eq!(
        succeed(&config, &["sources", "list", "--trouble"]).trim(),
        "no channel is in trouble"
    );
    let now = jiff::Timestamp::now();
    let article = |number: i64, hours: i64, way| NewArticle {
        source: "bao-mau".parse().unwrap(),
        url: format!("https://mau.example/tin/{number}.html"),
        aliases: Vec::new(),
        text: ArticleText {
            title: format!("Tin số {number}"),
            lead: String::new(),
            body: FAIR.to_owned(),
        },
        published: Some(now),
        section: None,
        way,
        confidence: 90,
        kind: RevisionKind::Published,
        seen: now - jiff::SignedDuration::from_hours(hours),
        late: false,
        page: None,
    };
    let mut batch: Vec<NewArticle> = (0..40)
        .map(|number| article(number, 300 - number, Extraction::Selectors))
        .collect();
    batch.extend((40..52).map(|number| article(number, 55 - number, Extraction::Feed)));
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let database = home.path().join("data/langnghe.db");
        let store = Store::open(&format!("sqlite:{}", database.display()))
            .await
            .unwrap();
        store.append(&batch, now).await.unwrap();
    });
    let said = "bao-mau: 0 % of the last 12 texts come from its pages, 100 % did before; the others are the feed's; \
        for example https://mau.example/tin/51.html";
    let listed = succeed(&config, &["sources", "list", "--trouble"]);
    assert!(listed.contains(said), "{listed}");
    let line = &json_lines(&config, &["sources", "list"])[0];
    assert_eq!(line["breakages"][0]["sign"], "page-text", "{line}");
    let doctor = succeed(&config, &["doctor"]);
    assert!(
        doctor.contains(&format!("note   extraction: {said}")),
        "{doctor}"
    );
    assert!(
        doctor.contains("then \"langnghe reparse bao-mau\""),
        "{doctor}"
    );
    let digest = succeed(&config, &["digest"]);
    assert!(
        digest.contains(
            "Cần kiểm tra Báo Mẫu: chỉ 0% trong 12 bài gần nhất lấy được nội dung từ trang báo"
        ),
        "{digest}"
    );
}
