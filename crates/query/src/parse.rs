//! From a query's text to its tree.

use std::{collections::HashMap, ops::Range};

use jiff::civil::Date;
use langnghe_model::Field;
use langnghe_vietnamese::{Tokens, cased, fold, marked};

use crate::{
    ParseError,
    error::ErrorKind,
    lex::{self, Kind, Lexeme, Sign},
    sense::{is_positive, only_stop_words},
    tree::{FieldSet, Filter, FilterClause, Leaf, LeafId, Marks, Node, Query, Word},
};

/// Brackets within brackets, at most.
const MAX_DEPTH: usize = 50;

/// What a query is for; this decides how marks count and whether filters may stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// The search box. Marks are smart over the whole query: none typed, any marks; some typed, as typed.
    Search,
    /// A term of a watched topic. Marks are always as typed; no filters.
    Topic,
}

/// Reads a query.
///
/// # Errors
/// Points at the bytes that are wrong, and says how to mend them. A query that would match nearly every
/// article (nothing, stop words alone, only exclusions) is an error too.
pub fn parse(text: &str, usage: Use) -> Result<Query, ParseError> {
    let lexemes = lex::lex(text, usage)?;
    let loose = usage == Use::Search && !lexemes.iter().any(has_marks);
    let mut parser = Parser {
        text,
        lexemes,
        at: 0,
        plain: if loose { Marks::Any } else { Marks::AsTyped },
        usage,
        leaves: Vec::new(),
        numbers: HashMap::new(),
        filters: Vec::new(),
        depth: 0,
    };
    let root = parser.alternatives(FieldSet::ALL, true)?;
    if let Some(stray) = parser.peek() {
        return Err(ParseError::new(ErrorKind::StrayBracket, stray.span.clone()));
    }
    let Parser {
        leaves, filters, ..
    } = parser;
    let whole = 0..text.len();
    let filtered = filters.iter().any(|clause| !clause.negated);
    let root = match root {
        None if filtered => Node::All,
        None => {
            let kind = if filters.is_empty() {
                ErrorKind::Empty
            } else {
                ErrorKind::NothingPositive
            };
            return Err(ParseError::new(kind, whole));
        }
        Some(root) if is_positive(&root) => root,
        Some(root) if filtered => Node::And(vec![Node::All, root]),
        Some(_) => return Err(ParseError::new(ErrorKind::NothingPositive, whole)),
    };
    let query = Query {
        root,
        leaves,
        filters,
    };
    if !filtered && only_stop_words(&query, &query.root) {
        return Err(ParseError::new(ErrorKind::StopWords, whole));
    }
    Ok(query)
}

fn has_marks(lexeme: &Lexeme) -> bool {
    match &lexeme.kind {
        Kind::Word {
            text,
            sign: Sign::Plain,
            ..
        }
        | Kind::Phrase {
            text,
            sign: Sign::Plain,
        } => marked(text) != fold(text),
        _ => false,
    }
}

