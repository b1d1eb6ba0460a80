//! The watching reader: matches each new revision against the topics that were active at its place in the log.

use std::sync::Arc;

use langnghe_model::{ArticleText, Day, RevisionKind, Seq, Topic};
use langnghe_store::{Activation, NewFlag, Store};
use langnghe_watch::{Matcher, in_new_text};

use super::{
    Advanced, LogWindow, report,
    window::{Event, Part, Read},
};
use crate::{
    PipelineError,
    blocking::blocking,
    progress::{Progress, Stop},
};

/// The name of its checkpoint.
pub const FLAGS: &str = "flags";

/// Raises flags.
pub struct WatchReader<'a> {
    log: &'a LogWindow<'a>,
    timeline: Option<Timeline>,
}

impl<'a> WatchReader<'a> {
    /// A reader that goes on where the last one stopped.
    pub fn new(log: &'a LogWindow<'a>) -> Self {
        Self {
            log,
            timeline: None,
        }
    }

    /// Forgets which topics are active, so that the next batch asks the store: after topics were reloaded.
    pub fn topics_changed(&mut self) {
        self.timeline = None;
    }

    /// Reads to the end of the log.
    pub async fn catch_up(
        &mut self,
        progress: &dyn Progress,
        stop: &Stop,
    ) -> Result<Advanced, PipelineError> {
        let store = &self.log.app().store;
        let mut checkpoint = store.checkpoint(FLAGS).await?;
        let mut advanced = Advanced::default();
        let mut ahead = self.log.read(checkpoint).await?;
        while let Some(last) = ahead.last()
            && !stop.requested()
        {
            advanced.entries += ahead.entries().len() as u64;
            let batch = self.prepare(ahead).await?;
            // The next batch is read from the store while this one is matched.
            let (next, flags) = tokio::join!(self.log.read(last), blocking(move || batch.flags()));
            advanced.flags += store.save_flags(FLAGS, last, &flags).await? as u64;
            ahead = next?;
            checkpoint = last;
            report(progress, "watching", checkpoint, store.last_seq().await?);
        }
        Ok(advanced)
    }

    async fn prepare(&mut self, part: Part) -> Result<Batch, PipelineError> {
        let store = &self.log.app().store;
        let timeline = match &mut self.timeline {
            Some(timeline) => timeline,
            none => none.insert(Timeline::load(store).await?),
        };
        let mut watched = Vec::with_capacity(part.entries().len());
        for (at, read) in part.entries().iter().enumerate() {
            let Event::Revised(kind, latest) = &read.event else {
                continue;
            };
            if *kind == RevisionKind::Extraction {
                continue;
            }
            let earlier = if latest.number > 1 {
                store
                    .earlier_texts(latest.article.id, latest.number)
                    .await?
            } else {
                Vec::new()
            };
            watched.push(Watched {
                at,
                matcher: timeline.at(read.seq)?,
                earlier,
            });
        }
        Ok(Batch { part, watched })
    }
}

/// A batch with everything that matching needs, so that it can leave the asynchronous threads.
struct Batch {
    part: Part,
    watched: Vec<Watched>,
}

/// An entry whose text is matched.
struct Watched {
    /// Its place in the part.
    at: usize,
    matcher: Arc<Matcher>,
    earlier: Vec<ArticleText>,
}

impl Batch {
    fn flags(&self) -> Vec<NewFlag> {
        let entries = self.part.entries();
        self.watched
            .iter()
            .flat_map(|watched| watched.flags(&entries[watched.at]))
            .collect()
    }
}

impl Watched {
    fn flags(&self, read: &Read) -> Vec<NewFlag> {
        let Event::Revised(_, latest) = &read.event else {
            return Vec::new();
        };
        let article = &latest.article;
        let text = latest.fields.text();
        self.matcher
            .matches(&latest.fields, &latest.mentions)
            .into_iter()
            .filter(|found| found.validity.holds(Day::of(article.time())))
            .filter(|found| self.earlier.is_empty() || in_new_text(found, text, &self.earlier))
            .map(|found| NewFlag {
                article: article.id,
                revision: latest.number,
                topic: found.topic,
                topic_revision: found.revision,
                score: found.score,
                threshold: found.threshold,
                seq: read.seq,
                at: read.at,
                late: article.late,
                places: found.places,
                evidence: found.evidence,
            })
            .collect()
    }
}

/// Which topics were active from which place in the log on.
struct Timeline {
    /// Places where the set of active topics changes, ascending; the first is the log's beginning.
    spans: Vec<Span>,
}

struct Span {
    from: Seq,
    topics: Vec<Topic>,
    matcher: Option<Arc<Matcher>>,
}

impl Timeline {
    async fn load(store: &Store) -> Result<Self, PipelineError> {
        Ok(Self::of(&store.topic_history().await?))
    }

    fn of(history: &[Activation]) -> Self {
        let mut starts: Vec<Seq> = std::iter::once(Seq(1))
            .chain(
                history
                    .iter()
                    .flat_map(|a| std::iter::once(a.from).chain(a.until)),
            )
            .collect();
        starts.sort_unstable();
        starts.dedup();
        let spans = starts
            .into_iter()
            .map(|from| Span {
                from,
                topics: history
                    .iter()
                    .filter(|a| a.from <= from && a.until.is_none_or(|until| from < until))
                    .map(|a| a.topic.clone())
                    .collect(),
                matcher: None,
            })
            .collect();
        Self { spans }
    }

    /// The matcher for an entry; compiled when it is first needed.
    fn at(&mut self, seq: Seq) -> Result<Arc<Matcher>, PipelineError> {
        let index = self
            .spans
            .partition_point(|span| span.from <= seq)
            .saturating_sub(1);
        let span = &mut self.spans[index];
        if let Some(matcher) = &span.matcher {
            return Ok(Arc::clone(matcher));
        }
        let matcher = Arc::new(Matcher::compile(&span.topics)?);
        span.matcher = Some(Arc::clone(&matcher));
        Ok(matcher)
    }
}
