//! Prints generated articles for benchmarks: `corpus COUNT [SEED]`, JSON Lines in the form of `langnghe import`.

use std::io::{self, BufWriter, Write};

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default| {
        arguments
            .next()
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    let (count, seed) = (number(1000), number(1));
    let mut out = BufWriter::new(io::stdout().lock());
    for article in langnghe_newsroom::corpus(seed).take(count as usize) {
        serde_json::to_writer(&mut out, &article)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}
