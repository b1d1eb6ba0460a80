//! A query whose candidates are decided one by one on the stored text, by the evaluator of the `query` crate:
//! for what postings alone cannot tell (NEAR over phrases, sentences, capitals). Index and memory agree by
//! construction.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use langnghe_model::{ArticleText, Field};
use langnghe_query::Fields;
use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyDocument, TantivyError,
    fastfield::AliveBitSet,
    query::{EnableScoring, Explanation, Query, Scorer, Weight},
    schema::Value,
    store::StoreReader,
};

use crate::schema::Columns;

/// Blocks of the document store kept while candidates are decided: they come in the store's order.
const CACHED_BLOCKS: usize = 2;

/// Stands around the whole query, filters included, so that nothing is decided that something else rules out.
#[derive(Clone)]
pub(crate) struct Verified {
    superset: Arc<dyn Query>,
    decide: Arc<Decide>,
}

/// What decides a candidate.
struct Decide {
    query: langnghe_query::Query,
    columns: Columns,
    /// The first stored text that could not be read: a scorer has no way to fail.
    failure: OnceLock<TantivyError>,
}

impl Verified {
    /// Of what `superset` finds, lets through what `query` matches.
    pub(crate) fn new(
        superset: Box<dyn Query>,
        query: &langnghe_query::Query,
        columns: &Columns,
    ) -> Self {
        Self {
            superset: Arc::from(superset),
            decide: Arc::new(Decide {
                query: query.clone(),
                columns: columns.clone(),
                failure: OnceLock::new(),
            }),
        }
    }

    /// Whether every candidate could be decided; to be asked after the search.
    pub(crate) fn finish(&self) -> tantivy::Result<()> {
        self.decide
            .failure
            .get()
            .map_or(Ok(()), |error| Err(error.clone()))
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("superset", &self.superset)
            .finish_non_exhaustive()
    }
}

impl Query for Verified {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(VerifiedWeight {
            inner: self.superset.weight(scoring)?,
            decide: Arc::clone(&self.decide),
        }))
    }
}

struct VerifiedWeight {
    inner: Box<dyn Weight>,
    decide: Arc<Decide>,
}

impl Weight for VerifiedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut scorer = VerifiedScorer {
            inner: self.inner.scorer(reader, boost)?,
            store: reader.get_store_reader(CACHED_BLOCKS)?,
            alive: reader.alive_bitset().cloned(),
            decide: Arc::clone(&self.decide),
        };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.inner.explain(reader, doc)
    }
}

struct VerifiedScorer {
    inner: Box<dyn Scorer>,
    store: StoreReader,
    alive: Option<AliveBitSet>,
    decide: Arc<Decide>,
}

impl VerifiedScorer {
    /// Goes on to the next candidate that matches, from where the inner scorer stands.
    fn settle(&mut self) -> DocId {
        let mut doc = self.inner.doc();
        while doc != TERMINATED && !self.matches(doc) {
            doc = self.inner.advance();
        }
        doc
    }

    fn matches(&self, doc: DocId) -> bool {
        if self
            .alive
            .as_ref()
            .is_some_and(|alive| alive.is_deleted(doc))
        {
            return false;
        }
        match self.store.get::<TantivyDocument>(doc) {
            Ok(document) => {
                let text = stored_text(&document, &self.decide.columns);
                let fields = Fields::for_query(text, &self.decide.query);
                self.decide.query.matches(&fields).is_some()
            }
            Err(error) => {
                self.decide.failure.get_or_init(|| error);
                false
            }
        }
    }
}

impl DocSet for VerifiedScorer {
    fn advance(&mut self) -> DocId {
        self.inner.advance();
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.inner.doc() >= target {
            return self.inner.doc();
        }
        self.inner.seek(target);
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }
}

impl Scorer for VerifiedScorer {
    fn score(&mut self) -> Score {
        self.inner.score()
    }
}

/// An article's text as the index keeps it.
pub(crate) fn stored_text(document: &TantivyDocument, columns: &Columns) -> ArticleText {
    let text = |field: Field| {
        document
            .get_first(columns.marked(field))
            .and_then(|value| value.as_str())
            .unwrap_or_default()
            .to_owned()
    };
    ArticleText {
        title: text(Field::Title),
        lead: text(Field::Lead),
        body: text(Field::Body),
    }
}
