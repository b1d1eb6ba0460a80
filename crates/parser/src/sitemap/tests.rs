use std::io::Write as _;

use super::*;

fn now() -> Timestamp {
    "2026-11-23T08:00:00+07:00".parse().expect("a timestamp")
}

fn doc(bytes: &[u8]) -> Document<'_> {
    Document {
        bytes,
        content_type: None,
        url: "https://bao.example/sitemap.xml",
    }
}

fn codes(parsed: &Parsed<Sitemap>) -> Vec<&'static str> {
    parsed.problems.iter().map(Problem::code).collect()
}

const NEWS: &str = "<?xml version='1.0' encoding='UTF-8'?>
<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9' xmlns:image='http://www.google.com/schemas/sitemap-image/1.1'>
 <url><loc> https://bao.example/khai-hoi-1.html?a=1&amp;b=2 </loc><lastmod>2026-11-22</lastmod>
  <image:image><image:loc>https://bao.example/anh.jpg</image:loc><image:title>Ảnh</image:title></image:image>
  <news:news><news:publication><news:name>Báo Non Nước</news:name></news:publication><news:publication_date>2026-11-22T07:00:00+07:00</news:publication_date>
   <news:title><![CDATA[Khai hội]]> &amp; rước</news:title></news:news></url>
 <url><loc>https://bao.example/khai-hoi-1.html?b=2</loc></url>
</urlset>";

#[test]
fn a_news_sitemap_gives_titles_and_dates() {
    let parsed = parse_sitemap(&doc(NEWS.as_bytes()), now()).expect("a sitemap");
    assert_eq!(parsed.problems, []);
    let [one, two] = &parsed.value.entries[..] else {
        panic!("two entries")
    };
    assert_eq!(
        (&*one.url, one.title.as_deref()),
        (
            "https://bao.example/khai-hoi-1.html?a=1&b=2",
            Some("Khai hội & rước")
        )
    );
    assert_eq!(
        one.published,
        Some("2026-11-22T07:00:00+07:00".parse().expect("a timestamp"))
    );
    assert_eq!(
        one.updated,
        Some("2026-11-22T00:00:00+07:00".parse().expect("a timestamp"))
    );
    assert_eq!((two.title.as_deref(), two.published), (None, None));
}

#[test]
fn an_index_gives_its_children() {
    let index = "<sitemapindex><sitemap><loc>/tin-2026-11.xml.gz</loc><lastmod>2026-11-22T07:00:00Z</lastmod></sitemap><sitemap><lastmod>x</lastmod></sitemap></sitemapindex>";
    let parsed = parse_sitemap(&doc(index.as_bytes()), now()).expect("an index");
    assert_eq!(
        parsed.value.children,
        [ChildSitemap {
            url: "https://bao.example/tin-2026-11.xml.gz".into(),
            modified: Some("2026-11-22T07:00:00Z".parse().expect("a timestamp"))
        }]
    );
    assert_eq!(codes(&parsed), ["entry-without-link"]);
}

#[test]
fn gzip_is_unpacked_up_to_the_limit() {
    let pack = |bytes: &[u8]| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(bytes).expect("memory");
        packer.finish().expect("memory")
    };
    let packed = pack(NEWS.as_bytes());
    assert_eq!(
        parse_sitemap(&doc(&packed), now())
            .expect("a sitemap")
            .value
            .entries
            .len(),
        2
    );
    // Half an archive gives what it holds.
    let cut = parse_sitemap(&doc(&packed[..packed.len() - 60]), now()).expect("half a sitemap");
    assert_eq!(codes(&cut), ["truncated"]);
    let bomb = pack(&vec![b' '; guard::SITEMAP_BYTES + 1]);
    assert_eq!(
        parse_sitemap(&doc(&bomb), now())
            .expect_err("a bomb")
            .code(),
        "too-large"
    );
    assert_eq!(
        parse_sitemap(&doc(b"\x1F\x8B\x08nonsense"), now())
            .expect_err("no gzip")
            .code(),
        "not-text"
    );
}

#[test]
fn a_text_of_addresses_is_a_sitemap() {
    let parsed = parse_sitemap(
        &doc(b"https://bao.example/a\n\nhttps://bao.example/b\r\n"),
        now(),
    )
    .expect("a list");
    let urls: Vec<_> = parsed
        .value
        .entries
        .iter()
        .map(|entry| &*entry.url)
        .collect();
    assert_eq!(urls, ["https://bao.example/a", "https://bao.example/b"]);
}

#[test]
fn faults_are_noted() {
    let parsed = parse_sitemap(&doc("<urlset><url><loc>/a</loc></url><url><loc>/a</loc></url><url><loc>/b</loc><lastmod>bao giờ</lastmod></url><url><loc>/c".as_bytes()), now()).expect("a sitemap");
    assert_eq!(
        codes(&parsed),
        ["entry-repeated", "date-unreadable", "truncated"]
    );
    assert_eq!(parsed.value.entries.len(), 2);
}

#[test]
fn what_is_no_sitemap_is_named() {
    for (text, expected) in [
        (
            "<html><body>Không tìm thấy trang</body></html>",
            "it is an HTML page",
        ),
        (
            "<html><body><form><input TYPE='password'></form></body></html>",
            "it is a page to log in on",
        ),
        ("<rss version='2.0'/>", "it is a feed; set kind = \"feed\""),
        ("<a/>", "it is XML with the root <a>"),
        ("404", "it is neither XML nor JSON"),
    ] {
        let said = parse_sitemap(&doc(text.as_bytes()), now())
            .expect_err("no sitemap")
            .to_string();
        assert!(said.contains(expected), "{text}: {said}");
    }
}

#[test]
fn a_full_sitemap_is_read_to_its_end() {
    let urls: String = (0..50_000)
        .map(|n| {
            format!(
                "<url><loc>https://bao.example/{n}</loc><lastmod/><changefreq/><priority/></url>"
            )
        })
        .collect();
    let text = format!("<urlset>{urls}</urlset>");
    let doc = Document {
        bytes: text.as_bytes(),
        content_type: None,
        url: "https://bao.example/sitemap.xml",
    };
    let now = "2026-11-23T08:00:00+07:00".parse().expect("a timestamp");
    let parsed = parse_sitemap(&doc, now).expect("a sitemap");
    assert_eq!(
        (parsed.value.entries.len(), parsed.problems),
        (50_000, vec![])
    );
}
