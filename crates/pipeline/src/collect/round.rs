//! One round: which sites have work, and working at them side by side.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures_util::{StreamExt, stream::FuturesUnordered};
use jiff::Timestamp;
use langnghe_model::{ChannelId, ChannelKind, Gap, Source, SourceId};
use langnghe_store::Claim;
use tokio::time::Instant;

use super::{
    Collector, RoundSummary, Which,
    site::{Claims, OneSite},
};
use crate::{PipelineError, progress::Event, schedule};

/// Sites worked at side by side. Most of them wait for their gap at any moment, so this is far more than the requests
/// under way at one time, which the fetcher limits.
const SITES: usize = 1000;

/// How often it is looked whether something has fallen due while other sites are being worked at.
const LOOK: Duration = Duration::from_secs(2);

/// A round of what is due takes up nothing new after so long: then what it did is told, and another one begins.
const ROUND: Duration = Duration::from_secs(600);

/// A request that is under way when a stop is asked for may go on for so long.
const GRACE: Duration = Duration::from_secs(4);

/// A gap of a channel that another one is asked for.
#[derive(Debug, Clone)]
pub(super) struct Fill {
    /// The channel that has the gap.
    pub channel: ChannelId,
    /// What may have been missed.
    pub gap: Gap,
}

/// The places of a source's channels that reach farther back than its feeds.
pub(super) fn fillers(source: &Source, at: usize, channel: &ChannelId) -> Vec<(usize, usize)> {
    let channels = source.channels.iter().enumerate();
    channels
        .filter(|(_, other)| {
            other.url != channel.0
                && matches!(other.kind, ChannelKind::Sitemap | ChannelKind::Listing)
        })
        .map(|(number, _)| (at, number))
        .collect()
}

/// A channel in a round, and when it is to be asked.
#[derive(Debug)]
pub(super) struct Waiting {
    /// Its source's place in the configuration, and its own in the source.
    pub place: (usize, usize),
    /// The site that is asked.
    pub site: String,
    /// When it is due; `None` when it is not asked (again) in this round.
    pub due: Option<Timestamp>,
    /// Whether it is asked whatever the store says of its next time.
    pub forced: bool,
    /// The gaps of other channels that it is asked for.
    pub fills: Vec<Fill>,
}

/// The channels of a round.
#[derive(Debug)]
pub(super) struct Channels {
    waiting: Mutex<Vec<Waiting>>,
    by_site: HashMap<String, Vec<usize>>,
    /// Whether channels are asked again in this round when their next time comes.
    again: bool,
}

/// A channel that is to be asked now.
#[derive(Debug)]
pub(super) struct Now {
    pub index: usize,
    pub place: (usize, usize),
    pub forced: bool,
    pub fills: Vec<Fill>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Channels {
    fn new(waiting: Vec<Waiting>, again: bool) -> Self {
        let mut by_site: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, one) in waiting.iter().enumerate() {
            by_site.entry(one.site.clone()).or_default().push(index);
        }
        Self {
            waiting: Mutex::new(waiting),
            by_site,
            again,
        }
    }

    /// The sites with channels that are due.
    fn due_sites(&self, now: Timestamp) -> Vec<String> {
        let mut sites: Vec<(Timestamp, String)> = locked(&self.waiting)
            .iter()
            .filter_map(|one| Some((one.due.filter(|due| *due <= now)?, one.site.clone())))
            .collect();
        sites.sort_unstable();
        let mut seen = HashSet::new();
        sites
            .into_iter()
            .map(|(_, site)| site)
            .filter(|site| seen.insert(site.clone()))
            .collect()
    }

    /// Takes a channel of a site that is due; it counts as asked until it is planned again.
    pub(super) fn take(&self, site: &str, now: Timestamp) -> Option<Now> {
        let indexes = self.by_site.get(site)?;
        let mut waiting = locked(&self.waiting);
        let (due, index) = indexes
            .iter()
            .filter_map(|index| Some((waiting.get(*index)?.due?, *index)))
            .min()?;
        if due > now {
            return None;
        }
        let one = waiting.get_mut(index)?;
        one.due = None;
        Some(Now {
            index,
            place: one.place,
            forced: std::mem::take(&mut one.forced),
            fills: std::mem::take(&mut one.fills),
        })
    }

    /// Notes when a channel is asked next.
    pub(super) fn plan(&self, index: usize, next: Option<Timestamp>) {
        if !self.again {
            return;
        }
        if let Some(one) = locked(&self.waiting).get_mut(index) {
            // Meanwhile it may have been asked for to fill a gap.
            one.due = match (one.due, next) {
                (Some(due), Some(next)) => Some(due.min(next)),
                (due, next) => due.or(next),
            };
        }
    }

    /// Has channels asked now, for what a gap of another one may have swallowed.
    pub(super) fn fill(&self, places: &[(usize, usize)], now: Timestamp, fill: &Fill) {
        for one in locked(&self.waiting).iter_mut() {
            if places.contains(&one.place) {
                one.due = Some(now);
                one.forced = true;
                one.fills.push(fill.clone());
            }
        }
    }
}

