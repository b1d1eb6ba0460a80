//! HTML to paragraphs.

use std::collections::HashSet;

use ego_tree::{NodeId, NodeRef, iter::Edge};
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

/// A paragraph and where it stands.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) paragraph: Paragraph,
    /// The innermost block element around it.
    pub(crate) owner: NodeId,
    /// Bytes of its text, without white space.
    pub(crate) length: usize,
    /// How many of them are in links.
    pub(crate) linked: usize,
}

/// The paragraphs below a node. `skip` says which elements to leave out with all they hold.
pub(crate) fn paragraphs(
    root: NodeRef<'_, Node>,
    skip: &dyn Fn(&NodeRef<'_, Node>) -> bool,
) -> Vec<Paragraph> {
    blocks(root, skip)
        .into_iter()
        .map(|block| block.paragraph)
        .collect()
}

/// The same with where they stand.
pub(crate) fn blocks(
    root: NodeRef<'_, Node>,
    skip: &dyn Fn(&NodeRef<'_, Node>) -> bool,
) -> Vec<Block> {
    let mut reading = Reading {
        found: Vec::new(),
        open: vec![root.id()],
        text: String::new(),
        plain: false,
        length: 0,
        linked: 0,
    };
    let mut bold = 0_usize;
    let mut links = 0_usize;
    let mut hidden: Option<NodeId> = None;
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) if hidden.is_none() => match node.value() {
                Node::Text(text) => reading.text(text, bold > 0, links > 0),
                Node::Element(element) => {
                    let name = element.name();
                    if node.id() != root.id() && (HIDDEN.contains(&name) || skip(&node)) {
                        hidden = Some(node.id());
                    } else if name == "br" {
                        reading.flush();
                    } else if BLOCKS.contains(&name) {
                        reading.flush();
                        reading.open.push(node.id());
                    } else if matches!(name, "td" | "th") {
                        reading.text.push(' ');
                    }
                    bold += usize::from(is_bold(name));
                    links += usize::from(name == "a");
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(element) = node.value()
                    && hidden.is_none_or(|id| id == node.id())
                {
                    let name = element.name();
                    bold = bold.saturating_sub(usize::from(is_bold(name)));
                    links = links.saturating_sub(usize::from(name == "a"));
                    if BLOCKS.contains(&name) {
                        reading.flush();
                        if reading.open.last() == Some(&node.id()) {
                            reading.open.pop();
                        }
                    }
                }
                if hidden == Some(node.id()) {
                    hidden = None;
                }
            }
            Edge::Open(_) => {}
        }
    }
    reading.flush();
    reading.found
}

/// What [`blocks`] has read so far.
struct Reading {
    found: Vec<Block>,
    /// The open block elements, the innermost last; never empty, the root stays.
    open: Vec<NodeId>,
    text: String,
    /// Whether some of the text is not bold.
    plain: bool,
    length: usize,
    linked: usize,
}

impl Reading {
    fn text(&mut self, text: &str, bold: bool, linked: bool) {
        let length = text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
        self.plain |= !bold && !text.trim().is_empty();
        self.length += length;
        self.linked += if linked { length } else { 0 };
        self.text.push_str(text);
    }

    fn flush(&mut self) {
        let length = std::mem::take(&mut self.length);
        let linked = std::mem::take(&mut self.linked);
        let bold = !std::mem::take(&mut self.plain);
        let text = std::mem::take(&mut self.text);
        if let Some(owner) = self.open.last()
            && !text.trim().is_empty()
        {
            self.found.push(Block {
                paragraph: Paragraph { text, bold },
                owner: *owner,
                length,
                linked,
            });
        }
    }
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
