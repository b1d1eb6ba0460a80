//! What is allowed in a topic but most likely not meant.

use std::fmt;

use langnghe_model::{Field, Topic};
use langnghe_query::{Fields, Leaf, Marks, Node, Query, Use, Word, is_stop_word};
use langnghe_vietnamese::fold;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::{CompileError, Matcher};

/// Fewer articles than this say nothing about what a term matches.
const ENOUGH: usize = 100;

/// A remark about a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What kind of remark, for programs.
    pub code: &'static str,
    /// The topic's id.
    pub topic: String,
    /// The part of the topic.
    pub part: Part,
    /// The query it is about.
    pub query: String,
    /// The topic's file, when the remark was located in it ([`locate()`](crate::locate())).
    pub file: Option<String>,
    /// The line there, counted from 1.
    pub line: Option<usize>,
    /// The column in characters, counted from 1.
    pub column: Option<usize>,
    /// What is odd.
    pub message: String,
    /// What to do.
    pub remedy: String,
    #[serde(skip)]
    pub(crate) about: About,
}

/// A query of a topic, by its place among its terms or exclusions, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A term.
    Term(usize),
    /// An exclusion.
    Exclusion(usize),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term(at) => write!(f, "term {}", at + 1),
            Self::Exclusion(at) => write!(f, "exclude {}", at + 1),
        }
    }
}

impl Serialize for Part {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What of a part a remark is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum About {
    Query,
    Words(Leaf),
    Weight,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.file, self.line, self.column) {
            (Some(file), Some(line), Some(column)) => {
                write!(f, "{file}:{line}:{column}: {}: {}", self.part, self.message)?;
            }
            _ => write!(f, "{}, {}: {}", self.topic, self.part, self.message)?,
        }
        write!(f, "\n  {}", self.remedy)
    }
}

/// One query of a topic, for remarks about it.
struct Asked<'a> {
    topic: &'a Topic,
    part: Part,
    query: &'a str,
}

impl Asked<'_> {
    fn finding(
        &self,
        code: &'static str,
        about: About,
        message: String,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding {
            code,
            topic: self.topic.id.to_string(),
            part: self.part,
            query: self.query.to_owned(),
            file: None,
            line: None,
            column: None,
            message,
            remedy: remedy.into(),
            about,
        }
    }
}

/// Remarks about a topic. `archive` are articles to try it on; with few of them only the wording is looked at.
///
/// # Errors
/// A query cannot be read.
pub fn lint(topic: &Topic, archive: &[Fields]) -> Result<Vec<Finding>, CompileError> {
    let matcher = Matcher::compile(std::slice::from_ref(topic))?;
    let parts = parts(topic);
    let mut found = Vec::new();
    let mut seen: FxHashMap<Leaf, Part> = FxHashMap::default();
    let forms = Forms::of(archive);
    for part in &parts {
        let query =
            langnghe_query::parse(part.query, Use::Topic).map_err(|error| CompileError {
                topic: topic.id.clone(),
                query: part.query.to_owned(),
                error,
            })?;
        covered(part, &query, &mut found);
        stop_words(part, &query, &mut found);
        for leaf in &query.leaves {
            marks(part, leaf, &forms, &mut found);
            if let Part::Term(_) = part.part
                && let Some(other) = seen.insert(leaf.clone(), part.part)
                && other != part.part
                && matches!(query.root, Node::Leaf(_) | Node::Or(_))
            {
                found.push(part.finding(
                    "lint.twice",
                    About::Words(leaf.clone()),
                    format!(
                        "{} is also asked for in {other}: an article with it gets both weights",
                        words(leaf)
                    ),
                    "take it out of one of the two, unless the sum is meant",
                ));
            }
        }
    }
    for (number, term) in topic.terms.iter().enumerate() {
        if term.weight >= topic.threshold {
            found.push(parts[number].finding(
                "lint.alone",
                About::Weight,
                format!(
                    "a weight of {} reaches the threshold {} without any other term",
                    term.weight, topic.threshold
                ),
                "give it less than the threshold, so that something else must speak for the topic too; or leave it when the query itself asks for a combination",
            ));
        }
    }
    if archive.len() >= ENOUGH {
        frequencies(topic, &matcher, &parts, archive, &mut found);
    }
    Ok(found)
}

