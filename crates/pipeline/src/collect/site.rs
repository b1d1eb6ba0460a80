//! Working at one site, under a claim in the store.

use std::{
    collections::VecDeque,
    sync::{
        PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use langnghe_fetcher::Fetcher;
use langnghe_model::{ChannelId, SourceId};
use langnghe_store::{Claim, PageTask, Store};

use super::{
    Collector, RoundSummary,
    round::{Channels, Fill, Now, fillers},
};
use crate::{
    App, PipelineError,
    clock::Clock,
    progress::Event,
    schedule,
    work::{is_gone, numbered_owner},
};

/// A claim not renewed for this long belongs to nobody: its process is gone.
const CLAIM_TIME: SignedDuration = SignedDuration::from_secs(60);

/// How often claims are renewed.
const RENEW_EVERY: Duration = Duration::from_secs(15);

/// Pages taken from the queue at one time.
const PAGES: usize = 20;

/// The claims of one round. They guard real processes and servers, so they go by the machine's clock even when the
/// press's is told.
pub(super) struct Claims<'a> {
    store: Store,
    fetcher: &'a Fetcher,
    owner: String,
    gap: SignedDuration,
    renewing: tokio::task::JoinHandle<()>,
}

impl<'a> Claims<'a> {
    /// Makes ready to claim; what processes of this machine that run no more had claimed is free at once.
    pub(super) async fn new(app: &App, fetcher: &'a Fetcher) -> Result<Claims<'a>, PipelineError> {
        static ROUNDS: AtomicU64 = AtomicU64::new(0);
        let owner = numbered_owner(ROUNDS.fetch_add(1, Ordering::Relaxed));
        let gap = SignedDuration::try_from(app.settings.fetch.gap).unwrap_or(SignedDuration::MAX);
        let now = Clock::System.now();
        for other in app.store.claim_owners().await? {
            if is_gone(&other) {
                let free_at = now.checked_add(gap).unwrap_or(now);
                app.store.release_claims(&other, free_at).await?;
            }
        }
        let (store, name) = (app.store.clone(), owner.clone());
        let renewing = tokio::spawn(async move {
            loop {
                tokio::time::sleep(RENEW_EVERY).await;
                let renewed = store.renew_claims(&name, Clock::System.now(), CLAIM_TIME);
                if let Err(error) = renewed.await {
                    tracing::warn!("the claims on sites could not be renewed: {error}");
                }
            }
        });
        Ok(Claims {
            store: app.store.clone(),
            fetcher,
            owner,
            gap,
            renewing,
        })
    }

    pub(super) async fn take(&self, sites: &[String]) -> Result<Vec<Claim>, PipelineError> {
        let now = Clock::System.now();
        Ok(self
            .store
            .claim_sites(sites, &self.owner, now, CLAIM_TIME, self.gap)
            .await?)
    }

    /// Gives a site back, with the time from which on it may be asked again.
    pub(super) async fn give_back(&self, site: &str) -> Result<(), PipelineError> {
        let rest = SignedDuration::try_from(self.fetcher.rest(site)).unwrap_or_default();
        let now = Clock::System.now();
        let free_at = now.checked_add(rest).unwrap_or(now);
        Ok(self.store.release_site(site, &self.owner, free_at).await?)
    }

    /// Gives back what a round that failed still holds.
    pub(super) async fn give_back_all(self) -> Result<(), PipelineError> {
        let now = Clock::System.now();
        let free_at = now.checked_add(self.gap).unwrap_or(now);
        Ok(self.store.release_claims(&self.owner, free_at).await?)
    }
}

impl Drop for Claims<'_> {
    fn drop(&mut self) {
        self.renewing.abort();
    }
}

/// One site, while it is worked at.
pub(super) struct OneSite<'a> {
    pub collector: &'a Collector<'a>,
    pub channels: &'a Channels,
    pub site: &'a str,
    /// Whether nothing new is to be begun.
    pub over: &'a (dyn Fn() -> bool + Sync),
    pub summary: RoundSummary,
}

