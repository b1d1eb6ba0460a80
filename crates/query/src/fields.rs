//! An article's text, tokenised once for everything that looks at it.

use langnghe_model::{ArticleText, Field};
use langnghe_vietnamese::{Token, Tokens, cased};

use crate::tree::{Marks, Word};

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
