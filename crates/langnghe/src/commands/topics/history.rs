//! `langnghe topics history`: which wording of a topic was active when, and whose it is.

use std::process::ExitCode;

use jiff::Timestamp;
use langnghe_pipeline::App;
use langnghe_store::Activation;
use serde::Serialize;

use crate::{
    exit::BadUse,
    output::{Output, local},
};

#[derive(Serialize)]
struct Line<'a> {
    topic: &'a str,
    revision: &'a str,
    at: Timestamp,
    who: &'a str,
    from: i64,
    until: Option<i64>,
}

pub(super) async fn run(
    app: &App,
    topic: Option<&str>,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let mut history = app.store.topic_history().await?;
    if let Some(id) = topic {
        history.retain(|one| one.topic.id.as_str() == id);
        if history.is_empty() {
            return Err(BadUse(format!(
                "no topic \"{id}\" was ever active; \"langnghe topics history\" shows those that were"
            ))
            .into());
        }
    }
    if output.is_json() {
        for one in &history {
            output.object(&Line {
                topic: one.topic.id.as_str(),
                revision: &one.topic.revision.0,
                at: one.at,
                who: &one.who,
                from: one.from.0,
                until: one.until.map(|until| until.0),
            })?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    if history.is_empty() {
        output.line("no topic was active yet: \"fetch\", \"import\" and \"serve\" make those of the configuration active")?;
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = history.iter().map(row).collect();
    output.table(
        &["topic", "revision", "active since", "by", "log entries"],
        &rows,
    )?;
    Ok(ExitCode::SUCCESS)
}

fn row(one: &Activation) -> Vec<String> {
    vec![
        one.topic.id.to_string(),
        one.topic.revision.to_string(),
        local(one.at),
        one.who.clone(),
        match one.until {
            Some(until) => format!("{} to {}", one.from, until.0 - 1),
            None => format!("{} on", one.from),
        },
    ]
}
