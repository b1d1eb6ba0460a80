//! Kinds of HTML elements, as far as they decide how deep a tree becomes (HTML Standard, 13.2).

use std::{collections::HashMap, sync::LazyLock};

/// A tag's name in lower case, packed into a number, and the kinds of element it is: the scan asks for them again and
/// again for all that stands open. Long names are cut, which no rule needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    packed: u128,
    kinds: u16,
}

impl Name {
    pub(super) fn new(raw: &[u8]) -> Self {
        let packed = pack(raw);
        Self {
            packed,
            kinds: KINDS.get(&packed).copied().unwrap_or(0),
        }
    }

    /// Whether the element is of a kind.
    pub(super) fn is(self, kind: Kind) -> bool {
        self.kinds & kind.bit() != 0
    }

    /// Whether it is one of those of `names!`.
    pub(super) fn is_any(self, names: &[u128]) -> bool {
        names.contains(&self.packed)
    }
}

/// Packed names for [`Name::is_any`].
macro_rules! names {
    ($($name:literal),+) => {
        const { &[$($crate::guard::elements::pack($name.as_bytes())),+] }
    };
}
pub(super) use names;

/// The first 16 bytes in lower case.
pub(super) const fn pack(raw: &[u8]) -> u128 {
    let mut packed = 0;
    let mut at = 0;
    while at < raw.len() && at < 16 {
        packed = packed << 8 | raw[at].to_ascii_lowercase() as u128;
        at += 1;
    }
    packed
}

static KINDS: LazyLock<HashMap<u128, u16>> = LazyLock::new(|| {
    let mut kinds = HashMap::new();
    for kind in Kind::ALL {
        for name in kind.elements() {
            *kinds.entry(pack(name.as_bytes())).or_default() |= kind.bit();
        }
    }
    kinds
});

/// A kind of element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Elements without content.
    Void,
    /// Formatting elements, which the adoption agency deals with.
    Formatting,
    /// Cells of tables.
    Cell,
    /// Elements with rules of their own in tables.
    TablePart,
    /// Headings; the end tag of one closes any other.
    Heading,
    /// Elements behind which formatting elements from before are not opened again, and that end those inside.
    Marker,
    /// Elements that an end tag of another element does not reach through.
    Scope,
    /// "Special" elements: what is not among them is closed only up to the next of them.
    Special,
    /// Other elements that end SVG and MathML when they begin.
    Inline,
    /// Elements of SVG and MathML that are special only there.
    Foreign,
    /// Start tags that end an open paragraph.
    EndsP,
    /// What stands in these is text, up to their end tag.
    Raw,
}

impl Kind {
    const ALL: [Self; 12] = [
        Self::Void,
        Self::Formatting,
        Self::Cell,
        Self::TablePart,
        Self::Heading,
        Self::Marker,
        Self::Scope,
        Self::Special,
        Self::Inline,
        Self::Foreign,
        Self::EndsP,
        Self::Raw,
    ];

    const fn bit(self) -> u16 {
        1 << self as u16
    }

    #[rustfmt::skip]
    fn elements(self) -> &'static [&'static str] {
        match self {
            Self::Void => &[
                "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "image",
                "input", "keygen", "link", "meta", "param", "source", "track", "wbr",
            ],
            Self::Formatting => &[
                "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
                "u",
            ],
            Self::Cell => &[
                "td", "th",
            ],
            Self::TablePart => &[
                "table", "tbody", "tfoot", "thead", "tr", "td", "th", "caption", "colgroup",
            ],
            Self::Heading => &[
                "h1", "h2", "h3", "h4", "h5", "h6",
            ],
            Self::Marker => &[
                "applet", "object", "marquee", "template", "td", "th", "caption",
            ],
            Self::Scope => &[
                "applet", "caption", "html", "table", "td", "th", "marquee", "object", "template", "select",
                "foreignobject", "desc", "annotation-xml", "mi", "mo", "mn", "ms", "mtext",
            ],
            Self::Special => &[
                "address", "applet", "article", "aside", "blockquote", "body", "button", "caption",
                "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
                "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
                "hgroup", "html", "iframe", "li", "listing", "main", "marquee", "menu", "nav", "noembed",
                "noframes", "noscript", "object", "ol", "p", "plaintext", "pre", "script", "search",
                "section", "select", "style", "summary", "table", "tbody", "td", "template", "textarea",
                "tfoot", "th", "thead", "title", "tr", "ul", "xmp", "foreignobject", "desc",
                "annotation-xml", "mi", "mo", "mn", "ms", "mtext",
            ],
            Self::Inline => &[
                "span", "sub", "sup", "var", "ruby",
            ],
            Self::Foreign => &[
                "foreignobject", "desc", "annotation-xml", "mi", "mo", "mn", "ms", "mtext",
            ],
            Self::EndsP => &[
                "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir",
                "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
                "h4", "h5", "h6", "header", "hgroup", "hr", "li", "listing", "main", "menu", "nav", "ol",
                "p", "plaintext", "pre", "search", "section", "summary", "ul", "xmp",
            ],
            Self::Raw => &[
                "script", "style", "textarea", "title",
            ],
        }
    }
}
