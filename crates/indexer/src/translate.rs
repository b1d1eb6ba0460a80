//! From the query language to tantivy's queries.

use std::{borrow::Cow, ops::Bound};

use langnghe_model::{ArticleId, Day, Field};
use langnghe_query::{
    Distance, Filter, FilterClause, Leaf, LeafId, Marks, Node, Query, Word, section_key,
};
use langnghe_vietnamese::{fold, marked};
use tantivy::{
    Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query as Tantivy,
        RangeQuery, TermQuery, TermSetQuery,
    },
    schema::{Field as Column, IndexRecordOption},
};

use crate::{
    IndexError, Restrict, crossed::WordTrue, excluded::Excluded, meant::Meant, phrase::Together,
    readings::Readings, schema::Columns,
};

/// How much a word in the headline or the lead tells against one in the body.
pub(crate) fn boost(field: Field) -> f32 {
    match field {
        Field::Title => 3.0,
        Field::Lead => 1.5,
        Field::Body => 1.0,
    }
}

/// How much the form that a bare word was meant to have tells, beside the word with any marks.
const AS_MEANT: f32 = 1.0;

/// How much two neighbours of the query that stand side by side tell, beside the two words.
const CLOSE: f32 = 0.5;

/// Pairs of operands of one NEAR that are asked for one by one; with more, the articles that have both sides
/// are gone through.
const MAX_PAIRS: usize = 64;

/// What a query, or a part of one, became.
pub(crate) struct Translated {
    pub(crate) query: Box<dyn Tantivy>,
    /// Whether it finds exactly what it should; otherwise it finds that and more.
    pub(crate) exact: bool,
}

impl Translated {
    fn new(query: impl Tantivy, exact: bool) -> Self {
        Self {
            query: Box::new(query),
            exact,
        }
    }
}

/// The tantivy query for a search.
pub(crate) fn translate(
    query: &Query,
    restrict: &Restrict,
    columns: &Columns,
    readings: &Readings,
) -> Result<Translated, IndexError> {
    let translator = Translator {
        query,
        columns,
        meant: Meant::of(query, readings),
    };
    let text = translator.node(&query.root);
    let mut clauses = vec![(Occur::Must, text.query)];
    for FilterClause { negated, filter } in &query.filters {
        let filter = translator.filter(filter)?;
        clauses.push(if *negated {
            must_not(filter)
        } else {
            (Occur::Must, unscored(filter))
        });
    }
    let ids = |articles: &[ArticleId]| -> Box<dyn Tantivy> {
        Box::new(TermSetQuery::new(
            articles
                .iter()
                .map(|article| Term::from_field_i64(columns.article, article.0)),
        ))
    };
    if let Some(allowed) = &restrict.allowed {
        clauses.push((Occur::Must, unscored(ids(allowed))));
    }
    if !restrict.refused.is_empty() {
        clauses.push(must_not(ids(&restrict.refused)));
    }
    let query = if clauses.len() == 1 {
        clauses.remove(0).1
    } else {
        Box::new(BooleanQuery::new(clauses))
    };
    Ok(Translated {
        query,
        exact: text.exact,
    })
}

/// A filter decides, it does not rank.
pub(crate) fn unscored(query: Box<dyn Tantivy>) -> Box<dyn Tantivy> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn must_not(query: Box<dyn Tantivy>) -> (Occur, Box<dyn Tantivy>) {
    (Occur::MustNot, Box::new(Excluded::new(query)))
}

struct Translator<'a> {
    query: &'a Query,
    columns: &'a Columns,
    meant: Meant,
}

