//! Commands, their output and exit codes, and what they say of broken configuration.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is missing, and says what it skips"
)]

mod common;

use std::path::Path;

use common::{configuration, json_lines, langnghe, run, stderr, stdout, succeed};

fn archive(home: &Path) -> std::path::PathBuf {
    let path = home.join("archive.jsonl");
    let lines = [
        r#"{"url":"https://vidu.example/1","source":"vidu.example","title":"Lễ hội Lồng Tồng ở Cao Bằng","summary":"Khai hội sáng nay.","text":"Hàng nghìn người dự lễ hội.\nTrời nắng.","published":"2026-10-01T08:00:00+07:00"}"#,
        r#"{"url":"https://vidu.example/2","source":null,"title":null,"summary":null,"text":"Bóng đá ở lễ hội. Đội nhà thắng.","published":null}"#,
        r#"{"url":"https://vidu.example/3","title":"Hai du khách bị nước cuốn trôi gần thác Bản Giốc","text":"Du khách trượt chân, được cứu hộ kịp thời ở Cao Bằng."}"#,
        "",
        r#"{"url":"not an address","title":"x"}"#,
        "{broken",
    ];
    std::fs::write(&path, lines.join("\n")).unwrap();
    path
}

#[test]
fn an_archive_is_imported_once_and_what_cannot_be_read_is_said() {
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), "");
    let archive = archive(home.path());
    let archive = archive.to_str().unwrap();
    let output = run(&config, &["import", archive, "--json"]);
    assert!(output.status.success());
    let summary: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(
        (summary["articles"].as_u64(), summary["failed"].as_u64()),
        (Some(3), Some(2))
    );
    assert!(
        stderr(&output).contains("archive.jsonl:5: \"not an address\""),
        "{}",
        stderr(&output)
    );
    assert!(
        stderr(&output).contains("archive.jsonl:6: not an article in JSON"),
        "{}",
        stderr(&output)
    );
    assert_eq!(
        json_lines(&config, &["import", archive])[0]["articles"],
        0,
        "importing again adds nothing"
    );

    let found = |query: &str| -> Vec<String> {
        json_lines(&config, &["search", query])
            .iter()
            .map(|hit| {
                hit["url"]
                    .as_str()
                    .unwrap()
                    .rsplit('/')
                    .next()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    };
    assert_eq!(found("le hoi").len(), 2);
    assert_eq!(found("\"lễ hội\" AND NOT \"bóng đá\""), ["1"]);
    assert_eq!(found("du khách NEAR/5 (\"cuốn trôi\" OR lật)"), ["3"]);
    assert_eq!(found("place:cao-bang le hoi"), ["1"]);
    let flags = json_lines(&config, &["flags", "list"]);
    assert_eq!(flags.len(), 1, "{flags:?}");
    assert_eq!(
        (flags[0]["topic"].as_str(), flags[0]["late"].as_bool()),
        (Some("an-toan-du-khach"), Some(true))
    );
    assert!(flags[0]["evidence"][0]["text"].is_string());

    let text = succeed(
        &config,
        &[
            "topics",
            "explain",
            "an-toan-du-khach",
            "https://vidu.example/3",
        ],
    );
    assert!(text.contains("flagged: score"), "{text}");
    let text = succeed(
        &config,
        &[
            "topics",
            "explain",
            "an-toan-du-khach",
            "https://vidu.example/1",
        ],
    );
    assert!(text.contains("lacking: the score is"), "{text}");
    succeed(
        &config,
        &["flags", "add", "https://vidu.example/1", "ghi-danh-di-san"],
    );
    assert_eq!(json_lines(&config, &["flags", "list"]).len(), 2);
    assert!(succeed(&config, &["doctor"]).contains("3 articles"));
}

#[test]
fn answers_have_copies_pages_counts_over_time_and_articles_like_them() {
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), "");
    let path = home.path().join("archive.jsonl");
    let long = |number: usize| -> String {
        let words: Vec<String> = (0..60).map(|at| format!("từ{number}số{at}")).collect();
        words.join(" ")
    };
    let line = |number: usize, of: usize, day: usize| {
        format!(
            r#"{{"url":"https://vidu.example/{number}","source":"vidu.example","title":"Lễ hội {number}","text":"Lễ hội. Thác Bản Giốc đông khách. {}","published":"2026-10-{day:02}T08:00:00+07:00"}}"#,
            long(of)
        )
    };
    let lines = [line(1, 1, 1), line(2, 1, 2), line(3, 3, 2), line(4, 4, 5)];
    std::fs::write(&path, lines.join("\n")).unwrap();
    succeed(&config, &["import", path.to_str().unwrap()]);

    let shown = succeed(&config, &["search", "\"lễ hội\"", "--sort", "time"]);
    assert!(
        shown.starts_with("1. [Lễ hội] 4\n   vidu-example  2026-10-05 08:00\n   [Lễ hội]. Thác"),
        "{shown}"
    );
    let end = "\
   https://vidu.example/1
   copy: vidu-example  2026-10-02 08:00  https://vidu.example/2
