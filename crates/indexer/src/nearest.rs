//! The words that were meant where some stand nowhere in the archive.

use std::collections::BTreeMap;

use langnghe_model::Field;
use langnghe_vietnamese::Tokens;
use tantivy::{Searcher, Term};

use crate::{Index, IndexError, error::guarded, readings};

/// Shorter words are not guessed at: they are near too many others.
const SHORTEST: usize = 3;

/// Words of so many letters may differ by two.
const LONG: usize = 6;

impl Index {
    /// The text of a query with the nearest words of the archive, marks and all, for those that stand nowhere in it;
    /// `None` when there are none.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn other_words(&self, text: &str) -> Result<Option<String>, IndexError> {
        let searcher = self.reader.searcher();
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for token in Tokens::of(text).iter() {
            let nearest = match guarded(|| self.nearest_folded(&searcher, token.folded)) {
                Ok(nearest) => nearest.map_err(|error| IndexError::of(&self.dir, error))?,
                Err(what) => {
                    return Err(IndexError::Damaged {
                        dir: self.dir.display().to_string(),
                        what,
                    });
                }
            };
            if let Some(nearest) = nearest {
                let likely = readings::current(self, &searcher).likely(&[&nearest]);
                let marked = likely.into_iter().flatten().next();
                out.push_str(&text[copied..token.start]);
                out.push_str(&marked.map_or(nearest, |(form, _)| form));
                copied = token.end;
            }
        }
        out.push_str(&text[copied..]);
        Ok((copied > 0).then_some(out))
    }

    /// The folded word nearest to one that stands nowhere; `None` for one that does, and where nothing is near.
    fn nearest_folded(&self, searcher: &Searcher, folded: &str) -> tantivy::Result<Option<String>> {
        let letters: Vec<char> = folded.chars().collect();
        let most = match letters.len() {
            0..SHORTEST => return Ok(None),
            SHORTEST..LONG => 1,
            _ => 2,
        };
        // By how far it is, how many articles have it.
        let mut near: BTreeMap<String, (usize, u64)> = BTreeMap::new();
        for segment in searcher.segment_readers() {
            for field in Field::ALL {
                let column = self.columns.folded(field);
                let inverted = segment.inverted_index(column)?;
                if inverted.doc_freq(&Term::from_field_text(column, folded))? > 0 {
                    return Ok(None);
                }
                let mut terms = inverted.terms().stream()?;
                while terms.advance() {
                    let Ok(term) = std::str::from_utf8(terms.key()) else {
                        continue;
                    };
                    if let Some(distance) = distance(&letters, term, most) {
                        let articles = u64::from(terms.value().doc_freq);
                        near.entry(term.to_owned()).or_insert((distance, 0)).1 += articles;
                    }
                }
            }
        }
        let nearest = near
            .into_iter()
            .min_by_key(|(_, (distance, articles))| (*distance, std::cmp::Reverse(*articles)));
        Ok(nearest.map(|(term, _)| term))
    }
}

/// How many letters are wrong, missing, too many or exchanged with their neighbour, when that is at most `most`.
fn distance(one: &[char], other: &str, most: usize) -> Option<usize> {
    // Every letter has at least one byte and at most four: most terms are let go here.
    if other.len() + most < one.len() || other.len() > (one.len() + most) * 4 {
        return None;
    }
    let other: Vec<char> = other.chars().collect();
    if other.len().abs_diff(one.len()) > most {
        return None;
    }
    // The optimal string alignment distance, row by row.
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let mut least = (row[j] + usize::from(a != b))
                .min(row[j + 1] + 1)
                .min(next[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        if next.iter().all(|wrong| *wrong > most) {
            return None;
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().filter(|wrong| *wrong <= most)
}
