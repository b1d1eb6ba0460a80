//! Importing an archive: JSON Lines, one article a line.

use std::{
    collections::HashMap,
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use langnghe_model::{Entry, Extraction, RevisionKind, Seq, SourceId};
use langnghe_store::{NewArticle, Outcome};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::{mpsc, watch};

use crate::{
    App, PipelineError,
    app::Configuration,
    progress::{Event, Progress, Stop},
};

/// Articles appended in one transaction.
const BATCH: usize = 500;

/// Log entries by which appending may be ahead of the readers beside it.
const AHEAD: i64 = 2 * BATCH as i64;

/// Batches that may wait between the parsing thread and the store.
const WAITING: usize = 2;

/// The source of articles whose line names none.
const UNNAMED: &str = "imported";

/// One line of an archive. Anything but `url` and one of `title` and `text` may be null or missing.
#[derive(Debug, Deserialize)]
struct Line {
    url: String,
    source: Option<String>,
    title: Option<String>,
    summary: Option<String>,
    text: Option<String>,
    published: Option<String>,
    /// Of any type, since collections of news give lists here, too.
    section: Option<Value>,
    /// The name that collections of news have for it.
    category: Option<Value>,
}

impl Line {
    /// Of a list the first: what stands behind it is tags.
    fn section(&self) -> Option<String> {
        let first = |value: &Value| match value {
            Value::Array(list) => langnghe_parser::section(list.first()?.as_str()?),
            one => langnghe_parser::section(one.as_str()?),
        };
        let mut named = [&self.section, &self.category].into_iter().flatten();
        named.find_map(first)
    }
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ImportSummary {
    /// Lines read.
    pub entries: u64,
    /// New articles.
    pub articles: u64,
    /// New revisions of known articles.
    pub revisions: u64,
    /// Lines that brought nothing new.
    pub unchanged: u64,
    /// Lines that could not be read.
    pub failed: u64,
    /// The first of them, with file, line and reason.
    pub complaints: Vec<String>,
    /// Bytes of text appended.
    pub bytes: u64,
}

/// How many complaints a summary carries; the rest is counted.
const MAX_COMPLAINTS: usize = 20;

/// Appends the articles of `files` to the log. `-` is standard input.
///
/// Every imported article is *late*: it is listed and flagged, but never rung or put among today's news.
/// Reading an archive again adds nothing.
///
/// Where readers work beside it, `indexed` says how far the slowest has come: what is appended stays near it, so that
/// it is read once for all of them, and that little is left to do when the end is reached.
pub(crate) async fn import(
    app: &App,
    files: &[PathBuf],
    mut indexed: Option<watch::Receiver<Seq>>,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<ImportSummary, PipelineError> {
    let (sender, mut batches) = mpsc::channel::<Result<Batch, PipelineError>>(WAITING);
    let reader = ArchiveReader {
        sources: SourceNames::of(&app.configuration()),
        now: app.clock.now(),
        stop: stop.clone(),
    };
    let files = files.to_vec();
    let thread = tokio::task::spawn_blocking(move || reader.run(&files, &sender));

    let mut summary = ImportSummary::default();
    let mut last = Seq::START;
    while let Some(batch) = batches.recv().await {
        let batch = batch?;
        summary.entries += batch.lines;
        summary.failed += batch.complaints.len() as u64;
        let room = MAX_COMPLAINTS.saturating_sub(summary.complaints.len());
        summary
            .complaints
            .extend(batch.complaints.into_iter().take(room));
        summary.bytes += batch
            .articles
            .iter()
            .map(|new| (new.text.title.len() + new.text.lead.len() + new.text.body.len()) as u64)
            .sum::<u64>();
        if let Some(indexed) = &mut indexed {
            // An error says that the reader has failed: then there is nothing to wait for.
            let _ = indexed.wait_for(|at| last.0 - at.0 <= AHEAD).await;
        }
        for appended in app.store.append(&batch.articles, app.clock.now()).await? {
            match appended.outcome {
                Outcome::New => summary.articles += 1,
                Outcome::Revised(_) => summary.revisions += 1,
                Outcome::Unchanged => summary.unchanged += 1,
            }
            last = appended.seq.map_or(last, |seq| last.max(seq));
        }
        progress.report(Event::Imported {
            bytes: batch.bytes_read,
            articles: summary.entries,
        });
    }
    if let Err(panic) = thread.await {
        std::panic::resume_unwind(panic.into_panic());
    }
    Ok(summary)
}

/// A part of an archive, ready to be appended.
#[derive(Default)]
struct Batch {
    articles: Vec<NewArticle>,
    lines: u64,
    complaints: Vec<String>,
    /// Bytes of all archives read so far.
    bytes_read: u64,
}

/// Source ids by what an archive may call a source: its id, or the host of its front page.
struct SourceNames(HashMap<String, SourceId>);

impl SourceNames {
    fn of(configuration: &Configuration) -> Self {
        let mut names = HashMap::new();
        for source in &configuration.sources {
            names.insert(source.id.to_string(), source.id.clone());
            if let Some(host) = host(&source.homepage) {
                names.insert(host.to_owned(), source.id.clone());
            }
        }
        Self(names)
    }

    /// The configured source of that name, else one made from the name, else `imported`.
    fn id(&mut self, name: &str) -> SourceId {
        let name = name.trim().to_ascii_lowercase();
        let bare = name.strip_prefix("www.").unwrap_or(&name);
        if let Some(id) = self.0.get(bare) {
            return id.clone();
        }
        let slug = slug(bare);
        let id = slug
            .parse()
            .or_else(|_| UNNAMED.parse())
            .expect("\"imported\" is a valid id");
        self.0.insert(bare.to_owned(), SourceId::clone(&id));
        id
    }
}

fn host(url: &str) -> Option<&str> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', ':', '?', '#']).next()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

fn slug(name: &str) -> String {
    let letters: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    letters
        .split('-')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

struct ArchiveReader {
    sources: SourceNames,
    now: Timestamp,
    stop: Stop,
}

impl ArchiveReader {
    /// Reads the files and sends batches until the end, an error, a stop, or a receiver that is gone.
    fn run(mut self, files: &[PathBuf], sender: &mpsc::Sender<Result<Batch, PipelineError>>) {
        let mut bytes = 0;
        for file in files {
            let outcome = self.read_file(file, &mut bytes, sender);
            if let Err(error) = outcome {
                let error = PipelineError::File {
                    path: file.display().to_string(),
                    error,
                };
                // The receiver is gone only when the import was given up.
                let _ = sender.blocking_send(Err(error));
                return;
            }
        }
    }

    fn read_file(
        &mut self,
        file: &Path,
        bytes: &mut u64,
        sender: &mpsc::Sender<Result<Batch, PipelineError>>,
    ) -> std::io::Result<()> {
        let input: Box<dyn Read> = if file == Path::new("-") {
            Box::new(std::io::stdin())
        } else {
            Box::new(File::open(file)?)
        };
        let mut input = BufReader::with_capacity(1 << 18, input);
        let mut batch = Batch::default();
        let mut line = Vec::new();
        let mut number = 0_u64;
        loop {
            line.clear();
            let read = input.read_until(b'\n', &mut line)?;
            if read > 0 {
                number += 1;
                *bytes += read as u64;
                let content = line.trim_ascii();
                if !content.is_empty() {
                    batch.lines += 1;
                    match self.article(content) {
                        Ok(article) => batch.articles.push(article),
                        Err(reason) => batch
                            .complaints
                            .push(format!("{}:{number}: {reason}", file.display())),
                    }
                }
            }
            let ends = read == 0 || self.stop.requested();
            if batch.lines > 0 && (ends || batch.lines >= BATCH as u64) {
                batch.bytes_read = *bytes;
                if sender
                    .blocking_send(Ok(std::mem::take(&mut batch)))
                    .is_err()
                {
                    return Ok(());
                }
            }
            if ends {
                return Ok(());
            }
        }
    }

    fn article(&mut self, line: &[u8]) -> Result<NewArticle, String> {
        let line: Line = serde_json::from_slice(line)
            .map_err(|error| format!("not an article in JSON: {error}"))?;
        let url = langnghe_parser::canonical_url(&line.url, None)
            .ok_or_else(|| format!("\"{}\" is not an http or https address", line.url))?;
        let published = match line
            .published
            .as_deref()
            .map(str::trim)
            .filter(|date| !date.is_empty())
        {
            None => None,
            Some(date) => Some(langnghe_parser::parse_date(date, self.now).ok_or_else(|| {
                format!("published \"{date}\" is not a date; write it as 2026-11-24T08:30:00+07:00")
            })?),
        };
        let section = line.section();
        let entry = Entry {
            id: None,
            url: url.clone(),
            title: line.title,
            summary: line.summary,
            content: line.text,
            published,
            updated: None,
            section,
        };
        let parsed = langnghe_parser::article_from_entry(&entry, self.now)
            .map_err(|error| error.to_string())?;
        Ok(NewArticle {
            source: self.sources.id(line.source.as_deref().unwrap_or_default()),
            url,
            aliases: Vec::new(),
            text: parsed.value.text,
            published: parsed.value.published,
            section: parsed.value.section,
            way: Extraction::Import,
            confidence: 100,
            kind: RevisionKind::Published,
            seen: self.now,
            late: true,
            page: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_of_any_type_keeps_no_line_out() {
        for (more, expected) in [
            ("", None),
            (r#","category":"Du lịch""#, Some("Du lịch")),
            (r#","category":["Du lịch","Thác"]"#, Some("Du lịch")),
            (
                r#","section":"Văn hóa","category":"Du lịch""#,
                Some("Văn hóa"),
            ),
            (r#","section":5,"category":["Uncategorized","Thác"]"#, None),
        ] {
            let line = format!(r#"{{"url":"https://bao.example/1"{more}}}"#);
            let line: Line = serde_json::from_str(&line).unwrap();
            assert_eq!(line.section().as_deref(), expected, "{more}");
        }
    }

    #[test]
    fn source_names_become_ids() {
        let mut names = SourceNames(HashMap::from([(
            "baovidu.example".to_owned(),
            "bao-vi-du".parse().unwrap(),
        )]));
        assert_eq!(names.id("www.BaoViDu.example").as_str(), "bao-vi-du");
        assert_eq!(names.id("tin.example.vn").as_str(), "tin-example-vn");
        assert_eq!(names.id("").as_str(), UNNAMED);
        assert_eq!(names.id("Báo").as_str(), "b-o");
        assert_eq!(names.id("…").as_str(), UNNAMED);
    }
}
