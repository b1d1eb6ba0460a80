//! What tells how much of two texts is the same, in 32 bytes: the least hash values of the text's runs of words, one for
//! each part of the values' range (min-hash with one permutation).

use langnghe_model::Field;
use langnghe_query::Fields;

/// The lanes of a sketch: parts of the range of hash values. Each keeps eight bits of the least value in it.
pub const LANES: usize = 32;

/// In how many lanes the sketches of a text and its copy in another source agree at least. Measured, see decision 0041.
pub const SAME_LANES: u32 = 18;

/// The same within one source. A paper tells each day's results in the words of the day before: only what is the same but
/// for a few words is a copy.
pub const OWN_LANES: u32 = 27;

/// Texts of fewer words have no sketch: what they share says too little.
pub const SHORTEST: usize = 24;

/// Words in a run. Shorter runs are shared by chance, of longer ones a changed word spoils more.
const RUN: usize = 4;

/// The lane is told by these many highest bits of a hash value.
const LANE_BITS: u32 = LANES.ilog2();

/// A text's sketch. Kept in the index: when it is computed in another way, the index must be built again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sketch([u64; 4]);

impl Sketch {
    /// The sketch of an article: of its lead and body, without marks. Headlines are what is changed most, and some papers
    /// put a tone's mark in the other place.
    pub fn of_article(fields: &Fields) -> Option<Self> {
        let parts = [Field::Lead, Field::Body].into_iter();
        Self::of(parts.flat_map(|field| fields.tokens(field).folded()))
    }

    /// The sketch of a text's words; `None` for a text of less than [`SHORTEST`].
    pub fn of<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut least = [u64::MAX; LANES];
        let mut run = [0_u64; RUN];
        let mut count = 0;
        for word in words {
            let [_, second, third, fourth] = run;
            run = [second, third, fourth, hash(word)];
            count += 1;
            if count >= RUN {
                let value = joined(run);
                let lane = &mut least[(value >> (u64::BITS - LANE_BITS)) as usize];
                // Values of one lane have the same highest bits.
                *lane = (*lane).min(value);
            }
        }
        (count >= SHORTEST).then(|| Self::densified(&least))
    }

    /// Fills lanes that no run fell into from others, drawn by the lane's number alone: so two texts that have the same
    /// runs fill them alike ("optimal densification").
    fn densified(least: &[u64; LANES]) -> Self {
        let mut words = [0_u64; 4];
        for lane in 0..LANES {
            let drawn = (0..64)
                .map(|draw| mixed((lane as u64) << 8 | draw) as usize % LANES)
                .chain(0..LANES);
            let filled = std::iter::once(lane)
                .chain(drawn)
                .map(|lane| least[lane])
                .find(|value| *value != u64::MAX);
            // The lowest bits: the highest of a least value are mostly zero.
            let byte = filled.unwrap_or_default() & 0xff;
            words[lane / 8] |= byte << (lane % 8 * 8);
        }
        Self(words)
    }

    /// In how many lanes two sketches agree: about [`LANES`] times the share of the two texts' runs that both have.
    pub fn agreement(&self, other: &Self) -> u32 {
        const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
        let words = self.0.into_iter().zip(other.0);
        let differ = words.map(|(one, other)| {
            let lanes = one ^ other;
            // The highest bit of each lane that is not zero; no lane carries over into the next.
            ((((lanes & LOW) + LOW) | lanes) & !LOW).count_ones()
        });
        LANES as u32 - differ.sum::<u32>()
    }

    /// Whether the texts are one text, with small changes, when they are of two sources.
    pub fn is_like(&self, other: &Self) -> bool {
        self.agreement(other) >= SAME_LANES
    }

    /// As numbers, to be kept.
    pub fn to_words(self) -> [u64; 4] {
        self.0
    }

    /// Takes back what [`Sketch::to_words`] gave.
    pub fn from_words(words: [u64; 4]) -> Self {
        Self(words)
    }

    pub(crate) fn lanes(self) -> [u8; LANES] {
        let mut lanes = [0; LANES];
        for (bytes, word) in lanes.chunks_exact_mut(8).zip(self.0) {
            bytes.copy_from_slice(&word.to_le_bytes());
        }
        lanes
    }
}

