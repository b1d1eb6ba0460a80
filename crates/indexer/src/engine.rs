//! What answers searches: the index on this machine now, a cluster later.

use langnghe_model::ArticleId;

use crate::{Facets, Index, IndexError, Likeness, Results, SearchRequest};

/// Answers searches. Who asks needs to know no more than this.
pub trait Search: Send + Sync {
    /// The articles that answer, page by page.
    ///
    /// # Errors
    /// A filter asks for what is not kept, or the index cannot be read.
    fn search(&self, request: &SearchRequest) -> Result<Results, IndexError>;

    /// How all that answer spread over sources, sections, places and days, and how many of them lie in each of these groups.
    ///
    /// # Errors
    /// As for [`Search::search`].
    fn facets(
        &self,
        request: &SearchRequest,
        groups: &[Vec<ArticleId>],
    ) -> Result<Facets, IndexError>;

    /// The articles most like one, of those that the request lets through; `None` when the article is not in the index.
    ///
    /// # Errors
    /// As for [`Search::search`].
    fn like(
        &self,
        article: ArticleId,
        request: &SearchRequest,
    ) -> Result<Option<Likeness>, IndexError>;

    /// The text of a query with the nearest words of the archive for those that stand nowhere in it; `None` when there
    /// are none.
    ///
    /// # Errors
    /// The index cannot be read.
    fn other_words(&self, text: &str) -> Result<Option<String>, IndexError>;
}

impl Search for Index {
    fn search(&self, request: &SearchRequest) -> Result<Results, IndexError> {
        Index::search(self, request)
    }

    fn facets(
        &self,
        request: &SearchRequest,
        groups: &[Vec<ArticleId>],
    ) -> Result<Facets, IndexError> {
        Index::facets(self, request, groups)
    }

    fn like(
        &self,
        article: ArticleId,
        request: &SearchRequest,
    ) -> Result<Option<Likeness>, IndexError> {
        Index::like(self, article, request)
    }

    fn other_words(&self, text: &str) -> Result<Option<String>, IndexError> {
        Index::other_words(self, text)
    }
}
