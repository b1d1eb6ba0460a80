use super::{parts::without_site, *};

fn now() -> Timestamp {
    "2026-11-23T08:00:00+07:00".parse().expect("a timestamp")
}

const URL: &str = "https://bao.example/van-hoa/khai-hoi-1.html";
const LEAD: &str = "Sáng 22/11, hàng nghìn người về xã Mẫu dự lễ hội Nàng Hai, nghi lễ cầu mùa của người Tày được phục dựng sau nhiều năm.";
const FIRST: &str = "Từ tờ mờ sáng, các đoàn rước từ ba xóm đã tề tựu trước miếu. Dẫn đầu là các mẹ Nàng trong trang phục chàm, tay cầm quạt, miệng hát những câu lượn mời trăng xuống trần gian.";
const SECOND: &str = "Theo ban tổ chức, phần hội kéo dài ba ngày với tung còn, đẩy gậy và thi giã bánh dày. Du khách cần hỗ trợ gọi số 0206 3852 123 để được chỉ đường và bố trí chỗ nghỉ trong bản.";

fn page(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=vi><head><meta charset=utf-8><title>Khai hội Nàng Hai sau nhiều năm - Báo Non Nước</title>{head}</head><body>
         <nav><ul><li><a href=/>Trang chủ</a></li><li><a href=/van-hoa>Văn hóa</a></li></ul></nav>{body}
         <footer><p>Giấy phép số 1/GP cấp ngày 03/04/2019. Tổng biên tập: Nông Văn Mẫu.</p></footer></body></html>"
    )
}

