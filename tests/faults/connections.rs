//! No connection, or one that breaks.

use std::{
    io::Write,
    net::{TcpListener, TcpStream},
    time::Duration,
};

use crate::site::{FEED, Recorded, Site, begin, dribble};

#[test]
fn a_feed_without_a_fault_is_read() {
    Site::replying("200 OK", &[("Content-Type", "application/rss+xml")], FEED)
        .recorded()
        .read("2 of 2 entries were new");
}

#[test]
fn a_name_that_does_not_resolve() {
    // A label has at most 63 bytes (RFC 1035, 2.3.4), so that no server is asked for this one.
    let name = "a".repeat(64);
    let recorded = Recorded::of(&format!("http://{name}.invalid/rss"));
    let (said, hint) = recorded.result.split_once(" (").unwrap();
    assert_eq!(said, "the name of SITE/rss does not resolve");
    // What stands between them is the machine's.
    assert!(
        hint.ends_with("); check the spelling and this machine's DNS"),
        "{hint}"
    );
    recorded.failed(&recorded.result);
}

#[test]
fn a_connection_that_is_refused() {
    let listener = TcpListener::bind("127.0.20.1:0").unwrap();
    let url = format!("http://{}/rss", listener.local_addr().unwrap());
    drop(listener);
    Recorded::of(&url).failed("SITE/rss cannot be reached: Connection refused");
}

#[test]
fn a_connection_that_is_reset_in_the_middle_of_the_body() {
    Site::start(|_, stream| {
        begin(stream, "200 OK", &[("Content-Length", "5000")])?;
        stream.write_all(&FEED.as_bytes()[..300])?;
        std::thread::sleep(Duration::from_millis(100));
        reset(stream)
    })
    .recorded()
    .failed("the answer of SITE/rss cannot be read: Connection reset by peer");
}

/// Ends a connection with a reset instead of a farewell, by leaving no time for one. Only tokio tells a socket so.
fn reset(stream: &TcpStream) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    runtime.block_on(async {
        stream.set_nonblocking(true)?;
        tokio::net::TcpStream::from_std(stream.try_clone()?)?.set_zero_linger()
    })
}

#[test]
fn headers_that_never_end() {
    Site::start(|_, stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\n")?;
        loop {
            stream.write_all(b"X-Dai: mot hai ba bon nam sau bay tam chin muoi\r\n")?;
        }
    })
    .recorded()
    .failed("the answer of SITE/rss cannot be read: message head is too large");
}

#[test]
fn headers_at_one_byte_a_second() {
    Site::start(|_, stream| {
        dribble(
            stream,
            "HTTP/1.1 200 OK\r\nX-Cham: x\r\n\r\n",
            Duration::from_secs(1),
        )
    })
    .recorded()
    .failed("no answer from SITE/rss within 1 s");
}

#[test]
fn a_body_at_one_byte_a_second() {
    Site::start(|_, stream| {
        let length = FEED.len().to_string();
        begin(stream, "200 OK", &[("Content-Length", &length)])?;
        dribble(stream, FEED, Duration::from_secs(1))
    })
    .recorded()
    .failed("no end of the answer from SITE/rss within 1.5 s");
}
