//! Where the parts of a topic stand in its file, so that remarks about them can say line and column.

use langnghe_model::Diagnostic;
use langnghe_query::{Leaf, Marks, Word};
use langnghe_vietnamese::{Token, Tokens, cased};

use crate::{
    lint::{About, Finding, Part},
    toml_string::byte_in_written,
    topic_file,
};

/// Notes the places of remarks in the file that holds the topic's text. Of a text that cannot be read as a topic's
/// nothing is told.
pub fn locate(findings: &mut [Finding], file: &str, text: &str) {
    let Ok(parsed) = topic_file::read(file, text) else {
        return;
    };
    for finding in findings {
        let (query, weight) = match finding.part {
            Part::Term(at) => match parsed.term.get(at) {
                Some(term) => (&term.query, Some(&term.weight)),
                None => continue,
            },
            Part::Exclusion(at) => match parsed.exclude.get(at) {
                Some(exclusion) => (&exclusion.query, None),
                None => continue,
            },
        };
        let byte = match (&finding.about, weight) {
            (About::Weight, Some(weight)) => weight.span().start,
            (About::Words(leaf), _) => {
                let written = text.get(query.span()).unwrap_or_default();
                query.span().start + byte_in_written(written, byte_of(query.get_ref(), leaf))
            }
            (About::Query | About::Weight, _) => query.span().start,
        };
        let at = Diagnostic::at_byte(finding.code, file, text, byte, "", "");
        finding.file = Some(at.file);
        finding.line = at.line;
        finding.column = at.column;
    }
}

/// The byte of a query at which the words of a leaf stand first; 0 when they do not.
fn byte_of(query: &str, leaf: &Leaf) -> usize {
    let tokens = Tokens::of(query);
    let is = |token: Token<'_>, word: &Word| match word.marks {
        Marks::Any => token.folded == word.text,
        Marks::AsTyped => token.marked == word.text,
        Marks::Cased => cased(&query[token.start..token.end]) == word.text,
    };
    let last = (tokens.len() + 1).saturating_sub(leaf.words.len());
    (0..last)
        .find(|first| {
            let words = leaf.words.iter().enumerate();
            words
                .into_iter()
                .all(|(offset, word)| is(tokens.get(first + offset), word))
        })
        .map_or(0, |first| tokens.get(first).start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{lint, parse_topic};

    const TOPIC: &str = r#"name = "Thử"
why = "Thử"
owner = "van-phong"
threshold = 10

[[term]]
query = '''
"đuối nước" OR
  "vụ đuối nước"
'''
weight = 10

[[exclude]]
query = "\u0111á OR \"đá\""
"#;

    #[test]
    fn remarks_point_at_the_words_they_are_about() {
        let topic = parse_topic("thu.toml", TOPIC).expect("a topic");
        let mut found = lint(&topic, &[]).expect("remarks");
        locate(&mut found, "thu.toml", TOPIC);
        let told: Vec<(&str, Option<usize>, Option<usize>)> = found
            .iter()
            .map(|one| (one.code, one.line, one.column))
            .collect();
        assert_eq!(
            told,
            [
                ("lint.covered", Some(9), Some(4)),
                ("lint.covered", Some(14), Some(10)),
                ("lint.alone", Some(11), Some(10)),
            ]
        );
        assert!(
            found[0].to_string().starts_with("thu.toml:9:4: term 1: "),
            "{}",
            found[0]
        );
    }

    #[test]
    fn a_file_that_is_no_topic_leaves_remarks_without_a_place() {
        let topic = parse_topic("thu.toml", TOPIC).expect("a topic");
        let mut found = lint(&topic, &[]).expect("remarks");
        locate(&mut found, "thu.toml", "name = ");
        assert!(found.iter().all(|one| one.line.is_none()));
        assert!(
            found[0].to_string().starts_with("thu, term 1: "),
            "{}",
            found[0]
        );
    }
}
