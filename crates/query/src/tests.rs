//! The language, by examples; its errors and its laws have files of their own.

mod errors;
mod laws;

use langnghe_model::{ArticleText, Field};

use crate::{Fields, Filter, Node, Use, parse};

fn article(title: &str, lead: &str, body: &str) -> Fields {
    Fields::of(&ArticleText {
        title: title.into(),
        lead: lead.into(),
        body: body.into(),
    })
}

fn sample() -> Fields {
    article(
        "Khai hội Lồng Tồng ở Bản Giốc",
        "Hàng nghìn du khách dự lễ hội. Không có tai nạn.",
        "Sáng 30/4, khách du lịch từ TP.HCM đến thác.\nMột người đuối nước được cứu. Then của người Tày vang lên, rồi then cửa đóng lại.",
    )
}

#[track_caller]
fn found(text: &str, usage: Use) -> Option<Vec<String>> {
    let fields = sample();
    let query = parse(text, usage).unwrap_or_else(|error| panic!("{text}: {error}"));
    query.matches(&fields).map(|passages| {
        passages
            .iter()
            .map(|p| fields.text().field(p.field)[p.start..p.end].to_owned())
            .collect()
    })
}

#[track_caller]
fn search(text: &str, expected: &[&str]) {
    assert_eq!(
        found(text, Use::Search),
        Some(expected.iter().map(|&s| s.to_owned()).collect()),
        "{text}"
    );
}

#[track_caller]
fn misses(text: &str) {
    assert_eq!(found(text, Use::Search), None, "{text}");
}

#[track_caller]
fn topic(text: &str, expected: Option<&[&str]>) {
    let expected = expected.map(|list| list.iter().map(|&s| s.to_owned()).collect());
    assert_eq!(found(text, Use::Topic), expected, "{text}");
}

#[test]
fn words_without_marks_find_every_marking() {
    search("le hoi", &["hội", "lễ", "hội"]);
    search("\"le hoi\"", &["lễ hội"]);
}

#[test]
fn one_mark_means_all_marks_as_typed() {
    search("lễ hội", &["hội", "lễ", "hội"]);
    misses("lễ hoi");
    misses("\"lê hội\"");
    search("~le hội", &["hội", "lễ", "hội"]);
}

#[test]
fn in_topics_marks_are_always_as_typed() {
    topic("hoi", None);
    topic("~hoi", Some(&["hội", "hội"]));
    topic("hội", Some(&["hội", "hội"]));
}

#[test]
fn capitals_count_only_where_asked_for() {
    topic("=Then", Some(&["Then"]));
    topic("=then", Some(&["Then", "then"]));
    topic("then", Some(&["Then", "then"]));
}

#[test]
fn operators_in_either_language() {
    search("\"du khách\" OR \"cầu treo\"", &["du khách"]);
    search("\"cầu treo\" HOẶC \"du khách\"", &["du khách"]);
    search("\"du khách\" VÀ \"lễ hội\"", &["du khách", "lễ hội"]);
    misses("\"du khách\" AND NOT \"lễ hội\"");
    misses("\"du khách\" -\"lễ hội\"");
    misses("\"du khách\" KHÔNG \"lễ hội\"");
    search("\"du khách\" NOT \"cầu treo\"", &["du khách"]);
    search(
        "(\"cầu treo\" OR thác) \"đuối nước\"",
        &["thác", "đuối nước"],
    );
}

#[test]
fn in_a_query_of_capitals_vietnamese_operators_are_words() {
    let leaves = |text| parse(text, Use::Search).unwrap().leaves.len();
    assert_eq!(leaves("LỄ HỘI VÀ DU LỊCH"), 5);
    assert_eq!(leaves("lễ hội VÀ du lịch"), 4);
    // Names of filters and fields do not make it another query.
    assert_eq!(leaves("source:vnexpress KHÔNG GIAN VĂN HÓA"), 4);
    assert_eq!(leaves("title:LỄ HỘI VÀ DU LỊCH"), 5);
    // Nor do quotation marks: outside them only the operator is written in capitals.
    assert_eq!(leaves("\"LỄ HỘI\" HOẶC \"DU LỊCH\""), 2);
    assert_eq!(leaves("1 HOẶC 2"), 2);
}

#[test]
fn english_operators_are_no_vietnamese_words_and_hold_in_capitals_too() {
    assert!(matches!(
        parse("UBND OR HĐND", Use::Search).unwrap().root,
        Node::Or(_)
    ));
    assert!(matches!(
        parse("UBND NEAR/3 HĐND", Use::Topic).unwrap().root,
        Node::Near { .. }
    ));
}

#[test]
fn operators_in_any_writing_of_their_letters() {
    for or in ["HOẶC", "HOA\u{323}\u{306}C", "HOĂ\u{323}C"] {
        let query = parse(&format!("lễ {or} hội"), Use::Search).unwrap();
        assert!(matches!(query.root, Node::Or(_)), "{or}");
    }
}

#[test]
fn in_quotation_marks_operators_are_words() {
    for text in [
        "\"a OR b\"",
        "“tai NOT nạn”",
        "\"x NEAR/3 y\"",
        "«a source:b»",
    ] {
        let query = parse(text, Use::Search).unwrap();
        assert!(matches!(query.root, Node::Leaf(_)), "{text}");
        assert!(query.filters.is_empty());
    }
}

