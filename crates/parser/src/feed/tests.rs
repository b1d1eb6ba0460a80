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
  <category>Văn hóa &amp;amp; Lễ hội</category><category>Nàng Hai</category>
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
                section: Some("Văn hóa & Lễ hội".into()),
            },
            Entry {
                id: None,
                url: "https://bao.example/cho-phien-2.html".into(),
                title: Some("Chợ phiên".into()),
                summary: None,
                content: None,
                published: Some(at("2026-11-23T06:30:00+07:00")),
                updated: None,
                section: None,
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
            "entry-without-link",
            "entry-without-title",
            "entry-repeated",
            "date-in-future",
            "date-too-old",
            "date-unreadable",
            "entry-without-link"
        ]
    );
    assert_eq!(
        parsed.problems[0].to_string(),
        "an entry has no usable link, so its article cannot be read: \"Không có đường dẫn [số điện thoại]\""
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
    let parsed = read(&format!("\n\n{broken}<!-- 0,3 s --> xong"));
    assert_eq!(
        parsed.problems,
        [Problem::FeedRepaired {
            mended: vec![
                Mend::Ampersand,
                Mend::HtmlEntities,
                Mend::LessThan,
                Mend::ControlCharacters,
                Mend::TrailingText,
            ]
        }]
    );
    assert_eq!(
        parsed.value.entries[1].title.as_deref(),
        Some("R&D → 1 < 2")
    );
}

#[test]
fn what_the_formats_forbid_costs_no_entry() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title/>
        <entry><title>Một</title><link href='/1'/><summary/></entry>
        <entry><title type='x/y'>SGFp</title><link href='/2'/></entry>
        <entry><title>Ba</title><link href='/3'/><content src='/x'>y</content></entry>
        <entry><title>Bốn</title><link href='/4'/></langauge></entry></feed>";
    let parsed = read(atom);
    assert_eq!(codes(&parsed), ["feed-repaired"]);
    let titles: Vec<_> = parsed
        .value
        .entries
        .iter()
        .filter_map(|entry| entry.title.as_deref())
        .collect();
    assert_eq!(titles, ["Một", "Hai", "Ba", "Bốn"]);
}

