//! Copies folded under their originals.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use langnghe_model::ArticleId;
use langnghe_stories::{Candidate, Sketch, originals};
use rustc_hash::FxHashMap;
use tantivy::{
    DocAddress, Searcher, TantivyDocument,
    columnar::{Column, StrColumn},
    schema::Value,
};

use crate::{
    Sort,
    order::Key,
    schema::{Columns, SKETCH, SOURCE},
};

/// Among so many of the first answers copies are looked for; what stands behind them is shown as it is. It bounds the time
/// of a search, which grows by half a microsecond for each, and is five pages.
pub(crate) const FOLDED: usize = 100;

/// What stands in the columns of an article without a sketch: columns in which every article has a value are read faster.
pub(crate) const NO_SKETCH: [u64; 4] = [0; 4];

/// Copies of one article that are listed; more are only counted.
const LISTED: usize = 50;

/// An article whose text is that of the answer it is folded under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyOf {
    /// The article.
    pub article: ArticleId,
    /// Its address.
    pub url: String,
    /// Its source's id.
    pub source: String,
    /// Its headline.
    pub title: String,
    /// Its time: published, else first seen.
    pub time: Timestamp,
}

/// An article with its copies among the answers.
#[derive(Debug)]
pub(crate) struct Folded {
    /// Where they stand together.
    pub(crate) key: Key,
    /// The original, and where it stands itself.
    pub(crate) original: (Key, DocAddress),
    /// The copies, the earliest first.
    pub(crate) copies: Vec<(Key, DocAddress)>,
}

impl Folded {
    /// An answer by itself.
    pub(crate) fn alone(original: (Key, DocAddress)) -> Self {
        Self {
            key: original.0,
            original,
            copies: Vec::new(),
        }
    }

    /// The copies that are listed.
    pub(crate) fn listed(
        &self,
        searcher: &Searcher,
        columns: &Columns,
    ) -> tantivy::Result<Vec<CopyOf>> {
        let listed = self.copies.iter().take(LISTED);
        listed
            .map(|(key, address)| {
                let document: TantivyDocument = searcher.doc(*address)?;
                let text = |column| {
                    let value = document.get_first(column);
                    value.and_then(|value| value.as_str()).unwrap_or_default()
                };
                Ok(CopyOf {
                    article: ArticleId(key.article),
                    url: text(columns.url).to_owned(),
                    source: text(columns.source).to_owned(),
                    title: text(columns.marked(langnghe_model::Field::Title)).to_owned(),
                    time: Timestamp::from_second(key.time).unwrap_or(Timestamp::UNIX_EPOCH),
                })
            })
            .collect()
    }
}

/// Folds answers, which come and go in their order. By relevance an article stands where the best of its copies would; by
/// time where it stands itself.
pub(crate) fn fold(sketches: &Sketches, answers: &[(Key, DocAddress)], sort: Sort) -> Vec<Folded> {
    let candidates: Vec<Candidate> = answers
        .iter()
        .map(|(key, address)| Candidate {
            time: key.time,
            id: key.article,
            source: sketches.source(*address),
            sketch: sketches.get(*address),
        })
        .collect();
    let originals = originals(&candidates);
    let mut folded: Vec<Folded> = answers.iter().copied().map(Folded::alone).collect();
    for (at, of) in originals.iter().copied().enumerate() {
        if at != of {
            let copy = answers[at];
            folded[of].copies.push(copy);
            if sort == Sort::Relevance {
                folded[of].key = folded[of].key.min(copy.0);
            }
        }
    }
    let mut originals = originals.into_iter().enumerate();
    folded.retain(|_| originals.next().is_none_or(|(at, of)| at == of));
    for one in &mut folded {
        one.copies
            .sort_unstable_by_key(|(key, _)| (key.time, key.article));
    }
    folded.sort_unstable_by_key(|one| one.key);
    folded
}

/// The sketches as of the latest commit that was searched.
#[derive(Default)]
pub(crate) struct Latest(Mutex<Option<(u64, Arc<Sketches>)>>);

impl Latest {
    pub(crate) fn of(&self, searcher: &Searcher) -> tantivy::Result<Arc<Sketches>> {
        let generation = searcher.generation().generation_id();
        // What a search that panicked left is whole: it is put in at once.
        let mut latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, sketches)) = &*latest
            && *of == generation
        {
            return Ok(Arc::clone(sketches));
        }
        let sketches = Arc::new(Sketches::of(searcher)?);
        *latest = Some((generation, Arc::clone(&sketches)));
        Ok(sketches)
    }
}

/// The sketches of all articles in the index, and their sources.
pub(crate) struct Sketches {
    segments: Vec<OfSegment>,
}

struct OfSegment {
    sketch: [Option<Column<u64>>; 4],
    source: Option<StrColumn>,
    /// The number of each source, by its place in the column.
    sources: Vec<u32>,
}

impl Sketches {
    fn of(searcher: &Searcher) -> tantivy::Result<Self> {
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let fast = reader.fast_fields();
            let mut sketch = [None, None, None, None];
            for (column, name) in sketch.iter_mut().zip(SKETCH) {
                *column = fast.column_opt(name)?;
            }
            let source = fast.str(SOURCE)?;
            let mut sources = Vec::new();
            if let Some(column) = &source {
                let mut names = column.dictionary().stream()?;
                while names.advance() {
                    let name = String::from_utf8_lossy(names.key()).into_owned();
                    let next = numbers.len() as u32;
                    sources.push(*numbers.entry(name).or_insert(next));
                }
            }
            segments.push(OfSegment {
                sketch,
                source,
                sources,
            });
        }
        Ok(Self { segments })
    }

    /// A number that tells an article's source from others.
    fn source(&self, address: DocAddress) -> u32 {
        let source = self.segments.get(address.segment_ord as usize);
        let place = source.and_then(|of| {
            let column = of.source.as_ref()?;
            let place = column.term_ords(address.doc_id).next()?;
            of.sources.get(place as usize).copied()
        });
        place.unwrap_or(u32::MAX)
    }

    /// How many articles have a text like this.
    pub(crate) fn count(&self, searcher: &Searcher, sketch: &Sketch) -> u64 {
        let segments = (0..).zip(searcher.segment_readers());
        let alike = segments.flat_map(|(segment, reader)| {
            let alive = reader.doc_ids_alive();
            alive.filter_map(move |doc| self.get(DocAddress::new(segment, doc)))
        });
        alike.filter(|other| other.is_like(sketch)).count() as u64
    }

    /// An article's; `None` when its text is too short for one.
    pub(crate) fn get(&self, address: DocAddress) -> Option<Sketch> {
        let of = self.segments.get(address.segment_ord as usize)?;
        let mut words = [0; 4];
        for (word, column) in words.iter_mut().zip(&of.sketch) {
            *word = column.as_ref()?.first(address.doc_id)?;
        }
        (words != NO_SKETCH).then(|| Sketch::from_words(words))
    }
}
