//! Known words that are none where they stand: `du lịch` in *chu du | lịch sử*. They stay findable, and rank lower.

use std::{fmt, sync::Arc};

use langnghe_vietnamese::{Borders, Segmenter, Token, Tokens};
use tantivy::{
    DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, Term,
    postings::SegmentPostings,
    query::{EnableScoring, Explanation, Query, Scorer, Weight},
    schema::IndexRecordOption,
};

/// What a phrase counts for in a field in which it is nowhere the word that it looks like: less than anywhere where
/// it is one.
const ACCIDENT: Score = 0.01;

/// The known words that stand in a text only where a border of words cuts them, in their marked form.
pub(crate) fn crossed(text: &str, tokens: &Tokens, borders: &mut Borders) -> Vec<String> {
    let mut found: Vec<(Vec<&str>, usize)> = Vec::new();
    Segmenter::shipped().crossings(text, tokens, borders, |range| {
        let word: Vec<&str> = range.map(|at| tokens.get(at).marked).collect();
        match found.iter_mut().find(|(known, _)| *known == word) {
            Some((_, times)) => *times += 1,
            None => found.push((word, 1)),
        }
    });
    found.retain(|(word, times)| occurrences(tokens, word) == *times);
    found.into_iter().map(|(word, _)| word.join(" ")).collect()
}

/// How often syllables stand side by side in one paragraph.
fn occurrences(tokens: &Tokens, word: &[&str]) -> usize {
    let is_next = |(offset, form): (usize, &&str), first: Token<'_>, at: usize| {
        let token = (at + offset < tokens.len()).then(|| tokens.get(at + offset));
        token.is_some_and(|token| token.marked == *form && token.paragraph == first.paragraph)
    };
    tokens
        .iter()
        .enumerate()
        .filter(|(at, first)| {
            word.iter()
                .enumerate()
                .all(|syllable| is_next(syllable, *first, *at))
        })
        .count()
}

/// A phrase that counts for little in the articles in which it is only an accident.
#[derive(Clone)]
pub(crate) struct WordTrue {
    phrase: Arc<dyn Query>,
    /// The phrase among the crossed words.
    crossed: Term,
}

impl WordTrue {
    pub(crate) fn new(phrase: Box<dyn Query>, crossed: Term) -> Self {
        Self {
            phrase: Arc::from(phrase),
            crossed,
        }
    }
}

impl fmt::Debug for WordTrue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WordTrue").field(&self.phrase).finish()
    }
}

impl Query for WordTrue {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let phrase = self.phrase.weight(scoring)?;
        if !scoring.is_scoring_enabled() {
            return Ok(phrase);
        }
        Ok(Box::new(WordTrueWeight {
            phrase,
            crossed: self.crossed.clone(),
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.phrase.query_terms(visitor);
    }
}

struct WordTrueWeight {
    phrase: Box<dyn Weight>,
    crossed: Term,
}

impl Weight for WordTrueWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let phrase = self.phrase.scorer(reader, boost)?;
        let crossed = reader
            .inverted_index(self.crossed.field())?
            .read_postings(&self.crossed, IndexRecordOption::Basic)?;
        Ok(match crossed {
            Some(crossed) => Box::new(WordTrueScorer { phrase, crossed }),
            None => phrase,
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.phrase.explain(reader, doc)
    }
}

struct WordTrueScorer {
    phrase: Box<dyn Scorer>,
    crossed: SegmentPostings,
}

impl DocSet for WordTrueScorer {
    fn advance(&mut self) -> DocId {
        self.phrase.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.phrase.seek(target)
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        self.phrase.seek_danger(target)
    }

    fn doc(&self) -> DocId {
        self.phrase.doc()
    }

    fn size_hint(&self) -> u32 {
        self.phrase.size_hint()
    }

    fn cost(&self) -> u64 {
        self.phrase.cost()
    }
}

impl Scorer for WordTrueScorer {
    fn score(&mut self) -> Score {
        let doc = self.phrase.doc();
        if doc != TERMINATED && self.crossed.doc() < doc {
            self.crossed.seek(doc);
        }
        let score = self.phrase.score();
        if self.crossed.doc() == doc {
            score * ACCIDENT
        } else {
            score
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = crossed(text, &Tokens::of(text), &mut Borders::default());
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_known_word_that_a_border_cuts_wherever_it_stands_is_told_once() {
        check("Đoàn đi chu du lịch sử vùng cao", &["du lịch"]);
        check("Chu du lịch sử.\nLại chu du lịch sử", &["du lịch"]);
    }

    #[test]
    fn a_word_that_also_stands_there_as_one_is_none_of_them() {
        check("Đoàn chu du lịch sử, rồi khách du lịch về", &[]);
        check("Khách du lịch đến xem di tích lịch sử", &[]);
        check("", &[]);
    }
}
