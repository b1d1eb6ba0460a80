//! How many new entries come at which hour of the day.
//!
//! Each hour keeps how many came in it and for how long it was watched. Both fade by half with each 14 hours of
//! watching it, which is two weeks for a channel that is watched all day, so a changed habit is learned.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use langnghe_model::Rhythm;

/// The hours of watching after which what was learned of an hour counts half.
const HALF_LIFE: f64 = 14.0;

/// With how many hours of the channel's mean the mean of one hour of the day is mixed, until it has its own.
const PRIOR_HOURS: f64 = 2.0;

/// What is assumed of a channel of which nothing is known: one entry in six hours, as if watched for little more than
/// half an hour, so that a listing with dates outweighs it at once.
const PRIOR: (f64, f64) = (0.1, 0.6);

/// Local time, to which the habits of editors keep.
const LOCAL_OFFSET: i64 = 7 * 3600;

const HOUR: i64 = 3600;

fn hour_of(second: i64) -> usize {
    (second + LOCAL_OFFSET).div_euclid(HOUR).rem_euclid(24) as usize
}

/// The parts of a stretch that lie in one hour of the clock each: the hour, and its length in hours.
fn parts(from: i64, until: i64) -> impl Iterator<Item = (usize, f64)> {
    let mut at = from;
    std::iter::from_fn(move || {
        (at < until).then(|| {
            // The offset is whole hours, so hours begin together everywhere.
            let end = ((at.div_euclid(HOUR) + 1) * HOUR).min(until);
            let part = (hour_of(at), (end - at) as f64 / HOUR as f64);
            at = end;
            part
        })
    })
}

/// Takes in that a channel was watched from `from` to `until`, and what came in the time: entries with their moments
/// (those outside count as of its end), and a number of entries without.
pub(super) fn observe(
    rhythm: &mut Rhythm,
    from: Timestamp,
    until: Timestamp,
    dated: &[Timestamp],
    undated: u64,
) {
    // More than a month cannot have been watched by one poll, and would only wash out what is known.
    const LONGEST: i64 = 31 * 24 * HOUR;
    let until = until.as_second();
    let from = from.as_second().max(until - LONGEST);
    let length = (until - from) as f64 / HOUR as f64;
    if length <= 0.0 {
        return;
    }
    for (hour, part) in parts(from, until) {
        let (entries, watched) = &mut rhythm.hours[hour];
        let fade = 0.5_f64.powf(part / HALF_LIFE);
        let share = undated as f64 * part / length;
        *entries = (f64::from(*entries) * fade + share) as f32;
        *watched = (f64::from(*watched) * fade + part) as f32;
    }
    for moment in dated {
        let moment = moment.as_second();
        let at = if (from..until).contains(&moment) {
            moment
        } else {
            until - 1
        };
        rhythm.hours[hour_of(at)].0 += 1.0;
    }
}

/// The rates of the hours of the day, in entries an hour.
struct Rates([f64; 24]);

fn rates(rhythm: &Rhythm) -> Rates {
    let sum = |each: fn(&(f32, f32)) -> f32| -> f64 {
        rhythm.hours.iter().map(|hour| f64::from(each(hour))).sum()
    };
    let mean = (sum(|hour| hour.0) + PRIOR.0) / (sum(|hour| hour.1) + PRIOR.1);
    Rates(rhythm.hours.map(|(entries, watched)| {
        (f64::from(entries) + PRIOR_HOURS * mean) / (f64::from(watched) + PRIOR_HOURS)
    }))
}

/// How many new entries are expected in a stretch.
pub(super) fn expected(rhythm: &Rhythm, from: Timestamp, length: Duration) -> f64 {
    let Rates(rates) = rates(rhythm);
    let from = from.as_second();
    let until = from.saturating_add(i64::try_from(length.as_secs()).unwrap_or(i64::MAX));
    parts(from, until)
        .map(|(hour, part)| rates[hour] * part)
        .sum()
}

/// After how long so many new entries are expected; at most `longest`.
pub(super) fn reach(rhythm: &Rhythm, from: Timestamp, wanted: f64, longest: Duration) -> Duration {
    let Rates(rates) = rates(rhythm);
    let from = from.as_second();
    let until = from.saturating_add(i64::try_from(longest.as_secs()).unwrap_or(i64::MAX));
    let (mut count, mut hours) = (0.0, 0.0);
    for (hour, part) in parts(from, until) {
        let here = rates[hour] * part;
        if count + here >= wanted {
            hours += part * ((wanted - count) / here).clamp(0.0, 1.0);
            return Duration::from_secs_f64(hours * HOUR as f64).min(longest);
        }
        count += here;
        hours += part;
    }
    longest
}

