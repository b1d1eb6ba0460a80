//! Topics from outside: a broken file beside good ones, remarks with their place, a sample for recall.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is missing, and says what it skips"
)]

mod common;

use std::{fmt::Write as _, path::Path};

use common::{configuration, json_lines, run, stderr, stdout, succeed};

/// The line of `topics list --json` about a topic.
fn listed(config: &Path, topic: &str) -> serde_json::Value {
    json_lines(config, &["topics", "list"])
        .into_iter()
        .find(|line| line["id"] == topic)
        .unwrap()
}

#[test]
fn a_broken_topic_file_keeps_its_last_good_revision_and_holds_back_no_other() {
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), "");
    let archive = home.path().join("archive.jsonl");
    let import = |number: u32| {
        let line = format!(
            r#"{{"url":"https://vidu.example/{number}","title":"Hai du khách bị nước cuốn trôi gần thác Bản Giốc","text":"Du khách trượt chân, được cứu hộ kịp thời ở Cao Bằng."}}"#
        );
        std::fs::write(&archive, line).unwrap();
        run(&config, &["import", archive.to_str().unwrap()])
    };
    assert!(import(1).status.success());
    let before = listed(&config, "an-toan-du-khach");
    let other = listed(&config, "trat-tu-le-hoi");

    let file = |topic: &str| config.join(format!("topics/{topic}.toml"));
    let change = |topic: &str, from: &str, to: &str| {
        let text = std::fs::read_to_string(file(topic)).unwrap();
        assert!(text.contains(from), "{text}");
        std::fs::write(file(topic), text.replacen(from, to, 1)).unwrap();
    };
    change("an-toan-du-khach", "threshold = 10", "threshold = mười");
    change("trat-tu-le-hoi", "threshold = 10", "threshold = 11");

    let imported = import(2);
    assert!(imported.status.success(), "{}", stderr(&imported));
    let said = stderr(&imported);
    for part in [
        "an-toan-du-khach.toml cannot be used",
        "goes on with its last good revision",
        "an-toan-du-khach.toml:",
    ] {
        assert!(said.contains(part), "{part:?} in {said}");
    }
    let now = listed(&config, "an-toan-du-khach");
    assert_eq!(now["revision"], before["revision"]);
    assert_eq!(
        (&now["broken"], &now["flags"]),
        (&true.into(), &2.into()),
        "the last good revision flags the new article"
    );
    let changed = listed(&config, "trat-tu-le-hoi");
    assert_eq!(
        (&changed["broken"], &changed["threshold"]),
        (&false.into(), &11.into())
    );
    assert_ne!(changed["revision"], other["revision"]);
    assert_eq!(
        json_lines(&config, &["topics", "history", "trat-tu-le-hoi"]).len(),
        2
    );

    let shown = succeed(&config, &["topics", "list"]);
    assert!(
        shown.contains("(file broken)") && shown.contains("to mend it:"),
        "{shown}"
    );
    let doctor = run(&config, &["doctor"]);
    assert!(stdout(&doctor).contains("FAULT"), "{}", stdout(&doctor));
    assert_eq!(run(&config, &["topics", "check"]).status.code(), Some(2));

    // A fault that only shows beside the other files is treated alike.
    change(
        "trat-tu-le-hoi",
        "owner     = \"",
        "owner     = \"khong-co-",
    );
    assert!(import(3).status.success());
    assert_eq!(listed(&config, "trat-tu-le-hoi")["threshold"], 11);

    change("an-toan-du-khach", "threshold = mười", "threshold = 12");
    assert!(import(4).status.success());
    let mended = listed(&config, "an-toan-du-khach");
    assert_eq!(
        (&mended["broken"], &mended["threshold"]),
        (&false.into(), &12.into())
    );
}

#[test]
fn remarks_say_file_line_and_column() {
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), "");
    let file = home.path().join("thu.toml");
    std::fs::write(
        &file,
        "name = \"Thử\"\nwhy = \"Thử\"\nowner = \"van-phong\"\nthreshold = 10\n\n[[term]]\nquery = '\"đuối nước\" OR \"bị đuối nước\"'\nweight = 10\n",
    )
    .unwrap();
    let shown = succeed(&config, &["topics", "lint", file.to_str().unwrap()]);
    for part in [
        "thu.toml:7:26: term 1: \"bị đuối nước\"",
        "thu.toml:8:10: term 1: a weight of 10",
    ] {
        assert!(shown.contains(part), "{part:?} in {shown}");
    }
    let remarks = json_lines(&config, &["topics", "lint", "an-toan-du-khach"]);
    for remark in &remarks {
        assert!(
            remark["file"]
                .as_str()
                .is_some_and(|file| file.ends_with("an-toan-du-khach.toml"))
                && remark["line"].is_u64(),
            "{remark}"
        );
    }
}

