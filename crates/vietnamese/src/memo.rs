//! Words seen before: a text repeats its syllables, and looking one up by its bytes is several times faster than
//! reading it letter by letter.

/// Longest word that is remembered, in bytes: the longest Vietnamese syllable (`nghiêng` in capitals, with marks)
/// has fewer.
const LONGEST: usize = 16;

/// Longest forms that are remembered, both together in bytes: those of any Vietnamese syllable are shorter.
const FORMS: usize = 24;

/// What forms are filled up with.
const BLANK: &str = match str::from_utf8(&[0; FORMS]) {
    Ok(blank) => blank,
    Err(_) => "",
};

/// A power of two. With 48 bytes of one word, the table stays in a processor's second cache.
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
    word: [u64; 2],
    known: Known,
}

/// The table. A word has two slots, side by side, in one of which it may be; the words that came last are there.
pub(crate) struct Memo {
    slots: Box<[Slot]>,
    /// The forms of each slot, one after the other, filled up to [`FORMS`] bytes: copying them all takes less time than
    /// copying as many as there are.
    forms: String,
}

impl Default for Memo {
    fn default() -> Self {
        let empty = Slot {
            word: [0; 2],
            known: Known {
                starts_capital: false,
                abbreviation: false,
                marked: 0,
                forms: 0,
            },
        };
        Self {
            slots: vec![empty; SLOTS].into_boxed_slice(),
            forms: "\0".repeat(SLOTS * FORMS),
        }
    }
}

/// A word to be looked up.
#[derive(Clone, Copy)]
pub(crate) struct Key {
    word: [u64; 2],
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
    Some(Key {
        word: [word as u64, (word >> 64) as u64],
        end: at,
    })
}

impl Key {
    /// The first of the word's two slots.
    fn slot(self) -> usize {
        (self.hash() >> (64 - SLOTS.ilog2())) as usize & !1
    }

    fn hash(self) -> u64 {
        const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
        let [low, high] = self.word;
        (low ^ high.rotate_left(29)).wrapping_mul(MIX)
    }
}

impl Memo {
    /// Appends the word's forms to `out`; gives where the marked one ends, and what else is known.
    #[inline]
    pub(crate) fn recall(&self, key: Key, out: &mut String) -> Option<(usize, Known)> {
        let first = key.slot();
        let at = (first..first + 2).find(|at| self.slots[*at].word == key.word)?;
        let slot = &self.slots[at];
        let known = slot.known;
        let start = out.len();
        out.push_str(&self.forms[at * FORMS..at * FORMS + FORMS]);
        out.truncate(start + usize::from(known.forms));
        Some((start + usize::from(known.marked), known))
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
        if forms.len() > FORMS {
            return;
        }
        let first = key.slot();
        let at = (first..first + 2)
            .find(|at| self.slots[*at].word == [0; 2])
            // A bit that has no part in choosing the two.
            .unwrap_or(first + (key.hash() >> 44 & 1) as usize);
        self.slots[at] = Slot {
            word: key.word,
            known: Known {
                starts_capital,
                abbreviation,
                marked,
                forms: all,
            },
        };
        let filled = [forms, &BLANK[forms.len()..]].concat();
        self.forms
            .replace_range(at * FORMS..at * FORMS + FORMS, &filled);
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
    fn words_that_share_a_slot_keep_their_own_forms() {
        for number in 0..50_000 {
            let tokens = Tokens::of(&format!("Đ{number}"))
                .iter()
                .map(|token| (token.marked.to_owned(), token.folded.to_owned()))
                .collect::<Vec<_>>();
            assert_eq!(tokens, [(format!("đ{number}"), format!("d{number}"))]);
        }
    }
}
