//! Weights of candidates: learnt, and made whole numbers that a person can read.

use super::{MOST_TERMS, candidates::Candidates};
use crate::{
    quality::{Example, Quality},
    solve::{Problem, Solution},
};

/// Steps of the penalty, each four fifths of the one before.
const STEPS: usize = 14;

/// Weights as people write them, by the candidate's number.
pub(super) struct Weighed {
    pub(super) weights: Vec<(usize, i32)>,
    pub(super) threshold: i32,
}

/// Learns weights of candidates.
pub(super) struct Learning<'a> {
    pub(super) examples: &'a [Example],
    /// Which texts are relevant: examples first, then others.
    pub(super) labels: Vec<bool>,
    pub(super) candidates: &'a Candidates,
}

impl Learning<'_> {
    /// How much each text counts. Right and wrong examples weigh the same in sum, as far as three to one; those that
    /// nobody judged together half as much as the judged ones.
    pub(super) fn importance(&self, kept: impl Fn(&Example) -> bool) -> Vec<f64> {
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

    pub(super) fn penalties(&self, importance: &[f64]) -> Vec<f64> {
        let largest = self.problem(importance).largest_penalty();
        (1..=STEPS)
            .map(|step| largest * 0.8_f64.powi(step as i32))
            .collect()
    }

    /// The last solution along the penalties that has not too many terms, and how many steps that took.
    pub(super) fn sparse(&self, importance: &[f64], penalties: &[f64]) -> (Solution, usize) {
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

    pub(super) fn along(&self, importance: &[f64], penalties: &[f64]) -> Solution {
        let problem = self.problem(importance);
        let mut solution = None;
        for penalty in penalties {
            solution = Some(problem.solve(*penalty, solution.as_ref()));
        }
        solution.unwrap_or_else(|| problem.solve(0.0, None))
    }

    /// Whole numbers of a handy size, and the threshold that balances precision and recall best.
    pub(super) fn whole(&self, solution: &Solution, importance: &[f64]) -> Weighed {
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
