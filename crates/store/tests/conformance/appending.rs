//! Appending and reading the log.

use langnghe_model::{ArticleId, Extraction, LogEvent, RevisionKind, Seq};
use langnghe_store::{Extent, NewArticle, Outcome as Came, PageDone};

use crate::support::{Database, Outcome, article, articles, minute, page, poll, source, text};

const URL: &str = "https://bao.example/a";

pub(crate) async fn new_changed_and_unchanged_articles_are_told_apart(
    database: &Database,
) -> Outcome {
    let store = database.open().await?;
    assert_eq!(store.last_seq().await?, Seq::START);
    assert!(store.append(&[], minute(0)).await?.is_empty());
    assert!(store.read_log(Seq::START, 10).await?.is_empty());

    let first = store.append(&[article(URL, "Một")], minute(1)).await?;
    assert_eq!((first[0].outcome, first[0].seq), (Came::New, Some(Seq(1))));
    let again = store.append(&[article(URL, "Một")], minute(2)).await?;
    assert_eq!((again[0].outcome, again[0].seq), (Came::Unchanged, None));
    let changed = NewArticle {
        kind: RevisionKind::Extraction,
        way: Extraction::Selectors,
        confidence: 100,
        seen: minute(3),
        published: Some(minute(-60)),
        section: Some("Văn hóa".to_owned()),
        ..article(URL, "Hai")
    };
    let changed = store.append(&[changed], minute(3)).await?;
    assert_eq!(
        (changed[0].outcome, changed[0].seq),
        (Came::Revised(2), Some(Seq(2)))
    );
    assert_eq!(changed[0].article, first[0].article);

    let revisions = store.revisions(first[0].article).await?;
    assert_eq!(revisions.len(), 2);
    assert_eq!(revisions[0].text, text("Một"));
    assert_eq!(
        (revisions[0].number, revisions[0].kind),
        (1, RevisionKind::Published)
    );
    assert_eq!(
        (revisions[0].way, revisions[0].confidence),
        (Extraction::Library, 80)
    );
    assert_eq!(
        (revisions[1].number, revisions[1].kind),
        (2, RevisionKind::Extraction)
    );
    assert_eq!(
        (revisions[1].way, revisions[1].confidence),
        (Extraction::Selectors, 100)
    );
    assert_eq!(revisions[1].seen, minute(3));

    let known = store.article_by_url(URL).await?.ok_or("the article")?;
    assert_eq!(known.first_seen, minute(0));
    assert_eq!(
        known.published,
        Some(minute(-60)),
        "a date found later is kept"
    );
    assert_eq!(known.section.as_deref(), Some("Văn hóa"), "so is a section");

    let log = store.read_log(Seq::START, 10).await?;
    assert_eq!(
        log.iter().map(|entry| entry.seq.0).collect::<Vec<_>>(),
        [1, 2]
    );
    assert_eq!(log[1].at, minute(3));
    let LogEvent::Revision { article, revision } = &log[1].event else {
        return Err("the second entry is a revision".into());
    };
    assert_eq!((article, revision), (&known, &revisions[1]));
    Ok(())
}

