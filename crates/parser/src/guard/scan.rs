//! The scan: how deep and how many, read off the tags alone.
//!
//! It follows the rules of the HTML Standard that decide which element an end tag closes ("has an element
//! in scope", the adoption agency for formatting elements, table contexts), as far as they make trees
//! deeper. A property test compares it with the trees that html5ever builds.

use memchr::memmem;

use super::elements::{Kind, Name, names};

/// Which rules the markup follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Markup {
    /// HTML: some elements have no end, some ends are implied.
    Html,
    /// XML: every element has its end.
    Xml,
}

/// What a scan found. It stops at the first limit that is passed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scan {
    /// The deepest nesting, or more.
    pub(crate) depth: usize,
    /// How many elements there are, or more.
    pub(crate) elements: usize,
    /// The most attributes on one element (html5ever compares each with each).
    pub(crate) attributes: usize,
}

/// The most attributes on one element.
pub(crate) const ATTRIBUTES: usize = 1_000;

/// Scans markup.
pub(crate) fn scan(text: &str, markup: Markup) -> Scan {
    let mut scanner = Scanner {
        markup,
        open: Vec::new(),
        leaked: Vec::new(),
        found: Scan::default(),
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + next;
        if !scanner.leaked.is_empty() && !text[at..start].trim_ascii().is_empty() {
            scanner.reconstruct();
        }
        at = scanner.markup_at(text, bytes, start);
        let found = &scanner.found;
        if found.depth > super::DEPTH
            || found.elements > super::ELEMENTS
            || found.attributes > ATTRIBUTES
        {
            break;
        }
    }
    scanner.found
}

struct Scanner<'a> {
    markup: Markup,
    open: Vec<Open<'a>>,
    /// Formatting elements whose parent was closed before them: browsers open them again in what follows.
    leaked: Vec<Open<'a>>,
    found: Scan,
}

#[derive(Clone)]
struct Open<'a> {
    name: Name,
    /// The whole tag: of equal formatting elements only three are opened again.
    tag: &'a str,
    /// How many formatting elements had leaked when this one was opened.
    leaked: usize,
    /// Whether it opens again when its parent is closed before it.
    again: bool,
}

impl<'a> Scanner<'a> {
    /// Reads the tag, comment or text at `start`, and gives the byte after it.
    fn markup_at(&mut self, text: &'a str, bytes: &[u8], start: usize) -> usize {
        let rest = &text[start + 1..];
        match rest.as_bytes().first() {
            Some(b'!') => skip_declaration(text, start, self.markup),
            Some(b'?') => rest.find('>').map_or(text.len(), |at| start + at + 2),
            Some(b'/') => {
                let end = rest.find('>').map_or(text.len(), |at| start + at + 2);
                let raw = &bytes[start + 2..end];
                if raw.first().is_some_and(u8::is_ascii_alphabetic) || self.markup == Markup::Xml {
                    let length = raw
                        .iter()
                        .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>'));
                    let closing = Name::new(&raw[..length.unwrap_or(raw.len())]);
                    match self.markup {
                        Markup::Html => self.close(closing),
                        Markup::Xml => drop(self.open.pop()),
                    }
                }
                // The end tag's own attributes may hold a `>`; what follows then counts as text, or as too much.
                end
            }
            Some(c)
                if c.is_ascii_alphabetic()
                    || (self.markup == Markup::Xml && !c.is_ascii_whitespace()) =>
            {
                self.start_tag(text, bytes, start)
            }
            _ => start + 1,
        }
    }

    fn start_tag(&mut self, text: &'a str, bytes: &[u8], start: usize) -> usize {
        let tag = tag_end(bytes, start + 1);
        self.found.attributes = self.found.attributes.max(tag.attributes);
        self.found.elements += 1;
        let opened = Name::new(&bytes[start + 1..tag.name_end]);
        let whole = &text[start..tag.end];
        if self.markup == Markup::Xml {
            if !tag.self_closing {
                self.push(opened, whole);
            }
            return tag.end;
        }
        if self.is_foreign() {
            if !tag.self_closing {
                self.push(opened, whole);
            }
            return tag.end;
        }
        if opened.is(Kind::Void) {
            self.reconstruct();
            return tag.end;
        }
        if opened.is_any(names!["html", "head", "body", "frameset"]) {
            return tag.end;
        }
        if opened.is(Kind::Raw)
            && !self
                .open
                .iter()
                .any(|one| one.name.is_any(names!["select"]))
        {
            self.found.depth = self.found.depth.max(self.open.len() + 1);
            return raw_end(text, tag.end, opened);
        }
        self.imply_ends(opened);
        if !self.leaked.is_empty() && !opened.is(Kind::EndsP) && !opened.is(Kind::TablePart) {
            self.reconstruct();
        }
        if opened.is(Kind::TablePart)
            && !opened.is_any(names!["table"])
            && !self.make_table_context(opened)
        {
            return tag.end;
        }
        self.push(opened, whole);
        tag.end
    }

