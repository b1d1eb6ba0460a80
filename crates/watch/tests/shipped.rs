//! The shipped topics of `config/topics`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is missing, and says what it skips"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use langnghe_model::Topic;
use langnghe_places::Gazetteer;
use langnghe_watch::{Matcher, parse_topic};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn gazetteer() -> Gazetteer {
    let tsv = std::fs::read_to_string(root().join("config/places.tsv")).unwrap();
    Gazetteer::parse("config/places.tsv", &tsv).unwrap()
}

/// Every shipped topic with the text of its file.
fn topics() -> Vec<(String, Topic)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("config/topics"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            let topic = parse_topic(path.to_str().unwrap(), &text)
                .unwrap_or_else(|faults| panic!("{faults}"));
            (text, topic)
        })
        .collect()
}

#[test]
fn there_are_topics_for_the_whole_sector() {
    let topics = topics();
    assert!(topics.len() >= 15, "{}", topics.len());
    for (_, topic) in &topics {
        assert_eq!(topic.places, ["cao-bang".parse().unwrap()], "{}", topic.id);
        assert!(topic.why.chars().count() > 40, "{}", topic.id);
    }
    let compiled: Vec<Topic> = topics.into_iter().map(|(_, topic)| topic).collect();
    assert!(Matcher::compile(&compiled).is_ok());
}

#[test]
fn each_judged_topic_is_shipped_under_its_id() {
    let file = root().join("../shared/data/watch-judged/topics.tsv");
    let Ok(judged) = std::fs::read_to_string(file) else {
        println!("skipped: no shared data");
        return;
    };
    let shipped: BTreeSet<String> = topics()
        .iter()
        .map(|(_, topic)| topic.id.to_string())
        .collect();
    for line in judged.lines().skip(1) {
        let id = line.split('\t').next().unwrap();
        assert!(shipped.contains(id), "{id} is not shipped");
    }
}

/// Names written with two capitals or more that are of no place of the gazetteer and of no person: leagues,
/// clubs, bodies, events, countries and cities abroad.
const OTHER_NAMES: &[&str] = &[
    "Ai Cập",
    "Bắc Cực",
    "Bộ Văn",
    "Champions League",
    "Cục Nghệ",
    "Cục Thể",
    "Grand Slam",
    "Hy Lạp",
    "Hàn Quốc",
    "Hàng Đẫy",
    "Hồng Kông",
    "Hội An",
    "Hội Liên",
    "La Liga",
    "La Mã",
    "Lạch Tray",
    "Man City",
    "Man United",
    "Man Utd",
    "Mỹ Đình",
    "Na Uy",
    "New Zealand",
    "Nha Trang",
    "Nhật Bản",
    "Phòng Văn",
    "Phú Quốc",
    "Premier League",
    "Real Madrid",
    "Sa Pa",
    "Sri Lanka",
    "Super League",
    "Thái Lan",
    "Thụy Điển",
    "Triều Tiên",
    "Tân Hoa",
    "Tây Ban Nha",
    "Việt Nam",
    "World Cup",
    "Đài Loan",
    "Đông Nam",
    "Địa Trung Hải",
    "Ấn Độ",
];

/// Family names that nearly all Vietnamese persons bear.
const FAMILIES: &[&str] = &[
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
    "Hồ", "Ngô", "Dương", "Lý", "Nông", "Đàm", "Bế", "Triệu", "Lương", "Mã", "Lò", "Tô", "Đinh",
    "Đoàn", "Trịnh", "Mai", "Lục", "Hứa", "Chu", "Lã", "Đào", "Tạ", "Quách",
];

/// The runs of two words or more in a text that begin with capitals.
fn names_in(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    for piece in text.split(|c: char| !(c.is_alphanumeric() || c == ' ')) {
        for word in piece.split(' ') {
            let mut letters = word.chars();
            let capital = letters.next().is_some_and(char::is_uppercase);
            let small = letters.next().is_some_and(char::is_lowercase);
            if capital && small {
                run.push(word);
                continue;
            }
            if run.len() > 1 {
                names.push(run.join(" "));
            }
            run.clear();
        }
        if run.len() > 1 {
            names.push(run.join(" "));
        }
        run.clear();
    }
    names
}

#[test]
fn no_topic_watches_a_person() {
    assert_eq!(
        names_in("\"Ông Trần Văn Mẫu\" OR \"hát Then\" OR \"Bộ Văn hóa\""),
        ["Ông Trần Văn Mẫu", "Bộ Văn"]
    );
    let gazetteer = gazetteer();
    let known: BTreeSet<String> = gazetteer
        .places()
        .flat_map(langnghe_places::Place::names)
        .collect();
    let is_place = |name: &str| {
        known.contains(name)
            || known
                .iter()
                .any(|place| format!(" {place} ").contains(&format!(" {name} ")))
    };
    let mut unknown: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (text, topic) in topics() {
        for name in names_in(&text) {
            if !is_place(&name) && !OTHER_NAMES.contains(&name.as_str()) {
                unknown
                    .entry(name)
                    .or_default()
                    .insert(topic.id.to_string());
            }
        }
    }
    assert!(
        unknown.is_empty(),
        "names of no place of the gazetteer; a topic must not watch persons: {unknown:#?}"
    );
    for name in OTHER_NAMES {
        let family = name.split(' ').next().unwrap();
        assert!(
            !FAMILIES.contains(&family),
            "{name} looks like a person's name"
        );
    }
}
