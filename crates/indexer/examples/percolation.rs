//! What watching would cost with a search engine turned round: an index of one article in memory, asked every
//! topic's query. To be held beside the matcher, over the same articles and topics, with the same answers.
//!
//! `percolation ARTICLES.jsonl TOPICS SAMPLE RUNS` prints one line of JSON. Topics are made of phrases of all
//! articles, and a sample of the articles is matched.

#![expect(
    clippy::print_stdout,
    reason = "its one line of JSON is what it is for"
)]

#[path = "../../watch/examples/workload/mod.rs"]
#[allow(dead_code, reason = "the other benchmark needs more of it")]
mod workload;

use std::{env, error::Error, time::Instant};

use langnghe_model::{ArticleText, Field, Topic};
use langnghe_query::{Fields, Leaf, Node, Query, Use};
use langnghe_vietnamese::Tokens;
use langnghe_watch::Matcher;
use tantivy::{
    Index, IndexWriter, TantivyDocument, Term,
    collector::Count,
    query::{BooleanQuery, Occur, PhraseQuery, Query as Tantivy, TermQuery},
    schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{PreTokenizedString, Token},
};

/// The least that tantivy lets its one indexing thread have.
const MEMORY: usize = 15_000_000;

type Columns = [tantivy::schema::Field; 3];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, articles, topics, sample, runs] = arguments.as_slice() else {
        return Err("usage: percolation ARTICLES.jsonl TOPICS SAMPLE RUNS".into());
    };
    let (count, sample, runs): (usize, usize, usize) =
        (topics.parse()?, sample.parse()?, runs.parse()?);
    let articles = workload::articles(articles)?;
    let topics = workload::topics(&workload::phrases(&articles, count * workload::PHRASES));
    let every = (articles.len() / sample.max(1)).max(1);
    let sample: Vec<&ArticleText> = articles.iter().step_by(every).take(sample).collect();

    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(false);
    let options = TextOptions::default().set_indexing_options(indexing);
    let columns: Columns =
        Field::ALL.map(|field| schema.add_text_field(field.name(), options.clone()));
    let schema = schema.build();
    let queries = topics
        .iter()
        .map(|topic| topic_query(topic, columns))
        .collect::<Result<Vec<_>, _>>()?;
    let matcher = Matcher::compile(&topics)?;

    let mut ours = Vec::new();
    let mut peer = Vec::new();
    let mut different = 0;
    let mut hits = 0;
    for _ in 0..runs {
        let start = Instant::now();
        let found: Vec<Vec<usize>> = sample
            .iter()
            .map(|article| met(&matcher, article))
            .collect();
        ours.push(start.elapsed().as_secs_f64() * 1e6 / sample.len() as f64);
        hits = found.iter().map(Vec::len).sum();

        let start = Instant::now();
        let asked = sample
            .iter()
            .map(|article| percolated(&schema, columns, article, &queries))
            .collect::<tantivy::Result<Vec<Vec<usize>>>>()?;
        peer.push(start.elapsed().as_secs_f64() * 1e6 / sample.len() as f64);
        different = found.iter().zip(&asked).filter(|(a, b)| a != b).count();
    }
    println!(
        "{}",
        serde_json::json!({
            "articles": sample.len(),
            "topics": topics.len(),
            "hits": hits,
            "articles_with_different_hits": different,
            "watch": ours,
            "tantivy": peer,
        })
    );
    Ok(())
}

/// The numbers of the topics that the article meets, as the matcher says.
fn met(matcher: &Matcher, article: &ArticleText) -> Vec<usize> {
    matcher
        .matches(&Fields::of(article), &[])
        .iter()
        .filter_map(|found| found.topic.as_str().rsplit('-').next()?.parse().ok())
        .collect()
}

/// The same as tantivy says.
fn percolated(
    schema: &Schema,
    columns: Columns,
    article: &ArticleText,
    queries: &[Box<dyn Tantivy>],
) -> tantivy::Result<Vec<usize>> {
    let index = Index::create_in_ram(schema.clone());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, MEMORY)?;
    let mut document = TantivyDocument::new();
    for (field, column) in Field::ALL.into_iter().zip(columns) {
        let text = article.field(field);
        let tokens = Tokens::of(text)
            .iter()
            .map(|token| Token {
                offset_from: token.start,
                offset_to: token.end,
                position: token.position as usize,
                text: token.marked.to_owned(),
                position_length: 1,
            })
            .collect();
        let text = text.to_owned();
        document.add_pre_tokenized_text(column, PreTokenizedString { text, tokens });
    }
    writer.add_document(document)?;
    writer.commit()?;
    let searcher = index.reader()?.searcher();
    let mut found = Vec::new();
    for (number, query) in queries.iter().enumerate() {
        if searcher.search(query, &Count)? > 0 {
            found.push(number);
        }
    }
    Ok(found)
}

/// Two of the topic's terms, and none of its exclusions.
fn topic_query(topic: &Topic, columns: Columns) -> Result<Box<dyn Tantivy>, Box<dyn Error>> {
    let read = |query: &str| -> Result<Box<dyn Tantivy>, Box<dyn Error>> {
        let query = langnghe_query::parse(query, Use::Topic)?;
        Ok(node_query(&query.root, &query, columns))
    };
    let mut clauses = Vec::new();
    for term in &topic.terms {
        clauses.push((Occur::Should, read(&term.query)?));
    }
    for exclusion in &topic.exclusions {
        clauses.push((Occur::MustNot, read(&exclusion.query)?));
    }
    let mut query = BooleanQuery::new(clauses);
    query.set_minimum_number_should_match(2);
    Ok(Box::new(query))
}

/// The topics of the benchmark are made of phrases and OR alone.
fn node_query(node: &Node, query: &Query, columns: Columns) -> Box<dyn Tantivy> {
    let any =
        |parts: Vec<Box<dyn Tantivy>>| -> Box<dyn Tantivy> { Box::new(BooleanQuery::union(parts)) };
    match node {
        Node::Leaf(id) => any(leaf_queries(query.leaf(*id), columns)),
        Node::And(parts) | Node::Or(parts) => any(parts
            .iter()
            .map(|part| node_query(part, query, columns))
            .collect()),
        Node::Not(_) | Node::Near { .. } | Node::All => any(Vec::new()),
    }
}

fn leaf_queries(leaf: &Leaf, columns: Columns) -> Vec<Box<dyn Tantivy>> {
    leaf.fields
        .iter()
        .map(|field| -> Box<dyn Tantivy> {
            let column = columns[field as usize];
            let mut terms: Vec<Term> = leaf
                .words
                .iter()
                .map(|word| Term::from_field_text(column, &word.text))
                .collect();
            if terms.len() == 1 {
                Box::new(TermQuery::new(terms.remove(0), IndexRecordOption::Basic))
            } else {
                Box::new(PhraseQuery::new(terms))
            }
        })
        .collect()
}
