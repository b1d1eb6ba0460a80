//! Flags and checkpoints.

use langnghe_model::{ArticleId, FlagId, FlagStatus, Seq, Verdict};
use langnghe_store::{FlagFilter, FlagRow, NewArticle, NewFlag, Store, StoreError};

use crate::support::{Database, Outcome, article, articles, flag, minute, source, text, topic_id};

pub(crate) const READER: &str = "flags";

/// Flags by topic, as far as a replay must give them again: id, topic, article, status.
pub(crate) async fn state(
    store: &Store,
) -> Result<Vec<(i64, String, i64, FlagStatus)>, StoreError> {
    let mut flags: Vec<_> = store
        .flags(&FlagFilter::default())
        .await?
        .into_iter()
        .map(|row| {
            (
                row.flag.id.0,
                row.flag.topic.to_string(),
                row.flag.article.0,
                row.flag.status,
            )
        })
        .collect();
    flags.sort_unstable_by_key(|flag| flag.0);
    Ok(flags)
}

async fn ids(store: &Store, filter: FlagFilter) -> Result<Vec<i64>, StoreError> {
    Ok(store
        .flags(&filter)
        .await?
        .iter()
        .map(|row| row.flag.id.0)
        .collect())
}

/// Three articles in the log.
pub(crate) async fn three(store: &Store) -> Result<Vec<ArticleId>, StoreError> {
    let came = store.append(&articles("cờ", 3), minute(0)).await?;
    Ok(came.iter().map(|appended| appended.article).collect())
}

pub(crate) async fn flags_and_checkpoint_are_kept_together(database: &Database) -> Outcome {
    let store = database.open().await?;
    let id = three(&store).await?[0];
    assert_eq!(store.checkpoint(READER).await?, Seq::START);
    let new = flag(id, "le-hoi", Seq(1));
    assert_eq!(
        store
            .save_flags(READER, Seq(3), std::slice::from_ref(&new))
            .await?,
        1
    );
    assert_eq!(store.checkpoint(READER).await?, Seq(3));
    assert_eq!(store.checkpoint("another").await?, Seq::START);

    let rows = store.flags(&FlagFilter::default()).await?;
    let FlagRow {
        flag,
        article,
        title,
        lead,
    } = &rows[0];
    assert_eq!(
        (flag.article, flag.revision, &flag.topic),
        (id, 1, &new.topic)
    );
    assert_eq!(
        (&flag.topic_revision, flag.score, flag.threshold),
        (&new.topic_revision, 7, 5)
    );
    assert_eq!(
        (flag.seq, flag.at, flag.late, flag.status),
        (Seq(1), minute(1), false, FlagStatus::New)
    );
    assert_eq!((&flag.places, &flag.evidence), (&new.places, &new.evidence));
    assert_eq!(
        (article.id, title, lead),
        (id, &text("cờ 0").title, &text("cờ 0").lead)
    );
    assert_eq!(store.flag(flag.id).await?.as_ref(), Some(&rows[0]));
    assert_eq!(store.flag(FlagId(999)).await?, None);

    // A flag of an article that is not there: neither it nor the checkpoint is kept.
    let lost = self::flag(ArticleId(999), "le-hoi", Seq(4));
    assert!(store.save_flags(READER, Seq(5), &[lost]).await.is_err());
    assert_eq!(store.checkpoint(READER).await?, Seq(3));
    Ok(())
}

pub(crate) async fn a_live_flag_wins(database: &Database) -> Outcome {
    let store = database.open().await?;
    let id = three(&store).await?[0];
    let later = NewFlag {
        score: 99,
        ..flag(id, "le-hoi", Seq(2))
    };
    let came = store
        .save_flags(READER, Seq(2), &[flag(id, "le-hoi", Seq(1)), later.clone()])
        .await?;
    assert_eq!(came, 1);
    assert_eq!(
        store
            .save_flags(READER, Seq(3), &[later, flag(id, "di-san", Seq(3))])
            .await?,
        1
    );
    let flags = store.flags(&FlagFilter::default()).await?;
    assert_eq!(flags.len(), 2);
    let first = flags
        .iter()
        .find(|row| row.flag.topic == topic_id("le-hoi"))
        .ok_or("the flag")?;
    assert_eq!((first.flag.score, first.flag.seq), (7, Seq(1)));
    Ok(())
}

pub(crate) async fn a_replay_gives_flags_their_ids_and_verdicts_back(
    database: &Database,
) -> Outcome {
    let store = database.open().await?;
    let known = three(&store).await?;
    let first = [
        flag(known[0], "le-hoi", Seq(1)),
        flag(known[1], "le-hoi", Seq(2)),
        flag(known[2], "di-san", Seq(3)),
    ];
    store.save_flags(READER, Seq(3), &first).await?;
    let before = state(&store).await?;
    store
        .verdict(
            FlagId(before[1].0),
            Some(Verdict::Irrelevant),
            "an",
            minute(5),
        )
        .await?;
    let judged = state(&store).await?;

    store.restart_flags(READER).await?;
    assert!(state(&store).await?.is_empty());
    assert_eq!(store.checkpoint(READER).await?, Seq::START);
    assert_eq!(store.flag(FlagId(before[0].0)).await?, None);
    assert_eq!(store.counts().await?.flags, 0);
    assert!(store.articles_with_flag(None).await?.is_empty());
    assert!(store.flagged().await?.is_empty());

    // In another order, in parts, and with a topic that raises something else this time.
    store
        .save_flags(
            READER,
            Seq(2),
            &[first[1].clone(), flag(known[0], "moi", Seq(2))],
        )
        .await?;
    store
        .save_flags(READER, Seq(3), &[first[2].clone(), first[0].clone()])
        .await?;
    let after = state(&store).await?;
    assert_eq!(after[..3], judged[..]);
    assert!(after[3].0 > before[2].0, "a new flag has a new id");

    // A flag that is not raised again keeps its id and its verdict for later.
    store.restart_flags(READER).await?;
    store
        .save_flags(
            READER,
            Seq(3),
            &[first[0].clone(), flag(known[1], "khac", Seq(3))],
        )
        .await?;
    store.restart_flags(READER).await?;
    store.save_flags(READER, Seq(3), &first).await?;
    assert_eq!(state(&store).await?, judged);
    Ok(())
}

