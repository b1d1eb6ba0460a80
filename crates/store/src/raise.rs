//! Raising flags, together with the checkpoint of the reader that raises them.

use jiff::Timestamp;
use langnghe_model::{ArticleId, Evidence, FlagId, PlaceId, Seq, TopicId, TopicRevision, Verdict};
use sqlx::{Any, Transaction};

use crate::{
    Store, StoreError,
    sql::{get, json, micros},
    verdicts::add_verdict,
};

/// A flag to be raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFlag {
    /// The article.
    pub article: ArticleId,
    /// The number of the revision that raises it.
    pub revision: u32,
    /// The topic.
    pub topic: TopicId,
    /// Its wording.
    pub topic_revision: TopicRevision,
    /// The score reached.
    pub score: i32,
    /// The score needed.
    pub threshold: i32,
    /// The log entry that raises it.
    pub seq: Seq,
    /// When that was appended.
    pub at: Timestamp,
    /// Listed, but not among today's news.
    pub late: bool,
    /// The places the topic asked for that were found.
    pub places: Vec<PlaceId>,
    /// The passages behind the score.
    pub evidence: Vec<Evidence>,
}

/// Puts a flag's row in, or over one that is not live any more: so the flag has its old id again.
const RAISE: &str = "INSERT INTO flags (id, article, topic, live, by_hand, revision, topic_revision, score, threshold, seq, at, late, places, evidence) \
     VALUES ($1, $2, $3, 1, 0, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
     ON CONFLICT (article, topic) DO UPDATE SET live = 1, revision = excluded.revision, topic_revision = excluded.topic_revision, \
     score = excluded.score, threshold = excluded.threshold, seq = excluded.seq, at = excluded.at, late = excluded.late, \
     places = excluded.places, evidence = excluded.evidence WHERE flags.live = 0";

impl Store {
    /// How far a reader has come.
    pub async fn checkpoint(&self, reader: &str) -> Result<Seq, StoreError> {
        let row = sqlx::query("SELECT seq FROM checkpoints WHERE reader = $1")
            .bind(reader)
            .fetch_optional(&self.readers)
            .await?;
        Ok(row
            .map(|row| get(&row, 0))
            .transpose()?
            .map_or(Seq::START, Seq))
    }

    /// Keeps flags and the reader's new checkpoint in one transaction. An article has one flag for a topic:
    /// a live one stays as it is. Returns how many were raised.
    pub async fn save_flags(
        &self,
        reader: &str,
        upto: Seq,
        flags: &[NewFlag],
    ) -> Result<usize, StoreError> {
        let mut transaction = self.begin().await?;
        let at = sqlx::query("SELECT seq FROM checkpoints WHERE reader = $1")
            .bind(reader)
            .fetch_optional(&mut *transaction)
            .await?
            .map(|row| get::<i64, _>(&row, 0))
            .transpose()?
            .unwrap_or(0);
        if upto.0 < at {
            return Err(StoreError::Backwards {
                reader: reader.to_owned(),
                at,
                upto: upto.0,
            });
        }
        let mut raised = 0;
        if !flags.is_empty() {
            let mut id = next_id(&mut transaction).await?;
            for flag in flags {
                if raise(&mut transaction, id, flag).await? {
                    raised += 1;
                    // Not used when the flag had an id already; a gap does no harm.
                    id += 1;
                }
            }
        }
        sqlx::query("INSERT INTO checkpoints (reader, seq) VALUES ($1, $2) ON CONFLICT (reader) DO UPDATE SET seq = excluded.seq")
            .bind(reader)
            .bind(upto.0)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(raised)
    }

    /// Takes all flags back but those set by hand, and puts the reader at the log's beginning, so that they
    /// are raised again. A flag raised again has its old id; verdicts stay.
    pub async fn restart_flags(&self, reader: &str) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query("UPDATE flags SET live = 0 WHERE by_hand = 0")
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM checkpoints WHERE reader = $1")
            .bind(reader)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Flags an article by hand, which says that it is about the topic; a live flag on the topic is kept as it
    /// is. No replay takes it back.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such article.
    pub async fn add_flag_by_hand(
        &self,
        article: ArticleId,
        topic: &TopicId,
        who: &str,
        at: Timestamp,
    ) -> Result<FlagId, StoreError> {
        let mut transaction = self.begin().await?;
        let row = sqlx::query(
            "SELECT a.revision, a.late, (SELECT MAX(l.seq) FROM log l WHERE l.article = a.id) FROM articles a WHERE a.id = $1",
        )
        .bind(article.0)
        .fetch_optional(&mut *transaction)
        .await?
        .ok_or(StoreError::Missing { what: "article", id: article.0 })?;
        let flag = NewFlag {
            article,
            revision: get::<i64, _>(&row, 0)? as u32,
            topic: topic.clone(),
            topic_revision: TopicRevision("by hand".to_owned()),
            score: 0,
            threshold: 0,
            seq: Seq(get(&row, 2)?),
            at,
            late: get::<i64, _>(&row, 1)? != 0,
            places: Vec::new(),
            evidence: Vec::new(),
        };
        let id = next_id(&mut transaction).await?;
        raise(&mut transaction, id, &flag).await?;
        let row = sqlx::query(
            "UPDATE flags SET by_hand = 1 WHERE article = $1 AND topic = $2 RETURNING id",
        )
        .bind(article.0)
        .bind(topic.as_str())
        .fetch_one(&mut *transaction)
        .await?;
        let id = FlagId(get(&row, 0)?);
        add_verdict(&mut transaction, id, Some(Verdict::Relevant), who, at).await?;
        transaction.commit().await?;
        Ok(id)
    }
}

async fn next_id(transaction: &mut Transaction<'_, Any>) -> Result<i64, StoreError> {
    let row = sqlx::query("SELECT COALESCE(MAX(id), 0) + 1 FROM flags")
        .fetch_one(&mut **transaction)
        .await?;
    get(&row, 0)
}

/// Returns whether the flag was raised: a live one stays as it is.
async fn raise(
    transaction: &mut Transaction<'_, Any>,
    id: i64,
    flag: &NewFlag,
) -> Result<bool, StoreError> {
    let done = sqlx::query(RAISE)
        .bind(id)
        .bind(flag.article.0)
        .bind(flag.topic.as_str())
        .bind(i64::from(flag.revision))
        .bind(flag.topic_revision.0.as_str())
        .bind(i64::from(flag.score))
        .bind(i64::from(flag.threshold))
        .bind(flag.seq.0)
        .bind(micros(flag.at))
        .bind(i64::from(flag.late))
        .bind(json(&flag.places)?)
        .bind(json(&flag.evidence)?)
        .execute(&mut **transaction)
        .await?;
    Ok(done.rows_affected() > 0)
}
