use serde::Deserialize;

use super::*;

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Example {
    name: String,
    #[serde(default)]
    weight: u32,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    part: Vec<Part>,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
struct Part {
    query: String,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Feed,
    Sitemap,
}

fn faults(text: &str) -> String {
    match parse_toml::<Example>("example.toml", text) {
        Ok(read) => format!("{read:?}"),
        Err(faults) => faults.to_string(),
    }
}

#[test]
fn a_good_file_is_read() {
    let read: Example = parse_toml(
        "example.toml",
        "name = \"hội\"\nkind = \"feed\"\n[[part]]\nquery = '''\na\n'''\n",
    )
    .unwrap();
    assert_eq!(read.name, "hội");
    assert_eq!(read.kind, Some(Kind::Feed));
    assert_eq!(
        read.part,
        [Part {
            query: "a\n".into()
        }]
    );
}

#[test]
fn a_syntax_error_shows_its_line() {
    insta::assert_snapshot!(faults("name = \"hội\nweight = 3\n"), @r#"
    example.toml:1:12: this is not valid TOML: invalid basic string, expected `"`
      1 | name = "hội
        |            ^
      to mend it: check the quotes, brackets and equals signs here and in the line above
    "#);
    insta::assert_snapshot!(faults("name \"hội\"\n"), @r#"
    example.toml:1:6: this is not valid TOML: key with no value, expected `=`
      1 | name "hội"
        |      ^
      to mend it: check the quotes, brackets and equals signs here and in the line above
    "#);
    insta::assert_snapshot!(faults("name = \"a\"\nname = \"b\"\n"), @r#"
    example.toml:2:1: this is not valid TOML: duplicate key
      2 | name = "b"
        | ^
      to mend it: check the quotes, brackets and equals signs here and in the line above
    "#);
}

#[test]
fn every_unknown_key_is_told_with_the_nearest_known_one() {
    insta::assert_snapshot!(faults("name = \"a\"\nwieght = 3\nowner = \"x\"\n[[part]]\nquery = \"a\"\n[[part]]\nqery = \"b\"\n"), @r#"
    example.toml:3:1: "owner" is not a known key here
      3 | owner = "x"
        | ^
      to mend it: take the line out; known here: name, weight, kind, part
    example.toml:6:1: "query" is missing here
      6 | [[part]]
        | ^
      to mend it: add a line "query = …"
    example.toml:7:1: "qery" is not a known key here
      7 | qery = "b"
        | ^
      to mend it: did you mean "query"? Otherwise take the line out
    "#);
}

#[test]
fn a_wrong_type_says_what_was_wanted() {
    insta::assert_snapshot!(faults("name = 5\n"), @r#"
    example.toml:1:8: this is integer 5, not a string
      1 | name = 5
        |        ^
      to mend it: put the value in quotes: "…"
    "#);
    insta::assert_snapshot!(faults("name = \"a\"\nweight = \"5\"\n"), @r#"
    example.toml:2:10: this is string "5", not a whole number from 0 up
      2 | weight = "5"
        |          ^
      to mend it: write a whole number without quotes: 10
    "#);
    insta::assert_snapshot!(faults("name = \"a\"\nweight = -5\n"), @r"
    example.toml:2:10: this is integer -5, not a whole number from 0 up
      2 | weight = -5
        |          ^
      to mend it: write a whole number without quotes: 10
    ");
    insta::assert_snapshot!(faults("name = \"a\"\npart = 3\n"), @r#"
    example.toml:2:8: this is integer 3, not a list
      2 | part = 3
        |        ^
      to mend it: put the values in brackets: ["…", "…"]
    "#);
}

#[test]
fn a_missing_key_and_an_unknown_value_are_told() {
    insta::assert_snapshot!(faults("weight = 5\n"), @r#"
    example.toml:1:1: "name" is missing here
      1 | weight = 5
        | ^
      to mend it: add a line "name = …"
    "#);
    insta::assert_snapshot!(faults("name = \"a\"\n[[part]]\n"), @r#"
    example.toml:2:1: "query" is missing here
      2 | [[part]]
        | ^
      to mend it: add a line "query = …"
    "#);
    insta::assert_snapshot!(faults("name = \"a\"\nkind = \"feeds\"\n"), @r#"
    example.toml:2:8: "feeds" is none of the values this can have
      2 | kind = "feeds"
        |        ^
      to mend it: did you mean "feed"? write one of: feed, sitemap
    "#);
}

#[test]
fn odd_texts_are_no_panic() {
    for text in [
        "",
        "\u{feff}",
        "=",
        "[",
        "[[",
        "a.b.c=1",
        "'''",
        "name = \"\\u{110000}\"",
        "\r\n\r",
        "name = 1979-05-27",
    ] {
        let _ = faults(text);
    }
}

#[test]
fn a_value_can_be_asked_for_with_its_place() {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Placed {
        name: Spanned<String>,
    }
    let text = "# names\nname = \"hội\"\n";
    let read: Placed = parse_toml("example.toml", text).unwrap();
    assert_eq!(&text[read.name.span()], "\"hội\"");
}
