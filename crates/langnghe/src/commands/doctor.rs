//! `langnghe doctor`: what is wrong here, and what to do about it.

use std::process::ExitCode;

use langnghe_pipeline::doctor::{Finding, Severity, examine};

use super::environment;
use crate::{cli::Cli, exit, output::Output};

pub(crate) async fn run(cli: &Cli, output: &mut Output) -> anyhow::Result<ExitCode> {
    let findings = examine(&cli.config, environment()).await;
    let faults = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Fault)
        .count();
    for finding in &findings {
        if output.is_json() {
            output.object(finding)?;
        } else {
            show(finding, output)?;
        }
    }
    if !output.is_json() {
        output.line(match faults {
            0 => "nothing here keeps the program from working".to_owned(),
            1 => "1 fault to mend".to_owned(),
            many => format!("{many} faults to mend"),
        })?;
    }
    Ok(if faults > 0 {
        ExitCode::from(exit::FAILED)
    } else {
        ExitCode::SUCCESS
    })
}

fn show(finding: &Finding, output: &mut Output) -> anyhow::Result<()> {
    let sign = match finding.severity {
        Severity::Good => "ok   ",
        Severity::Note => "note ",
        Severity::Fault => "FAULT",
    };
    output.line(format!("{sign}  {}: {}", finding.what, finding.state))?;
    if let Some(remedy) = &finding.remedy {
        output.line(format!("       to do: {remedy}"))?;
    }
    Ok(())
}
