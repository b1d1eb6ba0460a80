//! Opening an index, and recognising one that must be built again.

use std::{
    fmt, fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use langnghe_model::{ArticleId, Seq};
use serde::{Deserialize, Serialize};
use tantivy::{
    Directory, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, TantivyDocument,
    TantivyError,
    directory::{DirectoryLock, INDEX_WRITER_LOCK, MmapDirectory, error::OpenReadError},
    index::SegmentComponent,
    store::{Compressor, ZstdCompressor},
};

use crate::{
    IndexError, Writer, WriterSettings,
    copies::Latest,
    error::{guarded, is_damage},
    prepared::Handed,
    readings::{self, Kept},
    schema::{ARTICLE, Columns, REVISION, VERSION},
    tokenizer,
};

/// What a commit says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Payload {
    pub(crate) version: u32,
    /// The log it was built from.
    pub(crate) epoch: String,
    /// The last log entry in it.
    pub(crate) seq: i64,
}

/// An open index. Clones share it.
#[derive(Clone)]
pub struct Index {
    pub(crate) inner: tantivy::Index,
    pub(crate) reader: IndexReader,
    pub(crate) columns: Columns,
    pub(crate) dir: PathBuf,
    pub(crate) epoch: String,
    checkpoint: Arc<AtomicI64>,
    /// What bare words were likely meant to be.
    pub(crate) kept: Arc<Kept>,
    /// What the writer tokenised for the threads that fill the index.
    pub(crate) handed: Arc<Handed>,
    /// The columns that copies are told by, opened once for each commit.
    pub(crate) sketches: Arc<Latest>,
}

/// An index, and in which state it was found.
pub struct Opened {
    /// The index, ready to be written from its checkpoint on.
    pub index: Index,
    /// How it was found.
    pub state: OpenState,
}

/// How an index was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenState {
    /// There was none.
    Fresh,
    /// It belongs to the log and is at most behind it.
    Current,
    /// It could not be used, and must be filled from the log's beginning.
    Rebuild {
        /// Why.
        why: Why,
    },
}

/// Why an index must be built again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It was built from another log.
    OtherLog,
    /// It holds entries that the log has not got: the log was restored from a backup.
    AheadOfLog {
        /// Its checkpoint.
        checkpoint: Seq,
        /// The log's end.
        last: Seq,
    },
    /// Another version of the program made it.
    OtherVersion,
    /// It cannot be read.
    Damaged(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::OtherLog => f.write_str("it was built from another log"),
            Why::AheadOfLog { checkpoint, last } => {
                write!(
                    f,
                    "it is at log entry {checkpoint}, but the log ends at {last}"
                )
            }
            Why::OtherVersion => f.write_str("another version of langnghe made it"),
            Why::Damaged(reason) => write!(f, "it cannot be read: {reason}"),
        }
    }
}

impl Index {
    /// Opens the index of a log whose last entry is `last`, and makes it where there is none. One that cannot be
    /// used is emptied, so only the process that may write it must call this.
    ///
    /// # Errors
    /// The folder cannot be used, holds what is no index, or another process is writing an index in it that
    /// would have to be emptied.
    pub fn open(dir: &Path, epoch: &str, last: Seq) -> Result<Opened, IndexError> {
        let (found, state) = Self::look(dir, epoch, last)?;
        let index = if let Some(index) = found {
            index
        } else {
            fs::create_dir_all(dir).map_err(|error| IndexError::folder(dir, error))?;
            let _lock = lock(dir)?;
            clear_folder(dir)?;
            Self::create(dir, epoch)?
        };
        Ok(Opened { index, state })
    }

    /// Opens the index to search in it. Changes nothing: `None` when there is none that can be used.
    pub fn open_to_read(dir: &Path, epoch: &str, last: Seq) -> Result<Option<Index>, IndexError> {
        Ok(Self::look(dir, epoch, last)?.0)
    }

