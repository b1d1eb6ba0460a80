//! What the writer takes in, commits and gives up.

use std::{
    fmt, io,
    io::{ErrorKind, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
};

use langnghe_model::{ArticleId, ArticleText, Seq};
use tantivy::{
    Directory,
    directory::{
        AntiCallToken, FileHandle, RamDirectory, TerminatingWrite, WatchCallback, WatchHandle,
        WritePtr,
        error::{DeleteError, OpenReadError, OpenWriteError},
    },
};

use super::{EPOCH, ONE_THREAD, add, article, entry, filled, found_by, in_memory, places, text};
use crate::{Index, IndexError, Indexed, WriterSettings, schema::Columns};

fn texts(count: usize) -> Vec<ArticleText> {
    (1..=count)
        .map(|number| text("Lễ hội", "", &format!("Bài số {number}")))
        .collect()
}

fn ids(revisions: &[(ArticleId, u32)]) -> Vec<(i64, u32)> {
    revisions
        .iter()
        .map(|(article, revision)| (article.0, *revision))
        .collect()
}

#[test]
fn a_revision_replaces_what_was_there() {
    let index = filled(&texts(4));
    let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
    let article = article(2);
    let changed = text("Hủy lễ hội", "", "Vì mưa lớn");
    writer
        .apply(&entry(5, &article, 2, &changed))
        .expect("a document is taken in");
    assert_eq!(
        found_by(&index, "số"),
        [4, 3, 2, 1],
        "before the commit nothing changes"
    );
    writer.commit(Seq(5)).expect("memory is never full");
    assert_eq!(found_by(&index, "số"), [4, 3, 1]);
    assert_eq!(found_by(&index, "\"mưa lớn\""), [2]);
    assert_eq!(index.documents(), 4);
    let revisions = index.article_revisions().expect("the index can be read");
    assert_eq!(ids(&revisions), [(1, 1), (2, 2), (3, 1), (4, 1)]);
}

#[test]
fn a_withdrawn_article_is_found_and_marked_until_it_comes_back() {
    let index = filled(&texts(3));
    let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
    let article = article(2);
    let latest = text("Lễ hội", "", "Bài số 2");
    let withdrawn = Indexed {
        places: &places(&["cao-bang"]),
        withdrawn: true,
        ..entry(4, &article, 1, &latest)
    };
    writer.apply(&withdrawn).expect("a document is taken in");
    writer.commit(Seq(4)).expect("memory is never full");
    assert_eq!(found_by(&index, "hội is:withdrawn"), [2]);
    assert_eq!(found_by(&index, "hội -is:withdrawn"), [3, 1]);
    assert_eq!(found_by(&index, "place:cao-bang"), [2]);
    assert_eq!(index.documents(), 3);

    writer
        .apply(&entry(5, &article, 2, &latest))
        .expect("a document is taken in");
    writer.commit(Seq(5)).expect("memory is never full");
    assert_eq!(found_by(&index, "hội is:withdrawn"), [] as [i64; 0]);
    assert_eq!(found_by(&index, "hội"), [3, 2, 1]);
}

#[test]
fn entries_that_come_again_change_nothing() {
    let index = in_memory();
    let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
    let texts = texts(4);
    for round in 0..2 {
        for (number, text) in (1..).zip(&texts) {
            add(&mut writer, &article(number), text);
        }
        if round == 1 {
            writer.commit(Seq(4)).expect("memory is never full");
        }
    }
    add(&mut writer, &article(1), &texts[0]);
    writer.commit(Seq(4)).expect("memory is never full");
    assert_eq!((index.documents(), index.checkpoint()), (4, Seq(4)));
}

#[test]
fn what_was_not_committed_is_gone_and_comes_again_from_the_log() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let texts = texts(6);
    for (first, commit, checkpoint) in
        [(1, true, Seq::START), (4, false, Seq(3)), (4, true, Seq(3))]
    {
        let index = Index::open(folder.path(), EPOCH, Seq(6))
            .expect("it opens")
            .index;
        assert_eq!(index.checkpoint(), checkpoint);
        let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
        for number in first..first + 3 {
            add(&mut writer, &article(number), &texts[number as usize - 1]);
        }
        if commit {
            writer
                .commit(Seq(first + 2))
                .expect("there is room on the disk");
        }
    }
    let index = Index::open(folder.path(), EPOCH, Seq(6))
        .expect("it opens")
        .index;
    assert_eq!((index.documents(), index.checkpoint()), (6, Seq(6)));
}

#[test]
fn a_commit_never_says_less_than_was_taken_in() {
    let index = in_memory();
    let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
    for (number, text) in (1..).zip(&texts(4)) {
        add(&mut writer, &article(number), text);
    }
    writer.commit(Seq(2)).expect("memory is never full");
    assert_eq!(index.checkpoint(), Seq(4));
    writer
        .commit(Seq(9))
        .expect("the log may hold what the index does not need");
    assert_eq!((index.checkpoint(), index.documents()), (Seq(9), 4));
}

