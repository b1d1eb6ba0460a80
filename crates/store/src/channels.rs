//! The state of channels, and what they listed.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use langnghe_model::{
    ChannelId, ChannelKind, ChannelMemory, Entry, FailureClass, PollReason, SourceId, TextHash,
};
use sqlx::{Any, Transaction, any::AnyRow};

use crate::{
    Engine, Store, StoreError,
    sql::{
        MAX_PARAMETERS, built, clean, from_json, get, insert_all, json, list, micros,
        optional_micros, optional_time, parsed,
    },
};

/// How reading a channel goes.
#[derive(Debug, Clone, PartialEq)]
pub struct ChannelState {
    /// The channel.
    pub channel: ChannelId,
    /// Its source.
    pub source: SourceId,
    /// What it is.
    pub kind: ChannelKind,
    /// The validators of its last answer.
    pub etag: Option<String>,
    /// Likewise.
    pub last_modified: Option<String>,
    /// A hash of its last body.
    pub content_hash: Option<TextHash>,
    /// When it was asked last.
    pub last_at: Option<Timestamp>,
    /// When it was read last.
    pub last_ok: Option<Timestamp>,
    /// When it last sent its whole body.
    pub last_full: Option<Timestamp>,
    /// What came of it, in words.
    pub last_result: Option<String>,
    /// Failures in a row.
    pub failures: u32,
    /// When it is asked next.
    pub next_at: Option<Timestamp>,
    /// Why then.
    pub reason: PollReason,
    /// Whether its last body could not be read: then a 304 is no good news.
    pub parse_failed: bool,
    /// What was learned of it.
    pub memory: ChannelMemory,
}

impl ChannelState {
    /// A channel that was never asked.
    pub fn new(channel: ChannelId, source: SourceId, kind: ChannelKind) -> Self {
        Self {
            channel,
            source,
            kind,
            etag: None,
            last_modified: None,
            content_hash: None,
            last_at: None,
            last_ok: None,
            last_full: None,
            last_result: None,
            failures: 0,
            next_at: None,
            reason: PollReason::NotAsked,
            parse_failed: false,
            memory: ChannelMemory::default(),
        }
    }
}

/// An entry that a channel listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPage {
    /// The article's address.
    pub url: String,
    /// The source.
    pub source: SourceId,
    /// The site of the address: what is asked one request at a time.
    pub site: String,
    /// The channel.
    pub channel: ChannelId,
    /// What the channel says of it.
    pub entry: Entry,
}

/// What a poll brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PollCount {
    /// Entries not known before.
    pub new: u64,
    /// Known entries of which the channel now gives another title, summary, date or text.
    pub changed: u64,
}

/// What the store made of a poll's entries, for the plan of the next one.
#[derive(Debug)]
pub struct Queued<'a> {
    /// How many were new or changed.
    pub count: PollCount,
    /// Those not known before.
    pub fresh: Vec<&'a NewPage>,
    /// Those that this channel had not listed before, known from elsewhere or not.
    pub unseen: Vec<&'a NewPage>,
}

/// The outcome of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRow {
    /// When it was sent.
    pub at: Timestamp,
    /// For which source.
    pub source: SourceId,
    /// For which channel, if for one.
    pub channel: Option<ChannelId>,
    /// The address.
    pub url: String,
    /// The answer's status, if there was one.
    pub status: Option<u16>,
    /// Bytes of the body.
    pub bytes: u64,
    /// How long it took.
    pub duration_ms: u64,
    /// Why it failed, if it did, or what it brought could not be read.
    pub error: Option<String>,
    /// The class of that error.
    pub failure: Option<FailureClass>,
}

const COLUMNS: &str = "url, source, kind, etag, last_modified, content_hash, last_at, last_ok, last_full, last_result, failures, next_at, reason, parse_failed, memory";

impl Store {
    /// The state of every channel that was ever asked.
    pub async fn channel_states(&self) -> Result<Vec<ChannelState>, StoreError> {
        let found = sqlx::query(built(format!(
            "SELECT {COLUMNS} FROM channels ORDER BY url"
        )))
        .fetch_all(&self.readers)
        .await?;
        found.iter().map(state).collect()
    }

    /// The state of one channel, if it was ever asked.
    pub async fn channel_state(&self, channel: &str) -> Result<Option<ChannelState>, StoreError> {
        let found = sqlx::query(built(format!(
            "SELECT {COLUMNS} FROM channels WHERE url = $1"
        )))
        .bind(channel)
        .fetch_optional(&self.readers)
        .await?;
        found.as_ref().map(state).transpose()
    }

