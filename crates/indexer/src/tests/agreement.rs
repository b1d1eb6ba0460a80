//! The index and the evaluator in memory give the same answer.

use langnghe_model::{ArticleId, ArticleText, Field, Seq};
use langnghe_query::{Fields, Use, parse};
use langnghe_vietnamese::fold;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{ONE_THREAD, article, entry, filled, found, text};
use crate::{
    Index, SearchRequest, Sort,
    snippet::{Found, shown},
};

/// Few words, so that they meet often: the same syllable with other marks, capitals and tone places.
const WORDS: [&str; 22] = [
    "lễ", "lê", "Lễ", "hội", "hối", "hòa", "hoà", "HOÀ", "Then", "then", "du", "khách", "Khách",
    "đèo", "deo", "thuỷ", "thủy", "30", "tv24", "tết", "quý", "qúy",
];

/// What may stand after a word: within a sentence, between two, between two paragraphs.
const AFTER: [&str; 7] = [" ", " ", " ", ", ", ". ", "! ", "\n"];

fn field_text(words: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = String> {
    let word = (
        proptest::sample::select(&WORDS[..]),
        proptest::sample::select(&AFTER[..]),
    );
    (proptest::collection::vec(word, words), any::<bool>()).prop_map(|(words, decomposed)| {
        let text: String = words
            .into_iter()
            .flat_map(|(word, after)| [word, after])
            .collect();
        if decomposed {
            text.nfd().collect()
        } else {
            text
        }
    })
}

fn article_text() -> impl Strategy<Value = ArticleText> {
    (field_text(0..5), field_text(0..8), field_text(0..30))
        .prop_map(|(title, lead, body)| ArticleText { title, lead, body })
}

fn query_text() -> impl Strategy<Value = String> {
    let word = || proptest::sample::select(&WORDS[..]).prop_map(str::to_owned);
    let phrase = || {
        proptest::collection::vec(word(), 2..4).prop_map(|words| format!("\"{}\"", words.join(" ")))
    };
    let prefix = word().prop_filter_map("a prefix has two letters", |word| {
        let beginning: String = word.chars().take(2).collect();
        beginning
            .chars()
            .all(char::is_alphabetic)
            .then(|| format!("{beginning}*"))
    });
    let plain = || prop_oneof![3 => word(), 2 => phrase()];
    let signed = (prop_oneof![Just("~"), Just("=")], plain())
        .prop_map(|(sign, leaf)| format!("{sign}{leaf}"));
    let leaf = || prop_oneof![3 => plain(), 1 => signed.clone(), 1 => prefix.clone()];
    let in_field = (
        prop_oneof![Just("title:"), Just("lead:"), Just("body:")],
        leaf(),
    )
        .prop_map(|(field, leaf)| format!("{field}{leaf}"));
    let operand = prop_oneof![
        3 => leaf(),
        1 => in_field.clone(),
        1 => (leaf(), leaf()).prop_map(|(one, other)| format!("({one} OR {other})")),
    ];
    let distance = prop_oneof![
        (0_u32..6).prop_map(|n| n.to_string()),
        Just("s".to_owned()),
        Just("p".to_owned())
    ];
    let near = (operand.clone(), distance, operand)
        .prop_map(|(left, distance, right)| format!("{left} NEAR/{distance} {right}"));
    let simple = prop_oneof![3 => leaf(), 1 => in_field, 3 => near];
    simple.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone())
                .prop_map(|(one, other)| format!("({one}) AND ({other})")),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| format!("({one}) OR ({other})")),
            (inner.clone(), inner).prop_map(|(one, other)| format!("({one}) AND NOT ({other})")),
        ]
    })
}

