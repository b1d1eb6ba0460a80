//! The shipped segmenter on the treebank's dev part.

use std::process::Command;

use langnghe_vietnamese::{Borders, Segmenter, Tokens};

use vtb::Score;

#[path = "common/vtb.rs"]
#[expect(dead_code, reason = "training needs more of it")]
mod vtb;

const DEV: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/data/ud-vi-vtb/vi_vtb-ud-dev.tar.zst"
);

/// Measured: 0.946 with punctuation, 0.938 without.
const FLOORS: [f64; 2] = [0.94, 0.93];

#[test]
fn words_of_the_treebank_are_found() {
    let unpacked = Command::new("sh")
        .args([
            "-c",
            "zstd -dcq \"$0\" | tar -xOf - --wildcards '*.conllu'",
            DEV,
        ])
        .output();
    let conllu = unpacked.map_or(String::new(), |output| {
        String::from_utf8(output.stdout).unwrap()
    });
    if conllu.is_empty() {
        println!("skipped: no shared data ({DEV})");
        return;
    }
    let mut scores = [Score::default(); 2];
    let mut borders = Borders::default();
    for sentence in vtb::read(&conllu) {
        let tokens = Tokens::of(&sentence.text);
        Segmenter::shipped().borders(&sentence.text, &tokens, &mut borders);
        let ends = sentence.ends_of(&tokens, borders.ends());
        sentence.score(&ends, true, &mut scores[0]);
        sentence.score(&ends, false, &mut scores[1]);
    }
    for (score, floor) in scores.into_iter().zip(FLOORS) {
        println!("F1 of words: {:.4}", score.f1());
        assert!(score.f1() > floor, "{score:?}");
    }
}
