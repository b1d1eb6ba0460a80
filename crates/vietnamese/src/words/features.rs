//! What a decision is made from. Training and applying both go through here, so that they mean the same.

use super::lexicon::{ABSENT, Gram, Id, Info, LONGEST, Lexicon, UNKNOWN};

/// Most syllables of a word: foreign names are the longest.
pub const MOST: usize = 6;

/// How a token is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Shape {
    /// Lower case.
    Small,
    /// Begins with a capital.
    Capital,
    /// Begins with a capital where a sentence may begin, so that the capital tells little.
    First,
    /// All capitals, at least two.
    Capitals,
    /// Begins with a digit.
    Number,
    /// Lower case, and no known syllable.
    Strange,
    /// There is no token: the run ends here.
    Edge,
}

const SHAPES: usize = 7;

impl Shape {
    fn name(self) -> bool {
        matches!(self, Self::Capital | Self::Capitals | Self::First)
    }
}

/// Tokens between which only white space stands, looked up in a lexicon.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// The syllables' numbers.
    pub ids: Vec<Id>,
    /// How they are written.
    pub shapes: Vec<Shape>,
    /// The sequences of two, three and four syllables that begin at each token.
    pub grams: [Vec<Gram>; LONGEST - 1],
}

impl Run {
    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Takes all tokens out.
    pub fn clear(&mut self) {
        self.ids.clear();
        self.shapes.clear();
    }

    /// Adds a token.
    #[inline]
    pub fn push(&mut self, id: Id, shape: Shape) {
        self.ids.push(id);
        self.shapes.push(if shape == Shape::Small && id == UNKNOWN {
            Shape::Strange
        } else {
            shape
        });
    }

    /// Looks up the sequences, once all tokens are there.
    pub fn look_up(&mut self, lexicon: &Lexicon) {
        // A headline in capitals: they tell nothing of names.
        if self.len() >= 4 && self.shapes.iter().all(|&shape| shape == Shape::Capitals) {
            self.shapes.fill(Shape::Small);
        }
        for (length, grams) in (2..).zip(&mut self.grams) {
            grams.clear();
            grams.extend(self.ids.windows(length).map(|ids| lexicon.find(ids)));
        }
    }

    /// Whether these tokens are a known word of two syllables or more.
    pub(super) fn is_known(&self, start: usize, length: usize) -> bool {
        (2..=LONGEST).contains(&length) && self.gram(length, start).info.is_word()
    }

    #[inline]
    fn shape(&self, at: usize) -> Shape {
        self.shapes.get(at).copied().unwrap_or(Shape::Edge)
    }

    #[inline]
    fn gram(&self, length: usize, at: usize) -> Gram {
        self.grams[length - 2]
            .get(at)
            .copied()
            .unwrap_or(Gram::NONE)
    }
}

/// Where in the list of weights each kind of feature has its own. The small tables come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// The first weight of syllables, of pairs, and of triples, and how many weights there are.
    starts: [usize; 4],
}

/// Weights of one syllable, pair and triple.
pub const WEIGHTS: [usize; 3] = [6, 3, 2];

const BIAS: usize = 0;
const HERE: usize = BIAS + 1;
const BONDS: usize = HERE + Info::BONDS * Info::SHARES * Info::LISTS * 4;
const SHARES: usize = BONDS + Info::BONDS * Info::BONDS * Info::BONDS;
const LISTS: usize = SHARES + Info::SHARES * Info::SHARES * Info::SHARES;
const WRITTEN: usize = LISTS + (1 << 10);
const WRITTEN_HERE: usize = WRITTEN + SHAPES * SHAPES * SHAPES * SHAPES;
const WORD: usize = WRITTEN_HERE + SHAPES * SHAPES * Info::SHARES * Info::LISTS;

/// How many weights the small tables have.
pub const SMALL: usize = WORD + MOST * Info::SHARES * Info::LISTS * 4;

impl Layout {
    /// The layout for a lexicon.
    pub fn of(lexicon: &Lexicon) -> Self {
        let syllables = SMALL;
        let pairs = syllables + lexicon.ids() * WEIGHTS[0];
        let triples = pairs + lexicon.grams[0].slots() * WEIGHTS[1];
        let end = triples + lexicon.grams[1].slots() * WEIGHTS[2];
        Self {
            starts: [syllables, pairs, triples, end],
        }
    }