impl Translator<'_> {
    fn node(&self, node: &Node) -> Translated {
        match node {
            Node::All => Translated::new(AllQuery, true),
            Node::Leaf(id) => self.ranked_leaf(*id),
            Node::And(parts) => self.all_of(parts),
            Node::Or(parts) => any_of(parts.iter().map(|part| self.node(part)).collect()),
            Node::Not(_) => self.all_of(std::slice::from_ref(node)),
            Node::Near {
                distance,
                left,
                right,
            } => self.near(*distance, left, right),
        }
    }

    fn all_of(&self, parts: &[Node]) -> Translated {
        let mut exact = true;
        let mut positive = false;
        let mut clauses: Vec<(Occur, Box<dyn Tantivy>)> = Vec::with_capacity(parts.len() + 1);
        for part in parts {
            if let Node::Not(inner) = part {
                let inner = self.node(inner);
                // Leaving out what only may match would lose articles: then the text decides.
                if inner.exact {
                    clauses.push(must_not(inner.query));
                }
                exact &= inner.exact;
            } else {
                let inner = self.node(part);
                positive = true;
                exact &= inner.exact;
                clauses.push((Occur::Must, inner.query));
            }
        }
        if !positive {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        let close = self.closeness(parts).into_iter();
        clauses.extend(close.map(|query| (Occur::Should, query)));
        Translated::new(BooleanQuery::new(clauses), exact)
    }

    /// A leaf that also ranks: of a word typed without marks, the forms that it was likely meant to have count more.
    fn ranked_leaf(&self, id: LeafId) -> Translated {
        let leaf = self.query.leaf(id);
        any_of(
            leaf.fields
                .iter()
                .map(|field| {
                    let mut found = self.leaf_in(leaf, field);
                    found.query = self.word_true(found.query, id, field);
                    let likely: Vec<_> = self
                        .meant
                        .forms(id)
                        .into_iter()
                        .map(|(words, chance)| {
                            let weight = chance * AS_MEANT * boost(field);
                            let query = in_order(&words, self.columns.marked(field));
                            let query = self.word_true(query, id, field);
                            let query: Box<dyn Tantivy> = Box::new(BoostQuery::new(query, weight));
                            (Occur::Should, query)
                        })
                        .collect();
                    if likely.is_empty() {
                        return found;
                    }
                    let mut clauses = vec![(Occur::Must, found.query)];
                    clauses.extend(likely);
                    Translated::new(BooleanQuery::new(clauses), found.exact)
                })
                .collect(),
        )
    }

    /// A phrase that counts for little where it is not the word that it looks like.
    fn word_true(&self, query: Box<dyn Tantivy>, id: LeafId, field: Field) -> Box<dyn Tantivy> {
        let leaf = self.query.leaf(id);
        let words: Vec<Cow<'_, str>> = match self.meant.best(id) {
            Some(meant) => meant.into_iter().map(Cow::Borrowed).collect(),
            None => leaf
                .words
                .iter()
                .map(|word| marked(&word.text).into())
                .collect(),
        };
        if words.len() < 2 || leaf.words.iter().any(|word| word.prefix) {
            return query;
        }
        let term = Term::from_field_text(self.columns.crossed(field), &words.join(" "));
        Box::new(WordTrue::new(query, term))
    }

    /// What ranks articles higher in whose headline or lead neighbours of the query are neighbours, too.
    fn closeness(&self, parts: &[Node]) -> Vec<Box<dyn Tantivy>> {
        let mut close: Vec<Box<dyn Tantivy>> = Vec::new();
        for pair in parts.windows(2) {
            let [Node::Leaf(one), Node::Leaf(other)] = pair else {
                continue;
            };
            let (left, right) = (self.query.leaf(*one), self.query.leaf(*other));
            let words: Vec<Word> = left.words.iter().chain(&right.words).cloned().collect();
            if words.iter().any(|word| word.prefix) {
                continue;
            }
            let meant = self.meant.best(*one).zip(self.meant.best(*other));
            let fields = left.fields.and(right.fields);
            for field in fields.iter().filter(|field| *field != Field::Body) {
                let weight = CLOSE * boost(field);
                let (terms, _) = self.terms(&words, field);
                close.push(Box::new(BoostQuery::new(
                    Box::new(Together::in_order(terms)),
                    weight,
                )));
                if let Some((left, right)) = &meant {
                    let words: Vec<&str> = left.iter().chain(right).copied().collect();
                    let query = in_order(&words, self.columns.marked(field));
                    close.push(Box::new(BoostQuery::new(query, weight * AS_MEANT)));
                }
            }
        }
        close
    }

    fn leaf(&self, leaf: &Leaf) -> Translated {
        any_of(
            leaf.fields
                .iter()
                .map(|field| self.leaf_in(leaf, field))
                .collect(),
        )
    }

    fn leaf_in(&self, leaf: &Leaf, field: Field) -> Translated {
        let (query, exact): (Box<dyn Tantivy>, bool) = match leaf.words.as_slice() {
            [word] => self.word(word, field),
            words if words.iter().any(|word| word.prefix) => {
                let words = words.iter().map(|word| self.word(word, field).0).collect();
                (Box::new(BooleanQuery::intersection(words)), false)
            }
            words => {
                let (terms, exact) = self.terms(words, field);
                let mut parts: Vec<Box<dyn Tantivy>> = vec![Box::new(Together::in_order(terms))];
                parts.extend(words.iter().filter_map(|word| self.capitals(word, field)));
                (all_of(parts), exact)
            }
        };
        Translated::new(BoostQuery::new(query, boost(field)), exact)
    }

    fn word(&self, word: &Word, field: Field) -> (Box<dyn Tantivy>, bool) {
        let capitals = self.capitals(word, field);
        let (mut terms, exact) = self.terms(std::slice::from_ref(word), field);
        let term = terms.remove(0);
        if word.prefix {
            return match capitals {
                Some(capitals) => (capitals, true),
                None => (beginning_with(term), exact),
            };
        }
        let word = TermQuery::new(term, IndexRecordOption::WithFreqs);
        match capitals {
            Some(capitals) => (all_of(vec![Box::new(word), capitals]), true),
            None => (Box::new(word), exact),
        }
    }

    /// What has a word with the very capitals that are asked for; `None` when none are.
    fn capitals(&self, word: &Word, field: Field) -> Option<Box<dyn Tantivy>> {
        if word.marks != Marks::Cased || marked(&word.text) == word.text {
            return None;
        }
        let term = Term::from_field_text(self.columns.capitals(field), &word.text);
        Some(unscored(if word.prefix {
            beginning_with(term)
        } else {
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        }))
    }

    /// The terms of words in one column that has them all, and whether these say all that the words do.
    fn terms(&self, words: &[Word], field: Field) -> (Vec<Term>, bool) {
        let loose = words.iter().any(|word| word.marks == Marks::Any);
        let column = if loose {
            self.columns.folded(field)
        } else {
            self.columns.marked(field)
        };
        let mut exact = true;
        let terms = words
            .iter()
            .map(|word| {
                let (form, says_all) = match word.marks {
                    Marks::Any => (Cow::Borrowed(word.text.as_str()), true),
                    _ if loose => (Cow::Owned(fold(&word.text)), false),
                    Marks::AsTyped => (Cow::Borrowed(word.text.as_str()), true),
                    Marks::Cased => (Cow::Owned(marked(&word.text)), false),
                };
                exact &= says_all;
                Term::from_field_text(column, &form)
            })
            .collect();
        (terms, exact)
    }

    fn near(&self, distance: Distance, left: &[LeafId], right: &[LeafId]) -> Translated {
        let leaf = |id: &LeafId| self.query.leaf(*id);
        if left.len() * right.len() > MAX_PAIRS {
            let side =
                |ids: &[LeafId]| any_of(ids.iter().map(|id| self.leaf(leaf(id))).collect()).query;
            return Translated::new(
                BooleanQuery::intersection(vec![side(left), side(right)]),
                false,
            );
        }
        let mut pairs = Vec::new();
        for one in left.iter().map(leaf) {
            for other in right.iter().map(leaf) {
                for field in one.fields.and(other.fields).iter() {
                    pairs.push(self.pair(distance, one, other, field));
                }
            }
        }
        any_of(pairs)
    }

    /// Two operands of a NEAR in one field.
    fn pair(&self, distance: Distance, one: &Leaf, other: &Leaf, field: Field) -> Translated {
        let mut parts = vec![
            self.leaf_in(one, field).query,
            self.leaf_in(other, field).query,
        ];
        if let (Distance::Tokens(between), [first, .., last], [other_first, .., other_last]) =
            (distance, ends(one).as_slice(), ends(other).as_slice())
        {
            let after = self.close(last, other_first, between, field);
            let before = self.close(other_last, first, between, field);
            if let (Some(after), Some(before)) = (after, before) {
                if one.words.len() == 1 && other.words.len() == 1 {
                    return Translated::new(
                        BoostQuery::new(after.query, boost(field)),
                        after.exact,
                    );
                }
                parts.push(any_of(vec![after, before]).query);
            }
        }
        Translated::new(BooleanQuery::intersection(parts), false)
    }

    /// Two words with at most so many tokens between them, in either order; `None` when the postings cannot
    /// tell. Paragraphs are further apart in the positions than any NEAR is wide.
    fn close(&self, one: &Word, other: &Word, between: u32, field: Field) -> Option<Translated> {
        if one.prefix || other.prefix {
            return None;
        }
        let (terms, exact) = self.terms(&[one.clone(), other.clone()], field);
        // A word is at no distance from itself, with or without its capitals, which is no partner.
        let exact = exact && marked(&one.text) != marked(&other.text);
        let terms = <[Term; 2]>::try_from(terms).ok()?;
        Some(Translated::new(Together::within(terms, between + 1), exact))
    }

    fn filter(&self, filter: &Filter) -> Result<Box<dyn Tantivy>, IndexError> {
        let columns = self.columns;
        let term = |column, value: &str| -> Box<dyn Tantivy> {
            Box::new(TermQuery::new(
                Term::from_field_text(column, value),
                IndexRecordOption::Basic,
            ))
        };
        let time = |lower, upper| -> Box<dyn Tantivy> { Box::new(RangeQuery::new(lower, upper)) };
        let second = |second: i64| Term::from_field_i64(columns.time, second);
        let unknown = |name, value: &str, known| {
            Err(IndexError::UnknownFilter {
                name,
                value: value.to_owned(),
                known,
            })
        };
        Ok(match filter {
            Filter::Source(id) => term(columns.source, id),
            Filter::Section(name) => term(columns.section_key, &section_key(name)),
            // Every place lies in the country.
            Filter::Place(id) if id == "vn" => term(columns.has, "place"),
            Filter::Place(id) => term(columns.regions, id),
            Filter::From(day) => {
                let (start, _) = Day(*day).bounds();
                time(Bound::Included(second(start.as_second())), Bound::Unbounded)
            }
            Filter::To(day) => {
                let (_, end) = Day(*day).bounds();
                time(Bound::Unbounded, Bound::Excluded(second(end.as_second())))
            }
            Filter::Is(value) if matches!(value.as_str(), "late" | "withdrawn") => {
                term(columns.is, value)
            }
            Filter::Is(value) => return unknown("is", value, "flagged, late or withdrawn"),
            Filter::Has(value) if matches!(value.as_str(), "lead" | "published" | "place") => {
                term(columns.has, value)
            }
            Filter::Has(value) => return unknown("has", value, "lead, published or place"),
            // Topics are joined from the store before a search comes here.
            Filter::Topic(value) => return unknown("topic", value, "asked of the store"),
        })
    }
}

