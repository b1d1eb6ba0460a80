//! Tests over whole indexes, and what they share.

mod agreement;
mod copying;
mod counting;
mod documented;
mod guessing;
mod killing;
mod opening;
mod paging;
mod searching;
mod writing;

use std::{path::Path, sync::Arc};

use jiff::Timestamp;
use langnghe_model::{Article, ArticleId, ArticleText, PlaceId, Seq};
use langnghe_query::{Fields, Use, parse};

use crate::{Index, Indexed, Results, SearchRequest, Writer, WriterSettings, schema::Columns};

const EPOCH: &str = "the log of these tests";

const ONE_THREAD: WriterSettings = WriterSettings {
    memory_bytes: 0,
    threads: 1,
};

/// 1 June 2026, 08:00 in Vietnam, and so many minutes.
fn minutes(after: i64) -> Timestamp {
    Timestamp::from_second(1_780_275_600 + after * 60).expect("within the range of timestamps")
}

/// An article published so many minutes after another as its id is higher.
fn article(id: i64) -> Article {
    Article {
        id: ArticleId(id),
        source: "bao-thu".parse().expect("a source id"),
        url: format!("https://bao-thu.example/{id}"),
        published: Some(minutes(id)),
        first_seen: minutes(id + 5),
        late: false,
        withdrawn: None,
        section: None,
    }
}

fn text(title: &str, lead: &str, body: &str) -> ArticleText {
    ArticleText {
        title: title.into(),
        lead: lead.into(),
        body: body.into(),
    }
}

/// The log's entry of an article's revision, which names no places.
fn entry<'a>(seq: i64, article: &'a Article, revision: u32, text: &ArticleText) -> Indexed<'a> {
    Indexed {
        seq: Seq(seq),
        article,
        revision,
        fields: Arc::new(Fields::of(text)),
        places: &[],
        withdrawn: false,
    }
}

fn places(ids: &[&str]) -> Vec<PlaceId> {
    ids.iter()
        .map(|id| id.parse().expect("a place id"))
        .collect()
}

/// An index in memory.
fn in_memory() -> Index {
    let columns = Columns::new();
    let inner = tantivy::Index::create_in_ram(columns.schema.clone());
    Index::with(inner, columns, Path::new("memory"), EPOCH, Seq::START)
        .expect("an empty index opens")
}

/// Takes in the first revision of an article; the entry's place in the log is the article's number.
fn add(writer: &mut Writer, article: &Article, text: &ArticleText) {
    writer
        .apply(&entry(article.id.0, article, 1, text))
        .expect("a document is taken in");
}

/// An index in memory of these texts; articles are numbered from 1, and three make a segment.
fn filled(texts: &[ArticleText]) -> Index {
    let index = in_memory();
    let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
    for (number, text) in (1..).zip(texts) {
        add(&mut writer, &article(number), text);
        if number % 3 == 0 {
            writer.commit(Seq(number)).expect("memory is never full");
        }
    }
    writer
        .commit(Seq(texts.len() as i64))
        .expect("memory is never full");
    index
}

fn search(index: &Index, query: &str) -> Results {
    let query = parse(query, Use::Search).expect("the query is well formed");
    index
        .search(&SearchRequest::new(query))
        .expect("the index can be searched")
}

/// The numbers of the articles found, in the order of the answers.
fn found(results: &Results) -> Vec<i64> {
    results.hits.iter().map(|hit| hit.article.0).collect()
}

fn found_by(index: &Index, query: &str) -> Vec<i64> {
    found(&search(index, query))
}
