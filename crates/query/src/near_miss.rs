//! Words that were nearly something else: an operator or the name of a field, typed otherwise than this
//! language has it. Read as plain words they would make the query find nothing, and nobody would see why.

use std::ops::Range;

use langnghe_model::Field;

use crate::{
    ParseError, Use,
    error::ErrorKind,
    lex::{FILTERS, Kind, Lexeme, Sign},
};

/// Refuses an unquoted word that was surely meant as an operator.
pub(crate) fn check_operator(word: &str, usage: Use, span: Range<usize>) -> Result<(), ParseError> {
    let meant = match word {
        "&&" => "AND",
        "||" => "OR",
        // In a search it may come from a pasted headline: "Tin tức | Báo …".
        "|" if usage == Use::Topic => "OR",
        "NEAR" => "NEAR/5",
        _ => match word.split_once('/') {
            Some((near, distance)) if near.eq_ignore_ascii_case("near") && !distance.is_empty() => {
                return refuse(word, format!("NEAR/{distance}"), span);
            }
            _ => return Ok(()),
        },
    };
    refuse(word, meant.to_owned(), span)
}

/// Refuses words of a topic that were meant as operators: one who writes a topic takes time, and an `or`
/// that must occur in the article would make the topic silent for good. A search may look for such words.
pub(crate) fn check_topic(lexemes: &[Lexeme]) -> Result<(), ParseError> {
    for lexeme in lexemes {
        let Kind::Word {
            text,
            sign: Sign::Plain,
            prefix: false,
        } = &lexeme.kind
        else {
            continue;
        };
        let meant = match langnghe_vietnamese::marked(text).as_str() {
            "and" => "AND",
            "or" | "hoặc" => "OR",
            "not" => "NOT",
            _ => continue,
        };
        refuse(text, meant.to_owned(), lexeme.span.clone())?;
    }
    Ok(())
}

fn refuse(typed: &str, meant: String, span: Range<usize>) -> Result<(), ParseError> {
    let typed = typed.to_owned();
    Err(ParseError::new(
        ErrorKind::NoOperator { typed, meant },
        span,
    ))
}

/// Refuses `sorce:x`: a name before a colon that is one or two slips away from a field's or a filter's.
/// `after` is what follows the colon.
pub(crate) fn check_name(name: &str, after: &str, span: Range<usize>) -> Result<(), ParseError> {
    let attached = after
        .chars()
        .next()
        .is_some_and(|next| !next.is_whitespace() && !matches!(next, '/' | ')'));
    // Shorter names are too near to everyday words.
    if !attached || name.len() < 4 || !name.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Ok(());
    }
    let slips = if name.len() < 5 { 1 } else { 2 };
    let known = Field::ALL.map(Field::name).into_iter().chain(FILTERS);
    let nearest = known
        .filter(|known| known.len() >= 4)
        .map(|known| (distance(name, known), known))
        .min();
    match nearest {
        Some((found, meant)) if found <= slips => Err(ParseError::new(
            ErrorKind::UnknownField {
                typed: name.to_owned(),
                meant,
            },
            span,
        )),
        _ => Ok(()),
    }
}

/// Letters to add, drop or change to get from one word to the other (Levenshtein 1966).
fn distance(from: &str, to: &str) -> usize {
    let to = to.as_bytes();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let change = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}
