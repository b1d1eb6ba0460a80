//! What a backtest means for the people who would get the flags.

use jiff::civil::Date;
use langnghe_store::Extent;
use serde::Serialize;

use crate::Found;

/// More flags than this in a week are more than one person can look through beside other work.
const A_WEEK: f64 = 35.0;

/// More than this share of all articles is no topic any more.
const SHARE: f64 = 0.02;

/// Flags of a local day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Day {
    /// The day.
    pub day: Date,
    /// Its flags.
    pub flags: usize,
}

/// Why a topic would be too much.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Noisy {
    /// Too many flags in a week for one person.
    ManyAWeek,
    /// Too large a share of all articles.
    LargeShare,
}

/// Flags by day, and how many to expect.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Articles flagged.
    pub flags: usize,
    /// Articles in the archive.
    pub articles: u64,
    /// Each day that has flags, the first first.
    pub days: Vec<Day>,
    /// Flags to expect in a week, as many as the archive had; `None` when it covers less than a day.
    pub a_week: Option<f64>,
    /// A warning.
    pub noise: Option<Noisy>,
}

impl Summary {
    /// Sums up.
    pub fn of(found: &[Found], extent: Extent) -> Self {
        let mut days: Vec<Day> = Vec::new();
        let mut dates: Vec<Date> = found
            .iter()
            .map(|found| langnghe_model::Day::of(found.article.time()).0)
            .collect();
        dates.sort_unstable();
        for date in dates {
            match days.last_mut() {
                Some(last) if last.day == date => last.flags += 1,
                _ => days.push(Day {
                    day: date,
                    flags: 1,
                }),
            }
        }
        let weeks = extent
            .first
            .zip(extent.last)
            .map(|(first, last)| last.duration_since(first).as_secs_f64() / (7.0 * 86_400.0))
            .filter(|weeks| *weeks >= 1.0 / 7.0);
        let flags = found.len();
        let a_week = weeks.map(|weeks| flags as f64 / weeks);
        let noise = if a_week.is_some_and(|flags| flags > A_WEEK) {
            Some(Noisy::ManyAWeek)
        } else if extent.articles >= 100 && flags as f64 > SHARE * extent.articles as f64 {
            Some(Noisy::LargeShare)
        } else {
            None
        };
        Self {
            flags,
            articles: extent.articles,
            days,
            a_week,
            noise,
        }
    }
}
