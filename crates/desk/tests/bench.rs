//! The analysts' bench over a small archive of invented articles.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops where something is missing"
)]

use std::{path::Path, sync::Arc};

use jiff::Timestamp;
use langnghe_desk::{
    Archive, BacktestSettings, Day, Extent, Noisy, Regression, Summary, backtest, drawn,
    regressions, sampled, strata,
};
use langnghe_indexer::{Index, Indexed, WriterSettings};
use langnghe_model::{
    ArticleId, ArticleText, Extraction, LogEvent, RevisionKind, Seq, Topic, TopicId, Verdict,
};
use langnghe_places::Gazetteer;
use langnghe_query::Fields;
use langnghe_store::{NewArticle, Store};
use langnghe_watch::{Example, Part, Proposal, Stratum, fit, lint, parse_topic, suggest};

const TOPIC: &str = r#"
name      = "Đuối nước"
why       = "Thử"
owner     = "van-phong"
threshold = 10

[[term]]
query  = '"du khách"'
weight = 5

[[term]]
query  = '"đuối nước"'
weight = 6

[[exclude]]
query  = '"diễn tập"'
"#;

fn topic(text: &str) -> Topic {
    parse_topic("topics/duoi-nuoc.toml", text).unwrap_or_else(|faults| panic!("{faults}"))
}

fn id() -> TopicId {
    "duoi-nuoc".parse().unwrap()
}

/// 1 June 2026, 00:00 in Vietnam, and so many hours.
fn hour(after: i64) -> Timestamp {
    Timestamp::from_second(1_780_246_800 + after * 3600).unwrap()
}

/// A folder with the archive's database and index in it.
struct Desk {
    archive: Archive,
    ids: Vec<ArticleId>,
    _folder: tempfile::TempDir,
}

impl Desk {
    /// An archive of these bodies, each published an hour after the one before, of a paper of Cao Bằng.
    async fn with(bodies: &[String]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", folder.path().join("news.db").display());
        let store = Store::open(&database).await.unwrap();
        let new: Vec<NewArticle> = (0..)
            .zip(bodies)
            .map(|(at, body)| article(at, body))
            .collect();
        let came = store.append(&new, hour(0)).await.unwrap();
        let last = store.last_seq().await.unwrap();
        let index = Index::open(&folder.path().join("index"), store.epoch(), last)
            .unwrap()
            .index;
        let places = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/places.tsv");
        let places = std::fs::read_to_string(places).unwrap();
        let desk = Self {
            archive: Archive {
                store,
                index,
                gazetteer: Arc::new(Gazetteer::parse("places.tsv", &places).unwrap()),
                home: Arc::new(|_| Some("cao-bang".parse().unwrap())),
            },
            ids: came.iter().map(|appended| appended.article).collect(),
            _folder: folder,
        };
        desk.index().await;
        desk
    }

    /// Brings the index up to the log's end.
    async fn index(&self) {
        let index = &self.archive.index;
        let mut writer = index
            .writer(WriterSettings {
                memory_bytes: 0,
                threads: 1,
            })
            .unwrap();
        let log = self.archive.store.read_log(index.checkpoint(), 10_000);
        let log = log.await.unwrap();
        for entry in &log {
            if let LogEvent::Revision { article, revision } = &entry.event {
                let indexed = Indexed {
                    seq: entry.seq,
                    article,
                    revision: revision.number,
                    fields: Arc::new(Fields::of(&revision.text)),
                    places: &[],
                    withdrawn: false,
                };
                writer.apply(&indexed).unwrap();
            }
        }
        writer
            .commit(log.last().map_or(Seq::START, |entry| entry.seq))
            .unwrap();
    }

    /// Says of articles, by their place in the archive, whether they are about the topic.
    async fn judge(&self, verdicts: &[(usize, Option<Verdict>)]) {
        let (store, topic) = (&self.archive.store, id());
        for (place, verdict) in verdicts {
            let flag = store.add_flag_by_hand(self.ids[*place], &topic, "an", hour(99));
            let flag = flag.await.unwrap();
            store.verdict(flag, *verdict, "an", hour(99)).await.unwrap();
        }
    }

