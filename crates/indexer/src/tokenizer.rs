//! The one tokenizer, in two forms: with marks, and folded. A text is tokenised once for both.

use std::{cell::RefCell, rc::Rc};

use langnghe_vietnamese::{Tokens, cased};
use tantivy::{
    Index,
    tokenizer::{MAX_TOKEN_LEN, Token, TokenStream, Tokenizer},
};

/// Names of the two forms in the schema. The number changes when tokens change, so that an older index is
/// recognised.
pub(crate) const MARKED: &str = "vietnamese_marked_1";
pub(crate) const FOLDED: &str = "vietnamese_folded_1";

/// Makes the tokenizers known to an index.
pub(crate) fn register(index: &Index) {
    for (name, form) in [(MARKED, Form::Marked), (FOLDED, Form::Folded)] {
        index.tokenizers().register(name, Syllables(form));
    }
}

#[derive(Clone, Copy)]
enum Form {
    /// With marks; a word with capitals stands there a second time, as [`capitals`] writes it.
    Marked,
    Folded,
}

/// What stands before a word that has kept its capitals; no token has it, so the two never meet.
const CAPITALS: char = '=';

/// The term of a word with its capitals, as `langnghe_vietnamese::cased` gives it.
pub(crate) fn capitals(cased: &str) -> String {
    format!("{CAPITALS}{cased}")
}

/// A text and its tokens.
#[derive(Default)]
struct Tokenised {
    text: String,
    tokens: Tokens,
}

thread_local! {
    /// The last text this thread tokenised: an indexing thread asks for each text twice in a row.
    static LAST: RefCell<Rc<Tokenised>> = RefCell::default();
}

fn tokenised(text: &str) -> Rc<Tokenised> {
    LAST.with_borrow_mut(|last| {
        if last.text != text {
            let mut next = std::mem::take(last);
            // The buffers are used again, unless a stream over them is still alive.
            if Rc::get_mut(&mut next).is_none() {
                next = Rc::default();
            }
            if let Some(next) = Rc::get_mut(&mut next) {
                next.text.clear();
                next.text.push_str(text);
                next.tokens.refill(text);
            }
            *last = next;
        }
        Rc::clone(last)
    })
}

#[derive(Clone)]
struct Syllables(Form);

impl Tokenizer for Syllables {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        Stream {
            of: tokenised(text),
            form: self.0,
            next: 0,
            token: Token::default(),
            again: false,
        }
    }
}

struct Stream {
    of: Rc<Tokenised>,
    form: Form,
    next: usize,
    token: Token,
    /// Whether the word just given has capitals, and comes once more.
    again: bool,
}

impl Stream {
    /// Puts the word with its capitals in the place of the word without.
    fn give_capitals(&mut self) {
        let word = &self.of.text[self.token.offset_from..self.token.offset_to];
        let as_written =
            word.chars().all(is_latin) && word.chars().map(lower).eq(self.token.text.chars());
        self.token.text.clear();
        self.token.text.push(CAPITALS);
        if as_written {
            self.token.text.push_str(word);
        } else {
            // Decomposed, or with the tone in the other place.
            self.token.text.push_str(&cased(word));
        }
        self.token
            .text
            .truncate(self.token.text.floor_char_boundary(MAX_TOKEN_LEN));
    }
}

