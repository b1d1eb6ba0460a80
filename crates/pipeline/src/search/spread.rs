//! How the articles that answer a question spread over sources, sections, topics, places and time.

use jiff::{ToSpan, civil::Date};
use langnghe_indexer::Search;
use langnghe_model::{ArticleId, PlaceId, SourceId, TopicId};
use serde::Serialize;

use super::{Question, request};
use crate::{App, PipelineError, blocking::blocking};

/// How the articles that answer a question spread, over all pages of its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spread {
    /// How many articles answer.
    pub total: usize,
    /// Of each source; the most first.
    pub sources: Vec<Share<SourceId>>,
    /// Of each section, by its most frequent name; the most first.
    pub sections: Vec<Share<String>>,
    /// Flagged for each topic; the most first.
    pub topics: Vec<Share<TopicId>>,
    /// That name a place or one inside it; the most first.
    pub places: Vec<Share<PlaceId>>,
    /// Of each local day that has any, in order.
    pub days: Vec<Share<Date>>,
}

/// How many of the articles fall to one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Share<Id> {
    /// The thing.
    pub id: Id,
    /// How many articles.
    pub articles: usize,
}

/// Counts what a question finds.
///
/// # Errors
/// As for [`search`](super::search).
pub async fn spread(
    app: &App,
    index: &(impl Search + Clone + 'static),
    question: &Question,
) -> Result<Spread, PipelineError> {
    let request = request(app, question).await?;
    let mut topics: Vec<TopicId> = Vec::new();
    let mut flagged: Vec<Vec<ArticleId>> = Vec::new();
    for (topic, articles) in app.store.flagged().await? {
        // A topic that was taken out of the configuration cannot be asked for.
        if app.configuration().topic(&topic).is_some() {
            topics.push(topic);
            flagged.push(articles);
        }
    }
    let index = index.clone();
    let facets = blocking(move || index.facets(&request, &flagged)).await?;
    let counts = topics.into_iter().zip(facets.groups);
    let mut topics: Vec<(TopicId, usize)> = counts.filter(|(_, found)| *found > 0).collect();
    topics.sort_by_key(|(_, found)| std::cmp::Reverse(*found));
    Ok(Spread {
        total: facets.total,
        sources: shares(facets.sources),
        sections: shares(facets.sections),
        topics: shares(topics),
        places: shares(facets.places),
        days: shares(facets.days),
    })
}

fn shares<Id>(counts: Vec<(Id, usize)>) -> Vec<Share<Id>> {
    let shares = counts
        .into_iter()
        .map(|(id, articles)| Share { id, articles });
    shares.collect()
}

/// Stretches that articles are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Days.
    Day,
    /// Weeks, from Monday on.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// How many articles there are of one stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// The articles.
    pub articles: usize,
}

/// More stretches than this say nothing to anybody: there is a wrong date, or the step is too short.
pub const MOST_STRETCHES: usize = 5_000;

impl Step {
    /// The first day of the stretch that a day lies in.
    fn first(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                let since = i64::from(day.weekday().to_monday_zero_offset());
                day.saturating_sub(since.days())
            }
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }

    /// The first day of the next stretch; `None` at the end of the years that can be reckoned with.
    fn next(self, first: Date) -> Option<Date> {
        let span = match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Year => 1.year(),
        };
        first.checked_add(span).ok()
    }
}

impl Spread {
    /// The articles by stretches, from the first that has any to the last, with those between that have none; `None` when
    /// these are more than `most`.
    pub fn over_time(&self, step: Step, most: usize) -> Option<Vec<Stretch>> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut next = self.days.first().map(|share| step.first(share.id));
        let last = self.days.last().map(|share| share.id);
        while let Some(from) = next.filter(|from| Some(*from) <= last) {
            if stretches.len() == most {
                return None;
            }
            next = step.next(from);
            let to = next.and_then(|next| next.yesterday().ok());
            stretches.push(Stretch {
                from,
                to: to.unwrap_or(Date::MAX),
                articles: 0,
            });
        }
        let mut at = 0;
        for share in &self.days {
            while stretches
                .get(at)
                .is_some_and(|stretch| stretch.to < share.id)
            {
                at += 1;
            }
            if let Some(stretch) = stretches.get_mut(at) {
                stretch.articles += share.articles;
            }
        }
        Some(stretches)
    }

    /// The same, with the shortest step that makes at most so many stretches.
    pub fn fitting(&self, most: usize) -> Option<(Step, Vec<Stretch>)> {
        [Step::Day, Step::Week, Step::Month, Step::Year]
            .into_iter()
            .find_map(|step| Some((step, self.over_time(step, most)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(days: &[(&str, usize)]) -> Spread {
        let share = |(day, articles): &(&str, usize)| Share {
            id: day.parse().expect("a day"),
            articles: *articles,
        };
        Spread {
            total: days.iter().map(|(_, articles)| articles).sum(),
            sources: Vec::new(),
            sections: Vec::new(),
            topics: Vec::new(),
            places: Vec::new(),
            days: days.iter().map(share).collect(),
        }
    }

    #[track_caller]
    fn check(step: Step, expected: &[(&str, &str, usize)]) {
        let spread = spread(&[("2026-02-27", 2), ("2026-03-02", 1), ("2026-03-03", 4)]);
        let found = spread.over_time(step, 100).expect("few stretches");
        let found: Vec<_> = found
            .iter()
            .map(|one| (one.from.to_string(), one.to.to_string(), one.articles))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(from, to, articles)| ((*from).to_owned(), (*to).to_owned(), *articles))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn stretches_without_articles_stand_there_too() {
        check(
            Step::Day,
            &[
                ("2026-02-27", "2026-02-27", 2),
                ("2026-02-28", "2026-02-28", 0),
                ("2026-03-01", "2026-03-01", 0),
                ("2026-03-02", "2026-03-02", 1),
                ("2026-03-03", "2026-03-03", 4),
            ],
        );
        check(
            Step::Week,
            &[
                ("2026-02-23", "2026-03-01", 2),
                ("2026-03-02", "2026-03-08", 5),
            ],
        );
        check(
            Step::Month,
            &[
                ("2026-02-01", "2026-02-28", 2),
                ("2026-03-01", "2026-03-31", 5),
            ],
        );
        check(Step::Year, &[("2026-01-01", "2026-12-31", 7)]);
    }

    #[test]
    fn the_step_fits_the_room() {
        let fitting = |days: &[(&str, usize)]| {
            let (step, stretches) = spread(days).fitting(60).expect("years always fit here");
            (step, stretches.len())
        };
        assert_eq!(fitting(&[]), (Step::Day, 0));
        assert_eq!(
            fitting(&[("2026-01-01", 1), ("2026-03-01", 1)]),
            (Step::Day, 60)
        );
        assert_eq!(
            fitting(&[("2026-01-01", 1), ("2026-03-02", 1)]),
            (Step::Week, 10)
        );
        assert_eq!(
            fitting(&[("2022-01-01", 1), ("2026-03-02", 1)]),
            (Step::Month, 51)
        );
        assert_eq!(
            fitting(&[("2000-01-01", 1), ("2026-03-02", 1)]),
            (Step::Year, 27)
        );
        assert_eq!(
            spread(&[("0001-01-01", 1), ("2026-03-02", 1)]).fitting(60),
            None
        );
        let end = spread(&[("9999-12-30", 1), ("9999-12-31", 1)]);
        assert_eq!(end.over_time(Step::Week, 9).expect("one").len(), 1);
    }
}
