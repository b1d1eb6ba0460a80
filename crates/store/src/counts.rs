//! Numbers: all in all, over a stretch of time, and whether they hold together.

use std::collections::BTreeMap;

use jiff::Timestamp;
use langnghe_model::{FailureClass, Seq, SourceId, TopicId};
use sqlx::Row;

use crate::{
    Store, StoreError,
    sql::{get, micros, parsed, time},
};

/// Numbers all in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles.
    pub articles: u64,
    /// Revisions, the first ones among them.
    pub revisions: u64,
    /// Articles that are withdrawn now.
    pub withdrawn: u64,
    /// Live flags.
    pub flags: u64,
    /// Live flags of each topic that has any.
    pub flags_by_topic: Vec<(TopicId, u64)>,
    /// Entries of the log.
    pub log: u64,
    /// Articles of each source that has any, by id.
    pub per_source: Vec<SourceCounts>,
}

/// One source's part of [`Counts`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCounts {
    /// The source.
    pub source: SourceId,
    /// Its articles.
    pub articles: u64,
    /// Those of them that are withdrawn now.
    pub withdrawn: u64,
}

/// What was appended in a stretch of time, and how reading went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Window {
    /// The first log entry appended in that time; `None` when there is none.
    pub first: Option<Seq>,
    /// The last one.
    pub last: Option<Seq>,
    /// New articles.
    pub articles: u64,
    /// Later revisions of articles.
    pub revisions: u64,
    /// Withdrawals.
    pub withdrawals: u64,
    /// New articles that are late.
    pub late: u64,
    /// The same for each source that appended or was asked, by id.
    pub per_source: Vec<SourceWindow>,
}

/// On which days a source brought new articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// The source.
    pub source: SourceId,
    /// Days since 1970-01-01, local, in order, with how many articles came on each.
    pub days: Vec<(i64, u64)>,
    /// When the last one came.
    pub last: Timestamp,
}

/// One source's part of a [`Window`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceWindow {
    /// The source.
    pub source: SourceId,
    /// New articles.
    pub articles: u64,
    /// Later revisions.
    pub revisions: u64,
    /// Requests of its channels (not of article pages) whose answer could be read.
    pub answered: u64,
    /// Requests of its channels that failed, or whose answer could not be read.
    pub failed: u64,
    /// Why the last of them did.
    pub last_error: Option<String>,
    /// The class of that error; `None` too when an earlier version of the program kept it.
    pub last_failure: Option<FailureClass>,
}

/// Whether the database is sound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Check {
    /// What is wrong; empty when nothing is.
    pub faults: Vec<String>,
}

/// What must not be: a count that is zero in a sound database, and what it counts.
const FAULTS: [(&str, &str); 5] = [
    (
        "SELECT COALESCE(MAX(seq), 0) - COUNT(*) FROM log",
        "entries are missing in the log",
    ),
    (
        "SELECT COUNT(*) FROM log l LEFT JOIN revisions r ON r.article = l.article AND r.number = l.revision \
         WHERE l.event = 'revision' AND r.article IS NULL",
        "log entries have lost their text",
    ),
    (
        "SELECT COUNT(*) FROM articles a LEFT JOIN revisions r ON r.article = a.id AND r.number = a.revision \
         WHERE r.article IS NULL",
        "articles have lost their latest text",
    ),
    (
        "SELECT COUNT(*) FROM articles a LEFT JOIN aliases s ON s.url = a.url WHERE s.url IS NULL",
        "articles cannot be found by their address",
    ),
    (
        "SELECT COUNT(*) FROM flags f LEFT JOIN revisions r ON r.article = f.article AND r.number = f.revision \
         WHERE r.article IS NULL",
        "flags have lost their article",
    ),
];

impl Store {
    async fn count(&self, sql: &'static str) -> Result<u64, StoreError> {
        let row = sqlx::query(sql).fetch_one(&self.readers).await?;
        Ok(get::<i64, _>(&row, 0)?.unsigned_abs())
    }

    /// Numbers all in all.
    pub async fn counts(&self) -> Result<Counts, StoreError> {
        let per_source = self.source_counts().await?;
        Ok(Counts {
            articles: per_source.iter().map(|source| source.articles).sum(),
            revisions: self.count("SELECT COUNT(*) FROM revisions").await?,
            withdrawn: per_source.iter().map(|source| source.withdrawn).sum(),
            flags: self
                .count("SELECT COUNT(*) FROM flags WHERE live = 1")
                .await?,
            flags_by_topic: self.flags_by_topic().await?,
            log: self.count("SELECT COUNT(*) FROM log").await?,
            per_source,
        })
    }

    async fn source_counts(&self) -> Result<Vec<SourceCounts>, StoreError> {
        let found = sqlx::query(
            "SELECT source, COUNT(*), COUNT(withdrawn) FROM articles GROUP BY source ORDER BY source",
        )
        .fetch_all(&self.readers)
        .await?;
        found
            .iter()
            .map(|row| {
                Ok(SourceCounts {
                    source: parsed("a source id", &get::<String, _>(row, 0)?)?,
                    articles: get::<i64, _>(row, 1)?.unsigned_abs(),
                    withdrawn: get::<i64, _>(row, 2)?.unsigned_abs(),
                })
            })
            .collect()
    }

