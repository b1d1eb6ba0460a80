//! When a channel is asked again, and why then.
//!
//! The interval is the time in which an eighth of what the channel lists is expected to be new, by what was learned of
//! its hours of the day, and at least one entry. It stays between the configured bounds, gives way to what server and
//! feed wish for as long as no entry is lost by it, and is spread a little so that channels do not come in crowds.
//! Failures wait longer and longer by their kind, and never end for good.

mod back_off;
mod rhythm;
mod wishes;

#[cfg(test)]
mod tests;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use langnghe_model::{ChannelMemory, Gap, PollReason, Wish};

pub(crate) use back_off::{FailureKind, LONGEST_WAIT, after_failure};

/// The bounds of a channel's interval.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Never more often than this.
    pub minimum: Duration,
    /// Never more rarely than this.
    pub maximum: Duration,
}

/// The next time a channel is asked, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// When.
    pub next_at: Timestamp,
    /// Why then.
    pub reason: PollReason,
}

/// One poll, for the plan of the next.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Poll<'a> {
    /// When.
    pub now: Timestamp,
    /// When the channel had been read before, if ever.
    pub before: Option<Timestamp>,
    /// The channel's address, from which its place in the spread comes.
    pub channel: &'a str,
    /// The bounds.
    pub bounds: Bounds,
    /// How long the answer says it stays fresh.
    pub fresh_for: Option<Duration>,
    /// What the server asks to wait.
    pub retry_after: Option<Duration>,
}

/// What the channel listed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Listing {
    /// How many entries.
    pub listed: u64,
    /// How many of them this channel had not listed before.
    pub unseen: u64,
    /// How many were new to the whole archive.
    pub new: u64,
    /// The dates of the unseen ones that have one.
    pub dated: Vec<Timestamp>,
    /// Whether entries come and go here, so that two polls without a common one may have missed some.
    pub passing: bool,
}

/// How much of a listing may be new when it is asked again; the rest is the reserve against a sudden rush.
const SHARE: f64 = 1.0 / 8.0;

/// How much of a listing a wish to wait may let pass: beyond it entries could be lost.
const SAFE_SHARE: f64 = 1.0 / 2.0;

/// The plan after an answer that listed entries; what it teaches goes into `memory`, a gap too.
pub(crate) fn after_answer(poll: &Poll<'_>, memory: &mut ChannelMemory, listing: &Listing) -> Plan {
    memory.version = ChannelMemory::VERSION;
    let gap = gap(poll, memory, listing);
    let undated = listing.unseen - (listing.dated.len() as u64).min(listing.unseen);
    let from = match (&gap, poll.before) {
        // What passed unseen would be taken for a slower pace.
        (Some(gap), _) => Some(gap.until),
        (None, Some(before)) => Some(before),
        (None, None) => rhythm::covered(&listing.dated, poll.now),
    };
    if let Some(from) = from {
        rhythm::observe(&mut memory.rhythm, from, poll.now, &listing.dated, undated);
    }
    memory.listed = listing.listed;
    let missed = gap.is_some();
    if let Some(gap) = gap {
        memory.gaps += 1;
        memory.missed = memory.missed.saturating_add(gap.estimate);
        memory.gap = Some(gap);
    }
    let known = from.is_some();
    let every = interval(poll, memory, known, missed);
    let seconds = every.as_secs();
    let reason = if missed {
        PollReason::Gap { every: seconds }
    } else {
        PollReason::Rhythm {
            every: seconds,
            new: listing.new,
            listed: listing.listed,
            expected: if known {
                rhythm::expected(&memory.rhythm, poll.now, every).round() as u64
            } else {
                0
            },
        }
    };
    wait(poll, memory, every, reason)
}

/// The plan after a 304 or an unchanged body.
pub(crate) fn after_no_change(poll: &Poll<'_>, memory: &mut ChannelMemory) -> Plan {
    memory.version = ChannelMemory::VERSION;
    if let Some(before) = poll.before {
        rhythm::observe(&mut memory.rhythm, before, poll.now, &[], 0);
    }
    let every = interval(poll, memory, poll.before.is_some(), false);
    let reason = PollReason::NoChange {
        every: every.as_secs(),
    };
    wait(poll, memory, every, reason)
}

/// The plan for a channel whose server says that it is gone for good.
pub(crate) fn retired(poll: &Poll<'_>, memory: &mut ChannelMemory) -> Plan {
    memory.retired.get_or_insert(poll.now);
    Plan {
        next_at: later(poll.now, LONGEST_WAIT),
        reason: PollReason::Retired,
    }
}