struct Parser<'a> {
    text: &'a str,
    lexemes: Vec<Lexeme>,
    at: usize,
    plain: Marks,
    usage: Use,
    leaves: Vec<Leaf>,
    /// Where a leaf stands in `leaves`: what is asked twice is one leaf.
    numbers: HashMap<Leaf, LeafId>,
    filters: Vec<FilterClause>,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Lexeme> {
        self.lexemes.get(self.at)
    }

    fn next_is(&self, kind: &Kind) -> bool {
        self.peek().is_some_and(|lexeme| lexeme.kind == *kind)
    }

    fn end(&self) -> Range<usize> {
        self.text.len()..self.text.len()
    }

    fn fail<T>(&self, kind: ErrorKind, span: Range<usize>) -> Result<T, ParseError> {
        debug_assert!(span.end <= self.text.len());
        Err(ParseError::new(kind, span))
    }

    fn operator_name(&self, span: &Range<usize>) -> String {
        self.text[span.clone()].to_owned()
    }

    /// `a OR b OR c`; `None` when there is nothing but filters.
    fn alternatives(&mut self, fields: FieldSet, top: bool) -> Result<Option<Node>, ParseError> {
        let begin = self.at;
        let first = self.conjunction(fields, top)?;
        if !self.next_is(&Kind::Or) {
            return Ok(first);
        }
        let or = self.lexemes[self.at].span.clone();
        for lexeme in &self.lexemes[begin..self.at] {
            if let Kind::Filter { name, .. } = lexeme.kind {
                return self.fail(
                    ErrorKind::NestedFilter(name.to_owned()),
                    lexeme.span.clone(),
                );
            }
        }
        let mut parts = vec![self.needed(first, &or)?];
        while self.next_is(&Kind::Or) {
            let or = self.lexemes[self.at].span.clone();
            self.at += 1;
            let part = self.conjunction(fields, false)?;
            parts.push(self.needed(part, &or)?);
        }
        Ok(Some(Node::Or(parts)))
    }

    fn needed(&self, part: Option<Node>, operator: &Range<usize>) -> Result<Node, ParseError> {
        match part {
            Some(node) => Ok(node),
            None => self.fail(
                ErrorKind::LoneOperator(self.operator_name(operator)),
                operator.clone(),
            ),
        }
    }

    /// `a b AND c NOT d`
    fn conjunction(&mut self, fields: FieldSet, top: bool) -> Result<Option<Node>, ParseError> {
        let mut parts = Vec::new();
        let mut anything = false;
        loop {
            let and = match self.peek() {
                Some(Lexeme {
                    kind: Kind::And,
                    span,
                }) => Some(span.clone()),
                Some(Lexeme {
                    kind: Kind::Or | Kind::Close,
                    ..
                })
                | None => break,
                Some(_) => None,
            };
            if let Some(span) = and {
                self.at += 1;
                if !anything || self.ends_here() {
                    return self.fail(ErrorKind::LoneOperator(self.operator_name(&span)), span);
                }
            }
            anything = true;
            parts.extend(self.negation(fields, top)?);
        }
        Ok(match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Node::And(parts)),
        })
    }

    /// Whether nothing follows that an operator could take.
    fn ends_here(&self) -> bool {
        matches!(
            self.peek().map(|lexeme| &lexeme.kind),
            None | Some(Kind::And | Kind::Or | Kind::Near(_) | Kind::Close)
        )
    }

    fn negation(&mut self, fields: FieldSet, top: bool) -> Result<Option<Node>, ParseError> {
        let mut negated = false;
        let mut operator = None;
        while let Some(Lexeme {
            kind: Kind::Not | Kind::Minus,
            span,
        }) = self.peek()
        {
            operator = Some(span.clone());
            negated = !negated;
            self.at += 1;
        }
        if let Some(span) = operator
            && self.ends_here()
        {
            return self.fail(ErrorKind::LoneOperator(self.operator_name(&span)), span);
        }
        if let Some(Lexeme {
            kind: Kind::Filter { name, value },
            span,
        }) = self.peek().cloned()
        {
            self.at += 1;
            if self.usage == Use::Topic {
                return self.fail(ErrorKind::FilterInTopic(name.to_owned()), span);
            }
            if !top {
                return self.fail(ErrorKind::NestedFilter(name.to_owned()), span);
            }
            let filter = filter(name, value).map_err(|kind| ParseError::new(kind, span))?;
            self.filters.push(FilterClause { negated, filter });
            return Ok(None);
        }
        let node = self.nearness(fields)?;
        Ok(Some(match node {
            Node::Not(inner) if negated => *inner,
            node if negated => Node::Not(Box::new(node)),
            node => node,
        }))
    }

    /// `a NEAR/5 b NEAR/5 c`: a near b, and b near c.
    fn nearness(&mut self, fields: FieldSet) -> Result<Node, ParseError> {
        let mut left = self.operand(fields)?;
        let mut pairs = Vec::new();
        while let Some(Lexeme {
            kind: Kind::Near(distance),
            span,
        }) = self.peek().cloned()
        {
            self.at += 1;
            if self.ends_here() {
                return self.fail(ErrorKind::LoneOperator(self.operator_name(&span)), span);
            }
            let right = self.operand(fields)?;
            pairs.push(Node::Near {
                distance,
                left: left.leaves()?,
                right: right.leaves()?,
            });
            left = right;
        }
        Ok(match pairs.len() {
            0 => left.node,
            1 => pairs.remove(0),
            _ => Node::And(pairs),
        })
    }

    fn operand(&mut self, fields: FieldSet) -> Result<Operand, ParseError> {
        let start = self
            .peek()
            .map_or_else(|| self.end(), |next| next.span.clone());
        if matches!(self.lexemes[..self.at].last(), Some(before) if matches!(before.kind, Kind::Near(_)))
            && (self.next_is(&Kind::Not) || self.next_is(&Kind::Minus))
        {
            return self.fail(ErrorKind::NearOperand, start);
        }
        let node = self.primary(fields)?;
        let end = self.lexemes[self.at - 1].span.end;
        Ok(Operand {
            node,
            span: start.start..end,
        })
    }

    fn primary(&mut self, fields: FieldSet) -> Result<Node, ParseError> {
        let Some(Lexeme { kind, span }) = self.peek().cloned() else {
            return self.fail(ErrorKind::Empty, self.end());
        };
        self.at += 1;
        match kind {
            Kind::Open => self.group(fields, span),
            Kind::Close => self.fail(ErrorKind::StrayBracket, span),
            Kind::Field(field) => self.in_field(fields, field, span),
            Kind::Phrase { text, sign } => {
                let words = self.words(&text, sign);
                if words.is_empty() {
                    return self.fail(ErrorKind::EmptyPhrase, span);
                }
                Ok(self.leaf(words, fields))
            }
            Kind::Word { text, sign, prefix } => {
                let mut words = self.words(&text, sign);
                let Some(last) = words.last_mut() else {
                    return self.fail(ErrorKind::Empty, span);
                };
                if prefix && last.text.chars().count() < 2 {
                    return self.fail(ErrorKind::ShortPrefix, span);
                }
                last.prefix = prefix;
                Ok(self.leaf(words, fields))
            }
            Kind::And | Kind::Or | Kind::Near(_) | Kind::Not | Kind::Minus => {
                self.fail(ErrorKind::LoneOperator(self.operator_name(&span)), span)
            }
            Kind::Filter { name, .. } => {
                let name = name.to_owned();
                let kind = match self.usage {
                    Use::Topic => ErrorKind::FilterInTopic(name),
                    Use::Search => ErrorKind::NestedFilter(name),
                };
                self.fail(kind, span)
            }
        }
    }

    fn group(&mut self, fields: FieldSet, open: Range<usize>) -> Result<Node, ParseError> {
        if self.depth >= MAX_DEPTH {
            return self.fail(ErrorKind::TooDeep, open);
        }
        self.depth += 1;
        let inner = self.alternatives(fields, false)?;
        self.depth -= 1;
        if !self.next_is(&Kind::Close) {
            return self.fail(ErrorKind::OpenBracket, open);
        }
        let close = self.lexemes[self.at].span.end;
        self.at += 1;
        match inner {
            Some(node) => Ok(node),
            None => self.fail(ErrorKind::EmptyBrackets, open.start..close),
        }
    }

    fn in_field(
        &mut self,
        fields: FieldSet,
        field: Field,
        span: Range<usize>,
    ) -> Result<Node, ParseError> {
        let narrowed = fields.and(FieldSet::one(field));
        if narrowed.is_empty() {
            return self.fail(ErrorKind::OtherField(field.name()), span);
        }
        let attached = self.peek().is_some_and(|next| {
            next.span.start == span.end
                && matches!(
                    next.kind,
                    Kind::Open | Kind::Phrase { .. } | Kind::Word { .. }
                )
        });
        if !attached {
            return self.fail(ErrorKind::LoneField(field.name()), span);
        }
        self.primary(narrowed)
    }

    fn leaf(&mut self, words: Vec<Word>, fields: FieldSet) -> Node {
        let leaf = Leaf { words, fields };
        let next = LeafId(self.leaves.len() as u32);
        let leaves = &mut self.leaves;
        let id = *self.numbers.entry(leaf).or_insert_with_key(|leaf| {
            leaves.push(leaf.clone());
            next
        });
        Node::Leaf(id)
    }

    fn words(&self, text: &str, sign: Sign) -> Vec<Word> {
        Tokens::of(text)
            .iter()
            .map(|token| {
                let typed = cased(&text[token.start..token.end]);
                let marks = match sign {
                    Sign::Loose => Marks::Any,
                    Sign::Exact if typed != token.marked => Marks::Cased,
                    Sign::Exact => Marks::AsTyped,
                    Sign::Plain => self.plain,
                };
                let text = match marks {
                    Marks::Any => token.folded.to_owned(),
                    Marks::AsTyped => token.marked.to_owned(),
                    Marks::Cased => typed,
                };
                Word {
                    text,
                    marks,
                    prefix: false,
                }
            })
            .collect()
    }
}

