//! How the articles that answer a search spread over sources, sections, places and days.

use std::{
    collections::{BTreeMap, hash_map::Entry},
    sync::Arc,
};

use jiff::{Timestamp, civil::Date};
use langnghe_model::{ArticleId, Day, PlaceId, SourceId};
use langnghe_query::section_key;
use rustc_hash::FxHashMap;
use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Column, StrColumn},
};

use crate::{
    Index, IndexError, SearchRequest,
    schema::{ARTICLE, REGIONS, SECTION, SOURCE, TIME},
};

/// How many articles answer a search, and which.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// All of them.
    pub total: usize,
    /// Of each source; the most first.
    pub sources: Vec<(SourceId, usize)>,
    /// Of each section, under the name that most of them have it by; the most first.
    pub sections: Vec<(String, usize)>,
    /// That name a place or one inside it; the most first.
    pub places: Vec<(PlaceId, usize)>,
    /// Of each local day (+07:00) that has any, in order.
    pub days: Vec<(Date, usize)>,
    /// Of each group that was asked about.
    pub groups: Vec<usize>,
}

impl Index {
    /// Counts what a search finds, over all its pages, and how much of it lies in each of these groups of articles.
    ///
    /// # Errors
    /// A filter asks for what is not kept, or the index cannot be read.
    pub fn facets(
        &self,
        request: &SearchRequest,
        groups: &[Vec<ArticleId>],
    ) -> Result<Facets, IndexError> {
        let mut of: FxHashMap<i64, Vec<usize>> = FxHashMap::default();
        for (group, articles) in groups.iter().enumerate() {
            for article in articles {
                of.entry(article.0).or_default().push(group);
            }
        }
        let counting = Counting {
            pinned: request.after.as_ref().map(|cursor| cursor.pinned.0),
            groups: groups.len(),
            of: Arc::new(of),
        };
        self.collect(request, &counting).map(Facets::of)
    }
}

impl Facets {
    fn of(counts: Counts) -> Self {
        Self {
            total: counts.total,
            sources: most_first(counts.sources),
            sections: sections(counts.sections),
            places: most_first(counts.places),
            days: counts
                .days
                .into_iter()
                .map(|(day, count)| (day.0, count))
                .collect(),
            groups: counts.groups,
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

/// Sections by what their names have in common, each under the name that most of its articles have.
fn sections(counts: BTreeMap<String, usize>) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    // Of two that as many have, the one in small letters, which stand behind capitals.
    counts.sort_by(|(name, count), (other, others)| others.cmp(count).then(other.cmp(name)));
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    let mut sections: Vec<(String, usize)> = Vec::new();
    for (name, count) in counts {
        match known.entry(section_key(&name)) {
            Entry::Occupied(at) => sections[*at.get()].1 += count,
            Entry::Vacant(at) => {
                at.insert(sections.len());
                sections.push((name, count));
            }
        }
    }
    sections.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    sections
}

struct Counting {
    /// Articles that came later do not count.
    pinned: Option<i64>,
    groups: usize,
    /// The groups that an article lies in.
    of: Arc<FxHashMap<i64, Vec<usize>>>,
}

#[derive(Default)]
struct Counts {
    total: usize,
    sources: BTreeMap<String, usize>,
    sections: BTreeMap<String, usize>,
    places: BTreeMap<String, usize>,
    days: BTreeMap<Day, usize>,
    groups: Vec<usize>,
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
            sections: Terms::of(fast.str(SECTION)?),
            places: Terms::of(fast.str(REGIONS)?),
            time: fast.i64(TIME)?,
            days: Days::default(),
            article: fast.i64(ARTICLE)?,
            pinned: self.pinned,
            of: Arc::clone(&self.of),
            groups: vec![0; self.groups],
        })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Counts>) -> tantivy::Result<Counts> {
        let mut all = Counts {
            groups: vec![0; self.groups],
            ..Counts::default()
        };
        for counts in segments {
            for (group, count) in all.groups.iter_mut().zip(counts.groups) {
                *group += count;
            }
            all.total += counts.total;
            add(&mut all.sources, counts.sources);
            add(&mut all.sections, counts.sections);
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
    sections: Terms,
    places: Terms,
    time: Column<i64>,
    days: Days,
    article: Column<i64>,
    pinned: Option<i64>,
    of: Arc<FxHashMap<i64, Vec<usize>>>,
    groups: Vec<usize>,
}

/// Articles of each local day.
#[derive(Default)]
struct Days {
    counts: BTreeMap<Day, usize>,
    /// The day met last and how many articles of it are not counted yet: most come in nearly the order of time.
    last: Option<(Day, std::ops::Range<i64>, usize)>,
}

impl Days {
    fn count(&mut self, second: i64) {
        if let Some((_, within, count)) = &mut self.last
            && within.contains(&second)
        {
            *count += 1;
            return;
        }
        self.settle();
        let day = Day::of(Timestamp::from_second(second).unwrap_or_default());
        let (start, end) = day.bounds();
        self.last = Some((day, start.as_second()..end.as_second(), 1));
    }

    fn settle(&mut self) {
        if let Some((day, _, count)) = self.last.take() {
            *self.counts.entry(day).or_default() += count;
        }
    }
}

impl SegmentCollector for OfSegment {
    type Fruit = Counts;

    fn collect(&mut self, doc: DocId, _: Score) {
        // Hardly any search asks about groups or has a page before it.
        if self.pinned.is_some() || !self.groups.is_empty() {
            let article = self.article.first(doc).unwrap_or_default();
            if self.pinned.is_some_and(|last| article > last) {
                return;
            }
            for group in self.of.get(&article).into_iter().flatten() {
                self.groups[*group] += 1;
            }
        }
        self.total += 1;
        self.sources.count(doc);
        self.sections.count(doc);
        self.places.count(doc);
        if let Some(second) = self.time.first(doc) {
            self.days.count(second);
        }
    }

    fn harvest(mut self) -> Counts {
        self.days.settle();
        Counts {
            total: self.total,
            sources: self.sources.named(),
            sections: self.sections.named(),
            places: self.places.named(),
            days: self.days.counts,
            groups: self.groups,
        }
    }
}
