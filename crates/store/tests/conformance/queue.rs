//! Channels, and the queue of pages they list.

use jiff::SignedDuration;
use langnghe_model::{ChannelId, ChannelMemory, Entry, PollReason, TextHash};
use langnghe_store::{ChannelState, FailedPage, PollCount};

use crate::support::{
    Database, Outcome, article, channel, entry, flag, minute, page, poll, request, source,
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

    let due = crate::support::due(&store, minute(10), 1000).await?;
    assert_eq!(due.len(), 251);
    let last = due.last().ok_or("a page")?;
    assert_eq!((last.url.as_str(), &last.entry), (URL, &entry(URL, "Một")));
    assert_eq!(last.channel, Some(ChannelId(FEED.to_owned())));
    assert_eq!(
        (last.source.as_str(), last.first_seen),
        ("bao-mot", minute(3))
    );
    assert_eq!((last.stage, last.attempts, last.article), (0, 0, None));
    assert_eq!(crate::support::due(&store, minute(10), 3).await?, due[..3]);
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
        assert!(
            crate::support::due(&store, minute(at - 1), 10)
                .await?
                .is_empty()
        );
        let due = crate::support::due(&store, minute(at), 10).await?.remove(0);
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
            |state, queued| {
                let urls = |pages: &[&langnghe_store::NewPage]| -> Vec<String> {
                    pages.iter().map(|page| page.url.clone()).collect()
                };
                let PollCount { new, changed } = queued.count;
                state.last_result = Some(format!(
                    "{new} new, {changed} changed, fresh {:?}, unseen {:?}",
                    urls(&queued.fresh),
                    urls(&queued.unseen)
                ));
            },
        )
        .await?;
    assert_eq!(
        store.channel_states().await?[0].last_result.as_deref(),
        Some(
            r#"1 new, 1 changed, fresh ["https://bao.example/b"], unseen ["https://bao.example/b"]"#
        )
    );
    // What another channel has listed is not new, but this one has not listed it.
    store
        .record_poll(
            channel(OTHER),
            &[page(OTHER, URL, "Hai")],
            &request(OTHER, minute(2)),
            |state, queued| {
                state.memory.listed = queued.unseen.len() as u64;
                assert!(queued.fresh.is_empty());
            },
        )
        .await?;
    let states = store.channel_states().await?;
    assert_eq!(states[1].memory.listed, 1);
    Ok(())
}

pub(crate) async fn a_channels_memory_can_be_changed_alone(database: &Database) -> Outcome {
    let store = database.open().await?;
    let id = ChannelId(FEED.to_owned());
    store.change_memory(&id, |memory| memory.gaps = 1).await?;
    assert!(
        store.channel_states().await?.is_empty(),
        "it was never asked"
    );
    poll(&store, FEED, &[], minute(0)).await?;
    store.change_memory(&id, |memory| memory.gaps += 2).await?;
    let state = store.channel_states().await?.remove(0);
    assert_eq!((state.memory.gaps, state.reason), (2, PollReason::NotAsked));
    Ok(())
}

pub(crate) async fn looks_at_flagged_articles_come_before_others_and_after_new_pages(
    database: &Database,
) -> Outcome {
    let store = database.open().await?;
    let urls = ["a", "b", "c"].map(|name| format!("https://bao.example/{name}"));
    for (number, url) in urls.iter().enumerate() {
        poll(
            &store,
            FEED,
            &[page(FEED, url, "Một")],
            minute(number as i64),
        )
        .await?;
    }
    let mut read = Vec::new();
    for url in &urls[..2] {
        let appended = store.append(&[article(url, "Một")], minute(5)).await?;
        read.push((appended[0].article, appended[0].seq.ok_or("a place")?));
    }
    store
        .save_flags("watch", read[1].1, &[flag(read[1].0, "le-hoi", read[1].1)])
        .await?;
    let order: Vec<String> = crate::support::due(&store, minute(10), 10)
        .await?
        .into_iter()
        .map(|task| task.url)
        .collect();
    assert_eq!(order, [&*urls[2], &*urls[1], &*urls[0]]);
    Ok(())
}

pub(crate) async fn a_page_found_gone_waits_for_a_second_look(database: &Database) -> Outcome {
    let store = database.open().await?;
    poll(&store, FEED, &[page(FEED, URL, "Một")], minute(0)).await?;
    store.page_gone(URL, minute(1), minute(61)).await?;
    assert!(
        crate::support::due(&store, minute(60), 10)
            .await?
            .is_empty()
    );
    let due = crate::support::due(&store, minute(61), 10).await?.remove(0);
    assert_eq!(due.gone, Some(minute(1)));
    store
        .page_unchanged(&langnghe_store::PageDone {
            url: URL.to_owned(),
            stage: 1,
            next_due: Some(minute(62)),
            etag: None,
            last_modified: None,
        })
        .await?;
    let due = crate::support::due(&store, minute(62), 10).await?.remove(0);
    assert_eq!(due.gone, None, "it was there again");
    Ok(())
}

