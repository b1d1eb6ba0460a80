use super::*;
use crate::problem::Mend;

fn now() -> Timestamp {
    "2026-11-23T08:00:00+07:00".parse().expect("a timestamp")
}

fn doc(bytes: &[u8]) -> Document<'_> {
    Document {
        bytes,
        content_type: None,
        url: "https://bao.example/rss/tin.rss",
    }
}

#[track_caller]
fn read(text: &str) -> Parsed<Feed> {
    parse_feed(&doc(text.as_bytes()), now()).expect("a feed")
}

fn codes<T>(parsed: &Parsed<T>) -> Vec<&'static str> {
    parsed.problems.iter().map(Problem::code).collect()
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

const RSS: &str = "<?xml version='1.0' encoding='utf-8'?>
<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>
 <title>Báo Non Nước - Văn hóa</title><link>https://bao.example/</link><ttl>30</ttl>
 <item><title><![CDATA[Khai hội  &quot;Nàng Hai&quot;]]></title><link>https://bao.example/khai-hoi-1.html?utm_source=rss#a</link>
  <guid isPermaLink='false'>nn-1</guid><pubDate>Mon, 23 Nov 2026 07:00:00 +0700</pubDate>
  <description><![CDATA[<a href='x'><img src='y'/></a></br>Sáng nay hội mở. Liên hệ 0912 345 678.]]></description>
  <content:encoded><![CDATA[<p>Sáng nay hội mở.</p><p>Đông người dự.</p>]]></content:encoded></item>
 <item><title>Chợ phiên</title><link>/cho-phien-2.html</link><pubDate>Thứ hai, 23/11/2026, 06:30 (GMT+7)</pubDate></item>
</channel></rss>";

#[test]
fn rss_is_read() {
    let parsed = read(RSS);
    assert_eq!(parsed.problems, []);
    let feed = parsed.value;
    assert_eq!(
        (feed.title.as_deref(), feed.kind, feed.hints.ttl),
        (
            Some("Báo Non Nước - Văn hóa"),
            FeedKind::Rss,
            Some(std::time::Duration::from_secs(1_800))
        )
    );
    assert_eq!(
        feed.entries,
        [
            Entry {
                id: Some("nn-1".into()),
                url: "https://bao.example/khai-hoi-1.html".into(),
                title: Some("Khai hội \"Nàng Hai\"".into()),
                summary: Some("Sáng nay hội mở. Liên hệ [số điện thoại].".into()),
                content: Some("Sáng nay hội mở.\nĐông người dự.".into()),
                published: Some(at("2026-11-23T07:00:00+07:00")),
                updated: None,
            },
            Entry {
                id: None,
                url: "https://bao.example/cho-phien-2.html".into(),
                title: Some("Chợ phiên".into()),
                summary: None,
                content: None,
                published: Some(at("2026-11-23T06:30:00+07:00")),
                updated: None,
            },
        ]
    );
}

#[test]
fn atom_is_read() {
    let parsed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title type='html'>Tin &amp;amp; ảnh</title>
         <entry><id>tag:bao.example,2026:1</id><title>1 &lt; 2</title><link rel='edit' href='/sua/1'/><link rel='enclosure' href='/a.mp3' type='audio/mpeg'/>
          <link rel='alternate' href='/bai-1.html'/><published>2026-11-22T01:00:00Z</published><updated>2026-11-22T03:00:00Z</updated>
          <summary type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Một</p><p>Hai</p></div></summary></entry>
         <entry><id>https://bao.example/bai-2.html</id><title>Bài hai</title><updated>2026-11-22T03:00:00Z</updated></entry></feed>",
    );
    assert_eq!(parsed.problems, []);
    let [one, two] = &parsed.value.entries[..] else {
        panic!("two entries")
    };
    assert_eq!(
        (parsed.value.title.as_deref(), parsed.value.kind),
        (Some("Tin & ảnh"), FeedKind::Atom)
    );
    assert_eq!(
        (&*one.url, one.title.as_deref(), one.summary.as_deref()),
        (
            "https://bao.example/bai-1.html",
            Some("1 < 2"),
            Some("Một\nHai")
        )
    );
    assert_eq!(
        (one.published, one.updated),
        (
            Some(at("2026-11-22T08:00:00+07:00")),
            Some(at("2026-11-22T10:00:00+07:00"))
        )
    );
    assert_eq!(
        (&*two.url, two.published),
        (
            "https://bao.example/bai-2.html",
            Some(at("2026-11-22T10:00:00+07:00"))
        )
    );
}

