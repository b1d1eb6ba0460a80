//! Runs topics over articles without their place conditions: `judge TOPIC.toml… < articles.jsonl`.
//!
//! Reads articles in JSON Lines (`article_id title summary text`) and prints one JSON object a line for each article
//! that a topic flags: `{"article_id": …, "topic": …, "score": …}`. With `--explain FILE`, whose lines are
//! `topic TAB article_id`, it also prints for each of those pairs the score and the numbers of the terms met, as
//! `{"article_id": …, "topic": …, "score": …, "flagged": …, "terms": […], "excluded": …}`.
//! The decisions are those of the production matcher; `scripts/judge-topics` makes figures of them.

use std::collections::HashMap;
use std::io::{BufRead, Write};

use langnghe_model::{ArticleText, Topic, TopicId};
use langnghe_query::Fields;
use langnghe_watch::{Matcher, parse_topic};
use serde_json::{Value, json};

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    let mut topics: Vec<Topic> = Vec::new();
    let mut pairs: HashMap<String, Vec<TopicId>> = HashMap::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--explain" {
            let file = arguments.next().ok_or("--explain needs a file")?;
            for line in std::fs::read_to_string(&file)?.lines() {
                let (topic, article) = line
                    .split_once('\t')
                    .ok_or("a line of --explain is: topic TAB article_id")?;
                pairs
                    .entry(article.to_owned())
                    .or_default()
                    .push(topic.parse()?);
            }
        } else {
            let mut topic = parse_topic(&argument, &std::fs::read_to_string(&argument)?)?;
            topic.places.clear();
            topics.push(topic);
        }
    }
    let matcher = Matcher::compile(&topics)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let article: Value = serde_json::from_str(&line?)?;
        let part = |name: &str| article[name].as_str().unwrap_or_default().to_owned();
        let id = part("article_id");
        let fields = Fields::of(&ArticleText {
            title: part("title"),
            lead: part("summary"),
            body: part("text"),
        });
        for found in matcher.matches(&fields, &[]) {
            let line =
                json!({"article_id": id, "topic": found.topic.as_str(), "score": found.score});
            writeln!(out, "{line}")?;
        }
        for topic in pairs.get(&id).into_iter().flatten() {
            let Some(told) = matcher.explain(topic, &fields, &[]) else {
                continue;
            };
            let met = told.terms.iter().enumerate();
            let terms: Vec<Value> = met
                .filter(|(_, term)| !term.passages.is_empty())
                .map(|(number, term)| json!([number, term.weight, term.passages]))
                .collect();
            let excluded: Vec<&[String]> = told
                .excluded_by
                .iter()
                .map(|exclusion| exclusion.passages.as_slice())
                .collect();
            writeln!(
                out,
                "{}",
                json!({"article_id": id, "topic": topic.as_str(), "score": told.score,
                       "flagged": told.flagged, "terms": terms, "excluded": excluded})
            )?;
        }
    }
    Ok(())
}
