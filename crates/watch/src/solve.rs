//! Logistic regression with an L1 penalty by coordinate descent: few weights differ from zero, and the answer is the
//! one minimum of a convex function, so that one more example moves it little. (Friedman, Hastie, Tibshirani, Journal
//! of Statistical Software 33(1), 2010.)

/// What is learnt from.
pub(crate) struct Problem<'a> {
    /// Right and wrong ones.
    pub(crate) labels: &'a [bool],
    /// How much each example counts; 0 leaves it out.
    pub(crate) importance: &'a [f64],
    /// The examples that have each feature, ascending.
    pub(crate) features: &'a [Vec<u32>],
    /// How dear each feature is: its share of the penalty.
    pub(crate) dear: &'a [f64],
}

/// Weights and the constant.
#[derive(Debug, Clone)]
pub(crate) struct Solution {
    pub(crate) weights: Vec<f64>,
    pub(crate) constant: f64,
}

/// Passes over all features at most: enough to settle, and a bound on the time.
const PASSES: usize = 200;

/// What changes less than this has settled.
const SETTLED: f64 = 1e-4;

impl Problem<'_> {
    /// The least penalty with which no weight differs from zero.
    pub(crate) fn largest_penalty(&self) -> f64 {
        let right: f64 = self.total(|label| label);
        let all: f64 = self.importance.iter().sum();
        let share = if all > 0.0 { right / all } else { 0.5 };
        self.features
            .iter()
            .zip(self.dear)
            .map(|(examples, dear)| {
                let slope: f64 = examples
                    .iter()
                    .map(|&at| {
                        let at = at as usize;
                        self.importance[at] * (share - f64::from(u8::from(self.labels[at])))
                    })
                    .sum();
                slope.abs() / dear
            })
            .fold(0.0, f64::max)
    }

    fn total(&self, wanted: impl Fn(bool) -> bool) -> f64 {
        let pairs = self.labels.iter().zip(self.importance);
        pairs
            .filter(|(label, _)| wanted(**label))
            .map(|(_, importance)| importance)
            .sum()
    }

    /// Minimises, beginning from another solution.
    pub(crate) fn solve(&self, penalty: f64, from: Option<&Solution>) -> Solution {
        let mut solution = from.cloned().unwrap_or_else(|| Solution {
            weights: vec![0.0; self.features.len()],
            constant: 0.0,
        });
        let mut margins = self.margins(&solution);
        let bounds: Vec<f64> = self
            .features
            .iter()
            .map(|examples| {
                let importance: f64 = examples
                    .iter()
                    .map(|at| self.importance[*at as usize])
                    .sum();
                (importance / 4.0).max(1e-9)
            })
            .collect();
        let all: f64 = self.importance.iter().sum();
        let error = |at: usize, margin: f64| {
            let probability = 1.0 / (1.0 + (-margin).exp());
            self.importance[at] * (probability - f64::from(u8::from(self.labels[at])))
        };
        // After a pass over all features only those in use are looked at until they settle.
        let mut every = true;
        for _ in 0..PASSES {
            let slope: f64 = (0..margins.len()).map(|at| error(at, margins[at])).sum();
            let step = -slope / (all / 4.0).max(1e-9);
            solution.constant += step;
            for margin in &mut margins {
                *margin += step;
            }
            let mut moved = step.abs();
            for (number, examples) in self.features.iter().enumerate() {
                let weight = solution.weights[number];
                if !every && weight == 0.0 {
                    continue;
                }
                let slope: f64 = examples
                    .iter()
                    .map(|&at| error(at as usize, margins[at as usize]))
                    .sum();
                let bound = bounds[number];
                let goal = weight - slope / bound;
                let shrink = penalty * self.dear[number] / bound;
                let fresh = goal.signum() * (goal.abs() - shrink).max(0.0);
                let step = fresh - weight;
                if step != 0.0 {
                    solution.weights[number] = fresh;
                    for &at in examples {
                        margins[at as usize] += step;
                    }
                    moved = moved.max(step.abs());
                }
            }
            if moved < SETTLED {
                if every {
                    break;
                }
                every = true;
            } else {
                every = false;
            }
        }
        solution
    }

    /// The margin of each example.
    fn margins(&self, solution: &Solution) -> Vec<f64> {
        let mut margins = vec![solution.constant; self.labels.len()];
        for (examples, weight) in self.features.iter().zip(&solution.weights) {
            if *weight != 0.0 {
                for &at in examples {
                    margins[at as usize] += weight;
                }
            }
        }
        margins
    }
}