/// An index of these texts in which every second article had another text before.
fn revised(texts: &[ArticleText]) -> Index {
    let index = filled(&texts.iter().rev().cloned().collect::<Vec<_>>());
    let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
    let mut seq = index.checkpoint();
    for (number, text) in (1..).zip(texts) {
        if number % 2 == 0 || &texts[texts.len() - number as usize] != text {
            let article = article(number);
            seq = Seq(seq.0 + 1);
            writer
                .apply(&entry(seq.0, &article, 2, text))
                .expect("a document is taken in");
        }
    }
    writer.commit(seq).expect("memory is never full");
    index
}

/// Asks the index, and the evaluator for each text, and compares; returns how many matched.
#[track_caller]
fn check(index: &Index, texts: &[ArticleText], query: &str, usage: Use) -> Option<usize> {
    let Ok(parsed) = parse(query, usage) else {
        return None;
    };
    let expected: Vec<i64> = (1..)
        .zip(texts)
        .filter(|(_, text)| parsed.matches(&Fields::of(text)).is_some())
        .map(|(number, _)| number)
        .collect();
    let candidates = index
        .candidates(std::slice::from_ref(&parsed))
        .expect("the index can be read");
    assert!(candidates.is_sorted_by(|a, b| a < b), "{query}");
    for number in &expected {
        let proposed = candidates.contains(&ArticleId(*number));
        assert!(proposed, "{query} does not propose {number} of {texts:#?}");
    }
    let mut request = SearchRequest::new(parsed);
    request.limit = texts.len() + 1;
    request.snippet_chars = 30;
    for sort in [Sort::Relevance, Sort::Newest] {
        request.sort = sort;
        let results = index.search(&request).expect("the index can be searched");
        let mut numbers = found(&results);
        if sort == Sort::Newest {
            // Later articles have higher numbers.
            assert!(numbers.is_sorted_by(|a, b| a > b), "{query}: {numbers:?}");
        }
        numbers.sort_unstable();
        assert_eq!(numbers, expected, "{query} over {texts:#?}");
        assert_eq!(results.total, expected.len(), "{query}");
        check_marks(&request, &results, texts);
    }
    Some(expected.len())
}

