//! Asking one channel: request, parse, queue what is new, plan the next time.

use std::time::Duration;

use jiff::Timestamp;
use langnghe_fetcher::{Accept, Failure, FetchError, Request, Response};
use langnghe_model::{
    Channel, ChannelId, ChannelKind, ChannelMemory, Entry, FailureClass, Gap, Moving, Source,
    TextHash, Wishes,
};
use langnghe_parser::{Document, FeedHints, ParseError};
use langnghe_store::{ChannelState, NewPage, PollCount, Queued, RequestRow};

use super::{Collector, RoundSummary};
use crate::{
    PipelineError,
    blocking::blocking,
    failure,
    progress::Event,
    schedule::{self, FailureKind, Listing, Plan, Poll},
};

/// A sitemap index is followed to this many of its newest children; news stands in the last ones.
const MAX_CHILD_SITEMAPS: usize = 3;

/// A full, unconditional request at least this often, for servers whose validators lie.
const FULL_REQUEST_EVERY: Duration = Duration::from_secs(24 * 3600);

/// What came of asking.
enum Answer {
    /// Not modified, or the same bytes again.
    NoChange,
    /// Entries, and notes about what could not be read of them.
    Entries {
        entries: Vec<Entry>,
        problems: usize,
    },
}

/// What came of asking a channel, for the round.
pub(super) struct Asked {
    pub(super) summary: RoundSummary,
    /// A stretch in which entries may have been missed.
    pub(super) gap: Option<Gap>,
    /// The dates of the entries that it listed.
    pub(super) listed: Vec<Timestamp>,
    /// When it is asked next.
    pub(super) next_at: Option<Timestamp>,
}

