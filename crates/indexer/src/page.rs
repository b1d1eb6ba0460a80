//! One page of an answer: which answers stand on it, and where the next one begins.

use langnghe_model::ArticleId;
use tantivy::{Searcher, query::Query as Tantivy};

use crate::{
    Cursor, Hit, Index, Results, SearchRequest, Sort,
    copies::{self, FOLDED, Folded},
    order::{Key, Ranked, Taken},
    schema::ARTICLE,
    statistics::Statistics,
};

impl Index {
    /// `None` when the cursor cannot be one.
    pub(crate) fn answers(
        &self,
        searcher: &Searcher,
        query: &dyn Tantivy,
        request: &SearchRequest,
    ) -> tantivy::Result<Option<Results>> {
        let after = request.after.as_ref();
        let scored = request.sort == Sort::Relevance && request.limit > 0;
        let statistics = match after.and_then(|cursor| cursor.statistics.as_ref()) {
            Some(kept) if scored => match Statistics::again(searcher, query, kept)? {
                Some(statistics) => statistics,
                None => return Ok(None),
            },
            _ => Statistics::new(searcher),
        };
        let take = |limit: usize, after: Option<Key>| -> tantivy::Result<Taken> {
            let ranked = Ranked {
                scored,
                after,
                // There are never more answers than articles; a page far beyond the end costs nothing.
                limit: limit.min(searcher.num_docs() as usize),
                pinned: request.after.as_ref().map(|cursor| cursor.pinned.0),
            };
            searcher.search_with_statistics_provider(query, &ranked, &statistics)
        };

        let last = after.map(|cursor| cursor.last);
        // One more than is shown tells whether the answer goes on.
        let wanted = request
            .limit
            .saturating_add(request.offset)
            .saturating_add(1);
        let (mut copies, mut copies_among) = (0, None);
        let mut page = None;
        let mut taken = Taken::default();
        if request.fold {
            // What is folded must not depend on the page: always the same first answers are looked at.
            taken = take(if request.limit > 0 { FOLDED } else { 0 }, None)?;
            let sketches = self.sketches.of(searcher)?;
            let all = copies::fold(&sketches, &taken.first, request.sort);
            copies = taken.first.len() - all.len();
            copies_among =
                (taken.total > taken.first.len() && request.limit > 0).then_some(taken.first.len());
            let end = (taken.total > taken.first.len())
                .then(|| taken.first.last().map(|(key, _)| *key))
                .flatten();
            // Behind the end answers stand as they are.
            if last.is_none() || end.is_none() || last < end {
                let rest = all.into_iter().filter(|one| Some(one.key) > last);
                let mut shown: Vec<Folded> = rest.skip(request.offset).take(wanted).collect();
                let more = shown.len() > request.limit;
                shown.truncate(request.limit);
                let next = if more {
                    shown.last().map(|one| one.key)
                } else {
                    end
                };
                page = Some((shown, next));
            }
        }
        let (shown, next) = if let Some(page) = page {
            page
        } else {
            taken = take(if request.limit > 0 { wanted } else { 0 }, last)?;
            let rest = std::mem::take(&mut taken.first).into_iter();
            let mut shown: Vec<Folded> = rest.skip(request.offset).map(Folded::alone).collect();
            let more = shown.len() > request.limit;
            shown.truncate(request.limit);
            let next = shown.last().filter(|_| more).map(|one| one.key);
            (shown, next)
        };

        let pinned = match after {
            Some(cursor) => cursor.pinned,
            None => newest(searcher)?,
        };
        let next = next
            .map(|last| Cursor::new(request, pinned, last, statistics.kept().filter(|_| scored)));
        let hits = shown
            .iter()
            .map(|one| self.hit(searcher, one, request))
            .collect::<tantivy::Result<Vec<Hit>>>()?;
        Ok(Some(Results {
            total: taken.total,
            copies,
            copies_among,
            newer: taken.newer,
            hits,
            next,
        }))
    }
}

/// The newest article of the index: they are numbered in the log's order.
fn newest(searcher: &Searcher) -> tantivy::Result<ArticleId> {
    let mut newest = 0;
    for segment in searcher.segment_readers() {
        let articles = segment.fast_fields().i64(ARTICLE)?;
        newest = newest.max(articles.max_value());
    }
    Ok(ArticleId(newest))
}