/// Every mark, of the headline and of the snippet, is exactly something that the query found.
fn check_marks(request: &SearchRequest, results: &crate::Results, texts: &[ArticleText]) {
    for hit in &results.hits {
        let fields = Fields::of(&texts[hit.article.0 as usize - 1]);
        let passages = request.query.matches(&fields).expect("a hit matches");
        let finds = |in_title: bool| -> Vec<String> {
            let texts = passages
                .iter()
                .filter(|passage| (passage.field == Field::Title) == in_title);
            let text = |passage: &langnghe_query::Occurrence| {
                fold(&fields.text().field(passage.field)[passage.start..passage.end])
                    .replace('\n', " ")
            };
            texts.map(text).collect()
        };
        for (shown, marks, finds) in [
            (&hit.title, &hit.title_marks, finds(true)),
            (&hit.snippet.text, &hit.snippet.marks, finds(false)),
        ] {
            assert!(
                marks.is_sorted_by(|one, next| one.end <= next.start),
                "{marks:?}"
            );
            for mark in marks {
                let marked = fold(&shown[mark.clone()]);
                // Finds that overlap are one mark, which begins with one of them and ends with another.
                assert!(
                    finds.iter().any(|find| marked.starts_with(find)),
                    "{marked} of {finds:?}"
                );
                assert!(
                    finds.iter().any(|find| marked.ends_with(find)),
                    "{marked} of {finds:?}"
                );
            }
        }
        if passages.iter().any(|passage| passage.field != Field::Title) {
            assert!(
                !hit.snippet.marks.is_empty(),
                "{:?} shows nothing of {passages:?}",
                hit.snippet
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_index_finds_what_the_evaluator_matches(
        texts in proptest::collection::vec(article_text(), 1..14),
        queries in proptest::collection::vec(query_text(), 40),
    ) {
        let index = revised(&texts);
        let mut asked = 0;
        for query in &queries {
            for usage in [Use::Search, Use::Topic] {
                asked += usize::from(check(&index, &texts, query, usage).is_some());
            }
        }
        prop_assert!(asked >= queries.len(), "only {asked} of {} queries could be read", queries.len());
    }

    #[test]
    fn a_body_that_is_not_looked_at_would_have_changed_nothing(
        texts in proptest::collection::vec(article_text(), 1..14),
        queries in proptest::collection::vec(query_text(), 40),
        chars in 5..60_usize,
    ) {
        for query in queries.iter().filter_map(|query| parse(query, Use::Search).ok()) {
            for text in &texts {
                let fields = Fields::of(text);
                if query.matches(&fields).is_some() {
                    let found = Found::of(&query, &fields);
                    let whole = (found.marks(Field::Title), found.snippet(chars));
                    prop_assert_eq!(shown(text.clone(), &query, chars), whole);
                }
            }
        }
    }
}

#[test]
fn each_kind_of_query_finds_some_and_not_all() {
    let texts = [
        text("Lễ hội Lồng Tồng", "", "Du khách về dự. Lễ mở sớm."),
        text(
            "Nghe hát Then",
            "Then ở Cao Bằng",
            "Cô ấy hát Then rồi then cài cửa",
        ),
        text("Đường đèo", "", "Du lịch\nKhách ở xa một hai ba bốn đến lễ"),
        text("Le hoi tren song", "", "khong dau"),
        text("Hoà bình và thuỷ lợi", "", "du khách du khách lễ hội"),
        text(&"LỄ HỘI".nfd().collect::<String>(), "", "mười một mười hai"),
    ];
    let index = filled(&texts);
    for query in [
        "lễ",
        "le",
        "\"lễ hội\"",
        "\"le hoi\"",
        "hòa",
        "thủy",
        "=Then",
        "=\"hát Then\"",
        "=Th*",
        "=Then NEAR/1 then",
        "~lễ hội",
        "kh*",
        "khá*",
        "\"khách lễ\"",
        "du NEAR/0 khách",
        "khách NEAR/0 du",
        "du NEAR/1 du",
        "lễ NEAR/5 khách",
        "khach NEAR/3 le",
        "lễ NEAR/s sớm",
        "lễ NEAR/p khách",
        "\"du khách\" NEAR/4 (lễ OR sớm)",
        "=Then NEAR/2 hát",
        "~lễ NEAR/3 khách",
        "lễ NEAR/9 kh*",
        "title:lễ",
        "title:(lễ OR đường) NOT body:sớm",
        "khách NOT (lễ NEAR/5 khách)",
        "lễ NOT \"du khách\"",
        "(lễ OR hát) AND (hội OR then)",
        "title:le NEAR/3 hoi",
    ] {
        let matched = check(&index, &texts, query, Use::Search).expect("the query is well formed");
        assert!(
            (1..texts.len()).contains(&matched),
            "{query} matches {matched}"
        );
    }
    // In different fields nothing is near.
    assert_eq!(
        check(&index, &texts, "title:lễ NEAR/9 body:khách", Use::Search),
        Some(0)
    );
}

#[test]
fn a_near_with_very_many_alternatives_agrees_too() {
    let words = [
        "lễ", "hội", "du", "khách", "đèo", "then", "tết", "quý", "hát",
    ];
    let side = format!("({})", words.join(" OR "));
    let texts: Vec<ArticleText> = words
        .iter()
        .map(|word| text("", "", &format!("{word} một hai ba tết")))
        .collect();
    let index = filled(&texts);
    assert_eq!(
        check(
            &index,
            &texts,
            &format!("{side} NEAR/3 {side}"),
            Use::Search
        ),
        Some(words.len())
    );
    assert_eq!(
        check(
            &index,
            &texts,
            &format!("{side} NEAR/2 {side}"),
            Use::Search
        ),
        Some(0)
    );
}
