//! The stretch of the log at which the readers stand: read, tokenised and searched for places once for all of them.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use langnghe_model::{Article, ArticleText, LogEntry, LogEvent, RevisionKind, Seq};
use langnghe_places::Mention;
use langnghe_query::Fields;
use tokio::sync::OnceCell;

use super::BATCH;
use crate::{App, PipelineError, app::Configuration, blocking::blocking};

/// Parts kept for the reader that comes later, of at most [`BATCH`] entries (about 25 MB with their tokens). One that
/// is farther behind reads them again.
const KEPT: usize = 4;

/// A log entry, ready for the readers.
pub(super) struct Read {
    pub(super) seq: Seq,
    pub(super) at: Timestamp,
    pub(super) event: Event,
}

/// What happened.
pub(super) enum Event {
    /// An article got a new text.
    Revised(RevisionKind, Latest),
    /// It was withdrawn; this is the text at which it stands. `None` in a damaged log that never had the article.
    Withdrawn(Option<Latest>),
}

/// An article with the text at which it stands.
pub(super) struct Latest {
    pub(super) article: Article,
    /// The revision's number.
    pub(super) number: u32,
    pub(super) fields: Arc<Fields>,
    /// The places it names.
    pub(super) mentions: Vec<Mention>,
}

impl Latest {
    fn of(
        article: Article,
        number: u32,
        text: &ArticleText,
        configuration: &Configuration,
    ) -> Self {
        let fields = Fields::of(text);
        let home = configuration.source(&article.source);
        let home = home.map(|source| &source.region);
        Self {
            mentions: configuration.gazetteer.find(&fields, home),
            fields: Arc::new(fields),
            article,
            number,
        }
    }
}

/// Entries that follow each other; none at the log's end.
#[derive(Clone)]
pub(super) struct Part {
    entries: Arc<[Read]>,
    /// Those before it are not asked for.
    from: usize,
}

/// An article, the number of its latest revision and its text; `None` when there is no such article.
type Standing = Option<(Article, u32, ArticleText)>;

impl Part {
    fn of(entries: Vec<LogEntry>, withdrawn: Vec<Standing>, configuration: &Configuration) -> Self {
        let mut withdrawn = withdrawn.into_iter();
        let mut read = |entry: LogEntry| Read {
            seq: entry.seq,
            at: entry.at,
            event: match entry.event {
                LogEvent::Revision { article, revision } => {
                    let (number, text) = (revision.number, &revision.text);
                    let latest = Latest::of(article, number, text, configuration);
                    Event::Revised(revision.kind, latest)
                }
                LogEvent::Withdrawal { .. } => {
                    let standing = withdrawn.next().flatten();
                    Event::Withdrawn(standing.map(|(article, number, text)| {
                        Latest::of(article, number, &text, configuration)
                    }))
                }
            },
        };
        Self {
            entries: entries.into_iter().map(&mut read).collect(),
            from: 0,
        }
    }

    pub(super) fn entries(&self) -> &[Read] {
        &self.entries[self.from..]
    }

    /// The place of its last entry.
    pub(super) fn last(&self) -> Option<Seq> {
        self.entries().last().map(|read| read.seq)
    }

    /// What of it follows `after`, when the entry behind `after` is in it.
    fn behind(&self, after: Seq) -> Option<Self> {
        let from = self.entries.partition_point(|read| read.seq <= after);
        let follows = from > 0 && from < self.entries.len();
        follows.then(|| Self {
            entries: Arc::clone(&self.entries),
            from,
        })
    }
}

/// Reads the log for the readers, and keeps for a while what one of them has read.
pub struct LogWindow<'a> {
    app: &'a App,
    /// With the place behind which each begins.
    parts: Mutex<VecDeque<(Seq, Arc<OnceCell<Part>>)>>,
}

impl<'a> LogWindow<'a> {
    /// One in which nothing is kept yet.
    pub fn new(app: &'a App) -> Self {
        Self {
            app,
            parts: Mutex::default(),
        }
    }

    pub(super) fn app(&self) -> &'a App {
        self.app
    }

    /// Forgets what was read: once all readers are at the log's end.
    pub fn forget(&self) {
        self.lock().clear();
    }

    /// The entries behind `after`, at most [`BATCH`]; none when the log ends there.
    pub(super) async fn read(&self, after: Seq) -> Result<Part, PipelineError> {
        let part = self.part(after);
        let read = part
            .get_or_try_init(|| async {
                let entries = self.app.store.read_log(after, BATCH).await?;
                let withdrawn = self.withdrawn(&entries).await?;
                let configuration = self.app.configuration();
                let prepare = move || Part::of(entries, withdrawn, &configuration);
                Ok::<_, PipelineError>(blocking(prepare).await)
            })
            .await?;
        let read = read.behind(after).unwrap_or_else(|| read.clone());
        if read.entries().is_empty() {
            // More may follow there. What stands before it stays, for the reader that is behind.
            self.lock().retain(|(from, _)| *from != after);
        }
        Ok(read)
    }

    /// The part that has the entry behind `after`, or is being read for it, or is to be.
    fn part(&self, after: Seq) -> Arc<OnceCell<Part>> {
        let mut parts = self.lock();
        let has =
            |part: &OnceCell<Part>| part.get().is_some_and(|part| part.behind(after).is_some());
        if let Some((_, part)) = parts
            .iter()
            .find(|(from, part)| *from == after || has(part))
        {
            return Arc::clone(part);
        }
        if parts.len() == KEPT {
            parts.pop_front();
        }
        let part = Arc::default();
        parts.push_back((after, Arc::clone(&part)));
        part
    }

    /// The articles that entries withdraw, in their order, as they stand. Rare, and so asked for one by one.
    async fn withdrawn(&self, entries: &[LogEntry]) -> Result<Vec<Standing>, PipelineError> {
        let store = &self.app.store;
        let mut withdrawn = Vec::new();
        for entry in entries {
            if let LogEvent::Withdrawal { article: id } = entry.event {
                let article = store.articles(&[id]).await?.pop();
                let text = store.latest_texts(&[id]).await?.pop();
                withdrawn.push(
                    article
                        .zip(text)
                        .map(|(article, (_, number, text))| (article, number, text)),
                );
            }
        }
        Ok(withdrawn)
    }

    /// What a thread that panicked left is whole: parts come and go in one step.
    fn lock(&self) -> MutexGuard<'_, VecDeque<(Seq, Arc<OnceCell<Part>>)>> {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