4 articles, 1 of them a copy
";
    assert!(shown.ends_with(end), "{shown}");
    let first = json_lines(
        &config,
        &["search", "lễ hội", "--sort", "time", "--limit", "2"],
    );
    assert_eq!(first.len(), 2);
    assert!(first[0]["next"].is_null(), "only the last line goes on");
    let next = first[1]["next"].as_str().unwrap();
    let rest = json_lines(
        &config,
        &["search", "lễ hội", "--sort", "time", "--after", next],
    );
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0]["copies"][0]["url"], "https://vidu.example/2");
    assert!(rest[0]["next"].is_null());
    let apart = json_lines(&config, &["search", "lễ hội", "--copies"]);
    assert_eq!(apart.len(), 4);

    let bars = succeed(&config, &["search", "lễ hội", "--over-time", "day"]);
    assert_eq!(
        bars,
        "\
2026-10-01  1  #########################
2026-10-02  2  ##################################################
2026-10-03  0
2026-10-04  0
2026-10-05  1  #########################
4 articles
"
    );
    let weeks = json_lines(&config, &["search", "lễ hội", "--over-time", "week"]);
    assert_eq!(
        weeks,
        [
            serde_json::json!({"from": "2026-09-28", "to": "2026-10-04", "articles": 3}),
            serde_json::json!({"from": "2026-10-05", "to": "2026-10-11", "articles": 1}),
        ]
    );

    let like = ["search", "--like", "https://vidu.example/1"];
    let shown = succeed(&config, &like);
    assert!(
        shown.contains("https://vidu.example/3") && !shown.contains("https://vidu.example/2"),
        "{shown}"
    );
    assert!(
        shown.contains("looked for: ") && shown.contains("Bản Giốc"),
        "{shown}"
    );
    let alike = json_lines(&config, &like);
    assert!(
        alike[0]["words"]
            .as_array()
            .unwrap()
            .contains(&"Bản Giốc".into())
    );
}

#[test]
fn a_query_that_cannot_be_read_is_pointed_at() {
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), "");
    for query in ["\"lễ hội", "lễ AND", "của và", "NOT lễ", "title: lễ"] {
        let output = run(&config, &["search", query]);
        assert_eq!(output.status.code(), Some(2), "{query}");
        assert!(
            stderr(&output).starts_with("error: "),
            "{}",
            stderr(&output)
        );
    }
    assert!(succeed(&config, &["search", "lễ hội"]).contains("nothing found"));
}

