//! The analysts' bench: remarks, proposals, statistics.

use langnghe_model::ArticleText;
use langnghe_query::Fields;
use proptest::prelude::*;

use super::{TOPIC, article, topic};
use crate::{
    Example, FitError, Interval, MOST_TERMS, Proposal, below, fit, lint, noise, parse_topic,
    repairs,
};

fn with_terms(terms: &[(&str, i32)], threshold: i32) -> langnghe_model::Topic {
    let mut text = format!("name = \"a\"\nwhy = \"b\"\nowner = \"c\"\nthreshold = {threshold}\n");
    for (query, weight) in terms {
        text.push_str(&format!("[[term]]\nquery = '{query}'\nweight = {weight}\n"));
    }
    topic(&text)
}

#[track_caller]
fn codes(terms: &[(&str, i32)], archive: &[&str]) -> Vec<(&'static str, String)> {
    let archive: Vec<Fields> = archive
        .iter()
        .map(|body| Fields::of(&article("Tin", body)))
        .collect();
    lint(&with_terms(terms, 10), &archive)
        .unwrap()
        .into_iter()
        .map(|finding| (finding.code, finding.part.to_string()))
        .collect()
}

#[test]
fn remarks_on_wording() {
    let part = |number: u32| format!("term {number}");
    assert_eq!(codes(&[("\"lật bè\"", 6), ("\"đuối nước\"", 6)], &[]), []);
    assert_eq!(
        codes(&[("\"bạo lực\" OR \"bạo lực gia đình\"", 9), ("x", 9)], &[]),
        [("lint.covered", part(1))]
    );
    assert_eq!(
        codes(&[("\"một hai\" OR title:\"một hai\"", 9), ("x", 9)], &[]),
        [("lint.covered", part(1))]
    );
    assert_eq!(
        codes(&[("title:\"một hai\" OR \"một hai ba\"", 9), ("x", 9)], &[]),
        []
    );
    assert_eq!(
        codes(&[("(chùa OR của) NEAR/3 cháy", 9), ("x", 9)], &[]),
        [("lint.stop-word", part(1))]
    );
    assert_eq!(codes(&[("lửa", 10)], &[]), [("lint.alone", part(1))]);
    assert_eq!(
        codes(&[("lửa", 6), ("lửa OR khói", 6)], &[]),
        [("lint.twice", part(2))]
    );
}

#[test]
fn remarks_on_marks_tell_what_the_archive_has() {
    let archive = ["đền thờ", "ngọn đèn", "đi đến", "đến nơi"];
    assert_eq!(
        codes(&[("~den", 6), ("đền", 6)], &archive),
        [("lint.ambiguous", "term 1".to_owned())]
    );
    assert_eq!(
        codes(&[("den", 6), ("đền", 6)], &archive),
        [("lint.no-marks", "term 1".to_owned())]
    );
    assert_eq!(codes(&[("then", 6), ("~\"di den\"", 6)], &["hát then"]), []);
    let remarks = lint(
        &with_terms(&[("~den", 6), ("đền", 6)], 10),
        &archive.map(|body| Fields::of(&article("Tin", body))),
    )
    .unwrap();
    assert!(
        remarks[0].message.contains("đến (2), đèn (1), đền (1)"),
        "{}",
        remarks[0]
    );
}

#[test]
fn remarks_on_frequencies_need_enough_articles() {
    let archive = vec!["hội làng mở"; 150];
    assert_eq!(
        codes(&[("\"hội làng\"", 6), ("voi", 6)], &archive),
        [
            ("lint.everything", "term 1".to_owned()),
            ("lint.nothing", "term 2".to_owned())
        ]
    );
    assert_eq!(
        codes(&[("\"hội làng\"", 6), ("voi", 6)], &archive[..50]),
        []
    );
}

/// Invented articles: drownings are the topic, exercises and films are not.
fn examples(number: usize) -> Vec<Example> {
    let example = |at: usize, grade, title: &str, body: String| Example {
        name: format!("https://a.example/{at}-{grade}"),
        group: format!("{at}-{grade}"),
        grade,
        text: article(title, &body),
    };
    (0..number)
        .flat_map(|at| {
            let place = ["suối", "hồ", "thác", "sông"][at % 4];
            [
                example(at, 2, "Tin buồn", format!("Một du khách bị nước cuốn ở {place} {at}. Đội cứu hộ tìm thấy thi thể nạn nhân.")),
                example(at, 0, "Tin vui", format!("Đội cứu hộ diễn tập ở {place} {at} trước mùa mưa.")),
                example(at, 0, "Phim", format!("Đoàn làm phim quay cảnh ở {place} {at}.")),
            ]
        })
        .collect()
}

