//! Paragraphs of a piece of HTML in one pass, without a tree: several times as fast, for what feeds mostly send.
//!
//! It knows its bounds: where a tree would say more (tables, hidden elements, comments, references without a
//! semicolon), it declines, and the tree is built. A property test holds the two to the same answer.

use super::{BLOCKS, HIDDEN, Paragraph, is_bold};
use crate::{
    feed::markup::character,
    guard::{self, tag_end},
};

/// Elements whose text a tree moves elsewhere, reads as no markup, or hides.
const DECLINED: &[&str] = &[
    "base",
    "body",
    "caption",
    "col",
    "colgroup",
    "form",
    "frame",
    "frameset",
    "html",
    "link",
    "listing",
    "meta",
    "noembed",
    "noframes",
    "optgroup",
    "option",
    "plaintext",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "xmp",
];

/// The longest name of an element that is looked at; longer ones say nothing here.
const NAME: usize = 16;

/// The paragraphs, or `None` where only a tree can tell.
pub(super) fn paragraphs(html: &str) -> Option<Vec<Paragraph>> {
    let mut pieces = Pieces::default();
    let mut rest = html;
    loop {
        let at = rest
            .bytes()
            .position(|byte| matches!(byte, b'<' | b'&' | 0))
            .unwrap_or(rest.len());
        let (text, behind) = rest.split_at(at);
        pieces.text(text);
        rest = match behind.as_bytes() {
            [] => break,
            [b'&', ..] => &behind[pieces.reference(behind)?..],
            [b'<', b'/', letter, ..] if letter.is_ascii_alphabetic() => {
                let end = tag_end(behind.as_bytes(), 2);
                pieces.tag(&behind[2..end.name_end], false)?;
                &behind[end.end..]
            }
            [b'<', letter, ..] if letter.is_ascii_alphabetic() => {
                let end = tag_end(behind.as_bytes(), 1);
                if end.attributes > guard::ATTRIBUTES {
                    return None;
                }
                pieces.tag(&behind[1..end.name_end], true)?;
                &behind[end.end..]
            }
            [b'<', b'!', b'-', b'-', ..] => &behind[comment(behind)?..],
            [b'<', b'/' | b'!' | b'?', ..] | [0, ..] => return None,
            // "5 < 6".
            _ => {
                pieces.text("<");
                &behind[1..]
            }
        };
    }
    pieces.flush();
    Some(pieces.found)
}

/// The length of the comment at the beginning of `text`, when it ends as comments should.
fn comment(text: &str) -> Option<usize> {
    let inside = text.get(4..)?;
    let end = inside.find("-->")?;
    // An early end by "<!-->" or "--!>" has rules of its own.
    let early = inside.starts_with(['>', '-']) || inside[..end].contains("--");
    (!early).then_some(4 + end + 3)
}

