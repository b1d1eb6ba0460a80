//! Cutting a query's text into words, phrases, operators and brackets.

use std::ops::Range;

use langnghe_model::Field;

use crate::{
    ParseError, Use,
    error::ErrorKind,
    near_miss,
    tree::{Distance, MAX_NEAR},
};

/// The longest query, in bytes.
pub(crate) const MAX_LENGTH: usize = 10 * 1024;

/// How a word is to be compared, as its sign says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    /// None.
    Plain,
    /// `~word`
    Loose,
    /// `=word`
    Exact,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// `-` attached to what follows.
    Minus,
    Near(Distance),
    /// `title:` and the like, attached to what follows.
    Field(Field),
    /// `source:vnexpress`
    Filter {
        name: &'static str,
        value: String,
    },
    /// A quoted phrase, without its quotes.
    Phrase {
        text: String,
        sign: Sign,
    },
    /// A word; it has at least one letter or digit.
    Word {
        text: String,
        sign: Sign,
        prefix: bool,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lexeme {
    pub(crate) kind: Kind,
    pub(crate) span: Range<usize>,
}

pub(crate) const FILTERS: [&str; 8] = [
    "source", "section", "topic", "place", "from", "to", "is", "has",
];

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// Ends a word, beside white space.
fn is_limit(c: char) -> bool {
    is_quote(c) || matches!(c, '(' | ')' | ':')
}

pub(crate) fn lex(text: &str, usage: Use) -> Result<Vec<Lexeme>, ParseError> {
    if text.len() > MAX_LENGTH {
        let allowed = text.floor_char_boundary(MAX_LENGTH);
        return Err(ParseError::new(ErrorKind::TooLong, allowed..text.len()));
    }
    let mut lexer = Lexer {
        text,
        at: 0,
        usage,
        out: Vec::new(),
    };
    lexer.run()?;
    let mut lexemes = lexer.out;
    if !is_all_capitals(&lexemes) {
        for lexeme in &mut lexemes {
            if let Some(operator) = vietnamese_operator(&lexeme.kind) {
                lexeme.kind = operator;
            }
        }
    }
    if usage == Use::Topic {
        near_miss::check_topic(&lexemes)?;
    }
    Ok(lexemes)
}

/// VÀ, HOẶC and KHÔNG, which are everyday words otherwise.
fn vietnamese_operator(kind: &Kind) -> Option<Kind> {
    let Kind::Word {
        text,
        sign: Sign::Plain,
        prefix: false,
    } = kind
    else {
        return None;
    };
    // The typed word may be decomposed or have its tone elsewhere.
    match langnghe_vietnamese::cased(text).as_str() {
        "VÀ" => Some(Kind::And),
        "HOẶC" => Some(Kind::Or),
        "KHÔNG" => Some(Kind::Not),
        _ => None,
    }
}

/// Whether the query is written in capitals: then nobody can tell VÀ, the operator, from a shouted word.
/// Names of fields and filters say nothing about that, nor do capitals inside quotation marks.
fn is_all_capitals(lexemes: &[Lexeme]) -> bool {
    let mut capitals = false;
    for lexeme in lexemes {
        match &lexeme.kind {
            Kind::Phrase { text, .. } | Kind::Word { text, .. }
                if text.chars().any(char::is_lowercase) =>
            {
                return false;
            }
            kind @ Kind::Word { text, .. } => {
                capitals |=
                    vietnamese_operator(kind).is_none() && text.chars().any(char::is_uppercase);
            }
            _ => {}
        }
    }
    capitals
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    usage: Use,
    out: Vec<Lexeme>,
}

impl Lexer<'_> {
    fn run(&mut self) -> Result<(), ParseError> {
        while let Some(c) = self.peek() {
            let start = self.at;
            match c {
                c if c.is_whitespace() => self.at += c.len_utf8(),
                '(' | ')' => {
                    self.at += 1;
                    self.push(if c == '(' { Kind::Open } else { Kind::Close }, start);
                }
                '-' | '−' if self.attached(c) && self.stands_alone() => {
                    self.at += c.len_utf8();
                    self.push(Kind::Minus, start);
                }
                '~' | '=' => {
                    self.at += 1;
                    let sign = if c == '~' { Sign::Loose } else { Sign::Exact };
                    match self.peek() {
                        Some(next) if is_quote(next) => self.phrase(start, sign)?,
                        Some(next) if next.is_alphanumeric() => self.word(start, sign)?,
                        _ => return Err(ParseError::new(ErrorKind::LoneSign(c), start..self.at)),
                    }
                }
                c if is_quote(c) => self.phrase(start, Sign::Plain)?,
                _ => self.word(start, Sign::Plain)?,
            }
        }
        Ok(())
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    /// Whether something other than white space follows the sign.
    fn attached(&self, sign: char) -> bool {
        self.text[self.at + sign.len_utf8()..]
            .chars()
            .next()
            .is_some_and(|next| {
                next.is_alphanumeric() || is_quote(next) || matches!(next, '(' | '~' | '=')
            })
    }

    /// Whether what stands before is no word: `Covid -19` is a minus, `Covid-19` is not.
    fn stands_alone(&self) -> bool {
        self.text[..self.at]
            .chars()
            .next_back()
            .is_none_or(|before| before.is_whitespace() || matches!(before, '(' | ':'))
    }

    fn push(&mut self, kind: Kind, start: usize) {
        self.out.push(Lexeme {
            kind,
            span: start..self.at,
        });
    }

    fn phrase(&mut self, start: usize, sign: Sign) -> Result<(), ParseError> {
        let open = self.at + self.peek().map_or(0, char::len_utf8);
        let Some(length) = self.text[open..].find(is_quote) else {
            return Err(ParseError::new(
                ErrorKind::OpenQuote,
                start..self.text.len(),
            ));
        };
        let close = open + length;
        self.at = close + self.text[close..].chars().next().map_or(0, char::len_utf8);
        let text = &self.text[open..close];
        // "khách sạn 5*" is five stars; a star after a letter was meant to complete the word.
        for (star, _) in text.match_indices('*') {
            if text[..star]
                .chars()
                .next_back()
                .is_some_and(char::is_alphabetic)
            {
                let star = open + star;
                return Err(ParseError::new(ErrorKind::MisplacedStar, star..star + 1));
            }
        }
        let text = text.to_owned();
        self.push(Kind::Phrase { text, sign }, start);
        Ok(())
    }

    fn word(&mut self, start: usize, sign: Sign) -> Result<(), ParseError> {
        let from = self.at;
        let rest = &self.text[from..];
        let end = rest
            .find(|c: char| c.is_whitespace() || is_limit(c))
            .unwrap_or(rest.len());
        let word = &rest[..end];
        if rest[end..].starts_with(':') && sign == Sign::Plain {
            let name = word.to_lowercase();
            if let Some(field) = Field::ALL.into_iter().find(|field| field.name() == name) {
                self.at = from + end + 1;
                self.push(Kind::Field(field), start);
                return Ok(());
            }
            if let Some(filter) = FILTERS.into_iter().find(|filter| *filter == name) {
                self.at = from + end + 1;
                return self.filter(start, filter);
            }
            near_miss::check_name(&name, &rest[end + 1..], start..from + end + 1)?;
        }
        // A colon that introduces no field belongs to the word: 08:30.
        let end = if end == 0 {
            rest.chars().next().map_or(0, char::len_utf8)
        } else {
            end
        };
        self.at = from + end;
        let word = &rest[..end];
        if sign == Sign::Plain
            && let Some(kind) = self.operator(word, start)?
        {
            self.push(kind, start);
            return Ok(());
        }
        let Some(last) = word.rfind(char::is_alphanumeric) else {
            // Signs alone ("&", "–", "*") are no words; white space would do as well.
            return Ok(());
        };
        let after = last + word[last..].chars().next().map_or(0, char::len_utf8);
        // Marks that belong to the last letter of a decomposed text stay with it.
        let stars = word[after..].trim_start_matches(|c: char| c != '*' && !c.is_ascii());
        let prefix = stars.starts_with('*');
        if let Some(star) = word[..after].find('*') {
            let star = from + star;
            return Err(ParseError::new(ErrorKind::MisplacedStar, star..star + 1));
        }
        self.push(
            Kind::Word {
                text: word.replace('*', ""),
                sign,
                prefix,
            },
            start,
        );
        Ok(())
    }

    /// The operator that an unquoted word is, apart from the Vietnamese ones.
    fn operator(&self, word: &str, start: usize) -> Result<Option<Kind>, ParseError> {
        let span = start..self.at;
        if let Some(distance) = word.strip_prefix("NEAR/") {
            let near = near(distance).map_err(|kind| ParseError::new(kind, span))?;
            return Ok(Some(Kind::Near(near)));
        }
        near_miss::check_operator(word, self.usage, span)?;
        Ok(match word {
            "AND" => Some(Kind::And),
            "OR" => Some(Kind::Or),
            "NOT" => Some(Kind::Not),
            _ => None,
        })
    }

    fn filter(&mut self, start: usize, name: &'static str) -> Result<(), ParseError> {
        let rest = &self.text[self.at..];
        let (value, length) = match rest.chars().next() {
            Some(quote) if is_quote(quote) => {
                let inner = &rest[quote.len_utf8()..];
                let Some(close) = inner.find(is_quote) else {
                    return Err(ParseError::new(
                        ErrorKind::OpenQuote,
                        self.at..self.text.len(),
                    ));
                };
                let after = inner[close..].chars().next().map_or(0, char::len_utf8);
                (inner[..close].to_owned(), quote.len_utf8() + close + after)
            }
            _ => {
                let end = rest
                    .find(|c: char| c.is_whitespace() || matches!(c, '(' | ')'))
                    .unwrap_or(rest.len());
                (rest[..end].to_owned(), end)
            }
        };
        self.at += length;
        if value.trim().is_empty() {
            return Err(ParseError::new(
                ErrorKind::EmptyFilter(name.to_owned()),
                start..self.at,
            ));
        }
        self.push(Kind::Filter { name, value }, start);
        Ok(())
    }
}

fn near(distance: &str) -> Result<Distance, ErrorKind> {
    match distance {
        "s" | "S" => Ok(Distance::Sentence),
        "p" | "P" => Ok(Distance::Paragraph),
        number => match number.parse() {
            Ok(tokens) if tokens <= MAX_NEAR => Ok(Distance::Tokens(tokens)),
            _ => Err(ErrorKind::BadDistance(distance.to_owned())),
        },
    }
}
