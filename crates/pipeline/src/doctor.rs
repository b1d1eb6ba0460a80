//! What is wrong here, and what to do about it.

use std::path::Path;

use jiff::Timestamp;
use langnghe_indexer::{Index, OpenState};
use serde::Serialize;

use crate::{App, Clock, PipelineError, app::Configuration, breakage::breakages};

/// Channels that failed this often in a row are worth a word.
const FAILING: u32 = 3;

/// How a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// As it should be.
    Good,
    /// Worth knowing.
    Note,
    /// To be mended.
    Fault,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How it weighs.
    pub severity: Severity,
    /// What was looked at.
    pub what: &'static str,
    /// How it is.
    pub state: String,
    /// What to do.
    pub remedy: Option<String>,
}

impl Finding {
    fn good(what: &'static str, state: impl Into<String>) -> Self {
        Self {
            severity: Severity::Good,
            what,
            state: state.into(),
            remedy: None,
        }
    }

    fn note(what: &'static str, state: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            severity: Severity::Note,
            what,
            state: state.into(),
            remedy: Some(remedy.into()),
        }
    }

    fn fault(what: &'static str, state: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            severity: Severity::Fault,
            what,
            state: state.into(),
            remedy: Some(remedy.into()),
        }
    }
}

/// Looks at configuration, store, index and collection. Never fails: what cannot be looked at is a finding.
pub async fn examine(
    folder: &Path,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Vec<Finding> {
    let mut findings = vec![configuration(folder)];
    match App::open(folder, environment, Clock::System).await {
        Ok(app) => {
            findings.push(contact(&app));
            findings.push(store(&app).await);
            findings.push(index(&app).await);
            match collection(&app).await {
                Ok(found) => findings.extend(found),
                Err(error) => findings.push(Finding::fault(
                    "collection",
                    error.to_string(),
                    "mend the store first",
                )),
            }
        }
        Err(PipelineError::Configuration(faults)) => {
            if findings[0].severity == Severity::Good {
                findings[0] = faulty(&faults);
            }
        }
        Err(error) => findings.push(Finding::fault(
            "store",
            error.to_string(),
            "check storage.database in langnghe.toml, and that its folder can be written",
        )),
    }
    findings
}

fn configuration(folder: &Path) -> Finding {
    match Configuration::read(folder) {
        Ok(configuration) => Finding::good(
            "configuration",
            format!(
                "{}: {} sources, {} topics, {} places",
                folder.display(),
                configuration.sources.len(),
                configuration.topics.len(),
                configuration.gazetteer.places().count()
            ),
        ),
        Err(faults) => faulty(&faults),
    }
}

fn faulty(faults: &langnghe_model::Diagnostics) -> Finding {
    Finding::fault(
        "configuration",
        faults.to_string(),
        "mend the files named above; a topic that was watched before goes on with its last good revision",
    )
}

fn contact(app: &App) -> Finding {
    if app.settings.fetch.contact.trim().is_empty() {
        Finding::note(
            "contact",
            "fetch.contact is not set: nothing outside this machine will be asked",
            "write an e-mail address or a page of your office into [fetch] contact in langnghe.toml",
        )
    } else {
        Finding::good("contact", app.settings.fetch.contact.clone())
    }
}

async fn store(app: &App) -> Finding {
    match app.store.check().await {
        Ok(check) if check.faults.is_empty() => match app.store.counts().await {
            Ok(counts) => Finding::good(
                "store",
                format!(
                    "{} articles, {} revisions, {} flags",
                    counts.articles, counts.revisions, counts.flags
                ),
            ),
            Err(error) => Finding::fault("store", error.to_string(), "restore the last backup"),
        },
        Ok(check) => Finding::fault("store", check.faults.join("; "), "restore the last backup"),
        Err(error) => Finding::fault(
            "store",
            error.to_string(),
            "check that the database can be reached and read",
        ),
    }
}

async fn index(app: &App) -> Finding {
    let last = match app.store.last_seq().await {
        Ok(last) => last,
        Err(error) => return Finding::fault("index", error.to_string(), "mend the store first"),
    };
    let folder = app.settings.storage.index.clone();
    let epoch = app.store.epoch().to_owned();
    let opened = tokio::task::spawn_blocking(move || Index::inspect(&folder, &epoch, last)).await;
    match opened {
        Ok(Ok((_, OpenState::Fresh))) => Finding::note(
            "index",
            "there is none yet",
            "nothing: it is built at the first start or search",
        ),
        Ok(Ok((_, OpenState::Rebuild { why }))) => Finding::note(
            "index",
            format!("{why}"),
            "nothing: it is built again at the next start; \"langnghe replay index\" does it now",
        ),
        Ok(Ok((checkpoint, OpenState::Current))) if checkpoint < last => Finding::note(
            "index",
            format!("{} log entries behind", last.0 - checkpoint.0),
            "nothing: the next start or search catches up",
        ),
        Ok(Ok((checkpoint, OpenState::Current))) => {
            Finding::good("index", format!("up to date with log entry {checkpoint}"))
        }
        Ok(Err(error)) => Finding::fault(
            "index",
            error.to_string(),
            "delete the index folder; it is built again from the store",
        ),
        Err(panic) => std::panic::resume_unwind(panic.into_panic()),
    }
}

async fn collection(app: &App) -> Result<Vec<Finding>, PipelineError> {
    let mut findings = Vec::new();
    let configuration = app.configuration();
    let states = app.store.channel_states().await?;
    let active: Vec<_> = configuration
        .sources
        .iter()
        .filter(|source| !source.disabled)
        .collect();
    let channels: usize = active.iter().map(|source| source.channels.len()).sum();
    let read = states
        .iter()
        .filter(|state| state.last_ok.is_some())
        .count();
    findings.push(if read == 0 {
        Finding::note(
            "collection",
            format!("none of {channels} channels was read yet"),
            "run \"langnghe fetch\" or \"langnghe serve\"",
        )
    } else {
        let last = states
            .iter()
            .filter_map(|state| state.last_ok)
            .max()
            .map(in_words);
        Finding::good(
            "collection",
            format!(
                "{read} of {channels} channels were read, last {}",
                last.unwrap_or_default()
            ),
        )
    });
    for state in states.iter().filter(|state| state.failures >= FAILING) {
        findings.push(Finding::note(
            "channel",
            format!(
                "{} failed {} times in a row, last: {}",
                state.channel,
                state.failures,
                state.last_result.as_deref().unwrap_or("unknown")
            ),
            "ask it with \"langnghe sources check SOURCE\"; mend its address in sources.toml, or set disabled = true",
        ));
    }
    for (source, found) in breakages(app).await? {
        findings.extend(found.into_iter().map(|one| {
            Finding::note(
                "extraction",
                format!("{source}: {one}"),
                format!(
                    "look at the example with \"langnghe extract URL\", correct [[source.article]] of {source} in sources.toml, then \"langnghe reparse {source}\""
                ),
            )
        }));
    }
    findings.push(kept(app));
    let queue = app.store.queue_counts().await?;
    if queue.given_up > 0 {
        findings.push(Finding::note(
            "pages",
            format!(
                "{} article pages were given up, last: {}",
                queue.given_up,
                queue.last_error.as_deref().unwrap_or("unknown")
            ),
            "the digest names them; nothing is lost but their text",
        ));
    }
    Ok(findings)
}

fn kept(app: &App) -> Finding {
    let what = "kept pages";
    match app.kept.size() {
        Ok(_) if !app.kept.keeps() => {
            Finding::good(what, "none: storage.keep_pages is shorter than a day")
        }
        Ok((_, None)) => Finding::good(what, "none yet"),
        Ok((bytes, Some(first))) => {
            Finding::good(what, format!("{:.1} MB since {first}", bytes as f64 / 1e6))
        }
        Err(error) => Finding::note(
            what,
            error.to_string(),
            "mend the folder: pages are not kept until then",
        ),
    }
}

fn in_words(at: Timestamp) -> String {
    jiff::tz::Offset::constant(7)
        .to_datetime(at)
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}
