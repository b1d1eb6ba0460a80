//! Unicode forms made one.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::{
    letter::{is_invisible, is_mark, is_plain, letter, unmask},
    tone,
};

/// One letter as typed (a character and the marks after it) in its normal form: NFC, with the vowel's
/// own mark before the tone. Some keyboards and converters send `e` + acute + circumflex, which NFC
/// alone leaves apart; U+0340 and U+0341 are older names of grave and acute.
pub(crate) fn compose(cluster: &str, out: &mut String) {
    let mut parts: Vec<char> = cluster
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(unmask)
        .nfd()
        .collect();
    let rank = |c: char| match c {
        '\u{302}' | '\u{306}' | '\u{31B}' => 0,
        '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => 1,
        _ => 2,
    };
    if let Some((_, marks)) = parts.split_first_mut()
        && marks.iter().all(|&c| rank(c) < 2)
    {
        marks.sort_by_key(|&c| rank(c));
    }
    out.extend(parts.into_iter().nfc());
}

/// How many bytes after `at` belong to the letter that ends there: marks, and invisible characters
/// before further marks or letters.
pub(crate) fn tail_len(text: &str, at: usize) -> usize {
    // Nearly always an ASCII character or another letter follows, which the first bytes tell: E1 B8 to E1 BB
    // are the composed letters with two marks.
    match text.as_bytes()[at..] {
        [] | [0..=0xC1 | 0xC3..=0xCB, ..] | [0xE1, 0xB8..=0xBB, ..] => return 0,
        _ => {}
    }
    let rest = &text[at..];
    let tail = rest.trim_start_matches(|c| is_mark(c) || is_invisible(c));
    rest.len() - tail.len()
}

fn is_normal(text: &str) -> bool {
    text.chars().all(is_plain)
        || (text
            .chars()
            .all(|c| !is_mark(c) && !is_invisible(c) && unmask(c) == c)
            && unicode_normalization::is_nfc(text))
}

/// The text in NFC, tone marks in the right order, invisible characters removed, look-alikes of `Đ`
/// replaced. Case, tone placement and spacing stay.
pub fn normalize(text: &str) -> Cow<'_, str> {
    if is_normal(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = at + c.len_utf8();
        let tail = tail_len(text, end);
        compose(&text[at..end + tail], &mut out);
        at = end + tail;
    }
    // Letters were composed one by one; this joins what spans them (Hangul, for one).
    Cow::Owned(if unicode_normalization::is_nfc(&out) {
        out
    } else {
        out.nfc().collect()
    })
}

/// Lower case and without marks, `đ` as `d`; what is no letter stays as it is.
pub fn fold(text: &str) -> String {
    normalize(text)
        .chars()
        .map(|c| letter(c).map_or(c, |l| l.folded))
        .filter(|c| !is_mark(*c))
        .collect()
}

/// Lower case with marks, in one tone placement: the form in which tokens are compared.
pub fn marked(text: &str) -> String {
    placed(text)
        .chars()
        .map(|c| letter(c).map_or(c, |l| l.lower))
        .collect()
}

/// Like [`marked`], but capitals stay.
pub fn cased(text: &str) -> String {
    placed(text)
}

fn placed(text: &str) -> String {
    let mut letters: Vec<char> = normalize(text).chars().collect();
    for word in letters.chunk_by_mut(|a, b| letter(*a).is_some() == letter(*b).is_some()) {
        tone::place(word);
    }
    letters.into_iter().collect()
}
