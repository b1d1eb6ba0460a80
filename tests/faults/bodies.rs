//! Bodies that are too large, or not what their heads say.

use std::{
    io::Write,
    net::TcpStream,
    process::Child,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use flate2::{Compress, Compression, FlushCompress};

use crate::{
    common::{configuration, langnghe},
    site::{FEED, Recorded, Site, begin, reply, source},
};

#[test]
fn a_body_that_never_ends() {
    Site::start(|_, stream| {
        begin(stream, "200 OK", &[("Content-Type", "application/rss+xml")])?;
        loop {
            stream.write_all(FEED.as_bytes())?;
        }
    })
    .recorded()
    .failed("the body of SITE/rss is larger than 1000000 bytes; raise fetch.max_body if such bodies are wanted");
}

/// A megabyte of zeros as a piece of a deflate stream that can stand behind itself any number of times: after a full
/// flush nothing refers to what came before.
fn packed_megabyte() -> Vec<u8> {
    let mut packed = Vec::with_capacity(10_000);
    let zeros = vec![0; 1_000_000];
    let mut compress = Compress::new(Compression::best(), false);
    compress
        .compress_vec(&zeros, &mut packed, FlushCompress::Full)
        .unwrap();
    assert_eq!(compress.total_in(), 1_000_000);
    packed
}

/// Ten gigabytes of zeros in about ten megabytes of gzip.
fn send_bomb(stream: &mut TcpStream, megabyte: &[u8], sent: &AtomicU64) -> std::io::Result<()> {
    let length = (10 + 10_000 * megabyte.len()).to_string();
    let headers = [
        ("Content-Type", "application/rss+xml"),
        ("Content-Encoding", "gzip"),
        ("Content-Length", length.as_str()),
    ];
    begin(stream, "200 OK", &headers)?;
    stream.write_all(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])?;
    for _ in 0..10_000 {
        stream.write_all(megabyte)?;
        sent.fetch_add(megabyte.len() as u64, Ordering::Relaxed);
    }
    Ok(())
}

#[test]
fn a_gzip_bomb_of_ten_gigabytes() {
    let megabyte = packed_megabyte();
    let size = 10_000 * megabyte.len();
    assert!((5_000_000..15_000_000).contains(&size), "{size}");
    let sent = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&sent);
    let site = Site::start(move |_, stream| send_bomb(stream, &megabyte, &count));
    // With the limit that is shipped.
    Recorded::with(&site.url("/rss"), &[("LANGNGHE_FETCH__MAX_BODY", "10MB")]).failed("the body of SITE/rss is larger than 10000000 bytes; raise fetch.max_body if such bodies are wanted");
    println!(
        "{size} bytes of gzip for 10 GB, {} bytes of them sent",
        sent.load(Ordering::Relaxed)
    );

    let quiet = Site::replying("200 OK", &[("Content-Type", "application/rss+xml")], FEED);
    let (bomb, feed) = (
        peak_memory(&site.url("/rss")),
        peak_memory(&quiet.url("/rss")),
    );
    let (Some(bomb), Some(feed)) = (bomb, feed) else {
        println!("skipped: the system does not tell the memory of a process");
        return;
    };
    println!("peak memory: {bomb} KiB with the bomb, {feed} KiB with a small feed");
    // A buffer that doubles as it grows to 10 MB, and what is read ahead.
    assert!(bomb < feed + 48 * 1024, "{bomb} KiB, {feed} KiB");
}

/// The most memory that `fetch` held while it read a feed, in KiB.
fn peak_memory(url: &str) -> Option<u64> {
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), &source(url));
    let mut child = langnghe()
        .arg("--config")
        .arg(&config)
        .args(["fetch", "--json"])
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut peak = None;
    while child.try_wait().unwrap().is_none() {
        peak = high_water(&child).or(peak);
        std::thread::sleep(Duration::from_millis(2));
    }
    peak
}

fn high_water(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_content_length_that_is_too_long() {
    Site::start(|_, stream| {
        begin(stream, "200 OK", &[("Content-Length", "5000")])?;
        stream.write_all(FEED.as_bytes())
    })
    .recorded()
    .failed("the answer of SITE/rss cannot be read: end of file before message length reached");
}

#[test]
fn a_content_length_that_is_too_short() {
    Site::start(|_, stream| {
        begin(stream, "200 OK", &[("Content-Length", "500")])?;
        stream.write_all(FEED.as_bytes())
    })
    .recorded()
    .read("1 of 1 entries were new, 1 could not be read");
}

#[test]
fn a_content_length_that_is_no_number() {
    Site::start(|_, stream| {
        begin(stream, "200 OK", &[("Content-Length", "nhiều")])?;
        stream.write_all(FEED.as_bytes())
    })
    .recorded()
    .failed("the answer of SITE/rss cannot be read: invalid content-length parsed");
}

#[test]
fn chunks_that_are_broken() {
    for (chunks, said) in [
        (
            "5\r\n<?xml\r\nzz\r\n",
            "Invalid chunk size line: missing size digit",
        ),
        (
            "ffffffffffffffffff\r\n<?xml",
            "invalid chunk size: overflow",
        ),
    ] {
        Site::start(move |_, stream| {
            begin(stream, "200 OK", &[("Transfer-Encoding", "chunked")])?;
            stream.write_all(chunks.as_bytes())
        })
        .recorded()
        .failed(&format!("the answer of SITE/rss cannot be read: {said}"));
    }
}

#[test]
fn chunks_that_end_before_the_last_one() {
    Site::start(|_, stream| {
        begin(stream, "200 OK", &[("Transfer-Encoding", "chunked")])?;
        write!(stream, "{:x}\r\n{FEED}\r\n", FEED.len())
    })
    .recorded()
    .failed("the answer of SITE/rss cannot be read: unexpected EOF during chunk size line");
}

#[test]
fn a_web_page_in_place_of_the_feed() {
    let page = "<!doctype html><html><head><title>Bảo trì</title></head><body><h1>Trang đang bảo trì</h1></body></html>";
    Site::replying("200 OK", &[("Content-Type", "text/html")], page)
        .recorded()
        .failed("SITE/rss is not a feed: it is an HTML page; give the address of the feed itself, or set kind = \"listing\" for this channel");
}

#[test]
fn an_empty_body() {
    Site::replying("200 OK", &[("Content-Type", "application/rss+xml")], "")
        .recorded()
        .failed("SITE/rss answered with an empty document; open it in a browser, and correct the address if it shows nothing there");
}

#[test]
fn a_film_in_place_of_the_feed() {
    Site::start(|_, stream| {
        reply(
            stream,
            "200 OK",
            &[("Content-Type", "video/mp4")],
            b"....ftyp",
        )
    })
    .recorded()
    .failed("SITE/rss is of type video/mp4, which cannot be what was asked for");
}
