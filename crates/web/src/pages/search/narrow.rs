//! What an answer is narrowed to, and what it can be narrowed to.

use askama::filters::urlencode;
use jiff::civil::Date;
use langnghe_pipeline::{
    Configuration,
    search::{Share, Spread},
};

use super::Asked;
use crate::words;

/// Links of one kind that narrow an answer.
const CHOICES: usize = 8;

/// A line of links that narrow the answer.
pub(super) struct Choices {
    pub(super) label: &'static str,
    /// The name in the address.
    pub(super) key: &'static str,
    /// What else stands in the address.
    pub(super) scope: String,
    pub(super) all: Vec<Choice>,
}

pub(super) struct Choice {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) articles: String,
}

/// A day of an address; `None` for none.
pub(super) fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// The part of an address that says how marks and copies count and what an answer is narrowed to, without what `but`
/// names.
pub(super) fn scope(asked: &Asked, but: &[&str]) -> String {
    let mut scope = String::new();
    if asked.marks == "any" {
        scope.push_str("&marks=any");
    }
    if asked.copies == "all" && !but.contains(&"copies") {
        scope.push_str("&copies=all");
    }
    for (key, id) in [
        ("source", &asked.source),
        ("topic", &asked.topic),
        ("place", &asked.place),
        ("from", &asked.from),
        ("to", &asked.to),
    ] {
        // An id or a day has only letters, digits, points and hyphens; what has more is none, and is not asked for either.
        let is_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        if !but.contains(&key) && !id.is_empty() && id.chars().all(is_id) {
            scope.extend(["&", key, "=", id]);
        }
    }
    if !but.contains(&"section") && !asked.section.is_empty() {
        // A name as its papers write it.
        let Ok(name) = urlencode(&asked.section);
        scope.push_str(&format!("&section={name}"));
    }
    scope
}

/// What an answer is narrowed to, in words.
pub(super) fn limits(asked: &Asked, configuration: &Configuration) -> Option<String> {
    let source = asked.source.parse().ok();
    let topic = asked.topic.parse().ok();
    let place = asked.place.parse().ok();
    let named = |kind: &str, name: Option<&str>, id: &str| {
        (!id.is_empty()).then(|| format!("{kind} {}", name.unwrap_or(id)))
    };
    let limits = [
        named(
            "nguồn",
            source.as_ref().map(|id| configuration.source_name(id)),
            &asked.source,
        ),
        named("chuyên mục", None, &asked.section),
        named(
            "chủ đề",
            topic
                .as_ref()
                .and_then(|id| configuration.topic(id))
                .map(|topic| topic.name.as_str()),
            &asked.topic,
        ),
        named(
            "nơi chốn",
            place
                .as_ref()
                .and_then(|id| configuration.gazetteer.place(id))
                .map(|place| place.name.as_str()),
            &asked.place,
        ),
        match (day(&asked.from), day(&asked.to)) {
            (Some(from), Some(to)) if from == to => Some(format!("ngày {}", words::day(from))),
            (Some(from), Some(to)) => {
                Some(format!("từ {} đến {}", words::day(from), words::day(to)))
            }
            (Some(from), None) => Some(format!("từ {}", words::day(from))),
            (None, Some(to)) => Some(format!("đến {}", words::day(to))),
            (None, None) => None,
        },
    ];
    let limits: Vec<String> = limits.into_iter().flatten().collect();
    (!limits.is_empty()).then(|| limits.join("; "))
}

/// The links that narrow an answer: of each kind the most frequent, where there is a choice.
pub(super) fn choices(
    asked: &Asked,
    spread: &Spread,
    configuration: &Configuration,
) -> Vec<Choices> {
    fn line<Id: ToString>(
        asked: &Asked,
        label: &'static str,
        key: &'static str,
        shares: &[Share<Id>],
        name: impl Fn(&Id) -> Option<String>,
    ) -> Choices {
        let choice = |share: &Share<Id>| {
            Some(Choice {
                name: name(&share.id)?,
                id: share.id.to_string(),
                articles: words::number(share.articles as u64),
            })
        };
        Choices {
            label,
            key,
            scope: scope(asked, &[key]),
            all: shares.iter().filter_map(choice).take(CHOICES).collect(),
        }
    }
    let lines = [
        line(asked, "Nguồn", "source", &spread.sources, |id| {
            Some(configuration.source_name(id).to_owned())
        }),
        line(asked, "Chuyên mục", "section", &spread.sections, |name| {
            Some(name.clone())
        }),
        line(asked, "Chủ đề", "topic", &spread.topics, |id| {
            Some(configuration.topic(id)?.name.clone())
        }),
        line(asked, "Nơi chốn", "place", &spread.places, |id| {
            Some(configuration.gazetteer.place(id)?.name.clone())
        }),
    ];
    lines
        .into_iter()
        .filter(|line| line.all.len() > 1)
        .collect()
}
