//! `langnghe reparse`: kept pages are read again.

use std::process::ExitCode;

use langnghe_pipeline::{
    App,
    reparse::{Change, ReparseSummary, Wanted},
    work,
};

use super::{sources, stop_on_signal};
use crate::{bars::Bars, cli::ReparseArgs, output::Output};

pub(crate) async fn run(
    app: &App,
    args: &ReparseArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let wanted = Wanted {
        sources: sources(app, &args.sources)?,
        dry_run: args.dry_run,
    };
    let bars = Bars::new();
    let done = work::reparse(app, &wanted, &bars, &stop_on_signal()).await;
    bars.clear();
    let done = done?;
    if output.is_json() {
        output.object(&done.summary)?;
    } else {
        show(app, &done.summary, output)?;
        if !done.readers_ran {
            output.line("another langnghe process is running here: it takes up what changed")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn show(app: &App, summary: &ReparseSummary, output: &mut Output) -> anyhow::Result<()> {
    if summary.pages == 0 && summary.incomplete.is_empty() && !summary.stopped {
        let folder = app.kept.folder().display();
        return Ok(output.line(if app.kept.keeps() {
            format!("no page is kept in {folder}: pages are kept from their next reading on")
        } else {
            "storage.keep_pages is shorter than a day, so no page is kept: set it to some days in langnghe.toml".to_owned()
        })?);
    }
    let (better, new) = if summary.dry_run {
        ("would be better", "would be new")
    } else {
        ("are better now", "are new")
    };
    output.line(format!(
        "{} kept pages read again: {} articles {better}, {} {new}, {} as before, {} newer in the store, {} cannot be read",
        summary.pages, summary.changed, summary.new, summary.unchanged, summary.passed_over, summary.unreadable
    ))?;
    for change in &summary.changes {
        show_change(change, output)?;
    }
    more(
        summary.changed + summary.new,
        summary.changes.len(),
        "changes",
        output,
    )?;
    for complaint in &summary.complaints {
        output.line(format!("cannot be read: {complaint}"))?;
    }
    more(
        summary.unreadable,
        summary.complaints.len(),
        "that cannot be read",
        output,
    )?;
    for incomplete in &summary.incomplete {
        output.line(format!(
            "incomplete: {incomplete} (its writer was cut off or is still writing; what stands before was read)"
        ))?;
    }
    if summary.stopped {
        output.line("stopped before the end; the same command goes on")?;
    }
    Ok(())
}

fn show_change(change: &Change, output: &mut Output) -> anyhow::Result<()> {
    let title = output.strong(&change.title);
    output.line(format!("  {title}"))?;
    output.line(format!("    {}", change.url))?;
    let after = format!("{} characters ({})", change.after, change.way_after.name());
    output.line(match (change.before, change.way_before) {
        (Some(before), Some(way)) => format!("    {before} ({}) -> {after}", way.name()),
        _ => format!("    not an article before -> {after}"),
    })?;
    Ok(())
}

fn more(all: u64, shown: usize, what: &str, output: &mut Output) -> anyhow::Result<()> {
    let rest = all.saturating_sub(shown as u64);
    if rest > 0 {
        output.line(format!("  … {rest} more {what}"))?;
    }
    Ok(())
}
