//! What stands around a name: words that make it a person or a street, and the place that follows.

use langnghe_model::Field;
use langnghe_query::Fields;
use langnghe_vietnamese::{Token, Tokens};

use crate::{mention::Why, names::Found};

/// Words before a name that make it the name of something else.
const NAMED_AFTER: &[&[&str]] = &[
    &["đường"],
    &["phố"],
    &["ngõ"],
    &["ngách"],
    &["hẻm"],
    &["đại", "lộ"],
    &["quảng", "trường"],
    &["trường"],
    &["nxb"],
    &["xuất", "bản"],
    &["công", "ty"],
    &["tập", "đoàn"],
    &["hãng"],
    &["thương", "hiệu"],
    &["giải", "thưởng"],
];

/// Words before a name that make it a person's.
const PERSON: &[&[&str]] = &[
    &["ông"],
    &["bà"],
    &["anh"],
    &["chị"],
    &["em"],
    &["cô"],
    &["chú"],
    &["bác"],
    &["cụ"],
    &["cháu"],
    &["thầy"],
    &["vua"],
    &["tướng"],
    &["đồng", "chí"],
    &["ca", "sĩ"],
    &["ca", "sỹ"],
    &["nghệ", "sĩ"],
    &["nghệ", "sỹ"],
    &["nhạc", "sĩ"],
    &["nhạc", "sỹ"],
    &["diễn", "viên"],
    &["liệt", "sĩ"],
    &["liệt", "sỹ"],
    &["anh", "hùng"],
    &["cầu", "thủ"],
    &["tiền", "vệ"],
    &["tiền", "đạo"],
    &["hậu", "vệ"],
    &["thủ", "môn"],
    &["hoàng", "đế"],
    &["tác", "giả"],
];

/// Family names, with which a sentence may begin; most of the population bears one of these (a common list,
/// the Tày and Nùng ones of the province added).
const FAMILIES: &[&str] = &[
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ",
    "hồ", "ngô", "dương", "lý", "nông", "hà", "đàm", "bế", "triệu", "lương", "ma", "mã", "lò",
    "tô", "đinh", "đoàn", "trịnh", "mai", "lục", "hứa", "chu", "vi", "lã", "la", "đào", "tạ",
    "thái", "châu", "quách", "cao",
];

/// Units above a commune: one of these directly after a commune's name says where it lies.
const UNITS: &[&[&str]] = &[
    &["huyện"],
    &["quận"],
    &["thị", "xã"],
    &["thành", "phố"],
    &["tp"],
];

/// Words that may stand between a place and the one it lies in.
const BETWEEN: &[&str] = &["thuộc", "của", "ở", "tại", "tỉnh", "nước"];

/// One field of an article.
#[derive(Clone, Copy)]
pub(crate) struct Surroundings<'a> {
    text: &'a str,
    tokens: &'a Tokens,
}

impl<'a> Surroundings<'a> {
    pub(crate) fn of(fields: &'a Fields, field: Field) -> Self {
        Self {
            text: fields.text().field(field),
            tokens: fields.tokens(field),
        }
    }

