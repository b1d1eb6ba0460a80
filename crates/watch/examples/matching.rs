//! How fast watching is, beside the limit and a peer, over the same articles and phrases, in one process.
//!
//! `matching ARTICLES.jsonl PLACES.tsv TOPICS RUNS` prints one line of JSON. Every side starts from the raw text.
//!
//! - `watch`: everything: tokens in both forms, phrases, trees, exclusions, places and evidence.
//! - `limit`: what cannot be saved: lower-case, cut into words by bytes, number the words, one automaton over the
//!   numbers. It knows no Unicode forms, tones, paragraphs, fields, topics, places or evidence.
//! - `daachorse`: its charwise automaton over lower-cased text, every match checked for syllable limits.

#![expect(
    clippy::print_stdout,
    reason = "its one line of JSON is what it is for"
)]

mod limit;
mod workload;

use std::{env, error::Error, fs, hint::black_box, time::Instant};

use daachorse::CharwiseDoubleArrayAhoCorasick;
use langnghe_model::{ArticleText, Topic};
use langnghe_places::Gazetteer;
use langnghe_query::Fields;
use langnghe_watch::Matcher;

/// The sides take turns after so many articles: a machine whose speed drifts within a run is fair to all.
const BATCH: usize = 500;

/// How many a side finds in some articles.
type Side<'a> = dyn Fn(&[ArticleText]) -> usize + 'a;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, articles, places, topics, runs] = arguments.as_slice() else {
        return Err("usage: matching ARTICLES.jsonl PLACES.tsv TOPICS RUNS".into());
    };
    let (count, runs): (usize, usize) = (topics.parse()?, runs.parse()?);
    let articles = workload::articles(articles)?;
    let gazetteer = Gazetteer::parse(places, &fs::read_to_string(places)?)
        .map_err(|faults| faults.to_string())?;
    let phrases = workload::phrases(&articles, count * workload::PHRASES);
    let topics = workload::topics(&phrases);

    let before = workload::resident_mb();
    let start = Instant::now();
    let matcher = Matcher::compile(&topics)?;
    let compile_ms = start.elapsed().as_secs_f64() * 1e3;
    let memory_mb = workload::resident_mb() - before;
    let limit = limit::Limit::new(&phrases);
    let peer =
        CharwiseDoubleArrayAhoCorasick::<u32>::new(&phrases).map_err(|error| error.to_string())?;

    let sides: [&Side<'_>; 3] = [
        &|some| watch(&matcher, &gazetteer, some),
        &|some| some.iter().map(|a| limit.count(a)).sum(),
        &|some| some.iter().map(|a| daachorse(&peer, a)).sum(),
    ];
    let mut figures: Vec<Vec<f64>> = vec![Vec::new(); sides.len()];
    let mut found = vec![0; sides.len()];
    for _ in 0..runs {
        let mut seconds = vec![0.0; sides.len()];
        found.fill(0);
        for (number, batch) in articles.chunks(BATCH).enumerate() {
            let mut order: Vec<usize> = (0..sides.len()).collect();
            if number % 2 == 1 {
                order.reverse();
            }
            for side in order {
                let start = Instant::now();
                found[side] += black_box(sides[side](batch));
                seconds[side] += start.elapsed().as_secs_f64();
            }
        }
        for (figures, seconds) in figures.iter_mut().zip(seconds) {
            figures.push(seconds * 1e6 / articles.len() as f64);
        }
    }
    let growth: Vec<(usize, f64)> = [10, 100, 1_000, 10_000]
        .into_iter()
        .filter(|part| *part <= topics.len())
        .map(|part| Ok((part, growth(&topics[..part], &gazetteer, &articles)?)))
        .collect::<Result<_, Box<dyn Error>>>()?;
    let parts = parts(&matcher, &gazetteer, &articles);
    println!(
        "{}",
        serde_json::json!({
            "articles": articles.len(),
            "topics": topics.len(),
            "phrases": phrases.len(),
            "compile_ms": compile_ms,
            "memory_mb": memory_mb,
            "matches_per_article": found[0] as f64 / articles.len() as f64,
            "phrases_per_article": found[1] as f64 / articles.len() as f64,
            "watch": figures[0],
            "limit": figures[1],
            "daachorse": figures[2],
            "growth": growth,
            "parts": parts,
        })
    );
    Ok(())
}

/// Everything that the watching reader does to an article; how many topics met one.
fn watch(matcher: &Matcher, gazetteer: &Gazetteer, articles: &[ArticleText]) -> usize {
    articles
        .iter()
        .map(|article| {
            let fields = Fields::of(article);
            let mentions = gazetteer.find(&fields, None);
            black_box(matcher.matches(&fields, &mentions)).len()
        })
        .sum()
}

/// Phrases at syllable limits, as daachorse finds them in lower-cased text.
fn daachorse(peer: &CharwiseDoubleArrayAhoCorasick<u32>, article: &ArticleText) -> usize {
    let text = workload::whole(article).to_lowercase();
    let bounded = |start: usize, end: usize| {
        !text[..start]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric)
            && !text[end..]
                .chars()
                .next()
                .is_some_and(char::is_alphanumeric)
    };
    peer.find_overlapping_iter(&text)
        .filter(|found| bounded(found.start(), found.end()))
        .count()
}

/// Microseconds per article with only some of the topics.
fn growth(
    topics: &[Topic],
    gazetteer: &Gazetteer,
    articles: &[ArticleText],
) -> Result<f64, Box<dyn Error>> {
    let matcher = Matcher::compile(topics)?;
    let start = Instant::now();
    black_box(watch(&matcher, gazetteer, articles));
    Ok(start.elapsed().as_secs_f64() * 1e6 / articles.len() as f64)
}

/// Where the time goes: tokens, places, matching, in microseconds per article.
fn parts(matcher: &Matcher, gazetteer: &Gazetteer, articles: &[ArticleText]) -> [f64; 3] {
    let mut seconds = [0.0; 3];
    for article in articles {
        let start = Instant::now();
        let fields = black_box(Fields::of(article));
        seconds[0] += start.elapsed().as_secs_f64();
        let start = Instant::now();
        let mentions = black_box(gazetteer.find(&fields, None));
        seconds[1] += start.elapsed().as_secs_f64();
        let start = Instant::now();
        black_box(matcher.matches(&fields, &mentions));
        seconds[2] += start.elapsed().as_secs_f64();
    }
    seconds.map(|seconds| seconds * 1e6 / articles.len() as f64)
}
