//! Counts, windows, digests, leases.

use jiff::SignedDuration;
use langnghe_model::{Extraction, FailureClass, Seq};
use langnghe_store::{
    KeptDigest, NewArticle, Reading, RequestRow, SourceCounts, SourceWindow, Window,
};

use crate::support::{
    Database, Outcome, article, articles, flag, minute, poll, request, source, text, topic_id,
};

const FEED: &str = "https://bao.example/rss";

pub(crate) async fn a_window_counts_what_was_appended_in_it(database: &Database) -> Outcome {
    let store = database.open().await?;
    assert_eq!(
        store.window(minute(0), minute(100)).await?,
        Window::default()
    );

    store
        .append(&[article("https://bao.example/old", "Cũ")], minute(9))
        .await?;
    let late = NewArticle {
        late: true,
        source: source("bao-hai"),
        ..article("https://hai.example/1", "Muộn")
    };
    let in_time = [
        article("https://bao.example/1", "Một"),
        article("https://bao.example/2", "Hai"),
        late,
    ];
    let came = store.append(&in_time, minute(10)).await?;
    store
        .append(&[article("https://bao.example/old", "Mới")], minute(11))
        .await?;
    store
        .withdraw("https://bao.example/1", came[0].article, minute(19), None)
        .await?;
    store
        .append(&[article("https://bao.example/next", "Sau")], minute(20))
        .await?;

    poll(&store, FEED, &[], minute(9)).await?;
    poll(&store, FEED, &[], minute(10)).await?;
    for (at, error, failure) in [
        (11, "time-out", FailureClass::AnswerTimeout),
        (12, "503", FailureClass::Status(503)),
    ] {
        store
            .record_request(&RequestRow {
                status: None,
                error: Some(error.to_owned()),
                failure: Some(failure),
                ..request(FEED, minute(at))
            })
            .await?;
    }
    // An article's page is no channel.
    store
        .record_request(&RequestRow {
            url: "https://bao.example/1".to_owned(),
            ..request(FEED, minute(12))
        })
        .await?;
    let silent = RequestRow {
        source: source("bao-ba"),
        ..request("https://ba.example/rss", minute(13))
    };
    store.record_request(&silent).await?;

    let of =
        |id: &str, articles, revisions, answered, failed, last_error: Option<&str>| SourceWindow {
            source: source(id),
            articles,
            revisions,
            answered,
            failed,
            last_error: last_error.map(str::to_owned),
            last_failure: last_error.map(|_| FailureClass::Status(503)),
        };
    let window = store.window(minute(10), minute(20)).await?;
    assert_eq!(
        window,
        Window {
            first: Some(Seq(2)),
            last: Some(Seq(6)),
            articles: 3,
            revisions: 1,
            withdrawals: 1,
            late: 1,
            per_source: vec![
                of("bao-ba", 0, 0, 1, 0, None),
                of("bao-hai", 1, 0, 0, 0, None),
                of("bao-mot", 2, 1, 1, 2, Some("503")),
            ],
        }
    );
    Ok(())
}

pub(crate) async fn counts_add_up(database: &Database) -> Outcome {
    let store = database.open().await?;
    assert_eq!(store.counts().await?, langnghe_store::Counts::default());
    let came = store.append(&articles("đếm", 3), minute(0)).await?;
    let other = NewArticle {
        source: source("bao-hai"),
        ..article("https://hai.example/1", "Hai")
    };
    store.append(&[other], minute(0)).await?;
    store
        .append(&[article("https://bao.example/đếm/0", "Khác")], minute(1))
        .await?;
    store
        .withdraw(
            "https://bao.example/đếm/1",
            came[1].article,
            minute(2),
            None,
        )
        .await?;
    let (a, b) = (came[0].article, came[1].article);
    store
        .save_flags(
            "flags",
            Seq(6),
            &[
                flag(a, "le-hoi", Seq(1)),
                flag(b, "le-hoi", Seq(2)),
                flag(a, "di-san", Seq(1)),
            ],
        )
        .await?;
    let counts = store.counts().await?;
    assert_eq!(
        (counts.articles, counts.revisions, counts.withdrawn),
        (4, 5, 1)
    );
    assert_eq!((counts.log, counts.flags), (6, 3));
    assert_eq!(
        counts.flags_by_topic,
        [(topic_id("di-san"), 1), (topic_id("le-hoi"), 2)]
    );
    let of = |id: &str, articles, withdrawn| SourceCounts {
        source: source(id),
        articles,
        withdrawn,
    };
    assert_eq!(
        counts.per_source,
        [of("bao-hai", 1, 0), of("bao-mot", 3, 1)]
    );
    assert!(store.check().await?.faults.is_empty());
    Ok(())
}

