//! `langnghe topics sample` and `recall`: how much of what is relevant a topic finds.

use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    io::Write as _,
    path::Path,
    process::ExitCode,
};

use anyhow::Context as _;
use langnghe_desk::{drawn, strata};
use langnghe_model::{ArticleId, Topic, Verdict};
use langnghe_pipeline::App;
use langnghe_watch::{Recall, Stratum, StratumCount};
use serde::Serialize;

use super::bench::{archive, article_of, heading, judgments, topic};
use crate::{
    cli::{RecallArgs, SampleArgs},
    exit::BadUse,
    output::Output,
};

/// An article of the sample.
#[derive(Serialize)]
struct Drawn<'a> {
    url: &'a str,
    stratum: Stratum,
    title: &'a str,
}

pub(super) async fn sample(
    app: &App,
    arguments: &SampleArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let topic = topic(app, &arguments.topic)?;
    let archive = archive(app).await?;
    let sample = drawn(&topic, &strata(&archive, &topic).await?, arguments.size);
    if sample.is_empty() {
        return Err(BadUse(
            "there is no article the topic is asked about: none of its days and places is in the archive".to_owned(),
        )
        .into());
    }
    let ids: Vec<ArticleId> = sample.iter().map(|(_, id)| *id).collect();
    let articles = app.store.articles(&ids).await?;
    let texts = app.store.latest_texts(&ids).await?;
    let urls: HashMap<ArticleId, &str> = articles.iter().map(|a| (a.id, a.url.as_str())).collect();
    let titles: HashMap<ArticleId, &str> = texts
        .iter()
        .map(|(id, _, text)| (*id, text.title.as_str()))
        .collect();
    let drawn = sample.iter().filter_map(|(stratum, id)| {
        Some(Drawn {
            url: urls.get(id)?,
            stratum: *stratum,
            title: titles.get(id).copied().unwrap_or_default(),
        })
    });
    if output.is_json() {
        for one in drawn {
            output.object(&one)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut list = String::from("url\tgrade\tstratum\ttitle\n");
    for one in drawn {
        let title = one.title.split_whitespace().collect::<Vec<_>>().join(" ");
        // Writing to a String cannot fail.
        let _ = writeln!(list, "{}\t\t{}\t{title}", one.url, one.stratum.name());
    }
    match &arguments.output {
        None => output.text(&list)?,
        Some(file) => {
            write_new(file, &list)?;
            output.line(format!(
                "{} articles written to {}; fill in the column \"grade\" (2 about the topic, 1 partly, 0 not), then run \"langnghe topics recall {} --judgments {}\"",
                sample.len(),
                file.display(),
                arguments.topic,
                file.display()
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Hours of judging may be in a file of that name.
fn write_new(file: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::File::create_new(file)
        .and_then(|mut created| created.write_all(text.as_bytes()))
        .with_context(|| {
            format!(
                "{} cannot be written; a file that is there already is not written over",
                file.display()
            )
        })
}

#[derive(Serialize)]
struct Estimated<'a> {
    topic: &'a str,
    revision: &'a str,
    strata: &'a [StratumCount],
    recall: Option<Recall>,
}

pub(super) async fn estimate(
    app: &App,
    arguments: &RecallArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let topic = topic(app, &arguments.topic)?;
    let archive = archive(app).await?;
    let strata = strata(&archive, &topic).await?;
    let judged = judged(app, &topic, &arguments.judgments, &strata).await?;
    let counts = Stratum::ALL.map(|stratum| {
        let of_stratum = |id: &ArticleId| strata.get(id) == Some(&stratum);
        let relevant = judged.iter().filter(|(id, _)| of_stratum(id));
        let relevant: Vec<bool> = relevant.map(|(_, relevant)| *relevant).collect();
        StratumCount {
            stratum,
            articles: strata.values().filter(|one| **one == stratum).count(),
            judged: relevant.len() as u32,
            relevant: relevant.iter().filter(|relevant| **relevant).count() as u32,
        }
    });
    let recall = langnghe_watch::recall(&counts);
    if output.is_json() {
        output.object(&Estimated {
            topic: topic.id.as_str(),
            revision: &topic.revision.0,
            strata: &counts,
            recall,
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    output.line(heading(&topic, judged.len()))?;
    let rows: Vec<Vec<String>> = counts
        .iter()
        .map(|one| {
            let numbers = [one.articles as u64, one.judged.into(), one.relevant.into()];
            std::iter::once(one.stratum.name().to_owned())
                .chain(numbers.map(|number| number.to_string()))
                .collect()
        })
        .collect();
    output.table(&["stratum", "articles", "judged", "relevant"], &rows)?;
    match recall {
        Some(recall) => output.line(format!(
            "recall {:.0} % (95 %: {:.0} to {:.0}): about {:.0} relevant articles found, {:.0} missed",
            recall.share * 100.0,
            recall.low * 100.0,
            recall.high * 100.0,
            recall.found,
            recall.missed
        ))?,
        None => output.line(
            "recall unknown: judge some articles of each stratum that has any, and at least one relevant one (\"topics sample\" draws them)",
        )?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether judged articles are relevant. Verdicts count for flagged articles only: those on others were given to what
/// somebody stumbled on, which is no random sample.
async fn judged(
    app: &App,
    topic: &Topic,
    file: &Path,
    strata: &BTreeMap<ArticleId, Stratum>,
) -> anyhow::Result<HashMap<ArticleId, bool>> {
    let mut judged: HashMap<ArticleId, bool> = app
        .store
        .judged(&topic.id)
        .await?
        .into_iter()
        .filter(|(id, _)| strata.get(id) == Some(&Stratum::Flagged))
        .map(|(id, verdict)| (id, verdict == Verdict::Relevant))
        .collect();
    for judgment in judgments(file, topic)? {
        let article = article_of(app, &judgment).await?;
        judged.insert(article.id, judgment.grade > 0);
    }
    judged.retain(|id, _| strata.contains_key(id));
    Ok(judged)
}
