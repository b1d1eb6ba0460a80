//! How much of what is relevant a topic finds, told by a sample of what it does not flag.
//!
//! Verdicts come from flags, so they say nothing of what was missed. A random sample under the threshold does. It is
//! drawn in strata by score, since relevant articles are dense just under the threshold and rare far below it.

use langnghe_model::{Day, Topic};
use langnghe_places::Mention;
use langnghe_query::Fields;
use serde::Serialize;

use crate::{CompileError, Interval, Matcher, matcher::required_places};

/// How near an article comes to a topic's threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stratum {
    /// It is flagged.
    Flagged,
    /// It has at least half of the score that is needed, or would be flagged but for an exclusion.
    Near,
    /// It has some of it.
    Some,
    /// It has none.
    None,
}

impl Stratum {
    /// All, the nearest first.
    pub const ALL: [Self; 4] = [Self::Flagged, Self::Near, Self::Some, Self::None];

    /// What it is called in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flagged => "flagged",
            Self::Near => "near",
            Self::Some => "some",
            Self::None => "none",
        }
    }
}

/// A topic, ready to tell the stratum of articles.
#[derive(Debug)]
pub struct Strata {
    topic: Topic,
    matcher: Matcher,
}

impl Strata {
    /// Compiles the topic.
    ///
    /// # Errors
    /// A query cannot be compiled.
    pub fn of(topic: &Topic) -> Result<Self, CompileError> {
        Ok(Self {
            topic: topic.clone(),
            matcher: Matcher::compile(std::slice::from_ref(topic))?,
        })
    }

    /// Whether the topic can flag anything of a day that names these places.
    pub fn asks_about(&self, day: Day, mentions: impl FnOnce() -> Vec<Mention>) -> bool {
        let places = || !required_places(&self.topic, &mentions()).is_empty();
        self.topic.validity.holds(day) && (self.topic.places.is_empty() || places())
    }

    /// The stratum of an article by its text alone, without days and places.
    pub fn stratum(&self, fields: &Fields) -> Stratum {
        match self.matcher.outcome(&self.topic.id, fields) {
            Some(outcome) if outcome.flagged => Stratum::Flagged,
            Some(outcome) if outcome.score.saturating_mul(2) >= self.topic.threshold => {
                Stratum::Near
            }
            Some(outcome) if outcome.score > 0 => Stratum::Some,
            _ => Stratum::None,
        }
    }
}

/// What is known of one stratum.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct StratumCount {
    /// Which.
    pub stratum: Stratum,
    /// Its articles.
    pub articles: usize,
    /// How many of them were judged, drawn at random.
    pub judged: u32,
    /// How many of the judged are relevant.
    pub relevant: u32,
}

/// An estimate of recall.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Recall {
    /// Relevant articles among the flagged ones, estimated.
    pub found: f64,
    /// Relevant articles that are not flagged, estimated.
    pub missed: f64,
    /// The share found.
    pub share: f64,
    /// The lower end of the 95 % interval; the true coverage is a little more than 95 %.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Recall from what was judged in each stratum; `None` while a stratum with articles has none judged, or nothing
/// relevant is known.
///
/// The intervals of the strata's shares are Wilson's; sums of them are taken together by the square-and-add method (Zou
/// and Donner, Statistics in Medicine 27, 2008). A stratum that was judged whole is known, without an interval.
pub fn recall(strata: &[StratumCount]) -> Option<Recall> {
    let (mut found, mut missed) = (Total::default(), Total::default());
    for one in strata.iter().filter(|one| one.articles > 0) {
        if one.judged == 0 {
            return None;
        }
        let total = if one.stratum == Stratum::Flagged {
            &mut found
        } else {
            &mut missed
        };
        total.add(one);
    }
    let all = found.sum + missed.sum;
    (all > 0.0).then(|| Recall {
        found: found.sum,
        missed: missed.sum,
        share: found.sum / all,
        low: share(found.low(), missed.high()),
        high: share(found.high(), missed.low()),
    })
}