impl Collector<'_> {
    /// Asks a channel; for its whole body when `whole`, whatever it was before.
    pub(super) async fn ask(
        &self,
        source: &Source,
        channel: &Channel,
        before: Option<ChannelState>,
        whole: bool,
    ) -> Result<Asked, PipelineError> {
        let now = self.app.clock.now();
        let mut state = before.unwrap_or_else(|| new_state(source, channel));
        let asked_at = state
            .memory
            .moved_to
            .clone()
            .unwrap_or_else(|| channel.url.clone());

        let response = self.request(channel, &asked_at, &state, whole, now).await;
        let mut row = request_row(source, channel, now, &response);
        let mut poll = Poll {
            now,
            before: state.last_ok.filter(|_| state.memory.version > 0),
            channel: &channel.url,
            bounds: self.app.bounds(),
            fresh_for: None,
            retry_after: None,
        };
        state.last_at = Some(now);
        let mut requests = 1;
        let mut moved = None;

        let answer = match response {
            Ok(response) => {
                poll.fresh_for = response.fresh_for;
                poll.retry_after = response.retry_after;
                moved = note_move(&mut state.memory, channel, &response);
                self.understand(source, channel, &mut state, response, now, &mut requests)
                    .await
            }
            Err(error) => Err(Failed::Fetch(error)),
        };
        let mut summary = RoundSummary {
            channels: 1,
            requests,
            ..RoundSummary::default()
        };
        let mut pages = Vec::new();
        let mut problems = 0;
        let mut unchanged = false;
        match answer {
            Ok(Answer::NoChange) => {
                unchanged = true;
                note_success(&mut state, now, "nothing changed".to_owned());
                let plan = schedule::after_no_change(&poll, &mut state.memory);
                set_plan(&mut state, plan);
            }
            Ok(Answer::Entries {
                mut entries,
                problems: found,
            }) => {
                problems = found;
                in_reading_order(&mut entries);
                pages = entries
                    .into_iter()
                    .map(|entry| NewPage {
                        url: entry.url.clone(),
                        source: source.id.clone(),
                        site: langnghe_fetcher::site(&entry.url),
                        channel: state.channel.clone(),
                        entry,
                    })
                    .collect();
                state.parse_failed = false;
            }
            Err(failed) => {
                summary.failed = 1;
                note_failure(&mut state, &mut poll, &failed);
                // An answer that cannot be read is as good as none: nobody may take it for a quiet channel.
                row.error.get_or_insert_with(|| failed.to_string());
                row.failure = state.memory.failure;
                tracing::warn!(source.id = %source.id, channel.url = %asked_at, "{failed}");
            }
        }
        let read = summary.failed == 0 && !unchanged;
        let passing = matches!(channel.kind, ChannelKind::Feed | ChannelKind::Listing);
        let mut result = String::new();
        let mut gap = None;
        let mut next_at = None;
        let listed = pages
            .iter()
            .filter_map(|page| page.entry.published)
            .collect();
        let gaps = state.memory.gaps;
        let PollCount { new, changed } = self
            .app
            .store
            .record_poll(state, &pages, &row, |state, queued| {
                if read {
                    // Only the store knows which entries are new.
                    let listing = listing(&pages, queued, passing);
                    note_success(state, now, entries_in_words(&listing, problems));
                    let plan = schedule::after_answer(&poll, &mut state.memory, &listing);
                    set_plan(state, plan);
                    gap = (state.memory.gaps > gaps)
                        .then(|| state.memory.gap.clone())
                        .flatten();
                }
                if let (Some(result), Some(moved)) = (&mut state.last_result, &moved) {
                    result.push_str(moved);
                }
                result = state.last_result.clone().unwrap_or_default();
                next_at = state.next_at;
            })
            .await?;
        summary.entries = new + changed;
        if let Some(gap) = &gap {
            tracing::warn!(source.id = %source.id, channel.url = %channel.url, "{gap}");
        }
        self.progress.report(Event::ChannelPolled {
            channel: channel.url.clone(),
            result,
        });
        Ok(Asked {
            summary,
            gap,
            listed,
            next_at,
        })
    }

    async fn request(
        &self,
        channel: &Channel,
        url: &str,
        state: &ChannelState,
        whole: bool,
        now: Timestamp,
    ) -> Result<Response, FetchError> {
        let full = whole
            || state.parse_failed
            || state
                .last_full
                .is_none_or(|at| now.duration_since(at).unsigned_abs() >= FULL_REQUEST_EVERY);
        self.fetcher
            .get(&Request {
                url: url.to_owned(),
                accept: match channel.kind {
                    ChannelKind::Feed => Accept::Feed,
                    ChannelKind::Sitemap => Accept::Sitemap,
                    ChannelKind::Listing | ChannelKind::Page => Accept::Page,
                },
                etag: state.etag.clone().filter(|_| !full),
                last_modified: state.last_modified.clone().filter(|_| !full),
            })
            .await
    }

    async fn understand(
        &self,
        source: &Source,
        channel: &Channel,
        state: &mut ChannelState,
        response: Response,
        now: Timestamp,
        requests: &mut u64,
    ) -> Result<Answer, Failed> {
        if response.status == 304 {
            // It was asked without conditions, so a server that says so anyhow tells nothing new of a body that
            // could not be read.
            return match &state.last_result {
                Some(said) if state.parse_failed => Err(Failed::Still(said.clone())),
                _ => Ok(Answer::NoChange),
            };
        }
        let hash = TextHash::of(&response.body);
        let same = state.content_hash.as_ref() == Some(&hash) && !state.parse_failed;
        state.etag.clone_from(&response.etag);
        state.last_modified.clone_from(&response.last_modified);
        state.last_full = Some(now);
        state.content_hash = Some(hash);
        // A sitemap index stays the same while its children change.
        if same && channel.kind != ChannelKind::Sitemap {
            return Ok(Answer::NoChange);
        }
        match channel.kind {
            ChannelKind::Sitemap => self.sitemap(source, response, now, requests).await,
            ChannelKind::Page => Ok(Answer::Entries {
                entries: vec![page_entry(&channel.url)],
                problems: 0,
            }),
            ChannelKind::Feed => {
                let parsed =
                    blocking(move || langnghe_parser::parse_feed(&document(&response), now))
                        .await?;
                state.memory.wishes = wishes(&parsed.value.hints);
                Ok(Answer::Entries {
                    entries: parsed.value.entries,
                    problems: parsed.problems.len(),
                })
            }
            ChannelKind::Listing => {
                let channel = channel.clone();
                let parsed = blocking(move || {
                    langnghe_parser::parse_listing(&document(&response), &channel, now)
                })
                .await?;
                Ok(Answer::Entries {
                    entries: parsed.value,
                    problems: parsed.problems.len(),
                })
            }
        }
    }

    async fn sitemap(
        &self,
        source: &Source,
        response: Response,
        now: Timestamp,
        requests: &mut u64,
    ) -> Result<Answer, Failed> {
        let parsed =
            blocking(move || langnghe_parser::parse_sitemap(&document(&response), now)).await?;
        let mut entries = parsed.value.entries;
        let mut problems = parsed.problems.len();
        for child in newest_children(parsed.value.children) {
            let response = self
                .fetcher
                .get(&Request {
                    url: child,
                    accept: Accept::Sitemap,
                    etag: None,
                    last_modified: None,
                })
                .await;
            *requests += 1;
            match response {
                Ok(response) => {
                    let parsed =
                        blocking(move || langnghe_parser::parse_sitemap(&document(&response), now))
                            .await?;
                    problems += parsed.problems.len();
                    entries.extend(parsed.value.entries);
                }
                Err(error) => {
                    problems += 1;
                    tracing::warn!(source.id = %source.id, "a part of the sitemap could not be read: {error}");
                }
            }
        }
        Ok(Answer::Entries { entries, problems })
    }
}

