//! Order, filters, pages and snippets.

use langnghe_model::{ArticleId, ArticleText, Seq};
use langnghe_query::{Use, parse};

use super::{ONE_THREAD, article, entry, filled, found, found_by, in_memory, places, search, text};
use crate::{Hit, Index, IndexError, Indexed, Restrict, SearchRequest, Sort};

const NONE: [i64; 0] = [];

#[test]
fn the_headline_tells_more_than_the_lead_and_the_lead_more_than_the_body() {
    let index = filled(&[
        text("Một hai", "ba bốn", "mưa lũ"),
        text("Một hai", "mưa lũ", "ba bốn"),
        text("Mưa lũ", "một hai", "ba bốn"),
        text("Một hai", "ba bốn", "năm sáu"),
    ]);
    for query in ["mưa", "\"mưa lũ\"", "mua lu", "mưa NEAR/2 lũ", "=mưa"] {
        assert_eq!(found_by(&index, query), [3, 2, 1], "{query}");
        let scores: Vec<f32> = search(&index, query)
            .hits
            .iter()
            .map(|hit| hit.score)
            .collect();
        assert!(scores.is_sorted_by(|a, b| a > b), "{query}: {scores:?}");
    }
}

#[test]
fn a_phrase_that_a_border_of_words_cuts_is_found_below_those_where_it_is_the_word() {
    let index = filled(&[
        text(
            "",
            "",
            "Khách du lịch lên núi rất đông, đi bộ cả ngày trong sương mù",
        ),
        text("Chu du lịch sử", "", "Cuốn sách kể chuyện chu du lịch sử"),
        text("", "", "Người du lịch một mình"),
    ]);
    for query in ["\"du lịch\"", "\"du lich\"", "\"DU LỊCH\""] {
        let found = found_by(&index, query);
        assert_eq!((found.len(), found[2]), (3, 2), "{query}");
    }
    // Without an order nothing is ranked.
    let mut request = SearchRequest::new(parse("\"du lịch\"", Use::Search).expect("well formed"));
    request.sort = Sort::Newest;
    let results = index.search(&request).expect("the index can be searched");
    assert_eq!(found(&results), [3, 2, 1]);
}

#[test]
fn of_equally_good_answers_the_newest_comes_first() {
    let index = filled(&vec![text("Mưa lũ", "", "nước dâng"); 7]);
    assert_eq!(found_by(&index, "nước"), [7, 6, 5, 4, 3, 2, 1]);
}

#[test]
fn pages_join_to_the_whole_list() {
    let texts: Vec<ArticleText> = (0..25)
        .map(|n| text("", "", &"mưa to ".repeat(n % 4 + 1)))
        .collect();
    let index = filled(&texts);
    for sort in [Sort::Relevance, Sort::Newest] {
        let mut request = SearchRequest::new(parse("mưa", Use::Search).expect("well formed"));
        request.sort = sort;
        request.limit = 1000;
        let whole = index.search(&request).expect("the index can be searched");
        assert_eq!((whole.total, whole.hits.len()), (25, 25));
        request.limit = 4;
        let mut joined = Vec::new();
        for page in 0..7 {
            request.offset = page * 4;
            let results = index.search(&request).expect("the index can be searched");
            assert_eq!(results.total, 25);
            joined.extend(found(&results));
        }
        assert_eq!(joined, found(&whole));
        for (limit, offset) in [(usize::MAX, 25), (4, usize::MAX), (0, 0)] {
            (request.limit, request.offset) = (limit, offset);
            let results = index.search(&request).expect("any page can be asked for");
            assert_eq!((results.total, results.hits.len()), (25, 0));
        }
    }
}

