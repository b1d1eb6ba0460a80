//! The limit: the least work that finds phrases at word limits in raw text. Written for speed alone.

use langnghe_model::{ArticleText, Field};
use rustc_hash::FxHashMap;

const UNKNOWN: u32 = u32::MAX;

/// Words, numbers of words, and an Aho–Corasick automaton over the numbers: a dense root, one hash map for deeper
/// states.
pub(crate) struct Limit {
    vocabulary: FxHashMap<Box<[u8]>, u32>,
    root: Vec<u32>,
    deeper: FxHashMap<u64, u32>,
    fail: Vec<u32>,
    /// How many phrases end at each state, those of its fail path among them.
    ends: Vec<u32>,
    /// Whether a byte belongs to a word: ASCII letters and digits, and everything beyond ASCII but the lead byte
    /// of dashes and quotation marks.
    in_word: [bool; 256],
}

impl Limit {
    pub(crate) fn new(phrases: &[String]) -> Self {
        let mut in_word = [false; 256];
        for (byte, known) in in_word.iter_mut().enumerate() {
            let byte = byte as u8;
            *known = byte.is_ascii_alphanumeric() || (byte >= 0x80 && byte != 0xE2);
        }
        let mut limit = Self {
            vocabulary: FxHashMap::default(),
            root: Vec::new(),
            deeper: FxHashMap::default(),
            fail: vec![0],
            ends: vec![0],
            in_word,
        };
        for phrase in phrases {
            limit.add(phrase);
        }
        limit.link();
        limit
    }

    fn add(&mut self, phrase: &str) {
        let mut state = 0;
        for word in phrase.split(' ') {
            let fresh = self.vocabulary.len() as u32;
            let id = *self
                .vocabulary
                .entry(word.as_bytes().into())
                .or_insert(fresh);
            self.root.resize(self.vocabulary.len(), 0);
            let next = self.child(state, id);
            state = if next == 0 {
                let made = self.fail.len() as u32;
                self.fail.push(0);
                self.ends.push(0);
                if state == 0 {
                    self.root[id as usize] = made;
                } else {
                    self.deeper.insert(key(state, id), made);
                }
                made
            } else {
                next
            };
        }
        self.ends[state as usize] += 1;
    }

    fn child(&self, state: u32, id: u32) -> u32 {
        if state == 0 {
            self.root[id as usize]
        } else {
            self.deeper.get(&key(state, id)).copied().unwrap_or(0)
        }
    }

    fn link(&mut self) {
        let mut edges: Vec<(u32, u32, u32)> = self
            .deeper
            .iter()
            .map(|(key, next)| ((key >> 32) as u32, *key as u32, *next))
            .collect();
        // A state's number is above that of its parent, so parents are linked before their children's children
        // only level by level.
        let mut level: Vec<u32> = self
            .root
            .iter()
            .copied()
            .filter(|next| *next != 0)
            .collect();
        edges.sort_unstable();
        while !level.is_empty() {
            let mut below = Vec::new();
            for state in level {
                let from = edges.partition_point(|edge| edge.0 < state);
                for &(parent, id, next) in &edges[from..] {
                    if parent != state {
                        break;
                    }
                    let fail = self.step(self.fail[state as usize], id);
                    self.fail[next as usize] = fail;
                    self.ends[next as usize] += self.ends[fail as usize];
                    below.push(next);
                }
            }
            level = below;
        }
    }

    #[inline]
    fn step(&self, mut state: u32, id: u32) -> u32 {
        if id == UNKNOWN {
            return 0;
        }
        while state != 0 {
            if let Some(next) = self.deeper.get(&key(state, id)) {
                return *next;
            }
            state = self.fail[state as usize];
        }
        self.root[id as usize]
    }

    /// How many phrases stand in an article.
    pub(crate) fn count(&self, article: &ArticleText) -> usize {
        Field::ALL
            .into_iter()
            .map(|field| self.count_in(&article.field(field).to_lowercase()))
            .sum()
    }

    fn count_in(&self, text: &str) -> usize {
        let bytes = text.as_bytes();
        let (mut at, mut state, mut found) = (0, 0, 0);
        while at < bytes.len() {
            if !self.in_word[bytes[at] as usize] {
                at += 1;
                continue;
            }
            let start = at;
            while at < bytes.len() && self.in_word[bytes[at] as usize] {
                at += 1;
            }
            let id = self
                .vocabulary
                .get(&bytes[start..at])
                .copied()
                .unwrap_or(UNKNOWN);
            state = self.step(state, id);
            found += self.ends[state as usize] as usize;
        }
        found
    }
}

fn key(state: u32, id: u32) -> u64 {
    u64::from(state) << 32 | u64::from(id)
}