/// The stretch that was missed, when nothing listed was listed here before though something had been.
fn gap(poll: &Poll<'_>, memory: &ChannelMemory, listing: &Listing) -> Option<Gap> {
    let before = poll.before?;
    let broken = listing.passing
        && memory.listed > 0
        && listing.listed > 0
        && listing.unseen == listing.listed;
    if !broken || before >= poll.now {
        return None;
    }
    let sane = listing
        .dated
        .iter()
        .filter(|at| (before..poll.now).contains(*at));
    let until = sane.clone().min().copied().unwrap_or(poll.now);
    // The pace of what is listed now, from its oldest entry to this moment, carried on to the hole before it.
    let span = poll.now.duration_since(until).as_secs_f64();
    let hole = until.duration_since(before).as_secs_f64();
    let estimate = if span > 0.0 {
        (sane.count() as f64 / span * hole).round().max(0.0) as u64
    } else {
        0
    };
    Some(Gap {
        from: before,
        until,
        estimate,
        brought_back: 0,
    })
}

fn interval(poll: &Poll<'_>, memory: &mut ChannelMemory, known: bool, missed: bool) -> Duration {
    let Bounds { minimum, maximum } = poll.bounds;
    let before = memory.interval.map(Duration::from_secs);
    let wanted = if known {
        let share = (memory.listed as f64 * SHARE).max(1.0);
        rhythm::reach(&memory.rhythm, poll.now, share, maximum)
    } else {
        minimum.saturating_mul(3)
    };
    let next = match before {
        Some(before) if missed => wanted.min(before / 2),
        // One quiet answer does not make a quiet channel: the wait grows step by step.
        Some(before) => wanted.min(before.saturating_mul(2)),
        None => wanted.min(minimum.saturating_mul(6)),
    }
    .clamp(minimum, maximum);
    memory.interval = Some(next.as_secs());
    next
}

/// Lets wishes and the spread change the time.
fn wait(poll: &Poll<'_>, memory: &ChannelMemory, every: Duration, reason: PollReason) -> Plan {
    let Bounds { minimum, maximum } = poll.bounds;
    let safe = rhythm::reach(
        &memory.rhythm,
        poll.now,
        (memory.listed as f64 * SAFE_SHARE).max(1.0),
        maximum,
    );
    let wish = match reason {
        PollReason::Gap { .. } => None,
        _ => {
            wishes::longest(poll.fresh_for, &memory.wishes, safe).filter(|(wish, _)| *wish > every)
        }
    };
    let (mut chosen, mut reason) = match wish {
        Some((length, wish)) => {
            let every = length.as_secs();
            (length, PollReason::Wish { every, wish })
        }
        None => (every, reason),
    };
    // A wish is a lower bound, so the spread only adds to it.
    let spread = chosen.mul_f64(spread(poll.channel, poll.now) * 0.1);
    chosen = (chosen + spread).clamp(minimum, maximum);
    if let Some(longer) = wishes::after_skipped(poll.now, chosen, &memory.wishes, safe)
        && !matches!(reason, PollReason::Gap { .. })
    {
        chosen = longer.clamp(minimum, maximum);
        let every = chosen.as_secs();
        reason = PollReason::Wish {
            every,
            wish: Wish::Skip,
        };
    }
    if let Some(asked) = poll.retry_after.map(|asked| asked.min(LONGEST_WAIT))
        && asked > chosen
    {
        chosen = asked;
        reason = PollReason::RetryAfter {
            wait: asked.as_secs(),
        };
    }
    Plan {
        next_at: later(poll.now, chosen),
        reason,
    }
}

/// A channel's place in the spread, from 0 to below 1: always the same for one channel and moment, and as good as
/// random between two.
fn spread(channel: &str, now: Timestamp) -> f64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    // Its keys are fixed, so the value is too.
    let mut hasher = DefaultHasher::new();
    channel.hash(&mut hasher);
    now.as_second().hash(&mut hasher);
    (hasher.finish() >> 11) as f64 / (1_u64 << 53) as f64
}

fn later(now: Timestamp, wait: Duration) -> Timestamp {
    SignedDuration::try_from(wait)
        .ok()
        .and_then(|wait| now.checked_add(wait).ok())
        .unwrap_or(Timestamp::MAX)
}

/// Whether a channel's time has come. A time that lies farther ahead than any plan reaches, or an answer from the
/// future, comes from a clock that was wrong, and is not waited for.
pub(crate) fn is_due(now: Timestamp, last: Option<Timestamp>, next: Option<Timestamp>) -> bool {
    let farthest = later(now, LONGEST_WAIT + Duration::from_secs(24 * 3600));
    last.is_some_and(|last| last > now) || next.is_none_or(|next| next <= now || next > farthest)
}