fn plain() -> String {
    page(
        &format!("<meta name=description content='{LEAD}'><meta property=og:title content='Khai hội Nàng Hai sau nhiều năm | Báo Non Nước'>"),
        &format!("<div class=detail><h1>Khai hội Nàng Hai sau nhiều năm</h1><span class=date>Chủ nhật, 22/11/2026, 09:15 (GMT+7)</span>
          <h2 class=tom-tat>{LEAD}</h2><div class=noi-dung><p>{FIRST}</p><p>{SECOND}</p>
          <div class=tin-lien-quan><a href=/x>Một tin khác không dính gì đến bài này cả</a></div>
          <p class=author>Nông Thị Mẫu</p><p><b>Theo TTXVN</b></p></div></div>
          <div class=binhluan><p>Người đọc 1: bài hay quá, tôi rất thích đọc những bài như thế này nữa.</p></div>"),
    )
}

fn read(page: &str, selectors: &Selectors) -> Parsed<PageArticle> {
    let doc = Document {
        bytes: page.as_bytes(),
        content_type: Some("text/html"),
        url: URL,
    };
    parse_article(&doc, selectors, None, now()).expect("an article")
}

#[track_caller]
fn check_plain(article: &PageArticle) {
    assert_eq!(article.text.title, "Khai hội Nàng Hai sau nhiều năm");
    assert_eq!(article.text.lead, LEAD);
    assert_eq!(
        article.text.body,
        format!(
            "{FIRST}\n{}",
            SECOND.replace("0206 3852 123", "[số điện thoại]")
        )
    );
    assert_eq!(
        article.published,
        Some("2026-11-22T09:15:00+07:00".parse().expect("a timestamp"))
    );
    assert_eq!(article.credit.as_deref(), Some("Theo TTXVN"));
}

#[test]
fn the_library_s_text_comes_apart_into_title_lead_and_body() {
    let parsed = read(&plain(), &Selectors::default());
    assert_eq!(parsed.problems, []);
    check_plain(&parsed.value);
    assert_eq!(parsed.value.way, Extraction::Library);
}

#[test]
fn selectors_win_when_they_find_a_body() {
    let selectors = Selectors {
        title: Some("h1".into()),
        lead: Some(".tom-tat".into()),
        body: Some(".noi-dung".into()),
        published: Some(".date".into()),
        remove: vec![".quang-cao".into()],
        from: None,
    };
    let with_advert = plain().replace("<p>Từ tờ", "<div class=quang-cao>Mua ngay</div><p>Từ tờ");
    let parsed = read(&with_advert, &selectors);
    assert_eq!(parsed.problems, []);
    check_plain(&parsed.value);
    assert_eq!(
        (parsed.value.way, parsed.value.confidence),
        (Extraction::Selectors, 95)
    );
    let origins = parsed.value.origins;
    assert_eq!(
        [origins.title, origins.lead, origins.body, origins.published],
        [Some(Origin::Selector); 4]
    );
}

#[test]
fn what_the_article_has_not_is_what_was_left_out() {
    let html = plain()
        .replace(
            "<p>Từ tờ",
            "<div class=quang-cao>Mua ngay, gọi 0912 345 678</div><p>Từ tờ",
        )
        .replace("<body>", "<body><nav>Trang chủ</nav>");
    let doc = Document {
        bytes: html.as_bytes(),
        content_type: None,
        url: "https://bao.example/a.html",
    };
    let selectors = Selectors {
        body: Some(".noi-dung".into()),
        remove: vec![".quang-cao".into()],
        ..Selectors::default()
    };
    let article = read(&html, &selectors).value;
    let left = left_out(&doc, &article.text).expect("a page");
    assert!(
        left.contains(&"Mua ngay, gọi [số điện thoại]".to_owned()),
        "{left:?}"
    );
    for line in article.text.paragraphs() {
        assert!(!left.contains(&line.to_owned()), "{line}");
    }
}

#[test]
fn selectors_that_find_nothing_are_noted_and_the_library_helps() {
    let selectors = Selectors {
        title: Some("h1.x".into()),
        body: Some(".khong-co".into()),
        published: Some("p[".into()),
        ..Selectors::default()
    };
    let parsed = read(&plain(), &selectors);
    check_plain(&parsed.value);
    let codes: Vec<_> = parsed.problems.iter().map(Problem::code).collect();
    assert_eq!(
        codes,
        [
            "selector-found-nothing",
            "selector-found-nothing",
            "selector-invalid"
        ]
    );
}

#[test]
fn a_sole_heading_goes_before_a_document_title_that_is_the_sites_name() {
    let html = format!(
        "<html><head><title>Báo Mẫu</title></head><body><h1>Cứu hai người gần thác</h1><div><p>{FIRST}</p><p>{SECOND}</p></div></body></html>"
    );
    let parsed = read(&html, &Selectors::default());
    assert_eq!(parsed.value.text.title, "Cứu hai người gần thác");
    assert_eq!(parsed.value.origins.title, Some(Origin::Heading));
}

#[test]
fn a_bold_first_paragraph_is_the_lead() {
    let page = page(
        "",
        &format!(
            "<article><h1>Khai hội Nàng Hai sau nhiều năm</h1><p><strong>{LEAD}</strong></p><p>{FIRST}</p><p>{SECOND}</p></article>"
        ),
    );
    let selectors = Selectors {
        body: Some("article".into()),
        ..Selectors::default()
    };
    for selectors in [Selectors::default(), selectors] {
        let text = read(&page, &selectors).value.text;
        assert_eq!(text.lead, LEAD, "{selectors:?}");
        assert!(text.body.starts_with("Từ tờ mờ sáng"), "{}", text.body);
    }
}

#[test]
fn a_description_that_is_not_on_the_page_is_no_lead() {
    let page = page(
        "<meta name=description content='Trang tin tức tổng hợp của báo, cập nhật từng phút từng giờ mỗi ngày.'>",
        &format!(
            "<article><h1>Khai hội Nàng Hai sau nhiều năm</h1><p>{FIRST}</p><p>{SECOND}</p></article>"
        ),
    );
    let text = read(&page, &Selectors::default()).value.text;
    assert_eq!(text.lead, "");
    assert_eq!(text.body.lines().count(), 2);
}

#[test]
fn metadata_wins_over_visible_dates_when_it_can_be_believed() {
    let ld = |date: &str| {
        plain().replace("</head>", &format!("<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"datePublished\":\"{date}\",\"dateModified\":\"2026-11-22T10:00:00+07:00\"}}</script></head>"))
    };
    let good = read(&ld("2026-11-22T08:59:00+07:00"), &Selectors::default());
    assert_eq!(
        good.value.published,
        Some("2026-11-22T08:59:00+07:00".parse().expect("a timestamp"))
    );
    assert_eq!(
        good.value.modified,
        Some("2026-11-22T10:00:00+07:00".parse().expect("a timestamp"))
    );
    let bad = read(&ld("1970-01-01T00:00:00Z"), &Selectors::default());
    check_plain(&bad.value);
    assert_eq!(
        bad.problems.iter().map(Problem::code).collect::<Vec<_>>(),
        ["date-too-old"]
    );
}

#[test]
fn legacy_charsets_and_decomposed_text_give_the_same_article() {
    let expected = read(&plain(), &Selectors::default()).value;
    let nfd: String = unicode_normalization::UnicodeNormalization::nfd(&*plain()).collect();
    assert_eq!(read(&nfd, &Selectors::default()).value, expected);
    let legacy =
        crate::charset::tests::in_1258(&plain().replace("charset=utf-8", "charset=windows-1258"));
    let wide: Vec<u8> = plain().encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [legacy, wide] {
        let doc = Document {
            bytes: &bytes,
            content_type: None,
            url: URL,
        };
        let parsed = parse_article(&doc, &Selectors::default(), None, now()).expect("an article");
        assert_eq!(parsed.value, expected);
    }
}

#[test]
fn a_page_without_text_takes_the_entry_s() {
    let entry = Entry {
        id: None,
        url: URL.into(),
        title: Some("Khai hội Nàng Hai".into()),
        summary: Some(LEAD.into()),
        content: Some(format!("{LEAD}\n{FIRST}\nTheo TTXVN")),
        published: Some("2026-11-22T09:00:00+07:00".parse().expect("a timestamp")),
        updated: None,
        section: None,
    };
    let doc = Document {
        bytes: b"<html><body><script>app()</script></body></html>",
        content_type: None,
        url: URL,
    };
    let parsed =
        parse_article(&doc, &Selectors::default(), Some(&entry), now()).expect("the entry's text");
    assert_eq!(parsed.problems, [Problem::TextFromEntry]);
    assert_eq!(
        parsed.value,
        article_from_entry(&entry, now()).expect("an article").value
    );
    assert_eq!(
        parsed.value.text,
        ArticleText {
            title: "Khai hội Nàng Hai".into(),
            lead: LEAD.into(),
            body: FIRST.into()
        }
    );
    assert_eq!(
        (
            parsed.value.way,
            parsed.value.published,
            parsed.value.credit.as_deref()
        ),
        (Extraction::Feed, entry.published, Some("Theo TTXVN"))
    );
    let error = parse_article(&doc, &Selectors::default(), None, now()).expect_err("nothing");
    assert_eq!(error.code(), "no-article");
}

#[test]
fn an_entry_s_summary_alone_is_an_article() {
    let entry = Entry {
        id: None,
        url: URL.into(),
        title: Some("Tít".into()),
        summary: Some("Một.\nHai 0912345678.".into()),
        content: None,
        published: None,
        updated: None,
        section: None,
    };
    let parsed = article_from_entry(&entry, now()).expect("an article");
    assert_eq!(
        parsed.value.text,
        ArticleText {
            title: "Tít".into(),
            lead: "Một.".into(),
            body: "Hai [số điện thoại].".into()
        }
    );
    let bare = Entry {
        title: None,
        summary: None,
        ..entry.clone()
    };
    assert!(article_from_entry(&bare, now()).is_err());
    let titled = Entry {
        summary: None,
        ..entry
    };
    assert_eq!(
        article_from_entry(&titled, now())
            .expect("a title")
            .problems,
        [Problem::NoBody]
    );
}

#[test]
fn an_entry_s_summary_and_content_lose_nothing_and_repeat_nothing() {
    #[track_caller]
    fn check(summary: &str, content: &str, lead: &str, body: &str) {
        let entry = Entry {
            id: None,
            url: URL.into(),
            title: Some("Tít".into()),
            summary: Some(summary.into()),
            content: Some(content.into()),
            published: None,
            updated: None,
            section: None,
        };
        let text = article_from_entry(&entry, now())
            .expect("an article")
            .value
            .text;
        assert_eq!((&*text.lead, &*text.body), (lead, body));
    }
    check("Một hai…", "Một hai ba.\nBốn.", "Một hai ba.", "Bốn.");
    check("Một.\nHai.", "Một.\nHai.\nBa.", "Một.\nHai.", "Ba.");
    check("Một.\nHai.", "Ba.\nBốn.", "Một.\nHai.", "Ba.\nBốn.");
    check("Một.", "Một.", "Một.", "Một.");
}

#[test]
fn a_site_name_is_taken_off_the_title() {
    for (title, site, expected) in [
        (
            "Khai hội Nàng Hai ở Mẫu - Báo Non Nước",
            None,
            "Khai hội Nàng Hai ở Mẫu",
        ),
        (
            "Khai hội Nàng Hai ở Mẫu | Non Nước",
            None,
            "Khai hội Nàng Hai ở Mẫu",
        ),
        ("Khai hội - Tin mới", Some("Tin mới"), "Khai hội"),
        ("Đội A thắng đội B 2 - 1", None, "Đội A thắng đội B 2 - 1"),
        ("Cao Bằng - miền đất lạ", None, "Cao Bằng - miền đất lạ"),
    ] {
        assert_eq!(without_site(title, site), expected);
    }
}
