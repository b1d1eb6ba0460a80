//! An article's text, tokenised once for everything that looks at it.

use langnghe_model::{ArticleText, Field};
use langnghe_vietnamese::{Token, Tokens, cased};

use crate::tree::{Marks, Query, Word};

/// The tokens of an article's fields.
#[derive(Debug, Clone)]
pub struct Fields {
    text: ArticleText,
    tokens: [Tokens; 3],
}

impl Fields {
    /// Tokenises an article's text.
    pub fn of(text: &ArticleText) -> Self {
        Self {
            tokens: Field::ALL.map(|field| Tokens::of(text.field(field))),
            text: text.clone(),
        }
    }

    /// Looks only for what a query asks for: its occurrences are found as in all tokens, several times faster. For
    /// other queries, and for the tokens' numbers, this is of no use.
    pub fn for_query(text: ArticleText, query: &Query) -> Self {
        if query.asks_for_sentences() {
            return Self::of(&text);
        }
        let mut fields = Self::head_for_query(text, query);
        fields.read_body(query);
        fields
    }

    /// The same of headline and lead alone: in the body nothing is found before [`Fields::read_body`]. Enough where these
    /// show all that the query asks for; of no use when it asks for sentences.
    pub fn head_for_query(text: ArticleText, query: &Query) -> Self {
        let initials = query.initials();
        let read = |field| Tokens::beginning_with(text.field(field), &initials);
        Self {
            tokens: [read(Field::Title), read(Field::Lead), Tokens::default()],
            text,
        }
    }

    /// Looks into the body for what the query asks for.
    pub fn read_body(&mut self, query: &Query) {
        let initials = query.initials();
        self.tokens[Field::Body as usize] = Tokens::beginning_with(&self.text.body, &initials);
    }

    /// The tokens of one field.
    pub fn tokens(&self, field: Field) -> &Tokens {
        &self.tokens[field as usize]
    }

    /// The text.
    pub fn text(&self) -> &ArticleText {
        &self.text
    }

    /// Whether a token of a field is the word that a query asks for.
    pub fn is_word(&self, field: Field, token: Token<'_>, word: &Word) -> bool {
        let fits = |form: &str| {
            if word.prefix {
                form.starts_with(&word.text)
            } else {
                form == word.text
            }
        };
        match word.marks {
            Marks::Any => fits(token.folded),
            Marks::AsTyped => fits(token.marked),
            Marks::Cased => fits(&cased(&self.text.field(field)[token.start..token.end])),
        }
    }
}
