//! The other side of `scripts/bench fetch`: many hosts on this machine, each with a robots.txt and pages.
//!
//! `many_hosts HOSTS BYTES` answers on 127.7.0.1, 127.7.0.2 … with pages of so many bytes, packed by gzip as most
//! papers do. It prints the port they share, and serves until its standard input ends.

#![expect(
    clippy::print_stdout,
    reason = "whoever starts it reads the port from there"
)]

use std::{env, error::Error, io::Write, net::Ipv4Addr};

use axum::{Router, body::Bytes, routing::get};
use flate2::{Compression, write::GzEncoder};
use tokio::{io::AsyncReadExt, net::TcpListener};

/// A text that packs about as well as a page of a newspaper does.
fn page(bytes: usize) -> Vec<u8> {
    let mut text = String::from("<!doctype html><html><body>");
    let mut state = 1_u32;
    while text.len() < bytes {
        // A few bits of a linear congruential generator choose the words.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        text.push_str(&format!("<p>lễ hội {:x} bản làng ", state >> 12));
    }
    text.into_bytes()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, hosts, bytes] = arguments.as_slice() else {
        return Err("usage: many_hosts HOSTS BYTES".into());
    };
    let (hosts, bytes): (u16, usize) = (hosts.parse()?, bytes.parse()?);
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(&page(bytes))?;
    let packed = Bytes::from(packed.finish()?);
    let headers = [
        ("content-type", "text/html; charset=utf-8"),
        ("content-encoding", "gzip"),
        ("etag", "\"a1\""),
        ("cache-control", "max-age=60"),
    ];
    let routes = Router::new()
        .route(
            "/robots.txt",
            get(|| async { "User-agent: *\nDisallow: /tim-kiem\nDisallow: /*?print=\n" }),
        )
        .fallback(move || async move { (headers, packed) });
    let mut port = 0;
    for number in 1..=hosts {
        let [high, low] = number.to_be_bytes();
        let listener = TcpListener::bind((Ipv4Addr::new(127, 7, high, low), port)).await?;
        port = listener.local_addr()?.port();
        tokio::spawn(axum::serve(listener, routes.clone()).into_future());
    }
    println!("{port}");
    let mut end = Vec::new();
    tokio::io::stdin().read_to_end(&mut end).await?;
    Ok(())
}
