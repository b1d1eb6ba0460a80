//! Tokens: runs of letters and digits, with their bytes in the original text.

use std::cell::RefCell;

use crate::{
    letter::{is_invisible, letter, unmask},
    memo::{Memo, plain_word},
    normalize::{compose, tail_len},
    tone,
};

thread_local! {
    /// The words this thread met before.
    static MEMO: RefCell<Memo> = RefCell::default();
}

/// How far positions jump between paragraphs: more than any NEAR may span, so that no phrase and no
/// NEAR crosses one.
pub const PARAGRAPH_GAP: u32 = 256;

/// One token: a Vietnamese syllable, a number, a word of another language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// First byte in the original text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// Lower case, NFC, one tone placement.
    pub marked: &'a str,
    /// Lower case without marks.
    pub folded: &'a str,
    /// Counts tokens from 0, with a jump of [`PARAGRAPH_GAP`] between paragraphs.
    pub position: u32,
    /// The sentence, counted from 0 over the whole text.
    pub sentence: u32,
    /// The paragraph, counted from 0; empty ones do not count.
    pub paragraph: u32,
    /// Whether the first letter is a capital.
    pub capital: bool,
}

/// A token's places. Small numbers: a text has thousands of them, and none is longer than 4 GB.
#[derive(Debug, Clone)]
struct Span {
    start: u32,
    end: u32,
    /// Where its forms begin in [`Tokens::forms`], where the marked one ends, and where the folded one ends, which
    /// follows it; when it is the same word the two ends are one.
    forms: u32,
    marked_end: u32,
    folded_end: u32,
    position: u32,
    sentence: u32,
    paragraph: u32,
    capital: bool,
}

/// The tokens of one text. The buffers can be used again with [`Tokens::refill`].
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    forms: String,
    spans: Vec<Span>,
    folded: String,
    letters: Vec<char>,
}

impl Tokens {
    /// The tokens of `text`.
    pub fn of(text: &str) -> Self {
        let mut tokens = Self::default();
        tokens.refill(text);
        tokens
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The token at `index`, counted from 0. Panics when there is none, as a slice does.
    #[inline]
    pub fn get(&self, index: usize) -> Token<'_> {
        self.view(&self.spans[index])
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Token<'_>> + Clone {
        self.spans.iter().map(|span| self.view(span))
    }

    /// The marked forms alone.
    #[inline]
    pub fn marked(&self) -> impl ExactSizeIterator<Item = &str> {
        let form = |span: &Span| &self.forms[span.forms as usize..span.marked_end as usize];
        self.spans.iter().map(form)
    }

    /// The folded forms alone.
    #[inline]
    pub fn folded(&self) -> impl ExactSizeIterator<Item = &str> {
        self.spans.iter().map(|span| {
            let from = if span.folded_end == span.marked_end {
                span.forms
            } else {
                span.marked_end
            };
            &self.forms[from as usize..span.folded_end as usize]
        })
    }

    /// Whether the tokens at two indexes stand in one paragraph. Panics when there are none, as a slice does.
    #[inline]
    pub fn share_paragraph(&self, one: usize, other: usize) -> bool {
        self.spans[one].paragraph == self.spans[other].paragraph
    }

