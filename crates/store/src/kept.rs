//! Page bytes kept for a second extraction: apart from the database, for a set time, out of search and pages.
//!
//! They stand in WARC files (ISO 28500:2017, one `resource` record a page, each record a gzip member of its own, as
//! the standard's annex has it), so that any tool for web archives reads them. Each process begins a file of its own
//! each day: nobody waits for anybody, a process that is killed leaves at most its last record incomplete, and a file
//! is deleted as a whole when its day is too long ago.

mod warc;

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, BufReader, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp, civil::Date};
use langnghe_model::{Day, SourceId};

/// The end of every file's name.
const ENDING: &str = ".warc.gz";

/// The bytes of a page, as they were given to the parser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptPage {
    /// The address it was queued under.
    pub url: String,
    /// Its source.
    pub source: SourceId,
    /// The address it came from, after redirects.
    pub final_url: String,
    /// The `Content-Type` it came with.
    pub content_type: Option<String>,
    /// When it was read.
    pub at: Timestamp,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Where a kept page stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAt {
    /// The address it was queued under.
    pub url: String,
    /// Its source.
    pub source: SourceId,
    /// When it was read.
    pub at: Timestamp,
    file: PathBuf,
    offset: u64,
}

/// What is kept, put together file by file.
#[derive(Debug, Default)]
pub struct KeptList {
    newest: HashMap<String, KeptAt>,
    /// Files that break off or are damaged, and how; what stands before is in the list.
    pub incomplete: Vec<(PathBuf, String)>,
}

impl KeptList {
    /// Takes in what stands in a file of [`KeptPages::files`].
    ///
    /// # Errors
    /// The file cannot be read. Damage inside it is no error, but told in the list.
    pub fn add(&mut self, path: PathBuf) -> Result<(), KeptError> {
        let file = match File::open(&path) {
            Ok(file) => file,
            // Another process found it too old meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(KeptError::of(&path)(error)),
        };
        let mut reader = BufReader::new(file);
        loop {
            let offset = reader.stream_position().map_err(KeptError::of(&path))?;
            match warc::read(&mut reader) {
                Ok(Some(page)) => self.take(KeptAt {
                    url: page.url,
                    source: page.source,
                    at: page.at,
                    file: path.clone(),
                    offset,
                }),
                Ok(None) => return Ok(()),
                Err(error) => {
                    self.incomplete.push((path, error.to_string()));
                    return Ok(());
                }
            }
        }
    }

    fn take(&mut self, place: KeptAt) {
        let known = self.newest.get(&place.url);
        if known.is_none_or(|known| known.at <= place.at) {
            self.newest.insert(place.url.clone(), place);
        }
    }

    /// The newest bytes of each page, in the order they were read.
    pub fn into_pages(self) -> Vec<KeptAt> {
        let mut pages: Vec<KeptAt> = self.newest.into_values().collect();
        pages.sort_by(|a, b| (a.at, &a.url).cmp(&(b.at, &b.url)));
        pages
    }
}

/// Kept pages could not be written or read.
#[derive(Debug, thiserror::Error)]
#[error(
    "{path}: {error}; check that the folder of storage.pages is there, can be written, and that its disk has room"
)]
pub struct KeptError {
    /// The file or folder.
    path: String,
    /// Why.
    #[source]
    error: io::Error,
}

impl KeptError {
    fn of(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self {
            path: path.display().to_string(),
            error,
        }
    }
}

/// The folder of kept pages.
#[derive(Debug)]
pub struct KeptPages {
    folder: PathBuf,
    days: i64,
    writer: Mutex<Option<Writer>>,
}

#[derive(Debug)]
struct Writer {
    day: Date,
    path: PathBuf,
    file: File,
}

