//! Kinds of HTML elements, as far as they decide how deep a tree becomes (HTML Standard, 13.2).

/// Elements without content.
#[rustfmt::skip]
pub(super) const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "image",
    "input", "keygen", "link", "meta", "param", "source", "track", "wbr",
];
/// Formatting elements, which the adoption agency deals with.
#[rustfmt::skip]
pub(super) const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt",
    "u",
];
/// Cells of tables.
#[rustfmt::skip]
pub(super) const CELLS: &[&str] = &[
    "td", "th",
];
/// Elements with rules of their own in tables.
#[rustfmt::skip]
pub(super) const TABLE_PARTS: &[&str] = &[
    "table", "tbody", "tfoot", "thead", "tr", "td", "th", "caption", "colgroup",
];
/// Headings; the end tag of one closes any other.
#[rustfmt::skip]
pub(super) const HEADINGS: &[&str] = &[
    "h1", "h2", "h3", "h4", "h5", "h6",
];
/// Elements behind which formatting elements from before are not opened again, and that end those inside.
#[rustfmt::skip]
pub(super) const MARKERS: &[&str] = &[
    "applet", "object", "marquee", "template", "td", "th", "caption",
];
/// Elements that an end tag of another element does not reach through.
#[rustfmt::skip]
pub(super) const SCOPE: &[&str] = &[
    "applet", "caption", "html", "table", "td", "th", "marquee", "object", "template", "select",
    "foreignobject", "desc", "annotation-xml", "mi", "mo", "mn", "ms", "mtext",
];
/// "Special" elements: what is not among them is closed only up to the next of them.
#[rustfmt::skip]
pub(super) const SPECIAL: &[&str] = &[
    "address", "applet", "article", "aside", "blockquote", "body", "button", "caption",
    "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
    "hgroup", "html", "iframe", "li", "listing", "main", "marquee", "menu", "nav", "noembed",
    "noframes", "noscript", "object", "ol", "p", "plaintext", "pre", "script", "search",
    "section", "select", "style", "summary", "table", "tbody", "td", "template", "textarea",
    "tfoot", "th", "thead", "title", "tr", "ul", "xmp", "foreignobject", "desc",
    "annotation-xml", "mi", "mo", "mn", "ms", "mtext",
];
/// Other elements that end SVG and MathML when they begin.
#[rustfmt::skip]
pub(super) const INLINE: &[&str] = &[
    "span", "sub", "sup", "var", "ruby",
];
/// Elements of SVG and MathML that are special only there.
#[rustfmt::skip]
pub(super) const FOREIGN: &[&str] = &[
    "foreignobject", "desc", "annotation-xml", "mi", "mo", "mn", "ms", "mtext",
];
/// Start tags that end an open paragraph.
#[rustfmt::skip]
pub(super) const ENDS_P: &[&str] = &[
    "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "li", "listing", "main", "menu", "nav", "ol",
    "p", "plaintext", "pre", "search", "section", "summary", "ul", "xmp",
];
/// What stands in these is text, up to their end tag.
#[rustfmt::skip]
pub(super) const RAW: &[&str] = &[
    "script", "style", "textarea", "title",
];
