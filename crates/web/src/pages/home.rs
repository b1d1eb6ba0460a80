//! The first page: what was flagged lately, and a search box.

use std::path::Path;

use askama::Template;
use axum::{extract::State, response::Html};
use langnghe_model::{FlagStatus, PlaceId};
use langnghe_pipeline::{BrokenTopic, Configuration};
use langnghe_store::{FlagFilter, FlagRow};

use crate::{error::PageError, site::Context, words};

/// How many flags the page shows.
const LATEST: usize = 50;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    flags: Vec<Card>,
    articles: String,
    all_flags: String,
    sources: usize,
    broken: Vec<Broken>,
}

/// A topic whose file is broken.
struct Broken {
    file: String,
    /// The topic's name, when its last good wording goes on.
    running: Option<String>,
}

/// One flag as the page shows it.
struct Card {
    id: i64,
    url: String,
    title: String,
    source: String,
    time: String,
    published: bool,
    topic: String,
    score: i32,
    threshold: i32,
    status: Option<&'static str>,
    late: bool,
    reasons: Vec<Reason>,
    places: Vec<String>,
}

/// One term: what of it was found, and what it added.
struct Reason {
    passages: Vec<String>,
    weight: String,
}

pub(crate) async fn show(State(context): State<Context>) -> Result<Html<String>, PageError> {
    let app = &context.app;
    let rows = app
        .store
        .flags(&FlagFilter {
            limit: Some(LATEST),
            ..FlagFilter::default()
        })
        .await?;
    let counts = app.store.counts().await?;
    let configuration = app.configuration();
    let page = HomePage {
        flags: rows
            .into_iter()
            .map(|row| card(row, &configuration))
            .collect(),
        articles: words::number(counts.articles),
        all_flags: words::number(counts.flags),
        sources: configuration.sources.len(),
        broken: configuration
            .broken
            .iter()
            .map(|broken| broken_topic(broken, &configuration))
            .collect(),
    };
    Ok(Html(page.render()?))
}

fn broken_topic(broken: &BrokenTopic, configuration: &Configuration) -> Broken {
    let file = Path::new(&broken.file).file_name();
    Broken {
        file: file.map_or_else(
            || broken.file.clone(),
            |name| name.to_string_lossy().into_owned(),
        ),
        running: broken.running.as_ref().map(|(id, _)| {
            let topic = configuration.topic(id);
            topic.map_or_else(|| id.to_string(), |topic| topic.name.clone())
        }),
    }
}

fn card(row: FlagRow, configuration: &Configuration) -> Card {
    let FlagRow {
        flag,
        article,
        title,
        ..
    } = row;
    Card {
        id: article.id.0,
        source: configuration.source_name(&article.source).to_owned(),
        time: words::time(article.time()),
        published: article.published.is_some(),
        topic: configuration
            .topic(&flag.topic)
            .map_or_else(|| flag.topic.to_string(), |topic| topic.name.clone()),
        score: flag.score,
        threshold: flag.threshold,
        status: match flag.status {
            FlagStatus::New => None,
            FlagStatus::Relevant => Some("Đúng chủ đề"),
            FlagStatus::Irrelevant => Some("Không liên quan"),
        },
        late: flag.late,
        reasons: flag
            .reasons()
            .into_iter()
            .map(|reason| Reason {
                passages: reason.passages.into_iter().map(str::to_owned).collect(),
                weight: format!("{:+}", reason.weight),
            })
            .collect(),
        places: places(&flag.places, configuration),
        url: article.url,
        title,
    }
}

/// The names of places, each once: a commune often bears the name of the district it was in.
fn places(ids: &[PlaceId], configuration: &Configuration) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for place in ids
        .iter()
        .filter_map(|id| configuration.gazetteer.place(id))
    {
        if !names.contains(&place.name) {
            names.push(place.name.clone());
        }
    }
    names
}
