//! Ids: one type for each, so that a topic's id cannot stand where a source's is asked for.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// An id that does not have the form of its kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{value}\" is not a {kind} id: use lower-case letters a-z, digits and hyphens{dots}, beginning and ending with a letter or digit"
)]
pub struct InvalidId {
    value: String,
    kind: &'static str,
    dots: &'static str,
}

fn is_slug(part: &str) -> bool {
    let bytes = part.as_bytes();
    let edge = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
    edge(bytes.first())
        && edge(bytes.last())
        && bytes
            .iter()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
}

macro_rules! slug_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal, dots: $dots:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as written in configuration files and addresses.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(value: &str) -> Result<Self, InvalidId> {
                let ok = if $dots { value.split('.').all(is_slug) } else { is_slug(value) };
                if ok {
                    Ok(Self(value.to_owned()))
                } else {
                    Err(InvalidId {
                        value: value.to_owned(),
                        kind: $kind,
                        dots: if $dots { " (dots between the levels)" } else { "" },
                    })
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(value: String) -> Result<Self, InvalidId> {
                value.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

slug_id!(
    /// A publisher's id, as in `sources.toml` (`bao-cao-bang`).
    SourceId, "source", dots: false
);
slug_id!(
    /// A watched topic's id: the name of its file without the ending (`an-toan-du-khach`).
    TopicId, "topic", dots: false
);
slug_id!(
    /// The id of a division or unit that answers for topics, as in `units.toml`.
    UnitId, "unit", dots: false
);
slug_id!(
    /// A place's id, as in `places.tsv`: the levels stand between dots (`cao-bang.ban-gioc`).
    PlaceId, "place", dots: true
);

impl PlaceId {
    /// Whether this place is `region` or lies inside it. Everything lies inside `vn`.
    pub fn is_within(&self, region: &PlaceId) -> bool {
        region.0 == "vn"
            || self
                .0
                .strip_prefix(&region.0)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number_id!(
    /// An article's id in the store. It never changes and is never used again.
    ArticleId
);
number_id!(
    /// A flag's id in the store.
    FlagId
);
number_id!(
    /// A place in the log. The first entry has 1; 0 stands before all of them.
    Seq
);

impl Seq {
    /// Before the first entry: the checkpoint of a reader that has read nothing.
    pub const START: Seq = Seq(0);
}

/// A channel is known by its address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChannelId(pub String);

impl fmt::Display for ChannelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_checked() {
        for good in ["a", "bao-cao-bang", "24h", "vnexpress"] {
            assert!(good.parse::<SourceId>().is_ok(), "{good}");
        }
        for bad in ["", "-a", "a-", "Báo", "a b", "a.b", "A", "a/b", "../a"] {
            assert!(bad.parse::<SourceId>().is_err(), "{bad}");
        }
        assert!("cao-bang.ban-gioc".parse::<PlaceId>().is_ok());
        assert!("cao-bang..ban-gioc".parse::<PlaceId>().is_err());
    }

    #[test]
    fn a_place_lies_inside_its_levels_only() {
        let place = |s: &str| s.parse::<PlaceId>().expect("a place id");
        assert!(place("cao-bang.ban-gioc").is_within(&place("cao-bang")));
        assert!(place("cao-bang").is_within(&place("cao-bang")));
        assert!(place("cao-bang").is_within(&place("vn")));
        assert!(!place("cao-bang-cu").is_within(&place("cao-bang")));
        assert!(!place("cao-bang").is_within(&place("cao-bang.ban-gioc")));
    }

    #[test]
    fn a_bad_id_is_refused_when_read() {
        let error = serde_json::from_str::<TopicId>("\"Chặt chém\"").expect_err("not a slug");
        assert!(error.to_string().contains("is not a topic id"), "{error}");
    }
}
