//! One module for each command.

mod demo;
mod digest;
mod doctor;
mod extract;
mod fetch;
mod flags;
mod import;
mod reparse;
mod replay;
mod search;
mod serve;
mod sources;
mod topics;

use std::{
    io::{self, IsTerminal, Read as _},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::CommandFactory;
use langnghe_model::{Source, SourceId};
use langnghe_pipeline::{App, Clock, Configuration, progress::Stop};
use tracing_subscriber::{EnvFilter, layer::SubscriberExt, util::SubscriberInitExt};

use crate::{
    cli::{Cli, Command},
    exit::BadUse,
    output::Output,
};

/// Runs the command that was asked for.
pub(crate) async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    if let Command::Completions { shell } = cli.command {
        clap_complete::generate(shell, &mut Cli::command(), "langnghe", &mut io::stdout());
        return Ok(ExitCode::SUCCESS);
    }
    start_logs();
    let mut output = Output::new(cli.json);
    let code = match &cli.command {
        Command::Demo(args) => demo::run(args, &mut output).await?,
        Command::Serve(args) => serve::run(open(&cli).await?, args).await?,
        Command::Fetch(args) => fetch::run(&open(&cli).await?, args, &mut output).await?,
        Command::Import(args) => import::run(&open(&cli).await?, args, &mut output).await?,
        Command::Search(args) => search::run(&open(&cli).await?, args, &mut output).await?,
        Command::Flags(command) => flags::run(&open(&cli).await?, command, &mut output).await?,
        Command::Digest(args) => digest::run(&open(&cli).await?, args, &mut output).await?,
        Command::Topics(command) => topics::run(&cli, command, &mut output).await?,
        Command::Sources(command) => sources::run(&open(&cli).await?, command, &mut output).await?,
        Command::Extract(args) => extract::run(&cli, args, &mut output).await?,
        Command::Reparse(args) => reparse::run(&open(&cli).await?, args, &mut output).await?,
        Command::Replay(args) => replay::run(&open(&cli).await?, args, &mut output).await?,
        Command::Doctor => doctor::run(&cli, &mut output).await?,
        Command::Completions { .. } => ExitCode::SUCCESS,
    };
    output.finish()?;
    Ok(code)
}

/// Opens the configuration folder, its store and its clock.
pub(crate) async fn open(cli: &Cli) -> anyhow::Result<App> {
    Ok(App::open(&cli.config, environment(), Clock::System).await?)
}

/// The environment, less what is not text.
pub(crate) fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(key, value)| Some((key.into_string().ok()?, value.into_string().ok()?)))
}

/// Reads source ids and checks that they are configured.
pub(crate) fn sources(app: &App, ids: &[String]) -> anyhow::Result<Vec<SourceId>> {
    let configuration = app.configuration();
    ids.iter()
        .map(|id| Ok(source_by_id(&configuration, id)?.id.clone()))
        .collect()
}

/// A configured source.
pub(crate) fn source_by_id<'a>(
    configuration: &'a Configuration,
    id: &str,
) -> Result<&'a Source, BadUse> {
    configuration
        .sources
        .iter()
        .find(|source| source.id.as_str() == id)
        .ok_or_else(|| {
            BadUse(format!(
                "there is no source \"{id}\"; \"langnghe sources list\" shows them"
            ))
        })
}

/// The bytes of a file, or of standard input when its name is "-".
pub(crate) fn read_input(name: &str) -> anyhow::Result<Vec<u8>> {
    if name == "-" {
        let mut bytes = Vec::new();
        io::stdin()
            .read_to_end(&mut bytes)
            .context("reading standard input")?;
        return Ok(bytes);
    }
    std::fs::read(name).with_context(|| format!("reading {name}"))
}

/// A stop that Ctrl-C and SIGTERM ask for. A second signal ends the program at once.
pub(crate) fn stop_on_signal() -> Stop {
    let stop = Stop::default();
    let asked = stop.clone();
    tokio::spawn(async move {
        if signal().await.is_err() {
            return;
        }
        tracing::info!("stopping; what was accepted is kept (once more to stop at once)");
        asked.request();
        if signal().await.is_ok() {
            std::process::exit(130);
        }
    });
    stop
}

async fn signal() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            interrupt = tokio::signal::ctrl_c() => interrupt,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Logs go to standard error. `LANGNGHE_LOG__LEVEL` sets what is shown, `LANGNGHE_LOG__FORMAT=json` the form.
fn start_logs() {
    let filter = std::env::var("LANGNGHE_LOG__LEVEL").unwrap_or_else(|_| "info".to_owned());
    let filter = EnvFilter::try_new(format!(
        "{filter},tantivy=warn,sqlx=warn,trafilatura=error,html5ever=error,selectors=error"
    ))
    .unwrap_or_else(|_| EnvFilter::new("info"));
    let json = std::env::var("LANGNGHE_LOG__FORMAT").is_ok_and(|format| format == "json");
    let registry = tracing_subscriber::registry().with(filter);
    let layer = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    // A second start (in tests) leaves the first in place.
    let _ = if json {
        registry.with(layer.json()).try_init()
    } else {
        registry
            .with(
                layer
                    .with_target(false)
                    .with_ansi(io::stderr().is_terminal()),
            )
            .try_init()
    };
}
