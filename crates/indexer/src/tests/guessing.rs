//! Words that stand nowhere, and what was meant.

use super::{filled, text};

#[test]
fn the_nearest_and_of_equally_near_the_most_frequent_word_is_told_with_its_marks() {
    let index = filled(&[
        text("Lễ hội Lồng Tồng", "", "khách du lịch"),
        text("", "", "lễ hội, khách, thượng nguồn"),
        text("", "", "kháng sinh, khách"),
    ]);
    for (words, expected) in [
        ("lohng", Some("lồng")),
        ("khacg", Some("khách")),
        ("lihc", Some("lịch")),
        ("licj", Some("lịch")),
        ("thuognggg", None),
        ("thuogn", Some("thượng")),
        // It is there, with other marks.
        ("khạch", None),
        ("le zz", None),
        ("\"du lihc\" OR hội", Some("\"du lịch\" OR hội")),
    ] {
        let other = index.other_words(words).expect("the index can be read");
        assert_eq!(other.as_deref(), expected, "{words}");
    }
}