/// A word's hash. Our own, since sketches are kept: a library's may change with its version.
fn hash(word: &str) -> u64 {
    let bytes = word.as_bytes();
    let mut hash = bytes.len() as u64;
    let mut parts = bytes.chunks_exact(8);
    for part in &mut parts {
        let part = part
            .iter()
            .rev()
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        hash = (hash ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 32;
    }
    // Nearly every syllable is shorter than eight letters.
    let rest = parts.remainder().iter();
    let rest = rest.fold(0, |sum, byte| sum << 8 | u64::from(*byte));
    (hash ^ rest).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The hash of words one after the other.
fn joined([first, second, third, fourth]: [u64; RUN]) -> u64 {
    // Turned by odd amounts, so that the order tells.
    let sum = first.rotate_left(17) ^ second.rotate_left(31) ^ third.rotate_left(47) ^ fourth;
    mixed(sum)
}

/// Every bit of the number has a part in every bit of the outcome (the last steps of SplitMix64).
fn mixed(mut number: u64) -> u64 {
    number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn sketch(words: &[String]) -> Option<Sketch> {
        Sketch::of(words.iter().map(String::as_str))
    }

    /// The share of the runs of words of two texts that both have.
    fn jaccard(one: &[String], other: &[String]) -> f64 {
        let runs = |words: &[String]| -> HashSet<Vec<String>> {
            words.windows(RUN).map(<[String]>::to_vec).collect()
        };
        let (one, other) = (runs(one), runs(other));
        let both = one.intersection(&other).count() as f64;
        both / (one.len() + other.len()) as f64 / (1.0 - both / (one.len() + other.len()) as f64)
    }

    fn text(words: usize, seed: u64) -> Vec<String> {
        (0..words as u64)
            .map(|at| format!("w{}", mixed(seed << 32 | at) % 3000))
            .collect()
    }

    #[test]
    fn short_texts_have_no_sketch() {
        assert_eq!(sketch(&text(SHORTEST - 1, 1)), None);
        assert!(sketch(&text(SHORTEST, 1)).is_some());
        assert_eq!(Sketch::of([]), None);
    }

    #[test]
    fn a_sketch_stays_what_it_is() {
        // Kept in indexes: a change here needs a new version of the index.
        let words = sketch(&text(200, 7)).unwrap().to_words();
        assert_eq!(Sketch::from_words(words), sketch(&text(200, 7)).unwrap());
        assert_eq!(
            words,
            [
                12_419_023_461_865_102_124,
                11_209_039_801_165_260_880,
                14_183_206_333_846_165_079,
                7_895_708_431_504_016_774
            ]
        );
    }

    #[test]
    fn one_text_said_again_and_again_agrees_with_itself() {
        let words: Vec<String> = vec!["a".to_owned(); 100];
        assert_eq!(
            sketch(&words).unwrap().agreement(&sketch(&words).unwrap()),
            32
        );
    }

    proptest! {
        #[test]
        fn agreement_follows_the_share_of_runs(
            seed in 0_u64..1_000_000,
            words in 60_usize..900,
            changed in prop::collection::vec(0.0..1.0_f64, 0..40),
        ) {
            let one = text(words, seed);
            let mut other = one.clone();
            for (number, at) in changed.iter().enumerate() {
                other[(at * words as f64) as usize] = format!("new{number}");
            }
            let share = jaccard(&one, &other);
            let agreement = f64::from(sketch(&one).unwrap().agreement(&sketch(&other).unwrap()));
            // Five times the deviation of a draw of 32, and what eight bits agree by chance.
            let expected = 32.0 * share;
            let slack = 5.0 * (32.0 * share * (1.0 - share)).sqrt() + 1.5;
            prop_assert!((agreement - expected).abs() <= slack, "{agreement} for {expected}");
        }

        #[test]
        fn other_texts_are_not_alike(seed in 0_u64..1_000_000, words in 30_usize..900) {
            let one = sketch(&text(words, seed)).unwrap();
            let other = sketch(&text(words, seed + 1_000_001)).unwrap();
            prop_assert!(!one.is_like(&other), "{}", one.agreement(&other));
        }

        #[test]
        fn a_text_is_like_itself_with_a_sentence_more_or_less(
            seed in 0_u64..1_000_000,
            words in 200_usize..900,
            cut in 0_usize..30,
        ) {
            let whole = text(words, seed);
            let one = sketch(&whole).unwrap();
            prop_assert!(one.is_like(&sketch(&whole[cut..]).unwrap()));
        }
    }
}
