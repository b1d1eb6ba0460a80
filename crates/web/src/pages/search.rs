//! The search page.

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Html,
};
use langnghe_model::TimeBasis;
use langnghe_pipeline::{
    PipelineError,
    search::{Found, Passage, Question, Sort, search},
};
use serde::Deserialize;

use crate::{error::PageError, site::Context, words};

/// Answers on one page.
const PAGE: usize = 20;

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
    /// Kept in the links to other pages and orders.
    any_marks: bool,
    /// How many articles there are with any marks, where that is to be offered.
    loose: Option<String>,
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
        any_marks: asked.marks == "any",
        loose: None,
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
            any_marks: shown.any_marks,
            ..Question::new(asked.q.clone())
        };
        match search(app, &context.index, &question).await {
            Ok(answer) => {
                shown.more = (page + 1) * PAGE < answer.total && page < LAST_PAGE;
                let loose = answer.with_any_marks;
                shown.loose = loose.map(|total| words::number(total as u64));
                shown.total = words::number(answer.total as u64);
                let configuration = app.configuration();
                shown.results = answer
                    .found
                    .iter()
                    .map(|found| card(found, &configuration))
                    .collect();
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

fn card(found: &Found, configuration: &langnghe_pipeline::Configuration) -> Card {
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
