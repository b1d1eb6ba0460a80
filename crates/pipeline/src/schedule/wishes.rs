//! What server and feed wish for.

use std::time::Duration;

use jiff::{Timestamp, tz::Offset};
use langnghe_model::{Wish, Wishes};

use super::later;

/// The longest wait that is wished for, and who wishes it; at most `safe`, after which entries might be lost.
pub(super) fn longest(
    fresh_for: Option<Duration>,
    wishes: &Wishes,
    safe: Duration,
) -> Option<(Duration, Wish)> {
    [
        (fresh_for, Wish::Fresh),
        (wishes.ttl, Wish::Ttl),
        (wishes.update_every, Wish::UpdatePeriod),
    ]
    .into_iter()
    .filter_map(|(length, wish)| Some((length?.min(safe), wish)))
    .max_by_key(|(length, _)| *length)
}

/// The wait until the first moment at which the feed does not say that it stays as it is, when `wait` would end at
/// one that it does; `None` when it would not, or when waiting so long might lose entries.
pub(super) fn after_skipped(
    now: Timestamp,
    wait: Duration,
    wishes: &Wishes,
    safe: Duration,
) -> Option<Duration> {
    if wishes.skip_hours.is_empty() && wishes.skip_days.is_empty() {
        return None;
    }
    let skipped = |wait: Duration| {
        let at = Offset::UTC.to_datetime(later(now, wait));
        wishes.skip_hours.contains(&at.hour().unsigned_abs())
            || wishes
                .skip_days
                .contains(&at.weekday().to_monday_one_offset().unsigned_abs())
    };
    let mut longer = wait;
    while skipped(longer) {
        let at = later(now, longer).as_second();
        let to_next_hour = 3600 - at.rem_euclid(3600).unsigned_abs();
        longer += Duration::from_secs(to_next_hour);
        if longer > safe {
            return (safe > wait).then_some(safe);
        }
    }
    (longer > wait).then_some(longer)
}
