//! All phrases of all topics as one trie over the numbers of words; a text is searched for all of them at once.
//!
//! Syllables, not bytes, are its alphabet: a phrase can then only be found at word limits, and the text between two
//! syllables does not matter. The search goes level by level: first the numbers of all words of the text, then all pairs
//! that begin a phrase, then what can be made longer. No step waits for the one before it, as those of an Aho–Corasick
//! automaton do, so that the processor fetches many entries of the tables at once; they are too large for its caches.

use rustc_hash::FxHashMap;

/// A word that no phrase contains.
pub(crate) const UNKNOWN: u32 = u32::MAX;

/// The numbers of words. Nearly all words are syllables of at most 8 bytes, the rest of 16: these are keys by
/// value, so that looking one up touches the table alone.
#[derive(Debug, Default)]
struct Vocabulary {
    short: FxHashMap<u64, u32>,
    medium: FxHashMap<u128, u32>,
    long: FxHashMap<String, u32>,
}

/// A word as a key.
enum Key {
    Short(u64),
    Medium(u128),
    Long,
}

#[inline]
fn key(word: &str) -> Key {
    let bytes = word.as_bytes();
    let four = |at: usize| match bytes[at..at + 4].first_chunk::<4>() {
        Some(part) => u64::from(u32::from_le_bytes(*part)),
        None => 0,
    };
    let eight = |at: usize| match bytes[at..at + 8].first_chunk::<8>() {
        Some(part) => u64::from_le_bytes(*part),
        None => 0,
    };
    // Two reads that overlap take in all bytes of a word; the length tells apart what they leave alike. It stands
    // where no byte of a word of 8 bytes can be so small.
    match bytes.len() {
        0 => Key::Short(0),
        length @ 1..=3 => {
            let byte = |at: usize| u64::from(bytes[at]);
            Key::Short(
                byte(0) | byte(length / 2) << 8 | byte(length - 1) << 16 | (length as u64) << 56,
            )
        }
        length @ 4..=7 => Key::Short(
            four(0) | (four(length - 4) >> (8 * (8 - length))) << 32 | (length as u64) << 56,
        ),
        8 => Key::Short(eight(0)),
        length @ 9..=16 => {
            let high = eight(length - 8) >> (8 * (16 - length));
            Key::Medium(u128::from(high) << 64 | u128::from(eight(0)))
        }
        _ => Key::Long,
    }
}

impl Vocabulary {
    fn len(&self) -> usize {
        self.short.len() + self.medium.len() + self.long.len()
    }

    #[inline]
    fn get(&self, word: &str) -> Option<u32> {
        match key(word) {
            Key::Short(key) => self.short.get(&key).copied(),
            Key::Medium(key) => self.medium.get(&key).copied(),
            Key::Long => self.long.get(word).copied(),
        }
    }

    fn number(&mut self, word: &str) -> u32 {
        let fresh = self.len() as u32;
        match key(word) {
            Key::Short(key) => *self.short.entry(key).or_insert(fresh),
            Key::Medium(key) => *self.medium.entry(key).or_insert(fresh),
            Key::Long => *self.long.entry(word.to_owned()).or_insert(fresh),
        }
    }
}

/// What is read at a step of the search. It lies in the entry that the step looks up, so that nothing else is fetched.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// The nodes after one word are numbered as the words are.
    number: u32,
    /// The first of the phrases that end here in [`Trie::ends`], and whether phrases go on from here.
    state: State,
}

/// Where a node's phrases begin, or [`State::NO_END`], and a bit.
#[derive(Debug, Clone, Copy)]
struct State(u32);

impl State {
    const GOES_ON: u32 = 1 << 31;
    const NO_END: u32 = Self::GOES_ON - 1;

    fn goes_on(self) -> bool {
        self.0 & Self::GOES_ON != 0
    }

    fn first_end(self) -> Option<usize> {
        let first = self.0 & !Self::GOES_ON;
        (first != Self::NO_END).then_some(first as usize)
    }
}

impl Default for State {
    fn default() -> Self {
        Self(Self::NO_END)
    }
}

/// A phrase's value.
#[derive(Debug, Clone, Copy)]
struct End<T> {
    value: T,
    /// Whether it is the last one of its node.
    last: bool,
}

/// The trie, with the vocabulary of its phrases and a value for each.
#[derive(Debug)]
pub(crate) struct Trie<T> {
    vocabulary: Vocabulary,
    /// The nodes after one word, by its number.
    roots: Vec<State>,
    /// Node and word, packed by [`edge`], to the next node.
    children: FxHashMap<u64, Node>,
    /// The values of the phrases, node by node.
    ends: Vec<End<T>>,
}

#[inline]
fn edge(node: u32, word: u32) -> u64 {
    u64::from(node) << 32 | u64::from(word)
}

impl<T> Default for Trie<T> {
    fn default() -> Self {
        Self {
            vocabulary: Vocabulary::default(),
            roots: Vec::new(),
            children: FxHashMap::default(),
            ends: Vec::new(),
        }
    }
}

