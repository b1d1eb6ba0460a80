//! The one tokenizer, in four forms: with marks, folded, words with capitals alone, and words that are none where they
//! stand. A text is tokenised once for all of them, mostly before it
//! comes here.

use std::{cell::RefCell, sync::Arc};

use langnghe_vietnamese::cased;
use tantivy::{
    Index,
    tokenizer::{MAX_TOKEN_LEN, Token, TokenStream, Tokenizer},
};

use crate::prepared::{Handed, PreparedField};

/// Names of the forms in the schema. The number changes when tokens change, so that an older index is recognised.
pub(crate) const MARKED: &str = "vietnamese_marked_2";
pub(crate) const FOLDED: &str = "vietnamese_folded_2";
pub(crate) const CAPITALS: &str = "vietnamese_capitals_1";
pub(crate) const CROSSED: &str = "vietnamese_crossed_1";

/// Makes the tokenizers known to an index.
pub(crate) fn register(index: &Index, handed: &Arc<Handed>) {
    for (name, form) in [
        (MARKED, Form::Marked),
        (FOLDED, Form::Folded),
        (CAPITALS, Form::Capitals),
    ] {
        let handed = Arc::clone(handed);
        index
            .tokenizers()
            .register(name, Syllables { form, handed });
    }
    let handed = Arc::clone(handed);
    index
        .tokenizers()
        .register(CROSSED, CrossedWords { handed });
}

#[derive(Clone, Copy)]
enum Form {
    Marked,
    Folded,
    /// The words that have capitals, as `langnghe_vietnamese::cased` gives them.
    Capitals,
}

thread_local! {
    /// The field this thread read last: tantivy asks for each text several times in a row.
    static LAST: RefCell<Option<PreparedField>> = const { RefCell::new(None) };
}

/// The tokens of a text: those of the field read last, or that the writer handed over, or new ones.
fn prepared(text: &str, handed: &Handed) -> PreparedField {
    LAST.with_borrow_mut(|last| {
        if let Some(last) = last.as_ref().filter(|last| last.text() == text) {
            return last.clone();
        }
        let found = handed
            .take(text)
            .unwrap_or_else(|| PreparedField::alone(text));
        last.insert(found).clone()
    })
}

#[derive(Clone)]
struct Syllables {
    form: Form,
    handed: Arc<Handed>,
}

impl Tokenizer for Syllables {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        Stream {
            of: prepared(text, &self.handed),
            form: self.form,
            next: 0,
            token: Token::default(),
        }
    }
}

struct Stream {
    of: PreparedField,
    form: Form,
    next: usize,
    token: Token,
}

/// Appends a word with its capitals; `lower` is its marked form.
fn push_cased(word: &str, lower_word: &str, out: &mut String) {
    let as_written = word.chars().all(is_latin) && word.chars().map(lower).eq(lower_word.chars());
    if as_written {
        out.push_str(word);
    } else {
        // Decomposed, or with the tone in the other place.
        out.push_str(&cased(word));
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
        let tokens = self.of.tokens();
        let out = &mut self.token.text;
        out.clear();
        let token = loop {
            if self.next >= tokens.len() {
                return false;
            }
            let token = tokens.get(self.next);
            self.next += 1;
            match self.form {
                Form::Marked => out.push_str(token.marked),
                Form::Folded => out.push_str(token.folded),
                Form::Capitals => {
                    let word = &self.of.text()[token.start..token.end];
                    // Not `is_uppercase`: title-case letters have a lower case, and mathematical capitals have none.
                    if word == token.marked || word.chars().all(|c| lower(c) == c) {
                        continue;
                    }
                    push_cased(word, token.marked, out);
                }
            }
            break token;
        };
        // Tantivy leaves out longer ones; cut, they are at least found by their beginning.
        out.truncate(out.floor_char_boundary(MAX_TOKEN_LEN));
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

/// The known words that a text only has where a border of words cuts them, each once.
#[derive(Clone)]
struct CrossedWords {
    handed: Arc<Handed>,
}

impl Tokenizer for CrossedWords {
    type TokenStream<'a> = Words;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words {
        Words {
            of: prepared(text, &self.handed),
            next: 0,
            // A default one stands at the last of all positions, and tantivy adds to it.
            token: Token {
                position: 0,
                ..Token::default()
            },
        }
    }
}

struct Words {
    of: PreparedField,
    next: usize,
    token: Token,
}

impl TokenStream for Words {
    fn advance(&mut self) -> bool {
        let Some(word) = self.of.crossed().get(self.next) else {
            return false;
        };
        self.next += 1;
        self.token.text.clear();
        self.token.text.push_str(word);
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
    use langnghe_vietnamese::{Tokens, marked};
    use proptest::prelude::*;
    use tantivy::tokenizer::TextAnalyzer;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn syllables(form: Form) -> Syllables {
        Syllables {
            form,
            handed: Arc::default(),
        }
    }

    fn forms(form: Form, text: &str) -> Vec<(String, usize)> {
        let mut analyzer = TextAnalyzer::from(syllables(form));
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
    fn the_forms_have_the_same_positions() {
        let text = "lễ hội\nđông người";
        check(
            Form::Marked,
            text,
            &[("lễ", 0), ("hội", 1), ("đông", 103), ("người", 104)],
        );
        check(
            Form::Folded,
            text,
            &[("le", 0), ("hoi", 1), ("dong", 103), ("nguoi", 104)],
        );
    }

    #[test]
    fn words_with_capitals_stand_as_they_are_written_in_a_form_of_their_own() {
        let text = "hát Then, THEN, HOÀ iPhone";
        let lower = [
            ("hát", 0),
            ("then", 1),
            ("then", 2),
            ("hòa", 3),
            ("iphone", 4),
        ];
        check(Form::Marked, text, &lower);
        let folded = [
            ("hat", 0),
            ("then", 1),
            ("then", 2),
            ("hoa", 3),
            ("iphone", 4),
        ];
        check(Form::Folded, text, &folded);
        let capitals = [("Then", 1), ("THEN", 2), ("HÒA", 3), ("iPhone", 4)];
        check(Form::Capitals, text, &capitals);
    }

    #[test]
    fn texts_that_alternate_on_one_thread_keep_their_own_tokens() {
        let mut analyzer = TextAnalyzer::from(syllables(Form::Marked));
        let mut other = TextAnalyzer::from(syllables(Form::Folded));
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
        for form in [Form::Marked, Form::Capitals] {
            let cut = forms(form, &"Đ".repeat(MAX_TOKEN_LEN));
            assert_eq!(cut.len(), 1);
            assert!((MAX_TOKEN_LEN - 4..=MAX_TOKEN_LEN).contains(&cut[0].0.len()));
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
                .map(cased)
                .collect();
            let given: Vec<String> = forms(Form::Capitals, &text)
                .into_iter()
                .map(|(form, _)| form)
                .collect();
            prop_assert_eq!(given, expected);
        }
    }
}
