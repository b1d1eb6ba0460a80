//! The measure for the index's writer: what tantivy alone does with the same texts, on one thread, with its
//! own default tokenizer, title and text with positions and stored.
//!
//! `raw_tantivy ARTICLES.jsonl FOLDER` reads JSON Lines (`url`, `title`, `text`; other fields are not looked
//! at), makes an index in the empty folder, and prints one line of JSON. Only adding and committing is timed.

#![expect(
    clippy::print_stdout,
    reason = "its one line of JSON is what it is for"
)]

use std::{env, error::Error, fs, path::Path, time::Instant};

use tantivy::{
    Index, IndexWriter, TantivyDocument,
    schema::{STORED, STRING, Schema, TEXT},
};

/// Memory of the one indexing thread, in bytes; the same as in the `writer` example.
const MEMORY: usize = 200_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, articles, folder] = arguments.as_slice() else {
        return Err("usage: raw_tantivy ARTICLES.jsonl FOLDER".into());
    };
    let articles = fs::read_to_string(articles)?
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<Vec<serde_json::Value>, _>>()?;
    let text = |article: &serde_json::Value, field: &str| {
        article[field].as_str().unwrap_or_default().to_owned()
    };
    let texts: Vec<[String; 3]> = articles
        .iter()
        .map(|article| {
            [
                text(article, "url"),
                text(article, "title"),
                text(article, "text"),
            ]
        })
        .collect();
    drop(articles);

    let mut schema = Schema::builder();
    let url = schema.add_text_field("url", STRING | STORED);
    let title = schema.add_text_field("title", TEXT | STORED);
    let body = schema.add_text_field("body", TEXT | STORED);
    fs::create_dir_all(folder)?;
    let index = Index::create_in_dir(Path::new(folder), schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(1, MEMORY)?;

    let start = Instant::now();
    for texts in &texts {
        let mut document = TantivyDocument::new();
        for (field, text) in [url, title, body].into_iter().zip(texts) {
            document.add_text(field, text);
        }
        writer.add_document(document)?;
    }
    writer.commit()?;
    let seconds = start.elapsed().as_secs_f64();
    writer.wait_merging_threads()?;

    let bytes: usize = texts.iter().flatten().map(String::len).sum();
    println!(
        "{}",
        serde_json::json!({
            "articles": texts.len(),
            "text_bytes": bytes,
            "seconds": seconds,
            "articles_per_second": texts.len() as f64 / seconds,
        })
    );
    Ok(())
}
