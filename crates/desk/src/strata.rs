//! The archive by how near each article comes to a topic's threshold: what a sample for recall is drawn from.

use std::{collections::BTreeMap, sync::Arc};

use langnghe_model::{ArticleId, Day, Topic};
use langnghe_query::Fields;
use langnghe_watch::{Strata, Stratum};

use crate::{Archive, DeskError, archive::BATCH};

/// Every article that a topic is asked about, with its stratum, by id.
///
/// The topic is asked about the articles of its days that name a place it requires: relevant ones can stand nowhere
/// else. All of them are read; the index knows only those with a word of the topic.
///
/// # Errors
/// A query cannot be read, or the store fails.
pub async fn strata(
    archive: &Archive,
    topic: &Topic,
) -> Result<BTreeMap<ArticleId, Stratum>, DeskError> {
    let told = Arc::new(Strata::of(topic)?);
    let mut found = BTreeMap::new();
    for part in archive.store.article_ids().await?.chunks(BATCH) {
        let articles = archive.store.articles(part).await?;
        let mut texts = archive.store.latest_texts(part).await?;
        let (told, gazetteer) = (Arc::clone(&told), Arc::clone(&archive.gazetteer));
        let home = Arc::clone(&archive.home);
        let part = tokio::task::spawn_blocking(move || {
            texts.sort_unstable_by_key(|(id, ..)| *id);
            let mut found = Vec::with_capacity(articles.len());
            for article in articles {
                let Ok(at) = texts.binary_search_by_key(&article.id, |(id, ..)| *id) else {
                    continue;
                };
                let fields = Fields::of(&texts[at].2);
                let mentions = || gazetteer.find(&fields, home(&article.source).as_ref());
                if told.asks_about(Day::of(article.time()), mentions) {
                    found.push((article.id, told.stratum(&fields)));
                }
            }
            found
        })
        .await?;
        found.extend(part);
    }
    Ok(found)
}

/// A sample of `size` articles, the same each time: as many of each stratum as there are, up to an equal share, and what
/// one lacks goes to the next. A larger sample holds the smaller one.
pub fn drawn(
    topic: &Topic,
    strata: &BTreeMap<ArticleId, Stratum>,
    size: usize,
) -> Vec<(Stratum, ArticleId)> {
    let salt = topic
        .id
        .as_str()
        .bytes()
        .fold(0, |salt, byte| mixed(salt ^ u64::from(byte)));
    let mut drawn = Vec::with_capacity(size);
    for (number, wanted) in Stratum::ALL.into_iter().enumerate() {
        let mut ids: Vec<ArticleId> = strata
            .iter()
            .filter(|(_, stratum)| **stratum == wanted)
            .map(|(id, _)| *id)
            .collect();
        ids.sort_unstable_by_key(|id| (mixed(salt ^ id.0 as u64), *id));
        let left = Stratum::ALL.len() - number;
        let share = (size - drawn.len()).div_ceil(left);
        drawn.extend(ids.into_iter().take(share).map(|id| (wanted, id)));
    }
    drawn
}

/// The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a number that looks drawn at random.
fn mixed(number: u64) -> u64 {
    let number = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}