    #[inline]
    fn view(&self, span: &Span) -> Token<'_> {
        let forms = |from: u32, to: u32| &self.forms[from as usize..to as usize];
        let marked = forms(span.forms, span.marked_end);
        Token {
            start: span.start as usize,
            end: span.end as usize,
            marked,
            folded: if span.folded_end == span.marked_end {
                marked
            } else {
                forms(span.marked_end, span.folded_end)
            },
            position: span.position,
            sentence: span.sentence,
            paragraph: span.paragraph,
            capital: span.capital,
        }
    }

    /// Replaces the tokens by those of `text`.
    pub fn refill(&mut self, text: &str) {
        self.forms.clear();
        self.spans.clear();
        // A little more than Vietnamese needs: about five bytes for a token, and both forms of it.
        self.spans.reserve(text.len() / 5 + 8);
        self.forms.reserve(text.len() * 3 / 2);
        MEMO.with_borrow_mut(|memo| {
            let mut reader = Reader { text, at: 0 };
            let mut between = Between::default();
            while let Some(start) = reader.skip_to_word(&mut between) {
                self.push_word(&mut reader, start, &mut between, memo);
            }
        });
    }

    /// The tokens of `text` whose folded form begins with one of these letters, and perhaps some more. They have the
    /// positions and paragraphs that they have among all tokens; sentences are not told. Several times faster than
    /// all of them.
    pub fn beginning_with(text: &str, initials: &Initials) -> Self {
        let mut tokens = Self::default();
        MEMO.with_borrow_mut(|memo| {
            let mut reader = Reader { text, at: 0 };
            let mut between = Between::default();
            // Where the next token stands, and in which paragraph.
            let (mut next, mut paragraph) = (0, 0);
            while let Some(start) = reader.skip_to_word(&mut between) {
                if between.newline && next > 0 {
                    next += PARAGRAPH_GAP;
                    paragraph += 1;
                }
                if !initials.may_begin(text.as_bytes()[start])
                    && let Some(key) = plain_word(text, start)
                {
                    reader.at = key.end;
                    between = Between::default();
                } else {
                    tokens.push_word(&mut reader, start, &mut between, memo);
                    if let Some(span) = tokens.spans.last_mut() {
                        (span.position, span.sentence, span.paragraph) = (next, 0, paragraph);
                    }
                }
                next += 1;
            }
        });
        tokens
    }

    fn push_word(
        &mut self,
        reader: &mut Reader<'_>,
        start: usize,
        between: &mut Between,
        memo: &mut Memo,
    ) {
        let key = plain_word(reader.text, start);
        let marked_start = self.forms.len();
        if let Some(key) = key
            && let Some((marked_end, known)) = memo.recall(key, &mut self.forms)
        {
            reader.at = key.end;
            let read = Read {
                end: key.end,
                marked: (marked_start as u32, marked_end as u32),
                starts_capital: known.starts_capital,
                abbreviation: known.abbreviation,
            };
            self.push_span(start, read, between);
            return;
        }
        let read = self.read_word(reader);
        if let Some(key) = key.filter(|key| key.end == read.end) {
            memo.keep(
                key,
                &self.forms[marked_start..],
                read.marked.1 as usize - marked_start,
                read.starts_capital,
                read.abbreviation,
            );
        }
        self.push_span(start, read, between);
    }

    /// Reads a word letter by letter and appends its forms: the marked one, and the folded one when it differs.
    fn read_word(&mut self, reader: &mut Reader<'_>) -> Read {
        let marked_start = self.forms.len();
        self.folded.clear();
        let mut capitals = 0;
        let mut letters = 0;
        let mut starts_capital = false;
        let mut end = reader.at;
        while let Some((letter_end, capital)) =
            reader.next_letter(&mut self.forms, &mut self.folded)
        {
            starts_capital |= capital && letters == 0;
            capitals += u32::from(capital);
            letters += 1;
            end = letter_end;
        }
        if tone::may_move(&self.folded) {
            self.letters.clear();
            self.letters.extend(self.forms[marked_start..].chars());
            tone::place(&mut self.letters);
            self.forms.truncate(marked_start);
            self.forms.extend(&self.letters);
        }
        let marked = (marked_start as u32, self.forms.len() as u32);
        if self.forms[marked_start..] != self.folded {
            self.forms.push_str(&self.folded);
        }
        Read {
            end,
            marked,
            starts_capital,
            // "TP. Hồ", "P. Hợp", "TT. Quảng": a short word in capitals before a full stop is cut short, no end.
            abbreviation: letters <= 3 && capitals > 0 && (capitals == letters || letters <= 2),
        }
    }

    /// Appends the token of a word whose forms were appended last.
    fn push_span(&mut self, start: usize, read: Read, between: &mut Between) {
        let forms_end = self.forms.len() as u32;
        let (position, sentence, paragraph) = match self.spans.last() {
            None => (0, 0, 0),
            Some(last) if between.newline => (
                last.position + 1 + PARAGRAPH_GAP,
                last.sentence + 1,
                last.paragraph + 1,
            ),
            Some(last) => {
                let digit = || self.forms.as_bytes()[read.marked.0 as usize].is_ascii_digit();
                let new_sentence =
                    between.stop.is_some() && between.ends_sentence(read.starts_capital || digit());
                (
                    last.position + 1,
                    last.sentence + u32::from(new_sentence),
                    last.paragraph,
                )
            }
        };
        self.spans.push(Span {
            start: start as u32,
            end: read.end as u32,
            forms: read.marked.0,
            marked_end: read.marked.1,
            folded_end: forms_end,
            position,
            sentence,
            paragraph,
            capital: read.starts_capital,
        });
        *between = Between {
            abbreviation: read.abbreviation,
            ..Between::default()
        };
    }
}

