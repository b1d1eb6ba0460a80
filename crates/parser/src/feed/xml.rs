//! Feeds in XML, in one pass: RSS of any version, RDF, Atom 0.3 and 1.0, CDF, and what is between them.
//!
//! Papers' feeds are full of faults, so nothing here depends on well-formed markup. An end tag closes what
//! stands open inside its element, one that fits nothing is left out, an entry begins even when the one
//! before it was not ended; each such fault is noted.

use std::borrow::Cow;

use url::Url;

use super::{
    FeedHints, FeedKind,
    markup::{Token, Tokens, attributes},
    names::{Field, Space, ends_text, field, head_field, is_apart},
    raw::{Link, Raw, RawEntry, Text},
};
use crate::{guard, problem::Mend};

/// What came of a feed's markup.
pub(super) struct Read {
    pub(super) raw: Raw,
    pub(super) mended: Vec<Mend>,
    /// Whether the document breaks off before its outermost element ends.
    pub(super) breaks_off: bool,
}

/// A limit that the markup passed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Limit {
    Depth,
    Elements,
    Attributes,
}

/// Reads a feed's markup, which begins at its outermost element or before it.
pub(super) fn read(text: &str) -> Result<Read, Limit> {
    let mut reader = Reader {
        tokens: Tokens::new(text),
        open: Vec::new(),
        bases: Vec::new(),
        prefixes: Vec::new(),
        default: Space::Core,
        apart: None,
        entry: None,
        capture: None,
        raw: Raw {
            hints: FeedHints::of(text),
            ..Raw::default()
        },
        title_rank: u8::MAX,
    };
    let mut elements = 0;
    let mut is_ended = false;
    loop {
        if elements > guard::ELEMENTS {
            return Err(Limit::Elements);
        }
        let inside = reader.open.last().map_or("", |open| open.name);
        match reader.tokens.next(inside) {
            None => break,
            Some(Token::Text(raw)) => {
                if reader.open.is_empty() && !raw.trim().is_empty() {
                    reader.tokens.note(if is_ended {
                        Mend::TrailingText
                    } else {
                        Mend::LeadingText
                    });
                }
                reader.text(raw);
            }
            Some(Token::Data(data)) => reader.data(data),
            Some(Token::Start { count, .. }) if count > guard::ATTRIBUTES => {
                return Err(Limit::Attributes);
            }
            Some(Token::Start {
                name,
                attributes,
                empty,
                ..
            }) => {
                if reader.open.len() >= guard::DEPTH {
                    return Err(Limit::Depth);
                }
                elements += 1;
                reader.start(name, attributes, empty);
                is_ended |= reader.open.is_empty();
            }
            Some(Token::End(name)) => {
                // One that fits nothing is looked for among all that stand open, so these are counted too.
                elements += usize::from(!reader.end(name));
                is_ended |= reader.open.is_empty();
            }
        }
    }
    Ok(Read {
        breaks_off: !reader.open.is_empty() || reader.tokens.breaks_off || !is_ended,
        raw: reader.raw,
        mended: reader.tokens.mended,
    })
}

/// An element that stands open.
struct Open<'a> {
    name: &'a str,
    is_entry: bool,
    /// How many bases were in force around it.
    bases: usize,
    /// The default vocabulary around it.
    default: Space,
}

/// A text that is being gathered.
struct Capture {
    field: Field,
    /// The element that it is the text of, as a place among the open ones.
    depth: usize,
    form: Form,
    text: String,
    link: Link,
}

/// How the text of an element is to be taken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Plain text; markup in it is left out.
    Plain,
    /// HTML, escaped or not.
    Html,
    /// HTML as part of the document: its references stay for the reader of HTML.
    Inline,
    Base64 {
        is_html: bool,
    },
}

struct Reader<'a> {
    tokens: Tokens<'a>,
    open: Vec<Open<'a>>,
    bases: Vec<String>,
    prefixes: Vec<(&'a str, Space)>,
    default: Space,
    /// The outermost open element whose inside says nothing of the entry or feed.
    apart: Option<usize>,
    entry: Option<RawEntry>,
    capture: Option<Capture>,
    raw: Raw,
    title_rank: u8,
}