/// Why a channel could not be read.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// Not modified since it could not be read; what was said then.
    #[error("{0}")]
    Still(String),
}

impl Failed {
    fn kind(&self) -> FailureKind {
        match self {
            Self::Fetch(error) => error.kind().into(),
            Self::Parse(_) | Self::Still(_) => FailureKind::Soft,
        }
    }

    /// Its class; `None` when that is the one known from before.
    fn class(&self) -> Option<FailureClass> {
        match self {
            Self::Fetch(error) => Some(failure::of_fetch(error)),
            Self::Parse(error) => Some(error.class()),
            Self::Still(_) => None,
        }
    }
}

/// Takes a failure into a channel's state, with the time of the next try.
fn note_failure(state: &mut ChannelState, poll: &mut Poll<'_>, failed: &Failed) {
    let mut error = failed.to_string();
    state.parse_failed |= matches!(failed, Failed::Parse(_));
    state.failures += 1;
    state.memory.failure = failed.class().or(state.memory.failure);
    let mut gone = false;
    if let Failed::Fetch(fetch) = failed {
        poll.retry_after = fetch.retry_after();
        gone = fetch.status() == Some(410);
        if let Some(address) = state
            .memory
            .moved_to
            .take_if(|_| fetch.kind() == Failure::Gone)
        {
            // Perhaps the move was a mistake: the next try goes to where the configuration says.
            error.push_str(&format!(
                "; it had moved to {address}, its own address is tried again"
            ));
            gone = false;
        }
    }
    let plan = if gone {
        schedule::retired(poll, &mut state.memory)
    } else {
        schedule::after_failure(poll, failed.kind(), state.failures, &error)
    };
    set_plan(state, plan);
    state.last_result = Some(error);
}

/// After so many answers in a row that say "moved for good" to the same place, a channel is asked there.
const MOVES_CONFIRMED: u32 = 3;

