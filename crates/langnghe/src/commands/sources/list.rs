//! `langnghe sources list`.

use jiff::Timestamp;
use langnghe_pipeline::{
    App,
    sources::{ChannelLine, Health, list},
};
use serde::Serialize;

use crate::output::{Output, local_or_dash};

#[derive(Serialize)]
struct Line<'a> {
    source: &'a str,
    channel: &'a str,
    kind: &'static str,
    verified: bool,
    disabled: bool,
    health: &'static str,
    silent_days: Option<i64>,
    usual_days: Option<i64>,
    last_result: Option<&'a str>,
    last_ok: Option<Timestamp>,
    next_at: Option<Timestamp>,
    reason: &'a str,
    articles_per_week: f64,
    moved_to: Option<&'a str>,
    gaps: u64,
    last_gap: Option<&'a langnghe_model::Gap>,
    breakages: &'a [langnghe_model::Breakage],
}

pub(super) async fn run(app: &App, trouble: bool, output: &mut Output) -> anyhow::Result<()> {
    let lines: Vec<ChannelLine> = list(app)
        .await?
        .into_iter()
        .filter(|line| !trouble || line.is_trouble())
        .collect();
    if output.is_json() {
        for line in &lines {
            output.object(&as_json(line))?;
        }
        return Ok(());
    }
    if lines.is_empty() {
        output.line(if trouble {
            "no channel is in trouble"
        } else {
            "there are no channels: add one with \"langnghe sources add\""
        })?;
        return Ok(());
    }
    let rows: Vec<Vec<String>> = lines.iter().map(row).collect();
    output.table(
        &[
            "source",
            "kind",
            "per week",
            "last read",
            "next",
            "health",
            "last result",
            "channel",
        ],
        &rows,
    )?;
    for line in &lines {
        if let Some(gap) = &line.gap {
            output.line(format!("{}: {gap}", line.channel))?;
        }
    }
    let mut told = Vec::new();
    for line in &lines {
        if line.breakages.is_empty() || told.contains(&&line.source) {
            continue;
        }
        told.push(&line.source);
        for breakage in &line.breakages {
            output.line(format!("{}: {breakage}", line.source))?;
        }
    }
    Ok(())
}

fn as_json(line: &ChannelLine) -> Line<'_> {
    let (silent_days, usual_days) = match line.health {
        Health::Silent { days, usual } => (Some(days), Some(usual)),
        _ => (None, None),
    };
    Line {
        source: line.source.as_str(),
        channel: &line.channel,
        kind: line.kind.name(),
        verified: line.verified,
        disabled: line.disabled,
        health: line.health.name(),
        silent_days,
        usual_days,
        last_result: line.last_result.as_deref(),
        last_ok: line.last_ok,
        next_at: line.next_at,
        reason: &line.reason,
        articles_per_week: line.articles_per_week,
        moved_to: line.moved_to.as_deref(),
        gaps: line.gaps,
        last_gap: line.gap.as_ref(),
        breakages: &line.breakages,
    }
}

fn row(line: &ChannelLine) -> Vec<String> {
    let unverified = if line.verified { "" } else { ", unverified" };
    vec![
        line.source.to_string(),
        line.kind.name().to_owned(),
        format!("{:.1}", line.articles_per_week),
        local_or_dash(line.last_ok),
        local_or_dash(line.next_at),
        format!("{}{unverified}", line.health),
        line.last_result.clone().unwrap_or_else(|| "-".to_owned()),
        line.channel.clone(),
    ]
}