fn parts(topic: &Topic) -> Vec<Asked<'_>> {
    let asked = |part, query| Asked { topic, part, query };
    let terms = topic.terms.iter().enumerate();
    let exclusions = topic.exclusions.iter().enumerate();
    terms
        .map(|(at, term)| asked(Part::Term(at), term.query.as_str()))
        .chain(exclusions.map(|(at, other)| asked(Part::Exclusion(at), other.query.as_str())))
        .collect()
}

/// How often each query is met in the archive.
fn frequencies(
    topic: &Topic,
    matcher: &Matcher,
    parts: &[Asked<'_>],
    archive: &[Fields],
    found: &mut Vec<Finding>,
) {
    let mut met = vec![0_usize; parts.len()];
    for fields in archive {
        if let Some(outcome) = matcher.outcome(&topic.id, fields) {
            let all = outcome.terms.iter().chain(&outcome.exclusions);
            for (met, is_met) in met.iter_mut().zip(all) {
                *met += usize::from(*is_met);
            }
        }
    }
    for (part, met) in parts.iter().zip(met) {
        if met == 0 {
            found.push(part.finding(
                "lint.nothing",
                About::Query,
                format!("matches none of {} articles", archive.len()),
                "look for a misspelt word, or for words that stand too far apart; leave it when it waits for something rare",
            ));
        } else if met * 5 > archive.len() {
            found.push(part.finding(
                "lint.everything",
                About::Query,
                format!("matches {met} of {} articles", archive.len()),
                "a term that is met so often tells little: ask for a phrase, a NEAR or the headline",
            ));
        }
    }
}

/// Alternatives that change nothing, since another one of the same list is met whenever they are.
fn covered(part: &Asked<'_>, query: &Query, found: &mut Vec<Finding>) {
    let mut lists: Vec<Vec<&Leaf>> = Vec::new();
    collect_lists(&query.root, query, &mut lists);
    let mut told = FxHashSet::default();
    for list in lists {
        for (at, leaf) in list.iter().enumerate() {
            let by = list.iter().enumerate().find(|(other_at, other)| {
                *other_at != at && covers(other, leaf) && (*other != leaf || *other_at < at)
            });
            if let Some((_, by)) = by
                && told.insert(words(leaf))
            {
                found.push(part.finding(
                    "lint.covered",
                    About::Words((*leaf).clone()),
                    format!(
                        "{} is covered by {} of the same list",
                        words(leaf),
                        words(by)
                    ),
                    "take out the longer one; or the shorter one, when only the longer is meant",
                ));
            }
        }
    }
}

/// The lists of alternatives: OR, and the sides of NEAR.
fn collect_lists<'q>(node: &Node, query: &'q Query, lists: &mut Vec<Vec<&'q Leaf>>) {
    match node {
        Node::Or(parts) => {
            lists.push(
                parts
                    .iter()
                    .filter_map(|part| match part {
                        Node::Leaf(id) => Some(query.leaf(*id)),
                        _ => None,
                    })
                    .collect(),
            );
            for part in parts {
                collect_lists(part, query, lists);
            }
        }
        Node::And(parts) => parts
            .iter()
            .for_each(|part| collect_lists(part, query, lists)),
        Node::Not(inner) => collect_lists(inner, query, lists),
        Node::Near { left, right, .. } => {
            for side in [left, right] {
                lists.push(side.iter().map(|id| query.leaf(*id)).collect());
            }
        }
        Node::Leaf(_) | Node::All => {}
    }
}

/// Whether `wide` occurs wherever `narrow` does.
fn covers(wide: &Leaf, narrow: &Leaf) -> bool {
    let fields = Field::ALL
        .into_iter()
        .all(|field| !narrow.fields.contains(field) || wide.fields.contains(field));
    let fits = |wide: &Word, narrow: &Word| {
        let same = match (wide.marks, narrow.marks) {
            (Marks::Any, _) => wide.text == fold(&narrow.text),
            (wide_marks, narrow_marks) => wide_marks == narrow_marks && wide.text == narrow.text,
        };
        let begins = wide.marks == narrow.marks && narrow.text.starts_with(&wide.text);
        (same && (wide.prefix || !narrow.prefix)) || (wide.prefix && begins)
    };
    fields
        && !wide.words.is_empty()
        && narrow.words.windows(wide.words.len()).any(|window| {
            wide.words
                .iter()
                .zip(window)
                .all(|(wide, narrow)| fits(wide, narrow))
        })
}

