//! One pass over an article: where each leaf of each topic occurs.

use langnghe_model::Field;
use langnghe_query::{Fields, Hits, Leaf, LeafId, Marks, Occurrence, Word};
use rustc_hash::FxHashMap;

use crate::automaton::Automaton;

/// A leaf's number over all topics.
pub(crate) type LeafNumber = u32;

/// Where leaves occur in one article; a leaf that is missing does not.
pub(crate) type Found = FxHashMap<LeafNumber, Vec<Occurrence>>;

/// All leaves of all topics, compiled.
#[derive(Debug, Default)]
pub(crate) struct Scanner {
    leaves: Vec<Leaf>,
    numbers: FxHashMap<Leaf, LeafNumber>,
    marked: Level,
    folded: Level,
    /// Leaves with a prefix: words that an automaton over whole words cannot name.
    prefixes: Vec<LeafNumber>,
}

/// The automaton over one form of the tokens.
#[derive(Debug, Default)]
struct Level {
    automaton: Automaton,
    /// The leaves of each pattern: the same words may be asked for in several fields.
    leaves: Vec<Vec<LeafNumber>>,
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
            let loose = leaf.words.iter().filter(|word| word.marks == Marks::Any).count();
            if leaf.words.iter().any(|word| word.prefix) || (loose > 0 && loose < leaf.words.len()) {
                self.prefixes.push(number);
            } else if loose > 0 {
                folded.add(number, leaf.words.iter().map(|word| word.text.clone()).collect());
            } else {
                marked.add(number, leaf.words.iter().map(marked_form).collect());
            }
        }
        self.marked = marked.compile();
        self.folded = folded.compile();
    }

    /// Finds every leaf.
    pub(crate) fn scan(&self, fields: &Fields) -> Found {
        let mut found = Found::default();
        for field in Field::ALL {
            self.scan_level(&self.marked, field, fields, |token| token.marked, &mut found);
            self.scan_level(&self.folded, field, fields, |token| token.folded, &mut found);
        }
        for &number in &self.prefixes {
            let occurrences = self.leaves[number as usize].occurrences(fields);
            if !occurrences.is_empty() {
                found.insert(number, occurrences);
            }
        }
        found
    }

    fn scan_level(
        &self,
        level: &Level,
        field: Field,
        fields: &Fields,
        form: impl for<'t> Fn(langnghe_vietnamese::Token<'t>) -> &'t str,
        found: &mut Found,
    ) {
        if level.automaton.is_empty() {
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
            state = level.automaton.step(state, level.automaton.id(form(token)));
            level.automaton.ends(state, |pattern, length| {
                let first = at + 1 - length as usize;
                for &number in &level.leaves[pattern as usize] {
                    if self.fits(number, field, fields, first) {
                        found.entry(number).or_default().push(Occurrence {
                            field,
                            first: first as u32,
                            last: at as u32,
                            start: tokens.get(first).start,
                            end: token.end,
                        });
                    }
                }
            });
        }
    }

    /// What the automaton does not look at: the field, and capitals.
    fn fits(&self, number: LeafNumber, field: Field, fields: &Fields, first: usize) -> bool {
        let leaf = &self.leaves[number as usize];
        leaf.fields.contains(field)
            && leaf.words.iter().enumerate().all(|(offset, word)| {
                word.marks != Marks::Cased || fields.is_word(field, fields.tokens(field).get(first + offset), word)
            })
    }
}

fn marked_form(word: &Word) -> String {
    match word.marks {
        Marks::Cased => langnghe_vietnamese::marked(&word.text),
        Marks::Any | Marks::AsTyped => word.text.clone(),
    }
}

#[derive(Default)]
struct Patterns {
    numbers: FxHashMap<Vec<String>, usize>,
    words: Vec<Vec<String>>,
    leaves: Vec<Vec<LeafNumber>>,
}

impl Patterns {
    fn add(&mut self, leaf: LeafNumber, words: Vec<String>) {
        let number = *self.numbers.entry(words.clone()).or_insert_with(|| {
            self.words.push(words);
            self.leaves.push(Vec::new());
            self.words.len() - 1
        });
        self.leaves[number].push(leaf);
    }

    fn compile(self) -> Level {
        Level {
            automaton: Automaton::new(&self.words),
            leaves: self.leaves,
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
        self.found
            .get(&self.numbers[leaf.0 as usize])
            .map_or(&[], Vec::as_slice)
    }

    fn fields(&self) -> &Fields {
        self.fields
    }
}
