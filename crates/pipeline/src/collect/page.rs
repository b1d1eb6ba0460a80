//! Reading one article: request, extract, append.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use langnghe_fetcher::{Accept, Failure, FetchError, Request, Response};
use langnghe_model::{Day, RevisionKind, Source, SourceId, TextFrom};
use langnghe_parser::{PageArticle, ParseError, Parsed};
use langnghe_store::{KeptPage, NewArticle, Outcome, PageDone, PageTask};

use super::{Collector, RoundSummary, channel::document, recheck, request_row};
use crate::{PipelineError, blocking::blocking};

/// Published longer than this before it was first seen: listed as late, never rung.
const LATE_AFTER: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A page's address and headers after a successful request.
struct Page {
    final_url: String,
    etag: Option<String>,
    last_modified: Option<String>,
    parsed: Parsed<PageArticle>,
    /// Its bytes, unless its text came with the feed.
    raw: Option<KeptPage>,
}

enum Read {
    Article(Box<Page>),
    NotModified,
    Gone,
    Failed {
        error: String,
        again: Again,
        retry_after: Option<Duration>,
    },
}

/// Whether a page that could not be read is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    Never,
    /// Some times.
    Sometimes,
    /// Until the site is back: its fault tells nothing of the page.
    Always,
}

impl Collector<'_> {
    pub(super) async fn read_page(&self, task: &PageTask) -> Result<RoundSummary, PipelineError> {
        let now = self.app.clock.now();
        let mut summary = RoundSummary::default();
        let Some(source) = self.configuration.source(&task.source) else {
            // The source was taken out of the configuration after the entry was accepted.
            self.app
                .store
                .page_failed(&task.url, "its source is no longer in sources.toml", None)
                .await?;
            summary.failed = 1;
            return Ok(summary);
        };
        let read = match source.articles {
            TextFrom::Feed => self.read_entry(task, now).await,
            TextFrom::Page => {
                summary.requests = 1;
                self.read_address(source, task, now).await?
            }
        };
        match read {
            Read::Article(page) => self.append(source, task, *page, now, &mut summary).await?,
            Read::NotModified => {
                self.app
                    .store
                    .page_unchanged(&self.done(source, task, now))
                    .await?;
            }
            Read::Gone => {
                if task.article.is_some() && task.gone.is_none() {
                    // A server that is being mended says so for a moment, too.
                    let again = recheck::second_look(now);
                    self.app.store.page_gone(&task.url, now, again).await?;
                } else if let Some(article) = task.article {
                    let withdrawn = self
                        .app
                        .store
                        .withdraw(&task.url, article, now, None)
                        .await?;
                    summary.withdrawn = u64::from(withdrawn.is_some());
                } else {
                    self.app
                        .store
                        .page_failed(&task.url, "the page is gone (404 or 410)", None)
                        .await?;
                    summary.failed = 1;
                }
            }
            Read::Failed {
                error,
                again,
                retry_after,
            } => {
                let next = match again {
                    Again::Never => None,
                    Again::Sometimes => recheck::next_try(now, task.attempts, retry_after),
                    Again::Always => recheck::next_try_of_site(now, task.attempts, retry_after),
                };
                tracing::warn!(source.id = %source.id, page.url = %task.url, "{error}");
                self.app.store.page_failed(&task.url, &error, next).await?;
                summary.failed = 1;
            }
        }
        Ok(summary)
    }

    async fn read_address(
        &self,
        source: &Source,
        task: &PageTask,
        now: Timestamp,
    ) -> Result<Read, PipelineError> {
        let response = self
            .fetcher
            .get(&Request {
                url: task.url.clone(),
                accept: Accept::Page,
                etag: task.etag.clone(),
                last_modified: task.last_modified.clone(),
            })
            .await;
        let row = request_row(
            source.id.clone(),
            task.channel.clone(),
            &task.url,
            now,
            &response,
        );
        self.app.store.record_request(&row).await?;
        Ok(match response {
            Ok(response) if response.status == 304 => Read::NotModified,
            Ok(response) => self.extract(source, task, response, now).await,
            Err(error) => of_error(&error),
        })
    }

    async fn extract(
        &self,
        source: &Source,
        task: &PageTask,
        response: Response,
        now: Timestamp,
    ) -> Read {
        let selectors = source.selectors(Day::of(now));
        let entry = task.entry.clone();
        let (final_url, etag, last_modified) = (
            response.final_url.clone(),
            response.etag.clone(),
            response.last_modified.clone(),
        );
        let (parsed, response) = blocking(move || {
            let parsed =
                langnghe_parser::parse_article(&document(&response), &selectors, Some(&entry), now);
            (parsed, response)
        })
        .await;
        let raw = self.app.kept.keeps().then(|| KeptPage {
            url: task.url.clone(),
            source: source.id.clone(),
            final_url: response.final_url,
            content_type: response.content_type,
            at: now,
            bytes: response.body,
        });
        let parsed = match parsed {
            Ok(parsed) => Ok(parsed),
            // The page gave no text; what the channel itself said of the article is better than nothing.
            Err(error) => entry_article(task, now).await.map_err(|_| error),
        };
        match parsed {
            Ok(parsed) => Read::Article(Box::new(Page {
                final_url,
                etag,
                last_modified,
                parsed,
                raw,
            })),
            Err(error) => {
                // Better extraction may find the article that today's does not.
                self.keep(raw).await;
                Read::Failed {
                    error: error.to_string(),
                    again: Again::Sometimes,
                    retry_after: None,
                }
            }
        }
    }

    async fn read_entry(&self, task: &PageTask, now: Timestamp) -> Read {
        match entry_article(task, now).await {
            Ok(parsed) => Read::Article(Box::new(Page {
                final_url: task.url.clone(),
                etag: None,
                last_modified: None,
                parsed,
                raw: None,
            })),
            Err(error) => Read::Failed {
                error: error.to_string(),
                again: Again::Never,
                retry_after: None,
            },
        }
    }

    async fn append(
        &self,
        source: &Source,
        task: &PageTask,
        page: Page,
        now: Timestamp,
        summary: &mut RoundSummary,
    ) -> Result<(), PipelineError> {
        let mut article = page.parsed.value;
        for problem in &page.parsed.problems {
            tracing::debug!(source.id = %source.id, page.url = %task.url, "{problem}");
        }
        let mut done = self.done(source, task, now);
        done.etag = page.etag;
        done.last_modified = page.last_modified;
        article.published = article.published.or(task.entry.published);
        let new = new_article(&source.id, page.final_url, article, now, done);
        let appended = self.app.store.append(&[new], now).await?;
        match appended.first().map(|appended| appended.outcome) {
            Some(Outcome::New) => summary.articles += 1,
            Some(Outcome::Revised(_)) => summary.revisions += 1,
            // The bytes that are kept already hold the same text.
            Some(Outcome::Unchanged) | None => return Ok(()),
        }
        self.keep(page.raw).await;
        Ok(())
    }

    /// Keeps a page's bytes. They are a second chance, not the truth: when that fails, collection goes on.
    async fn keep(&self, raw: Option<KeptPage>) {
        let Some(raw) = raw else { return };
        let kept = Arc::clone(&self.app.kept);
        if let Err(error) = blocking(move || kept.keep(&raw)).await {
            tracing::warn!("a page's bytes are not kept for a second extraction: {error}");
        }
    }

    /// The page's state after it was read: which look comes next, and when.
    fn done(&self, source: &Source, task: &PageTask, now: Timestamp) -> PageDone {
        let next = match source.articles {
            TextFrom::Page => recheck::next_look(
                task.first_seen,
                now,
                task.stage,
                &self.app.settings.fetch.recheck,
            ),
            // The feed's own text has nothing to look at again: a changed entry comes with the feed.
            TextFrom::Feed => None,
        };
        PageDone {
            url: task.url.clone(),
            stage: next.map_or(task.stage, |(stage, _)| stage + 1),
            next_due: next.map(|(_, at)| at),
            etag: task.etag.clone(),
            last_modified: task.last_modified.clone(),
        }
    }
}

