//! Asking one channel: request, parse, queue what is new, plan the next time.

use std::time::Duration;

use jiff::Timestamp;
use langnghe_fetcher::{Accept, FetchError, Request, Response};
use langnghe_model::{Channel, ChannelId, ChannelKind, Entry, Source, TextHash};
use langnghe_parser::{Document, ParseError};
use langnghe_store::{ChannelState, NewPage, PollCount, RequestRow};

use super::{Collector, RoundSummary};
use crate::{
    PipelineError,
    progress::Event,
    schedule::{self, Plan},
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

impl Collector<'_> {
    pub(super) async fn ask(
        &self,
        source: &Source,
        channel: &Channel,
        before: Option<&ChannelState>,
    ) -> Result<RoundSummary, PipelineError> {
        let now = self.app.clock.now();
        let mut state = before
            .cloned()
            .unwrap_or_else(|| new_state(source, channel));
        let interval = interval_of(&state);
        let bounds = self.app.bounds();

        let response = self.request(channel, &state, now).await;
        let row = request_row(source, channel, now, &response);
        state.last_at = Some(now);
        let mut requests = 1;

        let answer = match response {
            Ok(response) => {
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
                set_plan(&mut state, schedule::after_no_change(now, interval, bounds));
            }
            Ok(Answer::Entries {
                entries,
                problems: found,
            }) => {
                problems = found;
                pages = entries
                    .into_iter()
                    .map(|entry| NewPage {
                        url: entry.url.clone(),
                        source: source.id.clone(),
                        channel: state.channel.clone(),
                        entry,
                    })
                    .collect();
                state.parse_failed = false;
            }
            Err(failed) => {
                state.parse_failed |= matches!(failed, Failed::Parse(_));
                state.failures += 1;
                summary.failed = 1;
                let error = failed.to_string();
                let plan = schedule::after_failure(
                    now,
                    state.failures,
                    &error,
                    failed.retry_after(),
                    bounds,
                );
                set_plan(&mut state, plan);
                tracing::warn!(source.id = %source.id, channel.url = %channel.url, "{error}");
                state.last_result = Some(error);
            }
        }
        let read = summary.failed == 0 && !unchanged;
        let listed = pages.len();
        let mut result = String::new();
        let PollCount { new, changed } = self
            .app
            .store
            .record_poll(state, &pages, &row, |state, count| {
                if read {
                    // Only the store knows which entries are new.
                    note_success(state, now, entries_in_words(listed, count, problems));
                    let plan =
                        schedule::after_answer(now, interval, count.new as usize, listed, bounds);
                    set_plan(state, plan);
                }
                result = state.last_result.clone().unwrap_or_default();
            })
            .await?;
        summary.entries = new + changed;
        self.progress.report(Event::ChannelPolled {
            channel: channel.url.clone(),
            result,
        });
        Ok(summary)
    }

    async fn request(
        &self,
        channel: &Channel,
        state: &ChannelState,
        now: Timestamp,
    ) -> Result<Response, FetchError> {
        let full = state.parse_failed
            || state
                .last_full
                .is_none_or(|at| now.duration_since(at).unsigned_abs() >= FULL_REQUEST_EVERY);
        self.fetcher
            .get(&Request {
                url: channel.url.clone(),
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
            return Ok(Answer::NoChange);
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
}

impl Failed {
    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Fetch(error) => error.retry_after(),
            Self::Parse(_) => None,
        }
    }
}

/// Runs the parser off the asynchronous threads.
pub(super) async fn blocking<T: Send + 'static>(
    parse: impl FnOnce() -> Result<T, ParseError> + Send + 'static,
) -> Result<T, ParseError> {
    match tokio::task::spawn_blocking(parse).await {
        Ok(result) => result,
        // The parser guards itself; what gets past that is a defect and must not be taken for a bad page.
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
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
    }
}

fn new_state(source: &Source, channel: &Channel) -> ChannelState {
    ChannelState::new(
        ChannelId(channel.url.clone()),
        source.id.clone(),
        channel.kind,
    )
}

/// The interval in force: from the last poll to the next.
fn interval_of(state: &ChannelState) -> Option<Duration> {
    let (last, next) = (state.last_at?, state.next_at?);
    Duration::try_from(next.duration_since(last)).ok()
}

fn note_success(state: &mut ChannelState, now: Timestamp, result: String) {
    state.failures = 0;
    state.last_ok = Some(now);
    state.last_result = Some(result);
}

/// What a poll brought, in words.
fn entries_in_words(listed: usize, count: PollCount, problems: usize) -> String {
    let mut words = if listed == 0 {
        "the channel lists no entries".to_owned()
    } else {
        format!("{} of {listed} entries were new", count.new)
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
