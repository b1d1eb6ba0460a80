//! What may become a term: the topic's own queries, and phrases of the judged articles.

use langnghe_model::{ArticleText, Exclusion, Term, Topic};
use langnghe_query::Fields;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{FitError, FittedTerm, Proposal, learning::Weighed};
use crate::{
    CompileError, Matcher,
    phrases::{self, Counts, likelihood_ratio},
    quality::{Example, Quality},
};

/// Most phrases that are weighed.
const CANDIDATES: usize = 1200;

/// What may become a term.
pub(super) struct Candidates {
    queries: Vec<String>,
    /// The texts that meet each, ascending: examples first, then others.
    pub(super) texts: Vec<Vec<u32>>,
    /// How dear each is.
    pub(super) dear: Vec<f64>,
    examples: usize,
}

impl Candidates {
    pub(super) fn of(
        topic: &Topic,
        examples: &[Example],
        texts: &[&ArticleText],
    ) -> Result<Self, FitError> {
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
    pub(super) fn score(&self, weights: &[(usize, i32)], at: usize) -> i32 {
        weights
            .iter()
            .filter(|(number, _)| self.texts[*number].binary_search(&(at as u32)).is_ok())
            .map(|(_, weight)| weight)
            .sum()
    }

    pub(super) fn proposal(
        &self,
        topic: &Topic,
        examples: &[Example],
        weighed: &Weighed,
    ) -> Proposal {
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