/// What is appended of an article that was read at `seen`, at an address that led to `final_url`.
pub(crate) fn new_article(
    source: &SourceId,
    final_url: String,
    article: PageArticle,
    seen: Timestamp,
    done: PageDone,
) -> NewArticle {
    let url = article
        .canonical
        .as_deref()
        .or(Some(&final_url))
        .and_then(|address| langnghe_parser::canonical_url(address, None))
        .unwrap_or_else(|| done.url.clone());
    NewArticle {
        source: source.clone(),
        aliases: [done.url.clone(), final_url]
            .into_iter()
            .filter(|alias| *alias != url)
            .collect(),
        url,
        text: article.text,
        published: article.published,
        section: article.section,
        way: article.way,
        confidence: article.confidence,
        kind: RevisionKind::Published,
        seen,
        late: article
            .published
            .is_some_and(|at| seen.duration_since(at) > LATE_AFTER),
        page: Some(done),
    }
}

fn of_error(error: &FetchError) -> Read {
    match error.kind() {
        Failure::Gone => Read::Gone,
        Failure::Hard => Read::Failed {
            error: error.to_string(),
            again: Again::Never,
            retry_after: None,
        },
        Failure::Temporary | Failure::Soft => Read::Failed {
            error: error.to_string(),
            again: if error.is_of_the_site() {
                Again::Always
            } else {
                Again::Sometimes
            },
            retry_after: error.retry_after(),
        },
    }
}

/// The article of an entry that carries the whole text.
async fn entry_article(task: &PageTask, now: Timestamp) -> Result<Parsed<PageArticle>, ParseError> {
    let entry = task.entry.clone();
    blocking(move || langnghe_parser::article_from_entry(&entry, now)).await
}
