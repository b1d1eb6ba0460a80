//! Dates and times as feeds, metadata and Vietnamese pages write them.
//!
//! One reader for all forms: it looks for the first date in the text, then for a time beside it, then for
//! a zone behind the time. Day stands before month, always; without a zone it is +07:00, Vietnam's all
//! year round.

use jiff::{
    SignedDuration, Span, Timestamp, Unit,
    civil::{DateTime, Time},
    tz::Offset,
};
use langnghe_vietnamese::normalize;

use crate::problem::Problem;

mod clock;
mod day;

use clock::{time_beside, zone};
use day::{Found, Part, date_at, parts};

/// Vietnam's zone.
const LOCAL: Offset = Offset::constant(7);
/// A stamp stands at the start; what is longer is a text.
const LONGEST: usize = 400;

/// Reads a publication stamp: RFC 3339 and ISO 8601, RFC 822 and its relatives, the forms of Vietnamese
/// pages ("Thứ hai, 12/5/2025, 08:30 (GMT+7)"), and relative ones ("5 giờ trước"), which count from `now`.
///
/// A stamp that gives only a day means that day's first moment at +07:00. Whether the date is believable
/// is not asked here. Sources of the forms: RFC 3339, RFC 822 with RFC 1123 and 2822, and stamps collected
/// from the pages of Vietnamese papers.
pub fn parse_date(text: &str, now: Timestamp) -> Option<Timestamp> {
    let text: String = normalize(text)
        .chars()
        .take(LONGEST)
        .map(|c| match c {
            '–' | '—' | '‐' | '‑' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .flat_map(char::to_lowercase)
        .collect();
    let parts = parts(&text);
    absolute(&text, &parts).or_else(|| relative(&text, &parts, now))
}

/// Checks a date against what is believable: from 1990 to a day after `now`.
pub(crate) fn believable(date: Timestamp, now: Timestamp) -> Result<Timestamp, Problem> {
    const FIRST: Timestamp = Timestamp::constant(631_152_000, 0); // 1990-01-01T00:00:00Z
    let latest = now
        .checked_add(SignedDuration::from_hours(24))
        .unwrap_or(Timestamp::MAX);
    if date < FIRST {
        Err(Problem::DateTooOld {
            date: date.to_string(),
        })
    } else if date > latest {
        Err(Problem::DateInFuture {
            date: date.to_string(),
        })
    } else {
        Ok(date)
    }
}

/// Reads and checks a date, and notes what is wrong with it.
pub(crate) fn checked(
    text: &str,
    now: Timestamp,
    problems: &mut Vec<Problem>,
) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let Some(date) = parse_date(text, now) else {
        problems.push(Problem::DateUnreadable {
            text: crate::text::clip(text, 60),
        });
        return None;
    };
    believable(date, now)
        .map_err(|problem| problems.push(problem))
        .ok()
}

fn absolute(text: &str, parts: &[Part]) -> Option<Timestamp> {
    let found = (0..parts.len()).find_map(|at| date_at(text, parts, at))?;
    let (date, time, offset) = match time_beside(text, parts, &found) {
        Some((time, next_day, end)) => {
            let date = if next_day {
                found.date.tomorrow().ok()?
            } else {
                found.date
            };
            (date, time, zone(&text[end..]).unwrap_or(LOCAL))
        }
        None => (found.date, Time::midnight(), LOCAL),
    };
    offset.to_timestamp(DateTime::from_parts(date, time)).ok()
}

fn relative(text: &str, parts: &[Part], now: Timestamp) -> Option<Timestamp> {
    let local = LOCAL.to_datetime(now);
    let word = |i: usize| parts.get(i).map_or("", |part| part.text);
    for at in 0..parts.len() {
        if matches!(
            (word(at), word(at + 1)),
            ("vừa", "xong" | "mới" | "đăng") | ("mới", "đăng") | ("bây", "giờ")
        ) {
            return Some(now);
        }
        if word(at) == "hôm" && matches!(word(at + 1), "nay" | "qua" | "kia") {
            let days = match word(at + 1) {
                "nay" => 0,
                "qua" => 1,
                _ => 2,
            };
            let date = local.date().checked_sub(Span::new().days(days)).ok()?;
            let day = Found {
                date,
                from: at,
                to: at + 2,
            };
            let (time, next_day, _) =
                time_beside(text, parts, &day).unwrap_or((Time::midnight(), false, 0));
            let date = if next_day {
                date.tomorrow().ok()?
            } else {
                date
            };
            return LOCAL.to_timestamp(DateTime::from_parts(date, time)).ok();
        }
        let Some(count) = parts[at]
            .number
            .or_else(|| (word(at) == "một").then_some(1))
        else {
            continue;
        };
        let mut next = at + 2;
        if matches!((word(at + 1), word(at + 2)), ("tiếng", "đồng")) {
            next += 2;
        }
        let before = word(next) == "trước" || word(next) == "ago";
        if !before {
            continue;
        }
        let count = i64::from(count.min(10_000));
        let unit = match word(at + 1) {
            "giây" | "second" | "seconds" => {
                return now.checked_sub(SignedDuration::from_secs(count)).ok();
            }
            "phút" | "minute" | "minutes" => {
                return now.checked_sub(SignedDuration::from_mins(count)).ok();
            }
            "giờ" | "tiếng" | "hour" | "hours" => {
                return now.checked_sub(SignedDuration::from_hours(count)).ok();
            }
            "ngày" | "day" | "days" => Unit::Day,
            "tuần" | "week" | "weeks" => Unit::Week,
            "tháng" | "month" | "months" => Unit::Month,
            "năm" | "year" | "years" => Unit::Year,
            _ => continue,
        };
        let span = match unit {
            Unit::Day => Span::new().try_days(count),
            Unit::Week => Span::new().try_weeks(count),
            Unit::Month => Span::new().try_months(count),
            _ => Span::new().try_years(count),
        };
        let date = local.date().checked_sub(span.ok()?).ok()?;
        return LOCAL
            .to_timestamp(DateTime::from_parts(date, Time::midnight()))
            .ok();
    }
    None
}

#[cfg(test)]
mod tests;
