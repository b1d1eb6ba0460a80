//! Feeds per second: `feed_speed parse|scan SECONDS FILE…` reads the files once and then goes over all of
//! them again and again, with the parser or with a bare scan of XML events. For `scripts/bench parse_feeds`.

#![expect(clippy::print_stdout, reason = "the figure is what this is for")]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use langnghe_parser::{Document, parse_feed};
use quick_xml::{Reader, events::Event};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now = "2026-11-23T08:00:00+07:00".parse()?;
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next().unwrap_or_default();
    let seconds = arguments.next().unwrap_or_default().parse()?;
    let files = arguments
        .map(std::fs::read)
        .collect::<Result<Vec<_>, _>>()?;
    let texts: Vec<_> = files
        .iter()
        .map(|bytes| String::from_utf8_lossy(bytes))
        .collect();
    let (start, mut rounds) = (Instant::now(), 0_u32);
    while start.elapsed() < Duration::from_secs_f64(seconds) {
        for (bytes, text) in files.iter().zip(&texts) {
            if what == "parse" {
                let doc = Document {
                    bytes,
                    content_type: None,
                    url: "https://bao.example/rss",
                };
                black_box(parse_feed(&doc, now)?);
            } else {
                let mut reader = Reader::from_str(text);
                loop {
                    match reader.read_event()? {
                        Event::Eof => break,
                        event => drop(black_box(event)),
                    }
                }
            }
        }
        rounds += 1;
    }
    let feeds = f64::from(rounds) * files.len() as f64;
    println!(
        "{{\"feeds_per_second\":{}}}",
        feeds / start.elapsed().as_secs_f64()
    );
    Ok(())
}
