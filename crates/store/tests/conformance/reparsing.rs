//! Revisions that only better extraction made.

use langnghe_model::{Extraction, RevisionKind, Seq};
use langnghe_store::{NewArticle, PageDone, Reextracted};

use crate::support::{Database, Outcome, article, minute, page, poll, text};

const FEED: &str = "https://bao.example/rss";
const URL: &str = "https://bao.example/a";

fn done() -> PageDone {
    PageDone {
        url: URL.to_owned(),
        stage: 1,
        next_due: None,
        etag: None,
        last_modified: None,
    }
}

pub(crate) async fn what_is_there_of_a_page_is_told(database: &Database) -> Outcome {
    let store = database.open().await?;
    assert_eq!(store.read_page(URL).await?, None);
    poll(&store, FEED, &[page(FEED, URL, "Một")], minute(0)).await?;
    let unread = store.read_page(URL).await?.ok_or("the page")?;
    assert_eq!(unread.entry.title.as_deref(), Some("Một"));
    assert_eq!(unread.article, None);
    let new = NewArticle {
        seen: minute(5),
        page: Some(done()),
        ..article(URL, "Một")
    };
    let appended = store.append(&[new], minute(5)).await?;
    let read = store
        .read_page(URL)
        .await?
        .and_then(|page| page.article)
        .ok_or("the article")?;
    assert_eq!(read.id, appended[0].article);
    assert_eq!((read.revision, read.text), (1, text("Một")));
    assert_eq!(read.source_seen, minute(5));
    Ok(())
}

pub(crate) async fn a_better_extraction_is_a_revision_marked_so(database: &Database) -> Outcome {
    let store = database.open().await?;
    poll(&store, FEED, &[page(FEED, URL, "Một")], minute(0)).await?;
    let new = NewArticle {
        published: None,
        page: Some(done()),
        ..article(URL, "Một")
    };
    let id = store.append(&[new], minute(1)).await?[0].article;
    let better = Reextracted {
        article: id,
        after: 1,
        text: text("Một, đủ hơn"),
        way: Extraction::Selectors,
        confidence: 100,
        published: Some(minute(-60)),
        section: Some("Văn hóa".to_owned()),
    };
    assert_eq!(
        store.append_extraction(&better, minute(9)).await?,
        Some(Seq(2))
    );
    let revisions = store.revisions(id).await?;
    assert_eq!(revisions.len(), 2);
    assert_eq!(
        (revisions[1].kind, revisions[1].way, revisions[1].seen),
        (RevisionKind::Extraction, Extraction::Selectors, minute(9))
    );
    let known = store.article_by_url(URL).await?.ok_or("the article")?;
    assert_eq!(known.published, Some(minute(-60)));
    assert_eq!(known.section.as_deref(), Some("Văn hóa"));
    // A section that was found now is worth a revision, too; the same one again is not.
    let moved = Reextracted {
        after: 2,
        section: Some("Du lịch".to_owned()),
        ..better
    };
    assert_eq!(
        store.append_extraction(&moved, minute(10)).await?,
        Some(Seq(3))
    );
    let same = Reextracted { after: 3, ..moved };
    assert_eq!(store.append_extraction(&same, minute(11)).await?, None);
    let read = store
        .read_page(URL)
        .await?
        .and_then(|page| page.article)
        .ok_or("the article")?;
    // The source's own text is still the one from before.
    assert_eq!((read.revision, read.source_seen), (3, minute(0)));
    assert_eq!(read.section.as_deref(), Some("Du lịch"));
    Ok(())
}

pub(crate) async fn nothing_is_appended_when_nothing_is_better_or_another_came_first(
    database: &Database,
) -> Outcome {
    let store = database.open().await?;
    let id = store.append(&[article(URL, "Một")], minute(1)).await?[0].article;
    let published = store
        .article_by_url(URL)
        .await?
        .ok_or("the article")?
        .published;
    let same = Reextracted {
        article: id,
        after: 1,
        text: text("Một"),
        way: Extraction::Selectors,
        confidence: 100,
        published,
        section: None,
    };
    assert_eq!(store.append_extraction(&same, minute(2)).await?, None);
    store.append(&[article(URL, "Hai")], minute(3)).await?;
    let late = Reextracted {
        text: text("Một, đủ hơn"),
        ..same
    };
    assert_eq!(store.append_extraction(&late, minute(4)).await?, None);
    assert_eq!(store.last_seq().await?, Seq(2));
    Ok(())
}

pub(crate) async fn a_withdrawn_article_stays_so_when_it_is_read_better(
    database: &Database,
) -> Outcome {
    let store = database.open().await?;
    let id = store.append(&[article(URL, "Một")], minute(1)).await?[0].article;
    store.withdraw(URL, id, minute(2), None).await?;
    let better = Reextracted {
        article: id,
        after: 1,
        text: text("Một, đủ hơn"),
        way: Extraction::Library,
        confidence: 75,
        published: None,
        section: None,
    };
    assert!(store.append_extraction(&better, minute(3)).await?.is_some());
    let known = store.article_by_url(URL).await?.ok_or("the article")?;
    assert_eq!(known.withdrawn, Some(minute(2)));
    Ok(())
}
