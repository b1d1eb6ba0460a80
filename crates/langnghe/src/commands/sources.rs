//! `langnghe sources`: the channels, and how reading them goes.

use std::process::ExitCode;

use jiff::Timestamp;
use langnghe_pipeline::{
    App,
    sources::{ChannelLine, check, list},
};
use serde::Serialize;

use super::sources;
use crate::{
    cli::SourcesCommand,
    exit,
    output::{Output, local_or_dash},
};

#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    channel: &'a str,
    kind: &'static str,
    verified: bool,
    disabled: bool,
    last_result: Option<&'a str>,
    last_ok: Option<Timestamp>,
    next_at: Option<Timestamp>,
    reason: &'a str,
    articles_per_week: f64,
}

pub(crate) async fn run(
    app: &App,
    command: &SourcesCommand,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    match command {
        SourcesCommand::List => show(&list(app).await?, output)?,
        SourcesCommand::Check { sources: ids } => return probe(app, ids, output).await,
    }
    Ok(ExitCode::SUCCESS)
}

fn show(lines: &[ChannelLine], output: &mut Output) -> anyhow::Result<()> {
    if output.is_json() {
        for line in lines {
            output.object(&Line {
                source: line.source.as_str(),
                channel: &line.channel,
                kind: line.kind.name(),
                verified: line.verified,
                disabled: line.disabled,
                last_result: line.last_result.as_deref(),
                last_ok: line.last_ok,
                next_at: line.next_at,
                reason: &line.reason,
                articles_per_week: line.articles_per_week,
            })?;
        }
        return Ok(());
    }
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let state = match (line.disabled, &line.last_result) {
                (true, _) => "disabled in sources.toml".to_owned(),
                (false, Some(result)) => result.clone(),
                (false, None) if line.verified => "not read yet".to_owned(),
                (false, None) => "not read yet, unverified".to_owned(),
            };
            vec![
                line.source.to_string(),
                line.kind.name().to_owned(),
                format!("{:.1}", line.articles_per_week),
                local_or_dash(line.last_ok),
                local_or_dash(line.next_at),
                state,
                line.channel.clone(),
            ]
        })
        .collect();
    output.table(
        &[
            "source",
            "kind",
            "per week",
            "last read",
            "next",
            "last result",
            "channel",
        ],
        &rows,
    )?;
    Ok(())
}

async fn probe(app: &App, ids: &[String], output: &mut Output) -> anyhow::Result<ExitCode> {
    let wanted = sources(app, ids)?;
    let checks = check(app, &wanted).await?;
    let mut failed = 0;
    for check in &checks {
        failed += usize::from(check.error.is_some());
        if output.is_json() {
            output.object(check)?;
            continue;
        }
        output.line(format!("{}  {}", check.source, check.channel))?;
        if let Some(error) = &check.error {
            output.line(format!("  cannot be read: {error}"))?;
            continue;
        }
        output.line(format!(
            "  status {}, {}, {} bytes in {} ms",
            check.status.unwrap_or_default(),
            check.content_type.as_deref().unwrap_or("no content type"),
            check.bytes,
            check.elapsed_ms
        ))?;
        output.line(format!(
            "  {} entries, {} could not be read",
            check.entries, check.problems
        ))?;
        for sample in &check.sample {
            output.line(format!("    {sample}"))?;
        }
    }
    if !output.is_json() {
        output.line(format!(
            "{} channels, {failed} could not be read",
            checks.len()
        ))?;
    }
    Ok(if failed > 0 {
        ExitCode::from(exit::FAILED)
    } else {
        ExitCode::SUCCESS
    })
}
