//! A topic proposed from judged articles: few phrases with weights that a person can read and change.

mod candidates;
mod learning;

use candidates::Candidates;
use langnghe_model::{ArticleText, Topic};
use learning::Learning;
use serde::Serialize;

use crate::{
    CompileError,
    quality::{Example, Quality, quality},
};

/// Most terms of a proposal.
pub const MOST_TERMS: usize = 40;

/// Parts for the estimate of how the proposal does on unseen articles.
const FOLDS: usize = 5;

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

/// The part that a group of articles belongs to (FNV-1a, the same on every machine).
fn fold_of(group: &str) -> usize {
    let hash = group.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    (hash >> 32) as usize % FOLDS
}