impl<T: Copy> Trie<T> {
    /// Compiles phrases, each a list of at least one word.
    pub(crate) fn new(phrases: &[(Vec<String>, T)]) -> Self {
        let mut trie = Self::default();
        let numbered: Vec<(Vec<u32>, T)> = phrases
            .iter()
            .map(|(words, value)| {
                let numbers = words.iter().map(|word| trie.vocabulary.number(word));
                (numbers.collect(), *value)
            })
            .collect();
        let words = trie.vocabulary.len();
        let mut edges: FxHashMap<u64, u32> = FxHashMap::default();
        let mut states = vec![State::default(); words];
        let mut ends: Vec<(u32, T)> = numbered
            .iter()
            .filter_map(|(words, value)| Some((add(words, &mut edges, &mut states)?, *value)))
            .collect();
        ends.sort_by_key(|end| end.0);
        for (at, (node, value)) in ends.iter().enumerate() {
            let state = &mut states[*node as usize];
            if state.first_end().is_none() {
                state.0 = (state.0 & State::GOES_ON) | at as u32;
            }
            trie.ends.push(End {
                value: *value,
                last: ends.get(at + 1).is_none_or(|next| next.0 != *node),
            });
        }
        let node = |number: u32| Node {
            number,
            state: states[number as usize],
        };
        trie.children = edges
            .into_iter()
            .map(|(edge, number)| (edge, node(number)))
            .collect();
        states.truncate(words);
        trie.roots = states;
        trie
    }

    /// Replaces `numbers` by those of these words, [`UNKNOWN`] for one that no phrase contains. A trie without phrases
    /// knows none and looks at none.
    pub(crate) fn number_all<'w>(
        &self,
        words: impl Iterator<Item = &'w str>,
        numbers: &mut Vec<u32>,
    ) {
        numbers.clear();
        if !self.ends.is_empty() {
            numbers.extend(words.map(|word| self.vocabulary.get(word).unwrap_or(UNKNOWN)));
        }
    }

    /// Calls `found` with the value, the first word and the length of each phrase that stands in these words: the
    /// shortest phrases first, those of one length in the order of the text.
    pub(crate) fn find(&self, words: &[u32], mut found: impl FnMut(&T, usize, usize)) {
        let mut open: Vec<(usize, Node)> = Vec::with_capacity(words.len() / 2);
        for (first, &word) in words.iter().enumerate() {
            if word == UNKNOWN {
                continue;
            }
            let root = Node {
                number: word,
                state: self.roots[word as usize],
            };
            for end in self.ends_at(root) {
                found(&end.value, first, 1);
            }
            if let Some(next) = self.child(root, words.get(first + 1)) {
                open.push((first, next));
            }
        }
        let mut length = 2;
        while !open.is_empty() {
            open.retain_mut(|(first, node)| {
                for end in self.ends_at(*node) {
                    found(&end.value, *first, length);
                }
                let next = self.child(*node, words.get(*first + length));
                *node = next.unwrap_or(*node);
                next.is_some()
            });
            length += 1;
        }
    }

    #[inline]
    fn child(&self, node: Node, word: Option<&u32>) -> Option<Node> {
        let word = *word.filter(|word| **word != UNKNOWN)?;
        if !node.state.goes_on() {
            return None;
        }
        self.children.get(&edge(node.number, word)).copied()
    }

    /// The phrases that end at a node.
    #[inline]
    fn ends_at(&self, node: Node) -> impl Iterator<Item = &End<T>> {
        let from = node.state.first_end().unwrap_or(self.ends.len());
        let mut ends = self.ends[from..].iter();
        let mut more = true;
        std::iter::from_fn(move || {
            let end = ends.next().filter(|_| more)?;
            more = !end.last;
            Some(end)
        })
    }
}

/// Adds the nodes of a phrase; gives the last one.
fn add(words: &[u32], edges: &mut FxHashMap<u64, u32>, states: &mut Vec<State>) -> Option<u32> {
    let (first, rest) = words.split_first()?;
    let mut node = *first;
    for word in rest {
        states[node as usize].0 |= State::GOES_ON;
        node = *edges.entry(edge(node, *word)).or_insert_with(|| {
            states.push(State::default());
            states.len() as u32 - 1
        });
    }
    Some(node)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn compiled(phrases: &[Vec<String>]) -> Trie<u32> {
        let numbered: Vec<_> = phrases.iter().cloned().zip(0..).collect();
        Trie::new(&numbered)
    }

    fn scan(trie: &Trie<u32>, text: &[String]) -> Vec<(usize, u32)> {
        let mut words = Vec::new();
        trie.number_all(text.iter().map(String::as_str), &mut words);
        let mut found = Vec::new();
        trie.find(&words, |&number, first, _| found.push((first, number)));
        found.sort_unstable();
        found
    }

    fn naive(patterns: &[Vec<String>], text: &[String]) -> Vec<(usize, u32)> {
        let mut found = Vec::new();
        for start in 0..text.len() {
            for (number, pattern) in patterns.iter().enumerate() {
                if text[start..].starts_with(pattern) {
                    found.push((start, number as u32));
                }
            }
        }
        found.sort_unstable();
        found
    }

    proptest! {
        #[test]
        fn finds_what_a_plain_search_finds(
            patterns in proptest::collection::vec(proptest::collection::vec("[a-d]", 1..5), 0..12),
            text in proptest::collection::vec("[a-e]", 0..40),
        ) {
            prop_assert_eq!(scan(&compiled(&patterns), &text), naive(&patterns, &text));
        }

        #[test]
        fn words_of_any_length_are_told_apart(
            words in proptest::collection::vec("[abđ]{1,20}", 1..30),
            others in proptest::collection::vec("[abđ]{1,20}", 1..30),
        ) {
            let patterns: Vec<Vec<String>> = words.iter().map(|word| vec![word.clone()]).collect();
            let trie = compiled(&patterns);
            for word in words.iter().chain(&others) {
                prop_assert_eq!(trie.vocabulary.get(word).is_some(), words.contains(word));
            }
            prop_assert_eq!(scan(&trie, &others), naive(&patterns, &others));
        }
    }
}