#[test]
fn tags_that_do_not_fit_are_put_up_with() {
    let parsed = read(
        "<br/>Warning: chậm<?xml version='1.0'?><RSS><channel><title>Tin<link>https://bao.example/</link>
         <item><title>Một<link>/1</link><description><p>Đoạn một<br>dòng hai<p>Đoạn hai</description>
         <item><title>Hai</title><link>/2</link><description>A &lt;b&gt;B&lt;/b&gt; <![CDATA[C</description></item>
         <item><title>Ba</title><link>/3</link><description><![CDATA[<p>D</p>]]></description></item></channel></rss>",
    );
    assert_eq!(codes(&parsed), ["feed-repaired"]);
    assert_eq!(parsed.value.title.as_deref(), Some("Tin"));
    let entries: Vec<_> = parsed
        .value
        .entries
        .iter()
        .map(|entry| (entry.title.as_deref(), entry.summary.as_deref()))
        .collect();
    assert_eq!(
        entries,
        [
            (Some("Một"), Some("Đoạn một\ndòng hai\nĐoạn hai")),
            (Some("Hai"), Some("A B C")),
            (Some("Ba"), Some("D"))
        ]
    );
}

#[test]
fn old_formats_and_extensions_are_read() {
    let atom = read(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#' xml:base='https://bao.example/muc/'><title>Cũ</title>
         <entry xml:base='2004/'><title mode='escaped' type='text/html'>1 &amp;lt; 2</title><link rel='alternate' type='text/html' href='bai.html'/>
          <issued>2004-01-01T08:00:00+07:00</issued><modified>2004-01-02T08:00:00+07:00</modified>
          <content mode='base64' type='text/html'>PHA+TuG7mWk8L3A+</content></entry></feed>",
    );
    let [entry] = &atom.value.entries[..] else {
        panic!("one entry")
    };
    assert_eq!(
        (
            &*entry.url,
            entry.title.as_deref(),
            entry.content.as_deref()
        ),
        (
            "https://bao.example/muc/2004/bai.html",
            Some("1 < 2"),
            Some("Nội")
        )
    );
    assert_eq!(entry.published, Some(at("2004-01-01T08:00:00+07:00")));
    assert_eq!(entry.updated, Some(at("2004-01-02T08:00:00+07:00")));
    let rdf = read(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:d='http://purl.org/dc/elements/1.1/'>
         <channel rdf:about='/'><title>Mục</title><items><rdf:Seq><rdf:li rdf:resource='/1'/></rdf:Seq></items></channel>
         <item rdf:about='/1'><title>Một</title><d:date>2026-11-20T08:00:00+07:00</d:date><d:description>Tóm tắt</d:description></item></rdf:RDF>",
    );
    assert_eq!(rdf.problems, []);
    let [entry] = &rdf.value.entries[..] else {
        panic!("one entry")
    };
    assert_eq!(
        (&*entry.url, entry.summary.as_deref(), entry.published),
        (
            "https://bao.example/1",
            Some("Tóm tắt"),
            Some(at("2026-11-20T08:00:00+07:00"))
        )
    );
    let rss = read(
        "<rss version='0.92' xmlns:media='http://search.yahoo.com/mrss/' xmlns:x='https://bao.example/x'><channel>
         <image><title>Ảnh</title><link>/anh</link></image><title>Tin</title>
         <item><media:group><media:title>Ảnh hội</media:title><media:description>Chú thích</media:description></media:group>
          <source url='/s'>Nguồn</source><x:box><title>Khác</title><link>/khac</link></x:box><title>Hội</title><guid>https://bao.example/hoi</guid></item></channel></rss>",
    );
    let [entry] = &rss.value.entries[..] else {
        panic!("one entry")
    };
    assert_eq!(rss.value.title.as_deref(), Some("Tin"));
    assert_eq!(
        (
            &*entry.url,
            entry.title.as_deref(),
            entry.summary.as_deref()
        ),
        ("https://bao.example/hoi", Some("Hội"), Some("Chú thích"))
    );
}

#[test]
fn entries_without_an_address_are_kept_apart() {
    let parsed = read(
        "<rss><channel><item><guid isPermaLink='false'>1</guid><title>A</title></item><item><guid isPermaLink='false'>1</guid><title>B</title></item>
         <item><title>C</title><pubDate>2026-11-20</pubDate></item><item><title>C</title><pubDate>2026-11-21</pubDate></item>
         <item><title>C</title><pubDate>2026-11-21</pubDate></item><item/></channel></rss>",
    );
    let titles: Vec<_> = parsed
        .value
        .unlinked
        .iter()
        .filter_map(|entry| entry.title.as_deref())
        .collect();
    // By id, else by title and date; what says nothing at all is only noted.
    assert_eq!(titles, ["A", "C", "C"]);
    assert!(parsed.value.entries.is_empty());
    assert_eq!(codes(&parsed), ["entry-without-link"; 6]);
}

#[test]
fn a_player_that_is_not_ended_hides_nothing() {
    let parsed = read(
        "<rss><channel><item><title>A</title><link>/a</link><description>&lt;iframe src='/x'&gt;&lt;p&gt;Chữ&lt;/p&gt;</description></item></channel></rss>",
    );
    assert_eq!(parsed.value.entries[0].summary.as_deref(), Some("Chữ"));
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
fn a_page_to_log_in_on_is_told_from_one_with_a_corner_for_it() {
    let page = |links: usize| {
        format!(
            "<!doctype html><html><body>{}<input type=\"password\"></body></html>",
            "<a href='/tin'>Tin</a>".repeat(links)
        )
    };
    assert_eq!(html_page(&page(3)), NotAList::LogInPage);
    assert_eq!(html_page(&page(60)), NotAList::HtmlPage);
    let said = parse_feed(&doc(page(0).as_bytes()), now()).expect_err("no feed");
    assert!(
        said.to_string()
            .contains("give the address of a feed that is open to everyone"),
        "{said}"
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

#[test]
fn the_first_category_is_the_section() {
    let section = |item: &str| {
        let feed = format!(
            "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><category>Tin của kênh</category>\
             <item><link>https://bao.example/1</link>{item}</item></channel></rss>"
        );
        read(&feed).value.entries[0].section.clone()
    };
    assert_eq!(section("<title>Bài</title>"), None);
    assert_eq!(
        section(
            "<dc:subject>Đời sống</dc:subject><category>Du lịch</category><category>Thác</category>"
        )
        .as_deref(),
        Some("Du lịch")
    );
    assert_eq!(
        section("<dc:subject>Đời sống</dc:subject>").as_deref(),
        Some("Đời sống")
    );
    assert_eq!(section("<category>Uncategorized</category>"), None);
    let unended = "<category>Du lịch<title>Bài</title>";
    assert_eq!(section(unended).as_deref(), Some("Du lịch"));
    assert_eq!(
        read(&format!(
            "<rss><channel><item><link>https://bao.example/1</link>{unended}</item></channel></rss>"
        ))
        .value
        .entries[0]
            .title
            .as_deref(),
        Some("Bài")
    );
}

#[test]
fn atom_names_a_section_for_people_or_for_machines() {
    let section = |category: &str| {
        let feed = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='https://bao.example/1'/>{category}</entry></feed>"
        );
        read(&feed).value.entries[0].section.clone()
    };
    assert_eq!(
        section("<category term='the-thao' label='Thể thao'/>").as_deref(),
        Some("Thể thao")
    );
    assert_eq!(
        section("<category term='Thể thao &amp; Đời sống'></category>").as_deref(),
        Some("Thể thao & Đời sống")
    );
}
