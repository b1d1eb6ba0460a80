//! The markup of a feed as tokens, read as leniently as papers write it: nothing is refused, and what had
//! to be put up with is noted.

use std::collections::HashMap;

use crate::{guard::tag_end, html, problem::Mend};

/// A piece of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Text between tags, its references as they stand.
    Text(&'a str),
    /// The inside of a CDATA section.
    Data(&'a str),
    /// A start tag.
    Start {
        name: &'a str,
        /// What stands behind the name, for [`attributes`].
        attributes: &'a str,
        /// Whether it ends in `/>`.
        empty: bool,
        /// How many attributes it has, or more.
        count: usize,
    },
    /// An end tag's name.
    End(&'a str),
}

/// What ends, or begins, markup that is no tag.
const ENDS: [&str; 4] = ["]]>", "-->", "?>", "<![CDATA["];
const DATA_END: usize = 0;
const COMMENT_END: usize = 1;
const INSTRUCTION_END: usize = 2;
const DATA_START: usize = 3;

/// The tokens of a text. Comments, instructions and declarations are read over; entities that the document
/// declares are kept.
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    entities: HashMap<&'a str, &'a str>,
    /// Where the next of [`ENDS`] is, as far as it was looked for: looking again would cost the whole rest
    /// of the document each time.
    next: [Option<usize>; ENDS.len()],
    /// What declared entities may still add, so that they cannot multiply.
    expansion: usize,
    /// What had to be put up with.
    pub(super) mended: Vec<Mend>,
    /// Whether a tag stands open at the end.
    pub(super) breaks_off: bool,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            entities: HashMap::new(),
            next: [Some(0); ENDS.len()],
            expansion: 256 << 10,
            mended: Vec::new(),
            breaks_off: false,
        }
    }

    pub(super) fn note(&mut self, mend: Mend) {
        if !self.mended.contains(&mend) {
            self.mended.push(mend);
        }
    }

    /// The next token; `inside` is the name of the innermost open element, which ends a CDATA section that
    /// has no end of its own.
    pub(crate) fn next(&mut self, inside: &str) -> Option<Token<'a>> {
        loop {
            let rest = &self.text[self.at..];
            let first = rest.bytes().next()?;
            if first != b'<' {
                let end = rest.find('<').unwrap_or(rest.len());
                self.at += end;
                return Some(Token::Text(&rest[..end]));
            }
            if let Some(body) = rest.strip_prefix("<![CDATA[") {
                let (data, behind) = self.data(body, inside);
                self.at += rest.len() - behind.len();
                return Some(Token::Data(data));
            }
            if let Some(body) = rest.strip_prefix("<!--") {
                // One without an end goes no further than its line's tag.
                let end = self.find(COMMENT_END, self.at + 4);
                let end = end.map(|at| at - self.at - 1);
                let end = end.or_else(|| body.find('>').map(|at| at + 1));
                self.at += end.map_or(rest.len(), |end| end + 4);
                continue;
            }
            if rest.starts_with("<?") {
                self.at += self
                    .find(INSTRUCTION_END, self.at)
                    .map(|at| at - self.at + 2)
                    .or_else(|| rest.find('>').map(|at| at + 1))
                    .unwrap_or(rest.len());
                continue;
            }
            if rest.starts_with("<!") {
                self.declaration(rest);
                continue;
            }
            let (name_at, is_end) = if rest.starts_with("</") {
                (2, true)
            } else {
                (1, false)
            };
            let begins =
                rest[name_at..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':'));
            if !begins {
                // A less-than sign, or `</>`.
                self.note(Mend::LessThan);
                let end = rest[1..].find('<').map_or(rest.len(), |at| at + 1);
                self.at += end;
                return Some(Token::Text(&rest[..end]));
            }
            let tag = tag_end(rest.as_bytes(), name_at);
            self.at += tag.end;
            let whole = &rest[..tag.end];
            if !whole.ends_with('>') && !is_end {
                self.breaks_off = true;
                if tag.end == rest.len() {
                    return None;
                }
            }
            let name = &rest[name_at..tag.name_end];
            return Some(if is_end {
                Token::End(name)
            } else {
                Token::Start {
                    name,
                    attributes: &whole[tag.name_end..],
                    empty: tag.self_closing,
                    count: tag.attributes,
                }
            });
        }
    }

    /// The inside of a CDATA section, and what comes behind it.
    fn data(&mut self, body: &'a str, inside: &str) -> (&'a str, &'a str) {
        let own_end = || {
            (!inside.is_empty())
                .then(|| body.find(&format!("</{inside}")))
                .flatten()
        };
        let start = self.text.len() - body.len();
        let Some(end) = self.find(DATA_END, start).map(|end| end - start) else {
            let end = own_end();
            self.breaks_off |= end.is_none();
            self.note(Mend::Tags);
            return body.split_at(end.unwrap_or(body.len()));
        };
        // Another section begins in it, and its element ends before that: this one was never ended.
        if let Some(other) = self.find(DATA_START, start).map(|other| other - start)
            && other < end
            && let Some(own) = own_end().filter(|own| *own < other)
        {
            self.note(Mend::Tags);
            return body.split_at(own);
        }
        (&body[..end], &body[end + 3..])
    }

    /// Where the next of [`ENDS`] stands at or behind a place.
    fn find(&mut self, which: usize, from: usize) -> Option<usize> {
        let known = self.next[which]?;
        let is_known = known >= from && self.text[known..].starts_with(ENDS[which]);
        if !is_known {
            let found = self.text.get(from..)?.find(ENDS[which]);
            self.next[which] = found.map(|at| from + at);
        }
        self.next[which]
    }

    /// Reads over `<!…>`, and keeps the entities that a document type declares.
    fn declaration(&mut self, rest: &'a str) {
        let close = rest.find('>').unwrap_or(rest.len());
        let subset = rest[..close].find('[');
        let Some(subset) = subset else {
            self.at += (close + 1).min(rest.len());
            return;
        };
        let end = rest[subset..]
            .find(']')
            .map_or(rest.len(), |at| subset + at);
        for declared in rest[subset..end].split("<!ENTITY").skip(1) {
            let declared = declared.trim_start();
            let name_end = declared.find(char::is_whitespace).unwrap_or(0);
            let value = declared[name_end..].trim_start();
            let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                continue;
            };
            if let Some(length) = value[1..].find(quote) {
                self.entities
                    .insert(&declared[..name_end], &value[1..=length]);
            }
        }
        self.at += rest[end..].find('>').map_or(rest.len(), |at| end + at + 1);
    }

    /// Adds a text with its references resolved. Where the text is read as HTML afterwards, entities that
    /// only HTML knows stay as they are.
    pub(crate) fn decode(&mut self, raw: &str, html: bool, out: &mut String) {
        let mut rest = raw;
        while let Some(at) = rest.bytes().position(|b| b == b'&' || is_control(b)) {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            if rest.as_bytes()[0] != b'&' {
                self.note(Mend::ControlCharacters);
                rest = &rest[1..];
                continue;
            }
            let length = self.reference(rest, html, out);
            rest = &rest[length..];
        }
        out.push_str(rest);
    }

    /// One reference, or a bare `&`; gives how many bytes were dealt with.
    fn reference(&mut self, rest: &str, html: bool, out: &mut String) -> usize {
        let end = rest.bytes().take(34).position(|b| b == b';');
        let name = end.map_or("", |end| &rest[1..end]);
        let whole = name.len() + 2;
        if let Some(number) = name.strip_prefix('#') {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            if let Ok(code) = code {
                match character(code) {
                    // Escaped twice or not, the reader of HTML sees the same.
                    Some(c) => out.push(c),
                    None => self.note(Mend::ControlCharacters),
                }
                return whole;
            }
        }
        match name {
            "amp" => out.push('&'),
            "lt" => out.push('<'),
            "gt" => out.push('>'),
            "quot" => out.push('"'),
            "apos" => out.push('\''),
            _ if self.entities.contains_key(name) => {
                let value = self.entities[name];
                if let Some(left) = self.expansion.checked_sub(value.len()) {
                    self.expansion = left;
                    // What a value refers to is resolved once; deeper is what bombs do.
                    let declared = std::mem::take(&mut self.entities);
                    self.decode(value, html, out);
                    self.entities = declared;
                }
            }
            _ if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                self.note(Mend::HtmlEntities);
                let reference = &rest[..whole];
                if html {
                    out.push_str(reference);
                } else {
                    let text = html::plain_text(reference);
                    out.push_str(if text.is_empty() { " " } else { &text });
                }
            }
            _ => {
                self.note(Mend::Ampersand);
                out.push('&');
                return 1;
            }
        }
        whole
    }
}

