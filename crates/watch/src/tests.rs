//! Topics, by examples; the laws and the places have files of their own.

mod bench;
mod laws;
mod places;
mod spellings;

use langnghe_model::{ArticleText, Field, Topic};
use langnghe_query::Fields;

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
    ArticleText {
        title: title.into(),
        lead: String::new(),
        body: body.into(),
    }
}

#[track_caller]
fn score(title: &str, body: &str) -> Option<i32> {
    let matcher = Matcher::compile(&[topic(TOPIC)]).unwrap();
    let fields = Fields::of(&article(title, body));
    let explanation = matcher
        .explain(&"an-toan".parse().unwrap(), &fields, &[])
        .unwrap();
    let found = matcher.matches(&fields, &[]);
    assert_eq!(
        explanation.flagged,
        !found.is_empty(),
        "explain and matches agree"
    );
    if let Some(found) = found.first() {
        assert_eq!(explanation.score, found.score);
    }
    found.first().map(|found| found.score)
}

#[test]
fn combinations_reach_the_threshold_and_single_terms_do_not() {
    assert_eq!(
        score("Tin", "Một du khách mất tích, nghi đuối nước."),
        Some(14)
    );
    assert_eq!(score("Tin", "Một du khách mất tích."), None);
    assert_eq!(score("Đuối nước ở thác Bản Giốc", ""), Some(10));
}

#[test]
fn a_term_counts_once_and_negative_weights_take_away() {
    assert_eq!(score("Đuối nước", "đuối nước, đuối nước, đuối nước"), None);
    assert_eq!(
        score("Diễn tập", "Một du khách mất tích, nghi đuối nước."),
        None
    );
}

#[test]
fn an_exclusion_takes_the_article_out() {
    assert_eq!(
        score("Phim truyện", "Một du khách mất tích, nghi đuối nước."),
        None
    );
}

#[test]
fn evidence_cuts_the_passages_from_the_text() {
    let matcher = Matcher::compile(&[topic(TOPIC)]).unwrap();
    let text = article("Đuối nước", "Hai du kha\u{301}ch mất tích.");
    let found = matcher.matches(&Fields::of(&text), &[]);
    let cut: Vec<&str> = found[0]
        .evidence
        .iter()
        .map(|e| &text.field(e.field)[e.start..e.end])
        .collect();
    assert_eq!(cut, ["du kha\u{301}ch", "mất tích", "Đuối nước"]);
    assert!(
        found[0]
            .evidence
            .iter()
            .zip(&cut)
            .all(|(e, cut)| e.text == *cut)
    );
}

#[test]
fn explaining_says_what_is_lacking_and_what_each_term_is_worth() {
    let matcher = Matcher::compile(&[topic(TOPIC)]).unwrap();
    let explain = |body: &str| {
        let fields = Fields::of(&article("Tin", body));
        matcher
            .explain(&"an-toan".parse().unwrap(), &fields, &[])
            .unwrap()
    };
    let near_miss = explain("Một du khách mất tích.");
    assert_eq!(near_miss.lacking, ["the score is 8, 2 below 10"]);
    let flagged = explain("Một du khách mất tích, nghi đuối nước.");
    assert_eq!(flagged.terms[1].score_without, Some(8));
    assert!(
        flagged
            .to_string()
            .contains("without this term: 8, below the threshold"),
        "{flagged}"
    );
}

#[test]
fn only_new_text_counts_in_a_later_revision() {
    let matcher = Matcher::compile(&[topic(TOPIC)]).unwrap();
    let before = article("Tin", "Du khách mất tích, nghi đuối nước.");
    let after = article("Tin", "Du khách mất tích, nghi đuối nước.\nTrời nắng.");
    let changed = article("Tin", "Trời nắng.\nHai du khách mất tích, nghi đuối nước.");
    let found = |text: &ArticleText| matcher.matches(&Fields::of(text), &[]).remove(0);
    assert!(!in_new_text(
        &found(&after),
        &after,
        std::slice::from_ref(&before)
    ));
    assert!(in_new_text(&found(&changed), &changed, &[before]));
}

