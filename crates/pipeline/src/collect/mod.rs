//! Collection: channels are asked what is new, then the articles they list are read and appended.

mod channel;
mod page;
mod recheck;

use std::{collections::HashSet, sync::Arc};

use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use langnghe_fetcher::{FetchError, Fetcher, Response};
use langnghe_model::{Channel, ChannelId, Source, SourceId};
use langnghe_store::{ChannelState, PageTask, RequestRow};
use serde::Serialize;

use crate::{
    App, PipelineError,
    app::Configuration,
    progress::{Event, Progress, Stop},
};

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

/// One source's part of a round: what both steps need to know.
struct Collector<'a> {
    app: &'a App,
    configuration: Arc<Configuration>,
    fetcher: &'a Fetcher,
    progress: &'a dyn Progress,
    stop: &'a Stop,
}

/// Asks channels and reads the pages that are due, until nothing is due any more or a stop is asked for.
///
/// What was accepted from a channel is in the store before the next step begins, so a round that is cut
/// off loses nothing: the next one goes on.
pub async fn collect(
    app: &App,
    fetcher: &Fetcher,
    which: &Which,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<RoundSummary, PipelineError> {
    let collector = Collector {
        app,
        configuration: app.configuration(),
        fetcher,
        progress,
        stop,
    };
    let mut summary = collector.ask_channels(which).await?;
    summary.add(collector.read_pages().await?);
    Ok(summary)
}

impl Collector<'_> {
    async fn ask_channels(&self, which: &Which) -> Result<RoundSummary, PipelineError> {
        let states = self.app.store.channel_states().await?;
        let now = self.app.clock.now();
        let wanted: Vec<(&Source, &Channel, Option<&ChannelState>)> = self
            .configuration
            .sources
            .iter()
            .filter(|source| match which {
                Which::Due | Which::All => !source.disabled,
                Which::Of(ids) => ids.contains(&source.id),
            })
            .flat_map(|source| source.channels.iter().map(move |channel| (source, channel)))
            .map(|(source, channel)| {
                let state = states.iter().find(|state| state.channel.0 == channel.url);
                (source, channel, state)
            })
            .filter(|(_, _, state)| *which != Which::Due || state.is_none_or(|at| is_due(at, now)))
            .collect();
        self.progress.report(Event::RoundStarted {
            channels: wanted.len() as u64,
        });

        let mut summary = RoundSummary::default();
        let mut answers = stream::iter(wanted)
            .take_while(|_| std::future::ready(!self.stop.requested()))
            .map(|(source, channel, state)| self.ask(source, channel, state))
            .buffer_unordered(self.app.settings.fetch.concurrency);
        while let Some(answer) = answers.next().await {
            summary.add(answer?);
        }
        Ok(summary)
    }

    /// Reads due pages, each source's one after the other, several sources side by side.
    async fn read_pages(&self) -> Result<RoundSummary, PipelineError> {
        let concurrency = self.app.settings.fetch.concurrency;
        let mut summary = RoundSummary::default();
        let mut active: HashSet<SourceId> = HashSet::new();
        let mut running = stream::FuturesUnordered::new();
        loop {
            if running.len() < concurrency && !self.stop.requested() {
                let busy: Vec<SourceId> = active.iter().cloned().collect();
                let due = self
                    .app
                    .store
                    .due_pages(self.app.clock.now(), 200, &busy)
                    .await?;
                self.progress.report(Event::PagesWaiting {
                    pages: due.len() as u64,
                });
                for (source, tasks) in by_source(due) {
                    if running.len() >= concurrency {
                        break;
                    }
                    active.insert(source.clone());
                    running.push(async move { (source, self.read_source(tasks).await) });
                }
            }
            let Some((source, read)) = running.next().await else {
                return Ok(summary);
            };
            active.remove(&source);
            summary.add(read?);
        }
    }

    async fn read_source(&self, tasks: Vec<PageTask>) -> Result<RoundSummary, PipelineError> {
        let mut summary = RoundSummary::default();
        for task in tasks {
            if self.stop.requested() {
                break;
            }
            summary.add(self.read_page(&task).await?);
            self.progress.report(Event::PageRead { url: task.url });
        }
        Ok(summary)
    }
}

/// Whether a channel's time has come. One that was asked in the future was so before the clock was set back: its next
/// time means nothing, and might keep it silent for years.
fn is_due(state: &ChannelState, now: Timestamp) -> bool {
    let asked_in_the_future = state.last_at.is_some_and(|last| last > now);
    asked_in_the_future || state.next_at.is_none_or(|next| next <= now)
}

/// Groups tasks by source, sources in the order of their oldest task.
fn by_source(tasks: Vec<PageTask>) -> Vec<(SourceId, Vec<PageTask>)> {
    let mut groups: Vec<(SourceId, Vec<PageTask>)> = Vec::new();
    for task in tasks {
        match groups.iter_mut().find(|(source, _)| *source == task.source) {
            Some((_, group)) => group.push(task),
            None => groups.push((task.source.clone(), vec![task])),
        }
    }
    groups
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
    }
}
