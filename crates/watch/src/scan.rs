//! One pass over an article: where each leaf of each topic occurs.

use langnghe_model::Field;
use langnghe_query::{Fields, Hits, Leaf, LeafId, Marks, Occurrence, Word};
use langnghe_vietnamese::Token;
use rustc_hash::FxHashMap;

use crate::{automaton::Automaton, prefixes::Prefixes};

/// A leaf's number over all topics.
pub(crate) type LeafNumber = u32;

/// Where leaves occur in one article, leaf by leaf; a leaf that is missing does not.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Ascending, each with the end of its occurrences; they begin where those of the leaf before end.
    leaves: Vec<(LeafNumber, usize)>,
    occurrences: Vec<Occurrence>,
}

impl Found {
    fn collect(mut hits: Vec<(LeafNumber, Occurrence)>) -> Self {
        // Stable: the occurrences of one leaf come in the order of the text, and stay so.
        hits.sort_by_key(|(leaf, _)| *leaf);
        let mut leaves: Vec<(LeafNumber, usize)> = Vec::new();
        for (at, (leaf, _)) in hits.iter().enumerate() {
            match leaves.last_mut() {
                Some((last, end)) if last == leaf => *end = at + 1,
                _ => leaves.push((*leaf, at + 1)),
            }
        }
        Self {
            leaves,
            occurrences: hits.into_iter().map(|(_, occurrence)| occurrence).collect(),
        }
    }

    /// The leaves that occur.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = LeafNumber> {
        self.leaves.iter().map(|(leaf, _)| *leaf)
    }

    fn of(&self, leaf: LeafNumber) -> &[Occurrence] {
        let Ok(at) = self.leaves.binary_search_by_key(&leaf, |(leaf, _)| *leaf) else {
            return &[];
        };
        let begin = at.checked_sub(1).map_or(0, |before| self.leaves[before].1);
        &self.occurrences[begin..self.leaves[at].1]
    }
}

/// All leaves of all topics, compiled.
#[derive(Debug, Default)]
pub(crate) struct Scanner {
    leaves: Vec<Leaf>,
    numbers: FxHashMap<Leaf, LeafNumber>,
    marked: Level,
    folded: Level,
}

/// What is looked for in one form of the tokens.
#[derive(Debug, Default)]
struct Level {
    automaton: Automaton,
    /// The leaves of each pattern: the same words may be asked for in several fields, or with capitals.
    leaves: Vec<Vec<LeafNumber>>,
    prefixes: Prefixes,
}

impl Scanner {
    /// The number of a leaf; equal leaves share one.
    pub(crate) fn number(&mut self, leaf: &Leaf) -> LeafNumber {
        if let Some(number) = self.numbers.get(leaf) {
            return *number;
        }
        let number = self.leaves.len() as LeafNumber;
        self.leaves.push(leaf.clone());
        self.numbers.insert(leaf.clone(), number);
        number
    }

    /// Builds the automata, after the last leaf was numbered.
    pub(crate) fn build(&mut self) {
        let mut marked = Patterns::default();
        let mut folded = Patterns::default();
        for (number, leaf) in self.leaves.iter().enumerate() {
            let number = number as LeafNumber;
            // One word with any marks makes the leaf one of the folded level; what its other words ask for
            // is checked where it is found.
            let loose = leaf.words.iter().any(|word| word.marks == Marks::Any);
            let patterns = if loose { &mut folded } else { &mut marked };
            let form = |word: &Word| match (loose, word.marks) {
                (_, Marks::Any) | (false, Marks::AsTyped) => word.text.clone(),
                (true, _) => langnghe_vietnamese::fold(&word.text),
                (false, Marks::Cased) => langnghe_vietnamese::marked(&word.text),
            };
            match leaf.words.iter().position(|word| word.prefix) {
                Some(at) => patterns.prefixes.add(form(&leaf.words[at]), (number, at)),
                None => patterns.add(number, leaf.words.iter().map(form).collect()),
            }
        }
        self.marked = marked.compile();
        self.folded = folded.compile();
    }

    /// Finds every leaf.
    pub(crate) fn scan(&self, fields: &Fields) -> Found {
        let mut hits = Vec::new();
        for field in Field::ALL {
            self.scan_level(&self.marked, field, fields, |token| token.marked, &mut hits);
            self.scan_level(&self.folded, field, fields, |token| token.folded, &mut hits);
        }
        Found::collect(hits)
    }

