//! Trial requests: one live request, with all that came of it shown and nothing kept.

use jiff::Timestamp;
use langnghe_fetcher::{Accept, FetchError, Fetcher, Request, Response};
use langnghe_model::{Channel, ChannelKind, Entry, SourceId};
use langnghe_parser::{Document, ParseError};
use serde::Serialize;

use crate::{
    App, PipelineError,
    blocking::blocking,
    extract::{self, List},
    work,
};

/// Entries shown by a trial request.
const SAMPLE: usize = 3;

/// What a trial request brought. Nothing of it is kept.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Trial {
    /// The source's id; empty for an address of no source.
    pub source: String,
    /// The channel's address.
    pub channel: String,
    /// What it was read as: `feed`, `sitemap`, `listing` or `page`.
    pub kind: String,
    /// The HTTP status, when there was an answer.
    pub status: Option<u16>,
    /// The redirects on the way: status and target.
    pub redirects: Vec<(u16, String)>,
    /// The server's address and port.
    pub server: Option<String>,
    /// Every header of the answer, as it was sent.
    pub headers: Vec<(String, String)>,
    /// The answer's content type.
    pub content_type: Option<String>,
    /// Bytes of the answer, unpacked.
    pub bytes: u64,
    /// Bytes that came over the wire.
    pub wire_bytes: u64,
    /// Milliseconds spent waiting for the site's turn and its robots.txt.
    pub waited_ms: u64,
    /// Milliseconds until the head of the answer.
    pub head_ms: u64,
    /// Milliseconds of all requests together.
    pub elapsed_ms: u64,
    /// Seconds for which the answer says that it stays fresh.
    pub fresh_for: Option<u64>,
    /// Entries found.
    pub entries: usize,
    /// Entries that could not be read.
    pub problems: usize,
    /// What was odd about the document, in words; at most ten.
    pub notes: Vec<String>,
    /// The newest date among the entries.
    pub newest: Option<Timestamp>,
    /// The first titles, or addresses where there are none.
    pub sample: Vec<String>,
    /// Why the channel cannot be read.
    pub error: Option<String>,
}

impl Trial {
    /// The verdict in a few words.
    pub fn verdict(&self) -> String {
        match (&self.error, self.entries, self.problems) {
            (Some(error), ..) => format!("cannot be read: {error}"),
            (None, 0, _) if self.kind == "page" => "can be read".to_owned(),
            (None, 0, _) => "can be read, but lists nothing".to_owned(),
            (None, entries, 0) => format!("can be read: {entries} entries"),
            (None, entries, problems) => {
                format!("can be read: {entries} entries, {problems} things were odd")
            }
        }
    }
}

/// Asks the channels of `wanted` (all, when empty) once.
pub async fn check(app: &App, wanted: &[SourceId]) -> Result<Vec<Trial>, PipelineError> {
    let fetcher = work::fetcher(app)?;
    let configuration = app.configuration();
    let mut trials = Vec::new();
    for source in &configuration.sources {
        if wanted.is_empty() || wanted.contains(&source.id) {
            for channel in &source.channels {
                let mut trial = attempt(&fetcher, channel, app.clock.now()).await.trial;
                trial.source = source.id.to_string();
                trials.push(trial);
            }
        }
    }
    Ok(trials)
}

/// Asks an address of no source once; what it is shows itself.
pub async fn check_address(app: &App, url: &str) -> Result<Trial, PipelineError> {
    let fetcher = work::fetcher(app)?;
    Ok(look(&fetcher, url, app.clock.now()).await.trial)
}

/// A trial with what was read in it.
#[derive(Debug, Default)]
pub(super) struct Attempt {
    pub(super) trial: Trial,
    pub(super) entries: Vec<Entry>,
    /// The title that a feed has of its own.
    pub(super) title: Option<String>,
    /// The answer itself, when one came.
    pub(super) response: Option<Response>,
}

/// Asks a channel.
pub(super) async fn attempt(fetcher: &Fetcher, channel: &Channel, now: Timestamp) -> Attempt {
    let response = ask(fetcher, &channel.url).await;
    let channel = channel.clone();
    taken(channel.url.clone(), response, move |response| {
        read(response, &channel, now)
    })
    .await
}

