//! Personal numbers and addresses are masked before any text is kept.
//!
//! Masked are Vietnamese phone numbers (mobile, fixed, with or without +84, the numbers of before 2018,
//! service numbers 1800/1900; plan: Thông tư 22/2014/TT-BTTTT with its changes), identity numbers (9
//! digits on the older paper card, 12 on today's), bank accounts beside a word that says so, and e-mail addresses. Everything else that has digits
//! has to stay: money, counts, years, dates, scores, coordinates, numbers of documents. Where a number
//! could be both, a word before it ("ĐT", "CCCD") or the unit after it ("đồng") decides.

use std::borrow::Cow;

mod chain;
mod email;
mod words;

use chain::Chain;
use words::PHONE_WORDS;

const PHONE: &str = "[số điện thoại]";
const IDENTITY: &str = "[số giấy tờ]";
const EMAIL: &str = "[thư điện tử]";
const ACCOUNT: &str = "[số tài khoản]";

/// The text with personal numbers and addresses replaced by what they are, in brackets. Masking a masked
/// text changes nothing.
///
/// ```
/// # use langnghe_parser::mask;
/// assert_eq!(mask("Gọi 0912.345.678 trước 2/9/2026"), "Gọi [số điện thoại] trước 2/9/2026");
/// ```
pub fn mask(text: &str) -> Cow<'_, str> {
    // Most texts have neither seven digits nor an @, which their bytes tell; full-width digits begin with EF.
    let count = |wanted: fn(&u8) -> bool| text.as_bytes().iter().filter(|b| wanted(b)).count();
    let may_have_digits = count(u8::is_ascii_digit) >= 7 || count(|b| *b == 0xEF) > 0;
    let digits = if may_have_digits {
        text.chars().filter(|c| digit(*c).is_some()).take(7).count()
    } else {
        0
    };
    if digits < 7 && !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let mut text = Cow::Borrowed(text);
    // What stood beside a masked number may look different without it.
    for _ in 0..ROUNDS {
        match round(&text) {
            Some(masked) => text = Cow::Owned(masked),
            None => break,
        }
    }
    text
}

/// Two rounds do: a number's neighbours decide over it, not theirs. More would be a fault, and is cut off.
const ROUNDS: usize = 8;

/// A run of digits.
struct Run {
    start: usize,
    end: usize,
    digits: String,
}

/// One pass over the text; `None` when there is nothing to mask.
fn round(text: &str) -> Option<String> {
    let mut spans: Vec<(usize, usize, &str)> = email::spans(text)
        .into_iter()
        .map(|(start, end)| (start, end, EMAIL))
        .collect();
    let runs = runs(text);
    let in_email = |run: &Run| {
        spans
            .iter()
            .any(|(start, end, _)| (*start..*end).contains(&run.start))
    };
    let runs: Vec<Run> = runs.into_iter().filter(|run| !in_email(run)).collect();
    let mut at = 0;
    let mut masked_to = 0;
    while at < runs.len() {
        match number(text, &runs, at, masked_to) {
            Some((count, start, label)) => {
                let last = &runs[at + count - 1];
                spans.push((start, last.end, label));
                masked_to = last.end;
                at += count;
            }
            None => at += 1,
        }
    }
    if spans.is_empty() {
        return None;
    }
    spans.sort_unstable_by_key(|span| span.0);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end, label) in spans {
        // A number's brackets may reach back to an e-mail before it.
        out.push_str(&text[from..start.max(from)]);
        out.push_str(label);
        from = end;
    }
    out.push_str(&text[from..]);
    Some(out)
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        // Full-width digits come from forms filled in with an East Asian keyboard.
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        _ => None,
    }
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, c) in text.char_indices() {
        let Some(value) = digit(c) else { continue };
        match runs.last_mut() {
            Some(run) if run.end == at => {
                run.digits.push(value);
                run.end += c.len_utf8();
            }
            _ => runs.push(Run {
                start: at,
                end: at + c.len_utf8(),
                digits: value.to_string(),
            }),
        }
    }
    runs
}

/// What stands between two groups of one number: at most three characters, at most one dot or hyphen.
fn is_separator(between: &str) -> bool {
    !between.is_empty()
        && between.chars().count() <= 3
        && between.chars().all(|c| {
            c.is_whitespace() && c != '\n' || matches!(c, '.' | '-' | '‐' | '‑' | '–' | '(' | ')')
        })
        && between
            .chars()
            .filter(|c| matches!(c, '.' | '-' | '‐' | '‑' | '–'))
            .count()
            <= 1
}

/// The number that begins at run `at`: how many runs it takes, where it begins, what it is.
fn number(
    text: &str,
    runs: &[Run],
    at: usize,
    masked_to: usize,
) -> Option<(usize, usize, &'static str)> {
    let first = &runs[at];
    let before = &text[masked_to..first.start];
    // A fraction, or the rest of an amount: 106,7221 or 1.912.345.678.
    if let Some(previous) = at.checked_sub(1).map(|i| &runs[i])
        && previous.end > masked_to
        && matches!(&text[previous.end..first.start], "." | "," | ":")
    {
        return None;
    }
    let mut groups = 1;
    while let Some(next) = runs.get(at + groups)
        && groups < 8
        && is_separator(&text[runs[at + groups - 1].end..next.start])
    {
        groups += 1;
    }
    let joined = at > 0
        && runs[at - 1].end > masked_to
        && is_separator(&text[runs[at - 1].end..first.start]);
    let chain = Chain {
        joined,
        text,
        runs: &runs[at..at + groups],
        next: runs.get(at + groups),
        before,
    };
    let total: usize = chain.runs.iter().map(|run| run.digits.len()).sum();
    if total < 7 {
        return None;
    }
    let start = opening(text, first.start, masked_to);
    chain
        .account()
        .map(|count| (count, first.start, ACCOUNT))
        .or_else(|| chain.phone().map(|count| (count, start, PHONE)))
        .or_else(|| {
            chain
                .beside_bank()
                .map(|count| (count, first.start, ACCOUNT))
        })
        .or_else(|| chain.identity().map(|count| (count, first.start, IDENTITY)))
        .or_else(|| {
            chain
                .announced(PHONE_WORDS, &[7, 8, 9, 10, 11])
                .map(|count| (chain.rest_of_phone(count), start, PHONE))
        })
}

/// The brackets and the plus sign before a phone number go with it.
fn opening(text: &str, start: usize, least: usize) -> usize {
    let mut start = start;
    for (at, c) in text[least..start].char_indices().rev().take(2) {
        if !matches!(c, '+' | '(') {
            break;
        }
        start = least + at;
    }
    start
}

#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;
