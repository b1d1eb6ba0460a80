//! Digests of a rich and of an empty day, and what hostile headlines cannot do.

use jiff::Timestamp;
use langnghe_model::{Breakage, BreakageSign, FailureClass, Priority, TimeBasis};
use proptest::prelude::*;

use crate::{
    Completeness, Digest, DigestError, DigestInput, Item, Numbers, Passage, SourceReport,
    SourceState, TopicSection, breakage_in_words, build, read_json, render_html, render_json,
    render_markdown,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn item(flag: i64, title: &str, score: i32) -> Item {
    Item {
        flag,
        title: title.into(),
        url: format!("https://baovidu.example/{flag}"),
        source: "Báo Ví Dụ".into(),
        time: at("2026-10-30T01:30:00Z"),
        time_basis: TimeBasis::Published,
        score,
        threshold: 10,
        passages: vec![
            Passage {
                text: "đuối nước".into(),
                weight: 6,
            },
            Passage {
                text: "du khách".into(),
                weight: 8,
            },
            Passage {
                text: "Du khách".into(),
                weight: 8,
            },
            Passage {
                text: "diễn tập".into(),
                weight: -5,
            },
            Passage {
                text: "thác".into(),
                weight: 2,
            },
        ],
        places: vec!["Thác Bản Giốc".into()],
        late: false,
        withdrawn: false,
    }
}

fn source(name: &str, state: SourceState, articles: u64) -> SourceReport {
    SourceReport {
        name: name.into(),
        state,
        articles,
        error: (state == SourceState::Failing)
            .then(|| "the server answered with status 503".to_owned()),
        failure: (state == SourceState::Failing).then_some(FailureClass::Status(503)),
        breakages: match state {
            SourceState::Read => vec![Breakage {
                sign: BreakageSign::Selectors,
                before: 98,
                now: 0,
                articles: 12,
                example: "https://baovidu.example/9".to_owned(),
            }],
            _ => Vec::new(),
        },
    }
}

/// Without what version 3 brought.
fn before_version_3(mut digest: Digest) -> Digest {
    for source in &mut digest.completeness.sources {
        source.breakages.clear();
    }
    digest
}

fn rich() -> DigestInput {
    let mut old = item(4, "Chuyện năm ngoái", 11);
    old.late = true;
    let mut seen = item(5, "Không ghi giờ", 10);
    seen.time_basis = TimeBasis::FirstSeen;
    seen.withdrawn = true;
    DigestInput {
        from: at("2026-10-29T17:00:00Z"),
        until: at("2026-10-30T17:00:00Z"),
        made: at("2026-10-30T17:05:00Z"),
        topics: vec![
            TopicSection {
                id: "mo-hinh-hay".into(),
                name: "Mô hình hay".into(),
                owner: "Văn phòng Sở".into(),
                priority: Priority::Low,
                items: vec![item(1, "Làng du lịch cộng đồng", 12)],
            },
            TopicSection {
                id: "an-toan-du-khach".into(),
                name: "An toàn du khách".into(),
                owner: "Phòng Quản lý Du lịch".into(),
                priority: Priority::Urgent,
                items: vec![
                    item(2, "Cứu một *du khách* | ở <thác>", 14),
                    item(3, "Lật bè", 20),
                    old,
                    seen,
                ],
            },
            TopicSection {
                id: "xam-hai-di-tich".into(),
                name: "Xâm hại di tích".into(),
                owner: "Phòng Quản lý Văn hóa".into(),
                priority: Priority::High,
                items: Vec::new(),
            },
        ],
        numbers: Numbers {
            articles: 40,
            late: 1,
            revisions: 3,
            withdrawn: 1,
            ..Numbers::default()
        },
        completeness: Completeness {
            sources: vec![
                source("Báo Ví Dụ", SourceState::Read, 40),
                source("Báo Lặng", SourceState::Silent, 0),
                source("Báo Hỏng", SourceState::Failing, 0),
                source("Báo Tắt", SourceState::Disabled, 0),
            ],
            waiting: 2,
            given_up: 1,
        },
    }
}

#[test]
fn a_rich_day_in_markdown() {
    insta::assert_snapshot!(render_markdown(&build(rich())));
}

#[test]
fn a_rich_day_in_html() {
    insta::assert_snapshot!(render_html(&build(rich())).unwrap());
}

#[test]
fn an_empty_day_says_why() {
    let empty = |states: &[SourceState], articles: u64| {
        let sources = states
            .iter()
            .map(|state| source("Báo", *state, 0))
            .collect();
        let digest = build(DigestInput {
            topics: Vec::new(),
            numbers: Numbers {
                articles,
                ..Numbers::default()
            },
            completeness: Completeness {
                sources,
                ..Completeness::default()
            },
            ..rich()
        });
        crate::words::nothing(&digest)
    };
    assert!(empty(&[], 0).contains("chưa khai báo nguồn"));
    assert!(empty(&[SourceState::NotAsked], 0).contains("chưa đọc nguồn nào"));
    assert!(empty(&[SourceState::Failing], 0).contains("không đọc được"));
    assert!(empty(&[SourceState::Silent], 0).contains("không đăng bài mới"));
    assert!(empty(&[SourceState::Read], 9).contains("không bài nào trong 9 bài mới"));
    assert!(
        empty(&[SourceState::Read, SourceState::Failing], 9).contains("1 nguồn không đọc được")
    );
}

#[test]
fn the_most_urgent_comes_first_and_quotes_stay_within_their_limits() {
    let digest = build(rich());
    assert_eq!(digest.topics[0].id, "an-toan-du-khach");
    assert_eq!(digest.topics[0].items[0].score, 20);
    assert_eq!(digest.quiet, ["Xâm hại di tích"]);
    let quoted: Vec<&str> = digest.topics[0].items[0]
        .passages
        .iter()
        .map(|p| p.text.as_str())
        .collect();
    assert_eq!(quoted, ["du khách", "đuối nước"]);
}

#[test]
fn the_numbers_add_up() {
    let digest = build(rich());
    let listed = |sections: &[TopicSection]| {
        sections
            .iter()
            .map(|topic| topic.items.len() as u64)
            .sum::<u64>()
    };
    assert_eq!(
        digest.numbers.flags,
        listed(&digest.topics) + listed(&digest.late)
    );
    assert_eq!(digest.numbers.flagged, 5);
}

#[test]
fn the_same_input_in_another_order_gives_the_same_bytes() {
    let mut turned = rich();
    turned.topics.reverse();
    for topic in &mut turned.topics {
        topic.items.reverse();
    }
    turned.completeness.sources.reverse();
    assert_eq!(
        render_markdown(&build(rich())),
        render_markdown(&build(turned.clone()))
    );
    assert_eq!(
        render_html(&build(rich())).unwrap(),
        render_html(&build(turned)).unwrap()
    );
}

/// Written by version 1 of the format: it must stay readable.
#[test]
fn a_digest_of_version_1_can_be_read() {
    let digest = read_json(include_str!("../tests/digest-version-1.json")).unwrap();
    let mut today = before_version_3(build(rich()));
    today.version = 1;
    for source in &mut today.completeness.sources {
        source.failure = None;
    }
    assert_eq!(digest, today);
    assert_eq!(
        render_json(&digest).unwrap(),
        include_str!("../tests/digest-version-1.json")
    );
    // What it said is said again as it was.
    assert!(
        render_markdown(&digest)
            .contains("Không đọc được Báo Hỏng: the server answered with status 503.")
    );
}

#[test]
fn a_digest_of_version_2_can_be_read() {
    let digest = read_json(include_str!("../tests/digest-version-2.json")).unwrap();
    let mut today = before_version_3(build(rich()));
    today.version = 2;
    assert_eq!(digest, today);
    assert_eq!(
        render_json(&digest).unwrap(),
        include_str!("../tests/digest-version-2.json")
    );
}

#[test]
fn a_digest_of_version_3_can_be_read() {
    let digest = read_json(include_str!("../tests/digest-version-3.json")).unwrap();
    assert_eq!(digest, build(rich()));
    assert_eq!(
        render_json(&digest).unwrap(),
        include_str!("../tests/digest-version-3.json")
    );
}

#[test]
fn each_sign_of_breakage_is_said_in_words_of_its_own() {
    let mut seen = std::collections::HashSet::new();
    for sign in [
        BreakageSign::Selectors,
        BreakageSign::PageText,
        BreakageSign::Dates,
        BreakageSign::Shorter,
        BreakageSign::Longer,
    ] {
        let words = breakage_in_words(&Breakage {
            sign,
            before: 98,
            now: 7,
            articles: 12,
            example: "https://baovidu.example/9".to_owned(),
        });
        assert!(!words.ends_with('.') && !words.is_ascii(), "{words}");
        for figure in ["98", "7", "12"] {
            assert!(words.contains(figure), "{words}");
        }
        assert!(seen.insert(words));
    }
}

#[test]
fn a_digest_of_a_later_version_is_refused() {
    let later = include_str!("../tests/digest-version-1.json").replacen(
        "\"version\": 1",
        "\"version\": 4",
        1,
    );
    assert!(matches!(
        read_json(&later),
        Err(DigestError::Newer { found: 4 })
    ));
}

proptest! {
    #[test]
    fn no_headline_becomes_markup(title in any::<String>(), url in any::<String>()) {
        let mut input = rich();
        input.topics[0].items[0].title = format!("<script>{title}");
        input.topics[0].items[0].url = format!("javascript:{url}");
        let digest = build(input);
        let html = render_html(&digest).unwrap();
        prop_assert!(!html.contains("<script>"));
        prop_assert!(!html.contains("href=\"javascript:"));
        prop_assert!(!render_markdown(&digest).contains("](<javascript:"));
    }
}

#[test]
#[ignore = "writes the sample of the current version; run it once when the version is raised"]
fn write_the_sample() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/digest-version-2.json");
    std::fs::write(path, render_json(&build(rich())).unwrap()).unwrap();
}
