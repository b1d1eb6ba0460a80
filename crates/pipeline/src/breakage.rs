//! The alarm for broken extraction: a source's newest articles beside those of the weeks before.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use langnghe_model::{Breakage, BreakageSign, Extraction, SourceId};
use langnghe_store::Reading;
use langnghe_watch::Interval;

use crate::{App, PipelineError};

/// How far back is looked.
const WEEKS: SignedDuration = SignedDuration::from_hours(5 * 7 * 24);

/// Articles of so long are of now.
const NOW: SignedDuration = SignedDuration::from_hours(3 * 24);

/// A slow source's newest articles are of now even when they are older, as long as they are not older than this.
const SLOW: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The least articles that a figure of now is taken from, and one of before.
const FEW: usize = 8;
const MANY: usize = 20;

/// A share has to fall by this much, and by more than chance allows.
const DROP: f64 = 0.2;

/// What is broken, by source; sources that are read as they were are not in it.
pub(crate) async fn breakages(
    app: &App,
) -> Result<BTreeMap<SourceId, Vec<Breakage>>, PipelineError> {
    let now = app.clock.now();
    let since = now.checked_sub(WEEKS).unwrap_or(Timestamp::MIN);
    let mut by_source: BTreeMap<SourceId, Vec<Reading>> = BTreeMap::new();
    for reading in app.store.readings(since).await? {
        by_source
            .entry(reading.source.clone())
            .or_default()
            .push(reading);
    }
    Ok(by_source
        .into_iter()
        .map(|(source, readings)| (source, judge(&readings, now)))
        .filter(|(_, found)| !found.is_empty())
        .collect())
}

/// What the newest of a source's articles have lost. `readings` are in the order they were seen.
fn judge(readings: &[Reading], now: Timestamp) -> Vec<Breakage> {
    let age = |reading: &Reading| now.duration_since(reading.seen);
    let recent = readings
        .iter()
        .rev()
        .enumerate()
        .take_while(|(number, reading)| {
            age(reading) <= NOW || (*number < FEW && age(reading) <= SLOW)
        })
        .count();
    let (before, recent) = readings.split_at(readings.len() - recent);
    if before.len() < MANY || recent.len() < FEW {
        return Vec::new();
    }
    let mut found = Vec::new();
    let fallen = |sign, has: &dyn Fn(&Reading) -> bool| {
        let share = |readings: &[Reading]| {
            let hits = readings.iter().filter(|one| has(one)).count();
            Interval::of(hits as u32, readings.len() as u32)
        };
        let (was, is) = (share(before), share(recent));
        // Intervals that do not touch: chance alone does that less than once in a hundred times.
        if was.share - is.share < DROP || is.high >= was.low {
            return None;
        }
        let example = recent.iter().rev().find(|one| !has(one))?;
        Some(Breakage {
            sign,
            before: (was.share * 100.0).round() as u64,
            now: (is.share * 100.0).round() as u64,
            articles: recent.len() as u64,
            example: example.url.clone(),
        })
    };
    let from_page = |one: &Reading| {
        matches!(
            one.way,
            Extraction::Selectors | Extraction::Density | Extraction::Library
        )
    };
    // Where the pages give nothing, the selectors give nothing either: that is said once.
    found.extend(fallen(BreakageSign::PageText, &from_page).or_else(|| {
        fallen(BreakageSign::Selectors, &|one| {
            one.way == Extraction::Selectors
        })
    }));
    found.extend(fallen(BreakageSign::Dates, &|one| one.dated));
    // Texts of the feed are short by nature; that they took over is said above.
    if found
        .first()
        .is_none_or(|one| one.sign != BreakageSign::PageText)
    {
        found.extend(length(before, recent));
    }
    found
}

/// Texts much shorter or longer than before: the median halved or tripled, and nearly all on one side of it.
fn length(before: &[Reading], recent: &[Reading]) -> Option<Breakage> {
    let was = median(before)?;
    let is = median(recent)?;
    let beyond = |side: &dyn Fn(u64) -> bool| {
        let count = recent.iter().filter(|one| side(one.length)).count();
        count * 5 >= recent.len() * 4
    };
    let (sign, example) = if is * 2 < was && beyond(&|length| length < was) {
        (
            BreakageSign::Shorter,
            recent.iter().min_by_key(|one| one.length)?,
        )
    } else if is > was * 3 && beyond(&|length| length > was) {
        (
            BreakageSign::Longer,
            recent.iter().max_by_key(|one| one.length)?,
        )
    } else {
        return None;
    };
    Some(Breakage {
        sign,
        before: was,
        now: is,
        articles: recent.len() as u64,
        example: example.url.clone(),
    })
}

