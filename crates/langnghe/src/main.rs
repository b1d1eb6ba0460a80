//! `langnghe`: the command line. It parses what was said, opens the pipeline, and prints what comes back.

mod bars;
mod cli;
mod commands;
mod exit;
mod output;
mod shipped;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            return exit::failed(&anyhow::Error::new(error).context("starting the runtime"));
        }
    };
    match runtime.block_on(commands::run(cli)) {
        Ok(code) => code,
        Err(error) => exit::failed(&error),
    }
}
