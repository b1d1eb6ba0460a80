//! Channels, and the queue of pages they list.

use langnghe_model::{ChannelId, Entry, TextHash};
use langnghe_store::{ChannelState, FailedPage, PollCount};

use crate::support::{
    Database, Outcome, article, channel, entry, minute, page, poll, request, source,
};

const FEED: &str = "https://bao.example/rss";
const OTHER: &str = "https://bao.example/sitemap.xml";
const URL: &str = "https://bao.example/a";

fn count(new: u64, changed: u64) -> PollCount {
    PollCount { new, changed }
}

pub(crate) async fn entries_are_queued_once(database: &Database) -> Outcome {
    let store = database.open().await?;
    let pages: Vec<_> = (0..250)
        .map(|n| page(FEED, &format!("https://bao.example/{n}"), "Một"))
        .collect();
    assert_eq!(poll(&store, FEED, &pages, minute(0)).await?, count(250, 0));
    assert_eq!(poll(&store, FEED, &pages, minute(1)).await?, count(0, 0));
    assert_eq!(poll(&store, FEED, &[], minute(2)).await?, count(0, 0));
    // Listed twice at once: the first entry counts, and goes on counting.
    let twice = [page(FEED, URL, "Một"), page(FEED, URL, "Hai")];
    assert_eq!(poll(&store, FEED, &twice, minute(3)).await?, count(1, 0));
    assert_eq!(poll(&store, FEED, &twice, minute(4)).await?, count(0, 0));

    let due = store.due_pages(minute(10), 1000, &[]).await?;
    assert_eq!(due.len(), 251);
    let last = due.last().ok_or("a page")?;
    assert_eq!((last.url.as_str(), &last.entry), (URL, &entry(URL, "Một")));
    assert_eq!(last.channel, Some(ChannelId(FEED.to_owned())));
    assert_eq!(
        (last.source.as_str(), last.first_seen),
        ("bao-mot", minute(3))
    );
    assert_eq!((last.stage, last.attempts, last.article), (0, 0, None));
    assert_eq!(store.due_pages(minute(10), 3, &[]).await?, due[..3]);
    assert_eq!(store.queue_counts().await?.waiting, 251);
    Ok(())
}

pub(crate) async fn a_changed_entry_is_due_again(database: &Database) -> Outcome {
    let store = database.open().await?;
    poll(&store, FEED, &[page(FEED, URL, "Một")], minute(0)).await?;
    store
        .page_unchanged(&langnghe_store::PageDone {
            url: URL.to_owned(),
            stage: 2,
            next_due: None,
            etag: Some("\"e\"".to_owned()),
            last_modified: Some("then".to_owned()),
        })
        .await?;
    let changes: [fn(&mut Entry); 4] = [
        |entry| entry.title = Some("Hai".to_owned()),
        |entry| entry.summary = None,
        |entry| entry.updated = Some(minute(5)),
        |entry| entry.content = Some("Toàn văn".to_owned()),
    ];
    let mut listed = page(FEED, URL, "Một");
    for (change, at) in changes.into_iter().zip([10, 20, 30, 40]) {
        change(&mut listed.entry);
        assert_eq!(
            poll(&store, FEED, std::slice::from_ref(&listed), minute(at)).await?,
            count(0, 1)
        );
        assert_eq!(
            poll(&store, FEED, std::slice::from_ref(&listed), minute(at)).await?,
            count(0, 0)
        );
        assert!(store.due_pages(minute(at - 1), 10, &[]).await?.is_empty());
        let due = store.due_pages(minute(at), 10, &[]).await?.remove(0);
        assert_eq!(
            (due.entry, due.stage, due.first_seen),
            (listed.entry.clone(), 2, minute(0))
        );
        // The page is asked for whole: the server might call it unchanged by mistake.
        assert_eq!((due.etag, due.last_modified), (None, None));
        store.page_failed(URL, "later", None).await?;
    }
    listed.entry.published = Some(minute(77));
    assert_eq!(
        poll(&store, FEED, &[listed], minute(50)).await?,
        count(0, 0),
        "its date alone is no change"
    );
    Ok(())
}

pub(crate) async fn channels_that_word_an_entry_differently_do_not_take_turns(
    database: &Database,
) -> Outcome {
    let store = database.open().await?;
    let feed = [page(FEED, URL, "Một")];
    let mut sitemap = [page(OTHER, URL, "một")];
    sitemap[0].entry.summary = None;
    assert_eq!(poll(&store, FEED, &feed, minute(0)).await?, count(1, 0));
    for at in 1..4 {
        assert_eq!(
            poll(&store, OTHER, &sitemap, minute(at)).await?,
            count(0, 0)
        );
        assert_eq!(poll(&store, FEED, &feed, minute(at)).await?, count(0, 0));
    }
    sitemap[0].entry.updated = Some(minute(9));
    assert_eq!(poll(&store, OTHER, &sitemap, minute(9)).await?, count(0, 1));
    assert_eq!(poll(&store, FEED, &feed, minute(10)).await?, count(0, 0));
    Ok(())
}