fn median(readings: &[Reading]) -> Option<u64> {
    let mut lengths: Vec<u64> = readings.iter().map(|one| one.length).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3600;

    fn now() -> Timestamp {
        "2026-11-25T08:00:00Z".parse().unwrap()
    }

    /// So many articles, the newest so many hours old, one every two hours.
    fn articles(
        count: i64,
        newest: i64,
        way: Extraction,
        length: u64,
        dated: bool,
    ) -> Vec<Reading> {
        (0..count)
            .rev()
            .map(|number| Reading {
                source: "bao-mau".parse().unwrap(),
                url: format!("https://mau.example/{way:?}/{length}/{number}"),
                seen: now() - SignedDuration::from_secs((newest + number * 2) * HOUR),
                way,
                length: length + number.unsigned_abs() % 7,
                dated,
            })
            .collect()
    }

    fn signs(readings: &[Reading]) -> Vec<BreakageSign> {
        judge(readings, now()).iter().map(|one| one.sign).collect()
    }

    fn after_good(recent: Vec<Reading>) -> Vec<Reading> {
        let mut all = articles(100, 80, Extraction::Selectors, 3000, true);
        all.extend(recent);
        all
    }

    #[test]
    fn what_is_read_as_before_raises_nothing() {
        assert_eq!(signs(&[]), []);
        for way in [
            Extraction::Selectors,
            Extraction::Density,
            Extraction::Library,
            Extraction::Feed,
        ] {
            assert_eq!(signs(&articles(300, 0, way, 3000, false)), []);
        }
        let mixed = articles(10, 0, Extraction::Selectors, 2500, true);
        assert_eq!(signs(&after_good(mixed)), []);
    }

    #[test]
    fn selectors_that_find_nothing_any_more_are_told_with_an_example() {
        let readings = after_good(articles(10, 0, Extraction::Library, 3000, true));
        let found = judge(&readings, now());
        assert_eq!(
            found,
            [Breakage {
                sign: BreakageSign::Selectors,
                before: 100,
                now: 0,
                articles: 10,
                example: "https://mau.example/Library/3000/0".to_owned(),
            }]
        );
        assert_eq!(
            found[0].to_string(),
            "0 % of the last 10 texts come by its selectors, 100 % did before; for example https://mau.example/Library/3000/0"
        );
    }

    #[test]
    fn pages_that_give_no_text_are_told_once() {
        let readings = after_good(articles(10, 0, Extraction::Feed, 150, true));
        assert_eq!(signs(&readings), [BreakageSign::PageText]);
    }

    #[test]
    fn missing_dates_and_lengths_are_told() {
        let undated = after_good(articles(10, 0, Extraction::Selectors, 3000, false));
        assert_eq!(signs(&undated), [BreakageSign::Dates]);
        let short = after_good(articles(10, 0, Extraction::Selectors, 900, true));
        assert_eq!(signs(&short), [BreakageSign::Shorter]);
        let long = after_good(articles(10, 0, Extraction::Selectors, 12_000, true));
        assert_eq!(signs(&long), [BreakageSign::Longer]);
    }

    #[test]
    fn a_few_odd_articles_are_no_breakage() {
        let mut recent = articles(20, 0, Extraction::Selectors, 3000, true);
        for reading in recent.iter_mut().take(3) {
            reading.way = Extraction::Feed;
            reading.dated = false;
            reading.length = 100;
        }
        assert_eq!(signs(&after_good(recent)), []);
    }

    #[test]
    fn too_few_articles_are_no_ground_for_a_judgement() {
        let recent = articles(7, 0, Extraction::Feed, 150, false);
        // Of the eight looked at one is from before.
        assert_eq!(
            signs(&after_good(recent.clone()))[..1],
            [BreakageSign::PageText]
        );
        let mut young = articles(19, 80, Extraction::Selectors, 3000, true);
        young.extend(articles(10, 0, Extraction::Feed, 150, false));
        assert_eq!(signs(&young), []);
    }

    #[test]
    fn a_slow_source_is_judged_by_its_last_articles() {
        // Before, one every two hours; then ten in the week before the last three days.
        let mut all = articles(100, 400, Extraction::Selectors, 3000, true);
        all.extend(articles(10, 150, Extraction::Library, 3000, true));
        assert_eq!(signs(&all), [BreakageSign::Selectors]);
    }
}
