//! Which of many articles are copies, and of which.

use crate::sketch::{LANES, OWN_LANES, SAME_LANES, Sketch};

/// A text that is published again later than this counts as an article of its own: that it comes back is news.
pub const WINDOW_SECONDS: i64 = 30 * 24 * 3600;

/// Lanes that are looked up together, and how many such bands there are. Two sketches that agree in [`SAME_LANES`] lanes
/// differ in fewer lanes than there are bands, so that at least one band is the same in both: no copy is missed by looking
/// only at these. More bands would only take time.
const BAND: usize = 2;
const BANDS: usize = LANES - SAME_LANES as usize + 1;
const _: () = assert!(BANDS * BAND <= LANES);

/// Originals that are looked at for one band, the latest. With more (a page's standing words, in thousands of articles) the
/// band tells nothing, and going through them all would take time by the square.
const CROWD: usize = 24;

/// An article that may be a copy or an original.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// When it was published, in seconds.
    pub time: i64,
    /// Its number; of two of one time the lower one is the original.
    pub id: i64,
    /// Who published it: any number that tells sources apart.
    pub source: u32,
    /// Its text's sketch; an article without one is nobody's copy.
    pub sketch: Option<Sketch>,
}

/// For each article the place of its original: of the earliest one whose text it is, its own when it is no copy.
/// An original is never itself a copy, and the order in which the articles come changes nothing.
pub fn originals(articles: &[Candidate]) -> Vec<usize> {
    let mut by_time: Vec<usize> = (0..articles.len()).collect();
    by_time.sort_unstable_by_key(|at| (articles[*at].time, articles[*at].id));
    let mut originals: Vec<usize> = (0..articles.len()).collect();
    let mut known = Known::of(articles.len());
    for at in by_time {
        let Some(sketch) = articles[at].sketch else {
            continue;
        };
        let bands = bands(sketch);
        let since = articles[at].time.saturating_sub(WINDOW_SECONDS);
        let best = known
            .under(&bands)
            .filter(|of| articles[*of].time >= since)
            .filter_map(|of| Some((articles[of].sketch?.agreement(&sketch), of)))
            .filter(|(agreement, of)| {
                let own = articles[*of].source == articles[at].source;
                *agreement >= if own { OWN_LANES } else { SAME_LANES }
            })
            // The most alike; of equals the earliest.
            .max_by_key(|(agreement, of)| {
                (
                    *agreement,
                    std::cmp::Reverse((articles[*of].time, articles[*of].id)),
                )
            });
        match best {
            Some((_, of)) => originals[at] = of,
            None => known.add(&bands, at),
        }
    }
    originals
}

/// A sketch's bands.
fn bands(sketch: Sketch) -> [usize; BANDS] {
    let lanes = sketch.lanes();
    std::array::from_fn(|band| {
        let lanes = &lanes[band * BAND..][..BAND];
        lanes
            .iter()
            .fold(0, |number, lane| number << 8 | usize::from(*lane))
    })
}

/// The originals found so far, by their bands: chains of those that have the same one.
struct Known {
    /// Places of articles.
    originals: Vec<usize>,
    /// For each band its slots, and in each the number of the chain's last link.
    heads: Vec<u32>,
    /// Each original has a link for each band; this is the number of the link before it.
    before: Vec<u32>,
    slots: usize,
}

/// The number of no link.
const END: u32 = u32::MAX;

impl Known {
    /// With room for so many. Bands may share slots: what is found is compared anyway.
    fn of(articles: usize) -> Self {
        let slots = (articles * 2).next_power_of_two().min(1 << (8 * BAND));
        Self {
            originals: Vec::with_capacity(articles),
            heads: vec![END; slots * BANDS],
            before: Vec::with_capacity(articles * BANDS),
            slots,
        }
    }

    fn slot(&self, band: usize, value: usize) -> usize {
        band * self.slots + (value & (self.slots - 1))
    }

    fn add(&mut self, bands: &[usize; BANDS], original: usize) {
        for (band, value) in bands.iter().enumerate() {
            let slot = self.slot(band, *value);
            let link = (self.originals.len() * BANDS + band) as u32;
            self.before
                .push(std::mem::replace(&mut self.heads[slot], link));
        }
        self.originals.push(original);
    }

