//! Reading the log and what it is about.

use jiff::Timestamp;
use langnghe_model::{
    Article, ArticleId, ArticleText, Extraction, LogEntry, LogEvent, Revision, RevisionKind, Seq,
};
use sqlx::any::AnyRow;

use crate::{
    Store, StoreError,
    sql::{MAX_PARAMETERS, built, get, list, optional_time, parsed, row_count, time},
};

/// The columns of an article, in the order that [`article`] reads them.
pub(crate) const ARTICLE: &str =
    "a.id, a.source, a.url, a.published, a.first_seen, a.late, a.withdrawn, a.section";

/// Reads an article from the columns [`ARTICLE`], which begin at `first`.
pub(crate) fn article(row: &AnyRow, first: usize) -> Result<Article, StoreError> {
    Ok(Article {
        id: ArticleId(get(row, first)?),
        source: parsed("a source id", &get::<String, _>(row, first + 1)?)?,
        url: get(row, first + 2)?,
        published: optional_time(get(row, first + 3)?)?,
        first_seen: time(get(row, first + 4)?)?,
        late: get::<i64, _>(row, first + 5)? != 0,
        withdrawn: optional_time(get(row, first + 6)?)?,
        section: get(row, first + 7)?,
    })
}

/// The columns of a revision.
pub(crate) const REVISION: &str =
    "r.article, r.number, r.kind, r.title, r.lead, r.body, r.way, r.confidence, r.seen";

pub(crate) fn revision(row: &AnyRow, first: usize) -> Result<Revision, StoreError> {
    let kind: String = get(row, first + 2)?;
    let way: String = get(row, first + 6)?;
    Ok(Revision {
        article: ArticleId(get(row, first)?),
        number: get::<i64, _>(row, first + 1)? as u32,
        kind: RevisionKind::from_name(&kind).ok_or(StoreError::Damaged {
            what: "a revision's kind",
            value: kind,
        })?,
        text: text(row, first + 3)?,
        way: Extraction::from_name(&way).ok_or(StoreError::Damaged {
            what: "an extraction's way",
            value: way,
        })?,
        confidence: get::<i64, _>(row, first + 7)?.clamp(0, 100) as u8,
        seen: time(get(row, first + 8)?)?,
    })
}

/// How much the archive covers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Extent {
    /// Its articles.
    pub articles: u64,
    /// The time of the oldest.
    pub first: Option<Timestamp>,
    /// The time of the newest.
    pub last: Option<Timestamp>,
}

impl Store {
    /// The entries after `after`, in order, without gaps; at most `limit`.
    pub async fn read_log(&self, after: Seq, limit: usize) -> Result<Vec<LogEntry>, StoreError> {
        let sql = format!(
            "SELECT l.seq, l.at, l.event, {ARTICLE}, {REVISION} FROM log l \
             JOIN articles a ON a.id = l.article \
             LEFT JOIN revisions r ON r.article = l.article AND r.number = l.revision \
             WHERE l.seq > $1 ORDER BY l.seq LIMIT $2"
        );
        let found = sqlx::query(built(sql))
            .bind(after.0)
            .bind(row_count(limit))
            .fetch_all(&self.readers)
            .await?;
        found.iter().map(entry).collect()
    }

    /// The last entry's place; [`Seq::START`] when the log is empty.
    pub async fn last_seq(&self) -> Result<Seq, StoreError> {
        let row = sqlx::query("SELECT COALESCE(MAX(seq), 0) FROM log")
            .fetch_one(&self.readers)
            .await?;
        Ok(Seq(get(&row, 0)?))
    }

