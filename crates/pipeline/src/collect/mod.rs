//! Collection: channels are asked what is new, then the articles they list are read and appended.

mod budget;
mod channel;
mod page;
mod recheck;

use std::{collections::HashSet, sync::Arc};

use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use langnghe_fetcher::{FetchError, Fetcher, Response};
use langnghe_model::{Channel, ChannelId, ChannelKind, Source, SourceId};
use langnghe_store::{ChannelState, PageTask, RequestRow};
use serde::Serialize;

use crate::{
    App, PipelineError,
    app::Configuration,
    progress::{Event, Progress, Stop},
    schedule,
};
use budget::Budget;
use channel::Asked;

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
    let mut summary = ask_channels(app, fetcher, which, progress, stop).await?;
    summary.add(read_pages(app, fetcher, progress, stop).await?);
    Ok(summary)
}

/// The first half of a round: asks channels what is new and queues it.
pub async fn ask_channels(
    app: &App,
    fetcher: &Fetcher,
    which: &Which,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<RoundSummary, PipelineError> {
    Collector::new(app, fetcher, progress, stop)
        .ask_channels(which)
        .await
}

/// The second half: reads the pages that are due.
pub async fn read_pages(
    app: &App,
    fetcher: &Fetcher,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<RoundSummary, PipelineError> {
    Collector::new(app, fetcher, progress, stop)
        .read_pages()
        .await
}

impl<'a> Collector<'a> {
    fn new(app: &'a App, fetcher: &'a Fetcher, progress: &'a dyn Progress, stop: &'a Stop) -> Self {
        Self {
            app,
            configuration: app.configuration(),
            fetcher,
            progress,
            stop,
        }
    }
}

impl Collector<'_> {
    async fn ask_channels(&self, which: &Which) -> Result<RoundSummary, PipelineError> {
        let states = self.app.store.channel_states().await?;
        let now = self.app.clock.now();
        let wanted: Vec<Wanted<'_>> = self
            .configuration
            .sources
            .iter()
            .filter(|source| match which {
                Which::Due | Which::All => !source.disabled,
                Which::Of(ids) => ids.contains(&source.id),
            })
            .flat_map(|source| source.channels.iter().map(move |channel| (source, channel)))
            .map(|(source, channel)| (source, channel, state_of(&states, channel)))
            .filter(|(_, _, state)| {
                *which != Which::Due
                    || state.is_none_or(|at| schedule::is_due(now, at.last_at, at.next_at))
            })
            .collect();
        self.progress.report(Event::RoundStarted {
            channels: wanted.len() as u64,
        });

        let mut summary = RoundSummary::default();
        let mut asked = self.ask_all(wanted, &mut summary).await?;
        let siblings = self.siblings(&asked, &states);
        if !siblings.is_empty() {
            asked.extend(self.ask_all(siblings, &mut summary).await?);
        }
        self.fill_gaps(&asked).await?;
        Ok(summary)
    }

    async fn ask_all(
        &self,
        wanted: Vec<Wanted<'_>>,
        summary: &mut RoundSummary,
    ) -> Result<Vec<(SourceId, ChannelId, Asked)>, PipelineError> {
        let mut answers = stream::iter(wanted)
            .take_while(|_| std::future::ready(!self.stop.requested()))
            .map(|(source, channel, state)| async move {
                let id = ChannelId(channel.url.clone());
                (
                    source.id.clone(),
                    id,
                    self.ask(source, channel, state).await,
                )
            })
            .buffer_unordered(self.app.settings.fetch.concurrency);
        let mut all = Vec::new();
        while let Some((source, channel, asked)) = answers.next().await {
            let asked = asked?;
            summary.add(asked.summary);
            all.push((source, channel, asked));
        }
        Ok(all)
    }

    /// The sitemaps and listing pages of sources whose feed may have missed entries, unless they were asked just now:
    /// they reach farther back.
    fn siblings<'b>(
        &'b self,
        asked: &[(SourceId, ChannelId, Asked)],
        states: &'b [ChannelState],
    ) -> Vec<Wanted<'b>> {
        let missed = |id: &SourceId| {
            asked
                .iter()
                .any(|(source, _, asked)| source == id && asked.gap.is_some())
        };
        let sources = self.configuration.sources.iter();
        sources
            .filter(|source| missed(&source.id))
            .flat_map(|source| source.channels.iter().map(move |channel| (source, channel)))
            .filter(|(_, channel)| {
                matches!(channel.kind, ChannelKind::Sitemap | ChannelKind::Listing)
                    && !asked.iter().any(|(_, id, _)| id.0 == channel.url)
            })
            .map(|(source, channel)| (source, channel, state_of(states, channel)))
            .collect()
    }

    /// Keeps with each gap how many articles of its stretch the source's other channels brought in this round.
    async fn fill_gaps(&self, asked: &[(SourceId, ChannelId, Asked)]) -> Result<(), PipelineError> {
        for (source, channel, found) in asked {
            let Some(gap) = &found.gap else { continue };
            let brought = asked
                .iter()
                .filter(|(other, id, _)| other == source && id != channel)
                .flat_map(|(_, _, asked)| &asked.fresh)
                .filter(|at| at.is_some_and(|at| (gap.from..gap.until).contains(&at)))
                .count() as u64;
            if brought > 0 {
                self.app
                    .store
                    .change_memory(channel, |memory| {
                        if let Some(gap) = &mut memory.gap {
                            gap.brought_back += brought;
                        }
                    })
                    .await?;
                tracing::info!(source.id = %source, channel.url = %channel.0, "the gap: the source's other channels brought {brought}");
            }
        }
        Ok(())
    }

    /// Reads due pages, each source's one after the other, several sources side by side.
    async fn read_pages(&self) -> Result<RoundSummary, PipelineError> {
        let concurrency = self.app.settings.fetch.concurrency;
        let mut summary = RoundSummary::default();
        let mut budget = Budget::of_today(self.app).await?;
        let mut active: HashSet<SourceId> = HashSet::new();
        let mut running = stream::FuturesUnordered::new();
        loop {
            while running.len() < concurrency && !self.stop.requested() {
                let left_out: Vec<SourceId> =
                    active.iter().chain(budget.spent()).cloned().collect();
                let due = self
                    .app
                    .store
                    .due_pages(self.app.clock.now(), 200, &left_out)
                    .await?;
                self.progress.report(Event::PagesWaiting {
                    pages: due.len() as u64,
                });
                let before = running.len();
                for (source, mut tasks) in by_source(due) {
                    if running.len() >= concurrency {
                        break;
                    }
                    tasks.truncate(budget.left(&source).min(ONE_TURN));
                    active.insert(source.clone());
                    running.push(async move { (source, self.read_source(tasks).await) });
                }
                // A source with a long queue fills the list by itself: the others are found by asking again.
                if running.len() == before {
                    break;
                }
            }
            let Some((source, read)) = running.next().await else {
                return Ok(summary);
            };
            active.remove(&source);
            let read = read?;
            budget.spend(&source, read.requests);
            summary.add(read);
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

/// A channel to be asked, with its source and what is known of it.
type Wanted<'a> = (&'a Source, &'a Channel, Option<&'a ChannelState>);

/// Pages of one source that are read before it is looked again what is due: new ones go before old ones.
const ONE_TURN: usize = 20;

fn state_of<'a>(states: &'a [ChannelState], channel: &Channel) -> Option<&'a ChannelState> {
    states.iter().find(|state| state.channel.0 == channel.url)
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
        failure: response.as_ref().err().map(crate::failure::of_fetch),
    }
}
