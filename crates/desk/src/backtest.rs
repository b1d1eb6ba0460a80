//! A topic tried on the archive: candidates from the index, decided by the matcher of production.

use std::sync::Arc;

use langnghe_model::{Article, ArticleId, Day, Topic};
use langnghe_query::{Fields, Query, Use};
use langnghe_watch::{CompileError, Matcher};

use crate::{Archive, DeskError, archive::BATCH};

/// How a backtest is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BacktestSettings {
    /// Leaves out the place condition.
    pub without_places: bool,
    /// Matches every article instead of the index's candidates: the same answer, only slower.
    pub every_article: bool,
}

/// An article that the topic would flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The article.
    pub article: Article,
    /// Its headline.
    pub title: String,
    /// The score reached.
    pub score: i32,
}

/// What a topic would flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backtest {
    /// The flagged articles, the newest first.
    pub found: Vec<Found>,
    /// How many articles were looked at.
    pub looked_at: usize,
}

/// Tries a topic on the latest revisions of all articles.
///
/// # Errors
/// A query cannot be read, or store or index fail.
pub async fn backtest(
    archive: &Archive,
    topic: &Topic,
    settings: BacktestSettings,
) -> Result<Backtest, DeskError> {
    let mut topic = topic.clone();
    if settings.without_places {
        topic.places.clear();
    }
    let candidates = if settings.every_article {
        archive.store.article_ids().await?
    } else {
        candidates(archive, &topic)?
    };
    let matcher = Arc::new(Matcher::compile(std::slice::from_ref(&topic))?);
    let mut found = Vec::new();
    for part in candidates.chunks(BATCH) {
        let articles = archive.store.articles(part).await?;
        let mut texts = archive.store.latest_texts(part).await?;
        let (matcher, gazetteer) = (Arc::clone(&matcher), Arc::clone(&archive.gazetteer));
        let home = Arc::clone(&archive.home);
        let asks_for_places = !topic.places.is_empty();
        let part = tokio::task::spawn_blocking(move || {
            texts.sort_unstable_by_key(|(id, ..)| *id);
            let mut found = Vec::new();
            for article in articles {
                let Ok(at) = texts.binary_search_by_key(&article.id, |(id, ..)| *id) else {
                    continue;
                };
                let fields = Fields::of(&texts[at].2);
                let mentions = if asks_for_places {
                    gazetteer.find(&fields, home(&article.source).as_ref())
                } else {
                    Vec::new()
                };
                let met = matcher.matches(&fields, &mentions).pop();
                let day = Day::of(article.time());
                if let Some(met) = met.filter(|met| met.validity.holds(day)) {
                    found.push(Found {
                        article,
                        title: fields.text().title.clone(),
                        score: met.score,
                    });
                }
            }
            found
        })
        .await?;
        found.extend(part);
    }
    found.sort_by_key(|found| (std::cmp::Reverse(found.article.time()), found.article.id));
    Ok(Backtest {
        found,
        looked_at: candidates.len(),
    })
}

/// The articles that meet a positive term: a superset of those that the topic can flag, since weights below zero,
/// exclusions and places only take away.
fn candidates(archive: &Archive, topic: &Topic) -> Result<Vec<ArticleId>, DeskError> {
    let queries = topic
        .terms
        .iter()
        .filter(|term| term.weight > 0)
        .map(|term| {
            langnghe_query::parse(&term.query, Use::Topic).map_err(|error| CompileError {
                topic: topic.id.clone(),
                query: term.query.clone(),
                error,
            })
        })
        .collect::<Result<Vec<Query>, _>>()?;
    Ok(archive.index.candidates(&queries)?)
}
