//! What the parser makes of feeds, as one line of JSON for each file named on standard input: the file's
//! name, then, behind tabs and both optional, the address it came from and its content type. A line that
//! begins with `=` is an address to be made canonical. For `scripts/compare-feeds`.

#![expect(clippy::print_stdout, reason = "the JSON is what this is for")]

use std::{
    io::{BufRead as _, stdin},
    time::Instant,
};

use langnghe_model::Entry;
use langnghe_parser::{Document, canonical_url, parse_feed};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let now = "2026-11-23T08:00:00+07:00".parse()?;
    for line in stdin().lock().lines() {
        let line = line?;
        if let Some(address) = line.strip_prefix('=') {
            println!("{}", json!({ "canonical": canonical_url(address, None) }));
            continue;
        }
        let mut parts = line.split('\t');
        let file = parts.next().unwrap_or_default();
        let url = parts.next().filter(|url| !url.is_empty());
        let bytes = std::fs::read(file)?;
        let doc = Document {
            bytes: &bytes,
            content_type: parts.next().filter(|kind| !kind.is_empty()),
            url: url.unwrap_or("http://feed.invalid/folder/feed"),
        };
        let start = Instant::now();
        let said = match parse_feed(&doc, now) {
            Ok(parsed) => {
                let feed = parsed.value;
                json!({
                    "title": feed.title,
                    "kind": feed.kind,
                    "entries": feed.entries.iter().map(entry).collect::<Vec<_>>(),
                    "unlinked": feed.unlinked.iter().map(entry).collect::<Vec<_>>(),
                    "problems": parsed.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
                })
            }
            Err(error) => json!({ "error": error.to_string() }),
        };
        let mut said = said;
        said["seconds"] = json!(start.elapsed().as_secs_f64());
        println!("{said}");
    }
    Ok(())
}

fn entry(entry: &Entry) -> Value {
    json!({
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content": entry.content,
        "published": entry.published,
        "updated": entry.updated,
    })
}
