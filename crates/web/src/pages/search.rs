//! The search page.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Html,
};
use langnghe_model::TimeBasis;
use langnghe_pipeline::{
    Configuration, PipelineError,
    search::{Found, Passage, Question, Share, Sort, Spread, search, spread},
};
use serde::Deserialize;

use crate::{error::PageError, site::Context, words};

/// Answers on one page.
const PAGE: usize = 20;

/// Links of one kind that narrow an answer.
const CHOICES: usize = 8;

/// The deepest page: beyond it, better words help more than more pages.
const LAST_PAGE: usize = 500;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    page: usize,
    /// `any`: words count with any marks.
    #[serde(default)]
    marks: String,
    /// Only this source, topic, place; empty: all.
    #[serde(default)]
    source: String,
    #[serde(default)]
    topic: String,
    #[serde(default)]
    place: String,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    query: String,
    newest: bool,
    fault: Option<Fault>,
    total: String,
    results: Vec<Card>,
    page: usize,
    more: bool,
    /// Kept in the links to other pages and orders: how marks count, and what the answer is narrowed to.
    scope: String,
    /// Whether the answer is narrowed.
    narrowed: bool,
    /// What it can be narrowed to.
    choices: Vec<Choices>,
    /// How many articles there are with any marks, where that is to be offered.
    loose: Option<String>,
    /// What was perhaps meant, where nothing was found.
    meant: Option<String>,
}

/// A query that cannot be read: where, and what to do.
struct Fault {
    before: String,
    at: String,
    after: String,
    message: String,
}

struct Card {
    url: String,
    title: Vec<Piece>,
    passage: Vec<Piece>,
    source: String,
    time: String,
    published: bool,
    topics: Vec<String>,
}

/// A line of links that narrow the answer.
struct Choices {
    label: &'static str,
    /// The name in the address.
    key: &'static str,
    /// What else stands in the address.
    scope: String,
    all: Vec<Choice>,
}

struct Choice {
    id: String,
    name: String,
    articles: String,
}

struct Piece {
    found: bool,
    text: String,
}

pub(crate) async fn show(
    State(context): State<Context>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    let app = &context.app;
    let page = asked.page.min(LAST_PAGE);
    let newest = asked.sort == "time";
    let mut shown = SearchPage {
        query: asked.q.clone(),
        newest,
        fault: None,
        total: String::new(),
        results: Vec::new(),
        page,
        more: false,
        scope: scope(&asked, ""),
        narrowed: !(asked.source.is_empty() && asked.topic.is_empty() && asked.place.is_empty()),
        choices: Vec::new(),
        loose: None,
        meant: None,
    };
    if !asked.q.trim().is_empty() {
        let question = Question {
            sort: if newest {
                Sort::Newest
            } else {
                Sort::Relevance
            },
            limit: PAGE,
            offset: page * PAGE,
            any_marks: asked.marks == "any",
            source: asked.source.parse().ok(),
            topic: asked.topic.parse().ok(),
            place: asked.place.parse().ok(),
            ..Question::new(asked.q.clone())
        };
        match search(app, &context.index, &question).await {
            Ok(answer) => {
                shown.more = (page + 1) * PAGE < answer.total && page < LAST_PAGE;
                let loose = answer.with_any_marks;
                shown.loose = loose.map(|total| words::number(total as u64));
                shown.meant = answer.did_you_mean;
                shown.total = words::number(answer.total as u64);
                let configuration = app.configuration();
                shown.results = answer
                    .found
                    .iter()
                    .map(|found| card(found, &configuration))
                    .collect();
                if answer.total > 1 {
                    let spread = spread(app, &context.index, &question).await?;
                    shown.choices = choices(&asked, &spread, &configuration);
                }
            }
            Err(PipelineError::Query(error)) => shown.fault = Some(fault(&asked.q, &error)),
            Err(PipelineError::Unknown { id, .. }) => {
                shown.fault = Some(Fault {
                    before: asked.q.clone(),
                    at: String::new(),
                    after: String::new(),
                    message: format!("Không có chủ đề “{id}”."),
                });
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(Html(shown.render()?))
}

/// The part of an address that says how marks count and what an answer is narrowed to, without what `but` names.
fn scope(asked: &Asked, but: &str) -> String {
    let mut scope = String::new();
    if asked.marks == "any" {
        scope.push_str("&marks=any");
    }
    for (key, id) in [
        ("source", &asked.source),
        ("topic", &asked.topic),
        ("place", &asked.place),
    ] {
        // An id has only letters, digits, points and hyphens; what has more is none, and is not asked for either.
        let is_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        if key != but && !id.is_empty() && id.chars().all(is_id) {
            scope.extend(["&", key, "=", id]);
        }
    }
    scope
}

/// The links that narrow an answer: of each kind the most frequent, where there is a choice.
fn choices(asked: &Asked, spread: &Spread, configuration: &Configuration) -> Vec<Choices> {
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
            scope: scope(asked, key),
            all: shares.iter().filter_map(choice).take(CHOICES).collect(),
        }
    }
    let lines = [
        line(asked, "Nguồn", "source", &spread.sources, |id| {
            Some(configuration.source_name(id).to_owned())
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

fn card(found: &Found, configuration: &Configuration) -> Card {
    let source = found.source.parse().map_or_else(
        |_| found.source.clone(),
        |id| configuration.source_name(&id).to_owned(),
    );
    Card {
        url: found.url.clone(),
        title: pieces(&found.headline),
        passage: pieces(&found.passage),
        source,
        time: words::time(found.published),
        published: found.time_basis == TimeBasis::Published,
        topics: found
            .topics
            .iter()
            .map(|id| {
                configuration
                    .topic(id)
                    .map_or_else(|| id.to_string(), |topic| topic.name.clone())
            })
            .collect(),
    }
}

fn pieces(passage: &Passage) -> Vec<Piece> {
    passage
        .pieces()
        .into_iter()
        .map(|(found, text)| Piece {
            found,
            text: text.to_owned(),
        })
        .collect()
}

fn fault(query: &str, error: &langnghe_query::ParseError) -> Fault {
    let start = query.floor_char_boundary(error.span.start.min(query.len()));
    let end = query.floor_char_boundary(error.span.end.clamp(start, query.len()));
    Fault {
        before: query[..start].to_owned(),
        at: query[start..end].to_owned(),
        after: query[end..].to_owned(),
        message: crate::words::query_fault(error),
    }
}
