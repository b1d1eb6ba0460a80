//! `langnghe search`: ask the index.

use std::process::ExitCode;

use jiff::civil::Date;
use langnghe_model::{PlaceId, SourceId, TopicId};
use langnghe_pipeline::{
    App, PipelineError, canonical_url,
    search::{
        Answer, Found, MOST_STRETCHES, Question, Share, Sort, Spread, Step, Stretch, like, search,
        spread,
    },
    work,
};
use serde::Serialize;

use crate::{
    cli::{SearchArgs, SortArg, StepArg},
    exit::BadUse,
    output::{Output, local_by},
};

/// The longest bar, in characters.
const BAR: usize = 50;

/// One line of the answer in JSON.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    found: &'a Found,
    /// On the last line, when the answer goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<&'a str>,
}

/// An article like another, in JSON.
#[derive(Serialize)]
struct Alike<'a> {
    #[serde(flatten)]
    found: &'a Found,
    /// The words all of them were looked for by.
    words: &'a [String],
}

pub(crate) async fn run(
    app: &App,
    args: &SearchArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    let question = question(args)?;
    let index = work::index_for_search(app).await?;
    if args.facets {
        show_facets(&spread(app, &index, &question).await?, output)?;
    } else if let Some(step) = args.over_time {
        let spread = spread(app, &index, &question).await?;
        let stretches = spread.over_time(step.into(), MOST_STRETCHES).ok_or_else(|| {
            let days = (spread.days.first(), spread.days.last());
            let day = |share: Option<&Share<Date>>| share.map_or_else(String::new, |share| share.id.to_string());
            BadUse(format!(
                "there are articles from {} to {}, more than {MOST_STRETCHES} lines: take a longer step, or --from and --to",
                day(days.0),
                day(days.1)
            ))
        })?;
        show_stretches(&stretches, spread.total, output)?;
    } else if let Some(address) = &args.like {
        show_alike(app, &index, &question, address, output).await?;
    } else {
        let answer = search(app, &index, &question).await?;
        show_answer(&answer, &question, output)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn show_answer(answer: &Answer, question: &Question, output: &mut Output) -> anyhow::Result<()> {
    if output.is_json() {
        for (number, found) in (1..).zip(&answer.found) {
            let next = answer
                .next
                .as_deref()
                .filter(|_| number == answer.found.len());
            output.object(&Line { found, next })?;
        }
        return Ok(());
    }
    for (number, found) in answer.found.iter().enumerate() {
        // Behind a cursor nothing is known of how many came before.
        let number = match question.after {
            None => format!("{}.", question.offset + number + 1),
            Some(_) => "-".to_owned(),
        };
        show_found(&number, found, output)?;
    }
    let shown = answer.found.len();
    output.line(totals(
        answer.total,
        shown,
        answer.copies,
        answer.copies_among,
    ))?;
    if answer.newer > 0 {
        output.line(format!(
            "{} new since this answer began (leave --after out to see them)",
            answer.newer
        ))?;
    }
    if let Some(next) = &answer.next {
        output.line(format!("more: --after {next}"))?;
    }
    if let Some(loose) = answer.with_any_marks {
        output.line(format!("with any marks: {loose} (add --any-marks)"))?;
    }
    if let Some(meant) = &answer.did_you_mean {
        output.line(format!("did you mean: {meant}"))?;
    }
    Ok(())
}

/// How many articles there are, how many of them are shown, and how many are copies: of all, or of the first `among`.
fn totals(total: usize, shown: usize, copies: usize, among: Option<usize>) -> String {
    let told = match (copies, among) {
        (0, _) => String::new(),
        (copies, Some(first)) => format!(", copies among the first {first}: {copies}"),
        (1, None) => ", 1 of them a copy".to_owned(),
        (copies, None) => format!(", {copies} of them copies"),
    };
    match total {
        0 => "nothing found: try fewer words, or without marks".to_owned(),
        total if shown < total - copies => format!("{shown} of {total} articles shown{told}"),
        1 => "1 article".to_owned(),
        total => format!("{total} articles{told}"),
    }
}

fn show_found(number: &str, found: &Found, output: &mut Output) -> anyhow::Result<()> {
    let (open, close) = output.mark();
    let title = output.strong(&found.headline.marked(open, close));
    output.line(format!("{number} {title}"))?;
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
    for copy in &found.copies {
        let time = local_by(copy.published, copy.time_basis);
        output.line(format!("   copy: {}  {time}  {}", copy.source, copy.url))?;
    }
    if found.copy_count > found.copies.len() {
        let more = found.copy_count - found.copies.len();
        output.line(format!("   copies: {more} more"))?;
    }
    Ok(())
}

async fn show_alike(
    app: &App,
    index: &langnghe_pipeline::Index,
    question: &Question,
    address: &str,
    output: &mut Output,
) -> anyhow::Result<()> {
    let address = canonical_url(address, None)
        .ok_or_else(|| BadUse(format!("\"{address}\" is not an http or https address")))?;
    let article = app.store.article_by_url(&address).await?;
    let article = article.ok_or_else(|| PipelineError::Unknown {
        what: "article",
        id: address,
        remedy: "\"langnghe search\" shows addresses".to_owned(),
    })?;
    let alike = like(app, index, question, article).await?;
    if output.is_json() {
        for found in &alike.found {
            let words = &alike.words;
            output.object(&Alike { found, words })?;
        }
        return Ok(());
    }
    for (number, found) in (1..).zip(&alike.found) {
        show_found(&format!("{number}."), found, output)?;
    }
    let words = alike.words.join(", ");
    output.line(if words.is_empty() {
        "nothing to look for: no word of the article stands in others, or all do".to_owned()
    } else if alike.found.is_empty() {
        format!("nothing like it; looked for: {words}")
    } else {
        format!("looked for: {words}")
    })?;
    Ok(())
}

/// Prints how many articles there are over time.
fn show_stretches(stretches: &[Stretch], total: usize, output: &mut Output) -> anyhow::Result<()> {
    if output.is_json() {
        for stretch in stretches {
            output.object(stretch)?;
        }
        return Ok(());
    }
    let most = stretches.iter().map(|one| one.articles).max().unwrap_or(0);
    let digits = most.to_string().len();
    for Stretch { from, to, articles } in stretches {
        // What is there is seen, however little.
        let bar = "#".repeat((articles * BAR).div_ceil(most.max(1)));
        let to = if from == to {
            String::new()
        } else {
            format!(" to {to}")
        };
        let line = format!("{from}{to}  {articles:>digits$}  {bar}");
        output.line(line.trim_end())?;
    }
    output.line(counted(total))?;
    Ok(())
}

fn counted(articles: usize) -> String {
    match articles {
        1 => "1 article".to_owned(),
        total => format!("{total} articles"),
    }
}

/// Prints how an answer spreads.
fn show_facets(spread: &Spread, output: &mut Output) -> anyhow::Result<()> {
    fn rows<Id: ToString>(shares: &[Share<Id>]) -> Vec<Vec<String>> {
        let row = |share: &Share<Id>| vec![share.id.to_string(), share.articles.to_string()];
        shares.iter().map(row).collect()
    }
    if output.is_json() {
        output.object(spread)?;
        return Ok(());
    }
    for (name, rows) in [
        ("source", rows(&spread.sources)),
        ("section", rows(&spread.sections)),
        ("topic", rows(&spread.topics)),
        ("place", rows(&spread.places)),
        ("day", rows(&spread.days)),
    ] {
        if !rows.is_empty() {
            output.table(&[name, "articles"], &rows)?;
            output.line("")?;
        }
    }
    output.line(counted(spread.total))?;
    Ok(())
}

impl From<StepArg> for Step {
    fn from(step: StepArg) -> Self {
        match step {
            StepArg::Day => Self::Day,
            StepArg::Week => Self::Week,
            StepArg::Month => Self::Month,
            StepArg::Year => Self::Year,
        }
    }
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
        section: args.section.clone(),
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
        fold: !args.copies,
        after: args.after.clone(),
        ..Question::new(args.query.join(" "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_and_copies_are_counted_in_words() {
        assert_eq!(totals(1, 1, 0, None), "1 article");
        assert_eq!(totals(3, 2, 1, None), "3 articles, 1 of them a copy");
        assert_eq!(
            totals(30, 20, 4, None),
            "20 of 30 articles shown, 4 of them copies"
        );
        assert_eq!(
            totals(5000, 20, 4, Some(100)),
            "20 of 5000 articles shown, copies among the first 100: 4"
        );
        assert!(totals(0, 0, 0, None).starts_with("nothing found"));
    }
}