impl OneSite<'_> {
    /// Asks channels as they fall due and reads pages in between, until nothing is due.
    pub(super) async fn run(&mut self, free_at: Timestamp) -> Result<(), PipelineError> {
        // What another process asked of the site counts for the gap as well.
        let rest = free_at.duration_since(Clock::System.now());
        if let Ok(rest) = Duration::try_from(rest) {
            tokio::select! {
                () = tokio::time::sleep(rest) => {}
                () = self.collector.stop.wait() => {}
            }
        }
        let mut pages: VecDeque<PageTask> = VecDeque::new();
        while !(self.over)() {
            let now = self.collector.app.clock.now();
            if let Some(wanted) = self.channels.take(self.site, now) {
                self.ask(wanted, now).await?;
                continue;
            }
            if pages.is_empty() {
                pages = self.next_pages().await?;
            }
            let Some(task) = pages.pop_front() else {
                break;
            };
            let read = self.collector.read_page(&task).await?;
            self.summary.add(read);
            if self.collector.spend(&task.source, read.requests) {
                pages.retain(|page| page.source != task.source);
            }
            self.collector
                .progress
                .report(Event::PageRead { url: task.url });
        }
        Ok(())
    }

    /// Asks a channel, unless another process has done so meanwhile; has the source's other channels asked for what
    /// it may have missed, and counts what it lists of what another one may have missed.
    async fn ask(&mut self, wanted: Now, now: Timestamp) -> Result<(), PipelineError> {
        let collector = self.collector;
        let (at, number) = wanted.place;
        let source = collector.configuration.sources.get(at);
        let Some((source, channel)) =
            source.and_then(|source| Some((source, source.channels.get(number)?)))
        else {
            return Ok(());
        };
        let store = &collector.app.store;
        let state = store.channel_state(&channel.url).await?;
        if let Some(state) = &state
            && !wanted.forced
            && !schedule::is_due(now, state.last_at, state.next_at)
        {
            self.channels.plan(wanted.index, state.next_at);
            return Ok(());
        }
        let whole = !wanted.fills.is_empty();
        let asked = collector.ask(source, channel, state, whole).await?;
        self.summary.add(asked.summary);
        self.channels.plan(wanted.index, asked.next_at);
        if let Some(gap) = asked.gap {
            let channel = ChannelId(channel.url.clone());
            let fillers = fillers(source, at, &channel);
            self.channels.fill(&fillers, now, &Fill { channel, gap });
        }
        for Fill { channel, gap } in wanted.fills {
            let stretch = gap.from..gap.until;
            let brought = asked
                .listed
                .iter()
                .filter(|published| **published > stretch.start && stretch.contains(published))
                .count() as u64;
            store
                .change_memory(&channel, |memory| {
                    if let Some(kept) = memory.gap.as_mut().filter(|kept| kept.until == gap.until) {
                        // Several channels may list the same: the one with the most counts.
                        let more = brought.saturating_sub(kept.brought_back);
                        kept.brought_back += more;
                        memory.brought_back = memory.brought_back.saturating_add(more);
                    }
                })
                .await?;
            tracing::info!(source.id = %source.id, channel.url = %channel, "the gap: the source's other channels brought {brought}");
        }
        Ok(())
    }

    async fn next_pages(&self) -> Result<VecDeque<PageTask>, PipelineError> {
        let collector = self.collector;
        let due = collector
            .app
            .store
            .due_pages(
                self.site,
                collector.app.clock.now(),
                PAGES,
                &collector.spent(),
            )
            .await?;
        collector.progress.report(Event::PagesWaiting {
            pages: due.len() as u64,
        });
        Ok(due.into())
    }
}

impl Collector<'_> {
    /// Sources of which no more pages are asked today.
    pub(super) fn spent(&self) -> Vec<SourceId> {
        let budget = self.budget.lock().unwrap_or_else(PoisonError::into_inner);
        budget.spent().cloned().collect()
    }

    /// Counts requests for pages of a source; whether they were the last for today.
    fn spend(&self, source: &SourceId, requests: u64) -> bool {
        let mut budget = self.budget.lock().unwrap_or_else(PoisonError::into_inner);
        budget.spend(source, requests);
        budget.left(source) == 0
    }
}
