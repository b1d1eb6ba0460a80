//! Bytes to text: which charset, and what to do when the document says the wrong one.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::{
    error::ParseError,
    problem::{Document, Problem},
    text::clip,
};

mod prescan;

/// Where labels are looked for: the WHATWG asks for 1,024 bytes, but real pages put scripts first.
const PRESCAN: usize = 8_192;

/// A document's text, without byte order mark.
pub(crate) fn decode(doc: &Document, problems: &mut Vec<Problem>) -> Result<String, ParseError> {
    let bytes = doc.bytes;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ParseError::Empty {
            url: doc.url.to_owned(),
        });
    }
    if let Some(found) = binary(bytes) {
        return Err(ParseError::NotText {
            url: doc.url.to_owned(),
            found,
        });
    }
    let (encoding, body) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None => (choose(doc, problems), bytes),
    };
    let (text, replaced) = match std::str::from_utf8(body) {
        Ok(text) if encoding == UTF_8 => (Cow::Borrowed(text), false),
        _ => encoding.decode_without_bom_handling(body),
    };
    if replaced {
        problems.push(Problem::BytesReplaced {
            charset: encoding.name().to_owned(),
        });
    }
    // Half a document in zeros is no text, whatever its name.
    let nuls = text.bytes().filter(|b| *b == 0).count();
    if nuls * 10 > text.len() {
        return Err(ParseError::NotText {
            url: doc.url.to_owned(),
            found: "binary data",
        });
    }
    let text = text.into_owned();
    Ok(if encoding == UTF_8 {
        without_c1(text)
    } else {
        text
    })
}

/// UTF-8 made of windows-1252 as if that were Latin 1 has control characters for quotes and dashes. Nobody
/// means those, so they are read as what they were.
fn without_c1(text: String) -> String {
    let bytes = text.as_bytes();
    let is_c1 = |at: usize| bytes.get(at + 1).is_some_and(|second| *second < 0xA0);
    if !memchr::memchr_iter(0xC2, bytes).any(is_c1) {
        return text;
    }
    text.chars()
        .map(|c| match u8::try_from(c) {
            Ok(byte @ 0x80..=0x9F) => {
                let byte = [byte];
                let (text, _) = WINDOWS_1252.decode_without_bom_handling(&byte);
                text.chars().next().unwrap_or(c)
            }
            _ => c,
        })
        .collect()
}

/// Files that stand behind links by mistake, by their first bytes.
fn binary(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 10] = [
        (b"%PDF-", "a PDF file"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"\x89PNG", "a picture"),
        (b"GIF8", "a picture"),
        (b"RIFF", "a picture or sound"),
        (b"PK\x03\x04", "a ZIP archive or office document"),
        (b"\x1F\x8B", "compressed data"),
        (b"\xD0\xCF\x11\xE0", "an old office document"),
        (b"ID3", "a sound"),
        (b"\x00\x00\x00", "a video"),
    ];
    MAGIC
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        .map(|(_, name)| *name)
}

fn choose(doc: &Document, problems: &mut Vec<Problem>) -> &'static Encoding {
    let bytes = doc.bytes;
    if let Some(encoding) = wide(bytes) {
        return encoding;
    }
    let head = &bytes[..bytes.len().min(PRESCAN)];
    let header = doc
        .content_type
        .and_then(|value| label_after(value.as_bytes(), b"charset"));
    let said = header.or_else(|| inside(head));
    let said_encoding = said
        .as_deref()
        .and_then(|label| Encoding::for_label(label.as_bytes()));
    // Text of a one-byte charset is never valid UTF-8 by chance over more than a few letters; so bytes
    // that are UTF-8 are, whatever the label says.
    let used = if is_utf8(bytes) {
        match said_encoding {
            // ISO-2022-JP and its like are ASCII bytes throughout.
            Some(encoding)
                if bytes.is_ascii() && !encoding.is_ascii_compatible() && !is_wide(encoding) =>
            {
                encoding
            }
            _ => UTF_8,
        }
    } else {
        match said_encoding {
            Some(encoding) if !is_wide(encoding) && encoding != UTF_8 => encoding,
            _ => guess(doc),
        }
    };
    if let Some(said) = said {
        let used_name = used.name().to_owned();
        match said_encoding {
            None => problems.push(Problem::CharsetUnknown {
                said: clip(&said, 40),
                used: used_name,
            }),
            Some(encoding) if encoding != used && !bytes.is_ascii() => {
                problems.push(Problem::CharsetMislabelled {
                    said: encoding.name().to_owned(),
                    used: used_name,
                });
            }
            Some(_) => {}
        }
    }
    used
}

fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// UTF-16 without a mark: markup begins with ASCII, so every second byte is zero (XML 1.0, appendix F).
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(64) & !1];
    let zeros = |odd: usize| {
        head.iter()
            .skip(odd)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let pairs = head.len() / 2;
    if pairs < 2 {
        None
    } else if zeros(1) * 4 >= pairs * 3 && zeros(0) == 0 {
        Some(UTF_16LE)
    } else if zeros(0) * 4 >= pairs * 3 && zeros(1) == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether the bytes are UTF-8, but for a few broken letters (a cut in the middle of one, a bad paste).
fn is_utf8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let mut letters = 0_usize;
    let mut broken = 0_usize;
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || broken * 50 <= letters || (broken == 1 && letters > 4)
}

/// The charset by the letters' frequencies; `.vn` tells a lot.
fn guess(doc: &Document) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(doc.bytes, true);
    let host = url::Url::parse(doc.url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned));
    let top = host
        .as_deref()
        .and_then(|host| host.rsplit('.').next())
        .filter(|top| !top.is_empty() && top.bytes().all(|b| b.is_ascii_lowercase()));
    detector.guess(top.map(str::as_bytes), Utf8Detection::Allow)
}

/// The label inside the document: XML declaration, or a meta element.
fn inside(head: &[u8]) -> Option<String> {
    let trimmed = head.trim_ascii_start();
    if trimmed.starts_with(b"<?xml") {
        let end = trimmed
            .windows(2)
            .position(|two| two == b"?>")
            .unwrap_or(trimmed.len());
        if let Some(label) = label_after(&trimmed[..end], b"encoding") {
            return Some(label);
        }
    }
    prescan::label(head)
}

/// The value in `name = "value"`, whatever the quotes.
fn label_after(bytes: &[u8], name: &[u8]) -> Option<String> {
    let lower = bytes.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower[from..]
        .windows(name.len())
        .position(|part| part == name)
    {
        from += at + name.len();
        let rest = bytes[from..].trim_ascii_start();
        if let Some(rest) = rest.strip_prefix(b"=") {
            let rest = rest.trim_ascii_start();
            let rest = rest
                .strip_prefix(b"\"")
                .or(rest.strip_prefix(b"'"))
                .unwrap_or(rest);
            let end = rest
                .iter()
                .position(|b| {
                    matches!(b, b'"' | b'\'' | b';' | b'>' | b'?') || b.is_ascii_whitespace()
                })
                .unwrap_or(rest.len());
            let label = String::from_utf8_lossy(&rest[..end]).into_owned();
            if !label.is_empty() {
                return Some(label);
            }
        }
    }
    None
}

#[cfg(test)]
pub(crate) mod tests;
