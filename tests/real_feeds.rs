//! Recorded real feeds, served on this machine, are collected and can be searched.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is missing, and says what it skips"
)]

mod common;

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use common::{configuration, json_lines, shared};

/// Feeds that are taken, at most.
const FEEDS: usize = 60;

#[test]
fn recorded_feeds_are_collected_and_can_be_searched() {
    let Some(fixtures) = shared("feed-fixtures/fixtures.tar.zst") else {
        return;
    };
    let home = tempfile::tempdir().unwrap();
    let unpacked = home.path().join("fixtures");
    std::fs::create_dir_all(&unpacked).unwrap();
    let done = Command::new("tar")
        .arg("--zstd")
        .arg("-xf")
        .arg(&fixtures)
        .arg("-C")
        .arg(&unpacked)
        .status();
    if !done.is_ok_and(|status| status.success()) {
        println!("skipped: tar and zstd are needed to unpack the shared data");
        return;
    }
    let feeds = real_feeds(&unpacked);
    assert!(feeds.len() >= 20, "only {} feeds of real size", feeds.len());

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let bodies: Arc<Vec<Vec<u8>>> = Arc::new(
        feeds
            .iter()
            .map(|path| std::fs::read(path).unwrap())
            .collect(),
    );
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind("127.0.13.1:0"))
        .unwrap();
    let port = listener.local_addr().unwrap().port();
    let routes = axum::Router::new().route(
        "/feed/{number}",
        axum::routing::get(
            move |axum::extract::Path(number): axum::extract::Path<usize>| {
                let body = bodies.get(number).cloned().unwrap_or_default();
                async move { ([("content-type", "application/xml")], body) }
            },
        ),
    );
    runtime.spawn(async move { axum::serve(listener, routes).await });

    // The feeds' own text is enough: the pages they name lie far away.
    let sources: String = (0..feeds.len())
        .map(|number| {
            format!(
                "[[source]]\nid = \"nguon-{number}\"\nname = \"Nguồn {number}\"\nhomepage = \"http://127.0.13.1:{port}/\"\nkind = \"newspaper\"\nregion = \"vn\"\narticles = \"feed\"\n[[source.channel]]\nurl = \"http://127.0.13.1:{port}/feed/{number}\"\nkind = \"feed\"\n"
            )
        })
        .collect();
    let config = configuration(home.path(), &sources);
    let summary = json_lines(&config, &["fetch"]).remove(0);
    println!("{} real feeds: {summary}", feeds.len());
    assert!(summary["articles"].as_u64().unwrap() >= 100, "{summary}");
    let documents = json_lines(&config, &["replay", "index"]).remove(0)["documents"].as_u64();
    assert_eq!(documents, summary["articles"].as_u64());
    assert!(!json_lines(&config, &["search", "the OR a OR news OR release"]).is_empty());
}

/// The largest files that look like feeds: the small ones are single-feature cases of parsers' own tests.
fn real_feeds(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|ending| ending == "xml" || ending == "rss" || ending == "atom")
            {
                found.push((entry.metadata().unwrap().len(), path));
            }
        }
    }
    found.sort();
    found
        .into_iter()
        .rev()
        .take(FEEDS)
        .map(|(_, path)| path)
        .collect()
}
