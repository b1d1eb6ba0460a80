//! What the benchmarks of watching share: articles from a file, and topics made of phrases of these articles.

use std::{error::Error, fs};

use langnghe_model::{ArticleText, Exclusion, Field, Term, Topic, Validity};
use langnghe_vietnamese::Tokens;
use rustc_hash::{FxHashMap, FxHashSet};

/// Phrases of one topic.
pub(crate) const PHRASES: usize = 6;

/// The articles of a file in the form of `langnghe import`.
pub(crate) fn articles(file: &str) -> Result<Vec<ArticleText>, Box<dyn Error>> {
    let mut articles = Vec::new();
    for line in fs::read_to_string(file)?.lines() {
        let read: serde_json::Value = serde_json::from_str(line)?;
        let text = |field: &str| read[field].as_str().unwrap_or_default().to_owned();
        articles.push(ArticleText {
            title: text("title"),
            lead: text("summary"),
            body: text("text"),
        });
    }
    Ok(articles)
}

/// Numbers that only have to be the same in every run (xorshift64*).
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize) % end
    }
}

/// So many different phrases out of the articles: of one to four syllables (10, 40, 30, 20 of 100), single
/// syllables only when they stand in at most a tenth of the articles.
pub(crate) fn phrases(articles: &[ArticleText], count: usize) -> Vec<String> {
    let sample: Vec<Tokens> = articles
        .iter()
        .take(20_000)
        .map(|article| Tokens::of(&article.body))
        .collect();
    let mut articles_with: FxHashMap<&str, usize> = FxHashMap::default();
    for tokens in &sample {
        let words: FxHashSet<&str> = tokens.iter().map(|token| token.marked).collect();
        for word in words {
            *articles_with.entry(word).or_default() += 1;
        }
    }
    let mut numbers = Numbers::new(7);
    let mut seen = FxHashSet::default();
    let mut phrases = Vec::with_capacity(count);
    // Texts too small for so many phrases end the search.
    for _ in 0..count * 200 {
        if phrases.len() == count {
            break;
        }
        let tokens = &sample[numbers.below(sample.len())];
        let length = [1, 2, 2, 2, 2, 3, 3, 3, 4, 4][numbers.below(10)];
        if tokens.len() < length {
            continue;
        }
        let first = numbers.below(tokens.len() - length + 1);
        let words: Vec<&str> = (first..first + length)
            .map(|at| tokens.get(at).marked)
            .collect();
        let one_paragraph = tokens.get(first).paragraph == tokens.get(first + length - 1).paragraph;
        let common = length == 1
            && articles_with
                .get(words[0])
                .is_none_or(|with| with * 10 > sample.len());
        let phrase = words.join(" ");
        if one_paragraph && !common && seen.insert(phrase.clone()) {
            phrases.push(phrase);
        }
    }
    phrases
}

/// Topics of [`PHRASES`] phrases each: three terms of which two are needed; a quarter have an exclusion, and a
/// fifth ask for one term in the headline or the lead only.
pub(crate) fn topics(phrases: &[String]) -> Vec<Topic> {
    let template = langnghe_watch::parse_topic(
        "mau.toml",
        "name = \"Mẫu\"\nwhy = \"Đo\"\nowner = \"van-phong\"\nthreshold = 10\n\
         [[term]]\nquery = 'mẫu'\nweight = 10\n",
    );
    let Ok(template) = template else {
        return Vec::new();
    };
    phrases
        .chunks_exact(PHRASES)
        .enumerate()
        .filter_map(|(number, part)| {
            let either = |a: &str, b: &str| format!("\"{a}\" OR \"{b}\"");
            let excludes = number % 4 == 0;
            let limited = number % 5 == 0;
            let third = if excludes {
                format!("\"{}\"", part[4])
            } else {
                either(&part[4], &part[5])
            };
            let terms = [
                (either(&part[0], &part[1]), 6),
                (either(&part[2], &part[3]), 5),
                (
                    if limited {
                        format!("title:({third}) OR lead:({third})")
                    } else {
                        third
                    },
                    5,
                ),
            ];
            Some(Topic {
                id: format!("chu-de-{number}").parse().ok()?,
                terms: terms
                    .into_iter()
                    .map(|(query, weight)| Term { query, weight })
                    .collect(),
                validity: Validity::default(),
                exclusions: excludes
                    .then(|| Exclusion {
                        query: format!("\"{}\"", part[5]),
                    })
                    .into_iter()
                    .collect(),
                ..template.clone()
            })
        })
        .collect()
}

/// Resident memory of this process in megabytes; 0 where the system does not tell.
#[allow(dead_code, reason = "not every benchmark asks for it")]
pub(crate) fn resident_mb() -> f64 {
    fs::read_to_string("/proc/self/statm")
        .ok()
        .and_then(|text| text.split(' ').nth(1)?.parse::<f64>().ok())
        .map_or(0.0, |pages| pages * 4096.0 / 1e6)
}

/// All text of an article.
#[allow(dead_code, reason = "not every benchmark asks for it")]
pub(crate) fn whole(article: &ArticleText) -> String {
    Field::ALL.map(|field| article.field(field)).join("\n")
}
