//! What people said of flags.

use jiff::Timestamp;
use langnghe_model::{ArticleId, FlagId, TopicId, Verdict};
use sqlx::{Any, Transaction};

use crate::{
    Store, StoreError,
    sql::{clean, get, micros, time},
};

/// What somebody once said of a flag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenVerdict {
    /// The verdict; `None` when one was taken back.
    pub verdict: Option<Verdict>,
    /// Who said it.
    pub who: String,
    /// When.
    pub at: Timestamp,
}

impl Store {
    /// Keeps what somebody said of a flag; `None` takes it back. The newest word gives the flag its status. It
    /// belongs to the article and the topic, so that no replay touches it.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such flag.
    pub async fn verdict(
        &self,
        id: FlagId,
        verdict: Option<Verdict>,
        who: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        add_verdict(&mut transaction, id, verdict, who, at).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The newest word on each article that was ever judged for a topic, by article; those taken back are left out.
    pub async fn judged(&self, topic: &TopicId) -> Result<Vec<(ArticleId, Verdict)>, StoreError> {
        let found = sqlx::query(
            "SELECT v.article, v.verdict FROM verdicts v \
             WHERE v.topic = $1 AND v.verdict IS NOT NULL AND v.id = \
             (SELECT MAX(w.id) FROM verdicts w WHERE w.article = v.article AND w.topic = v.topic) \
             ORDER BY v.article",
        )
        .bind(topic.as_str())
        .fetch_all(&self.readers)
        .await?;
        found
            .iter()
            .map(|row| Ok((ArticleId(get(row, 0)?), read_verdict(get(row, 1)?)?)))
            .collect()
    }

    /// Everything that was said of a flag, the first first.
    pub async fn verdicts(&self, id: FlagId) -> Result<Vec<GivenVerdict>, StoreError> {
        let found = sqlx::query(
            "SELECT v.verdict, v.who, v.at FROM verdicts v \
             JOIN flags f ON f.article = v.article AND f.topic = v.topic WHERE f.id = $1 ORDER BY v.id",
        )
        .bind(id.0)
        .fetch_all(&self.readers)
        .await?;
        found
            .iter()
            .map(|row| {
                let verdict = get::<Option<String>, _>(row, 0)?;
                Ok(GivenVerdict {
                    verdict: verdict.map(read_verdict).transpose()?,
                    who: get(row, 1)?,
                    at: time(get(row, 2)?)?,
                })
            })
            .collect()
    }
}

/// Reads a verdict's name.
pub(crate) fn read_verdict(name: String) -> Result<Verdict, StoreError> {
    [Verdict::Relevant, Verdict::Irrelevant]
        .into_iter()
        .find(|verdict| verdict.status().name() == name)
        .ok_or(StoreError::Damaged {
            what: "a verdict",
            value: name,
        })
}

/// Keeps a verdict, inside a transaction.
pub(crate) async fn add_verdict(
    transaction: &mut Transaction<'_, Any>,
    id: FlagId,
    verdict: Option<Verdict>,
    who: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let done = sqlx::query(
        "INSERT INTO verdicts (id, article, topic, verdict, who, at) \
         SELECT (SELECT COALESCE(MAX(id), 0) + 1 FROM verdicts), f.article, f.topic, $1, $2, $3 FROM flags f WHERE f.id = $4",
    )
    .bind(verdict.map(|verdict| verdict.status().name()))
    .bind(clean(who))
    .bind(micros(at))
    .bind(id.0)
    .execute(&mut **transaction)
    .await?;
    if done.rows_affected() == 0 {
        return Err(StoreError::Missing {
            what: "flag",
            id: id.0,
        });
    }
    Ok(())
}