    /// Keeps what came of asking a channel: its entries are queued in the order in which they come, its state and the
    /// request's outcome written, all in one transaction. `plan` is told which entries were new or changed and completes the state.
    pub async fn record_poll(
        &self,
        mut state: ChannelState,
        pages: &[NewPage],
        request: &RequestRow,
        plan: impl FnOnce(&mut ChannelState, &Queued<'_>) + Send,
    ) -> Result<PollCount, StoreError> {
        let mut transaction = self.begin().await?;
        let queued = queue(self.engine(), &mut transaction, pages, request.at).await?;
        plan(&mut state, &queued);
        let count = queued.count;
        write_state(&mut transaction, &state).await?;
        write_request(&mut transaction, request).await?;
        transaction.commit().await?;
        Ok(count)
    }

    /// Changes what is remembered of a channel; of one that was never asked nothing is.
    pub async fn change_memory(
        &self,
        channel: &ChannelId,
        change: impl FnOnce(&mut ChannelMemory) + Send,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let found = sqlx::query("SELECT memory FROM channels WHERE url = $1")
            .bind(channel.0.as_str())
            .fetch_optional(&mut *transaction)
            .await?;
        if let Some(row) = found {
            let mut memory = from_json("a channel's memory", &get::<String, _>(&row, 0)?)?;
            change(&mut memory);
            sqlx::query("UPDATE channels SET memory = $1 WHERE url = $2")
                .bind(json(&memory)?)
                .bind(channel.0.as_str())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Keeps the outcome of a request.
    pub async fn record_request(&self, request: &RequestRow) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        write_request(&mut transaction, request).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Queues unknown entries, and makes those due again of which a channel now says something else than it said
/// last. Of an address that is listed twice the first entry counts.
async fn queue<'a>(
    engine: Engine,
    transaction: &mut Transaction<'_, Any>,
    pages: &'a [NewPage],
    now: Timestamp,
) -> Result<Queued<'a>, StoreError> {
    let known = known(engine, transaction, pages).await?;
    let mut seen = HashSet::new();
    let mut fresh = Vec::new();
    let mut changed = Vec::new();
    let mut listings = Vec::new();
    let mut unseen = Vec::new();
    for page in pages.iter().filter(|page| seen.insert(page.url.as_str())) {
        let fingerprint = fingerprint(&page.entry)?;
        match known.get(&page.url) {
            None => {
                fresh.push((page, json(&page.entry)?));
                unseen.push(page);
            }
            Some(channels) => match channels.get(&page.channel.0) {
                Some(before) if *before == fingerprint => continue,
                Some(_) => changed.push(page),
                // Another channel has listed it before, and what that one said has been read or will be.
                None => unseen.push(page),
            },
        }
        listings.push((page, fingerprint));
    }

    let first = if fresh.is_empty() {
        0
    } else {
        let row = sqlx::query("SELECT COALESCE(MAX(number), 0) + 1 FROM pages")
            .fetch_one(&mut **transaction)
            .await?;
        get::<i64, _>(&row, 0)?
    };
    let numbered: Vec<_> = fresh.iter().zip(first..).collect();
    insert_all(
        engine,
        transaction,
        "INSERT INTO pages (url, source, channel, entry, first_seen, due, stage, attempts, site, number)",
        10,
        &numbered,
        |statement, ((page, entry), number)| {
            statement
                .bind(page.url.as_str())
                .bind(page.source.as_str())
                .bind(page.channel.0.as_str())
                .bind(entry.as_str())
                .bind(micros(now))
                .bind(micros(now))
                .bind(0_i64)
                .bind(0_i64)
                .bind(page.site.as_str())
                .bind(*number)
        },
    )
    .await?;
    for page in &changed {
        sqlx::query(
            "UPDATE pages SET entry = $1, due = $2, attempts = 0, etag = NULL, last_modified = NULL, gone = NULL WHERE url = $3",
        )
        .bind(json(&page.entry)?)
        .bind(micros(now))
        .bind(page.url.as_str())
        .execute(&mut **transaction)
        .await?;
    }
    for (page, fingerprint) in &listings {
        sqlx::query(
            "INSERT INTO listings (url, channel, fingerprint) VALUES ($1, $2, $3) \
             ON CONFLICT (url, channel) DO UPDATE SET fingerprint = excluded.fingerprint",
        )
        .bind(page.url.as_str())
        .bind(page.channel.0.as_str())
        .bind(fingerprint.as_str())
        .execute(&mut **transaction)
        .await?;
    }
    Ok(Queued {
        count: PollCount {
            new: fresh.len() as u64,
            changed: changed.len() as u64,
        },
        fresh: fresh.into_iter().map(|(page, _)| page).collect(),
        unseen,
    })
}

/// Which of the pages are known, and what each channel said of them last: fingerprints by address and channel.
async fn known(
    engine: Engine,
    transaction: &mut Transaction<'_, Any>,
    pages: &[NewPage],
) -> Result<HashMap<String, HashMap<String, String>>, StoreError> {
    let mut known: HashMap<String, HashMap<String, String>> = HashMap::new();
    for part in pages.chunks(MAX_PARAMETERS) {
        let sql = format!(
            "SELECT p.url, l.channel, l.fingerprint FROM pages p LEFT JOIN listings l ON l.url = p.url WHERE p.url IN {}",
            list(engine, part.len())
        );
        let mut query = sqlx::query(built(sql)).persistent(false);
        for page in part {
            query = query.bind(page.url.as_str());
        }
        for row in query.fetch_all(&mut **transaction).await? {
            let channels = known.entry(get(&row, 0)?).or_default();
            if let (Some(channel), Some(fingerprint)) = (get(&row, 1)?, get(&row, 2)?) {
                channels.insert(channel, fingerprint);
            }
        }
    }
    Ok(known)
}

/// What of an entry shows that the article was changed.
fn fingerprint(entry: &Entry) -> Result<String, StoreError> {
    let seen = json(&(&entry.title, &entry.summary, &entry.updated, &entry.content))?;
    Ok(TextHash::of(seen.as_bytes()).as_str().to_owned())
}

async fn write_state(
    transaction: &mut Transaction<'_, Any>,
    state: &ChannelState,
) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO channels ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) \
         ON CONFLICT (url) DO UPDATE SET source = excluded.source, kind = excluded.kind, etag = excluded.etag, \
         last_modified = excluded.last_modified, content_hash = excluded.content_hash, last_at = excluded.last_at, \
         last_ok = excluded.last_ok, last_full = excluded.last_full, last_result = excluded.last_result, \
         failures = excluded.failures, next_at = excluded.next_at, reason = excluded.reason, parse_failed = excluded.parse_failed, memory = excluded.memory"
    );
    sqlx::query(built(sql))
        .bind(state.channel.0.as_str())
        .bind(state.source.as_str())
        .bind(state.kind.name())
        .bind(state.etag.as_deref())
        .bind(state.last_modified.as_deref())
        .bind(state.content_hash.as_ref().map(TextHash::as_str))
        .bind(optional_micros(state.last_at))
        .bind(optional_micros(state.last_ok))
        .bind(optional_micros(state.last_full))
        .bind(state.last_result.as_deref().map(clean))
        .bind(i64::from(state.failures))
        .bind(optional_micros(state.next_at))
        .bind(clean(&json(&state.reason)?))
        .bind(i64::from(state.parse_failed))
        .bind(clean(&json(&state.memory)?))
        .execute(&mut **transaction)
        .await?;
    Ok(())
}

