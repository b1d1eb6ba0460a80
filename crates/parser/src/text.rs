//! The last step of every text that leaves: normal form, white space, masks.

use langnghe_vietnamese::normalize;

use crate::mask::mask;

/// One line of text: NFC, nothing invisible, single spaces, nothing at the ends. Not masked yet.
pub(crate) fn tidy(text: &str) -> String {
    if is_tidy(text.as_bytes()) {
        return text.to_owned();
    }
    tidied(text)
}

fn tidied(text: &str) -> String {
    let text = normalize(text);
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        // U+FFFD says that bytes were lost; as text it means nothing.
        let word = word.trim_matches('\u{FFFD}');
        if word.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether nothing is to be done, told by the bytes alone: most texts of feeds are in order. False may also
/// mean that a closer look is needed. True: ASCII without control characters and with single spaces, the
/// letters of Latin with their marks composed (U+00C0 to U+01BF, U+1E00 to U+1EFF) but for the look-alikes of
/// Đ (U+00D0, U+00F0, U+0189), and dashes, quotation marks and the ellipsis (U+2010 to U+2027). Written
/// without an early end, so that the compiler does many bytes at once.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "lazy operators would make a branch of each comparison"
)]
fn is_tidy(bytes: &[u8]) -> bool {
    let [first, .., last] = bytes else {
        return bytes.is_empty() || bytes[0].is_ascii_graphic();
    };
    let ends = *first == b' ' || *last == b' ';
    let alone = bytes.iter().fold(false, |odd, &b| {
        odd | (b < 0x20) | (b == 0x7F) | (b == 0xC2) | ((b > 0xC6) & (b != 0xE1) & (b != 0xE2))
    });
    let pairs = bytes.iter().zip(&bytes[1..]).fold(false, |odd, (&a, &b)| {
        odd | ((a == b' ') & (b == b' '))
            | ((a == 0xC3) & ((b == 0x90) | (b == 0xB0)))
            | ((a == 0xC6) & (b == 0x89))
            | ((a == 0xE1) & !(0xB8..=0xBB).contains(&b))
            | ((a == 0xE2) & (b != 0x80))
    });
    let triples = bytes.iter().zip(&bytes[2..]).fold(false, |odd, (&a, &c)| {
        odd | ((a == 0xE2) & !(0x90..=0xA7).contains(&c))
    });
    !(ends | alone | pairs | triples)
}

/// A finished line: tidied and masked.
pub(crate) fn line(text: &str) -> String {
    let tidied = tidy(text);
    match mask(&tidied) {
        std::borrow::Cow::Borrowed(_) => tidied,
        std::borrow::Cow::Owned(masked) => masked,
    }
}

/// Finished paragraphs, one a line; empty ones are left out.
pub(crate) fn lines<I: IntoIterator<Item = S>, S: AsRef<str>>(paragraphs: I) -> String {
    let finished: Vec<String> = paragraphs
        .into_iter()
        .map(|paragraph| line(paragraph.as_ref()))
        .filter(|paragraph| !paragraph.is_empty())
        .collect();
    finished.join("\n")
}

/// At most `limit` characters of a text, for messages: finished like any other text that leaves.
pub(crate) fn clip(text: &str, limit: usize) -> String {
    // Cut before finishing only far beyond the limit, so that a number at the cut is still masked.
    let head: String = text.chars().take(limit * 8).collect();
    let finished = line(&head);
    match finished.char_indices().nth(limit) {
        Some((at, _)) => format!("{}…", &finished[..at]),
        None => finished,
    }
}

/// Letters and digits only, folded: what is left the same when two texts say the same.
pub(crate) fn essence(text: &str) -> String {
    langnghe_vietnamese::fold(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_looks_tidy_is(text in "[a-cĐđÐðƉ \u{1}\u{7F}\u{A0}áạ\u{300}\u{1680}\u{1E00}\u{1F00}“–…\u{2028}\u{3000}\u{FFFD}]{0,6}") {
            prop_assert_eq!(tidy(&text), tidied(&text));
        }

        #[test]
        fn any_text_is_tidied_alike(text in "\\PC{0,6}") {
            prop_assert_eq!(tidy(&text), tidied(&text));
        }
    }

    #[test]
    fn text_is_composed_tidied_and_masked() {
        assert_eq!(
            line(
                " Le\u{302}\u{303} ho\u{323}\u{302}i\u{200B}\u{A0}\u{3000} xua\u{302}n\t\u{0}2026 "
            ),
            "Lễ hội xuân 2026"
        );
        assert_eq!(lines(["a ", " ", "b\nc"]), "a\nb c");
    }

    #[test]
    fn a_clipped_text_shows_no_part_of_a_number() {
        let clipped = clip("Liên hệ 0912 345 678 nhé", 12);
        assert_eq!(clipped, "Liên hệ [số …");
    }
}
