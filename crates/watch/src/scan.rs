//! One pass over an article: where each leaf of each topic occurs.

use langnghe_model::Field;
use langnghe_query::{FieldSet, Fields, Hits, Leaf, LeafId, Marks, Occurrence, Word};
use rustc_hash::FxHashMap;

use crate::{prefixes::Prefixes, trie::Trie};

/// A leaf's number over all topics.
pub(crate) type LeafNumber = u32;

/// A positive term's number over all topics, ascending with the topics.
pub(crate) type TermNumber = u32;

/// A place where a leaf occurs.
#[derive(Debug, Clone, Copy)]
struct Hit {
    leaf: LeafNumber,
    field: Field,
    first: u32,
    last: u32,
}

/// All leaves that were found in an article, before it is known which topics are worth a look.
#[derive(Debug, Default)]
pub(crate) struct Scanned {
    /// Those of one leaf in the order of the text.
    hits: Vec<Hit>,
    /// The positive terms that these leaves belong to: in no order, some several times.
    pub(crate) terms: Vec<TermNumber>,
}

impl Scanned {
    /// Where these leaves occur; `wanted` is ascending.
    pub(crate) fn of(&self, wanted: &[LeafNumber], fields: &Fields) -> Found {
        // Of hundreds of hits a few are wanted, and most others are told by a bit.
        let bit = |leaf: LeafNumber| 1_u64 << (leaf % 64);
        let bits = wanted.iter().fold(0, |bits, leaf| bits | bit(*leaf));
        let hits = self
            .hits
            .iter()
            .filter(|hit| bits & bit(hit.leaf) != 0 && wanted.binary_search(&hit.leaf).is_ok());
        Found::collect(hits.copied().collect(), fields)
    }
}

/// Where leaves occur in one article, leaf by leaf; a leaf that is missing does not.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Ascending, each with the end of its occurrences; they begin where those of the leaf before end.
    leaves: Vec<(LeafNumber, u32)>,
    occurrences: Vec<Occurrence>,
}

impl Found {
    fn collect(mut hits: Vec<Hit>, fields: &Fields) -> Self {
        // Stable: the occurrences of one leaf stay in the order of the text.
        hits.sort_by_key(|hit| hit.leaf);
        let mut leaves: Vec<(LeafNumber, u32)> = Vec::with_capacity(hits.len());
        let mut occurrences = Vec::with_capacity(hits.len());
        for hit in hits {
            occurrences.push(occurrence(fields, hit.field, hit.first, hit.last));
            let end = occurrences.len() as u32;
            match leaves.last_mut() {
                Some((last, last_end)) if *last == hit.leaf => *last_end = end,
                _ => leaves.push((hit.leaf, end)),
            }
        }
        Self {
            leaves,
            occurrences,
        }
    }

    fn of(&self, leaf: LeafNumber) -> &[Occurrence] {
        let Ok(at) = self.leaves.binary_search_by_key(&leaf, |(leaf, _)| *leaf) else {
            return &[];
        };
        let begin = at.checked_sub(1).map_or(0, |before| self.leaves[before].1);
        &self.occurrences[begin as usize..self.leaves[at].1 as usize]
    }
}

/// All leaves of all topics, compiled.
#[derive(Debug, Default)]
pub(crate) struct Scanner {
    leaves: Vec<Leaf>,
    numbers: FxHashMap<Leaf, LeafNumber>,
    /// The positive terms of each leaf, leaf by leaf.
    terms: Vec<TermNumber>,
    /// Where the terms of each leaf end; they begin where those of the leaf before end.
    term_ends: Vec<u32>,
    marked: Level,
    folded: Level,
}

/// What is looked for in one form of the tokens.
#[derive(Debug, Default)]
struct Level {
    /// The same words may be asked for in several fields, or with capitals: each leaf is a phrase.
    phrases: Trie<Asked>,
    prefixes: Prefixes,
}

/// A leaf of a phrase, with what has to be known wherever the phrase is found.
#[derive(Debug, Clone, Copy)]
struct Asked {
    leaf: LeafNumber,
    /// The positive term it belongs to; [`NONE`], or [`SEVERAL`] that are to be looked up.
    term: TermNumber,
    fields: FieldSet,
    /// Whether the words alone do not tell all that the leaf asks: capitals, and strict words beside loose ones.
    check: bool,
}

const NONE: TermNumber = TermNumber::MAX;
const SEVERAL: TermNumber = TermNumber::MAX - 1;

