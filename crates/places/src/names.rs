//! All names in one trie over tokens, so that one pass over a text finds the longest name at each place.

use langnghe_vietnamese::Tokens;
use rustc_hash::FxHashMap;

use crate::place::Place;

/// A name at the end of a path: which place it is, and in which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    /// The place's number in the gazetteer.
    pub(crate) place: u32,
    /// Whether the type word ("huyện") is part of it.
    pub(crate) typed: bool,
    /// Whether it means nothing else.
    pub(crate) sure: bool,
    shape: Shape,
}

/// What distinguishes names of the same tokens: one bit for each token, the first lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Shape {
    /// In a name: tokens that must be capitals. In a text: those that are.
    capitals: u32,
    /// Tokens that a comma, bracket or dash stands before. A text may have them only where the name has:
    /// "Hòa, An" are two persons, not the commune.
    breaks: u32,
}

impl Shape {
    fn note(&mut self, at: usize, capital: bool, breaks: bool) {
        self.capitals |= u32::from(capital) << at;
        self.breaks |= u32::from(breaks) << at;
    }

    /// Whether a text of this shape is written as the name asks.
    fn fits(self, name: Shape) -> bool {
        name.capitals & !self.capitals == 0 && self.breaks & !name.breaks == 0
    }
}

/// No token, no node.
const NONE: u32 = u32::MAX;

/// The trie.
#[derive(Debug)]
pub(crate) struct Names {
    /// Token (with marks) → its number.
    vocabulary: FxHashMap<Box<str>, u32>,
    /// The node that a name's first token leads to, by token number.
    roots: Vec<u32>,
    /// (node, token number) → node.
    edges: FxHashMap<(u32, u32), u32>,
    /// The names that end at each node.
    ends: Vec<Vec<Name>>,
    /// With which tokens names may begin, written small or with a capital.
    starts: [Sieve; 2],
}

/// A set of words that may say yes to a wrong one, but never no to a right one. Nearly all tokens of a text
/// begin no name, and most are told apart by their ends and length, without hashing them.
#[derive(Debug)]
struct Sieve([u64; 16]);

impl Sieve {
    fn slot(word: &str) -> (usize, u32) {
        let bytes = word.as_bytes();
        let (first, last) = (
            bytes.first().copied().unwrap_or(0),
            bytes.last().copied().unwrap_or(0),
        );
        let key = usize::from(first) * 7 + usize::from(last) * 31 + bytes.len() * 131;
        (key / 64 % 16, (key % 64) as u32)
    }

    fn add(&mut self, word: &str) {
        let (at, bit) = Self::slot(word);
        self.0[at] |= 1 << bit;
    }

    fn may_hold(&self, word: &str) -> bool {
        let (at, bit) = Self::slot(word);
        self.0[at] >> bit & 1 == 1
    }
}

/// The longest name at some place of a text: `last` is its last token, `node` tells the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) first: usize,
    pub(crate) last: usize,
    node: u32,
    shape: Shape,
}

impl Names {
    pub(crate) fn of(places: &[Place]) -> Self {
        let mut names = Self {
            vocabulary: FxHashMap::default(),
            roots: Vec::new(),
            edges: FxHashMap::default(),
            ends: Vec::new(),
            starts: [Sieve([0; 16]), Sieve([0; 16])],
        };
        for (number, place) in places.iter().enumerate() {
            for spelling in place.spellings() {
                let bare_commune = place.kind.is_lowest_unit() && !spelling.typed;
                let name = Name {
                    place: number as u32,
                    typed: spelling.typed,
                    sure: place.ambiguous.is_none() && !bare_commune,
                    shape: Shape::default(),
                };
                names.insert(&spelling.text, name);
            }
        }
        names.lift_long_names(places);
        names
    }

