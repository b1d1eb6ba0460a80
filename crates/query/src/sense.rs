//! What a query must ask at least: one that would match nearly every article is refused.

use langnghe_vietnamese::fold;

use crate::tree::{Marks, Node, Query, Word};

/// Words that each occur in more than four of five articles (measured over 2,376 of 2019 to 2022). Alone they
/// select nothing.
const STOP_WORDS: [&str; 13] = [
    "các", "cho", "có", "của", "đã", "được", "không", "là", "một", "những", "trong", "và", "với",
];

/// Whether some word must occur: the tree is false for an article that has none of the query's words.
pub(crate) fn is_positive(node: &Node) -> bool {
    fn holds_without_words(node: &Node) -> bool {
        match node {
            Node::All => true,
            Node::Leaf(_) | Node::Near { .. } => false,
            Node::And(parts) => parts.iter().all(holds_without_words),
            Node::Or(parts) => parts.iter().any(holds_without_words),
            Node::Not(inner) => !holds_without_words(inner),
        }
    }
    !holds_without_words(node)
}

/// Whether stop words alone can make the tree true.
pub(crate) fn only_stop_words(query: &Query, node: &Node) -> bool {
    match node {
        Node::Leaf(id) => {
            let leaf = query.leaf(*id);
            matches!(leaf.words.as_slice(), [word] if is_stop_word(word))
        }
        Node::And(parts) => parts
            .iter()
            .all(|part| matches!(part, Node::Not(_)) || only_stop_words(query, part)),
        Node::Or(parts) => parts.iter().any(|part| only_stop_words(query, part)),
        Node::Near { .. } | Node::Not(_) | Node::All => false,
    }
}

/// Whether the word stands in nearly every article.
pub fn is_stop_word(word: &Word) -> bool {
    let same = |stop: &&str| match word.marks {
        Marks::Any => fold(stop) == word.text,
        Marks::AsTyped | Marks::Cased => *stop == word.text,
    };
    !word.prefix && STOP_WORDS.iter().any(same)
}
