//! What is remembered of asking a channel: when it is asked next and why, and what was learned of it.

use std::{fmt, time::Duration};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::FailureClass;

/// Why a channel is asked next when it is. Lengths of time are in seconds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "kebab-case")]
pub enum PollReason {
    /// It was never asked.
    #[default]
    NotAsked,
    /// So many new entries come at these hours of the day.
    Rhythm {
        /// The interval.
        every: u64,
        /// Entries that were new.
        new: u64,
        /// Entries that were listed.
        listed: u64,
        /// New entries expected by then, rounded.
        expected: u64,
    },
    /// It was as it had been; the interval is that of its rhythm.
    NoChange {
        /// The interval.
        every: u64,
    },
    /// It shared no entry with the time before: entries may have come and gone between the two.
    Gap {
        /// The interval.
        every: u64,
    },
    /// The server or the feed asks for a longer wait than the rhythm.
    Wish {
        /// The interval.
        every: u64,
        /// Which of the two, and how.
        wish: Wish,
    },
    /// The server asked to wait.
    RetryAfter {
        /// The wait.
        wait: u64,
    },
    /// It could not be read.
    BackOff {
        /// The wait, before it is spread.
        wait: u64,
        /// Failures in a row.
        failures: u32,
        /// Why the last time.
        error: String,
    },
    /// Its server says that it is gone for good (410). It is looked at once a week in case that was a mistake.
    Retired,
}

/// How a server or feed asks for a longer wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wish {
    /// The answer says how long it stays fresh (RFC 9111).
    Fresh,
    /// `ttl` of RSS 2.0.
    Ttl,
    /// `updatePeriod` of the syndication module.
    UpdatePeriod,
    /// `skipHours` or `skipDays` of RSS 2.0.
    Skip,
}

impl fmt::Display for Wish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Wish::Fresh => "its answer says that it stays fresh (Cache-Control or Expires)",
            Wish::Ttl => "the feed asks for it (ttl)",
            Wish::UpdatePeriod => "the feed says that it changes no more often (updatePeriod)",
            Wish::Skip => "the feed says that it does not change before (skipHours or skipDays)",
        })
    }
}

/// In English, as the command line shows it.
impl fmt::Display for PollReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PollReason::NotAsked => f.write_str("not asked yet"),
            PollReason::Rhythm {
                every,
                new,
                listed,
                expected,
            } => {
                let every = words(*every);
                write!(f, "every {every}: {new} of {listed} entries were new")?;
                match expected {
                    0 => Ok(()),
                    _ => write!(f, ", about {expected} more are expected by then"),
                }
            }
            PollReason::NoChange { every } => write!(f, "every {}: nothing changed", words(*every)),
            PollReason::Gap { every } => write!(
                f,
                "every {}: it shared no entry with the time before, so some may have been missed",
                words(*every)
            ),
            PollReason::Wish { every, wish } => write!(f, "in {}: {wish}", words(*every)),
            PollReason::RetryAfter { wait } => write!(f, "Retry-After: {wait}"),
            PollReason::BackOff {
                wait,
                failures,
                error,
            } => {
                let wait = words(*wait);
                write!(f, "back-off {wait}: failed {failures} times, last: {error}")
            }
            PollReason::Retired => f.write_str(
                "retired: its server says that it is gone for good (410); it is looked at once a week",
            ),
        }
    }
}

/// A length of time, to the minute or hour.
fn words(seconds: u64) -> String {
    let minutes = seconds.div_ceil(60);
    if minutes >= 120 && minutes.is_multiple_of(60) {
        format!("{} h", minutes / 60)
    } else if minutes >= 600 {
        format!("{} h", (minutes + 30) / 60)
    } else {
        format!("{minutes} min")
    }
}

