//! Tags in order: every element ended, in the right order, and nothing in an Atom text that the library
//! refuses a whole feed for.

use crate::{guard::tag_end, problem::Mend};

/// A feed's text with its tags in order.
#[derive(Debug)]
pub(crate) struct Tidied {
    pub(crate) text: String,
    pub(crate) mended: Vec<Mend>,
}

/// Puts tags in order: an end tag closes what stands open inside its element, one that fits nothing goes,
/// and the end closes the rest.
pub(crate) fn tidy(text: &str) -> Tidied {
    let mut tidier = Tidier {
        out: String::with_capacity(text.len()),
        open: Vec::new(),
        mended: Vec::new(),
        is_atom: false,
        channel: false,
    };
    let mut at = 0;
    while let Some(token) = next(text, at) {
        tidier.out.push_str(&text[at..token.start]);
        at = token.end;
        tidier.take(text, token, &mut at);
    }
    tidier.out.push_str(&text[at..]);
    while !tidier.open.is_empty() {
        tidier.note(Mend::Tags);
        tidier.end();
    }
    Tidied {
        text: tidier.out,
        mended: tidier.mended,
    }
}

/// A feed cut into what stands before its first entry and the entries that are complete.
#[derive(Debug)]
pub(crate) struct Pieces<'a> {
    pub(crate) head: &'a str,
    pub(crate) entries: Vec<&'a str>,
    /// Whether the last entry, or the feed itself, has no end.
    pub(crate) breaks_off: bool,
}

/// Cuts a feed into pieces; `None` when it has no entry at all.
pub(crate) fn pieces(text: &str) -> Option<Pieces<'_>> {
    let mut head = None;
    let mut entries = Vec::new();
    let mut start: Option<(usize, &str)> = None;
    let mut root = None;
    let mut closed = false;
    let mut at = 0;
    while let Some(token) = next(text, at) {
        at = token.end;
        match token.kind {
            Kind::Start if start.is_none() && matches!(token.name, "item" | "entry") => {
                head.get_or_insert(token.start);
                start = Some((token.start, token.name));
                if token.self_closing {
                    start = None;
                }
            }
            Kind::Start => drop(root.get_or_insert(token.name)),
            Kind::End => {
                if let Some((from, _)) = start.filter(|(_, name)| *name == token.name) {
                    entries.push(&text[from..token.end]);
                    start = None;
                }
                closed |= root == Some(token.name);
            }
            Kind::Other => {}
        }
    }
    Some(Pieces {
        head: &text[..head?],
        entries,
        breaks_off: start.is_some() || !closed,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Start,
    End,
    /// Comments, CDATA, instructions, declarations.
    Other,
}

#[derive(Clone, Copy)]
struct Token<'a> {
    kind: Kind,
    name: &'a str,
    start: usize,
    end: usize,
    self_closing: bool,
}

/// The next tag or other markup from `from` on.
fn next(text: &str, from: usize) -> Option<Token<'_>> {
    let mut from = from;
    loop {
        let start = from + text.get(from..)?.find('<')?;
        let rest = &text[start..];
        for (open, close) in [
            ("<![CDATA[", "]]>"),
            ("<!--", "-->"),
            ("<?", "?>"),
            ("<!", ">"),
        ] {
            if let Some(inside) = rest.strip_prefix(open) {
                let end = inside
                    .find(close)
                    .map_or(text.len(), |at| start + open.len() + at + close.len());
                return Some(Token {
                    kind: Kind::Other,
                    name: "",
                    start,
                    end,
                    self_closing: false,
                });
            }
        }
        let (kind, name_at) = if rest.starts_with("</") {
            (Kind::End, start + 2)
        } else {
            (Kind::Start, start + 1)
        };
        if !text[name_at..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | ':')) {
            from = start + 1;
            continue;
        }
        let tag = tag_end(text.as_bytes(), name_at);
        // An end inside a character cannot be: tags end at ASCII characters, or with the text.
        let name = text.get(name_at..tag.name_end)?;
        return Some(Token {
            kind,
            name,
            start,
            end: tag.end,
            self_closing: tag.self_closing,
        });
    }
}

struct Tidier<'a> {
    out: String,
    open: Vec<&'a str>,
    mended: Vec<Mend>,
    is_atom: bool,
    channel: bool,
}

impl<'a> Tidier<'a> {
    fn note(&mut self, mend: Mend) {
        if !self.mended.contains(&mend) {
            self.mended.push(mend);
        }
    }

    fn take(&mut self, text: &'a str, token: Token<'a>, at: &mut usize) {
        let whole = &text[token.start..token.end];
        match token.kind {
            Kind::Other => {
                // An unended comment or CDATA section would swallow what is closed here.
                let ends = [("<![CDATA[", "]]>"), ("<!--", "-->")];
                self.out.push_str(whole);
                if let Some((_, close)) = ends
                    .iter()
                    .find(|(open, close)| whole.starts_with(open) && !whole.ends_with(close))
                {
                    self.note(Mend::Tags);
                    self.out.push_str(close);
                }
            }
            Kind::Start if !whole.ends_with('>') => self.note(Mend::Tags),
            Kind::Start => self.start(text, token, whole, at),
            Kind::End => {
                let Some(depth) = self.open.iter().rposition(|name| *name == token.name) else {
                    self.note(Mend::Tags);
                    return;
                };
                if depth + 1 < self.open.len() || !whole.ends_with('>') {
                    self.note(Mend::Tags);
                }
                while self.open.len() > depth {
                    self.end();
                }
            }
        }
    }

    fn start(&mut self, text: &'a str, token: Token<'a>, whole: &str, at: &mut usize) {
        if self.open.is_empty() {
            self.is_atom = matches!(token.name, "feed" | "entry" | "atom:feed");
        }
        self.channel |= token.name == "channel";
        let is_text = self.is_atom
            && matches!(
                token.name,
                "title" | "subtitle" | "summary" | "rights" | "content"
            );
        if is_text && (self.open.len() <= 2) {
            // The library refuses a feed with one empty text in it.
            let rest = text[token.end..].trim_start();
            let ended = rest
                .strip_prefix("</")
                .and_then(|rest| rest.strip_prefix(token.name))
                .and_then(|rest| rest.strip_prefix('>'));
            let empty = token.self_closing || ended.is_some();
            if empty && !whole.contains("src") {
                self.note(Mend::EmptyElements);
                if let (false, Some(rest)) = (token.self_closing, ended) {
                    *at = text.len() - rest.len();
                }
                return;
            }
            if token.name != "content"
                && let Some(plain) = without_unknown_type(whole)
            {
                self.note(Mend::ContentType);
                self.out.push_str(&plain);
                self.open.push(token.name);
                return;
            }
        }
        self.out.push_str(whole);
        if !token.self_closing {
            self.open.push(token.name);
        }
    }

    fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            if name == "rss" && !self.channel {
                self.note(Mend::Tags);
                self.out.push_str("<channel></channel>");
            }
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }
}

/// The tag without its `type`, when that is none of text, html and xhtml (RFC 4287, 3.1.1).
fn without_unknown_type(tag: &str) -> Option<String> {
    let at = tag.find(" type")?;
    let value = tag[at + 5..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let length = value[1..].find(quote)?;
    if matches!(&value[1..=length], "text" | "html" | "text/html" | "xhtml") {
        return None;
    }
    let behind = tag.len() - value.len() + length + 2;
    Some(format!("{}{}", &tag[..at], &tag[behind..]))
}

#[cfg(test)]
mod tests;
