//! `langnghe topics backtest`, `test` and `verdicts`: what a wording does, before and while it is in force.

use std::process::ExitCode;

use jiff::Timestamp;
use langnghe_desk::{
    BacktestSettings, Day, Found, Noisy, Regression, Summary, backtest, regressions,
};
use langnghe_pipeline::App;
use langnghe_watch::{Interval, Noise, Quality, Repair};
use serde::Serialize;

use super::bench::{archive, heading, judged, topic, topics};
use crate::{
    cli::{BacktestArgs, TestArgs, VerdictsArgs},
    exit,
    output::{Output, local_by},
};

/// An article that would be flagged.
#[derive(Serialize)]
struct Line<'a> {
    url: &'a str,
    title: &'a str,
    published: Timestamp,
    score: i32,
}

fn line(found: &Found) -> Line<'_> {
    Line {
        url: &found.article.url,
        title: &found.title,
        published: found.article.time(),
        score: found.score,
    }
}

pub(super) async fn backtested(
    app: &App,
    arguments: &BacktestArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let tried = topic(app, &arguments.topic)?;
    let archive = archive(app).await?;
    let settings = BacktestSettings {
        without_places: arguments.without_places,
        every_article: arguments.every_article,
    };
    let result = backtest(&archive, &tried, settings).await?;
    if output.is_json() {
        for found in &result.found {
            output.object(&line(found))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let summary = Summary::of(&result.found, app.store.extent().await?);
    output.line(format!(
        "{} ({}), revision {}",
        tried.name, tried.id, tried.revision
    ))?;
    output.line(format!(
        "{} of {} articles would be flagged ({} looked at)",
        summary.flags, summary.articles, result.looked_at
    ))?;
    if let Some(a_week) = summary.a_week {
        output.line(format!("about {a_week:.1} flags a week"))?;
    }
    let warning = match summary.noise {
        Some(Noisy::ManyAWeek) => {
            Some("warning: more than five a day; one person cannot look through that many")
        }
        Some(Noisy::LargeShare) => {
            Some("warning: more than 2 % of all articles; the topic is too wide")
        }
        None => None,
    };
    if let Some(warning) = warning {
        output.line(warning)?;
    }
    days(&summary.days, output)?;
    let configuration = app.configuration();
    let running = configuration
        .topic(&tried.id)
        .filter(|running| running.revision != tried.revision);
    if let Some(running) = running {
        let before = backtest(&archive, running, settings).await?;
        let lacks =
            |all: &[Found], one: &Found| all.iter().all(|found| found.article.id != one.article.id);
        let gained: Vec<&Found> = result
            .found
            .iter()
            .filter(|found| lacks(&before.found, found))
            .collect();
        let lost: Vec<&Found> = before
            .found
            .iter()
            .filter(|found| lacks(&result.found, found))
            .collect();
        output.line(format!(
            "against the running revision {}: {} gained, {} lost, {} the same",
            running.revision,
            gained.len(),
            lost.len(),
            result.found.len() - gained.len()
        ))?;
        samples("gained", &gained, arguments.samples, output)?;
        samples("lost", &lost, arguments.samples, output)?;
    } else {
        let all: Vec<&Found> = result.found.iter().collect();
        samples("flagged", &all, arguments.samples, output)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Flags of each day as bars; only the last days when there are many.
fn days(days: &[Day], output: &mut Output) -> anyhow::Result<()> {
    const SHOWN: usize = 14;
    const WIDTH: usize = 40;
    let most = days.iter().map(|day| day.flags).max().unwrap_or(1);
    if days.len() > SHOWN {
        output.line(format!(
            "the last {SHOWN} of {} days with flags:",
            days.len()
        ))?;
    }
    for day in &days[days.len().saturating_sub(SHOWN)..] {
        let bar = "#".repeat((day.flags * WIDTH).div_ceil(most.max(WIDTH)));
        output.line(format!("  {}  {:>4}  {bar}", day.day, day.flags))?;
    }
    Ok(())
}

fn samples(what: &str, found: &[&Found], shown: usize, output: &mut Output) -> anyhow::Result<()> {
    for found in langnghe_desk::sampled(found, shown) {
        output.line(format!("  {what}: {} (score {})", found.title, found.score))?;
        output.line(format!(
            "    {}  {}",
            local_by(found.article.time(), found.article.time_basis()),
            found.article.url
        ))?;
    }
    if found.len() > shown {
        output.line(format!("  … {} more", found.len() - shown))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Tested<'a> {
    topic: &'a str,
    revision: &'a str,
    kept: usize,
    silent: usize,
    lost: Vec<&'a str>,
    regained: Vec<&'a str>,
    still_wrong: Vec<&'a str>,
}

pub(super) async fn test(
    app: &App,
    arguments: &TestArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let configuration = app.configuration();
    let archive = archive(app).await?;
    let mut failed = false;
    for (_, topic) in &topics(app, &arguments.topics)? {
        let result = regressions(&archive, topic, configuration.topic(&topic.id)).await?;
        failed |= result.failed();
        let of = |wanted: Regression| {
            let cases = result.cases.iter().filter(move |case| case.2 == wanted);
            cases
                .map(|(article, ..)| article.url.as_str())
                .collect::<Vec<_>>()
        };
        if output.is_json() {
            output.object(&Tested {
                topic: topic.id.as_str(),
                revision: &topic.revision.0,
                kept: result.count(Regression::Kept),
                silent: result.count(Regression::Silent),
                lost: of(Regression::Lost),
                regained: of(Regression::Regained),
                still_wrong: of(Regression::StillWrong),
            })?;
            continue;
        }
        output.line(format!(
            "{}: {} verdicts; {} confirmed kept, {} rejected silent, {} lost, {} regained, {} still wrong",
            topic.id,
            result.cases.len(),
            result.count(Regression::Kept),
            result.count(Regression::Silent),
            result.count(Regression::Lost),
            result.count(Regression::Regained),
            result.count(Regression::StillWrong)
        ))?;
        for (article, title, fares) in &result.cases {
            let word = match fares {
                Regression::Lost => "LOST",
                Regression::Regained => "REGAINED",
                Regression::StillWrong => "still wrong",
                Regression::Kept | Regression::Silent => continue,
            };
            output.line(format!("  {word}: {title}"))?;
            output.line(format!("    {}", article.url))?;
        }
    }
    Ok(if failed && arguments.strict {
        ExitCode::from(exit::FAILED)
    } else {
        ExitCode::SUCCESS
    })
}

#[derive(Serialize)]
struct Said<'a> {
    topic: &'a str,
    revision: &'a str,
    judged: usize,
    #[serde(flatten)]
    noise: &'a Noise,
    /// Recall, when articles below the threshold were judged too.
    recall: Option<Interval>,
    repairs: Vec<SaidRepair<'a>>,
}

#[derive(Serialize)]
struct SaidRepair<'a> {
    change: &'a str,
    before: Quality,
    after: Quality,
}

pub(super) async fn verdicts(
    app: &App,
    arguments: &VerdictsArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    const REPAIRS: usize = 5;
    let topic = topic(app, &arguments.topic)?;
    let judged = judged(
        app,
        &topic,
        arguments.judgments.as_ref(),
        arguments.articles.as_ref(),
        0,
    )
    .await?;
    let noise = langnghe_watch::noise(&topic, &judged.examples)?;
    let repairs = langnghe_watch::repairs(&topic, &judged.examples, REPAIRS)?;
    let below = langnghe_watch::below(&topic, &judged.examples)?;
    let recall = (below.all > 0)
        .then(|| Interval::of(noise.precision.right, noise.precision.right + noise.missed));
    if output.is_json() {
        output.object(&Said {
            topic: topic.id.as_str(),
            revision: &topic.revision.0,
            judged: judged.examples.len(),
            noise: &noise,
            recall,
            repairs: repairs
                .iter()
                .map(|repair| SaidRepair {
                    change: &repair.change,
                    before: repair.before,
                    after: repair.after,
                })
                .collect(),
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    output.line(heading(&topic, judged.examples.len()))?;
    output.line(format!("precision {}", said(noise.precision)))?;
    match recall {
        Some(recall) => {
            output.line(format!(
                "below the threshold {} judged, {} of them relevant; recall among the judged {}",
                below.all,
                below.right,
                said(recall)
            ))?;
        }
        None => output.line("recall unknown: no article below the threshold was judged (\"flags add\" and \"flags verdict\", or --judgments)")?,
    }
    let rows: Vec<Vec<String>> = noise
        .terms
        .iter()
        .map(|term| {
            vec![
                format!("{:+}", term.weight),
                said(term.precision),
                term.noise.to_string(),
                term.worth.to_string(),
                short(&term.query),
            ]
        })
        .collect();
    output.table(
        &[
            "weight",
            "precision",
            "brings wrong",
            "brings right",
            "term",
        ],
        &rows,
    )?;
    for Repair {
        change,
        before,
        after,
        ..
    } in &repairs
    {
        output.line(format!(
            "would help: {change}: {} wrong flags instead of {}, all {} right ones stay",
            after.flagged - after.right,
            before.flagged - before.right,
            after.right
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn said(interval: Interval) -> String {
    if interval.all == 0 {
        return "unknown (0 judged)".to_owned();
    }
    format!(
        "{:.0} % ({} of {}; 95 %: {:.0} to {:.0})",
        interval.share * 100.0,
        interval.right,
        interval.all,
        interval.low * 100.0,
        interval.high * 100.0
    )
}

/// A query on one line, cut when it is long.
fn short(query: &str) -> String {
    let line = query.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
