//! Whether an article meets a query, and the passages that make it so.

use langnghe_model::Field;

use crate::{
    fields::Fields,
    tree::{Distance, Leaf, LeafId, Node, Query},
};

/// A place where a leaf occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occurrence {
    /// The field.
    pub field: Field,
    /// Index of its first token in the field.
    pub first: u32,
    /// Index of its last token.
    pub last: u32,
    /// First byte in the field's text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// Where the leaves of a query occur in one article.
pub trait Hits {
    /// The occurrences of a leaf, in order.
    fn of(&self, leaf: LeafId) -> &[Occurrence];
    /// The article.
    fn fields(&self) -> &Fields;
}

/// Hits found by looking for each leaf at each token: slow, plain, and the measure for faster ways.
#[derive(Debug)]
pub struct LeafHits<'a> {
    fields: &'a Fields,
    hits: Vec<Vec<Occurrence>>,
}

impl Hits for LeafHits<'_> {
    fn of(&self, leaf: LeafId) -> &[Occurrence] {
        &self.hits[leaf.0 as usize]
    }

    fn fields(&self) -> &Fields {
        self.fields
    }
}

impl Query {
    /// Looks for every leaf.
    pub fn find<'a>(&self, fields: &'a Fields) -> LeafHits<'a> {
        LeafHits {
            hits: self
                .leaves
                .iter()
                .map(|leaf| leaf.occurrences(fields))
                .collect(),
            fields,
        }
    }

    /// Whether the article's text meets the query (filters apart), and the passages that make it so: in
    /// order, none twice. `None` when it does not.
    pub fn matches(&self, fields: &Fields) -> Option<Vec<Occurrence>> {
        self.evaluate(&self.find(fields))
    }

    /// The same over hits found in another way.
    pub fn evaluate(&self, hits: &dyn Hits) -> Option<Vec<Occurrence>> {
        let mut passages = Vec::new();
        if !holds(&self.root, hits, &mut passages) {
            return None;
        }
        passages.sort_unstable();
        passages.dedup();
        Some(passages)
    }
}

/// Whether the node holds; if so, its passages are added.
fn holds(node: &Node, hits: &dyn Hits, passages: &mut Vec<Occurrence>) -> bool {
    match node {
        Node::All => true,
        Node::Leaf(id) => {
            let found = hits.of(*id);
            passages.extend_from_slice(found);
            !found.is_empty()
        }
        Node::And(parts) => {
            let before = passages.len();
            let all = parts.iter().all(|part| holds(part, hits, passages));
            if !all {
                passages.truncate(before);
            }
            all
        }
        Node::Or(parts) => {
            // Every part is asked, not only the first that holds: all its passages are evidence.
            let mut any = false;
            for part in parts {
                any |= holds(part, hits, passages);
            }
            any
        }
        Node::Not(inner) => {
            let before = passages.len();
            let held = holds(inner, hits, passages);
            passages.truncate(before);
            !held
        }
        Node::Near {
            distance,
            left,
            right,
        } => {
            let gather = |side: &[LeafId]| {
                let mut all: Vec<Occurrence> =
                    side.iter().flat_map(|id| hits.of(*id)).copied().collect();
                all.sort_unstable();
                all.dedup();
                all
            };
            let (left, right) = (gather(left), gather(right));
            let near = Nearness {
                distance: *distance,
                fields: hits.fields(),
            };
            let found = near.with_partner(&left, &right);
            if found.is_empty() {
                return false;
            }
            passages.extend(found);
            passages.extend(near.with_partner(&right, &left));
            true
        }
    }
}

struct Nearness<'a> {
    distance: Distance,
    fields: &'a Fields,
}

impl Nearness<'_> {
    /// Those of `wanted` that have one of `partners` near: before or after, not overlapping.
    ///
    /// Only the nearest partner on either side has to be looked at, so that texts of one word repeated
    /// stay cheap.
    fn with_partner(&self, wanted: &[Occurrence], partners: &[Occurrence]) -> Vec<Occurrence> {
        let by_first = partners;
        let mut by_last = partners.to_vec();
        by_last.sort_unstable_by_key(|p| (p.field, p.last));
        wanted
            .iter()
            .filter(|one| {
                let after =
                    by_first.partition_point(|p| (p.field, p.first) <= (one.field, one.last));
                let before =
                    by_last.partition_point(|p| (p.field, p.last) < (one.field, one.first));
                let next = by_first.get(after);
                let previous = before.checked_sub(1).map(|index| &by_last[index]);
                next.is_some_and(|next| self.is_near(one, next))
                    || previous.is_some_and(|previous| self.is_near(previous, one))
            })
            .copied()
            .collect()
    }

    /// Whether `second`, which stands after `first`, is near enough.
    fn is_near(&self, first: &Occurrence, second: &Occurrence) -> bool {
        if first.field != second.field {
            return false;
        }
        let tokens = self.fields.tokens(first.field);
        let (end, begin) = (
            tokens.get(first.last as usize),
            tokens.get(second.first as usize),
        );
        end.paragraph == begin.paragraph
            && match self.distance {
                Distance::Tokens(most) => begin.position - end.position - 1 <= most,
                Distance::Sentence => end.sentence == begin.sentence,
                Distance::Paragraph => true,
            }
    }
}

impl Leaf {
    /// Every place where the leaf's words stand one after the other in one paragraph.
    pub fn occurrences(&self, fields: &Fields) -> Vec<Occurrence> {
        let mut found = Vec::new();
        let length = self.words.len();
        if length == 0 {
            return found;
        }
        for field in self.fields.iter() {
            let tokens = fields.tokens(field);
            for first in 0..(tokens.len() + 1).saturating_sub(length) {
                let position = tokens.get(first).position;
                // Positions jump between paragraphs, so what is side by side is in one.
                let fits =
                    (position..)
                        .zip(&self.words)
                        .enumerate()
                        .all(|(offset, (position, word))| {
                            let token = tokens.get(first + offset);
                            token.position == position && fields.is_word(field, token, word)
                        });
                if fits {
                    let last = first + length - 1;
                    found.push(Occurrence {
                        field,
                        first: first as u32,
                        last: last as u32,
                        start: tokens.get(first).start,
                        end: tokens.get(last).end,
                    });
                }
            }
        }
        found
    }
}
