//! Folds each line of standard input: its tokens without marks, joined by spaces. For `scripts/vn-text`.

#![expect(clippy::print_stdout, reason = "the folded lines are what it is for")]

use std::io::{self, BufRead};

use langnghe_vietnamese::Tokens;

fn main() -> io::Result<()> {
    for line in io::stdin().lock().lines() {
        let line = line?;
        let tokens = Tokens::of(&line);
        let folded: Vec<&str> = tokens.iter().map(|token| token.folded).collect();
        println!("{}", folded.join(" "));
    }
    Ok(())
}
