//! Reading flags.

use jiff::Timestamp;
use langnghe_model::{
    Article, ArticleId, Flag, FlagId, FlagStatus, Seq, SourceId, TopicId, TopicRevision,
};
use sqlx::any::AnyRow;

use crate::{
    Store, StoreError,
    log::{ARTICLE, article},
    sql::{MAX_PARAMETERS, built, from_json, get, list, micros, parsed, row_count, time},
    verdicts::read_verdict,
};

/// Which flags are wanted; what is `None` does not narrow.
#[derive(Debug, Clone, Default)]
pub struct FlagFilter {
    /// Of this topic.
    pub topic: Option<TopicId>,
    /// Of articles of this source.
    pub source: Option<SourceId>,
    /// Raised at this moment or later.
    pub since: Option<Timestamp>,
    /// Raised before this moment.
    pub until: Option<Timestamp>,
    /// Raised by this log entry or a later one.
    pub first: Option<Seq>,
    /// Raised by this log entry or an earlier one.
    pub last: Option<Seq>,
    /// Of this article.
    pub article: Option<ArticleId>,
    /// In this state.
    pub status: Option<FlagStatus>,
    /// Late ones only, or none of them.
    pub late: Option<bool>,
    /// At most so many.
    pub limit: Option<usize>,
    /// Without the first ones.
    pub offset: usize,
}

/// A flag with its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagRow {
    /// The flag.
    pub flag: Flag,
    /// Its article.
    pub article: Article,
    /// The headline of the revision that raised it.
    pub title: String,
    /// That revision's lead.
    pub lead: String,
}

const FLAG: &str = "f.id, f.article, f.revision, f.topic, f.topic_revision, f.score, f.threshold, f.seq, f.at, f.late, f.places, f.evidence";

/// The newest verdict on a flag.
const VERDICT: &str = "(SELECT v.verdict FROM verdicts v WHERE v.article = f.article AND v.topic = f.topic ORDER BY v.id DESC LIMIT 1)";

impl Store {
    /// The flags that `filter` lets through, the newest first.
    pub async fn flags(&self, filter: &FlagFilter) -> Result<Vec<FlagRow>, StoreError> {
        let (conditions, values) = conditions(filter);
        let limit = filter.limit.map_or(i64::MAX, row_count);
        let sql = format!(
            "SELECT {FLAG}, {VERDICT}, r.title, r.lead, {ARTICLE} FROM flags f \
             JOIN articles a ON a.id = f.article \
             JOIN revisions r ON r.article = f.article AND r.number = f.revision \
             WHERE f.live = 1{conditions} ORDER BY f.at DESC, f.seq DESC, f.topic LIMIT ${} OFFSET ${}",
            values.len() + 1,
            values.len() + 2
        );
        let mut query = sqlx::query(built(sql));
        for value in values {
            query = match value {
                Value::Number(number) => query.bind(number),
                Value::Text(text) => query.bind(text),
            };
        }
        let found = query
            .bind(limit)
            .bind(row_count(filter.offset))
            .fetch_all(&self.readers)
            .await?;
        found.iter().map(flag_row).collect()
    }

    /// A flag by its id.
    pub async fn flag(&self, id: FlagId) -> Result<Option<FlagRow>, StoreError> {
        let sql = format!(
            "SELECT {FLAG}, {VERDICT}, r.title, r.lead, {ARTICLE} FROM flags f \
             JOIN articles a ON a.id = f.article \
             JOIN revisions r ON r.article = f.article AND r.number = f.revision \
             WHERE f.live = 1 AND f.id = $1"
        );
        let row = sqlx::query(built(sql))
            .bind(id.0)
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(flag_row).transpose()
    }

    /// The articles flagged for a topic, or for any.
    pub async fn articles_with_flag(
        &self,
        topic: Option<&TopicId>,
    ) -> Result<Vec<ArticleId>, StoreError> {
        let found = match topic {
            Some(topic) => sqlx::query(
                "SELECT DISTINCT article FROM flags WHERE live = 1 AND topic = $1 ORDER BY article",
            )
            .bind(topic.as_str())
            .fetch_all(&self.readers)
            .await?,
            None => {
                sqlx::query("SELECT DISTINCT article FROM flags WHERE live = 1 ORDER BY article")
                    .fetch_all(&self.readers)
                    .await?
            }
        };
        found
            .iter()
            .map(|row| Ok(ArticleId(get(row, 0)?)))
            .collect()
    }

