//! Opening: new, old, newer and wrong databases.

use langnghe_model::{FlagStatus, LogEvent, Seq};
use langnghe_store::{Engine, FlagFilter, Store, StoreError};

use crate::support::{Database, Outcome, article, articles, minute};

pub(crate) async fn a_store_opened_again_is_the_same(database: &Database) -> Outcome {
    let store = database.open().await?;
    let expected = if database.is_sqlite {
        Engine::Sqlite
    } else {
        Engine::Postgres
    };
    assert_eq!(store.engine(), expected);
    assert_eq!(store.setting("demo.seed").await?, None);
    store.set_setting("demo.seed", "1").await?;
    store.set_setting("demo.seed", "7").await?;
    store.set_setting("epoch", "is no setting").await?;
    store.append(&articles("a", 2), minute(0)).await?;
    let epoch = store.epoch().to_owned();
    assert!(!epoch.is_empty());
    drop(store);

    let again = database.open().await?;
    assert_eq!(again.epoch(), epoch);
    assert_eq!(again.setting("demo.seed").await?.as_deref(), Some("7"));
    assert_eq!(again.last_seq().await?, Seq(2));
    Ok(())
}

pub(crate) async fn many_may_open_a_new_database_at_once(database: &Database) -> Outcome {
    const OPENERS: usize = 6;
    many_open(&database.url, OPENERS).await?;
    // Who comes in whose way is a matter of chance: on SQLite, where a new file costs little, it gets several.
    if database.is_sqlite {
        for round in 0..30 {
            many_open(&format!("{}-{round}", database.url), OPENERS).await?;
        }
    }
    Ok(())
}

async fn many_open(url: &str, openers: usize) -> Outcome {
    let mut opening = tokio::task::JoinSet::new();
    for _ in 0..openers {
        let url = url.to_owned();
        opening.spawn(async move { Store::open(&url).await });
    }
    let mut epochs = Vec::new();
    while let Some(opened) = opening.join_next().await {
        epochs.push(opened??.epoch().to_owned());
    }
    assert_eq!(epochs.len(), openers);
    assert!(epochs.iter().all(|epoch| *epoch == epochs[0]), "{epochs:?}");
    Ok(())
}

pub(crate) async fn a_newer_database_is_refused(database: &Database) -> Outcome {
    drop(database.open().await?);
    let checksum = if database.is_sqlite {
        "X'00'"
    } else {
        "'\\x00'"
    };
    database
        .say(&format!(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             VALUES (999, 'of the future', TRUE, {checksum}, 0)"
        ))
        .await?;
    let error = database.open().await.err().ok_or("refused")?;
    assert!(
        matches!(error, StoreError::Newer { found: 999, .. }),
        "{error}"
    );
    assert!(
        error.to_string().contains("install the newer version"),
        "{error}"
    );
    Ok(())
}

/// The database that `data/version-1.sql` describes was written by the first version of the schema. It must
/// open for ever, whatever steps come later, and go on.
pub(crate) async fn a_database_of_the_first_schema_opens(database: &Database) -> Outcome {
    database.say(&saved(database.is_sqlite)).await?;
    let store = database.open().await?;
    assert_eq!(store.epoch(), "saved-version-1");
    assert!(store.check().await?.faults.is_empty());
    let log = store.read_log(Seq::START, 10).await?;
    assert_eq!(log.len(), 3);
    let LogEvent::Revision { article, revision } = &log[1].event else {
        return Err("the second entry is a revision".into());
    };
    assert_eq!((article.source.as_str(), revision.number), ("bao-mot", 2));
    assert_eq!(revision.text.title, "Khai hội Lồng Tồng (sửa)");
    assert!(matches!(log[2].event, LogEvent::Withdrawal { .. }));
    let flags = store.flags(&FlagFilter::default()).await?;
    assert_eq!(flags.len(), 1);
    assert_eq!(
        (flags[0].flag.status, flags[0].flag.evidence.len()),
        (FlagStatus::Relevant, 1)
    );
    assert_eq!(store.topic_history().await?.len(), 1);
    assert_eq!(store.channel_states().await?.len(), 1);
    // Its page has no site yet: who collects tells it.
    store.place_pages(|_| "bao.example".to_owned()).await?;
    assert_eq!(
        crate::support::due(&store, minute(1_000_000), 10)
            .await?
            .len(),
        1
    );
    assert_eq!(
        store.digest("day:2026-09-21").await?.as_deref(),
        Some("{\"version\":1}")
    );
    assert_eq!(store.setting("demo.seed").await?.as_deref(), Some("7"));
    assert_eq!(store.checkpoint("flags").await?, Seq(3));

    let came = store
        .append(
            &[super::support::article("https://bao.example/moi", "Mới")],
            minute(0),
        )
        .await?;
    assert_eq!((came[0].article.0, came[0].seq), (2, Some(Seq(4))));
    let back = store
        .append(
            &[self::article("https://bao.example/hoi", "Trở lại")],
            minute(1),
        )
        .await?;
    assert_eq!((back[0].article.0, back[0].seq), (1, Some(Seq(5))));
    Ok(())
}

