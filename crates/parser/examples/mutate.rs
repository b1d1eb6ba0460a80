//! Feeds and pages with their bytes flipped, cut, doubled and nested, read by every reader of the parser:
//! `mutate COUNT SEED [FILE…]`. The seeds are small documents written here, and the files.
//!
//! Each reading runs on a thread with a small stack, where a panic is caught and noted; an overflow of the
//! stack ends the program, which the caller sees. Time and memory are measured for each: what takes over 2 s
//! or 200 MB is a failure. Ends with 1 when anything failed.

#![expect(clippy::print_stdout, reason = "the figures are what this is for")]

use std::time::Instant;

use langnghe_model::{Channel, ChannelKind, Selectors};
use langnghe_parser::{Document, parse_article, parse_feed, parse_listing, parse_sitemap};

/// A figure of this process in bytes, as Linux tells it (`VmRSS`, `VmHWM`); 0 elsewhere.
fn memory(name: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    kilobytes.unwrap_or(0_usize) << 10
}

/// Makes the peak start anew at what is in use now.
fn reset_peak() {
    // Where this cannot be done the peak is that of the whole run, and more is counted, not less.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// How long this thread has been on a processor, as Linux tells it.
fn processor_seconds() -> Option<f64> {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = said.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

const STACK: usize = 2 << 20;
const SECONDS: f64 = 2.0;
const BYTES: usize = 200 << 20;
/// A mutated document grows no further.
const LONGEST: usize = 2 << 20;

const FEED: &str = "<?xml version='1.0' encoding='utf-8'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>
<title>Báo Non Nước</title><link>https://bao.example/</link><ttl>30</ttl><skipHours><hour>3</hour></skipHours>
<item><title><![CDATA[Khai hội Nàng Hai]]></title><link>https://bao.example/khai-hoi-1.html?utm_source=rss</link><guid isPermaLink='false'>1</guid>
<pubDate>Mon, 23 Nov 2026 07:00:00 +0700</pubDate><description><![CDATA[<a href='x'><img src='y'/></a></br>Sáng nay hội mở. Liên hệ 0912 345 678.]]></description>
<content:encoded><![CDATA[<p>Sáng nay hội mở.</p><p>Đông người dự.</p>]]></content:encoded></item>
<item><title>Chợ phiên &amp; hội</title><link>/cho-phien-2.html</link><pubDate>Thứ hai, 23/11/2026, 06:30 (GMT+7)</pubDate></item></channel></rss>";
const ATOM: &str = "<!DOCTYPE feed [<!ENTITY ten 'Non Nước'>]><feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://bao.example/'><title type='html'>Tin &amp;amp; &ten;</title>
<entry><id>tag:bao.example,2026:1</id><title>1 &lt; 2</title><link rel='alternate' href='bai-1.html'/><updated>2026-11-22T03:00:00Z</updated>
<summary type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Một</p><p>Hai<br/></p></div></summary></entry></feed>";
const JSON: &str = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Tin","items":[{"id":"1","url":"/bai-1.html","title":"Bài","content_html":"<p>A</p><p>B</p>","date_published":"2026-11-22T08:00:00+07:00"}]}"#;
const SITEMAP: &str = "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>
<url><loc>https://bao.example/bai-1.html</loc><lastmod>2026-11-22</lastmod><news:news><news:publication_date>2026-11-22T08:00:00+07:00</news:publication_date><news:title>Bài</news:title></news:news></url></urlset>";
const PAGE: &str = "<!doctype html><html><head><meta charset=utf-8><title>Khai hội - Báo</title><link rel=canonical href='/khai-hoi-1.html'><meta property='og:title' content='Khai hội'>
<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Khai hội\",\"datePublished\":\"2026-11-23T07:00:00+07:00\"}</script></head>
<body><nav><ul><li><a href='/van-hoa'>Văn hóa</a></ul></nav><article><h1>Khai hội Nàng Hai</h1><time datetime='2026-11-23T07:00:00+07:00'>23/11/2026 07:00</time><p class=sapo><b>Sáng nay, hội xuân mở ở bản trên.</b></p>
<div class=text><p>Từ sáng sớm, người dân trong vùng đã kéo về sân đình, đông vui hơn mọi năm.</p><figure><img src=a><figcaption>Ảnh hội</figcaption></figure><table><tr><td>Một<td>Hai</table>
<p>Theo ban tổ chức, hội kéo dài ba ngày với nhiều trò chơi, liên hệ 0912.345.678 hoặc a@bao.example.</p></div></article><ul class=list><li><a href='/cho-phien-xuan-moi-2.html'>Chợ phiên xuân mới</a> <time>22/11/2026</time></ul></body></html>";

/// A small generator (xorshift), so that a count and a seed say what was tried.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap_or(0)
    }
}

const PIECES: &[&str] = &[
    "<div>",
    "<b>",
    "<p>",
    "<table><tr><td>",
    "<a href=x>",
    "<svg><g>",
    "<font color=1>",
    "<item>",
    "<entry>",
    "<title>",
    "<![CDATA[",
    "<!--",
    "]]>",
    "-->",
    "&",
    "&#",
    "<?",
    "<!",
    "</",
    "<rss>",
    "<url>",
    "[",
    "{\"a\":",
    "\"",
    "'",
    "<a b='",
    "</p>",
    "</item>",
    "<ul><li>",
    "<select><option>",
    "<template>",
    "<form>",
    "\u{0}",
];

