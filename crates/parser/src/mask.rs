//! Personal numbers and addresses are masked before any text is kept.
//!
//! Masked are Vietnamese phone numbers (mobile, fixed, with or without +84, the numbers of before 2018,
//! service numbers 1800/1900; plan: Thông tư 22/2014/TT-BTTTT with its changes), identity numbers (9
//! digits on the older paper card, 12 on today's), bank accounts beside a word that says so, and e-mail addresses. Everything else that has digits
//! has to stay: money, counts, years, dates, scores, coordinates, numbers of documents. Where a number
//! could be both, a word before it ("ĐT", "CCCD") or the unit after it ("đồng") decides.

use std::borrow::Cow;

use langnghe_vietnamese::fold;

mod email;

const PHONE: &str = "[số điện thoại]";
const IDENTITY: &str = "[số giấy tờ]";
const EMAIL: &str = "[thư điện tử]";
const ACCOUNT: &str = "[số tài khoản]";

/// Words that announce a phone number, folded.
const PHONE_WORDS: &[&str] = &[
    "dt",
    "sdt",
    "dtdd",
    "dtcd",
    "tel",
    "fax",
    "hotline",
    "zalo",
    "viber",
    "dien thoai",
    "day nong",
    "phone",
    "mobile",
    "lien he",
    "di dong",
    "co dinh",
];

/// Words that announce an identity number, folded.
const IDENTITY_WORDS: &[&str] = &[
    "cmnd",
    "cmtnd",
    "cmt",
    "cccd",
    "can cuoc",
    "can cuoc cong dan",
    "chung minh nhan dan",
    "chung minh thu",
    "chung minh",
    "dinh danh",
    "dinh danh ca nhan",
    "giay to",
    "ho chieu",
];

/// Words that announce a bank account, folded.
const ACCOUNT_WORDS: &[&str] = &["tai khoan", "stk", "tk", "account"];

/// Names of banks, folded: a number beside one is an account.
const BANKS: &[&str] = &[
    "ngan hang",
    "vietcombank",
    "vcb",
    "agribank",
    "bidv",
    "vietinbank",
    "techcombank",
    "tcb",
    "mbbank",
    "mb bank",
    "sacombank",
    "acb",
    "vpbank",
    "tpbank",
    "vib",
    "shb",
    "hdbank",
    "lienvietpostbank",
    "lpbank",
    "msb",
    "eximbank",
    "seabank",
    "ocb",
    "kho bac",
];

/// What follows an amount, folded.
const UNITS: &[&str] = &[
    "dong", "d", "vnd", "usd", "eur", "trieu", "ty", "ti", "nghin", "ngan", "nguoi", "luot", "ha",
    "km", "km2", "m", "m2", "m3", "kg", "tan", "gb", "mb", "euro",
];

/// The text with personal numbers and addresses replaced by what they are, in brackets. Masking a masked
/// text changes nothing.
///
/// ```
/// # use langnghe_parser::mask;
/// assert_eq!(mask("Gọi 0912.345.678 trước 2/9/2026"), "Gọi [số điện thoại] trước 2/9/2026");
/// ```
pub fn mask(text: &str) -> Cow<'_, str> {
    // Most texts have neither seven digits nor an @, which their bytes tell; full-width digits begin with EF.
    let count = |wanted: fn(&u8) -> bool| text.as_bytes().iter().filter(|b| wanted(b)).count();
    let may_have_digits = count(u8::is_ascii_digit) >= 7 || count(|b| *b == 0xEF) > 0;
    let digits = if may_have_digits {
        text.chars().filter(|c| digit(*c).is_some()).take(7).count()
    } else {
        0
    };
    if digits < 7 && !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let mut text = Cow::Borrowed(text);
    // What stood beside a masked number may look different without it.
    for _ in 0..ROUNDS {
        match round(&text) {
            Some(masked) => text = Cow::Owned(masked),
            None => break,
        }
    }
    text
}

/// Two rounds do: a number's neighbours decide over it, not theirs. More would be a fault, and is cut off.
const ROUNDS: usize = 8;

/// A run of digits.
struct Run {
    start: usize,
    end: usize,
    digits: String,
}