/// Whether a character is of the blocks in which Vietnamese letters stand composed, and has no other spelling
/// that normalisation would put in its place.
fn is_latin(c: char) -> bool {
    matches!(c, '\0'..'\u{300}' | '\u{1E00}'..'\u{1F00}')
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        if std::mem::take(&mut self.again) {
            self.give_capitals();
            return true;
        }
        if self.next >= self.of.tokens.len() {
            return false;
        }
        let token = self.of.tokens.get(self.next);
        let form = match self.form {
            Form::Marked => {
                let word = &self.of.text[token.start..token.end];
                // Not `is_uppercase`: title-case letters have a lower case, and mathematical capitals have none.
                self.again = word != token.marked && word.chars().any(|c| lower(c) != c);
                token.marked
            }
            Form::Folded => token.folded,
        };
        self.next += 1;
        self.token.text.clear();
        // Tantivy leaves out longer ones; cut, they are at least found by their beginning.
        self.token
            .text
            .push_str(&form[..form.floor_char_boundary(MAX_TOKEN_LEN)]);
        self.token.offset_from = token.start;
        self.token.offset_to = token.end;
        self.token.position = token.position as usize;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use langnghe_vietnamese::marked;
    use proptest::prelude::*;
    use tantivy::tokenizer::TextAnalyzer;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn forms(form: Form, text: &str) -> Vec<(String, usize)> {
        let mut analyzer = TextAnalyzer::from(Syllables(form));
        let mut stream = analyzer.token_stream(text);
        let mut forms = Vec::new();
        stream.process(&mut |token| forms.push((token.text.clone(), token.position)));
        forms
    }

    #[track_caller]
    fn check(form: Form, text: &str, expected: &[(&str, usize)]) {
        let forms = forms(form, text);
        let forms: Vec<_> = forms
            .iter()
            .map(|(word, position)| (word.as_str(), *position))
            .collect();
        assert_eq!(forms, expected, "{text}");
    }

    #[test]
    fn both_forms_have_the_same_positions() {
        let text = "lễ hội\nđông người";
        check(
            Form::Marked,
            text,
            &[("lễ", 0), ("hội", 1), ("đông", 258), ("người", 259)],
        );
        check(
            Form::Folded,
            text,
            &[("le", 0), ("hoi", 1), ("dong", 258), ("nguoi", 259)],
        );
    }

    #[test]
    fn a_word_with_capitals_stands_at_its_place_twice() {
        let text = "hát Then, THEN, HOÀ iPhone";
        check(
            Form::Marked,
            text,
            &[
                ("hát", 0),
                ("then", 1),
                ("=Then", 1),
                ("then", 2),
                ("=THEN", 2),
                ("hòa", 3),
                ("=HÒA", 3),
                ("iphone", 4),
                ("=iPhone", 4),
            ],
        );
        check(
            Form::Folded,
            text,
            &[
                ("hat", 0),
                ("then", 1),
                ("then", 2),
                ("hoa", 3),
                ("iphone", 4),
            ],
        );
    }

    #[test]
    fn texts_that_alternate_on_one_thread_keep_their_own_tokens() {
        let mut analyzer = TextAnalyzer::from(Syllables(Form::Marked));
        let mut other = TextAnalyzer::from(Syllables(Form::Folded));
        let mut first = analyzer.token_stream("một hai ba");
        assert!(first.advance());
        let mut second = other.token_stream("Bốn năm");
        assert!(second.advance() && first.advance());
        assert_eq!(
            (first.token().text.as_str(), second.token().text.as_str()),
            ("hai", "bon")
        );
        assert_eq!(forms(Form::Marked, ""), []);
    }

    #[test]
    fn an_endless_token_is_cut_not_dropped() {
        let cut = forms(Form::Marked, &"Đ".repeat(MAX_TOKEN_LEN));
        assert_eq!(cut.len(), 2);
        for (form, _) in cut {
            assert!((MAX_TOKEN_LEN - 4..=MAX_TOKEN_LEN).contains(&form.len()));
        }
    }

    proptest! {
        #[test]
        fn capitals_are_kept_as_the_evaluator_sees_them(
            text in prop_oneof!["[a-zA-ZđĐÐươàÀảẢ́̀̂́ ]{0,30}", any::<String>()],
            decomposed in any::<bool>(),
        ) {
            let text: String = if decomposed { text.nfd().collect() } else { text };
            let expected: Vec<String> = Tokens::of(&text)
                .iter()
                .map(|token| &text[token.start..token.end])
                .filter(|word| cased(word) != marked(word))
                .map(|word| capitals(&cased(word)))
                .collect();
            let given: Vec<String> = forms(Form::Marked, &text)
                .into_iter()
                .map(|(form, _)| form)
                .filter(|form| form.starts_with(CAPITALS))
                .collect();
            prop_assert_eq!(given, expected);
        }
    }
}
