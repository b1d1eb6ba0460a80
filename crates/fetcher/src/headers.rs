//! Headers read leniently: what servers send is not always what the RFC says.

use std::{fmt::Write as _, time::Duration};

use jiff::{Timestamp, civil::DateTime, fmt::strtime, tz::TimeZone};
use reqwest::header::{
    AGE, CACHE_CONTROL, DATE, EXPIRES, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER, VARY,
};

/// A longer wait is taken for a mistake; it also keeps callers' sums of times in range.
const LONGEST_WAIT: Duration = Duration::from_secs(30 * 24 * 3600);

/// The three forms of a date that a recipient must understand (RFC 9110, 5.6.7).
const DATE_FORMS: [&str; 3] = [
    "%a, %d %b %Y %H:%M:%S GMT",
    "%A, %d-%b-%y %H:%M:%S GMT",
    "%a %b %e %H:%M:%S %Y",
];

/// A header's value. Bytes that are not UTF-8 are percent-encoded, which is what they mean in a Location and does
/// no harm elsewhere.
pub(crate) fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).map(readable)
}

/// Every header, the ones that came more than once each time.
pub(crate) fn all(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), readable(value)))
        .collect()
}

fn readable(value: &HeaderValue) -> String {
    let bytes = value.as_bytes();
    let text = match str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().fold(String::new(), |mut text, byte| {
            if byte.is_ascii() {
                text.push(*byte as char);
            } else {
                // Writing to a String cannot fail.
                let _ = write!(text, "%{byte:02X}");
            }
            text
        }),
    };
    text.trim().to_owned()
}

/// What the server asks to wait (RFC 9110, 10.2.3): seconds, or a date, which is taken relative to the answer's own
/// `Date`, so that neither clock need be right. A date that has passed is no wait.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, &RETRY_AFTER)?;
    let wait = if let Some(wait) = seconds(&value) {
        wait
    } else {
        let sent = http_date(&text(headers, &DATE)?)?;
        Duration::try_from(http_date(&value)?.duration_since(sent)).unwrap_or_default()
    };
    Some(wait.min(LONGEST_WAIT))
}

/// How long an answer stays fresh from now on (RFC 9111, 4.2.1): by `max-age`, else by `Expires`, less the time it
/// spent in caches on the way (`Age`). Zero when it must be asked about each time, and when what it says cannot be
/// read, as the RFC advises; nothing when it says nothing. `s-maxage` and `private` are for caches of many.
pub(crate) fn fresh_for(headers: &HeaderMap) -> Option<Duration> {
    let directives: Vec<String> = headers
        .get_all(CACHE_CONTROL)
        .iter()
        .flat_map(|value| list(&readable(value)))
        .collect();
    // The form with a list of headers (`no-cache="set-cookie"`) is about these headers only.
    let is = |name: &str| directives.iter().any(|one| one.eq_ignore_ascii_case(name));
    let varies = |value: &HeaderValue| list(&readable(value)).iter().any(|name| name == "*");
    if is("no-store") || is("no-cache") || headers.get_all(VARY).iter().any(varies) {
        return Some(Duration::ZERO);
    }
    let max_age = directives.iter().find_map(|directive| {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        let value = value.trim().trim_matches('"');
        (name.trim().eq_ignore_ascii_case("max-age")).then(|| seconds(value).unwrap_or_default())
    });
    let life = match (max_age, text(headers, &EXPIRES)) {
        (Some(life), _) => life,
        (None, Some(expires)) => match http_date(&expires) {
            // Without the date of the answer nobody can tell, since the clocks need not agree.
            Some(expires) => {
                Duration::try_from(expires.duration_since(http_date(&text(headers, &DATE)?)?))
                    .unwrap_or_default()
            }
            // "0" and the like mean that it has run out (RFC 9111, 5.3).
            None => Duration::ZERO,
        },
        (None, None) => return None,
    };
    let age = text(headers, &AGE)
        .and_then(|age| seconds(list(&age).first()?))
        .unwrap_or_default();
    Some(life.saturating_sub(age).min(LONGEST_WAIT))
}

/// Whole seconds; more digits than a number holds are a long time, too.
fn seconds(value: &str) -> Option<Duration> {
    let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| value.parse().map_or(Duration::MAX, Duration::from_secs))
}

/// The members of a list, without those that are empty. A comma between quotation marks does not part two.
fn list(value: &str) -> Vec<String> {
    let mut quoted = false;
    value
        .split(|c| {
            quoted ^= c == '"';
            c == ',' && !quoted
        })
        .map(|member| member.trim().to_owned())
        .filter(|member| !member.is_empty())
        .collect()
}

