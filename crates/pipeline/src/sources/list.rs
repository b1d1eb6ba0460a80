//! How reading each channel goes.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use langnghe_model::{Breakage, ChannelKind, Gap, PollReason, Source, SourceId};
use langnghe_store::{Activity, ChannelState};

use crate::{App, PipelineError, breakage::breakages};

/// The stretch over which a source's articles are counted and its habits looked at.
const FOUR_WEEKS: SignedDuration = SignedDuration::from_hours(28 * 24);

/// One channel and how reading it goes.
#[derive(Debug, Clone)]
pub struct ChannelLine {
    /// Its source.
    pub source: SourceId,
    /// Its address.
    pub channel: String,
    /// What it is.
    pub kind: ChannelKind,
    /// Whether a fetch has confirmed it, here or in `sources.toml`.
    pub verified: bool,
    /// Whether `sources.toml` leaves it alone.
    pub disabled: bool,
    /// How it is, all in all.
    pub health: Health,
    /// What the last request brought, in words.
    pub last_result: Option<String>,
    /// When it was read last.
    pub last_ok: Option<Timestamp>,
    /// When it is asked next.
    pub next_at: Option<Timestamp>,
    /// Why then.
    pub reason: String,
    /// Articles of its source in a week, over the last four.
    pub articles_per_week: f64,
    /// The last stretch in which entries may have been missed.
    pub gap: Option<Gap>,
    /// How often entries may have been missed, ever.
    pub gaps: u64,
    /// The address it is asked at, when it moved for good.
    pub moved_to: Option<String>,
    /// Signs that its source's pages are no longer read as they were.
    pub breakages: Vec<Breakage>,
}

impl ChannelLine {
    /// Whether somebody should look at it.
    pub fn is_trouble(&self) -> bool {
        self.health.is_trouble() || !self.breakages.is_empty()
    }
}

/// How a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// It is read, and its source brings articles as usual.
    Good,
    /// It was not asked yet.
    NotAsked,
    /// `sources.toml` leaves it alone.
    Disabled,
    /// It could not be read the last so many times.
    Failing(u32),
    /// Its server says that it is gone for good.
    Retired,
    /// It is read, but its source has brought nothing for longer than usual.
    Silent {
        /// Whole days since the last new article.
        days: i64,
        /// Days between articles, usually.
        usual: i64,
    },
}

impl Health {
    /// One word for it, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Health::Good => "good",
            Health::NotAsked => "not-asked",
            Health::Disabled => "disabled",
            Health::Failing(_) => "failing",
            Health::Retired => "retired",
            Health::Silent { .. } => "silent",
        }
    }

    /// Whether somebody should look at it.
    pub fn is_trouble(self) -> bool {
        matches!(
            self,
            Health::Failing(_) | Health::Retired | Health::Silent { .. }
        )
    }
}

impl fmt::Display for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Health::Failing(times) => write!(f, "failing ({times})"),
            Health::Silent { days, usual } => {
                let s = if *days == 1 { "" } else { "s" };
                write!(f, "no new article for {days} day{s}, usual is {usual}")
            }
            other => f.write_str(other.name()),
        }
    }
}

/// All configured channels.
pub async fn list(app: &App) -> Result<Vec<ChannelLine>, PipelineError> {
    let configuration = app.configuration();
    let states = app.store.channel_states().await?;
    let now = app.clock.now();
    let since = now.checked_sub(FOUR_WEEKS).unwrap_or(Timestamp::MIN);
    let activities = app.store.activity(since).await?;
    let breakages = breakages(app).await?;
    let lines = configuration.sources.iter().flat_map(|source| {
        let activity = activities.iter().find(|seen| seen.source == source.id);
        let (states, breakages) = (&states, &breakages);
        source.channels.iter().map(move |channel| {
            let state = states.iter().find(|state| state.channel.0 == channel.url);
            let memory = state.map(|state| &state.memory);
            let articles: u64 = activity
                .iter()
                .flat_map(|activity| &activity.days)
                .map(|(_, articles)| articles)
                .sum();
            ChannelLine {
                source: source.id.clone(),
                channel: channel.url.clone(),
                kind: channel.kind,
                verified: source.verified || state.is_some_and(|state| state.last_ok.is_some()),
                disabled: source.disabled,
                health: health(source, state, activity, now),
                last_result: state.and_then(|state| state.last_result.clone()),
                last_ok: state.and_then(|state| state.last_ok),
                next_at: state
                    .and_then(|state| state.next_at)
                    .filter(|_| !source.disabled),
                reason: state
                    .map_or(&PollReason::NotAsked, |state| &state.reason)
                    .to_string(),
                articles_per_week: articles as f64 / 4.0,
                gap: memory.and_then(|memory| memory.gap.clone()),
                gaps: memory.map_or(0, |memory| memory.gaps),
                moved_to: memory.and_then(|memory| memory.moved_to.clone()),
                breakages: breakages.get(&source.id).cloned().unwrap_or_default(),
            }
        })
    });
    Ok(lines.collect())
}

fn health(
    source: &Source,
    state: Option<&ChannelState>,
    activity: Option<&Activity>,
    now: Timestamp,
) -> Health {
    let Some(state) = state.filter(|_| !source.disabled) else {
        return if source.disabled {
            Health::Disabled
        } else {
            Health::NotAsked
        };
    };
    if state.memory.retired.is_some() {
        Health::Retired
    } else if state.failures > 0 {
        Health::Failing(state.failures)
    } else {
        activity
            .and_then(|activity| silence(activity, now))
            .unwrap_or(Health::Good)
    }
}

/// Whether a source has been silent for longer than usual: three times the usual number of days between two days with
/// articles, and two days at least. Before it has brought articles on three days nothing is usual.
fn silence(activity: &Activity, now: Timestamp) -> Option<Health> {
    let mut between: Vec<i64> = activity
        .days
        .windows(2)
        .map(|pair| pair[1].0 - pair[0].0)
        .collect();
    if between.len() < 2 {
        return None;
    }
    between.sort_unstable();
    let usual = between[between.len() / 2];
    let days = now.duration_since(activity.last).as_hours() / 24;
    (days >= 2 && days > 3 * usual).then_some(Health::Silent { days, usual })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(days: &[i64], now: i64, expected: Option<(i64, i64)>) {
        let at = |day: i64| Timestamp::from_second(day * 86_400).unwrap();
        let activity = Activity {
            source: "bao".parse().unwrap(),
            days: days.iter().map(|day| (*day, 3)).collect(),
            last: at(*days.last().unwrap()),
        };
        let found = silence(&activity, at(now)).map(|health| match health {
            Health::Silent { days, usual } => (days, usual),
            other => panic!("{other:?}"),
        });
        assert_eq!(found, expected, "{days:?} at {now}");
    }

    #[test]
    fn silence_is_told_against_what_is_usual() {
        check(&[1, 2, 3, 4], 5, None);
        check(&[1, 2, 3, 4], 13, Some((9, 1)));
        check(&[1, 2, 3, 5, 12, 13], 16, None);
        check(&[1, 8, 15, 22], 30, None);
        check(&[1, 8, 15, 22], 44, Some((22, 7)));
        check(&[1, 2], 30, None);
        assert_eq!(
            Health::Silent { days: 9, usual: 1 }.to_string(),
            "no new article for 9 days, usual is 1"
        );
    }
}
