//! `langnghe sources check` and `discover`: live requests that keep nothing.

use std::process::ExitCode;

use langnghe_config::sources::edit::source_toml;
use langnghe_pipeline::{
    App,
    sources::{Trial, check, check_address, discover},
};

use super::super::sources;
use crate::{
    exit,
    output::{Output, local},
};

pub(super) async fn run(
    app: &App,
    asked: &[String],
    headers: bool,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let (urls, ids): (Vec<String>, Vec<String>) = asked
        .iter()
        .cloned()
        .partition(|asked| asked.contains("://"));
    let mut trials = Vec::new();
    if urls.is_empty() || !ids.is_empty() {
        trials = check(app, &sources(app, &ids)?).await?;
    }
    for url in &urls {
        trials.push(check_address(app, url).await?);
    }
    let mut failed = 0;
    for trial in &trials {
        failed += usize::from(trial.error.is_some());
        if output.is_json() {
            output.object(trial)?;
        } else {
            show(trial, headers, output)?;
        }
    }
    if !output.is_json() {
        output.line(format!(
            "{} channels, {failed} could not be read",
            trials.len()
        ))?;
    }
    Ok(if failed > 0 {
        ExitCode::from(exit::FAILED)
    } else {
        ExitCode::SUCCESS
    })
}

fn show(trial: &Trial, headers: bool, output: &mut Output) -> anyhow::Result<()> {
    let title = output.strong(format!("{}  {}", trial.source, trial.channel).trim_start());
    output.line(title)?;
    output.line(format!("  {}", trial.verdict()))?;
    for (status, to) in &trial.redirects {
        output.line(format!("  redirected ({status}) to {to}"))?;
    }
    if let Some(status) = trial.status {
        output.line(format!(
            "  status {status}, {}, {} bytes ({} over the wire), from {}",
            trial.content_type.as_deref().unwrap_or("no content type"),
            trial.bytes,
            trial.wire_bytes,
            trial.server.as_deref().unwrap_or("an unknown server")
        ))?;
        output.line(format!(
            "  waited {} ms for the site's turn and robots.txt, head after {} ms, all after {} ms{}",
            trial.waited_ms,
            trial.head_ms,
            trial.elapsed_ms,
            match trial.fresh_for {
                Some(seconds) => format!(", fresh for {seconds} s"),
                None => String::new(),
            }
        ))?;
    }
    if headers {
        for (name, value) in &trial.headers {
            output.line(format!("    {name}: {value}"))?;
        }
    }
    if let Some(newest) = trial.newest {
        output.line(format!("  {}, newest of {}", trial.kind, local(newest)))?;
    }
    for note in &trial.notes {
        output.line(format!("  odd: {note}"))?;
    }
    for sample in &trial.sample {
        output.line(format!("    {sample}"))?;
    }
    Ok(())
}

pub(super) async fn discover_site(
    app: &App,
    url: &str,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let discovery = discover(app, url, &|url| tracing::info!("asking {url}")).await?;
    if output.is_json() {
        output.object(&discovery)?;
        return Ok(ExitCode::SUCCESS);
    }
    for found in &discovery.found {
        let trial = &found.trial;
        let title = if found.title.is_empty() {
            String::new()
        } else {
            format!("  {}", found.title)
        };
        let head = output.strong(&format!("{}  {}{title}", trial.kind, trial.channel));
        output.line(head)?;
        let newest = trial
            .newest
            .map(|at| format!(", newest of {}", local(at)))
            .unwrap_or_default();
        output.line(format!("  {} entries{newest}", trial.entries))?;
        if let Some(other) = &found.same_as {
            output.line(format!("  lists the same as {other}"))?;
        }
        for sample in &trial.sample {
            output.line(format!("    {sample}"))?;
        }
    }
    for (url, why) in &discovery.unreadable {
        output.line(format!("not usable: {url}: {why}"))?;
    }
    for note in &discovery.notes {
        output.line(format!("note: {note}"))?;
    }
    let Some(source) = discovery.proposal() else {
        output.line("no feed and no sitemap was found: a page that lists articles can be added with \"langnghe sources add URL --pattern .html\"")?;
        return Ok(ExitCode::from(exit::FAILED));
    };
    output.line("")?;
    output.line("nothing was added. To add it, look over name, kind and region, and put this into sources.toml, or use \"langnghe sources add\":")?;
    output.line("")?;
    output.text(&source_toml(&source))?;
    Ok(ExitCode::SUCCESS)
}
