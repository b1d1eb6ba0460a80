//! An Aho–Corasick automaton over token ids (Aho and Corasick, CACM 18(6), 1975): finds every phrase of
//! every topic in one pass over an article's tokens.
//!
//! Syllables, not bytes, are its alphabet: a phrase can then only be found at word limits, and the text
//! between two syllables does not matter. The root is a dense table, deeper states share one hash map, since
//! nearly every step of a scan starts and ends at the root.

use rustc_hash::FxHashMap;

/// A token that no phrase contains.
pub(crate) const UNKNOWN: u32 = u32::MAX;

const ROOT: u32 = 0;

#[derive(Debug, Default)]
struct State {
    fail: u32,
    /// Patterns that end here, and the nearest state on the fail path where some end too.
    ends: Vec<u32>,
    more: u32,
}

/// The automaton, with the vocabulary of its patterns.
#[derive(Debug, Default)]
pub(crate) struct Automaton {
    vocabulary: FxHashMap<String, u32>,
    root: Vec<u32>,
    deeper: FxHashMap<(u32, u32), u32>,
    states: Vec<State>,
    lengths: Vec<u32>,
}

impl Automaton {
    /// Compiles patterns, each a list of at least one word. Pattern numbers are places in `patterns`.
    pub(crate) fn new(patterns: &[Vec<String>]) -> Self {
        let mut automaton = Self {
            states: vec![State::default()],
            ..Self::default()
        };
        for (number, words) in patterns.iter().enumerate() {
            automaton.add(number as u32, words);
        }
        automaton.link();
        automaton
    }

    /// Whether it has no pattern.
    pub(crate) fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// A word's token id.
    pub(crate) fn id(&self, word: &str) -> u32 {
        self.vocabulary.get(word).copied().unwrap_or(UNKNOWN)
    }

    fn add(&mut self, number: u32, words: &[String]) {
        let mut state = ROOT;
        for word in words {
            let fresh = self.vocabulary.len() as u32;
            let token = *self.vocabulary.entry(word.clone()).or_insert(fresh);
            if self.root.len() < self.vocabulary.len() {
                self.root.resize(self.vocabulary.len(), ROOT);
            }
            let next = self.child(state, token).unwrap_or_else(|| {
                self.states.push(State::default());
                let next = self.states.len() as u32 - 1;
                if state == ROOT {
                    self.root[token as usize] = next;
                } else {
                    self.deeper.insert((state, token), next);
                }
                next
            });
            state = next;
        }
        self.states[state as usize].ends.push(number);
        self.lengths.push(words.len() as u32);
    }

    fn child(&self, state: u32, token: u32) -> Option<u32> {
        if state == ROOT {
            self.root
                .get(token as usize)
                .copied()
                .filter(|next| *next != ROOT)
        } else {
            self.deeper.get(&(state, token)).copied()
        }
    }

    /// Sets the fail links, level by level.
    fn link(&mut self) {
        let mut children: FxHashMap<u32, Vec<(u32, u32)>> = FxHashMap::default();
        for (&(state, token), &next) in &self.deeper {
            children.entry(state).or_default().push((token, next));
        }
        let mut level: Vec<u32> = self
            .root
            .iter()
            .copied()
            .filter(|next| *next != ROOT)
            .collect();
        while !level.is_empty() {
            let mut below = Vec::new();
            for state in level {
                for &(token, next) in children.get(&state).into_iter().flatten() {
                    let fail = self.step(self.states[state as usize].fail, token);
                    let at_fail = &self.states[fail as usize];
                    let more = if at_fail.ends.is_empty() {
                        at_fail.more
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
    pub(crate) fn step(&self, mut state: u32, token: u32) -> u32 {
        if token == UNKNOWN {
            return ROOT;
        }
        loop {
            if let Some(next) = self.child(state, token) {
                return next;
            }
            if state == ROOT {
                return ROOT;
            }
            state = self.states[state as usize].fail;
        }
    }

    /// The state before the first token.
    pub(crate) fn start() -> u32 {
        ROOT
    }

    /// Calls `found` with the number and the length of each pattern that ends at this state.
    pub(crate) fn ends(&self, state: u32, mut found: impl FnMut(u32, u32)) {
        let mut at = state;
        loop {
            let here = &self.states[at as usize];
            for &number in &here.ends {
                found(number, self.lengths[number as usize]);
            }
            at = here.more;
            if at == ROOT {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn scan(automaton: &Automaton, text: &[String]) -> Vec<(usize, u32)> {
        let mut found = Vec::new();
        let mut state = Automaton::start();
        for (at, word) in text.iter().enumerate() {
            state = automaton.step(state, automaton.id(word));
            automaton.ends(state, |number, length| {
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
            prop_assert_eq!(scan(&Automaton::new(&patterns), &text), naive(&patterns, &text));
        }
    }
}
