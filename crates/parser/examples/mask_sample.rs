//! Masked passages of real texts, drawn at random with a fixed seed, to be read by hand (never to be kept).
//!
//! `zstd -dc FILE… | cargo run -p langnghe-parser --example mask_sample`: JSON Lines on standard input, all text fields
//! are looked at. Each line shows the passage with what was masked in braces; the last line counts.

#![expect(clippy::print_stdout, reason = "the output is what this is for")]

use std::io::BufRead as _;

use langnghe_parser::mask;

const LABELS: [&str; 4] = [
    "[số điện thoại]",
    "[số giấy tờ]",
    "[thư điện tử]",
    "[số tài khoản]",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut passages, mut texts) = (Vec::new(), 0_usize);
    for line in std::io::stdin().lock().lines() {
        let value: serde_json::Value = serde_json::from_str(&line?)?;
        for name in ["title", "abstract", "text"] {
            for text in value[name].as_str().unwrap_or_default().lines() {
                texts += 1;
                passages.extend(masked_in(text));
            }
        }
    }
    let found = passages.len();
    // A linear congruential generator (Knuth's MMIX constants) is random enough to draw with.
    let mut state = 20_261_125_u64;
    for drawn in 0..100.min(found) {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let at = (state >> 33) as usize % passages.len();
        println!("{:3} {}", drawn + 1, passages.swap_remove(at));
    }
    println!("{found} passages in {texts} paragraphs");
    Ok(())
}

/// Each masked passage with forty characters around it.
fn masked_in(text: &str) -> Vec<String> {
    let masked = mask(text);
    let mut found = Vec::new();
    let (mut rest, mut at) = (&*masked, 0);
    while let Some((place, label)) = LABELS
        .iter()
        .filter_map(|label| rest.find(label).map(|place| (place, *label)))
        .min()
    {
        let start = at + place;
        rest = &rest[place + label.len()..];
        let next = LABELS
            .iter()
            .filter_map(|label| rest.find(label))
            .min()
            .unwrap_or(rest.len());
        let end = if rest[..next].is_empty() {
            text.len()
        } else {
            text[start..]
                .find(&rest[..next])
                .map_or(text.len(), |end| start + end)
        };
        let before: String = text[..start]
            .chars()
            .rev()
            .take(40)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let after: String = text[end..].chars().take(40).collect();
        found.push(format!("{label} {before}{{{}}}{after}", &text[start..end]));
        at = end;
    }
    found
}
