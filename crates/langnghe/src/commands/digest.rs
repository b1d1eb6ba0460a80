//! `langnghe digest`: the daily summary.

use std::process::ExitCode;

use langnghe_pipeline::{
    App,
    digest::{Period, digest, local_day},
};

use crate::{
    cli::{DigestArgs, FormatArg},
    exit::BadUse,
    output::Output,
};

pub(crate) async fn run(
    app: &App,
    args: &DigestArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let period = match (args.from, args.to) {
        (Some(from), Some(to)) if from > to => {
            return Err(BadUse(format!("--from {from} lies after --to {to}")).into());
        }
        (Some(from), Some(to)) => Period::Days { from, to },
        _ => Period::Day(args.date.unwrap_or_else(|| local_day(app.clock.now()))),
    };
    let digest = digest(app, period).await?;
    let format = if output.is_json() {
        FormatArg::Json
    } else {
        args.format
    };
    match format {
        FormatArg::Md => output.text(&langnghe_digest::render_markdown(&digest))?,
        FormatArg::Html => output.text(&langnghe_digest::render_html(&digest)?)?,
        FormatArg::Json => output.text(&langnghe_digest::render_json(&digest)?)?,
    }
    Ok(ExitCode::SUCCESS)
}