    /// The article with this address, whichever of its addresses it is.
    pub async fn article_by_url(&self, url: &str) -> Result<Option<Article>, StoreError> {
        let sql = format!(
            "SELECT {ARTICLE} FROM articles a JOIN aliases s ON s.article = a.id WHERE s.url = $1"
        );
        let row = sqlx::query(built(sql))
            .bind(url)
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| article(&row, 0)).transpose()
    }

    /// These articles, in no order.
    pub async fn articles(&self, ids: &[ArticleId]) -> Result<Vec<Article>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for part in ids.chunks(MAX_PARAMETERS) {
            let sql = format!(
                "SELECT {ARTICLE} FROM articles a WHERE a.id IN {}",
                list(self.engine(), part.len())
            );
            let mut query = sqlx::query(built(sql));
            for id in part {
                query = query.bind(id.0);
            }
            for row in query.fetch_all(&self.readers).await? {
                found.push(article(&row, 0)?);
            }
        }
        Ok(found)
    }

    /// Every article that was not withdrawn, by id.
    pub async fn article_ids(&self) -> Result<Vec<ArticleId>, StoreError> {
        let found = sqlx::query("SELECT id FROM articles WHERE withdrawn IS NULL ORDER BY id")
            .fetch_all(&self.readers)
            .await?;
        found
            .iter()
            .map(|row| Ok(ArticleId(get(row, 0)?)))
            .collect()
    }

    /// How many articles there are that were not withdrawn, and from when to when.
    pub async fn extent(&self) -> Result<Extent, StoreError> {
        let row = sqlx::query(
            "SELECT COUNT(*), MIN(COALESCE(published, first_seen)), MAX(COALESCE(published, first_seen)) \
             FROM articles WHERE withdrawn IS NULL",
        )
        .fetch_one(&self.readers)
        .await?;
        Ok(Extent {
            articles: get::<i64, _>(&row, 0)?.unsigned_abs(),
            first: optional_time(get(&row, 1)?)?,
            last: optional_time(get(&row, 2)?)?,
        })
    }

    /// The latest text of these articles, with its revision's number, in no order.
    pub async fn latest_texts(
        &self,
        ids: &[ArticleId],
    ) -> Result<Vec<(ArticleId, u32, ArticleText)>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for part in ids.chunks(MAX_PARAMETERS) {
            let sql = format!(
                "SELECT {REVISION} FROM articles a JOIN revisions r ON r.article = a.id AND r.number = a.revision WHERE a.id IN {}",
                list(self.engine(), part.len())
            );
            let mut query = sqlx::query(built(sql));
            for id in part {
                query = query.bind(id.0);
            }
            for row in query.fetch_all(&self.readers).await? {
                let latest = revision(&row, 0)?;
                found.push((latest.article, latest.number, latest.text));
            }
        }
        Ok(found)
    }

    /// All revisions of an article, the first first.
    pub async fn revisions(&self, id: ArticleId) -> Result<Vec<Revision>, StoreError> {
        let sql =
            format!("SELECT {REVISION} FROM revisions r WHERE r.article = $1 ORDER BY r.number");
        let found = sqlx::query(built(sql))
            .bind(id.0)
            .fetch_all(&self.readers)
            .await?;
        found.iter().map(|row| revision(row, 0)).collect()
    }

    /// The texts of an article's revisions before number `before`, the first first.
    pub async fn earlier_texts(
        &self,
        id: ArticleId,
        before: u32,
    ) -> Result<Vec<ArticleText>, StoreError> {
        let found = sqlx::query(
            "SELECT title, lead, body FROM revisions WHERE article = $1 AND number < $2 ORDER BY number",
        )
        .bind(id.0)
        .bind(i64::from(before))
        .fetch_all(&self.readers)
        .await?;
        found.iter().map(|row| text(row, 0)).collect()
    }
}

/// Reads a text from the columns title, lead and body, which begin at `first`.
fn text(row: &AnyRow, first: usize) -> Result<ArticleText, StoreError> {
    Ok(ArticleText {
        title: get(row, first)?,
        lead: get(row, first + 1)?,
        body: get(row, first + 2)?,
    })
}

fn entry(row: &AnyRow) -> Result<LogEntry, StoreError> {
    let event: String = get(row, 2)?;
    let article = article(row, 3)?;
    Ok(LogEntry {
        seq: Seq(get(row, 0)?),
        at: time(get(row, 1)?)?,
        event: match event.as_str() {
            "revision" => LogEvent::Revision {
                revision: revision(row, 11)?,
                article,
            },
            "withdrawal" => LogEvent::Withdrawal {
                article: article.id,
            },
            _ => {
                return Err(StoreError::Damaged {
                    what: "a log entry's event",
                    value: event,
                });
            }
        },
    })
}
