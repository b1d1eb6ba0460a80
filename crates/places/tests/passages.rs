//! The table of passages: how many are read rightly.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is missing, and prints its rate"
)]

use std::path::Path;

use langnghe_model::{ArticleText, PlaceId};
use langnghe_places::{Certainty, Gazetteer};
use langnghe_query::Fields;

const PASSAGES: &str = include_str!("passages.tsv");

fn gazetteer() -> Gazetteer {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/places.tsv");
    let tsv = std::fs::read_to_string(path).unwrap();
    Gazetteer::parse("config/places.tsv", &tsv).unwrap_or_else(|faults| panic!("{faults}"))
}

/// What counts as Cao Bằng's in a passage, written as in the table; and every mention with its reason.
fn read(gazetteer: &Gazetteer, passage: &str, home: &str) -> (String, String) {
    let cao_bang: PlaceId = "cao-bang".parse().unwrap();
    let home: Option<PlaceId> = (home != "-").then(|| home.parse().unwrap());
    let text = ArticleText {
        body: passage.to_owned(),
        ..ArticleText::default()
    };
    let mentions = gazetteer.find(&Fields::of(&text), home.as_ref());
    let counted: Vec<&str> = mentions
        .iter()
        .filter(|m| m.certainty > Certainty::Doubtful && m.place.is_within(&cao_bang))
        .map(|m| match m.place.as_str().split_once('.') {
            Some((_, rest)) => rest,
            None => ".",
        })
        .collect();
    let told: Vec<String> = mentions
        .iter()
        .map(|m| format!("{} = {} {:?}: {}", m.text, m.place, m.certainty, m.why))
        .collect();
    let counted = if counted.is_empty() {
        "-".to_owned()
    } else {
        counted.join(" ")
    };
    (counted, told.join("; "))
}

#[test]
fn at_least_95_of_100_passages_are_read_rightly() {
    let gazetteer = gazetteer();
    let mut all = 0;
    let mut wrong = Vec::new();
    for line in PASSAGES.lines().filter(|line| !line.starts_with('#')) {
        let [home, expected, passage] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("three columns: {line}");
        };
        all += 1;
        let (found, told) = read(&gazetteer, passage, home);
        if found != expected {
            wrong.push(format!("{passage}: {found}, not {expected} ({told})"));
        }
    }
    let rate = 100.0 * f64::from(all - wrong.len() as u32) / f64::from(all);
    println!(
        "{rate:.1} % of {all} passages read rightly; wrong:\n{}",
        wrong.join("\n")
    );
    assert!(all >= 150, "{all} passages");
    assert!(rate >= 95.0, "{rate:.1} %:\n{}", wrong.join("\n"));
}
