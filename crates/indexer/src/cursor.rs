//! Where an answer goes on: what a page hands to the next, as a short text for an address or a command line.

use std::{
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use langnghe_model::ArticleId;
use rustc_hash::FxHasher;

use crate::{SearchRequest, order::Key, statistics::Kept};

/// The first part of a cursor's text; changes with what it says.
const VERSION: &str = "1";

/// Where an answer goes on. It pins the articles that were there when the first page was shown, and the numbers that scores
/// are reckoned with, so that pages join without gaps and without anything twice while new articles come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Tells for which question it was made.
    asked: u32,
    /// The last article that was there. Articles are numbered in the log's order.
    pub(crate) pinned: ArticleId,
    /// Where the last answer shown stands.
    pub(crate) last: Key,
    pub(crate) statistics: Option<Kept>,
}

/// A text is no cursor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not where an answer goes on; ask again without it")]
pub struct BadCursor(pub String);

impl Cursor {
    pub(crate) fn new(
        request: &SearchRequest,
        pinned: ArticleId,
        last: Key,
        statistics: Option<Kept>,
    ) -> Self {
        Self {
            asked: question(request),
            pinned,
            last,
            statistics,
        }
    }

    /// Whether it was made for this question.
    pub(crate) fn belongs_to(&self, request: &SearchRequest) -> bool {
        self.asked == question(request)
    }
}

/// Tells questions apart; pages and their length change nothing.
fn question(request: &SearchRequest) -> u32 {
    let mut hasher = FxHasher::default();
    format!("{:?}", request.query).hash(&mut hasher);
    (
        format!("{:?}", request.sort),
        request.fold,
        request.restrict.allowed.is_some(),
    )
        .hash(&mut hasher);
    hasher.finish() as u32
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{VERSION}.{:x}.{:x}.{:x}.{:x}.{:x}",
            self.asked,
            self.pinned.0,
            self.last.score.to_bits(),
            self.last.time,
            self.last.article
        )?;
        if let Some(kept) = &self.statistics {
            write!(f, ".{:x}.", kept.about)?;
            for (at, number) in kept.numbers.iter().enumerate() {
                write!(f, "{}{number:x}", if at > 0 { "-" } else { "" })?;
            }
        }
        Ok(())
    }
}

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        read(text).ok_or_else(|| {
            let shown: String = text.chars().take(60).collect();
            BadCursor(shown)
        })
    }
}

fn read(text: &str) -> Option<Cursor> {
    fn number(text: &str) -> Option<u64> {
        u64::from_str_radix(text, 16).ok()
    }
    fn short(text: &str) -> Option<u32> {
        u32::from_str_radix(text, 16).ok()
    }
    let mut parts = text.split('.');
    if parts.next()? != VERSION {
        return None;
    }
    let asked = short(parts.next()?)?;
    let pinned = ArticleId(number(parts.next()?)? as i64);
    let last = Key {
        score: f32::from_bits(short(parts.next()?)?),
        time: number(parts.next()?)? as i64,
        article: number(parts.next()?)? as i64,
    };
    let statistics = match parts.next() {
        None => None,
        Some(about) => Some(Kept {
            about: short(about)?,
            numbers: match parts.next()? {
                "" => Vec::new(),
                numbers => numbers.split('-').map(number).collect::<Option<_>>()?,
            },
        }),
    };
    parts.next().is_none().then_some(Cursor {
        asked,
        pinned,
        last,
        statistics,
    })
}

#[cfg(test)]
mod tests {
    use langnghe_query::{Use, parse};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_cursor_is_told() {
        for text in [
            "",
            "1",
            "1.2.3.4.5",
            "2.1.1.1.1.1",
            "1.1.1.1.1.1.1",
            "1.1.1.1.x.1",
            "1.1.1.1.1.1.1.1.1",
            "lễ hội",
        ] {
            let error = text.parse::<Cursor>().unwrap_err();
            assert!(error.to_string().contains(text), "{error}");
        }
        let long = "x".repeat(10_000).parse::<Cursor>().unwrap_err();
        assert_eq!(long.0.len(), 60);
    }

    #[test]
    fn another_question_is_told_apart_and_another_page_not() {
        let request = |text| SearchRequest::new(parse(text, Use::Search).unwrap());
        let key = Key {
            score: 1.0,
            time: 1,
            article: 1,
        };
        let cursor = Cursor::new(&request("lễ"), ArticleId(1), key, None);
        assert!(!cursor.belongs_to(&request("hội")));
        let mut page = request("lễ");
        (page.limit, page.offset, page.snippet_chars) = (1, 5, 0);
        assert!(cursor.belongs_to(&page));
        page.fold = true;
        assert!(!cursor.belongs_to(&page));
    }

    proptest! {
        #[test]
        fn a_cursor_is_read_back(
            numbers in (any::<u32>(), any::<i64>(), any::<u32>(), any::<i64>(), any::<i64>()),
            statistics in prop::option::of((any::<u32>(), prop::collection::vec(any::<u64>(), 0..20))),
        ) {
            let cursor = Cursor {
                asked: numbers.0,
                pinned: ArticleId(numbers.1),
                last: Key {
                    score: f32::from_bits(numbers.2),
                    time: numbers.3,
                    article: numbers.4,
                },
                statistics: statistics.map(|(about, numbers)| Kept { about, numbers }),
            };
            let text = cursor.to_string();
            prop_assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-'));
            prop_assert_eq!(text.parse::<Cursor>().unwrap(), cursor);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "[0-9a-f.-]{0,60}|.{0,40}") {
            let _ = text.parse::<Cursor>();
        }
    }
}