pub(crate) async fn an_article_is_known_by_each_of_its_addresses(database: &Database) -> Outcome {
    let store = database.open().await?;
    let with = |url: &str, aliases: &[&str], title: &str| NewArticle {
        aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
        ..article(url, title)
    };
    let first = store
        .append(
            &[with(
                "https://a.example/1",
                &["https://m.a.example/1"],
                "Một",
            )],
            minute(0),
        )
        .await?;
    let by_alias = store
        .append(
            &[with(
                "https://m.a.example/1",
                &["https://amp.a.example/1"],
                "Một",
            )],
            minute(1),
        )
        .await?;
    assert_eq!(
        (by_alias[0].article, by_alias[0].outcome),
        (first[0].article, Came::Unchanged)
    );
    let by_new_alias = store
        .append(&[with("https://amp.a.example/1", &[], "Hai")], minute(2))
        .await?;
    assert_eq!(
        (by_new_alias[0].article, by_new_alias[0].outcome),
        (first[0].article, Came::Revised(2))
    );
    for url in [
        "https://a.example/1",
        "https://m.a.example/1",
        "https://amp.a.example/1",
    ] {
        let found = store.article_by_url(url).await?.ok_or("the article")?;
        assert_eq!(
            (found.id, found.url.as_str()),
            (first[0].article, "https://a.example/1")
        );
    }
    assert_eq!(store.article_by_url("https://a.example/2").await?, None);

    // An address that belongs to another article stays with it.
    let other = store
        .append(
            &[with("https://a.example/2", &["https://a.example/1"], "Ba")],
            minute(3),
        )
        .await?;
    assert_eq!(
        (other[0].article, other[0].outcome),
        (first[0].article, Came::Revised(3))
    );
    let third = store
        .append(&[with("https://a.example/3", &[], "Bốn")], minute(4))
        .await?;
    let between = store
        .append(
            &[
                with("https://a.example/3", &["https://a.example/1"], "Năm"),
                with("https://a.example/1", &[], "Sáu"),
            ],
            minute(5),
        )
        .await?;
    assert_eq!(
        (between[0].article, between[0].outcome),
        (third[0].article, Came::Revised(2))
    );
    assert_eq!(
        (between[1].article, between[1].outcome),
        (first[0].article, Came::Revised(4))
    );
    assert!(store.check().await?.faults.is_empty());
    Ok(())
}

pub(crate) async fn duplicates_in_a_batch_count_as_one_after_the_other(
    database: &Database,
) -> Outcome {
    let store = database.open().await?;
    let alias = NewArticle {
        aliases: vec![URL.to_owned()],
        ..article("https://bao.example/b", "Hai")
    };
    let came = store
        .append(
            &[
                article(URL, "Một"),
                article(URL, "Một"),
                alias,
                article(URL, "Một"),
                article("https://bao.example/b", "Một"),
            ],
            minute(0),
        )
        .await?;
    let outcomes: Vec<Came> = came.iter().map(|appended| appended.outcome).collect();
    assert_eq!(
        outcomes,
        [
            Came::New,
            Came::Unchanged,
            Came::Revised(2),
            Came::Revised(3),
            Came::Unchanged
        ]
    );
    assert!(
        came.iter()
            .all(|appended| appended.article == came[0].article)
    );
    assert_eq!(store.revisions(came[0].article).await?.len(), 3);
    assert_eq!(store.last_seq().await?, Seq(3));
    let latest = store.latest_texts(&[came[0].article]).await?;
    assert_eq!(latest, [(came[0].article, 3, text("Một"))]);
    assert!(store.check().await?.faults.is_empty());
    Ok(())
}

pub(crate) async fn an_article_that_comes_back_is_no_longer_withdrawn(
    database: &Database,
) -> Outcome {
    let store = database.open().await?;
    let id = store.append(&[article(URL, "Một")], minute(0)).await?[0].article;
    store.withdraw(URL, id, minute(1), None).await?;
    assert_eq!(store.articles(&[id]).await?[0].withdrawn, Some(minute(1)));
    let back = store.append(&[article(URL, "Một")], minute(2)).await?;
    assert_eq!(
        (back[0].outcome, back[0].seq),
        (Came::Revised(2), Some(Seq(3)))
    );
    assert_eq!(store.articles(&[id]).await?[0].withdrawn, None);
    assert_eq!(
        store.withdraw(URL, id, minute(3), None).await?,
        Some(Seq(4))
    );
    Ok(())
}

pub(crate) async fn a_withdrawal_is_logged_once(database: &Database) -> Outcome {
    let store = database.open().await?;
    let id = store.append(&[article(URL, "Một")], minute(0)).await?[0].article;
    poll(
        &store,
        "https://bao.example/rss",
        &[page("https://bao.example/rss", URL, "Một")],
        minute(0),
    )
    .await?;
    assert_eq!(
        store.withdraw(URL, id, minute(1), Some(minute(9))).await?,
        Some(Seq(2))
    );
    assert_eq!(store.withdraw(URL, id, minute(2), None).await?, None);
    let log = store.read_log(Seq(1), 10).await?;
    assert_eq!(log.len(), 1);
    assert_eq!(
        (log[0].seq, log[0].at, &log[0].event),
        (Seq(2), minute(1), &LogEvent::Withdrawal { article: id })
    );
    assert_eq!(
        store.articles(&[id]).await?[0].withdrawn,
        Some(minute(1)),
        "the first time counts"
    );
    assert!(
        crate::support::due(&store, minute(100), 10)
            .await?
            .is_empty()
    );
    Ok(())
}

