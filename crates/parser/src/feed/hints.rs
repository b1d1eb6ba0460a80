//! What a feed says about when to come again. The library knows `ttl` only, so the feed's head is read
//! once more here, up to its first entry, and what stands after the last one.

use std::time::Duration;

use jiff::civil::Weekday;
use quick_xml::{Reader, events::Event};
use serde::{Deserialize, Serialize};

/// When a feed asks its readers to come again, and when not to. What it does not say is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedHints {
    /// How long what was read stays good (`ttl` of RSS 2.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl: Option<Duration>,
    /// How often it changes (`updatePeriod` divided by `updateFrequency` of the syndication module).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub update_every: Option<Duration>,
    /// The hours of the day, 0 to 23 in GMT, in which it does not change; in order, each once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skip_hours: Vec<u8>,
    /// The days, in GMT, on which it does not change; from Monday on, each once.
    #[serde(with = "days", skip_serializing_if = "Vec::is_empty")]
    pub skip_days: Vec<Weekday>,
}

/// The days by their English names, which is how feeds have them.
mod days {
    use jiff::civil::Weekday;
    use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

    const NAMES: [(&str, Weekday); 7] = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];

    /// The day of a name in any case; three letters are enough.
    pub(super) fn named(name: &str) -> Option<Weekday> {
        let name = name.trim().to_ascii_lowercase();
        NAMES
            .iter()
            .find(|(long, _)| name.len() >= 3 && long.starts_with(&*name))
            .map(|(_, day)| *day)
    }

    pub(super) fn serialize<S: Serializer>(days: &[Weekday], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(
            NAMES
                .iter()
                .filter(|(_, day)| days.contains(day))
                .map(|(name, _)| name),
        )
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Vec<Weekday>, D::Error> {
        let names = Vec::<String>::deserialize(from)?;
        names
            .iter()
            .map(|name| {
                named(name).ok_or_else(|| D::Error::custom(format!("\"{name}\" is no weekday")))
            })
            .collect()
    }
}

/// The longest head or tail that is looked at: those of real feeds have one or two kilobytes.
const LONGEST: usize = 64 << 10;

impl FeedHints {
    /// The hints of a feed in XML, mended or not: reading ends where the markup does.
    pub(super) fn of(text: &str) -> Self {
        let mut found = Found::default();
        found.read(&text[..text.floor_char_boundary(LONGEST)]);
        let after = text
            .rfind("</item>")
            .map(|at| at + 7)
            .or_else(|| text.rfind("</entry>").map(|at| at + 8));
        if let Some(after) = after {
            let tail = &text[after..];
            found.read(&tail[..tail.floor_char_boundary(LONGEST)]);
        }
        found.hints()
    }
}

/// The values as they stand; the first of each counts.
#[derive(Default)]
struct Found {
    ttl: Option<String>,
    period: Option<String>,
    frequency: Option<String>,
    hours: Vec<String>,
    days: Vec<String>,
}

