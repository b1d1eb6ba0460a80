//! A process that is killed while it writes, at any moment, and goes on from what it finds.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Instant, SystemTime},
};

use langnghe_model::{ArticleId, Seq};
use langnghe_query::{Use, parse};

use super::{EPOCH, ONE_THREAD, article, entry, places, text};
use crate::{Index, Indexed, OpenState, SearchRequest, Sort, Writer};

/// The log's length. Fewer articles, since some entries are revisions and withdrawals of earlier ones.
const LAST: Seq = Seq(400);

/// Entries between two commits.
const BATCH: i64 = 25;

/// Names the folder to the process that is to be killed.
const FOLDER: &str = "LANGNGHE_TEST_KILLED_IN";

/// How often the process is killed: `LANGNGHE_TEST_KILLS`, else 50 times when optimised.
fn kills() -> u32 {
    let said = env::var("LANGNGHE_TEST_KILLS").ok();
    said.and_then(|count| count.parse().ok())
        .unwrap_or(if cfg!(debug_assertions) { 10 } else { 50 })
}

/// Takes one entry of the log in: mostly a new article, now and then a change to an earlier one.
fn take(writer: &mut Writer, seq: i64) {
    let of = article(if seq % 7 == 0 { seq / 2 } else { seq });
    let number = if of.id.0 == seq {
        1
    } else {
        2 + (seq % 3) as u32
    };
    let written = text(
        &format!("Lễ hội số {}", of.id),
        "",
        &format!("Tin thứ {seq} về lễ hội, lần {number}").repeat(20),
    );
    let named = places(if seq % 2 == 0 { &["cao-bang"] } else { &[] });
    let entry = Indexed {
        places: &named,
        withdrawn: seq % 49 == 0,
        ..entry(seq, &of, number, &written)
    };
    writer.apply(&entry).expect("the disk is not full");
}

/// Fills an index from where it stands to the log's end.
fn fill(dir: &Path) -> Index {
    let index = Index::open(dir, EPOCH, LAST)
        .expect("an index that was cut off opens")
        .index;
    let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
    for seq in index.checkpoint().0 + 1..=LAST.0 {
        take(&mut writer, seq);
        if seq % BATCH == 0 {
            writer.commit(Seq(seq)).expect("the disk is not full");
        }
    }
    index
}

/// All that can be asked: each article's revision, and what some searches find and show.
fn state(index: &Index) -> (Seq, Vec<(ArticleId, u32)>, Vec<String>) {
    let asked = [
        "lễ hội",
        "le hoi is:withdrawn",
        "\"lần 3\"",
        "place:cao-bang số",
    ];
    let shown = asked.iter().flat_map(|query| {
        let mut request = SearchRequest::new(parse(query, Use::Search).expect("well formed"));
        (request.sort, request.limit) = (Sort::Newest, LAST.0 as usize);
        let answer = index.search(&request).expect("the index can be searched");
        answer.hits.into_iter().map(|hit| format!("{hit:?}"))
    });
    let revisions = index.article_revisions().expect("the index can be read");
    (index.checkpoint(), revisions, shown.collect())
}

#[test]
#[ignore = "is the process that the test below kills"]
fn fills_an_index_again_and_again() {
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    loop {
        fill(&folder).clear().expect("nobody else writes");
    }
}

fn start(folder: &Path) -> Child {
    let this = env::current_exe().expect("a test has a file");
    let inner = "tests::killing::fills_an_index_again_and_again";
    Command::new(this)
        .args(["--exact", inner, "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a test can be run")
}

#[test]
fn an_index_whose_writer_is_killed_again_and_again_is_in_the_end_like_a_new_one() {
    let fresh = tempfile::tempdir().expect("a temporary folder");
    // A process may live twice as long as this one takes, on whatever machine: it also has to start.
    let start_of_fill = Instant::now();
    let expected = state(&fill(fresh.path()));
    let life = start_of_fill.elapsed() * 2;
    let folder = tempfile::tempdir().expect("a temporary folder");
    // The waits differ from run to run, and lie evenly: each is the fraction of the golden section on from the last.
    let begun = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let mut wait = f64::from(begun.expect("it is after 1970").subsec_nanos()) / 1e9;
    println!("first wait: {wait} of {life:?}");
    let mut reached = std::collections::BTreeSet::new();
    for _ in 0..kills() {
        let mut process = start(folder.path());
        sleep(life.mul_f64(wait));
        wait = (wait + 0.618_034).fract();
        let ended = process.try_wait().expect("the process can be asked");
        assert_eq!(ended, None, "it ends only when it is killed");
        process.kill().expect("the process can be killed");
        process.wait().expect("the process has ended");
        let (checkpoint, state) =
            Index::inspect(folder.path(), EPOCH, LAST).expect("being killed damages nothing");
        assert!(
            matches!(state, OpenState::Current | OpenState::Fresh),
            "{state:?}"
        );
        reached.insert(checkpoint);
    }
    println!("found at entries {reached:?}");
    assert!(reached.len() > 2, "it was killed at {reached:?} only");
    assert_eq!(state(&fill(folder.path())), expected);
}
