//! Searching as commands and pages do it: what the store knows joined to what the index finds, over a small archive.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops where something is missing"
)]

use std::path::Path;

use langnghe_indexer::Index;
use langnghe_pipeline::{
    App, Clock, PipelineError,
    progress::{Quiet, Stop},
    search::{Answer, Question, Sort, Step, like, search, spread},
    work,
};
use serde_json::{Value, json};

/// A program on a folder of its own.
struct Desk {
    folder: tempfile::TempDir,
    app: App,
    index: Index,
    imports: usize,
}

const TOPICS: [(&str, &str); 3] = [
    ("le-hoi", "\"lễ hội\""),
    ("du-khach", "\"du khách\""),
    ("khong-ai", "\"không ai viết thế này\""),
];

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("config");
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config");
        std::fs::create_dir_all(config.join("topics")).unwrap();
        for file in ["langnghe.toml", "places.tsv", "units.toml", "sources.toml"] {
            std::fs::copy(shipped.join(file), config.join(file)).unwrap();
        }
        for (id, query) in TOPICS {
            let topic = format!(
                "name = '{id}'\nwhy = 'Thử'\nowner = 'van-phong-so'\nthreshold = 1\n\
                 [[term]]\nquery = '{query}'\nweight = 1\n"
            );
            std::fs::write(config.join(format!("topics/{id}.toml")), topic).unwrap();
        }
        let app = App::open(&config, [], Clock::System).await.unwrap();
        let index = work::index_for_search(&app).await.unwrap();
        Self {
            folder,
            app,
            index,
            imports: 0,
        }
    }

    async fn import(&mut self, articles: &[Value]) {
        self.imports += 1;
        let file = self.folder.path().join(format!("{}.jsonl", self.imports));
        let lines: Vec<String> = articles.iter().map(Value::to_string).collect();
        std::fs::write(&file, lines.join("\n")).unwrap();
        work::import(&self.app, &[file], &Quiet, &Stop::default())
            .await
            .unwrap();
        self.index = work::index_for_search(&self.app).await.unwrap();
    }

    async fn ask(&self, question: &Question) -> Answer {
        search(&self.app, &self.index, question).await.unwrap()
    }
}

fn article(number: usize, source: &str, title: &str, text: &str, published: &str) -> Value {
    json!({
        "url": format!("https://{source}/{number}"), "source": source, "title": title, "text": text,
        "published": published,
    })
}

/// A text of many words that no other number has.
fn long(number: usize, about: &str) -> String {
    let words: Vec<String> = (0..120).map(|at| format!("từ{number}số{at}")).collect();
    format!("{about} {}", words.join(" "))
}

fn numbers(answer: &Answer) -> Vec<&str> {
    let urls = answer.found.iter();
    urls.map(|found| found.url.rsplit('/').next().unwrap())
        .collect()
}

fn newest(text: &str) -> Question {
    Question {
        sort: Sort::Newest,
        ..Question::new(text)
    }
}

async fn small() -> Desk {
    let mut desk = Desk::new().await;
    let mut articles = [
        article(
            1,
            "a.example",
            "Lễ hội ở Cao Bằng",
            &long(1, "Du khách dự lễ hội."),
            "2026-10-01T08:00:00+07:00",
        ),
        article(
            2,
            "b.example",
            "Lễ hội đông",
            &long(1, "Du khách dự lễ hội."),
            "2026-10-01T23:30:00+07:00",
        ),
        article(
            3,
            "b.example",
            "Du khách tới Hà Nội",
            &long(3, "Du khách đông."),
            "2026-10-02T00:30:00+07:00",
        ),
        article(
            4,
            "a.example",
            "Bóng đá",
            &long(4, "Đội nhà thắng."),
            "2026-10-05T08:00:00+07:00",
        ),
    ];
    let named = [
        ("section", "Văn hóa"),
        ("category", "VĂN HOÁ"),
        ("section", ""),
    ];
    for (article, (key, section)) in articles.iter_mut().zip(named) {
        article[key] = section.into();
    }
    desk.import(&articles).await;
    desk
}