/// One pass over the text; `None` when there is nothing to mask.
fn round(text: &str) -> Option<String> {
    let mut spans: Vec<(usize, usize, &str)> = email::spans(text)
        .into_iter()
        .map(|(start, end)| (start, end, EMAIL))
        .collect();
    let runs = runs(text);
    let in_email = |run: &Run| {
        spans
            .iter()
            .any(|(start, end, _)| (*start..*end).contains(&run.start))
    };
    let runs: Vec<Run> = runs.into_iter().filter(|run| !in_email(run)).collect();
    let mut at = 0;
    let mut masked_to = 0;
    while at < runs.len() {
        match number(text, &runs, at, masked_to) {
            Some((count, start, label)) => {
                let last = &runs[at + count - 1];
                spans.push((start, last.end, label));
                masked_to = last.end;
                at += count;
            }
            None => at += 1,
        }
    }
    if spans.is_empty() {
        return None;
    }
    spans.sort_unstable_by_key(|span| span.0);
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (start, end, label) in spans {
        // A number's brackets may reach back to an e-mail before it.
        out.push_str(&text[from..start.max(from)]);
        out.push_str(label);
        from = end;
    }
    out.push_str(&text[from..]);
    Some(out)
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        // Full-width digits come from forms filled in with an East Asian keyboard.
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        _ => None,
    }
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, c) in text.char_indices() {
        let Some(value) = digit(c) else { continue };
        match runs.last_mut() {
            Some(run) if run.end == at => {
                run.digits.push(value);
                run.end += c.len_utf8();
            }
            _ => runs.push(Run {
                start: at,
                end: at + c.len_utf8(),
                digits: value.to_string(),
            }),
        }
    }
    runs
}

/// What stands between two groups of one number: at most three characters, at most one dot or hyphen.
fn is_separator(between: &str) -> bool {
    !between.is_empty()
        && between.chars().count() <= 3
        && between.chars().all(|c| {
            c.is_whitespace() && c != '\n' || matches!(c, '.' | '-' | '‐' | '‑' | '–' | '(' | ')')
        })
        && between
            .chars()
            .filter(|c| matches!(c, '.' | '-' | '‐' | '‑' | '–'))
            .count()
            <= 1
}

/// The number that begins at run `at`: how many runs it takes, where it begins, what it is.
fn number(
    text: &str,
    runs: &[Run],
    at: usize,
    masked_to: usize,
) -> Option<(usize, usize, &'static str)> {
    let first = &runs[at];
    let before = &text[masked_to..first.start];
    // A fraction, or the rest of an amount: 106,7221 or 1.912.345.678.
    if let Some(previous) = at.checked_sub(1).map(|i| &runs[i])
        && previous.end > masked_to
        && matches!(&text[previous.end..first.start], "." | "," | ":")
    {
        return None;
    }
    let mut groups = 1;
    while let Some(next) = runs.get(at + groups)
        && groups < 8
        && is_separator(&text[runs[at + groups - 1].end..next.start])
    {
        groups += 1;
    }
    let joined = at > 0
        && runs[at - 1].end > masked_to
        && is_separator(&text[runs[at - 1].end..first.start]);
    let chain = Chain {
        joined,
        text,
        runs: &runs[at..at + groups],
        next: runs.get(at + groups),
        before,
    };
    let total: usize = chain.runs.iter().map(|run| run.digits.len()).sum();
    if total < 7 {
        return None;
    }
    let start = opening(text, first.start, masked_to);
    chain
        .account()
        .map(|count| (count, first.start, ACCOUNT))
        .or_else(|| chain.phone().map(|count| (count, start, PHONE)))
        .or_else(|| {
            chain
                .beside_bank()
                .map(|count| (count, first.start, ACCOUNT))
        })
        .or_else(|| chain.identity().map(|count| (count, first.start, IDENTITY)))
        .or_else(|| {
            chain
                .announced(PHONE_WORDS, &[7, 8, 9, 10, 11])
                .map(|count| (chain.rest_of_phone(count), start, PHONE))
        })
}

/// The brackets and the plus sign before a phone number go with it.
fn opening(text: &str, start: usize, least: usize) -> usize {
    let mut start = start;
    for (at, c) in text[least..start].char_indices().rev().take(2) {
        if !matches!(c, '+' | '(') {
            break;
        }
        start = least + at;
    }
    start
}

