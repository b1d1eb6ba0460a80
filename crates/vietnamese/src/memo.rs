//! Words seen before: a text repeats its syllables, and looking one up by its bytes is several times faster than
//! reading it letter by letter.

/// Longest word that is remembered, in bytes: the longest Vietnamese syllable (`nghiêng` in capitals, with marks)
/// has fewer.
const LONGEST: usize = 16;

/// A power of two. With about 40 bytes of one word, the table stays in a processor's second cache.
const SLOTS: usize = 8192;

/// What is known of a word, whatever stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) starts_capital: bool,
    /// It may be an abbreviation when a full stop follows.
    pub(crate) abbreviation: bool,
    /// How many bytes of the forms are the marked one; the folded one follows, or is the same when none do.
    marked: u8,
    forms: u8,
}

#[derive(Clone, Copy)]
struct Slot {
    /// The word's bytes, filled up with zeros; 0 in an empty slot.
    word: u128,
    /// Both forms, one after the other.
    at: u32,
    known: Known,
}

/// With so many bytes of forms the table begins anew: words that were met once must not fill it for good.
const MOST_FORMS: usize = 1 << 19;

/// The table. It holds one word for each slot, the one that came last; the forms lie in one string.
pub(crate) struct Memo {
    slots: Box<[Slot]>,
    forms: String,
}

impl Default for Memo {
    fn default() -> Self {
        let empty = Slot {
            word: 0,
            at: 0,
            known: Known {
                starts_capital: false,
                abbreviation: false,
                marked: 0,
                forms: 0,
            },
        };
        Self {
            slots: vec![empty; SLOTS].into_boxed_slice(),
            forms: String::new(),
        }
    }
}

/// A word to be looked up.
#[derive(Clone, Copy)]
pub(crate) struct Key {
    word: u128,
    /// The byte after its last.
    pub(crate) end: usize,
}

/// The word that begins at `start`, when its end can be told from the bytes alone: letters that are composed, and
/// after them a character that neither belongs to a word nor changes the letter before it.
#[inline]
pub(crate) fn plain_word(text: &str, start: usize) -> Option<Key> {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        at += match bytes.get(at..) {
            Some([byte, ..]) if byte.is_ascii_alphanumeric() => 1,
            // U+00C0 to U+024F are letters, but for the signs of multiplication and division.
            Some([0xC3, 0x97 | 0xB7, ..]) => return None,
            Some([0xC3..=0xC8, _, ..]) => 2,
            // U+1E00 to U+1EFF.
            Some([0xE1, 0xB8..=0xBB, _, ..]) => 3,
            // Dashes, quotation marks, bullets, the ellipsis: U+2010 to U+2027.
            Some([] | [0..=0x7F, ..] | [0xE2, 0x80, 0x90..=0xA7, ..]) | None => break,
            Some(_) => return None,
        };
    }
    let length = at - start;
    if length == 0 || length > LONGEST {
        return None;
    }
    let word = match bytes
        .get(start..start + LONGEST)
        .and_then(|window| <[u8; LONGEST]>::try_from(window).ok())
    {
        Some(window) => u128::from_le_bytes(window) & (u128::MAX >> (8 * (LONGEST - length))),
        None => bytes[start..at]
            .iter()
            .rev()
            .fold(0, |word, &byte| word << 8 | u128::from(byte)),
    };
    Some(Key { word, end: at })
}

impl Key {
    fn slot(self) -> usize {
        const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
        let (low, high) = (self.word as u64, (self.word >> 64) as u64);
        let mixed = (low ^ high.rotate_left(29)).wrapping_mul(MIX);
        (mixed >> (64 - SLOTS.ilog2())) as usize
    }
}

impl Memo {
    /// Appends the word's forms to `out`; gives where the marked one ends, and what else is known.
    #[inline]
    pub(crate) fn recall(&self, key: Key, out: &mut String) -> Option<(usize, Known)> {
        let slot = &self.slots[key.slot()];
        if slot.word != key.word {
            return None;
        }
        let (at, known) = (slot.at as usize, slot.known);
        let marked_end = out.len() + usize::from(known.marked);
        out.push_str(&self.forms[at..at + usize::from(known.forms)]);
        Some((marked_end, known))
    }

    /// Remembers a word. `forms` are the marked one and, when it differs, the folded.
    pub(crate) fn keep(
        &mut self,
        key: Key,
        forms: &str,
        marked: usize,
        starts_capital: bool,
        abbreviation: bool,
    ) {
        let (Ok(marked), Ok(all)) = (u8::try_from(marked), u8::try_from(forms.len())) else {
            return;
        };
        if self.forms.len() > MOST_FORMS {
            *self = Self::default();
        }
        self.slots[key.slot()] = Slot {
            word: key.word,
            at: self.forms.len() as u32,
            known: Known {
                starts_capital,
                abbreviation,
                marked,
                forms: all,
            },
        };
        self.forms.push_str(forms);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Tokens,
        letter::{is_invisible, is_mark, letter},
    };

    #[test]
    fn what_is_taken_for_a_letter_from_its_bytes_is_one_and_what_ends_a_word_is_none() {
        for c in '\0'..=char::MAX {
            let alone = plain_word(&c.to_string(), 0);
            if alone.is_some() {
                assert!(letter(c).is_some() && !is_mark(c), "{c:?}");
            }
            if plain_word(&format!("a{c}"), 0).is_some_and(|key| key.end == 1) {
                assert!(
                    letter(c).is_none() && !is_mark(c) && !is_invisible(c),
                    "{c:?}"
                );
            }
        }
    }

    #[test]
    fn a_key_is_the_same_in_the_middle_of_a_text_and_at_its_end() {
        let text = "nghiêng là nghiêng";
        let (first, last) = (plain_word(text, 0), plain_word(text, "nghiêng là ".len()));
        assert_eq!(first.map(|key| key.word), last.map(|key| key.word));
        assert!(plain_word("a".repeat(LONGEST + 1).as_str(), 0).is_none());
        assert!(plain_word("", 0).is_none());
    }

    #[test]
    fn the_table_begins_anew_when_it_is_full_of_words_met_once() {
        for number in 0..50_000 {
            let tokens = Tokens::of(&format!("Đ{number}"))
                .iter()
                .map(|token| (token.marked.to_owned(), token.folded.to_owned()))
                .collect::<Vec<_>>();
            assert_eq!(tokens, [(format!("đ{number}"), format!("d{number}"))]);
        }
        let mut memo = Memo::default();
        for number in 0..200_000 {
            let word = format!("x{number}");
            if let Some(key) = plain_word(&word, 0) {
                memo.keep(key, &word, word.len(), false, false);
            }
        }
        assert!(memo.forms.len() <= MOST_FORMS + LONGEST);
    }
}
