//! Tokens: runs of letters and digits, with their bytes in the original text.

use std::cell::RefCell;

use crate::{
    initials::Initials,
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
pub const PARAGRAPH_GAP: u32 = 101;

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
mod tests;
