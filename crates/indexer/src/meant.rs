//! What the bare words of one query were likely meant to be.

use langnghe_query::{Leaf, LeafId, Marks, Node, Query};

use crate::readings::{Likely, Readings};

/// The likely forms of each leaf's words; none for leaves that say their marks.
pub(crate) struct Meant {
    leaves: Vec<Vec<Vec<Likely>>>,
}

impl Meant {
    /// Whether a query has words that say nothing of their marks.
    pub(crate) fn asks(query: &Query) -> bool {
        query.leaves.iter().any(is_bare)
    }

    pub(crate) fn of(query: &Query, readings: &Readings) -> Self {
        let mut leaves = vec![Vec::new(); query.leaves.len()];
        let mut asked = Vec::new();
        gather(&query.root, &mut asked);
        let bare = |id: &LeafId| is_bare(query.leaf(*id));
        for run in asked.chunk_by(|one, other| bare(one) == bare(other)) {
            if !bare(&run[0]) {
                continue;
            }
            let words: Vec<&str> = run
                .iter()
                .flat_map(|id| &query.leaf(*id).words)
                .map(|word| word.text.as_str())
                .collect();
            let mut likely = readings.likely(&words).into_iter();
            for id in run {
                let count = query.leaf(*id).words.len();
                leaves[id.0 as usize] = likely.by_ref().take(count).collect();
            }
        }
        Self { leaves }
    }

    /// The forms that a leaf was likely meant to have, each with its chance: several for a word, the likeliest for
    /// a phrase.
    pub(crate) fn forms(&self, leaf: LeafId) -> Vec<(Vec<&str>, f32)> {
        match self.leaves[leaf.0 as usize].as_slice() {
            [] => Vec::new(),
            [word] => word
                .iter()
                .map(|(form, chance)| (vec![form.as_str()], *chance))
                .collect(),
            _ => self
                .best(leaf)
                .map(|words| (words, 1.0))
                .into_iter()
                .collect(),
        }
    }

    /// The likeliest form; `None` where a word has none.
    pub(crate) fn best(&self, leaf: LeafId) -> Option<Vec<&str>> {
        let words = &self.leaves[leaf.0 as usize];
        let forms: Option<Vec<&str>> = words
            .iter()
            .map(|forms| forms.first().map(|(form, _)| form.as_str()))
            .collect();
        forms.filter(|forms| !forms.is_empty())
    }
}

/// A word that says its marks, or is only begun, stands between its neighbours as it is.
fn is_bare(leaf: &Leaf) -> bool {
    leaf.words
        .iter()
        .all(|word| word.marks == Marks::Any && !word.prefix)
}

/// The leaves that are asked for, in their order.
fn gather(node: &Node, into: &mut Vec<LeafId>) {
    match node {
        Node::All | Node::Not(_) => {}
        Node::Leaf(id) => into.push(*id),
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| gather(part, into)),
        Node::Near { left, right, .. } => into.extend(left.iter().chain(right)),
    }
}
