//! `langnghe search`: ask the index.

use std::process::ExitCode;

use langnghe_model::{PlaceId, SourceId, TopicId};
use langnghe_pipeline::{
    App,
    search::{Question, Share, Sort, Spread, search, spread},
    work,
};

use crate::{
    cli::{SearchArgs, SortArg},
    exit::BadUse,
    output::{Output, local_by},
};

pub(crate) async fn run(
    app: &App,
    args: &SearchArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let question = question(args)?;
    let index = work::index_for_search(app).await?;
    if args.facets {
        return show(&spread(app, &index, &question).await?, output);
    }
    let answer = search(app, &index, &question).await?;
    if output.is_json() {
        for found in &answer.found {
            output.object(found)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let (open, close) = output.mark();
    for (number, found) in answer.found.iter().enumerate() {
        let title = output.strong(&found.headline.marked(open, close));
        output.line(format!("{}. {title}", question.offset + number + 1))?;
        let topics: Vec<&str> = found.topics.iter().map(TopicId::as_str).collect();
        let flagged = if topics.is_empty() {
            String::new()
        } else {
            format!("  [{}]", topics.join(", "))
        };
        output.line(format!(
            "   {}  {}{flagged}",
            found.source,
            local_by(found.published, found.time_basis)
        ))?;
        output.line(format!("   {}", found.passage.marked(open, close)))?;
        output.line(format!("   {}", found.url))?;
    }
    output.line(match (answer.total, answer.found.len()) {
        (0, _) => "nothing found: try fewer words, or without marks".to_owned(),
        (total, shown) if shown < total => format!("{shown} of {total} articles shown"),
        (1, _) => "1 article".to_owned(),
        (total, _) => format!("{total} articles"),
    })?;
    if let Some(loose) = answer.with_any_marks {
        output.line(format!("with any marks: {loose} (add --any-marks)"))?;
    }
    if let Some(meant) = answer.did_you_mean {
        output.line(format!("did you mean: {meant}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints how an answer spreads.
fn show(spread: &Spread, output: &mut Output) -> anyhow::Result<ExitCode> {
    fn rows<Id: ToString>(shares: &[Share<Id>]) -> Vec<Vec<String>> {
        let row = |share: &Share<Id>| vec![share.id.to_string(), share.articles.to_string()];
        shares.iter().map(row).collect()
    }
    if output.is_json() {
        output.object(spread)?;
        return Ok(ExitCode::SUCCESS);
    }
    for (name, rows) in [
        ("source", rows(&spread.sources)),
        ("topic", rows(&spread.topics)),
        ("place", rows(&spread.places)),
        ("day", rows(&spread.days)),
    ] {
        if !rows.is_empty() {
            output.table(&[name, "articles"], &rows)?;
            output.line("")?;
        }
    }
    output.line(match spread.total {
        1 => "1 article".to_owned(),
        total => format!("{total} articles"),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn question(args: &SearchArgs) -> Result<Question, BadUse> {
    let id = |error: langnghe_model::InvalidId| BadUse(error.to_string());
    Ok(Question {
        from: args.from,
        to: args.to,
        source: args
            .source
            .as_deref()
            .map(str::parse::<SourceId>)
            .transpose()
            .map_err(id)?,
        topic: args
            .topic
            .as_deref()
            .map(str::parse::<TopicId>)
            .transpose()
            .map_err(id)?,
        place: args
            .place
            .as_deref()
            .map(str::parse::<PlaceId>)
            .transpose()
            .map_err(id)?,
        sort: match args.sort {
            SortArg::Relevance => Sort::Relevance,
            SortArg::Time => Sort::Newest,
        },
        limit: args.limit,
        offset: args.offset,
        any_marks: args.any_marks,
        ..Question::new(args.query.join(" "))
    })
}