fn mutate(seed: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed[..seed.len().min(LONGEST / 2)].to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(100) {
            0..=34 => {
                for _ in 0..=random.below(8) {
                    let at = random.below(bytes.len());
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << random.below(8);
                    }
                }
            }
            35..=49 => bytes.truncate(at),
            50..=64 => {
                // A stretch is taken out.
                let to = (at + random.below(200)).min(bytes.len());
                drop(bytes.drain(at..to));
            }
            65..=79 => {
                // A stretch comes twice.
                let to = (at + random.below(2_000)).min(bytes.len());
                let again = bytes[at..to].to_vec();
                drop(bytes.splice(at..at, again));
            }
            80..=98 => {
                let piece = PIECES[random.below(PIECES.len())].repeat(1 + random.below(20));
                drop(bytes.splice(at..at, piece.into_bytes()));
            }
            _ => {
                // Nested up to 100,000 deep, rarely, since it takes the longest.
                let depth = [1_000, 10_000, 100_000][random.below(3)];
                let piece = PIECES[random.below(PIECES.len())].repeat(depth);
                drop(bytes.splice(at..at, piece.into_bytes()));
            }
        }
        bytes.truncate(LONGEST);
    }
    bytes
}

/// Reads a document in every way; what is given back does not matter here.
fn read(bytes: &[u8], which: usize) {
    let Ok(now) = "2026-11-23T08:00:00+07:00".parse() else {
        return;
    };
    let doc = Document {
        bytes,
        content_type: None,
        url: "https://bao.example/muc/trang.html",
    };
    match which {
        0 => drop(parse_feed(&doc, now)),
        1 => drop(parse_article(&doc, &Selectors::default(), None, now)),
        2 => drop(parse_sitemap(&doc, now)),
        _ => {
            let channel = Channel {
                url: doc.url.into(),
                kind: ChannelKind::Listing,
                links: None,
                pattern: None,
            };
            drop(parse_listing(&doc, &channel, now));
        }
    }
}

const READERS: [&str; 4] = ["feed", "article", "sitemap", "listing"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().unwrap_or_default().parse()?;
    let seed: u64 = arguments.next().unwrap_or_default().parse()?;
    let mut seeds: Vec<Vec<u8>> = [FEED, ATOM, JSON, SITEMAP, PAGE]
        .iter()
        .map(|text| text.as_bytes().to_vec())
        .collect();
    let own = seeds.len();
    for file in arguments {
        seeds.push(std::fs::read(file)?);
    }
    std::panic::set_hook(Box::new(|_| {}));
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let (mut panics, mut slow, mut large) = (0, 0, 0);
    let (mut longest, mut most) = ([0.0_f64; 4], [0_usize; 4]);
    for number in 0..count {
        // Half of them come from the few seeds written here, which hold one of everything.
        let which = if number % 2 == 0 || seeds.len() == own {
            random.below(own)
        } else {
            own + random.below(seeds.len() - own)
        };
        let bytes = mutate(&seeds[which], &mut random);
        for (reader, name) in READERS.iter().enumerate() {
            reset_peak();
            let before = memory("VmRSS");
            let start = Instant::now();
            let worked = std::thread::scope(|scope| {
                std::thread::Builder::new()
                    .stack_size(STACK)
                    .spawn_scoped(scope, || {
                        read(&bytes, reader);
                        processor_seconds()
                    })
                    .map(|thread| thread.join().ok())
            })?;
            let done = worked.is_some();
            // On a machine that is busy with other things only the time on a processor says something.
            let seconds = worked
                .flatten()
                .unwrap_or_else(|| start.elapsed().as_secs_f64());
            let peak = memory("VmHWM").saturating_sub(before);
            longest[reader] = longest[reader].max(seconds);
            most[reader] = most[reader].max(peak);
            let failed = [!done, seconds > SECONDS, peak > BYTES];
            panics += usize::from(failed[0]);
            slow += usize::from(failed[1]);
            large += usize::from(failed[2]);
            if failed.contains(&true) {
                let file = std::env::temp_dir().join(format!("mutated-{seed}-{number}.bin"));
                std::fs::write(&file, &bytes)?;
                println!(
                    "{name} of {number}: panic {}, {seconds:.2} s, {} MB; kept as {}",
                    failed[0],
                    peak >> 20,
                    file.display()
                );
            }
        }
    }
    println!(
        "{count} documents (seed {seed}), {} seeds, each read in four ways: {panics} panics, {slow} over {SECONDS} s, {large} over {} MB",
        seeds.len(),
        BYTES >> 20
    );
    for (reader, name) in READERS.iter().enumerate() {
        println!(
            "  {name}: at most {:.3} s and {} MB",
            longest[reader],
            most[reader] >> 20
        );
    }
    if panics + slow + large > 0 {
        std::process::exit(1);
    }
    Ok(())
}
