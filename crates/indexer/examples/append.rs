//! How long one article takes from its text to being found: added, committed (durably) and the index read again.
//!
//! `append ours|raw FOLDER ARTICLES.jsonl COUNT` takes an index that the `writer` or the `raw_tantivy` example made, adds
//! the first COUNT of the articles (`title`, `text`) one by one, each with a commit of its own, and prints one line of
//! JSON for each: `micros`.

#![expect(clippy::print_stdout, reason = "its lines of JSON are what it is for")]

use std::{env, error::Error, fs, path::Path, sync::Arc, time::Instant};

use jiff::Timestamp;
use langnghe_indexer::{Index, Indexed, SearchRequest, WriterSettings};
use langnghe_model::{Article, ArticleId, ArticleText, Seq};
use langnghe_query::{Fields, Use, parse};
use tantivy::{IndexWriter, TantivyDocument, collector::Count, query::TermQuery, schema::Term};

/// Memory of the one indexing thread, in bytes.
const MEMORY: usize = 50_000_000;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Adds one article, of which this is the number, and finds it.
type Append = Box<dyn FnMut(usize, &ArticleText) -> Outcome<()>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().collect();
    let [_, side, folder, articles, count] = arguments.as_slice() else {
        return Err("usage: append ours|raw FOLDER ARTICLES.jsonl COUNT".into());
    };
    let mut append = match side.as_str() {
        "ours" => ours(Path::new(folder))?,
        "raw" => raw(Path::new(folder))?,
        other => return Err(format!("{other} is neither ours nor raw").into()),
    };
    for (number, line) in fs::read_to_string(articles)?
        .lines()
        .take(count.parse()?)
        .enumerate()
    {
        let read: serde_json::Value = serde_json::from_str(line)?;
        let text = |field: &str| read[field].as_str().unwrap_or_default().to_owned();
        let text = ArticleText {
            title: format!("{} {}", text("title"), word(number)),
            lead: String::new(),
            body: text("text"),
        };
        let start = Instant::now();
        append(number, &text)?;
        let micros = start.elapsed().as_secs_f64() * 1e6;
        println!("{}", serde_json::json!({"micros": micros}));
    }
    Ok(())
}

fn ours(folder: &Path) -> Outcome<Append> {
    let index = Index::open(folder, "measured", Seq(i64::MAX))?.index;
    let mut writer = index.writer(WriterSettings {
        memory_bytes: MEMORY,
        threads: 1,
    })?;
    let source: langnghe_model::SourceId = "imported".parse()?;
    Ok(Box::new(move |number, text| {
        let seq = Seq(index.checkpoint().0 + 1);
        let article = Article {
            id: ArticleId(seq.0),
            source: source.clone(),
            url: number.to_string(),
            published: None,
            first_seen: Timestamp::from_second(1_700_000_000)?,
            late: false,
            withdrawn: None,
            section: None,
        };
        writer.apply(&Indexed {
            seq,
            article: &article,
            revision: 1,
            fields: Arc::new(Fields::of(text)),
            places: &[],
            withdrawn: false,
        })?;
        writer.commit(seq)?;
        let query = parse(&format!("title:{}", word(number)), Use::Search)?;
        found(index.search(&SearchRequest::new(query))?.total)
    }))
}

fn raw(folder: &Path) -> Outcome<Append> {
    let index = tantivy::Index::open_in_dir(folder)?;
    let schema = index.schema();
    let [url, title, body] = ["url", "title", "body"].map(|name| schema.get_field(name));
    let (url, title, body) = (url?, title?, body?);
    let mut writer: IndexWriter = index.writer_with_num_threads(1, MEMORY)?;
    let reader = index.reader()?;
    Ok(Box::new(move |number, text| {
        let mut document = TantivyDocument::new();
        document.add_text(url, number.to_string());
        document.add_text(title, &text.title);
        document.add_text(body, &text.body);
        writer.add_document(document)?;
        writer.commit()?;
        reader.reload()?;
        let term = Term::from_field_text(title, &word(number));
        let query = TermQuery::new(term, tantivy::schema::IndexRecordOption::Basic);
        found(reader.searcher().search(&query, &Count)?)
    }))
}

/// The word by which an article is found: it stands nowhere else, not even in those of another run.
fn word(number: usize) -> String {
    format!("w{}x{number}w", std::process::id())
}

/// It must be there once.
fn found(total: usize) -> Outcome<()> {
    if total == 1 {
        Ok(())
    } else {
        Err(format!("found {total} times").into())
    }
}