/// The most prefixes that are remembered; each name is looked up among them.
const PREFIXES: usize = 64;
/// The longest local name that means anything.
const LONGEST: usize = 24;

impl<'a> Reader<'a> {
    fn start(&mut self, name: &'a str, text: &'a str, empty: bool) {
        let around = (self.bases.len(), self.default);
        if text.contains("xml") {
            self.declare(text);
        }
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let space = self.space(prefix);
        let mut lower = [0; LONGEST];
        let local = match lower.get_mut(..local.len()) {
            Some(lower) => {
                lower.copy_from_slice(local.as_bytes());
                lower.make_ascii_lowercase();
                std::str::from_utf8(lower).unwrap_or_default()
            }
            None => "",
        };
        if let Some(capture) = &self.capture
            && ends_text(space, local, capture.field)
        {
            self.tokens.note(Mend::Tags);
            let depth = capture.depth;
            self.close_to(depth);
        }
        let is_entry = space == Space::Core
            && matches!(local, "item" | "entry")
            && self.capture.is_none()
            && self.apart.is_none();
        if is_entry && self.entry.is_some() {
            // The entry before was never ended.
            self.tokens.note(Mend::Tags);
            if let Some(depth) = self.open.iter().rposition(|open| open.is_entry) {
                self.close_to(depth);
            }
        }
        if self.open.is_empty() && matches!(local, "feed" | "entry") {
            self.raw.kind = FeedKind::Atom;
        }
        self.open.push(Open {
            name,
            is_entry,
            bases: around.0,
            default: around.1,
        });
        if let Some(capture) = &mut self.capture {
            if matches!(capture.form, Form::Html | Form::Inline) {
                let local = name.rsplit(':').next().unwrap_or(name);
                capture.text.push('<');
                capture.text.push_str(local);
                capture.text.push('>');
                if empty && !is_void(local) {
                    capture.text.push_str("</");
                    capture.text.push_str(local);
                    capture.text.push('>');
                }
            }
            if empty {
                // The end was written above.
                self.leave();
            }
            return;
        }
        if is_entry {
            self.begin_entry(text);
        } else if self.apart.is_some() {
        } else if is_apart(space, local) {
            self.apart = Some(self.open.len() - 1);
        } else {
            let said = if self.entry.is_some() {
                field(space, local)
            } else {
                head_field(space, local)
            };
            if let Some(said) = said {
                self.begin_text(said, text);
            }
        }
        if empty {
            self.close_to(self.open.len() - 1);
        }
    }

    /// Takes what a tag says of namespaces and of the base of relative addresses.
    fn declare(&mut self, text: &'a str) {
        for (name, value) in attributes(text) {
            if name == "xmlns" {
                self.default = Space::of(value, true);
            } else if let Some(prefix) = name.strip_prefix("xmlns:") {
                let space = Space::of(value, false);
                let full = self.prefixes.len() >= PREFIXES;
                match self.prefixes.iter_mut().find(|(known, _)| *known == prefix) {
                    Some(known) => known.1 = space,
                    None if full => {}
                    None => self.prefixes.push((prefix, space)),
                }
            } else if name.eq_ignore_ascii_case("xml:base") {
                let value = self.value(value);
                let joined = match self.bases.last().and_then(|base| Url::parse(base).ok()) {
                    Some(base) => base.join(&value).map(String::from).ok(),
                    None => Some(value.into_owned()),
                };
                self.bases.extend(joined);
            }
        }
    }

    fn space(&self, prefix: &str) -> Space {
        if prefix.is_empty() {
            return self.default;
        }
        self.prefixes
            .iter()
            .find(|(known, _)| *known == prefix)
            .map_or_else(|| Space::usual(prefix), |(_, space)| *space)
    }

