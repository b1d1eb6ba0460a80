//! How well sketches tell copies: held to the exact share of common runs of words, over all pairs of real articles.
//!
//! `copies ARTICLES.jsonl` reads JSON Lines (`title`, `summary`, `text`, as `scripts/convert-news-vi` writes them) and
//! prints how long a sketch takes, and for each threshold which share of what it takes for copies is such, and which share
//! of the copies it finds. Real copies are few, so each text is also changed by hand: words replaced, sentences left out,
//! a paragraph added.

#![expect(clippy::print_stdout, reason = "its tables are what it is for")]

use std::{
    collections::{HashMap, HashSet},
    env,
    error::Error,
    fs,
    hint::black_box,
    time::Instant,
};

use langnghe_stories::{Candidate, LANES, SHORTEST, Sketch, originals};
use langnghe_vietnamese::Tokens;

/// Words in a run, as in the sketch.
const RUN: usize = 4;

struct Text {
    source: String,
    words: Vec<String>,
    runs: HashSet<u64>,
    sketch: Sketch,
}

impl Text {
    fn of(source: &str, words: Vec<String>) -> Option<Self> {
        let sketch = Sketch::of(words.iter().map(String::as_str))?;
        let runs = words.windows(RUN).map(hash).collect();
        Some(Self {
            source: source.to_owned(),
            words,
            runs,
            sketch,
        })
    }
}

fn hash(run: &[String]) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    run.hash(&mut hasher);
    hasher.finish()
}

fn jaccard(one: &Text, other: &Text) -> f64 {
    let both = one.runs.intersection(&other.runs).count() as f64;
    both / (one.runs.len() as f64 + other.runs.len() as f64 - both)
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as usize % bound.max(1)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).ok_or("usage: copies ARTICLES.jsonl")?;
    let mut texts = Vec::new();
    for line in fs::read_to_string(path)?.lines() {
        let read: serde_json::Value = serde_json::from_str(line)?;
        let text = |field: &str| read[field].as_str().unwrap_or_default().to_owned();
        let text = format!("{}\n{}", text("summary"), text("text"));
        let words: Vec<String> = Tokens::of(&text).folded().map(str::to_owned).collect();
        texts.extend(Text::of(read["source"].as_str().unwrap_or_default(), words));
    }
    println!("{} texts of at least {SHORTEST} words", texts.len());
    speed(&texts);

    for (name, own) in [("two sources", false), ("one source", true)] {
        let pairs = real_pairs(&texts, own);
        println!("\nreal pairs of {name} that share runs: {}", pairs.len());
        histogram(&pairs);
        thresholds(&pairs);
    }

    let mut random = Random(41);
    let mut pairs = Vec::new();
    for text in &texts {
        for (replaced, dropped, added) in [
            (2, 0, 0),
            (5, 0, 0),
            (0, 10, 0),
            (0, 0, 15),
            (2, 15, 10),
            (8, 10, 10),
            (20, 20, 20),
        ] {
            if let Some(changed) = changed(text, &texts, &mut random, replaced, dropped, added) {
                pairs.push((
                    jaccard(text, &changed),
                    text.sketch.agreement(&changed.sketch),
                ));
            }
        }
    }
    println!("\nchanged by hand: {}", pairs.len());
    histogram(&pairs);
    thresholds(&pairs);
    Ok(())
}

fn speed(texts: &[Text]) {
    // Side by side, as tokens lie.
    let lines: Vec<String> = texts.iter().map(|text| text.words.join(" ")).collect();
    let start = Instant::now();
    for line in &lines {
        black_box(Sketch::of(line.split(' ')));
    }
    let words: usize = texts.iter().map(|text| text.words.len()).sum();
    let micros = start.elapsed().as_secs_f64() * 1e6 / texts.len() as f64;
    println!(
        "{micros:.1} µs for the sketch of a text, {} words each",
        words / texts.len()
    );
    let candidates: Vec<Candidate> = (0..)
        .zip(texts)
        .map(|(id, text)| Candidate {
            time: id,
            id,
            source: texts
                .iter()
                .position(|other| other.source == text.source)
                .unwrap_or(0) as u32,
            sketch: Some(text.sketch),
        })
        .collect();
    let start = Instant::now();
    let of = originals(&candidates);
    let copies = (0..).zip(&of).filter(|(at, of)| at != *of).count();
    println!(
        "{:.2} ms to fold them, {copies} copies",
        start.elapsed().as_secs_f64() * 1e3
    );
}

/// The exact share and the agreement of every pair that shares at least five runs.
fn real_pairs(texts: &[Text], own: bool) -> Vec<(f64, u32)> {
    let mut having: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, text) in texts.iter().enumerate() {
        for run in &text.runs {
            having.entry(*run).or_default().push(at);
        }
    }
    let mut shared: HashMap<(usize, usize), u32> = HashMap::new();
    for at in having.values().filter(|at| at.len() <= 200) {
        for (number, one) in at.iter().enumerate() {
            let rest = at[number + 1..].iter();
            for other in rest.filter(|at| (texts[**at].source == texts[*one].source) == own) {
                *shared.entry((*one, *other)).or_default() += 1;
            }
        }
    }
    let pairs = shared.into_iter().filter(|(_, runs)| *runs >= 5);
    pairs
        .map(|((one, other), _)| {
            let (one, other) = (&texts[one], &texts[other]);
            (jaccard(one, other), one.sketch.agreement(&other.sketch))
        })
        .collect()
}

/// A text with a share of its words replaced, of its words left out in one piece, and of another's added; in percent.
fn changed(
    text: &Text,
    texts: &[Text],
    random: &mut Random,
    replaced: usize,
    dropped: usize,
    added: usize,
) -> Option<Text> {
    let mut words = text.words.clone();
    let other = &texts[random.below(texts.len())].words;
    let length = words.len();
    for _ in 0..length * replaced / 100 {
        let at = random.below(words.len());
        other[random.below(other.len())].clone_into(&mut words[at]);
    }
    let drop = length * dropped / 100;
    let at = random.below(length - drop);
    words.drain(at..at + drop);
    words.extend(other.iter().take(length * added / 100).cloned());
    Text::of(&text.source, words)
}

fn histogram(pairs: &[(f64, u32)]) {
    let mut counts = [0; 11];
    for (share, _) in pairs {
        counts[(share * 10.0) as usize] += 1;
    }
    let shown: Vec<String> = (0..)
        .zip(counts)
        .map(|(tenth, count)| format!("{}.{}: {count}", tenth / 10, tenth % 10))
        .collect();
    println!("by share of common runs: {}", shown.join("  "));
}

fn thresholds(pairs: &[(f64, u32)]) {
    println!("lanes  alike  precision(share>=0.4)  recall(>=0.5)  recall(>=0.6)  recall(>=0.8)");
    for lanes in (12..=LANES as u32 - 4).step_by(1) {
        let said: Vec<_> = pairs.iter().filter(|(_, agree)| *agree >= lanes).collect();
        let right = said.iter().filter(|(share, _)| *share >= 0.4).count();
        let recall = |least: f64| {
            let all = pairs.iter().filter(|(share, _)| *share >= least).count();
            let found = said.iter().filter(|(share, _)| *share >= least).count();
            found as f64 / all as f64
        };
        println!(
            "{lanes:5}  {:5}  {:21.4}  {:13.4}  {:13.4}  {:13.4}",
            said.len(),
            right as f64 / said.len() as f64,
            recall(0.5),
            recall(0.6),
            recall(0.8)
        );
    }
}
