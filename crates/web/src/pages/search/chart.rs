//! How many articles there are over time, as bars.

use jiff::civil::Date;
use langnghe_pipeline::search::{Spread, Step, Stretch};

use crate::words;

/// Bars that can be told apart on a telephone.
const BARS: usize = 60;

/// The height of the highest bar.
const HEIGHT: usize = 100;

/// What the page draws.
pub(super) struct Chart {
    /// What a bar stands for: day, week, month or year.
    pub(super) step: &'static str,
    pub(super) first: String,
    pub(super) last: String,
    /// The articles of the highest bar.
    pub(super) most: String,
    /// Its name.
    pub(super) when: String,
    pub(super) width: usize,
    pub(super) bars: Vec<Bar>,
    /// Kept in the links that narrow the answer to a bar.
    pub(super) scope: String,
}

/// One bar. Bars stand ten units apart.
pub(super) struct Bar {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) height: usize,
    pub(super) name: String,
    pub(super) articles: String,
    pub(super) some: bool,
    pub(super) from: Date,
    pub(super) to: Date,
}

/// The chart; `None` where there is only one bar, which says nothing, or a date is so wrong that nothing can be seen.
pub(super) fn chart(spread: &Spread, scope: String) -> Option<Chart> {
    let (step, stretches) = spread.fitting(BARS)?;
    let [first, .., last] = stretches.as_slice() else {
        return None;
    };
    // Of equally high ones the first.
    let highest = stretches.iter().rev().max_by_key(|one| one.articles)?;
    let bars = stretches.iter().enumerate().map(|(at, one)| {
        // What is there is seen, however little.
        let height = match one.articles {
            0 => 0,
            articles => (articles * HEIGHT / highest.articles.max(1)).max(2),
        };
        Bar {
            x: at * 10 + 1,
            y: HEIGHT - height,
            height,
            name: name(step, one),
            articles: words::number(one.articles as u64),
            some: one.articles > 0,
            from: one.from,
            to: one.to,
        }
    });
    Some(Chart {
        step: match step {
            Step::Day => "ngày",
            Step::Week => "tuần",
            Step::Month => "tháng",
            Step::Year => "năm",
        },
        first: name(step, first),
        last: name(step, last),
        most: words::number(highest.articles as u64),
        when: name(step, highest),
        width: stretches.len() * 10,
        bars: bars.collect(),
        scope,
    })
}

/// A stretch as it is said here.
fn name(step: Step, stretch: &Stretch) -> String {
    let from = stretch.from;
    match step {
        Step::Day => words::day(from),
        Step::Week => format!("{} – {}", words::day(from), words::day(stretch.to)),
        Step::Month => from.strftime("tháng %m/%Y").to_string(),
        Step::Year => from.strftime("năm %Y").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use langnghe_pipeline::search::Share;

    use super::*;

    fn spread(days: &[(&str, usize)]) -> Spread {
        let share = |(day, articles): &(&str, usize)| Share {
            id: day.parse().expect("a day"),
            articles: *articles,
        };
        Spread {
            total: 0,
            sources: Vec::new(),
            sections: Vec::new(),
            topics: Vec::new(),
            places: Vec::new(),
            days: days.iter().map(share).collect(),
        }
    }

    #[test]
    fn bars_are_as_high_as_there_are_articles() {
        let days = [("2026-10-01", 1), ("2026-10-03", 200), ("2026-10-04", 100)];
        let chart = chart(&spread(&days), String::new()).expect("four days");
        let heights: Vec<_> = chart.bars.iter().map(|bar| (bar.x, bar.height)).collect();
        assert_eq!(heights, [(1, 2), (11, 0), (21, 100), (31, 50)]);
        assert_eq!(
            (
                chart.step,
                chart.first.as_str(),
                chart.when.as_str(),
                chart.width
            ),
            ("ngày", "01/10/2026", "03/10/2026", 40)
        );
    }

    #[test]
    fn longer_stretches_are_named_as_such() {
        let names = |days: &[(&str, usize)]| {
            let chart = chart(&spread(days), String::new()).expect("some bars");
            (chart.first, chart.last)
        };
        assert_eq!(
            names(&[("2026-01-01", 1), ("2026-06-30", 1)]),
            (
                "29/12/2025 – 04/01/2026".to_owned(),
                "29/06/2026 – 05/07/2026".to_owned()
            )
        );
        assert_eq!(
            names(&[("2023-01-05", 1), ("2026-06-30", 1)]),
            ("tháng 01/2023".to_owned(), "tháng 06/2026".to_owned())
        );
        assert_eq!(
            names(&[("1999-01-05", 1), ("2026-06-30", 1)]),
            ("năm 1999".to_owned(), "năm 2026".to_owned())
        );
    }

    #[test]
    fn one_day_is_no_chart() {
        assert!(chart(&spread(&[("2026-10-01", 5)]), String::new()).is_none());
        assert!(chart(&spread(&[]), String::new()).is_none());
        assert!(
            chart(
                &spread(&[("0001-10-01", 5), ("2026-10-01", 5)]),
                String::new()
            )
            .is_none()
        );
    }
}
