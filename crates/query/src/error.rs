//! Why a query cannot be read: where, what, and how to mend it.

use std::{fmt, ops::Range};

use crate::{lex::MAX_LENGTH, tree::MAX_NEAR};

/// A query that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// The bytes of the query's text it is about.
    pub span: Range<usize>,
    /// What is wrong.
    pub kind: ErrorKind,
}

/// What is wrong with a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ErrorKind {
    /// Longer than 10 KB.
    TooLong,
    /// Brackets within brackets, too deep.
    TooDeep,
    /// Nothing to look for.
    Empty,
    /// Only stop words.
    StopWords,
    /// Only things that must not occur.
    NothingPositive,
    /// A quotation mark without its partner.
    OpenQuote,
    /// Quotation marks with no word between them.
    EmptyPhrase,
    /// A bracket without its partner.
    OpenBracket,
    /// A closing bracket that closes nothing.
    StrayBracket,
    /// Brackets with nothing between them.
    EmptyBrackets,
    /// An operator with nothing before or after it.
    LoneOperator(String),
    /// `~` or `=` with no word after it.
    LoneSign(char),
    /// A field with nothing after it.
    LoneField(&'static str),
    /// A field inside another one.
    OtherField(&'static str),
    /// NEAR with a distance that is none.
    BadDistance(String),
    /// NEAR beside something other than words and phrases.
    NearOperand,
    /// A filter without a value.
    EmptyFilter(String),
    /// A filter inside brackets or beside OR.
    NestedFilter(String),
    /// A filter in a topic.
    FilterInTopic(String),
    /// A date that is none.
    BadDate(String),
    /// A prefix shorter than two letters.
    ShortPrefix,
    /// `*` anywhere but at the end of a word.
    MisplacedStar,
    /// A word that was surely meant as an operator (`||`, `near/5`).
    NoOperator {
        /// As written.
        typed: String,
        /// The operator that was meant.
        meant: String,
    },
    /// A name before a colon that is nearly a field's or a filter's.
    UnknownField {
        /// As written, in lower case.
        typed: String,
        /// The name that was meant.
        meant: &'static str,
    },
}

impl ParseError {
    pub(crate) fn new(kind: ErrorKind, span: Range<usize>) -> Self {
        Self { span, kind }
    }

    /// Identifies the kind of fault.
    pub fn code(&self) -> &'static str {
        match &self.kind {
            ErrorKind::TooLong => "query.too-long",
            ErrorKind::TooDeep => "query.too-deep",
            ErrorKind::Empty => "query.empty",
            ErrorKind::StopWords => "query.stop-words",
            ErrorKind::NothingPositive => "query.nothing-positive",
            ErrorKind::OpenQuote => "query.open-quote",
            ErrorKind::EmptyPhrase => "query.empty-phrase",
            ErrorKind::OpenBracket => "query.open-bracket",
            ErrorKind::StrayBracket => "query.stray-bracket",
            ErrorKind::EmptyBrackets => "query.empty-brackets",
            ErrorKind::LoneOperator(_) => "query.lone-operator",
            ErrorKind::LoneSign(_) => "query.lone-sign",
            ErrorKind::LoneField(_) => "query.lone-field",
            ErrorKind::OtherField(_) => "query.other-field",
            ErrorKind::BadDistance(_) => "query.bad-distance",
            ErrorKind::NearOperand => "query.near-operand",
            ErrorKind::EmptyFilter(_) => "query.empty-filter",
            ErrorKind::NestedFilter(_) => "query.nested-filter",
            ErrorKind::FilterInTopic(_) => "query.filter-in-topic",
            ErrorKind::BadDate(_) => "query.bad-date",
            ErrorKind::ShortPrefix => "query.short-prefix",
            ErrorKind::MisplacedStar => "query.misplaced-star",
            ErrorKind::NoOperator { .. } => "query.no-operator",
            ErrorKind::UnknownField { .. } => "query.unknown-field",
        }
    }

    /// What is wrong, in English.
    pub fn message(&self) -> String {
        match &self.kind {
            ErrorKind::TooLong => format!("the query is longer than {} KB", MAX_LENGTH / 1024),
            ErrorKind::TooDeep => "the brackets are nested too deep".to_owned(),
            ErrorKind::Empty => "there is no word to look for".to_owned(),
            ErrorKind::StopWords => "these words occur in nearly every article".to_owned(),
            ErrorKind::NothingPositive => {
                "the query says only what must not occur, so nearly every article would match"
                    .to_owned()
            }
            ErrorKind::OpenQuote => "this quotation mark has no partner".to_owned(),
            ErrorKind::EmptyPhrase => "there is no word between these quotation marks".to_owned(),
            ErrorKind::OpenBracket => "this bracket is not closed".to_owned(),
            ErrorKind::StrayBracket => "this bracket closes nothing".to_owned(),
            ErrorKind::EmptyBrackets => "there is nothing between these brackets".to_owned(),
            ErrorKind::LoneOperator(operator) if excludes(operator) => {
                format!("{operator} needs something after it")
            }
            ErrorKind::LoneOperator(operator) => {
                format!("{operator} needs something on both sides")
            }
            ErrorKind::LoneSign(sign) => format!("\"{sign}\" stands before no word"),
            ErrorKind::LoneField(field) => format!("\"{field}:\" stands before no word"),
            ErrorKind::OtherField(field) => {
                format!("\"{field}:\" stands inside another field, and a word cannot be in both")
            }
            ErrorKind::BadDistance(distance) => {
                format!("\"NEAR/{distance}\" has no distance that can be used")
            }
            ErrorKind::NearOperand => {
                "NEAR joins words, phrases, or brackets of them with OR".to_owned()
            }
            ErrorKind::EmptyFilter(name) => format!("\"{name}:\" has no value"),
            ErrorKind::NestedFilter(name) => {
                format!("\"{name}:\" stands inside brackets or beside OR")
            }
            ErrorKind::FilterInTopic(name) => {
                format!("\"{name}:\" is a filter of searches and cannot stand in a topic")
            }
            ErrorKind::BadDate(date) => format!("\"{date}\" is not a day"),
            ErrorKind::ShortPrefix => {
                "fewer than two letters before \"*\" would match nearly every article".to_owned()
            }
            ErrorKind::MisplacedStar => {
                "\"*\" can only stand at the end of a word outside quotation marks".to_owned()
            }
            ErrorKind::NoOperator { typed, .. } => {
                format!(
                    "\"{typed}\" is no operator, and as a word it would have to occur in the article"
                )
            }
            ErrorKind::UnknownField { typed, .. } => {
                format!("\"{typed}:\" is neither a field nor a filter")
            }
        }
    }

    /// How to mend it, in English.
    pub fn remedy(&self) -> String {
        match &self.kind {
            ErrorKind::TooLong => "use fewer words, or several queries".to_owned(),
            ErrorKind::TooDeep => "take out brackets that change nothing".to_owned(),
            ErrorKind::Empty => "write a word, or a phrase in quotation marks".to_owned(),
            ErrorKind::StopWords => "add a word that tells more".to_owned(),
            ErrorKind::NothingPositive => "add a word that must occur".to_owned(),
            ErrorKind::OpenQuote => {
                "add the closing quotation mark, or take this one out".to_owned()
            }
            ErrorKind::EmptyPhrase => "write the phrase between them, or take them out".to_owned(),
            ErrorKind::OpenBracket => "add \")\" where the group ends".to_owned(),
            ErrorKind::StrayBracket => {
                "take it out, or add \"(\" where the group begins".to_owned()
            }
            ErrorKind::EmptyBrackets => "write something between them, or take them out".to_owned(),
            ErrorKind::LoneOperator(operator) if operator == "-" || operator == "−" => {
                "write the word that must not occur directly after it, or take it out".to_owned()
            }
            ErrorKind::LoneOperator(operator) if excludes(operator) => format!(
                "write what must not occur after it, or put \"{operator}\" in quotation marks to look for the word itself"
            ),
            ErrorKind::LoneOperator(operator) => format!(
                "write a word before and after it, or put \"{operator}\" in quotation marks to look for the word itself"
            ),
            ErrorKind::LoneSign(_) => {
                "write it directly before a word or a phrase, or take it out".to_owned()
            }
            ErrorKind::LoneField(field) => format!(
                "write a word, a phrase or brackets directly after it, as in {field}:\"lễ hội\""
            ),
            ErrorKind::OtherField(_) => "take one of the two out".to_owned(),
            ErrorKind::BadDistance(_) => format!(
                "write NEAR/ with a number from 0 to {MAX_NEAR}, NEAR/s (one sentence) or NEAR/p (one paragraph)"
            ),
            ErrorKind::NearOperand => {
                "write for example \"du khách\" NEAR/12 (\"tử vong\" OR \"mất tích\")".to_owned()
            }
            ErrorKind::EmptyFilter(name) => {
                format!("write the value directly after the colon, as in {name}:…")
            }
            ErrorKind::NestedFilter(_) => {
                "write filters beside the brackets: (a OR b) source:bao-cao-bang".to_owned()
            }
            ErrorKind::FilterInTopic(_) => {
                "take it out; places belong under [require] in the topic's file".to_owned()
            }
            ErrorKind::BadDate(_) => "write it as 2026-11-24 or 24/11/2026".to_owned(),
            ErrorKind::ShortPrefix => "write at least two letters before \"*\"".to_owned(),
            ErrorKind::MisplacedStar => {
                "move it to the end of the word, take it out, or write the words one by one without quotation marks"
                    .to_owned()
            }
            ErrorKind::NoOperator { typed, meant } => format!(
                "did you mean {meant}? To look for \"{typed}\" itself, put it in quotation marks"
            ),
            ErrorKind::UnknownField { typed, meant } => {
                format!("did you mean \"{meant}:\"? To look for \"{typed}\", put a space after the colon")
            }
        }
    }
}

/// Whether an operator stands before one thing, not between two.
fn excludes(operator: &str) -> bool {
    matches!(operator, "NOT" | "-" | "−") || langnghe_vietnamese::cased(operator) == "KHÔNG"
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "in the query, at byte {}: {}; {}",
            self.span.start,
            self.message(),
            self.remedy()
        )
    }
}

impl std::error::Error for ParseError {}
