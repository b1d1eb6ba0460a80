//! Killed at any moment, and started again.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is missing, and says what it skips"
)]

mod common;

use std::{
    process::Stdio,
    time::{Duration, Instant, SystemTime},
};

use common::{demo, langnghe, state};

/// How often the program is killed.
const KILLS: u32 = 30;

/// Waits that differ from run to run; the seed is printed, so that a failure can be looked at again.
struct Waits(u64);

impl Waits {
    fn next(&mut self, below: Duration) -> Duration {
        // SplitMix64 (Steele, Lea, Flood 2014).
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        below.mul_f64((z ^ (z >> 31)) as f64 / u64::MAX as f64)
    }
}

#[test]
fn a_month_that_is_killed_thirty_times_ends_like_one_that_was_not() {
    let quiet = tempfile::tempdir().unwrap();
    let start = Instant::now();
    demo(quiet.path());
    let whole = start.elapsed();

    let seed = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap()
        .as_nanos() as u64;
    println!("an undisturbed run takes {whole:?}; seed of the waits: {seed}");
    let mut waits = Waits(seed);
    let home = tempfile::tempdir().unwrap();
    let mut interrupted = 0;
    for _ in 0..KILLS {
        let mut child = langnghe()
            .args(["demo", "--once", "--home"])
            .arg(home.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Short enough that the kills spread over the whole month, starts and ends included.
        std::thread::sleep(waits.next(whole / 12));
        interrupted += u32::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
    }
    assert!(
        interrupted >= KILLS / 2,
        "only {interrupted} runs were still at work when they were killed"
    );
    demo(home.path());
    assert_eq!(state(home.path()), state(quiet.path()));
}
