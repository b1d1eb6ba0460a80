//! How a paper's letters become bytes.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::papers::Writing;

/// The character set in a paper's Content-Type.
pub(crate) fn charset(writing: Writing) -> &'static str {
    match writing {
        Writing::Windows1258 => "windows-1258",
        _ => "utf-8",
    }
}

/// Text as the paper writes it.
pub(crate) fn encode(text: &str, writing: Writing) -> Vec<u8> {
    match writing {
        Writing::Usual => text.as_bytes().to_vec(),
        Writing::Decomposed => text.nfd().collect::<String>().into_bytes(),
        Writing::OtherTonePlace => other_place(text).into_bytes(),
        Writing::Windows1258 => {
            let legacy = legacy(text);
            encoding_rs::WINDOWS_1258.encode(&legacy).0.into_owned()
        }
    }
}

/// windows-1258 has letters with their own mark (â, ơ) and tone marks apart: `ộ` is `ô` and a dot.
fn legacy(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for c in text.nfc() {
        let alone = c.to_string();
        let (_, _, missing) = encoding_rs::WINDOWS_1258.encode(&alone);
        if !missing {
            out.push(c);
            continue;
        }
        let parts: Vec<char> = alone.nfd().collect();
        let is_tone = |mark: &char| {
            matches!(
                mark,
                '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'
            )
        };
        let letter: String = parts
            .iter()
            .copied()
            .filter(|part| !is_tone(part))
            .nfc()
            .collect();
        out.push_str(&letter);
        out.extend(
            parts
                .iter()
                .filter(|part| is_combining_mark(**part) && is_tone(part)),
        );
    }
    out
}

/// Moves the tone of open `oa`, `oe` and `uy` to the second vowel: `hòa` becomes `hoà`.
fn other_place(text: &str) -> String {
    let letters: Vec<char> = text.nfc().collect();
    let mut out = letters.clone();
    for at in 0..letters.len().saturating_sub(1) {
        let end = letters.get(at + 2).is_none_or(|next| !next.is_alphabetic());
        let after_q = at > 0 && matches!(letters[at - 1], 'q' | 'Q');
        let (Some((base, tone)), second) = (toned(letters[at]), letters[at + 1]) else {
            continue;
        };
        let fits = matches!((base, second), ('o', 'a' | 'e') | ('u', 'y'));
        if end && !after_q && fits {
            out[at] = base;
            out[at + 1] = [second, tone].into_iter().nfc().next().unwrap_or(second);
        }
    }
    out.into_iter().collect()
}

/// A lower-case `o` or `u` and its tone mark.
fn toned(letter: char) -> Option<(char, char)> {
    let parts: Vec<char> = letter.to_string().nfd().collect();
    match parts.as_slice() {
        [
            base @ ('o' | 'u'),
            tone @ ('\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'),
        ] => Some((*base, *tone)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legacy_bytes_decode_to_the_same_text() {
        let text = "Thuở ấy, lễ hội Lồng Tồng ở Đông Khê: “được mùa”, giữ gìn nghề cũ.";
        let bytes = encode(text, Writing::Windows1258);
        let (decoded, _, malformed) = encoding_rs::WINDOWS_1258.decode(&bytes);
        assert!(!malformed);
        assert_eq!(decoded.nfc().collect::<String>(), text);
        assert!(
            !String::from_utf8_lossy(&bytes).contains("&#"),
            "every letter has bytes of its own"
        );
    }

    #[test]
    fn the_other_tone_place_changes_open_rimes_only() {
        assert_eq!(
            other_place("hòa thủy khỏe quý toàn Hòa, của"),
            "hoà thuỷ khoẻ quý toàn Hoà, của"
        );
    }
}