/// Everything that begins so: it stands before the beginning followed by the last of all characters, which is no
/// letter.
fn beginning_with(term: Term) -> Box<dyn Tantivy> {
    let mut after = term.clone();
    after.append_bytes("\u{10FFFF}".as_bytes());
    let (from, to) = (Bound::Included(term), Bound::Excluded(after));
    Box::new(RangeQuery::new(from, to))
}

/// Words side by side, or one word, in a column.
pub(crate) fn in_order(words: &[&str], column: Column) -> Box<dyn Tantivy> {
    let mut terms: Vec<Term> = words
        .iter()
        .map(|word| Term::from_field_text(column, word))
        .collect();
    match terms.len() {
        1 => Box::new(TermQuery::new(
            terms.remove(0),
            IndexRecordOption::WithFreqs,
        )),
        _ => Box::new(Together::in_order(terms)),
    }
}

/// A leaf's first and last word, also of one word.
fn ends(leaf: &Leaf) -> Vec<&Word> {
    leaf.words
        .first()
        .into_iter()
        .chain(leaf.words.last())
        .collect()
}

fn all_of(mut parts: Vec<Box<dyn Tantivy>>) -> Box<dyn Tantivy> {
    match parts.len() {
        1 => parts.remove(0),
        _ => Box::new(BooleanQuery::intersection(parts)),
    }
}

fn any_of(mut parts: Vec<Translated>) -> Translated {
    match parts.len() {
        0 => Translated::new(EmptyQuery, true),
        1 => parts.remove(0),
        _ => {
            let exact = parts.iter().all(|part| part.exact);
            Translated::new(
                BooleanQuery::union(parts.into_iter().map(|part| part.query).collect()),
                exact,
            )
        }
    }
}