    /// How many weights there are.
    pub fn len(&self) -> usize {
        self.starts[3]
    }

    /// Whether there are none; there always are.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first weight of a syllable (`length` 1, `at` its number), or of the sequence in a slot.
    pub fn sparse(&self, length: usize, at: usize) -> usize {
        self.starts[length - 1] + at * WEIGHTS[length - 1]
    }

    /// Gives the features of the gap after token `at`: each one's number, whose weight says how much it speaks for
    /// one word going on over the gap.
    #[inline]
    pub fn gap(&self, run: &Run, lexicon: &Lexicon, at: usize, mut give: impl FnMut(usize)) {
        let before = at.wrapping_sub(1);
        let shapes = [
            run.shape(before),
            run.shape(at),
            run.shape(at + 1),
            run.shape(at + 2),
        ];
        let pairs = [run.gram(2, before), run.gram(2, at), run.gram(2, at + 1)];
        let triples = [run.gram(3, before), run.gram(3, at)];
        let infos = pairs.map(|pair| pair.info);

        give(BIAS);
        let echo = lexicon.echo(run.ids[at], run.ids[at + 1]);
        let [left, here, right] = infos;
        let told = (here.share() * Info::LISTS + here.list()) * Info::BONDS + here.bond();
        give(HERE + told * 4 + echo);
        give(BONDS + (left.bond() * Info::BONDS + here.bond()) * Info::BONDS + right.bond());
        give(SHARES + (left.share() * Info::SHARES + here.share()) * Info::SHARES + right.share());
        let lists = infos
            .iter()
            .chain(triples.iter().map(|triple| &triple.info));
        give(LISTS + lists.fold(0, |lists, info| lists << 2 | info.list()));
        let written = shapes
            .iter()
            .fold(0, |all, &shape| all * SHAPES + shape as usize);
        give(WRITTEN + written);
        let pair = shapes[1] as usize * SHAPES + shapes[2] as usize;
        give(WRITTEN_HERE + (pair * Info::SHARES + here.share()) * Info::LISTS + here.list());

        let syllable = |at: usize, which: usize| {
            let id = run.ids.get(at).copied().unwrap_or(UNKNOWN);
            self.starts[0] + usize::from(id) * WEIGHTS[0] + which
        };
        give(syllable(before, 0));
        give(syllable(at, 1 + usize::from(shapes[2].name())));
        give(syllable(at + 1, 3 + usize::from(shapes[1].name())));
        give(syllable(at + 2, 5));
        for (which, pair) in pairs.into_iter().enumerate() {
            if pair.slot != ABSENT {
                give(self.sparse(2, pair.slot as usize) + which);
            }
        }
        for (which, triple) in triples.into_iter().enumerate() {
            if triple.slot != ABSENT {
                give(self.sparse(3, triple.slot as usize) + which);
            }
        }
    }

    /// Whether `length` tokens from token `start` on may be one word at all: one or two may; more only when raw text or a
    /// list has them, or when they are no lower-case syllables throughout. Without that, words that overlap in a
    /// row (`du lịch`, `lịch sử`, `sử dụng`) would be taken for one long one.
    #[inline]
    pub fn may_be_word(run: &Run, start: usize, length: usize) -> bool {
        length <= 2
            || (length <= LONGEST && {
                let info = run.gram(length, start).info;
                info.share() > 0 || info.list() > 0
            })
            || run.shapes[start..start + length]
                .iter()
                .any(|&shape| shape != Shape::Small)
    }

    /// The feature of a word of `length` tokens from token `start` on.
    #[inline]
    pub fn word(run: &Run, start: usize, length: usize) -> usize {
        let info = match length {
            2..=LONGEST => run.gram(length, start).info,
            _ => Info(0),
        };
        let shapes = &run.shapes[start..start + length];
        let names = shapes.iter().filter(|shape| shape.name()).count();
        let written = match names {
            0 => 0,
            all if all == length && shapes[0] != Shape::First => 1,
            all if all == length => 2,
            _ => 3,
        };
        let told = ((length - 1) * Info::SHARES + info.share()) * Info::LISTS + info.list();
        WORD + told * 4 + written
    }
}
