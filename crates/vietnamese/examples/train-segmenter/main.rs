//! Trains the segmenter's model. For `scripts/train-segmenter`, which says what the files are.

#![expect(clippy::print_stdout, reason = "the figures are what it tells")]

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    fs,
};

use langnghe_vietnamese::{
    Segmenter, Tokens, marked,
    training::{Entry, Info, LONGEST, Layout, Lexicon, Run, SMALL, WEIGHTS, key, runs, write},
};

use learn::{Example, Plan, learn};
use measure::{by_model, evaluate, longest_match, tell};
use raw::Raw;
use vtb::Sentence;

mod learn;
mod measure;
mod raw;
#[path = "../../tests/common/vtb.rs"]
mod vtb;

type Failure = Box<dyn std::error::Error>;

const FOLDS: usize = 5;

/// Chosen by the figures of each fifth of the treebank's train part when the others are learnt from.
const PLAN: Plan = Plan {
    rounds: 20,
    rate: 0.3,
    decay: 0.15,
    seed: 6,
};

/// What a weight of one is in the model's file, where weights are whole numbers up to 127.
const UNIT: f32 = 0.05;

/// What is trained from.
struct Material {
    train: Vec<Sentence>,
    raw: String,
    /// The own list, and names of places; a word a line.
    lists: [Vec<Vec<String>>; 2],
}

/// The sequences of each length, and what is known of each before anything is trained.
struct Sequences {
    keys: [Vec<u64>; LONGEST - 1],
    infos: [Vec<Info>; LONGEST - 1],
    counts: [HashMap<u64, u32>; LONGEST - 1],
    /// How often the treebank has it as a word: all of it, and without each fold.
    gold: Vec<Counts>,
}

type Counts = HashMap<u64, u32>;

fn words(list: &str) -> Vec<Vec<String>> {
    let word = |line: &str| {
        let tokens = Tokens::of(line);
        tokens.marked().map(str::to_owned).collect::<Vec<_>>()
    };
    list.lines()
        .filter(|line| !line.starts_with('#'))
        .map(word)
        .filter(|word| (2..=LONGEST).contains(&word.len()))
        .collect()
}

/// The syllables that get a number: of the treebank, of the lists, and those that raw text has often.
fn syllables(material: &Material) -> Vec<String> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut count = |text: &str, times: u32| {
        for form in Tokens::of(text).marked() {
            if !form.as_bytes()[0].is_ascii_digit() {
                *counts.entry(form.to_owned()).or_default() += times;
            }
        }
    };
    material.raw.lines().for_each(|line| count(line, 1));
    material.train.iter().for_each(|it| count(&it.text, 5));
    for form in material.lists.iter().flatten().flatten() {
        count(form, 5);
    }
    counts.retain(|_, count| *count >= 5);
    counts.into_keys().collect()
}

/// The words of a run, as keys.
fn gold_words(run: &Run, ends: &[bool]) -> Vec<u64> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in ends.iter().enumerate().filter(|(_, end)| **end) {
        if (2..=LONGEST).contains(&(at + 1 - start)) {
            found.extend(key(&run.ids[start..=at]));
        }
        start = at + 1;
    }
    found
}

/// A sentence's runs, and whether a word ends with each token.
fn gold_runs(sentence: &Sentence, lexicon: &Lexicon) -> Vec<(Run, Vec<bool>)> {
    let tokens = Tokens::of(&sentence.text);
    let ends = |token: usize| {
        let end = tokens.get(token).end;
        let piece = sentence.pieces.partition_point(|piece| piece.1 < end);
        // Inside of a piece, as in TP.HCM, punctuation stands between.
        sentence.pieces[piece].1 != end || sentence.ends[piece]
    };
    let mut found = Vec::new();
    let id = |form: &str| lexicon.id(form);
    runs(
        &sentence.text,
        &tokens,
        id,
        &mut Run::default(),
        |run, range| {
            let mut ends: Vec<bool> = range.map(ends).collect();
            if let Some(last) = ends.last_mut() {
                *last = true;
            }
            found.push((run.clone(), ends));
        },
    );
    found
}

