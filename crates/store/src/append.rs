//! Appending to the log: the only place where articles, revisions and log entries come into being.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use langnghe_model::{ArticleId, ArticleText, Extraction, RevisionKind, Seq, SourceId, TextHash};
use sqlx::{Any, Transaction};

use crate::{
    Engine, Store, StoreError,
    pages::settle,
    sql::{MAX_PARAMETERS, built, clean, get, insert_all, list, micros, optional_micros},
};

/// What is to be appended.
#[derive(Debug, Clone)]
pub struct NewArticle {
    /// Who published it.
    pub source: SourceId,
    /// Its canonical address.
    pub url: String,
    /// Other addresses it was seen at.
    pub aliases: Vec<String>,
    /// Its text.
    pub text: ArticleText,
    /// When it was published, as far as known.
    pub published: Option<Timestamp>,
    /// The section it stands in, if its source names one.
    pub section: Option<String>,
    /// Which way the text came.
    pub way: Extraction,
    /// How sure the extraction is, 0 to 100.
    pub confidence: u8,
    /// Why it is appended, when the article is known already.
    pub kind: RevisionKind,
    /// When it was seen.
    pub seen: Timestamp,
    /// Whether it is late (when it is new).
    pub late: bool,
    /// The page it was read from, whose state changes in the same transaction.
    pub page: Option<PageDone>,
}

/// The state of a page after it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageDone {
    /// Its address, as queued.
    pub url: String,
    /// Looks behind it.
    pub stage: u32,
    /// When it is looked at next; `None` when that was the last look.
    pub next_due: Option<Timestamp>,
    /// The validators of its last answer.
    pub etag: Option<String>,
    /// Likewise.
    pub last_modified: Option<String>,
}

/// What appending came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A new article.
    New,
    /// A new revision of a known one, with its number.
    Revised(u32),
    /// Nothing new.
    Unchanged,
}

/// One appended article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// The article.
    pub article: ArticleId,
    /// What it came to.
    pub outcome: Outcome,
    /// Its place in the log, unless nothing was new.
    pub seq: Option<Seq>,
}

/// What the batch needs to know of an article.
struct Known {
    revision: i64,
    hash: TextHash,
    withdrawn: bool,
}

/// The articles that the batch's addresses belong to; grows as the batch is gone through.
#[derive(Default)]
struct Index<'a> {
    by_address: HashMap<&'a str, i64>,
    by_id: HashMap<i64, Known>,
}