    /// Originals that may have one of the bands, some of them more than once.
    fn under<'a>(&'a self, bands: &'a [usize; BANDS]) -> impl Iterator<Item = usize> + 'a {
        bands.iter().enumerate().flat_map(move |(band, value)| {
            let link = |link: u32| (link != END).then_some(link);
            let last = link(self.heads[self.slot(band, *value)]);
            std::iter::successors(last, move |at| link(self.before[*at as usize]))
                .take(CROWD)
                .map(|at| self.originals[at as usize / BANDS])
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const DAY: i64 = 24 * 3600;

    fn sketch(first: usize, words: usize) -> Option<Sketch> {
        let words: Vec<String> = (first..first + words).map(|n| format!("w{n}")).collect();
        Sketch::of(words.iter().map(String::as_str))
    }

    fn candidate(time: i64, id: i64, sketch: Option<Sketch>) -> Candidate {
        Candidate {
            time,
            id,
            source: id as u32,
            sketch,
        }
    }

    #[test]
    fn the_earliest_is_the_original_and_of_one_time_the_lowest_number() {
        let same = sketch(0, 300);
        let articles = [
            candidate(9, 1, same),
            candidate(5, 4, same),
            candidate(5, 3, same),
            candidate(7, 2, sketch(5000, 300)),
        ];
        assert_eq!(originals(&articles), [2, 2, 2, 3]);
    }

    #[test]
    fn what_comes_back_after_a_month_is_an_article_of_its_own() {
        let same = sketch(0, 300);
        let articles = [
            candidate(0, 1, same),
            candidate(30 * DAY, 2, same),
            candidate(31 * DAY, 3, same),
            candidate(32 * DAY, 4, same),
        ];
        assert_eq!(originals(&articles), [0, 0, 2, 2]);
    }

    #[test]
    fn what_one_source_writes_alike_is_no_copy_unless_it_is_the_same() {
        // A sentence of eight is new: so a paper tells each day's match, or takes over another's text.
        let texts = [sketch(0, 300), sketch(38, 300), sketch(0, 297)];
        let of = |sources: [u32; 3]| {
            let articles: Vec<Candidate> = (0..)
                .zip(texts.into_iter().zip(sources))
                .map(|(id, (sketch, source))| Candidate {
                    source,
                    ..candidate(id, id, sketch)
                })
                .collect();
            originals(&articles)
        };
        assert_eq!(of([1, 1, 1]), [0, 1, 0]);
        assert_eq!(of([1, 2, 1]), [0, 0, 0]);
    }

    #[test]
    fn without_a_sketch_nothing_is_a_copy() {
        let articles = [candidate(0, 1, None), candidate(0, 2, None)];
        assert_eq!(originals(&articles), [0, 1]);
        assert_eq!(originals(&[]), [0; 0]);
    }

    #[test]
    fn a_chain_of_changes_is_no_copy_of_its_beginning() {
        // Each has a quarter of its words new; the last shares nothing with the first.
        let articles: Vec<Candidate> = (0..5)
            .map(|n| candidate(n, n, sketch(n as usize * 75, 300)))
            .collect();
        let of = originals(&articles);
        for (at, original) in of.iter().enumerate() {
            assert_eq!(of[*original], *original);
            let (one, other) = (articles[at].sketch, articles[*original].sketch);
            assert!(one.unwrap().is_like(&other.unwrap()));
        }
        assert_ne!(of[4], 0);
    }

    proptest! {
        /// Looking only at bands finds what comparing each with each finds, in whatever order they come.
        #[test]
        fn bands_miss_no_copy(
            texts in prop::collection::vec((0_usize..6, 0_usize..60, 0_i64..90), 0..40),
            turn in 0_usize..40,
        ) {
            let mut articles: Vec<Candidate> = (0..)
                .zip(&texts)
                .map(|(id, (text, cut, day))| Candidate {
                    source: id as u32 % 3,
                    ..candidate(day * DAY, id, sketch(text * 10_000 + cut, 200))
                })
                .collect();
            if !articles.is_empty() {
                let turn = turn % articles.len();
                articles.rotate_left(turn);
            }
            let found = originals(&articles);

            let mut by_time: Vec<usize> = (0..articles.len()).collect();
            by_time.sort_by_key(|at| (articles[*at].time, articles[*at].id));
            let mut slow: Vec<usize> = (0..articles.len()).collect();
            let mut known: Vec<usize> = Vec::new();
            for at in by_time {
                let agreement = |of: usize| {
                    articles[of].sketch.unwrap().agreement(&articles[at].sketch.unwrap())
                };
                let mut best = None;
                for of in &known {
                    let near = articles[at].time - articles[*of].time <= WINDOW_SECONDS;
                    let own = articles[at].source == articles[*of].source;
                    let least = if own { OWN_LANES } else { SAME_LANES };
                    if near && agreement(*of) >= least
                        && best.is_none_or(|best| agreement(*of) > agreement(best))
                    {
                        best = Some(*of);
                    }
                }
                match best {
                    Some(of) => slow[at] = of,
                    None => known.push(at),
                }
            }
            prop_assert_eq!(found, slow);
        }
    }
}