impl Sequences {
    fn of(material: &Material, bare: &Lexicon, raw: &Raw) -> Self {
        let ones = raw.counts(1, 1);
        let counts = [raw.counts(2, 3), raw.counts(3, 4), raw.counts(4, 4)];
        let mut gold = vec![Counts::new(); FOLDS + 1];
        let mut all: [BTreeSet<u64>; LONGEST - 1] = Default::default();
        for (all, counts) in all.iter_mut().zip(&counts) {
            all.extend(counts.keys());
        }
        for (at, sentence) in material.train.iter().enumerate() {
            for (run, ends) in gold_runs(sentence, bare) {
                all[0].extend(run.ids.windows(2).filter_map(key));
                for word in gold_words(&run, &ends) {
                    let others = (0..=FOLDS).filter(|&fold| fold != at % FOLDS);
                    others.for_each(|fold| *gold[fold].entry(word).or_default() += 1);
                }
            }
        }
        let mut lists = BTreeSet::new();
        for word in material.lists.iter().flatten() {
            let ids: Vec<_> = word.iter().map(|form| bare.id(form)).collect();
            lists.extend(key(&ids));
        }
        for &word in gold[FOLDS].keys().chain(&lists) {
            all[length(word) - 2].insert(word);
        }
        let info = |key: &u64| {
            let list = 2 * usize::from(lists.contains(key));
            let bond = counts[0].get(key).map_or(0, |&count| {
                let one = |id: u64| ones.get(&id).copied().unwrap_or(1);
                raw::bond(count, one(key >> 16), one(key & 0xFFFF), raw.tokens())
            });
            Info::new(bond, 0, list)
        };
        let keys = all.map(|keys| keys.into_iter().collect::<Vec<u64>>());
        Self {
            infos: keys.each_ref().map(|keys| keys.iter().map(info).collect()),
            keys,
            counts,
            gold,
        }
    }

    /// A lexicon; of a sequence that `shares` does not have it is not told how often it is a word.
    fn lexicon(&self, forms: &[String], shares: &Shares, gold: &Counts) -> Lexicon {
        let entries: Vec<Vec<_>> = (0..LONGEST - 1)
            .map(|at| {
                let pairs = self.keys[at].iter().zip(&self.infos[at]);
                pairs
                    .map(|(&key, info)| {
                        let share = shares.get(&key).copied().unwrap_or(0);
                        let list = info.list() + usize::from(gold.contains_key(&key));
                        (key, Info::new(info.bond(), share, list))
                    })
                    .collect()
            })
            .collect();
        Lexicon::of(
            forms.iter().map(String::as_str),
            [&entries[0], &entries[1], &entries[2]],
        )
    }
}

/// How often raw text was read so that a sequence is a word, in steps.
type Shares = HashMap<u64, usize>;

/// How many syllables a key has.
fn length(key: u64) -> usize {
    (64 - key.leading_zeros()).div_ceil(16) as usize
}

/// The treebank's sentences as examples. The words of a sentence count as known only when other sentences have them,
/// since that is how it will be with sentences of other texts.
fn examples(sentence: &Sentence, lexicon: &Lexicon, gold: &Counts) -> Vec<Example> {
    let layout = Layout::of(lexicon);
    let mut runs = gold_runs(sentence, lexicon);
    let mut own: HashMap<u64, u32> = HashMap::new();
    for word in runs.iter().flat_map(|(run, ends)| gold_words(run, ends)) {
        *own.entry(word).or_default() += 1;
    }
    for (run, _) in &mut runs {
        run.look_up(lexicon);
        for (length, grams) in (2..).zip(&mut run.grams) {
            for (gram, ids) in grams.iter_mut().zip(run.ids.windows(length)) {
                let only_here = key(ids).is_some_and(|key| own.get(&key) == gold.get(&key));
                if gram.info.list() % 2 == 1 && only_here {
                    gram.info =
                        Info::new(gram.info.bond(), gram.info.share(), gram.info.list() - 1);
                }
            }
        }
    }
    runs.iter()
        .map(|(run, ends)| Example::of(run, lexicon, &layout, ends))
        .collect()
}