    /// The checkpoint and the state of an index, as [`Index::open`] would find it. Changes nothing, and reads all
    /// of the index, which opening does not.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] for damage that only this reading finds.
    pub fn inspect(dir: &Path, epoch: &str, last: Seq) -> Result<(Seq, OpenState), IndexError> {
        let (found, state) = Self::look(dir, epoch, last)?;
        let Some(index) = found else {
            return Ok((Seq::START, state));
        };
        let damaged = match guarded(|| index.inner.validate_checksum()) {
            Ok(Ok(files)) => files
                .into_iter()
                .min()
                .map(|file| file.display().to_string()),
            // A file that is gone was merged into another in the meantime.
            Ok(Err(TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_)))) => None,
            Ok(Err(error)) => Some(reason(&error)),
            Err(what) => Some(shortened(what)),
        };
        match damaged {
            Some(what) => Err(IndexError::Damaged {
                dir: dir.display().to_string(),
                what,
            }),
            None => Ok((index.checkpoint(), state)),
        }
    }

    fn look(dir: &Path, epoch: &str, last: Seq) -> Result<(Option<Self>, OpenState), IndexError> {
        if let Some(file) = foreign_file(dir)? {
            return Err(IndexError::ForeignFiles {
                dir: dir.display().to_string(),
                file,
            });
        }
        if !dir.join("meta.json").exists() {
            return Ok((None, OpenState::Fresh));
        }
        let read = guarded(|| Self::read(dir, epoch, last));
        match read.unwrap_or_else(|what| Err(Why::Damaged(shortened(what)).into())) {
            Ok(index) => Ok((Some(index), OpenState::Current)),
            Err(Unusable::Rebuild(why)) => Ok((None, OpenState::Rebuild { why })),
            Err(Unusable::Failed(error)) => Err(IndexError::of(dir, error)),
        }
    }

    fn read(dir: &Path, epoch: &str, last: Seq) -> Result<Self, Unusable> {
        let inner = tantivy::Index::open_in_dir(dir)?;
        let columns = Columns::new();
        if inner.schema() != columns.schema {
            return Err(Why::OtherVersion.into());
        }
        let metas = inner.load_metas()?;
        for segment in &metas.segments {
            // A segment that has lost its positions is taken by tantivy for one that never had any.
            let positions = segment.relative_path(SegmentComponent::Positions);
            if !dir.join(&positions).exists() {
                return Err(Why::Damaged(format!("{} is missing", positions.display())).into());
            }
        }
        let payload = metas.payload;
        let seq = match payload.as_deref().map(serde_json::from_str::<Payload>) {
            Some(Ok(payload)) if payload.version != VERSION => return Err(Why::OtherVersion.into()),
            Some(Ok(payload)) if payload.epoch != epoch => return Err(Why::OtherLog.into()),
            Some(Ok(payload)) => Seq(payload.seq),
            Some(Err(error)) => return Err(Why::Damaged(format!("its checkpoint: {error}")).into()),
            // Made, and cut off before its first commit.
            None => Seq::START,
        };
        if seq > last {
            return Err(Why::AheadOfLog {
                checkpoint: seq,
                last,
            }
            .into());
        }
        Ok(Self::with(inner, columns, dir, epoch, seq)?)
    }

    fn create(dir: &Path, epoch: &str) -> Result<Self, IndexError> {
        let columns = Columns::new();
        // Of the index's size most is text: packed like this it takes a third less room than in tantivy's own way. A page
        // of answers unpacks ten blocks or more: smaller ones than tantivy's take half of the time, and by the higher level
        // no more room.
        let packed = Compressor::Zstd(ZstdCompressor {
            compression_level: Some(3),
        });
        let settings = IndexSettings {
            docstore_compression: packed,
            docstore_blocksize: 6 << 10,
            ..IndexSettings::default()
        };
        tantivy::Index::builder()
            .schema(columns.schema.clone())
            .settings(settings)
            .create_in_dir(dir)
            .and_then(|inner| Self::with(inner, columns, dir, epoch, Seq::START))
            .map_err(|error| IndexError::of(dir, error))
    }

    pub(crate) fn with(
        inner: tantivy::Index,
        columns: Columns,
        dir: &Path,
        epoch: &str,
        seq: Seq,
    ) -> tantivy::Result<Self> {
        let handed = Arc::default();
        tokenizer::register(&inner, &handed);
        // Commits of this process reload it by hand; a search in a process of its own opens the index anew.
        let reader = inner
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            inner,
            reader,
            columns,
            dir: dir.to_owned(),
            epoch: epoch.to_owned(),
            checkpoint: Arc::new(AtomicI64::new(seq.0)),
            kept: Arc::default(),
            handed,
            sketches: Arc::default(),
        })
    }

    /// The last log entry that is in the index.
    pub fn checkpoint(&self) -> Seq {
        Seq(self.checkpoint.load(Ordering::SeqCst))
    }

    pub(crate) fn set_checkpoint(&self, seq: Seq) {
        self.checkpoint.store(seq.0, Ordering::SeqCst);
    }

    /// The writer. There is one at a time, over all processes.
    pub fn writer(&self, settings: WriterSettings) -> Result<Writer, IndexError> {
        Writer::new(self, settings)
    }

    /// Empties the index and puts its checkpoint at the log's beginning.
    pub fn clear(&self) -> Result<(), IndexError> {
        let failed = |error| IndexError::of(&self.dir, error);
        let mut writer: IndexWriter<TantivyDocument> = self
            .inner
            .writer_with_num_threads(1, 15_000_000)
            .map_err(failed)?;
        writer.delete_all_documents().map_err(failed)?;
        let payload = self.payload(Seq::START);
        let mut commit = writer.prepare_commit().map_err(failed)?;
        commit.set_payload(&payload);
        commit.commit().map_err(failed)?;
        self.kept.forget();
        self.set_checkpoint(Seq::START);
        self.reader.reload().map_err(failed)
    }

    pub(crate) fn payload(&self, seq: Seq) -> String {
        let payload = Payload {
            version: VERSION,
            epoch: self.epoch.clone(),
            seq: seq.0,
        };
        serde_json::to_string(&payload).expect("numbers and a string always serialise")
    }

    /// How many articles can be found.
    pub fn documents(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Every article in the index with the revision it stands at, by article: to compare two indexes.
    pub fn article_revisions(&self) -> Result<Vec<(ArticleId, u32)>, IndexError> {
        let failed = |error| IndexError::of(&self.dir, error);
        let mut found = Vec::new();
        for segment in self.reader.searcher().segment_readers() {
            let articles = segment.fast_fields().i64(ARTICLE).map_err(failed)?;
            let revisions = segment.fast_fields().i64(REVISION).map_err(failed)?;
            for doc in segment.doc_ids_alive() {
                if let (Some(article), Some(revision)) = (articles.first(doc), revisions.first(doc))
                {
                    found.push((ArticleId(article), revision as u32));
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

/// Why an index cannot be opened.
enum Unusable {
    /// It must be built again.
    Rebuild(Why),
    /// The machine is in the way, not the index.
    Failed(TantivyError),
}

impl From<Why> for Unusable {
    fn from(why: Why) -> Self {
        Self::Rebuild(why)
    }
}

impl From<TantivyError> for Unusable {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::IncompatibleIndex(_)
            | TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_)) => {
                Self::Rebuild(Why::OtherVersion)
            }
            error if is_damage(&error) => Self::Rebuild(Why::Damaged(reason(&error))),
            error => Self::Failed(error),
        }
    }
}

/// What is damaged.
fn reason(error: &TantivyError) -> String {
    shortened(match error {
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
            format!("{} is missing", file.display())
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) => {
            format!("{}: {io_error}", filepath.display())
        }
        error => error.to_string(),
    })
}

