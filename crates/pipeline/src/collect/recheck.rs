//! Looking again: a published article is asked for again some time after it was first seen, so that
//! corrections and withdrawals are noticed.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// Waits before an article's page is tried again after it could not be read.
const RETRIES: [Duration; 4] = [
    Duration::from_secs(10 * 60),
    Duration::from_secs(3600),
    Duration::from_secs(6 * 3600),
    Duration::from_secs(24 * 3600),
];

/// When the article is looked at next, with `done` looks behind it; `None` when that was the last one.
/// `waits` are counted from the moment it was first seen.
pub(super) fn next_look(
    first_seen: Timestamp,
    now: Timestamp,
    done: u32,
    waits: &[Duration],
) -> Option<(u32, Timestamp)> {
    waits
        .iter()
        .enumerate()
        .skip(done as usize)
        .map(|(index, wait)| (index as u32, after(first_seen, *wait)))
        // A machine that was off for days looks once, not at every moment it missed.
        .find(|(_, at)| *at > now)
}

/// When a page that could not be read is tried again; `None` when it is given up.
pub(super) fn next_try(
    now: Timestamp,
    attempts: u32,
    retry_after: Option<Duration>,
) -> Option<Timestamp> {
    let wait = *RETRIES.get(attempts as usize)?;
    Some(after(
        now,
        retry_after.map_or(wait, |asked| asked.clamp(wait, RETRIES[3] * 7)),
    ))
}

/// When a page that was found gone is looked at a second time, before it counts as withdrawn.
pub(super) fn second_look(now: Timestamp) -> Timestamp {
    after(now, Duration::from_secs(3600))
}

/// The same when it is the whole site that cannot be asked: never given up, however often that was so.
pub(super) fn next_try_of_site(
    now: Timestamp,
    attempts: u32,
    retry_after: Option<Duration>,
) -> Option<Timestamp> {
    next_try(now, attempts.min(RETRIES.len() as u32 - 1), retry_after)
}

fn after(at: Timestamp, wait: Duration) -> Timestamp {
    SignedDuration::try_from(wait)
        .ok()
        .and_then(|wait| at.checked_add(wait).ok())
        .unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(hours * 3600).unwrap()
    }

    #[test]
    fn looks_come_in_order_and_missed_ones_are_left_out() {
        let waits = [HOUR, HOUR * 6, HOUR * 24];
        assert_eq!(next_look(at(0), at(0), 0, &waits), Some((0, at(1))));
        assert_eq!(next_look(at(0), at(1), 1, &waits), Some((1, at(6))));
        assert_eq!(next_look(at(0), at(8), 1, &waits), Some((2, at(24))));
        assert_eq!(next_look(at(0), at(24), 3, &waits), None);
        assert_eq!(next_look(at(0), at(100), 0, &waits), None);
    }

    #[test]
    fn a_page_is_given_up_after_its_last_try() {
        assert_eq!(next_try(at(0), 1, None), Some(at(1)));
        assert_eq!(next_try(at(0), 0, Some(HOUR * 3)), Some(at(3)));
        assert_eq!(next_try(at(0), 4, None), None);
        assert_eq!(next_try_of_site(at(0), 0, None), next_try(at(0), 0, None));
        assert_eq!(next_try_of_site(at(0), 99, None), Some(at(24)));
        assert_eq!(next_try_of_site(at(0), 99, Some(HOUR * 48)), Some(at(48)));
    }
}
