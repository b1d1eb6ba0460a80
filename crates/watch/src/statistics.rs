//! What verdicts say of a topic and its terms, and what would mend it.

use langnghe_model::{ArticleText, Exclusion, Topic};
use langnghe_query::Fields;
use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::{CompileError, Example, Matcher, Quality, phrases::Counts, quality};

/// A share with its 95 % interval (Wilson, Journal of the American Statistical Association 22, 1927): right also for
/// few verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Cases that count.
    pub right: u32,
    /// All cases.
    pub all: u32,
    /// The share; 0 when there are no cases.
    pub share: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// The interval of a share.
    pub fn of(right: u32, all: u32) -> Self {
        /// 97.5 % of the normal distribution lie below this.
        const Z: f64 = 1.959_964;
        if all == 0 {
            return Self {
                right,
                all,
                share: 0.0,
                low: 0.0,
                high: 1.0,
            };
        }
        let (n, share) = (f64::from(all), f64::from(right) / f64::from(all));
        let middle = share + Z * Z / (2.0 * n);
        let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
        let whole = 1.0 + Z * Z / n;
        Self {
            right,
            all,
            share,
            low: ((middle - spread) / whole).max(0.0),
            high: ((middle + spread) / whole).min(1.0),
        }
    }
}

/// What verdicts say of one term.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TermStatistics {
    /// The query.
    pub query: String,
    /// Its weight.
    pub weight: i32,
    /// Right ones of the flagged and judged articles that meet it.
    pub precision: Interval,
    /// Wrong flags that would not be there without it.
    pub noise: u32,
    /// Right flags that would not be there without it.
    pub worth: u32,
}

/// What verdicts say of a topic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Noise {
    /// Right ones of the judged articles that it flags.
    pub precision: Interval,
    /// Judged relevant, and not flagged by this wording.
    pub missed: u32,
    /// Each term.
    pub terms: Vec<TermStatistics>,
}

/// Precision of the topic and of each term over judged articles, and which term brings the wrong ones.
///
/// # Errors
/// A query cannot be compiled.
pub fn noise(topic: &Topic, examples: &[Example]) -> Result<Noise, CompileError> {
    let matcher = Matcher::compile(std::slice::from_ref(topic))?;
    let (mut right, mut flagged, mut missed) = (0, 0, 0);
    let mut of_terms = vec![(0_u32, 0_u32, 0_u32, 0_u32); topic.terms.len()];
    for example in examples {
        let Some(outcome) = matcher.outcome(&topic.id, &Fields::of(&example.text)) else {
            continue;
        };
        let relevant = example.grade > 0;
        if !outcome.flagged {
            missed += u32::from(relevant);
            continue;
        }
        flagged += 1;
        right += u32::from(relevant);
        for ((term, met), counts) in topic.terms.iter().zip(&outcome.terms).zip(&mut of_terms) {
            if !met {
                continue;
            }
            let needed = outcome.score.saturating_sub(term.weight) < topic.threshold;
            counts.0 += u32::from(relevant);
            counts.1 += 1;
            counts.2 += u32::from(needed && !relevant);
            counts.3 += u32::from(needed && relevant);
        }
    }
    let terms = topic.terms.iter().zip(of_terms);
    Ok(Noise {
        precision: Interval::of(right, flagged),
        missed,
        terms: terms
            .map(|(term, (right, all, noise, worth))| TermStatistics {
                query: term.query.clone(),
                weight: term.weight,
                precision: Interval::of(right, all),
                noise,
                worth,
            })
            .collect(),
    })
}

/// How many judged articles lie below the threshold, and how many of these are relevant.
///
/// # Errors
/// A query cannot be compiled.
pub fn below(topic: &Topic, examples: &[Example]) -> Result<Interval, CompileError> {
    let matcher = Matcher::compile(std::slice::from_ref(topic))?;
    let (mut right, mut all) = (0, 0);
    for example in examples {
        let outcome = matcher.outcome(&topic.id, &Fields::of(&example.text));
        if outcome.is_some_and(|outcome| !outcome.flagged) {
            all += 1;
            right += u32::from(example.grade > 0);
        }
    }
    Ok(Interval::of(right, all))
}

/// A change that would help, with its measured effect.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Repair {
    /// The change in words.
    pub change: String,
    /// The topic with the change.
    pub topic: Topic,
    /// How it did on the verdicts before.
    pub before: Quality,
    /// And how it does then.
    pub after: Quality,
}

/// Changes of one exclusion or one weight that take out wrong flags and lose no right one, the most helpful first.
///
/// # Errors
/// A query cannot be compiled.
pub fn repairs(
    topic: &Topic,
    examples: &[Example],
    limit: usize,
) -> Result<Vec<Repair>, CompileError> {
    let before = quality(topic, examples)?;
    let mut tried: Vec<(String, Topic)> = Vec::new();
    for (number, term) in topic.terms.iter().enumerate() {
        for less in [1, 2, 3, 5] {
            let weight = term.weight - less;
            if term.weight > 0 && weight > 0 {
                let mut changed = topic.clone();
                changed.terms[number].weight = weight;
                let change = format!(
                    "term {}: weight {} instead of {}",
                    number + 1,
                    weight,
                    term.weight
                );
                tried.push((change, changed));
            }
        }
    }
    for phrase in excluding(topic, examples)? {
        let mut changed = topic.clone();
        let query = format!("\"{phrase}\"");
        let change = format!("[[exclude]] query = '{query}'");
        changed.exclusions.push(Exclusion { query });
        tried.push((change, changed));
    }
    let mut repairs = Vec::new();
    for (change, changed) in tried {
        let after = quality(&changed, examples)?;
        if after.right == before.right && after.flagged < before.flagged {
            repairs.push(Repair {
                change,
                topic: changed,
                before,
                after,
            });
        }
    }
    repairs.sort_by_key(|repair| repair.after.flagged);
    repairs.truncate(limit);
    Ok(repairs)
}

/// Phrases of at least two wrongly flagged articles that stand in no article judged right, those of most first.
fn excluding(topic: &Topic, examples: &[Example]) -> Result<Vec<String>, CompileError> {
    const TRIED: usize = 40;
    let matcher = Matcher::compile(std::slice::from_ref(topic))?;
    let flagged = |example: &&Example| {
        matcher
            .outcome(&topic.id, &Fields::of(&example.text))
            .is_some_and(|outcome| outcome.flagged)
    };
    let texts = |relevant: bool| examples.iter().filter(move |e| (e.grade > 0) == relevant);
    let wrong: Vec<&ArticleText> = texts(false).filter(flagged).map(|e| &e.text).collect();
    let counts = Counts::all(wrong.iter().copied());
    let wanted: FxHashSet<&str> = counts
        .of
        .iter()
        .filter(|(phrase, (with, names))| *with >= 2 && names * 2 < *with && phrase.contains(' '))
        .map(|(phrase, _)| phrase.as_str())
        .collect();
    let right = Counts::only(texts(true).map(|e| &e.text), &wanted);
    let mut phrases: Vec<(u32, &str)> = wanted
        .into_iter()
        .filter(|phrase| right.with(phrase) == 0)
        .map(|phrase| (counts.with(phrase), phrase))
        .collect();
    phrases.sort_by(|a, b| {
        b.0.cmp(&a.0)
            .then_with(|| (a.1.len(), a.1).cmp(&(b.1.len(), b.1)))
    });
    Ok(phrases
        .into_iter()
        .take(TRIED)
        .map(|(_, phrase)| phrase.to_owned())
        .collect())
}