/// Asks an address and reads it as whatever it is: a feed, a sitemap, else a page.
pub(super) async fn look(fetcher: &Fetcher, url: &str, now: Timestamp) -> Attempt {
    let response = ask(fetcher, url).await;
    let url = url.to_owned();
    taken(url.clone(), response, move |response| {
        let as_kind = |kind| {
            let channel = Channel {
                url: url.clone(),
                kind,
                links: None,
                pattern: None,
            };
            read(response, &channel, now)
        };
        as_kind(ChannelKind::Feed)
            .or_else(|_| as_kind(ChannelKind::Sitemap))
            .or_else(|_| as_kind(ChannelKind::Page))
    })
    .await
}

/// Asks an address once, as politely as collection does.
pub(crate) async fn ask(fetcher: &Fetcher, url: &str) -> Result<Response, FetchError> {
    fetcher
        .get(&Request {
            url: url.to_owned(),
            accept: Accept::Any,
            etag: None,
            last_modified: None,
        })
        .await
}

/// What a document lists.
struct Listed {
    kind: ChannelKind,
    title: Option<String>,
    entries: Vec<Entry>,
    notes: Vec<String>,
}

fn read(response: &Response, channel: &Channel, now: Timestamp) -> Result<Listed, ParseError> {
    let document = Document {
        bytes: &response.body,
        content_type: response.content_type.as_deref(),
        url: &response.final_url,
    };
    let list = match channel.kind {
        ChannelKind::Feed => extract::feed(&document, now)?,
        ChannelKind::Sitemap => extract::sitemap(&document, now)?,
        ChannelKind::Listing => extract::listing(&document, channel, now)?,
        ChannelKind::Page => List::default(),
    };
    let children = list.children.into_iter().map(|child| Entry {
        url: child.url,
        updated: child.modified,
        ..empty_entry()
    });
    Ok(Listed {
        kind: channel.kind,
        title: list.title,
        entries: list.entries.into_iter().chain(children).collect(),
        notes: list.notes,
    })
}

async fn taken(
    url: String,
    response: Result<Response, FetchError>,
    read: impl FnOnce(&Response) -> Result<Listed, ParseError> + Send + 'static,
) -> Attempt {
    let mut trial = Trial {
        channel: url,
        ..Trial::default()
    };
    let response = match response {
        Ok(response) => response,
        Err(error) => {
            trial.status = error.status();
            trial.headers = error.headers().to_vec();
            trial.error = Some(error.to_string());
            return Attempt {
                trial,
                ..Attempt::default()
            };
        }
    };
    trial.status = Some(response.status);
    trial.redirects = response
        .redirects
        .iter()
        .map(|hop| (hop.status, hop.to.clone()))
        .collect();
    trial.server = response.remote.map(|remote| remote.to_string());
    trial.headers.clone_from(&response.headers);
    trial.content_type.clone_from(&response.content_type);
    trial.bytes = response.body.len() as u64;
    trial.wire_bytes = response.wire_bytes;
    trial.waited_ms = response.timing.waiting.as_millis() as u64;
    trial.head_ms = response.timing.head.as_millis() as u64;
    trial.elapsed_ms = response.elapsed.as_millis() as u64;
    trial.fresh_for = response.fresh_for.map(|fresh| fresh.as_secs());
    let (response, listed) = blocking(move || {
        let listed = read(&response);
        (response, listed)
    })
    .await;
    let mut attempt = Attempt {
        response: Some(response),
        ..Attempt::default()
    };
    match listed {
        Ok(listed) => {
            listed.kind.name().clone_into(&mut trial.kind);
            trial.entries = listed.entries.len();
            trial.problems = listed.notes.len();
            trial.notes = listed.notes.into_iter().take(10).collect();
            trial.newest = listed
                .entries
                .iter()
                .filter_map(|entry| entry.published.or(entry.updated))
                .max();
            trial.sample = listed
                .entries
                .iter()
                .take(SAMPLE)
                .map(|entry| entry.title.clone().unwrap_or_else(|| entry.url.clone()))
                .collect();
            attempt.entries = listed.entries;
            attempt.title = listed.title;
        }
        Err(error) => trial.error = Some(error.to_string()),
    }
    attempt.trial = trial;
    attempt
}

fn empty_entry() -> Entry {
    Entry {
        id: None,
        url: String::new(),
        title: None,
        summary: None,
        content: None,
        published: None,
        updated: None,
        section: None,
    }
}
