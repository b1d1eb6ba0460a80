//! A whole invented month.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is missing, and says what it skips"
)]

mod common;

use std::collections::BTreeSet;

use common::{demo, json_lines, port, state, succeed};
use langnghe_newsroom::{Press, PressSettings};

#[test]
fn the_demo_flags_what_was_planted_and_nothing_that_only_looks_like_it() {
    let home = tempfile::tempdir().unwrap();
    let report = demo(home.path());
    let config = home.path().join("config");
    let press = Press::new(PressSettings::default());
    let port = port(home.path());

    let flags: BTreeSet<(String, String)> = json_lines(&config, &["flags", "list", "--limit", "0"])
        .iter()
        .map(|flag| {
            (
                flag["url"].as_str().unwrap().to_owned(),
                flag["topic"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    let mut missed = Vec::new();
    let mut wrong = Vec::new();
    for article in press.truth().iter().filter(|article| !article.forbidden) {
        let url = press.url(article, port);
        for topic in &article.flags {
            if !flags.contains(&(url.clone(), (*topic).to_owned())) {
                missed.push(format!("{topic}: {} ({url})", article.text.title));
            }
        }
        for topic in &article.lookalike_of {
            if flags.contains(&(url.clone(), (*topic).to_owned())) {
                wrong.push(format!("{topic}: {} ({url})", article.text.title));
            }
        }
    }
    assert!(
        missed.is_empty(),
        "planted and not flagged:\n{}",
        missed.join("\n")
    );
    assert!(
        wrong.is_empty(),
        "looks like it and flagged:\n{}",
        wrong.join("\n")
    );

    let readable = press
        .truth()
        .iter()
        .filter(|article| !article.forbidden)
        .count() as u64;
    assert_eq!(
        report["articles"], readable,
        "every article but the forbidden one was read"
    );
    assert_eq!(report["documents"], readable);
    assert_eq!(report["withdrawn"], 1);
    // A correction made before the article was first read is no revision: nobody saw the text before it.
    let rounds = press.rounds();
    let seen_before = |article: &langnghe_newsroom::TrueArticle, correction: jiff::Timestamp| {
        rounds
            .iter()
            .any(|round| (article.published..correction).contains(round))
    };
    let corrected = press
        .truth()
        .iter()
        .flat_map(|article| {
            let corrections = article.corrections.iter();
            corrections.filter(|(at, _)| seen_before(article, *at))
        })
        .count() as u64;
    assert!(
        corrected > 0,
        "some corrections come after the first reading"
    );
    assert_eq!(report["revisions"].as_u64(), Some(readable + corrected));
}

#[test]
fn a_second_run_changes_nothing_and_replays_give_the_same_state() {
    let home = tempfile::tempdir().unwrap();
    let first = demo(home.path());
    let config = home.path().join("config");
    let before = state(home.path());
    assert_eq!(demo(home.path()), first);
    assert_eq!(
        state(home.path()),
        before,
        "a second run on the same folder"
    );

    succeed(&config, &["replay", "index"]);
    assert_eq!(state(home.path()), before, "after replay index");
    let flag = json_lines(&config, &["flags", "list", "--limit", "1"]).remove(0);
    let id = flag["id"].to_string();
    succeed(&config, &["flags", "verdict", &id, "irrelevant"]);
    succeed(&config, &["replay", "flags"]);
    assert_eq!(state(home.path()), before, "after replay flags");
    let again = json_lines(&config, &["flags", "list", "--status", "irrelevant"]);
    assert_eq!(again.len(), 1);
    assert_eq!(
        again[0]["id"], flag["id"],
        "verdicts and ids outlive a replay"
    );

    // What was read can be searched, with and without marks, and opened through the demo's configuration.
    let hits = json_lines(&config, &["search", "thac ban gioc"]);
    assert!(!hits.is_empty());
    assert!(
        hits[0]["snippet"].as_str().unwrap().contains('['),
        "{}",
        hits[0]
    );
    // Papers write their sections in several places and spellings, and some not at all.
    let counted = json_lines(&config, &["search", "cao bang", "--facets"]).remove(0);
    let sections: BTreeSet<&str> = counted["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| section["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        sections,
        BTreeSet::from(["Du lịch", "Thể thao", "Văn hóa", "Xã hội"])
    );
    every_planted_copy_stands_under_its_original(&config, &Press::new(PressSettings::default()));
    let digest = succeed(&config, &["digest", "--date", "2026-10-15"]);
    assert!(digest.starts_with("# ĐIỂM BÁO NGÀY 15/10/2026"), "{digest}");
    assert_eq!(
        digest,
        succeed(&config, &["digest", "--date", "2026-10-15"]),
        "a digest is said again as it was"
    );

    // Personal numbers are masked before anything is kept.
    for file in ["data/langnghe.db", "data/langnghe.db-wal"] {
        let bytes = std::fs::read(home.path().join(file)).unwrap_or_default();
        assert!(
            !bytes.windows(12).any(|window| window == b"0912 345 678"),
            "{file}"
        );
    }
}

#[test]
fn the_press_is_asked_politely_and_robots_files_are_obeyed() {
    use langnghe_pipeline::{
        App, Clock,
        collect::Which,
        progress::{Quiet, Stop},
        work,
    };

    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let press = Press::new(PressSettings::default());
        let last = *press.rounds().last().unwrap();
        let running = press.start(0).await.unwrap();
        let home = tempfile::tempdir().unwrap();
        let config = common::configuration(home.path(), &running.sources_toml());
        running.set_time(last);
        let app = App::open(&config, std::iter::empty(), Clock::told(last))
            .await
            .unwrap();
        for _ in 0..2 {
            work::fetch(&app, &Which::All, &Quiet, &Stop::default())
                .await
                .unwrap();
        }
        let seen = running.seen();
        assert!(
            seen.iter()
                .all(|request| !request.path.starts_with("/noi-bo/")),
            "a forbidden page was asked for"
        );
        assert!(
            seen.iter()
                .all(|request| request.user_agent.starts_with("LangNghe/")
                    && request.user_agent.contains("test@localhost"))
        );
        for paper in running.press().papers() {
            let robots = seen
                .iter()
                .filter(|request| request.paper == paper.id && request.path == "/robots.txt")
                .count();
            assert!(
                robots <= 2,
                "{}: robots.txt was asked for {robots} times by two runs",
                paper.id
            );
            let channel: Vec<_> = seen
                .iter()
                .filter(|request| request.paper == paper.id && request.path == paper.channel())
                .collect();
            assert!(
                channel[1..]
                    .iter()
                    .all(|request| request.conditional && request.status == 304),
                "{}",
                paper.id
            );
        }
        running.stop().await;
    });
}

fn every_planted_copy_stands_under_its_original(config: &std::path::Path, press: &Press) {
    let path = |hit: &serde_json::Value| -> String {
        let url = hit["url"].as_str().unwrap();
        let rest = url.split_once("://").unwrap().1;
        rest[rest.find('/').unwrap()..].to_owned()
    };
    let truth = press.truth();
    let mut copies = 0;
    for article in truth
        .iter()
        .filter(|article| !article.forbidden && article.withdrawn.is_none())
    {
        let Some(original) = article.copy_of.map(|of| &truth[of]) else {
            continue;
        };
        if original.forbidden || original.withdrawn.is_some() || !original.corrections.is_empty() {
            continue;
        }
        copies += 1;
        // The headline's words stand in both.
        let query = format!("\"{}\"", original.text.title.replace(['"', '“', '”'], " "));
        let hits = json_lines(config, &["search", &query, "--limit", "100"]);
        let hit = hits.iter().find(|hit| path(hit) == original.path);
        let under = hit.is_some_and(|hit| {
            let copies = hit["copies"].as_array().unwrap();
            copies.iter().any(|copy| path(copy) == article.path)
        });
        assert!(under, "{} under {}: {hits:#?}", article.path, original.path);
    }
    assert!(copies > 5, "{copies} copies");
}
