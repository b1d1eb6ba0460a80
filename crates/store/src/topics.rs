//! Which topics were active from which place in the log on.

use jiff::Timestamp;
use langnghe_model::{Seq, Topic, TopicId};

use crate::{
    Store, StoreError,
    sql::{clean, from_json, get, json, micros, time},
};

/// A wording of a topic, and the stretch of the log it applies to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activation {
    /// The topic as it was.
    pub topic: Topic,
    /// The first entry it applies to.
    pub from: Seq,
    /// The first entry it applies to no more; `None` while it is active.
    pub until: Option<Seq>,
    /// When it was activated.
    pub at: Timestamp,
    /// By whom.
    pub who: String,
}

impl Store {
    /// Makes exactly these topics the active ones for what is appended from now on. Returns whether that
    /// changed anything. `who` tells whose doing a new wording of a topic is.
    pub async fn activate_topics(
        &self,
        topics: &[Topic],
        at: Timestamp,
        who: impl Fn(&TopicId) -> String + Send,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let row = sqlx::query("SELECT COALESCE(MAX(seq), 0) + 1 FROM log")
            .fetch_one(&mut *transaction)
            .await?;
        let next: i64 = get(&row, 0)?;
        let active = sqlx::query(
            "SELECT id, topic, revision FROM topic_history WHERE until_seq IS NULL ORDER BY id",
        )
        .fetch_all(&mut *transaction)
        .await?;
        let mut kept = Vec::new();
        let mut changed = false;
        for row in &active {
            let (id, topic, revision): (i64, String, String) =
                (get(row, 0)?, get(row, 1)?, get(row, 2)?);
            if topics
                .iter()
                .any(|t| t.id.as_str() == topic && t.revision.0 == revision)
            {
                kept.push(topic);
                continue;
            }
            changed = true;
            sqlx::query("UPDATE topic_history SET until_seq = $1 WHERE id = $2")
                .bind(next)
                .bind(id)
                .execute(&mut *transaction)
                .await?;
        }
        for topic in topics
            .iter()
            .filter(|topic| !kept.iter().any(|id| id == topic.id.as_str()))
        {
            changed = true;
            sqlx::query(
                "INSERT INTO topic_history (id, topic, revision, definition, from_seq, at, who) \
                 SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, $6 FROM topic_history",
            )
            .bind(topic.id.as_str())
            .bind(topic.revision.0.as_str())
            .bind(json(topic)?)
            .bind(next)
            .bind(micros(at))
            .bind(clean(&who(&topic.id)))
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(changed)
    }

    /// Every activation there was, the first first.
    pub async fn topic_history(&self) -> Result<Vec<Activation>, StoreError> {
        let found = sqlx::query(
            "SELECT definition, from_seq, until_seq, at, who FROM topic_history ORDER BY id",
        )
        .fetch_all(&self.readers)
        .await?;
        found
            .iter()
            .map(|row| {
                Ok(Activation {
                    topic: from_json("a topic's definition", &get::<String, _>(row, 0)?)?,
                    from: Seq(get(row, 1)?),
                    until: get::<Option<i64>, _>(row, 2)?.map(Seq),
                    at: time(get(row, 3)?)?,
                    who: get(row, 4)?,
                })
            })
            .collect()
    }
}