/// What was learned of a channel. Written as JSON with its version; what is missing is as if never learned.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelMemory {
    /// The version of this form; 1 is the first.
    pub version: u32,
    /// New entries by hour of the day.
    pub rhythm: Rhythm,
    /// How many entries it listed last.
    pub listed: u64,
    /// The interval that was chosen last, in seconds, before wishes and spreading.
    pub interval: Option<u64>,
    /// What the feed says about when to come again.
    pub wishes: Wishes,
    /// A redirect that says "for good", not yet confirmed often enough.
    pub moving: Option<Moving>,
    /// The address it is asked at instead of the one in the configuration, to which it moved for good.
    pub moved_to: Option<String>,
    /// The last time that entries may have been missed.
    pub gap: Option<Gap>,
    /// How often entries may have been missed, ever.
    pub gaps: u64,
    /// About how many were, in all these gaps together.
    pub missed: u64,
    /// How many of them the source's other channels listed.
    pub brought_back: u64,
    /// Since when its server says that it is gone for good.
    pub retired: Option<Timestamp>,
    /// Why it could not be read the last time it was asked, if it could not.
    pub failure: Option<FailureClass>,
}

impl ChannelMemory {
    /// The version of the form that this program writes.
    pub const VERSION: u32 = 1;
}

/// New entries by local hour of the day (+07:00), with older ones counting less and less.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rhythm {
    /// One for each hour from 0 on: new entries, and the hours through which they were counted.
    pub hours: [(f32, f32); 24],
}

/// What a feed says about when to come again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wishes {
    /// `ttl`.
    pub ttl: Option<Duration>,
    /// `updatePeriod` divided by `updateFrequency`.
    pub update_every: Option<Duration>,
    /// Hours in which it does not change, 0 to 23, UTC.
    pub skip_hours: Vec<u8>,
    /// Days on which it does not change, 1 (Monday) to 7, UTC.
    pub skip_days: Vec<u8>,
}

/// A redirect that says "for good".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moving {
    /// Where to.
    pub to: String,
    /// How often in a row it was said.
    pub times: u32,
}

/// A stretch in which entries may have come and gone unseen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// When the channel had been read before.
    pub from: Timestamp,
    /// The oldest entry that was seen afterwards, or when it was read again.
    pub until: Timestamp,
    /// About how many entries came and went, by the channel's pace; 0 when that cannot be told.
    pub estimate: u64,
    /// How many articles of the stretch the source's other channels brought.
    pub brought_back: u64,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.estimate {
            0 => f.write_str("entries may have been missed")?,
            some => write!(f, "about {some} entries may have been missed")?,
        }
        write!(
            f,
            " between {:.0} and {:.0}; the source's other channels brought {}",
            self.from, self.until, self.brought_back
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_read_as_in_the_design() {
        let reason = PollReason::Rhythm {
            every: 1200,
            new: 8,
            listed: 30,
            expected: 0,
        };
        assert_eq!(reason.to_string(), "every 20 min: 8 of 30 entries were new");
        let reason = PollReason::BackOff {
            wait: 2400,
            failures: 2,
            error: "status 503".to_owned(),
        };
        assert_eq!(
            reason.to_string(),
            "back-off 40 min: failed 2 times, last: status 503"
        );
        assert_eq!(
            PollReason::RetryAfter { wait: 3600 }.to_string(),
            "Retry-After: 3600"
        );
        assert_eq!(words(7200), "2 h");
        assert_eq!(words(5400), "90 min");
        assert_eq!(words(86_400), "24 h");
    }

    #[test]
    fn a_memory_of_the_first_version_is_read() {
        let kept = r#"{"version":1,"listed":30,"interval":1200,"gap":{"from":"2026-11-24T01:00:00Z","until":"2026-11-24T02:00:00Z","estimate":12,"brought_back":11},"gaps":1,"moving":{"to":"https://a.example/","times":2}}"#;
        let memory: ChannelMemory = serde_json::from_str(kept).unwrap();
        assert_eq!((memory.listed, memory.gaps), (30, 1));
        assert_eq!(memory.rhythm, Rhythm::default());
        assert_eq!(
            memory.gap.unwrap().to_string(),
            "about 12 entries may have been missed between 2026-11-24T01:00:00Z and 2026-11-24T02:00:00Z; \
             the source's other channels brought 11"
        );
        let empty: ChannelMemory = serde_json::from_str("{}").unwrap();
        assert_eq!(empty, ChannelMemory::default());
    }
}
