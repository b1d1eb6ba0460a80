//! Words side by side, or two near each other, told by the positions in the index. Tantivy's own phrases find the same and
//! take longer: of a phrase of frequent words nearly all time goes into comparing positions, and it does so one by one.

use std::fmt;

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, Term,
    fieldnorm::FieldNormReader,
    postings::{Postings as _, SegmentPostings},
    query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
    schema::IndexRecordOption,
};

/// Words of one column that stand together.
#[derive(Debug, Clone)]
pub(crate) struct Together {
    /// At least two.
    terms: Vec<Term>,
    how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// One after the other.
    InOrder,
    /// Two of them in either order, their positions at most this far apart.
    Within(u32),
}

impl Together {
    /// Words one after the other.
    pub(crate) fn in_order(terms: Vec<Term>) -> Self {
        let how = How::InOrder;
        Self { terms, how }
    }

    /// Two words in either order whose positions are at most `distance` apart. A word is near itself.
    pub(crate) fn within(terms: [Term; 2], distance: u32) -> Self {
        Self {
            terms: terms.into(),
            how: How::Within(distance),
        }
    }
}

impl Query for Together {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let scores = match scoring {
            EnableScoring::Enabled {
                statistics_provider,
                ..
            } => Some(Bm25Weight::for_terms(statistics_provider, &self.terms)?),
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(TogetherWeight {
            asked: self.clone(),
            scores,
        }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        for term in &self.terms {
            visitor(term, true);
        }
    }
}

struct TogetherWeight {
    asked: Together,
    /// `None` when nobody asks for scores.
    scores: Option<Bm25Weight>,
}

impl Weight for TogetherWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Together { terms, how } = &self.asked;
        let Some(first) = terms.first() else {
            return Ok(Box::new(EmptyScorer));
        };
        let inverted = reader.inverted_index(first.field())?;
        let mut words = Vec::with_capacity(terms.len());
        for (at, term) in terms.iter().enumerate() {
            let kept = IndexRecordOption::WithFreqsAndPositions;
            let Some(postings) = inverted.read_postings(term, kept)? else {
                return Ok(Box::new(EmptyScorer));
            };
            // Positions of words that follow each other become the same when each is moved to the last one's place.
            let offset = match how {
                How::InOrder => (terms.len() - 1 - at) as u32,
                How::Within(_) => 0,
            };
            words.push(WordPostings { postings, offset });
        }
        // The rarest word leads: the others are only asked about its articles.
        words.sort_by_key(|word| word.postings.size_hint());
        let scores = match &self.scores {
            Some(scores) => Some((
                scores.boost_by(boost),
                reader.get_fieldnorms_reader(first.field())?,
            )),
            None => None,
        };
        let mut scorer = TogetherScorer {
            words,
            how: *how,
            left: Vec::new(),
            right: Vec::new(),
            times: 0,
            scores,
        };
        let doc = scorer.doc();
        scorer.settle(doc);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        let found = scorer.doc() <= doc && scorer.seek(doc) == doc;
        let score = if found { scorer.score() } else { 0.0 };
        Ok(Explanation::new_with_string(
            format!("{:?}", self.asked),
            score,
        ))
    }
}

struct WordPostings {
    postings: SegmentPostings,
    offset: u32,
}

struct TogetherScorer {
    /// The rarest first; at least one.
    words: Vec<WordPostings>,
    how: How,
    left: Vec<u32>,
    right: Vec<u32>,
    /// How often the words stand together in the present article.
    times: u32,
    scores: Option<(Bm25Weight, FieldNormReader)>,
}

impl TogetherScorer {
    /// Goes on to the first article from `doc` on, at which the first word stands, that has the words together.
    fn settle(&mut self, mut doc: DocId) -> DocId {
        while doc != TERMINATED {
            doc = match self.farthest(doc) {
                Some(behind) => self.words[0].postings.seek(behind),
                None if self.stand_together() => return doc,
                None => self.words[0].postings.advance(),
            };
        }
        TERMINATED
    }

    /// Where the next article with one of the other words is, when that is not `doc`.
    fn farthest(&mut self, doc: DocId) -> Option<DocId> {
        self.words[1..].iter_mut().find_map(|word| {
            let mut at = word.postings.doc();
            if at < doc {
                at = word.postings.seek(doc);
            }
            (at != doc).then_some(at)
        })
    }

