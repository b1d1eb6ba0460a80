//! Papers that cannot be reached or send nonsense, and what is said of them.

use std::path::Path;

use crate::common::{configuration, json_lines, run, stdout, succeed};
use langnghe_newsroom::{Fault, Press, PressSettings, RunningPress};

/// A press at its last moment, served beside the test.
struct Served {
    runtime: tokio::runtime::Runtime,
    press: Option<RunningPress>,
}

impl Served {
    fn start() -> Self {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let press = Press::new(PressSettings::default());
        let last = *press.rounds().last().unwrap();
        let press = runtime.block_on(press.start(0)).unwrap();
        press.set_time(last);
        Self {
            runtime,
            press: Some(press),
        }
    }

    fn press(&self) -> &RunningPress {
        self.press.as_ref().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(press) = self.press.take() {
            self.runtime.block_on(press.stop());
        }
    }
}

fn result_of(config: &Path, source: &str) -> serde_json::Value {
    json_lines(config, &["sources", "list"])
        .into_iter()
        .find(|line| line["source"] == source)
        .expect("the source is listed")
}

#[test]
fn papers_that_fail_are_said_and_do_not_disturb_the_others() {
    let served = Served::start();
    let press = served.press();
    press.set_fault("bao-non-cao", Some(Fault::NotAFeed));
    press.set_fault("dai-song-xanh", Some(Fault::Status(503)));
    press.set_fault("nhat-bao-ha-thanh", Some(Fault::Status(404)));
    press.set_fault("thoi-bao-phuong-nam", Some(Fault::EmptyFeed));
    press.set_fault("bao-lang-xua/rss/home.rss", Some(Fault::Truncated));
    press.set_fault("tap-chi-du-khao", Some(Fault::Endless));
    let home = tempfile::tempdir().unwrap();
    let unreachable = "\n[[source]]\nid = \"khong-co\"\nname = \"Báo không tới được\"\nhomepage = \"http://127.0.12.1:9/\"\n\
        kind = \"newspaper\"\nregion = \"vn\"\n[[source.channel]]\nurl = \"http://127.0.12.1:9/rss\"\nkind = \"feed\"\n";
    let config = configuration(home.path(), &(press.sources_toml() + unreachable));

    let summary = json_lines(&config, &["fetch"]).remove(0);
    assert!(summary["failed"].as_u64().unwrap() >= 5, "{summary}");
    assert!(
        summary["articles"].as_u64().unwrap() >= 40,
        "the others were read: {summary}"
    );

    let said = |source: &str| {
        result_of(&config, source)["last_result"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(
        said("bao-non-cao").contains("feed"),
        "{}",
        said("bao-non-cao")
    );
    assert!(
        said("dai-song-xanh").contains("503"),
        "{}",
        said("dai-song-xanh")
    );
    assert!(
        said("nhat-bao-ha-thanh").contains("404"),
        "{}",
        said("nhat-bao-ha-thanh")
    );
    assert!(
        said("thoi-bao-phuong-nam").contains("no entries"),
        "{}",
        said("thoi-bao-phuong-nam")
    );
    assert!(
        said("bao-lang-xua").contains("new"),
        "entries before the break are kept: {}",
        said("bao-lang-xua")
    );
    assert!(
        said("tap-chi-du-khao").contains("larger than"),
        "{}",
        said("tap-chi-du-khao")
    );
    assert!(
        said("khong-co").contains("cannot be reached"),
        "{}",
        said("khong-co")
    );
    assert!(
        result_of(&config, "dai-song-xanh")["reason"]
            .as_str()
            .unwrap()
            .starts_with("back-off")
    );

    // When they are well again, everything is there.
    for paper in press.press().papers() {
        press.set_fault(paper.id, None);
    }
    press.set_fault("bao-lang-xua/rss/home.rss", None);
    json_lines(&config, &["fetch"]);
    for paper in press.press().papers() {
        assert!(
            !result_of(&config, paper.id)["last_ok"].is_null(),
            "{}",
            paper.id
        );
    }
}

#[test]
fn a_source_that_is_checked_shows_what_came_and_keeps_nothing() {
    let served = Served::start();
    let home = tempfile::tempdir().unwrap();
    let config = configuration(home.path(), &served.press().sources_toml());
    let text = succeed(&config, &["sources", "check", "bao-non-cao"]);
    assert!(text.contains("20 entries"), "{text}");
    served
        .press()
        .set_fault("bao-non-cao", Some(Fault::NotAFeed));
    let output = run(&config, &["sources", "check", "bao-non-cao"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("cannot be read"),
        "{}",
        stdout(&output)
    );
    assert!(json_lines(&config, &["flags", "list"]).is_empty());
}
