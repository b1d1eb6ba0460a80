//! What a backtest shows is what goes live: for random topics, over articles that came in bit by bit, the backtest
//! finds exactly what the watching reader flagged; and running bit by bit leaves the same flags as a full rebuild.
//!
//! Over all shared articles this takes an optimised program; `cargo test --release -p langnghe-pipeline --test preview`
//! does that, and an unoptimised one takes every eighth.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is missing, and says what it skips"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use langnghe_desk::{Archive, BacktestSettings, backtest};
use langnghe_model::TopicId;
use langnghe_pipeline::{
    App, Clock,
    progress::{Quiet, Stop},
    work::{self, Replay},
};
use langnghe_query::Use;
use langnghe_store::FlagFilter;
use serde_json::{Value, json};

const TOPICS: usize = 200;

/// Parts that the articles come in.
const PARTS: usize = 5;

/// Regions that a topic may require: one is named in many articles, one in few.
const REGIONS: [&str; 3] = ["cao-bang", "ha-noi", "da-nang"];

/// SplitMix64: random enough, and the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as usize % bound
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// Four words that stand side by side in some article.
    fn run(&mut self, words: &Words) -> [String; 4] {
        loop {
            let text: Vec<&str> = self.one(&words.texts).split_whitespace().collect();
            if text.len() < 4 {
                continue;
            }
            let start = self.below(text.len() - 3);
            let run = [0, 1, 2, 3].map(|at| text[start + at].to_lowercase());
            if run.iter().all(|word| word.chars().all(char::is_alphabetic)) {
                return run;
            }
        }
    }

    /// A query of any kind that topics know, of words that occur.
    fn query(&mut self, words: &Words) -> String {
        loop {
            let [a, b, c, d] = self.run(words);
            let rare = self.one(&words.rare).clone();
            let query = match self.below(10) {
                0 | 1 => format!("\"{a} {b}\""),
                2 => format!("~\"{a} {b}\""),
                3 => format!("\"{a} {b} {c}\" OR {rare}"),
                4 => format!("\"{a} {b}\" AND \"{c} {d}\""),
                5 => format!("\"{a} {b}\" AND NOT {c}"),
                6 => format!("{d} NEAR/{} {a}", self.below(9)),
                7 => format!("{}:{rare}", self.one(&["title", "lead", "body"])),
                8 => format!("({a} OR {rare}) NEAR/{} \"{c} {d}\"", self.one(&["s", "p"])),
                _ => format!("{rare}*"),
            };
            if langnghe_query::parse(&query, Use::Topic).is_ok() {
                return query;
            }
        }
    }

    /// A topic's file: one to five terms, some of which take away, at times exclusions and a region.
    fn topic(&mut self, number: usize, words: &Words) -> String {
        let mut terms = BTreeSet::new();
        for _ in 0..=self.below(4) {
            terms.insert(self.query(words));
        }
        let mut parts = String::new();
        let mut reachable = 0_usize;
        for (at, query) in terms.iter().enumerate() {
            let weight = 1 + self.below(9);
            let takes_away = at > 0 && self.below(4) == 0;
            let sign = if takes_away { "-" } else { "" };
            reachable += if takes_away { 0 } else { weight };
            writeln!(
                parts,
                "[[term]]\nquery = '''{query}'''\nweight = {sign}{weight}"
            )
            .unwrap();
        }
        if self.below(3) == 0 {
            let query = self.query(words);
            writeln!(parts, "[[exclude]]\nquery = '''{query}'''").unwrap();
        }
        let threshold = 1 + self.below(reachable);
        let mut file = format!(
            "name = 'Thử {number}'\nwhy = 'Thử'\nowner = 'van-phong-so'\nthreshold = {threshold}\n"
        );
        if self.below(10) == 0 {
            let end = ["from", "until"][self.below(2)];
            // The invented articles are of one month, the shared ones of ten years.
            let year = [2018, 2021, 2026, 2026][self.below(4)];
            let day = 1 + self.below(28);
            writeln!(file, "{end} = '{year}-11-{day:02}'").unwrap();
        }
        if self.below(4) == 0 {
            writeln!(file, "[require]\nplaces = ['{}']", self.one(&REGIONS)).unwrap();
        }
        file + &parts
    }
}

