//! Serves a crowd of papers and tells how politely they were read; for `scripts/bench collect`.
//!
//! `crowd HOSTS CHANNELS ENTRIES CRAWL_DELAY GAP_MS SOURCES_FILE` writes `sources.toml` to the file, says "ready",
//! and serves until standard input ends; then it prints one JSON object.

#![expect(
    clippy::print_stdout,
    reason = "its output is what the benchmark reads"
)]

use std::{env, error::Error, io::Read as _, time::Duration};

use langnghe_newsroom::{Crowd, CrowdSettings};

fn main() -> Result<(), Box<dyn Error>> {
    let given: Vec<String> = env::args().skip(1).collect();
    let [hosts, channels, entries, crawl_delay, gap, file] = given.as_slice() else {
        return Err("usage: crowd HOSTS CHANNELS ENTRIES CRAWL_DELAY GAP_MS SOURCES_FILE".into());
    };
    let settings = CrowdSettings {
        hosts: hosts.parse()?,
        channels: channels.parse()?,
        entries: entries.parse()?,
        crawl_delay: crawl_delay.parse()?,
        slow: Duration::from_millis(1500),
    };
    let gap = Duration::from_millis(gap.parse()?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let crowd = runtime.block_on(Crowd::start(settings, 0))?;
    std::fs::write(file, crowd.sources_toml())?;
    println!("ready");
    std::io::stdin().read_to_end(&mut Vec::new())?;
    let faults = crowd.faults(gap);
    let (bound, requests) = crowd.bound(gap);
    let shown: Vec<String> = faults
        .iter()
        .take(10)
        .map(|fault| format!("{fault:?}"))
        .collect();
    println!(
        "{{\"requests\":{requests},\"bound\":{},\"readable\":{},\"faults\":{},\"first_faults\":[{}]}}",
        bound.as_secs_f64(),
        crowd.readable(),
        faults.len(),
        shown.join(",")
    );
    Ok(())
}