/// Reads raw text with these weights and tells how often each sequence was a word.
fn shares(raw: &Raw, sequences: &Sequences, lexicon: &Lexicon, weights: &[f32]) -> Shares {
    let layout = Layout::of(lexicon);
    let mut expected: HashMap<u64, f64> = HashMap::new();
    let mut run = Run::default();
    for (ids, shapes) in raw.runs() {
        run.clear();
        for (&id, &shape) in ids.iter().zip(shapes) {
            run.push(id, shape);
        }
        run.look_up(lexicon);
        let example = Example::of(&run, lexicon, &layout, &[]);
        let chances = example.expected(weights);
        for (start, words) in chances.words.iter().enumerate() {
            for length in 2..=LONGEST.min(run.len() - start) {
                if words[length - 1] > 1e-3
                    && let Some(key) = key(&run.ids[start..start + length])
                    && sequences.counts[length - 2].contains_key(&key)
                {
                    *expected.entry(key).or_default() += words[length - 1];
                }
            }
        }
    }
    let mut shares = Shares::new();
    for counts in &sequences.counts {
        for (&key, &count) in counts {
            let share = raw::share(expected.get(&key).copied().unwrap_or(0.0), count);
            // Of longer sequences only those that may be words are kept: of the others there are too many.
            if length(key) == 2 || share > 2 {
                shares.insert(key, share);
            }
        }
    }
    shares
}

/// The file of a model.
fn file(forms: &[String], sequences: &Sequences, lexicon: &Lexicon, weights: &[f32]) -> Vec<u8> {
    let layout = Layout::of(lexicon);
    let small = |weight: f32| (weight / UNIT).round().clamp(-127.0, 127.0) as i8;
    let of = |length: usize, at: usize| -> Vec<i8> {
        let first = layout.sparse(length, at);
        let count = WEIGHTS.get(length - 1).copied().unwrap_or(0);
        weights[first..first + count]
            .iter()
            .map(|&weight| small(weight))
            .collect()
    };
    let dense: Vec<i8> = weights[..SMALL]
        .iter()
        .map(|&weight| small(weight))
        .collect();
    let syllables: Vec<_> = (1..)
        .zip(forms)
        .map(|(id, form)| (form.clone(), std::array::from_fn(|at| of(1, id)[at])))
        .collect();
    let grams = std::array::from_fn(|at| {
        sequences.keys[at]
            .iter()
            .filter_map(|&key| {
                let gram = lexicon.grams[at].find(key);
                let weights = match at {
                    2 => Vec::new(),
                    _ => of(at + 2, gram.slot as usize),
                };
                let told =
                    gram.info != Info::default() || weights.iter().any(|&weight| weight != 0);
                told.then_some(Entry {
                    key,
                    info: gram.info,
                    weights,
                })
            })
            .collect()
    });
    write(&dense, &syllables, &grams)
}

/// What training goes on with: the material as numbers.
struct Trainer<'a> {
    material: &'a Material,
    forms: Vec<String>,
    raw: Raw,
    sequences: Sequences,
}

impl<'a> Trainer<'a> {
    fn new(material: &'a Material) -> Self {
        let forms = syllables(material);
        let bare = Lexicon::of(forms.iter().map(String::as_str), [&[], &[], &[]]);
        let raw = Raw::of(&material.raw, &bare);
        let sequences = Sequences::of(material, &bare, &raw);
        println!(
            "{} syllables, {} tokens of raw text, {:?} sequences",
            forms.len(),
            raw.tokens(),
            sequences.keys.each_ref().map(Vec::len)
        );
        Self {
            material,
            forms,
            raw,
            sequences,
        }
    }

