//! The indexing reader: keeps the tantivy index in step with the log. The index's commit carries its
//! checkpoint, so that the two cannot part.

use std::sync::Arc;

use langnghe_indexer::{Index, IndexError, Indexed, Writer, WriterSettings};
use langnghe_model::{Article, ArticleText, LogEntry, LogEvent, PlaceId, Seq};
use langnghe_places::{Certainty, Gazetteer};
use langnghe_query::Fields;
use langnghe_stories::Sketch;

use super::{Advanced, BATCH, report};
use crate::{
    App, PipelineError,
    blocking::blocking,
    progress::{Progress, Stop},
};

/// Batches between two commits while there is more to read: a commit writes a segment, and many small
/// segments cost more than they are worth.
const BATCHES_PER_COMMIT: usize = 8;

/// Fills the index.
pub struct IndexReader<'a> {
    app: &'a App,
    index: Index,
    /// `None` while a batch is away on a blocking thread, or after it was lost there.
    writer: Option<Writer>,
    /// The last entry that was taken in.
    taken: Seq,
    /// Batches taken in since the last commit.
    uncommitted: usize,
}

impl<'a> IndexReader<'a> {
    /// A reader that goes on where the index stands. Takes the index's write lock.
    pub fn new(app: &'a App, index: Index) -> Result<Self, PipelineError> {
        let writer = index.writer(WriterSettings {
            memory_bytes: app.settings.index.memory,
            threads: app.settings.index.threads,
        })?;
        Ok(Self {
            app,
            taken: index.checkpoint(),
            index,
            writer: Some(writer),
            uncommitted: 0,
        })
    }

    /// Reads to the end of the log and commits.
    pub async fn catch_up(
        &mut self,
        progress: &dyn Progress,
        stop: &Stop,
    ) -> Result<Advanced, PipelineError> {
        let advanced = self.take_in(progress, stop).await?;
        if self.uncommitted > 0 {
            self.commit(self.taken).await?;
        }
        Ok(advanced)
    }

    /// Reads to the end of the log. The last batches may stay uncommitted: for whoever goes on at once.
    pub async fn take_in(
        &mut self,
        progress: &dyn Progress,
        stop: &Stop,
    ) -> Result<Advanced, PipelineError> {
        let store = &self.app.store;
        let mut advanced = Advanced::default();
        let mut ahead = store.read_log(self.taken, BATCH).await?;
        while !ahead.is_empty() && !stop.requested() {
            let entries = std::mem::take(&mut ahead);
            let last = entries[entries.len() - 1].seq;
            advanced.entries += entries.len() as u64;
            let items = self.prepare(entries).await?;
            let (next, applied) = tokio::join!(store.read_log(last, BATCH), self.apply(items));
            applied?;
            self.taken = last;
            self.uncommitted += 1;
            ahead = next?;
            if self.uncommitted >= BATCHES_PER_COMMIT {
                self.commit(last).await?;
            }
            report(progress, "indexing", last, store.last_seq().await?);
        }
        Ok(advanced)
    }

    async fn prepare(&self, entries: Vec<LogEntry>) -> Result<Batch, PipelineError> {
        let configuration = self.app.configuration();
        let mut items = Vec::with_capacity(entries.len());
        for entry in entries {
            items.push(match entry.event {
                LogEvent::Revision { .. } => Item::Revision(entry),
                LogEvent::Withdrawal { article } => {
                    let found = self.app.store.articles(&[article]).await?.pop();
                    let text = self.app.store.latest_texts(&[article]).await?.pop();
                    match (found, text) {
                        (Some(article), Some((_, revision, text))) => Item::Withdrawal {
                            article,
                            revision,
                            text,
                            seq: entry.seq,
                        },
                        // Every withdrawal is of an article that was appended before it.
                        _ => continue,
                    }
                }
            });
        }
        let homes = configuration
            .sources
            .iter()
            .map(|source| (source.id.clone(), source.region.clone()))
            .collect();
        Ok(Batch {
            gazetteer: Arc::clone(&configuration.gazetteer),
            homes,
            items,
        })
    }

    async fn apply(&mut self, batch: Batch) -> Result<(), PipelineError> {
        self.with_writer(move |writer| batch.apply(writer)).await
    }

    async fn commit(&mut self, seq: Seq) -> Result<(), PipelineError> {
        self.with_writer(move |writer| writer.commit(seq)).await?;
        self.uncommitted = 0;
        Ok(())
    }

    /// Lends the writer to a blocking thread.
    async fn with_writer<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut Writer) -> Result<T, IndexError> + Send + 'static,
    ) -> Result<T, PipelineError> {
        let Some(mut writer) = self.writer.take() else {
            return Err(PipelineError::IndexWriterLost);
        };
        let (writer, result) = blocking(move || {
            let result = work(&mut writer);
            (writer, result)
        })
        .await;
        self.writer = Some(writer);
        if result.is_err() {
            // What was not committed is gone, and comes again from the log.
            self.taken = self.index.checkpoint();
            self.uncommitted = 0;
        }
        Ok(result?)
    }
}

/// A batch with everything that indexing needs.
struct Batch {
    gazetteer: Arc<Gazetteer>,
    homes: Vec<(langnghe_model::SourceId, PlaceId)>,
    items: Vec<Item>,
}

enum Item {
    Revision(LogEntry),
    Withdrawal {
        article: Article,
        revision: u32,
        text: ArticleText,
        seq: Seq,
    },
}

impl Batch {
    fn apply(&self, writer: &mut Writer) -> Result<(), IndexError> {
        for item in &self.items {
            match item {
                Item::Revision(entry) => {
                    let LogEvent::Revision { article, revision } = &entry.event else {
                        continue;
                    };
                    let fields = Fields::of(&revision.text);
                    let places = self.places(article, &fields);
                    writer.apply(&Indexed::Revision {
                        seq: entry.seq,
                        article,
                        revision,
                        places: &places,
                        sketch: Sketch::of_article(&fields),
                    })?;
                }
                Item::Withdrawal {
                    article,
                    revision,
                    text,
                    seq,
                } => {
                    let fields = Fields::of(text);
                    let places = self.places(article, &fields);
                    writer.apply(&Indexed::Withdrawn {
                        seq: *seq,
                        article,
                        revision: *revision,
                        text,
                        places: &places,
                        sketch: Sketch::of_article(&fields),
                    })?;
                }
            }
        }
        Ok(())
    }

    /// The places an article surely or likely names.
    fn places(&self, article: &Article, fields: &Fields) -> Vec<PlaceId> {
        let home = self
            .homes
            .iter()
            .find(|(source, _)| *source == article.source)
            .map(|(_, region)| region);
        let mut places: Vec<PlaceId> = self
            .gazetteer
            .find(fields, home)
            .into_iter()
            .filter(|mention| mention.certainty != Certainty::Doubtful)
            .map(|mention| mention.place)
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}
