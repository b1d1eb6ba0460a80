//! The charset that a page names in its first bytes: "prescan a byte stream to determine its encoding" of the
//! HTML Standard (13.2.3.2), step by step.

use encoding_rs::Encoding;

/// The end of the bytes came in the middle of a tag: what was read of it does not count.
struct CutOff;

/// The label of the first meta element that names a charset; of one that nobody knows when there is no other.
pub(super) fn label(bytes: &[u8]) -> Option<String> {
    let mut at = 0;
    let mut unknown = None;
    while let Some(next) = bytes.get(at..)?.iter().position(|b| *b == b'<') {
        at += next;
        let rest = &bytes[at..];
        if rest.starts_with(b"<!--") {
            // The two hyphens of the start may be those of the end.
            at += 2 + find(&rest[2..], b"-->")? + 3;
            continue;
        }
        let is_end = rest.get(1) == Some(&b'/');
        let name_at = 1 + usize::from(is_end);
        if rest.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
            let length = rest.iter().position(|b| is_space(*b) || *b == b'>')?;
            let is_meta = rest.len() > 5
                && rest[..5].eq_ignore_ascii_case(b"<meta")
                && (is_space(rest[5]) || rest[5] == b'/');
            at += if is_meta { 5 } else { length };
            let Ok(said) = attributes(bytes, &mut at) else {
                return unknown;
            };
            if let Some(said) = said.filter(|_| is_meta) {
                if Encoding::for_label(said.as_bytes()).is_some() {
                    return Some(said);
                }
                unknown = unknown.or(Some(said));
            }
        } else if matches!(rest.get(1), Some(b'!' | b'/' | b'?')) {
            at += rest.iter().position(|b| *b == b'>')?;
        } else {
            at += 1;
        }
    }
    unknown
}

/// Reads the attributes of a tag, and gives the charset they name if it were a meta element.
fn attributes(bytes: &[u8], at: &mut usize) -> Result<Option<String>, CutOff> {
    let mut seen: Vec<Vec<u8>> = Vec::new();
    let (mut is_pragma, mut needs_pragma, mut label) = (false, false, None);
    while let Some((name, value)) = attribute(bytes, at)? {
        if seen.contains(&name) || seen.len() > 50 {
            continue;
        }
        match &*name {
            b"http-equiv" => is_pragma = value == b"content-type",
            b"content" if label.is_none() => {
                label = in_content(&value);
                needs_pragma = label.is_some();
            }
            b"charset" => {
                label = Some(String::from_utf8_lossy(value.trim_ascii()).into_owned());
                needs_pragma = false;
            }
            _ => {}
        }
        seen.push(name);
    }
    Ok(label.filter(|label| !label.is_empty() && (is_pragma || !needs_pragma)))
}

/// An attribute's name and value, in lower case.
type Attribute = (Vec<u8>, Vec<u8>);

/// The next attribute; `None` at the end of the tag.
fn attribute(bytes: &[u8], at: &mut usize) -> Result<Option<Attribute>, CutOff> {
    let here = |at: usize| bytes.get(at).copied().ok_or(CutOff);
    while is_space(here(*at)?) || here(*at)? == b'/' {
        *at += 1;
    }
    if here(*at)? == b'>' {
        return Ok(None);
    }
    let (mut name, mut value) = (Vec::new(), Vec::new());
    loop {
        match here(*at)? {
            b'=' if !name.is_empty() => break,
            b if is_space(b) => break,
            b'/' | b'>' => return Ok(Some((name, value))),
            b => name.push(b.to_ascii_lowercase()),
        }
        *at += 1;
    }
    while is_space(here(*at)?) {
        *at += 1;
    }
    if here(*at)? != b'=' {
        return Ok(Some((name, value)));
    }
    *at += 1;
    while is_space(here(*at)?) {
        *at += 1;
    }
    let quote = Some(here(*at)?).filter(|b| matches!(b, b'"' | b'\''));
    *at += usize::from(quote.is_some());
    loop {
        let b = here(*at)?;
        match quote {
            Some(quote) if b == quote => {
                *at += 1;
                return Ok(Some((name, value)));
            }
            None if is_space(b) || b == b'>' => return Ok(Some((name, value))),
            _ => value.push(b.to_ascii_lowercase()),
        }
        *at += 1;
    }
}

/// "Extracting a character encoding from a meta element": the label in `text/html; charset=…`.
fn in_content(value: &[u8]) -> Option<String> {
    let mut rest = value;
    loop {
        rest = &rest[find(rest, b"charset")? + 7..];
        let Some(said) = rest.trim_ascii_start().strip_prefix(b"=") else {
            continue;
        };
        let said = said.trim_ascii_start();
        let label = if let Some(quote @ (b'"' | b'\'')) = said.first() {
            let end = said[1..].iter().position(|b| b == quote)?;
            &said[1..=end]
        } else {
            let end = said.iter().position(|b| is_space(*b) || *b == b';');
            &said[..end.unwrap_or(said.len())]
        };
        return Some(String::from_utf8_lossy(label).into_owned());
    }
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

fn is_space(b: u8) -> bool {
    matches!(b, b'\t' | b'\n' | b'\x0C' | b'\r' | b' ')
}
