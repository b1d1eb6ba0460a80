//! How articles were read: what tells a broken extraction from a working one.

use jiff::Timestamp;
use langnghe_model::{Extraction, SourceId};

use crate::{
    Store, StoreError,
    sql::{get, micros, parsed, time},
};

/// How one article was read the first time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its source.
    pub source: SourceId,
    /// Its address.
    pub url: String,
    /// When it was seen.
    pub seen: Timestamp,
    /// Which way its text came.
    pub way: Extraction,
    /// Characters of title, lead and body.
    pub length: u64,
    /// Whether its time of publication is known.
    pub dated: bool,
}

impl Store {
    /// How the articles first seen at `since` or later were read, the oldest first; imported ones are left out.
    pub async fn readings(&self, since: Timestamp) -> Result<Vec<Reading>, StoreError> {
        let found = sqlx::query(
            "SELECT a.source, a.url, r.seen, r.way, \
             CAST(LENGTH(r.title) + LENGTH(r.lead) + LENGTH(r.body) AS BIGINT), a.published \
             FROM revisions r JOIN articles a ON a.id = r.article \
             WHERE a.first_seen >= $1 AND r.number = 1 AND r.way <> 'import' ORDER BY r.seen, a.id",
        )
        .bind(micros(since))
        .fetch_all(&self.readers)
        .await?;
        found
            .iter()
            .map(|row| {
                let way: String = get(row, 3)?;
                Ok(Reading {
                    source: parsed("a source id", &get::<String, _>(row, 0)?)?,
                    url: get(row, 1)?,
                    seen: time(get(row, 2)?)?,
                    way: Extraction::from_name(&way).ok_or(StoreError::Damaged {
                        what: "an extraction's way",
                        value: way,
                    })?,
                    length: get::<i64, _>(row, 4)?.unsigned_abs(),
                    dated: get::<Option<i64>, _>(row, 5)?.is_some(),
                })
            })
            .collect()
    }
}
