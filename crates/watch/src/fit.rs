//! A topic proposed from judged articles: few phrases with weights that a person can read and change.

use langnghe_model::{ArticleText, Exclusion, Term, Topic};
use langnghe_query::Fields;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::{
    CompileError, Matcher,
    phrases::{self, Counts, likelihood_ratio},
    solve::{Problem, Solution},
};

/// Most terms of a proposal.
pub const MOST_TERMS: usize = 40;

/// Most phrases that are weighed.
const CANDIDATES: usize = 1200;

/// Parts for the estimate of how the proposal does on unseen articles.
const FOLDS: usize = 5;

/// Steps of the penalty, each four fifths of the one before.
const STEPS: usize = 14;

/// A judged article.
#[derive(Debug, Clone)]
pub struct Example {
    /// What explains a weight: the article's address or id.
    pub name: String,
    /// Articles about one event: they are kept together when the estimate for unseen ones is made.
    pub group: String,
    /// 2: about the topic, 1: partly, 0: not.
    pub grade: u8,
    /// Its text.
    pub text: ArticleText,
}

/// Why nothing can be proposed.
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// Too few judged articles.
    #[error(
        "{relevant} articles judged relevant and {irrelevant} not: at least {least} of each are needed; judge more flags with \"langnghe flags verdict\""
    )]
    TooFew {
        /// Judged relevant.
        relevant: usize,
        /// Judged not relevant.
        irrelevant: usize,
        /// Needed of each.
        least: usize,
    },
    /// Nothing tells the two kinds apart.
    #[error("no phrase tells the relevant articles from the others; judge more articles")]
    NothingTells,
    /// The topic itself cannot be compiled.
    #[error(transparent)]
    Topic(#[from] CompileError),
}

/// How many articles a topic gets right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Quality {
    /// Judged articles that it flags.
    pub flagged: u32,
    /// Those of grade 1 or 2 among them.
    pub right: u32,
    /// Articles of grade 2.
    pub relevant: u32,
    /// Those of them that it flags.
    pub found: u32,
}

impl Quality {
    fn add(&mut self, grade: u8, flagged: bool) {
        self.flagged += u32::from(flagged);
        self.right += u32::from(flagged && grade > 0);
        self.relevant += u32::from(grade > 1);
        self.found += u32::from(flagged && grade > 1);
    }

    /// The share of flagged articles that are right; 1 when none is flagged.
    pub fn precision(self) -> f64 {
        share(self.right, self.flagged)
    }

    /// The share of clearly relevant articles that are flagged.
    pub fn recall(self) -> f64 {
        share(self.found, self.relevant)
    }

    fn balance(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if self.flagged == 0 || precision + recall == 0.0 {
            return 0.0;
        }
        2.0 * precision * recall / (precision + recall)
    }
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 {
        1.0
    } else {
        f64::from(part) / f64::from(whole)
    }
}

/// A query of the proposal, with the articles behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FittedTerm {
    /// The query.
    pub query: String,
    /// Its weight.
    pub weight: i32,
    /// Judged articles of grade 1 or 2 that meet it.
    pub relevant: u32,
    /// Judged articles of grade 0 that meet it.
    pub irrelevant: u32,
    /// Other articles that meet it.
    pub others: u32,
    /// Some of the judged articles that speak for the weight.
    pub behind: Vec<String>,
}

/// A proposed topic.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Proposal {
    /// The topic, for the matcher.
    pub topic: Topic,
    /// Its terms, the heaviest first.
    pub terms: Vec<FittedTerm>,
    /// Its exclusions.
    pub exclusions: Vec<FittedTerm>,
    /// How the topic does as it is, on the judged articles.
    pub before: Quality,
    /// How the proposal does on the articles it was made from.
    pub training: Quality,
    /// How proposals made in the same way do on judged articles that were kept from them.
    pub unseen: Quality,
}

