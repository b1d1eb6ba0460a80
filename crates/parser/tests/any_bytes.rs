//! No bytes make any entry point panic, overflow the stack or run for long.

use langnghe_model::{Channel, ChannelKind, Entry, Selectors};
use langnghe_parser::{
    Document, article_from_entry, parse_article, parse_feed, parse_listing, parse_sitemap,
    plain_text,
};
use proptest::prelude::*;

fn all(bytes: &[u8], content_type: Option<&str>, url: &str) {
    let now = "2026-11-23T08:00:00+07:00".parse().expect("a timestamp");
    let doc = Document {
        bytes,
        content_type,
        url,
    };
    let entry = Entry {
        id: None,
        url: "https://bao.example/a".into(),
        title: Some(String::from_utf8_lossy(bytes).into_owned()),
        summary: Some(String::from_utf8_lossy(bytes).into_owned()),
        content: Some(String::from_utf8_lossy(bytes).into_owned()),
        published: None,
        updated: None,
        section: None,
    };
    let selectors = Selectors {
        title: Some("h1".into()),
        lead: Some("b".into()),
        body: Some("div, p".into()),
        published: Some("time, i".into()),
        remove: vec!["[".into(), "span".into()],
        from: None,
    };
    let channel = Channel {
        url: url.into(),
        kind: ChannelKind::Listing,
        links: Some("a, h1".into()),
        pattern: None,
    };
    let _ = parse_feed(&doc, now).map_err(|error| error.to_string());
    let _ = parse_sitemap(&doc, now).map_err(|error| error.to_string());
    let _ = parse_listing(&doc, &channel, now).map_err(|error| error.to_string());
    let _ = parse_article(&doc, &selectors, Some(&entry), now).map_err(|error| error.to_string());
    if let Ok(parsed) = parse_article(&doc, &Selectors::default(), None, now) {
        for problem in &parsed.problems {
            assert!(!problem.to_string().is_empty());
        }
        for paragraph in parsed.value.text.paragraphs() {
            assert_eq!(langnghe_parser::mask(paragraph), paragraph);
            assert_eq!(langnghe_vietnamese::normalize(paragraph), paragraph);
        }
    }
    let _ = article_from_entry(&entry, now);
    let _ = plain_text(&String::from_utf8_lossy(bytes));
}

fn soup(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => proptest::sample::select(pieces).prop_map(str::to_owned), 1 => "\\PC{0,8}"];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

const PAGE: &[&str] = &[
    "<html>",
    "<head>",
    "<title>",
    "</title>",
    "<meta charset=utf-16>",
    "<meta property=og:title content='a'>",
    "<script type='application/ld+json'>",
    "{\"@type\":\"NewsArticle\",\"datePublished\":\"2026-13-45\"}",
    "</script>",
    "<body>",
    "<h1>",
    "</h1>",
    "<div>",
    "</div>",
    "<p>",
    "<b>",
    "</b>",
    "<table>",
    "<tr>",
    "<td>",
    "<svg>",
    "<template>",
    "<select>",
    "<a href='/a-b-c-d'>",
    "</a>",
    "<time datetime='x'>",
    "12/05/2025",
    "0912345678",
    "<!--",
    "-->",
    "<![CDATA[",
    "&nbsp",
    "&#x110000;",
    "<base href='::'>",
    "<link rel=canonical href=//>",
];
const FEED: &[&str] = &[
    "<?xml version='1.0' encoding='utf-16'?>",
    "<rss version='2.0'>",
    "<rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "<channel>",
    "<item>",
    "</item>",
    "<entry>",
    "</entry>",
    "<title type='xhtml'>",
    "<title>",
    "</title>",
    "<link>",
    "<link href='/a'/>",
    "http://a.example/",
    "</link>",
    "<guid>",
    "</guid>",
    "<pubDate>",
    "</pubDate>",
    "<content:encoded>",
    "<![CDATA[",
    "]]>",
    "&",
    "&amp;",
    "&nbsp;",
    "</channel>",
    "</rss>",
    "</feed>",
    "<",
    ">",
    "{\"items\":[",
    "]}",
    "<media:group>",
    "<urlset>",
    "<url>",
    "<loc>",
    "</loc>",
    "</url>",
    "<sitemapindex>",
    "<sitemap>",
    "<news:news>",
    "<itunes:duration>",
    "99:99:99",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400), kind in proptest::option::of("[a-z/;= -]{0,30}"), url in "(https?://)?[a-z./:]{0,12}") {
        all(&bytes, kind.as_deref(), &url);
    }

    #[test]
    fn soup_of_pages(text in soup(PAGE)) {
        all(text.as_bytes(), None, "https://bao.example/a");
    }

    #[test]
    fn soup_of_feeds(text in soup(FEED)) {
        all(text.as_bytes(), None, "https://bao.example/a");
    }

    #[test]
    fn soup_of_feeds_in_utf_16(text in soup(FEED), big in any::<bool>()) {
        let bytes: Vec<u8> = text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
        all(&bytes, Some("text/xml; charset=utf-16"), "https://bao.example/a");
    }
}

