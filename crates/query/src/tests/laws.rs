//! What holds for any query and any text.

use langnghe_model::ArticleText;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use crate::{Fields, Query, Use, parse};

/// Words few enough to meet often.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "hội", "hoi", "lễ", "khách", "hòa", "thủy", "thác", "du", "Then"
    ]
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![8 => word(), 1 => Just(".".to_owned()), 1 => Just("\n".to_owned())],
        0..25,
    )
    .prop_map(|words| words.join(" "))
}

fn fields() -> impl Strategy<Value = ArticleText> {
    (text(), text(), text()).prop_map(|(title, lead, body)| ArticleText { title, lead, body })
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => word(),
        1 => word().prop_map(|w| format!("~{w}")),
        1 => word().prop_map(|w| format!("={w}")),
        2 => (word(), word()).prop_map(|(a, b)| format!("\"{a} {b}\"")),
        1 => word().prop_map(|w| format!("title:{w}")),
    ]
}

fn query() -> impl Strategy<Value = String> {
    // Boxed: the strategies' types nest, and unoptimised their frames would not fit a test's stack.
    leaf().boxed().prop_recursive(2, 8, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} AND {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} OR {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} NOT {b})")),
            (leaf().boxed(), 0..6_u32, leaf().boxed())
                .prop_map(|(a, n, b)| format!("{a} NEAR/{n} {b}")),
        ]
    })
}

