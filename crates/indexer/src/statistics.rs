//! The numbers that scores are reckoned with (how many articles there are, how many have a word), noted for the first page
//! of an answer and taken again for the next: articles that come in between change no score.

use std::{
    cell::RefCell,
    hash::{Hash, Hasher},
};

use rustc_hash::{FxHashMap, FxHasher};
use tantivy::{
    Searcher, Term,
    query::{Bm25StatisticsProvider, EnableScoring, Query},
    schema::Field as Column,
};

/// More numbers than this are not kept for the next page: an address must not grow without end.
const MOST: usize = 400;

/// What a number is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum What {
    /// Documents.
    Docs,
    /// Tokens of a column.
    Tokens(Column),
    /// Documents that have a term.
    Having(Term),
}

/// The numbers of a search, kept for its next page, in the order in which the query asks for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Tells what they are about.
    pub(crate) about: u32,
    pub(crate) numbers: Vec<u64>,
}

/// Gives the numbers, and notes which were asked for.
pub(crate) struct Statistics<'a> {
    searcher: &'a Searcher,
    noted: RefCell<Noted>,
}

#[derive(Default)]
struct Noted {
    numbers: FxHashMap<What, u64>,
    order: Vec<What>,
}

impl<'a> Statistics<'a> {
    /// Those of the index as it is.
    pub(crate) fn new(searcher: &'a Searcher) -> Self {
        Self {
            searcher,
            noted: RefCell::default(),
        }
    }

    /// Those that were kept, when the query still asks for the same ones, otherwise those of the index as it is; `None` when
    /// nobody can have kept such numbers.
    pub(crate) fn again(
        searcher: &'a Searcher,
        query: &dyn Query,
        kept: &Kept,
    ) -> tantivy::Result<Option<Self>> {
        let now = Self::new(searcher);
        query.weight(EnableScoring::enabled_from_statistics_provider(
            &now, searcher,
        ))?;
        let mut noted = now.noted.take();
        if noted.about() == kept.about && noted.order.len() == kept.numbers.len() {
            noted.numbers = noted
                .order
                .iter()
                .cloned()
                .zip(kept.numbers.iter().copied())
                .collect();
            // Tantivy relies on this.
            let docs = noted.numbers.get(&What::Docs).copied().unwrap_or(0);
            let possible = |(what, number): (&What, &u64)| match what {
                What::Docs => *number > 0,
                What::Tokens(_) => true,
                What::Having(_) => *number <= docs,
            };
            if !noted.numbers.iter().all(possible) {
                return Ok(None);
            }
        }
        now.noted.replace(noted);
        Ok(Some(now))
    }

    /// What the next page needs; `None` when that is too much.
    pub(crate) fn kept(&self) -> Option<Kept> {
        let noted = self.noted.borrow();
        (noted.order.len() <= MOST).then(|| Kept {
            about: noted.about(),
            numbers: noted.order.iter().map(|what| noted.numbers[what]).collect(),
        })
    }

    fn number(
        &self,
        what: What,
        read: impl FnOnce() -> tantivy::Result<u64>,
    ) -> tantivy::Result<u64> {
        if let Some(known) = self.noted.borrow().numbers.get(&what) {
            return Ok(*known);
        }
        let number = read()?;
        let mut noted = self.noted.borrow_mut();
        noted.order.push(what.clone());
        noted.numbers.insert(what, number);
        Ok(number)
    }
}

impl Noted {
    fn about(&self) -> u32 {
        let mut hasher = FxHasher::default();
        self.order.hash(&mut hasher);
        hasher.finish() as u32
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, column: Column) -> tantivy::Result<u64> {
        self.number(What::Tokens(column), || {
            self.searcher.total_num_tokens(column)
        })
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.number(What::Docs, || self.searcher.total_num_docs())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.number(What::Having(term.clone()), || self.searcher.doc_freq(term))
    }
}
