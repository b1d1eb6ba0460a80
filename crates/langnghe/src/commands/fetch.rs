//! `langnghe fetch`: one round of collection.

use std::process::ExitCode;

use langnghe_pipeline::{App, collect::Which, work};

use super::{sources, stop_on_signal};
use crate::{bars::Bars, cli::FetchArgs, output::Output};

pub(crate) async fn run(
    app: &App,
    args: &FetchArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let which = if args.due {
        Which::Due
    } else if args.sources.is_empty() {
        Which::All
    } else {
        Which::Of(sources(app, &args.sources)?)
    };
    let bars = Bars::new();
    let done = work::fetch(app, &which, &bars, &stop_on_signal()).await;
    bars.clear();
    let done = done?;
    if output.is_json() {
        output.object(&done)?;
    } else {
        output.line(format!(
            "{} channels asked, {} requests: {} new or changed entries, {} articles, {} revisions, {} withdrawn, {} could not be read; {} flags",
            done.round.channels,
            done.round.requests,
            done.round.entries,
            done.round.articles,
            done.round.revisions,
            done.round.withdrawn,
            done.round.failed,
            done.flags
        ))?;
        if done.round.failed > 0 {
            output.line("\"langnghe sources list\" says what could not be read, and why")?;
        }
        if !done.readers_ran {
            output
                .line("another langnghe process is running here: it takes up what was collected")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
