//! Real feeds and pages, where they are at hand: nothing of them may panic, and the figures are printed.

#![expect(
    clippy::print_stdout,
    reason = "the figures are what these tests are for"
)]

use std::{
    collections::{BTreeMap, HashMap},
    io::Read as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use jiff::Timestamp;
use langnghe_model::Selectors;
use langnghe_parser::{Document, parse_article, parse_feed};

fn now() -> Timestamp {
    "2026-11-23T08:00:00+07:00".parse().expect("a timestamp")
}

/// Unpacks an archive of the shared data; `None` when it, `tar` or `zstd` is not there.
fn unpack(archive: &str) -> Option<tempfile::TempDir> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(archive);
    if !path.exists() {
        println!("skipped: no shared data ({archive})");
        return None;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let zstd = Command::new("zstd")
        .arg("-dc")
        .arg(&path)
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut zstd) = zstd else {
        println!("skipped: no zstd command");
        return None;
    };
    let out = zstd.stdout.take().expect("piped above");
    let done = Command::new("tar")
        .arg("-x")
        .arg("-C")
        .arg(folder.path())
        .stdin(out)
        .status();
    let unpacked = zstd.wait().is_ok_and(|status| status.success())
        && done.is_ok_and(|status| status.success());
    if !unpacked {
        println!("skipped: no tar command, or a damaged archive");
        return None;
    }
    Some(folder)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn recorded_feeds_are_read_without_a_panic() {
    let Some(folder) = unpack("feed-fixtures/fixtures.tar.zst") else {
        return;
    };
    let mut by_origin: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    for path in files(folder.path()) {
        let name = path
            .strip_prefix(folder.path())
            .expect("inside")
            .to_string_lossy()
            .into_owned();
        // Beside gofeed's, feed-rs' and other feeds lie what their parsers should make of them.
        let ends = |end: &str| path.extension().is_some_and(|found| found == end);
        let is_expectation = ends("json")
            && (name.contains("expected")
                || name.contains(".serde.")
                || path.with_extension("xml").exists());
        if is_expectation || !["xml", "atom", "rss", "rdf", "json"].into_iter().any(ends) {
            continue;
        }
        let bytes = std::fs::read(&path).expect("a file");
        let doc = Document {
            bytes: &bytes,
            content_type: None,
            url: "https://bao.example/feed",
        };
        let origin = name.split('/').take(2).collect::<Vec<_>>().join("/");
        let counts = by_origin.entry(origin).or_default();
        counts[0] += 1;
        match parse_feed(&doc, now()) {
            Ok(parsed) => {
                counts[1] += 1;
                counts[2] += parsed.value.entries.len();
            }
            Err(error) => {
                if std::env::var_os("SHOW_REFUSED").is_some() {
                    println!("{name}: {error}");
                }
                let said = error.to_string();
                let why = said
                    .split(": ")
                    .nth(1)
                    .unwrap_or(&said)
                    .split(['(', ';'])
                    .next()
                    .unwrap_or_default()
                    .trim()
                    .to_owned();
                *refused.entry(why).or_default() += 1;
            }
        }
    }
    let mut sum = [0; 3];
    for (origin, counts) in &by_origin {
        println!(
            "{origin}: {} files, {} read as feeds, {} entries",
            counts[0], counts[1], counts[2]
        );
        for (sum, count) in sum.iter_mut().zip(counts) {
            *sum += count;
        }
    }
    println!(
        "all: {} files, {} read as feeds, {} entries; refused: {refused:?}",
        sum[0], sum[1], sum[2]
    );
    // The rest are no feeds (OPML, samples of other XML), CDF, UTF-32 and one cut off in its head.
    assert!(sum[1] * 100 >= sum[0] * 98, "fewer than 98 in 100 are read");
}

/// Words as the benchmark's `evaluate.py` cuts them: runs of letters and digits.
fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let mut counts = HashMap::new();
    if words.is_empty() {
        return counts;
    }
    for four in words.windows(4.min(words.len())) {
        *counts.entry(four.to_vec()).or_default() += 1;
    }
    counts
}

#[test]
fn recorded_pages_give_their_articles() {
    let Some(folder) = unpack("article-extraction/pages.tar.zst") else {
        return;
    };
    let all = files(folder.path());
    let truth = all
        .iter()
        .find(|path| path.ends_with("ground-truth.json"))
        .expect("the ground truth");
    let truth: HashMap<String, serde_json::Value> =
        serde_json::from_slice(&std::fs::read(truth).expect("a file")).expect("json");
    let (mut precision, mut recall, mut pages, mut dated, mut titled) =
        (Vec::new(), Vec::new(), 0, 0, 0);
    for path in all
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "gz"))
    {
        let id = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .replace(".html.gz", "");
        let Some(wanted) = truth.get(&id).and_then(|one| one["articleBody"].as_str()) else {
            continue;
        };
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(&*std::fs::read(path).expect("a file"))
            .read_to_end(&mut bytes)
            .expect("gzip");
        let doc = Document {
            bytes: &bytes,
            content_type: Some("text/html; charset=utf-8"),
            url: "https://bao.example/a",
        };
        pages += 1;
        let text = match parse_article(&doc, &Selectors::default(), None, now()) {
            Ok(parsed) => {
                dated += usize::from(parsed.value.published.is_some());
                titled += usize::from(!parsed.value.text.title.is_empty());
                format!("{}\n{}", parsed.value.text.lead, parsed.value.text.body)
            }
            Err(error) => {
                println!("{id}: {error}");
                String::new()
            }
        };
        let (wanted, found) = (shingles(wanted), shingles(&text));
        let common: usize = wanted
            .iter()
            .map(|(four, count)| count.min(found.get(four).unwrap_or(&0)))
            .sum();
        let (in_wanted, in_found) = (
            wanted.values().sum::<usize>(),
            found.values().sum::<usize>(),
        );
        // As in evaluate.py, an empty answer does not count for precision.
        if in_found > 0 {
            precision.push(common as f64 / in_found as f64);
        }
        if in_wanted > 0 {
            recall.push(common as f64 / in_wanted as f64);
        }
        if std::env::var_os("SHOW_PAGES").is_some() {
            println!(
                "{id} p={:.3} r={:.3}",
                common as f64 / in_found.max(1) as f64,
                common as f64 / in_wanted.max(1) as f64
            );
        }
    }
    let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len().max(1) as f64;
    let (p, r) = (mean(&precision), mean(&recall));
    let f1 = 2.0 * p * r / (p + r);
    println!(
        "{pages} pages: F1 {f1:.3} (precision {p:.3}, recall {r:.3}); title on {titled}, date on {dated}"
    );
    assert!(f1 > 0.93, "the extraction got worse: {f1:.3}");
}