fn http_date(value: &str) -> Option<Timestamp> {
    DATE_FORMS.iter().find_map(|form| {
        let parsed: DateTime = strtime::parse(form, value).ok()?.to_datetime().ok()?;
        TimeZone::UTC.to_timestamp(parsed).ok()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reqwest::header::{HeaderValue, LOCATION};

    use super::*;

    #[track_caller]
    fn check(value: &str, date: Option<&str>, expected: Option<u64>) {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_str(value).expect("a header"));
        if let Some(date) = date {
            headers.insert(DATE, HeaderValue::from_str(date).expect("a header"));
        }
        assert_eq!(
            retry_after(&headers),
            expected.map(Duration::from_secs),
            "{value}"
        );
    }

    #[test]
    fn seconds_are_read_and_bounded() {
        check("120", None, Some(120));
        check(" 0 ", None, Some(0));
        check("99999999999999999999999999", None, Some(30 * 24 * 3600));
        check("31536000", None, Some(30 * 24 * 3600));
        for wrong in ["", "-5", "soon", "1.5", "12 s"] {
            check(wrong, Some("Tue, 24 Nov 2026 08:00:00 GMT"), None);
        }
    }

    #[test]
    fn all_forms_of_a_date_are_read_relative_to_the_date_of_the_answer() {
        let sent = Some("Tue, 24 Nov 2026 08:00:00 GMT");
        check("Tue, 24 Nov 2026 08:01:00 GMT", sent, Some(60));
        check("Tuesday, 24-Nov-26 08:02:00 GMT", sent, Some(120));
        check("Tue Nov 24 08:03:00 2026", sent, Some(180));
        check("Sun, 01 Nov 2026 08:00:00 GMT", sent, Some(0));
        check("Fri, 01 Jan 2106 08:00:00 GMT", sent, Some(30 * 24 * 3600));
        check("Tue, 24 Nov 2026 08:01:00 GMT", None, None);
        check("Tue, 24 Nov 2026 25:01:00 GMT", sent, None);
    }

    #[test]
    fn single_digit_days_of_the_old_form_are_read() {
        check(
            "Sun Nov  1 08:00:10 2026",
            Some("Sun, 01 Nov 2026 08:00:00 GMT"),
            Some(10),
        );
    }

    #[track_caller]
    fn check_fresh(lines: &[(&'static str, &str)], expected: Option<u64>) {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            let value = HeaderValue::from_str(value).expect("a header");
            headers.append(HeaderName::from_static(name), value);
        }
        assert_eq!(
            fresh_for(&headers),
            expected.map(Duration::from_secs),
            "{lines:?}"
        );
    }

    #[test]
    fn freshness_is_what_max_age_says_less_the_age() {
        let control = |value, expected| check_fresh(&[("cache-control", value)], expected);
        check_fresh(&[], None);
        control("public, max-age=600", Some(600));
        control("Max-Age = 600 , must-revalidate", Some(600));
        control("max-age=\"600\"", Some(600));
        control("max-age=0", Some(0));
        control("public, s-maxage=600", None);
        control("private", None);
        control("max-age=600, no-cache", Some(0));
        control("max-age=600, No-Store", Some(0));
        control("max-age=600, no-cache=\"set-cookie, x\"", Some(600));
        control("max-age=600, max-age=5", Some(600));
        control("ext=\"no-store, max-age=5\", max-age=600", Some(600));
        control("max-age=99999999999999999999", Some(30 * 24 * 3600));
        for wrong in [
            "max-age=",
            "max-age",
            "max-age=-1",
            "max-age=1.5",
            "max-age=ten",
        ] {
            control(wrong, Some(0));
        }
        let with_age = |age, expected| {
            check_fresh(&[("cache-control", "max-age=600"), ("age", age)], expected);
        };
        with_age("100", Some(500));
        with_age("100, 300", Some(500));
        with_age("600", Some(0));
        with_age("9999999999999999999999", Some(0));
        with_age("-5", Some(600));
        let two_lines = [("cache-control", "public"), ("cache-control", "no-cache")];
        check_fresh(&two_lines, Some(0));
        check_fresh(
            &[("cache-control", "max-age=60"), ("vary", "a, *")],
            Some(0),
        );
        check_fresh(
            &[("cache-control", "max-age=60"), ("vary", "accept")],
            Some(60),
        );
    }

    #[test]
    fn without_max_age_expires_counts_from_the_date_of_the_answer() {
        let sent = ("date", "Tue, 24 Nov 2026 08:00:00 GMT");
        let until = ("expires", "Tue, 24 Nov 2026 08:10:00 GMT");
        check_fresh(&[until, sent], Some(600));
        check_fresh(&[until, sent, ("age", "60")], Some(540));
        check_fresh(&[until, sent, ("cache-control", "max-age=5")], Some(5));
        check_fresh(&[until, sent, ("cache-control", "public")], Some(600));
        check_fresh(
            &[("expires", "Tue, 24 Nov 2026 07:00:00 GMT"), sent],
            Some(0),
        );
        check_fresh(&[("expires", "0"), sent], Some(0));
        check_fresh(&[("expires", "-1")], Some(0));
        check_fresh(&[until], None);
    }

    proptest! {
        #[test]
        fn whatever_stands_there_no_wait_is_longer_than_the_longest(
            control in "(max-age=|no-|[a-z\"=, ]|[0-9]){0,12}",
            date in "[A-Z][a-z]{2}, [0-9]{2} (Jan|Nov|Feb) [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT|\\PC{0,20}",
            other in "[A-Z][a-z]{2}, [0-9]{2} (Jan|Nov|Feb) [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT|[0-9]{0,30}",
        ) {
            let names = [CACHE_CONTROL, DATE, EXPIRES, RETRY_AFTER, AGE];
            let values = [&control, &date, &other, &other, &other];
            for without in 0..=names.len() {
                let mut headers = HeaderMap::new();
                for (number, (name, value)) in names.iter().zip(values).enumerate() {
                    if let Ok(value) = HeaderValue::from_bytes(value.as_bytes())
                        && number != without
                    {
                        headers.append(name, value);
                    }
                }
                let longest = fresh_for(&headers).max(retry_after(&headers));
                prop_assert!(longest <= Some(LONGEST_WAIT), "{headers:?}");
            }
        }
    }

    #[test]
    fn bytes_beyond_ascii_are_kept() {
        let mut headers = HeaderMap::new();
        headers.insert(
            LOCATION,
            HeaderValue::from_bytes("/lễ-hội".as_bytes()).expect("a header"),
        );
        assert_eq!(text(&headers, &LOCATION).as_deref(), Some("/lễ-hội"));
        headers.insert(
            LOCATION,
            HeaderValue::from_bytes(b"/caf\xe9").expect("a header"),
        );
        assert_eq!(text(&headers, &LOCATION).as_deref(), Some("/caf%E9"));
    }
}