#[test]
fn a_cleared_index_is_filled_anew_to_the_same_state() {
    let index = filled(&texts(5));
    let before = index.article_revisions().expect("the index can be read");
    index.clear().expect("nobody else writes");
    assert_eq!((index.documents(), index.checkpoint()), (0, Seq::START));
    let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
    for (number, text) in (1..).zip(&texts(5)) {
        add(&mut writer, &article(number), text);
    }
    writer.commit(Seq(5)).expect("memory is never full");
    assert_eq!(
        index.article_revisions().expect("the index can be read"),
        before
    );
    assert!(
        matches!(index.clear(), Err(IndexError::Locked { .. })),
        "not while somebody writes"
    );
}

#[test]
fn several_threads_make_the_same_index() {
    let texts = texts(300);
    let one = filled(&texts);
    let two = in_memory();
    let mut writer = two
        .writer(WriterSettings {
            memory_bytes: 1,
            threads: 2,
        })
        .expect("nobody else writes");
    for (number, text) in (1..).zip(&texts) {
        add(&mut writer, &article(number), text);
    }
    writer.commit(Seq(300)).expect("memory is never full");
    let revisions = |index: &Index| index.article_revisions().expect("the index can be read");
    assert_eq!(revisions(&one), revisions(&two));
    // Every word of the query is as good in each: the newest comes first, whatever the segments.
    assert_eq!(found_by(&one, "bài"), found_by(&two, "bài"));
}

/// A folder in memory whose disk can be full.
#[derive(Clone)]
struct Disk {
    files: RamDirectory,
    full_for: Arc<AtomicU8>,
}

/// What fails on a full disk, one after the other.
const NOTHING: u8 = 0;
const NEW_FILES: u8 = 1;
const WRITES: u8 = 2;
const LISTS: u8 = 3;

impl Disk {
    fn is_full_for(&self, what: u8) -> io::Result<()> {
        if self.full_for.load(Ordering::SeqCst) == what {
            return Err(io::Error::from(ErrorKind::StorageFull));
        }
        Ok(())
    }
}

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Disk")
    }
}

impl Directory for Disk {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let failed = |error| OpenWriteError::wrap_io_error(error, path.to_owned());
        self.is_full_for(NEW_FILES).map_err(failed)?;
        let file = self.files.open_write(path)?;
        Ok(WritePtr::new(Box::new(File {
            file,
            disk: self.clone(),
        })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new("meta.json") {
            self.is_full_for(LISTS)?;
        }
        self.files.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.files.sync_directory()
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}

struct File {
    file: WritePtr,
    disk: Disk,
}

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.is_full_for(WRITES)?;
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TerminatingWrite for File {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_mut().terminate_ref(token)
    }
}

#[test]
fn a_full_disk_is_said_plainly_and_loses_nothing() {
    for full_for in [NEW_FILES, WRITES, LISTS] {
        let disk = Disk {
            files: RamDirectory::create(),
            full_for: Arc::default(),
        };
        let columns = Columns::new();
        let inner = tantivy::Index::create(
            disk.clone(),
            columns.schema.clone(),
            tantivy::IndexSettings::default(),
        )
        .expect("there is room");
        let index =
            Index::with(inner, columns, Path::new("small"), EPOCH, Seq::START).expect("it opens");
        let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
        add(&mut writer, &article(1), &text("Lễ hội", "", "Bài số 1"));
        writer.commit(Seq(1)).expect("there is room");

        disk.full_for.store(full_for, Ordering::SeqCst);
        for round in 0..2 {
            let mut result = Ok(());
            for number in 2..5000 {
                let article = article(number);
                let text = text("Lễ hội", "", "Bài số 2");
                result = writer.apply(&entry(number, &article, 1, &text));
                if result.is_err() {
                    break;
                }
            }
            let error = result
                .and_then(|()| writer.commit(Seq(4999)))
                .expect_err("the disk is full");
            assert!(
                matches!(&error, IndexError::DiskFull { dir } if dir == "small"),
                "{full_for}: {error:?}"
            );
            assert_eq!(
                (index.checkpoint(), index.documents()),
                (Seq(1), 1),
                "{full_for}, round {round}"
            );
            assert_eq!(found_by(&index, "hội"), [1]);
        }

        disk.full_for.store(NOTHING, Ordering::SeqCst);
        for number in 2..=4 {
            add(
                &mut writer,
                &article(number),
                &text("Lễ hội", "", "Bài số 2"),
            );
        }
        writer.commit(Seq(4)).expect("there is room again");
        assert_eq!(
            (index.checkpoint(), index.documents()),
            (Seq(4), 4),
            "{full_for}"
        );
        assert_eq!(found_by(&index, "hội"), [4, 3, 2, 1]);
    }
}