pub(crate) async fn text_comes_back_as_it_went_in(database: &Database) -> Outcome {
    let store = database.open().await?;
    let long = "Hội Lồng Tồng ở Cao Bằng. ".repeat(8000);
    let mut odd = article(
        "https://bao.example/?q=%C4%91&x='\"\\",
        "Dấu ' \" \\ ; -- $1 ? và 🎋",
    );
    odd.text.lead = String::new();
    odd.text.body = long.clone();
    odd.published = Some(minute(-1_000_000));
    odd.late = true;
    odd.source = source("24h");
    let id = store.append(std::slice::from_ref(&odd), minute(0)).await?[0].article;
    assert_eq!(store.revisions(id).await?[0].text, odd.text);
    let known = store.articles(&[id]).await?.remove(0);
    assert_eq!(
        (known.url, known.source, known.late),
        (odd.url.clone(), odd.source.clone(), true)
    );
    assert_eq!(known.published, Some(minute(-1_000_000)));

    // PostgreSQL has no U+0000; both engines keep the same sign in its place, and know the text again.
    let mut nul = article("https://bao.example/nul", "Một\0hai");
    nul.text.body = String::from("a\0b");
    let id = store.append(std::slice::from_ref(&nul), minute(1)).await?[0].article;
    assert_eq!(
        store.append(&[nul], minute(2)).await?[0].outcome,
        Came::Unchanged
    );
    let kept = store.latest_texts(&[id]).await?.remove(0).2;
    assert_eq!(
        (kept.title.as_str(), kept.body.as_str()),
        ("Một\u{FFFD}hai", "a\u{FFFD}b")
    );
    Ok(())
}

pub(crate) async fn a_large_batch_is_appended_whole(database: &Database) -> Outcome {
    let store = database.open().await?;
    // More than fits one statement of any kind.
    let mut batch = articles("lớn", 1234);
    for new in &mut batch {
        new.aliases = vec![format!("{}?m", new.url), format!("{}?amp", new.url)];
    }
    let came = store.append(&batch, minute(0)).await?;
    assert_eq!(came.len(), 1234);
    assert!(
        came.iter()
            .zip(1..)
            .all(|(appended, n)| appended.seq == Some(Seq(n)))
    );
    assert_eq!(store.last_seq().await?, Seq(1234));
    let again = store.append(&batch, minute(1)).await?;
    assert!(
        again
            .iter()
            .all(|appended| appended.outcome == Came::Unchanged)
    );
    assert!(again.iter().zip(&came).all(|(a, b)| a.article == b.article));
    let ids: Vec<ArticleId> = came.iter().map(|appended| appended.article).collect();
    assert_eq!(store.articles(&ids).await?.len(), 1234);
    assert_eq!(store.latest_texts(&ids).await?.len(), 1234);
    assert!(store.check().await?.faults.is_empty());
    Ok(())
}

pub(crate) async fn the_log_is_read_in_parts(database: &Database) -> Outcome {
    let store = database.open().await?;
    store.append(&articles("phần", 25), minute(0)).await?;
    let whole = store.read_log(Seq::START, usize::MAX).await?;
    let mut parts = Vec::new();
    let mut after = Seq::START;
    loop {
        let part = store.read_log(after, 7).await?;
        let Some(last) = part.last() else { break };
        after = last.seq;
        parts.extend(part);
    }
    assert_eq!(parts.len(), 25);
    assert_eq!(parts, whole);
    assert!(store.read_log(Seq(25), 7).await?.is_empty());
    assert!(store.read_log(Seq(999), 7).await?.is_empty());
    assert!(store.read_log(Seq::START, 0).await?.is_empty());
    Ok(())
}