/// Letters that words begin with, for [`Tokens::beginning_with`].
#[derive(Debug, Clone, Default)]
pub struct Initials(u64);

impl Initials {
    /// Adds the first letter of a folded word.
    pub fn add(&mut self, folded: &str) {
        // A word that begins with another letter than these is none that a letter of ASCII begins.
        if let Some(bit) = folded.bytes().next().and_then(Self::bit) {
            self.0 |= bit;
        }
    }

    /// Whether a word whose first byte this is can have one of these letters for its first.
    fn may_begin(&self, byte: u8) -> bool {
        Self::bit(byte).is_none_or(|bit| self.0 & bit != 0)
    }

    fn bit(byte: u8) -> Option<u64> {
        match byte {
            b'0'..=b'9' => Some(1 << (byte - b'0')),
            b'a'..=b'z' | b'A'..=b'Z' => Some(1 << (10 + (byte.to_ascii_lowercase() - b'a'))),
            _ => None,
        }
    }
}

/// A word that was read.
#[derive(Clone, Copy)]
struct Read {
    /// The byte after its last.
    end: usize,
    /// Where its marked form lies.
    marked: (u32, u32),
    starts_capital: bool,
    abbreviation: bool,
}

/// What stands between two words.
#[derive(Default)]
struct Between {
    newline: bool,
    stop: Option<Stop>,
    /// White space follows the stop.
    space: bool,
    /// The word before is short and in capitals.
    abbreviation: bool,
}

enum Stop {
    /// A full stop: an end of a sentence, or an abbreviation's.
    Period,
    /// `!`, `?` or `…`.
    Mark,
}

impl Between {
    fn note(&mut self, c: char) {
        match c {
            '\n' | '\u{2028}' | '\u{2029}' => self.newline = true,
            '.' => (self.stop, self.space) = (Some(Stop::Period), false),
            '!' | '?' | '…' => (self.stop, self.space) = (Some(Stop::Mark), false),
            c if c.is_whitespace() => self.space = true,
            _ => {}
        }
    }

