//! The order of answers, and the collector that takes the first ones in it.

use std::cmp::Ordering;

use tantivy::{
    DocAddress, DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::Column,
};

use crate::schema::{ARTICLE, TIME};

/// Where an answer stands among all: by score, then the newest, then by id, so that the order is the same however the
/// index is cut into segments. The lesser one comes first.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    /// 0 when answers are sorted by time.
    pub(crate) score: f32,
    pub(crate) time: i64,
    pub(crate) article: i64,
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then_with(|| other.time.cmp(&self.time))
            .then_with(|| self.article.cmp(&other.article))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Key {}

/// A score without its last bits, which depend on how the index is cut into segments: there the parts of a sum are added
/// in another order. What is left tells scores apart that differ by one part in eight thousand.
fn rounded(score: Score) -> Score {
    const LOST: u32 = 1 << 10;
    Score::from_bits(score.to_bits().saturating_add(LOST / 2) & !(LOST - 1))
}

/// Takes the first answers in their order, and counts all.
#[derive(Debug, Clone)]
pub(crate) struct Ranked {
    /// By score; otherwise by time.
    pub(crate) scored: bool,
    /// Only what stands after this.
    pub(crate) after: Option<Key>,
    /// At most so many.
    pub(crate) limit: usize,
    /// Leaves out articles that came later than this one, and counts them.
    pub(crate) pinned: Option<i64>,
}

/// What was taken.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// All that answer, wherever they stand.
    pub(crate) total: usize,
    /// Those left out as too new.
    pub(crate) newer: usize,
    /// The first ones, in order.
    pub(crate) first: Vec<(Key, DocAddress)>,
}

impl Collector for Ranked {
    type Fruit = Taken;
    type Child = OfSegment;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<OfSegment> {
        let fast = reader.fast_fields();
        Ok(OfSegment {
            asked: self.clone(),
            segment,
            time: fast.i64(TIME)?,
            article: fast.i64(ARTICLE)?,
            taken: Taken::default(),
            worst: None,
        })
    }

    fn requires_scoring(&self) -> bool {
        self.scored
    }

    fn merge_fruits(&self, segments: Vec<Taken>) -> tantivy::Result<Taken> {
        let mut all = Taken::default();
        for taken in segments {
            all.total += taken.total;
            all.newer += taken.newer;
            all.first.extend(taken.first);
        }
        all.first.sort_unstable_by_key(|(key, _)| *key);
        all.first.truncate(self.limit);
        Ok(all)
    }
}

pub(crate) struct OfSegment {
    asked: Ranked,
    segment: SegmentOrdinal,
    time: Column<i64>,
    article: Column<i64>,
    taken: Taken,
    /// What is not better than this is not among the first.
    worst: Option<Key>,
}

impl SegmentCollector for OfSegment {
    type Fruit = Taken;

    fn collect(&mut self, doc: DocId, score: Score) {
        let number = |column: &Column<i64>| column.first(doc).unwrap_or_default();
        if let Some(last) = self.asked.pinned
            && number(&self.article) > last
        {
            self.taken.newer += 1;
            return;
        }
        self.taken.total += 1;
        if self.asked.limit == 0 {
            return;
        }
        let score = if self.asked.scored {
            rounded(score)
        } else {
            0.0
        };
        // Most answers are told by their score alone.
        if self.worst.is_some_and(|worst| score < worst.score) {
            return;
        }
        let key = Key {
            score,
            time: number(&self.time),
            article: number(&self.article),
        };
        if self.worst.is_some_and(|worst| worst < key)
            || self.asked.after.is_some_and(|after| key <= after)
        {
            return;
        }
        let first = &mut self.taken.first;
        first.push((key, DocAddress::new(self.segment, doc)));
        let limit = self.asked.limit;
        if first.len() >= limit.saturating_mul(2) {
            let (_, (worst, _), _) = first.select_nth_unstable_by_key(limit - 1, |(key, _)| *key);
            self.worst = Some(*worst);
            first.truncate(limit);
        }
    }

    fn harvest(self) -> Taken {
        self.taken
    }
}