    /// The topics that have flags, each with the articles flagged for it.
    pub async fn flagged(&self) -> Result<Vec<(TopicId, Vec<ArticleId>)>, StoreError> {
        let found = sqlx::query(
            "SELECT DISTINCT topic, article FROM flags WHERE live = 1 ORDER BY topic, article",
        )
        .fetch_all(&self.readers)
        .await?;
        let mut flagged: Vec<(TopicId, Vec<ArticleId>)> = Vec::new();
        for row in &found {
            let (topic, article) = (get::<String, _>(row, 0)?, ArticleId(get(row, 1)?));
            match flagged.last_mut() {
                Some((last, articles)) if last.as_str() == topic => articles.push(article),
                _ => flagged.push((parsed("a topic id", &topic)?, vec![article])),
            }
        }
        Ok(flagged)
    }

    /// The topics that these articles are flagged for.
    pub async fn topics_of(
        &self,
        articles: &[ArticleId],
    ) -> Result<Vec<(ArticleId, TopicId)>, StoreError> {
        let mut pairs = Vec::new();
        for part in articles.chunks(MAX_PARAMETERS) {
            let sql = format!(
                "SELECT article, topic FROM flags WHERE live = 1 AND article IN {} ORDER BY article, topic",
                list(self.engine(), part.len())
            );
            let mut query = sqlx::query(built(sql));
            for article in part {
                query = query.bind(article.0);
            }
            for row in query.fetch_all(&self.readers).await? {
                pairs.push((
                    ArticleId(get(&row, 0)?),
                    parsed("a topic id", &get::<String, _>(&row, 1)?)?,
                ));
            }
        }
        Ok(pairs)
    }

    /// How many live flags each topic has that has any, by id.
    pub(crate) async fn flags_by_topic(&self) -> Result<Vec<(TopicId, u64)>, StoreError> {
        let found = sqlx::query(
            "SELECT topic, COUNT(*) FROM flags WHERE live = 1 GROUP BY topic ORDER BY topic",
        )
        .fetch_all(&self.readers)
        .await?;
        found
            .iter()
            .map(|row| {
                let topic = parsed("a topic id", &get::<String, _>(row, 0)?)?;
                Ok((topic, get::<i64, _>(row, 1)?.unsigned_abs()))
            })
            .collect()
    }
}

enum Value {
    Number(i64),
    Text(String),
}

/// ` AND …` for each condition, and the values in the order of their placeholders.
fn conditions(filter: &FlagFilter) -> (String, Vec<Value>) {
    let mut sql = String::new();
    let mut values = Vec::new();
    let mut add = |condition: &str, value: Value| {
        values.push(value);
        sql.push_str(" AND ");
        sql.push_str(&condition.replace('?', &format!("${}", values.len())));
    };
    if let Some(topic) = &filter.topic {
        add("f.topic = ?", Value::Text(topic.to_string()));
    }
    if let Some(source) = &filter.source {
        add("a.source = ?", Value::Text(source.to_string()));
    }
    if let Some(since) = filter.since {
        add("f.at >= ?", Value::Number(micros(since)));
    }
    if let Some(until) = filter.until {
        add("f.at < ?", Value::Number(micros(until)));
    }
    if let Some(first) = filter.first {
        add("f.seq >= ?", Value::Number(first.0));
    }
    if let Some(last) = filter.last {
        add("f.seq <= ?", Value::Number(last.0));
    }
    if let Some(article) = filter.article {
        add("f.article = ?", Value::Number(article.0));
    }
    if let Some(late) = filter.late {
        add("f.late = ?", Value::Number(i64::from(late)));
    }
    if let Some(status) = filter.status {
        let verdict = format!("COALESCE({VERDICT}, 'new') = ?");
        add(&verdict, Value::Text(status.name().to_owned()));
    }
    (sql, values)
}

fn flag_row(row: &AnyRow) -> Result<FlagRow, StoreError> {
    let verdict: Option<String> = get(row, 12)?;
    let status = match verdict {
        None => FlagStatus::New,
        Some(name) => read_verdict(name)?.status(),
    };
    Ok(FlagRow {
        flag: Flag {
            id: FlagId(get(row, 0)?),
            article: ArticleId(get(row, 1)?),
            revision: get::<i64, _>(row, 2)? as u32,
            topic: parsed("a topic id", &get::<String, _>(row, 3)?)?,
            topic_revision: TopicRevision(get(row, 4)?),
            score: get::<i64, _>(row, 5)? as i32,
            threshold: get::<i64, _>(row, 6)? as i32,
            seq: Seq(get(row, 7)?),
            at: time(get(row, 8)?)?,
            late: get::<i64, _>(row, 9)? != 0,
            places: from_json("a flag's places", &get::<String, _>(row, 10)?)?,
            evidence: from_json("a flag's evidence", &get::<String, _>(row, 11)?)?,
            status,
        },
        title: get(row, 13)?,
        lead: get(row, 14)?,
        article: article(row, 15)?,
    })
}
