//! How fast the index's writer is, on one thread: to be held beside the `raw_tantivy` example.
//!
//! `writer ARTICLES.jsonl FOLDER` reads JSON Lines (`url`, `title`, `summary`, `text`), fills the index in the
//! folder, and prints one line of JSON. Tokenising, adding and committing is timed; the tokens are made on the thread
//! that adds, and tantivy's fills the index.

#![expect(
    clippy::print_stdout,
    reason = "its one line of JSON is what it is for"
)]

use std::{env, error::Error, fs, path::Path, sync::Arc, time::Instant};

use jiff::Timestamp;
use langnghe_indexer::{Index, Indexed, WriterSettings};
use langnghe_model::{Article, ArticleId, ArticleText, Seq};
use langnghe_query::Fields;

/// Memory of the one indexing thread, in bytes; the same as in the `raw_tantivy` example.
const MEMORY: usize = 200_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, articles, folder] = arguments.as_slice() else {
        return Err("usage: writer ARTICLES.jsonl FOLDER".into());
    };
    let source: langnghe_model::SourceId = "imported".parse()?;
    let mut entries = Vec::new();
    for line in fs::read_to_string(articles)?.lines() {
        let read: serde_json::Value = serde_json::from_str(line)?;
        let text = |field: &str| read[field].as_str().unwrap_or_default().to_owned();
        let id = ArticleId(entries.len() as i64 + 1);
        let article = Article {
            id,
            source: source.clone(),
            url: text("url"),
            published: None,
            first_seen: Timestamp::from_second(1_700_000_000 + id.0 * 60)?,
            late: false,
            withdrawn: None,
            section: None,
        };
        let text = ArticleText {
            title: text("title"),
            lead: text("summary"),
            body: text("text"),
        };
        entries.push((article, text));
    }
    let last = Seq(entries.len() as i64);
    let index = Index::open(Path::new(folder), "measured", Seq::START)?.index;
    let mut writer = index.writer(WriterSettings {
        memory_bytes: MEMORY,
        threads: 1,
    })?;

    let start = Instant::now();
    for (article, text) in &entries {
        writer.apply(&Indexed {
            seq: Seq(article.id.0),
            article,
            revision: 1,
            fields: Arc::new(Fields::of(text)),
            places: &[],
            withdrawn: false,
        })?;
    }
    writer.commit(last)?;
    let seconds = start.elapsed().as_secs_f64();

    println!(
        "{}",
        serde_json::json!({
            "articles": entries.len(),
            "seconds": seconds,
            "articles_per_second": entries.len() as f64 / seconds,
        })
    );
    Ok(())
}
