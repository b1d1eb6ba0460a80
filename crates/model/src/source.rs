//! Publishers, the places that list their articles, and the units that answer for topics.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{Day, PlaceId, SourceId, UnitId};

/// What a publisher is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A newspaper.
    Newspaper,
    /// A radio or television station.
    Broadcaster,
    /// A magazine.
    Magazine,
    /// A portal of an authority or organisation.
    Portal,
}

/// Where an article's text is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum TextFrom {
    /// Each article's page is read.
    #[default]
    Page,
    /// The feed's text is enough.
    Feed,
}

/// What kind of list a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelKind {
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A (news) sitemap.
    Sitemap,
    /// A page that lists articles.
    Listing,
    /// One page that is itself the article.
    Page,
}

impl ChannelKind {
    /// The name used in configuration and JSON.
    pub fn name(self) -> &'static str {
        match self {
            ChannelKind::Feed => "feed",
            ChannelKind::Sitemap => "sitemap",
            ChannelKind::Listing => "listing",
            ChannelKind::Page => "page",
        }
    }

    /// Reads the name back.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Feed, Self::Sitemap, Self::Listing, Self::Page]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// One place of a source that lists articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Its address.
    pub url: String,
    /// What it is.
    pub kind: ChannelKind,
    /// For a listing: a CSS selector of the links to articles. Without it, every link of the page
    /// that goes to the same host is looked at, and `pattern` decides.
    #[serde(default)]
    pub links: Option<String>,
    /// For a listing: what an article's address must contain.
    #[serde(default)]
    pub pattern: Option<String>,
}

/// CSS selectors of a source's article pages, tried before the extraction library.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Selectors {
    /// The first day (+07:00) on which pages had this layout; `None` for the one from the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The headline.
    pub title: Option<String>,
    /// The lead.
    pub lead: Option<String>,
    /// The body.
    pub body: Option<String>,
    /// The publication date.
    pub published: Option<String>,
    /// What to cut from the body (boxes of related articles, share bars).
    pub remove: Vec<String>,
}

/// A publisher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Its name, as people write it.
    pub name: String,
    /// Its front page.
    pub homepage: String,
    /// What it is.
    pub kind: SourceKind,
    /// The province it writes for, or `vn`.
    pub region: PlaceId,
    /// Where the text is taken from.
    #[serde(default)]
    pub articles: TextFrom,
    /// Whether somebody has seen these channels answer; `false` until a fetch has confirmed it.
    #[serde(default)]
    pub verified: bool,
    /// Whether it is left alone for now.
    #[serde(default)]
    pub disabled: bool,
    /// Its channels.
    #[serde(default, rename = "channel")]
    pub channels: Vec<Channel>,
    /// The selectors of its layouts, by the day from which each is valid. A newsroom changes its layout now and
    /// then, and pages that were kept from before are read by the selectors of their day.
    #[serde(
        default,
        rename = "article",
        deserialize_with = "one_or_several",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub layouts: Vec<Selectors>,
}

impl Source {
    /// The selectors for a page as it stood on `day` (+07:00); none at all before the first layout begins.
    pub fn selectors(&self, day: Day) -> Selectors {
        self.layouts
            .iter()
            .filter(|layout| layout.from.is_none_or(|from| from <= day))
            .max_by_key(|layout| layout.from)
            .cloned()
            .unwrap_or_default()
    }
}

/// One table `[source.article]`, or a list of them, `[[source.article]]`.
fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Selectors>, D::Error> {
    struct Layouts;
    impl<'de> de::Visitor<'de> for Layouts {
        type Value = Vec<Selectors>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a table of selectors, or a list of them with the day each is valid from")
        }

        fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            Selectors::deserialize(de::value::MapAccessDeserializer::new(map)).map(|one| vec![one])
        }

        fn visit_seq<A: de::SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
            Vec::deserialize(de::value::SeqAccessDeserializer::new(seq))
        }
    }
    deserializer.deserialize_any(Layouts)
}

/// A division or unit that answers for topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its name in official use.
    pub name: String,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn source(article: &str) -> Source {
        let mut json = serde_json::json!({
            "id": "bao-mau", "name": "Báo Mẫu", "homepage": "https://mau.example/", "kind": "newspaper", "region": "vn"
        });
        json["article"] = serde_json::from_str(article).unwrap();
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn one_layout_is_valid_on_every_day() {
        let source = source(r#"{"body": ".than"}"#);
        assert_eq!(
            source.selectors(Day(date(1999, 1, 1))).body.as_deref(),
            Some(".than")
        );
    }

    #[test]
    fn a_page_is_read_by_the_layout_of_its_day() {
        let source = source(
            r#"[{"from": "2026-05-01", "body": ".moi"}, {"body": ".cu"}, {"from": "2026-09-01", "body": ".nay"}]"#,
        );
        let body = |day| source.selectors(Day(day)).body.unwrap();
        assert_eq!(body(date(2026, 4, 30)), ".cu");
        assert_eq!(body(date(2026, 5, 1)), ".moi");
        assert_eq!(body(date(2026, 8, 31)), ".moi");
        assert_eq!(body(date(2026, 11, 25)), ".nay");
    }

    #[test]
    fn before_the_first_layout_there_are_no_selectors() {
        let source = source(r#"[{"from": "2026-05-01", "body": ".moi"}]"#);
        assert_eq!(
            source.selectors(Day(date(2026, 4, 30))),
            Selectors::default()
        );
    }
}
