//! Paths and the patterns that fit them (RFC 9309, 2.2.2 and 2.2.3).

use std::fmt::Write as _;

/// A path pattern of an `Allow` or `Disallow` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    /// Normalised; `*` stands for any run of bytes.
    text: String,
    /// Whether the path must end where the pattern does (`$`).
    anchored: bool,
}

/// Where a byte stands decides whether `*` and `$` mean themselves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum In {
    Path,
    Pattern,
}

impl Pattern {
    pub(crate) fn new(value: &str) -> Self {
        let (value, anchored) = match value.strip_suffix('$') {
            Some(rest) => (rest, true),
            None => (value, false),
        };
        Self {
            text: normal(value, In::Pattern),
            anchored,
        }
    }

    /// How specific it is: of the patterns that fit, the one with the most octets decides.
    pub(crate) fn octets(&self) -> usize {
        self.text.len() + usize::from(self.anchored)
    }

    /// Whether it fits a [`path`]. Each piece between two stars is taken at its first occurrence, which is enough,
    /// so it never goes back: the time is linear in the path for each piece.
    pub(crate) fn fits(&self, path: &str) -> bool {
        let mut pieces = self.text.split('*');
        let first = pieces.next().unwrap_or_default();
        let Some(mut rest) = path.strip_prefix(first) else {
            return false;
        };
        let Some(last) = pieces.next_back() else {
            return !self.anchored || rest.is_empty();
        };
        for piece in pieces {
            let Some(at) = rest.find(piece) else {
                return false;
            };
            rest = &rest[at + piece.len()..];
        }
        if self.anchored {
            rest.ends_with(last)
        } else {
            rest.contains(last)
        }
    }
}

/// A path with its query, made comparable with patterns.
pub(crate) fn path(path: &str) -> String {
    normal(path, In::Path)
}

/// One writing for what means the same: octets that are no part of a URI as such are percent-encoded, encoded ones
/// of the unreserved set are written plainly (both RFC 9309, 2.2.2), hexadecimal digits are capitals. In a path, `*`
/// and `$` are encoded, since that is how a pattern names them verbatim (2.2.3); in a pattern a `$` before the end is
/// such a verbatim one.
fn normal(text: &str, place: In) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let encoded = match bytes.get(at + 1..at + 3) {
            Some(&[high, low]) if byte == b'%' => digit(high)
                .zip(digit(low))
                .map(|(high, low)| high << 4 | low),
            _ => None,
        };
        match encoded {
            Some(octet) if is_unreserved(octet) => out.push(octet as char),
            Some(octet) => push_encoded(&mut out, octet),
            None if stands_as_is(byte, place) => out.push(byte as char),
            None => push_encoded(&mut out, byte),
        }
        at += if encoded.is_some() { 3 } else { 1 };
    }
    out
}

fn digit(byte: u8) -> Option<u8> {
    (byte as char).to_digit(16).map(|digit| digit as u8)
}

fn push_encoded(out: &mut String, octet: u8) {
    // Writing to a String cannot fail.
    let _ = write!(out, "%{octet:02X}");
}

/// RFC 3986, 2.3.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Unreserved octets and the reserved ones (RFC 3986, 2.2). Not a `%` that encodes nothing: it means itself.
fn stands_as_is(byte: u8, place: In) -> bool {
    is_unreserved(byte)
        || matches!(
            byte,
            b':' | b'/' | b'?' | b'#' | b'[' | b']' | b'@' | b'!' | b'&' | b'\'' | b'(' | b')'
        )
        || matches!(byte, b'+' | b',' | b';' | b'=')
        || (byte == b'*' && place == In::Pattern)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(pattern: &str, fitting: &[&str], not: &[&str]) {
        let compiled = Pattern::new(pattern);
        for text in fitting {
            assert!(compiled.fits(&path(text)), "{pattern} must fit {text}");
        }
        for text in not {
            assert!(!compiled.fits(&path(text)), "{pattern} must not fit {text}");
        }
    }

    #[test]
    fn stars_stand_for_anything_and_a_dollar_for_the_end() {
        check(
            "/*.pdf$",
            &["/a.pdf", "/a/b.pdf", "/.pdf", "/a.pdf.pdf"],
            &["/a.pdf?x", "/a.pdfx", "/pdf"],
        );
        check("/a*b*c", &["/abc", "/a1b2c3"], &["/acb", "/ab"]);
        check("*", &["/", "/x"], &[]);
        check("*/x", &["/x", "/a/xy"], &["/ax"]);
        check("/$", &["/"], &["/a"]);
        check("/a*a$", &["/aa", "/aba"], &["/a", "/ab"]);
        check("/a**b", &["/ab", "/axb"], &["/a"]);
        check("/x*$", &["/x", "/xyz"], &["/y"]);
        check("$", &[], &["/"]);
        check("tin", &[], &["/tin"]);
    }

    #[test]
    fn writings_of_the_same_path_are_the_same() {
        check(
            "/lễ-hội",
            &["/l%E1%BB%85-h%E1%BB%99i", "/l%e1%bb%85-hội/1"],
            &["/le-hoi"],
        );
        check("/foo/%62%61%7A", &["/foo/baz", "/foo/%62az"], &["/foo/bay"]);
        check("/a%2fb", &["/a%2Fb"], &["/a/b"]);
        check("/a b", &["/a%20b"], &["/a+b"]);
        check("/a%2A", &["/a*", "/a%2a"], &["/ab"]);
        check("/a%24", &["/a$"], &["/a"]);
        check("/a$b", &["/a$b", "/a%24bc"], &["/a"]);
        check("/100%", &["/100%", "/100%zz", "/100%25"], &["/100"]);
    }

    /// The definition, by trying every way.
    fn fits_by_definition(pattern: &[u8], text: &[u8]) -> bool {
        match pattern {
            [] => true,
            b"$" => text.is_empty(),
            [b'*', rest @ ..] => (0..=text.len()).any(|at| fits_by_definition(rest, &text[at..])),
            [first, rest @ ..] => {
                text.first() == Some(first) && fits_by_definition(rest, &text[1..])
            }
        }
    }

    proptest! {
        #[test]
        fn fitting_is_what_the_definition_says(pattern in "[ab*]{0,8}\\$?", text in "[ab]{0,10}") {
            prop_assert_eq!(Pattern::new(&pattern).fits(&text), fits_by_definition(pattern.as_bytes(), text.as_bytes()));
        }

        #[test]
        fn normalising_twice_is_normalising_once(text in "\\PC{0,30}|(%[0-9a-fA-F]{2}|[a-z/*$% ]){0,20}") {
            let once = path(&text);
            prop_assert_eq!(path(&once), once.clone());
            let pattern = normal(&text, In::Pattern);
            prop_assert_eq!(normal(&pattern, In::Pattern), pattern);
        }

        #[test]
        fn a_path_without_signs_fits_itself(text in "/[a-zA-Z0-9/._~%ăệ=&?-]{0,30}") {
            prop_assert!(Pattern::new(&text).fits(&path(&text)));
        }
    }
}
