//! The digest of a day: as a page, and as it goes out by mail.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{Html, Redirect},
};
use jiff::{ToSpan, civil::Date};
use langnghe_digest::Digest;
use langnghe_pipeline::{
    PipelineError,
    digest::{Period, digest},
    local_day,
};
use serde::Deserialize;

use crate::{error::PageError, site::Context};

#[derive(Deserialize)]
pub(crate) struct Asked {
    day: Option<String>,
}

#[derive(Template)]
#[template(path = "digest.html")]
struct DigestPage {
    day: Date,
    day_in_words: String,
    today: Date,
    before: Date,
    /// Nothing can be said of a day that has not come.
    after: Option<Date>,
    /// HTML of the digest crate, which escapes what it takes in.
    body: String,
}

/// Leads to the day that was asked for, or to today.
pub(crate) async fn choose(
    State(context): State<Context>,
    Query(asked): Query<Asked>,
) -> Result<Redirect, PageError> {
    let day = match asked.day {
        Some(day) => parse(&day)?,
        None => local_day(context.app.clock.now()),
    };
    Ok(Redirect::to(&format!("/digest/{day}")))
}

pub(crate) async fn show(
    State(context): State<Context>,
    Path(day): Path<String>,
) -> Result<Html<String>, PageError> {
    let day = parse(&day)?;
    let today = local_day(context.app.clock.now());
    let digest = of_day(&context, day).await?;
    let page = DigestPage {
        day,
        day_in_words: day.strftime("%d/%m/%Y").to_string(),
        today,
        before: day.saturating_sub(1.day()),
        after: (day < today).then(|| day.saturating_add(1.day())),
        body: langnghe_digest::render_html_body(&digest).map_err(PipelineError::from)?,
    };
    Ok(Html(page.render()?))
}

pub(crate) async fn mail(
    State(context): State<Context>,
    Path(day): Path<String>,
) -> Result<Html<String>, PageError> {
    let digest = of_day(&context, parse(&day)?).await?;
    Ok(Html(
        langnghe_digest::render_html(&digest).map_err(PipelineError::from)?,
    ))
}

fn parse(day: &str) -> Result<Date, PageError> {
    day.parse().map_err(|_| PageError::BadDay)
}

async fn of_day(context: &Context, day: Date) -> Result<Digest, PageError> {
    Ok(digest(&context.app, Period::Day(day)).await?)
}
