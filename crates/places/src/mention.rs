//! What is found: a mention of a place, how certain, and why.

use std::fmt;

use langnghe_model::{Field, PlaceId};
use serde::Serialize;

/// How certain it is that a name means the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// It may well mean something else; counts for nothing.
    Doubtful,
    /// The name has other meanings, but the article or its source speaks for this one.
    Likely,
    /// The name means nothing else.
    Certain,
}

/// Why a mention is as certain as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "reason", content = "what")]
pub enum Why {
    /// The name means nothing else.
    OnlyThis,
    /// The source writes for this region.
    Home(PlaceId),
    /// The article names this place of the same province with certainty.
    Beside(PlaceId),
    /// The name is also this, and nothing says which is meant. Empty for a commune's name that is only
    /// unsafe for lack of its type word.
    NothingTells(String),
    /// The name is also this, and no type word (xã, huyện …) stands before it.
    NoTypeWord(String),
    /// This is no place but something named after one.
    NotAPlace(String),
    /// This place elsewhere follows directly.
    Elsewhere(PlaceId),
    /// This unit, which is none of the gazetteer's, follows directly.
    UnknownUnit(String),
    /// This word before it makes it the name of a street, school or firm.
    NamedAfter(String),
    /// This word before it makes it a person's name.
    Person(String),
    /// It is part of this longer name.
    LongerName(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::OnlyThis => f.write_str("the name means nothing else"),
            Why::Home(region) => write!(f, "the source writes for {region}"),
            Why::Beside(place) => write!(f, "the article also names {place}"),
            Why::NothingTells(other) if other.is_empty() => {
                f.write_str("a commune's name without \"xã\" or \"phường\", and nothing else of its province is named")
            }
            Why::NothingTells(other) => write!(f, "the name is also: {other}; nothing tells which is meant"),
            Why::NoTypeWord(other) => write!(f, "the name is also: {other}; no type word stands before it"),
            Why::NotAPlace(what) => write!(f, "this is {what}"),
            Why::Elsewhere(place) => write!(f, "{place} follows, so it is a namesake there"),
            Why::UnknownUnit(unit) => write!(f, "\"{unit}\" follows, so it is a namesake there"),
            Why::NamedAfter(word) => write!(f, "\"{word}\" before it: named after the place or a person"),
            Why::Person(word) => write!(f, "\"{word}\" before it: a person's name"),
            Why::LongerName(name) => write!(f, "part of the longer name \"{name}\""),
        }
    }
}

/// A name of a place in an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mention {
    /// The place.
    pub place: PlaceId,
    /// Where it stands.
    pub field: Field,
    /// First byte in the field's text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// The name as written.
    pub text: String,
    /// How certain it is.
    pub certainty: Certainty,
    /// Why.
    pub why: Why,
}