pub(crate) async fn pages_asked_are_counted_by_source(database: &Database) -> Outcome {
    let store = database.open().await?;
    poll(&store, FEED, &[], minute(0)).await?;
    for at in 1..4 {
        let row = langnghe_store::RequestRow {
            url: URL.to_owned(),
            ..request(FEED, minute(at))
        };
        store.record_request(&row).await?;
    }
    assert_eq!(
        store.pages_asked(minute(2)).await?,
        [(source("bao-mot"), 2)]
    );
    assert!(store.pages_asked(minute(9)).await?.is_empty());
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
        reason: PollReason::BackOff {
            wait: 1200,
            failures: 3,
            error: "503, không đọc được".to_owned(),
        },
        parse_failed: true,
        memory: ChannelMemory {
            version: ChannelMemory::VERSION,
            listed: 30,
            moved_to: Some("https://bao.example/moi".to_owned()),
            retired: Some(minute(2)),
            ..ChannelMemory::default()
        },
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
        crate::support::due(&store, minute(19), 10)
            .await?
            .iter()
            .all(|task| task.url != URL)
    );
    let due = crate::support::due(&store, minute(30), 10).await?;
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
    assert!(
        crate::support::due(&store, minute(1000), 10)
            .await?
            .is_empty()
    );
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
    assert_eq!(
        crate::support::due(&store, minute(40), 10).await?[0].attempts,
        0
    );
    Ok(())
}

pub(crate) async fn pages_are_read_site_by_site_in_the_order_of_listing(
    database: &Database,
) -> Outcome {
    let store = database.open().await?;
    for (site, at) in [("b.example", 2), ("a.example", 1), ("c.example", 3)] {
        let pages: Vec<_> = ["z", "a", "m"]
            .iter()
            .map(|name| {
                let mut listed = page(FEED, &format!("https://{site}/{name}"), "Một");
                site.clone_into(&mut listed.site);
                listed.source = source(&site.replace('.', "-"));
                listed
            })
            .collect();
        poll(&store, FEED, &pages, minute(at)).await?;
    }
    assert_eq!(
        store.due_sites(minute(9), 10, &[]).await?,
        ["a.example", "b.example", "c.example"]
    );
    assert_eq!(store.due_sites(minute(1), 10, &[]).await?, ["a.example"]);
    let spent = [source("a-example"), source("b-example")];
    assert_eq!(store.due_sites(minute(9), 10, &spent).await?, ["c.example"]);
    let due = store.due_pages("b.example", minute(9), 10, &[]).await?;
    let urls: Vec<_> = due.iter().map(|task| task.url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "https://b.example/z",
            "https://b.example/a",
            "https://b.example/m"
        ]
    );
    assert!(
        store
            .due_pages("b.example", minute(9), 10, &spent)
            .await?
            .is_empty()
    );
    Ok(())
}

const TIME: SignedDuration = SignedDuration::from_mins(1);
const GAP: SignedDuration = SignedDuration::from_secs(5);

fn sites(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

pub(crate) async fn a_site_belongs_to_one_worker_at_a_time(database: &Database) -> Outcome {
    let stores = [database.open().await?, database.open().await?];
    let claim = |who: usize, owner: &'static str, names: &[&str], at| {
        let (store, names) = (stores[who].clone(), sites(names));
        async move {
            let claims = store.claim_sites(&names, owner, at, TIME, GAP).await?;
            Ok::<_, langnghe_store::StoreError>(claims)
        }
    };
    let got = claim(0, "one", &["a", "b"], minute(0)).await?;
    let names: Vec<_> = got.iter().map(|claim| claim.site.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    let got = claim(1, "two", &["b", "c", "a"], minute(0)).await?;
    assert_eq!(got.len(), 1);
    assert_eq!(got[0].site, "c");

    // Given back, a site carries from when on it may be asked.
    stores[0].release_site("b", "one", minute(7)).await?;
    stores[1].release_site("a", "two", minute(7)).await?;
    let got = claim(1, "two", &["a", "b"], minute(0)).await?;
    assert_eq!(got.len(), 1, "what another holds cannot be given back");
    assert_eq!((got[0].site.as_str(), got[0].free_at), ("b", minute(7)));

    // Not renewed, a claim runs out; when the site was asked last is not known then, so a gap is waited for.
    stores[1].renew_claims("two", minute(1), TIME).await?;
    let got = claim(0, "three", &["a", "b"], minute(1)).await?;
    assert_eq!(got.len(), 1);
    assert_eq!(
        (got[0].site.as_str(), got[0].free_at),
        ("a", minute(1).checked_add(GAP)?)
    );
    assert_eq!(stores[0].claim_owners().await?, ["three", "two"]);
    stores[0].release_claims("two", minute(2)).await?;
    assert_eq!(claim(0, "three", &["b", "c"], minute(1)).await?.len(), 2);
    Ok(())
}

pub(crate) async fn workers_that_claim_at_once_share_the_sites(database: &Database) -> Outcome {
    let names: Vec<String> = (0..200).map(|number| format!("site{number}")).collect();
    let mut workers = tokio::task::JoinSet::new();
    for number in 0..4 {
        let (store, mut names) = (database.open().await?, names.clone());
        names.rotate_left(number * 50);
        workers.spawn(async move {
            let owner = format!("worker {number}");
            let mut mine = Vec::new();
            for part in names.chunks(10) {
                mine.extend(
                    store
                        .claim_sites(part, &owner, minute(0), TIME, GAP)
                        .await?,
                );
            }
            Ok::<_, langnghe_store::StoreError>(mine)
        });
    }
    let mut all = Vec::new();
    while let Some(claims) = workers.join_next().await {
        all.extend(claims??.into_iter().map(|claim| claim.site));
    }
    all.sort();
    let mut expected = names;
    expected.sort();
    assert_eq!(all, expected, "each site exactly once");
    Ok(())
}
