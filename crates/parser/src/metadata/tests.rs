use scraper::Html;

use super::*;

fn now() -> Timestamp {
    "2026-11-23T08:00:00+07:00".parse().expect("a timestamp")
}

fn visible(page: &str) -> Option<String> {
    let tree = Html::parse_document(page);
    let headline = tree.select(selector!("h1")).next();
    visible_date(&tree, headline, now()).map(|date| date.to_string())
}

#[test]
fn json_ld_is_read_in_its_usual_shapes_and_states() {
    for script in [
        r#"{"@type":"NewsArticle","headline":"Tít","datePublished":"2026-11-22T07:00:00+07:00","url":"/a"}"#,
        r#"[{"@type":"Organization"},{"@type":["Article","X"],"headline":"Tít","datePublished":"2026-11-22T07:00:00+07:00","mainEntityOfPage":{"@id":"/a"}}]"#,
        r#"{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},{"@type":"BlogPosting","headline":"Tít","datePublished":"2026-11-22T07:00:00+07:00","mainEntityOfPage":"/a"}]}"#,
        "<!-- {\"@type\":\"NewsArticle\",\"headline\":\"Tít\",\"description\":\"hai\ndòng\",\"datePublished\":\"2026-11-22T07:00:00+07:00\",\"url\":\"/a\"}; -->",
    ] {
        let tree = Html::parse_document(&format!(
            "<script type='application/ld+json'>{script}</script>"
        ));
        let found = read(&tree);
        assert_eq!(
            (
                found.headline.as_deref(),
                found.is_article,
                &*found.published[0].1
            ),
            (Some("Tít"), true, "2026-11-22T07:00:00+07:00"),
            "{script}"
        );
        assert_eq!(
            found.canonical(
                "https://bao.example/",
                "https://bao.example/b",
                &mut Vec::new()
            ),
            Some((Origin::JsonLd, "https://bao.example/a".to_owned())),
            "{script}"
        );
    }
    let broken = read(&Html::parse_document(
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"a \"b\" c\",\"datePublished\": \"2026-11-22\"</script>",
    ));
    assert_eq!(
        broken.published,
        [(Origin::JsonLd, "2026-11-22".to_owned())]
    );
}

#[test]
fn meta_elements_come_behind_json_ld_and_before_web_pages() {
    let tree = Html::parse_document(
        "<meta property='article:published_time' content='2'><script type='application/ld+json'>{\"@type\":\"WebPage\",\"datePublished\":\"3\"}</script>
         <script type='application/ld+json'>{\"@type\":\"Article\",\"datePublished\":\"1\"}</script>",
    );
    let published = read(&tree).published;
    let texts: Vec<&str> = published.iter().map(|(_, text)| &**text).collect();
    assert_eq!(texts, ["1", "2", "3"]);
    let origins: Vec<Origin> = published.iter().map(|(origin, _)| *origin).collect();
    assert_eq!(origins, [Origin::JsonLd, Origin::Meta, Origin::JsonLd]);
}

#[test]
fn a_canonical_address_has_to_be_believable() {
    let own = "https://m.bao.example/khai-hoi-1.html";
    let canonical = |href: &str| {
        let tree = Html::parse_document(&format!(
            "<link rel='canonical' href='{href}'><meta property='og:url' content='https://bao.example/og.html'>"
        ));
        let mut problems = Vec::new();
        let found = read(&tree).canonical(own, own, &mut problems);
        (
            found.map(|(_, url)| url).unwrap_or_default(),
            problems.len(),
        )
    };
    assert_eq!(
        canonical("https://bao.example/khai-hoi-1.html#x"),
        ("https://bao.example/khai-hoi-1.html".into(), 0)
    );
    assert_eq!(
        canonical("https://khac.example/khai-hoi-1.html"),
        ("https://bao.example/og.html".into(), 1)
    );
    assert_eq!(
        canonical("https://bao.example/"),
        ("https://bao.example/og.html".into(), 1)
    );
    assert_eq!(
        canonical("javascript:1"),
        ("https://bao.example/og.html".into(), 0)
    );
}

#[test]
fn the_visible_date_is_the_article_s_own() {
    let expected = Some("2026-11-22T00:15:00Z".to_owned());
    for page in [
        // Behind the headline, by class.
        "<div class=clock-date>23/11/2026 07:59</div><h1>Tít</h1><span class=date>Chủ nhật, 22/11/2026, 07:15</span><footer class=date>03/04/2019</footer>",
        // Before the headline, in its box.
        "<span class=time>23/11/2026 07:59</span><div><main><div class=head><span class=time>22/11/2026 07:15</span><h1>Tít</h1></div><p>a</p></main></div>",
        // Without any class.
        "<h1>Tít</h1><p><i>Đăng lúc: 22/11/2026 07:15 (GMT+7)</i></p><p>Ngày 1/1/2020 mở hội.</p>",
        "<h1>Tít</h1><time datetime='2026-11-22T07:15:00+07:00'>hôm qua</time>",
        "<aside><span class=date>01/01/2026</span></aside><h1>Tít</h1><div class=related-news><i class=date>02/01/2026</i></div><b class=publish>22/11/2026 07:15</b>",
    ] {
        assert_eq!(visible(page), expected, "{page}");
    }
    assert_eq!(
        visible("<span class=date>22/11/2026</span><h2>a</h2><h1>Tít</h1><p>Không có ngày</p>"),
        None
    );
    assert_eq!(
        visible("<h1>Tít</h1><span class=date>22/11/2030</span>"),
        None
    );
}

#[test]
fn the_section_is_what_the_page_says_first() {
    let meta = "<meta property='article:section' content='Du lịch'>";
    let script = |json: &str| format!("<script type='application/ld+json'>{json}</script>");
    let data = script(r#"{"@type":"NewsArticle","articleSection":["Văn hóa","Lễ hội"]}"#);
    let crumbs = script(
        r#"{"@type":"BreadcrumbList","itemListElement":[{"position":1,"item":{"@id":"/","name":"Trang chủ"}},
        {"position":2,"name":"Thể thao"},{"position":3,"name":"Khai hội"}]}"#,
    );
    let section = |page: &str| read(&Html::parse_document(page)).section("Khai hội");
    assert_eq!(
        section(&format!("{crumbs}{data}{meta}")).as_deref(),
        Some("Du lịch")
    );
    assert_eq!(
        section(&format!("{crumbs}{data}")).as_deref(),
        Some("Văn hóa")
    );
    assert_eq!(section(&crumbs).as_deref(), Some("Thể thao"));
    assert_eq!(section("<h1>Khai hội</h1>"), None);
    // What stands behind the first of a list are tags, and tags name persons.
    let tags = script(r#"{"@type":"NewsArticle","articleSection":["Uncategorized","Bà Mẫu"]}"#);
    assert_eq!(section(&tags), None);
}