    /// The places in the archive of what a backtest finds.
    async fn found(&self, topic: &Topic, settings: BacktestSettings) -> Vec<usize> {
        let result = backtest(&self.archive, topic, settings).await.unwrap();
        assert!(
            result
                .found
                .iter()
                .all(|found| found.score >= topic.threshold)
        );
        let place = |id| self.ids.iter().position(|known| *known == id).unwrap();
        result
            .found
            .iter()
            .map(|found| place(found.article.id))
            .collect()
    }

    /// How each judged article fares, the newest first.
    async fn fares(&self, tested: &Topic, running: Option<&Topic>) -> (bool, Vec<Regression>) {
        let found = regressions(&self.archive, tested, running).await.unwrap();
        let cases: Vec<Regression> = found.cases.iter().map(|case| case.2).collect();
        for kind in &cases {
            let count = cases.iter().filter(|other| *other == kind).count();
            assert_eq!(found.count(*kind), count);
        }
        (found.failed(), cases)
    }
}

fn article(at: i64, body: &str) -> NewArticle {
    NewArticle {
        source: "bao-thu".parse().unwrap(),
        url: format!("https://bao.example/{at}"),
        aliases: Vec::new(),
        text: ArticleText {
            title: format!("Bài {at}"),
            lead: String::new(),
            body: body.to_owned(),
        },
        published: Some(hour(at)),
        section: None,
        way: Extraction::Library,
        confidence: 80,
        kind: RevisionKind::Published,
        seen: hour(at),
        late: false,
        page: None,
    }
}

fn bodies(bodies: &[&str]) -> Vec<String> {
    bodies.iter().map(|body| (*body).to_owned()).collect()
}

const EVERY: BacktestSettings = BacktestSettings {
    without_places: false,
    every_article: true,
};

#[tokio::test]
async fn a_backtest_finds_what_matching_every_article_finds_the_newest_first() {
    let desk = Desk::with(&bodies(&[
        "Một du khách bị đuối nước ở thác Bản Giốc.",
        "Du khách đến hội.",
        "Diễn tập cứu du khách đuối nước.",
        "Du khách đuối nước ở Đà Nẵng.",
        "Trời nắng.",
    ]))
    .await;
    let anywhere = topic(TOPIC);
    let by_candidates = BacktestSettings::default();
    assert_eq!(desk.found(&anywhere, by_candidates).await, [3, 0]);
    assert_eq!(desk.found(&anywhere, EVERY).await, [3, 0]);
    let looked = backtest(&desk.archive, &anywhere, by_candidates)
        .await
        .unwrap();
    assert_eq!(
        looked.looked_at, 4,
        "the one without any term is not looked at"
    );

    let mut here = anywhere.clone();
    here.places.push("cao-bang".parse().unwrap());
    assert_eq!(desk.found(&here, by_candidates).await, [0]);
    let without_places = BacktestSettings {
        without_places: true,
        ..by_candidates
    };
    assert_eq!(desk.found(&here, without_places).await, [3, 0]);

    // Only the latest revision counts.
    let changed = article(0, "Một người ngã ở thác Bản Giốc.");
    desk.archive
        .store
        .append(&[changed], hour(50))
        .await
        .unwrap();
    desk.index().await;
    assert_eq!(desk.found(&anywhere, by_candidates).await, [3]);
    assert_eq!(desk.found(&anywhere, EVERY).await, [3]);
}

