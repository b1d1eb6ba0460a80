//! `langnghe import`: an archive into the log.

use std::process::ExitCode;

use langnghe_pipeline::{App, work};
use serde::Serialize;

use super::stop_on_signal;
use crate::{bars::Bars, cli::ImportArgs, exit, output::Output};

/// The summary's fields as all collecting commands print them.
#[derive(Serialize)]
struct Summary {
    channels: u64,
    requests: u64,
    entries: u64,
    articles: u64,
    revisions: u64,
    withdrawn: u64,
    failed: u64,
    flags: u64,
}

#[expect(
    clippy::print_stderr,
    reason = "complaints belong beside the results, whatever the log level"
)]
pub(crate) async fn run(
    app: &App,
    args: &ImportArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let bars = Bars::new();
    let done = work::import(app, &args.files, &bars, &stop_on_signal()).await;
    bars.clear();
    let done = done?;
    let import = &done.import;
    for complaint in &import.complaints {
        eprintln!("not imported: {complaint}");
    }
    if import.failed > import.complaints.len() as u64 {
        eprintln!(
            "not imported: {} more",
            import.failed - import.complaints.len() as u64
        );
    }
    if output.is_json() {
        output.object(&Summary {
            channels: 0,
            requests: 0,
            entries: import.entries,
            articles: import.articles,
            revisions: import.revisions,
            withdrawn: 0,
            failed: import.failed,
            flags: done.flags,
        })?;
    } else {
        output.line(format!(
            "{} lines read: {} new articles, {} revisions, {} already known, {} could not be read; {} flags",
            import.entries, import.articles, import.revisions, import.unchanged, import.failed, done.flags
        ))?;
        if !done.readers_ran {
            output
                .line("another langnghe process is running here: it takes up what was imported")?;
        }
    }
    let nothing = import.entries > 0 && import.failed == import.entries;
    Ok(if nothing {
        ExitCode::from(exit::FAILED)
    } else {
        ExitCode::SUCCESS
    })
}
