//! The indexing reader: keeps the tantivy index in step with the log. The index's commit carries its
//! checkpoint, so that the two cannot part.

use std::sync::Arc;

use langnghe_indexer::{Index, IndexError, Indexed, Writer, WriterSettings};
use langnghe_model::{PlaceId, Seq};
use langnghe_places::{Certainty, Mention};
use tokio::sync::watch;

use super::{
    Advanced, LogWindow, report,
    window::{Event, Part},
};
use crate::{
    PipelineError,
    blocking::blocking,
    progress::{Progress, Stop},
};

/// Batches between two commits while there is more to read: a commit writes a segment, and many small
/// segments cost more than they are worth.
const BATCHES_PER_COMMIT: usize = 8;

/// Fills the index.
pub struct IndexReader<'a> {
    log: &'a LogWindow<'a>,
    index: Index,
    /// `None` while a batch is away on a blocking thread, or after it was lost there.
    writer: Option<Writer>,
    /// The last entry that was taken in.
    taken: watch::Sender<Seq>,
    /// Batches taken in since the last commit.
    uncommitted: usize,
}

impl<'a> IndexReader<'a> {
    /// A reader that goes on where the index stands. Takes the index's write lock.
    pub fn new(log: &'a LogWindow<'a>, index: Index) -> Result<Self, PipelineError> {
        let settings = &log.app().settings.index;
        let writer = index.writer(WriterSettings {
            memory_bytes: settings.memory,
            threads: settings.threads,
        })?;
        Ok(Self {
            log,
            taken: watch::Sender::new(index.checkpoint()),
            index,
            writer: Some(writer),
            uncommitted: 0,
        })
    }

    /// Tells, while it works, the last entry that was taken in.
    pub fn taken(&self) -> watch::Receiver<Seq> {
        self.taken.subscribe()
    }

    fn at(&self) -> Seq {
        *self.taken.borrow()
    }

    /// Reads to the end of the log and commits.
    pub async fn catch_up(
        &mut self,
        progress: &dyn Progress,
        stop: &Stop,
    ) -> Result<Advanced, PipelineError> {
        let advanced = self.take_in(progress, stop).await?;
        if self.uncommitted > 0 {
            self.commit(self.at()).await?;
        }
        Ok(advanced)
    }

    /// Reads to the end of the log. The last batches may stay uncommitted: for whoever goes on at once.
    pub async fn take_in(
        &mut self,
        progress: &dyn Progress,
        stop: &Stop,
    ) -> Result<Advanced, PipelineError> {
        let store = &self.log.app().store;
        let mut advanced = Advanced::default();
        let mut ahead = self.log.read(self.at()).await?;
        while let Some(last) = ahead.last()
            && !stop.requested()
        {
            advanced.entries += ahead.entries().len() as u64;
            let log = self.log;
            let (next, applied) = tokio::join!(log.read(last), self.apply(ahead));
            applied?;
            self.taken.send_replace(last);
            self.uncommitted += 1;
            ahead = next?;
            if self.uncommitted >= BATCHES_PER_COMMIT {
                self.commit(last).await?;
            }
            report(progress, "indexing", last, store.last_seq().await?);
        }
        Ok(advanced)
    }

    async fn apply(&mut self, part: Part) -> Result<(), PipelineError> {
        self.with_writer(move |writer| apply(&part, writer)).await
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
            self.taken.send_replace(self.index.checkpoint());
            self.uncommitted = 0;
        }
        Ok(result?)
    }
}

fn apply(part: &Part, writer: &mut Writer) -> Result<(), IndexError> {
    for read in part.entries() {
        let (latest, withdrawn) = match &read.event {
            Event::Revised(_, latest) => (latest, false),
            Event::Withdrawn(Some(latest)) => (latest, true),
            Event::Withdrawn(None) => continue,
        };
        writer.apply(&Indexed {
            seq: read.seq,
            article: &latest.article,
            revision: latest.number,
            fields: Arc::clone(&latest.fields),
            places: &places(&latest.mentions),
            withdrawn,
        })?;
    }
    Ok(())
}

/// The places that an article surely or likely names.
fn places(mentions: &[Mention]) -> Vec<PlaceId> {
    let mut places: Vec<PlaceId> = mentions
        .iter()
        .filter(|mention| mention.certainty != Certainty::Doubtful)
        .map(|mention| mention.place.clone())
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}
