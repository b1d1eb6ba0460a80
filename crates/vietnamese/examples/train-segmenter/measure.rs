//! How many words are found.

use std::collections::HashSet;

use langnghe_vietnamese::{
    Borders, Segmenter, Tokens,
    training::{LONGEST, Run, runs},
};

use crate::vtb::{Score, Sentence};

pub(crate) fn evaluate(
    sentences: &[&Sentence],
    mut ends: impl FnMut(&Sentence, &Tokens) -> Vec<bool>,
) -> [Score; 2] {
    let mut scores = [Score::default(); 2];
    for sentence in sentences {
        let tokens = Tokens::of(&sentence.text);
        let of_tokens = ends(sentence, &tokens);
        let ends = sentence.ends_of(&tokens, &of_tokens);
        sentence.score(&ends, true, &mut scores[0]);
        sentence.score(&ends, false, &mut scores[1]);
    }
    scores
}

pub(crate) fn by_model(segmenter: &Segmenter, sentence: &Sentence, tokens: &Tokens) -> Vec<bool> {
    let mut borders = Borders::default();
    segmenter.borders(&sentence.text, tokens, &mut borders);
    borders.ends().to_vec()
}

/// The plainest way: from left to right the longest word that is known.
pub(crate) fn longest_match(
    known: &HashSet<String>,
    sentence: &Sentence,
    tokens: &Tokens,
) -> Vec<bool> {
    let mut ends = vec![true; tokens.len()];
    let forms: Vec<&str> = tokens.marked().collect();
    runs(
        &sentence.text,
        tokens,
        |_| 0,
        &mut Run::default(),
        |_, range| {
            let mut start = range.start;
            while start < range.end {
                let most = LONGEST.min(range.end - start);
                let is_known =
                    |length: &usize| known.contains(&forms[start..start + length].join(" "));
                let length = (2..=most).rev().find(is_known).unwrap_or(1);
                ends[start..start + length - 1].fill(false);
                start += length;
            }
        },
    );
    ends
}

pub(crate) fn tell(what: &str, scores: [Score; 2]) {
    for (score, with) in scores.into_iter().zip(["with punctuation", "without"]) {
        println!(
            "{what}, {with}: precision {:.4}, recall {:.4}, F1 {:.4}",
            score.precision(),
            score.recall(),
            score.f1()
        );
    }
}