/// What stands beside NEAR, or alone.
struct Operand {
    node: Node,
    span: Range<usize>,
}

impl Operand {
    fn leaves(&self) -> Result<Vec<LeafId>, ParseError> {
        leaves_of(&self.node)
            .ok_or_else(|| ParseError::new(ErrorKind::NearOperand, self.span.clone()))
    }
}

/// The leaves of a word, a phrase, or an OR of those.
fn leaves_of(node: &Node) -> Option<Vec<LeafId>> {
    match node {
        Node::Leaf(id) => Some(vec![*id]),
        Node::Or(parts) => {
            let lists: Option<Vec<Vec<LeafId>>> = parts.iter().map(leaves_of).collect();
            lists.map(|lists| lists.concat())
        }
        _ => None,
    }
}

fn filter(name: &str, value: String) -> Result<Filter, ErrorKind> {
    Ok(match name {
        "source" => Filter::Source(value),
        "section" => Filter::Section(value),
        "topic" => Filter::Topic(value),
        "place" => Filter::Place(value),
        "from" => Filter::From(date(value)?),
        "to" => Filter::To(date(value)?),
        "is" => Filter::Is(value),
        _ => Filter::Has(value),
    })
}

/// `2026-11-24`, or as Vietnam writes it, `24/11/2026`.
fn date(value: String) -> Result<Date, ErrorKind> {
    let local = || {
        let mut parts = value.split('/');
        let [day, month, year] = [parts.next()?, parts.next()?, parts.next()?];
        if parts.next().is_some() {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    let found = value.parse().ok().or_else(local);
    found.ok_or(ErrorKind::BadDate(value))
}
