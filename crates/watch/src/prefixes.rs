//! Words of which only the beginning is asked for (`kha*`): a trie over whole words cannot name them.

use rustc_hash::FxHashMap;

use crate::scan::LeafNumber;

/// A leaf, and which of its words the prefix is.
pub(crate) type Asker = (LeafNumber, usize);

/// All prefixes of one form. There are few different lengths, so that a token is looked up a few times at most.
#[derive(Debug, Default)]
pub(crate) struct Prefixes {
    askers: FxHashMap<String, Vec<Asker>>,
    /// The lengths in bytes that occur, ascending.
    lengths: Vec<usize>,
}

impl Prefixes {
    pub(crate) fn add(&mut self, prefix: String, asker: Asker) {
        if let Err(at) = self.lengths.binary_search(&prefix.len()) {
            self.lengths.insert(at, prefix.len());
        }
        self.askers.entry(prefix).or_default().push(asker);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// Calls `found` with each one that asks for a beginning of this word.
    pub(crate) fn beginning(&self, word: &str, mut found: impl FnMut(&Asker)) {
        for &length in &self.lengths {
            if length > word.len() {
                return;
            }
            // None when the length falls inside a letter.
            if let Some(askers) = word.get(..length).and_then(|begin| self.askers.get(begin)) {
                askers.iter().for_each(&mut found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prefix_of_a_word_is_found_once() {
        let mut prefixes = Prefixes::default();
        for (number, prefix) in ["kh", "khá", "khách", "khách*", "ló", "k"]
            .iter()
            .enumerate()
        {
            prefixes.add((*prefix).to_owned(), (number as u32, 0));
        }
        let found = |word: &str| {
            let mut found = Vec::new();
            prefixes.beginning(word, |(number, _)| found.push(*number));
            found.sort_unstable();
            found
        };
        assert_eq!(found("khách"), [0, 1, 2, 5]);
        assert_eq!(found("khả"), [0, 5]);
        assert_eq!(found("l"), []);
        assert_eq!(found(""), []);
    }
}
