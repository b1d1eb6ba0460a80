//! A topic's file.

use langnghe_config::parse_toml;
use langnghe_model::{
    Day, Diagnostic, Diagnostics, Exclusion, PlaceId, Priority, Term, TextHash, Topic, TopicId,
    TopicRevision, UnitId, Validity,
};
use langnghe_query::Use;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use toml::Spanned;

use crate::toml_string::byte_in_written;

/// Weights lie between these.
const WEIGHTS: std::ops::RangeInclusive<i32> = -100..=100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    name: Spanned<String>,
    why: Spanned<String>,
    owner: UnitId,
    #[serde(default)]
    priority: Priority,
    from: Option<Day>,
    until: Option<Spanned<Day>>,
    threshold: Spanned<i32>,
    #[serde(default)]
    require: Require,
    #[serde(default)]
    pub(crate) term: Vec<FileTerm>,
    #[serde(default)]
    pub(crate) exclude: Vec<FileExclusion>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Require {
    #[serde(default)]
    places: Vec<PlaceId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileTerm {
    pub(crate) query: Spanned<String>,
    pub(crate) weight: Spanned<i32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileExclusion {
    pub(crate) query: Spanned<String>,
}

/// Reads a topic's file; its name without the ending is the topic's id.
///
/// # Errors
/// All that is wrong with its queries, weights and threshold, each with line and column.
pub fn parse_topic(file: &str, text: &str) -> Result<Topic, Diagnostics> {
    let id = id_of(file)?;
    let parsed = read(file, text)?;
    let mut faults = Faults {
        file,
        text,
        found: Vec::new(),
    };
    faults.check_not_blank("name", &parsed.name, "the name that people see");
    faults.check_not_blank("why", &parsed.why, "what the topic is for, in a sentence");
    let terms: Vec<_> = parsed.term.iter().map(|term| &term.query).collect();
    let exclusions: Vec<_> = parsed
        .exclude
        .iter()
        .map(|exclusion| &exclusion.query)
        .collect();
    for queries in [&terms, &exclusions] {
        faults.check_queries(queries);
    }
    for term in &parsed.term {
        faults.check_weight(&term.weight);
    }
    faults.check_threshold(&parsed);
    faults.check_validity(&parsed);
    faults.found.sort_by_key(|fault| (fault.line, fault.column));
    Diagnostics::check(faults.found)?;

    let mut topic = Topic {
        id,
        revision: TopicRevision(String::new()),
        name: parsed.name.into_inner(),
        why: parsed.why.into_inner(),
        owner: parsed.owner,
        priority: parsed.priority,
        threshold: parsed.threshold.into_inner(),
        places: parsed.require.places,
        terms: parsed
            .term
            .into_iter()
            .map(|term| Term {
                query: term.query.into_inner(),
                weight: term.weight.into_inner(),
            })
            .collect(),
        validity: Validity {
            from: parsed.from,
            until: parsed.until.map(Spanned::into_inner),
        },
        exclusions: parsed
            .exclude
            .into_iter()
            .map(|exclusion| Exclusion {
                query: exclusion.query.into_inner(),
            })
            .collect(),
    };
    topic.revision = revision(&topic);
    Ok(topic)
}

/// A topic's file as it is written, its queries not looked at yet.
pub(crate) fn read(file: &str, text: &str) -> Result<File, Diagnostics> {
    parse_toml(file, text)
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
    let mut content = Vec::new();
    let mut add = |part: &str| {
        // The length goes first, so that text moved from one part to the next changes the hash.
        content.extend_from_slice(&(part.len() as u64).to_le_bytes());
        content.extend_from_slice(part.as_bytes());
    };
    for part in [
        &topic.name,
        &topic.why,
        topic.owner.as_str(),
        topic.priority.name(),
        &topic.threshold.to_string(),
    ] {
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
    for (end, day) in [
        ("from", topic.validity.from),
        ("until", topic.validity.until),
    ] {
        if let Some(day) = day {
            add(end);
            add(&day.to_string());
        }
    }
    TopicRevision(TextHash::of(&content).as_str()[..12].to_owned())
}

fn is_weight(value: i32) -> bool {
    value != 0 && WEIGHTS.contains(&value)
}

/// A query without the layout of its text: white space means nothing in it beyond keeping words apart.
fn plain(query: &str) -> String {
    query.split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Faults<'a> {
    file: &'a str,
    text: &'a str,
    found: Vec<Diagnostic>,
}

impl Faults<'_> {
    fn add(
        &mut self,
        code: &'static str,
        byte: usize,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.found.push(Diagnostic::at_byte(
            code, self.file, self.text, byte, message, remedy,
        ));
    }

    fn check_not_blank(&mut self, key: &str, value: &Spanned<String>, meaning: &str) {
        if value.get_ref().trim().is_empty() {
            let message = format!("\"{key}\" is empty");
            self.add(
                "topic.blank",
                value.span().start,
                message,
                format!("write {meaning}"),
            );
        }
    }

    /// The queries of all terms, or of all exclusions.
    fn check_queries(&mut self, queries: &[&Spanned<String>]) {
        let mut seen = FxHashSet::default();
        for query in queries {
            if let Err(error) = langnghe_query::parse(query.get_ref(), Use::Topic) {
                let written = self.text.get(query.span()).unwrap_or_default();
                let byte = query.span().start + byte_in_written(written, error.span.start);
                self.add(error.code(), byte, error.message(), error.remedy());
            } else if !seen.insert(plain(query.get_ref())) {
                self.add(
                    "topic.same-query",
                    query.span().start,
                    "this query stands here twice",
                    "take one of the two out, and give the other the weight of both",
                );
            }
        }
    }

    fn check_validity(&mut self, parsed: &File) {
        if let (Some(from), Some(until)) = (parsed.from, &parsed.until)
            && *until.get_ref() < from
        {
            self.add(
                "topic.validity",
                until.span().start,
                format!(
                    "the topic ends on {} before it begins on {from}",
                    until.get_ref()
                ),
                "write the last day here, and the first one at \"from\"",
            );
        }
    }

    fn check_weight(&mut self, weight: &Spanned<i32>) {
        let value = *weight.get_ref();
        if !is_weight(value) {
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
        let weights = || file.term.iter().map(|term| *term.weight.get_ref());
        let most: i32 = weights().map(|weight| weight.clamp(0, 100)).sum();
        if threshold < 1 {
            self.add(
                "topic.threshold",
                at,
                "a threshold below 1 would flag every article",
                "write 1 or more; 10 is usual",
            );
        } else if most < threshold && weights().all(is_weight) {
            self.add(
                "topic.threshold-unreachable",
                at,
                format!(
                    "the threshold {threshold} cannot be reached: all terms together give {most}"
                ),
                "add a [[term]], or lower the threshold",
            );
        }
    }
}
