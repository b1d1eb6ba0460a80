//! A topic's file.

use std::ops::Range;

use langnghe_config::parse_toml;
use langnghe_model::{
    Diagnostic, Diagnostics, Exclusion, PlaceId, Priority, Term, Topic, TopicId, TopicRevision, UnitId,
};
use langnghe_query::Use;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::Spanned;

/// Weights lie between these.
const WEIGHTS: std::ops::RangeInclusive<i32> = -100..=100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    why: String,
    owner: UnitId,
    #[serde(default)]
    priority: Priority,
    threshold: Spanned<i32>,
    #[serde(default)]
    require: Require,
    #[serde(default)]
    term: Vec<FileTerm>,
    #[serde(default)]
    exclude: Vec<FileExclusion>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Require {
    #[serde(default)]
    places: Vec<PlaceId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileTerm {
    query: Spanned<String>,
    weight: Spanned<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileExclusion {
    query: Spanned<String>,
}

/// Reads a topic's file; its name without the ending is the topic's id.
///
/// # Errors
/// All that is wrong with its queries, weights and threshold, each with line and column.
pub fn parse_topic(file: &str, text: &str) -> Result<Topic, Diagnostics> {
    let id = id_of(file)?;
    let parsed: File = parse_toml(file, text)?;
    let mut faults = Faults { file, text, found: Vec::new() };
    for query in parsed.term.iter().map(|t| &t.query).chain(parsed.exclude.iter().map(|e| &e.query)) {
        faults.check_query(query);
    }
    for term in &parsed.term {
        faults.check_weight(&term.weight);
    }
    faults.check_threshold(&parsed);
    Diagnostics::check(faults.found)?;

    let mut topic = Topic {
        id,
        revision: TopicRevision(String::new()),
        name: parsed.name,
        why: parsed.why,
        owner: parsed.owner,
        priority: parsed.priority,
        threshold: parsed.threshold.into_inner(),
        places: parsed.require.places,
        terms: parsed
            .term
            .into_iter()
            .map(|term| Term { query: term.query.into_inner(), weight: term.weight.into_inner() })
            .collect(),
        exclusions: parsed
            .exclude
            .into_iter()
            .map(|exclusion| Exclusion { query: exclusion.query.into_inner() })
            .collect(),
    };
    topic.revision = revision(&topic);
    Ok(topic)
}

fn id_of(file: &str) -> Result<TopicId, Diagnostics> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = name.strip_suffix(".toml").unwrap_or(name);
    stem.parse().map_err(|error: langnghe_model::InvalidId| {
        Diagnostic::of_file(
            "topic.file-name",
            file,
            format!("the file's name is the topic's id, and {error}"),
            "rename the file, for example an-toan-du-khach.toml",
        )
        .into()
    })
}

/// The first 12 hexadecimal digits of SHA-256 over everything that decides what is flagged and how. Spacing
/// and comments of the file do not count, nor does white space inside queries.
fn revision(topic: &Topic) -> TopicRevision {
    let mut hasher = Sha256::new();
    let mut add = |part: &str| {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    };
    let plain = |query: &str| query.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [&topic.name, &topic.why, topic.owner.as_str(), topic.priority.name(), &topic.threshold.to_string()] {
        add(part);
    }
    for place in &topic.places {
        add("place");
        add(place.as_str());
    }
    for term in &topic.terms {
        add("term");
        add(&plain(&term.query));
        add(&term.weight.to_string());
    }
    for exclusion in &topic.exclusions {
        add("exclude");
        add(&plain(&exclusion.query));
    }
    let digest = hasher.finalize();
    TopicRevision(digest[..6].iter().map(|byte| format!("{byte:02x}")).collect())
}

struct Faults<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<Diagnostic>,
}

impl Faults<'_> {
    fn add(&mut self, code: &'static str, byte: usize, message: impl Into<String>, remedy: impl Into<String>) {
        self.found
            .push(Diagnostic::at_byte(code, self.file, self.text, byte, message, remedy));
    }

    fn check_query(&mut self, query: &Spanned<String>) {
        if let Err(error) = langnghe_query::parse(query.get_ref(), Use::Topic) {
            let byte = self.byte_in_file(query, error.span.start);
            self.add(error.code(), byte, error.message(), error.remedy());
        }
    }

    /// Where a byte of a string's value stands in the file: exactly when the value stands there as it is, at
    /// the string's beginning when it was written with escapes.
    fn byte_in_file(&self, string: &Spanned<String>, byte: usize) -> usize {
        let Range { start, end } = string.span();
        let literal = self.text.get(start..end).unwrap_or_default();
        match literal.find(string.get_ref().as_str()) {
            Some(inside) => start + inside + byte,
            None => start,
        }
    }

    fn check_weight(&mut self, weight: &Spanned<i32>) {
        let value = *weight.get_ref();
        if value == 0 || !WEIGHTS.contains(&value) {
            self.add(
                "topic.weight",
                weight.span().start,
                format!("a weight of {value} cannot be used"),
                "write a number from 1 to 100, or from -100 to -1 for what speaks against the topic",
            );
        }
    }

    fn check_threshold(&mut self, file: &File) {
        let threshold = *file.threshold.get_ref();
        let at = file.threshold.span().start;
        let most: i32 = file.term.iter().map(|term| (*term.weight.get_ref()).clamp(0, 100)).sum();
        if threshold < 1 {
            self.add("topic.threshold", at, "a threshold below 1 would flag every article", "write 1 or more; 10 is usual");
        } else if most < threshold {
            self.add(
                "topic.threshold-unreachable",
                at,
                format!("the threshold {threshold} cannot be reached: all terms together give {most}"),
                "add a [[term]], or lower the threshold",
            );
        }
    }
}