    fn push(&mut self, name: Name, tag: &'a str) {
        let formatting = self.markup == Markup::Html && name.is(Kind::Formatting);
        if formatting {
            // The "Noah's Ark clause": of equal ones only the last three open again.
            let from = self
                .open
                .iter()
                .rposition(|one| one.name.is(Kind::Marker))
                .map_or(0, |at| at + 1);
            let same = |one: &&mut Open| one.again && one.tag == tag;
            if self.open[from..].iter_mut().filter(same).count() >= 3
                && let Some(first) = self.open[from..].iter_mut().find(same)
            {
                first.again = false;
            }
        }
        self.open.push(Open {
            name,
            tag,
            leaked: self.leaked.len(),
            again: formatting,
        });
        self.found.depth = self.found.depth.max(self.open.len());
    }

    /// Text and inline elements open again what leaked.
    fn reconstruct(&mut self) {
        let since = self
            .open
            .iter()
            .rposition(|one| one.name.is(Kind::Marker))
            .map_or(0, |at| self.open[at].leaked);
        let leaked = self.leaked.split_off(since.min(self.leaked.len()));
        self.found.elements += leaked.len();
        for one in leaked {
            self.open.push(Open {
                leaked: self.leaked.len(),
                ..one
            });
        }
        self.found.depth = self.found.depth.max(self.open.len());
    }

    /// A start tag ends some elements before it.
    fn imply_ends(&mut self, opened: Name) {
        if opened.is_any(names!["a", "nobr"]) {
            self.close(opened);
            let reach = self.reach();
            let since = if reach == 0 {
                0
            } else {
                self.open[reach - 1].leaked
            };
            let mut index = 0;
            self.leaked.retain(|one| {
                index += 1;
                index <= since || one.name != opened
            });
        }
        if opened.is(Kind::EndsP) {
            self.close_up_to(
                |one| one.is_any(names!["p"]),
                |one| one.is(Kind::Scope) || one.is_any(names!["button"]),
            );
        }
        if opened.is_any(names!["li"]) {
            self.close_up_to(|one| one.is_any(names!["li"]), stops_item);
        }
        if opened.is_any(names!["dd", "dt"]) {
            self.close_up_to(|one| one.is_any(names!["dd", "dt"]), stops_item);
        }
        let top = self.open.last().map(|one| one.name);
        if (opened.is(Kind::Heading) && top.is_some_and(|top| top.is(Kind::Heading)))
            || (opened.is_any(names!["option", "optgroup"])
                && top.is_some_and(|top| top.is_any(names!["option"])))
        {
            self.open.pop();
        }
    }

    /// Rows and cells close what stands open in their table; without a table they are nothing.
    fn make_table_context(&mut self, opened: Name) -> bool {
        let Some(table) = self
            .open
            .iter()
            .rposition(|one| one.name.is_any(names!["table", "template"]))
        else {
            return false;
        };
        if self.open[table].name.is_any(names!["template"]) {
            return true;
        }
        let keep: &[u128] = if opened.is(Kind::Cell) {
            names!["tr"]
        } else if opened.is_any(names!["tr"]) {
            names!["tbody", "tfoot", "thead"]
        } else {
            &[]
        };
        let inner = self.open[table + 1..]
            .iter()
            .position(|one| one.name.is_any(keep));
        self.truncate(table + 1 + inner.map_or(0, |at| at + 1));
        // Browsers put in the body and the row that are missing.
        let missing = usize::from(inner.is_none())
            * if opened.is(Kind::Cell) {
                2
            } else {
                usize::from(opened.is_any(names!["tr"]))
            };
        for _ in 0..missing {
            let implied = if opened.is(Kind::Cell) && self.open.len() == table + 2 {
                Name::new(b"tr")
            } else {
                Name::new(b"tbody")
            };
            self.push(implied, "");
        }
        true
    }

