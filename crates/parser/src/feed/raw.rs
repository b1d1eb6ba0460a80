//! A feed as it stands, before its texts are tidied and its addresses made canonical.

use super::{FeedHints, FeedKind};

/// What was read of a feed.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub(super) kind: FeedKind,
    pub(super) title: Option<Text>,
    pub(super) entries: Vec<RawEntry>,
    pub(super) hints: FeedHints,
}

/// What was read of an entry.
#[derive(Debug, Default)]
pub(super) struct RawEntry {
    pub(super) id: Option<String>,
    /// Whether the id is the entry's address when it names none.
    pub(super) id_is_link: bool,
    pub(super) links: Vec<Link>,
    pub(super) title: Ranked<Text>,
    pub(super) summary: Ranked<Text>,
    pub(super) content: Ranked<Text>,
    pub(super) published: Ranked<String>,
    pub(super) updated: Ranked<String>,
    pub(super) section: Ranked<Text>,
}

/// An address that an entry names.
#[derive(Debug, Default)]
pub(super) struct Link {
    pub(super) href: String,
    /// Where a relative one starts, when that is not the feed's own address.
    pub(super) base: Option<String>,
    /// `alternate` when nothing is said.
    pub(super) rel: Option<String>,
    pub(super) media_type: Option<String>,
}

/// A text, and how it is to be read.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) body: String,
    pub(super) is_html: bool,
}

/// A value that several elements may give: the lowest rank counts, and of equal ones the first.
#[derive(Debug, Default)]
pub(super) struct Ranked<T>(Option<(u8, T)>);

impl<T> Ranked<T> {
    pub(super) fn offer(&mut self, rank: u8, value: T) {
        if self.0.as_ref().is_none_or(|(known, _)| rank < *known) {
            self.0 = Some((rank, value));
        }
    }

    pub(super) fn take(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }

    pub(super) fn is_none(&self) -> bool {
        self.0.is_none()
    }
}