/// Proposes terms, weights, exclusions and a threshold for a topic. Its own queries are weighed beside phrases of the
/// judged articles; `others` are articles that nobody judged, most of which have nothing to do with the topic.
/// Name, owner, places and the like stay as they are.
///
/// # Errors
/// Too few judged articles, or nothing tells them apart.
pub fn fit(
    topic: &Topic,
    examples: &[Example],
    others: &[ArticleText],
) -> Result<Proposal, FitError> {
    const LEAST: usize = 3;
    let relevant = examples.iter().filter(|example| example.grade > 0).count();
    let irrelevant = examples.len() - relevant;
    if relevant < LEAST || irrelevant < LEAST {
        return Err(FitError::TooFew {
            relevant,
            irrelevant,
            least: LEAST,
        });
    }
    let texts: Vec<&ArticleText> = examples
        .iter()
        .map(|example| &example.text)
        .chain(others)
        .collect();
    let candidates = Candidates::of(topic, examples, &texts)?;
    let learning = Learning {
        examples,
        labels: texts
            .iter()
            .enumerate()
            .map(|(at, _)| examples.get(at).is_some_and(|example| example.grade > 0))
            .collect(),
        candidates: &candidates,
    };
    let everything = learning.importance(|_| true);
    let penalties = learning.penalties(&everything);
    let (solution, steps) = learning.sparse(&everything, &penalties);
    let weighed = learning.whole(&solution, &everything);
    if weighed.weights.iter().all(|(_, weight)| *weight <= 0) {
        return Err(FitError::NothingTells);
    }
    let mut unseen = Quality::default();
    for fold in 0..FOLDS {
        let kept = learning.importance(|example| fold_of(&example.group) != fold);
        let solution = learning.along(&kept, &penalties[..steps]);
        let weighed = learning.whole(&solution, &kept);
        for (at, example) in examples.iter().enumerate() {
            if fold_of(&example.group) == fold {
                unseen.add(
                    example.grade,
                    candidates.score(&weighed.weights, at) >= weighed.threshold,
                );
            }
        }
    }
    let mut proposal = candidates.proposal(topic, examples, &weighed);
    proposal.unseen = unseen;
    proposal.before = quality(topic, examples)?;
    proposal.training = quality(&proposal.topic, examples)?;
    Ok(proposal)
}

/// How a topic does on judged articles, its place condition apart.
///
/// # Errors
/// A query cannot be compiled.
pub fn quality(topic: &Topic, examples: &[Example]) -> Result<Quality, CompileError> {
    let matcher = Matcher::compile(std::slice::from_ref(topic))?;
    let mut quality = Quality::default();
    for example in examples {
        let outcome = matcher.outcome(&topic.id, &Fields::of(&example.text));
        quality.add(
            example.grade,
            outcome.is_some_and(|outcome| outcome.flagged),
        );
    }
    Ok(quality)
}

/// The part that a group of articles belongs to (FNV-1a, the same on every machine).
fn fold_of(group: &str) -> usize {
    let hash = group.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    (hash >> 32) as usize % FOLDS
}

/// What may become a term.
struct Candidates {
    queries: Vec<String>,
    /// The texts that meet each, ascending: examples first, then others.
    texts: Vec<Vec<u32>>,
    /// How dear each is.
    dear: Vec<f64>,
    examples: usize,
}

impl Candidates {
    fn of(topic: &Topic, examples: &[Example], texts: &[&ArticleText]) -> Result<Self, FitError> {
        let mut candidates = Self {
            queries: Vec::new(),
            texts: Vec::new(),
            dear: Vec::new(),
            examples: examples.len(),
        };
        candidates.add_queries(topic, texts)?;
        candidates.add_phrases(examples, texts);
        Ok(candidates)
    }

    /// The topic's own queries: a person chose them, so they cost half.
    fn add_queries(&mut self, topic: &Topic, texts: &[&ArticleText]) -> Result<(), CompileError> {
        let matcher = Matcher::compile(std::slice::from_ref(topic))?;
        let mut met = vec![Vec::new(); topic.terms.len()];
        for (at, text) in texts.iter().enumerate() {
            let Some(outcome) = matcher.outcome(&topic.id, &Fields::of(text)) else {
                continue;
            };
            for (met, is_met) in met.iter_mut().zip(outcome.terms) {
                if is_met {
                    met.push(at as u32);
                }
            }
        }
        for (term, met) in topic.terms.iter().zip(met) {
            if !met.is_empty() {
                self.queries.push(term.query.clone());
                self.texts.push(met);
                self.dear.push(0.5);
            }
        }
        Ok(())
    }

