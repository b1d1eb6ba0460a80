//! Copies folded under their originals.

use langnghe_model::{ArticleText, Seq};
use langnghe_query::{Use, parse};
use proptest::prelude::*;

use super::{ONE_THREAD, add, article, entry, found, in_memory, minutes, text};
use crate::{Index, Results, SearchRequest, Sort};

/// A text of many words, with some of them changed.
fn story(number: usize, changed: usize) -> String {
    let words = (0..200).map(|at| {
        if changed > 0 && at % 40 < changed {
            format!("khác{at}x{changed}")
        } else {
            format!("bài{number}từ{at}")
        }
    });
    format!("mưa lũ {}", words.collect::<Vec<_>>().join(" "))
}

/// An index of these texts, each of a paper of its own.
fn filled(texts: &[ArticleText]) -> Index {
    let index = in_memory();
    let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
    for (number, text) in (1..).zip(texts) {
        let mut article = article(number);
        article.source = format!("bao-{number}").parse().expect("a source id");
        add(&mut writer, &article, text);
        if number % 4 == 0 {
            writer.commit(Seq(number)).expect("memory is never full");
        }
    }
    writer
        .commit(Seq(texts.len() as i64))
        .expect("memory is never full");
    index
}

fn folded(index: &Index, query: &str, sort: Sort) -> Results {
    let mut request = SearchRequest::new(parse(query, Use::Search).expect("well formed"));
    (request.fold, request.sort) = (true, sort);
    index.search(&request).expect("the index can be searched")
}

fn listed(results: &Results) -> Vec<(i64, Vec<i64>)> {
    let hits = results.hits.iter();
    hits.map(|hit| {
        let copies = hit.listed.iter().map(|copy| copy.article.0);
        (hit.article.0, copies.collect())
    })
    .collect()
}

#[test]
fn copies_stand_under_the_earliest() {
    let index = filled(&[
        text("Bản gốc", "", &story(1, 0)),
        text("Bài khác", "", &story(2, 0)),
        text("Mưa lũ, bản đăng lại", "", &story(1, 1)),
        text("Bản đăng lại nữa", "", &story(1, 0)),
        text("Ngắn", "", "mưa"),
        text("Ngắn", "", "mưa"),
    ]);
    let results = folded(&index, "mưa", Sort::Newest);
    assert_eq!(
        listed(&results),
        [(6, vec![]), (5, vec![]), (2, vec![]), (1, vec![3, 4])]
    );
    assert_eq!((results.total, results.copies), (6, 2));
    let copy = &results.hits[3].listed[0];
    assert_eq!(
        (
            copy.title.as_str(),
            copy.source.as_str(),
            copy.url.as_str(),
            copy.time
        ),
        (
            "Mưa lũ, bản đăng lại",
            "bao-3",
            "https://bao-thu.example/3",
            minutes(3)
        )
    );
    // By relevance an article stands where the best of its copies would.
    let results = folded(&index, "mưa lũ", Sort::Relevance);
    assert_eq!(listed(&results), [(1, vec![3, 4]), (2, vec![])]);
    assert_eq!(results.hits[0].copies, 2);
    let apart = super::search(&index, "mưa lũ");
    assert_eq!(found(&apart)[0], 3);
    assert_eq!(
        results.hits[0].score.to_bits(),
        apart.hits[0].score.to_bits()
    );
    assert_eq!((apart.total, apart.copies), (4, 0));
}

#[test]
fn only_answers_are_folded() {
    let index = filled(&[
        text("Bản gốc", "", &story(1, 0)),
        text("Đăng lại", "", &story(1, 1)),
        text("Đăng lại", "", &story(1, 0)),
    ]);
    assert_eq!(
        listed(&folded(&index, "\"đăng lại\"", Sort::Newest)),
        [(2, vec![3])]
    );
}

#[test]
fn what_is_rewritten_is_no_copy_any_more() {
    let index = in_memory();
    let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
    for id in 1..=2 {
        add(&mut writer, &article(id), &text("Lũ", "", &story(1, 0)));
    }
    writer.commit(Seq(2)).expect("memory is never full");
    assert_eq!(folded(&index, "mưa", Sort::Newest).copies, 1);
    let again = article(2);
    let written = text("Lũ", "", &story(2, 0));
    writer
        .apply(&entry(3, &again, 2, &written))
        .expect("a document is taken in");
    writer.commit(Seq(3)).expect("memory is never full");
    assert_eq!(folded(&index, "mưa", Sort::Newest).copies, 0);
}

#[test]
fn a_crowd_of_copies_is_counted_and_some_of_it_listed() {
    let index = filled(&vec![text("Lũ", "", &story(1, 0)); 70]);
    let results = folded(&index, "mưa", Sort::Relevance);
    assert_eq!(
        (results.hits.len(), results.total, results.copies),
        (1, 70, 69)
    );
    assert_eq!(results.copies_among, None);
    assert_eq!(
        (results.hits[0].copies, results.hits[0].listed.len()),
        (69, 50)
    );
}

/// Behind the answers among which copies are looked for, the pages go on with all others as they are.
#[test]
fn pages_go_on_behind_what_is_folded() {
    let texts: Vec<ArticleText> = (0..130)
        .map(|number| text("Lũ", "", &story(number % 65, 0)))
        .collect();
    let index = filled(&texts);
    for (sort, limit) in [
        (Sort::Newest, 7),
        (Sort::Relevance, 20),
        (Sort::Relevance, 200),
    ] {
        let mut request = SearchRequest::new(parse("mưa", Use::Search).expect("well formed"));
        (request.fold, request.sort, request.limit) = (true, sort, limit);
        let mut all: Vec<i64> = Vec::new();
        loop {
            let results = index.search(&request).expect("the index can be searched");
            // Of the hundred first ones 35 come twice.
            assert_eq!((results.total, results.copies), (130, 35));
            assert_eq!(results.copies_among, Some(100));
            for (of, copies) in listed(&results) {
                all.extend(std::iter::once(of).chain(copies));
            }
            request.after = results.next;
            if request.after.is_none() {
                break;
            }
        }
        all.sort_unstable();
        assert_eq!(all, (1..=130).collect::<Vec<_>>(), "{sort:?}, {limit}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Every answer stands on the pages once, as itself or under its original, however the pages are cut.
    #[test]
    fn folded_pages_hold_every_answer_once(
        stories in prop::collection::vec((0_usize..5, 0_usize..3), 1..30),
        limit in 1_usize..6,
        newest in any::<bool>(),
    ) {
        let texts: Vec<ArticleText> = stories
            .iter()
            .map(|(number, changed)| text("Lũ", "", &story(*number, *changed)))
            .collect();
        let index = filled(&texts);
        let sort = if newest { Sort::Newest } else { Sort::Relevance };
        let whole = listed(&folded(&index, "mưa", sort));
        let mut request = SearchRequest::new(parse("mưa", Use::Search).expect("well formed"));
        (request.fold, request.sort, request.limit) = (true, sort, limit);
        let mut pages = Vec::new();
        loop {
            let results = index.search(&request).expect("the index can be searched");
            prop_assert_eq!(results.total, texts.len());
            prop_assert!(results.hits.len() <= limit);
            pages.extend(listed(&results));
            request.after = results.next;
            if request.after.is_none() {
                break;
            }
        }
        prop_assert_eq!(&pages, &whole);
        let mut all: Vec<i64> = pages
            .into_iter()
            .flat_map(|(of, copies)| std::iter::once(of).chain(copies))
            .collect();
        all.sort_unstable();
        prop_assert_eq!(all, (1..=texts.len() as i64).collect::<Vec<_>>());
    }
}