fn is_control(b: u8) -> bool {
    b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')
}

/// The character of a reference. The range of C1 means windows-1252, as in HTML.
pub(crate) fn character(code: u32) -> Option<char> {
    if let Ok(byte @ 0x80..=0x9F) = u8::try_from(code) {
        let byte = [byte];
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
        return text.chars().next();
    }
    char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
}

/// The attributes of a start tag, as (name, raw value).
pub(crate) fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return None;
        }
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_whitespace() || matches!(c, '=' | '>' | '/'))
            .map_or(rest.len(), |(at, _)| at);
        let (name, behind) = rest.split_at(end);
        let Some(value) = behind.trim_start().strip_prefix('=') else {
            rest = behind;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let quoted = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, behind) = if let Some(quote) = quoted {
            let inside = &value[1..];
            let end = inside.find(quote).unwrap_or(inside.len());
            (
                &inside[..end],
                inside[end..].strip_prefix(quote).unwrap_or(""),
            )
        } else {
            let end = value
                .find(|c: char| c.is_whitespace() || c == '>')
                .unwrap_or(value.len());
            value.split_at(end)
        };
        rest = behind;
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> (Vec<String>, Vec<Mend>) {
        let mut tokens = Tokens::new(text);
        let mut found = Vec::new();
        while let Some(token) = tokens.next("b") {
            found.push(match token {
                Token::Text(raw) => {
                    let mut out = "T ".to_owned();
                    tokens.decode(raw, false, &mut out);
                    out
                }
                Token::Data(data) => format!("D {data}"),
                Token::Start {
                    name,
                    attributes: text,
                    empty,
                    ..
                } => {
                    let pairs: Vec<String> = attributes(text)
                        .map(|(name, value)| format!("{name}={value}"))
                        .collect();
                    format!("S {name} {} {empty}", pairs.join(","))
                }
                Token::End(name) => format!("E {name}"),
            });
        }
        (found, tokens.mended)
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str], mended: &[Mend]) {
        let (found, mends) = all(text);
        assert_eq!(found, expected, "{text}");
        assert_eq!(mends, mended, "{text}");
    }

    #[test]
    fn markup_becomes_tokens() {
        check(
            "<?xml version='1.0'?><!-- <x> --><a b='c>d' e=f g h = \"i\"><b/>x</a>",
            &["S a b=c>d,e=f,g=,h=i false", "S b  true", "T x", "E a"],
            &[],
        );
        check("<a><![CDATA[R&D <b>]]>", &["S a  false", "D R&D <b>"], &[]);
        check(
            "<!DOCTYPE x [<!ENTITY ten 'Non &#78;ước'>]><a>&ten;&lt;&#x41;&#146;",
            &["S a  false", "T Non Nước<A’"],
            &[],
        );
    }

    #[test]
    fn faults_are_put_up_with() {
        check(
            "R&D 1 < 2 &nbsp;N&ocirc;ng\u{8}&#2;",
            &["T R&D 1 ", "T < 2  Nông"],
            &[
                Mend::Ampersand,
                Mend::LessThan,
                Mend::HtmlEntities,
                Mend::ControlCharacters,
            ],
        );
        check(
            "<b><![CDATA[Tin</b><b><![CDATA[ảnh]]></b>",
            &["S b  false", "D Tin", "E b", "S b  false", "D ảnh", "E b"],
            &[Mend::Tags],
        );
        check(
            "<b><![CDATA[Tin</b>x",
            &["S b  false", "D Tin", "E b", "T x"],
            &[Mend::Tags],
        );
        check("<a><b c='d", &["S a  false"], &[]);
        check("<!-- x <a>y", &["T y"], &[]);
    }

    #[test]
    fn declared_entities_cannot_multiply() {
        let bomb = format!(
            "<!DOCTYPE x [<!ENTITY a '{}'><!ENTITY b '{}'>]><a>{}",
            "x".repeat(1_000),
            "&a;".repeat(1_000),
            "&b;".repeat(10_000)
        );
        let (found, _) = all(&bomb);
        assert!(found.iter().map(String::len).sum::<usize>() < 2 << 20);
    }
}