fn others() -> Vec<ArticleText> {
    (0..100)
        .map(|at| article("Tin", &format!("Hội làng mở lần {at}, khách đến đông.")))
        .collect()
}

fn queries(proposal: &Proposal) -> Vec<String> {
    proposal
        .terms
        .iter()
        .map(|term| term.query.clone())
        .collect()
}

#[test]
fn a_proposal_tells_the_articles_apart_and_says_why() {
    let topic = topic(TOPIC);
    let proposal = fit(&topic, &examples(20), &others()).unwrap();
    assert!(proposal.terms.len() <= MOST_TERMS);
    let training = proposal.training;
    assert_eq!((training.right, training.flagged), (20, 20));
    assert_eq!((training.found, training.relevant), (20, 20));
    assert_eq!((proposal.unseen.found, proposal.unseen.relevant), (20, 20));
    assert_eq!(proposal.before.found, 0, "the topic as it is finds none");
    for term in &proposal.terms {
        assert!(!term.behind.is_empty(), "{term:?}");
        assert!(term.relevant + term.irrelevant + term.others > 0);
    }
    // What is proposed is a topic file that says the same.
    let text = proposal.to_toml();
    let read = parse_topic("topics/an-toan.toml", &text)
        .unwrap_or_else(|faults| panic!("{faults}\n{text}"));
    assert_eq!(read.terms, proposal.topic.terms);
    assert_eq!(read.exclusions, proposal.topic.exclusions);
    assert_eq!(
        (read.name, read.threshold),
        (topic.name, proposal.topic.threshold)
    );
    assert!(text.contains("# 20 bài đúng, 0 bài không đúng"), "{text}");
}

#[test]
fn one_more_verdict_changes_a_proposal_little() {
    let topic = topic(TOPIC);
    let all = examples(20);
    let before = fit(&topic, &all[..all.len() - 1], &others()).unwrap();
    let after = fit(&topic, &all, &others()).unwrap();
    let (before, after) = (queries(&before), queries(&after));
    let same = after.iter().filter(|query| before.contains(query)).count();
    assert!(
        same * 10 >= before.len().max(after.len()) * 8,
        "{before:?} {after:?}"
    );
}

#[test]
fn too_few_judged_articles_propose_nothing() {
    let error = fit(&topic(TOPIC), &examples(2), &[]).expect_err("two are too few");
    assert!(
        matches!(
            error,
            FitError::TooFew {
                relevant: 2,
                irrelevant: 4,
                ..
            }
        ),
        "{error}"
    );
    let same: Vec<Example> = examples(10)
        .into_iter()
        .map(|example| Example {
            text: article("Tin", "như nhau"),
            ..example
        })
        .collect();
    assert!(matches!(
        fit(&topic(TOPIC), &same, &[]),
        Err(FitError::NothingTells)
    ));
}

#[test]
fn statistics_name_the_term_that_brings_the_noise() {
    let topic = with_terms(&[("\"đội cứu hộ\"", 10), ("\"nạn nhân\"", 5)], 10);
    let examples = examples(10);
    let found = noise(&topic, &examples).unwrap();
    assert_eq!(
        (found.precision.right, found.precision.all, found.missed),
        (10, 20, 0)
    );
    assert_eq!((found.terms[0].noise, found.terms[0].worth), (10, 10));
    assert_eq!((found.terms[1].noise, found.terms[1].worth), (0, 0));
    assert_eq!(found.terms[1].precision.right, found.terms[1].precision.all);
    assert_eq!(below(&topic, &examples).unwrap().all, 10);
    let repairs = repairs(&topic, &examples, 3).unwrap();
    let best = &repairs[0];
    assert_eq!(
        (best.before.flagged, best.after.flagged, best.after.right),
        (20, 10, 10),
        "{best:?}"
    );
}

#[test]
fn intervals_are_those_of_wilson() {
    let close = |a: f64, b: f64| (a - b).abs() < 0.0005;
    let found = Interval::of(8, 10);
    assert!(
        close(found.low, 0.4902) && close(found.high, 0.9433),
        "{found:?}"
    );
    let found = Interval::of(0, 20);
    assert!(
        close(found.low, 0.0) && close(found.high, 0.1611),
        "{found:?}"
    );
    let none = Interval::of(0, 0);
    assert_eq!((none.low, none.high), (0.0, 1.0));
}

proptest! {
    #[test]
    fn an_interval_holds_its_share(all in 1_u32..10_000, part in 0.0..=1.0_f64) {
        let right = (f64::from(all) * part) as u32;
        let found = Interval::of(right, all);
        prop_assert!(0.0 <= found.low && found.low <= found.share + 1e-9);
        prop_assert!(found.share <= found.high + 1e-9 && found.high <= 1.0);
    }
}