/// Groups of digits that may be one number, in what stands around them.
struct Chain<'a> {
    /// Whether more groups stand before, so that this is no beginning.
    joined: bool,
    text: &'a str,
    runs: &'a [Run],
    next: Option<&'a Run>,
    before: &'a str,
}

impl Chain<'_> {
    fn digits(&self, count: usize) -> String {
        self.runs[..count].iter().map(|run| &*run.digits).collect()
    }

    fn between(&self, index: usize) -> &str {
        &self.text[self.runs[index].end..self.runs[index + 1].start]
    }

    fn after(&self, count: usize) -> &str {
        &self.text[self.runs[count - 1].end..]
    }

    /// Whether the number goes on behind `count` groups, so that they are only its beginning.
    fn goes_on(&self, count: usize) -> bool {
        let next = self.runs.get(count).or(self.next);
        let Some(next) = next else { return false };
        let between = &self.text[self.runs[count - 1].end..next.start];
        matches!(between, "." | ",") && next.digits.len() < 9
    }

    /// 767/KH-UBND, 0123456789/2025: a document.
    fn is_document(&self, count: usize) -> bool {
        let after = self.after(count).strip_prefix('/');
        after.is_some_and(|rest| {
            let number = rest.bytes().take_while(u8::is_ascii_digit).count();
            rest.starts_with(char::is_alphabetic) || (number == 4 && rest.starts_with(['1', '2']))
        })
    }

    fn has_unit(&self, count: usize) -> bool {
        let after = self.after(count);
        let after = after.strip_prefix([' ', '\u{A0}']).unwrap_or(after);
        if after.starts_with(['%', '₫', '$', '€', '°']) {
            return true;
        }
        let word: String = after
            .chars()
            .take_while(|c| c.is_alphanumeric())
            .take(8)
            .collect();
        !word.is_empty() && UNITS.contains(&&*fold(&word))
    }

    /// 09.12.2025, 9-12-2025: a date, and what follows is its time.
    fn is_date(&self) -> bool {
        let [day, month, year, ..] = self.runs else {
            return false;
        };
        let value = |run: &Run| run.digits.parse::<u32>().unwrap_or(u32::MAX);
        day.digits.len() <= 2
            && month.digits.len() <= 2
            && year.digits.len() == 4
            && self.between(0) == self.between(1)
            && (1..=31).contains(&value(day))
            && (1..=12).contains(&value(month))
            && (1900..2100).contains(&value(year))
    }

    fn phone(&self) -> Option<usize> {
        if self.is_date() {
            return None;
        }
        // Part of a name: VN0912345678VN, anh_0912345678.jpg.
        let after = self.after(1);
        let glued = self
            .before
            .ends_with(|c: char| c.is_alphanumeric() || c == '_')
            && (after.starts_with(char::is_alphabetic)
                || [".jp", ".png", ".mp4", ".pdf", ".htm", "_"]
                    .iter()
                    .any(|end| after.starts_with(end)));
        if glued {
            return None;
        }
        self.national().or_else(|| self.service())
    }

    /// A number with a leading 0, 84, +84 or 0084, and nine or ten digits after it.
    fn national(&self) -> Option<usize> {
        let first = &*self.runs[0].digits;
        let plus = self.before.ends_with('+');
        let mut fits: Vec<(usize, usize, char)> = Vec::new();
        for count in 1..=self.runs.len() {
            // A group of one digit is the 3 that landlines got in 2009 (04 3 825 1234), or the (0) of +84 (0).
            if count > 2 && self.runs[count - 1].digits.len() == 1 && count != 3 {
                break;
            }
            let digits = self.digits(count);
            let rest = if let Some(rest) = digits.strip_prefix("0084") {
                rest.strip_prefix('0').unwrap_or(rest)
            } else if digits.starts_with("84") && (plus || self.bare_84(count)) {
                let rest = &digits[2..];
                rest.strip_prefix('0').unwrap_or(rest)
            } else if !plus && first.len() >= 2 && first.starts_with('0') {
                &digits[1..]
            } else {
                return None;
            };
            let Some(lead) = rest.chars().next().filter(|c| *c != '0') else {
                continue;
            };
            if rest.len() > 10 {
                break;
            }
            if rest.len() >= 9
                && !self.goes_on(count)
                && !self.is_document(count)
                && self.is_evenly_set(count)
            {
                fits.push((count, rest.len(), lead));
            }
        }
        // Landlines (02…) and the mobiles of before 2018 (01…) have ten digits after the 0, others nine.
        let (_, _, lead) = *fits.first()?;
        let usual = if matches!(lead, '1' | '2') { 10 } else { 9 };
        let best = fits
            .iter()
            .find(|(_, len, _)| *len == usual)
            .or(fits.first())?;
        Some(best.0)
    }

    /// 84 without a plus counts when it cannot be an amount (84.912.345.678 đồng).
    fn bare_84(&self, count: usize) -> bool {
        let runs = &self.runs[..count];
        let like_amount = count > 1
            && runs[1..].iter().all(|run| run.digits.len() == 3)
            && (0..count - 1).all(|i| self.between(i) == ".");
        !like_amount && !self.has_unit(count)
    }

    /// Groups of two are set with one kind of separator; 25-21 09-11 is a score.
    fn is_evenly_set(&self, count: usize) -> bool {
        let pairs = count > 3 && self.runs[..count].iter().all(|run| run.digits.len() == 2);
        !pairs || (1..count - 1).all(|i| self.between(i) == self.between(0))
    }

    /// 1800 and 1900 numbers: 8 or 10 digits. Two years in a row are not one.
    fn service(&self) -> Option<usize> {
        let first = &*self.runs[0].digits;
        if !first.starts_with("1800") && !first.starts_with("1900") {
            return None;
        }
        // The longest that fits: 1900 54 54 26 is not 1900 54 54.
        (1..=self.runs.len().min(4)).rev().find(|&count| {
            let sizes: Vec<usize> = self.runs[..count]
                .iter()
                .map(|run| run.digits.len())
                .collect();
            let shaped = matches!(
                sizes[..],
                [8 | 10] | [4, 4 | 6] | [4, 2 | 4, 2] | [4, 3, 3] | [4, 2, 2, 2]
            );
            let year = sizes[..2.min(sizes.len())] == [4, 4]
                && matches!(&self.runs[1].digits[..2], "18" | "19" | "20" | "21");
            shaped
                && (0..count - 1).all(|i| matches!(self.between(i), " " | "\u{A0}" | "."))
                && !year
                && !self.has_unit(count)
                && !self.goes_on(count)
                && !self.is_document(count)
        })
    }

    /// All groups, when they can be an account's number (banks here use 6 to 19 digits) and are no amount.
    fn whole_account(&self, least: usize) -> Option<usize> {
        let count = self.runs.len();
        let total: usize = self.runs.iter().map(|run| run.digits.len()).sum();
        let first = &*self.runs[0].digits;
        let like_amount = count > 1
            && first.len() <= 3
            && !first.starts_with('0')
            && self.runs[1..].iter().all(|run| run.digits.len() == 3)
            && (0..count - 1).all(|i| matches!(self.between(i), "." | " "));
        let fits = (least..=19).contains(&total)
            && !like_amount
            && !self.goes_on(count)
            && !self.has_unit(count)
            && !self.is_document(count)
            && !self.is_date()
            && !self.joined;
        fits.then_some(count)
    }

    /// A number right after "số tài khoản", "STK:".
    fn account(&self) -> Option<usize> {
        is_announced(self.before, ACCOUNT_WORDS).then_some(())?;
        self.whole_account(7)
    }

    /// A number in the same clause as a word for an account, or directly beside a bank's name.
    fn beside_bank(&self) -> Option<usize> {
        let count = self.whole_account(8)?;
        let clause = |c: char| matches!(c, '.' | '!' | '?' | ';' | '\n') || digit(c).is_some();
        let from = self
            .before
            .char_indices()
            .rev()
            .nth(50)
            .map_or(0, |(at, _)| at);
        let near = self.before[from..]
            .rsplit(clause)
            .next()
            .unwrap_or_default();
        let before = format!(
            " {} ",
            fold(near).replace([':', '(', ')', ',', '-', '–', '/', '"'], " ")
        );
        let holds = |text: &str, words: &[&str]| {
            words.iter().any(|word| text.contains(&format!(" {word} ")))
        };
        if holds(&before, &["tai khoan", "stk"]) || is_announced(self.before, BANKS) {
            return Some(count);
        }
        let after: String = self.after(count).chars().take(24).collect();
        let after = fold(&after);
        let after = after.trim_start_matches(|c: char| !c.is_alphanumeric());
        let after = ["mo tai ", "tai ", "cua ", "thuoc "]
            .iter()
            .find_map(|word| after.strip_prefix(word))
            .unwrap_or(after);
        BANKS
            .iter()
            .any(|bank| {
                after
                    .strip_prefix(bank)
                    .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
            })
            .then_some(count)
    }

    fn identity(&self) -> Option<usize> {
        // Twelve digits set with one kind of separator, before nine of them are taken for an old card's.
        let twelve = self.announced(IDENTITY_WORDS, &[12]).filter(|count| {
            (1..count.saturating_sub(1)).all(|i| self.between(i) == self.between(0))
        });
        if let Some(count) = twelve.or_else(|| self.announced(IDENTITY_WORDS, &[9, 12])) {
            return Some(count);
        }
        let first = &*self.runs[0].digits;
        let code = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '=' | '#');
        if self.before.ends_with(code) {
            return None;
        }
        let sizes: Vec<usize> = self.runs.iter().map(|run| run.digits.len()).collect();
        let count = match sizes[..] {
            [9 | 12, ..] => 1,
            _ if self.joined => return None,
            // No amount begins with 0, so 001 099 012 345 is no amount.
            [3, 9] if first.starts_with('0') => 2,
            [3, 3, 3 | 6] | [3, 3, 3, 3] | [4, 4, 4] if first.starts_with('0') => sizes.len(),
            _ => return None,
        };
        let after = self.after(count);
        let stays = self.goes_on(count)
            || self.is_document(count)
            || self.has_unit(count)
            || after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '_'))
            || [".htm", ".jpg", ".png", ".pdf", ".mp4"]
                .iter()
                .any(|end| after.starts_with(end));
        (!stays).then_some(count)
    }

    /// An announced number may be foreign, and longer than it seemed (E.164 allows 15 digits with the
    /// country's): further groups of three and more go with it.
    fn rest_of_phone(&self, count: usize) -> usize {
        let mut count = count;
        while let Some(next) = self.runs.get(count) {
            let total: usize = self.runs[..=count].iter().map(|run| run.digits.len()).sum();
            let close = matches!(self.between(count - 1), " " | "." | "-" | "\u{A0}");
            if next.digits.len() < 3 || total > 15 || !close || self.has_unit(count + 1) {
                break;
            }
            count += 1;
        }
        count
    }

    /// Groups that make a number of one of these lengths after a word that announces it.
    fn announced(&self, words: &[&str], lengths: &[usize]) -> Option<usize> {
        let mut total = 0;
        let count = self.runs.iter().enumerate().find_map(|(i, run)| {
            total += run.digits.len();
            (lengths.contains(&total) && !self.goes_on(i + 1)).then_some(i + 1)
        })?;
        let stays = self.has_unit(count) || self.is_document(count) || self.is_date();
        (!stays && is_announced(self.before, words)).then_some(count)
    }
}

/// Whether the text ends with one of the words, and perhaps "số", "là" or a colon after it.
fn is_announced(before: &str, words: &[&str]) -> bool {
    let from = before.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    let tail = fold(&before[from..]);
    let mut tail = &*tail;
    loop {
        let trimmed = tail.trim_end_matches(|c: char| {
            c.is_whitespace() || matches!(c, ':' | '.' | '(' | '-' | '–' | '+')
        });
        let trimmed = ["so", "la", "no", "s"]
            .iter()
            .find_map(|word| {
                trimmed
                    .strip_suffix(word)
                    .filter(|rest| rest.ends_with(char::is_whitespace))
            })
            .unwrap_or(trimmed);
        if trimmed.len() == tail.len() {
            break;
        }
        tail = trimmed;
    }
    words.iter().any(|word| {
        tail.strip_suffix(word)
            .is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod table;
#[cfg(test)]
mod tests;
