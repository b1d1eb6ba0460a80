//! How a run ends: exit codes, and errors said plainly.

use std::process::ExitCode;

use langnghe_pipeline::PipelineError;

/// The command could not be done.
pub(crate) const FAILED: u8 = 1;

/// The command or the configuration is at fault.
pub(crate) const BAD_USE: u8 = 2;

/// Prints the chain of causes and returns the exit code that fits.
#[expect(
    clippy::print_stderr,
    reason = "the last word of the program, also when logs are off"
)]
pub(crate) fn failed(error: &anyhow::Error) -> ExitCode {
    let mut said = Vec::new();
    for cause in error.chain() {
        let text = cause.to_string();
        // Libraries often repeat their source's message in their own.
        if !said.iter().any(|earlier: &String| earlier.contains(&text)) {
            said.push(text);
        }
    }
    eprintln!("error: {}", said.join("\n  because: "));
    ExitCode::from(code(error))
}

fn code(error: &anyhow::Error) -> u8 {
    let bad_use = error.chain().any(|cause| {
        cause.downcast_ref::<BadUse>().is_some()
            || cause
                .downcast_ref::<langnghe_model::Diagnostics>()
                .is_some()
            || cause.downcast_ref::<PipelineError>().is_some_and(|error| {
                matches!(
                    error,
                    PipelineError::Configuration(_)
                        | PipelineError::Query(_)
                        | PipelineError::Cursor(_)
                        | PipelineError::Unknown { .. }
                        | PipelineError::NoContact
                )
            })
    });
    if bad_use { BAD_USE } else { FAILED }
}

/// Something said on the command line that cannot be done.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct BadUse(pub(crate) String);
