//! What people say of flags, and flags they set.

use langnghe_model::{ArticleId, FlagId, FlagStatus, Seq, Verdict};
use langnghe_store::FlagFilter;

use crate::{
    flags::{READER, state, three},
    support::{Database, Outcome, flag, minute, topic_id},
};

pub(crate) async fn a_verdict_can_be_changed_and_taken_back(database: &Database) -> Outcome {
    let store = database.open().await?;
    let id = three(&store).await?[0];
    store
        .save_flags(READER, Seq(3), &[flag(id, "le-hoi", Seq(1))])
        .await?;
    let flag = store.flags(&FlagFilter::default()).await?[0].flag.id;
    for (verdict, status) in [
        (Some(Verdict::Relevant), FlagStatus::Relevant),
        (Some(Verdict::Irrelevant), FlagStatus::Irrelevant),
        (None, FlagStatus::New),
        (Some(Verdict::Relevant), FlagStatus::Relevant),
    ] {
        store.verdict(flag, verdict, "an", minute(1)).await?;
        assert_eq!(
            store.flag(flag).await?.ok_or("the flag")?.flag.status,
            status
        );
        for wanted in [
            FlagStatus::New,
            FlagStatus::Relevant,
            FlagStatus::Irrelevant,
        ] {
            let filter = FlagFilter {
                status: Some(wanted),
                ..FlagFilter::default()
            };
            assert_eq!(
                store.flags(&filter).await?.len(),
                usize::from(wanted == status)
            );
        }
    }
    let said = store.verdicts(flag).await?;
    assert_eq!(
        said.iter().map(|given| given.verdict).collect::<Vec<_>>(),
        [
            Some(Verdict::Relevant),
            Some(Verdict::Irrelevant),
            None,
            Some(Verdict::Relevant)
        ]
    );
    assert!(
        said.iter()
            .all(|given| given.who == "an" && given.at == minute(1))
    );
    Ok(())
}

pub(crate) async fn a_flag_set_by_hand_outlives_a_replay(database: &Database) -> Outcome {
    let store = database.open().await?;
    let known = three(&store).await?;
    let topic = topic_id("le-hoi");
    let by_hand = store
        .add_flag_by_hand(known[0], &topic, "an", minute(7))
        .await?;
    assert_eq!(
        store
            .add_flag_by_hand(known[0], &topic, "bình", minute(8))
            .await?,
        by_hand
    );
    let row = store.flag(by_hand).await?.ok_or("the flag")?;
    assert_eq!(
        (row.flag.score, row.flag.threshold, row.flag.status),
        (0, 0, FlagStatus::Relevant)
    );
    assert_eq!(
        (row.flag.seq, row.flag.at, row.flag.revision),
        (Seq(1), minute(7), 1)
    );
    assert!(row.flag.evidence.is_empty() && row.flag.places.is_empty());

    // A flag that the matcher raised, and somebody set too, keeps its reasons.
    store
        .save_flags(READER, Seq(3), &[flag(known[1], "le-hoi", Seq(2))])
        .await?;
    let both = store
        .add_flag_by_hand(known[1], &topic, "an", minute(9))
        .await?;
    assert_eq!(store.flag(both).await?.ok_or("the flag")?.flag.score, 7);
    let before = state(&store).await?;

    store.restart_flags(READER).await?;
    assert_eq!(state(&store).await?, before);
    store
        .save_flags(
            READER,
            Seq(3),
            &[
                flag(known[0], "le-hoi", Seq(1)),
                flag(known[1], "le-hoi", Seq(2)),
            ],
        )
        .await?;
    assert_eq!(state(&store).await?, before);
    assert_eq!(store.flag(by_hand).await?, Some(row), "the live flag wins");
    Ok(())
}

pub(crate) async fn verdicts_need_a_flag_and_flags_an_article(database: &Database) -> Outcome {
    let store = database.open().await?;
    let error = store
        .verdict(FlagId(7), None, "an", minute(0))
        .await
        .err()
        .ok_or("refused")?;
    assert_eq!(error.to_string(), "there is no flag 7 in the database");
    let topic = topic_id("le-hoi");
    let error = store
        .add_flag_by_hand(ArticleId(7), &topic, "an", minute(0))
        .await
        .err()
        .ok_or("refused")?;
    assert_eq!(error.to_string(), "there is no article 7 in the database");
    assert!(store.verdicts(FlagId(7)).await?.is_empty());
    Ok(())
}

pub(crate) async fn the_newest_word_on_each_article_is_what_was_judged(
    database: &Database,
) -> Outcome {
    let store = database.open().await?;
    let known = three(&store).await?;
    let topic = topic_id("le-hoi");
    assert!(store.judged(&topic).await?.is_empty());
    let mut flags = Vec::new();
    for id in [known[2], known[0], known[1]] {
        flags.push(store.add_flag_by_hand(id, &topic, "an", minute(1)).await?);
    }
    // The flag by hand said "relevant" of each; then one is changed, and one taken back.
    let word = Some(Verdict::Irrelevant);
    store.verdict(flags[1], word, "bình", minute(2)).await?;
    store.verdict(flags[2], None, "an", minute(3)).await?;
    let expected = [
        (known[0], Verdict::Irrelevant),
        (known[2], Verdict::Relevant),
    ];
    assert_eq!(store.judged(&topic).await?, expected);
    assert!(store.judged(&topic_id("khac")).await?.is_empty());

    // A replay that raises nothing takes no verdict with it.
    store.restart_flags(READER).await?;
    assert_eq!(store.judged(&topic).await?, expected);
    // Said again, it counts again.
    store.verdict(flags[2], word, "an", minute(4)).await?;
    assert_eq!(store.judged(&topic).await?.len(), 3);
    Ok(())
}
