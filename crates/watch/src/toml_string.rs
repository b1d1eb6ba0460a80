//! Where a character of a TOML string's value stands in the file.

/// The byte in `written` at which byte `at` of the string's value stands. `written` is the string as the file
/// has it, with its quotation marks: any of TOML's four kinds, with escapes and trimmed line ends.
pub(crate) fn byte_in_written(written: &str, at: usize) -> usize {
    if !written.starts_with(['"', '\'']) {
        return 0;
    }
    let quotes = if written.starts_with("\"\"\"") || written.starts_with("'''") {
        3
    } else {
        1
    };
    let basic = written.starts_with('"');
    let mut byte = quotes;
    if quotes == 3 {
        // A line end directly after the opening quotation marks belongs to them.
        byte += ["\r\n", "\n"]
            .into_iter()
            .find(|end| written[byte..].starts_with(end))
            .map_or(0, str::len);
    }
    let mut value = 0;
    while let Some(c) = written[byte..].chars().next() {
        let (length, means) = if basic && c == '\\' {
            escape(&written[byte..])
        } else {
            (c.len_utf8(), c.len_utf8())
        };
        // What means nothing (white space after a backslash) is passed over even where the character begins.
        if value >= at && means > 0 {
            break;
        }
        byte += length;
        value += means;
    }
    byte
}

/// How long an escape is, and how many bytes it means.
fn escape(text: &str) -> (usize, usize) {
    let code = |digits: usize| {
        let hex = text.get(2..2 + digits).unwrap_or_default();
        let c = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
        c.map_or((2, 1), |c| (2 + digits, c.len_utf8()))
    };
    match text[1..].chars().next() {
        Some('x') => code(2),
        Some('u') => code(4),
        Some('U') => code(8),
        // A backslash at a line's end takes away all white space up to the next text.
        Some(c) if c.is_whitespace() => (text.len() - text[1..].trim_start().len(), 0),
        Some(c) => (1 + c.len_utf8(), 1),
        None => (1, 0),
    }
}

#[cfg(test)]
mod tests {
    use toml::Spanned;

    use super::*;

    #[derive(serde::Deserialize)]
    struct File {
        a: Spanned<String>,
    }

    /// Every letter of the value must be found where the same letter is written.
    #[track_caller]
    fn check(written: &str) {
        let text = format!("# đầu\na = {written}\n");
        let file: File = toml::from_str(&text).expect("valid TOML");
        let span = file.a.span();
        for (at, c) in file.a.get_ref().char_indices() {
            let byte = span.start + byte_in_written(&text[span.clone()], at);
            let there = text[byte..].chars().next();
            let escaped = there == Some('\\');
            assert!(
                escaped || there == Some(c),
                "{written}: {c:?} at {at}, found {there:?}"
            );
            if c.is_alphabetic() && !written.contains("\\u") {
                assert!(!escaped, "{written}: {c:?}");
            }
        }
    }

    #[test]
    fn every_letter_is_found_in_every_kind_of_string() {
        for written in [
            "'du khách'",
            "\"du khách\"",
            r#""\"du khách\" NEAR/5 \"lạc\"""#,
            "'''\ndu khách\n  OR lạc'''",
            "'''du khách'''",
            "'''\r\ndu khách\r\n OR lạc'''",
            "\"\"\"\ndu \\\n   khách \\t lạc\"\"\"",
            "\"\"\"a \"b\" c\"\"\"",
            r#""\u0111ường \U0001F600 đi""#,
            "''",
        ] {
            check(written);
        }
    }

    #[test]
    fn positions_past_the_end_and_broken_strings_stay_inside() {
        for written in ["", "'", "\"\"\"", "\"\\", "\"\\u12", "\"a\\", "đ"] {
            for at in 0..10 {
                assert!(byte_in_written(written, at) <= written.len());
            }
        }
    }
}