/// Tantivy's texts, without the whole file that some of them print.
fn shortened(mut text: String) -> String {
    const LONGEST: usize = 200;
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// The right to write in the folder, while it is held.
fn lock(dir: &Path) -> Result<DirectoryLock, IndexError> {
    MmapDirectory::open(dir)
        .map_err(TantivyError::from)
        .and_then(|folder| Ok(folder.acquire_lock(&INDEX_WRITER_LOCK)?))
        .map_err(|error| match error {
            TantivyError::LockFailure(error, _) => IndexError::of(dir, error.into()),
            error => IndexError::of(dir, error),
        })
}

/// The first file of the folder that is no part of an index; `None` too when there is no folder.
fn foreign_file(dir: &Path) -> Result<Option<String>, IndexError> {
    let failed = |error| IndexError::folder(dir, error);
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    for entry in entries {
        let name = entry
            .map_err(failed)?
            .file_name()
            .to_string_lossy()
            .into_owned();
        if !is_index_file(&name) && !is_neighbour(&name) {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// What may lie beside an index: the repository's note, locks, and what a file system puts at its root.
fn is_neighbour(name: &str) -> bool {
    matches!(
        name,
        "README.md"
            | ".gitignore"
            | ".gitkeep"
            | ".tantivy-writer.lock"
            | ".tantivy-meta.lock"
            | "lost+found"
    )
}

/// Tantivy's names: lists, unfinished lists, and segments (32 hexadecimal digits and an ending). And the counts
/// of syllables, which are ours.
fn is_index_file(name: &str) -> bool {
    matches!(name, "meta.json" | ".managed.json" | readings::FILE)
        || name.starts_with(".tmp")
        || name.split_once('.').is_some_and(|(stem, _)| {
            stem.len() == 32 && stem.bytes().all(|b| b.is_ascii_hexdigit())
        })
}

/// Takes an unusable index's files out of the folder.
fn clear_folder(dir: &Path) -> Result<(), IndexError> {
    let failed = |error| IndexError::folder(dir, error);
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if is_index_file(&entry.file_name().to_string_lossy()) {
            fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    Ok(())
}
