//! `langnghe topics lint`, `fit` and `suggest`.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use langnghe_model::Topic;
use langnghe_pipeline::App;
use langnghe_query::Fields;
use langnghe_watch::{Proposal, Quality};
use serde::Serialize;

use super::{
    bench::{archive, judged, topic, topics},
    diff::diff,
};
use crate::{
    cli::{FitArgs, LintArgs, SuggestArgs},
    exit::BadUse,
    output::Output,
};

/// Articles on which terms are tried for the remarks.
const TRIED: usize = 2000;

pub(super) async fn lint(
    app: &App,
    arguments: &LintArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let topics = topics(app, &arguments.topics)?;
    let texts = archive(app).await?.sample(TRIED, &[]).await?;
    let fields: Vec<Fields> = texts.iter().map(Fields::of).collect();
    let mut remarks = 0;
    for (named, topic) in &topics {
        let mut findings = langnghe_watch::lint(topic, &fields)?;
        let file = file_of(app, topic, named);
        let name = file.display().to_string();
        // A file that was changed since it was read is another topic's.
        let text = std::fs::read_to_string(file).unwrap_or_default();
        if langnghe_watch::parse_topic(&name, &text)
            .is_ok_and(|written| written.revision == topic.revision)
        {
            langnghe_watch::locate(&mut findings, &name, &text);
        }
        for finding in findings {
            remarks += 1;
            if output.is_json() {
                output.object(&finding)?;
            } else {
                output.line(finding.to_string())?;
            }
        }
    }
    if !output.is_json() {
        output.line(format!(
            "{remarks} remarks on {} topics, tried on {} articles of the archive",
            topics.len(),
            fields.len()
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct Fitted<'a> {
    #[serde(flatten)]
    proposal: &'a Proposal,
    toml: String,
}

pub(super) async fn fit(
    app: &App,
    arguments: &FitArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let topic = topic(app, &arguments.topic)?;
    let judged = judged(
        app,
        &topic,
        arguments.judgments.as_ref(),
        arguments.articles.as_ref(),
        arguments.others,
    )
    .await?;
    let proposal = langnghe_watch::fit(&topic, &judged.examples, &judged.others)?;
    let toml = proposal.to_toml();
    if let Some(file) = &arguments.output {
        std::fs::write(file, &toml)
            .with_context(|| format!("{} cannot be written", file.display()))?;
    }
    if output.is_json() {
        output.object(&Fitted {
            proposal: &proposal,
            toml,
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let said = |quality: Quality| {
        format!(
            "precision {:.2} ({} of {}), recall {:.2} ({} of {})",
            quality.precision(),
            quality.right,
            quality.flagged,
            quality.recall(),
            quality.found,
            quality.relevant
        )
    };
    output.line(format!(
        "{} judged articles, {} others; {} terms proposed",
        judged.examples.len(),
        judged.others.len(),
        proposal.terms.len()
    ))?;
    output.line(format!(
        "  as it is:                  {}",
        said(proposal.before)
    ))?;
    output.line(format!(
        "  proposal, same articles:   {}",
        said(proposal.training)
    ))?;
    output.line(format!(
        "  proposals, unseen ones:    {}",
        said(proposal.unseen)
    ))?;
    output.line("")?;
    // Empty when it cannot be read: then the whole proposal is new.
    let file = std::fs::read_to_string(file_of(app, &topic, &arguments.topic)).unwrap_or_default();
    output.text(&diff(&file, &toml))?;
    match &arguments.output {
        Some(file) => output.line(format!("\nwritten to {}; nothing is in force yet", file.display()))?,
        None => output.line("\nnothing was changed: review it, write it with --output FILE, try it with \"topics backtest FILE\"")?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The topic's file: the one that was named, or that of its id.
fn file_of(app: &App, topic: &Topic, named: &str) -> PathBuf {
    if std::path::Path::new(named).extension().is_some() {
        PathBuf::from(named)
    } else {
        app.folder()
            .join("topics")
            .join(format!("{}.toml", topic.id))
    }
}

pub(super) async fn suggest(
    app: &App,
    arguments: &SuggestArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    /// Articles with the words, and without, that are compared.
    const COMPARED: usize = 1000;
    let words = arguments.words.join(" ");
    let archive = archive(app).await?;
    let ids = archive.matching(&words, COMPARED)?;
    if ids.len() < 2 {
        return Err(BadUse(format!(
            "{} articles of the archive have \"{words}\": too few to tell what goes with it",
            ids.len()
        ))
        .into());
    }
    let found = archive.texts(&ids).await?;
    let others = archive.sample(COMPARED, &ids).await?;
    let related = langnghe_watch::suggest(&words, &found, &others, arguments.limit);
    if output.is_json() {
        for related in &related {
            output.object(related)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = related
        .iter()
        .map(|related| {
            vec![
                related.phrase.clone(),
                related.with.to_string(),
                related.without.to_string(),
                format!("{:.1}", related.likelihood_ratio),
                format!("{:.2}", related.mutual_information),
            ]
        })
        .collect();
    output.line(format!(
        "{} articles with {words}, beside {} others",
        found.len(),
        others.len()
    ))?;
    output.table(
        &["phrase", "with", "without", "likelihood ratio", "bits"],
        &rows,
    )?;
    Ok(ExitCode::SUCCESS)
}
