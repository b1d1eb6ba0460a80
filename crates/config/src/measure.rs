//! Durations and sizes as people write them: `5s`, `24h`, `10MB`.

use std::{fmt, time::Duration};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::document::with_remedy;

/// A duration of the configuration: a number with `ms`, `s`, `m`, `h` or `d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Period(Duration);

const PERIODS: [(&str, u64); 5] = [
    ("d", 24 * 3600 * 1000),
    ("h", 3600 * 1000),
    ("m", 60 * 1000),
    ("s", 1000),
    ("ms", 1),
];

const PERIOD_REMEDY: &str =
    "write a whole number with ms, s, m, h or d, in quotes: \"5s\", \"10m\", \"24h\", \"7d\"";

/// A size of the configuration, in bytes: a number with `B`, `KB`, `MB`, `GB` (thousands) or `KiB`, `MiB`, `GiB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Size(usize);

const SIZES: [(&str, u64); 7] = [
    ("GiB", 1 << 30),
    ("GB", 1_000_000_000),
    ("MiB", 1 << 20),
    ("MB", 1_000_000),
    ("KiB", 1 << 10),
    ("KB", 1000),
    ("B", 1),
];

const SIZE_REMEDY: &str =
    "write a whole number with B, KB, MB, GB, KiB, MiB or GiB, in quotes: \"10MB\"";

/// The number of smallest units in `text`, with the unit in any case when `any_case` is set.
fn read(text: &str, units: &[(&str, u64)], any_case: bool) -> Option<u64> {
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let unit = unit.trim_start();
    let same = |name: &str| name == unit || (any_case && name.eq_ignore_ascii_case(unit));
    let (_, factor) = units.iter().find(|(name, _)| same(name))?;
    number.parse::<u64>().ok()?.checked_mul(*factor)
}

/// Writes a number of smallest units with the largest unit that leaves a whole number.
fn write(amount: u64, units: &[(&str, u64)], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let smallest = ("", 1);
    let (name, factor) = units
        .iter()
        .filter(|(_, factor)| amount > 0 && amount.is_multiple_of(*factor))
        .max_by_key(|(_, factor)| *factor)
        .or_else(|| units.iter().find(|(_, factor)| *factor == 1))
        .unwrap_or(&smallest);
    write!(f, "{}{name}", amount / factor)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milliseconds = u64::try_from(self.0.as_millis()).unwrap_or(u64::MAX);
        write(milliseconds, &PERIODS, f)
    }
}

impl TryFrom<String> for Period {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        read(&text, &PERIODS, false)
            .map(|milliseconds| Self(Duration::from_millis(milliseconds)))
            .ok_or_else(|| with_remedy(&format!("\"{text}\" is not a duration"), PERIOD_REMEDY))
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self.0 as u64, &SIZES, f)
    }
}

impl TryFrom<String> for Size {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        read(&text, &SIZES, true)
            .and_then(|bytes| usize::try_from(bytes).ok())
            .map(Self)
            .ok_or_else(|| with_remedy(&format!("\"{text}\" is not a size"), SIZE_REMEDY))
    }
}

/// Takes a string; a number without a unit gets the remedy of its kind, not just "expected a string".
struct Words(&'static str);

impl serde::de::Visitor<'_> for Words {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text with a unit")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<String, E> {
        Err(E::custom(with_remedy(
            &format!("{number} has no unit"),
            self.0,
        )))
    }
}

fn words<'de, D: Deserializer<'de>>(
    deserializer: D,
    remedy: &'static str,
) -> Result<String, D::Error> {
    deserializer.deserialize_str(Words(remedy))
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(words(deserializer, PERIOD_REMEDY)?).map_err(serde::de::Error::custom)
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Serde's way for a `Duration` field.
pub(crate) mod duration {
    use super::{Deserialize, Deserializer, Duration, Period, Serialize, Serializer};

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Duration, D::Error> {
        Period::deserialize(deserializer).map(|period| period.0)
    }

    pub(crate) fn serialize<S: Serializer>(
        duration: &Duration,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        Period(*duration).serialize(serializer)
    }
}

/// Serde's way for a list of durations.
pub(crate) mod durations {
    use super::{Deserialize, Deserializer, Duration, Period, Serializer};

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Duration>, D::Error> {
        Ok(Vec::<Period>::deserialize(deserializer)?
            .into_iter()
            .map(|period| period.0)
            .collect())
    }

    pub(crate) fn serialize<S: Serializer>(
        durations: &[Duration],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(durations.iter().copied().map(Period))
    }
}

/// Serde's way for a number of bytes.
pub(crate) mod bytes {
    use super::{Deserializer, SIZE_REMEDY, Serializer, Size, words};

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<usize, D::Error> {
        let size =
            Size::try_from(words(deserializer, SIZE_REMEDY)?).map_err(serde::de::Error::custom)?;
        Ok(size.0)
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes fields by reference"
    )]
    pub(crate) fn serialize<S: Serializer>(
        bytes: &usize,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Size(*bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn period(text: &str, milliseconds: u64, again: &str) {
        let read = Period::try_from(text.to_owned()).unwrap();
        assert_eq!(read.0, Duration::from_millis(milliseconds));
        assert_eq!(read.to_string(), again);
        assert_eq!(Period::try_from(again.to_owned()).unwrap(), read);
    }

    #[test]
    fn durations_are_read_and_written() {
        period("5s", 5000, "5s");
        period("10 m", 600_000, "10m");
        period(" 24h", 86_400_000, "1d");
        period("90m", 5_400_000, "90m");
        period("1500ms", 1500, "1500ms");
        period("0s", 0, "0ms");
    }

    #[track_caller]
    fn size(text: &str, bytes: usize, again: &str) {
        let read = Size::try_from(text.to_owned()).unwrap();
        assert_eq!(read.0, bytes);
        assert_eq!(read.to_string(), again);
        assert_eq!(Size::try_from(again.to_owned()).unwrap(), read);
    }

    #[test]
    fn sizes_are_read_and_written() {
        size("10MB", 10_000_000, "10MB");
        size("64 MiB", 64 << 20, "64MiB");
        size("1kb", 1000, "1KB");
        size("0B", 0, "0B");
        size("123B", 123, "123B");
    }

    #[test]
    fn what_is_neither_is_refused() {
        for bad in [
            "",
            "5",
            "s",
            "-5s",
            "5.5s",
            "5 sec",
            "5M",
            "99999999999999999999s",
            "99999999999999d",
        ] {
            assert!(Period::try_from(bad.to_owned()).is_err(), "{bad}");
        }
        for bad in [
            "",
            "10",
            "MB",
            "-1MB",
            "1.5MB",
            "10 megabytes",
            "99999999999GB",
        ] {
            assert!(Size::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
