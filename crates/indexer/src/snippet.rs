//! Snippets: the passage of an article that best shows what was found.

use std::{collections::HashMap, ops::Range};

use langnghe_model::{ArticleText, Field};
use langnghe_query::{Fields, Hits, LeafId, Occurrence, Query};

/// A passage of lead or body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// Its text, with `…` where it was cut; the ends of paragraphs show as spaces.
    pub text: String,
    /// What was found: bytes of `text`, in order, not overlapping.
    pub marks: Vec<Range<usize>>,
}

/// What a query found in an article's headline, and the passage that best shows it. The body is only looked at when the lead
/// does not show everything: of most articles at the head of an answer it does.
pub(crate) fn shown(
    text: ArticleText,
    query: &Query,
    chars: usize,
) -> (Vec<Range<usize>>, Snippet) {
    let said = |found: &Found<'_>| (found.marks(Field::Title), found.snippet(chars));
    if !query.is_plain() {
        let fields = Fields::for_query(text, query);
        return said(&Found::of(query, &fields));
    }
    let mut fields = Fields::head_for_query(text, query);
    let found = Found::of(query, &fields);
    let in_lead = found.richest(Field::Lead, chars);
    if in_lead.map_or(0, |window| window.different) == query.leaves.len() {
        return said(&found);
    }
    fields.read_body(query);
    said(&Found::of(query, &fields))
}

/// What a query found in an article.
pub(crate) struct Found<'a> {
    fields: &'a Fields,
    /// In reading order.
    finds: Vec<Find>,
}

/// An occurrence that made the query true, and of which of its leaves.
struct Find {
    at: Occurrence,
    leaf: LeafId,
}

impl<'a> Found<'a> {
    pub(crate) fn of(query: &Query, fields: &'a Fields) -> Self {
        let hits = query.find(fields);
        let passages = query.evaluate(&hits).unwrap_or_default();
        let mut finds = Vec::with_capacity(passages.len());
        for leaf in (0..query.leaves.len() as u32).map(LeafId) {
            let counted = hits
                .of(leaf)
                .iter()
                .filter(|at| passages.binary_search(at).is_ok());
            finds.extend(counted.map(|at| Find { at: *at, leaf }));
        }
        finds.sort_unstable_by_key(|find| (find.at, find.leaf));
        Self { fields, finds }
    }

    fn within(&self, field: Field) -> &[Find] {
        let from = self.finds.partition_point(|find| find.at.field < field);
        let to = self.finds.partition_point(|find| find.at.field <= field);
        &self.finds[from..to]
    }

    /// What was found in a field: bytes of its text, in order, not overlapping.
    pub(crate) fn marks(&self, field: Field) -> Vec<Range<usize>> {
        let ranges = self
            .within(field)
            .iter()
            .map(|find| find.at.start..find.at.end);
        ranges.fold(Vec::new(), merged)
    }

    /// The window of about `chars` characters that holds the most different words and phrases of the query, and
    /// of equal ones the first; the beginning of lead or body when nothing was found there.
    pub(crate) fn snippet(&self, chars: usize) -> Snippet {
        let lead = self.richest(Field::Lead, chars);
        let body = self.richest(Field::Body, chars);
        let (field, start) = match (lead, body) {
            (Some(lead), Some(body)) if body.different > lead.different => {
                (Field::Body, body.start)
            }
            (Some(lead), _) => (Field::Lead, lead.start),
            (None, Some(body)) => (Field::Body, body.start),
            (None, None) if self.fields.text().lead.is_empty() => (Field::Body, 0),
            (None, None) => (Field::Lead, 0),
        };
        self.cut(field, start, chars)
    }

