//! Phrases that go with a topic's words: what an analyst may add.

use langnghe_model::ArticleText;
use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::phrases::{Counts, likelihood_ratio};

/// A phrase that stands in the articles of some words more often than elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Related {
    /// The phrase.
    pub phrase: String,
    /// How many of the articles with the words have it.
    pub with: u32,
    /// How many of the other articles have it.
    pub without: u32,
    /// Dunning's log-likelihood ratio: how sure it is that this is no chance.
    pub likelihood_ratio: f64,
    /// Pointwise mutual information, in bits: how much more often than by chance.
    pub mutual_information: f64,
}

/// The phrases that tell the `found` articles from `others` best, at most `limit`, the best first. Phrases within
/// `words` are left out, as are names, and parts of longer phrases that say the same.
pub fn suggest(
    words: &str,
    found: &[ArticleText],
    others: &[ArticleText],
    limit: usize,
) -> Vec<Related> {
    /// 99.9 % of chance results lie below this (chi-squared, one degree of freedom).
    const SURE: f64 = 10.83;
    let words = langnghe_vietnamese::marked(words);
    let here = Counts::all(found);
    let least = (found.len() as u32 / 100).max(2);
    let wanted: FxHashSet<&str> = here
        .of
        .iter()
        .filter(|(phrase, (with, names))| {
            *with >= least && names * 2 < *with && !words.contains(phrase.as_str())
        })
        .map(|(phrase, _)| phrase.as_str())
        .collect();
    let elsewhere = Counts::only(others, &wanted);
    let (of_here, of_others) = (f64::from(here.texts), f64::from(elsewhere.texts));
    let mut related: Vec<Related> = wanted
        .iter()
        .filter_map(|phrase| {
            let (with, without) = (here.with(phrase), elsewhere.with(phrase));
            let likelihood_ratio =
                likelihood_ratio(f64::from(with), of_here, f64::from(without), of_others);
            let share = f64::from(with + without) / (of_here + of_others);
            (likelihood_ratio >= SURE).then(|| Related {
                phrase: (*phrase).to_owned(),
                with,
                without,
                likelihood_ratio,
                mutual_information: (f64::from(with) / of_here / share).log2(),
            })
        })
        .collect();
    related.sort_by(|a, b| {
        b.likelihood_ratio
            .total_cmp(&a.likelihood_ratio)
            .then_with(|| b.phrase.len().cmp(&a.phrase.len()))
            .then_with(|| a.phrase.cmp(&b.phrase))
    });
    let mut kept: Vec<Related> = Vec::new();
    for candidate in related {
        if kept.len() == limit {
            break;
        }
        let said = kept.iter().any(|other| {
            within(&candidate.phrase, &other.phrase) || within(&other.phrase, &candidate.phrase)
        });
        if !said {
            kept.push(candidate);
        }
    }
    kept
}

/// Whether a phrase is part of another, at syllable limits.
pub(crate) fn within(part: &str, whole: &str) -> bool {
    format!(" {whole} ").contains(&format!(" {part} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(body: &str) -> ArticleText {
        ArticleText {
            body: body.to_owned(),
            ..ArticleText::default()
        }
    }

    #[test]
    fn what_goes_with_the_words_is_found_and_what_is_everywhere_is_not() {
        let found: Vec<_> = (0..20)
            .map(|n| {
                article(&format!(
                    "Có vụ đuối nước ở suối số {n}, đội cứu hộ tìm thấy thi thể. Trời hôm nay đẹp."
                ))
            })
            .collect();
        let others: Vec<_> = (0..200)
            .map(|n| article(&format!("Hội làng mở lần {n}. Trời hôm nay đẹp.")))
            .collect();
        let related = suggest("đuối nước", &found, &others, 10);
        let phrases: Vec<&str> = related.iter().map(|r| r.phrase.as_str()).collect();
        assert!(
            phrases.iter().any(|phrase| phrase.contains("cứu hộ")),
            "{phrases:?}"
        );
        assert!(
            !phrases.iter().any(|phrase| phrase.contains("trời")),
            "{phrases:?}"
        );
        assert!(!phrases.contains(&"đuối nước"));
        assert!(
            related
                .iter()
                .all(|r| r.with == 20 && r.without == 0 && r.mutual_information > 3.0)
        );
    }

    #[test]
    fn too_little_to_tell_suggests_nothing() {
        assert_eq!(suggest("x", &[], &[], 5), []);
        assert_eq!(
            suggest("x", &[article("một hai ba")], &[article("bốn")], 5),
            []
        );
    }
}
