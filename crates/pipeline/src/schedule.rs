//! When a channel is asked again, and why then.
//!
//! The interval follows the share of entries that were new, between the configured bounds: a channel whose
//! window was half new is asked twice as often, one that brought nothing half again as rarely. Failures
//! double the wait and never end for good.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// The bounds of a channel's interval.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// Never more often than this.
    pub minimum: Duration,
    /// Never more rarely than this.
    pub maximum: Duration,
}

/// The next time a channel is asked, with the reason in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    /// When.
    pub next_at: Timestamp,
    /// Why then ("every 20 min: 8 of 30 entries were new").
    pub reason: String,
}

/// The plan after an answer that listed `total` entries, `new` of them unknown before.
/// `interval` is the one in force until now; `None` at the first poll.
pub(crate) fn after_answer(
    now: Timestamp,
    interval: Option<Duration>,
    new: usize,
    total: usize,
    bounds: Bounds,
) -> Plan {
    let current = interval.unwrap_or(bounds.minimum * 3);
    let next = if total == 0 || new == 0 {
        current.mul_f64(1.5)
    } else if new * 2 >= total {
        current / 2
    } else if new * 10 >= total {
        current.mul_f64(0.8)
    } else {
        current
    }
    .clamp(bounds.minimum, bounds.maximum);
    Plan {
        next_at: later(now, next),
        reason: format!("every {}: {new} of {total} entries were new", words(next)),
    }
}

/// The plan after a 304 or an unchanged body.
pub(crate) fn after_no_change(now: Timestamp, interval: Option<Duration>, bounds: Bounds) -> Plan {
    let next = interval
        .unwrap_or(bounds.minimum * 3)
        .mul_f64(1.2)
        .clamp(bounds.minimum, bounds.maximum);
    Plan {
        next_at: later(now, next),
        reason: format!("every {}: nothing changed", words(next)),
    }
}

/// The plan after the `failures`-th failure in a row. A server's own Retry-After wins when it is longer,
/// up to a week.
pub(crate) fn after_failure(
    now: Timestamp,
    failures: u32,
    error: &str,
    retry_after: Option<Duration>,
    bounds: Bounds,
) -> Plan {
    const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);
    let wait = bounds
        .minimum
        .saturating_mul(1 << failures.min(16))
        .clamp(bounds.minimum, bounds.maximum);
    if let Some(asked) = retry_after.map(|asked| asked.min(WEEK))
        && asked > wait
    {
        return Plan {
            next_at: later(now, asked),
            reason: format!("Retry-After: {}", asked.as_secs()),
        };
    }
    Plan {
        next_at: later(now, wait),
        reason: format!(
            "back-off {}: failed {failures} times, last: {error}",
            words(wait)
        ),
    }
}

fn later(now: Timestamp, wait: Duration) -> Timestamp {
    SignedDuration::try_from(wait)
        .ok()
        .and_then(|wait| now.checked_add(wait).ok())
        .unwrap_or(Timestamp::MAX)
}

fn words(duration: Duration) -> String {
    let minutes = duration.as_secs().div_ceil(60);
    if minutes >= 120 && minutes.is_multiple_of(60) {
        format!("{} h", minutes / 60)
    } else if minutes >= 600 {
        format!("{} h", (minutes + 30) / 60)
    } else {
        format!("{minutes} min")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds {
        minimum: Duration::from_secs(600),
        maximum: Duration::from_secs(24 * 3600),
    };

    fn minutes(plan: &Plan) -> i64 {
        plan.next_at.as_second() / 60
    }

    #[test]
    fn a_busy_channel_is_asked_more_often_and_a_quiet_one_more_rarely() {
        let now = Timestamp::UNIX_EPOCH;
        let hour = Some(Duration::from_secs(3600));
        assert_eq!(minutes(&after_answer(now, hour, 15, 30, BOUNDS)), 30);
        assert_eq!(minutes(&after_answer(now, hour, 1, 30, BOUNDS)), 60);
        assert_eq!(minutes(&after_answer(now, hour, 0, 30, BOUNDS)), 90);
        let plan = after_answer(now, Some(Duration::from_secs(1500)), 8, 30, BOUNDS);
        assert_eq!(plan.reason, "every 20 min: 8 of 30 entries were new");
    }

    #[test]
    fn intervals_stay_between_the_bounds() {
        let now = Timestamp::UNIX_EPOCH;
        let mut interval = None;
        for _ in 0..40 {
            let plan = after_no_change(now, interval, BOUNDS);
            interval = Some(Duration::from_secs(plan.next_at.as_second().unsigned_abs()));
        }
        assert_eq!(interval, Some(BOUNDS.maximum));
        for _ in 0..40 {
            let plan = after_answer(now, interval, 30, 30, BOUNDS);
            interval = Some(Duration::from_secs(plan.next_at.as_second().unsigned_abs()));
        }
        assert_eq!(interval, Some(BOUNDS.minimum));
    }

    #[test]
    fn failures_back_off_but_a_longer_retry_after_wins() {
        let now = Timestamp::UNIX_EPOCH;
        let plan = after_failure(now, 2, "status 503", None, BOUNDS);
        assert_eq!(minutes(&plan), 40);
        assert_eq!(
            plan.reason,
            "back-off 40 min: failed 2 times, last: status 503"
        );
        let plan = after_failure(
            now,
            1,
            "status 429",
            Some(Duration::from_secs(7200)),
            BOUNDS,
        );
        assert_eq!(
            (minutes(&plan), plan.reason.as_str()),
            (120, "Retry-After: 7200")
        );
        assert_eq!(minutes(&after_failure(now, 99, "x", None, BOUNDS)), 24 * 60);
    }
}
