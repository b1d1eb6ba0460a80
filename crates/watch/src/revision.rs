//! Later revisions: only text that is new can raise a flag.

use langnghe_model::ArticleText;
use langnghe_vietnamese::marked;
use rustc_hash::FxHashSet;

use crate::TopicMatch;

/// Whether at least one passage that added to the score lies in a paragraph that no earlier revision had.
/// Letter case, the placement of tones and white space at a paragraph's ends make no new paragraph.
pub fn in_new_text(found: &TopicMatch, text: &ArticleText, earlier: &[ArticleText]) -> bool {
    let known: FxHashSet<String> = earlier
        .iter()
        .flat_map(ArticleText::paragraphs)
        .map(marked)
        .collect();
    found
        .paragraphs
        .iter()
        .any(|&(field, byte)| !known.contains(&marked(paragraph_at(text.field(field), byte))))
}

/// The paragraph of `text` around a byte.
fn paragraph_at(text: &str, byte: usize) -> &str {
    let byte = text.floor_char_boundary(byte.min(text.len()));
    let start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    let end = text[byte..].find('\n').map_or(text.len(), |at| byte + at);
    text[start..end].trim()
}
