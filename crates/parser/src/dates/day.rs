//! The parts of a stamp, and the day among them.

use jiff::civil::Date;

/// A number or a word, with its place.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) number: Option<u32>,
}

/// Cuts a text into runs of digits and of letters.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let kind = |c: char| {
        if c.is_ascii_digit() {
            1
        } else {
            u8::from(c.is_alphabetic()) * 2
        }
    };
    let mut parts = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let sort = kind(c);
        if sort == 0 {
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((at, c)) = chars.next_if(|(_, c)| kind(*c) == sort) {
            end = at + c.len_utf8();
        }
        let text = &text[start..end];
        parts.push(Part {
            text,
            start,
            end,
            number: text.parse().ok(),
        });
    }
    parts
}

/// A day, and the parts that name it.
pub(super) struct Found {
    pub(super) date: Date,
    /// The first of the parts.
    pub(super) from: usize,
    /// The part after the last.
    pub(super) to: usize,
}

/// What stands behind a part, up to the next.
pub(super) fn between<'a>(text: &'a str, parts: &[Part], index: usize) -> &'a str {
    let to = parts.get(index + 1).map_or(text.len(), |part| part.start);
    &text[parts[index].end..to]
}

/// The day that begins at part `at`, if one does.
pub(super) fn date_at(text: &str, parts: &[Part], at: usize) -> Option<Found> {
    let first = parts[at];
    if let Some(number) = first.number {
        let glue = |i: usize| parts.get(at + i + 1).map(|_| between(text, parts, at + i));
        let value = |i: usize| parts.get(at + i).and_then(|part| part.number);
        let width = |i: usize| parts.get(at + i).map_or(0, |part| part.text.len());
        // 2025-05-12, 2025/05/12; not the middle of a longer chain.
        if let (Some(a @ ("-" | "/" | ".")), Some(b), Some(month), Some(day)) =
            (glue(0), glue(1), value(1), value(2))
            && a == b
        {
            if first.text.len() == 4 && width(1) <= 2 && width(2) <= 2 {
                return found(number, month, day, at, at + 3);
            }
            if first.text.len() <= 2 && width(1) <= 2 && width(2) == 4 {
                return found(day, month, number, at, at + 3);
            }
        }
        // 23 tháng 08 năm 2019; 25 tháng 1 2022; 30 tháng 5, 2019; 1 tháng giêng năm 2025
        if first.text.len() <= 2
            && parts.get(at + 1).is_some_and(|part| part.text == "tháng")
            && let Some((month, mut next)) = month_word(parts, at + 2)
        {
            if parts.get(next).is_some_and(|part| part.text == "năm") {
                next += 1;
            }
            if let Some(year) = parts
                .get(next)
                .filter(|part| part.text.len() == 4)
                .and_then(|part| part.number)
            {
                return found(year, month, number, at, next + 1);
            }
        }
        // 12 May 2025; 12-May-25 (RFC 850 and RFC 822 have two digits for the year)
        if first.text.len() <= 2
            && let Some(month) = parts.get(at + 1).and_then(|part| english_month(part.text))
            && let Some(year) = value(2)
            && matches!(width(2), 2 | 4)
        {
            return found(full_year(year, width(2)), month, number, at, at + 3);
        }
        return None;
    }
    // May 12, 2025; Mon May 12 08:30:00 2025 (asctime)
    let month = english_month(first.text)?;
    let day = parts
        .get(at + 1)?
        .number
        .filter(|_| parts[at + 1].text.len() <= 2)?;
    let mut next = at + 2;
    // 12th
    if parts
        .get(next)
        .is_some_and(|part| matches!(part.text, "st" | "nd" | "rd" | "th"))
    {
        next += 1;
    }
    if let Some(year) = parts
        .get(next)
        .filter(|part| part.text.len() == 4)
        .and_then(|part| part.number)
    {
        return found(year, month, day, at, next + 1);
    }
    let year = (next..parts.len().min(next + 5))
        .find(|i| parts[*i].text.len() == 4 && parts[*i].number.is_some_and(|year| year > 1900))?;
    found(parts[year].number?, month, day, at, next)
}

fn found(year: u32, month: u32, day: u32, from: usize, to: usize) -> Option<Found> {
    let date = Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()?;
    // A year like 0203 is no year but a number somebody grouped.
    (date.year() >= 1000).then_some(Found { date, from, to })
}

fn full_year(year: u32, width: usize) -> u32 {
    match (width, year) {
        (2, 0..70) => 2000 + year,
        (2, _) => 1900 + year,
        _ => year,
    }
}

/// The month at part `at` in digits or Vietnamese words, and the part after it.
fn month_word(parts: &[Part], at: usize) -> Option<(u32, usize)> {
    let part = parts.get(at)?;
    if let Some(number) = part.number {
        return (part.text.len() <= 2).then_some((number, at + 1));
    }
    let month = match part.text {
        "giêng" | "một" => 1,
        "hai" => 2,
        "ba" => 3,
        "tư" | "bốn" => 4,
        "năm" => 5,
        "sáu" => 6,
        "bảy" | "bẩy" => 7,
        "tám" => 8,
        "chín" => 9,
        "mười" => {
            return Some(match parts.get(at + 1).map(|part| part.text) {
                Some("một") => (11, at + 2),
                Some("hai") => (12, at + 2),
                _ => (10, at + 1),
            });
        }
        "chạp" => 12,
        _ => return None,
    };
    Some((month, at + 1))
}

fn english_month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = MONTHS.iter().position(|month| {
        *month == word
            || (word.len() >= 3 && month.starts_with(word))
            || (word == "sept" && month.starts_with("sept"))
    })?;
    u32::try_from(at + 1).ok()
}
