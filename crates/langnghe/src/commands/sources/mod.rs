//! `langnghe sources`: the channels, how reading them goes, and new ones.

mod add;
mod check;
mod list;

use std::process::ExitCode;

use langnghe_pipeline::{App, sources::write_opml};

use crate::{cli::SourcesCommand, output::Output};

pub(crate) async fn run(
    app: &App,
    command: &SourcesCommand,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    match command {
        SourcesCommand::List { trouble } => list::run(app, *trouble, output).await?,
        SourcesCommand::Check { sources, headers } => {
            return check::run(app, sources, *headers, output).await;
        }
        SourcesCommand::Discover { url } => return check::discover_site(app, url, output).await,
        SourcesCommand::Add(args) => return add::run(app, args, output).await,
        SourcesCommand::Import { file, dry_run } => add::import(app, file, *dry_run, output)?,
        SourcesCommand::Export => output.text(&write_opml(&app.configuration().sources))?,
    }
    Ok(ExitCode::SUCCESS)
}
