//! Letters: what a character is, its lower case, and what is left of it without marks.

use std::sync::LazyLock;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// One letter or digit in the forms that tokens need.
#[derive(Clone, Copy)]
pub(crate) struct Letter {
    /// Lower case, marks kept.
    pub(crate) lower: char,
    /// Lower case, marks gone; `đ` becomes `d`.
    pub(crate) folded: char,
    /// Whether it was a capital.
    pub(crate) capital: bool,
}

/// Characters that show nothing and only hinder comparison: soft hyphen, zero-width space and joiners,
/// direction marks, word joiner, byte order mark.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// A mark that belongs to the letter before it.
pub(crate) fn is_mark(c: char) -> bool {
    // No mark stands below U+0300 or among the composed letters; most text never gets past this test.
    !matches!(c, '\0'..'\u{300}' | '\u{1E00}'..'\u{1F00}') && is_combining_mark(c)
}

/// Whether a character is itself in every normal form, whatever stands around it but marks: most are, so that
/// most texts need no closer look. False may also mean "not known here".
pub(crate) fn is_plain(c: char) -> bool {
    match c {
        '\u{AD}' | '\u{D0}' | '\u{F0}' | '\u{189}' => false,
        // The last range: dashes, quotation marks, bullets, the ellipsis.
        '\0'..'\u{250}' | '\u{1E00}'..'\u{1F00}' | '\u{2010}'..='\u{2027}' => true,
        _ => false,
    }
}

/// Letters that look like `Đ` and are typed for it: Eth and African D.
pub(crate) fn unmask(c: char) -> char {
    match c {
        '\u{D0}' | '\u{189}' => 'Đ',
        '\u{F0}' | '\u{256}' => 'đ',
        other => other,
    }
}

/// The letter's forms; `None` for what separates words. `c` is composed (NFC).
#[inline]
pub(crate) fn letter(c: char) -> Option<Letter> {
    static TABLES: LazyLock<[Box<[Option<Letter>]>; 2]> = LazyLock::new(|| {
        [0..0x250_u32, 0x1E00..0x1F00].map(|range| {
            range
                .map(|code| char::from_u32(code).and_then(compute))
                .collect()
        })
    });
    let code = c as u32;
    match code {
        0..0x250 => TABLES[0][code as usize],
        0x1E00..0x1F00 => TABLES[1][code as usize - 0x1E00],
        _ => compute(c),
    }
}

fn compute(c: char) -> Option<Letter> {
    if !c.is_alphanumeric() {
        return None;
    }
    let c = unmask(c);
    // A letter whose lower case is several characters (İ) keeps the first: tokens stay letter by letter.
    let lower = c.to_lowercase().next().unwrap_or(c);
    let mut folded = None;
    decompose_canonical(lower, |part| {
        if folded.is_none() && !is_mark(part) {
            folded = Some(part);
        }
    });
    let folded = match folded.unwrap_or(lower) {
        'đ' => 'd',
        other => other,
    };
    Some(Letter {
        lower,
        folded,
        // Not `is_uppercase`: title-case letters (ǅ, ᾈ) have a lower case, and mathematical capitals have none.
        capital: lower != c,
    })
}

#[cfg(test)]
mod tests {
    use unicode_normalization::is_nfc;

    use super::*;
    use crate::normalize::tail_len;

    #[test]
    fn quick_answers_agree_with_unicode_for_every_character() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_mark(c), is_combining_mark(c), "{c:?}");
            if is_plain(c) {
                let normal = !is_mark(c) && !is_invisible(c) && unmask(c) == c;
                assert!(normal && is_nfc(&c.to_string()), "{c:?}");
            }
            let tail = if is_mark(c) || is_invisible(c) {
                c.len_utf8()
            } else {
                0
            };
            assert_eq!(tail_len(&format!("a{c}."), 1), tail, "{c:?}");
        }
    }
}
