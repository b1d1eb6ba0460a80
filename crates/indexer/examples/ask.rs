//! Answers many queries in one process, for `scripts/known-item` and `scripts/bench search`: the index that the
//! `writer` example made, or the one of `raw_tantivy`, which is asked with tantivy's own query parser and its
//! own snippet generator.
//!
//! `ask ours|folded|raw|facets FOLDER LIMIT SNIPPET_CHARS [SYNONYMS.toml]` reads one query from each line of standard input
//! and prints for each one line of JSON: `total`, `found` (addresses, best first) and `micros`, the time that parsing,
//! searching and making the snippets took. `SNIPPET_CHARS` 0 makes none. `folded` puts copies under their original, as
//! the pages do. `facets` counts sources, places and days of our index instead of finding articles.

#![expect(clippy::print_stdout, reason = "its lines of JSON are what it is for")]

use std::{
    env,
    error::Error,
    io::{BufRead, stdin},
    path::Path,
    time::Instant,
};

use langnghe_indexer::{Index, SearchRequest};
use langnghe_model::Seq;
use langnghe_query::{Synonyms, Use, parse};
use tantivy::{
    TantivyDocument,
    collector::{Count, TopDocs},
    query::QueryParser,
    schema::Value,
    snippet::SnippetGenerator,
};

/// What one query found: how many, and the first.
type Answer = (usize, Vec<String>);

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Answers one query.
type Ask = Box<dyn FnMut(&str) -> Outcome<Answer>>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, side, folder, limit, snippet_chars, rest @ ..] = arguments.as_slice() else {
        return Err(
            "usage: ask ours|folded|raw|facets FOLDER LIMIT SNIPPET_CHARS [SYNONYMS.toml] < QUERIES".into(),
        );
    };
    let synonyms = match rest {
        [file] => synonyms(file)?,
        _ => Synonyms::default(),
    };
    let (folder, limit, snippet_chars) =
        (Path::new(folder), limit.parse()?, snippet_chars.parse()?);
    let mut ask = match side.as_str() {
        "ours" => ours(folder, limit, snippet_chars, synonyms, false)?,
        "folded" => ours(folder, limit, snippet_chars, synonyms, true)?,
        "raw" => raw(folder, limit, snippet_chars)?,
        "facets" => facets(folder)?,
        other => return Err(format!("{other} is none of ours, folded, raw and facets").into()),
    };
    for line in stdin().lock().lines() {
        let line = line?;
        let start = Instant::now();
        let (total, found) = ask(&line)?;
        let micros = start.elapsed().as_secs_f64() * 1e6;
        println!(
            "{}",
            serde_json::json!({"total": total, "found": found, "micros": micros})
        );
    }
    Ok(())
}

fn synonyms(file: &str) -> Result<Synonyms, Box<dyn Error>> {
    let table: toml::Table = std::fs::read_to_string(file)?.parse()?;
    let lists: Option<Vec<Vec<String>>> = table["same"].as_array().map(|lists| {
        let words = |list: &toml::Value| {
            let words = list["words"].as_array().into_iter().flatten();
            words
                .filter_map(|word| word.as_str().map(str::to_owned))
                .collect()
        };
        lists.iter().map(words).collect()
    });
    Ok(Synonyms::new(&lists.unwrap_or_default()))
}

fn ours(
    folder: &Path,
    limit: usize,
    snippet_chars: usize,
    synonyms: Synonyms,
    fold: bool,
) -> Outcome<Ask> {
    let index = Index::open_to_read(folder, "measured", Seq(i64::MAX))?
        .ok_or("the folder holds no index of the writer example")?;
    Ok(Box::new(move |line: &str| {
        let mut query = parse(line, Use::Search)?;
        synonyms.expand(&mut query);
        let mut request = SearchRequest::new(query);
        request.limit = limit;
        request.snippet_chars = snippet_chars;
        request.fold = fold;
        let results = index.search(&request)?;
        let found = results.hits.into_iter().map(|hit| hit.url).collect();
        Ok((results.total, found))
    }))
}

fn facets(folder: &Path) -> Outcome<Ask> {
    let index = Index::open_to_read(folder, "measured", Seq(i64::MAX))?
        .ok_or("the folder holds no index of the writer example")?;
    Ok(Box::new(move |line: &str| {
        let facets = index.facets(&SearchRequest::new(parse(line, Use::Search)?), &[])?;
        Ok((facets.total, Vec::new()))
    }))
}

fn raw(folder: &Path, limit: usize, snippet_chars: usize) -> Outcome<Ask> {
    let index = tantivy::Index::open_in_dir(folder)?;
    let searcher = index.reader()?.searcher();
    let schema = index.schema();
    let [url, title, body] = ["url", "title", "body"].map(|name| schema.get_field(name));
    let (url, title, body) = (url?, title?, body?);
    let mut parser = QueryParser::for_index(&index, vec![title, body]);
    parser.set_conjunction_by_default();
    parser.set_field_boost(title, 3.0);
    Ok(Box::new(move |line: &str| {
        let query = parser.parse_query(line)?;
        let (total, top) = searcher.search(
            &query,
            &(Count, TopDocs::with_limit(limit).order_by_score()),
        )?;
        let mut generator = if snippet_chars > 0 {
            let mut generator = SnippetGenerator::create(&searcher, &*query, body)?;
            generator.set_max_num_chars(snippet_chars);
            Some(generator)
        } else {
            None
        };
        let mut found = Vec::with_capacity(top.len());
        for (_, address) in top {
            let document: TantivyDocument = searcher.doc(address)?;
            if let Some(generator) = &mut generator {
                std::hint::black_box(generator.snippet_from_doc(&document));
            }
            let address = document.get_first(url).and_then(|value| value.as_str());
            found.push(address.unwrap_or_default().to_owned());
        }
        Ok((total, found))
    }))
}
