//! Days as configuration has them, and the stretch between two.

use std::fmt;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::Offset};
use serde::{Deserialize, Deserializer, Serialize, de};

/// Vietnam's time, which has no daylight saving.
const LOCAL: Offset = Offset::constant(7);

/// A day of the configuration (+07:00), written as text: `"2026-05-01"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Day(pub Date);

impl Day {
    /// The local day of a moment.
    pub fn of(at: Timestamp) -> Self {
        Self(LOCAL.to_datetime(at).date())
    }

    /// The moment it begins, and the one at which the next begins; at the ends of the years that can be reckoned with, the
    /// first and the last moment of all.
    pub fn bounds(self) -> (Timestamp, Timestamp) {
        let start = LOCAL
            .to_timestamp(self.0.at(0, 0, 0, 0))
            .unwrap_or(Timestamp::MIN);
        let end = start.checked_add(SignedDuration::from_hours(24));
        (start, end.unwrap_or(Timestamp::MAX))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(|_| {
            de::Error::custom(format!(
                "\"{text}\" is no day: use year, month and day, such as \"2026-05-01\""
            ))
        })
    }
}

/// The days on which something holds, both ends among them; without an end it holds on from there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Validity {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

impl Validity {
    /// Whether it holds on a day.
    pub fn holds(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it holds on every day.
    pub fn is_always(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.until) {
            (None, None) => f.write_str("always"),
            (Some(from), None) => write!(f, "from {from} on"),
            (None, Some(until)) => write!(f, "until {until}"),
            (Some(from), Some(until)) => write!(f, "from {from} until {until}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        serde_json::from_value(text.into()).unwrap()
    }

    #[test]
    fn both_ends_are_among_the_days() {
        let spring = Validity {
            from: Some(day("2027-01-01")),
            until: Some(day("2027-03-31")),
        };
        assert!(spring.holds(day("2027-01-01")) && spring.holds(day("2027-03-31")));
        assert!(!spring.holds(day("2026-12-31")) && !spring.holds(day("2027-04-01")));
        assert!(Validity::default().holds(day("1999-01-01")));
        assert_eq!(spring.to_string(), "from 2027-01-01 until 2027-03-31");
    }

    #[test]
    fn a_day_begins_at_midnight_in_vietnam() {
        let start = "2026-12-31T17:00:00Z".parse().unwrap();
        assert_eq!(Day::of(start), day("2027-01-01"));
        let (first, end) = day("2027-01-01").bounds();
        assert_eq!(first, start);
        assert_eq!(end, "2027-01-01T17:00:00Z".parse().unwrap());
        for far in ["-009999-01-01", "9999-12-31"] {
            let (start, end) = day(far).bounds();
            assert!(start < end, "{far}");
        }
    }
}