    /// The words of what was found, as written.
    pub(crate) fn written(self, first: usize, last: usize) -> &'a str {
        &self.text[self.tokens.get(first).start..self.tokens.get(last).end]
    }

    /// Why a bare name is no place's here: a street, a person, a part of a longer name.
    pub(crate) fn other_name(self, found: Found, next_is_place: bool) -> Option<Why> {
        if let Some(words) = self.before(found.first, NAMED_AFTER) {
            return Some(Why::NamedAfter(words.to_owned()));
        }
        if let Some(words) = self.before(found.first, PERSON) {
            return Some(Why::Person(words.to_owned()));
        }
        // A headline all in capitals says nothing by them.
        if is_shouted(self.written(found.first, found.last)) {
            return None;
        }
        let previous = found
            .first
            .checked_sub(1)
            .filter(|previous| self.touch(*previous));
        if let Some(previous) = previous {
            let token = self.tokens.get(previous);
            let begins = previous == 0 || self.tokens.get(previous - 1).sentence != token.sentence;
            if self.is_name_part(token) && (!begins || FAMILIES.contains(&token.marked)) {
                return Some(Why::LongerName(
                    self.written(previous, found.last).to_owned(),
                ));
            }
        }
        if next_is_place || found.last + 1 >= self.tokens.len() || !self.touch(found.last) {
            return None;
        }
        let token = self.tokens.get(found.last + 1);
        // "Bí thư Huyện ủy Hà Quảng Nông Văn A": a person follows, not the rest of the name.
        (self.is_name_part(token) && !FAMILIES.contains(&token.marked))
            .then(|| Why::LongerName(self.written(found.first, found.last + 1).to_owned()))
    }

    /// Whether a token can be part of a proper name: a capital, and no abbreviation ("UBND").
    fn is_name_part(self, token: Token<'_>) -> bool {
        let written = &self.text[token.start..token.end];
        let several = written.chars().nth(1).is_some();
        token.capital
            && !(several && is_shouted(written))
            && written.chars().all(char::is_alphabetic)
    }

    /// Whether only white space, and no end of a sentence, stands between this token and the next.
    fn touch(self, index: usize) -> bool {
        let (one, two) = (self.tokens.get(index), self.tokens.get(index + 1));
        one.sentence == two.sentence
            && self.text[one.end..two.start]
                .chars()
                .all(|c| c == ' ' || c == '\u{a0}')
    }

    /// The phrase of the list that stands directly before a token.
    fn before(self, first: usize, phrases: &[&[&str]]) -> Option<&'a str> {
        phrases.iter().find_map(|phrase| {
            let start = first.checked_sub(phrase.len())?;
            let fits = phrase.iter().enumerate().all(|(i, word)| {
                self.tokens.get(start + i).marked == *word && self.touch(start + i)
            });
            fits.then(|| self.written(start, first - 1))
        })
    }

    /// Whether the name found as `next` says where `found` lies: directly after it, with a comma, bracket or
    /// dash between, or words like "thuộc".
    pub(crate) fn leads_to(self, found: Found, next: Found) -> bool {
        let between = found.last + 1..next.first;
        between.len() <= 2
            && between
                .clone()
                .all(|index| BETWEEN.contains(&self.tokens.get(index).marked))
            && (found.last..next.first).all(|index| self.is_linked(index))
    }

    /// The unit, none of the gazetteer's, that stands directly after a commune: "huyện Kiến Xương".
    pub(crate) fn unknown_unit(self, found: Found, next: Option<Found>) -> Option<&'a str> {
        let after = found.last + 1;
        if after >= self.tokens.len()
            || !self.is_linked(found.last)
            || next.is_some_and(|next| next.first == after)
        {
            return None;
        }
        let phrase = UNITS.iter().find(|phrase| {
            phrase.iter().enumerate().all(|(i, word)| {
                after + i < self.tokens.len() && self.tokens.get(after + i).marked == *word
            })
        })?;
        let name = after + phrase.len();
        let is_part = |index: usize| {
            index < self.tokens.len()
                && self.touch(index - 1)
                && self.tokens.get(index).capital
                && next.is_none_or(|next| index < next.first)
        };
        let last = (name..name + 3)
            .take_while(|index| is_part(*index))
            .last()?;
        Some(self.written(after, last))
    }

    /// Whether nothing but spaces, commas, brackets and dashes stands between this token and the next.
    fn is_linked(self, index: usize) -> bool {
        let (one, two) = (self.tokens.get(index), self.tokens.get(index + 1));
        one.sentence == two.sentence
            && self.text[one.end..two.start]
                .chars()
                .all(|c| matches!(c, ' ' | '\u{a0}' | ',' | '(' | ')' | '-' | '–' | '—' | '.'))
    }
}

/// Whether a text has capitals only.
fn is_shouted(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}