#[test]
fn a_new_passage_counts_even_when_the_evidence_shows_only_old_ones() {
    let text = TOPIC.replace("'\"đuối nước\"'", "'\"du khách\" AND \"đuối nước\"'");
    let matcher =
        Matcher::compile(&[topic(&text.replace("threshold = 10", "threshold = 6"))]).unwrap();
    let old = "Du khách đến.\nDu khách đi.\nDu khách về.";
    let before = article("Tin", old);
    let after = article("Tin", &format!("{old}\nCó người đuối nước."));
    let found = matcher.matches(&Fields::of(&after), &[]).remove(0);
    assert!(found.evidence.iter().all(|e| e.text == "Du khách"));
    assert_eq!(found.paragraphs.len(), 4);
    assert!(in_new_text(&found, &after, std::slice::from_ref(&before)));
    // The same paragraphs in another order, field or writing are no new text.
    let moved = ArticleText {
        title: "CÓ NGƯỜI ĐUỐI NƯỚC.".into(),
        lead: "Du kha\u{301}ch về.".into(),
        body: "Du khách đi.\r\nDu khách đến.".into(),
    };
    let found = matcher.matches(&Fields::of(&moved), &[]).remove(0);
    assert!(!in_new_text(&found, &moved, &[before, after]));
}

#[test]
fn a_term_that_takes_away_brings_no_new_text() {
    let text = TOPIC.replace("weight = -5", "weight = -1");
    let matcher = Matcher::compile(&[topic(&text)]).unwrap();
    let before = article("Tin", "Du khách mất tích, nghi đuối nước.");
    let after = article("Tin", "Du khách mất tích, nghi đuối nước.\nDiễn tập.");
    let found = matcher.matches(&Fields::of(&after), &[]).remove(0);
    assert_eq!(found.score, 13);
    assert!(!in_new_text(&found, &after, &[before]));
}

#[test]
fn at_most_three_passages_of_a_term_are_kept_and_they_are_the_first() {
    let matcher =
        Matcher::compile(&[topic(&TOPIC.replace("threshold = 10", "threshold = 6"))]).unwrap();
    let text = article("Đuối nước", "a đuối nước b đuối nước c đuối nước");
    let found = matcher.matches(&Fields::of(&text), &[]).remove(0);
    let starts: Vec<_> = found.evidence.iter().map(|e| (e.field, e.start)).collect();
    assert_eq!(
        starts,
        [(Field::Title, 0), (Field::Body, 2), (Field::Body, 20)]
    );
    let explanation = matcher
        .explain(&found.topic, &Fields::of(&text), &[])
        .unwrap();
    assert_eq!(
        explanation.terms[1].passages.len(),
        4,
        "explaining shows all"
    );
}

#[test]
fn a_matcher_without_topics_and_an_article_without_text_are_fine() {
    let empty = Fields::of(&ArticleText::default());
    let none = Matcher::compile(&[]).unwrap();
    assert!(
        none.matches(&Fields::of(&article("Tin", "Du khách")), &[])
            .is_empty()
    );
    assert!(
        none.explain(&"an-toan".parse().unwrap(), &empty, &[])
            .is_none()
    );
    let matcher = Matcher::compile(&[topic(TOPIC)]).unwrap();
    assert!(matcher.matches(&empty, &[]).is_empty());
    let explanation = matcher
        .explain(&"an-toan".parse().unwrap(), &empty, &[])
        .unwrap();
    assert_eq!(explanation.score, 0);
    assert!(!explanation.flagged);
}

#[test]
fn a_topic_that_was_never_checked_gives_an_error_and_no_overflow() {
    let mut topic = topic(TOPIC);
    topic.terms[0].weight = i32::MAX;
    topic.terms[1].weight = i32::MAX;
    let matcher = Matcher::compile(std::slice::from_ref(&topic)).unwrap();
    let fields = Fields::of(&article("Tin", "Một du khách mất tích, nghi đuối nước."));
    assert_eq!(matcher.matches(&fields, &[])[0].score, i32::MAX);
    let _ = matcher
        .explain(&topic.id, &fields, &[])
        .unwrap()
        .to_string();
    topic.terms[0].query = "\"du khách".to_owned();
    let error = Matcher::compile(&[topic]).expect_err("a broken query");
    assert!(error.to_string().contains("an-toan"), "{error}");
}

#[test]
fn the_revision_names_the_content_and_not_the_spacing() {
    let spaced = TOPIC
        .replace("NEAR/12 (", "NEAR/12\n   (")
        .replace('\'', "'''")
        + "\n# a remark\n";
    assert_eq!(topic(TOPIC).revision, topic(&spaced).revision);
    assert_ne!(
        topic(TOPIC).revision,
        topic(&TOPIC.replace("weight = 6", "weight = 7")).revision
    );
    assert_eq!(topic(TOPIC).revision.0.len(), 12);
}