pub(crate) async fn a_digest_is_kept_word_for_word(database: &Database) -> Outcome {
    let store = database.open().await?;
    assert_eq!(store.digest("day:2026-11-24").await?, None);
    let first = "{\"title\":\"ĐIỂM BÁO\"}";
    assert_eq!(
        store
            .save_digest("day:2026-11-24", minute(0), minute(60), first, minute(61))
            .await?,
        first
    );
    assert_eq!(
        store
            .save_digest(
                "day:2026-11-24",
                minute(0),
                minute(60),
                "another",
                minute(99)
            )
            .await?,
        first,
        "one that may have been sent is not changed"
    );
    store
        .save_digest("day:2026-11-25", minute(60), minute(120), "{}", minute(121))
        .await?;
    assert_eq!(
        store.digest("day:2026-11-24").await?.as_deref(),
        Some(first)
    );
    let kept = store.digests().await?;
    assert_eq!(
        kept.iter()
            .map(|digest| digest.key.as_str())
            .collect::<Vec<_>>(),
        ["day:2026-11-25", "day:2026-11-24"]
    );
    let old = KeptDigest {
        key: "day:2026-11-24".to_owned(),
        from: minute(0),
        until: minute(60),
        made: minute(61),
    };
    assert_eq!(kept[1], old);
    Ok(())
}

pub(crate) async fn a_lease_belongs_to_one_until_it_expires(database: &Database) -> Outcome {
    let (store, other) = (database.open().await?, database.open().await?);
    let hour = SignedDuration::from_hours(1);
    assert_eq!(store.lease_owner("readers").await?, None);
    assert!(
        store
            .acquire_lease("readers", "an", minute(0), hour)
            .await?
    );
    assert!(
        !other
            .acquire_lease("readers", "bình", minute(59), hour)
            .await?
    );
    assert!(
        other
            .acquire_lease("another", "bình", minute(59), hour)
            .await?
    );
    assert!(
        store
            .acquire_lease("readers", "an", minute(30), hour)
            .await?,
        "renewed"
    );
    assert!(
        !other
            .acquire_lease("readers", "bình", minute(89), hour)
            .await?
    );
    assert!(
        other
            .acquire_lease("readers", "bình", minute(90), hour)
            .await?,
        "expired"
    );
    assert!(
        !store
            .acquire_lease("readers", "an", minute(91), hour)
            .await?
    );
    store.release_lease("readers", "an").await?;
    assert_eq!(
        store.lease_owner("readers").await?.as_deref(),
        Some("bình"),
        "not an's to give back"
    );
    other.release_lease("readers", "bình").await?;
    assert!(
        store
            .acquire_lease("readers", "an", minute(92), hour)
            .await?
    );

    // Of many who ask at once, one gets it.
    let mut asking = tokio::task::JoinSet::new();
    for n in 0..8 {
        let store = if n % 2 == 0 {
            store.clone()
        } else {
            other.clone()
        };
        asking.spawn(async move {
            store
                .acquire_lease("race", &format!("process {n}"), minute(0), hour)
                .await
        });
    }
    let mut won = 0;
    while let Some(asked) = asking.join_next().await {
        won += usize::from(asked??);
    }
    assert_eq!(won, 1);
    Ok(())
}

pub(crate) async fn how_articles_were_read_is_told_of_their_first_revision(
    database: &Database,
) -> Outcome {
    let store = database.open().await?;
    let one = NewArticle {
        published: Some(minute(-5)),
        seen: minute(2),
        ..article("https://bao.example/1", "Một")
    };
    let imported = NewArticle {
        way: Extraction::Import,
        seen: minute(3),
        ..article("https://bao.example/2", "Hai")
    };
    let old = NewArticle {
        seen: minute(-1),
        ..article("https://bao.example/0", "Không")
    };
    store.append(&[old, one, imported], minute(3)).await?;
    store
        .append(
            &[article("https://bao.example/1", "Một, sửa lại cho dài")],
            minute(4),
        )
        .await?;
    let text = text("Một");
    let length = [&text.title, &text.lead, &text.body]
        .iter()
        .map(|part| part.chars().count() as u64)
        .sum();
    assert_eq!(
        store.readings(minute(0)).await?,
        [Reading {
            source: source("bao-mot"),
            url: "https://bao.example/1".to_owned(),
            seen: minute(2),
            way: Extraction::Library,
            length,
            dated: true,
        }]
    );
    Ok(())
}
