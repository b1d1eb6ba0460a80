//! Whether groups of digits are a number of a person, by their form and what stands around them.

use langnghe_vietnamese::fold;

use super::{
    Run, digit,
    words::{ACCOUNT_WORDS, BANKS, IDENTITY_WORDS, UNITS},
};

/// Groups of digits that may be one number, in what stands around them.
pub(super) struct Chain<'a> {
    /// Whether more groups stand before, so that this is no beginning.
    pub(super) joined: bool,
    pub(super) text: &'a str,
    pub(super) runs: &'a [Run],
    pub(super) next: Option<&'a Run>,
    pub(super) before: &'a str,
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

    pub(super) fn phone(&self) -> Option<usize> {
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
    pub(super) fn account(&self) -> Option<usize> {
        is_announced(self.before, ACCOUNT_WORDS).then_some(())?;
        self.whole_account(7)
    }

    /// A number in the same clause as a word for an account, or directly beside a bank's name.
    pub(super) fn beside_bank(&self) -> Option<usize> {
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

    pub(super) fn identity(&self) -> Option<usize> {
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
    pub(super) fn rest_of_phone(&self, count: usize) -> usize {
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
    pub(super) fn announced(&self, words: &[&str], lengths: &[usize]) -> Option<usize> {
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
