//! Measures appending and reading back: `cargo run --release -p langnghe-store --example throughput -- [ARTICLES] [BATCH] [URL]`.
//!
//! Articles of about 3 KB go in by batches, of 500 when not told otherwise, as `langnghe import` gives them; then the same again, which
//! adds nothing; then the log is read in parts of the same size. Prints microseconds for each article as JSON.

#![expect(clippy::print_stdout, reason = "its result goes there")]

use std::time::Instant;

use jiff::Timestamp;
use langnghe_model::{ArticleText, Extraction, RevisionKind, Seq};
use langnghe_store::{NewArticle, Store};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let count: usize = arguments.next().map_or(Ok(20_000), |count| count.parse())?;
    let batch_size: usize = arguments.next().map_or(Ok(500), |size| size.parse())?;
    let folder = tempfile::tempdir()?;
    let url = arguments
        .next()
        .unwrap_or_else(|| format!("sqlite:{}", folder.path().join("news.db").display()));
    let store = Store::open(&url).await?;
    let start = store.last_seq().await?;
    let articles = articles(count, start)?;

    let now = Timestamp::now();
    let each =
        |began: Instant| (began.elapsed().as_secs_f64() * 1e6 / count as f64 * 10.0).round() / 10.0;
    let began = Instant::now();
    for batch in articles.chunks(batch_size) {
        store.append(batch, now).await?;
    }
    let append = each(began);
    let began = Instant::now();
    for batch in articles.chunks(batch_size) {
        store.append(batch, now).await?;
    }
    let again = each(began);
    let began = Instant::now();
    let mut after = start;
    let mut read = 0;
    loop {
        let entries = store.read_log(after, batch_size).await?;
        let Some(last) = entries.last() else { break };
        after = last.seq;
        read += entries.len();
    }
    let read_log = each(began);
    assert!(read == count, "{read} of {count} entries were read");
    println!(
        "{{\"engine\":\"{:?}\",\"articles\":{count},\"batch\":{batch_size},\"append_us\":{append},\"append_again_us\":{again},\"read_log_us\":{read_log}}}",
        store.engine()
    );
    Ok(())
}

/// Texts of different lengths around 3 KB, no two alike.
fn articles(count: usize, start: Seq) -> Result<Vec<NewArticle>, Box<dyn std::error::Error>> {
    const SENTENCE: &str =
        "Sáng nay, đông đảo người dân và du khách về dự khai hội tại trung tâm xã. ";
    let seen = Timestamp::now();
    (0..count)
        .map(|n| {
            let number = start.0 as usize + n;
            // From 1 to 5 KB, in no order.
            let sentences = 10 + number.wrapping_mul(2_654_435_761) % 41;
            Ok(NewArticle {
                source: format!("bao-{}", number % 8).parse()?,
                url: format!(
                    "https://bao-{}.example/tin-tuc/khai-hoi-xuan-o-vung-cao-{number}.html",
                    number % 8
                ),
                aliases: Vec::new(),
                text: ArticleText {
                    title: format!("Khai hội xuân thứ {number} ở vùng cao"),
                    lead: SENTENCE.repeat(2),
                    body: format!("Đoạn {number}.\n{}", SENTENCE.repeat(sentences)),
                },
                published: Some(seen),
                section: None,
                way: Extraction::Import,
                confidence: 100,
                kind: RevisionKind::Published,
                seen,
                late: true,
                page: None,
            })
        })
        .collect()
}
