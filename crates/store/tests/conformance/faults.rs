//! Several writers, writers that are cut off, disks that are full, rows that are damaged.

use std::{collections::BTreeSet, time::Duration};

use langnghe_model::{ArticleId, Seq};
use langnghe_store::{FlagFilter, Outcome as Came, Store, StoreError};

use crate::support::{
    Database, Outcome, article, articles, flag, minute, page, poll, request, topic_id,
};

/// Two stores append as two processes would, while a third reads: the reader sees no number before the one
/// below it.
pub(crate) async fn appends_from_two_stores_leave_no_gap_and_show_none(
    database: &Database,
) -> Outcome {
    const BATCHES: i64 = 12;
    const SIZE: usize = 7;
    let mut writing = tokio::task::JoinSet::new();
    for writer in 0..2 {
        let store = database.open().await?;
        for task in 0..2 {
            let store = store.clone();
            writing.spawn(async move {
                for batch in 0..BATCHES {
                    let new = articles(&format!("{writer}-{task}-{batch}"), SIZE);
                    store.append(&new, minute(batch)).await?;
                }
                Ok::<(), StoreError>(())
            });
        }
    }
    let reader = database.open().await?;
    let expected = 4 * BATCHES * SIZE as i64;
    let reading = tokio::spawn(async move {
        let mut last = Seq::START;
        while last.0 < expected {
            for entry in reader.read_log(last, 50).await? {
                assert_eq!(entry.seq.0, last.0 + 1, "a gap was seen");
                last = entry.seq;
            }
            tokio::task::yield_now().await;
        }
        Ok::<Seq, StoreError>(last)
    });
    while let Some(written) = writing.join_next().await {
        written??;
    }
    let last = tokio::time::timeout(Duration::from_secs(30), reading).await???;
    assert_eq!(last, Seq(expected));
    assert!(database.open().await?.check().await?.faults.is_empty());
    Ok(())
}

/// Everything that computes an id from the last one, at once, from two stores.
pub(crate) async fn writers_of_every_kind_get_on_together(database: &Database) -> Outcome {
    let stores = [database.open().await?, database.open().await?];
    let known: Vec<ArticleId> = stores[0]
        .append(&articles("a", 20), minute(0))
        .await?
        .iter()
        .map(|came| came.article)
        .collect();
    let mut working = tokio::task::JoinSet::new();
    for n in 0..20_usize {
        let store: Store = stores[n % 2].clone();
        let id = known[n];
        working.spawn(async move {
            // Two feeds that list the same addresses.
            let feed = format!("https://bao.example/{}", n % 4);
            let pages = [
                page(&feed, "https://bao.example/x", "Một"),
                page(&feed, &format!("https://bao.example/{}", n / 2), "Hai"),
            ];
            poll(&store, &feed, &pages, minute(1)).await?;
            store.record_request(&request(&feed, minute(1))).await?;
            let flag = store
                .add_flag_by_hand(id, &topic_id("le-hoi"), "an", minute(2))
                .await?;
            store.verdict(flag, None, "an", minute(3)).await?;
            store
                .withdraw("https://bao.example/x", id, minute(4), None)
                .await?;
            store.set_setting("demo.rounds", &n.to_string()).await
        });
    }
    while let Some(worked) = working.join_next().await {
        worked??;
    }
    let ids: BTreeSet<i64> = stores[0]
        .flags(&FlagFilter::default())
        .await?
        .iter()
        .map(|row| row.flag.id.0)
        .collect();
    assert_eq!(ids.len(), 20);
    assert_eq!(stores[1].last_seq().await?, Seq(40));
    assert_eq!(
        crate::support::due(&stores[1], minute(9), 100).await?.len(),
        10
    );
    assert!(stores[1].check().await?.faults.is_empty());
    Ok(())
}

pub(crate) async fn an_append_cut_off_leaves_nothing_behind(database: &Database) -> Outcome {
    let store = database.open().await?;
    let mut whole = 0;
    let mut cut = 0;
    for n in 0..40_u64 {
        let batch = articles(&format!("cắt {n}"), 30);
        let before = store.last_seq().await?.0;
        // From "before it began" to "surely done".
        let patience = Duration::from_micros(n * n * 25);
        let done = tokio::time::timeout(patience, store.append(&batch, minute(0))).await;
        // The connection rolls back what was cut off before it does anything else.
        let again = store.append(&batch, minute(1)).await?;
        let new = again
            .iter()
            .filter(|came| came.outcome == Came::New)
            .count();
        if let Ok(done) = done {
            done?;
            whole += 1;
            assert_eq!(new, 0);
        } else {
            cut += 1;
            assert!(new == 30 || new == 0, "{new} of 30 were left behind");
        }
        assert_eq!(store.last_seq().await?.0, before + 30);
    }
    assert!(cut > 0, "none of {whole} was cut off");
    assert!(store.check().await?.faults.is_empty());
    assert_eq!(store.counts().await?.articles, 1200);
    Ok(())
}

