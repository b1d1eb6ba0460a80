//! The history of topics.

use langnghe_model::{Seq, Topic};
use langnghe_store::{Store, StoreError};

use crate::support::{Database, Outcome, articles, minute, topic};

/// Topic, revision, from, until.
async fn history(store: &Store) -> Result<Vec<(String, String, i64, Option<i64>)>, StoreError> {
    Ok(store
        .topic_history()
        .await?
        .into_iter()
        .map(|active| {
            let Topic { id, revision, .. } = active.topic;
            (
                id.to_string(),
                revision.0,
                active.from.0,
                active.until.map(|until| until.0),
            )
        })
        .collect())
}

pub(crate) async fn a_topic_applies_from_the_end_of_the_log_on(database: &Database) -> Outcome {
    let store = database.open().await?;
    assert!(
        !store
            .activate_topics(&[], minute(0), |_| "an".to_owned())
            .await?
    );
    assert!(
        store
            .activate_topics(&[topic("le-hoi", "r1")], minute(1), |_| "an".to_owned())
            .await?
    );
    assert!(
        !store
            .activate_topics(&[topic("le-hoi", "r1")], minute(2), |_| "an".to_owned())
            .await?
    );
    store.append(&articles("a", 3), minute(3)).await?;
    assert!(
        store
            .activate_topics(
                &[topic("le-hoi", "r2"), topic("di-san", "r1")],
                minute(4),
                |_| "bình".to_owned(),
            )
            .await?
    );
    let history = store.topic_history().await?;
    assert_eq!(history.len(), 3);
    assert_eq!(
        (&history[0].topic, history[0].from, history[0].until),
        (&topic("le-hoi", "r1"), Seq(1), Some(Seq(4)))
    );
    assert_eq!((history[0].at, history[0].who.as_str()), (minute(1), "an"));
    assert_eq!(
        (&history[1].topic, history[1].from, history[1].until),
        (&topic("le-hoi", "r2"), Seq(4), None)
    );
    assert_eq!(
        (&history[2].topic, history[2].at, history[2].who.as_str()),
        (&topic("di-san", "r1"), minute(4), "bình")
    );
    Ok(())
}

pub(crate) async fn topics_that_go_and_come_back_have_a_history(database: &Database) -> Outcome {
    let store = database.open().await?;
    let (a, b) = (topic("a", "r1"), topic("b", "r1"));
    store
        .activate_topics(&[a.clone(), b.clone()], minute(0), |_| "an".to_owned())
        .await?;
    store.append(&articles("a", 2), minute(1)).await?;
    assert!(
        store
            .activate_topics(std::slice::from_ref(&b), minute(2), |_| "an".to_owned())
            .await?
    );
    store.append(&articles("b", 2), minute(3)).await?;
    assert!(
        store
            .activate_topics(&[b.clone(), a.clone()], minute(4), |_| "an".to_owned())
            .await?
    );
    assert!(
        !store
            .activate_topics(&[a, b], minute(5), |_| "an".to_owned())
            .await?,
        "their order is no change"
    );
    assert_eq!(
        history(&store).await?,
        [
            ("a".to_owned(), "r1".to_owned(), 1, Some(3)),
            ("b".to_owned(), "r1".to_owned(), 1, None),
            ("a".to_owned(), "r1".to_owned(), 5, None),
        ]
    );
    Ok(())
}
