//! Waiting after failures.

use std::time::Duration;

use langnghe_fetcher::Failure;
use langnghe_model::PollReason;

use super::{Plan, Poll, later, spread};

/// The longest wait of all, for failures that will not pass by themselves and for servers that ask for more: a week.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(7 * 24 * 3600);

const HOUR: Duration = Duration::from_secs(3600);

/// What kind of failure it is, for the time of the next try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// It will most likely pass by itself.
    Temporary,
    /// Somebody must change something, there or here, but it may well happen; a body that cannot be read, too.
    Soft,
    /// It will not get better by asking again, or what was there is not there any more.
    Hard,
}

impl From<Failure> for FailureKind {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Temporary => Self::Temporary,
            Failure::Soft => Self::Soft,
            Failure::Hard | Failure::Gone => Self::Hard,
        }
    }
}

/// The plan after the `failures`-th failure in a row. The wait begins with twice the shortest interval, one hour or
/// six hours by the kind, doubles with each failure, and ends at the longest interval, for hard ones at a week. A
/// server's own Retry-After wins when it is longer, up to a week.
pub(crate) fn after_failure(
    poll: &Poll<'_>,
    kind: FailureKind,
    failures: u32,
    error: &str,
) -> Plan {
    let bounds = poll.bounds;
    let (first, longest) = match kind {
        FailureKind::Temporary => (bounds.minimum.saturating_mul(2), bounds.maximum),
        FailureKind::Soft => (HOUR.max(bounds.minimum), bounds.maximum),
        FailureKind::Hard => (6 * HOUR, LONGEST_WAIT),
    };
    let doublings = failures.saturating_sub(1).min(16);
    let wait = first
        .saturating_mul(1 << doublings)
        .clamp(bounds.minimum, longest.max(bounds.minimum));
    if let Some(asked) = poll.retry_after.map(|asked| asked.min(LONGEST_WAIT))
        && asked > wait
    {
        return Plan {
            next_at: later(poll.now, asked),
            reason: PollReason::RetryAfter {
                wait: asked.as_secs(),
            },
        };
    }
    // Many channels of one server fail together and must not come back together.
    let spread = wait.mul_f64(spread(poll.channel, poll.now) * 0.25);
    Plan {
        next_at: later(poll.now, (wait + spread).min(LONGEST_WAIT)),
        reason: PollReason::BackOff {
            wait: wait.as_secs(),
            failures,
            error: error.to_owned(),
        },
    }
}