#[tokio::test]
async fn every_verdict_is_a_case_and_worse_wordings_fail() {
    use Regression::{Kept, Lost, Regained, Silent, StillWrong};
    let desk = Desk::with(&bodies(&[
        "Một du khách đuối nước.",
        "Du khách xem phim về đuối nước.",
        "Du khách đuối nước trong buổi diễn tập.",
        "Du khách đến hội, không ai đuối nước.",
    ]))
    .await;
    let running = topic(TOPIC);
    assert_eq!(desk.fares(&running, None).await, (false, Vec::new()));
    let (yes, no) = (Some(Verdict::Relevant), Some(Verdict::Irrelevant));
    desk.judge(&[(0, yes), (1, no), (2, no), (3, None)]).await;

    let same = desk.fares(&running, Some(&running)).await;
    assert_eq!(same, (false, vec![Silent, StillWrong, Kept]));
    let better = topic(&format!("{TOPIC}[[exclude]]\nquery = 'phim'\n"));
    let better_fares = desk.fares(&better, Some(&running)).await;
    assert_eq!(better_fares, (false, vec![Silent, Silent, Kept]));
    let strict = topic(&TOPIC.replace("\"du khách\"", "\"nạn nhân\""));
    let strict_fares = desk.fares(&strict, Some(&running)).await;
    assert_eq!(strict_fares, (true, vec![Silent, Silent, Lost]));
    let loose = topic(&TOPIC.replace("diễn tập", "thao diễn"));
    let loose_fares = desk.fares(&loose, Some(&running)).await;
    assert_eq!(loose_fares, (true, vec![Regained, StillWrong, Kept]));
    // Without a wording in force nothing can be regained.
    assert!(!desk.fares(&loose, None).await.0);
}