#[tokio::test]
async fn an_answer_is_counted_by_source_section_topic_place_and_day() {
    let desk = small().await;
    let counted = spread(
        &desk.app,
        &desk.index,
        &Question::new("từ1số1 OR từ3số1 OR từ4số1"),
    )
    .await
    .unwrap();
    let shown = serde_json::to_value(&counted).unwrap();
    assert_eq!(
        shown,
        json!({
            "total": 4,
            "sources": [{"id": "a-example", "articles": 2}, {"id": "b-example", "articles": 2}],
            "sections": [{"id": "Văn hóa", "articles": 2}],
            "topics": [{"id": "du-khach", "articles": 3}, {"id": "le-hoi", "articles": 2}],
            "places": [{"id": "cao-bang", "articles": 1}, {"id": "ha-noi", "articles": 1}],
            "days": [
                {"id": "2026-10-01", "articles": 2},
                {"id": "2026-10-02", "articles": 1},
                {"id": "2026-10-05", "articles": 1},
            ],
        })
    );
    let days = counted.over_time(Step::Day, 100).unwrap();
    let days: Vec<usize> = days.iter().map(|day| day.articles).collect();
    assert_eq!(days, [2, 1, 0, 0, 1]);

    // What narrows an answer narrows its counts.
    let narrowed = Question {
        source: Some("b-example".parse().unwrap()),
        topic: Some("le-hoi".parse().unwrap()),
        ..Question::new("")
    };
    let counted = spread(&desk.app, &desk.index, &narrowed).await.unwrap();
    assert_eq!(counted.total, 1);
    assert_eq!(counted.topics.len(), 2, "the one article has two flags");
    assert_eq!(numbers(&desk.ask(&narrowed).await), ["2"]);
    let of_section = Question {
        section: Some("van-hoa".to_owned()),
        sort: Sort::Newest,
        ..Question::new("")
    };
    assert_eq!(desk.ask(&of_section).await.total, 2);
    let unknown = Question {
        topic: Some("la-lung".parse().unwrap()),
        ..Question::new("hội")
    };
    let error = spread(&desk.app, &desk.index, &unknown).await.unwrap_err();
    assert!(matches!(error, PipelineError::Unknown { .. }), "{error}");
}

#[tokio::test]
async fn another_word_is_offered_where_one_stands_nowhere() {
    let desk = small().await;
    let meant = async |text: &str| {
        let answer = desk.ask(&Question::new(text)).await;
        assert_eq!(answer.total, 0, "{text}");
        answer.did_you_mean
    };
    assert_eq!(meant("bong da khahc").await, None, "nothing has all three");
    assert_eq!(meant("du khahc").await.as_deref(), Some("du khách"));
    assert_eq!(meant("\"lê hooi\"").await.as_deref(), Some("\"lê hội\""));
    assert_eq!(meant("xyzxyz").await, None, "nothing is near");
    // Within what the question is narrowed to there is nothing either way.
    let narrowed = Question {
        from: Some("2027-01-01".parse().unwrap()),
        ..Question::new("du khahc")
    };
    assert_eq!(desk.ask(&narrowed).await.did_you_mean, None);
    // Where something is found nothing is offered; few with marks say how many without.
    let answer = desk.ask(&Question::new("bóng đa")).await;
    assert_eq!((answer.total, answer.with_any_marks), (0, Some(1)));
    assert_eq!(answer.did_you_mean, None);
}

#[tokio::test]
async fn copies_stand_under_the_earliest_unless_asked_for() {
    let desk = small().await;
    let answer = desk.ask(&newest("\"lễ hội\"")).await;
    assert_eq!(numbers(&answer), ["1"]);
    assert_eq!((answer.total, answer.copies), (2, 1));
    let shown = serde_json::to_value(&answer.found[0]).unwrap();
    assert_eq!(
        shown["copies"],
        json!([{
            "url": "https://b.example/2", "title": "Lễ hội đông", "source": "b-example",
            "published": "2026-10-01T16:30:00Z", "time_basis": "published",
        }])
    );
    let apart = Question {
        fold: false,
        ..newest("\"lễ hội\"")
    };
    let answer = desk.ask(&apart).await;
    assert_eq!(numbers(&answer), ["2", "1"]);
    assert_eq!((answer.total, answer.copies), (2, 0));
}

