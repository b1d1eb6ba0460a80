//! How the articles that answer a search spread over sources, places and days.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use langnghe_model::{PlaceId, SourceId};
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Column, StrColumn},
};

use crate::{
    Index, IndexError, SearchRequest,
    schema::{REGIONS, SOURCE, TIME},
};

/// Vietnam's days begin so many seconds before those of UTC.
const AHEAD: i64 = 7 * 3600;

const DAY: i64 = 24 * 3600;

/// How many articles answer a search, and which.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// All of them.
    pub total: usize,
    /// Of each source; the most first.
    pub sources: Vec<(SourceId, usize)>,
    /// That name a place or one inside it; the most first.
    pub places: Vec<(PlaceId, usize)>,
    /// Of each local day (+07:00) that has any, in order.
    pub days: Vec<(Date, usize)>,
}

impl Index {
    /// Counts what a search finds, over all its pages.
    ///
    /// # Errors
    /// A filter asks for what is not kept, or the index cannot be read.
    pub fn facets(&self, request: &SearchRequest) -> Result<Facets, IndexError> {
        self.collect(request, &Counting).map(Facets::of)
    }
}

impl Facets {
    fn of(counts: Counts) -> Self {
        Self {
            total: counts.total,
            sources: most_first(counts.sources),
            places: most_first(counts.places),
            days: counts
                .days
                .into_iter()
                .filter_map(|(day, count)| {
                    let days = i32::try_from(day).ok()?.days();
                    Some((Date::constant(1970, 1, 1).checked_add(days).ok()?, count))
                })
                .collect(),
        }
    }
}

/// The most first, and of equally many by name.
fn most_first<Id: std::str::FromStr>(counts: BTreeMap<String, usize>) -> Vec<(Id, usize)> {
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let parsed = counts
        .into_iter()
        .filter_map(|(id, count)| Some((id.parse().ok()?, count)));
    parsed.collect()
}

struct Counting;

#[derive(Default)]
struct Counts {
    total: usize,
    sources: BTreeMap<String, usize>,
    places: BTreeMap<String, usize>,
    /// By days since 1970.
    days: BTreeMap<i64, usize>,
}

impl Collector for Counting {
    type Fruit = Counts;
    type Child = OfSegment;

    fn for_segment(
        &self,
        _: SegmentOrdinal,
        segment: &SegmentReader,
    ) -> tantivy::Result<OfSegment> {
        let fast = segment.fast_fields();
        Ok(OfSegment {
            total: 0,
            sources: Terms::of(fast.str(SOURCE)?),
            places: Terms::of(fast.str(REGIONS)?),
            time: fast.i64(TIME)?,
            days: BTreeMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Counts>) -> tantivy::Result<Counts> {
        let mut all = Counts::default();
        for counts in segments {
            all.total += counts.total;
            add(&mut all.sources, counts.sources);
            add(&mut all.places, counts.places);
            add(&mut all.days, counts.days);
        }
        Ok(all)
    }
}

fn add<Key: Ord>(all: &mut BTreeMap<Key, usize>, some: BTreeMap<Key, usize>) {
    for (key, count) in some {
        *all.entry(key).or_default() += count;
    }
}

/// The terms of a column of one segment, with how often each was met.
struct Terms {
    /// None where no article of the segment has any.
    column: Option<StrColumn>,
    counts: Vec<usize>,
}

impl Terms {
    fn of(column: Option<StrColumn>) -> Self {
        let terms = column.as_ref().map_or(0, |column| column.num_terms());
        Self {
            column,
            counts: vec![0; terms],
        }
    }

    fn count(&mut self, doc: DocId) {
        for term in self.column.iter().flat_map(|column| column.term_ords(doc)) {
            if let Some(count) = self.counts.get_mut(term as usize) {
                *count += 1;
            }
        }
    }

    fn named(self) -> BTreeMap<String, usize> {
        let Some(column) = self.column else {
            return BTreeMap::new();
        };
        let met = (0_u64..).zip(self.counts).filter(|(_, count)| *count > 0);
        met.filter_map(|(term, count)| {
            let mut name = String::new();
            // A name that cannot be read is no name; the search itself tells of damage.
            matches!(column.ord_to_str(term, &mut name), Ok(true)).then_some((name, count))
        })
        .collect()
    }
}

struct OfSegment {
    total: usize,
    sources: Terms,
    places: Terms,
    time: Column<i64>,
    days: BTreeMap<i64, usize>,
}

impl SegmentCollector for OfSegment {
    type Fruit = Counts;

    fn collect(&mut self, doc: DocId, _: Score) {
        self.total += 1;
        self.sources.count(doc);
        self.places.count(doc);
        if let Some(second) = self.time.first(doc) {
            *self
                .days
                .entry((second + AHEAD).div_euclid(DAY))
                .or_default() += 1;
        }
    }

    fn harvest(self) -> Counts {
        Counts {
            total: self.total,
            sources: self.sources.named(),
            places: self.places.named(),
            days: self.days,
        }
    }
}
