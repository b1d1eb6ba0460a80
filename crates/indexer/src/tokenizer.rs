//! The one tokenizer, in two forms: with marks, and folded. A text is tokenised once for both.

use std::{cell::RefCell, rc::Rc};

use langnghe_vietnamese::Tokens;
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
    Marked,
    Folded,
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
        }
    }
}

struct Stream {
    of: Rc<Tokenised>,
    form: Form,
    next: usize,
    token: Token,
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        if self.next >= self.of.tokens.len() {
            return false;
        }
        let token = self.of.tokens.get(self.next);
        let form = match self.form {
            Form::Marked => token.marked,
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
    use tantivy::tokenizer::TextAnalyzer;

    use super::*;

    fn forms(form: Form, text: &str) -> Vec<(String, usize)> {
        let mut analyzer = TextAnalyzer::from(Syllables(form));
        let mut stream = analyzer.token_stream(text);
        let mut forms = Vec::new();
        stream.process(&mut |token| forms.push((token.text.clone(), token.position)));
        forms
    }

    #[test]
    fn both_forms_have_the_same_positions() {
        let text = "Lễ hội\nĐông Khê";
        let marked = forms(Form::Marked, text);
        let folded = forms(Form::Folded, text);
        assert_eq!(marked[0].0, "lễ");
        assert_eq!(folded[0].0, "le");
        let positions =
            |forms: &[(String, usize)]| forms.iter().map(|(_, at)| *at).collect::<Vec<_>>();
        assert_eq!(positions(&marked), [0, 1, 258, 259]);
        assert_eq!(positions(&marked), positions(&folded));
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
        let text = "đ".repeat(MAX_TOKEN_LEN);
        let cut = forms(Form::Marked, &text);
        assert_eq!(cut.len(), 1);
        assert!(cut[0].0.len() <= MAX_TOKEN_LEN && cut[0].0.len() > MAX_TOKEN_LEN - 4);
    }
}
