//! For each line of standard input: its words, parted by ` | `, and after a tab the first byte and the byte after the last
//! of each known word that stands across a border. For `scripts/word-borders`.

#![expect(clippy::print_stdout, reason = "the words are what it is for")]

use std::io::{self, BufRead};

use langnghe_vietnamese::{Borders, Segmenter, Tokens};

fn main() -> io::Result<()> {
    let segmenter = Segmenter::shipped();
    let mut borders = Borders::default();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let tokens = Tokens::of(&line);
        let mut crossed = Vec::new();
        segmenter.crossings(&line, &tokens, &mut borders, |range| {
            let (first, last) = (tokens.get(range.start), tokens.get(range.end - 1));
            crossed.push(format!("{}-{}", first.start, last.end));
        });
        segmenter.borders(&line, &tokens, &mut borders);
        let mut words = String::new();
        for (at, token) in tokens.iter().enumerate() {
            words += &line[token.start..token.end];
            words += if borders.ends()[at] { " | " } else { " " };
        }
        println!("{}\t{}", words.trim_end_matches(" | "), crossed.join(" "));
    }
    Ok(())
}
