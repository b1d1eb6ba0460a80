//! The articles that may meet one of several queries: what the matcher then decides.

use langnghe_model::ArticleId;
use langnghe_query::Query;
use tantivy::{collector::DocSetCollector, query::BooleanQuery};

use crate::{
    Index, IndexError, Restrict, error::guarded, readings::Readings, schema::ARTICLE,
    translate::translate,
};

impl Index {
    /// The articles that meet one of the queries, and perhaps some more; never fewer. Ascending.
    ///
    /// # Errors
    /// A filter asks for what is not kept, or the index cannot be read.
    pub fn candidates(&self, queries: &[Query]) -> Result<Vec<ArticleId>, IndexError> {
        // Order does not matter here.
        let no_ranking = Readings::default();
        let translated = queries
            .iter()
            .map(|query| {
                Ok(translate(query, &Restrict::default(), &self.columns, &no_ranking)?.query)
            })
            .collect::<Result<Vec<_>, IndexError>>()?;
        let query = BooleanQuery::union(translated);
        let searcher = self.reader.searcher();
        let read = guarded(|| -> tantivy::Result<Vec<ArticleId>> {
            let mut found = Vec::new();
            let columns = searcher
                .segment_readers()
                .iter()
                .map(|segment| segment.fast_fields().i64(ARTICLE))
                .collect::<tantivy::Result<Vec<_>>>()?;
            for address in searcher.search(&query, &DocSetCollector)? {
                let column = &columns[address.segment_ord as usize];
                found.extend(column.first(address.doc_id).map(ArticleId));
            }
            found.sort_unstable();
            Ok(found)
        });
        match read {
            Ok(found) => found.map_err(|error| IndexError::of(&self.dir, error)),
            Err(what) => Err(IndexError::Damaged {
                dir: self.dir.display().to_string(),
                what,
            }),
        }
    }
}
