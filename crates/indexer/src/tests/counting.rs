//! The counts that tell what bare words were meant to be: made by searches, never by the writer.

use std::{fs, path::Path};

use langnghe_model::Seq;

use super::{EPOCH, ONE_THREAD, add, article, filled, found_by, text};
use crate::{Index, readings::FILE};

/// Adds articles that hold one word each, and commits.
fn grow(index: &Index, ids: std::ops::RangeInclusive<i64>, word: &str) {
    let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
    let last = *ids.end();
    for id in ids {
        add(&mut writer, &article(id), &text("", "", word));
    }
    writer.commit(Seq(last)).expect("the disk is not full");
}

fn opened(dir: &Path) -> Index {
    Index::open(dir, EPOCH, Seq(1_000))
        .expect("the folder can be used")
        .index
}

#[test]
fn what_was_meant_comes_first_and_all_is_found() {
    let texts = [
        text("Lê hỏi long tong", "", ""),
        text("Lễ hội Lồng Tồng", "", ""),
        text("", "", "Lễ hội Lồng Tồng mở, lễ hội xuân, học hỏi"),
        text("", "", "đi lễ hội Lồng Tồng"),
    ];
    let index = filled(&texts);
    let found = found_by(&index, "le hoi long tong");
    assert_eq!((found[0], found.len()), (2, 4));
}

#[test]
fn only_a_search_that_needs_the_counts_makes_them() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = opened(folder.path());
    grow(&index, 1..=4, "lễ hội");
    assert_eq!(found_by(&index, "lễ hội").len(), 4);
    assert_eq!(found_by(&index, "lễ hộ*").len(), 4);
    assert!(!folder.path().join(FILE).exists());
    assert_eq!(found_by(&index, "le hoi").len(), 4);
    assert!(folder.path().join(FILE).exists());
}

#[test]
fn counts_are_made_anew_when_the_index_has_grown_by_half_or_lost_half() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join(FILE);
    let index = opened(folder.path());
    let changed = |known: &[u8]| {
        found_by(&index, "le");
        fs::read(&file).expect("a search left it") != known
    };
    grow(&index, 1..=4, "lễ");
    assert!(changed(&[]));
    let four = fs::read(&file).expect("a search left it");
    grow(&index, 5..=6, "lê");
    assert!(!changed(&four));
    grow(&index, 7..=7, "lê");
    assert!(changed(&four));
    let seven = fs::read(&file).expect("a search left it");
    index.clear().expect("nobody else writes");
    grow(&index, 1..=3, "lệ");
    // What was counted was cleared away.
    assert!(changed(&seven));
    // Another process that had the old counts finds the file's.
    let other = opened(folder.path());
    assert_eq!(found_by(&other, "le").len(), 3);
}

#[test]
fn a_search_does_without_counts_that_cannot_be_read_or_kept() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join(FILE);
    grow(&opened(folder.path()), 1..=3, "lễ hội");
    fs::write(&file, "damaged").expect("the file can be written");
    assert_eq!(found_by(&opened(folder.path()), "le hoi").len(), 3);
    assert_ne!(fs::read(&file).expect("a search left it"), b"damaged");
    // A folder in its place can be neither read nor replaced.
    fs::remove_file(&file).expect("the file is there");
    fs::create_dir_all(file.join("inner")).expect("a folder can be made");
    let index = opened(folder.path());
    for _ in 0..2 {
        assert_eq!(found_by(&index, "le hoi").len(), 3);
    }
    let left = fs::read_dir(folder.path()).expect("the folder can be read");
    let unfinished = left.filter_map(Result::ok).filter(|entry| {
        let name = entry.file_name();
        name.to_string_lossy().starts_with(".tmp")
    });
    assert_eq!(unfinished.count(), 0);
}
