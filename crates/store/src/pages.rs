//! The queue of article pages: what is due, what was settled, what was given up.

use jiff::Timestamp;
use langnghe_model::{ArticleId, ChannelId, Entry, Seq, SourceId};
use sqlx::{Any, Transaction, any::AnyRow};

use crate::{
    PageDone, Store, StoreError,
    sql::{
        built, clean, from_json, get, micros, optional_micros, optional_time, parsed, row_count,
        time,
    },
};

/// A page to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageTask {
    /// Its address.
    pub url: String,
    /// Its source.
    pub source: SourceId,
    /// The channel that listed it.
    pub channel: Option<ChannelId>,
    /// What the channel said of it.
    pub entry: Entry,
    /// When it was listed first.
    pub first_seen: Timestamp,
    /// Looks behind it.
    pub stage: u32,
    /// Failed tries since the last success.
    pub attempts: u32,
    /// The validators of its last answer.
    pub etag: Option<String>,
    /// Likewise.
    pub last_modified: Option<String>,
    /// The article it belongs to, once it was read.
    pub article: Option<ArticleId>,
    /// When it was first found gone, if the last look found it so.
    pub gone: Option<Timestamp>,
}

/// A page that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedPage {
    /// Its address.
    pub url: String,
    /// Its source.
    pub source: SourceId,
    /// When it was listed first.
    pub first_seen: Timestamp,
    /// Failed tries since the last success.
    pub attempts: u32,
    /// Why the last try failed.
    pub error: String,
    /// When it is tried again; `None` when it was given up.
    pub next_due: Option<Timestamp>,
}

/// How the queue stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// Pages never read yet that will be tried.
    pub waiting: u64,
    /// Pages given up without having been read.
    pub given_up: u64,
    /// Why the last of them was.
    pub last_error: Option<String>,
}

impl Store {
    /// The sites with pages that are due, the site of the page due longest first; pages of the sources `except` are
    /// left out.
    pub async fn due_sites(
        &self,
        now: Timestamp,
        limit: usize,
        except: &[SourceId],
    ) -> Result<Vec<String>, StoreError> {
        let sql = format!(
            "SELECT p.site FROM pages p WHERE p.due <= $1 {} GROUP BY p.site ORDER BY MIN(p.due), p.site LIMIT $2",
            left_out(except, 3)
        );
        let mut query = sqlx::query(built(sql))
            .bind(micros(now))
            .bind(row_count(limit));
        for source in except {
            query = query.bind(source.as_str());
        }
        query
            .fetch_all(&self.readers)
            .await?
            .iter()
            .map(|row| get(row, 0))
            .collect()
    }

    /// A site's pages that are due: those never read before looks at known articles, of these the flagged ones first,
    /// and in each group the oldest due first, in the order of listing. Those of the sources `except` are left out.
    pub async fn due_pages(
        &self,
        site: &str,
        now: Timestamp,
        limit: usize,
        except: &[SourceId],
    ) -> Result<Vec<PageTask>, StoreError> {
        let sql = format!(
            "SELECT p.url, p.source, p.channel, p.entry, p.first_seen, p.stage, p.attempts, p.etag, p.last_modified, s.article, p.gone, \
             CASE WHEN s.article IS NULL THEN 0 \
             WHEN EXISTS (SELECT 1 FROM flags f WHERE f.article = s.article AND f.live = 1) THEN 1 ELSE 2 END AS turn \
             FROM pages p LEFT JOIN aliases s ON s.url = p.url \
             WHERE p.site = $1 AND p.due <= $2 {} ORDER BY turn, p.due, p.first_seen, p.number, p.url LIMIT $3",
            left_out(except, 4)
        );
        let mut query = sqlx::query(built(sql))
            .bind(site)
            .bind(micros(now))
            .bind(row_count(limit));
        for source in except {
            query = query.bind(source.as_str());
        }
        query
            .fetch_all(&self.readers)
            .await?
            .iter()
            .map(task)
            .collect()
    }

