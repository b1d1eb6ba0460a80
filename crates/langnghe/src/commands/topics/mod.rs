//! `langnghe topics`: list, check, explain, and the analysts' bench.

mod bench;
mod diff;
mod history;
mod proof;
mod recall;
mod tuning;

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use langnghe_model::{ArticleText, Day, Diagnostics, PlaceId, Topic, Validity};
use langnghe_pipeline::{App, Configuration, canonical_url};
use langnghe_query::Fields;
use langnghe_watch::{Explanation, Matcher};
use serde::Serialize;

use super::open;
use crate::{
    cli::{Cli, TopicsCommand},
    exit::{self, BadUse},
    output::Output,
};

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    revision: &'a str,
    name: &'a str,
    owner: &'a str,
    priority: &'static str,
    threshold: i32,
    terms: usize,
    exclusions: usize,
    validity: Validity,
    flags: u64,
    /// The topic's file is broken: this is the last good revision.
    broken: bool,
}

pub(crate) async fn run(
    cli: &Cli,
    command: &TopicsCommand,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    match command {
        TopicsCommand::List => list(&open(cli).await?, output).await,
        TopicsCommand::History { topic } => {
            history::run(&open(cli).await?, topic.as_deref(), output).await
        }
        TopicsCommand::Check { files } => check(cli, files, output),
        TopicsCommand::Explain { topic, article } => {
            explain(&open(cli).await?, topic, article, output).await
        }
        TopicsCommand::Lint(arguments) => tuning::lint(&open(cli).await?, arguments, output).await,
        TopicsCommand::Backtest(arguments) => {
            proof::backtested(&open(cli).await?, arguments, output).await
        }
        TopicsCommand::Test(arguments) => proof::test(&open(cli).await?, arguments, output).await,
        TopicsCommand::Verdicts(arguments) => {
            proof::verdicts(&open(cli).await?, arguments, output).await
        }
        TopicsCommand::Sample(arguments) => {
            recall::sample(&open(cli).await?, arguments, output).await
        }
        TopicsCommand::Recall(arguments) => {
            recall::estimate(&open(cli).await?, arguments, output).await
        }
        TopicsCommand::Fit(arguments) => tuning::fit(&open(cli).await?, arguments, output).await,
        TopicsCommand::Suggest(arguments) => {
            tuning::suggest(&open(cli).await?, arguments, output).await
        }
    }
}

