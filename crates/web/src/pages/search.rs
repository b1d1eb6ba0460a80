//! The search page.

mod chart;
mod narrow;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Html,
};
use langnghe_pipeline::{
    PipelineError,
    search::{Question, Sort, search, spread},
};
use serde::Deserialize;

use self::{
    chart::{Chart, chart},
    narrow::{Choices, choices, day, limits, scope},
};
use super::answer::{Card, card};
use crate::{error::PageError, site::Context, words};

/// Answers on one page.
const PAGE: usize = 20;

#[derive(Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    sort: String,
    /// Only said, beginning at 1: where the page begins is told by `after`.
    #[serde(default)]
    page: usize,
    /// Where the page before ended.
    #[serde(default)]
    after: String,
    /// `all`: copies are answers of their own.
    #[serde(default)]
    copies: String,
    /// `any`: words count with any marks.
    #[serde(default)]
    marks: String,
    /// Only this source, section (by its name), topic, place; empty: all.
    #[serde(default)]
    source: String,
    #[serde(default)]
    section: String,
    #[serde(default)]
    topic: String,
    #[serde(default)]
    place: String,
    /// Only articles of this day or later, and of this day or earlier.
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    query: String,
    newest: bool,
    fault: Option<Fault>,
    total: String,
    /// How many of them stand under their original.
    copies: Option<String>,
    /// When copies were looked for only among the first answers: among how many.
    copies_among: Option<String>,
    /// Whether copies are answers of their own.
    apart: bool,
    /// How many came in since the first page.
    newer: Option<String>,
    results: Vec<Card>,
    page: usize,
    /// Where the next page begins.
    next: Option<String>,
    /// Kept in the links to other pages and orders: how marks and copies count, and what the answer is narrowed to.
    scope: String,
    /// The same with copies under their original.
    folded: String,
    /// The order, kept where the order stays.
    order: &'static str,
    /// What the answer is narrowed to.
    limits: Option<String>,
    /// What it can be narrowed to.
    choices: Vec<Choices>,
    chart: Option<Chart>,
    /// How many articles there are with any marks, where that is to be offered.
    loose: Option<String>,
    /// What was perhaps meant, where nothing was found.
    meant: Option<String>,
}

/// A question that cannot be answered: why, and what to do.
struct Fault {
    message: String,
    /// Where in the query; `None` when the query is not at fault.
    cut: Option<Cut>,
}

/// The query, cut at the fault.
struct Cut {
    before: String,
    at: String,
    after: String,
}

pub(crate) async fn show(
    State(context): State<Context>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, PageError> {
    let app = &context.app;
    let configuration = app.configuration();
    let newest = asked.sort == "time";
    let mut shown = SearchPage {
        query: asked.q.clone(),
        newest,
        fault: None,
        total: String::new(),
        copies: None,
        copies_among: None,
        apart: asked.copies == "all",
        newer: None,
        results: Vec::new(),
        page: if asked.after.is_empty() {
            1
        } else {
            asked.page.max(2)
        },
        next: None,
        scope: scope(&asked, &[]),
        folded: scope(&asked, &["copies"]),
        order: if newest { "&sort=time" } else { "" },
        limits: limits(&asked, &configuration),
        choices: Vec::new(),
        chart: None,
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
            any_marks: asked.marks == "any",
            fold: asked.copies != "all",
            after: Some(asked.after.clone()).filter(|after| !after.is_empty()),
            source: asked.source.parse().ok(),
            section: Some(asked.section.clone()).filter(|name| !name.is_empty()),
            topic: asked.topic.parse().ok(),
            place: asked.place.parse().ok(),
            from: day(&asked.from),
            to: day(&asked.to),
            ..Question::new(asked.q.clone())
        };
        match search(app, &context.index, &question).await {
            Ok(answer) => {
                let number = |count: usize| words::number(count as u64);
                let some = |count: usize| (count > 0).then(|| number(count));
                shown.total = number(answer.total);
                shown.copies = some(answer.copies);
                shown.copies_among = answer.copies_among.map(number);
                shown.newer = some(answer.newer);
                shown.loose = answer.with_any_marks.map(number);
                shown.meant = answer.did_you_mean;
                shown.next = answer.next;
                shown.results = answer
                    .found
                    .iter()
                    .map(|found| card(found, &configuration))
                    .collect();
                if answer.total > 1 {
                    let spread = spread(app, &context.index, &question).await?;
                    shown.choices = choices(&asked, &spread, &configuration);
                    shown.chart = chart(&spread, scope(&asked, &["from", "to"]));
                }
            }
            Err(PipelineError::Query(error)) => shown.fault = Some(fault(&asked.q, &error)),
            Err(PipelineError::Unknown { id, .. }) => {
                shown.fault = Some(Fault {
                    message: format!("Không có chủ đề “{id}”."),
                    cut: Some(Cut {
                        before: asked.q.clone(),
                        at: String::new(),
                        after: String::new(),
                    }),
                });
            }
            Err(PipelineError::Cursor(_)) => {
                shown.fault = Some(Fault {
                    message: "Địa chỉ của trang này bị cắt hoặc thuộc về một câu tìm khác."
                        .to_owned(),
                    cut: None,
                });
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(Html(shown.render()?))
}

fn fault(query: &str, error: &langnghe_query::ParseError) -> Fault {
    let start = query.floor_char_boundary(error.span.start.min(query.len()));
    let end = query.floor_char_boundary(error.span.end.clamp(start, query.len()));
    Fault {
        message: words::query_fault(error),
        cut: Some(Cut {
            before: query[..start].to_owned(),
            at: query[start..end].to_owned(),
            after: query[end..].to_owned(),
        }),
    }
}
