//! The digest of a stretch of time, put together from the log. It takes what was *appended* in that time, so
//! that nothing falls between two digests and nothing comes twice.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::Offset};

use langnghe_digest::{
    Completeness, Digest, DigestInput, Item, Numbers, Passage, SourceReport, SourceState,
    TopicSection, build, read_json, render_json,
};
use langnghe_model::{Breakage, Day, SourceId};
use langnghe_store::{FlagFilter, FlagRow, Window};

use crate::{App, PipelineError, app::Configuration, breakage::breakages};

/// The offset that people here live by; Vietnam has no daylight saving time.
const LOCAL: Offset = Offset::constant(7);

/// The stretch a digest is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// One local day.
    Day(Date),
    /// Several local days, both ends in it.
    Days {
        /// The first day.
        from: Date,
        /// The last day.
        to: Date,
    },
}

/// The local day of a moment.
pub fn local_day(at: Timestamp) -> Date {
    Day::of(at).0
}

/// The moment a local day begins.
///
/// # Errors
/// The day lies outside the years that can be reckoned with.
pub fn local_day_start(day: Date) -> Result<Timestamp, PipelineError> {
    LOCAL
        .to_timestamp(day.at(0, 0, 0, 0))
        .map_err(|_| PipelineError::Unknown {
            what: "day",
            id: day.to_string(),
            remedy: "write a day such as 2026-11-24".to_owned(),
        })
}

impl Period {
    fn ends(self) -> (Date, Date) {
        match self {
            Period::Day(day) => (day, day),
            Period::Days { from, to } => (from, to),
        }
    }

    /// First moment, and the moment after the last.
    fn window(self) -> Result<(Timestamp, Timestamp), PipelineError> {
        let (first, last) = self.ends();
        let end = local_day_start(last)?;
        Ok((
            local_day_start(first)?,
            end.checked_add(SignedDuration::from_hours(24))
                .unwrap_or(end),
        ))
    }

    /// Under which a finished digest is kept.
    fn key(self) -> String {
        match self {
            Period::Day(day) => format!("day:{day}"),
            Period::Days { from, to } => format!("days:{from}:{to}"),
        }
    }
}

/// The digest of a stretch. Once the stretch is over the digest is kept, and said again as it was.
pub async fn digest(app: &App, period: Period) -> Result<Digest, PipelineError> {
    let (from, until) = period.window()?;
    let key = period.key();
    if let Some(kept) = app.store.digest(&key).await? {
        return Ok(read_json(&kept)?);
    }
    let now = app.clock.now();
    let digest = build(gather(app, from, until, now).await?);
    if until > now {
        return Ok(digest);
    }
    let kept = app
        .store
        .save_digest(&key, from, until, &render_json(&digest)?, now)
        .await?;
    Ok(read_json(&kept)?)
}

async fn gather(
    app: &App,
    from: Timestamp,
    until: Timestamp,
    made: Timestamp,
) -> Result<DigestInput, PipelineError> {
    let configuration = app.configuration();
    let window = app.store.window(from, until).await?;
    let queue = app.store.queue_counts().await?;
    let rows = app
        .store
        .flags(&FlagFilter {
            since: Some(from),
            until: Some(until),
            ..FlagFilter::default()
        })
        .await?;
    let mut topics: Vec<TopicSection> = configuration
        .topics
        .iter()
        .map(|topic| TopicSection {
            id: topic.id.to_string(),
            name: topic.name.clone(),
            owner: configuration.unit_name(&topic.owner).to_owned(),
            priority: topic.priority,
            items: Vec::new(),
        })
        .collect();
    for row in rows {
        let id = row.flag.topic.to_string();
        let item = item(row, &configuration);
        match topics.iter_mut().find(|topic| topic.id == id) {
            Some(topic) => topic.items.push(item),
            // The topic was taken out since; what it flagged is still said.
            None => topics.push(TopicSection {
                name: id.clone(),
                id,
                owner: String::new(),
                priority: langnghe_model::Priority::Normal,
                items: vec![item],
            }),
        }
    }
    Ok(DigestInput {
        from,
        until,
        made,
        topics,
        numbers: Numbers {
            articles: window.articles,
            late: window.late,
            revisions: window.revisions,
            withdrawn: window.withdrawals,
            ..Numbers::default()
        },
        completeness: Completeness {
            sources: sources(&configuration, &window, &mut breakages(app).await?),
            waiting: queue.waiting,
            given_up: queue.given_up,
        },
    })
}

fn item(row: FlagRow, configuration: &Configuration) -> Item {
    let FlagRow {
        flag,
        article,
        title,
        ..
    } = row;
    Item {
        flag: flag.id.0,
        title,
        source: configuration.source_name(&article.source).to_owned(),
        time: article.time(),
        time_basis: article.time_basis(),
        score: flag.score,
        threshold: flag.threshold,
        passages: flag
            .evidence
            .into_iter()
            .map(|evidence| Passage {
                text: evidence.text,
                weight: evidence.weight,
            })
            .collect(),
        places: flag
            .places
            .iter()
            .filter_map(|id| {
                configuration
                    .gazetteer
                    .place(id)
                    .map(|place| place.name.clone())
            })
            .collect(),
        late: flag.late,
        withdrawn: article.withdrawn.is_some(),
        url: article.url,
    }
}

fn sources(
    configuration: &Configuration,
    window: &Window,
    breakages: &mut BTreeMap<SourceId, Vec<Breakage>>,
) -> Vec<SourceReport> {
    configuration
        .sources
        .iter()
        .map(|source| {
            let seen = window
                .per_source
                .iter()
                .find(|seen| seen.source == source.id);
            let (articles, answered, failed) =
                seen.map_or((0, 0, 0), |s| (s.articles, s.answered, s.failed));
            let state = match (source.disabled, articles, answered, failed) {
                (true, ..) => SourceState::Disabled,
                (_, 1.., ..) => SourceState::Read,
                (_, _, 1.., _) => SourceState::Silent,
                (_, _, 0, 1..) => SourceState::Failing,
                _ => SourceState::NotAsked,
            };
            SourceReport {
                name: source.name.clone(),
                state,
                articles,
                error: seen.and_then(|seen| seen.last_error.clone()),
                failure: seen.and_then(|seen| seen.last_failure),
                breakages: breakages.remove(&source.id).unwrap_or_default(),
            }
        })
        .collect()
}
