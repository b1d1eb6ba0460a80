//! Topics, by examples and against the plain evaluator.

use langnghe_model::{ArticleText, Topic};
use langnghe_query::{Fields, Use, parse};
use proptest::prelude::*;

use crate::{Matcher, in_new_text, parse_topic};

const TOPIC: &str = r#"
name      = "An toàn du khách"
why       = "Thử"
owner     = "van-phong"
threshold = 10

[[term]]
query  = '"du khách" NEAR/12 ("tử vong" OR "mất tích")'
weight = 8

[[term]]
query  = '"đuối nước"'
weight = 6

[[term]]
query  = 'title:("thác Bản Giốc")'
weight = 4

[[term]]
query  = '"diễn tập"'
weight = -5

[[exclude]]
query  = '"phim truyện"'
"#;

fn topic(text: &str) -> Topic {
    parse_topic("topics/an-toan.toml", text).unwrap_or_else(|faults| panic!("{faults}"))
}

fn article(title: &str, body: &str) -> ArticleText {
    ArticleText { title: title.into(), lead: String::new(), body: body.into() }
}

#[track_caller]
fn score(title: &str, body: &str) -> Option<i32> {
    let matcher = Matcher::compile(&[topic(TOPIC)]).unwrap();
    let fields = Fields::of(&article(title, body));
    let explanation = matcher.explain(&"an-toan".parse().unwrap(), &fields, &[]).unwrap();
    let found = matcher.matches(&fields, &[]);
    assert_eq!(explanation.flagged, !found.is_empty(), "explain and matches agree");
    if let Some(found) = found.first() {
        assert_eq!(explanation.score, found.score);
    }
    found.first().map(|found| found.score)
}

#[test]
fn combinations_reach_the_threshold_and_single_terms_do_not() {
    assert_eq!(score("Tin", "Một du khách mất tích, nghi đuối nước."), Some(14));
    assert_eq!(score("Tin", "Một du khách mất tích."), None);
    assert_eq!(score("Đuối nước ở thác Bản Giốc", ""), Some(10));
}

#[test]
fn a_term_counts_once_and_negative_weights_take_away() {
    assert_eq!(score("Đuối nước", "đuối nước, đuối nước, đuối nước"), None);
    assert_eq!(score("Diễn tập", "Một du khách mất tích, nghi đuối nước."), None);
}

#[test]
fn an_exclusion_takes_the_article_out() {
    assert_eq!(score("Phim truyện", "Một du khách mất tích, nghi đuối nước."), None);
}

#[test]
fn evidence_cuts_the_passages_from_the_text() {
    let matcher = Matcher::compile(&[topic(TOPIC)]).unwrap();
    let text = article("Đuối nước", "Hai du kha\u{301}ch mất tích.");
    let found = matcher.matches(&Fields::of(&text), &[]);
    let cut: Vec<&str> = found[0].evidence.iter().map(|e| &text.field(e.field)[e.start..e.end]).collect();
    assert_eq!(cut, ["du kha\u{301}ch", "mất tích", "Đuối nước"]);
    assert!(found[0].evidence.iter().zip(&cut).all(|(e, cut)| e.text == *cut));
}

#[test]
fn explaining_says_what_is_lacking_and_what_each_term_is_worth() {
    let matcher = Matcher::compile(&[topic(TOPIC)]).unwrap();
    let explain = |body: &str| {
        let fields = Fields::of(&article("Tin", body));
        matcher.explain(&"an-toan".parse().unwrap(), &fields, &[]).unwrap()
    };
    let near_miss = explain("Một du khách mất tích.");
    assert_eq!(near_miss.lacking, ["the score is 8, 2 below 10"]);
    let flagged = explain("Một du khách mất tích, nghi đuối nước.");
    assert_eq!(flagged.terms[1].score_without, Some(8));
    assert!(flagged.to_string().contains("without this term: 8, below the threshold"), "{flagged}");
}

#[test]
fn only_new_text_counts_in_a_later_revision() {
    let matcher = Matcher::compile(&[topic(TOPIC)]).unwrap();
    let before = article("Tin", "Du khách mất tích, nghi đuối nước.");
    let after = article("Tin", "Du khách mất tích, nghi đuối nước.\nTrời nắng.");
    let changed = article("Tin", "Trời nắng.\nHai du khách mất tích, nghi đuối nước.");
    let found = |text: &ArticleText| matcher.matches(&Fields::of(text), &[]).remove(0);
    assert!(!in_new_text(&found(&after), &after, std::slice::from_ref(&before)));
    assert!(in_new_text(&found(&changed), &changed, &[before]));
}

