//! Recognising an index that cannot be used.

use std::{fs, path::Path};

use langnghe_model::Seq;
use langnghe_query::{Use, parse};
use tantivy::{TantivyDocument, schema::Schema};

use super::{EPOCH, ONE_THREAD, add, article, found_by, text};
use crate::{
    Index, IndexError, OpenState, SearchRequest, Why, index::Payload, readings, schema::VERSION,
};

const LAST: Seq = Seq(40);

/// Makes an index of two segments and four articles that stands at entry 4.
fn fill(dir: &Path) {
    let index = Index::open(dir, EPOCH, LAST)
        .expect("an empty folder opens")
        .index;
    let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
    for number in 1..=4 {
        add(
            &mut writer,
            &article(number),
            &text("Lễ hội", "", &format!("Bài số {number}")),
        );
        if number % 2 == 0 {
            writer
                .commit(Seq(number))
                .expect("there is room on the disk");
        }
    }
    // The counts are made by a search.
    found_by(&index, "le hoi");
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .expect("the folder can be read")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| !has_extension(name, "lock"))
        .collect();
    names.sort_unstable();
    names
}

/// Opens an index that must be thrown away, and returns why. It is empty afterwards, and can be filled.
#[track_caller]
fn rebuilt(dir: &Path, epoch: &str, last: Seq) -> Why {
    let before = names(dir);
    assert!(
        Index::open_to_read(dir, epoch, last)
            .expect("looking is no error")
            .is_none()
    );
    let (checkpoint, seen) = Index::inspect(dir, epoch, last).expect("looking is no error");
    assert_eq!(checkpoint, Seq::START);
    assert_eq!(names(dir), before, "looking changes nothing");
    let opened = Index::open(dir, epoch, last).expect("an unusable index is emptied");
    assert_eq!(opened.state, seen);
    assert_eq!(
        (opened.index.checkpoint(), opened.index.documents()),
        (Seq::START, 0)
    );
    let mut writer = opened.index.writer(ONE_THREAD).expect("nobody else writes");
    add(&mut writer, &article(1), &text("Lễ hội", "", ""));
    writer.commit(Seq(1)).expect("there is room on the disk");
    assert_eq!(opened.index.documents(), 1);
    match opened.state {
        OpenState::Rebuild { why } => why,
        other => panic!("{other:?}"),
    }
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|found| found == extension)
}

#[test]
fn an_index_opens_again_at_its_checkpoint() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let dir = folder.path().join("made/when/missing");
    assert_eq!(
        Index::inspect(&dir, EPOCH, LAST).expect("nothing is no error"),
        (Seq::START, OpenState::Fresh)
    );
    assert!(
        Index::open_to_read(&dir, EPOCH, LAST)
            .expect("nothing is no error")
            .is_none()
    );
    assert!(!dir.exists(), "looking makes no folder");

    let opened = Index::open(&dir, EPOCH, LAST).expect("a missing folder is made");
    assert_eq!(opened.state, OpenState::Fresh);
    drop(opened);
    let opened = Index::open(&dir, EPOCH, LAST).expect("an index without a commit opens");
    assert_eq!(
        (opened.state, opened.index.checkpoint()),
        (OpenState::Current, Seq::START)
    );
    drop(opened.index);

    fill(&dir);
    let opened = Index::open(&dir, EPOCH, Seq(4)).expect("a filled index opens");
    assert_eq!(
        (opened.state, opened.index.checkpoint()),
        (OpenState::Current, Seq(4))
    );
    assert_eq!(opened.index.documents(), 4);
    let read = Index::open_to_read(&dir, EPOCH, LAST)
        .expect("it opens")
        .expect("it can be used");
    assert_eq!((read.checkpoint(), read.documents()), (Seq(4), 4));
}

#[test]
fn an_index_of_another_log_is_built_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fill(folder.path());
    assert_eq!(rebuilt(folder.path(), "another log", LAST), Why::OtherLog);
}