    fn add_phrases(&mut self, examples: &[Example], texts: &[&ArticleText]) {
        let of_kind = |relevant: bool| {
            let kind = examples.iter().filter(move |e| (e.grade > 0) == relevant);
            Counts::all(kind.map(|example| &example.text))
        };
        let (relevant, irrelevant) = (of_kind(true), of_kind(false));
        let telling = |counts: &Counts, least: u32| -> Vec<String> {
            let kept = counts
                .of
                .iter()
                .filter(|(_, (with, names))| *with >= least && names * 2 < *with);
            kept.map(|(phrase, _)| phrase.clone()).collect()
        };
        let wanted: FxHashSet<String> = telling(&relevant, 2)
            .into_iter()
            .chain(telling(&irrelevant, 4))
            .collect();
        // Each phrase anywhere, and in the headline.
        let mut met: FxHashMap<&str, (Vec<u32>, Vec<u32>)> = FxHashMap::default();
        for (at, text) in texts.iter().enumerate() {
            phrases::of_text(text, |phrase, title, _| {
                if let Some(phrase) = wanted.get(phrase) {
                    let (anywhere, titles) = met.entry(phrase).or_default();
                    anywhere.push(at as u32);
                    if title {
                        titles.push(at as u32);
                    }
                }
            });
        }
        let right: Vec<bool> = examples.iter().map(|example| example.grade > 0).collect();
        let all_right = f64::from(relevant.texts);
        let all_wrong = (texts.len() as f64 - all_right).max(1.0);
        let mut scored: Vec<(f64, String, Vec<u32>, f64)> = Vec::new();
        for (phrase, (anywhere, titles)) in met {
            let syllables = phrase.split(' ').count();
            // One syllable means many things, four are seldom said again in the same way.
            let dear = [1.6, 1.0, 1.05, 1.2][syllables.clamp(1, 4) - 1];
            for (query, met, dear) in [
                (format!("\"{phrase}\""), anywhere, dear),
                (format!("title:\"{phrase}\""), titles, dear * 1.1),
            ] {
                let with_right = met
                    .iter()
                    .filter(|at| right.get(**at as usize) == Some(&true))
                    .count() as f64;
                let with_wrong = met.len() as f64 - with_right;
                if met.len() < 2 {
                    continue;
                }
                let ratio = likelihood_ratio(with_right, all_right, with_wrong, all_wrong);
                scored.push((ratio.abs() / dear, query, met, dear));
            }
        }
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        // Of phrases in the very same texts the first is kept.
        let mut seen: FxHashSet<Vec<u32>> = self.texts.iter().cloned().collect();
        for (_, query, met, dear) in scored {
            if self.queries.len() >= CANDIDATES {
                break;
            }
            if !self.queries.contains(&query) && seen.insert(met.clone()) {
                self.queries.push(query);
                self.texts.push(met);
                self.dear.push(dear);
            }
        }
    }

    /// The score of an example.
    fn score(&self, weights: &[(usize, i32)], at: usize) -> i32 {
        weights
            .iter()
            .filter(|(number, _)| self.texts[*number].binary_search(&(at as u32)).is_ok())
            .map(|(_, weight)| weight)
            .sum()
    }

    fn proposal(&self, topic: &Topic, examples: &[Example], weighed: &Weighed) -> Proposal {
        let fitted = |&(number, weight): &(usize, i32)| {
            let of = |relevant: bool| {
                self.texts[number]
                    .iter()
                    .filter_map(|at| examples.get(*at as usize))
                    .filter(move |example| (example.grade > 0) == relevant)
            };
            FittedTerm {
                query: self.queries[number].clone(),
                weight,
                relevant: of(true).count() as u32,
                irrelevant: of(false).count() as u32,
                others: self.texts[number]
                    .iter()
                    .filter(|at| **at as usize >= self.examples)
                    .count() as u32,
                behind: of(weight > 0)
                    .take(3)
                    .map(|example| example.name.clone())
                    .collect(),
            }
        };
        let mut terms: Vec<FittedTerm> = weighed.weights.iter().map(fitted).collect();
        terms.sort_by(|a, b| {
            (b.weight, b.relevant)
                .cmp(&(a.weight, a.relevant))
                .then_with(|| a.query.cmp(&b.query))
        });
        // What takes away as much as the whole threshold and never stood in a relevant article excludes.
        let (exclusions, terms): (Vec<_>, Vec<_>) = terms
            .into_iter()
            .partition(|term| term.weight <= -weighed.threshold && term.relevant == 0);
        let mut kept: Vec<Exclusion> = topic.exclusions.clone();
        kept.extend(exclusions.iter().map(|term| Exclusion {
            query: term.query.clone(),
        }));
        Proposal {
            topic: Topic {
                threshold: weighed.threshold,
                terms: terms
                    .iter()
                    .map(|term| Term {
                        query: term.query.clone(),
                        weight: term.weight,
                    })
                    .collect(),
                exclusions: kept,
                ..topic.clone()
            },
            terms,
            exclusions,
            before: Quality::default(),
            training: Quality::default(),
            unseen: Quality::default(),
        }
    }
}