/// What topics are made of.
struct Words {
    texts: Vec<String>,
    /// Words of at most every fiftieth text: a topic of everyday words would only be slow.
    rare: Vec<String>,
}

impl Words {
    fn of(texts: Vec<String>) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for text in &texts {
            let words: BTreeSet<String> = text
                .split_whitespace()
                .filter(|word| word.chars().count() > 1 && word.chars().all(char::is_alphabetic))
                .map(str::to_lowercase)
                .collect();
            for word in words {
                *counts.entry(word).or_default() += 1;
            }
        }
        let most = texts.len() / 50;
        counts.retain(|_, count| (2..=most).contains(count));
        Self {
            texts,
            rare: counts.into_keys().collect(),
        }
    }
}

/// A configuration folder of its own, with random topics on these articles.
fn configuration(folder: &Path, articles: &[Value], seed: u64) {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config");
    for file in ["langnghe.toml", "places.tsv", "sources.toml", "units.toml"] {
        std::fs::copy(shipped.join(file), folder.join(file)).unwrap();
    }
    std::fs::create_dir(folder.join("topics")).unwrap();
    let texts: Vec<String> = articles
        .iter()
        .flat_map(|article| ["title", "summary", "text"].map(|key| &article[key]))
        .filter_map(|text| Some(text.as_str()?.to_owned()))
        .collect();
    let words = Words::of(texts);
    let mut random = Random(seed);
    for number in 0..TOPICS {
        let path = folder.join(format!("topics/thu-{number}.toml"));
        std::fs::write(path, random.topic(number, &words)).unwrap();
    }
}

fn archive_file(folder: &Path, name: &str, articles: &[Value]) -> PathBuf {
    let lines: String = articles
        .iter()
        .map(|article| format!("{article}\n"))
        .collect();
    let path = folder.join(name);
    std::fs::write(&path, lines).unwrap();
    path
}

/// Everything that is kept of the flags, in an order of its own.
async fn flags(app: &App) -> Vec<String> {
    let rows = app.store.flags(&FlagFilter::default()).await.unwrap();
    let mut flags: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
    flags.sort_unstable();
    flags
}

/// Holds each topic's backtest against its flags; returns how many flags there are, and of how many topics.
async fn preview_is_production(app: &App) -> (usize, usize) {
    let configuration = app.configuration();
    let homes = Arc::clone(&configuration);
    let archive = Archive {
        store: app.store.clone(),
        index: work::index_for_search(app).await.unwrap(),
        gazetteer: Arc::clone(&configuration.gazetteer),
        home: Arc::new(move |source| Some(homes.source(source)?.region.clone())),
    };
    let (mut all, mut topics) = (0, 0);
    assert_eq!(configuration.topics.len(), TOPICS);
    for topic in &configuration.topics {
        let settings = BacktestSettings::default();
        let preview = backtest(&archive, topic, settings).await.unwrap();
        let preview: BTreeSet<(i64, i32)> = preview
            .found
            .iter()
            .map(|found| (found.article.id.0, found.score))
            .collect();
        let live = live(app, &topic.id).await;
        assert_eq!(preview, live, "{topic:#?}");
        all += live.len();
        topics += usize::from(!live.is_empty());
    }
    (all, topics)
}

async fn live(app: &App, topic: &TopicId) -> BTreeSet<(i64, i32)> {
    let filter = FlagFilter {
        topic: Some(topic.clone()),
        ..FlagFilter::default()
    };
    let rows = app.store.flags(&filter).await.unwrap();
    rows.iter()
        .map(|row| (row.flag.article.0, row.flag.score))
        .collect()
}