/// Four articles that differ in everything filters look at.
fn for_filters() -> Index {
    let index = in_memory();
    let mut writer = index.writer(ONE_THREAD).expect("nobody else writes");
    let at = |time: &str| time.parse::<jiff::Timestamp>().expect("a time");
    let mut articles = [1, 2, 3, 4].map(article);
    // The local day of 5 February begins at 17:00 UTC of the 4th.
    articles[0].published = Some(at("2026-02-04T16:59:59Z"));
    articles[1].published = Some(at("2026-02-04T17:00:00Z"));
    articles[2].published = None;
    articles[2].first_seen = at("2026-02-05T16:59:59Z");
    articles[3].published = Some(at("2026-02-05T17:00:00Z"));
    articles[1].source = "dai-thu".parse().expect("a source id");
    articles[3].late = true;
    for (article, section) in articles.iter_mut().zip(["Văn hóa", "VĂN HOÁ", "Văn hóa"]) {
        article.section = Some(section.to_owned());
    }
    let named = [
        places(&["cao-bang.ban-gioc"]),
        places(&["cao-bang"]),
        places(&["cao-bang-cu", "ha-noi"]),
        vec![],
    ];
    for (number, (article, named)) in (1..).zip(articles.iter().zip(&named)) {
        let lead = if number == 1 { "Dẫn" } else { "" };
        let entry = Indexed {
            places: named,
            ..entry(number, article, 1, &text("Lễ hội", lead, ""))
        };
        writer.apply(&entry).expect("a document is taken in");
    }
    writer.commit(Seq(4)).expect("memory is never full");
    index
}

#[test]
fn facets_count_all_that_is_found_whatever_the_page() {
    let index = for_filters();
    let mut request = SearchRequest::new(parse("hội -is:late", Use::Search).expect("well formed"));
    request.limit = 1;
    let facets = index
        .facets(&request, &[])
        .expect("the index can be searched");
    let names = |counts: &[(langnghe_model::PlaceId, usize)]| -> Vec<(String, usize)> {
        let named = counts.iter().map(|(id, count)| (id.to_string(), *count));
        named.collect()
    };
    assert_eq!(facets.total, 3);
    let sources: Vec<_> = facets
        .sources
        .iter()
        .map(|(id, count)| (id.as_str(), *count))
        .collect();
    assert_eq!(sources, [("bao-thu", 2), ("dai-thu", 1)]);
    assert_eq!(
        names(&facets.places),
        [
            ("cao-bang".to_owned(), 2),
            ("cao-bang-cu".to_owned(), 1),
            ("cao-bang.ban-gioc".to_owned(), 1),
            ("ha-noi".to_owned(), 1)
        ]
    );
    assert_eq!(facets.sections, [("Văn hóa".to_owned(), 3)]);
    let days: Vec<_> = facets
        .days
        .iter()
        .map(|(day, count)| (day.to_string(), *count))
        .collect();
    assert_eq!(
        days,
        [("2026-02-04".to_owned(), 1), ("2026-02-05".to_owned(), 2)]
    );
    // What only the text can decide is counted like what the index knows.
    request.query = parse("hội NEAR/s lễ", Use::Search).expect("well formed");
    let facets = index
        .facets(&request, &[])
        .expect("the index can be searched");
    assert_eq!(facets.total, 4);
}

#[test]
fn without_a_length_for_snippets_nothing_is_marked() {
    let index = filled(&[text("Lễ hội", "", "Lễ hội xuân")]);
    let mut request = SearchRequest::new(parse("hội", Use::Search).expect("well formed"));
    request.snippet_chars = 0;
    let results = index.search(&request).expect("the index can be searched");
    let hit = &results.hits[0];
    assert_eq!((hit.title.as_str(), hit.title_marks.len()), ("Lễ hội", 0));
    assert_eq!(hit.snippet.text, "");
}

