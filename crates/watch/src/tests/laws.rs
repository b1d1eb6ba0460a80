//! The matcher finds what the plain evaluator of `query` finds, topic by topic.

use langnghe_model::{ArticleText, Exclusion, Term, Topic, Validity};
use langnghe_query::{Fields, Occurrence, Use, parse};
use proptest::prelude::*;

use super::topic;
use crate::Matcher;

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["hội", "hoi", "lễ", "khách", "hòa", "hoà", "Then", "then"]
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![8 => word().boxed(), 1 => Just("\n".to_owned()).boxed()],
        0..30,
    )
    .prop_map(|words| words.join(" "))
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => word(),
        1 => word().prop_map(|w| format!("~{w}")),
        1 => word().prop_map(|w| format!("={w}")),
        3 => (word(), word()).prop_map(|(a, b)| format!("\"{a} {b}\"")),
        1 => (word(), word()).prop_map(|(a, b)| format!("~\"{a} {b}\"")),
        1 => word().prop_map(|w| format!("title:{w}")),
        1 => proptest::sample::select(vec!["ho*", "~ho*", "hò*", "=Th*", "lễ.hộ*", "~\"le hoi\"", "title:hộ*"])
            .prop_map(str::to_owned),
    ]
}

fn query() -> impl Strategy<Value = String> {
    prop_oneof![
        leaf().boxed(),
        (leaf(), 0..5_u32, leaf())
            .prop_map(|(a, n, b)| format!("{a} NEAR/{n} {b}"))
            .boxed(),
        (leaf(), leaf())
            .prop_map(|(a, b)| format!("{a} AND NOT {b}"))
            .boxed(),
        (leaf(), leaf())
            .prop_map(|(a, b)| format!("{a} OR {b}"))
            .boxed(),
    ]
}

/// A term or an exclusion: its query and weight.
fn weighted() -> impl Strategy<Value = (String, i32)> {
    (query(), prop_oneof![3 => 1..10, 1 => -6..0])
}

fn topics() -> impl Strategy<Value = Vec<Topic>> {
    let one = (
        proptest::collection::vec(weighted(), 1..5),
        proptest::collection::vec(query(), 0..2),
        1..15,
    );
    proptest::collection::vec(one, 1..6).prop_map(|topics| {
        let parts = topics.into_iter().enumerate();
        parts
            .map(|(number, (terms, exclusions, threshold))| Topic {
                id: format!("t{number}").parse().expect("an id"),
                threshold,
                terms: terms
                    .into_iter()
                    .map(|(query, weight)| Term { query, weight })
                    .collect(),
                validity: Validity::default(),
                exclusions: exclusions
                    .into_iter()
                    .map(|query| Exclusion { query })
                    .collect(),
                ..topic(super::TOPIC)
            })
            .collect()
    })
}

/// Score and passages of each term, by the definition; `None` when the topic is not met.
fn plainly(topic: &Topic, fields: &Fields) -> Option<(i32, Vec<Vec<Occurrence>>)> {
    let ask = |query: &str| parse(query, Use::Topic).expect("a query").matches(fields);
    let mut score = 0;
    let mut passages = Vec::new();
    for term in &topic.terms {
        if let Some(found) = ask(&term.query) {
            score += term.weight;
            passages.push(found);
        }
    }
    let excluded = topic
        .exclusions
        .iter()
        .any(|exclusion| ask(&exclusion.query).is_some());
    (score >= topic.threshold && !excluded).then_some((score, passages))
}

proptest! {
    #[test]
    fn the_matcher_agrees_with_the_plain_evaluator(topics in topics(), title in text(), body in text()) {
        let text = ArticleText { title, lead: String::new(), body };
        let fields = Fields::of(&text);
        let matcher = Matcher::compile(&topics).unwrap();
        let found = matcher.matches(&fields, &[]);
        prop_assert!(found.is_sorted_by_key(|found| &found.topic), "in the order given");
        for topic in &topics {
            let plain = plainly(topic, &fields);
            let found = found.iter().find(|found| found.topic == topic.id);
            let explanation = matcher.explain(&topic.id, &fields, &[]).unwrap();
            prop_assert_eq!(explanation.flagged, found.is_some());
            prop_assert_eq!(found.map(|f| f.score), plain.as_ref().map(|(score, _)| *score), "{:?}", topic);
            let (Some(found), Some((score, passages))) = (found, plain) else {
                continue;
            };
            prop_assert_eq!(explanation.score, score);
            let evidence: Vec<_> = found.evidence.iter().map(|e| (e.field, e.start, e.end)).collect();
            let first: Vec<_> = passages
                .iter()
                .flat_map(|term| term.iter().take(3))
                .map(|p| (p.field, p.start, p.end))
                .collect();
            prop_assert_eq!(evidence, first, "{:?}", topic);
        }
    }
}
