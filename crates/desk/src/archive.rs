//! The archive, as the analysts' bench sees it.

use std::sync::Arc;

use langnghe_indexer::{Index, SearchRequest};
use langnghe_model::{Article, ArticleId, ArticleText, PlaceId, SourceId, TopicId, Verdict};
use langnghe_places::Gazetteer;
use langnghe_query::Use;
use langnghe_store::Store;
use langnghe_watch::Example;

use crate::DeskError;

/// Articles read from the store at once.
pub(crate) const BATCH: usize = 500;

/// Where a source is at home.
pub type Home = Arc<dyn Fn(&SourceId) -> Option<PlaceId> + Send + Sync>;

/// Everything that a look at past articles needs.
#[derive(Clone)]
pub struct Archive {
    /// The articles.
    pub store: Store,
    /// The index of their latest revisions, up to date.
    pub index: Index,
    /// The places.
    pub gazetteer: Arc<Gazetteer>,
    /// The region that a source writes for.
    pub home: Home,
}

/// Some of a list, evenly spread over it.
pub fn sampled<T: Clone>(all: &[T], most: usize) -> Vec<T> {
    if all.len() <= most {
        return all.to_vec();
    }
    (0..most)
        .map(|number| all[number * all.len() / most].clone())
        .collect()
}

impl Archive {
    /// The latest texts of about `most` articles, spread evenly over the archive, without those of `apart`.
    pub async fn sample(
        &self,
        most: usize,
        apart: &[ArticleId],
    ) -> Result<Vec<ArticleText>, DeskError> {
        let ids: Vec<ArticleId> = self
            .store
            .article_ids()
            .await?
            .into_iter()
            .filter(|id| !apart.contains(id))
            .collect();
        self.texts(&sampled(&ids, most)).await
    }

    /// The latest texts of articles, by id.
    pub async fn texts(&self, ids: &[ArticleId]) -> Result<Vec<ArticleText>, DeskError> {
        let mut texts = self.store.latest_texts(ids).await?;
        texts.sort_unstable_by_key(|(id, ..)| *id);
        Ok(texts.into_iter().map(|(.., text)| text).collect())
    }

    /// The articles that meet a query, the best first, at most `most`.
    ///
    /// # Errors
    /// The query cannot be read.
    pub fn matching(&self, query: &str, most: usize) -> Result<Vec<ArticleId>, DeskError> {
        let mut request = SearchRequest::new(langnghe_query::parse(query, Use::Search)?);
        request.limit = most;
        let results = self.index.search(&request)?;
        Ok(results.hits.iter().map(|hit| hit.article).collect())
    }

    /// What people said about a topic's flags, as examples; each article is a group of its own.
    pub async fn verdicts(&self, topic: &TopicId) -> Result<Vec<(Article, Example)>, DeskError> {
        let judged = self.store.judged(topic).await?;
        let ids: Vec<ArticleId> = judged.iter().map(|(id, _)| *id).collect();
        let mut articles = self.store.articles(&ids).await?;
        let mut texts = self.store.latest_texts(&ids).await?;
        articles.sort_unstable_by_key(|article| article.id);
        texts.sort_unstable_by_key(|(id, ..)| *id);
        let mut examples = Vec::with_capacity(judged.len());
        for (id, verdict) in judged {
            let article = articles.binary_search_by_key(&id, |article| article.id);
            let text = texts.binary_search_by_key(&id, |(id, ..)| *id);
            if let (Ok(article), Ok(text)) = (article, text) {
                let article = articles[article].clone();
                let example = Example {
                    name: article.url.clone(),
                    group: article.url.clone(),
                    grade: match verdict {
                        Verdict::Relevant => 2,
                        Verdict::Irrelevant => 0,
                    },
                    text: texts[text].2.clone(),
                };
                examples.push((article, example));
            }
        }
        Ok(examples)
    }
}
