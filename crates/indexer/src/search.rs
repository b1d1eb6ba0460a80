//! Searching.

use std::{ops::Range, sync::Arc};

use jiff::Timestamp;
use langnghe_model::{ArticleId, Field, PlaceId};
use langnghe_query::Query;
use tantivy::{
    Searcher, TantivyDocument, collector::Collector, query::Query as Tantivy, schema::Value,
};

use crate::{
    CopyOf, Cursor, Index, IndexError, Snippet,
    copies::Folded,
    error::guarded,
    meant::Meant,
    readings::{self, Readings},
    snippet::shown,
    translate::translate,
    verified::{Verified, stored_text},
};

/// The order of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// The best first: BM25, with headline above lead above body. Of equally good ones the newest.
    Relevance,
    /// The newest first.
    Newest,
}

/// Sets of articles that the caller has looked up elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restrict {
    /// Only these; `None`: all.
    pub(crate) allowed: Option<Vec<ArticleId>>,
    /// None of these.
    pub(crate) refused: Vec<ArticleId>,
}

impl Restrict {
    /// Lets only these through, of those that were let through before.
    pub fn allow(&mut self, mut articles: Vec<ArticleId>) {
        articles.sort_unstable();
        self.allowed = Some(match self.allowed.take() {
            None => articles,
            Some(mut before) => {
                before.retain(|article| articles.binary_search(article).is_ok());
                before
            }
        });
    }

    /// Keeps these out.
    pub fn refuse(&mut self, articles: Vec<ArticleId>) {
        self.refused.extend(articles);
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// The query.
    pub query: Query,
    /// The order.
    pub sort: Sort,
    /// At most so many answers.
    pub limit: usize,
    /// Left out at the beginning.
    pub offset: usize,
    /// Articles let through and kept out.
    pub restrict: Restrict,
    /// About how long a snippet is, in characters. With 0 there is none, and nothing is marked in the headline.
    pub snippet_chars: usize,
    /// Whether copies stand under their original, and count with it in `limit` and `offset`.
    pub fold: bool,
    /// Goes on where an earlier page ended, over the articles that were there when the first one was asked for.
    pub after: Option<Cursor>,
}

impl SearchRequest {
    /// The twenty best answers to a query.
    pub fn new(query: Query) -> Self {
        Self {
            query,
            sort: Sort::Relevance,
            limit: 20,
            offset: 0,
            restrict: Restrict::default(),
            snippet_chars: 240,
            fold: false,
            after: None,
        }
    }
}

/// The answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// How many articles answer, copies and what earlier pages showed among them.
    pub total: usize,
    /// How many of them are folded under another.
    pub copies: usize,
    /// When copies were looked for only among the first answers: among how many.
    pub copies_among: Option<usize>,
    /// How many more answer by now that came in after the first page was shown.
    pub newer: usize,
    /// Those asked for.
    pub hits: Vec<Hit>,
    /// Where the answer goes on, when it does.
    pub next: Option<Cursor>,
}

/// One article that answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The article.
    pub article: ArticleId,
    /// Its address.
    pub url: String,
    /// Its source's id.
    pub source: String,
    /// Its headline.
    pub title: String,
    /// What was found in the headline.
    pub title_marks: Vec<Range<usize>>,
    /// Its time: published, else first seen.
    pub time: Timestamp,
    /// Its score; 0 when sorted by time.
    pub score: f32,
    /// A passage of lead or body that shows what was found.
    pub snippet: Snippet,
    /// The places it names.
    pub places: Vec<PlaceId>,
    /// How many copies are folded under it.
    pub copies: usize,
    /// Its copies, the earliest first; the first fifty.
    pub listed: Vec<CopyOf>,
}

impl Index {
    /// Answers a search from the last commit.
    ///
    /// # Errors
    /// A filter asks for what is not kept, or the index cannot be read.
    pub fn search(&self, request: &SearchRequest) -> Result<Results, IndexError> {
        if let Some(cursor) = &request.after
            && !cursor.belongs_to(request)
        {
            return Err(IndexError::OtherCursor);
        }
        let searcher = self.reader.searcher();
        // Without an order nothing needs to be known of what was meant.
        let ranked = request.sort == Sort::Relevance && request.limit > 0;
        let readings = if ranked && Meant::asks(&request.query) {
            readings::current(self, &searcher)
        } else {
            Arc::default()
        };
        self.asked(request, &readings, |query| {
            self.answers(&searcher, query, request)
        })?
        .ok_or(IndexError::OtherCursor)
    }

    /// Gives every article that answers to a collector, whatever page was asked for.
    pub(crate) fn collect<C: Collector>(
        &self,
        request: &SearchRequest,
        collector: &C,
    ) -> Result<C::Fruit, IndexError> {
        let searcher = self.reader.searcher();
        self.asked(request, &Readings::default(), |query| {
            searcher.search(query, collector)
        })
    }

    /// Asks the index with what a request became.
    pub(crate) fn asked<T>(
        &self,
        request: &SearchRequest,
        readings: &Readings,
        ask: impl FnOnce(&dyn Tantivy) -> tantivy::Result<T>,
    ) -> Result<T, IndexError> {
        let translated = translate(&request.query, &request.restrict, &self.columns, readings)?;
        let read = guarded(|| {
            if translated.exact {
                return ask(translated.query.as_ref());
            }
            let verified = Verified::new(translated.query, &request.query, &self.columns);
            let found = ask(&verified)?;
            verified.finish().map(|()| found)
        });
        match read {
            Ok(found) => found.map_err(|error| IndexError::of(&self.dir, error)),
            Err(what) => Err(IndexError::Damaged {
                dir: self.dir.display().to_string(),
                what,
            }),
        }
    }

    pub(crate) fn hit(
        &self,
        searcher: &Searcher,
        folded: &Folded,
        request: &SearchRequest,
    ) -> tantivy::Result<Hit> {
        let (key, address) = folded.original;
        let document: TantivyDocument = searcher.doc(address)?;
        let columns = &self.columns;
        let text = |column| {
            document
                .get_first(column)
                .and_then(|value| value.as_str())
                .unwrap_or_default()
                .to_owned()
        };
        let title = text(columns.marked(Field::Title));
        let (mut title_marks, mut snippet) = (Vec::new(), Snippet::default());
        if request.snippet_chars > 0 {
            let text = stored_text(&document, columns);
            (title_marks, snippet) = shown(text, &request.query, request.snippet_chars);
        }
        Ok(Hit {
            article: ArticleId(key.article),
            url: text(columns.url),
            source: text(columns.source),
            title,
            title_marks,
            time: Timestamp::from_second(key.time).unwrap_or(Timestamp::UNIX_EPOCH),
            score: folded.key.score,
            snippet,
            places: document
                .get_all(columns.places)
                .filter_map(|value| value.as_str().and_then(|id| id.parse().ok()))
                .collect(),
            copies: folded.copies.len(),
            listed: folded.listed(searcher, columns)?,
        })
    }
}