    fn scan_level(
        &self,
        level: &Level,
        field: Field,
        fields: &Fields,
        form: impl for<'t> Fn(Token<'t>) -> &'t str,
        hits: &mut Vec<(LeafNumber, Occurrence)>,
    ) {
        if level.automaton.is_empty() && level.prefixes.is_empty() {
            return;
        }
        let tokens = fields.tokens(field);
        let mut state = Automaton::start();
        let mut paragraph = 0;
        for (at, token) in tokens.iter().enumerate() {
            if token.paragraph != paragraph {
                paragraph = token.paragraph;
                state = Automaton::start();
            }
            let text = form(token);
            state = level.automaton.step(state, level.automaton.id(text));
            level.automaton.ends(state, |pattern, length| {
                let first = at + 1 - length as usize;
                for &number in &level.leaves[pattern as usize] {
                    let leaf = &self.leaves[number as usize];
                    if leaf.fields.contains(field) && checked_words_fit(leaf, field, fields, first)
                    {
                        hits.push((number, occurrence(fields, field, first, at)));
                    }
                }
            });
            level.prefixes.beginning(text, |&(number, word)| {
                let leaf = &self.leaves[number as usize];
                if let Some(first) = at.checked_sub(word)
                    && leaf.fields.contains(field)
                    && stands_at(leaf, field, fields, first)
                {
                    let last = first + leaf.words.len() - 1;
                    hits.push((number, occurrence(fields, field, first, last)));
                }
            });
        }
    }
}

fn occurrence(fields: &Fields, field: Field, first: usize, last: usize) -> Occurrence {
    let tokens = fields.tokens(field);
    Occurrence {
        field,
        first: first as u32,
        last: last as u32,
        start: tokens.get(first).start,
        end: tokens.get(last).end,
    }
}

/// Whether the words fit that an automaton cannot tell: capitals, and strict words beside loose ones.
fn checked_words_fit(leaf: &Leaf, field: Field, fields: &Fields, first: usize) -> bool {
    let loose = leaf.words.iter().any(|word| word.marks == Marks::Any);
    leaf.words.iter().enumerate().all(|(offset, word)| {
        let told = match word.marks {
            Marks::Any => true,
            Marks::AsTyped => !loose,
            Marks::Cased => false,
        };
        told || fields.is_word(field, fields.tokens(field).get(first + offset), word)
    })
}

/// Whether all words of a leaf stand from this token on, in one paragraph.
fn stands_at(leaf: &Leaf, field: Field, fields: &Fields, first: usize) -> bool {
    let tokens = fields.tokens(field);
    let end = first + leaf.words.len();
    end <= tokens.len()
        && tokens.get(first).paragraph == tokens.get(end - 1).paragraph
        && leaf
            .words
            .iter()
            .enumerate()
            .all(|(offset, word)| fields.is_word(field, tokens.get(first + offset), word))
}

#[derive(Default)]
struct Patterns {
    numbers: FxHashMap<Vec<String>, usize>,
    words: Vec<Vec<String>>,
    leaves: Vec<Vec<LeafNumber>>,
    prefixes: Prefixes,
}

impl Patterns {
    fn add(&mut self, leaf: LeafNumber, words: Vec<String>) {
        if words.is_empty() {
            return;
        }
        let number = *self.numbers.entry(words).or_insert_with_key(|words| {
            self.words.push(words.clone());
            self.leaves.push(Vec::new());
            self.words.len() - 1
        });
        self.leaves[number].push(leaf);
    }

    fn compile(self) -> Level {
        Level {
            automaton: Automaton::new(&self.words),
            leaves: self.leaves,
            prefixes: self.prefixes,
        }
    }
}

/// The hits of one query, looked up in what was found for all.
pub(crate) struct QueryHits<'a> {
    pub(crate) fields: &'a Fields,
    pub(crate) found: &'a Found,
    /// The numbers of the query's leaves.
    pub(crate) numbers: &'a [LeafNumber],
}

impl Hits for QueryHits<'_> {
    fn of(&self, leaf: LeafId) -> &[Occurrence] {
        self.found.of(self.numbers[leaf.0 as usize])
    }

    fn fields(&self) -> &Fields {
        self.fields
    }
}
