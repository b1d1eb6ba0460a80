use super::*;

const GOOD: &str = r#"
[[source]]
id = "bao-a"
name = "Báo A"
homepage = "https://a.example/"
kind = "newspaper"
region = "cao-bang"

[[source.channel]]
url = "https://a.example/rss"
kind = "feed"
"#;

fn faults(text: &str) -> String {
    parse_sources("config/sources.toml", text)
        .unwrap_err()
        .to_string()
}

#[test]
fn a_source_is_read_with_what_it_leaves_out() {
    let sources = parse_sources("s", GOOD).unwrap();
    assert_eq!(sources[0].id.as_str(), "bao-a");
    assert!(!sources[0].verified && !sources[0].disabled);
    assert_eq!(sources[0].channels[0].url, "https://a.example/rss");
}

#[test]
fn an_id_or_a_channel_given_twice_is_told() {
    insta::assert_snapshot!(faults(&format!("{GOOD}{GOOD}")), @r#"
    config/sources.toml:14:6: a source with the id "bao-a" stands above already
      14 | id = "bao-a"
         |      ^
      to mend it: give each source an id of its own, or put the channels of both under one
    config/sources.toml:21:7: this channel belongs to the source "bao-a" already
      21 | url = "https://a.example/rss"
         |       ^
      to mend it: take one of the two out: a channel is known by its address
    "#);
}

#[test]
fn addresses_are_checked() {
    let text = GOOD
        .replace("https://a.example/\"", "a.example\"")
        .replace("https://a.example/rss", "ftp://a.example/rss");
    insta::assert_snapshot!(faults(&text), @r#"
    config/sources.toml:5:12: "a.example" is not a web address: relative URL without a base
      5 | homepage = "a.example"
        |            ^
      to mend it: write a whole address: https://example.vn/rss/home.rss
    config/sources.toml:10:7: "ftp://a.example/rss" begins with neither http:// nor https://
      10 | url = "ftp://a.example/rss"
         |       ^
      to mend it: write a whole address: https://example.vn/rss/home.rss
    "#);
    insta::assert_snapshot!(faults(&GOOD.replace("a.example/rss", "user:secret@a.example/rss")), @r#"
    config/sources.toml:10:7: the address carries a user name or password; only openly readable pages are read
      10 | url = "https://user:secret@a.example/rss"
         |       ^
      to mend it: write a whole address: https://example.vn/rss/home.rss
    "#);
}

#[test]
fn a_source_without_channels_and_faults_of_several_sources_are_told() {
    let (head, _) = GOOD.split_once("[[source.channel]]").unwrap();
    insta::assert_snapshot!(faults(head), @r#"
    config/sources.toml:3:6: the source "bao-a" has no channel
      3 | id = "bao-a"
        |      ^
      to mend it: add a [[source.channel]] with its url and kind below it, or take the source out
    "#);
    let wrong = GOOD
        .replace("\"newspaper\"", "\"news\"")
        .replace("region", "regoin");
    insta::assert_snapshot!(faults(&format!("{wrong}{}", GOOD.replace("\"feed\"", "5"))), @r#"
    config/sources.toml:6:8: "news" is none of the values this can have
      6 | kind = "news"
        |        ^
      to mend it: write one of: newspaper, broadcaster, magazine, portal
    config/sources.toml:22:8: this is not text
      22 | kind = 5
         |        ^
      to mend it: put the value in quotes: "…"
    "#);
}

#[test]
fn an_unknown_region_is_told_at_its_line() {
    let text = format!(
        "{GOOD}{}",
        GOOD.replace("bao-a", "bao-b")
            .replace("cao-bang", "cao-bnag")
    );
    let found = unknown_regions("config/sources.toml", &text, |place| {
        place.as_str() == "cao-bang"
    });
    assert_eq!(found.len(), 1);
    insta::assert_snapshot!(found[0].to_string(), @r#"
    config/sources.toml:18:10: "cao-bnag" is no place of places.tsv
      18 | region = "cao-bnag"
         |          ^
      to mend it: write the id of a place from places.tsv, or "vn" for the whole country
    "#);
    assert_eq!(
        unknown_regions("s", &GOOD.replace("cao-bang", "vn"), |_| false),
        []
    );
}