    /// On which local days (+07:00) each source brought new articles since a time, and when it did last; what was
    /// imported does not count.
    pub async fn activity(&self, since: Timestamp) -> Result<Vec<Activity>, StoreError> {
        // Microseconds of seven hours and of a day.
        let found = sqlx::query(
            "SELECT source, (first_seen + 25200000000) / 86400000000 AS day, COUNT(*), MAX(first_seen) FROM articles \
             WHERE first_seen >= $1 AND late = 0 GROUP BY source, day ORDER BY source, day",
        )
        .bind(micros(since))
        .fetch_all(&self.readers)
        .await?;
        let mut all: Vec<Activity> = Vec::new();
        for row in found {
            let source = parsed("a source id", &get::<String, _>(&row, 0)?)?;
            let (day, articles) = (get(&row, 1)?, get::<i64, _>(&row, 2)?.unsigned_abs());
            let last = time(get(&row, 3)?)?;
            match all.last_mut().filter(|last| last.source == source) {
                Some(seen) => {
                    seen.days.push((day, articles));
                    seen.last = last;
                }
                None => all.push(Activity {
                    source,
                    days: vec![(day, articles)],
                    last,
                }),
            }
        }
        Ok(all)
    }

    /// What was appended from `since` on and before `until`.
    pub async fn window(&self, since: Timestamp, until: Timestamp) -> Result<Window, StoreError> {
        let mut window = Window::default();
        let mut sources: BTreeMap<String, SourceWindow> = BTreeMap::new();
        let ends = sqlx::query("SELECT MIN(seq), MAX(seq) FROM log WHERE at >= $1 AND at < $2")
            .bind(micros(since))
            .bind(micros(until))
            .fetch_one(&self.readers)
            .await?;
        window.first = get::<Option<i64>, _>(&ends, 0)?.map(Seq);
        window.last = get::<Option<i64>, _>(&ends, 1)?.map(Seq);
        let appended = sqlx::query(
            "SELECT a.source, l.event, CASE WHEN l.revision = 1 THEN 1 ELSE 0 END, a.late, COUNT(*) FROM log l \
             JOIN articles a ON a.id = l.article WHERE l.at >= $1 AND l.at < $2 \
             GROUP BY a.source, l.event, CASE WHEN l.revision = 1 THEN 1 ELSE 0 END, a.late",
        )
        .bind(micros(since))
        .bind(micros(until))
        .fetch_all(&self.readers)
        .await?;
        for row in &appended {
            let source = part(&mut sources, get(row, 0)?)?;
            let event: String = get(row, 1)?;
            let first = get::<i64, _>(row, 2)? == 1;
            let late = get::<i64, _>(row, 3)? != 0;
            let count = get::<i64, _>(row, 4)?.unsigned_abs();
            if event == "withdrawal" {
                window.withdrawals += count;
            } else if first {
                window.articles += count;
                window.late += if late { count } else { 0 };
                source.articles += count;
            } else {
                window.revisions += count;
                source.revisions += count;
            }
        }
        let asked = sqlx::query(
            "SELECT source, COUNT(*), SUM(CASE WHEN error IS NULL THEN 0 ELSE 1 END), MAX(CASE WHEN error IS NULL THEN NULL ELSE id END) \
             FROM requests WHERE url = channel AND at >= $1 AND at < $2 GROUP BY source",
        )
        .bind(micros(since))
        .bind(micros(until))
        .fetch_all(&self.readers)
        .await?;
        for row in &asked {
            let source = part(&mut sources, get(row, 0)?)?;
            let all = get::<i64, _>(row, 1)?.unsigned_abs();
            source.failed = get::<i64, _>(row, 2)?.unsigned_abs();
            source.answered = all - source.failed;
            if let Some(last) = row.try_get::<Option<i64>, _>(3)? {
                let error = sqlx::query("SELECT error, failure FROM requests WHERE id = $1")
                    .bind(last)
                    .fetch_one(&self.readers)
                    .await?;
                source.last_error = get(&error, 0)?;
                source.last_failure = get::<Option<String>, _>(&error, 1)?.map(FailureClass::from);
            }
        }
        window.per_source = sources.into_values().collect();
        Ok(window)
    }

    /// Looks whether the database is sound and the log holds together.
    pub async fn check(&self) -> Result<Check, StoreError> {
        let mut check = Check::default();
        for row in sqlx::query(self.engine().health())
            .fetch_all(&self.readers)
            .await?
        {
            let said: String = get(&row, 0)?;
            if said != "ok" {
                check.faults.push(said);
            }
        }
        for (sql, fault) in FAULTS {
            let found = self.count(sql).await?;
            if found > 0 {
                check.faults.push(format!("{found} {fault}"));
            }
        }
        Ok(check)
    }
}

fn part(
    sources: &mut BTreeMap<String, SourceWindow>,
    id: String,
) -> Result<&mut SourceWindow, StoreError> {
    let source: SourceId = parsed("a source id", &id)?;
    Ok(sources.entry(id).or_insert_with(|| SourceWindow {
        source,
        articles: 0,
        revisions: 0,
        answered: 0,
        failed: 0,
        last_error: None,
        last_failure: None,
    }))
}