#[test]
fn filters_hold_together_with_the_text() {
    let index = for_filters();
    for (query, expected) in [
        ("hội from:2026-02-05", &[4, 3, 2][..]),
        ("hội to:2026-02-05", &[3, 2, 1]),
        ("hội from:2026-02-05 to:2026-02-05", &[3, 2]),
        ("from:2026-02-06", &[4]),
        ("to:2026-02-04", &[1]),
        ("hội -from:2026-02-05", &[1]),
        ("from:2030-01-01", &NONE),
        ("source:dai-thu", &[2]),
        ("hội -source:dai-thu", &[4, 3, 1]),
        ("source:bao-thu place:cao-bang", &[1]),
        ("section:van-hoa", &[3, 2, 1]),
        ("hội -section:\"VĂN HÓA\"", &[4]),
        ("section:\"Văn hoá\" source:dai-thu", &[2]),
        ("section:hoa", &NONE),
        ("place:cao-bang", &[2, 1]),
        ("place:cao-bang.ban-gioc", &[1]),
        ("place:cao-bang-cu", &[3]),
        ("place:vn", &[3, 2, 1]),
        ("is:late", &[4]),
        ("hội -is:late", &[3, 2, 1]),
        ("has:published", &[4, 2, 1]),
        ("has:lead", &[1]),
        ("hội -has:place", &[4]),
        ("hội NEAR/3 lễ source:dai-thu", &[2]),
        ("=Lễ -source:dai-thu place:cao-bang", &[1]),
        ("mưa place:cao-bang", &NONE),
    ] {
        let mut request = SearchRequest::new(parse(query, Use::Search).expect("well formed"));
        request.sort = Sort::Newest;
        let results = index.search(&request).expect("the index can be searched");
        assert_eq!(found(&results), expected, "{query}");
        assert_eq!(results.total, expected.len(), "{query}");
    }
}

#[test]
fn a_filter_for_what_is_not_kept_is_an_error_with_a_remedy() {
    let index = for_filters();
    for (query, remedy) in [
        (
            "is:read",
            "\"is:read\" cannot be asked for; is can be flagged, late or withdrawn",
        ),
        (
            "has:picture",
            "\"has:picture\" cannot be asked for; has can be lead, published or place",
        ),
        (
            "topic:le-hoi",
            "\"topic:le-hoi\" cannot be asked for; topic can be asked of the store",
        ),
    ] {
        let request = SearchRequest::new(parse(query, Use::Search).expect("well formed"));
        let error = index.search(&request).expect_err("not kept");
        assert!(matches!(error, IndexError::UnknownFilter { .. }));
        assert_eq!(error.to_string(), remedy);
    }
}

#[test]
fn restrictions_let_through_and_keep_out() {
    let index = filled(&vec![text("Lễ hội", "", "đông khách"); 5]);
    let ids = |ids: &[i64]| ids.iter().copied().map(ArticleId).collect::<Vec<_>>();
    let ask = |query: &str, restrict: Restrict| {
        let mut request = SearchRequest::new(parse(query, Use::Search).expect("well formed"));
        request.restrict = restrict;
        found(&index.search(&request).expect("the index can be searched"))
    };
    for query in ["hội", "hội NEAR/s lễ"] {
        assert_eq!(ask(query, Restrict::default()), [5, 4, 3, 2, 1]);
        let mut restrict = Restrict::default();
        restrict.allow(ids(&[4, 2, 5, 99]));
        assert_eq!(ask(query, restrict.clone()), [5, 4, 2]);
        restrict.allow(ids(&[2, 1, 4]));
        restrict.refuse(ids(&[4, 3]));
        assert_eq!(ask(query, restrict.clone()), [2]);
        restrict.allow(Vec::new());
        assert_eq!(ask(query, restrict), NONE);
    }
}

#[test]
fn a_hit_says_what_the_article_is() {
    let index = for_filters();
    let results = search(&index, "hội place:cao-bang-cu");
    let [hit] = results.hits.as_slice() else {
        panic!("{results:?}")
    };
    assert_eq!(hit.url, "https://bao-thu.example/3");
    assert_eq!(
        (hit.source.as_str(), hit.title.as_str()),
        ("bao-thu", "Lễ hội")
    );
    assert_eq!(&hit.title[hit.title_marks[0].clone()], "hội");
    assert_eq!(
        hit.time.to_string(),
        "2026-02-05T16:59:59Z",
        "first seen, for want of a published time"
    );
    assert_eq!(hit.places, places(&["cao-bang-cu", "ha-noi"]));
}

fn hit(article: &ArticleText, query: &str, chars: usize) -> Hit {
    let index = filled(std::slice::from_ref(article));
    let mut request = SearchRequest::new(parse(query, Use::Search).expect("well formed"));
    request.snippet_chars = chars;
    index
        .search(&request)
        .expect("the index can be searched")
        .hits
        .remove(0)
}