    fn stand_together(&mut self) -> bool {
        let Self {
            words, left, right, ..
        } = self;
        let [first, between @ .., last] = words.as_mut_slice() else {
            return false;
        };
        let read = |word: &mut WordPostings, positions: &mut Vec<u32>| {
            word.postings.positions_with_offset(word.offset, positions);
        };
        read(first, left);
        for word in between {
            read(word, right);
            keep_common(left, right);
            if left.is_empty() {
                return false;
            }
        }
        read(last, right);
        self.times = match self.how {
            How::InOrder => common(left, right),
            How::Within(distance) => near(left, right, distance),
        };
        self.times > 0
    }
}

impl DocSet for TogetherScorer {
    fn advance(&mut self) -> DocId {
        let doc = self.words[0].postings.advance();
        self.settle(doc)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        let doc = self.words[0].postings.seek(target);
        self.settle(doc)
    }

    fn doc(&self) -> DocId {
        self.words[0].postings.doc()
    }

    fn size_hint(&self) -> u32 {
        // Few articles that have the words have them together.
        self.words[0].postings.size_hint() / 10
    }

    fn cost(&self) -> u64 {
        // Reading positions is dear.
        u64::from(self.words[0].postings.size_hint()) * 10 * self.words.len() as u64
    }
}

impl Scorer for TogetherScorer {
    fn score(&mut self) -> Score {
        let doc = self.doc();
        self.scores.as_ref().map_or(1.0, |(scores, norms)| {
            scores.score(norms.fieldnorm_id(doc), self.times)
        })
    }
}

impl fmt::Debug for TogetherScorer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TogetherScorer")
            .field("doc", &self.doc())
            .finish()
    }
}

/// Positions compared at once: each of so many with each of so many others, which processors do faster than they guess
/// which of two is the lesser.
const BLOCK: usize = 4;

/// How many numbers two ascending lists have in common; none comes twice in one list.
fn common(left: &[u32], right: &[u32]) -> u32 {
    let (mut at, mut other_at, mut count) = (0, 0, 0);
    while let (Some(block), Some(other)) = (
        left[at..].first_chunk::<BLOCK>(),
        right[other_at..].first_chunk::<BLOCK>(),
    ) {
        for one in block {
            for two in other {
                count += u32::from(one == two);
            }
        }
        // The block that ends first can have nothing in common with what follows the other.
        let (last, other_last) = (block[BLOCK - 1], other[BLOCK - 1]);
        at += usize::from(last <= other_last) * BLOCK;
        other_at += usize::from(other_last <= last) * BLOCK;
    }
    while let (Some(one), Some(two)) = (left.get(at), right.get(other_at)) {
        count += u32::from(one == two);
        at += usize::from(one <= two);
        other_at += usize::from(two <= one);
    }
    count
}

/// Keeps of `left` what is in `right`, too.
fn keep_common(left: &mut Vec<u32>, right: &[u32]) {
    let mut at = 0;
    left.retain(|one| {
        while right.get(at).is_some_and(|two| two < one) {
            at += 1;
        }
        right.get(at) == Some(one)
    });
}

/// How many numbers of the first ascending list have one of the other at most so far away.
fn near(left: &[u32], right: &[u32], distance: u32) -> u32 {
    let (mut at, mut other_at, mut count) = (0, 0, 0);
    while let (Some(one), Some(two)) = (left.get(at), right.get(other_at)) {
        // Written without branches: which way each goes cannot be guessed. What is passed is reached, too.
        let reached = two.saturating_add(distance) >= *one;
        let passed = *two > one.saturating_add(distance);
        count += u32::from(reached != passed);
        at += usize::from(reached);
        other_at += usize::from(!reached);
    }
    count
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn positions() -> impl Strategy<Value = Vec<u32>> {
        prop::collection::btree_set(0..120_u32, 0..60)
            .prop_map(|set: BTreeSet<u32>| set.into_iter().collect())
    }

    proptest! {
        #[test]
        fn positions_in_both_are_counted_and_kept(left in positions(), right in positions()) {
            let both: Vec<u32> = left.iter().copied().filter(|one| right.contains(one)).collect();
            prop_assert_eq!(common(&left, &right) as usize, both.len());
            let mut kept = left.clone();
            keep_common(&mut kept, &right);
            prop_assert_eq!(kept, both);
        }

        #[test]
        fn positions_near_another_are_counted(
            left in positions(),
            right in positions(),
            distance in 0..12_u32,
        ) {
            let expected = left
                .iter()
                .filter(|one| right.iter().any(|two| one.abs_diff(*two) <= distance))
                .count();
            prop_assert_eq!(near(&left, &right, distance) as usize, expected);
        }
    }
}
