//! Better text for known articles from bytes that were kept: what is there, and the revision that only our own
//! extraction made.

use jiff::Timestamp;
use langnghe_model::{ArticleId, ArticleText, Entry, Extraction, RevisionKind, Seq, TextHash};
use sqlx::{Any, Transaction};

use crate::{
    Store, StoreError,
    log::{REVISION, revision},
    sql::{built, clean, from_json, get, micros, optional_micros, optional_time, time},
};

/// What the store has of a page that was read once.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadPage {
    /// What the channel said of it.
    pub entry: Entry,
    /// The article it became; `None` when it never became one.
    pub article: Option<ReadArticle>,
}

/// An article as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadArticle {
    /// The article.
    pub id: ArticleId,
    /// The number of its latest revision.
    pub revision: u32,
    /// Its text.
    pub text: ArticleText,
    /// Which way that came.
    pub way: Extraction,
    /// When it was published, if known.
    pub published: Option<Timestamp>,
    /// The section it stands in, if known.
    pub section: Option<String>,
    /// When the source's own latest text was seen: bytes from before that are of an older state.
    pub source_seen: Timestamp,
}

/// A better text of a known article.
#[derive(Debug, Clone)]
pub struct Reextracted {
    /// The article.
    pub article: ArticleId,
    /// The revision it was compared with. When another came meanwhile, nothing is appended.
    pub after: u32,
    /// The text.
    pub text: ArticleText,
    /// Which way it came.
    pub way: Extraction,
    /// How sure the extraction is, 0 to 100.
    pub confidence: u8,
    /// When it was published, if that was found.
    pub published: Option<Timestamp>,
    /// The section it stands in, if that was found.
    pub section: Option<String>,
}

impl Store {
    /// What is there of a page; `None` when its address was never queued.
    pub async fn read_page(&self, url: &str) -> Result<Option<ReadPage>, StoreError> {
        let page = sqlx::query(
            "SELECT p.entry, s.article, a.published, \
             (SELECT MAX(r.seen) FROM revisions r WHERE r.article = s.article AND r.kind = 'published'), a.section \
             FROM pages p LEFT JOIN aliases s ON s.url = p.url LEFT JOIN articles a ON a.id = s.article \
             WHERE p.url = $1",
        )
        .bind(url)
        .fetch_optional(&self.readers)
        .await?;
        let Some(page) = page else {
            return Ok(None);
        };
        let entry = from_json("a queued entry", &get::<String, _>(&page, 0)?)?;
        let Some(id) = get::<Option<i64>, _>(&page, 1)?.map(ArticleId) else {
            return Ok(Some(ReadPage {
                entry,
                article: None,
            }));
        };
        let published = optional_time(get(&page, 2)?)?;
        let section = get(&page, 4)?;
        let source_seen = get::<Option<i64>, _>(&page, 3)?.map_or(Ok(Timestamp::MIN), time)?;
        let row = sqlx::query(built(format!(
            "SELECT {REVISION} FROM articles a \
             JOIN revisions r ON r.article = a.id AND r.number = a.revision WHERE a.id = $1"
        )))
        .bind(id.0)
        .fetch_one(&self.readers)
        .await?;
        let latest = revision(&row, 0)?;
        Ok(Some(ReadPage {
            entry,
            article: Some(ReadArticle {
                id,
                revision: latest.number,
                text: latest.text,
                way: latest.way,
                published,
                section,
                source_seen,
            }),
        }))
    }

    /// Appends a revision that only better extraction made; its place in the log. A withdrawn article stays so.
    /// `None` when the article has another revision by now, or this text, time and section already.
    pub async fn append_extraction(
        &self,
        better: &Reextracted,
        at: Timestamp,
    ) -> Result<Option<Seq>, StoreError> {
        let hash = better.text.hash();
        let mut transaction = self.begin().await?;
        if !adds(&mut transaction, better, &hash).await? {
            return Ok(None);
        }
        let number = i64::from(better.after) + 1;
        sqlx::query(
            "INSERT INTO revisions (article, number, kind, title, lead, body, way, confidence, seen) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(better.article.0)
        .bind(number)
        .bind(RevisionKind::Extraction.name())
        .bind(clean(&better.text.title))
        .bind(clean(&better.text.lead))
        .bind(clean(&better.text.body))
        .bind(better.way.name())
        .bind(i64::from(better.confidence))
        .bind(micros(at))
        .execute(&mut *transaction)
        .await?;
        sqlx::query(
            "UPDATE articles SET revision = $1, text_hash = $2, published = COALESCE($3, published), \
             section = COALESCE($4, section) WHERE id = $5",
        )
        .bind(number)
        .bind(hash.as_str())
        .bind(optional_micros(better.published))
        .bind(better.section.as_deref().map(clean))
        .bind(better.article.0)
        .execute(&mut *transaction)
        .await?;
        let row = sqlx::query(
            "INSERT INTO log (seq, at, event, article, revision) \
             SELECT COALESCE(MAX(seq), 0) + 1, $1, 'revision', $2, $3 FROM log RETURNING seq",
        )
        .bind(micros(at))
        .bind(better.article.0)
        .bind(number)
        .fetch_one(&mut *transaction)
        .await?;
        let seq = Seq(get(&row, 0)?);
        transaction.commit().await?;
        Ok(Some(seq))
    }
}

/// Whether the article is still at the revision compared with, and would change.
async fn adds(
    transaction: &mut Transaction<'_, Any>,
    better: &Reextracted,
    hash: &TextHash,
) -> Result<bool, StoreError> {
    let row =
        sqlx::query("SELECT revision, text_hash, published, section FROM articles WHERE id = $1")
            .bind(better.article.0)
            .fetch_optional(&mut **transaction)
            .await?
            .ok_or(StoreError::Missing {
                what: "article",
                id: better.article.0,
            })?;
    let published = optional_time(get(&row, 2)?)?;
    let same_text = get::<String, _>(&row, 1)? == hash.as_str();
    let same_time = better.published.is_none() || better.published == published;
    let section: Option<String> = get(&row, 3)?;
    let same_section = better.section.is_none() || better.section == section;
    Ok(get::<i64, _>(&row, 0)? == i64::from(better.after)
        && !(same_text && same_time && same_section))
}
