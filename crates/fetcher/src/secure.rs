//! Faults of secure connections, in words that tell whose they are.

use jiff::Timestamp;
use rustls::{CertificateError, Error, pki_types::UnixTime};

/// So many of a certificate's names are told.
const NAMES: usize = 3;

/// Why no secure connection came about.
pub(crate) fn words(error: &Error) -> String {
    let Error::InvalidCertificate(fault) = error else {
        return match error {
            Error::InvalidMessage(_) => "what answers does not speak TLS".to_owned(),
            other => other.to_string(),
        };
    };
    match fault {
        CertificateError::UnknownIssuer => {
            "nobody this machine trusts vouches for its certificate: it may have signed itself, or the server leaves \
             out the authority in between"
                .to_owned()
        }
        CertificateError::NotValidForNameContext {
            expected,
            presented,
        } => format!(
            "its certificate is for {}, not for {}",
            names(presented),
            expected.to_str()
        ),
        CertificateError::ExpiredContext { not_after, .. } => {
            format!("its certificate ran out on {}", day(*not_after))
        }
        CertificateError::NotValidYetContext { not_before, .. } => format!(
            "its certificate is valid only from {} on; is this machine's clock right?",
            day(*not_before)
        ),
        CertificateError::Revoked => "its certificate was revoked".to_owned(),
        other => format!("its certificate is not accepted: {other}"),
    }
}

/// The names of a certificate, which come as `DnsName("bao.example")`.
fn names(presented: &[String]) -> String {
    let bare = |name: &String| {
        let inside = name
            .split_once('(')
            .and_then(|(_, rest)| rest.strip_suffix(')'));
        inside.unwrap_or(name).trim_matches('"').to_owned()
    };
    let told: Vec<String> = presented.iter().take(NAMES).map(bare).collect();
    match presented.len().saturating_sub(NAMES) {
        _ if told.is_empty() => "no name at all".to_owned(),
        0 => told.join(", "),
        more => format!("{} and {more} more", told.join(", ")),
    }
}

fn day(time: UnixTime) -> String {
    let seconds = i64::try_from(time.as_secs()).ok();
    seconds
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .map_or_else(
            || "a day beyond all calendars".to_owned(),
            |time| time.strftime("%Y-%m-%d").to_string(),
        )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rustls::pki_types::ServerName;

    use super::*;

    #[track_caller]
    fn check(fault: CertificateError, expected: &str) {
        assert_eq!(words(&Error::InvalidCertificate(fault)), expected);
    }

    #[test]
    fn faults_of_certificates_are_told_plainly() {
        let at = |seconds| UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        check(
            CertificateError::ExpiredContext {
                time: at(1_795_575_484),
                not_after: at(1_609_459_200),
            },
            "its certificate ran out on 2021-01-01",
        );
        check(
            CertificateError::NotValidYetContext {
                time: at(0),
                not_before: at(1_609_459_200),
            },
            "its certificate is valid only from 2021-01-01 on; is this machine's clock right?",
        );
        check(
            CertificateError::ExpiredContext {
                time: at(0),
                not_after: at(u64::MAX),
            },
            "its certificate ran out on a day beyond all calendars",
        );
        check(CertificateError::Revoked, "its certificate was revoked");
    }

    #[test]
    fn the_names_of_a_certificate_are_told() {
        let check = |presented: &[&str], expected: &str| {
            let fault = CertificateError::NotValidForNameContext {
                expected: ServerName::try_from("tin.example").expect("a name"),
                presented: presented.iter().map(ToString::to_string).collect(),
            };
            let expected = format!("its certificate is for {expected}, not for tin.example");
            check(fault, &expected);
        };
        check(&["DnsName(\"bao.example\")"], "bao.example");
        check(
            &["DnsName(\"a.example\")", "IpAddress(10.0.0.1)"],
            "a.example, 10.0.0.1",
        );
        let many = ["DnsName(\"a.example\")"; 5];
        check(&many, "a.example, a.example, a.example and 2 more");
        check(&[], "no name at all");
        check(&["odd"], "odd");
    }
}
