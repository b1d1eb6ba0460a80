//! The sources as people look at them: how reading each channel goes, and a trial request.

use jiff::{SignedDuration, Timestamp};
use langnghe_fetcher::{Accept, Fetcher, Request};
use langnghe_model::{Channel, ChannelKind, Entry, PollReason, Source, SourceId};
use langnghe_parser::Document;
use serde::Serialize;

use crate::{App, PipelineError, work};

/// The stretch over which a source's articles are counted.
const FOUR_WEEKS: SignedDuration = SignedDuration::from_hours(28 * 24);

/// Titles shown by a trial request.
const SAMPLE: usize = 3;

/// One channel and how reading it goes.
#[derive(Debug, Clone)]
pub struct ChannelLine {
    /// Its source.
    pub source: SourceId,
    /// Its address.
    pub channel: String,
    /// What it is.
    pub kind: ChannelKind,
    /// Whether a fetch has confirmed it, here or in `sources.toml`.
    pub verified: bool,
    /// Whether `sources.toml` leaves it alone.
    pub disabled: bool,
    /// What the last request brought, in words.
    pub last_result: Option<String>,
    /// When it was read last.
    pub last_ok: Option<Timestamp>,
    /// When it is asked next.
    pub next_at: Option<Timestamp>,
    /// Why then.
    pub reason: String,
    /// Articles of its source in a week, over the last four.
    pub articles_per_week: f64,
}

/// All configured channels.
pub async fn list(app: &App) -> Result<Vec<ChannelLine>, PipelineError> {
    let configuration = app.configuration();
    let states = app.store.channel_states().await?;
    let now = app.clock.now();
    let since = now.checked_sub(FOUR_WEEKS).unwrap_or(Timestamp::MIN);
    let window = app
        .store
        .window(
            since,
            now.checked_add(SignedDuration::from_micros(1))
                .unwrap_or(now),
        )
        .await?;
    let lines = configuration.sources.iter().flat_map(|source| {
        let articles = window
            .per_source
            .iter()
            .find(|seen| seen.source == source.id)
            .map_or(0, |seen| seen.articles);
        let states = &states;
        source.channels.iter().map(move |channel| {
            let state = states.iter().find(|state| state.channel.0 == channel.url);
            ChannelLine {
                source: source.id.clone(),
                channel: channel.url.clone(),
                kind: channel.kind,
                verified: source.verified || state.is_some_and(|state| state.last_ok.is_some()),
                disabled: source.disabled,
                last_result: state.and_then(|state| state.last_result.clone()),
                last_ok: state.and_then(|state| state.last_ok),
                next_at: state
                    .and_then(|state| state.next_at)
                    .filter(|_| !source.disabled),
                reason: state
                    .map_or(&PollReason::NotAsked, |state| &state.reason)
                    .to_string(),
                articles_per_week: articles as f64 / 4.0,
            }
        })
    });
    Ok(lines.collect())
}

/// What a trial request brought. Nothing of it is kept.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Trial {
    /// The source's id.
    pub source: String,
    /// The channel's address.
    pub channel: String,
    /// The HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// The answer's content type.
    pub content_type: Option<String>,
    /// Bytes of the answer.
    pub bytes: u64,
    /// How long it took.
    pub elapsed_ms: u64,
    /// Entries found.
    pub entries: usize,
    /// Entries that could not be read.
    pub problems: usize,
    /// The first titles, or addresses where there are none.
    pub sample: Vec<String>,
    /// Why the channel cannot be read.
    pub error: Option<String>,
}

/// Asks the channels of `wanted` (all, when empty) once.
pub async fn check(app: &App, wanted: &[SourceId]) -> Result<Vec<Trial>, PipelineError> {
    let fetcher = work::fetcher(app)?;
    let configuration = app.configuration();
    let mut trials = Vec::new();
    for source in &configuration.sources {
        if wanted.is_empty() || wanted.contains(&source.id) {
            for channel in &source.channels {
                trials.push(attempt(&fetcher, source, channel, app.clock.now()).await);
            }
        }
    }
    Ok(trials)
}

async fn attempt(fetcher: &Fetcher, source: &Source, channel: &Channel, now: Timestamp) -> Trial {
    let mut trial = Trial {
        source: source.id.to_string(),
        channel: channel.url.clone(),
        ..Trial::default()
    };
    let request = Request {
        url: channel.url.clone(),
        accept: Accept::Any,
        etag: None,
        last_modified: None,
    };
    let response = match fetcher.get(&request).await {
        Ok(response) => response,
        Err(error) => {
            trial.error = Some(error.to_string());
            return trial;
        }
    };
    trial.status = Some(response.status);
    trial.content_type.clone_from(&response.content_type);
    trial.bytes = response.body.len() as u64;
    trial.elapsed_ms = response.elapsed.as_millis() as u64;
    let channel = channel.clone();
    let read = tokio::task::spawn_blocking(move || {
        let document = Document {
            bytes: &response.body,
            content_type: response.content_type.as_deref(),
            url: &response.final_url,
        };
        match channel.kind {
            ChannelKind::Feed => langnghe_parser::parse_feed(&document, now)
                .map(|parsed| (parsed.value.entries, parsed.problems.len())),
            ChannelKind::Sitemap => langnghe_parser::parse_sitemap(&document, now).map(|parsed| {
                let children = parsed.value.children.into_iter().map(|child| child.url);
                let entries = children.map(|url| Entry {
                    url,
                    ..empty_entry()
                });
                (
                    parsed.value.entries.into_iter().chain(entries).collect(),
                    parsed.problems.len(),
                )
            }),
            ChannelKind::Listing => langnghe_parser::parse_listing(&document, &channel, now)
                .map(|parsed| (parsed.value, parsed.problems.len())),
            ChannelKind::Page => Ok((Vec::new(), 0)),
        }
    })
    .await
    .unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()));
    match read {
        Ok((entries, problems)) => {
            trial.entries = entries.len();
            trial.problems = problems;
            trial.sample = entries
                .into_iter()
                .take(SAMPLE)
                .map(|entry| entry.title.unwrap_or(entry.url))
                .collect();
        }
        Err(error) => trial.error = Some(error.to_string()),
    }
    trial
}

pub(crate) fn empty_entry() -> Entry {
    Entry {
        id: None,
        url: String::new(),
        title: None,
        summary: None,
        content: None,
        published: None,
        updated: None,
    }
}
