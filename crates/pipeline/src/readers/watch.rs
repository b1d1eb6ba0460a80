//! The watching reader: matches each new revision against the topics that were active at its place in the log.

use std::sync::Arc;

use langnghe_model::{
    ArticleText, Day, LogEntry, LogEvent, PlaceId, RevisionKind, Seq, SourceId, Topic,
};
use langnghe_places::Gazetteer;
use langnghe_query::Fields;
use langnghe_store::{Activation, NewFlag, Store};
use langnghe_watch::{Matcher, in_new_text};

use super::{Advanced, BATCH, report};
use crate::{
    App, PipelineError,
    blocking::blocking,
    progress::{Progress, Stop},
};

/// The name of its checkpoint.
pub const FLAGS: &str = "flags";

/// Raises flags.
pub struct WatchReader<'a> {
    app: &'a App,
    timeline: Option<Timeline>,
}

impl<'a> WatchReader<'a> {
    /// A reader that goes on where the last one stopped.
    pub fn new(app: &'a App) -> Self {
        Self {
            app,
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
        let store = &self.app.store;
        let mut checkpoint = store.checkpoint(FLAGS).await?;
        let mut advanced = Advanced::default();
        let mut ahead = store.read_log(checkpoint, BATCH).await?;
        while !ahead.is_empty() && !stop.requested() {
            let entries = std::mem::take(&mut ahead);
            let last = entries[entries.len() - 1].seq;
            advanced.entries += entries.len() as u64;
            let work = self.prepare(entries).await?;
            // The next batch is read from the store while this one is matched.
            let (next, flags) =
                tokio::join!(store.read_log(last, BATCH), blocking(move || work.run()));
            advanced.flags += store.save_flags(FLAGS, last, &flags).await? as u64;
            ahead = next?;
            checkpoint = last;
            report(progress, "watching", checkpoint, store.last_seq().await?);
        }
        Ok(advanced)
    }

    async fn prepare(&mut self, entries: Vec<LogEntry>) -> Result<Batch, PipelineError> {
        let timeline = match &mut self.timeline {
            Some(timeline) => timeline,
            none => none.insert(Timeline::load(&self.app.store).await?),
        };
        let configuration = self.app.configuration();
        let mut items = Vec::with_capacity(entries.len());
        for entry in entries {
            let LogEvent::Revision { article, revision } = &entry.event else {
                continue;
            };
            if revision.kind == RevisionKind::Extraction {
                continue;
            }
            let earlier = if revision.number > 1 {
                self.app
                    .store
                    .earlier_texts(article.id, revision.number)
                    .await?
            } else {
                Vec::new()
            };
            items.push(Item {
                matcher: timeline.at(entry.seq)?,
                home: configuration.region_of(&article.source),
                earlier,
                entry,
            });
        }
        Ok(Batch {
            gazetteer: Arc::clone(&configuration.gazetteer),
            items,
        })
    }
}

/// A batch with everything that matching needs, so that it can leave the asynchronous threads.
struct Batch {
    gazetteer: Arc<Gazetteer>,
    items: Vec<Item>,
}

struct Item {
    entry: LogEntry,
    matcher: Arc<Matcher>,
    home: Option<PlaceId>,
    earlier: Vec<ArticleText>,
}

impl Batch {
    fn run(self) -> Vec<NewFlag> {
        self.items
            .iter()
            .flat_map(|item| item.flags(&self.gazetteer))
            .collect()
    }
}

impl Item {
    fn flags(&self, gazetteer: &Gazetteer) -> Vec<NewFlag> {
        let LogEvent::Revision { article, revision } = &self.entry.event else {
            return Vec::new();
        };
        let fields = Fields::of(&revision.text);
        let mentions = gazetteer.find(&fields, self.home.as_ref());
        self.matcher
            .matches(&fields, &mentions)
            .into_iter()
            .filter(|found| found.validity.holds(Day::of(article.time())))
            .filter(|found| {
                self.earlier.is_empty() || in_new_text(found, &revision.text, &self.earlier)
            })
            .map(|found| NewFlag {
                article: article.id,
                revision: revision.number,
                topic: found.topic,
                topic_revision: found.revision,
                score: found.score,
                threshold: found.threshold,
                seq: self.entry.seq,
                at: self.entry.at,
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

impl crate::app::Configuration {
    fn region_of(&self, source: &SourceId) -> Option<PlaceId> {
        self.source(source).map(|source| source.region.clone())
    }
}
