//! `synonyms.toml`: words that mean the same to whoever searches.

use std::path::Path;

use langnghe_model::Diagnostics;
use serde::Deserialize;

use crate::{
    document::{Document, Step, collect},
    files::read_in,
};

#[derive(Deserialize)]
struct Same {
    words: Vec<String>,
}

/// Reads `synonyms.toml` of the configuration folder: lists of words that mean the same. Without the file there are
/// none.
pub fn load_synonyms(folder: &Path) -> Result<Vec<Vec<String>>, Diagnostics> {
    if !folder.join("synonyms.toml").exists() {
        return Ok(Vec::new());
    }
    let (file, text) = read_in(folder, "synonyms.toml", "")?;
    parse_synonyms(&file, &text)
}

fn parse_synonyms(file: &str, text: &str) -> Result<Vec<Vec<String>>, Diagnostics> {
    let document = Document::parse(file, text)?;
    let (lists, mut found) = document.read_list::<Same>("same");
    // Positions match the list only when every entry could be read.
    if found.is_empty() {
        for (index, list) in lists.iter().enumerate() {
            let says_nothing = |word: &String| !word.chars().any(char::is_alphanumeric);
            let (what, remedy) = if list.words.len() < 2 {
                (
                    "one word alone has no synonym",
                    "write two words or more, or take the list out",
                )
            } else if list.words.iter().any(says_nothing) {
                (
                    "a word without a letter or digit",
                    "write the word, or take it out",
                )
            } else {
                continue;
            };
            let at = document.byte_of(&[Step::Key("same"), Step::Item(index), Step::Key("words")]);
            found.push(document.at("synonyms.no-words", at, what, remedy));
        }
    }
    if found.is_empty() {
        Ok(lists.into_iter().map(|list| list.words).collect())
    } else {
        Err(collect(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_and_faults_told() {
        let read = parse_synonyms("s", "[[same]]\nwords = [\"thị xã\", \"TX\"]\n").unwrap();
        assert_eq!(read, [["thị xã", "TX"]]);
        assert_eq!(parse_synonyms("s", "").unwrap(), Vec::<Vec<String>>::new());
        for text in [
            "[[same]]\nwords = [\"TX\"]\n",
            "[[same]]\nwords = [\"TX\", \"-\"]\n",
        ] {
            let fault = parse_synonyms("config/synonyms.toml", text).unwrap_err();
            assert!(
                fault.to_string().starts_with("config/synonyms.toml:2:"),
                "{fault}"
            );
        }
    }
}
