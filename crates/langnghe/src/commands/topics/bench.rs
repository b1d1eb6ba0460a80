//! What the analysts' commands share: the archive, a topic by id or file, judged articles from a file.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::Context as _;
use langnghe_desk::Archive;
use langnghe_model::{Article, ArticleText, Topic};
use langnghe_pipeline::{App, canonical_url, work};
use langnghe_watch::Example;
use serde::Deserialize;

use super::read_topic;
use crate::exit::BadUse;

/// The archive, with an index that is up to date.
pub(super) async fn archive(app: &App) -> anyhow::Result<Archive> {
    let configuration = app.configuration();
    Ok(Archive {
        store: app.store.clone(),
        index: work::index_for_search(app).await?,
        gazetteer: Arc::clone(&configuration.gazetteer),
        home: Arc::new(move |source| {
            configuration
                .source(source)
                .map(|source| source.region.clone())
        }),
    })
}

/// A topic by its id, or a topic file that is being worked on.
pub(super) fn topic(app: &App, named: &str) -> anyhow::Result<Topic> {
    let configuration = app.configuration();
    let known = configuration
        .topics
        .iter()
        .find(|known| known.id.as_str() == named);
    match known {
        Some(known) => Ok(known.clone()),
        None if Path::new(named)
            .extension()
            .is_some_and(|ending| ending == "toml") =>
        {
            Ok(read_topic(Path::new(named))?)
        }
        None => Err(BadUse(format!(
            "there is no topic \"{named}\"; \"langnghe topics list\" shows them, or name a .toml file"
        ))
        .into()),
    }
}

/// The topics that were named, each with how it was; all in force when none was named.
pub(super) fn topics(app: &App, named: &[String]) -> anyhow::Result<Vec<(String, Topic)>> {
    if named.is_empty() {
        let all = app.configuration().topics.clone().into_iter();
        return Ok(all.map(|topic| (topic.id.to_string(), topic)).collect());
    }
    let named = named.iter();
    named
        .map(|name| Ok((name.clone(), topic(app, name)?)))
        .collect()
}

/// One judgment of a file.
pub(super) struct Judgment {
    article: String,
    pub(super) grade: u8,
    group: String,
}

/// Reads judgments: tab-separated, the article's address or id, its grade (2 about the topic, 1 partly, 0 not), and
/// if wanted the event it belongs to. With a header (`topic`, `article_id` or `url`, `grade`, `event`) the columns
/// may stand in any order, and lines of other topics, and those without a grade yet, are left out.
pub(super) fn judgments(file: &Path, topic: &Topic) -> anyhow::Result<Vec<Judgment>> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("the judgments {} cannot be read", file.display()))?;
    let first: Vec<&str> = text
        .lines()
        .next()
        .unwrap_or_default()
        .split('\t')
        .collect();
    let column = |names: &[&str]| first.iter().position(|name| names.contains(&name.trim()));
    let header = column(&["grade"]).is_some();
    let (of_topic, of_article, of_grade, of_event) = if header {
        let missing = || {
            BadUse(format!(
                "{}: the header has no column \"article_id\" or \"url\"",
                file.display()
            ))
        };
        (
            column(&["topic"]),
            column(&["article_id", "url", "article"]).ok_or_else(missing)?,
            column(&["grade"]).unwrap_or(1),
            column(&["event"]),
        )
    } else {
        (None, 0, 1, Some(2))
    };
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate().skip(usize::from(header)) {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let not_judged_yet = header && cells.get(of_grade).is_none_or(|grade| grade.is_empty());
        if line.trim().is_empty()
            || not_judged_yet
            || of_topic.is_some_and(|at| cells.get(at) != Some(&topic.id.as_str()))
        {
            continue;
        }
        let grade = cells.get(of_grade).and_then(|cell| cell.parse::<u8>().ok());
        let (Some(article), Some(grade)) =
            (cells.get(of_article), grade.filter(|grade| *grade <= 2))
        else {
            return Err(BadUse(format!(
                "{}:{}: an article and a grade (2, 1 or 0) are needed, between tabs",
                file.display(),
                number + 1
            ))
            .into());
        };
        let group = of_event
            .and_then(|at| cells.get(at))
            .filter(|event| !event.is_empty());
        found.push(Judgment {
            article: (*article).to_owned(),
            grade,
            group: (*group.unwrap_or(article)).to_owned(),
        });
    }
    if found.is_empty() {
        return Err(BadUse(format!(
            "{} judges no article for \"{}\"",
            file.display(),
            topic.id
        ))
        .into());
    }
    Ok(found)
}