    /// Whether SVG or MathML is open.
    fn is_foreign(&self) -> bool {
        self.open
            .iter()
            .any(|one| one.name.is_any(names!["svg", "math"]))
    }

    /// The first open element that an end tag of a formatting element can reach.
    fn reach(&self) -> usize {
        self.open
            .iter()
            .rposition(|one| one.name.is(Kind::Scope))
            .map_or(0, |at| at + 1)
    }

    fn close(&mut self, closing: Name) {
        if self.is_foreign() {
            self.close_foreign(closing);
            return;
        }
        if closing.is(Kind::Formatting) {
            // The adoption agency takes the formatting element out and leaves what stands in it open.
            let reach = self.reach();
            if let Some(at) = self.open[reach..]
                .iter()
                .rposition(|one| one.name == closing)
            {
                let at = reach + at;
                let inner = self.open[at + 1..]
                    .iter()
                    .position(|one| one.name.is(Kind::Special));
                match inner {
                    Some(_) => drop(self.open.remove(at)),
                    None => self.truncate_but(at),
                }
            } else if let Some(at) = self.leaked.iter().rposition(|one| one.name == closing) {
                self.leaked.remove(at);
            }
            return;
        }
        if closing.is_any(names!["form"]) {
            // What stands in the form stays open.
            let reach = self.reach();
            if let Some(at) = self.open[reach..]
                .iter()
                .rposition(|one| one.name == closing)
            {
                self.open.remove(reach + at);
            }
            return;
        }
        let same = |one: Name| one == closing;
        if closing.is(Kind::TablePart) {
            let table = self
                .open
                .iter()
                .rposition(|one| one.name.is_any(names!["table", "template"]));
            let in_table = table.is_some_and(|at| self.open[at].name.is_any(names!["table"]));
            // Rows and cells that stand in a template without their table close only what they fit.
            self.close_up_to(same, |one| {
                !in_table || one.is_any(names!["table", "template"])
            });
        } else if closing.is(Kind::Heading) {
            self.close_up_to(|one| one.is(Kind::Heading), |one| one.is(Kind::Scope));
        } else if closing.is_any(names!["li"]) {
            self.close_up_to(same, |one| {
                one.is(Kind::Scope) || one.is_any(names!["ol", "ul"])
            });
        } else if closing.is(Kind::Special) && !closing.is(Kind::Foreign) {
            self.close_up_to(same, |one| one.is(Kind::Scope));
        } else {
            self.close_up_to(same, |one| one.is(Kind::Special));
        }
    }

    /// SVG and MathML, and the HTML that may stand in them, have rules of their own for what is not well
    /// nested; there an end tag closes what it fits, and otherwise as little as can be.
    fn close_foreign(&mut self, closing: Name) {
        if self.open.last().is_some_and(|one| one.name == closing) {
            self.open.pop();
        } else if closing.is_any(names!["svg", "math"])
            && let Some(at) = self
                .open
                .iter()
                .rposition(|one| one.name.is_any(names!["svg", "math"]))
            && self.open[at].name == closing
            && !self.open[at..].iter().any(|one| {
                one.name.is(Kind::Special)
                    || one.name.is(Kind::Formatting)
                    || one.name.is(Kind::Inline)
            })
        {
            self.truncate(at);
        }
    }

    fn close_up_to(&mut self, closes: impl Fn(Name) -> bool, stops: impl Fn(Name) -> bool) {
        for at in (0..self.open.len()).rev() {
            if closes(self.open[at].name) {
                self.truncate(at);
                return;
            }
            if stops(self.open[at].name) {
                return;
            }
        }
    }

    /// Closes a formatting element; other ones inside it open again behind it.
    fn truncate_but(&mut self, at: usize) {
        let inner = self.open.split_off(at + 1);
        self.open.pop();
        self.leak(inner);
    }

    fn truncate(&mut self, length: usize) {
        if length < self.open.len() {
            let closed = self.open.split_off(length);
            self.leak(closed);
        }
    }

    fn leak(&mut self, mut closed: Vec<Open<'a>>) {
        if let Some(at) = closed.iter().rposition(|one| one.name.is(Kind::Marker)) {
            self.leaked.truncate(closed[at].leaked);
            closed.truncate(at);
        }
        self.leaked
            .extend(closed.into_iter().filter(|one| one.again));
    }
}