    /// An attribute's value, decoded.
    fn value<'v>(&mut self, raw: &'v str) -> Cow<'v, str> {
        if !raw.contains('&') {
            return Cow::Borrowed(raw);
        }
        let mut out = String::new();
        self.tokens.decode(raw, false, &mut out);
        Cow::Owned(out)
    }

    fn begin_entry(&mut self, text: &'a str) {
        let mut entry = RawEntry::default();
        for (name, value) in attributes(text) {
            // RSS 1.0 names an item by its address; CDF has no other place for it.
            let rel = match name {
                "rdf:about" => "about",
                "href" | "HREF" => "alternate",
                "lastmod" | "LASTMOD" => {
                    entry.updated.offer(1, self.value(value).into_owned());
                    continue;
                }
                _ => continue,
            };
            let link = Link {
                href: self.value(value).into_owned(),
                base: self.bases.last().cloned(),
                rel: Some(rel.into()),
                media_type: None,
            };
            entry.links.push(link);
        }
        self.entry = Some(entry);
    }

    fn begin_text(&mut self, said: Field, text: &'a str) {
        let mut link = Link::default();
        let (mut kind, mut mode, mut permanent) = ("", "", "");
        let (mut label, mut term) = ("", "");
        for (name, value) in attributes(text) {
            let local = name.rsplit(':').next().unwrap_or(name);
            match local {
                _ if local.eq_ignore_ascii_case("type") => kind = value,
                "mode" => mode = value,
                "rel" => link.rel = Some(value.trim().to_ascii_lowercase()),
                "href" | "resource" => link.href = self.value(value).into_owned(),
                _ if local.eq_ignore_ascii_case("ispermalink") => permanent = value,
                "label" => label = value,
                "term" => term = value,
                _ => {}
            }
        }
        if !kind.is_empty() {
            link.media_type = Some(kind.to_ascii_lowercase());
        }
        link.base = self.bases.last().cloned();
        if said == Field::Id
            && let Some(entry) = &mut self.entry
        {
            entry.id_is_link = !permanent.trim().eq_ignore_ascii_case("false");
        }
        // Atom names a section in attributes (RFC 4287, 4.2.2): for people, or for machines.
        let named = if label.trim().is_empty() { term } else { label };
        if let Field::Section(rank) = said
            && !named.trim().is_empty()
        {
            let text = Text {
                body: self.value(named).into_owned(),
                is_html: false,
            };
            if let Some(entry) = &mut self.entry {
                entry.section.offer(rank, text);
            }
        }
        let is_text = matches!(
            said,
            Field::Title(_) | Field::Summary(_) | Field::Content(_) | Field::Section(_)
        );
        let form = if is_text {
            form(kind, mode, self.raw.kind)
        } else {
            Form::Plain
        };
        self.capture = Some(Capture {
            field: said,
            depth: self.open.len() - 1,
            form,
            text: String::new(),
            link,
        });
    }

    fn text(&mut self, raw: &str) {
        let Some(capture) = &mut self.capture else {
            return;
        };
        match capture.form {
            Form::Inline => capture.text.push_str(raw),
            Form::Html => self.tokens.decode(raw, true, &mut capture.text),
            Form::Plain | Form::Base64 { .. } => {
                self.tokens.decode(raw, false, &mut capture.text);
            }
        }
    }

    fn data(&mut self, data: &str) {
        let Some(capture) = &mut self.capture else {
            return;
        };
        if capture.form == Form::Inline {
            // Here it is text, and what looks like markup in it is none.
            for piece in data.split_inclusive(['<', '&']) {
                let (text, last) = match piece.as_bytes().last() {
                    Some(b'<') => (&piece[..piece.len() - 1], "&lt;"),
                    Some(b'&') => (&piece[..piece.len() - 1], "&amp;"),
                    _ => (piece, ""),
                };
                capture.text.push_str(text);
                capture.text.push_str(last);
            }
        } else {
            capture.text.push_str(data);
        }
    }

    /// Takes an end tag; false when no open element fits it.
    fn end(&mut self, name: &str) -> bool {
        let found = self
            .open
            .iter()
            .rposition(|open| open.name.eq_ignore_ascii_case(name));
        match found {
            Some(depth) => {
                if depth + 1 < self.open.len() {
                    self.tokens.note(Mend::Tags);
                }
                self.close_to(depth);
            }
            None => self.tokens.note(Mend::Tags),
        }
        found.is_some()
    }

    /// Ends the open elements from `depth` on.
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            if let Some(capture) = &mut self.capture
                && capture.depth + 1 < self.open.len()
                && matches!(capture.form, Form::Html | Form::Inline)
                && let Some(open) = self.open.last()
            {
                let local = open.name.rsplit(':').next().unwrap_or(open.name);
                if !is_void(local) {
                    capture.text.push_str("</");
                    capture.text.push_str(local);
                    capture.text.push('>');
                }
            }
            self.leave();
        }
    }

    /// Takes the innermost element off, with all that ends with it.
    fn leave(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let depth = self.open.len();
        self.bases.truncate(open.bases);
        self.default = open.default;
        if self.apart == Some(depth) {
            self.apart = None;
        }
        if self
            .capture
            .as_ref()
            .is_some_and(|capture| capture.depth == depth)
            && let Some(capture) = self.capture.take()
        {
            self.finish(capture);
        }
        if open.is_entry {
            self.raw.entries.extend(self.entry.take());
        }
    }

    fn finish(&mut self, capture: Capture) {
        let Capture {
            field,
            form,
            text: body,
            mut link,
            ..
        } = capture;
        let text = || match form {
            Form::Plain => Text {
                body: body.clone(),
                is_html: false,
            },
            Form::Html | Form::Inline => Text {
                body: body.clone(),
                is_html: true,
            },
            Form::Base64 { is_html } => Text {
                body: from_base64(&body).unwrap_or_else(|| body.clone()),
                is_html,
            },
        };
        let is_empty = body.trim().is_empty();
        let Some(entry) = &mut self.entry else {
            if let Field::Title(rank) = field
                && rank < self.title_rank
                && !is_empty
            {
                self.title_rank = rank;
                self.raw.title = Some(text());
            }
            return;
        };
        if field == Field::Link {
            if link.href.trim().is_empty() {
                link.href = body;
            }
            if !link.href.trim().is_empty() {
                if self.raw.kind == FeedKind::Rss && link.rel.is_none() {
                    // An item has one link; of several the last counts, as other readers have it.
                    entry.links.retain(|known| known.rel.is_some());
                }
                entry.links.push(link);
            }
            return;
        }
        if is_empty {
            return;
        }
        match field {
            Field::Title(rank) => entry.title.offer(rank, text()),
            // Two texts of one kind in RSS: the second is the longer one.
            Field::Summary(0) if !entry.summary.is_none() => entry.content.offer(2, text()),
            Field::Summary(rank) => entry.summary.offer(rank, text()),
            Field::Content(rank) => entry.content.offer(rank, text()),
            Field::Published(rank) => entry.published.offer(rank, body),
            Field::Updated(rank) => entry.updated.offer(rank, body),
            Field::Section(rank) => entry.section.offer(rank, text()),
            Field::Id => drop(entry.id.get_or_insert(body)),
            Field::Link => {}
        }
    }
}