#[test]
fn broken_configuration_is_said_with_file_line_and_remedy() {
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), "");
    let good = std::fs::read_to_string(config.join("langnghe.toml")).unwrap();
    let topic = config.join("topics/an-toan-du-khach.toml");
    let shipped = std::fs::read_to_string(&topic).unwrap();
    let broken = |file: &Path, text: &str, expected: &[&str]| {
        let before = std::fs::read_to_string(file).unwrap();
        std::fs::write(file, text).unwrap();
        let output = run(&config, &["flags", "list"]);
        assert_eq!(output.status.code(), Some(2), "{text}");
        for part in expected.iter().chain(&["to mend it:"]) {
            assert!(
                stderr(&output).contains(part),
                "{part:?} in:\n{}",
                stderr(&output)
            );
        }
        std::fs::write(file, before).unwrap();
    };
    broken(
        &config.join("langnghe.toml"),
        &format!("{good}[web]\nlisen = \"x\"\n"),
        &["langnghe.toml:10:1", "lisen", "listen"],
    );
    broken(
        &config.join("langnghe.toml"),
        "[fetch]\ngap = \"five\"\n",
        &["langnghe.toml:2:7", "five"],
    );
    broken(
        &config.join("sources.toml"),
        "[[source]]\nid =\n",
        &["sources.toml:2", "TOML"],
    );
    broken(
        &topic,
        &shipped.replacen("NEAR/12", "NEAR/1200", 1),
        &["an-toan-du-khach.toml:", "NEAR/1200", "0 to 100"],
    );
    broken(
        &topic,
        &shipped.replacen("\"cao-bang\"", "\"cao-bang-x\"", 1),
        &["cao-bang-x", "places.tsv"],
    );

    let output = run(&home.path().join("nowhere"), &["flags", "list"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nowhere"), "{}", stderr(&output));

    let output = run(&config, &["topics", "check"]);
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(0), "17 topics, no errors\n")
    );
}

#[test]
fn what_does_not_exist_is_bad_use() {
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), "");
    for arguments in [
        &["flags", "verdict", "9", "relevant"][..],
        &["flags", "list", "--topic", "khong-co"],
        &["flags", "add", "https://vidu.example/9", "an-toan-du-khach"],
        &["search", "topic:khong-co"],
        &["search", "hội", "--after", "1.2.3"],
        &["search", "hội", "--over-time", "hour"],
        &["search", "--like", "https://vidu.example/9"],
        &["search", "--like", "not an address"],
        &["search"],
        &["sources", "check", "khong-co"],
        &["topics", "explain", "khong-co", "-"],
        &["digest", "--from", "2026-10-02", "--to", "2026-10-01"],
        &["nonsense"],
    ] {
        let output = run(&config, arguments);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            stderr(&output)
        );
    }
}

#[test]
fn help_and_completions_are_there_without_any_configuration() {
    let output = langnghe().arg("--help").output().unwrap();
    for command in [
        "demo", "serve", "fetch", "import", "search", "flags", "digest", "topics", "sources",
        "replay", "doctor",
    ] {
        assert!(
            stdout(&output).contains(&format!("\n  {command} ")),
            "{command}"
        );
    }
    let output = langnghe().args(["completions", "bash"]).output().unwrap();
    assert!(stdout(&output).contains("_langnghe"));
}

#[cfg(unix)]
#[test]
fn each_wording_of_a_topic_is_kept_with_the_owner_of_its_file() {
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), "");
    let archive = archive(home.path());
    succeed(&config, &["import", archive.to_str().unwrap()]);
    let path = config.join("topics/an-toan-du-khach.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("threshold = 10", "threshold = 11", 1)).unwrap();
    succeed(&config, &["import", archive.to_str().unwrap()]);

    let lines = json_lines(&config, &["topics", "history", "an-toan-du-khach"]);
    assert_eq!(lines.len(), 2, "{lines:?}");
    let me = std::process::Command::new("id")
        .arg("-un")
        .output()
        .unwrap();
    let me = String::from_utf8(me.stdout).unwrap();
    for line in &lines {
        assert_eq!(line["who"], me.trim());
    }
    assert_eq!(
        (&lines[0]["from"], &lines[0]["until"]),
        (&1.into(), &4.into())
    );
    assert_eq!(
        (&lines[1]["from"], &lines[1]["until"]),
        (&4.into(), &serde_json::Value::Null)
    );
    let shown = succeed(&config, &["topics", "history", "an-toan-du-khach"]);
    assert!(
        shown.contains("1 to 3") && shown.contains("4 on"),
        "{shown}"
    );
    let unknown = run(&config, &["topics", "history", "khong-co"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("was ever active"));
}