    fn ends_sentence(&self, next_begins: bool) -> bool {
        let stopped = match self.stop {
            Some(Stop::Mark) => true,
            Some(Stop::Period) => !self.abbreviation,
            None => false,
        };
        stopped && self.space && next_begins
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// Moves to the next letter or digit and returns where it begins.
    fn skip_to_word(&mut self, between: &mut Between) -> Option<usize> {
        loop {
            // Nearly always one space.
            match *self.text.as_bytes().get(self.at)? {
                b' ' => {
                    between.space = true;
                    self.at += 1;
                    continue;
                }
                byte if byte.is_ascii_alphanumeric() => return Some(self.at),
                _ => {}
            }
            let c = self.text[self.at..].chars().next()?;
            if letter(c).is_some() {
                return Some(self.at);
            }
            between.note(c);
            self.at += c.len_utf8();
        }
    }

    /// Reads one letter with its marks, appends its forms, and returns where it ends and whether it is a
    /// capital; `None` at the end of the word.
    fn next_letter(&mut self, marked: &mut String, folded: &mut String) -> Option<(usize, bool)> {
        let byte = *self.text.as_bytes().get(self.at)?;
        if byte.is_ascii_alphanumeric() {
            let end = self.at + 1;
            if tail_len(self.text, end) == 0 {
                self.at = end;
                let lower = byte.to_ascii_lowercase() as char;
                marked.push(lower);
                folded.push(lower);
                return Some((end, byte.is_ascii_uppercase()));
            }
        } else if byte.is_ascii() {
            return None;
        }
        let c = self.text[self.at..].chars().next()?;
        let found = letter(c)?;
        let end = self.at + c.len_utf8();
        let tail = tail_len(self.text, end);
        if tail == 0 {
            self.at = end;
            marked.push(found.lower);
            folded.push(found.folded);
            return Some((end, found.capital));
        }
        self.compose_letter(end + tail, marked, folded);
        self.at = end + tail;
        Some((self.visible_end(end, end + tail), found.capital))
    }

    fn compose_letter(&self, end: usize, marked: &mut String, folded: &mut String) {
        let mut composed = String::new();
        compose(&self.text[self.at..end], &mut composed);
        for c in composed.chars() {
            match letter(unmask(c)) {
                Some(l) => {
                    marked.push(l.lower);
                    folded.push(l.folded);
                }
                // A mark that composes with nothing stays in the marked form only.
                None => marked.push(c),
            }
        }
    }

    /// Where the letter ends when invisible characters after its last mark are left out.
    fn visible_end(&self, letter_end: usize, end: usize) -> usize {
        letter_end
            + self.text[letter_end..end]
                .trim_end_matches(is_invisible)
                .len()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;
    use crate::{cased, fold, letter::is_mark, marked, normalize};

    fn forms(text: &str) -> Vec<(String, String)> {
        Tokens::of(text)
            .iter()
            .map(|t| (t.marked.to_owned(), t.folded.to_owned()))
            .collect()
    }

    fn words(text: &str) -> Vec<String> {
        Tokens::of(text)
            .iter()
            .map(|t| t.marked.to_owned())
            .collect()
    }

    #[test]
    fn punctuation_separates_and_digits_are_words() {
        assert_eq!(
            words("TP.HCM: VH-TT&DL, 30/4 (Covid-19)"),
            ["tp", "hcm", "vh", "tt", "dl", "30", "4", "covid", "19"]
        );
    }

    #[test]
    fn every_way_of_writing_a_word_gives_one_form() {
        let reference = forms("hòa đường tuyết");
        for written in [
            "hoà đường tuyết",
            "HOÀ ĐƯỜNG TUYẾT",
            "ho\u{300}a đươ\u{300}ng tuye\u{302}\u{301}t",
            "ho\u{340}a đu\u{31B}o\u{300}\u{31B}ng tuye\u{301}\u{302}t",
            "hò\u{200B}a \u{D0}ường tuy\u{AD}ết",
        ] {
            assert_eq!(forms(written), reference, "{written:?}");
        }
    }

    #[test]
    fn sentences_end_at_stops_but_not_after_short_capitals_or_inside_numbers() {
        let sentence_of = |text: &str, word: &str| {
            Tokens::of(text)
                .iter()
                .find(|t| t.marked == word)
                .map(|t| t.sentence)
        };
        assert_eq!(sentence_of("Hội mở. Khách đến.", "khách"), Some(1));
        assert_eq!(sentence_of("Ở TP. Cao Bằng có hội.", "cao"), Some(0));
        assert_eq!(sentence_of("Giá 1.200 đồng. tăng", "tăng"), Some(0));
        assert_eq!(sentence_of("Thật sao? Đúng vậy!", "đúng"), Some(1));
        assert_eq!(sentence_of("Một dòng\nHai", "hai"), Some(1));
    }

    #[test]
    fn paragraphs_leave_a_gap_in_the_positions() {
        let tokens = Tokens::of("một hai\n\n ba");
        let positions: Vec<_> = tokens.iter().map(|t| (t.position, t.paragraph)).collect();
        assert_eq!(positions, [(0, 0), (1, 0), (2 + PARAGRAPH_GAP, 1)]);
    }

    #[test]
    fn capitals_are_seen_in_either_unicode_form() {
        let capitals: Vec<_> = Tokens::of("Đàm thủy \u{41}\u{301}")
            .iter()
            .map(|t| t.capital)
            .collect();
        assert_eq!(capitals, [true, false, true]);
        assert_eq!(cased("Hoà An"), "Hòa An");
    }

    #[test]
    fn the_published_pairs_of_tone_placement_are_one_word() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/data/domain/tone-placement.tsv"
        );
        let Ok(table) = std::fs::read_to_string(path) else {
            println!("skipped: no shared data");
            return;
        };
        let mut rows = 0;
        for row in table.lines().skip(1) {
            let columns: Vec<&str> = row.split('\t').collect();
            assert_eq!(marked(columns[0]), marked(columns[1]), "{row}");
            assert_eq!(words(columns[0]), words(columns[1]), "{row}");
            rows += 1;
        }
        assert_eq!(rows, 551);
    }

    /// Text that looks like the press: syllables with all marks, capitals, digits, stops, paragraphs.
    fn vietnamese_text() -> impl Strategy<Value = String> {
        proptest::collection::vec(
            prop_oneof![
                "[a-zđăâêôơưA-ZĐĂÂÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]{1,6}",
                "[0-9]{1,4}",
                Just(". ".to_owned()),
                Just("\n".to_owned()),
                Just("-".to_owned()),
            ],
            0..40,
        )
        .prop_map(|parts| parts.join(" "))
    }

