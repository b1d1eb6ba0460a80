//! Finding, trying, adding and listing sources, through the program.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is missing, and says what it skips"
)]

mod common;
#[path = "faults/site.rs"]
#[allow(dead_code, reason = "these tests use a part of it")]
mod site;

use std::path::Path;

use common::{configuration, json_lines, run, stderr, stdout, succeed};
use site::{FEED, Site, reply, source};

/// A paper whose front page declares one feed and links to a page of feeds, as Vietnamese papers have it.
fn paper() -> Site {
    Site::start(|asked, stream| {
        let page = |body: &str| format!("<html><head><title>Báo Bản Làng</title>{body}</html>");
        let (kind, body) = match asked.path.as_str() {
            "/" => (
                "text/html; charset=utf-8",
                page(
                    "<link rel='alternate' type='application/rss+xml' title='Trang chủ' href='/rss/home.rss'></head>\
                     <body><a href='/rss'>RSS</a><a href='/tin/1.html'>Một tin</a></body>",
                ),
            ),
            "/rss" => (
                "text/html; charset=utf-8",
                page(
                    "</head><body><a href='/rss/home.rss'>Trang chủ</a><a href='/rss/le-hoi.rss'>Lễ hội</a><a href='/rss/hong.rss'>Hỏng</a></body>",
                ),
            ),
            "/rss/home.rss" => ("application/rss+xml", FEED.to_owned()),
            "/rss/le-hoi.rss" => (
                "application/rss+xml",
                FEED.replace("Báo thử", "Lễ hội").replace("tin/2", "tin/3"),
            ),
            _ => return reply(stream, "404 Not Found", &[], b""),
        };
        reply(stream, "200 OK", &[("Content-Type", kind)], body.as_bytes())
    })
}

fn sources_toml(config: &Path) -> String {
    std::fs::read_to_string(config.join("sources.toml")).unwrap()
}