#[track_caller]
fn faulty(text: &str, line: usize, column: usize, message: &str) {
    let faults = parse_topic("topics/thu.toml", text).expect_err("a fault");
    let fault = &faults.list()[0];
    assert_eq!(
        (fault.line, fault.column),
        (Some(line), Some(column)),
        "{fault}"
    );
    assert!(fault.message.contains(message), "{fault}");
    assert!(!fault.remedy.is_empty());
}

#[test]
fn faults_point_at_the_character_inside_the_query() {
    let head = "name = \"a\"\nwhy = \"b\"\nowner = \"c\"\nthreshold = 5\n";
    faulty(
        &format!("{head}[[term]]\nquery = 'hội AND'\nweight = 5\n"),
        6,
        14,
        "needs something on both sides",
    );
    faulty(
        &format!("{head}[[term]]\nquery = '''\nhội\n  (lễ'''\nweight = 5\n"),
        8,
        3,
        "not closed",
    );
    faulty(
        &format!("{head}[[term]]\nquery = \"\\\"hội\"\nweight = 5\n"),
        6,
        10,
        "no partner",
    );
    faulty(
        &format!("{head}[[term]]\nquery = 'hội'\nweight = 0\n"),
        7,
        10,
        "weight of 0",
    );
    faulty(
        &format!("{head}[[term]]\nquery = 'hội'\nweight = 3\n"),
        4,
        13,
        "cannot be reached",
    );
    faulty(
        &format!("{head}[[term]]\nquery = 'source:x hội'\nweight = 9\n"),
        6,
        10,
        "filter of searches",
    );
}

#[test]
fn all_faults_are_told_in_the_order_of_the_file() {
    let text = "name = \" \"\nwhy = \"b\"\nowner = \"c\"\nthreshold = 0\n\
        [[term]]\nquery = 'hội'\nweight = 101\n\
        [[term]]\nquery = ' hội '\nweight = 5\n\
        [[exclude]]\nquery = 'NOT hội'\n";
    let faults = parse_topic("topics/thu.toml", text).expect_err("faults");
    let found: Vec<_> = faults
        .list()
        .iter()
        .map(|fault| (fault.line, fault.code))
        .collect();
    assert_eq!(
        found,
        [
            (Some(1), "topic.blank"),
            (Some(4), "topic.threshold"),
            (Some(7), "topic.weight"),
            (Some(9), "topic.same-query"),
            (Some(12), "query.nothing-positive"),
        ],
        "{faults}"
    );
}

#[test]
fn a_topic_has_days_and_its_revision_knows_them() {
    let with = |days: &str| {
        parse_topic(
            "topics/thu.toml",
            &TOPIC.replacen("threshold", &format!("{days}\nthreshold"), 1),
        )
    };
    let always = with("").unwrap();
    assert!(always.validity.is_always());
    let spring = with("from = \"2027-01-01\"\nuntil = \"2027-03-31\"").unwrap();
    assert_eq!(
        spring.validity.to_string(),
        "from 2027-01-01 until 2027-03-31"
    );
    assert_ne!(spring.revision, always.revision);
    let fields = Fields::of(&article(
        "Du khách tử vong gần thác Bản Giốc",
        "Du khách đuối nước.",
    ));
    for topic in [&always, &spring] {
        let matcher = Matcher::compile(std::slice::from_ref(topic)).unwrap();
        let found = matcher.matches(&fields, &[]).remove(0);
        assert_eq!(found.validity, topic.validity);
    }
    let faults = with("from = \"2027-03-31\"\nuntil = \"2027-01-01\"").expect_err("a fault");
    let fault = &faults.list()[0];
    assert_eq!(fault.code, "topic.validity");
    assert!(
        faults
            .to_string()
            .contains("the topic ends on 2027-01-01 before it begins on 2027-03-31"),
        "{faults}"
    );
    let faults = with("from = \"1/3/2027\"").expect_err("a fault");
    assert!(
        faults.to_string().contains("\"1/3/2027\" is no day"),
        "{faults}"
    );
}

#[test]
fn unknown_keys_and_bad_file_names_are_faults() {
    let faults = parse_topic("topics/thu.toml", &TOPIC.replace("threshold", "treshold"))
        .expect_err("a fault");
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
        topics.push(
            parse_topic(&path.display().to_string(), &text)
                .unwrap_or_else(|faults| panic!("{faults}")),
        );
    }
    assert!(topics.len() >= 5);
    Matcher::compile(&topics).unwrap();
}
