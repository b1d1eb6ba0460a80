use langnghe_model::ChannelKind;

use super::*;

const PAGE: &str = "<html><body>
 <nav><a href='/'>Trang chủ</a><a href='/van-hoa'>Văn hóa</a></nav>
 <div class='list'>
  <article><a href='/van-hoa/khai-hoi-nang-hai-101.html?utm_source=x'><img src='a.jpg' alt='ảnh'></a>
   <h3><a href='/van-hoa/khai-hoi-nang-hai-101.html' title='t'>Khai hội Nàng Hai  đầu xuân</a></h3><span class='time'>22/11/2026 07:15</span><p>Tóm tắt.</p></article>
  <article><h3><a href='cho-phien-vung-cao-102.html#binh-luan'>Chợ phiên vùng cao</a></h3><time datetime='2026-11-21T09:00:00+07:00'>hôm kia</time></article>
  <article><h3><a href='https://m.bao.example/van-hoa/hat-then-dan-tinh-103.html'><img alt='Hát then đàn tính'></a></h3><span class='date'>2 giờ trước</span></article>
 </div>
 <a href='https://khac.example/quang-cao-rat-la-dai-9.html'>Quảng cáo</a><a href='javascript:void(0)'>x</a><a href='/van-hoa?trang=2'>2</a>
</body></html>";

fn now() -> Timestamp {
    "2026-11-23T08:00:00+07:00".parse().expect("a timestamp")
}

fn list(
    page: &str,
    links: Option<&str>,
    pattern: Option<&str>,
) -> Result<Parsed<Vec<Entry>>, ParseError> {
    let channel = Channel {
        url: "https://bao.example/van-hoa/".into(),
        kind: ChannelKind::Listing,
        links: links.map(str::to_owned),
        pattern: pattern.map(str::to_owned),
    };
    parse_listing(
        &Document {
            bytes: page.as_bytes(),
            content_type: None,
            url: "https://bao.example/van-hoa/",
        },
        &channel,
        now(),
    )
}

#[test]
fn a_page_lists_its_articles_once_with_title_and_date() {
    for (links, pattern) in [
        (None, None),
        (None, Some(".html")),
        (Some("article a"), None),
        (Some("h3"), Some("van-hoa")),
    ] {
        let parsed = list(PAGE, links, pattern).expect("a list");
        assert_eq!(parsed.problems, []);
        let found: Vec<_> = parsed
            .value
            .iter()
            .map(|entry| {
                (
                    &*entry.url,
                    entry.title.as_deref().unwrap_or_default(),
                    entry.published.map(|date| date.to_string()),
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                (
                    "https://bao.example/van-hoa/khai-hoi-nang-hai-101.html",
                    "Khai hội Nàng Hai đầu xuân",
                    Some("2026-11-22T00:15:00Z".into())
                ),
                (
                    "https://bao.example/van-hoa/cho-phien-vung-cao-102.html",
                    "Chợ phiên vùng cao",
                    Some("2026-11-21T02:00:00Z".into())
                ),
                (
                    "https://bao.example/van-hoa/hat-then-dan-tinh-103.html",
                    "Hát then đàn tính",
                    Some("2026-11-22T23:00:00Z".into())
                ),
            ],
            "{links:?} {pattern:?}"
        );
    }
}

#[test]
fn links_start_at_the_base_of_the_page() {
    let page = "<head><base href='https://cdn.bao.example/tin/'></head><a href='mot-hai-ba-bon.html'>Một hai ba</a>";
    assert_eq!(
        list(page, Some("a"), None).expect("a list").value[0].url,
        "https://cdn.bao.example/tin/mot-hai-ba-bon.html"
    );
}

#[test]
fn a_date_that_may_be_another_article_s_is_not_taken() {
    let page = "<div><a href='/mot-hai-ba-bon-1.html'>Một</a><a href='/nam-sau-bay-tam-2.html'>Năm</a><span class='date'>22/11/2026</span></div>";
    let parsed = list(page, None, None).expect("a list");
    assert!(parsed.value.iter().all(|entry| entry.published.is_none()));
}

#[test]
fn an_empty_list_and_a_wrong_selector_are_errors() {
    let error = list(PAGE, Some(".khong-co a"), None).expect_err("nothing");
    assert_eq!(
        error.to_string(),
        "no article is listed on https://bao.example/van-hoa/ (0 links looked at); compare `links` and `pattern` of this channel in sources.toml with the page"
    );
    assert_eq!(
        list(PAGE, None, Some("/the-thao/"))
            .expect_err("nothing")
            .code(),
        "nothing-listed"
    );
    assert_eq!(
        list(PAGE, Some("a[["), None).expect_err("no CSS").code(),
        "bad-selector"
    );
}

#[test]
fn a_link_without_text_is_kept_and_noted() {
    let parsed = list("<a href='/mot-hai-ba-bon-1.html'><img></a>", None, None).expect("a list");
    assert_eq!(
        parsed.problems,
        [Problem::EntryWithoutTitle {
            url: "https://bao.example/mot-hai-ba-bon-1.html".into()
        }]
    );
}