    /// Gives their site to pages that an earlier version queued without one; `site_of` tells an address' site.
    pub async fn place_pages(
        &self,
        site_of: impl Fn(&str) -> String + Send,
    ) -> Result<(), StoreError> {
        loop {
            let found = sqlx::query("SELECT url FROM pages WHERE site = '' LIMIT 1000")
                .fetch_all(&self.readers)
                .await?;
            if found.is_empty() {
                return Ok(());
            }
            let mut transaction = self.begin().await?;
            for row in &found {
                let url: String = get(row, 0)?;
                let site = site_of(&url);
                sqlx::query("UPDATE pages SET site = $1 WHERE url = $2")
                    // An address without a host has a site all the same, or it would be looked for again.
                    .bind(if site.is_empty() { "-" } else { site.as_str() })
                    .bind(url.as_str())
                    .execute(&mut *transaction)
                    .await?;
            }
            transaction.commit().await?;
        }
    }

    /// Keeps that a page was looked at and is as it was.
    pub async fn page_unchanged(&self, page: &PageDone) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        settle(&mut transaction, page).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Keeps that a page could not be read; it is tried again at `next_due`, or given up.
    pub async fn page_failed(
        &self,
        url: &str,
        error: &str,
        next_due: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(
            "UPDATE pages SET error = $1, due = $2, attempts = attempts + 1 WHERE url = $3",
        )
        .bind(clean(error))
        .bind(optional_micros(next_due))
        .bind(url)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Keeps that a page was found gone for the first time, and is looked at again at `next_due`.
    pub async fn page_gone(
        &self,
        url: &str,
        at: Timestamp,
        next_due: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query("UPDATE pages SET gone = $1, due = $2 WHERE url = $3")
            .bind(micros(at))
            .bind(micros(next_due))
            .bind(url)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// How many pages were asked for of each source since a time; requests for the channels themselves do not count.
    pub async fn pages_asked(&self, since: Timestamp) -> Result<Vec<(SourceId, u64)>, StoreError> {
        let found = sqlx::query(
            "SELECT source, COUNT(*) FROM requests WHERE at >= $1 AND (channel IS NULL OR url <> channel) GROUP BY source",
        )
        .bind(micros(since))
        .fetch_all(&self.readers)
        .await?;
        found
            .iter()
            .map(|row| {
                Ok((
                    parsed("a source id", &get::<String, _>(row, 0)?)?,
                    get::<i64, _>(row, 1)?.unsigned_abs(),
                ))
            })
            .collect()
    }

    /// Keeps that an article's page is gone. The first time this is a log entry, whose place is returned.
    pub async fn withdraw(
        &self,
        url: &str,
        article: ArticleId,
        at: Timestamp,
        next_due: Option<Timestamp>,
    ) -> Result<Option<Seq>, StoreError> {
        let mut transaction = self.begin().await?;
        let changed =
            sqlx::query("UPDATE articles SET withdrawn = $1 WHERE id = $2 AND withdrawn IS NULL")
                .bind(micros(at))
                .bind(article.0)
                .execute(&mut *transaction)
                .await?
                .rows_affected();
        let mut seq = None;
        if changed > 0 {
            let row = sqlx::query(
                "INSERT INTO log (seq, at, event, article) SELECT COALESCE(MAX(seq), 0) + 1, $1, 'withdrawal', $2 FROM log RETURNING seq",
            )
            .bind(micros(at))
            .bind(article.0)
            .fetch_one(&mut *transaction)
            .await?;
            seq = Some(Seq(get(&row, 0)?));
        }
        sqlx::query("UPDATE pages SET due = $1, error = NULL, attempts = 0 WHERE url = $2")
            .bind(optional_micros(next_due))
            .bind(url)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(seq)
    }

    /// Pages first listed at `since` or later whose last try failed, the newest first: given up, or still to
    /// be tried again. An article that was read before and cannot be read again is among them.
    pub async fn failed_pages(&self, since: Timestamp) -> Result<Vec<FailedPage>, StoreError> {
        let found = sqlx::query(
            "SELECT url, source, first_seen, attempts, error, due FROM pages \
             WHERE error IS NOT NULL AND first_seen >= $1 ORDER BY first_seen DESC, url",
        )
        .bind(micros(since))
        .fetch_all(&self.readers)
        .await?;
        found
            .iter()
            .map(|row| {
                Ok(FailedPage {
                    url: get(row, 0)?,
                    source: parsed("a source id", &get::<String, _>(row, 1)?)?,
                    first_seen: time(get(row, 2)?)?,
                    attempts: get::<i64, _>(row, 3)? as u32,
                    error: get(row, 4)?,
                    next_due: optional_time(get(row, 5)?)?,
                })
            })
            .collect()
    }

    /// How the queue stands.
    pub async fn queue_counts(&self) -> Result<QueueCounts, StoreError> {
        let row = sqlx::query(
            "SELECT COALESCE(SUM(CASE WHEN p.due IS NOT NULL AND s.article IS NULL THEN 1 ELSE 0 END), 0), \
             COALESCE(SUM(CASE WHEN p.due IS NULL AND p.error IS NOT NULL AND s.article IS NULL THEN 1 ELSE 0 END), 0) \
             FROM pages p LEFT JOIN aliases s ON s.url = p.url",
        )
        .fetch_one(&self.readers)
        .await?;
        let last = sqlx::query(
            "SELECT p.url, p.error FROM pages p LEFT JOIN aliases s ON s.url = p.url \
             WHERE p.due IS NULL AND p.error IS NOT NULL AND s.article IS NULL ORDER BY p.first_seen DESC, p.url LIMIT 1",
        )
        .fetch_optional(&self.readers)
        .await?;
        Ok(QueueCounts {
            waiting: get::<i64, _>(&row, 0)?.unsigned_abs(),
            given_up: get::<i64, _>(&row, 1)?.unsigned_abs(),
            last_error: last
                .map(|row| {
                    Ok::<_, StoreError>(format!(
                        "{}: {}",
                        get::<String, _>(&row, 0)?,
                        get::<String, _>(&row, 1)?
                    ))
                })
                .transpose()?,
        })
    }
}

/// The condition that leaves out pages of some sources, whose placeholders begin at `first`.
fn left_out(except: &[SourceId], first: usize) -> String {
    if except.is_empty() {
        return String::new();
    }
    let numbers: Vec<String> = (first..first + except.len())
        .map(|number| format!("${number}"))
        .collect();
    format!("AND p.source NOT IN ({})", numbers.join(","))
}

/// Writes a page's state after it was read, inside a transaction.
pub(crate) async fn settle(
    transaction: &mut Transaction<'_, Any>,
    page: &PageDone,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE pages SET stage = $1, due = $2, etag = $3, last_modified = $4, attempts = 0, error = NULL, gone = NULL WHERE url = $5",
    )
    .bind(i64::from(page.stage))
    .bind(optional_micros(page.next_due))
    .bind(page.etag.as_deref())
    .bind(page.last_modified.as_deref())
    .bind(page.url.as_str())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

fn task(row: &AnyRow) -> Result<PageTask, StoreError> {
    Ok(PageTask {
        url: get(row, 0)?,
        source: parsed("a source id", &get::<String, _>(row, 1)?)?,
        channel: get::<Option<String>, _>(row, 2)?.map(ChannelId),
        entry: from_json("a queued entry", &get::<String, _>(row, 3)?)?,
        first_seen: time(get(row, 4)?)?,
        stage: get::<i64, _>(row, 5)? as u32,
        attempts: get::<i64, _>(row, 6)? as u32,
        etag: get(row, 7)?,
        last_modified: get(row, 8)?,
        article: get::<Option<i64>, _>(row, 9)?.map(ArticleId),
        gone: optional_time(get(row, 10)?)?,
    })
}
