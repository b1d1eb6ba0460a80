//! Headers read leniently: what servers send is not always what the RFC says.

use std::{fmt::Write as _, time::Duration};

use jiff::{Timestamp, civil::DateTime, fmt::strtime, tz::TimeZone};
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

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
    let bytes = headers.get(name)?.as_bytes();
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
    Some(text.trim().to_owned())
}

/// What the server asks to wait (RFC 9110, 10.2.3): seconds, or a date, which is taken relative to the answer's own
/// `Date`, so that neither clock need be right. A date that has passed is no wait.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, &RETRY_AFTER)?;
    let wait = if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than a number holds are a long wait, too.
        value.parse().map_or(LONGEST_WAIT, Duration::from_secs)
    } else {
        let sent = http_date(&text(headers, &DATE)?)?;
        Duration::try_from(http_date(&value)?.duration_since(sent)).unwrap_or_default()
    };
    Some(wait.min(LONGEST_WAIT))
}

fn http_date(value: &str) -> Option<Timestamp> {
    DATE_FORMS.iter().find_map(|form| {
        let parsed: DateTime = strtime::parse(form, value).ok()?.to_datetime().ok()?;
        TimeZone::UTC.to_timestamp(parsed).ok()
    })
}

#[cfg(test)]
mod tests {
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