    proptest! {
        #[test]
        fn normalizing_twice_changes_nothing(text in any::<String>()) {
            let once = normalize(&text).into_owned();
            prop_assert_eq!(&normalize(&once), &once);
            prop_assert!(unicode_normalization::is_nfc(&once));
        }

        #[test]
        fn normalizing_is_the_same_for_nfc_and_nfd(text in vietnamese_text()) {
            let nfd: String = text.nfd().collect();
            prop_assert_eq!(normalize(&nfd), normalize(&text));
            prop_assert_eq!(forms(&nfd), forms(&text));
        }

        #[test]
        fn tokens_that_begin_so_stand_where_they_stand_among_all(
            text in prop_oneof![any::<String>(), vietnamese_text(), "[ađhH1ễ\u{301}\n. ]{0,40}"],
            wanted in "[a-zđ0-9]{0,3}",
        ) {
            let mut initials = Initials::default();
            for letter in wanted.chars() {
                initials.add(&crate::fold(&letter.to_string()));
            }
            let places = |token: Token<'_>| {
                let forms = (token.marked.to_owned(), token.folded.to_owned());
                (token.start, token.end, forms, token.position, token.paragraph)
            };
            let some: Vec<_> = Tokens::beginning_with(&text, &initials).iter().map(places).collect();
            let all = Tokens::of(&text);
            let mut rest = some.iter();
            for token in all.iter() {
                let wanted = wanted.chars().any(|c| token.folded.starts_with(&crate::fold(&c.to_string())));
                let place = places(token);
                if wanted || some.contains(&place) {
                    prop_assert_eq!(rest.next(), Some(&place));
                }
            }
            prop_assert_eq!(rest.next(), None);
        }

        #[test]
        fn a_token_cut_from_the_text_has_the_tokens_forms(text in any::<String>()) {
            let tokens = Tokens::of(&text);
            let mut end = 0;
            for token in tokens.iter() {
                prop_assert!(token.start >= end && token.end > token.start);
                end = token.end;
                let again = forms(&text[token.start..token.end]);
                prop_assert_eq!(again, vec![(token.marked.to_owned(), token.folded.to_owned())]);
            }
        }

        #[test]
        fn tokens_of_vietnamese_agree_with_the_string_functions(text in vietnamese_text()) {
            for token in Tokens::of(&text).iter() {
                let word = &text[token.start..token.end];
                prop_assert_eq!(marked(word), token.marked);
                prop_assert_eq!(fold(word), token.folded);
                prop_assert_eq!(fold(token.marked), token.folded);
            }
            let tokens = Tokens::of(&text);
            prop_assert!(tokens.marked().eq(tokens.iter().map(|token| token.marked)));
            prop_assert!(tokens.folded().eq(tokens.iter().map(|token| token.folded)));
        }

        #[test]
        fn words_seen_before_are_read_as_if_they_were_new(
            text in prop_oneof![vietnamese_text(), "[a-zA-ZđĐÐươàÀảẢ́̀\u{200B}\u{AD}.,×÷ªµ–…ˀ\n 0-9]{0,60}", any::<String>()],
            decomposed in any::<bool>(),
        ) {
            let text: String = if decomposed { text.nfd().collect() } else { text };
            let tokens = |memo: &mut Memo| {
                let mut tokens = Tokens::default();
                let mut reader = Reader { text: &text, at: 0 };
                let mut between = Between::default();
                while let Some(start) = reader.skip_to_word(&mut between) {
                    tokens.push_word(&mut reader, start, &mut between, memo);
                }
                tokens
            };
            let mut memo = Memo::default();
            let first = tokens(&mut memo);
            let again = tokens(&mut memo);
            let plain = {
                let mut tokens = Tokens::default();
                let mut reader = Reader { text: &text, at: 0 };
                let mut between = Between::default();
                while let Some(start) = reader.skip_to_word(&mut between) {
                    let read = tokens.read_word(&mut reader);
                    tokens.push_span(start, read, &mut between);
                }
                tokens
            };
            prop_assert!(plain.iter().eq(first.iter()));
            prop_assert!(plain.iter().eq(again.iter()));
        }

        #[test]
        fn every_letter_lies_in_a_token(text in vietnamese_text()) {
            let inside: usize = Tokens::of(&text).iter().map(|t| text[t.start..t.end].chars().count()).sum();
            prop_assert_eq!(inside, text.chars().filter(|c| c.is_alphanumeric() || is_mark(*c)).count());
        }
    }
}
