//! `langnghe flags`: list, judge, add.

use std::process::ExitCode;

use jiff::Timestamp;
use langnghe_model::{Evidence, Flag, FlagId, FlagStatus, TimeBasis, TopicId, Verdict};
use langnghe_pipeline::{App, local_day_start};
use langnghe_store::{FlagFilter, FlagRow};
use serde::Serialize;

use crate::{
    cli::{FlagsCommand, StatusArg, VerdictArg},
    exit::BadUse,
    output::{Output, local_by},
};

/// One flag, as `--json` prints it.
#[derive(Serialize)]
struct Line<'a> {
    id: FlagId,
    topic: &'a TopicId,
    topic_revision: &'a str,
    url: &'a str,
    title: &'a str,
    source: &'a str,
    /// Its time; `time_basis` says which.
    published: Timestamp,
    time_basis: TimeBasis,
    score: i32,
    threshold: i32,
    /// Stories are not grouped yet.
    story: Option<i64>,
    status: FlagStatus,
    late: bool,
    evidence: &'a [Evidence],
}

pub(crate) async fn run(
    app: &App,
    command: &FlagsCommand,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    match command {
        FlagsCommand::List {
            topic,
            since,
            status,
            limit,
        } => {
            let filter = FlagFilter {
                topic: topic
                    .as_deref()
                    .map(|id| known_topic(app, id))
                    .transpose()?,
                since: since.map(local_day_start).transpose()?,
                status: status.map(StatusArg::status),
                limit: (*limit > 0).then_some(*limit),
                ..FlagFilter::default()
            };
            list(app, &filter, output).await?;
        }
        FlagsCommand::Verdict { flag, verdict } => {
            judge(app, FlagId(*flag), *verdict, output).await?;
        }
        FlagsCommand::Add { url, topic } => add(app, url, topic, output).await?,
    }
    Ok(ExitCode::SUCCESS)
}

impl StatusArg {
    fn status(self) -> FlagStatus {
        match self {
            StatusArg::New => FlagStatus::New,
            StatusArg::Relevant => FlagStatus::Relevant,
            StatusArg::Irrelevant => FlagStatus::Irrelevant,
        }
    }
}

fn known_topic(app: &App, id: &str) -> Result<TopicId, BadUse> {
    app.configuration()
        .topics
        .iter()
        .find(|topic| topic.id.as_str() == id)
        .map(|topic| topic.id.clone())
        .ok_or_else(|| {
            BadUse(format!(
                "there is no topic \"{id}\"; \"langnghe topics list\" shows them"
            ))
        })
}

async fn list(app: &App, filter: &FlagFilter, output: &mut Output) -> anyhow::Result<()> {
    let rows = app.store.flags(filter).await?;
    if output.is_json() {
        for row in &rows {
            output.object(&line(row))?;
        }
        return Ok(());
    }
    if rows.is_empty() {
        output.line("no flags")?;
    }
    for FlagRow {
        flag,
        article,
        title,
        ..
    } in &rows
    {
        let late = if flag.late { ", late" } else { "" };
        let headline = output.strong(title);
        output.line(format!("{:>6}  {headline}", flag.id))?;
        output.line(format!(
            "        {}  score {} of {}  {}{late}  {}  {}",
            flag.topic,
            flag.score,
            flag.threshold,
            flag.status.name(),
            article.source,
            local_by(article.time(), article.time_basis())
        ))?;
        output.line(format!("        {}", reasons(flag)))?;
        output.line(format!("        {}", article.url))?;
    }
    Ok(())
}

fn line(row: &FlagRow) -> Line<'_> {
    Line {
        id: row.flag.id,
        topic: &row.flag.topic,
        topic_revision: &row.flag.topic_revision.0,
        url: &row.article.url,
        title: &row.title,
        source: row.article.source.as_str(),
        published: row.article.time(),
        time_basis: row.article.time_basis(),
        score: row.flag.score,
        threshold: row.flag.threshold,
        story: None,
        status: row.flag.status,
        late: row.flag.late,
        evidence: &row.flag.evidence,
    }
}

/// The terms that raised a flag, each with what was found of it and what it added: `"lật bè", "mảng" +6; "du khách" +8`.
fn reasons(flag: &Flag) -> String {
    if flag.evidence.is_empty() {
        return "added by hand".to_owned();
    }
    let reasons: Vec<String> = flag
        .reasons()
        .iter()
        .map(|reason| format!("\"{}\" {:+}", reason.passages.join("\", \""), reason.weight))
        .collect();
    reasons.join("; ")
}

async fn judge(
    app: &App,
    flag: FlagId,
    verdict: VerdictArg,
    output: &mut Output,
) -> anyhow::Result<()> {
    let verdict = match verdict {
        VerdictArg::Relevant => Verdict::Relevant,
        VerdictArg::Irrelevant => Verdict::Irrelevant,
    };
    if app.store.flag(flag).await?.is_none() {
        return Err(BadUse(format!(
            "there is no flag {flag}; \"langnghe flags list\" shows them"
        ))
        .into());
    }
    app.store
        .verdict(flag, Some(verdict), &who(), app.clock.now())
        .await?;
    let Some(row) = app.store.flag(flag).await? else {
        return Ok(());
    };
    if output.is_json() {
        output.object(&line(&row))?;
    } else {
        output.line(format!(
            "flag {flag} is now {}: {}",
            row.flag.status.name(),
            row.title
        ))?;
    }
    Ok(())
}

async fn add(app: &App, url: &str, topic: &str, output: &mut Output) -> anyhow::Result<()> {
    let topic = known_topic(app, topic)?;
    let address = langnghe_pipeline::canonical_url(url, None)
        .ok_or_else(|| BadUse(format!("\"{url}\" is not an http or https address")))?;
    let article = app.store.article_by_url(&address).await?.ok_or_else(|| {
        BadUse(format!("no article with the address {address} is in the store; \"langnghe search\" finds what is"))
    })?;
    let flag = app
        .store
        .add_flag_by_hand(article.id, &topic, &who(), app.clock.now())
        .await?;
    if let (true, Some(row)) = (output.is_json(), app.store.flag(flag).await?) {
        output.object(&line(&row))?;
    } else {
        output.line(format!("flag {flag} added: {address} for {topic}"))?;
    }
    Ok(())
}

/// Who works at this terminal, for the record of verdicts.
fn who() -> String {
    std::env::var("LANGNGHE_USER")
        .or_else(|_| std::env::var("USER"))
        .unwrap_or_else(|_| "command line".to_owned())
}