pub(crate) async fn the_plan_is_told_what_was_new(database: &Database) -> Outcome {
    let store = database.open().await?;
    poll(&store, FEED, &[page(FEED, URL, "Một")], minute(0)).await?;
    let pages = [
        page(FEED, URL, "Hai"),
        page(FEED, "https://bao.example/b", "Ba"),
    ];
    store
        .record_poll(
            channel(FEED),
            &pages,
            &request(FEED, minute(1)),
            |state, count| {
                state.reason = format!("{} new, {} changed", count.new, count.changed);
            },
        )
        .await?;
    assert_eq!(store.channel_states().await?[0].reason, "1 new, 1 changed");
    Ok(())
}

pub(crate) async fn a_channel_keeps_its_state(database: &Database) -> Outcome {
    let store = database.open().await?;
    assert!(store.channel_states().await?.is_empty());
    let state = ChannelState {
        etag: Some("W/\"x\"".to_owned()),
        last_modified: Some("then".to_owned()),
        content_hash: Some(TextHash::of(b"body")),
        last_at: Some(minute(3)),
        last_ok: Some(minute(2)),
        last_full: Some(minute(1)),
        last_result: Some("không đọc được".to_owned()),
        failures: 3,
        next_at: Some(minute(30)),
        reason: "back-off: 503 twice".to_owned(),
        parse_failed: true,
        ..channel(FEED)
    };
    let failed = langnghe_store::RequestRow {
        status: None,
        error: Some("time-out".to_owned()),
        ..request(FEED, minute(3))
    };
    store
        .record_poll(state.clone(), &[], &failed, |_, _| {})
        .await?;
    assert_eq!(store.channel_states().await?, [state]);
    let plain = channel(FEED);
    store
        .record_poll(plain.clone(), &[], &failed, |_, _| {})
        .await?;
    assert_eq!(store.channel_states().await?, [plain]);
    poll(&store, OTHER, &[], minute(4)).await?;
    assert_eq!(store.channel_states().await?.len(), 2);
    Ok(())
}

pub(crate) async fn pages_fail_are_tried_again_and_given_up(database: &Database) -> Outcome {
    let store = database.open().await?;
    let read = "https://bao.example/read";
    poll(
        &store,
        FEED,
        &[page(FEED, URL, "Một"), page(FEED, read, "Hai")],
        minute(5),
    )
    .await?;
    store.append(&[article(read, "Hai")], minute(6)).await?;

    store.page_failed(URL, "503", Some(minute(20))).await?;
    store
        .page_failed(URL, "time\0out", Some(minute(30)))
        .await?;
    assert!(
        store
            .due_pages(minute(19), 10, &[])
            .await?
            .iter()
            .all(|task| task.url != URL)
    );
    let due = store.due_pages(minute(30), 10, &[]).await?;
    let task = due
        .iter()
        .find(|task| task.url == URL)
        .ok_or("the page is due")?;
    assert_eq!(task.attempts, 2);
    let failed = FailedPage {
        url: URL.to_owned(),
        source: source("bao-mot"),
        first_seen: minute(5),
        attempts: 2,
        error: "time\u{FFFD}out".to_owned(),
        next_due: Some(minute(30)),
    };
    assert_eq!(store.failed_pages(minute(0)).await?, [failed]);
    let counts = store.queue_counts().await?;
    assert_eq!(
        (counts.waiting, counts.given_up, counts.last_error),
        (1, 0, None)
    );

    store.page_failed(URL, "404", None).await?;
    // A page that was read before and fails now is no page without its text.
    store.page_failed(read, "503", None).await?;
    assert!(store.due_pages(minute(1000), 10, &[]).await?.is_empty());
    let counts = store.queue_counts().await?;
    assert_eq!((counts.waiting, counts.given_up), (0, 1));
    assert_eq!(
        counts.last_error.as_deref(),
        Some("https://bao.example/a: 404")
    );
    assert_eq!(store.failed_pages(minute(0)).await?.len(), 2);
    assert!(store.failed_pages(minute(6)).await?.is_empty());

    // The channel says something new of it: it is tried again.
    poll(&store, FEED, &[page(FEED, URL, "Ba")], minute(40)).await?;
    assert_eq!(store.due_pages(minute(40), 10, &[]).await?[0].attempts, 0);
    Ok(())
}

pub(crate) async fn due_pages_leave_out_busy_sources(database: &Database) -> Outcome {
    let store = database.open().await?;
    for (id, at) in [("bao-ba", 2), ("bao-hai", 1), ("bao-mot", 3)] {
        let mut listed = page(FEED, &format!("https://{id}.example/a"), "Một");
        listed.source = source(id);
        poll(&store, FEED, &[listed], minute(at)).await?;
    }
    let due = |except: Vec<_>| {
        let store = store.clone();
        async move {
            let due = store.due_pages(minute(9), 10, &except).await?;
            Ok::<_, langnghe_store::StoreError>(
                due.into_iter().map(|task| task.source).collect::<Vec<_>>(),
            )
        }
    };
    let (one, two, three) = (source("bao-mot"), source("bao-hai"), source("bao-ba"));
    assert_eq!(
        due(Vec::new()).await?,
        [two.clone(), three.clone(), one.clone()]
    );
    assert_eq!(due(vec![two.clone()]).await?, [three.clone(), one.clone()]);
    assert_eq!(due(vec![one, three]).await?, [two]);
    Ok(())
}