/// Rows collected while the batch is gone through, written together at its end.
#[derive(Default)]
struct Rows<'a> {
    articles: Vec<(i64, &'a NewArticle, TextHash)>,
    aliases: Vec<(&'a str, i64)>,
    revisions: Vec<(i64, i64, &'a NewArticle)>,
    /// Place in the log, article, revision.
    log: Vec<(i64, i64, i64)>,
    /// Known articles that got a new revision, the last one of each.
    revised: HashMap<i64, (i64, TextHash, &'a NewArticle)>,
}

impl Store {
    /// Appends a batch in one transaction. An address already known and the text's hash decide what is new;
    /// articles that occur twice in the batch are taken one after the other.
    ///
    /// Where the addresses of one article belong to two known ones, it is a revision of the first that is
    /// found: its own address goes before its aliases.
    pub async fn append(
        &self,
        batch: &[NewArticle],
        at: Timestamp,
    ) -> Result<Vec<Appended>, StoreError> {
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        // Hashing is done before others have to wait.
        let hashes: Vec<TextHash> = batch.iter().map(|new| new.text.hash()).collect();
        let mut transaction = self.begin().await?;
        let mut index = Index::load(self.engine(), &mut transaction, batch).await?;
        let row = sqlx::query(
            "SELECT (SELECT COALESCE(MAX(seq), 0) FROM log), (SELECT COALESCE(MAX(id), 0) FROM articles)",
        )
        .fetch_one(&mut *transaction)
        .await?;
        let (mut seq, mut last_id): (i64, i64) = (get(&row, 0)?, get(&row, 1)?);

        let mut rows = Rows::default();
        let mut appended = Vec::with_capacity(batch.len());
        for (new, hash) in batch.iter().zip(hashes) {
            let found = addresses(new).find_map(|address| index.by_address.get(address).copied());
            let id = found.unwrap_or_else(|| {
                last_id += 1;
                last_id
            });
            for address in addresses(new) {
                if !index.by_address.contains_key(address) {
                    index.by_address.insert(address, id);
                    rows.aliases.push((address, id));
                }
            }
            let outcome = match index.by_id.get(&id) {
                None => Outcome::New,
                Some(known) if known.hash == hash && !known.withdrawn => Outcome::Unchanged,
                Some(known) => Outcome::Revised(known.revision as u32 + 1),
            };
            let revision = match outcome {
                Outcome::Unchanged => {
                    appended.push(Appended {
                        article: ArticleId(id),
                        outcome,
                        seq: None,
                    });
                    continue;
                }
                Outcome::New => {
                    rows.articles.push((id, new, hash.clone()));
                    1
                }
                Outcome::Revised(number) => {
                    let number = i64::from(number);
                    rows.revised.insert(id, (number, hash.clone(), new));
                    number
                }
            };
            seq += 1;
            rows.revisions.push((id, revision, new));
            rows.log.push((seq, id, revision));
            index.by_id.insert(
                id,
                Known {
                    revision,
                    hash,
                    withdrawn: false,
                },
            );
            appended.push(Appended {
                article: ArticleId(id),
                outcome,
                seq: Some(Seq(seq)),
            });
        }
        rows.write(self.engine(), &mut transaction, at).await?;
        for page in batch.iter().filter_map(|new| new.page.as_ref()) {
            settle(&mut transaction, page).await?;
        }
        transaction.commit().await?;
        Ok(appended)
    }
}

/// All addresses of an article, its own first.
fn addresses(new: &NewArticle) -> impl Iterator<Item = &str> {
    std::iter::once(&new.url)
        .chain(&new.aliases)
        .map(String::as_str)
}

impl<'a> Index<'a> {
    async fn load(
        engine: Engine,
        transaction: &mut Transaction<'_, Any>,
        batch: &'a [NewArticle],
    ) -> Result<Self, StoreError> {
        let mut wanted: HashSet<&'a str> = batch.iter().flat_map(addresses).collect();
        let listed: Vec<&'a str> = wanted.iter().copied().collect();
        let mut index = Self::default();
        for part in listed.chunks(MAX_PARAMETERS) {
            let sql = format!(
                "SELECT s.url, a.id, a.revision, a.text_hash, a.withdrawn FROM aliases s \
                 JOIN articles a ON a.id = s.article WHERE s.url IN {}",
                list(engine, part.len())
            );
            let mut query = sqlx::query(built(sql)).persistent(part.len() < 4);
            for address in part {
                query = query.bind(*address);
            }
            for row in query.fetch_all(&mut **transaction).await? {
                let id = get(&row, 1)?;
                if let Some(address) = wanted.take(get::<String, _>(&row, 0)?.as_str()) {
                    index.by_address.insert(address, id);
                }
                index.by_id.insert(
                    id,
                    Known {
                        revision: get(&row, 2)?,
                        hash: TextHash::from_stored(get(&row, 3)?),
                        withdrawn: get::<Option<i64>, _>(&row, 4)?.is_some(),
                    },
                );
            }
        }
        Ok(index)
    }
}

impl Rows<'_> {
    async fn write(
        self,
        engine: Engine,
        transaction: &mut Transaction<'_, Any>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        insert_all(
            engine,
            transaction,
            "INSERT INTO articles (id, source, url, published, first_seen, late, revision, text_hash, section)",
            9,
            &self.articles,
            |statement, (id, new, hash)| {
                statement
                    .bind(*id)
                    .bind(new.source.as_str())
                    .bind(new.url.as_str())
                    .bind(optional_micros(new.published))
                    .bind(micros(new.seen))
                    .bind(i64::from(new.late))
                    .bind(1_i64)
                    .bind(hash.as_str())
                    .bind(new.section.as_deref().map(clean))
            },
        )
        .await?;
        for (id, (revision, hash, new)) in self.revised {
            sqlx::query(
                "UPDATE articles SET revision = $1, text_hash = $2, withdrawn = NULL, \
                 published = COALESCE(published, $3), section = COALESCE($4, section) WHERE id = $5",
            )
            .bind(revision)
            .bind(hash.as_str())
            .bind(optional_micros(new.published))
            .bind(new.section.as_deref().map(clean))
            .bind(id)
            .execute(&mut **transaction)
            .await?;
        }
        insert_all(
            engine,
            transaction,
            "INSERT INTO aliases (url, article)",
            2,
            &self.aliases,
            |statement, (url, id)| statement.bind(*url).bind(*id),
        )
        .await?;
        insert_all(
            engine,
            transaction,
            "INSERT INTO revisions (article, number, kind, title, lead, body, way, confidence, seen)",
            9,
            &self.revisions,
            |statement, (article, number, new)| {
                statement
                    .bind(*article)
                    .bind(*number)
                    .bind(new.kind.name())
                    .bind(clean(&new.text.title))
                    .bind(clean(&new.text.lead))
                    .bind(clean(&new.text.body))
                    .bind(new.way.name())
                    .bind(i64::from(new.confidence))
                    .bind(micros(new.seen))
            },
        )
        .await?;
        insert_all(
            engine,
            transaction,
            "INSERT INTO log (seq, at, event, article, revision)",
            5,
            &self.log,
            |statement, (seq, article, revision)| {
                statement
                    .bind(*seq)
                    .bind(micros(at))
                    .bind("revision")
                    .bind(*article)
                    .bind(*revision)
            },
        )
        .await
    }
}