/// Weights as people write them, by the candidate's number.
struct Weighed {
    weights: Vec<(usize, i32)>,
    threshold: i32,
}

struct Learning<'a> {
    examples: &'a [Example],
    labels: Vec<bool>,
    candidates: &'a Candidates,
}

impl Learning<'_> {
    /// How much each text counts. Right and wrong examples weigh the same in sum, as far as three to one; those that
    /// nobody judged together half as much as the judged ones.
    fn importance(&self, kept: impl Fn(&Example) -> bool) -> Vec<f64> {
        let raw: Vec<f64> = self
            .examples
            .iter()
            .map(|example| match (kept(example), example.grade) {
                (false, _) => 0.0,
                (true, 1) => 0.5,
                (true, _) => 1.0,
            })
            .collect();
        let sum = |right: bool| -> f64 {
            let of = raw.iter().zip(&self.labels);
            of.filter(|(_, label)| **label == right)
                .map(|(raw, _)| raw)
                .sum::<f64>()
                .max(1.0)
        };
        let lift = (sum(false) / sum(true)).clamp(1.0, 3.0);
        let unjudged = self.labels.len() - self.examples.len();
        let of_other = 0.5 * (sum(false) + sum(true)) / (unjudged as f64).max(1.0);
        self.labels
            .iter()
            .enumerate()
            .map(|(at, right)| match raw.get(at) {
                Some(raw) if *right => raw * lift,
                Some(raw) => *raw,
                None => of_other.min(1.0),
            })
            .collect()
    }

    fn problem<'p>(&'p self, importance: &'p [f64]) -> Problem<'p> {
        Problem {
            labels: &self.labels,
            importance,
            features: &self.candidates.texts,
            dear: &self.candidates.dear,
        }
    }

    fn penalties(&self, importance: &[f64]) -> Vec<f64> {
        let largest = self.problem(importance).largest_penalty();
        (1..=STEPS)
            .map(|step| largest * 0.8_f64.powi(step as i32))
            .collect()
    }

    /// The last solution along the penalties that has not too many terms, and how many steps that took.
    fn sparse(&self, importance: &[f64], penalties: &[f64]) -> (Solution, usize) {
        let problem = self.problem(importance);
        let mut best = problem.solve(penalties[0], None);
        let mut steps = 1;
        for penalty in &penalties[1..] {
            let next = problem.solve(*penalty, Some(&best));
            if next.weights.iter().filter(|weight| **weight != 0.0).count() > MOST_TERMS {
                break;
            }
            best = next;
            steps += 1;
        }
        (best, steps)
    }

    fn along(&self, importance: &[f64], penalties: &[f64]) -> Solution {
        let problem = self.problem(importance);
        let mut solution = None;
        for penalty in penalties {
            solution = Some(problem.solve(*penalty, solution.as_ref()));
        }
        solution.unwrap_or_else(|| problem.solve(0.0, None))
    }

    /// Whole numbers of a handy size, and the threshold that balances precision and recall best.
    fn whole(&self, solution: &Solution, importance: &[f64]) -> Weighed {
        const USUAL: i32 = 10;
        let largest = solution
            .weights
            .iter()
            .fold(0.0_f64, |most, w| most.max(w.abs()));
        let scale = if solution.constant < 0.0 {
            f64::from(USUAL) / -solution.constant
        } else {
            f64::from(USUAL) / largest.max(1e-9)
        };
        let scale = scale.min(30.0 / largest.max(1e-9));
        let weights: Vec<(usize, i32)> = solution
            .weights
            .iter()
            .enumerate()
            .map(|(number, weight)| (number, (weight * scale).round() as i32))
            .filter(|(_, weight)| *weight != 0)
            .collect();
        let scores: Vec<(i32, u8)> = self
            .examples
            .iter()
            .enumerate()
            .filter(|(at, _)| importance[*at] > 0.0)
            .map(|(at, example)| (self.candidates.score(&weights, at), example.grade))
            .collect();
        let most: i32 = weights.iter().map(|(_, weight)| (*weight).max(0)).sum();
        let threshold = (1..=most.clamp(1, 40))
            .map(|threshold| {
                let mut quality = Quality::default();
                for &(score, grade) in &scores {
                    quality.add(grade, score >= threshold);
                }
                (quality.balance(), threshold)
            })
            .max_by(|a, b| {
                a.0.total_cmp(&b.0)
                    .then_with(|| (b.1 - USUAL).abs().cmp(&(a.1 - USUAL).abs()))
            })
            .map_or(USUAL, |(_, threshold)| threshold);
        Weighed { weights, threshold }
    }
}