impl Collector<'_> {
    /// Works until nothing is due any more.
    pub(super) async fn round(&self, which: &Which) -> Result<RoundSummary, PipelineError> {
        let channels = self.wanted(which).await?;
        let claims = Claims::new(self.app, self.fetcher).await?;
        let result = self.work(which, &channels, &claims).await;
        claims.give_back_all().await?;
        result
    }

    async fn work(
        &self,
        which: &Which,
        channels: &Channels,
        claims: &Claims<'_>,
    ) -> Result<RoundSummary, PipelineError> {
        let mut summary = RoundSummary::default();
        let mut active: HashSet<String> = HashSet::new();
        // Sites that another process works at: left to it for this round.
        let mut taken: HashSet<String> = HashSet::new();
        let begin = Instant::now();
        let over = || {
            self.stop.requested()
                || (*which == Which::Due
                    && (begin.elapsed() >= ROUND
                        || !Arc::ptr_eq(&self.configuration, &self.app.configuration())))
        };
        let over: &(dyn Fn() -> bool + Sync) = &over;
        let mut running = FuturesUnordered::new();
        loop {
            let mut finished = Vec::new();
            if !over() && running.len() < SITES {
                let (wanted, got) = {
                    let looking = async {
                        let wanted = self.sites_with_work(channels, &active, &taken).await?;
                        let got = if wanted.is_empty() {
                            Vec::new()
                        } else {
                            claims.take(&wanted).await?
                        };
                        Ok::<_, PipelineError>((wanted, got))
                    };
                    let mut looking = std::pin::pin!(looking);
                    // The sites go on meanwhile: one of them may hold the connection that is waited for here.
                    loop {
                        tokio::select! {
                            looked = &mut looking => break looked?,
                            Some(done) = running.next() => finished.push(done),
                        }
                    }
                };
                let mut left: HashSet<String> = wanted.into_iter().collect();
                for claim in got {
                    left.remove(&claim.site);
                    active.insert(claim.site.clone());
                    running.push(self.at_site(claim, channels, claims, over));
                }
                taken.extend(left);
            }
            if finished.is_empty() {
                if running.is_empty() {
                    if !taken.is_empty() && *which != Which::Due {
                        tracing::info!(
                            "{} sites are left to another process that reads them just now",
                            taken.len()
                        );
                    }
                    return Ok(summary);
                }
                tokio::select! {
                    Some(done) = running.next() => finished.push(done),
                    () = tokio::time::sleep(LOOK) => {}
                }
            }
            for (site, worked) in finished {
                active.remove(&site);
                summary.add(worked?);
            }
        }
    }

    async fn at_site(
        &self,
        claim: Claim,
        channels: &Channels,
        claims: &Claims<'_>,
        over: &(dyn Fn() -> bool + Sync),
    ) -> (String, Result<RoundSummary, PipelineError>) {
        let site = claim.site.clone();
        let mut work = OneSite {
            collector: self,
            channels,
            site: &site,
            over,
            summary: RoundSummary::default(),
        };
        // What is under way when a stop is asked for gets a moment, and is then cut off: the store has what was
        // accepted, and the rest is still due.
        let result = tokio::select! {
            result = work.run(claim.free_at) => result,
            () = async { self.stop.wait().await; tokio::time::sleep(GRACE).await; } => Ok(()),
        };
        let summary = work.summary;
        let released = claims.give_back(&site).await;
        (site, result.and(released).map(|()| summary))
    }

    /// The sites with work that nobody does yet, at most as many as may still be taken up.
    async fn sites_with_work(
        &self,
        channels: &Channels,
        active: &HashSet<String>,
        taken: &HashSet<String>,
    ) -> Result<Vec<String>, PipelineError> {
        let now = self.app.clock.now();
        let mut sites = channels.due_sites(now);
        let due = self
            .app
            .store
            .due_sites(now, SITES * 2, &self.spent())
            .await?;
        let mut seen: HashSet<String> = sites.iter().cloned().collect();
        sites.extend(due.into_iter().filter(|site| seen.insert(site.clone())));
        sites.retain(|site| !active.contains(site) && !taken.contains(site));
        sites.truncate(SITES.saturating_sub(active.len()));
        Ok(sites)
    }

    /// The channels that this round is about.
    async fn wanted(&self, which: &Which) -> Result<Channels, PipelineError> {
        let states = self.app.store.channel_states().await?;
        let states: HashMap<&ChannelId, _> =
            states.iter().map(|state| (&state.channel, state)).collect();
        let now = self.app.clock.now();
        let mut waiting = Vec::new();
        let mut due = 0;
        for (at, source) in self.configuration.sources.iter().enumerate() {
            for (number, channel) in source.channels.iter().enumerate() {
                let state = states.get(&ChannelId(channel.url.clone()));
                let asked = |id: &SourceId| match which {
                    Which::Due | Which::All => !source.disabled,
                    Which::Of(ids) => ids.contains(id),
                };
                let next = match which {
                    _ if !asked(&source.id) => None,
                    Which::All | Which::Of(_) => Some(now),
                    Which::Due => state
                        .filter(|at| !schedule::is_due(now, at.last_at, at.next_at))
                        .map_or(Some(now), |at| at.next_at),
                };
                due += u64::from(next.is_some_and(|next| next <= now));
                let moved = state.and_then(|state| state.memory.moved_to.as_ref());
                waiting.push(Waiting {
                    place: (at, number),
                    site: langnghe_fetcher::site(moved.unwrap_or(&channel.url)),
                    due: next,
                    forced: *which != Which::Due,
                    fills: Vec::new(),
                });
            }
        }
        self.progress.report(Event::RoundStarted { channels: due });
        Ok(Channels::new(waiting, *which == Which::Due))
    }
}
