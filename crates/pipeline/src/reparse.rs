//! A second chance: today's extraction over the page bytes that were kept.

use std::{cell::RefCell, sync::Arc};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use jiff::Timestamp;
use langnghe_model::{ArticleText, Day, Extraction, Source, SourceId};
use langnghe_parser::{Document, PageArticle, ParseError, Parsed};
use langnghe_store::{KeptAt, KeptError, KeptList, KeptPage, PageDone, ReadArticle, Reextracted};
use serde::Serialize;

use crate::{
    App, PipelineError,
    blocking::blocking,
    collect::new_article,
    progress::{Event, Progress, Stop},
};

/// Changes and failures that the summary names; all are counted.
const NAMED: usize = 20;

/// Which pages are read again.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Those of these sources; of all when empty.
    pub sources: Vec<SourceId>,
    /// Nothing is appended: it is only said what would be.
    pub dry_run: bool,
}

/// What reading again came to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ReparseSummary {
    /// Pages with kept bytes that were looked at.
    pub pages: u64,
    /// Articles whose text, time or section got better, each with a new revision marked "extraction".
    pub changed: u64,
    /// Pages that could not be read when they were fetched and are articles now.
    pub new: u64,
    /// Pages read as before.
    pub unchanged: u64,
    /// Pages with newer text in the store than in the kept bytes, or that were never queued here.
    pub passed_over: u64,
    /// Pages that today's extraction cannot read.
    pub unreadable: u64,
    /// The first changes.
    pub changes: Vec<Change>,
    /// The first pages that cannot be read, with the reason.
    pub complaints: Vec<String>,
    /// Files of kept pages that break off or are damaged, with what is wrong.
    pub incomplete: Vec<String>,
    /// Whether it was only said what would be done.
    pub dry_run: bool,
    /// Whether a stop was asked for before all pages were read; starting again goes on.
    pub stopped: bool,
}

/// One article read better than before.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// Its address.
    pub url: String,
    /// The title now.
    pub title: String,
    /// Characters of title, lead and body before; `None` for an article that was not there.
    pub before: Option<usize>,
    /// Characters of them now.
    pub after: usize,
    /// Which way the text came before.
    pub way_before: Option<Extraction>,
    /// Which way it comes now.
    pub way_after: Extraction,
}