#[test]
fn json_feed_is_read_with_and_without_faults() {
    let good = read(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"Tin","items":[{"id":"1","url":"/bai-1.html","title":"Bài","content_html":"<p>A</p><p>B</p>","date_published":"2026-11-22T08:00:00+07:00"}]}"#,
    );
    assert_eq!(good.problems, []);
    assert_eq!(good.value.kind, FeedKind::Json);
    assert_eq!(good.value.entries[0].content.as_deref(), Some("A\nB"));
    let bad = read(
        "\u{FEFF}{\"items\":[{\"id\":7,\"url\":\"/bai-1.html\",\"title\":\"Bài\",\"content_text\":\"A\\n\\nB\",\"tags\":3},null]}",
    );
    assert_eq!(codes(&bad), ["feed-repaired"]);
    assert_eq!(
        (
            bad.value.entries[0].id.as_deref(),
            bad.value.entries[0].content.as_deref()
        ),
        (Some("7"), Some("A\nB"))
    );
}

#[test]
fn faults_of_entries_are_noted_not_hidden() {
    let parsed = read(
        "<rss version='2.0'><channel><title/>
         <item><title>Không có đường dẫn 0912345678</title></item>
         <item><link>https://bao.example/a</link></item>
         <item><title>A</title><link>https://bao.example/a?fbclid=1</link></item>
         <item><title>Mai sau</title><link>https://bao.example/b</link><pubDate>Fri, 01 Jan 2027 00:00:00 GMT</pubDate></item>
         <item><title>Xưa</title><link>https://bao.example/c</link><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>
         <item><title>Hỏng</title><link>https://bao.example/d</link><pubDate>hôm nào đó</pubDate></item>
         <item><title>Không phải web</title><link>javascript:alert(1)</link></item>
         </channel></rss>",
    );
    assert_eq!(
        codes(&parsed),
        [
            "date-unreadable",
            "entry-without-link",
            "entry-without-title",
            "entry-repeated",
            "date-in-future",
            "date-too-old",
            "entry-without-link"
        ]
    );
    assert_eq!(
        parsed.problems[1].to_string(),
        "an entry has no usable link and was left out: \"Không có đường dẫn [số điện thoại]\""
    );
    let kept: Vec<_> = parsed
        .value
        .entries
        .iter()
        .map(|entry| (&*entry.url, entry.published))
        .collect();
    assert_eq!(
        kept,
        [
            ("https://bao.example/a", None),
            ("https://bao.example/b", None),
            ("https://bao.example/c", None),
            ("https://bao.example/d", None)
        ]
    );
}

#[test]
fn a_feed_that_breaks_off_keeps_its_complete_entries() {
    for cut in [
        RSS.find("</channel>").expect("there"),
        RSS.find("Chợ phiên").expect("there") + 1,
        RSS.find("<link>/cho").expect("there") + 3,
        RSS.find("<item><title>Chợ").expect("there") + 3,
    ] {
        let mut bytes = RSS.as_bytes()[..cut].to_vec();
        // The cut may go through a letter.
        bytes.push(0xE1);
        let parsed = parse_feed(&doc(&bytes), now()).expect("a feed");
        let kept = if cut > RSS.rfind("</item>").expect("there") {
            2
        } else {
            1
        };
        assert_eq!(parsed.value.entries.len(), kept, "{cut}");
        assert!(
            parsed.problems.contains(&Problem::Truncated { kept }),
            "{cut}: {:?}",
            parsed.problems
        );
    }
    let error = parse_feed(&doc(&RSS.as_bytes()[..150]), now()).expect_err("nothing left");
    assert_eq!(error.code(), "not-a-feed");
}