#[test]
fn an_index_ahead_of_the_log_is_built_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fill(folder.path());
    let why = rebuilt(folder.path(), EPOCH, Seq(3));
    assert_eq!(
        why,
        Why::AheadOfLog {
            checkpoint: Seq(4),
            last: Seq(3)
        }
    );
    assert_eq!(
        why.to_string(),
        "it is at log entry 4, but the log ends at 3"
    );
}

#[test]
fn an_index_of_another_version_or_schema_is_built_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fill(folder.path());
    let inner = tantivy::Index::open_in_dir(folder.path()).expect("it is a tantivy index");
    let mut writer: tantivy::IndexWriter<TantivyDocument> =
        inner.writer(15_000_000).expect("nobody else writes");
    let mut commit = writer
        .prepare_commit()
        .expect("nothing to commit is no error");
    let newer = Payload {
        version: VERSION + 1,
        epoch: EPOCH.into(),
        seq: 4,
    };
    commit.set_payload(&serde_json::to_string(&newer).expect("it serialises"));
    commit.commit().expect("there is room on the disk");
    drop(writer);
    assert_eq!(rebuilt(folder.path(), EPOCH, LAST), Why::OtherVersion);

    let other = tempfile::tempdir().expect("a temporary folder");
    tantivy::Index::create_in_dir(other.path(), Schema::builder().build())
        .expect("an index of no fields");
    assert_eq!(rebuilt(other.path(), EPOCH, LAST), Why::OtherVersion);
}

#[test]
fn an_index_with_garbage_for_its_lists_is_built_again() {
    for (file, garbage) in [
        ("meta.json", "no JSON at all"),
        ("meta.json", "{}"),
        ("meta.json", ""),
        (".managed.json", "no JSON at all"),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fill(folder.path());
        fs::write(folder.path().join(file), garbage).expect("the file can be written");
        let why = rebuilt(folder.path(), EPOCH, LAST);
        assert!(matches!(why, Why::Damaged(_)), "{file}: {why:?}");
        assert!(why.to_string().starts_with("it cannot be read: "), "{why}");
    }
}

#[test]
fn an_index_that_lacks_a_file_is_built_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fill(folder.path());
    let segments: Vec<String> = names(folder.path())
        .into_iter()
        // The counts of syllables may be lost: they are made anew.
        .filter(|name| !name.contains("json") && name != readings::FILE)
        .collect();
    assert!(segments.len() > 5, "{segments:?}");
    for lost in segments {
        let copy = tempfile::tempdir().expect("a temporary folder");
        for name in names(folder.path()) {
            if name != lost {
                fs::copy(folder.path().join(&name), copy.path().join(&name))
                    .expect("a file is copied");
            }
        }
        println!("without {lost}");
        let why = rebuilt(copy.path(), EPOCH, LAST);
        assert!(matches!(why, Why::Damaged(_)), "{why:?}");
    }
}

#[test]
fn no_damage_makes_opening_panic() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fill(folder.path());
    let damages: [fn(&mut Vec<u8>); 6] = [
        Vec::clear,
        |bytes| bytes.truncate(bytes.len() / 2),
        |bytes| bytes.truncate(bytes.len().saturating_sub(1)),
        |bytes| bytes.fill(0),
        |bytes| bytes.iter_mut().for_each(|byte| *byte = !*byte),
        |bytes| bytes.extend_from_slice(b"more than there was"),
    ];
    for name in names(folder.path()) {
        let file = folder.path().join(&name);
        let whole = fs::read(&file).expect("the file can be read");
        for (number, damage) in damages.iter().enumerate() {
            let mut bytes = whole.clone();
            damage(&mut bytes);
            fs::write(&file, &bytes).expect("the file can be written");
            let (_, state) =
                Index::inspect(folder.path(), EPOCH, LAST).expect("damage is no error");
            // Without the line end at its end a list still says the same.
            let harmless = name == readings::FILE || (number == 2 && has_extension(&name, "json"));
            assert_eq!(
                state == OpenState::Current,
                harmless,
                "{name}, damage {number}: {state:?}"
            );
        }
        fs::write(&file, &whole).expect("the file can be written");
    }
    assert_eq!(
        Index::inspect(folder.path(), EPOCH, LAST)
            .expect("it is whole again")
            .1,
        OpenState::Current
    );
}