impl Asked {
    fn of(number: LeafNumber, leaf: &Leaf, terms: &[TermNumber]) -> Self {
        let loose = leaf.words.iter().any(|word| word.marks == Marks::Any);
        Self {
            leaf: number,
            term: match terms {
                [] => NONE,
                [term] => *term,
                _ => SEVERAL,
            },
            fields: leaf.fields,
            check: leaf.words.iter().any(|word| match word.marks {
                Marks::Any => false,
                Marks::AsTyped => loose,
                Marks::Cased => true,
            }),
        }
    }
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

    /// Builds the tries, after the last leaf was numbered. `terms` are the positive terms that leaves belong to.
    pub(crate) fn build(&mut self, mut terms: Vec<(LeafNumber, TermNumber)>) {
        terms.sort_unstable();
        terms.dedup();
        self.term_ends = (0..self.leaves.len() as LeafNumber)
            .map(|leaf| terms.partition_point(|(of, _)| *of <= leaf) as u32)
            .collect();
        self.terms = terms.into_iter().map(|(_, term)| term).collect();
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
                None => patterns.add(
                    Asked::of(number, leaf, self.terms_of(number)),
                    leaf.words.iter().map(form).collect(),
                ),
            }
        }
        self.marked = marked.compile();
        self.folded = folded.compile();
    }

    fn terms_of(&self, leaf: LeafNumber) -> &[TermNumber] {
        let at = leaf as usize;
        let begin = at.checked_sub(1).map_or(0, |before| self.term_ends[before]);
        &self.terms[begin as usize..self.term_ends[at] as usize]
    }

    /// Finds every leaf.
    pub(crate) fn scan(&self, fields: &Fields) -> Scanned {
        let mut scanned = Scanned {
            hits: Vec::with_capacity(256),
            terms: Vec::with_capacity(256),
        };
        let mut numbers = Vec::new();
        for field in Field::ALL {
            let tokens = fields.tokens(field);
            let (marked, folded) = (&self.marked, &self.folded);
            marked.phrases.number_all(tokens.marked(), &mut numbers);
            self.find_phrases(marked, field, fields, &numbers, &mut scanned);
            folded.phrases.number_all(tokens.folded(), &mut numbers);
            self.find_phrases(folded, field, fields, &numbers, &mut scanned);
            self.find_prefixes(marked, field, fields, tokens.marked(), &mut scanned);
            self.find_prefixes(folded, field, fields, tokens.folded(), &mut scanned);
        }
        scanned
    }

    /// `numbers` are those of the field's words.
    fn find_phrases(
        &self,
        level: &Level,
        field: Field,
        fields: &Fields,
        numbers: &[u32],
        scanned: &mut Scanned,
    ) {
        let tokens = fields.tokens(field);
        level.phrases.find(numbers, |asked, first, length| {
            let last = first + length - 1;
            let stands = || {
                if asked.check {
                    stands_at(&self.leaves[asked.leaf as usize], field, fields, first)
                } else {
                    length == 1 || tokens.share_paragraph(first, last)
                }
            };
            if asked.fields.contains(field) && stands() {
                scanned.hits.push(Hit {
                    leaf: asked.leaf,
                    field,
                    first: first as u32,
                    last: last as u32,
                });
                match asked.term {
                    NONE => {}
                    SEVERAL => scanned.terms.extend_from_slice(self.terms_of(asked.leaf)),
                    term => scanned.terms.push(term),
                }
            }
        });
    }

    fn find_prefixes<'t>(
        &self,
        level: &Level,
        field: Field,
        fields: &Fields,
        forms: impl Iterator<Item = &'t str>,
        scanned: &mut Scanned,
    ) {
        if level.prefixes.is_empty() {
            return;
        }
        for (at, form) in forms.enumerate() {
            level.prefixes.beginning(form, |&(number, word)| {
                let leaf = &self.leaves[number as usize];
                if let Some(first) = at.checked_sub(word)
                    && leaf.fields.contains(field)
                    && stands_at(leaf, field, fields, first)
                {
                    scanned.hits.push(Hit {
                        leaf: number,
                        field,
                        first: first as u32,
                        last: (first + leaf.words.len() - 1) as u32,
                    });
                    scanned.terms.extend_from_slice(self.terms_of(number));
                }
            });
        }
    }
}

fn occurrence(fields: &Fields, field: Field, first: u32, last: u32) -> Occurrence {
    let tokens = fields.tokens(field);
    Occurrence {
        field,
        first,
        last,
        start: tokens.get(first as usize).start,
        end: tokens.get(last as usize).end,
    }
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
    leaves: Vec<(Vec<String>, Asked)>,
    prefixes: Prefixes,
}

impl Patterns {
    fn add(&mut self, leaf: Asked, words: Vec<String>) {
        if !words.is_empty() {
            self.leaves.push((words, leaf));
        }
    }

    fn compile(self) -> Level {
        Level {
            phrases: Trie::new(&self.leaves),
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
