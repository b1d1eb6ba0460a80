//! The phrases of texts, for proposing terms: runs of one to four syllables that could stand in a topic.

use langnghe_model::{ArticleText, Field};
use langnghe_vietnamese::Tokens;
use rustc_hash::{FxHashMap, FxHashSet};

/// Longest phrase, in syllables.
pub(crate) const LONGEST: usize = 4;

/// Words that no proposed phrase begins or ends with: they bind words and say nothing alone.
const BINDING: [&str; 64] = [
    "và", "của", "các", "cho", "có", "là", "được", "những", "trong", "với", "một", "không", "đã",
    "này", "khi", "đó", "để", "tại", "từ", "về", "ra", "vào", "đến", "cũng", "như", "trên", "theo",
    "thì", "mà", "ở", "do", "bị", "sẽ", "đang", "rằng", "vì", "nên", "hay", "hoặc", "lại", "còn",
    "nhiều", "ông", "bà", "anh", "chị", "em", "tôi", "họ", "nó", "rất", "hơn", "nhất", "chỉ",
    "đây", "sau", "trước", "qua", "bởi", "nếu", "thế", "vẫn", "cùng", "mỗi",
];

/// Whether a syllable can be an end of a phrase that is proposed.
pub(crate) fn is_telling(word: &str) -> bool {
    !BINDING.contains(&word) && word.chars().all(char::is_alphabetic) && word.len() > 1
}

/// Calls `found` once for each phrase of a text, with whether it stands in the headline, and whether it is written
/// with capitals throughout: then it is most likely a name.
pub(crate) fn of_text(text: &ArticleText, mut found: impl FnMut(&str, bool, bool)) {
    let mut phrases: FxHashMap<String, (bool, bool)> = FxHashMap::default();
    for field in Field::ALL {
        let tokens = Tokens::of(text.field(field));
        for first in 0..tokens.len() {
            let begin = tokens.get(first);
            if !is_telling(begin.marked) {
                continue;
            }
            let mut phrase = String::new();
            let mut capitals = true;
            for at in first..tokens.len().min(first + LONGEST) {
                let token = tokens.get(at);
                if token.sentence != begin.sentence {
                    break;
                }
                if at > first {
                    phrase.push(' ');
                }
                phrase.push_str(token.marked);
                capitals &= token.capital;
                if is_telling(token.marked) {
                    let (title, name) = phrases.entry(phrase.clone()).or_insert((false, true));
                    *title |= field == Field::Title;
                    *name &= capitals;
                }
            }
        }
    }
    for (phrase, (title, name)) in phrases {
        found(&phrase, title, name);
    }
}

/// In how many of the texts each phrase stands.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Texts with the phrase, and those of them where it looks like a name.
    pub(crate) of: FxHashMap<String, (u32, u32)>,
    pub(crate) texts: u32,
}

impl Counts {
    /// Counts every phrase.
    pub(crate) fn all<'a>(texts: impl IntoIterator<Item = &'a ArticleText>) -> Self {
        let mut counts = Self::default();
        for text in texts {
            counts.texts += 1;
            of_text(text, |phrase, _, name| {
                // Most phrases were seen before; only a new one needs a string of its own.
                if let Some(counted) = counts.of.get_mut(phrase) {
                    *counted = (counted.0 + 1, counted.1 + u32::from(name));
                } else {
                    counts.of.insert(phrase.to_owned(), (1, u32::from(name)));
                }
            });
        }
        counts
    }

    /// Counts some phrases only.
    pub(crate) fn only<'a>(
        texts: impl IntoIterator<Item = &'a ArticleText>,
        wanted: &FxHashSet<&str>,
    ) -> Self {
        let mut counts = Self::default();
        for text in texts {
            counts.texts += 1;
            of_text(text, |phrase, _, _| {
                if let Some(phrase) = wanted.get(phrase) {
                    counts.of.entry((*phrase).to_owned()).or_default().0 += 1;
                }
            });
        }
        counts
    }

    /// Texts with a phrase.
    pub(crate) fn with(&self, phrase: &str) -> u32 {
        self.of.get(phrase).map_or(0, |counted| counted.0)
    }
}

/// Dunning's log-likelihood ratio for a phrase that stands in `a` of `of_a` texts here and `b` of `of_b` elsewhere;
/// positive when it is more frequent here. (Dunning, Computational Linguistics 19(1), 1993.)
pub(crate) fn likelihood_ratio(a: f64, of_a: f64, b: f64, of_b: f64) -> f64 {
    if of_a <= 0.0 || of_b <= 0.0 {
        return 0.0;
    }
    let term = |seen: f64, expected: f64| {
        if seen > 0.0 && expected > 0.0 {
            seen * (seen / expected).ln()
        } else {
            0.0
        }
    };
    let with = (a + b) / (of_a + of_b);
    let ratio = 2.0
        * (term(a, of_a * with)
            + term(of_a - a, of_a * (1.0 - with))
            + term(b, of_b * with)
            + term(of_b - b, of_b * (1.0 - with)));
    if a / of_a >= b / of_b { ratio } else { -ratio }
}