/// The stretch that a first listing covers by the dates of its entries, when they tell one: from the oldest of the
/// last month on.
pub(super) fn covered(dated: &[Timestamp], now: Timestamp) -> Option<Timestamp> {
    let month = now.checked_sub(SignedDuration::from_hours(31 * 24)).ok()?;
    let oldest = dated
        .iter()
        .filter(|at| (month..now).contains(*at))
        .min()
        .copied()?;
    (dated.len() > 1).then_some(oldest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64, hour: i64) -> Timestamp {
        Timestamp::from_second((day * 24 + hour) * HOUR - LOCAL_OFFSET).unwrap()
    }

    const DAY: Duration = Duration::from_secs(24 * 3600);

    /// Ten entries an hour from 8 to 18, none else, for so many days, asked every hour.
    fn learned(days: i64) -> Rhythm {
        let mut rhythm = Rhythm::default();
        for day in 0..days {
            for hour in 0..24 {
                let entries = if (8..18).contains(&hour) { 10 } else { 0 };
                observe(&mut rhythm, at(day, hour), at(day, hour + 1), &[], entries);
            }
        }
        rhythm
    }

    #[test]
    fn the_hours_of_the_day_are_told_apart_after_a_few_days() {
        let rhythm = learned(5);
        let hour = Duration::from_secs(3600);
        let by_day = expected(&rhythm, at(5, 10), hour);
        let by_night = expected(&rhythm, at(5, 2), hour);
        assert!((8.0..11.0).contains(&by_day), "{by_day}");
        assert!(by_night < 2.0, "{by_night}");
        let whole = expected(&rhythm, at(5, 0), DAY);
        assert!((90.0..110.0).contains(&whole), "{whole}");
        // The same number is reached sooner by day.
        let wait = |hour| reach(&rhythm, at(5, hour), 4.0, DAY).as_secs();
        assert!(wait(9) < 40 * 60, "{}", wait(9));
        assert!(wait(19) > 3 * 3600, "{}", wait(19));
    }

    #[test]
    fn entries_count_in_the_hour_of_their_date() {
        let mut rhythm = Rhythm::default();
        observe(
            &mut rhythm,
            at(0, 0),
            at(1, 0),
            &[at(0, 9), at(0, 9), at(-3, 4)],
            0,
        );
        let entries = rhythm.hours.map(|(entries, _)| entries.round() as u32);
        assert_eq!(entries[9], 2);
        assert_eq!(entries[23], 1, "a date outside counts at the end");
        assert_eq!(entries[4], 0);
    }

    #[test]
    fn a_changed_habit_is_learned() {
        let mut rhythm = learned(30);
        for day in 30..60 {
            observe(&mut rhythm, at(day, 0), at(day + 1, 0), &[], 0);
        }
        let whole = expected(&rhythm, at(60, 0), DAY);
        assert!(whole < 30.0, "{whole} of a hundred");
    }

    #[test]
    fn nothing_known_and_clocks_that_go_back_are_borne() {
        let mut rhythm = Rhythm::default();
        assert_eq!(
            reach(&rhythm, at(0, 0), 1.0, DAY),
            Duration::from_secs(6 * 3600)
        );
        observe(&mut rhythm, at(2, 0), at(1, 0), &[], 5);
        assert_eq!(rhythm, Rhythm::default());
        observe(&mut rhythm, Timestamp::MIN, at(1, 0), &[], 5);
        assert!(expected(&rhythm, at(1, 0), DAY) < 2.0);
        assert!(expected(&rhythm, Timestamp::MAX, DAY).is_finite());
    }

    #[test]
    fn a_first_listing_tells_its_stretch_by_its_dates() {
        let dates = [at(9, 0), at(8, 0), at(-90, 0), at(11, 0)];
        assert_eq!(covered(&dates, at(10, 0)), Some(at(8, 0)));
        assert_eq!(covered(&dates[..1], at(10, 0)), None);
        assert_eq!(covered(&[], at(10, 0)), None);
    }
}
