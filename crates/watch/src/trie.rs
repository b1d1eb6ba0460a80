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

#[derive(Debug, Default, Clone, Copy)]
struct Node {
    /// Where the phrases that end here end in [`Trie::ends`]; they begin where those of the node before end.
    ends: u32,
    /// Whether phrases go on from here.
    goes_on: bool,
}

/// The trie, with the vocabulary of its phrases and a value for each.
#[derive(Debug)]
pub(crate) struct Trie<T> {
    vocabulary: Vocabulary,
    /// Node and word, packed by [`edge`], to the next node.
    children: FxHashMap<u64, u32>,
    /// The nodes after one word come first and are numbered as the words are.
    nodes: Vec<Node>,
    /// The value of each phrase, by the node where it ends: what is read next lies side by side.
    ends: Vec<T>,
}

#[inline]
fn edge(node: u32, word: u32) -> u64 {
    u64::from(node) << 32 | u64::from(word)
}

impl<T> Default for Trie<T> {
    fn default() -> Self {
        Self {
            vocabulary: Vocabulary::default(),
            children: FxHashMap::default(),
            nodes: Vec::new(),
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
        trie.nodes.resize(trie.vocabulary.len(), Node::default());
        let mut ends: Vec<(u32, T)> = numbered
            .iter()
            .filter_map(|(words, value)| Some((trie.add(words)?, *value)))
            .collect();
        ends.sort_by_key(|end| end.0);
        for (number, node) in trie.nodes.iter_mut().enumerate() {
            node.ends = ends.partition_point(|end| end.0 <= number as u32) as u32;
        }
        trie.ends = ends.into_iter().map(|(_, value)| value).collect();
        trie
    }

    /// Adds the nodes of a phrase; gives the last one.
    fn add(&mut self, words: &[u32]) -> Option<u32> {
        let (first, rest) = words.split_first()?;
        let mut node = *first;
        for word in rest {
            self.nodes[node as usize].goes_on = true;
            node = *self.children.entry(edge(node, *word)).or_insert_with(|| {
                self.nodes.push(Node::default());
                self.nodes.len() as u32 - 1
            });
        }
        Some(node)
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
        let mut open: Vec<(usize, u32)> = Vec::with_capacity(words.len() / 2);
        for (first, &word) in words.iter().enumerate() {
            if word == UNKNOWN {
                continue;
            }
            for value in self.ends_at(word) {
                found(value, first, 1);
            }
            if let Some(next) = self.child(word, words.get(first + 1)) {
                open.push((first, next));
            }
        }
        let mut length = 2;
        while !open.is_empty() {
            open.retain_mut(|(first, node)| {
                for value in self.ends_at(*node) {
                    found(value, *first, length);
                }
                let next = self.child(*node, words.get(*first + length));
                *node = next.unwrap_or(*node);
                next.is_some()
            });
            length += 1;
        }
    }

    #[inline]
    fn child(&self, node: u32, word: Option<&u32>) -> Option<u32> {
        let word = *word.filter(|word| **word != UNKNOWN)?;
        if !self.nodes[node as usize].goes_on {
            return None;
        }
        self.children.get(&edge(node, word)).copied()
    }

    #[inline]
    fn ends_at(&self, node: u32) -> &[T] {
        let at = node as usize;
        let begin = at
            .checked_sub(1)
            .map_or(0, |before| self.nodes[before].ends);
        &self.ends[begin as usize..self.nodes[at].ends as usize]
    }
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