impl KeptPages {
    /// Pages kept in `folder` for `time`, counted in whole days; less than a day keeps none.
    pub fn new(folder: PathBuf, time: Duration) -> Self {
        Self {
            folder,
            days: (time.as_secs() / (24 * 3600)) as i64,
            writer: Mutex::new(None),
        }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether any are kept.
    pub fn keeps(&self) -> bool {
        self.days > 0
    }

    /// Keeps a page. What is too old goes when a day's first page comes.
    ///
    /// # Errors
    /// The file cannot be written. What was kept before stays readable.
    pub fn keep(&self, page: &KeptPage) -> Result<(), KeptError> {
        if !self.keeps() {
            return Ok(());
        }
        let day = Day::of(page.at).0;
        // Compressing takes milliseconds, for which nobody has to wait.
        let record = warc::record(page);
        let mut guard = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let writer = match &mut *guard {
            Some(writer) if writer.day == day => writer,
            other => {
                self.expire(page.at)?;
                other.insert(self.begin(day, page.at)?)
            }
        };
        let end = writer.file.seek(SeekFrom::End(0));
        let written = end.and_then(|end| {
            writer.file.write_all(&record).inspect_err(|_| {
                // Half a record would hide those behind it. When it cannot be taken back the file is left, too.
                let _ = writer.file.set_len(end);
            })
        });
        if let Err(error) = written {
            let path = writer.path.clone();
            *guard = None;
            return Err(KeptError::of(&path)(error));
        }
        Ok(())
    }

    fn begin(&self, day: Date, at: Timestamp) -> Result<Writer, KeptError> {
        private_folder(&self.folder).map_err(KeptError::of(&self.folder))?;
        let mut number = at.as_microsecond();
        loop {
            let name = format!("{day}-{:x}-{:x}{ENDING}", std::process::id(), number);
            let path = self.folder.join(name);
            match private_file(&path) {
                Ok(file) => return Ok(Writer { day, path, file }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(KeptError::of(&path)(error)),
            }
        }
    }

    /// Deletes the files whose day is too long ago; how many they were.
    ///
    /// # Errors
    /// The folder cannot be read, or a file not be deleted.
    pub fn expire(&self, now: Timestamp) -> Result<usize, KeptError> {
        let first_kept = Day::of(now)
            .0
            .checked_sub(SignedDuration::from_hours(24 * self.days))
            .unwrap_or(Date::MIN);
        let mut deleted = 0;
        for (day, path) in self.dated_files()? {
            // With nothing to be kept, today's go too.
            if day < first_kept || !self.keeps() {
                fs::remove_file(&path).map_err(KeptError::of(&path))?;
                deleted += 1;
            }
        }
        Ok(deleted)
    }

    /// Bytes that the kept pages take on the disk, and the first day kept.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn size(&self) -> Result<(u64, Option<Date>), KeptError> {
        let files = self.dated_files()?;
        let bytes = files
            .iter()
            .filter_map(|(_, path)| fs::metadata(path).ok())
            .map(|data| data.len())
            .sum();
        Ok((bytes, files.first().map(|(day, _)| *day)))
    }

    /// The files that hold kept pages, the oldest first, for [`KeptList::add`].
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn files(&self) -> Result<Vec<PathBuf>, KeptError> {
        let files = self.dated_files()?.into_iter();
        Ok(files.map(|(_, path)| path).collect())
    }

    /// A page that a list names.
    ///
    /// # Errors
    /// The file cannot be read any more.
    pub fn read(&self, place: &KeptAt) -> Result<KeptPage, KeptError> {
        let read = || {
            let mut reader = BufReader::new(File::open(&place.file)?);
            reader.seek(SeekFrom::Start(place.offset))?;
            warc::read(&mut reader)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
        };
        read().map_err(KeptError::of(&place.file))
    }

    /// The files with their days, the oldest first.
    fn dated_files(&self) -> Result<Vec<(Date, PathBuf)>, KeptError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(KeptError::of(&self.folder)(error)),
        };
        let mut files = Vec::new();
        for entry in entries {
            let path = entry.map_err(KeptError::of(&self.folder))?.path();
            let day = path
                .file_name()
                .and_then(|name| name.to_str())
                .filter(|name| name.ends_with(ENDING))
                .and_then(|name| name.get(..10)?.parse().ok());
            files.extend(day.map(|day| (day, path)));
        }
        files.sort();
        Ok(files)
    }
}

/// The bytes are not masked: they are nobody's but the program's.
fn private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests;
