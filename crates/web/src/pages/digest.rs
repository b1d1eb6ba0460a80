//! The digest of a day, as it goes out by mail.

use axum::{
    extract::{Path, State},
    response::{Html, Redirect},
};
use jiff::civil::Date;
use langnghe_pipeline::{
    PipelineError,
    digest::{Period, digest, local_day},
};

use crate::{error::PageError, site::Context};

pub(crate) async fn today(State(context): State<Context>) -> Redirect {
    Redirect::to(&format!("/digest/{}", local_day(context.app.clock.now())))
}

pub(crate) async fn show(
    State(context): State<Context>,
    Path(day): Path<String>,
) -> Result<Html<String>, PageError> {
    let day: Date = day.parse().map_err(|_| PageError::BadDay)?;
    let digest = digest(&context.app, Period::Day(day)).await?;
    Ok(Html(
        langnghe_digest::render_html(&digest).map_err(PipelineError::from)?,
    ))
}