fn share(found: f64, missed: f64) -> f64 {
    if found + missed > 0.0 {
        found / (found + missed)
    } else {
        0.0
    }
}

/// Relevant articles over several strata, with the squares of how far the sum may be off.
#[derive(Default)]
struct Total {
    sum: f64,
    less: f64,
    more: f64,
}

impl Total {
    fn add(&mut self, one: &StratumCount) {
        let articles = one.articles as f64;
        let share = Interval::of(one.relevant, one.judged);
        self.sum += articles * share.share;
        if (one.judged as usize) < one.articles {
            self.less += (articles * (share.share - share.low)).powi(2);
            self.more += (articles * (share.high - share.share)).powi(2);
        }
    }

    fn low(&self) -> f64 {
        (self.sum - self.less.sqrt()).max(0.0)
    }

    fn high(&self) -> f64 {
        self.sum + self.more.sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(stratum: Stratum, articles: usize, judged: u32, relevant: u32) -> StratumCount {
        StratumCount {
            stratum,
            articles,
            judged,
            relevant,
        }
    }

    #[test]
    fn each_stratum_counts_by_its_size() {
        let told = recall(&[
            count(Stratum::Flagged, 40, 20, 15),
            count(Stratum::Near, 100, 50, 5),
            count(Stratum::None, 1000, 50, 0),
        ])
        .expect("an estimate");
        assert!((told.found - 30.0).abs() < 1e-9);
        assert!((told.missed - 10.0).abs() < 1e-9);
        assert!((told.share - 0.75).abs() < 1e-9);
        // Fifty of a thousand without a relevant one leave room for some seventy.
        assert!(told.low > 0.2 && told.low < 0.4, "{}", told.low);
        assert!(told.high > 0.8 && told.high < 0.95, "{}", told.high);
    }

    #[test]
    fn what_was_judged_whole_is_known() {
        let told = recall(&[
            count(Stratum::Flagged, 8, 8, 6),
            count(Stratum::Near, 4, 4, 2),
        ]);
        let told = told.expect("an estimate");
        assert!((told.low - 0.75).abs() < 1e-9 && (told.high - 0.75).abs() < 1e-9);
    }

    #[test]
    fn a_stratum_nobody_judged_leaves_recall_unknown() {
        assert_eq!(
            recall(&[
                count(Stratum::Flagged, 8, 8, 6),
                count(Stratum::Near, 4, 0, 0),
            ]),
            None
        );
        assert_eq!(recall(&[count(Stratum::None, 100, 10, 0)]), None);
        assert!(
            recall(&[
                count(Stratum::Flagged, 8, 8, 6),
                count(Stratum::Near, 0, 0, 0),
            ])
            .is_some()
        );
    }

    #[test]
    fn the_interval_holds_the_truth_about_as_often_as_it_says() {
        // 200 archives with known numbers, sampled by a small generator (SplitMix64): no part of the estimate is used.
        let mut state = 20_261_125_u64;
        let mut next = move || {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            (mixed ^ (mixed >> 31)) as f64 / u64::MAX as f64
        };
        let truth = [
            (Stratum::Flagged, 60, 0.8, 30),
            (Stratum::Near, 300, 0.1, 60),
            (Stratum::Some, 2000, 0.005, 60),
        ];
        let wanted = 48.0 / (48.0 + 30.0 + 10.0);
        let rounds = 200;
        let mut held = 0;
        for _ in 0..rounds {
            let counts = truth.map(|(stratum, articles, share, judged)| {
                let relevant = (0..judged).filter(|_| next() < share).count() as u32;
                count(stratum, articles, judged, relevant)
            });
            let told = recall(&counts).expect("an estimate");
            held += i32::from(told.low <= wanted && wanted <= told.high);
        }
        assert!(held >= rounds * 93 / 100, "{held} of {rounds}");
    }
}