#[test]
fn bombs_are_refused_in_no_time() {
    let start = std::time::Instant::now();
    for piece in [
        "<div>",
        "<b>",
        "<a href=x>",
        "<p><b id=x>",
        "<table><tr><td>",
        "<ul><li>",
        "<svg><g>",
        "<object>",
        "<font a=b><p>",
        "<template>",
        "<select><option>",
        "<rss version='2.0'><channel><item>",
        "<feed><entry>",
        "<title>",
        "<urlset><url>",
        "[",
        "{\"a\":[",
        "<![CDATA[",
        "<!--",
        "&#",
        "&amp;",
        "<?",
        "</p>",
        "\u{0}",
        "<i>0912.",
        "<a href='/a-b-c-d-e'>x</a>",
        "<h1>x",
        "<time>12/5/2025</time>",
        "<p>",
        "<br>",
    ] {
        all(
            piece.repeat(2_000).as_bytes(),
            None,
            "https://bao.example/a",
        );
        all(
            format!(
                "<rss version='2.0'><channel><item><title>{}",
                piece.repeat(2_000)
            )
            .as_bytes(),
            None,
            "https://bao.example/a",
        );
    }
    all(
        "<div>".repeat(50_000).as_bytes(),
        None,
        "https://bao.example/a",
    );
    // Measured at a fifth of this, unoptimised, on two busy cores; what is quadratic takes minutes.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// Test threads have stacks of 2 MiB, as tokio's workers have: what the guard lets through has to fit.
#[test]
fn the_deepest_allowed_page_fits_a_small_stack() {
    let now = "2026-11-23T08:00:00+07:00".parse().expect("a timestamp");
    // How deep each piece makes the tree: tables get a body of their own.
    for (open, close, depth) in [
        ("<div>", "</div>", 1),
        ("<span>", "</span>", 1),
        ("<b id=x>", "</b>", 1),
        ("<blockquote>", "</blockquote>", 1),
        ("<ul><li>", "</li></ul>", 2),
        ("<table><tr><td>", "</td></tr></table>", 4),
        ("<section><p><em>", "</em></p></section>", 3),
    ] {
        let levels = 470 / depth;
        let inner = "<p>Một đoạn văn đủ dài để được coi là nội dung của bài báo, có dấu phẩy và dấu chấm.</p>";
        let text = format!(
            "<h1>Tít</h1>{}{inner}{inner}{inner}{}",
            open.repeat(levels),
            close.repeat(levels)
        );
        let doc = Document {
            bytes: text.as_bytes(),
            content_type: None,
            url: "https://bao.example/a",
        };
        let parsed = parse_article(&doc, &Selectors::default(), None, now);
        assert!(
            !parsed.is_err_and(|error| error.code() == "too-deep"),
            "{open}"
        );
    }
}
