//! What docs/query-language.md promises: every row of its tables is tried.

use std::collections::BTreeSet;

use langnghe_query::{Fields, Query, Synonyms, Use, parse};

use super::{filled, text};
use crate::SearchRequest;

const DOCUMENT: &str = include_str!("../../../../docs/query-language.md");
const SYNONYMS: &str = include_str!("../../../../config/synonyms.toml");

/// The rows of the table under this head line, cell by cell.
fn rows(head: &str) -> Vec<Vec<String>> {
    let (_, after) = DOCUMENT
        .split_once(&format!("{head}\n"))
        .expect("the table stands in the document");
    let rows: Vec<Vec<String>> = after
        .lines()
        .skip(1)
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            // A bar in a cell is written with a stroke before it.
            let line = line.replace("\\|", "\u{0}");
            let cells = line.trim_matches('|').split('|');
            cells
                .map(|cell| cell.trim().replace('\u{0}', "|"))
                .collect()
        })
        .collect();
    assert!(!rows.is_empty(), "{head}");
    rows
}

/// What stands between back quotes in a cell.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

fn synonyms() -> Synonyms {
    let table: toml::Table = SYNONYMS.parse().expect("the shipped file is well formed");
    let lists = table["same"].as_array().expect("a list of lists");
    let words = |list: &toml::Value| -> Vec<String> {
        let words = list["words"].as_array().expect("a list of words");
        let words = words.iter().filter_map(|word| word.as_str());
        words.map(str::to_owned).collect()
    };
    Synonyms::new(&lists.iter().map(words).collect::<Vec<_>>())
}

#[track_caller]
fn read(query: &str) -> Query {
    match parse(query, Use::Search) {
        Ok(read) => read,
        Err(error) => panic!("{query}: {error}"),
    }
}

#[test]
fn every_example_finds_and_leaves_out_what_it_says() {
    let synonyms = synonyms();
    for row in rows("| query | finds | does not find |") {
        let [query, finds, leaves] = row.as_slice() else {
            panic!("a row has three cells: {row:?}");
        };
        let mut read = read(quoted(query)[0]);
        synonyms.expand(&mut read);
        let bodies = [finds, leaves].map(|body| text("", "", &body.replace('¶', "\n")));
        let in_memory = bodies
            .each_ref()
            .map(|body| read.matches(&Fields::of(body)).is_some());
        assert_eq!(in_memory, [true, false], "{query} in memory");
        let index = filled(&bodies);
        let answer = index
            .search(&SearchRequest::new(read))
            .expect("the index can be searched");
        assert_eq!(super::found(&answer), [1], "{query} in an index");
    }
}

#[test]
fn all_that_the_grammar_and_the_filters_write_can_be_read() {
    for row in rows("| written | finds articles with |") {
        for written in quoted(&row[0]).into_iter().filter(|it| !it.contains('…')) {
            // An exclusion needs something beside it.
            read(&format!("hội {written}"));
        }
    }
    for row in rows("| filter | keeps articles |") {
        for filter in quoted(&row[0]) {
            read(filter);
            read(&format!("hội -{filter}"));
        }
    }
    let (_, near) = DOCUMENT
        .split_once("```text\n")
        .expect("the section on NEAR has examples");
    let near = near.lines().take_while(|line| !line.starts_with("```"));
    for line in near {
        read(line.split("    ").next().unwrap_or_default());
    }
}

#[test]
fn every_error_has_its_code_and_an_example_that_brings_it_about() {
    for row in rows("| code | what is wrong | for example |") {
        let codes = quoted(&row[0]);
        let examples = quoted(&row[2]);
        let told: BTreeSet<&str> = examples
            .iter()
            .map(|example| {
                let usage = if codes == ["query.filter-in-topic"] {
                    Use::Topic
                } else {
                    Use::Search
                };
                let error = parse(example, usage).expect_err(example);
                error.code()
            })
            .collect();
        if !examples.is_empty() {
            assert_eq!(told, codes.iter().copied().collect(), "{row:?}");
        }
    }
}
