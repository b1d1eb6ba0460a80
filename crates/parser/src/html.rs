//! HTML to paragraphs.

use std::collections::HashSet;

use ego_tree::{NodeRef, iter::Edge};
use scraper::{Html, Node};

use crate::{guard, text};

mod stream;

/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];

/// Elements whose content is no text for readers.
const HIDDEN: &[&str] = &[
    "script", "style", "noscript", "template", "iframe", "object", "svg", "math", "select",
    "button", "textarea", "audio", "video", "canvas", "head",
];

/// One paragraph as the page has it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// Its text; white space and masks are not yet dealt with.
    pub(crate) text: String,
    /// Whether all of it is bold or a heading.
    pub(crate) bold: bool,
}

/// The paragraphs below a node. `skip` says which elements to leave out with all they hold.
pub(crate) fn paragraphs(
    root: NodeRef<'_, Node>,
    skip: &dyn Fn(&NodeRef<'_, Node>) -> bool,
) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut now = Paragraph {
        text: String::new(),
        bold: true,
    };
    let mut bold = 0_usize;
    let mut hidden: Option<ego_tree::NodeId> = None;
    let mut flush = |now: &mut Paragraph| {
        let done = std::mem::replace(
            now,
            Paragraph {
                text: String::new(),
                bold: true,
            },
        );
        if !done.text.trim().is_empty() {
            found.push(done);
        }
    };
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) if hidden.is_none() => match node.value() {
                Node::Text(text) => {
                    now.bold &= bold > 0 || text.trim().is_empty();
                    now.text.push_str(text);
                }
                Node::Element(element) => {
                    let name = element.name();
                    if node.id() != root.id() && (HIDDEN.contains(&name) || skip(&node)) {
                        hidden = Some(node.id());
                    } else if name == "br" || BLOCKS.contains(&name) {
                        flush(&mut now);
                    } else if matches!(name, "td" | "th") {
                        now.text.push(' ');
                    }
                    bold += usize::from(is_bold(name));
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value()
                    && hidden.is_none_or(|id| id == node.id())
                {
                    bold = bold.saturating_sub(usize::from(is_bold(element.name())));
                    if BLOCKS.contains(&element.name()) {
                        flush(&mut now);
                    }
                }
                if hidden == Some(node.id()) {
                    hidden = None;
                }
            }
            Edge::Open(_) => {}
        }
    }
    flush(&mut now);
    found
}

fn is_bold(name: &str) -> bool {
    matches!(
        name,
        "b" | "strong" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
    )
}

/// The paragraphs of a piece of HTML.
pub(crate) fn fragment_paragraphs(html: &str) -> Vec<Paragraph> {
    stream::paragraphs(html).unwrap_or_else(|| tree_paragraphs(html))
}

fn tree_paragraphs(html: &str) -> Vec<Paragraph> {
    if let Some(tree) = guard::fragment(html) {
        return paragraphs(tree.tree.root(), &|_| false);
    }
    // Too deep for a tree: the tags go, what is between them stays.
    let bare = without_tags(html);
    match guard::fragment(&bare) {
        Some(tree) => paragraphs(tree.tree.root(), &|_| false),
        None => Vec::new(),
    }
}

fn without_tags(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        out.push(' ');
        rest = rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
    }
    out.push_str(rest);
    out
}

/// HTML as plain text: tags out, entities decoded, one paragraph a line; finished like every text that
/// leaves this crate (NFC, tidied, masked). Made for the summaries and contents of feeds.
///
/// ```
/// # use langnghe_parser::plain_text;
/// assert_eq!(plain_text("<p>L&ecirc;̃ hội<br>xu&acirc;n</p><p>2026</p>"), "Lễ hội\nxuân\n2026");
/// ```
pub fn plain_text(html: &str) -> String {
    if !html.contains(['<', '&']) {
        // No markup: the lines are the author's own.
        return text::lines(html.lines());
    }
    text::lines(
        fragment_paragraphs(html)
            .into_iter()
            .map(|paragraph| paragraph.text),
    )
}

/// HTML as one line, for titles.
pub(crate) fn plain_line(html: &str) -> String {
    plain_text(html).replace('\n', " ")
}

/// All the text below a node, in one line; not masked yet.
pub(crate) fn text_of(node: NodeRef<'_, Node>) -> String {
    let parts: Vec<String> = paragraphs(node, &|_| false)
        .into_iter()
        .map(|paragraph| paragraph.text)
        .collect();
    text::tidy(&parts.join(" "))
}

/// Elements that match a selector, but none inside another of them, in document order.
pub(crate) fn outermost<'a>(
    tree: &'a Html,
    selector: &scraper::Selector,
) -> Vec<NodeRef<'a, Node>> {
    let matched: Vec<NodeRef<'a, Node>> = tree.select(selector).map(|element| *element).collect();
    let ids: HashSet<_> = matched.iter().map(NodeRef::id).collect();
    let inside = |node: &NodeRef<Node>| node.ancestors().any(|above| ids.contains(&above.id()));
    matched.into_iter().filter(|node| !inside(node)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_become_plain_text() {
        assert_eq!(
            plain_text("a &amp; b &nbsp; &lt;c&gt; &#273;ường &copy;"),
            "a & b <c> đường ©"
        );
        assert_eq!(
            plain_text("<a href=x><img src=y></a></br>Tin   ngắn."),
            "Tin ngắn."
        );
        assert_eq!(plain_text("Một\n\nHai  ba"), "Một\nHai ba");
        assert_eq!(plain_text("5 < 6 và 7 > 3"), "5 < 6 và 7 > 3");
        assert_eq!(
            plain_text("<p>x<script>var a='<p>no</p>'</script></p><style>p{}</style>y"),
            "x\ny"
        );
        assert_eq!(
            plain_text("<ul><li>a<li>b</ul><table><tr><td>1<td>2<tr><td>3</table>"),
            "a\nb\n1 2\n3"
        );
        assert_eq!(plain_text("Gọi <b>0912</b>.345.678"), "Gọi [số điện thoại]");
        assert_eq!(plain_line("Tít <i>hai</i><br>dòng"), "Tít hai dòng");
    }

    #[test]
    fn a_bomb_loses_its_tags_and_keeps_its_text() {
        let bomb = format!(
            "{}Chữ ở đáy &amp; hết{}",
            "<div>".repeat(50_000),
            "</div>".repeat(50_000)
        );
        assert_eq!(plain_text(&bomb), "Chữ ở đáy & hết");
    }

    #[test]
    fn a_wholly_bold_paragraph_is_known() {
        let found =
            fragment_paragraphs("<p><b>Đậm </b> <strong>hết</strong></p><p><b>Đậm</b> một nửa</p>");
        assert_eq!(
            found.iter().map(|p| p.bold).collect::<Vec<_>>(),
            [true, false]
        );
    }
}