/// The references with names that newspapers use; others are looked up by building a tree of them.
const NAMED: &[(&str, &str)] = &[
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("nbsp", "\u{a0}"),
    ("apos", "'"),
    ("lsquo", "‘"),
    ("rsquo", "’"),
    ("sbquo", "‚"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("bdquo", "„"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("bull", "•"),
    ("middot", "·"),
    ("laquo", "«"),
    ("raquo", "»"),
    ("copy", "©"),
    ("reg", "®"),
    ("trade", "™"),
    ("deg", "°"),
    ("times", "×"),
    ("euro", "€"),
    ("agrave", "à"),
    ("aacute", "á"),
    ("acirc", "â"),
    ("atilde", "ã"),
    ("egrave", "è"),
    ("eacute", "é"),
    ("ecirc", "ê"),
    ("igrave", "ì"),
    ("iacute", "í"),
    ("ograve", "ò"),
    ("oacute", "ó"),
    ("ocirc", "ô"),
    ("otilde", "õ"),
    ("ugrave", "ù"),
    ("uacute", "ú"),
    ("yacute", "ý"),
    ("auml", "ä"),
    ("ouml", "ö"),
    ("uuml", "ü"),
    ("szlig", "ß"),
    ("Agrave", "À"),
    ("Aacute", "Á"),
    ("Acirc", "Â"),
    ("Atilde", "Ã"),
    ("Egrave", "È"),
    ("Eacute", "É"),
    ("Ecirc", "Ê"),
    ("Igrave", "Ì"),
    ("Iacute", "Í"),
    ("Ograve", "Ò"),
    ("Oacute", "Ó"),
    ("Ocirc", "Ô"),
    ("Otilde", "Õ"),
    ("Ugrave", "Ù"),
    ("Uacute", "Ú"),
    ("Yacute", "Ý"),
];

/// Elements that the next of their kind ends.
fn is_item(name: &str) -> bool {
    matches!(name, "li" | "dd" | "dt")
}

/// What was read so far.
#[derive(Default)]
struct Pieces {
    found: Vec<Paragraph>,
    text: String,
    /// Whether something of the paragraph is not bold.
    plain: bool,
    /// The open elements that make text bold, the innermost last.
    bold: Vec<&'static str>,
    /// Open blocks, the innermost last.
    open: Vec<&'static str>,
}

impl Pieces {
    fn text(&mut self, text: &str) {
        self.plain |= self.bold.is_empty() && !text.trim().is_empty();
        self.text.push_str(text);
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let bold = !std::mem::take(&mut self.plain);
        if !text.trim().is_empty() {
            self.found.push(Paragraph { text, bold });
        }
    }

    fn tag(&mut self, name: &str, opens: bool) -> Option<()> {
        let mut lower = [0; NAME];
        let Some(lower) = lower.get_mut(..name.len()) else {
            return Some(());
        };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        let name = std::str::from_utf8(lower).ok()?;
        if DECLINED.contains(&name) || HIDDEN.contains(&name) {
            return None;
        }
        let block = BLOCKS.iter().find(|block| **block == name).copied();
        // How bold text and blocks lie in each other when their tags cross is a tree's matter.
        if is_bold(name) {
            let name = block.unwrap_or(if name == "b" { "b" } else { "strong" });
            match opens {
                true if block.is_some() && !self.bold.is_empty() => return None,
                true => self.bold.push(name),
                false if self.bold.is_empty() && block.is_none() => {}
                false if self.bold.pop() != Some(name) => return None,
                false => {}
            }
            if block.is_some() {
                self.flush();
            }
        } else if let Some(block) = block {
            if !self.bold.is_empty() {
                return None;
            }
            if !opens {
                self.close(block)?;
            } else if block != "hr" {
                // Deeper than any tree that is built.
                if self.open.len() > guard::DEPTH || is_item(block) && self.item_ends_more() {
                    return None;
                }
                self.open.push(block);
            }
            self.flush();
        } else if name == "br" {
            self.flush();
        }
        Some(())
    }

    /// Takes note of a block's end, which ends those in it that need none of their own. An end of something that is
    /// not open here means nothing, or something else: a tree's matter.
    fn close(&mut self, block: &'static str) -> Option<()> {
        while let Some(open) = self.open.pop() {
            if open == block {
                return Some(());
            }
            if open != "p" && !is_item(open) {
                self.open.push(open);
                break;
            }
        }
        // A lone end of a paragraph is an empty one.
        (block == "p").then_some(())
    }

    /// Whether the next item of a list would end an item before it together with a box inside.
    fn item_ends_more(&self) -> bool {
        let inside = self.open.iter().rev().find(|open| **open != "p");
        inside.is_some_and(|open| !is_item(open) && !matches!(*open, "ul" | "ol" | "dl"))
            && self.open.iter().any(|open| is_item(open))
    }

    /// Takes the reference at the beginning of `text`; its length.
    fn reference(&mut self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let begins = bytes
            .get(1)
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
        if !begins {
            self.text("&");
            return Some(1);
        }
        let end = bytes.iter().take(40).position(|byte| *byte == b';')?;
        let name = &text[1..end];
        if let Some(number) = name.strip_prefix('#') {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            let code = code.ok().filter(|_| !number.contains('+'))?;
            // Of control characters only those that stand for windows-1252 are simple.
            let character = character(code).filter(|c| !c.is_control())?;
            self.text(character.encode_utf8(&mut [0; 4]));
        } else if let Some((_, named)) = NAMED.iter().find(|(known, _)| *known == name) {
            self.text(named);
        } else if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            let tree = guard::fragment(&text[..=end])?;
            let decoded: String = tree.root_element().text().collect();
            // Whatever is no name of one character or two is told by a tree of the whole.
            if decoded.chars().count() > 2 {
                return None;
            }
            self.text(&decoded);
        } else {
            return None;
        }
        Some(end + 1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::html::tree_paragraphs;

    #[test]
    fn what_feeds_send_is_read_without_a_tree() {
        for html in [
            "<p>L&ecirc;̃ hội<br/>xu&acirc;n</p><p>2026</p>",
            "<a href='x?a=1&b=2'><img src=y alt=\"a>b\"></a></br>Tin   ngắn.",
            "<div class=\"x\"><b>Đậm</b> 5 < 6 &amp; 7 &gt; 3 &#273;ường&#x20;&nbsp;</div>",
            "<ul><li>a<li>b</ul>c & d<!-- e -->",
            "<h2><strong>a &rsquo;</strong></h2><p>&#150; <b>b</b>",
        ] {
            assert_eq!(paragraphs(html), Some(tree_paragraphs(html)), "{html}");
        }
    }

    #[test]
    fn what_only_a_tree_can_tell_is_declined() {
        for html in [
            "<table>x<tr><td>a</table>",
            "<script>1 < 2</script>",
            "<!-- x --!> y",
            "a &copy b",
            "&#129;",
            "<b>a<p>b</b>c",
            "x\0y",
        ] {
            assert_eq!(paragraphs(html), None, "{html}");
        }
    }

    proptest! {
        #[test]
        fn it_says_what_a_tree_says(parts in prop::collection::vec(
            prop::sample::select(vec![
                "<p>", "</p>", "<br>", "<br/>", "</br>", "<b>", "</b>", "<strong>", "</strong>", "<i>", "</i>",
                "<div class='a>b'>", "</div>", "<a href=x?a=1&amp;b>", "</a>", "<img alt=\"<p>\">", "<span", ">", "<li>",
                "<ul>", "</ul>", "<h2>", "</h2>", "<dd>", "<hr>", "<font>", "<o:p>", "</o:p>", "<", "&", ";", "&amp;",
                "&ocirc;", "&#273;", "&#x1F600;", "&#0;", "&khong;", "&notit;", "&rsquo;", "&#150;", "&#129;", "<!-- x -->", "<!--", "-->", "&nbsp;", "Lễ", " hội ", "\n", "\r",
                "5 < 6", "</", "<sup>", "</sup>", "<center>", "<blockquote>", "<button>", "<nobr>", "<pre>", "<P>", "\"", "'",
            ]), 0..24,
        )) {
            let html = parts.concat();
            if let Some(found) = paragraphs(&html) {
                let tidy = |list: Vec<Paragraph>| -> Vec<(String, bool)> {
                    list.into_iter()
                        .map(|one| (crate::text::tidy(&one.text), one.bold))
                        .collect()
                };
                prop_assert_eq!(tidy(found), tidy(tree_paragraphs(&html)), "{}", html);
            }
        }
    }
}