/// Takes the articles in part by part, compares, revises some of them, and rebuilds everything.
async fn check(articles: &[Value], seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    std::fs::create_dir(&config).unwrap();
    configuration(&config, articles, seed);
    // The relative paths of the shipped settings put database and index beside the folder.
    let app = App::open(&config, [], Clock::System).await.unwrap();
    let stop = Stop::default();

    for (number, part) in articles.chunks(articles.len().div_ceil(PARTS)).enumerate() {
        let file = archive_file(folder.path(), &format!("{number}.jsonl"), part);
        let done = work::import(&app, &[file], &Quiet, &stop).await.unwrap();
        assert!(done.readers_ran, "nobody else runs them");
        assert_eq!(done.import.complaints, Vec::<String>::new());
    }
    let (all, topics) = preview_is_production(&app).await;
    println!(
        "{} articles, {all} flags on {topics} of {TOPICS} topics",
        articles.len()
    );
    assert!(
        all > articles.len() / 4 && topics > TOPICS / 2,
        "{all} {topics}"
    );

    // Every fifth article is rewritten with another's words: new text flags what was not flagged before, and
    // nothing twice.
    let revised: Vec<Value> = articles
        .iter()
        .zip(articles.iter().rev())
        .step_by(5)
        .map(|(article, other)| {
            let text = format!("{}\n{}", value(article, "text"), value(other, "text"));
            json!({"url": article["url"], "source": article["source"], "title": article["title"],
                "summary": other["summary"], "text": text, "published": article["published"]})
        })
        .collect();
    let file = archive_file(folder.path(), "revised.jsonl", &revised);
    let done = work::import(&app, &[file], &Quiet, &stop).await.unwrap();
    assert!(done.import.revisions > 0 && done.flags > 0, "{done:?}");
    let bit_by_bit = flags(&app).await;
    assert!(bit_by_bit.len() > all);
    for what in [Replay::Flags, Replay::Index] {
        work::replay(&app, what, &Quiet, &stop).await.unwrap();
        assert_eq!(flags(&app).await, bit_by_bit, "{what:?} rebuilt");
    }
}

fn value<'a>(article: &'a Value, key: &str) -> &'a str {
    article[key].as_str().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backtest_over_generated_articles_shows_what_goes_live() {
    let articles: Vec<Value> = langnghe_newsroom::corpus(7)
        .take(200)
        .enumerate()
        .map(|(number, mut article)| {
            let place = ["Cao Bằng", "Hà Nội", "thành phố Đà Nẵng"][number % 3];
            if number % 2 == 0 {
                article.summary = format!("Tin từ {place}: {}", article.summary);
            }
            serde_json::to_value(article).unwrap()
        })
        .collect();
    check(&articles, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backtest_over_the_shared_articles_shows_what_goes_live() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let mut articles = Vec::new();
    for file in [
        "watch-judged/articles.jsonl.zst",
        "news-vi-labelled/danes-annotated.jsonl.zst",
        "news-vi-labelled/fehuynh-2022.jsonl.zst",
        "news-vi-labelled/nqhung-2020.jsonl.zst",
        "news-vi-labelled/underthesea-unc.jsonl.zst",
    ] {
        let path = data.join(file);
        if !path.exists() {
            println!("skipped: no shared data");
            return;
        }
        let Ok(output) = Command::new("zstd").arg("-dc").arg(&path).output() else {
            println!("skipped: zstd is needed to unpack the shared data");
            return;
        };
        assert!(
            output.status.success(),
            "{} can be unpacked",
            path.display()
        );
        for line in String::from_utf8(output.stdout).unwrap().lines() {
            articles.push(serde_json::from_str::<Value>(line).unwrap());
        }
    }
    articles.retain(|article| {
        !(value(article, "title").is_empty() && value(article, "text").is_empty())
    });
    if cfg!(debug_assertions) {
        articles = articles.into_iter().step_by(8).collect();
    }
    // Some share an address: here each has one of its own, so that each is an article.
    for (number, article) in articles.iter_mut().enumerate() {
        article["url"] = json!(format!("https://kho.example/{number}"));
    }
    check(&articles, 2).await;
}
