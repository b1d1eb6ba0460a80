//! The tree of a query, and what its parts mean.

use jiff::civil::Date;
use langnghe_model::Field;
use langnghe_vietnamese::{Initials, fold};

/// A leaf's place in [`Query::leaves`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LeafId(pub u32);

/// A parsed query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What the text must meet.
    pub root: Node,
    /// The words and phrases that [`Node::Leaf`] and [`Node::Near`] name.
    pub leaves: Vec<Leaf>,
    /// Filters: all of them must hold. Searches only.
    pub filters: Vec<FilterClause>,
}

impl Query {
    /// The query that asks nothing of the text: for searches with filters only.
    pub fn all() -> Self {
        Self {
            root: Node::All,
            leaves: Vec::new(),
            filters: Vec::new(),
        }
    }

    /// The same query with any marks where marks were meant as typed; `None` when that is what it says already.
    /// `=word` stays exact where it asks for a capital.
    pub fn loosened(&self) -> Option<Self> {
        let mut loose = self.clone();
        let words = loose.leaves.iter_mut().flat_map(|leaf| &mut leaf.words);
        for word in words.filter(|word| word.marks == Marks::AsTyped) {
            word.text = fold(&word.text);
            word.marks = Marks::Any;
        }
        (loose != *self).then_some(loose)
    }

    /// Whether some part needs to know where sentences end.
    pub(crate) fn asks_for_sentences(&self) -> bool {
        fn asks(node: &Node) -> bool {
            match node {
                Node::Near { distance, .. } => *distance == Distance::Sentence,
                Node::And(parts) | Node::Or(parts) => parts.iter().any(asks),
                Node::Not(inner) => asks(inner),
                Node::Leaf(_) | Node::All => false,
            }
        }
        asks(&self.root)
    }

    /// Whether an article that has each of the leaves somewhere meets the query, and all their occurrences make it so: there is
    /// no NEAR and no NOT in it.
    pub fn is_plain(&self) -> bool {
        fn plain(node: &Node) -> bool {
            match node {
                Node::All | Node::Leaf(_) => true,
                Node::And(parts) | Node::Or(parts) => parts.iter().all(plain),
                Node::Near { .. } | Node::Not(_) => false,
            }
        }
        plain(&self.root)
    }

    /// The letters that the words of the leaves begin with.
    pub(crate) fn initials(&self) -> Initials {
        let mut initials = Initials::default();
        for word in self.leaves.iter().flat_map(|leaf| &leaf.words) {
            initials.add(&fold(&word.text));
        }
        initials
    }

    /// The id of a leaf, which is added when it is not there yet.
    pub(crate) fn number(&mut self, leaf: Leaf) -> LeafId {
        let place = self.leaves.iter().position(|known| *known == leaf);
        let place = place.unwrap_or_else(|| {
            self.leaves.push(leaf);
            self.leaves.len() - 1
        });
        LeafId(place as u32)
    }

    /// A leaf by its id.
    pub fn leaf(&self, id: LeafId) -> &Leaf {
        &self.leaves[id.0 as usize]
    }
}

/// A node of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A word or phrase occurs.
    Leaf(LeafId),
    /// All of them.
    And(Vec<Node>),
    /// One of them.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// One of `left` near one of `right`, within one field and one paragraph, in either order.
    Near {
        /// How near.
        distance: Distance,
        /// One side.
        left: Vec<LeafId>,
        /// The other.
        right: Vec<LeafId>,
    },
    /// Nothing is asked of the text.
    All,
}

/// How near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Distance {
    /// At most so many tokens between the two (0 to [`MAX_NEAR`]).
    Tokens(u32),
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
}

/// The widest NEAR, in tokens; less than the gap between paragraphs.
pub const MAX_NEAR: u32 = 100;

// The index tells paragraphs apart by their positions alone; a wider gap makes it larger.
const _: () = assert!(MAX_NEAR < langnghe_vietnamese::PARAGRAPH_GAP);

/// A word, or a phrase of several.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Leaf {
    /// The words, in order; at least one.
    pub words: Vec<Word>,
    /// Where they may stand.
    pub fields: FieldSet,
}

/// A word of a query.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Word {
    /// In the form that `marks` asks for.
    pub text: String,
    /// How its marks count.
    pub marks: Marks,
    /// Whether longer words count that begin like this.
    pub prefix: bool,
}

/// How the marks of a word count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Marks {
    /// Any marks: folded forms are compared.
    Any,
    /// The marks as typed.
    AsTyped,
    /// The marks and the capitals as typed.
    Cased,
}

/// A set of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FieldSet(u8);

impl FieldSet {
    /// Title, lead and body.
    pub const ALL: FieldSet = FieldSet(0b111);

    /// One field.
    pub fn one(field: Field) -> Self {
        Self(1 << field as u8)
    }

    /// Whether it is in the set.
    pub fn contains(self, field: Field) -> bool {
        self.0 & (1 << field as u8) != 0
    }

    /// What both have.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its fields, in reading order.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        Field::ALL
            .into_iter()
            .filter(move |field| self.contains(*field))
    }
}

/// A filter, or its opposite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterClause {
    /// Whether it must not hold.
    pub negated: bool,
    /// The filter.
    pub filter: Filter,
}

/// What a search may ask of an article beside its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Published by this source.
    Source(String),
    /// Stands in a section of this name, compared by [`section_key`](crate::section_key).
    Section(String),
    /// Flagged for this topic.
    Topic(String),
    /// Names this place or one inside it.
    Place(String),
    /// Of this local day or later.
    From(Date),
    /// Of this local day or earlier.
    To(Date),
    /// In this state.
    Is(String),
    /// Has this.
    Has(String),
}