    fn insert(&mut self, text: &str, mut name: Name) {
        let tokens = Tokens::of(text);
        let mut node = NONE;
        if let Some(first) = tokens.iter().next() {
            self.starts[1].add(first.marked);
            if !first.capital {
                self.starts[0].add(first.marked);
            }
        }
        for (at, token) in tokens.iter().enumerate() {
            name.shape
                .note(at, token.capital, at > 0 && is_break(text, &tokens, at));
            let fresh = self.vocabulary.len() as u32;
            let word = *self
                .vocabulary
                .entry(token.marked.into())
                .or_insert_with(|| {
                    self.roots.push(NONE);
                    fresh
                });
            let next = if node == NONE {
                self.roots[word as usize]
            } else {
                self.edges.get(&(node, word)).copied().unwrap_or(NONE)
            };
            node = if next == NONE {
                let next = self.ends.len() as u32;
                self.ends.push(Vec::new());
                if node == NONE {
                    self.roots[word as usize] = next;
                } else {
                    self.edges.insert((node, word), next);
                }
                next
            } else {
                next
            };
        }
        if node != NONE && !self.ends[node as usize].contains(&name) {
            self.ends[node as usize].push(name);
        }
    }

    /// "Sở Văn hóa … tỉnh Cao Bằng" is sure, though every province has such a body: the name of a place of
    /// the same province, sure by itself, is part of it.
    fn lift_long_names(&mut self, places: &[Place]) {
        let mut lifted = Vec::new();
        for (number, place) in places.iter().enumerate() {
            let only_namesakes = place
                .ambiguous
                .as_ref()
                .is_some_and(|ambiguity| ambiguity.no_place().is_none());
            if place.kind.is_unit() || !only_namesakes {
                continue;
            }
            for text in place.names() {
                let tokens = Tokens::of(&text);
                let whole = self.longest(&text, &tokens, 0);
                let inside =
                    (1..tokens.len()).filter_map(|first| self.longest(&text, &tokens, first));
                let sure = inside.flat_map(|found| self.names(found)).any(|name| {
                    let other = &places[name.place as usize];
                    name.sure && other.kind.is_unit() && root(other) == root(place)
                });
                if let (true, Some(whole)) = (sure, whole) {
                    lifted.push((whole.node, number as u32));
                }
            }
        }
        for (node, place) in lifted {
            for name in &mut self.ends[node as usize] {
                name.sure |= name.place == place;
            }
        }
    }

    /// The longest names, from left to right, none overlapping.
    pub(crate) fn find(&self, text: &str, tokens: &Tokens) -> Vec<Found> {
        let mut all: Vec<Found> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            if self.starts[usize::from(token.capital)].may_hold(token.marked)
                && all.last().is_none_or(|before| before.last < at)
                && let Some(found) = self.longest(text, tokens, at)
            {
                all.push(found);
            }
        }
        all
    }

    /// The longest name that begins at a token.
    fn longest(&self, text: &str, tokens: &Tokens, first: usize) -> Option<Found> {
        let mut token = tokens.get(first);
        let sentence = token.sentence;
        let mut node = self.roots[*self.vocabulary.get(token.marked)? as usize];
        let mut last = first;
        let mut shape = Shape::default();
        let mut best = None;
        while node != NONE {
            shape.note(
                last - first,
                token.capital,
                last > first && is_break(text, tokens, last),
            );
            if self.ends[node as usize]
                .iter()
                .any(|name| shape.fits(name.shape))
            {
                best = Some(Found {
                    first,
                    last,
                    node,
                    shape,
                });
            }
            last += 1;
            if last == tokens.len() {
                break;
            }
            token = tokens.get(last);
            if token.sentence != sentence {
                break;
            }
            let word = self.vocabulary.get(token.marked);
            node = word
                .and_then(|word| self.edges.get(&(node, *word)))
                .copied()
                .unwrap_or(NONE);
        }
        best
    }

    /// The names that fit what was found: at least one.
    pub(crate) fn names(&self, found: Found) -> impl Iterator<Item = &Name> {
        self.ends[found.node as usize]
            .iter()
            .filter(move |name| found.shape.fits(name.shape))
    }
}

/// Whether more than a space, a hyphen or a full stop of an abbreviation stands before a token.
fn is_break(text: &str, tokens: &Tokens, at: usize) -> bool {
    match &text[tokens.get(at - 1).end..tokens.get(at).start] {
        " " => false,
        between => {
            between.contains([
                ',', ';', ':', '!', '?', '(', ')', '"', '“', '”', '–', '—', '…',
            ]) || (between.contains('-') && between.contains(' '))
        }
    }
}

/// The first level of a place's id: its province today, or its country.
pub(crate) fn root(place: &Place) -> &str {
    let id = place.id.as_str();
    id.split_once('.').map_or(id, |(root, _)| root)
}