/// Notes that a channel's address moved for good, or that it did not; what is to be said of it.
fn note_move(memory: &mut ChannelMemory, channel: &Channel, response: &Response) -> Option<String> {
    match response.moved_to().filter(|to| *to != channel.url) {
        Some(to) => {
            let times = match &memory.moving {
                Some(moving) if moving.to == to => moving.times + 1,
                _ => 1,
            };
            if times >= MOVES_CONFIRMED {
                memory.moved_to = Some(to.to_owned());
                memory.moving = None;
            } else {
                memory.moving = Some(Moving {
                    to: to.to_owned(),
                    times,
                });
            }
        }
        None => memory.moving = None,
    }
    match (&memory.moved_to, &memory.moving) {
        (_, Some(Moving { to, times })) => Some(format!(
            "; it says that it moved for good to {to} ({times} of {MOVES_CONFIRMED} times)"
        )),
        (Some(to), None) => Some(format!(
            "; it moved for good and is asked at {to}: write that into sources.toml"
        )),
        (None, None) => None,
    }
}

fn wishes(hints: &FeedHints) -> Wishes {
    Wishes {
        ttl: hints.ttl,
        update_every: hints.update_every,
        skip_hours: hints.skip_hours.clone(),
        skip_days: hints
            .skip_days
            .iter()
            .map(|day| day.to_monday_one_offset().unsigned_abs())
            .collect(),
    }
}

fn listing(pages: &[NewPage], queued: &Queued<'_>, passing: bool) -> Listing {
    Listing {
        listed: pages.len() as u64,
        unseen: queued.unseen.len() as u64,
        new: queued.count.new,
        dated: queued
            .unseen
            .iter()
            .filter_map(|page| page.entry.published)
            .collect(),
        passing,
    }
}

pub(super) fn document(response: &Response) -> Document<'_> {
    Document {
        bytes: &response.body,
        content_type: response.content_type.as_deref(),
        url: &response.final_url,
    }
}

fn newest_children(mut children: Vec<langnghe_parser::ChildSitemap>) -> Vec<String> {
    children.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| b.url.cmp(&a.url)));
    children
        .into_iter()
        .take(MAX_CHILD_SITEMAPS)
        .map(|child| child.url)
        .collect()
}

fn page_entry(url: &str) -> Entry {
    Entry {
        id: None,
        url: url.to_owned(),
        title: None,
        summary: None,
        content: None,
        published: None,
        updated: None,
        section: None,
    }
}

fn new_state(source: &Source, channel: &Channel) -> ChannelState {
    ChannelState::new(
        ChannelId(channel.url.clone()),
        source.id.clone(),
        channel.kind,
    )
}

fn note_success(state: &mut ChannelState, now: Timestamp, result: String) {
    state.failures = 0;
    state.memory.retired = None;
    state.memory.failure = None;
    state.last_ok = Some(now);
    state.last_result = Some(result);
}

/// Puts entries in the order in which they are read: the oldest first, those without a date in the reverse of the
/// channel's order, which has the newest first.
fn in_reading_order(entries: &mut [Entry]) {
    entries.reverse();
    if entries.iter().all(|entry| entry.published.is_some()) {
        entries.sort_by_key(|entry| entry.published);
    }
}

/// What a poll brought, in words.
fn entries_in_words(listing: &Listing, problems: usize) -> String {
    let mut words = if listing.listed == 0 {
        "the channel lists no entries".to_owned()
    } else {
        format!("{} of {} entries were new", listing.new, listing.listed)
    };
    if problems > 0 {
        words.push_str(&format!(", {problems} could not be read"));
    }
    words
}

fn set_plan(state: &mut ChannelState, plan: Plan) {
    state.next_at = Some(plan.next_at);
    state.reason = plan.reason;
}

fn request_row(
    source: &Source,
    channel: &Channel,
    at: Timestamp,
    response: &Result<Response, FetchError>,
) -> RequestRow {
    super::request_row(
        source.id.clone(),
        Some(ChannelId(channel.url.clone())),
        &channel.url,
        at,
        response,
    )
}
