//! Pages that join while articles come in and are revised.

use langnghe_model::{ArticleText, Seq};
use langnghe_query::{Use, parse};
use proptest::prelude::*;

use super::{ONE_THREAD, add, article, entry, filled, found, in_memory, text};
use crate::{Cursor, Index, IndexError, Results, SearchRequest, Sort, Writer};

fn request(query: &str, sort: Sort, limit: usize) -> SearchRequest {
    let mut request = SearchRequest::new(parse(query, Use::Search).expect("well formed"));
    (request.sort, request.limit) = (sort, limit);
    request
}

fn page(index: &Index, request: &SearchRequest) -> Results {
    index.search(request).expect("the index can be searched")
}

/// Texts in which the words have very different weights.
fn texts(count: usize) -> Vec<ArticleText> {
    (0..count)
        .map(|n| {
            let title = if n % 7 == 0 { "Mưa lũ" } else { "Tin" };
            let body = format!("{} {}", "mưa to ".repeat(n % 5 + 1), "lũ ".repeat(n % 3));
            text(title, "", &format!("{body} {}", "trời đất ".repeat(n % 11)))
        })
        .collect()
}

fn revise(writer: &mut Writer, id: i64, seq: i64, text: &ArticleText) {
    let article = article(id);
    writer
        .apply(&entry(seq, &article, 2, text))
        .expect("a document is taken in");
    writer.commit(Seq(seq)).expect("memory is never full");
}

#[test]
fn a_cursor_goes_on_where_the_page_ended() {
    let index = filled(&texts(25));
    for sort in [Sort::Relevance, Sort::Newest] {
        let whole = found(&page(&index, &request("mưa", sort, 100)));
        let mut asked = request("mưa", sort, 4);
        let mut joined = Vec::new();
        loop {
            let results = page(&index, &asked);
            assert_eq!((results.total, results.newer), (25, 0));
            joined.extend(found(&results));
            match results.next {
                // What goes over an address is the text.
                Some(next) => {
                    asked.after = Some(next.to_string().parse().expect("it was written so"));
                }
                None => break,
            }
        }
        assert_eq!(joined, whole);
    }
    assert_eq!(page(&index, &request("mưa", Sort::Newest, 25)).next, None);
    assert_eq!(page(&index, &request("mưa", Sort::Newest, 0)).next, None);
    assert_eq!(page(&index, &request("bão", Sort::Newest, 5)).next, None);
}

#[test]
fn a_cursor_of_another_question_is_refused() {
    let index = filled(&texts(9));
    let next = page(&index, &request("mưa", Sort::Newest, 4)).next;
    for mut other in [
        request("lũ", Sort::Newest, 4),
        request("mưa", Sort::Relevance, 4),
    ] {
        other.after.clone_from(&next);
        assert!(matches!(index.search(&other), Err(IndexError::OtherCursor)));
    }
    // Numbers that cannot be are no reason to fall.
    let mut asked = request("mưa", Sort::Relevance, 4);
    let text = page(&index, &asked)
        .next
        .expect("there is more")
        .to_string();
    let (kept, numbers) = text.rsplit_once('.').expect("with numbers");
    for number in ["0", "ffffffff"] {
        let forged: Vec<&str> = numbers.split('-').map(|_| number).collect();
        let mut forged = forged.join("-");
        if number == "ffffffff" {
            forged = forged.replacen("ffffffff", "1", 2);
        }
        let forged: Cursor = format!("{kept}.{forged}").parse().expect("it reads");
        asked.after = Some(forged);
        assert!(
            matches!(index.search(&asked), Err(IndexError::OtherCursor)),
            "{number}"
        );
    }
}

#[test]
fn facets_of_a_later_page_leave_out_what_came_in_since() {
    let index = filled(&texts(9));
    let mut asked = request("mưa", Sort::Newest, 4);
    asked.after = page(&index, &asked).next;
    let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
    add(&mut writer, &article(10), &texts(1)[0]);
    writer.commit(Seq(10)).expect("memory is never full");
    let groups = [
        vec![langnghe_model::ArticleId(10), langnghe_model::ArticleId(3)],
        vec![],
    ];
    let facets = index
        .facets(&asked, &groups)
        .expect("the index can be searched");
    assert_eq!((facets.total, facets.groups), (9, vec![1, 0]));
    asked.after = None;
    let facets = index
        .facets(&asked, &groups)
        .expect("the index can be searched");
    assert_eq!((facets.total, facets.groups), (10, vec![2, 0]));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// While articles come in between pages, every article that was there at the beginning is shown once; also when others
    /// are revised, which only the revised ones themselves may notice.
    #[test]
    fn pages_join_while_the_archive_grows(
        count in 5_usize..40,
        limit in 1_usize..8,
        newest in any::<bool>(),
        query in prop::sample::select(vec!["mưa", "mua", "mưa lũ OR trời", "mua to", "mưa NEAR/2 to"]),
        grown in prop::collection::vec((0_usize..6, prop::option::of(0_usize..40)), 0..12),
    ) {
        let sort = if newest { Sort::Newest } else { Sort::Relevance };
        let index = in_memory();
        let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
        for (id, text) in (1..).zip(&texts(count)) {
            add(&mut writer, &article(id), text);
        }
        let mut last = count as i64;
        writer.commit(Seq(last)).expect("memory is never full");
        let whole = found(&page(&index, &request(query, sort, 1000)));
        let mut asked = request(query, sort, limit);
        let mut grown = grown.into_iter();
        let mut revised = Vec::new();
        let mut joined: Vec<i64> = Vec::new();
        loop {
            let results = page(&index, &asked);
            joined.extend(found(&results));
            asked.after = results.next;
            if asked.after.is_none() {
                break;
            }
            let Some((new, change)) = grown.next() else { continue };
            let before = last;
            for text in texts(new) {
                last += 1;
                add(&mut writer, &article(last), &text);
            }
            if last > before {
                writer.commit(Seq(last)).expect("memory is never full");
            }
            if let Some(at) = change.filter(|at| *at < count) {
                // An entry of the log is no article: the numbers of those to come stay in order.
                last += 1;
                let id = at as i64 + 1;
                revise(&mut writer, id, last, &text("Mưa lũ to", "mưa", "trời"));
                revised.push(id);
            }
        }
        let untouched = |ids: &[i64]| -> Vec<i64> {
            ids.iter().copied().filter(|id| !revised.contains(id)).collect()
        };
        prop_assert_eq!(untouched(&joined), untouched(&whole));
    }
}
