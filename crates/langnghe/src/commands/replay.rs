//! `langnghe replay`: derived things are built again from the log.

use std::process::ExitCode;

use langnghe_pipeline::{App, work};
use serde::Serialize;

use super::stop_on_signal;
use crate::{
    bars::Bars,
    cli::{ReaderArg, ReplayArgs},
    output::Output,
};

#[derive(Serialize)]
struct Summary {
    reader: &'static str,
    entries: u64,
    flags: u64,
    documents: u64,
}

pub(crate) async fn run(
    app: &App,
    args: &ReplayArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let (reader, name) = match args.reader {
        ReaderArg::Flags => (work::Replay::Flags, "flags"),
        ReaderArg::Index => (work::Replay::Index, "index"),
    };
    let bars = Bars::new();
    let done = work::replay(app, reader, &bars, &stop_on_signal()).await;
    bars.clear();
    let done = done?;
    let summary = Summary {
        reader: name,
        entries: done.advanced.entries,
        flags: app.store.counts().await?.flags,
        documents: done.documents,
    };
    if output.is_json() {
        output.object(&summary)?;
    } else {
        output.line(format!(
            "{name} built again from {} log entries: {} flags, {} searchable documents",
            summary.entries, summary.flags, summary.documents
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}