/// The snippet with brackets around its marks.
#[track_caller]
fn check(article: &ArticleText, query: &str, chars: usize, expected: &str) {
    let snippet = hit(article, query, chars).snippet;
    let mut shown = String::new();
    let mut at = 0;
    for mark in &snippet.marks {
        shown.push_str(&format!(
            "{}[{}]",
            &snippet.text[at..mark.start],
            &snippet.text[mark.clone()]
        ));
        at = mark.end;
    }
    shown.push_str(&snippet.text[at..]);
    assert_eq!(shown, expected, "{query}");
}

#[test]
fn a_snippet_is_the_window_with_the_most_different_words() {
    let long = text(
        "Tin trong ngày",
        "Mưa kéo dài ở vùng núi.",
        "Mưa mưa mưa mưa. Đường sá đi lại khó khăn trong nhiều ngày qua, theo người dân. \
         Chiều qua mưa gây lũ quét, một cây cầu bị cuốn trôi. Chính quyền đã cử người đến.",
    );
    check(&long, "mưa", 60, "[Mưa] kéo dài ở vùng núi.");
    check(
        &long,
        "mưa lũ cầu",
        60,
        "… Chiều qua [mưa] gây [lũ] quét, một cây [cầu] bị cuốn trôi. Chính …",
    );
    check(
        &long,
        "mua \"lu quet\"",
        40,
        "… qua [mưa] gây [lũ quét], một cây cầu bị cuốn …",
    );
    check(
        &long,
        "ngày",
        40,
        "… nhiều [ngày] qua, theo người dân. Chiều …",
    );
    check(&long, "title:tin", 40, "Mưa kéo dài ở vùng núi.");
}

#[test]
fn a_snippet_marks_what_is_there_however_it_is_written() {
    let old = text("", "", "Xã Hoà An đón khách.");
    check(&old, "hòa", 60, "Xã [Hoà] An đón khách.");
    check(&old, "\"hoa an\"", 60, "Xã [Hoà An] đón khách.");
    let decomposed = text("", "", "Le\u{302}\u{303} ho\u{323}\u{302}i");
    check(
        &decomposed,
        "\"lễ hội\"",
        60,
        "[Le\u{302}\u{303} ho\u{323}\u{302}i]",
    );
    let split = text("", "", "Lễ, (hội) lớn");
    check(&split, "\"lễ hội\" hội", 60, "[Lễ, (hội]) lớn");
    check(&split, "lễ* NOT mưa", 60, "[Lễ], (hội) lớn");
}

#[test]
fn a_snippet_does_not_begin_in_the_paragraph_before() {
    let article = text("", "", "Đoạn một kết thúc.\nĐoạn hai có mưa to\nĐoạn ba");
    check(&article, "hai", 60, "… Đoạn [hai] có mưa to Đoạn ba");
}

#[test]
fn snippets_of_odd_texts_are_cut_between_characters() {
    // White space of several bytes, no white space at all, nothing but what was found.
    let wide = text(
        "",
        "",
        &"một\u{3000}hai\u{3000}mưa\u{A0}to\u{2003}".repeat(30),
    );
    check(
        &wide,
        "mưa NEAR/0 hai",
        18,
        "một\u{3000}[hai]\u{3000}[mưa]\u{A0}to\u{2003}một …",
    );
    let endless = text("", "", &"đ".repeat(200));
    check(&endless, "đđ*", 20, &format!("[{}]", "đ".repeat(200)));
    check(
        &endless,
        "NOT mưa has:published",
        20,
        &format!("{} …", "đ".repeat(20)),
    );
    check(&text("Mưa", "", ""), "mưa", 20, "");
    for chars in 1..30 {
        // Whatever the width, what was found first is shown.
        assert!(!hit(&wide, "mưa", chars).snippet.marks.is_empty());
        assert!(!hit(&endless, "đđ*", chars).snippet.marks.is_empty());
    }
}
