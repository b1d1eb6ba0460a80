//! Writing: what the log says goes in, and a commit carries how far the log was read.

use std::sync::Arc;

use langnghe_model::{Article, Field, PlaceId, Seq};
use langnghe_query::{Fields, section_key};
use langnghe_stories::Sketch;
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};

use crate::{Index, IndexError, copies::NO_SKETCH, prepared::Prepared};

/// The least and the most memory a writer's thread can work with, in bytes; tantivy's own bounds.
const MEMORY: std::ops::RangeInclusive<usize> = 15_000_000..=4_000_000_000;

/// How a writer works.
#[derive(Debug, Clone, Copy)]
pub struct WriterSettings {
    /// Memory for all its threads together, in bytes; at least 15 MB for each are taken.
    pub memory_bytes: usize,
    /// Its threads; at least one.
    pub threads: usize,
}

/// One log entry, as the index takes it: an article's new text, or that the article was withdrawn.
#[derive(Debug, Clone)]
pub struct Indexed<'a> {
    /// Its place in the log.
    pub seq: Seq,
    /// The article.
    pub article: &'a Article,
    /// The number of the article's latest revision.
    pub revision: u32,
    /// That revision's text.
    pub fields: Arc<Fields>,
    /// The places it names.
    pub places: &'a [PlaceId],
    /// Whether the article was withdrawn: it can still be found, and is marked.
    pub withdrawn: bool,
}

/// Writes the index. What was not committed is not there after a crash, and comes again from the log.
///
/// After an error it stands at its last commit, and can be used again: the log is then read again from
/// [`Index::checkpoint`] on.
pub struct Writer {
    index: Index,
    settings: WriterSettings,
    /// `None` from an error until it is used again.
    inner: Option<IndexWriter>,
    /// The last entry taken in, committed or not.
    taken: Seq,
}

impl Writer {
    pub(crate) fn new(index: &Index, settings: WriterSettings) -> Result<Self, IndexError> {
        let mut writer = Self {
            index: index.clone(),
            settings,
            inner: None,
            taken: index.checkpoint(),
        };
        writer.inner = Some(writer.open()?);
        Ok(writer)
    }

    fn open(&self) -> Result<IndexWriter, IndexError> {
        let threads = self.settings.threads.max(1);
        let each = (self.settings.memory_bytes / threads).clamp(*MEMORY.start(), *MEMORY.end());
        let opened = self
            .index
            .inner
            .writer_with_num_threads(threads, each * threads);
        // What was written in vain goes first: on a full disk it is what this try needs, and after a kill it may lie
        // where this try will write, since lists of what was taken out are named by their place in the index's life.
        opened
            .and_then(|inner| inner.garbage_collect_files().wait().map(|_| inner))
            .map_err(|error| IndexError::of(&self.index.dir, error))
    }

    /// The writer; opened again if an error closed it.
    fn inner(&mut self) -> Result<&mut IndexWriter, IndexError> {
        let inner = match self.inner.take() {
            Some(inner) => inner,
            None => self.open()?,
        };
        Ok(self.inner.insert(inner))
    }

    /// Takes one log entry in. Entries come in the log's order; one that was taken already changes nothing.
    ///
    /// # Errors
    /// [`IndexError::DiskFull`], or what else tantivy says; see [`Writer`].
    pub fn apply(&mut self, indexed: &Indexed<'_>) -> Result<(), IndexError> {
        let seq = indexed.seq;
        if seq <= self.taken {
            return Ok(());
        }
        let document = self.document(indexed);
        self.index
            .handed
            .put(&Arc::new(Prepared::of(Arc::clone(&indexed.fields))));
        let column = self.index.columns.article;
        let inner = self.inner()?;
        // The first revision has nothing before it.
        if indexed.revision > 1 || indexed.withdrawn {
            inner.delete_term(Term::from_field_i64(column, indexed.article.id.0));
        }
        match inner.add_document(document) {
            Ok(_) => {
                self.taken = seq;
                Ok(())
            }
            Err(error) => Err(self.give_up(error)),
        }
    }

    fn document(&self, indexed: &Indexed<'_>) -> TantivyDocument {
        let Indexed {
            article,
            fields,
            places,
            ..
        } = indexed;
        let text = fields.text();
        let columns = &self.index.columns;
        let mut document = TantivyDocument::new();
        document.add_i64(columns.article, article.id.0);
        document.add_i64(columns.revision, i64::from(indexed.revision));
        document.add_i64(columns.time, article.time().as_second());
        document.add_text(columns.source, article.source.as_str());
        if let Some(section) = &article.section {
            document.add_text(columns.section, section);
            document.add_text(columns.section_key, section_key(section));
        }
        document.add_text(columns.url, &article.url);
        for field in Field::ALL {
            let text = text.field(field);
            if !text.is_empty() {
                for column in columns.of_text(field) {
                    document.add_text(column, text);
                }
            }
        }
        for region in regions(places) {
            document.add_text(columns.regions, region);
        }
        for place in *places {
            document.add_text(columns.places, place.as_str());
        }
        let sketch = Sketch::of_article(fields).map_or(NO_SKETCH, Sketch::to_words);
        for (column, word) in columns.sketch.into_iter().zip(sketch) {
            document.add_u64(column, word);
        }
        if article.late {
            document.add_text(columns.is, "late");
        }
        if indexed.withdrawn {
            document.add_text(columns.is, "withdrawn");
        }
        if article.published.is_some() {
            document.add_text(columns.has, "published");
        }
        if !text.lead.is_empty() {
            document.add_text(columns.has, "lead");
        }
        if !places.is_empty() {
            document.add_text(columns.has, "place");
        }
        document
    }

    /// Makes everything taken in findable and durable, and keeps that the log was read up to `seq`.
    ///
    /// # Errors
    /// [`IndexError::DiskFull`], or what else tantivy says; see [`Writer`].
    pub fn commit(&mut self, seq: Seq) -> Result<(), IndexError> {
        let seq = seq.max(self.taken);
        if seq == self.index.checkpoint() {
            return Ok(());
        }
        let payload = self.index.payload(seq);
        let committed = self.inner()?.prepare_commit().and_then(|mut commit| {
            commit.set_payload(&payload);
            commit.commit()
        });
        if let Err(error) = committed {
            return Err(self.give_up(error));
        }
        self.index.handed.clear();
        self.taken = seq;
        self.index.set_checkpoint(seq);
        self.index
            .reader
            .reload()
            .map_err(|error| IndexError::of(&self.index.dir, error))
    }

    /// Goes back to the last commit.
    fn give_up(&mut self, error: TantivyError) -> IndexError {
        let mut error = error;
        if let Some(mut inner) = self.inner.take()
            && matches!(error, TantivyError::ErrorInThread(_))
        {
            // A thread that has died says why only to who waits for it.
            if let Err(cause) = inner.prepare_commit() {
                error = cause;
            }
        }
        self.index.handed.clear();
        self.taken = self.index.checkpoint();
        IndexError::of(&self.index.dir, error)
    }
}

/// The places and everything they lie in: `cao-bang.ban-gioc` lies in `cao-bang`.
fn regions(places: &[PlaceId]) -> Vec<&str> {
    let mut regions: Vec<&str> = places
        .iter()
        .flat_map(|place| {
            let id = place.as_str();
            id.match_indices('.').map(|(at, _)| &id[..at]).chain([id])
        })
        .collect();
    regions.sort_unstable();
    regions.dedup();
    regions
}