fn ask(text: &str, fields: &Fields) -> bool {
    parse(text, Use::Topic).is_ok_and(|query: Query| query.matches(fields).is_some())
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_at_a_place_in_it(text in any::<String>()) {
        for usage in [Use::Search, Use::Topic] {
            if let Err(error) = parse(&text, usage) {
                prop_assert!(text.get(error.span.clone()).is_some(), "{:?} in {:?}", error.span, text);
            }
        }
    }

    #[test]
    fn no_soup_of_operators_makes_the_parser_panic(parts in proptest::collection::vec(
        prop_oneof!["\\(", "\\)", "\"", "-", "AND", "OR", "NOT", "NEAR/3", "title:", "source:", "~", "=", "\\*", "a", "ê", "VÀ", "KHÔNG", "near/2", ":", "/"], 0..60)) {
        for text in [parts.join(" "), parts.concat()] {
            for usage in [Use::Search, Use::Topic] {
                match parse(&text, usage) {
                    Err(error) => prop_assert!(text.get(error.span.clone()).is_some(), "{:?} in {:?}", error.span, text),
                    // What was accepted needs a word or a filter: nothing matches an article without text.
                    Ok(query) => prop_assert!(
                        query.matches(&Fields::of(&ArticleText::default())).is_none() || !query.filters.is_empty(),
                        "{}", text
                    ),
                }
            }
        }
    }

    #[test]
    fn every_passage_lies_in_its_field(query in query(), text in fields()) {
        let fields = Fields::of(&text);
        if let Some(passages) = parse(&query, Use::Topic).unwrap().matches(&fields) {
            for p in passages {
                prop_assert!(text.field(p.field).get(p.start..p.end).is_some_and(|cut| !cut.is_empty()));
            }
        }
    }

    #[test]
    fn and_or_not_are_those_of_logic(a in query(), b in query(), text in fields()) {
        let fields = Fields::of(&text);
        let (in_a, in_b) = (ask(&a, &fields), ask(&b, &fields));
        let [and, or, not] = [format!("{a} AND {b}"), format!("({a}) OR ({b})"), format!("({a}) AND NOT ({b})")];
        prop_assert_eq!(ask(&and, &fields), in_a && in_b);
        prop_assert_eq!(ask(&or, &fields), in_a || in_b);
        prop_assert_eq!(ask(&not, &fields), in_a && !in_b);
    }

    #[test]
    fn near_is_symmetric_and_wider_finds_no_less(a in leaf(), b in leaf(), n in 0..8_u32, text in fields()) {
        let fields = Fields::of(&text);
        let [near, mirrored] = [format!("{a} NEAR/{n} {b}"), format!("{b} NEAR/{n} {a}")];
        let near = ask(&near, &fields);
        prop_assert_eq!(near, ask(&mirrored, &fields));
        if near {
            let wider = format!("{a} NEAR/{} {b}", n + 3);
            prop_assert!(ask(&wider, &fields));
            let widest = format!("{a} NEAR/p {b}");
            prop_assert!(ask(&widest, &fields));
        }
    }

    #[test]
    fn the_laws_of_de_morgan_hold(a in query(), b in query(), c in query(), text in fields()) {
        let fields = Fields::of(&text);
        // Beside c, so that no side is a query of exclusions only.
        for (left, right) in [
            (format!("({c}) AND NOT (({a}) OR ({b}))"), format!("({c}) AND NOT ({a}) AND NOT ({b})")),
            (format!("({c}) AND NOT (({a}) AND ({b}))"), format!("({c}) AND (NOT ({a}) OR NOT ({b}))")),
            (format!("({c}) AND (({a}) OR ({b}))"), format!("(({c}) AND ({a})) OR (({c}) AND ({b}))")),
        ] {
            prop_assert_eq!(ask(&left, &fields), ask(&right, &fields), "{} / {}", left, right);
        }
    }

    #[test]
    fn looking_only_for_what_is_asked_finds_the_same(query in query(), text in fields(), seed in any::<u64>()) {
        let text = ArticleText { body: rewrite(&text.body, seed), ..text };
        for query in [query.clone(), query.replace("NEAR/3", "NEAR/s"), format!("{query} OR th*")] {
            for usage in [Use::Search, Use::Topic] {
                let query = parse(&query, usage).unwrap();
                let bytes = |fields: &Fields| query.matches(fields).map(|passages| {
                    passages.iter().map(|p| (p.field, p.start, p.end)).collect::<Vec<_>>()
                });
                prop_assert_eq!(bytes(&Fields::for_query(text.clone(), &query)), bytes(&Fields::of(&text)));
            }
        }
    }

    #[test]
    fn the_writing_of_letters_does_not_matter(query in query(), text in fields(), seed in any::<u64>()) {
        let here = Fields::of(&text);
        let plain = parse(&query, Use::Topic).unwrap();
        let found = tokens_found(&plain, &here);
        let rewritten = ArticleText {
            title: rewrite(&text.title, seed),
            lead: rewrite(&text.lead, seed.rotate_left(7)),
            body: rewrite(&text.body, seed.rotate_left(23)),
        };
        let there = Fields::of(&rewritten);
        prop_assert_eq!(&tokens_found(&plain, &there), &found, "{} in {:?}", query, rewritten);
        let other = parse(&rewrite(&query, seed.rotate_left(41)), Use::Topic).unwrap();
        prop_assert_eq!(&other, &plain);
    }
}

/// The passages by their tokens: bytes differ between writings.
fn tokens_found(query: &Query, fields: &Fields) -> Option<Vec<(langnghe_model::Field, u32, u32)>> {
    let passages = query.matches(fields)?;
    Some(
        passages
            .iter()
            .map(|p| (p.field, p.first, p.last))
            .collect(),
    )
}

/// The same text as another keyboard or editor would have written it: each word composed or decomposed, its
/// tone on the one vowel or the other.
fn rewrite(text: &str, seed: u64) -> String {
    let mut bits = seed;
    text.split_inclusive(|c: char| !c.is_alphanumeric())
        .map(|word| {
            bits = bits.rotate_left(5).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let word = if bits & 1 == 0 {
                word.replace("hòa", "hoà").replace("thủy", "thuỷ")
            } else {
                word.to_owned()
            };
            if bits & 2 == 0 {
                word.nfd().collect()
            } else {
                word
            }
        })
        .collect()
}