/// PostgreSQL is made to say what it says on a full disk; SQLite gets one, where a small file system can be made.
pub(crate) async fn a_full_disk_is_told_and_loses_nothing(database: &Database) -> Outcome {
    if database.is_sqlite {
        return a_small_disk_fills_up().await;
    }
    let store = database.open().await?;
    store.append(&articles("trước", 5), minute(0)).await?;
    database
        .say(
            "CREATE FUNCTION full_disk() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION \
             'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$ LANGUAGE plpgsql; \
             CREATE TRIGGER full_disk BEFORE INSERT ON log EXECUTE FUNCTION full_disk();",
        )
        .await?;
    let error = store
        .append(&articles("sau", 5), minute(1))
        .await
        .err()
        .ok_or("the disk is full")?;
    assert!(error.to_string().starts_with("the disk is full"), "{error}");
    assert_eq!(
        (store.last_seq().await?, store.counts().await?.articles),
        (Seq(5), 5)
    );
    database.say("DROP TRIGGER full_disk ON log").await?;
    store.append(&articles("sau", 5), minute(1)).await?;
    assert_eq!(store.last_seq().await?, Seq(10));
    assert!(store.check().await?.faults.is_empty());
    Ok(())
}

/// A file system of 2 MB in memory, for as long as it lives.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn new() -> std::io::Result<Option<Self>> {
        let folder = tempfile::tempdir()?;
        let made = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"])
            .arg(folder.path())
            .stderr(std::process::Stdio::null())
            .status();
        Ok(made
            .is_ok_and(|status| status.success())
            .then_some(Self(folder)))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazy: the store's connections are closed in the background.
        let _ = std::process::Command::new("umount")
            .arg("-l")
            .arg(self.0.path())
            .status();
    }
}

async fn a_small_disk_fills_up() -> Outcome {
    let Some(disk) = SmallDisk::new()? else {
        println!("skipped: no file system can be mounted here");
        return Ok(());
    };
    let ballast = disk.0.path().join("ballast");
    let url = format!("sqlite:{}", disk.0.path().join("news.db").display());
    let store = Store::open(&url).await?;
    store.append(&articles("trước", 20), minute(0)).await?;
    std::fs::write(&ballast, vec![0; 500_000])?;
    let mut batches = 0;
    let error = loop {
        match store
            .append(&articles(&format!("đầy {batches}"), 100), minute(1))
            .await
        {
            Ok(_) => batches += 1,
            Err(error) => break error,
        }
        assert!(batches < 200, "a disk of 2 MB is never full");
    };
    assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    assert!(error.to_string().starts_with("the disk is full"), "{error}");
    let accepted = 20 + 100 * batches;
    assert_eq!(
        store.last_seq().await?,
        Seq(accepted),
        "what was accepted is there"
    );
    assert!(store.check().await?.faults.is_empty());

    std::fs::remove_file(&ballast)?;
    store.append(&articles("sau", 50), minute(2)).await?;
    drop(store);
    let again = Store::open(&url).await?;
    assert_eq!(again.last_seq().await?, Seq(accepted + 50));
    assert!(again.check().await?.faults.is_empty());
    Ok(())
}

pub(crate) async fn a_damaged_row_is_told(database: &Database) -> Outcome {
    let store = database.open().await?;
    let id = store
        .append(&[article("https://bao.example/a", "Một")], minute(0))
        .await?[0]
        .article;
    store
        .save_flags("flags", Seq(1), &[flag(id, "le-hoi", Seq(1))])
        .await?;
    database.say("UPDATE flags SET evidence = '{'").await?;
    let error = store
        .flags(&FlagFilter::default())
        .await
        .err()
        .ok_or("damaged")?;
    assert!(
        matches!(
            error,
            StoreError::Damaged {
                what: "a flag's evidence",
                ..
            }
        ),
        "{error}"
    );
    database
        .say("UPDATE articles SET source = 'Báo Một'")
        .await?;
    let error = store.read_log(Seq::START, 1).await.err().ok_or("damaged")?;
    assert_eq!(
        error.to_string(),
        "a source id in the database cannot be read: Báo Một"
    );
    Ok(())
}

pub(crate) async fn missing_text_is_found_by_the_check(database: &Database) -> Outcome {
    let store = database.open().await?;
    store.append(&articles("a", 4), minute(0)).await?;
    assert!(store.check().await?.faults.is_empty());
    database.say("DELETE FROM revisions WHERE article = 2; DELETE FROM log WHERE seq = 3; DELETE FROM aliases WHERE article = 4").await?;
    let faults = store.check().await?.faults;
    assert_eq!(
        faults,
        [
            "1 entries are missing in the log",
            "1 log entries have lost their text",
            "1 articles have lost their latest text",
            "1 articles cannot be found by their address",
        ]
    );
    Ok(())
}