#[test]
fn recall_is_estimated_from_a_judged_sample() {
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), "");
    let archive = home.path().join("archive.jsonl");
    let mut lines = String::new();
    for number in 0..40 {
        let (title, text) = match number % 4 {
            0 => ("Du khách đuối nước", "Cứu hộ đã đến."),
            1 => ("Đuối nước ở sông", "Nạn nhân là người đi tham quan."),
            2 => ("Du khách đông", "Ngày nghỉ đông vui."),
            _ => ("Trời nắng", "Cả ngày nắng đẹp."),
        };
        writeln!(
            lines,
            r#"{{"url":"https://vidu.example/{number}","title":"{title}","text":"{text} Số {number}."}}"#
        )
        .unwrap();
    }
    std::fs::write(&archive, lines).unwrap();
    succeed(&config, &["import", archive.to_str().unwrap()]);
    let topic = home.path().join("thu.toml");
    std::fs::write(
        &topic,
        "name = \"Thử\"\nwhy = \"Thử\"\nowner = \"van-phong\"\nthreshold = 10\n\n[[term]]\nquery = '\"du khách\"'\nweight = 4\n\n[[term]]\nquery = '\"đuối nước\"'\nweight = 6\n",
    )
    .unwrap();
    let topic = topic.to_str().unwrap();
    let sample = home.path().join("mau.tsv");
    let sample = sample.to_str().unwrap();
    let said = succeed(
        &config,
        &[
            "topics", "sample", topic, "--size", "16", "--output", sample,
        ],
    );
    assert!(said.contains("16 articles written to"), "{said}");
    let again = run(&config, &["topics", "sample", topic, "--output", sample]);
    assert_eq!(
        again.status.code(),
        Some(1),
        "nothing judged is written over"
    );

    let unjudged = run(&config, &["topics", "recall", topic, "--judgments", sample]);
    assert_eq!(unjudged.status.code(), Some(2));
    assert!(
        stderr(&unjudged).contains("judges no article"),
        "{}",
        stderr(&unjudged)
    );

    // All of a visitor or of somebody out for the sights who drowned.
    let text = std::fs::read_to_string(sample).unwrap();
    let judged: String = text
        .lines()
        .enumerate()
        .map(|(at, line)| {
            let grade = if line.contains("uối nước") {
                "\t2\t"
            } else {
                "\t0\t"
            };
            let line = if at == 0 {
                line.to_owned()
            } else {
                line.replacen("\t\t", grade, 1)
            };
            line + "\n"
        })
        .collect();
    std::fs::write(sample, judged).unwrap();
    let told = &json_lines(&config, &["topics", "recall", topic, "--judgments", sample])[0];
    let strata: Vec<(&str, u64, u64, u64)> = told["strata"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let number = |name: &str| one[name].as_u64().unwrap();
            (
                one["stratum"].as_str().unwrap(),
                number("articles"),
                number("judged"),
                number("relevant"),
            )
        })
        .collect();
    assert_eq!(
        strata,
        [
            ("flagged", 10, 4, 4),
            ("near", 10, 4, 4),
            ("some", 10, 4, 0),
            ("none", 10, 4, 0)
        ]
    );
    // Ten found, ten missed.
    let recall = &told["recall"];
    assert!(
        (recall["share"].as_f64().unwrap() - 0.5).abs() < 1e-9,
        "{recall}"
    );
    assert!(
        recall["low"].as_f64().unwrap() < 0.45 && recall["high"].as_f64().unwrap() > 0.5,
        "{recall}"
    );
    let shown = succeed(&config, &["topics", "recall", topic, "--judgments", sample]);
    assert!(
        shown.contains("recall 50 %")
            && shown.contains("about 10 relevant articles found, 10 missed"),
        "{shown}"
    );
}
