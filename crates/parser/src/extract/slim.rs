//! A page without what is never an article's text, for the extraction library: it copies what it gets several times, and
//! most of a page is scripts, menus and drawings.

use std::fmt::Write as _;

use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node, Selector, node::Element};

use super::is_removed;

/// Elements that the library would throw away itself, or that are no text.
pub(super) const DROPPED: &[&str] = &[
    "aside", "audio", "button", "canvas", "embed", "footer", "head", "iframe", "input", "link",
    "map", "math", "meta", "nav", "noscript", "object", "picture", "script", "select", "source",
    "style", "svg", "template", "textarea", "video",
];

/// Attributes by which the library tells boxes apart.
const KEPT: &[&str] = &[
    "class",
    "id",
    "itemprop",
    "itemtype",
    "role",
    "href",
    "rel",
    "style",
    "lang",
    "hidden",
    "aria-hidden",
];

/// Elements without an end tag.
const VOID: &[&str] = &["area", "base", "br", "col", "hr", "img", "wbr"];

/// The shortest text between two tags that is a sentence and no label.
const SENTENCE: usize = 40;

/// What is left of a page.
pub(super) struct Slim {
    /// It as HTML.
    pub(super) html: String,
    /// Bytes of text that look like prose: sentences outside links, wherever they stand.
    pub(super) prose: usize,
}

/// The page without boxes that are not the article, and without what `removed` selects.
pub(super) fn slim(tree: &Html, removed: &[Selector]) -> Slim {
    let mut out = String::with_capacity(32 << 10);
    let mut dropped = None;
    let mut prose = 0;
    let mut link = None;
    for edge in tree.tree.root().traverse() {
        match edge {
            Edge::Open(node) if dropped.is_none() => match node.value() {
                Node::Text(text) => {
                    let length = text.trim().len();
                    if link.is_none() && length >= SENTENCE {
                        prose += length;
                    }
                    escaped(text, &mut out);
                }
                Node::Element(element) => {
                    let drop = DROPPED.contains(&element.name())
                        || is_removed(element)
                        || !removed.is_empty()
                            && ElementRef::wrap(node).is_some_and(|element| {
                                removed.iter().any(|one| one.matches(&element))
                            });
                    if drop {
                        dropped = Some(node.id());
                    } else {
                        if element.name() == "a" && link.is_none() {
                            link = Some(node.id());
                        }
                        open(element, &mut out);
                    }
                }
                _ => {}
            },
            Edge::Close(node) => {
                if link == Some(node.id()) {
                    link = None;
                }
                if dropped == Some(node.id()) {
                    dropped = None;
                } else if dropped.is_none()
                    && let Node::Element(element) = node.value()
                    && !VOID.contains(&element.name())
                {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "</{}>", element.name());
                }
            }
            Edge::Open(_) => {}
        }
    }
    Slim { html: out, prose }
}

fn open(element: &Element, out: &mut String) {
    out.push('<');
    out.push_str(element.name());
    for (name, value) in element.attrs() {
        if KEPT.contains(&name) {
            let _ = write!(out, " {name}=\"");
            for c in value.chars() {
                match c {
                    '"' => out.push_str("&quot;"),
                    '&' => out.push_str("&amp;"),
                    _ => out.push(c),
                }
            }
            out.push('"');
        }
    }
    out.push('>');
}

fn escaped(text: &str, out: &mut String) {
    for part in text.split_inclusive(['<', '&']) {
        match part.as_bytes().last() {
            Some(b'<') => {
                out.push_str(&part[..part.len() - 1]);
                out.push_str("&lt;");
            }
            Some(b'&') => {
                out.push_str(&part[..part.len() - 1]);
                out.push_str("&amp;");
            }
            _ => out.push_str(part),
        }
    }
}
