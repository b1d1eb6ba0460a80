//! The time beside a day, and its zone.

use jiff::{civil::Time, tz::Offset};

use super::day::{Found, Part, between};

/// The time that belongs to the date: its value, whether it is the next day's midnight, and its end.
pub(super) fn time_beside(text: &str, parts: &[Part], date: &Found) -> Option<(Time, bool, usize)> {
    // Before the date only when nothing but the weekday stands between: "Thứ Bảy, 07:07, 23/12/2023".
    let before = (0..date.from).rev().find_map(|at| {
        let (time, next_day, after, end) = time_at(text, parts, at)?;
        let between = parts.get(after..date.from)?;
        between
            .iter()
            .all(|part| is_filler(part))
            .then_some((time, next_day, end))
    });
    if let Some((time, next_day, end)) = before {
        // The zone may stand behind the date: 08:30 12/05/2025 GMT+7.
        let after_date = parts[date.to - 1].end;
        let end = if zone(&text[end..parts[date.from].start]).is_some() {
            end
        } else {
            after_date
        };
        return Some((time, next_day, end));
    }
    (date.to..parts.len()).find_map(|at| {
        let near = parts[at].start - parts[date.to - 1].end <= 24;
        let fillers = parts[date.to..at].iter().all(|part| is_filler(part));
        if !near || !fillers {
            return None;
        }
        time_at(text, parts, at).map(|(time, next_day, _, end)| (time, next_day, end))
    })
}

/// Words that may stand between a date and its time.
fn is_filler(part: &Part) -> bool {
    matches!(
        part.text,
        "t" | "lúc"
            | "at"
            | "ngày"
            | "thứ"
            | "hai"
            | "ba"
            | "tư"
            | "năm"
            | "sáu"
            | "bảy"
            | "bẩy"
            | "chủ"
            | "nhật"
            | "cn"
            | "am"
            | "pm"
            | "sa"
            | "ch"
            | "hôm"
            | "on"
            | "h"
            | "mon"
            | "tue"
            | "wed"
            | "thu"
            | "fri"
            | "sat"
            | "sun"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "thurs"
            | "gmt"
            | "utc"
            | "giờ"
            | "sáng"
            | "chiều"
            | "tối"
    ) || (part.text.len() == 1 && part.number.is_some_and(|n| (2..=7).contains(&n)))
}

/// A time at part `at`: 08:30, 08:30:15.123, 8h30, 8 giờ 30, 20g30, 12:46 AM. Gives also the part after it
/// and the byte after it.
fn time_at(text: &str, parts: &[Part], at: usize) -> Option<(Time, bool, usize, usize)> {
    let short = |i: usize| {
        parts
            .get(i)
            .filter(|part| part.text.len() <= 2)
            .and_then(|part| part.number)
    };
    let mut hour = short(at)?;
    // The minutes of another time.
    if at > 0 && between(text, parts, at - 1) == ":" {
        return None;
    }
    let mut minute = 0;
    let mut second = 0;
    let mut next;
    if between(text, parts, at) == ":" {
        minute = short(at + 1)?;
        next = at + 2;
        if between(text, parts, at + 1) == ":"
            && let Some(value) = short(at + 2)
        {
            second = value;
            next = at + 3;
            // Fractions of a second.
            if matches!(between(text, parts, at + 2), "." | ",")
                && parts.get(next).is_some_and(|part| part.number.is_some())
            {
                next += 1;
            }
        }
    } else {
        let mark = parts.get(at + 1)?;
        let glued = between(text, parts, at).is_empty();
        if !(matches!(mark.text, "giờ") || glued && matches!(mark.text, "h" | "g")) {
            return None;
        }
        next = at + 2;
        let close = between(text, parts, at + 1);
        if (close.is_empty() || close == " " && mark.text == "giờ")
            && let Some(value) = short(at + 2)
        {
            minute = value;
            next = at + 3;
            if parts
                .get(next)
                .is_some_and(|part| part.text == "phút" || part.text == "p")
            {
                next += 1;
            }
        }
    }
    // 12:46 AM; 17:07 PM is the 24-hour clock with a needless mark. SA and CH are the Vietnamese AM and PM.
    if let Some(half) = parts.get(next)
        && matches!(
            half.text,
            "am" | "pm" | "sa" | "ch" | "chiều" | "tối" | "sáng"
        )
    {
        match half.text {
            "am" | "sa" if hour == 12 => hour = 0,
            "pm" | "ch" | "chiều" | "tối" if hour < 12 => hour += 12,
            _ => {}
        }
        next += 1;
    }
    let next_day = hour == 24 && minute == 0 && second == 0;
    if next_day {
        hour = 0;
    }
    // A leap second is the second before it, as in POSIX time.
    let time = Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second.min(if second == 60 { 59 } else { second })).ok()?,
        0,
    )
    .ok()?;
    Some((time, next_day, next, parts[next - 1].end))
}

/// The zone at the start of what follows a time: Z, +07:00, +0700, GMT+7, (GMT +7), ICT, EST.
pub(super) fn zone(text: &str) -> Option<Offset> {
    let attached = text.starts_with(['+', '-']);
    let text =
        text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | ',' | '|'));
    let word_end = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(word_end);
    let hours = match word {
        // "14:50 - 7 bình luận" names no zone: without GMT it has to look like one.
        "" => {
            let (offset, digits) = offset(text)?;
            return (digits == 4 || attached && digits == 2).then_some(offset);
        }
        "gmt" | "utc" | "ut" => {
            return Some(offset(rest.trim_start()).map_or(Offset::UTC, |(offset, _)| offset));
        }
        "z" => 0,
        "ict" => 7,
        "est" | "cdt" => -5,
        "edt" => -4,
        "cst" | "mdt" => -6,
        "mst" | "pdt" => -7,
        "pst" => -8,
        "cet" | "bst" => 1,
        "cest" => 2,
        "jst" | "kst" => 9,
        _ => return None,
    };
    Offset::from_hours(hours).ok()
}

/// +7, +07, +0700, +07:00; and how many digits it has.
fn offset(text: &str) -> Option<(Offset, usize)> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let width = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = rest.split_at(width);
    let colon = rest
        .strip_prefix(':')
        .and_then(|rest| rest.get(..2))
        .and_then(|two| two.parse::<i32>().ok());
    let (hours, minutes, count) = match (width, colon) {
        (1 | 2, Some(minutes)) => (digits.parse::<i32>().ok()?, minutes, 4),
        (1 | 2, None) => (digits.parse().ok()?, 0, width),
        (4, _) => (digits[..2].parse().ok()?, digits[2..].parse().ok()?, 4),
        _ => return None,
    };
    // No zone lies farther from Greenwich than 14 hours; a larger number is something else (a year).
    if hours > 14 || minutes > 59 {
        return None;
    }
    Some((
        Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()?,
        count,
    ))
}