impl Found {
    fn read(&mut self, text: &str) {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let mut name = String::new();
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) => {
                    name.clear();
                    name.push_str(start.local_name().as_ref());
                    name.make_ascii_lowercase();
                    if matches!(&*name, "item" | "entry") {
                        return;
                    }
                }
                Ok(Event::End(_)) => name.clear(),
                Ok(Event::Text(value)) => self.take(&name, &value),
                Ok(Event::CData(value)) => self.take(&name, &value),
                Ok(Event::Eof) | Err(_) => return,
                Ok(_) => {}
            }
        }
    }

    fn take(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let one = match name {
            "hour" => return self.hours.push(value.to_owned()),
            "day" => return self.days.push(value.to_owned()),
            "ttl" => &mut self.ttl,
            "updateperiod" => &mut self.period,
            "updatefrequency" => &mut self.frequency,
            _ => return,
        };
        one.get_or_insert_with(|| value.to_owned());
    }

    fn hints(self) -> FeedHints {
        let minutes = |minutes: u32| Duration::from_secs(u64::from(minutes) * 60);
        let above_zero = |text: String| text.parse::<u32>().ok().filter(|number| *number > 0);
        let frequency = self.frequency.and_then(above_zero);
        let hours = |hours: u64| Some(Duration::from_secs(hours * 3_600));
        let period = match self
            .period
            .map(|period| period.to_ascii_lowercase())
            .as_deref()
        {
            Some("hourly") => hours(1),
            Some("daily") => hours(24),
            Some("weekly") => hours(7 * 24),
            Some("monthly") => hours(30 * 24),
            Some("yearly") => hours(365 * 24),
            // The module's default, when a frequency is all that is said.
            None if frequency.is_some() => hours(24),
            _ => None,
        };
        let mut skip_hours: Vec<u8> = self
            .hours
            .iter()
            .filter_map(|hour| hour.parse().ok())
            // RSS 0.91 counts from 1 to 24.
            .filter_map(|hour: u8| (hour <= 24).then_some(hour % 24))
            .collect();
        skip_hours.sort_unstable();
        skip_hours.dedup();
        let mut skip_days: Vec<Weekday> = self
            .days
            .iter()
            .filter_map(|day| days::named(day))
            .collect();
        skip_days.sort_unstable_by_key(|day| day.to_monday_zero_offset());
        skip_days.dedup();
        FeedHints {
            ttl: self.ttl.and_then(above_zero).map(minutes),
            update_every: period.map(|period| period / frequency.unwrap_or(1)),
            skip_hours,
            skip_days,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &FeedHints) {
        assert_eq!(&FeedHints::of(text), expected, "{text}");
    }

    #[test]
    fn the_head_says_when_to_come_again() {
        check(
            "<rss><channel><title>Tin</title><ttl> 30 </ttl><sy:updatePeriod>\n hourly </sy:updatePeriod>
             <sy:updateFrequency>2</sy:updateFrequency><skipHours><hour>23</hour><hour>0</hour><hour>24</hour><hour>61</hour></skipHours>
             <skipDays><day>Sunday</day><day>saturday</day><day>Chủ nhật</day></skipDays><item/></channel></rss>",
            &FeedHints {
                ttl: Some(Duration::from_secs(1_800)),
                update_every: Some(Duration::from_secs(1_800)),
                skip_hours: vec![0, 23],
                skip_days: vec![Weekday::Saturday, Weekday::Sunday],
            },
        );
        check(
            "<feed xmlns:u='http://purl.org/rss/1.0/modules/syndication/'><u:updatePeriod>weekly</u:updatePeriod></feed>",
            &FeedHints {
                update_every: Some(Duration::from_secs(7 * 86_400)),
                ..FeedHints::default()
            },
        );
        check(
            "<rss><channel><item><ttl>5</ttl></item><ttl>0</ttl><sy:updateFrequency>4</sy:updateFrequency></channel></rss>",
            &FeedHints {
                update_every: Some(Duration::from_secs(21_600)),
                ..FeedHints::default()
            },
        );
    }

    #[test]
    fn what_says_nothing_or_nonsense_gives_no_hints() {
        for text in [
            "",
            "{\"items\":[]}",
            "<rss><channel><item><title>a</title><ttl>5</ttl></item></channel></rss>",
            "<rss><channel><ttl>mai</ttl><skipDays><day>x</day><day>s</day></skipDays><sy:updatePeriod>soon</sy:updatePeriod>",
            "<ttl",
        ] {
            check(text, &FeedHints::default());
        }
    }

    #[test]
    fn hints_are_kept_as_json() {
        let hints = FeedHints {
            ttl: Some(Duration::from_secs(60)),
            update_every: None,
            skip_hours: vec![3],
            skip_days: vec![Weekday::Friday],
        };
        let json = serde_json::to_string(&hints).expect("json");
        assert_eq!(
            json,
            r#"{"ttl":{"secs":60,"nanos":0},"skip_hours":[3],"skip_days":["friday"]}"#
        );
        assert_eq!(
            serde_json::from_str::<FeedHints>(&json).expect("hints"),
            hints
        );
        assert_eq!(
            serde_json::from_str::<FeedHints>("{}").expect("hints"),
            FeedHints::default()
        );
    }
}
