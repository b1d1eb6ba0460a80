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

#[test]
fn layouts_are_one_table_or_a_list_with_days() {
    let one = format!("{GOOD}[source.article]\nbody = \".than\"\n");
    assert_eq!(parse_sources("s", &one).unwrap()[0].layouts.len(), 1);
    let two = format!(
        "{GOOD}[[source.article]]\nbody = \".cu\"\n[[source.article]]\nfrom = \"2026-05-01\"\nbody = \".moi\"\n"
    );
    assert_eq!(parse_sources("s", &two).unwrap()[0].layouts.len(), 2);
    let wrong = two.replace("2026-05-01", "1/5/2026");
    insta::assert_snapshot!(faults(&wrong), @r#"
    config/sources.toml:15:8: "1/5/2026" is no day
      15 | from = "1/5/2026"
         |        ^
      to mend it: use year, month and day, such as "2026-05-01"
    "#);
    let twice = format!("{two}[[source.article]]\nfrom = \"2026-05-01\"\nbody = \".nua\"\n");
    insta::assert_snapshot!(faults(&twice), @r#"
    config/sources.toml:18:8: two layouts of this source begin on the same day
      18 | from = "2026-05-01"
         |        ^
      to mend it: give each [[source.article]] its own day: from = "2026-05-01"; only one may have none
    "#);
}

#[test]
fn a_selector_that_is_no_css_is_told_at_its_line() {
    let one = format!(
        "{GOOD}links = \"h3 a[\"\n[source.article]\nbody = \"div[\"\nremove = [\".tot\", \"..\"]\n"
    );
    let told = |text: &str| {
        bad_selectors("s", text, |css| !css.ends_with(['[', '.']))
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!(told(&one), @r#"
    s:12:9: "h3 a[" is no CSS selector
      12 | links = "h3 a["
         |         ^
      to mend it: write a selector such as "div.content" or "h3 a[href]"
    s:14:8: "div[" is no CSS selector
      14 | body = "div["
         |        ^
      to mend it: write a selector such as "div.content" or "h3 a[href]"
    s:15:19: ".." is no CSS selector
      15 | remove = [".tot", ".."]
         |                   ^
      to mend it: write a selector such as "div.content" or "h3 a[href]"
    "#);
    let two = one.replace(
        "[source.article]",
        "[[source.article]]\nbody = \".cu\"\n[[source.article]]\nfrom = \"2026-05-01\"",
    );
    let places: Vec<String> = told(&two)
        .lines()
        .filter_map(|line| Some(line.strip_prefix("s:")?.split_once(": ")?.0.to_owned()))
        .collect();
    assert_eq!(places, ["12:9", "17:8", "18:19"]);
}
