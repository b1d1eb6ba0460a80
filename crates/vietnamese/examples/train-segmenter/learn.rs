//! Learning the weights: a semi-Markov conditional random field. Each reading of a run as words has a score, the sum of
//! its features' weights, and the right one is made probable among all of them.

use langnghe_vietnamese::training::{Layout, Lexicon, MOST, Run};

/// In place of a feature.
const NONE: u32 = u32::MAX;

/// A run of the treebank: its features, and where its words really end.
pub(crate) struct Example {
    /// The features of each gap.
    gaps: Vec<Vec<u32>>,
    /// The feature of the word of each start and length; [`NONE`] where none may stand.
    words: Vec<[u32; MOST]>,
    /// Whether a word ends with each token.
    ends: Vec<bool>,
}

impl Example {
    pub(crate) fn of(run: &Run, lexicon: &Lexicon, layout: &Layout, ends: &[bool]) -> Self {
        let gap = |at| {
            let mut features = Vec::new();
            layout.gap(run, lexicon, at, |feature| features.push(feature as u32));
            features
        };
        let word = |start: usize| {
            std::array::from_fn(|length| {
                let end = start + length;
                let is_gold = || {
                    let begins = start == 0 || ends[start - 1];
                    begins && ends[end] && !ends[start..end].contains(&true)
                };
                let may_be = || Layout::may_be_word(run, start, length + 1);
                if end < run.len() && (may_be() || (!ends.is_empty() && is_gold())) {
                    Layout::word(run, start, length + 1) as u32
                } else {
                    NONE
                }
            })
        };
        Self {
            gaps: (1..run.len()).map(|at| gap(at - 1)).collect(),
            words: (0..run.len()).map(word).collect(),
            ends: ends.to_vec(),
        }
    }
}

/// What is expected of a run: how probable it is that a word goes on over each gap, and that each word stands there.
pub(crate) struct Expected {
    pub gaps: Vec<f64>,
    pub words: Vec<[f64; MOST]>,
}

impl Example {
    pub(crate) fn expected(&self, weights: &[f32]) -> Expected {
        let count = self.words.len();
        let weight = |&feature: &u32| f64::from(weights[feature as usize]);
        let sum = |gap: &Vec<u32>| -> f64 { gap.iter().map(weight).sum() };
        let gaps: Vec<f64> = self.gaps.iter().map(sum).collect();
        let score = |start: usize, length: usize| match self.words[start][length - 1] {
            NONE => f64::NEG_INFINITY,
            word => {
                let inside = gaps[start..start + length - 1].iter().sum::<f64>();
                inside + f64::from(weights[word as usize])
            }
        };
        let mut forward = vec![0.0; count + 1];
        for end in 1..=count {
            let sums = (1..=end.min(MOST)).map(|n| forward[end - n] + score(end - n, n));
            forward[end] = log_sum(sums);
        }
        let mut backward = vec![0.0; count + 1];
        for start in (0..count).rev() {
            let sums =
                (1..=(count - start).min(MOST)).map(|n| backward[start + n] + score(start, n));
            backward[start] = log_sum(sums);
        }
        let mut expected = Expected {
            gaps: vec![0.0; gaps.len()],
            words: vec![[0.0; MOST]; count],
        };
        for start in 0..count {
            for length in 1..=(count - start).min(MOST) {
                let log = forward[start] + score(start, length) + backward[start + length];
                let chance = (log - forward[count]).exp();
                expected.words[start][length - 1] = chance;
                for gap in &mut expected.gaps[start..start + length - 1] {
                    *gap += chance;
                }
            }
        }
        expected
    }
}

fn log_sum(terms: impl Iterator<Item = f64> + Clone) -> f64 {
    let most = terms.clone().fold(f64::MIN, f64::max);
    most + terms.map(|term| (term - most).exp()).sum::<f64>().ln()
}

/// Numbers that look random and are the same each time (SplitMix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ mixed >> 31) % limit as u64) as usize
    }
}

/// How to learn.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub rounds: usize,
    pub rate: f32,
    /// What is taken from each weight after a round, as a share of it.
    pub decay: f32,
    /// Begins the numbers that stand for chance.
    pub seed: u64,
}

/// Learns weights: steps along the gradient, shorter for a feature the more it was moved (AdaGrad), and the mean of the
/// weights after each round of the second half.
pub(crate) fn learn(examples: &[Example], weights: usize, plan: Plan) -> Vec<f32> {
    let mut chance = Chance(plan.seed);
    let mut now = vec![0.0_f32; weights];
    let mut moved = vec![0.0_f32; weights];
    let mut sum = vec![0.0_f32; weights];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let kept = plan.rounds / 2;
    for round in 0..plan.rounds {
        for at in (1..order.len()).rev() {
            order.swap(at, chance.below(at + 1));
        }
        for &at in &order {
            let example = &examples[at];
            let expected = example.expected(&now);
            let mut step = |feature: u32, error: f32| {
                let feature = feature as usize;
                moved[feature] += error * error;
                now[feature] += plan.rate * error / (moved[feature].sqrt() + 0.1);
            };
            for (at, gap) in example.gaps.iter().enumerate() {
                let error = f32::from(u8::from(!example.ends[at])) - expected.gaps[at] as f32;
                if error.abs() > 1e-4 {
                    for &feature in gap {
                        step(feature, error);
                    }
                }
            }
            let mut start = 0;
            let mut truth = vec![[0.0_f32; MOST]; example.words.len()];
            for (at, _) in example.ends.iter().enumerate().filter(|(_, end)| **end) {
                if at - start < MOST {
                    truth[start][at - start] = 1.0;
                }
                start = at + 1;
            }
            for (start, (words, truth)) in example.words.iter().zip(&truth).enumerate() {
                let most = (example.words.len() - start).min(MOST);
                let chances = &expected.words[start][..most];
                for ((&feature, &truth), &chance) in words.iter().zip(truth).zip(chances) {
                    let error = truth - chance as f32;
                    if error.abs() > 1e-4 && feature != NONE {
                        step(feature, error);
                    }
                }
            }
        }
        for weight in &mut now {
            *weight *= 1.0 - plan.decay;
        }
        if round >= plan.rounds - kept {
            for (sum, weight) in sum.iter_mut().zip(&now) {
                *sum += weight / kept as f32;
            }
        }
    }
    sum
}