#[test]
fn a_sites_feeds_are_found_shown_and_added_only_when_asked_for() {
    let site = paper();
    let home = tempfile::tempdir().unwrap();
    let before = format!(
        "# lời dặn của người phụ trách\n{}",
        source("http://127.0.99.9/rss")
    );
    let config = configuration(home.path(), &before);
    let found = &json_lines(&config, &["sources", "discover", &site.url("/")])[0];
    let feeds: Vec<(&str, &str)> = found["found"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| {
            (
                found["channel"]
                    .as_str()
                    .unwrap()
                    .rsplit('/')
                    .next()
                    .unwrap(),
                found["title"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(feeds, [("home.rss", "Báo thử"), ("le-hoi.rss", "Lễ hội")]);
    assert_eq!(found["unreadable"].as_array().unwrap().len(), 1, "{found}");
    let said = succeed(&config, &["sources", "discover", &site.url("/")]);
    assert!(
        said.contains("Mở hội trên bản Nà Mạ") && said.contains("nothing was added"),
        "{said}"
    );
    assert_eq!(sources_toml(&config), before);

    let add = [
        "sources",
        "add",
        &site.url("/rss/home.rss"),
        "--id",
        "bao-ban-lang",
        "--name",
        "Báo Bản Làng",
        "--region",
        "cao-bang",
    ];
    let mut dry = add.to_vec();
    dry.push("--dry-run");
    let said = succeed(&config, &dry);
    assert!(
        said.ends_with("1 sources and 1 channels would be added\n"),
        "{said}"
    );
    assert_eq!(sources_toml(&config), before);
    succeed(&config, &add);
    assert!(sources_toml(&config).starts_with(&before));
    // A second feed of the same site goes to the same source; one that is there is left out.
    let said = succeed(
        &config,
        &[
            "sources",
            "add",
            &site.url("/rss/le-hoi.rss"),
            &site.url("/rss/home.rss"),
            "--json",
        ],
    );
    let done: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(done["channels"][0][0], "bao-ban-lang");
    assert_eq!(done["left_out"].as_array().unwrap().len(), 1);

    let lines = json_lines(&config, &["sources", "list"]);
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[1]["health"], "not-asked");
    assert_eq!(lines[1]["verified"], false);
    succeed(&config, &["fetch", "bao-ban-lang"]);
    let lines = json_lines(&config, &["sources", "list"]);
    assert_eq!(
        (&lines[1]["health"], &lines[1]["verified"]),
        (&"good".into(), &true.into())
    );
}

#[test]
fn what_cannot_be_read_is_not_added_and_the_reason_is_said() {
    let site = paper();
    let home = tempfile::tempdir().unwrap();
    let before = source("http://127.0.99.9/rss");
    let config = configuration(home.path(), &before);
    let output = run(&config, &["sources", "add", &site.url("/nichts")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("cannot be read, so it is not added"),
        "{}",
        stdout(&output)
    );
    let output = run(
        &config,
        &[
            "sources",
            "add",
            &site.url("/rss/home.rss"),
            "--region",
            "atlantis",
        ],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("there is no place \"atlantis\""),
        "{}",
        stderr(&output)
    );
    let output = run(
        &config,
        &["sources", "add", &site.url("/rss/home.rss"), "--id", "Báo"],
    );
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert_eq!(sources_toml(&config), before);

    let empty = Site::replying(
        "200 OK",
        &[("Content-Type", "text/html")],
        "<title>x</title><p>y</p>",
    );
    let output = run(&config, &["sources", "discover", &empty.url("/")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("no feed and no sitemap was found"),
        "{}",
        stdout(&output)
    );
    let output = run(&config, &["sources", "discover", "http://127.0.99.9:9/"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("127.0.99.9"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_check_shows_everything_and_keeps_nothing() {
    let site = paper();
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), &source(&site.url("/rss/home.rss")));
    let said = succeed(&config, &["sources", "check", "--headers"]);
    for word in [
        "can be read: 2 entries",
        "status 200, application/rss+xml",
        "from 127.0.20.1:",
        "content-type: application/rss+xml",
        "waited ",
        "Mở hội trên bản Nà Mạ",
        "1 channels, 0 could not be read",
    ] {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert_eq!(
        json_lines(&config, &["sources", "list"])[0]["health"],
        "not-asked"
    );
    let output = run(&config, &["sources", "check", &site.url("/hong")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("cannot be read: "),
        "{}",
        stdout(&output)
    );
}

#[test]
fn sources_go_out_as_opml_and_come_back_as_they_were() {
    let home = tempfile::tempdir().unwrap();
    let shipped = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/sources.toml"),
    )
    .unwrap();
    let config = configuration(home.path(), &shipped);
    let opml = succeed(&config, &["sources", "export"]);
    let file = home.path().join("nguon.opml");
    std::fs::write(&file, &opml).unwrap();

    let other = tempfile::tempdir().unwrap();
    let empty = configuration(other.path(), &source("http://127.0.99.9/rss"));
    let file = file.to_str().unwrap();
    let dry = json_lines(&empty, &["sources", "import", file, "--dry-run"]).remove(0);
    let done = json_lines(&empty, &["sources", "import", file]).remove(0);
    assert_eq!(dry, done);
    let lines = |config: &Path| -> Vec<String> {
        json_lines(config, &["sources", "list"])
            .iter()
            .map(|line| format!("{} {} {}", line["source"], line["kind"], line["channel"]))
            .collect()
    };
    assert_eq!(
        lines(&empty)[1..],
        lines(&config),
        "after the one that was there"
    );
    let again = json_lines(&empty, &["sources", "import", file]).remove(0);
    assert_eq!(
        again["channels"].as_array().unwrap().len(),
        0,
        "nothing comes twice"
    );
    assert_eq!(
        again["left_out"].as_array().unwrap().len(),
        lines(&config).len()
    );

    let output = run(
        &empty,
        &[
            "sources",
            "import",
            config.join("places.tsv").to_str().unwrap(),
        ],
    );
    assert!(!output.status.success());
    assert!(stderr(&output).contains("<opml>"), "{}", stderr(&output));
}