#[tokio::test]
async fn pages_join_while_articles_are_added_and_revised() {
    let mut desk = Desk::new().await;
    let numbered = |number: usize, text: &str| {
        let published = format!("2026-10-{:02}T08:00:00+07:00", number % 28 + 1);
        article(
            number,
            "a.example",
            "Tin lũ",
            &long(number, text),
            &published,
        )
    };
    let first: Vec<Value> = (1..=15)
        .map(|number| numbered(number, &"mưa lũ ".repeat(number % 4 + 1)))
        .collect();
    desk.import(&first).await;
    for sort in [Sort::Relevance, Sort::Newest] {
        let question = Question {
            sort,
            limit: 4,
            ..Question::new("mua lu")
        };
        let whole = Question {
            limit: 1000,
            ..question.clone()
        };
        let answer = desk.ask(&whole).await;
        let expected: Vec<String> = numbers(&answer).into_iter().map(str::to_owned).collect();

        let mut asked = question.clone();
        let mut joined: Vec<String> = Vec::new();
        let mut added = 0;
        loop {
            let answer = desk.ask(&asked).await;
            assert_eq!((answer.total, answer.newer), (expected.len(), added));
            joined.extend(numbers(&answer).into_iter().map(str::to_owned));
            asked.after = answer.next;
            if asked.after.is_none() {
                break;
            }
            // New ones that would come first, and a revision that changes no rank.
            let number = 100 + joined.len() + if sort == Sort::Newest { 50 } else { 0 };
            desk.import(&[
                numbered(number, &"mưa lũ ".repeat(9)),
                numbered(
                    7,
                    &format!("{}{}", "mưa lũ ".repeat(4), "nay ".repeat(added % 2)),
                ),
            ])
            .await;
            added += 1;
        }
        let without = |all: &[String]| -> Vec<String> {
            all.iter().filter(|one| *one != "7").cloned().collect()
        };
        assert_eq!(without(&joined), without(&expected));

        asked.after = Some("1.2.3".to_owned());
        let error = search(&desk.app, &desk.index, &asked).await.unwrap_err();
        assert!(error.to_string().contains("\"1.2.3\""), "{error}");
        asked.after = desk.ask(&question).await.next;
        asked.text = "mua".to_owned();
        let error = search(&desk.app, &desk.index, &asked).await.unwrap_err();
        assert!(matches!(error, PipelineError::Cursor(_)), "{error}");
    }
}

#[tokio::test]
async fn articles_like_one_are_found_by_its_telling_words() {
    let mut desk = Desk::new().await;
    let mut articles = vec![
        article(
            1,
            "a.example",
            "Mưa lũ ở thác Bản Giốc",
            &long(1, "Nước lũ dâng ở thác Bản Giốc. Cầu treo bị cuốn trôi."),
            "2026-10-01T08:00:00+07:00",
        ),
        article(
            2,
            "b.example",
            "Mưa lũ ở thác",
            &long(1, "Nước lũ dâng ở thác Bản Giốc. Cầu treo bị cuốn trôi."),
            "2026-10-02T08:00:00+07:00",
        ),
        article(
            3,
            "b.example",
            "Sau lũ",
            &long(3, "Thác Bản Giốc đón khách lại, cầu treo được dựng lại."),
            "2026-10-09T08:00:00+07:00",
        ),
    ];
    for number in 4..40 {
        articles.push(article(
            number,
            "a.example",
            "Giá vàng",
            &long(number, "Giá vàng hôm nay tăng."),
            "2026-10-03T08:00:00+07:00",
        ));
    }
    desk.import(&articles).await;
    let first = of_url(&desk, "https://a.example/1").await;
    let alike = like(&desk.app, &desk.index, &Question::new(""), first.clone())
        .await
        .unwrap();
    let urls: Vec<&str> = alike.found.iter().map(|found| found.url.as_str()).collect();
    assert_eq!(urls, ["https://b.example/3"], "neither itself nor its copy");
    assert!(
        alike.words.contains(&"Bản Giốc".to_owned()),
        "{:?}",
        alike.words
    );
    assert!(
        alike.words.contains(&"Cầu treo".to_owned()),
        "{:?}",
        alike.words
    );
    assert!(!alike.found[0].passage.marks.is_empty());

    // Within what the question lets through.
    let narrowed = Question {
        to: Some("2026-10-05".parse().unwrap()),
        ..Question::new("")
    };
    let alike = like(&desk.app, &desk.index, &narrowed, first)
        .await
        .unwrap();
    assert_eq!(alike.found, []);
    desk.import(&[article(
        90,
        "c.example",
        "Xyz",
        "Abc xyz.",
        "2026-10-01T08:00:00+07:00",
    )])
    .await;
    let alone = of_url(&desk, "https://c.example/90").await;
    let alike = like(&desk.app, &desk.index, &Question::new(""), alone)
        .await
        .unwrap();
    assert_eq!((alike.words.len(), alike.found.len()), (0, 0));
}

async fn of_url(desk: &Desk, url: &str) -> langnghe_model::Article {
    desk.app.store.article_by_url(url).await.unwrap().unwrap()
}
