//! How long words take: reads standard input, and prints nanoseconds for a token.

#![expect(clippy::print_stdout, reason = "the figures are what it is for")]

use std::{hint::black_box, io, time::Instant};

use langnghe_vietnamese::{Borders, Segmenter, Tokens};

fn main() -> io::Result<()> {
    let text = io::read_to_string(io::stdin())?;
    let start = Instant::now();
    let segmenter = Segmenter::shipped();
    println!(
        "the model is read in {:.1} ms",
        start.elapsed().as_secs_f64() * 1e3
    );
    let lines: Vec<(&str, Tokens)> = text.lines().map(|line| (line, Tokens::of(line))).collect();
    let count: usize = lines.iter().map(|(_, tokens)| tokens.len()).sum();
    let mut borders = Borders::default();
    let mut tell = |what: &str, each: &mut dyn FnMut(&str, &Tokens, &mut Borders)| {
        let mut best = f64::MAX;
        for _ in 0..5 {
            let start = Instant::now();
            for (line, tokens) in &lines {
                each(line, tokens, &mut borders);
            }
            best = best.min(start.elapsed().as_secs_f64());
        }
        println!(
            "{what}: {:.0} ns for a token of {count}",
            best * 1e9 / count as f64
        );
    };
    tell("tokens", &mut |line, _, _| {
        black_box(Tokens::of(line));
    });
    tell("borders", &mut |line, tokens, borders| {
        segmenter.borders(line, tokens, borders);
    });
    let mut found = 0;
    tell("crossings", &mut |line, tokens, borders| {
        segmenter.crossings(line, tokens, borders, |_| found += 1);
    });
    println!("{} crossings", found / 5);
    Ok(())
}
