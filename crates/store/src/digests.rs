//! Digests that were made, word for word.

use jiff::Timestamp;

use crate::{
    Store, StoreError,
    sql::{get, micros, time},
};

/// A digest that is kept, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDigest {
    /// Its key.
    pub key: String,
    /// The first moment it is about.
    pub from: Timestamp,
    /// The moment after the last.
    pub until: Timestamp,
    /// When it was made.
    pub made: Timestamp,
}

impl Store {
    /// Keeps a digest under a key; one that is there already stays as it is, since it may have been sent.
    /// Returns what is kept now.
    pub async fn save_digest(
        &self,
        key: &str,
        first: Timestamp,
        until: Timestamp,
        content: &str,
        made: Timestamp,
    ) -> Result<String, StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "INSERT INTO digests (key, first_at, until_at, content, made_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key) DO NOTHING",
        )
        .bind(key)
        .bind(micros(first))
        .bind(micros(until))
        .bind(content)
        .bind(micros(made))
        .execute(&mut *transaction)
        .await?;
        let row = sqlx::query("SELECT content FROM digests WHERE key = $1")
            .bind(key)
            .fetch_one(&mut *transaction)
            .await?;
        let kept = get(&row, 0)?;
        transaction.commit().await?;
        Ok(kept)
    }

    /// The digest kept under a key.
    pub async fn digest(&self, key: &str) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT content FROM digests WHERE key = $1")
            .bind(key)
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| get(&row, 0)).transpose()
    }

    /// All digests that are kept, the latest stretch first.
    pub async fn digests(&self) -> Result<Vec<KeptDigest>, StoreError> {
        let found = sqlx::query(
            "SELECT key, first_at, until_at, made_at FROM digests ORDER BY until_at DESC, first_at DESC, key",
        )
        .fetch_all(&self.readers)
        .await?;
        found
            .iter()
            .map(|row| {
                Ok(KeptDigest {
                    key: get(row, 0)?,
                    from: time(get(row, 1)?)?,
                    until: time(get(row, 2)?)?,
                    made: time(get(row, 3)?)?,
                })
            })
            .collect()
    }
}
