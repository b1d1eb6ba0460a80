//! `langnghe extract`: what the parser makes of one document.

use std::process::ExitCode;

use jiff::Timestamp;
use langnghe_model::{ChannelKind, Entry};
use langnghe_pipeline::{
    Configuration, canonical_url,
    extract::{self, Article, Extract, List, Origin, Subject},
};

use super::{open, read_input, source_by_id};
use crate::{
    cli::{Cli, ExtractArgs, KindArg},
    exit::BadUse,
    output::{Output, local},
};

/// Entries and left-out paragraphs that are shown unless all are asked for.
const SHOWN: usize = 15;

/// Characters of a line that are shown.
const WIDTH: usize = 110;

pub(crate) async fn run(
    cli: &Cli,
    args: &ExtractArgs,
    output: &mut Output,
) -> anyhow::Result<ExitCode> {
    // A file is looked at without opening the store: it may be on another machine than the program's home.
    let configuration = Configuration::read_over(&cli.config, &[])?;
    let source = args
        .source
        .as_ref()
        .map(|id| source_by_id(&configuration, id))
        .transpose()?;
    let subject = subject(cli, args).await?;
    let kind = args.kind.map(|kind| match kind {
        KindArg::Feed => ChannelKind::Feed,
        KindArg::Sitemap => ChannelKind::Sitemap,
        KindArg::Listing => ChannelKind::Listing,
        KindArg::Article => ChannelKind::Page,
    });
    let extract = extract::extract(&subject, &configuration, kind, source, Timestamp::now())?;
    if output.is_json() {
        output.object(&extract)?;
        return Ok(ExitCode::SUCCESS);
    }
    let shown = if args.all { usize::MAX } else { SHOWN };
    match &extract {
        Extract::Feed(list) => show_list("feed", list, shown, output)?,
        Extract::Sitemap(list) => show_list("sitemap", list, shown, output)?,
        Extract::Listing(list) => show_list("listing", list, shown, output)?,
        Extract::Article(article) => show_article(article, shown, output)?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn subject(cli: &Cli, args: &ExtractArgs) -> anyhow::Result<Subject> {
    let name = &args.document;
    if name.contains("://") {
        if args.url.is_some() || args.content_type.is_some() {
            return Err(BadUse(
                "--url and --content-type are for files: an address brings its own".to_owned(),
            )
            .into());
        }
        let url = canonical_url(name, None)
            .ok_or_else(|| BadUse(format!("\"{name}\" is no http address")))?;
        return Ok(extract::fetch(&open(cli).await?, &url).await?);
    }
    let bytes = read_input(name)?;
    let url = match &args.url {
        Some(url) => canonical_url(url, None)
            .ok_or_else(|| BadUse(format!("\"{url}\" is no http address")))?,
        // Nothing real: relative links have to start somewhere.
        None => "http://file.invalid/".to_owned(),
    };
    Ok(Subject {
        bytes,
        content_type: args.content_type.clone(),
        url,
    })
}

fn show_list(kind: &str, list: &List, shown: usize, output: &mut Output) -> anyhow::Result<()> {
    let head = output.strong(&format!("{kind}  {}", list.url));
    output.line(head)?;
    if let Some(title) = &list.title {
        output.line(format!("title     {}", clip(title)))?;
    }
    output.line(format!("entries   {}", list.entries.len()))?;
    for child in &list.children {
        output.line(format!("names     {}", child.url))?;
    }
    notes(&list.notes, output)?;
    for entry in list.entries.iter().take(shown) {
        show_entry(entry, output)?;
    }
    more(list.entries.len(), shown, "entries", output)
}

fn show_entry(entry: &Entry, output: &mut Output) -> anyhow::Result<()> {
    output.line("")?;
    output.line(clip(entry.title.as_deref().unwrap_or("(no title)")))?;
    output.line(format!("    {}", entry.url))?;
    let mut facts = Vec::new();
    if let Some(at) = entry.published {
        facts.push(format!("published {}", local(at)));
    }
    if let Some(at) = entry.updated {
        facts.push(format!("updated {}", local(at)));
    }
    if let Some(section) = &entry.section {
        facts.push(format!("section {section}"));
    }
    for (what, text) in [("summary", &entry.summary), ("content", &entry.content)] {
        if let Some(text) = text {
            facts.push(format!("{what} of {} characters", text.chars().count()));
        }
    }
    if let Some(id) = &entry.id {
        facts.push(format!("id {}", clip(id)));
    }
    output.line(format!("    {}", facts.join(", ")))?;
    Ok(())
}

fn show_article(article: &Article, shown: usize, output: &mut Output) -> anyhow::Result<()> {
    let read = &article.article;
    let origins = &read.origins;
    let head = output.strong(&format!("article  {}", article.url));
    output.line(head)?;
    output.line(match (&article.source, article.selectors.from) {
        (Some(source), Some(from)) => format!("source     {source}, its layout from {from}"),
        (Some(source), None) => format!("source     {source}"),
        (None, _) => "source     none of sources.toml".to_owned(),
    })?;
    let size = format!(
        "{} paragraphs, {} characters",
        read.text.body.lines().count(),
        read.text.body.chars().count()
    );
    let said = |text: &str| (!text.is_empty()).then(|| clip(text));
    for (part, value, origin) in [
        ("title", said(&read.text.title), origins.title),
        ("lead", said(&read.text.lead), origins.lead),
        ("body", said(&read.text.body).map(|_| size), origins.body),
        ("published", read.published.map(local), origins.published),
        ("modified", read.modified.map(local), origins.modified),
        ("canonical", read.canonical.clone(), origins.canonical),
    ] {
        output.line(match value {
            Some(value) => {
                format!(
                    "{part:<9}  {value}  [{}]",
                    origin.map_or_else(String::new, from)
                )
            }
            None => format!("{part:<9}  -"),
        })?;
    }
    output.line(format!(
        "section    {}",
        read.section.as_deref().unwrap_or("-")
    ))?;
    output.line(format!(
        "credit     {}",
        read.credit.as_deref().unwrap_or("-")
    ))?;
    output.line(format!("confidence {} of 100", read.confidence))?;
    notes(&article.notes, output)?;
    if !read.text.lead.is_empty() {
        output.line("")?;
        output.line(&read.text.lead)?;
    }
    if !read.text.body.is_empty() {
        output.line("")?;
        output.line(&read.text.body)?;
    }
    output.line("")?;
    let head = output.strong(&format!("left out: {} paragraphs", article.left_out.len()));
    output.line(head)?;
    for line in article.left_out.iter().take(shown) {
        output.line(format!("  {}", clip(line)))?;
    }
    more(article.left_out.len(), shown, "paragraphs", output)
}

fn from(origin: Origin) -> String {
    format!("from: {origin}")
}

fn notes(notes: &[String], output: &mut Output) -> anyhow::Result<()> {
    for note in notes {
        output.line(format!("odd: {note}"))?;
    }
    Ok(())
}

fn more(all: usize, shown: usize, what: &str, output: &mut Output) -> anyhow::Result<()> {
    if all > shown {
        output.line(format!("  … {} more {what}: --all shows them", all - shown))?;
    }
    Ok(())
}

/// A text in one line of bearable length.
fn clip(text: &str) -> String {
    let line = text.replace('\n', " ");
    match line.char_indices().nth(WIDTH) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