async fn list(app: &App, output: &mut Output) -> anyhow::Result<ExitCode> {
    let configuration = app.configuration();
    let counts = app.store.counts().await?;
    let flags = |topic: &Topic| {
        counts
            .flags_by_topic
            .iter()
            .find(|(id, _)| *id == topic.id)
            .map_or(0, |(_, flags)| *flags)
    };
    let is_broken = |topic: &Topic| {
        let mut running = configuration
            .broken
            .iter()
            .filter_map(|broken| broken.running.as_ref());
        running.any(|(id, _)| *id == topic.id)
    };
    if output.is_json() {
        for topic in &configuration.topics {
            output.object(&Line {
                id: topic.id.as_str(),
                revision: &topic.revision.0,
                name: &topic.name,
                owner: topic.owner.as_str(),
                priority: topic.priority.name(),
                threshold: topic.threshold,
                terms: topic.terms.len(),
                exclusions: topic.exclusions.len(),
                validity: topic.validity,
                flags: flags(topic),
                broken: is_broken(topic),
            })?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = configuration
        .topics
        .iter()
        .map(|topic| {
            vec![
                topic.id.to_string(),
                topic.name.clone(),
                topic.priority.name().to_owned(),
                configuration.unit_name(&topic.owner).to_owned(),
                topic.terms.len().to_string(),
                topic.validity.to_string(),
                flags(topic).to_string(),
                if is_broken(topic) {
                    format!("{} (file broken)", topic.revision)
                } else {
                    topic.revision.to_string()
                },
            ]
        })
        .collect();
    output.table(
        &[
            "topic", "name", "priority", "owner", "terms", "valid", "flags", "revision",
        ],
        &rows,
    )?;
    for broken in &configuration.broken {
        output.line(format!("{}: {}", broken.file, broken.meanwhile()))?;
        for fault in &broken.faults {
            output.line(fault.to_string())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct Checked {
    topics: usize,
}

fn check(cli: &Cli, files: &[PathBuf], output: &mut Output) -> anyhow::Result<ExitCode> {
    let faults = if files.is_empty() {
        Configuration::read(&cli.config).map(|configuration| configuration.topics.len())
    } else {
        check_files(files)
    };
    match faults {
        Ok(topics) => {
            if output.is_json() {
                output.object(&Checked { topics })?;
            } else {
                output.line(format!("{topics} topics, no errors"))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(faults) => {
            for fault in faults.list() {
                if output.is_json() {
                    output.object(fault)?;
                } else {
                    output.line(fault.to_string())?;
                }
            }
            Ok(ExitCode::from(exit::BAD_USE))
        }
    }
}

fn check_files(files: &[PathBuf]) -> Result<usize, Diagnostics> {
    let mut found = Vec::new();
    for file in files {
        if let Err(faults) = read_topic(file) {
            found.extend(faults.into_list());
        }
    }
    Diagnostics::check(found)?;
    Ok(files.len())
}

fn read_topic(file: &Path) -> Result<Topic, Diagnostics> {
    let text = langnghe_config::read_file(file)?;
    langnghe_watch::parse_topic(&file.display().to_string(), &text)
}

async fn explain(
    app: &App,
    topic: &str,
    article: &str,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let configuration = app.configuration();
    let topic = bench::topic(app, topic)?;
    let (text, home, day) = article_text(app, &configuration, article).await?;
    let fields = Fields::of(&text);
    let mentions = configuration.gazetteer.find(&fields, home.as_ref());
    let matcher = Matcher::compile(std::slice::from_ref(&topic))?;
    let Some(explanation) = matcher.explain(&topic.id, &fields, &mentions) else {
        return Err(BadUse(format!("topic \"{}\" could not be explained", topic.id)).into());
    };
    // The text alone does not say of which day it is.
    let out_of_days = day.filter(|day| !topic.validity.holds(*day));
    if output.is_json() {
        output.object(&Explained {
            explanation: &explanation,
            validity: topic.validity,
            day,
        })?;
    } else {
        print(&topic, &explanation, output)?;
        if let Some(day) = out_of_days {
            output.line(format!(
                "not flagged all the same: the topic is valid {}, and the article is of {day}",
                topic.validity
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct Explained<'a> {
    #[serde(flatten)]
    explanation: &'a Explanation,
    #[serde(skip_serializing_if = "Validity::is_always")]
    validity: Validity,
    day: Option<Day>,
}

/// The article's latest text, the region its source writes for, and its day; a text from standard input has none.
async fn article_text(
    app: &App,
    configuration: &Configuration,
    article: &str,
) -> anyhow::Result<(ArticleText, Option<PlaceId>, Option<Day>)> {
    if article == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text)?;
        let (title, body) = text.split_once('\n').unwrap_or((&text, ""));
        let text = ArticleText {
            title: title.trim().to_owned(),
            lead: String::new(),
            body: body.trim().to_owned(),
        };
        return Ok((text, None, None));
    }
    let address = canonical_url(article, None).ok_or_else(|| {
        BadUse(format!(
            "\"{article}\" is neither an http address nor \"-\""
        ))
    })?;
    let unknown = || {
        BadUse(format!(
            "no article with the address {address} is in the store"
        ))
    };
    let found = app
        .store
        .article_by_url(&address)
        .await?
        .ok_or_else(unknown)?;
    let (_, _, text) = app
        .store
        .latest_texts(&[found.id])
        .await?
        .pop()
        .ok_or_else(unknown)?;
    let home = configuration
        .source(&found.source)
        .map(|source| source.region.clone());
    Ok((text, home, Some(Day::of(found.time()))))
}

fn print(topic: &Topic, explanation: &Explanation, output: &mut Output) -> anyhow::Result<()> {
    output.line(format!(
        "{} ({}), revision {}",
        topic.name, topic.id, topic.revision
    ))?;
    output.text(&explanation.to_string())?;
    Ok(())
}