/// The saved database for one engine: they differ in how the migrations' own table is written.
fn saved(is_sqlite: bool) -> String {
    let text = include_str!("data/version-1.sql");
    if is_sqlite {
        text.replace("BYTES('", "X'")
            .replace("')BYTES", "'")
            .replace("BYTEA", "BLOB")
    } else {
        text.replace("BYTES('", "'\\x").replace("')BYTES", "'")
    }
}

#[tokio::test]
async fn addresses_that_are_no_database_are_refused() {
    for bad in ["", "news.db", "mysql://a@b/c", "sqlite:", "sqlite::memory:"] {
        let error = Store::open(bad).await.err();
        assert!(
            matches!(error, Some(StoreError::Address(_))),
            "{bad}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_password_is_not_shown() -> Outcome {
    let url = "postgres://an:secret@127.0.0.1:1/news?sslmode=disable";
    let error = Store::open(url).await.err().ok_or("there is no server")?;
    let shown = format!("{error} {error:?}");
    assert!(
        shown.contains("postgres://an:…@127.0.0.1:1/news"),
        "{shown}"
    );
    assert!(!shown.contains("secret"), "{shown}");
    Ok(())
}

#[tokio::test]
async fn folders_are_made_and_any_name_will_do() -> Outcome {
    let folder = tempfile::tempdir()?;
    for name in [
        "a/b/news.db",
        "Văn phòng Sở/tin.db",
        "50% ?#&.db",
        "..db",
        "a/../c.db",
    ] {
        let file = folder.path().join(name);
        let url = format!("sqlite:{}", file.display());
        let store = Store::open(&url).await?;
        store
            .append(&[article("https://bao.example/a", "Một")], minute(0))
            .await?;
        assert!(file.exists(), "{name}");
        assert_eq!(Store::open(&url).await?.last_seq().await?, Seq(1));
    }
    Ok(())
}

#[tokio::test]
async fn what_is_no_database_is_told() -> Outcome {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("news.db");
    std::fs::write(&file, "đây không phải là cơ sở dữ liệu ".repeat(200))?;
    let error = Store::open(&format!("sqlite:{}", file.display()))
        .await
        .err()
        .ok_or("refused")?;
    assert!(matches!(error, StoreError::Corrupt(_)), "{error}");
    let below_a_file = file.join("sub/news.db");
    let error = Store::open(&format!("sqlite:{}", below_a_file.display()))
        .await
        .err()
        .ok_or("refused")?;
    assert!(matches!(error, StoreError::Folder { .. }), "{error}");
    let a_folder = folder.path().join("dir.db");
    std::fs::create_dir(&a_folder)?;
    let error = Store::open(&format!("sqlite:{}", a_folder.display()))
        .await
        .err()
        .ok_or("refused")?;
    assert!(matches!(error, StoreError::Open { .. }), "{error}");
    Ok(())
}