async fn write_request(
    transaction: &mut Transaction<'_, Any>,
    request: &RequestRow,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO requests (id, at, source, channel, url, status, bytes, duration_ms, error, failure) \
         SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9 FROM requests",
    )
    .bind(micros(request.at))
    .bind(request.source.as_str())
    .bind(request.channel.as_ref().map(|channel| channel.0.as_str()))
    .bind(request.url.as_str())
    .bind(request.status.map(i64::from))
    .bind(request.bytes as i64)
    .bind(request.duration_ms as i64)
    .bind(request.error.as_deref().map(clean))
    .bind(request.failure.map(String::from))
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

fn state(row: &AnyRow) -> Result<ChannelState, StoreError> {
    let kind: String = get(row, 2)?;
    Ok(ChannelState {
        channel: ChannelId(get(row, 0)?),
        source: parsed("a source id", &get::<String, _>(row, 1)?)?,
        kind: ChannelKind::from_name(&kind).ok_or(StoreError::Damaged {
            what: "a channel's kind",
            value: kind,
        })?,
        etag: get(row, 3)?,
        last_modified: get(row, 4)?,
        content_hash: get::<Option<String>, _>(row, 5)?.map(TextHash::from_stored),
        last_at: optional_time(get(row, 6)?)?,
        last_ok: optional_time(get(row, 7)?)?,
        last_full: optional_time(get(row, 8)?)?,
        last_result: get(row, 9)?,
        failures: get::<i64, _>(row, 10)? as u32,
        next_at: optional_time(get(row, 11)?)?,
        reason: from_json(
            "the reason of a channel's next time",
            &get::<String, _>(row, 12)?,
        )?,
        parse_failed: get::<i64, _>(row, 13)? != 0,
        memory: from_json("a channel's memory", &get::<String, _>(row, 14)?)?,
    })
}