#[tokio::test]
async fn examples_are_the_newest_words_and_samples_leave_them_out() {
    let texts: Vec<String> = (0..20).map(|at| format!("Hội làng lần {at}.")).collect();
    let desk = Desk::with(&texts).await;
    let (yes, no) = (Some(Verdict::Relevant), Some(Verdict::Irrelevant));
    desk.judge(&[(4, yes), (2, no), (7, yes), (7, None)]).await;
    let judged = desk.archive.verdicts(&id()).await.unwrap();
    let told: Vec<(&str, u8, &str)> = judged
        .iter()
        .map(|(_, example)| {
            (
                example.name.as_str(),
                example.grade,
                example.text.title.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("https://bao.example/2", 0, "Bài 2"),
            ("https://bao.example/4", 2, "Bài 4")
        ]
    );
    let apart: Vec<ArticleId> = judged.iter().map(|(article, _)| article.id).collect();
    let all = desk.archive.sample(100, &apart).await.unwrap();
    assert_eq!(all.len(), 18);
    assert!(
        all.iter()
            .all(|text| text.title != "Bài 2" && text.title != "Bài 4")
    );
    let few = desk.archive.sample(3, &[]).await.unwrap();
    let titles: Vec<&str> = few.iter().map(|text| text.title.as_str()).collect();
    assert_eq!(titles, ["Bài 0", "Bài 6", "Bài 13"], "evenly spread");
    assert_eq!(sampled(&[1, 2, 3], 5), [1, 2, 3]);
    assert!(sampled(&[1, 2, 3], 0).is_empty());
}

/// Drownings, and what they are mixed up with.
fn told_apart() -> Vec<String> {
    let places = ["suối", "hồ", "thác", "sông"];
    (0..16)
        .flat_map(|at| {
            let place = places[at % 4];
            [
                format!("Một du khách bị nước cuốn ở {place} {at}. Đội cứu hộ tìm thấy thi thể nạn nhân."),
                format!("Đội cứu hộ diễn tập ở {place} {at} trước mùa mưa."),
                format!("Hội làng mở bên {place} {at}, khách đến đông."),
            ]
        })
        .collect()
}

impl Desk {
    async fn proposal(&self) -> Proposal {
        let judged = self.archive.verdicts(&id()).await.unwrap();
        let apart: Vec<ArticleId> = judged.iter().map(|(article, _)| article.id).collect();
        let examples: Vec<Example> = judged.into_iter().map(|(_, example)| example).collect();
        let others = self.archive.sample(100, &apart).await.unwrap();
        fit(&topic(TOPIC), &examples, &others).unwrap()
    }
}

#[tokio::test]
async fn a_proposal_from_verdicts_keeps_them_all_and_one_more_changes_it_little() {
    let desk = Desk::with(&told_apart()).await;
    let (yes, no) = (Some(Verdict::Relevant), Some(Verdict::Irrelevant));
    let verdicts: Vec<_> = (0..15)
        .flat_map(|at| [(at * 3, yes), (at * 3 + 1, no)])
        .collect();
    desk.judge(&verdicts).await;
    let before = desk.proposal().await;
    assert_eq!((before.training.right, before.training.flagged), (15, 15));
    let fares = desk.fares(&before.topic, None).await;
    assert!(!fares.0, "{fares:?}");
    assert!(
        fares
            .1
            .iter()
            .all(|fares| matches!(fares, Regression::Kept | Regression::Silent))
    );

    for one_more in [(45, yes), (46, no)] {
        desk.judge(&[one_more]).await;
        let after = desk.proposal().await;
        let queries = |proposal: &Proposal| -> Vec<String> {
            proposal
                .terms
                .iter()
                .map(|term| term.query.clone())
                .collect()
        };
        let (old, new) = (queries(&before), queries(&after));
        let same = new.iter().filter(|query| old.contains(query)).count();
        assert!(same * 5 >= old.len().max(new.len()) * 4, "{old:?} {new:?}");
        let settings = BacktestSettings::default();
        let (old, new) = (
            desk.found(&before.topic, settings).await,
            desk.found(&after.topic, settings).await,
        );
        assert_eq!(old, new, "both flag the same articles");
    }
}

#[tokio::test]
async fn suggestions_and_remarks_come_from_the_archive() {
    let desk = Desk::with(&told_apart()).await;
    let found = desk.archive.matching("\"du khách\"", 100).unwrap();
    assert_eq!(found.len(), 16);
    let with = desk.archive.texts(&found).await.unwrap();
    let others = desk.archive.sample(100, &found).await.unwrap();
    assert_eq!((with.len(), others.len()), (16, 32));
    let related = suggest("du khách", &with, &others, 10);
    let phrases: Vec<&str> = related
        .iter()
        .map(|related| related.phrase.as_str())
        .collect();
    assert!(
        phrases.iter().any(|phrase| phrase.contains("nạn nhân")),
        "{phrases:?}"
    );
    assert!(
        phrases.iter().all(|phrase| !phrase.contains("diễn tập")),
        "{phrases:?}"
    );
    assert!(
        desk.archive.matching("\"du khách", 100).is_err(),
        "a quote is open"
    );

    let sample = desk.archive.sample(100, &[]).await.unwrap();
    let sample: Vec<Fields> = sample.iter().map(Fields::of).collect();
    let alone = topic(&TOPIC.replace("weight = 6", "weight = 10"));
    let codes: Vec<_> = lint(&alone, &sample).unwrap();
    let codes: Vec<_> = codes
        .iter()
        .map(|finding| (finding.code, finding.part))
        .collect();
    assert_eq!(codes, [("lint.alone", Part::Term(1))]);
}

#[tokio::test]
async fn a_summary_counts_local_days_and_warns_of_noise() {
    // Published at each hour of three days from midnight in Vietnam, which is 17:00 of the day before in UTC.
    let texts: Vec<String> = (0..72)
        .map(|at| {
            if at % 8 == 0 {
                "Du khách đuối nước."
            } else {
                "Trời nắng."
            }
            .to_owned()
        })
        .collect();
    let desk = Desk::with(&texts).await;
    let topic = topic(TOPIC);
    let result = backtest(&desk.archive, &topic, BacktestSettings::default());
    let found = result.await.unwrap().found;
    let extent = desk.archive.store.extent().await.unwrap();
    let summary = Summary::of(&found, extent);
    assert_eq!((summary.flags, summary.articles), (9, 72));
    let day = |day| Day {
        day: jiff::civil::date(2026, 6, day),
        flags: 3,
    };
    assert_eq!(summary.days, [day(1), day(2), day(3)]);
    // 9 flags in 71 hours.
    assert!((summary.a_week.unwrap() - 9.0 * 168.0 / 71.0).abs() < 1e-9);
    assert!(
        summary.noise.is_none(),
        "21 a week are not too many, and 72 articles too few to tell"
    );

    let large = Extent {
        articles: 400,
        ..extent
    };
    assert_eq!(Summary::of(&found, large).noise, Some(Noisy::LargeShare));
    let many = Extent {
        last: extent
            .first
            .map(|first| first + jiff::SignedDuration::from_hours(36)),
        ..extent
    };
    assert_eq!(Summary::of(&found, many).noise, Some(Noisy::ManyAWeek));
    let short = Extent {
        last: extent.first,
        ..extent
    };
    assert_eq!(Summary::of(&found, short).a_week, None);
}

#[tokio::test]
async fn a_topic_flags_the_articles_of_its_days_only() {
    let bodies: Vec<String> = (0..72)
        .map(|_| "Một du khách bị đuối nước.".to_owned())
        .collect();
    let desk = Desk::with(&bodies).await;
    let found = async |days: &str| {
        let topic = topic(&TOPIC.replacen("threshold", &format!("{days}\nthreshold"), 1));
        let settings = BacktestSettings::default();
        backtest(&desk.archive, &topic, settings)
            .await
            .unwrap()
            .found
            .len()
    };
    assert_eq!(found("").await, 72);
    assert_eq!(found("from = \"2026-06-02\"").await, 48);
    assert_eq!(found("until = \"2026-06-01\"").await, 24);
    assert_eq!(
        found("from = \"2026-06-02\"\nuntil = \"2026-06-02\"").await,
        24
    );
    assert_eq!(found("from = \"2026-07-01\"").await, 0);
}

#[tokio::test]
async fn a_sample_is_drawn_from_every_stratum_and_stays_the_same() {
    let texts: Vec<String> = (0..60)
        .map(|at| {
            match at % 6 {
                0 => "Du khách đuối nước.",
                1 => "Đuối nước ở sông.",
                2 => "Du khách đuối nước trong buổi diễn tập.",
                _ => "Trời nắng.",
            }
            .to_owned()
        })
        .collect();
    let desk = Desk::with(&texts).await;
    let topic = topic(TOPIC);
    let all = strata(&desk.archive, &topic).await.unwrap();
    let of = |wanted| all.values().filter(|stratum| **stratum == wanted).count();
    // 6 of 10 is near, as is what only the exclusion keeps out.
    assert_eq!(Stratum::ALL.map(of), [10, 20, 0, 30]);

    let small = drawn(&topic, &all, 12);
    let large = drawn(&topic, &all, 24);
    assert_eq!((small.len(), large.len()), (12, 24));
    assert!(small.iter().all(|one| large.contains(one)));
    assert_eq!(small, drawn(&topic, &all, 12));
    let count = |wanted| {
        small
            .iter()
            .filter(|(stratum, _)| *stratum == wanted)
            .count()
    };
    // Nobody stands in the third, so the last takes its share.
    assert_eq!(Stratum::ALL.map(count), [3, 3, 0, 6]);
    assert_eq!(drawn(&topic, &all, 500).len(), 60);

    let elsewhere = topic_at_ha_giang();
    assert_eq!(strata(&desk.archive, &elsewhere).await.unwrap().len(), 0);
}

/// The topic, asked for a place that no article names.
fn topic_at_ha_giang() -> Topic {
    topic(&TOPIC.replace(
        "[[term]]\nquery  = '\"du khách\"'",
        "[require]\nplaces = [\"tuyen-quang\"]\n\n[[term]]\nquery  = '\"du khách\"'",
    ))
}