#[test]
fn light_faults_are_mended() {
    let broken = RSS
        .replace("Chợ phiên", "R&D &nbsp;&rarr; 1 < 2 \u{2}")
        .replace("version='2.0'", "version='2.00'");
    let parsed = read(&format!("\n\n{broken}<!-- 0,3 s -->"));
    assert_eq!(
        parsed.problems,
        [Problem::FeedRepaired {
            mended: vec![
                Mend::TrailingText,
                Mend::Ampersand,
                Mend::HtmlEntities,
                Mend::LessThan,
                Mend::ControlCharacters,
                Mend::Version
            ]
        }]
    );
    assert_eq!(
        parsed.value.entries[1].title.as_deref(),
        Some("R&D → 1 < 2")
    );
}

#[test]
fn one_broken_entry_does_not_cost_the_others() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title/>
        <entry><title>Một</title><link href='/1'/><summary/></entry>
        <entry><title type='x/y'>Hai</title><link href='/2'/></entry>
        <entry><title>Ba</title><link href='/3'/><content src='/x'>y</content></entry>
        <entry><title>Bốn</title><link href='/4'/></langauge></entry></feed>";
    let parsed = read(atom);
    assert_eq!(codes(&parsed), ["entry-unreadable", "feed-repaired"]);
    let titles: Vec<_> = parsed
        .value
        .entries
        .iter()
        .filter_map(|entry| entry.title.as_deref())
        .collect();
    assert_eq!(titles, ["Một", "Hai", "Bốn"]);
}

#[test]
fn charsets_do_not_matter() {
    let declared = RSS.replace("encoding='utf-8'", "encoding='UTF-16'");
    let big: Vec<u8> = declared.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let parsed = parse_feed(&doc(&big), now()).expect("UTF-16BE");
    assert_eq!(parsed.value, read(RSS).value);
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode("<?xml version='1.0' encoding='iso-8859-1'?><rss version='2.0'><channel><item><title>Café à Đà Nẵng</title><link>https://bao.example/a</link></item></channel></rss>");
    let parsed = parse_feed(&doc(&latin), now()).expect("Latin 1");
    // What Latin 1 lacks went out as references.
    assert_eq!(
        parsed.value.entries[0].title.as_deref(),
        Some("Café à Đà Nẵng")
    );
    let nfd: String = unicode_normalization::UnicodeNormalization::nfd(RSS).collect();
    assert_eq!(read(&nfd).value, read(RSS).value);
    // A second declaration panics in quick-xml when it reaches it.
    assert_eq!(
        read(&format!("<?xml version='1.0'?>\n{RSS}")).value,
        read(RSS).value
    );
}

#[test]
fn what_is_no_feed_is_named() {
    let refuse = |text: &str| {
        parse_feed(&doc(text.as_bytes()), now())
            .expect_err("no feed")
            .to_string()
    };
    for (text, expected) in [
        (
            "<!doctype html><html><body>x</body></html>",
            "it is an HTML page; give the address of the feed itself",
        ),
        (
            "<?xml version='1.0'?><urlset><url/></urlset>",
            "it is a sitemap; set kind = \"sitemap\"",
        ),
        ("<opml/>", "it is XML with the root <opml>"),
        ("{\"a\":1}", "it is JSON of another kind"),
        ("Not found", "it is neither XML nor JSON"),
        ("{\"items\":[", "it is too broken to be mended"),
        ("  ", "answered with an empty document"),
    ] {
        let said = refuse(text);
        assert!(said.contains(expected), "{text}: {said}");
    }
    assert_eq!(
        codes(&read(
            "<rss version='2.0'><channel><title>T</title></channel></rss>"
        )),
        ["no-entries"]
    );
}