pub(crate) async fn a_checkpoint_does_not_go_back(database: &Database) -> Outcome {
    let store = database.open().await?;
    let id = three(&store).await?[0];
    store.save_flags(READER, Seq(3), &[]).await?;
    store.save_flags(READER, Seq(3), &[]).await?;
    let error = store
        .save_flags(READER, Seq(2), &[flag(id, "le-hoi", Seq(1))])
        .await
        .err()
        .ok_or("refused")?;
    assert!(
        matches!(error, StoreError::Backwards { at: 3, upto: 2, .. }),
        "{error}"
    );
    assert!(state(&store).await?.is_empty());
    assert_eq!(store.checkpoint(READER).await?, Seq(3));
    Ok(())
}

pub(crate) async fn flags_are_filtered(database: &Database) -> Outcome {
    let store = database.open().await?;
    let mut new = articles("lọc", 4);
    new[3] = NewArticle {
        source: source("bao-hai"),
        ..article("https://hai.example/1", "Khác")
    };
    let known: Vec<ArticleId> = store
        .append(&new, minute(0))
        .await?
        .iter()
        .map(|came| came.article)
        .collect();
    let late = NewFlag {
        late: true,
        ..flag(known[2], "di-san", Seq(3))
    };
    store
        .save_flags(
            READER,
            Seq(4),
            &[
                flag(known[0], "le-hoi", Seq(1)),
                flag(known[1], "le-hoi", Seq(2)),
                late,
                flag(known[3], "le-hoi", Seq(4)),
            ],
        )
        .await?;
    store
        .verdict(FlagId(2), Some(Verdict::Relevant), "an", minute(9))
        .await?;
    let all = FlagFilter::default;
    assert_eq!(ids(&store, all()).await?, [4, 3, 2, 1], "the newest first");
    assert_eq!(
        ids(
            &store,
            FlagFilter {
                topic: Some(topic_id("le-hoi")),
                ..all()
            }
        )
        .await?,
        [4, 2, 1]
    );
    assert_eq!(
        ids(
            &store,
            FlagFilter {
                source: Some(source("bao-hai")),
                ..all()
            }
        )
        .await?,
        [4]
    );
    assert_eq!(
        ids(
            &store,
            FlagFilter {
                since: Some(minute(3)),
                ..all()
            }
        )
        .await?,
        [4, 3]
    );
    assert_eq!(
        ids(
            &store,
            FlagFilter {
                until: Some(minute(3)),
                ..all()
            }
        )
        .await?,
        [2, 1]
    );
    assert_eq!(
        ids(
            &store,
            FlagFilter {
                first: Some(Seq(2)),
                last: Some(Seq(3)),
                ..all()
            }
        )
        .await?,
        [3, 2]
    );
    assert_eq!(
        ids(
            &store,
            FlagFilter {
                article: Some(known[1]),
                ..all()
            }
        )
        .await?,
        [2]
    );
    assert_eq!(
        ids(
            &store,
            FlagFilter {
                late: Some(true),
                ..all()
            }
        )
        .await?,
        [3]
    );
    assert_eq!(
        ids(
            &store,
            FlagFilter {
                late: Some(false),
                ..all()
            }
        )
        .await?,
        [4, 2, 1]
    );
    assert_eq!(
        ids(
            &store,
            FlagFilter {
                status: Some(FlagStatus::New),
                ..all()
            }
        )
        .await?,
        [4, 3, 1]
    );
    assert_eq!(
        ids(
            &store,
            FlagFilter {
                limit: Some(2),
                offset: 1,
                ..all()
            }
        )
        .await?,
        [3, 2]
    );
    assert!(
        ids(
            &store,
            FlagFilter {
                limit: Some(0),
                ..all()
            }
        )
        .await?
        .is_empty()
    );
    let every = FlagFilter {
        topic: Some(topic_id("le-hoi")),
        source: Some(source("bao-mot")),
        since: Some(minute(0)),
        until: Some(minute(9)),
        first: Some(Seq(1)),
        last: Some(Seq(9)),
        article: Some(known[1]),
        status: Some(FlagStatus::Relevant),
        late: Some(false),
        limit: Some(9),
        offset: 0,
    };
    assert_eq!(ids(&store, every).await?, [2]);

    assert_eq!(
        store.articles_with_flag(Some(&topic_id("di-san"))).await?,
        [known[2]]
    );
    assert_eq!(store.articles_with_flag(None).await?, known);
    let flagged = store.flagged().await?;
    assert!(flagged.contains(&(topic_id("di-san"), vec![known[2]])));
    let articles: std::collections::BTreeSet<ArticleId> = flagged
        .into_iter()
        .flat_map(|(_, articles)| articles)
        .collect();
    assert_eq!(articles.into_iter().collect::<Vec<_>>(), known);
    let topics = store
        .topics_of(&[known[2], known[0], ArticleId(999)])
        .await?;
    assert_eq!(
        topics,
        [
            (known[0], topic_id("le-hoi")),
            (known[2], topic_id("di-san"))
        ]
    );
    assert!(store.topics_of(&[]).await?.is_empty());
    Ok(())
}
