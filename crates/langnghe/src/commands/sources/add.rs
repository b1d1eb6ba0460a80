//! `langnghe sources add` and `import`: changes of `sources.toml`.

use std::{path::Path, process::ExitCode};

use langnghe_model::{Channel, ChannelKind, SourceKind};
use langnghe_pipeline::{
    App,
    sources::{Addition, NewSource, add, add_all, check_address, read_opml},
};

use super::super::read_input;
use crate::{
    cli::{AddArgs, SourceKindArg},
    exit,
    output::Output,
};

pub(super) async fn run(
    app: &App,
    args: &AddArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let mut channels = Vec::new();
    let mut failed = 0;
    for url in &args.urls {
        let trial = check_address(app, url).await?;
        if let Some(error) = &trial.error {
            failed += 1;
            if !output.is_json() {
                output.line(format!("{url} cannot be read, so it is not added: {error}"))?;
            }
            continue;
        }
        let kind = match ChannelKind::from_name(&trial.kind) {
            // A page that is named here is meant as a list of articles.
            Some(ChannelKind::Page) | None => ChannelKind::Listing,
            Some(kind) => kind,
        };
        if !output.is_json() {
            output.line(format!("{url}: {}, {}", kind.name(), trial.verdict()))?;
        }
        channels.push(Channel {
            url: url.clone(),
            kind,
            links: None,
            pattern: args
                .pattern
                .clone()
                .filter(|_| kind == ChannelKind::Listing),
        });
    }
    let new = NewSource {
        channels,
        id: args.id.clone(),
        name: args.name.clone(),
        homepage: args.homepage.clone(),
        kind: args.kind.map(kind),
        region: args.region.clone(),
    };
    let done = add(app, new, args.dry_run)?;
    told(&done, args.dry_run, output)?;
    Ok(if failed > 0 {
        ExitCode::from(exit::FAILED)
    } else {
        ExitCode::SUCCESS
    })
}

pub(super) fn import(
    app: &App,
    file: &Path,
    dry_run: bool,
    output: &mut Output,
) -> anyhow::Result<()> {
    let name = file.display().to_string();
    let bytes = read_input(&name)?;
    let import = read_opml(&name, &bytes)?;
    let mut done = add_all(app, import.sources, dry_run)?;
    done.left_out.extend(import.left_out);
    told(&done, dry_run, output)
}

fn told(done: &Addition, dry_run: bool, output: &mut Output) -> anyhow::Result<()> {
    if output.is_json() {
        output.object(done)?;
        return Ok(());
    }
    for (url, why) in &done.left_out {
        output.line(format!("left out: {url}: {why}"))?;
    }
    if !done.text.is_empty() {
        output.line("")?;
        output.text(&done.text)?;
        output.line("")?;
    }
    let would = if dry_run { "would be added" } else { "added" };
    output.line(format!(
        "{} sources and {} channels {would}",
        done.sources.len(),
        done.channels.len()
    ))?;
    if !dry_run && !done.channels.is_empty() {
        output.line("look over name, kind and region in sources.toml; a running \"langnghe serve\" takes the change up by itself")?;
    }
    Ok(())
}

fn kind(kind: SourceKindArg) -> SourceKind {
    match kind {
        SourceKindArg::Newspaper => SourceKind::Newspaper,
        SourceKindArg::Broadcaster => SourceKind::Broadcaster,
        SourceKindArg::Magazine => SourceKind::Magazine,
        SourceKindArg::Portal => SourceKind::Portal,
    }
}