    fn richest(&self, field: Field, chars: usize) -> Option<Window> {
        let finds = self.within(field);
        let text = self.fields.text().field(field);
        let room = after_context(chars);
        let mut characters = Characters {
            text,
            byte: 0,
            count: 0,
        };
        // First character and the character after the last, of each find.
        let reach: Vec<(usize, usize)> = finds
            .iter()
            .map(|find| {
                let first = characters.before(find.at.start);
                (
                    first,
                    first + text[find.at.start..find.at.end].chars().count(),
                )
            })
            .collect();
        let mut best: Option<Window> = None;
        let mut inside: HashMap<LeafId, usize> = HashMap::new();
        let mut next = 0;
        for (first, find) in finds.iter().enumerate() {
            while next < finds.len() && (next == first || reach[next].1 <= reach[first].0 + room) {
                *inside.entry(finds[next].leaf).or_default() += 1;
                next += 1;
            }
            let different = inside.len();
            if best.as_ref().is_none_or(|best| different > best.different) {
                best = Some(Window {
                    different,
                    start: find.at.start,
                });
            }
            if let Some(count) = inside.get_mut(&find.leaf) {
                *count -= 1;
                if *count == 0 {
                    inside.remove(&find.leaf);
                }
            }
        }
        best
    }

    /// Cuts a window that begins a little before `start`, at word limits.
    fn cut(&self, field: Field, start: usize, chars: usize) -> Snippet {
        let text = self.fields.text().field(field);
        let marks = self.marks(field);
        // Finds that overlap are one mark, and are shown whole, also when longer than the window.
        let first = marks.iter().find(|mark| mark.end > start);
        let (start, shown) = first.map_or((start, start), |mark| (mark.start.min(start), mark.end));
        let from = begin(text, start, chars - after_context(chars));
        let mut to = forward(text, from, chars).max(shown);
        if to < text.len() && !text[to..].starts_with(char::is_whitespace) {
            to = text[shown..to]
                .rfind(char::is_whitespace)
                .map_or(to, |at| shown + at);
        }
        let mut snippet = Snippet::default();
        if from > 0 {
            snippet.text.push_str("… ");
        }
        let shift = snippet.text.len();
        // One byte for one byte, so that marks stay where they are.
        snippet.text.push_str(&text[from..to].replace('\n', " "));
        if to < text.len() {
            snippet.text.push_str(" …");
        }
        snippet.marks = marks
            .into_iter()
            .filter(|mark| mark.start >= from && mark.end <= to)
            .map(|mark| mark.start - from + shift..mark.end - from + shift)
            .collect();
        snippet
    }
}

/// A place to cut a snippet.
struct Window {
    /// Leaves of the query in it.
    different: usize,
    /// The byte of its first find.
    start: usize,
}

/// A quarter of a snippet stands before its first find.
fn after_context(chars: usize) -> usize {
    chars - chars / 4
}

/// Counts characters up to bytes that only grow.
struct Characters<'a> {
    text: &'a str,
    byte: usize,
    count: usize,
}

impl Characters<'_> {
    fn before(&mut self, byte: usize) -> usize {
        self.count += self.text[self.byte..byte].chars().count();
        self.byte = byte;
        self.count
    }
}

/// Appends a range to a list in order, joining what overlaps.
fn merged(mut ranges: Vec<Range<usize>>, next: Range<usize>) -> Vec<Range<usize>> {
    match ranges.last_mut() {
        Some(last) if next.start < last.end => last.end = last.end.max(next.end),
        _ => ranges.push(next),
    }
    ranges
}

/// Where a snippet begins that shows about `chars` characters before `start`: at a word, and not before the
/// paragraph when that begins here.
fn begin(text: &str, start: usize, chars: usize) -> usize {
    let from = back(text, start, chars);
    let before = &text[from..start];
    if let Some(line) = before.rfind('\n') {
        return from + line + 1;
    }
    if from == 0 {
        return 0;
    }
    let space = before.char_indices().find(|(_, c)| c.is_whitespace());
    space.map_or(start, |(at, c)| from + at + c.len_utf8())
}

/// The byte `chars` characters after `at`, or the text's end.
fn forward(text: &str, at: usize, chars: usize) -> usize {
    text[at..]
        .char_indices()
        .nth(chars)
        .map_or(text.len(), |(offset, _)| at + offset)
}

/// The byte `chars` characters before `at`, or 0.
fn back(text: &str, at: usize, chars: usize) -> usize {
    let Some(last) = chars.checked_sub(1) else {
        return at;
    };
    text[..at]
        .char_indices()
        .rev()
        .nth(last)
        .map_or(0, |(offset, _)| offset)
}
