//! A graceful stop while the press is slow.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is missing"
)]

mod common;

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use langnghe_newsroom::{Crowd, CrowdSettings};

/// What the operator is promised.
const PROMISED: Duration = Duration::from_secs(10);

#[test]
fn serve_stops_within_ten_seconds_though_papers_take_a_minute_to_answer() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let settings = CrowdSettings {
        hosts: 14,
        channels: 2,
        entries: 2,
        crawl_delay: 0,
        slow: Duration::from_secs(60),
    };
    let crowd = runtime.block_on(Crowd::start(settings, 0)).unwrap();
    let home = tempfile::tempdir().unwrap();
    let config = common::configuration(home.path(), &crowd.sources_toml());
    let mut serve = common::langnghe()
        .arg("--config")
        .arg(&config)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .env("LANGNGHE_FETCH__TIMEOUT", "120s")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // The others have been read; the slow ones, papers 3 and 13, are being asked.
    let begin = Instant::now();
    while !crowd
        .asked()
        .iter()
        .any(|asked| asked.path.starts_with("/tin/"))
    {
        assert!(
            begin.elapsed() < Duration::from_secs(60),
            "nothing is being read"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
    let asked = Instant::now();
    let terminated = Command::new("kill")
        .args(["-TERM", &serve.id().to_string()])
        .status()
        .unwrap();
    assert!(terminated.success());
    let status = loop {
        if let Some(status) = serve.try_wait().unwrap() {
            break status;
        }
        if asked.elapsed() > PROMISED {
            let _ = serve.kill();
            panic!("still running after {PROMISED:?}");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    println!("stopped after {:?}", asked.elapsed());
    assert!(status.success(), "{status}");
    assert!(crowd.asked().iter().all(|asked| asked.host % 10 != 3));
}
