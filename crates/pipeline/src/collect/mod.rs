//! Collection: channels are asked what is new, and the articles they list are read and appended.
//!
//! Work is done site by site: whoever works at a site has claimed it in the store, asks its channels as they fall
//! due, and reads its pages in between, one request after the other. Many sites are worked at side by side.

mod budget;
mod channel;
mod page;
mod recheck;
mod round;
mod site;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use langnghe_fetcher::{FetchError, Fetcher, Response};
use langnghe_model::{ChannelId, SourceId};
use langnghe_store::RequestRow;
use serde::Serialize;

use crate::{
    App, PipelineError,
    app::Configuration,
    progress::{Progress, Stop},
};
use budget::Budget;
pub(crate) use page::new_article;

/// Which channels a round asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Those whose time has come.
    Due,
    /// All of them, whatever their time.
    All,
    /// Those of these sources.
    Of(Vec<SourceId>),
}

/// What a round of collection did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct RoundSummary {
    /// Channels asked.
    pub channels: u64,
    /// Requests sent, those of article pages among them.
    pub requests: u64,
    /// Entries not known before, or changed.
    pub entries: u64,
    /// New articles appended.
    pub articles: u64,
    /// Later revisions appended.
    pub revisions: u64,
    /// Articles found withdrawn.
    pub withdrawn: u64,
    /// Channels and pages that could not be read this time.
    pub failed: u64,
}

impl RoundSummary {
    /// Adds another round's numbers.
    pub fn add(&mut self, other: Self) {
        self.channels += other.channels;
        self.requests += other.requests;
        self.entries += other.entries;
        self.articles += other.articles;
        self.revisions += other.revisions;
        self.withdrawn += other.withdrawn;
        self.failed += other.failed;
    }
}

/// What all steps of a round need to know.
struct Collector<'a> {
    app: &'a App,
    configuration: Arc<Configuration>,
    fetcher: &'a Fetcher,
    progress: &'a dyn Progress,
    stop: &'a Stop,
    budget: Mutex<Budget>,
}

/// Asks channels and reads the pages that are due, until nothing is due any more or a stop is asked for.
///
/// What was accepted from a channel is in the store before the next step begins, so a round that is cut
/// off loses nothing: the next one goes on. Sites that another process works at are left to it.
pub async fn collect(
    app: &App,
    fetcher: &Fetcher,
    which: &Which,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<RoundSummary, PipelineError> {
    app.store.place_pages(langnghe_fetcher::site).await?;
    let collector = Collector {
        app,
        configuration: app.configuration(),
        fetcher,
        progress,
        stop,
        budget: Mutex::new(Budget::of_today(app).await?),
    };
    collector.round(which).await
}

/// The row that keeps what came of a request.
fn request_row(
    source: SourceId,
    channel: Option<ChannelId>,
    url: &str,
    at: Timestamp,
    response: &Result<Response, FetchError>,
) -> RequestRow {
    let (status, bytes, elapsed, error) = match response {
        Ok(response) => (
            Some(response.status),
            response.body.len() as u64,
            response.elapsed.as_millis() as u64,
            None,
        ),
        Err(error) => (error.status(), 0, 0, Some(error.to_string())),
    };
    RequestRow {
        at,
        source,
        channel,
        url: url.to_owned(),
        status,
        bytes,
        duration_ms: elapsed,
        error,
        failure: response.as_ref().err().map(crate::failure::of_fetch),
    }
}
