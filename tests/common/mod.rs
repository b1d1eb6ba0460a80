//! Running the built program, and reading what it made.

#![allow(dead_code, reason = "each test file uses a part of this")]

pub(crate) mod browser;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::{Command, Output},
};

use langnghe_model::{LogEvent, Seq};
use langnghe_pipeline::Index;
use langnghe_store::{FlagFilter, Store};

/// The program, with nothing of the caller's environment that could steer it.
pub(crate) fn langnghe() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_langnghe"));
    for (key, _) in std::env::vars_os() {
        if key.to_string_lossy().starts_with("LANGNGHE_") {
            command.env_remove(key);
        }
    }
    command
        .env("LANGNGHE_LOG__LEVEL", "error")
        .env("NO_COLOR", "1");
    command
}

/// Runs the program on a configuration folder.
pub(crate) fn run(config: &Path, arguments: &[&str]) -> Output {
    langnghe()
        .arg("--config")
        .arg(config)
        .args(arguments)
        .output()
        .expect("the program starts")
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("output is UTF-8")
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs it, expects success, and returns its output.
#[track_caller]
pub(crate) fn succeed(config: &Path, arguments: &[&str]) -> String {
    let output = run(config, arguments);
    assert!(
        output.status.success(),
        "{arguments:?}: {}\n{}",
        stdout(&output),
        stderr(&output)
    );
    stdout(&output)
}

/// The JSON lines of a command.
#[track_caller]
pub(crate) fn json_lines(config: &Path, arguments: &[&str]) -> Vec<serde_json::Value> {
    let mut all = arguments.to_vec();
    all.push("--json");
    succeed(config, &all)
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is an object"))
        .collect()
}

/// Runs `demo --once` on a folder.
#[track_caller]
pub(crate) fn demo(home: &Path) -> serde_json::Value {
    let output = langnghe()
        .args(["demo", "--once", "--json", "--home"])
        .arg(home)
        .output()
        .expect("the program starts");
    assert!(
        output.status.success(),
        "{}\n{}",
        stdout(&output),
        stderr(&output)
    );
    serde_json::from_str(&stdout(&output)).expect("the report is an object")
}

/// The port of a demo's press.
pub(crate) fn port(home: &Path) -> u16 {
    let text = std::fs::read_to_string(home.join("press-port")).expect("the demo keeps its port");
    text.parse().expect("a port")
}

/// Everything that counts in a home: what must be equal after whatever happened to the program.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// Address, number of revisions, hash of the latest text, withdrawn.
    pub(crate) articles: BTreeSet<(String, usize, String, bool)>,
    /// Address, topic, score.
    pub(crate) flags: BTreeSet<(String, String, i32)>,
    /// Address and revision of each searchable document.
    pub(crate) documents: BTreeSet<(String, u32)>,
}

/// Reads a home's state. Ports are left out of addresses, since every press has its own.
pub(crate) fn state(home: &Path) -> State {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let database = home.join("data/langnghe.db");
        let store = Store::open(&format!("sqlite:{}", database.display()))
            .await
            .expect("the store opens");
        let bare = |url: &str| {
            url.split_once("/tin/")
                .map_or_else(|| url.to_owned(), |(_, path)| path.to_owned())
        };
        let mut names = BTreeMap::new();
        let mut articles = BTreeSet::new();
        let mut revisions: BTreeMap<i64, (usize, String)> = BTreeMap::new();
        let last = store.last_seq().await.expect("the log's end");
        let log = store
            .read_log(Seq::START, usize::MAX >> 1)
            .await
            .expect("the log reads");
        assert_eq!(log.len() as i64, last.0, "the log has no gaps");
        for entry in log {
            if let LogEvent::Revision { article, revision } = entry.event {
                names.insert(article.id, bare(&article.url));
                let known = revisions.entry(article.id.0).or_default();
                *known = (known.0 + 1, revision.text.hash().as_str().to_owned());
            }
        }
        let ids: Vec<_> = names.keys().copied().collect();
        for article in store.articles(&ids).await.expect("articles read") {
            let (count, hash) = revisions[&article.id.0].clone();
            articles.insert((bare(&article.url), count, hash, article.withdrawn.is_some()));
        }
        let flags = store
            .flags(&FlagFilter::default())
            .await
            .expect("flags read");
        let index = Index::open_to_read(&home.join("index"), store.epoch(), last)
            .expect("the index opens")
            .expect("there is an index");
        State {
            articles,
            flags: flags
                .iter()
                .map(|row| {
                    (
                        bare(&row.article.url),
                        row.flag.topic.to_string(),
                        row.flag.score,
                    )
                })
                .collect(),
            documents: index
                .article_revisions()
                .expect("the index reads")
                .into_iter()
                .map(|(article, revision)| (names[&article].clone(), revision))
                .collect(),
        }
    })
}

/// A configuration folder with the shipped topics and places, and these sources.
pub(crate) fn configuration(home: &Path, sources: &str) -> PathBuf {
    let config = home.join("config");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config");
    std::fs::create_dir_all(config.join("topics")).expect("a folder");
    for file in ["units.toml", "places.tsv"] {
        std::fs::copy(shipped.join(file), config.join(file)).expect("a shipped file");
    }
    for entry in std::fs::read_dir(shipped.join("topics")).expect("shipped topics") {
        let path = entry.expect("a topic").path();
        std::fs::copy(
            &path,
            config
                .join("topics")
                .join(path.file_name().expect("a name")),
        )
        .expect("a topic");
    }
    std::fs::write(config.join("sources.toml"), sources).expect("sources");
    std::fs::write(
        config.join("langnghe.toml"),
        "[storage]\ndatabase = \"sqlite:../data/langnghe.db\"\nindex = \"../index\"\n\
         [fetch]\ncontact = \"test@localhost\"\ngap = \"0s\"\ntimeout = \"5s\"\nallow_private = [\"127.0.0.0/8\"]\n",
    )
    .expect("settings");
    config
}

/// Where the shared data lies; `None`, with a word, when it is not there.
pub(crate) fn shared(part: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data")
        .join(part);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: no shared data");
    None
}
