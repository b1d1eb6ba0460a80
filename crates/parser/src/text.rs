//! The last step of every text that leaves: normal form, white space, masks.

use langnghe_vietnamese::normalize;

use crate::mask::mask;

/// One line of text: NFC, nothing invisible, single spaces, nothing at the ends. Not masked yet.
pub(crate) fn tidy(text: &str) -> String {
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
    use super::*;

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