#[test]
fn near_three_times_joins_neighbours() {
    let query = parse("a NEAR/5 b NEAR/s c", Use::Topic).unwrap();
    let Node::And(pairs) = &query.root else {
        panic!("{:?}", query.root)
    };
    let ids = |near: &Node| match near {
        Node::Near { left, right, .. } => (left[0].0, right[0].0),
        other => panic!("{other:?}"),
    };
    assert_eq!((ids(&pairs[0]), ids(&pairs[1])), ((0, 1), (1, 2)));
}

#[test]
fn not_not_is_nothing() {
    for text in ["NOT NOT hội", "NOT (NOT hội)", "NOT -hội", "hội"] {
        let query = parse(text, Use::Search).unwrap();
        assert!(matches!(query.root, Node::Leaf(_)), "{text}");
    }
    // Some word must occur: no reason to refuse it.
    search("NOT (NOT hội OR \"cầu treo\")", &[]);
}

#[test]
fn an_attached_minus_excludes_and_a_hyphen_joins() {
    search("\"TP-HCM\"", &["TP.HCM"]);
    search("TP.HCM", &["TP.HCM"]);
    search("khách - thác", &["khách", "khách", "thác"]);
    misses("khách -thác");
    misses("khách −thác");
    misses("khách -title:hội");
    misses("khách -(thác lễ)");
}

#[test]
fn near_counts_the_tokens_between_and_stays_in_its_paragraph() {
    search("\"du lịch\" NEAR/4 thác", &["du lịch", "thác"]);
    misses("\"du lịch\" NEAR/3 thác");
    search("thác NEAR/4 \"du lịch\"", &["du lịch", "thác"]);
    misses("thác NEAR/100 \"đuối nước\"");
    search("người NEAR/s \"đuối nước\"", &["người", "đuối nước"]);
    misses("then NEAR/s \"đuối nước\"");
    search("then NEAR/p \"đuối nước\"", &["đuối nước", "Then", "then"]);
    search("(thác OR hồ) NEAR/9 (khách OR đoàn)", &["khách", "thác"]);
    misses("hội NEAR/5 hội NEAR/5 khách");
    search("tai NEAR/0 nạn", &["tai", "nạn"]);
}

#[test]
fn fields_narrow() {
    search("title:hội", &["hội"]);
    search("lead:(hội khách)", &["khách", "hội"]);
    misses("title:\"du khách\"");
    search("title:(hội OR thác) body:thác", &["hội", "thác"]);
}

#[test]
fn prefixes() {
    search("hộ*", &["hội", "hội"]);
    search("\"du\" kha*", &["Khai", "du", "khách", "dự", "khách", "du"]);
    search("=Kha*", &["Khai"]);
    search("hộ*,", &["hội", "hội"]);
    let stars = parse("\"khách sạn 5*\"", Use::Topic).unwrap();
    assert!(stars.leaves[0].words.iter().all(|word| !word.prefix));
}

#[test]
fn a_phrase_lies_within_one_paragraph() {
    misses("\"thác một\"");
    search("\"đến thác\"", &["đến thác"]);
}

#[test]
fn filters_stand_beside_the_words_of_a_search() {
    let query = parse(
        "lễ hội source:bao-cao-bang -is:late from:2026-10-01",
        Use::Search,
    )
    .unwrap();
    let filters: Vec<_> = query
        .filters
        .iter()
        .map(|clause| (clause.negated, &clause.filter))
        .collect();
    assert_eq!(filters[0], (false, &Filter::Source("bao-cao-bang".into())));
    assert_eq!(filters[1], (true, &Filter::Is("late".into())));
    assert!(matches!(filters[2], (false, Filter::From(day)) if day.to_string() == "2026-10-01"));
    assert_eq!(parse("source:x", Use::Search).unwrap().root, Node::All);
    for day in ["2026-11-24", "24/11/2026"] {
        let query = parse(&format!("to:{day}"), Use::Search).unwrap();
        assert!(
            matches!(query.filters[0].filter, Filter::To(day) if day.to_string() == "2026-11-24")
        );
    }
    let named = parse("source:\"báo cao bằng\" hội", Use::Search).unwrap();
    assert_eq!(
        named.filters[0].filter,
        Filter::Source("báo cao bằng".into())
    );
    // Words that only exclude are no query, but beside a filter they are.
    assert!(parse("-hội source:x", Use::Search).is_ok());
}

#[test]
fn marks_in_a_filter_do_not_make_the_words_strict() {
    let query = parse("le hoi source:\"Báo Cao Bằng\"", Use::Search).unwrap();
    assert!(
        query
            .leaves
            .iter()
            .all(|leaf| leaf.words[0].marks == crate::Marks::Any)
    );
}

#[test]
fn colons_inside_words_are_no_fields() {
    assert_eq!(parse("08:30", Use::Search).unwrap().leaves.len(), 2);
    assert_eq!(parse("Nguồn:abc", Use::Search).unwrap().leaves.len(), 2);
    assert_eq!(
        parse("https://vidu.example/tin", Use::Search)
            .unwrap()
            .leaves[0]
            .words
            .len(),
        1
    );
}

#[test]
fn a_text_of_one_word_repeated_stays_cheap() {
    let body = "hội ".repeat(200_000);
    let fields = article("", "", &body);
    for query in ["hội NEAR/3 hội", "hội NEAR/s hội", "hội NEAR/p (hội OR lễ)"] {
        let passages = parse(query, Use::Topic).unwrap().matches(&fields).unwrap();
        assert_eq!(passages.len(), 200_000);
    }
    assert_eq!(fields.tokens(Field::Body).len(), 200_000);
}