/// What ends the search for an open list item: special elements but three.
fn stops_item(one: Name) -> bool {
    one.is(Kind::Special) && !one.is_any(names!["address", "div", "p"])
}

/// The byte after a comment, doctype or CDATA section.
fn skip_declaration(text: &str, start: usize, markup: Markup) -> usize {
    let rest = &text[start..];
    let after = |at: Option<usize>, length: usize| at.map_or(text.len(), |at| start + at + length);
    if let Some(comment) = rest.strip_prefix("<!--") {
        // In HTML `<!-->` and `<!--->` are whole comments, and `--!>` ends one.
        if markup == Markup::Html && (comment.starts_with('>') || comment.starts_with("->")) {
            return after(rest.find('>'), 1);
        }
        let plain = memmem::find(comment.as_bytes(), b"-->");
        // Only up to there: a page with many comments would be searched to its end for each.
        let before = &comment.as_bytes()[..plain.unwrap_or(comment.len())];
        let odd = match markup {
            Markup::Html => memmem::find(before, b"--!>"),
            Markup::Xml => None,
        };
        return match (odd, plain) {
            (Some(at), _) => start + 4 + at + 4,
            (None, Some(at)) => start + 4 + at + 3,
            (None, None) => text.len(),
        };
    }
    if markup == Markup::Xml && rest.starts_with("<![CDATA[") {
        return after(rest.find("]]>"), 3);
    }
    after(rest.find('>'), 1)
}

/// The byte after the end tag of a raw element (script, style, textarea, title).
fn raw_end(text: &str, from: usize, name: Name) -> usize {
    let bytes = text.as_bytes();
    for next in memmem::find_iter(&bytes[from..], b"</") {
        let start = from + next;
        let found = &bytes[start + 2..];
        let length = found
            .iter()
            .position(|b| !b.is_ascii_alphabetic())
            .unwrap_or(found.len());
        if Name::new(&found[..length]) == name {
            return text[start..]
                .find('>')
                .map_or(text.len(), |end| start + end + 1);
        }
    }
    text.len()
}

/// Where a tag ends.
pub(crate) struct Tag {
    pub(crate) name_end: usize,
    /// The byte after its `>`, or the end of the text.
    pub(crate) end: usize,
    pub(crate) attributes: usize,
    pub(crate) self_closing: bool,
}

/// Where the start tag whose name begins at `from` ends. Quotes hide a `>` only as an attribute's value.
pub(crate) fn tag_end(bytes: &[u8], from: usize) -> Tag {
    let space = |b: u8| b.is_ascii_whitespace();
    let name_end = from
        + bytes[from..]
            .iter()
            .position(|b| space(*b) || matches!(b, b'/' | b'>'))
            .unwrap_or(bytes.len() - from);
    let mut tag = Tag {
        name_end,
        end: bytes.len(),
        attributes: 0,
        self_closing: false,
    };
    let mut at = name_end;
    let mut last_value = false;
    loop {
        while at < bytes.len() && (space(bytes[at]) || bytes[at] == b'/') {
            at += 1;
        }
        match bytes.get(at) {
            None => return tag,
            Some(b'>') => {
                tag.self_closing = bytes[at - 1] == b'/' && !last_value;
                tag.end = at + 1;
                return tag;
            }
            Some(_) => {}
        }
        tag.attributes += 1;
        if tag.attributes > ATTRIBUTES {
            return tag;
        }
        // The name; a first `=` belongs to it.
        at += 1;
        while at < bytes.len() && !space(bytes[at]) && !matches!(bytes[at], b'/' | b'>' | b'=') {
            at += 1;
        }
        let mut value = at;
        while value < bytes.len() && space(bytes[value]) {
            value += 1;
        }
        last_value = bytes.get(value) == Some(&b'=');
        if !last_value {
            continue;
        }
        at = value + 1;
        while at < bytes.len() && space(bytes[at]) {
            at += 1;
        }
        match bytes.get(at) {
            Some(quote @ (b'"' | b'\'')) => {
                let close = bytes[at + 1..].iter().position(|b| b == quote);
                at = close.map_or(bytes.len(), |close| at + close + 2);
                last_value = false;
            }
            _ => {
                while at < bytes.len() && !space(bytes[at]) && bytes[at] != b'>' {
                    at += 1;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