pub(crate) async fn texts_are_found_by_article(database: &Database) -> Outcome {
    let store = database.open().await?;
    let a = store.append(&[article(URL, "Một")], minute(0)).await?[0].article;
    store.append(&[article(URL, "Hai")], minute(0)).await?;
    store.append(&[article(URL, "Ba")], minute(0)).await?;
    let b = store
        .append(&[article("https://bao.example/b", "Bốn")], minute(0))
        .await?[0]
        .article;
    assert_eq!(store.earlier_texts(a, 3).await?, [text("Một"), text("Hai")]);
    assert!(store.earlier_texts(a, 1).await?.is_empty());
    let mut latest = store.latest_texts(&[b, a, ArticleId(999)]).await?;
    latest.sort_by_key(|(id, _, _)| *id);
    assert_eq!(latest, [(a, 3, text("Ba")), (b, 1, text("Bốn"))]);
    assert!(store.latest_texts(&[]).await?.is_empty());
    assert!(store.articles(&[]).await?.is_empty());
    assert!(store.revisions(ArticleId(999)).await?.is_empty());
    Ok(())
}

pub(crate) async fn appending_a_page_settles_it(database: &Database) -> Outcome {
    let store = database.open().await?;
    let channel = "https://bao.example/rss";
    poll(&store, channel, &[page(channel, URL, "Một")], minute(0)).await?;
    store.page_failed(URL, "time-out", Some(minute(1))).await?;
    let done = PageDone {
        url: URL.to_owned(),
        stage: 1,
        next_due: Some(minute(60)),
        etag: Some("\"e1\"".to_owned()),
        last_modified: Some("Mon, 01 Jan 2026 00:00:00 GMT".to_owned()),
    };
    let new = NewArticle {
        page: Some(done.clone()),
        ..article(URL, "Một")
    };
    let id = store.append(&[new], minute(2)).await?[0].article;
    assert!(
        crate::support::due(&store, minute(59), 10)
            .await?
            .is_empty()
    );
    let due = crate::support::due(&store, minute(60), 10).await?;
    assert_eq!(due.len(), 1);
    assert_eq!(
        (due[0].stage, due[0].attempts, due[0].article),
        (1, 0, Some(id))
    );
    assert_eq!(
        (&due[0].etag, &due[0].last_modified),
        (&done.etag, &done.last_modified)
    );

    store
        .page_unchanged(&PageDone {
            stage: 2,
            next_due: None,
            ..done
        })
        .await?;
    assert!(
        crate::support::due(&store, minute(10_000), 10)
            .await?
            .is_empty()
    );
    assert_eq!(
        store.queue_counts().await?,
        langnghe_store::QueueCounts::default()
    );
    Ok(())
}

pub(crate) async fn the_archive_is_what_was_not_withdrawn(database: &Database) -> Outcome {
    let store = database.open().await?;
    assert!(store.article_ids().await?.is_empty());
    assert_eq!(store.extent().await?, Extent::default());

    // Two say when they were published, the third was only seen.
    let mut new = articles("kho", 3);
    new[0].published = Some(minute(-900));
    new[1].published = Some(minute(-30));
    new[2].seen = minute(5);
    let came = store.append(&new, minute(6)).await?;
    let ids: Vec<ArticleId> = came.iter().map(|appended| appended.article).collect();
    assert_eq!(store.article_ids().await?, ids);
    let extent = |articles, first, last| Extent {
        articles,
        first: Some(minute(first)),
        last: Some(minute(last)),
    };
    assert_eq!(store.extent().await?, extent(3, -900, 5));

    // A revision is no further article; a withdrawn article is none, until it comes back.
    new[1].text = text("Sửa");
    store.append(&new[1..2], minute(7)).await?;
    assert_eq!(store.extent().await?, extent(3, -900, 5));
    store.withdraw(&new[0].url, ids[0], minute(8), None).await?;
    assert_eq!(store.article_ids().await?, ids[1..]);
    assert_eq!(store.extent().await?, extent(2, -30, 5));
    store.append(&new[..1], minute(9)).await?;
    assert_eq!(store.article_ids().await?, ids);
    assert_eq!(store.extent().await?, extent(3, -900, 5));
    Ok(())
}
