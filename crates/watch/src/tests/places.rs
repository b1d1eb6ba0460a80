//! Required places, and the checks across files.

use langnghe_model::{ArticleText, Diagnostic, Field, PlaceId, Topic, Unit};
use langnghe_places::{Certainty, Gazetteer, Mention, Why};
use langnghe_query::Fields;

use super::{TOPIC, article, topic};
use crate::{Matcher, check_topics, parse_topic};

const PLACES: &str = "id\tname\tkind\taliases\tcode\tvalid_from\tvalid_to\tnow\tambiguous\tnote
cao-bang\tCao Bằng\tprovince\t\t04\t\t\t\t\t
cao-bang.ban-gioc\tBản Giốc\tlandmark\t\t\t\t\t\t\t
lang-son\tLạng Sơn\tprovince\t\t20\t\t\t\t\t
";

const REQUIRE: &str = "\n[require]\nplaces = [\"cao-bang\"]\n";

fn with_place() -> Topic {
    topic(&TOPIC.replacen("\n[[term]]", &format!("{REQUIRE}\n[[term]]"), 1))
}

fn text() -> ArticleText {
    article("Tin", "Một du khách mất tích, nghi đuối nước.")
}

fn mention(place: &str, certainty: Certainty) -> Mention {
    Mention {
        place: place.parse().unwrap(),
        field: Field::Body,
        start: 0,
        end: 4,
        text: "Một".to_owned(),
        certainty,
        why: Why::NothingTells("a word".to_owned()),
    }
}

#[track_caller]
fn check(mentions: &[Mention], expected: Option<&[&str]>) {
    let topic = with_place();
    let matcher = Matcher::compile(std::slice::from_ref(&topic)).unwrap();
    let fields = Fields::of(&text());
    let found = matcher.matches(&fields, mentions);
    let places = found
        .first()
        .map(|found| found.places.iter().map(PlaceId::as_str).collect::<Vec<_>>());
    assert_eq!(places.as_deref(), expected);
    let explanation = matcher.explain(&topic.id, &fields, mentions).unwrap();
    assert_eq!(explanation.flagged, expected.is_some());
}

#[test]
fn a_required_place_must_be_certain_or_likely_and_lie_within() {
    use Certainty::{Certain, Doubtful, Likely};
    check(&[], None);
    check(&[mention("cao-bang", Certain)], Some(&["cao-bang"]));
    check(
        &[mention("cao-bang.ban-gioc", Likely)],
        Some(&["cao-bang.ban-gioc"]),
    );
    check(&[mention("cao-bang.ban-gioc", Doubtful)], None);
    check(&[mention("lang-son", Certain)], None);
    check(
        &[
            mention("lang-son", Certain),
            mention("cao-bang.ban-gioc", Likely),
            mention("cao-bang", Certain),
            mention("cao-bang.ban-gioc", Certain),
        ],
        Some(&["cao-bang", "cao-bang.ban-gioc"]),
    );
}

#[test]
fn explaining_says_which_place_is_lacking_and_why_a_name_does_not_count() {
    let topic = with_place();
    let matcher = Matcher::compile(std::slice::from_ref(&topic)).unwrap();
    let explain = |mentions: &[Mention]| {
        matcher
            .explain(&topic.id, &Fields::of(&text()), mentions)
            .unwrap()
    };
    let doubtful = explain(&[
        mention("cao-bang.ban-gioc", Certainty::Doubtful),
        mention("lang-son", Certainty::Certain),
    ]);
    assert_eq!(doubtful.lacking, ["no place in cao-bang is named for sure"]);
    assert_eq!(doubtful.doubtful.len(), 1);
    let shown = doubtful.to_string();
    assert!(
        shown.contains("\"Một\" may be cao-bang.ban-gioc, but: the name is also: a word"),
        "{shown}"
    );
    let likely = explain(&[mention("cao-bang.ban-gioc", Certainty::Likely)]);
    assert!(likely.flagged && likely.doubtful.is_empty());
    assert!(likely.to_string().contains("places: cao-bang.ban-gioc"));
}

#[test]
fn places_are_found_by_the_gazetteer_and_matched() {
    let gazetteer = Gazetteer::parse("places.tsv", PLACES).unwrap();
    let matcher = Matcher::compile(&[with_place()]).unwrap();
    let found = |title: &str| {
        let fields = Fields::of(&article(title, &text().body));
        matcher
            .matches(&fields, &gazetteer.find(&fields, None))
            .len()
    };
    assert_eq!(found("Tin ở thác Bản Giốc"), 1);
    assert_eq!(found("Tin ở Lạng Sơn"), 0);
}

#[test]
fn owners_places_and_names_are_checked_against_the_other_files() {
    let gazetteer = Gazetteer::parse("places.tsv", PLACES).unwrap();
    let unit = |id: &str| Unit {
        id: id.parse().unwrap(),
        name: id.to_owned(),
    };
    let named = |file: &str, text: &str| {
        let topic = parse_topic(file, text).unwrap_or_else(|faults| panic!("{faults}"));
        (file.to_owned(), topic)
    };
    let at = |places: &str| {
        TOPIC.replacen(
            "\n[[term]]",
            &format!("\n[require]\nplaces = [{places}]\n\n[[term]]"),
            1,
        )
    };
    let good = named("a.toml", &at("\"cao-bang\", \"vn\""));
    assert_eq!(
        check_topics(
            std::slice::from_ref(&good),
            &[unit("van-phong")],
            &gazetteer
        ),
        []
    );
    let bad = named("b.toml", &at("\"ban-gioc\", \"ha-nam\""));
    let found = check_topics(
        &[good, bad],
        &[unit("phong-a"), unit("phong-b")],
        &gazetteer,
    );
    let told = |at: usize| {
        let Diagnostic {
            file, code, remedy, ..
        } = &found[at];
        (file.as_str(), *code, remedy.as_str())
    };
    assert_eq!(
        told(0),
        (
            "a.toml",
            "topic.unknown-owner",
            "write one of: phong-a, phong-b; or add the unit there"
        )
    );
    assert_eq!(told(1).1, "topic.unknown-owner");
    assert_eq!(
        told(2),
        (
            "b.toml",
            "topic.unknown-place",
            "did you mean \"cao-bang.ban-gioc\"? Otherwise add the place to places.tsv"
        )
    );
    assert!(told(3).2.starts_with("write the id of a place"));
    assert_eq!((told(4).0, told(4).1), ("b.toml", "topic.same-name"));
    assert_eq!(found.len(), 5);
}