#[test]
fn a_folder_with_other_files_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("README.md"), "a note").expect("the file can be written");
    fs::write(folder.path().join("letter.docx"), "precious").expect("the file can be written");
    let error = Index::open(folder.path(), EPOCH, LAST)
        .err()
        .expect("it is refused");
    assert!(
        matches!(&error, IndexError::ForeignFiles { file, .. } if file == "letter.docx"),
        "{error}"
    );
    assert!(
        error
            .to_string()
            .contains("name an empty folder as storage.index"),
        "{error}"
    );
    assert_eq!(names(folder.path()), ["README.md", "letter.docx"]);

    fs::remove_file(folder.path().join("letter.docx")).expect("the file can be removed");
    fill(folder.path());
    assert_eq!(rebuilt(folder.path(), "another log", LAST), Why::OtherLog);
    assert!(folder.path().join("README.md").exists(), "the note stays");
}

#[test]
fn a_file_in_place_of_the_folder_is_a_plain_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("index");
    fs::write(&file, "").expect("the file can be written");
    let error = Index::open(&file, EPOCH, LAST)
        .err()
        .expect("it is refused");
    assert!(matches!(&error, IndexError::Folder { .. }), "{error}");
}

#[test]
fn what_somebody_writes_is_neither_written_nor_emptied_by_another() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fill(folder.path());
    let index = Index::open(folder.path(), EPOCH, LAST)
        .expect("it opens")
        .index;
    let writer = index.writer(ONE_THREAD).expect("nobody else writes");
    let before = names(folder.path());

    let other = Index::open(folder.path(), EPOCH, LAST)
        .expect("reading goes on")
        .index;
    let error = other
        .writer(ONE_THREAD)
        .err()
        .expect("there is one writer at a time");
    assert!(matches!(&error, IndexError::Locked { .. }), "{error}");
    assert!(error.to_string().ends_with("stop it first"), "{error}");
    let error = Index::open(folder.path(), "another log", LAST)
        .err()
        .expect("it is in use");
    assert!(matches!(&error, IndexError::Locked { .. }), "{error}");
    assert_eq!(names(folder.path()), before);

    drop(writer);
    assert_eq!(rebuilt(folder.path(), "another log", LAST), Why::OtherLog);
}

#[test]
fn a_changed_bit_is_seen_by_inspection_and_makes_nothing_panic() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fill(folder.path());
    for name in names(folder.path())
        .into_iter()
        .filter(|name| !has_extension(name, "json"))
    {
        let file = folder.path().join(&name);
        let whole = fs::read(&file).expect("the file can be read");
        for step in 0..7 {
            let mut bytes = whole.clone();
            let at = step * whole.len() / 7;
            bytes[at] ^= 1 << step;
            fs::write(&file, &bytes).expect("the file can be written");
            match Index::inspect(folder.path(), EPOCH, LAST) {
                Ok((_, OpenState::Rebuild { .. })) | Err(IndexError::Damaged { .. }) => {}
                // What follows a file's content is no content, and has a part that nothing depends on.
                Ok((_, OpenState::Current)) => {
                    // The counts of syllables may be lost: they are made anew.
                    let unneeded = name == readings::FILE || whole.len() - at < 150;
                    assert!(unneeded, "{name}, byte {at}");
                }
                other => panic!("{name}, byte {at}: {other:?}"),
            }
            let read = Index::open_to_read(folder.path(), EPOCH, LAST).expect("damage is no error");
            for query in ["\"lễ hội\"", "bai", "le NEAR/s bai", "hộ*"] {
                let query = parse(query, Use::Search).expect("well formed");
                // Right, wrong or an error that says so: but an answer.
                let answer = read
                    .as_ref()
                    .map(|index| index.search(&SearchRequest::new(query)));
                if let Some(Err(error)) = answer {
                    assert!(
                        !matches!(error, IndexError::DiskFull { .. }),
                        "{name}, byte {at}"
                    );
                }
            }
        }
        fs::write(&file, &whole).expect("the file can be written");
    }
}