/// The article of the store that a judgment is about.
pub(super) async fn article_of(app: &App, judgment: &Judgment) -> anyhow::Result<Article> {
    let article = match canonical_url(&judgment.article, None) {
        Some(address) => app.store.article_by_url(&address).await?,
        None => None,
    };
    let missing = || {
        BadUse(format!(
            "no article with the address {} is in the store: import it, or name its file with --articles where the command takes it",
            judgment.article
        ))
    };
    Ok(article.ok_or_else(missing)?)
}

/// The line above what judged articles tell of a topic.
pub(super) fn heading(topic: &Topic, judged: usize) -> String {
    format!(
        "{} ({}), revision {}: {judged} judged articles",
        topic.name, topic.id, topic.revision
    )
}

/// An article of a file in the form of `langnghe import`.
#[derive(Deserialize)]
struct Line {
    url: String,
    #[serde(default)]
    article_id: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    text: Option<String>,
}

/// Judged articles, and others that nobody judged.
pub(super) struct Judged {
    pub(super) examples: Vec<Example>,
    pub(super) others: Vec<ArticleText>,
}

/// The judged articles of a topic: from verdicts, and from a file of judgments; the texts are those of the archive, or
/// of a file of articles.
pub(super) async fn judged(
    app: &App,
    topic: &Topic,
    judgments_file: Option<&PathBuf>,
    articles_file: Option<&PathBuf>,
    others: usize,
) -> anyhow::Result<Judged> {
    let judgments = judgments_file
        .map(|file| judgments(file, topic))
        .transpose()?
        .unwrap_or_default();
    if let Some(file) = articles_file {
        return from_file(file, &judgments, others);
    }
    let archive = archive(app).await?;
    let mut ids = Vec::new();
    let mut examples = Vec::new();
    for (article, example) in archive.verdicts(&topic.id).await? {
        ids.push(article.id);
        examples.push(example);
    }
    for judgment in judgments {
        let article = article_of(app, &judgment).await?;
        if ids.contains(&article.id) {
            continue;
        }
        ids.push(article.id);
        let text = archive
            .texts(&[article.id])
            .await?
            .pop()
            .unwrap_or_default();
        examples.push(Example {
            name: article.url,
            group: judgment.group,
            grade: judgment.grade,
            text,
        });
    }
    let others = archive.sample(others, &ids).await?;
    Ok(Judged { examples, others })
}

fn from_file(file: &Path, judgments: &[Judgment], others: usize) -> anyhow::Result<Judged> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("the articles {} cannot be read", file.display()))?;
    let mut judged = Judged {
        examples: Vec::new(),
        others: Vec::new(),
    };
    for (number, line) in text.lines().enumerate() {
        let line: Line = serde_json::from_str(line)
            .with_context(|| format!("{}:{} is no article in JSON", file.display(), number + 1))?;
        let text = ArticleText {
            title: line.title.unwrap_or_default(),
            lead: line.summary.unwrap_or_default(),
            body: line.text.unwrap_or_default(),
        };
        let judgment = judgments
            .iter()
            .find(|j| j.article == line.url || Some(&j.article) == line.article_id.as_ref());
        match judgment {
            Some(judgment) => judged.examples.push(Example {
                name: judgment.article.clone(),
                group: judgment.group.clone(),
                grade: judgment.grade,
                text,
            }),
            None => judged.others.push(text),
        }
    }
    judged.others = langnghe_desk::sampled(&judged.others, others);
    Ok(judged)
}
