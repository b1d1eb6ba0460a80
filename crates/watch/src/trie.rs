//! An Aho–Corasick automaton over token ids (Aho and Corasick, CACM 18(6), 1975): finds every phrase of
//! every topic in one pass over an article's tokens.
//!
//! Syllables, not bytes, are its alphabet: a phrase can then only be found at word limits, and the text
//! between two syllables does not matter. The states after one syllable are numbered as the syllables are, and come
//! first: nearly every step of a scan starts and ends there. Deeper states share one hash map.

use rustc_hash::FxHashMap;

/// A token that no phrase contains.
pub(crate) const UNKNOWN: u32 = u32::MAX;

const ROOT: u32 = 0;

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
struct State {
    fail: u32,
    /// Where the patterns that end here end in [`Automaton::ends`]; they begin where those of the state before end.
    ends: u32,
    /// The nearest state on the fail path where some end too.
    more: u32,
}

/// The automaton, with the vocabulary of its patterns and a value for each.
#[derive(Debug)]
pub(crate) struct Automaton<T> {
    vocabulary: Vocabulary,
    /// State and token, packed by [`edge`], to the next state.
    deeper: FxHashMap<u64, u32>,
    states: Vec<State>,
    /// Value and length of each pattern, by the state where it ends: what is read next lies side by side.
    ends: Vec<(T, u32)>,
}

/// The state after a word that begins a phrase, or may.
#[inline]
fn after_first(token: u32) -> u32 {
    token + 1
}

#[inline]
fn edge(state: u32, token: u32) -> u64 {
    u64::from(state) << 32 | u64::from(token)
}

impl<T> Default for Automaton<T> {
    fn default() -> Self {
        Self {
            vocabulary: Vocabulary::default(),
            deeper: FxHashMap::default(),
            states: vec![State::default()],
            ends: Vec::new(),
        }
    }
}

impl<T: Copy> Automaton<T> {
    /// Compiles patterns, each a list of at least one word.
    pub(crate) fn new(patterns: &[(Vec<String>, T)]) -> Self {
        let mut automaton = Self::default();
        let patterns: Vec<(Vec<u32>, T)> = patterns
            .iter()
            .map(|(words, value)| {
                let tokens = words.iter().map(|word| automaton.vocabulary.number(word));
                (tokens.collect(), *value)
            })
            .collect();
        // The root, and a state after each word.
        let shallow = automaton.vocabulary.len() + 1;
        automaton.states.resize(shallow, State::default());
        let mut ends: Vec<(u32, T, u32)> = patterns
            .iter()
            .map(|(tokens, value)| (automaton.add(tokens), *value, tokens.len() as u32))
            .collect();
        ends.sort_by_key(|end| end.0);
        automaton.ends = ends
            .iter()
            .map(|&(_, value, length)| (value, length))
            .collect();
        for (state, links) in automaton.states.iter_mut().enumerate() {
            links.ends = ends.partition_point(|end| end.0 <= state as u32) as u32;
        }
        automaton.link(shallow as u32);
        automaton
    }

    /// Whether it has no pattern.
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A word's token id.
    #[inline]
    pub(crate) fn id(&self, word: &str) -> u32 {
        self.vocabulary.get(word).unwrap_or(UNKNOWN)
    }

    /// Adds the states of a pattern; gives the last one.
    fn add(&mut self, tokens: &[u32]) -> u32 {
        let mut state = ROOT;
        for &token in tokens {
            state = if state == ROOT {
                after_first(token)
            } else {
                *self.deeper.entry(edge(state, token)).or_insert_with(|| {
                    self.states.push(State::default());
                    self.states.len() as u32 - 1
                })
            };
        }
        state
    }

    /// Sets the fail links, level by level.
    fn link(&mut self, shallow: u32) {
        let mut children: Vec<(u32, u32, u32)> = self
            .deeper
            .iter()
            .map(|(edge, &next)| ((edge >> 32) as u32, *edge as u32, next))
            .collect();
        children.sort_unstable();
        let mut level: Vec<u32> = (1..shallow).collect();
        while !level.is_empty() {
            let mut below = Vec::new();
            for state in level {
                let from = children.partition_point(|child| child.0 < state);
                let of_state = children[from..].iter().take_while(|child| child.0 == state);
                for &(_, token, next) in of_state {
                    let fail = self.step(self.states[state as usize].fail, token);
                    let more = if self.ends_at(fail).is_empty() {
                        self.states[fail as usize].more
                    } else {
                        fail
                    };
                    let reached = &mut self.states[next as usize];
                    reached.fail = fail;
                    reached.more = more;
                    below.push(next);
                }
            }
            level = below;
        }
    }

    /// The state after a token.
    #[inline]
    pub(crate) fn step(&self, mut state: u32, token: u32) -> u32 {
        if token == UNKNOWN {
            return ROOT;
        }
        while state != ROOT {
            if let Some(next) = self.deeper.get(&edge(state, token)) {
                return *next;
            }
            state = self.states[state as usize].fail;
        }
        after_first(token)
    }

    /// The state before the first token.
    pub(crate) fn start() -> u32 {
        ROOT
    }

    #[inline]
    fn ends_at(&self, state: u32) -> &[(T, u32)] {
        let at = state as usize;
        let begin = at
            .checked_sub(1)
            .map_or(0, |before| self.states[before].ends);
        &self.ends[begin as usize..self.states[at].ends as usize]
    }

    /// Calls `found` with the value and the length of each pattern that ends at this state.
    #[inline]
    pub(crate) fn ends(&self, state: u32, mut found: impl FnMut(&T, u32)) {
        let mut at = state;
        while at != ROOT {
            for (value, length) in self.ends_at(at) {
                found(value, *length);
            }
            at = self.states[at as usize].more;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn compiled(patterns: &[Vec<String>]) -> Automaton<u32> {
        let numbered: Vec<_> = patterns.iter().cloned().zip(0..).collect();
        Automaton::new(&numbered)
    }

    fn scan(automaton: &Automaton<u32>, text: &[String]) -> Vec<(usize, u32)> {
        let mut found = Vec::new();
        let mut state = Automaton::<u32>::start();
        for (at, word) in text.iter().enumerate() {
            state = automaton.step(state, automaton.id(word));
            automaton.ends(state, |&number, length| {
                found.push((at + 1 - length as usize, number));
            });
        }
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
            let automaton = compiled(&patterns);
            for word in words.iter().chain(&others) {
                prop_assert_eq!(automaton.id(word) != UNKNOWN, words.contains(word));
            }
            prop_assert_eq!(scan(&automaton, &others), naive(&patterns, &others));
        }
    }
}