#[test]
fn the_revision_names_the_content_and_not_the_spacing() {
    let spaced = TOPIC.replace("NEAR/12 (", "NEAR/12\n   (").replace('\'', "'''") + "\n# a remark\n";
    assert_eq!(topic(TOPIC).revision, topic(&spaced).revision);
    assert_ne!(topic(TOPIC).revision, topic(&TOPIC.replace("weight = 6", "weight = 7")).revision);
    assert_eq!(topic(TOPIC).revision.0.len(), 12);
}

#[track_caller]
fn faulty(text: &str, line: usize, column: usize, message: &str) {
    let faults = parse_topic("topics/thu.toml", text).expect_err("a fault");
    let fault = &faults.list()[0];
    assert_eq!((fault.line, fault.column), (Some(line), Some(column)), "{fault}");
    assert!(fault.message.contains(message), "{fault}");
    assert!(!fault.remedy.is_empty());
}

#[test]
fn faults_point_at_the_character_inside_the_query() {
    let head = "name = \"a\"\nwhy = \"b\"\nowner = \"c\"\nthreshold = 5\n";
    faulty(&format!("{head}[[term]]\nquery = 'hội AND'\nweight = 5\n"), 6, 14, "needs something on both sides");
    faulty(&format!("{head}[[term]]\nquery = '''\nhội\n  (lễ'''\nweight = 5\n"), 8, 3, "not closed");
    faulty(&format!("{head}[[term]]\nquery = \"\\\"hội\"\nweight = 5\n"), 6, 11, "no partner");
    faulty(&format!("{head}[[term]]\nquery = 'hội'\nweight = 0\n"), 7, 10, "weight of 0");
    faulty(&format!("{head}[[term]]\nquery = 'hội'\nweight = 3\n"), 4, 13, "cannot be reached");
    faulty(&format!("{head}[[term]]\nquery = 'source:x hội'\nweight = 9\n"), 6, 10, "filter of searches");
}

#[test]
fn unknown_keys_and_bad_file_names_are_faults() {
    let faults = parse_topic("topics/thu.toml", &TOPIC.replace("threshold", "treshold")).expect_err("a fault");
    assert!(faults.to_string().contains("treshold"), "{faults}");
    let faults = parse_topic("topics/Chủ đề.toml", TOPIC).expect_err("a fault");
    assert!(faults.to_string().contains("rename the file"), "{faults}");
}

#[test]
fn the_shipped_topics_parse_and_compile() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../config/topics");
    let mut topics = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        topics.push(parse_topic(&path.display().to_string(), &text).unwrap_or_else(|faults| panic!("{faults}")));
    }
    assert!(topics.len() >= 5);
    Matcher::compile(&topics).unwrap();
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["hội", "hoi", "lễ", "khách", "hòa", "hoà", "Then", "then"]
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(prop_oneof![8 => word().boxed(), 1 => Just("\n".to_owned()).boxed()], 0..30)
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
        1 => Just("ho*".to_owned()),
    ]
}

fn query() -> impl Strategy<Value = String> {
    prop_oneof![
        leaf().boxed(),
        (leaf(), 0..5_u32, leaf()).prop_map(|(a, n, b)| format!("{a} NEAR/{n} {b}")).boxed(),
        (leaf(), leaf()).prop_map(|(a, b)| format!("{a} AND NOT {b}")).boxed(),
        (leaf(), leaf()).prop_map(|(a, b)| format!("{a} OR {b}")).boxed(),
    ]
}

proptest! {
    #[test]
    fn the_automaton_agrees_with_the_plain_evaluator(
        queries in proptest::collection::vec(query(), 1..8),
        title in text(),
        body in text(),
    ) {
        let text = article(&title, &body);
        let fields = Fields::of(&text);
        let topics: Vec<Topic> = queries
            .iter()
            .enumerate()
            .map(|(number, query)| {
                let file = format!("name = \"{number}\"\nwhy = \"b\"\nowner = \"c\"\nthreshold = 5\n[[term]]\nquery = '''{query}'''\nweight = 5\n");
                parse_topic(&format!("t{number}.toml"), &file).unwrap()
            })
            .collect();
        let found = Matcher::compile(&topics).unwrap().matches(&fields, &[]);
        for (topic, query) in topics.iter().zip(&queries) {
            let plain = parse(query, Use::Topic).unwrap().matches(&fields);
            let evidence = found.iter().find(|found| found.topic == topic.id).map(|found| {
                found.evidence.iter().map(|e| (e.field, e.start, e.end)).collect::<Vec<_>>()
            });
            let plain = plain.map(|passages| {
                passages.iter().take(3).map(|p| (p.field, p.start, p.end)).collect::<Vec<_>>()
            });
            prop_assert_eq!(evidence, plain, "{}", query);
        }
    }
}