fn stop_words(part: &Asked<'_>, query: &Query, found: &mut Vec<Finding>) {
    let mut told = FxHashSet::default();
    for leaf in &query.leaves {
        if leaf.words.iter().all(is_stop_word) && told.insert(words(leaf)) {
            found.push(part.finding(
                "lint.stop-word",
                About::Words(leaf.clone()),
                format!("{} stands in nearly every article", words(leaf)),
                "take it out, or make it part of a phrase",
            ));
        }
    }
}

/// How words are written in the archive, by their folded form: each marked form with its number.
struct Forms(FxHashMap<String, FxHashMap<String, u32>>);

impl Forms {
    fn of(archive: &[Fields]) -> Self {
        let mut forms: FxHashMap<String, FxHashMap<String, u32>> = FxHashMap::default();
        for fields in archive {
            for field in Field::ALL {
                for token in fields.tokens(field).iter() {
                    let marked = match forms.get_mut(token.folded) {
                        Some(marked) => marked,
                        None => forms.entry(token.folded.to_owned()).or_default(),
                    };
                    match marked.get_mut(token.marked) {
                        Some(count) => *count += 1,
                        None => {
                            marked.insert(token.marked.to_owned(), 1);
                        }
                    }
                }
            }
        }
        Self(forms)
    }

    /// The marked forms of a folded word, the most frequent first.
    fn written(&self, folded: &str) -> Vec<(&str, u32)> {
        let mut written: Vec<(&str, u32)> = self
            .0
            .get(folded)
            .into_iter()
            .flatten()
            .map(|(form, count)| (form.as_str(), *count))
            .collect();
        written.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        written
    }
}

/// Single words that lose their marks, or were typed without.
fn marks(part: &Asked<'_>, leaf: &Leaf, forms: &Forms, found: &mut Vec<Finding>) {
    let [word] = leaf.words.as_slice() else {
        return;
    };
    if word.prefix {
        return;
    }
    let written = forms.written(&fold(&word.text));
    let shown = |written: &[(&str, u32)]| {
        let shown: Vec<String> = written
            .iter()
            .take(5)
            .map(|(form, count)| format!("{form} ({count})"))
            .collect();
        shown.join(", ")
    };
    match word.marks {
        Marks::Any if written.len() > 1 => found.push(part.finding(
            "lint.ambiguous",
            About::Words(leaf.clone()),
            format!("~{} means several words: {}", word.text, shown(&written)),
            "write the word with its marks, or a phrase in which only one of them makes sense",
        )),
        Marks::AsTyped if word.text.is_ascii() => {
            let typed = written
                .iter()
                .find(|(form, _)| *form == word.text)
                .map_or(0, |(_, count)| *count);
            let marked: u32 = written.iter().map(|(_, count)| count).sum::<u32>() - typed;
            if marked > typed * 4 {
                found.push(part.finding(
                    "lint.no-marks",
                    About::Words(leaf.clone()),
                    format!(
                        "\"{}\" is typed without marks, and topics take marks as typed; the archive has {}",
                        word.text,
                        shown(&written)
                    ),
                    "write the marks",
                ));
            }
        }
        _ => {}
    }
}

/// A leaf as it is written in a query.
fn words(leaf: &Leaf) -> String {
    let text: Vec<String> = leaf
        .words
        .iter()
        .map(|word| format!("{}{}", word.text, if word.prefix { "*" } else { "" }))
        .collect();
    let mark = match leaf.words.first().map(|word| word.marks) {
        Some(Marks::Any) => "~",
        Some(Marks::Cased) => "=",
        _ => "",
    };
    format!("{mark}\"{}\"", text.join(" "))
}