/// How a text is to be taken, by the `type` and `mode` of Atom 0.3 and 1.0. RSS says nothing, and means HTML.
fn form(kind: &str, mode: &str, feed: FeedKind) -> Form {
    let kind = kind.trim().to_ascii_lowercase();
    let is_html = kind.contains("html");
    match (&*mode.trim().to_ascii_lowercase(), &*kind) {
        ("base64", _) => Form::Base64 { is_html },
        ("escaped", _) if is_html => Form::Html,
        ("escaped", _) => Form::Plain,
        (_, "xhtml") => Form::Inline,
        (_, kind) if kind.ends_with("/xml") || kind.ends_with("+xml") => Form::Inline,
        ("xml", kind) if is_html || kind.is_empty() => Form::Inline,
        (_, "html" | "text/html") => Form::Html,
        (_, "") if feed != FeedKind::Atom => Form::Html,
        (_, "" | "text") => Form::Plain,
        (_, kind) if kind.starts_with("text/") => Form::Plain,
        (_, kind) if kind.contains('/') => Form::Base64 { is_html: false },
        _ => Form::Html,
    }
}

fn is_void(name: &str) -> bool {
    [
        "br", "hr", "img", "input", "wbr", "meta", "link", "col", "area", "embed",
    ]
    .iter()
    .any(|void| name.eq_ignore_ascii_case(void))
}

/// Text in base 64 (RFC 4648); `None` when it is none.
fn from_base64(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for b in text.bytes() {
        let six = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            b if b.is_ascii_whitespace() => continue,
            _ => return None,
        };
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xFF).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}