/// Reads kept pages again and appends what is better as revisions that ring nothing.
///
/// Each article is one transaction. A run that is cut off or stopped has done a part, and the next one finds that
/// part unchanged. A page whose bytes never gave an article becomes one, as if it had been read today.
pub async fn reparse(
    app: &App,
    wanted: &Wanted,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<ReparseSummary, PipelineError> {
    let now = app.clock.now();
    let (list, whole) = list(app, progress, stop).await?;
    let summary = RefCell::new(ReparseSummary {
        incomplete: list
            .incomplete
            .iter()
            .map(|(path, why)| format!("{}: {why}", path.display()))
            .collect(),
        dry_run: wanted.dry_run,
        ..ReparseSummary::default()
    });
    let pages: Vec<KeptAt> = list
        .into_pages()
        .into_iter()
        .filter(|page| wanted.sources.is_empty() || wanted.sources.contains(&page.source))
        .collect();
    let total = pages.len() as u64;
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    stream::iter(pages)
        .take_while(|_| std::future::ready(!stop.requested()))
        .map(|place| again(app, place))
        .buffered(at_once)
        .try_for_each(|(place, again)| {
            let summary = &summary;
            async move {
                let what = take(app, wanted, &place, again, now).await?;
                let mut summary = summary.borrow_mut();
                summary.pages += 1;
                summary.add(&place, what);
                progress.report(Event::PageReparsed {
                    done: summary.pages,
                    of: total,
                });
                Ok::<_, PipelineError>(())
            }
        })
        .await?;
    let mut summary = summary.into_inner();
    summary.stopped = !whole || summary.pages < total;
    Ok(summary)
}

/// The newest bytes of each page, file by file, and whether no stop was asked for before the last one. After a stop
/// none of the pages is read.
async fn list(
    app: &App,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<(KeptList, bool), PipelineError> {
    let (kept, now) = (Arc::clone(&app.kept), app.clock.now());
    let files = blocking(move || {
        kept.expire(now)?;
        kept.files()
    })
    .await?;
    let of = files.len() as u64;
    let mut list = KeptList::default();
    for (done, file) in (1..).zip(files) {
        if stop.requested() {
            return Ok((list, false));
        }
        list = blocking(move || list.add(file).map(|()| list)).await?;
        progress.report(Event::KeptFileListed { done, of });
    }
    Ok((list, true))
}

/// A page read again.
enum Again {
    /// Its bytes are of an older state than the store's text, or it was never queued here.
    PassedOver,
    Unreadable(String),
    /// What is in its bytes, the address they came from, and the article it is in the store.
    Article(Box<PageArticle>, String, Option<ReadArticle>),
}

/// What came of it.
enum What {
    PassedOver,
    Unreadable(String),
    Unchanged,
    Changed(Change),
    New(Change),
}

impl ReparseSummary {
    fn add(&mut self, place: &KeptAt, what: What) {
        let change = match what {
            What::PassedOver => {
                self.passed_over += 1;
                return;
            }
            What::Unchanged => {
                self.unchanged += 1;
                return;
            }
            What::Unreadable(why) => {
                self.unreadable += 1;
                if self.complaints.len() < NAMED {
                    self.complaints.push(format!("{}: {why}", place.url));
                }
                return;
            }
            What::Changed(change) => {
                self.changed += 1;
                change
            }
            What::New(change) => {
                self.new += 1;
                change
            }
        };
        if self.changes.len() < NAMED {
            self.changes.push(change);
        }
    }
}

/// Reads one page's bytes again, by the selectors of the day they were fetched.
async fn again(app: &App, place: KeptAt) -> Result<(KeptAt, Again), PipelineError> {
    let Some(known) = app.store.read_page(&place.url).await? else {
        return Ok((place, Again::PassedOver));
    };
    if known
        .article
        .as_ref()
        .is_some_and(|article| article.source_seen > place.at)
    {
        return Ok((place, Again::PassedOver));
    }
    let selectors = app
        .configuration()
        .source(&place.source)
        .map(|source: &Source| source.selectors(Day::of(place.at)))
        .unwrap_or_default();
    let kept = Arc::clone(&app.kept);
    let entry = known.entry;
    let (place, read) = blocking(move || {
        let read = kept.read(&place).map(|page| {
            let document = Document {
                bytes: &page.bytes,
                content_type: page.content_type.as_deref(),
                url: &page.final_url,
            };
            // Relative times ("2 giờ trước") count from when the page was read.
            let parsed =
                langnghe_parser::parse_article(&document, &selectors, Some(&entry), page.at);
            (parsed, page)
        });
        (place, read)
    })
    .await;
    let read: Result<(Result<Parsed<PageArticle>, ParseError>, KeptPage), KeptError> = read;
    let again = match read {
        // The file was deleted meanwhile, its time being over.
        Err(error) => Again::Unreadable(error.to_string()),
        Ok((Err(error), _)) => Again::Unreadable(error.to_string()),
        Ok((Ok(parsed), page)) => {
            for problem in &parsed.problems {
                tracing::debug!(source.id = %place.source, page.url = %place.url, "{problem}");
            }
            Again::Article(Box::new(parsed.value), page.final_url, known.article)
        }
    };
    Ok((place, again))
}

/// Appends what is better.
async fn take(
    app: &App,
    wanted: &Wanted,
    place: &KeptAt,
    again: Again,
    now: Timestamp,
) -> Result<What, PipelineError> {
    let (article, final_url, known) = match again {
        Again::PassedOver => return Ok(What::PassedOver),
        Again::Unreadable(why) => return Ok(What::Unreadable(why)),
        Again::Article(article, final_url, known) => (*article, final_url, known),
    };
    let change = Change {
        url: place.url.clone(),
        title: article.text.title.clone(),
        before: known.as_ref().map(|known| length(&known.text)),
        after: length(&article.text),
        way_before: known.as_ref().map(|known| known.way),
        way_after: article.way,
    };
    let Some(known) = known else {
        if !wanted.dry_run {
            let done = PageDone {
                url: place.url.clone(),
                stage: 0,
                next_due: None,
                etag: None,
                last_modified: None,
            };
            // The bytes were seen then; only now they are understood.
            let new = new_article(&place.source, final_url, article, place.at, done);
            app.store.append(&[new], now).await?;
        }
        return Ok(What::New(change));
    };
    let same_time = article.published.is_none() || article.published == known.published;
    let same_section = article.section.is_none() || article.section == known.section;
    if article.text == known.text && same_time && same_section {
        return Ok(What::Unchanged);
    }
    if article.way == Extraction::Feed && known.way != Extraction::Feed {
        return Ok(What::Unreadable(
            "only the feed's own text was found; the page's, read before, is kept".to_owned(),
        ));
    }
    if wanted.dry_run {
        return Ok(What::Changed(change));
    }
    let better = Reextracted {
        article: known.id,
        after: known.revision,
        text: article.text,
        way: article.way,
        confidence: article.confidence,
        published: article.published,
        section: article.section,
    };
    // Another revision may have come while this page was read: that one is newer than these bytes.
    Ok(match app.store.append_extraction(&better, now).await? {
        Some(_) => What::Changed(change),
        None => What::PassedOver,
    })
}

fn length(text: &ArticleText) -> usize {
    [&text.title, &text.lead, &text.body]
        .iter()
        .map(|part| part.chars().count())
        .sum()
}