    fn lexicon(&self, shares: &Shares, fold: usize) -> Lexicon {
        let gold = &self.sequences.gold[fold];
        self.sequences.lexicon(&self.forms, shares, gold)
    }

    /// Learns from all sentences but those of a fold (of all when it is [`FOLDS`]). A sentence is shown the shares
    /// of its own fold, which come from a model that did not see it.
    fn weights(&self, shares: impl Fn(usize) -> &'a Shares, fold: usize) -> Vec<f32> {
        let gold = &self.sequences.gold[fold];
        let lexicons: Vec<Lexicon> = (0..FOLDS)
            .map(|fold_of_sentence| self.lexicon(shares(fold_of_sentence), fold))
            .collect();
        let sentences = self.material.train.iter().enumerate();
        let all: Vec<Example> = sentences
            .filter(|(at, _)| at % FOLDS != fold)
            .flat_map(|(at, sentence)| examples(sentence, &lexicons[at % FOLDS], gold))
            .collect();
        learn(&all, Layout::of(&lexicons[0]).len(), PLAN)
    }

    fn file(&self, lexicon: &Lexicon, weights: &[f32]) -> Vec<u8> {
        file(&self.forms, &self.sequences, lexicon, weights)
    }
}

/// The given option's value.
fn option(name: &str) -> Option<String> {
    std::env::args().skip_while(|it| it != name).nth(1)
}

fn main() -> Result<(), Failure> {
    let needed = |name: &str| option(name).ok_or_else(|| format!("{name} is missing"));
    let material = Material {
        train: vtb::read(&fs::read_to_string(needed("--train")?)?),
        raw: fs::read_to_string(needed("--raw")?)?,
        lists: [
            words(&fs::read_to_string(needed("--words")?)?),
            words(&fs::read_to_string(needed("--places")?)?),
        ],
    };
    let trainer = Trainer::new(&material);

    // First without what raw text tells, which is what these models read it for. The one of a fold did not see the
    // fold's sentences, so that what it tells of their words is no better than what it tells of words elsewhere.
    let nothing = Shares::new();
    let told: Vec<Shares> = (0..=FOLDS)
        .map(|fold| {
            let weights = trainer.weights(|_| &nothing, fold);
            let lexicon = trainer.lexicon(&nothing, fold);
            shares(&trainer.raw, &trainer.sequences, &lexicon, &weights)
        })
        .collect();
    for fold in 0..FOLDS {
        let weights = trainer.weights(|other| &told[other], fold);
        let bytes = trainer.file(&trainer.lexicon(&told[fold], fold), &weights);
        let segmenter = Segmenter::read(&bytes)?;
        let held = material.train.iter().skip(fold).step_by(FOLDS);
        let scores = evaluate(&held.collect::<Vec<_>>(), |sentence, tokens| {
            by_model(&segmenter, sentence, tokens)
        });
        tell(
            &format!("fifth {} of train by the others", fold + 1),
            scores,
        );
    }
    let weights = trainer.weights(|fold| &told[fold], FOLDS);
    let bytes = trainer.file(&trainer.lexicon(&told[FOLDS], FOLDS), &weights);
    println!("{} bytes", bytes.len());
    fs::write(needed("--out")?, &bytes)?;

    if let Some(path) = option("--dev") {
        let dev = vtb::read(&fs::read_to_string(path)?);
        let dev: Vec<&Sentence> = dev.iter().collect();
        let mut known: HashSet<String> = material
            .lists
            .iter()
            .flatten()
            .map(|word| word.join(" "))
            .collect();
        known.extend(material.train.iter().flat_map(Sentence::words).map(marked));
        tell(
            "dev, longest match",
            evaluate(&dev, |sentence, tokens| {
                longest_match(&known, sentence, tokens)
            }),
        );
        let segmenter = Segmenter::read(&bytes)?;
        tell(
            "dev",
            evaluate(&dev, |sentence, tokens| {
                by_model(&segmenter, sentence, tokens)
            }),
        );
    }
    Ok(())
}
