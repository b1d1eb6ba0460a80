//! What the parser makes of pages, for `scripts/compare-articles` and `scripts/bench parse`.
//!
//! Standard input: one JSON object a line, `file` (perhaps gzipped), and optionally `url`, `now` and `selectors`.
//! Standard output: one object a line with the article, or the error, and the seconds that parsing took.
//! With `--rounds N` all pages are read once more than N times, and only the pages per second of the last N rounds are
//! printed: in the first one word lists are read and patterns compiled.

#![expect(clippy::print_stdout, reason = "the output is what this is for")]

use std::{
    hint::black_box,
    io::{BufRead as _, Read as _},
    time::Instant,
};

use jiff::Timestamp;
use langnghe_model::Selectors;
use langnghe_parser::{Document, parse_article};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    file: String,
    #[serde(default = "somewhere")]
    url: String,
    #[serde(default)]
    selectors: Selectors,
    #[serde(default = "someday")]
    now: Timestamp,
    #[serde(skip)]
    bytes: Vec<u8>,
}

fn somewhere() -> String {
    "https://bao.example/a.html".to_owned()
}

fn someday() -> Timestamp {
    Timestamp::constant(1_795_564_800, 0) // 2026-11-25T00:00:00Z
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let rounds = match &arguments[..] {
        [] => None,
        [option, rounds] if option == "--rounds" => Some(rounds.parse::<u32>()?),
        _ => return Err("usage: article_json [--rounds N] < pages.jsonl".into()),
    };
    let mut pages = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let mut page: Page = serde_json::from_str(&line?)?;
        page.bytes = std::fs::read(&page.file)?;
        if page.bytes.starts_with(&[0x1f, 0x8b]) {
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(&*page.bytes).read_to_end(&mut plain)?;
            page.bytes = plain;
        }
        pages.push(page);
    }
    if let Some(rounds) = rounds {
        let round = || pages.iter().filter(|page| read(page).is_ok()).count();
        black_box(round());
        let start = Instant::now();
        for _ in 0..rounds {
            black_box(round());
        }
        let seconds = start.elapsed().as_secs_f64();
        let count = f64::from(rounds) * pages.len() as f64;
        println!("{}", json!({ "pages_per_second": count / seconds }));
        return Ok(());
    }
    for page in &pages {
        let start = Instant::now();
        let read = read(page);
        let seconds = start.elapsed().as_secs_f64();
        let line = match read {
            Ok(parsed) => {
                let article = parsed.value;
                json!({
                    "file": page.file, "seconds": seconds, "title": article.text.title, "lead": article.text.lead,
                    "text": article.text.body, "published": article.published, "way": article.way.name(),
                    "confidence": article.confidence, "credit": article.credit,
                    "problems": parsed.problems.iter().map(ToString::to_string).collect::<Vec<_>>(),
                })
            }
            Err(error) => {
                json!({ "file": page.file, "seconds": seconds, "error": error.to_string() })
            }
        };
        println!("{line}");
    }
    Ok(())
}

fn read(
    page: &Page,
) -> Result<langnghe_parser::Parsed<langnghe_parser::PageArticle>, langnghe_parser::ParseError> {
    let doc = Document {
        bytes: &page.bytes,
        content_type: None,
        url: &page.url,
    };
    parse_article(&doc, &page.selectors, None, page.now)
}
