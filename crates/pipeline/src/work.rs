//! The jobs that a command or a service starts: they put collection, import and the readers together, and see
//! to it that only one process runs the readers.

use std::{path::PathBuf, time::Duration};

use jiff::SignedDuration;
use langnghe_fetcher::Fetcher;
use langnghe_indexer::{Index, OpenState};
use langnghe_model::Seq;
use langnghe_store::Store;
use serde::Serialize;

use crate::{
    App, PipelineError,
    clock::Clock,
    collect::{self, RoundSummary, Which},
    import::{self, ImportSummary},
    progress::{Progress, Stop},
    readers::{self, Advanced, FLAGS, IndexReader, LogWindow, WatchReader},
    reparse::{self, ReparseSummary, Wanted},
};

/// The name of the lease that lets one process run the readers.
const LEASE: &str = "readers";

/// A lease not renewed for this long belongs to nobody: its process is gone.
const LEASE_TIME: SignedDuration = SignedDuration::from_secs(60);

/// How often it is renewed.
const RENEW_EVERY: Duration = Duration::from_secs(15);

/// The right to run the readers. It is renewed until it is released or its process ends.
pub struct Lease {
    store: Store,
    owner: String,
    renewing: tokio::task::JoinHandle<()>,
}

impl Lease {
    /// Takes the lease, or `None` when another process holds it.
    async fn take(app: &App) -> Result<Option<Self>, PipelineError> {
        let owner = owner();
        // The lease guards real processes, so it goes by the machine's clock even when the press's is told.
        let clock = Clock::System;
        let store = &app.store;
        let mut taken = store
            .acquire_lease(LEASE, &owner, clock.now(), LEASE_TIME)
            .await?;
        if !taken
            && let Some(other) = store.lease_owner(LEASE).await?
            && is_gone(&other)
        {
            // It was killed on this machine: no need to wait until its lease runs out.
            store.release_lease(LEASE, &other).await?;
            taken = store
                .acquire_lease(LEASE, &owner, clock.now(), LEASE_TIME)
                .await?;
        }
        if !taken {
            return Ok(None);
        }
        let (store, name) = (app.store.clone(), owner.clone());
        let renewing = tokio::spawn(async move {
            loop {
                tokio::time::sleep(RENEW_EVERY).await;
                if let Err(error) = store
                    .acquire_lease(LEASE, &name, clock.now(), LEASE_TIME)
                    .await
                {
                    tracing::warn!("the right to run the readers could not be renewed: {error}");
                }
            }
        });
        Ok(Some(Self {
            store: app.store.clone(),
            owner,
            renewing,
        }))
    }

    /// Gives it back.
    pub async fn release(self) -> Result<(), PipelineError> {
        self.renewing.abort();
        Ok(self.store.release_lease(LEASE, &self.owner).await?)
    }
}

/// Who this process is, over all machines that share a store.
fn owner() -> String {
    format!("process {} on {}", std::process::id(), machine())
}

/// One of several owners in this process.
pub(crate) fn numbered_owner(number: u64) -> String {
    format!("process {}.{number} on {}", std::process::id(), machine())
}

/// Identifies this machine since its last start, where the system tells (Linux).
fn machine() -> String {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .map_or_else(|_| "this machine".to_owned(), |id| id.trim().to_owned())
}

/// Whether the owner of a lease or claim was a process of this machine that runs no more.
pub(crate) fn is_gone(owner: &str) -> bool {
    let Some((pid, on)) = owner
        .strip_prefix("process ")
        .and_then(|rest| rest.split_once(" on "))
    else {
        return false;
    };
    let pid = pid.split_once('.').map_or(pid, |(pid, _)| pid);
    let processes = std::path::Path::new("/proc");
    on == machine() && processes.join("self").exists() && !processes.join(pid).exists()
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.renewing.abort();
    }
}

/// What a round of collection and the readers after it did.
#[derive(Debug, Clone, Serialize)]
pub struct Fetched {
    /// The round.
    #[serde(flatten)]
    pub round: RoundSummary,
    /// Flags raised.
    pub flags: u64,
    /// Whether the readers ran here; otherwise another process does it.
    #[serde(skip)]
    pub readers_ran: bool,
}

/// What an import and the readers after it did.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The import.
    pub import: ImportSummary,
    /// Flags raised.
    pub flags: u64,
    /// Whether the readers ran here; otherwise another process does it.
    pub readers_ran: bool,
}

/// What reading kept pages again and the readers after it did.
#[derive(Debug, Clone)]
pub struct Reparsed {
    /// The pages.
    pub summary: ReparseSummary,
    /// Whether the readers ran here; otherwise another process does it.
    pub readers_ran: bool,
}

/// What is built again from the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replay {
    /// The flags.
    Flags,
    /// The index.
    Index,
}

/// What a replay did.
#[derive(Debug, Clone, Copy)]
pub struct Replayed {
    /// How far the reader went.
    pub advanced: Advanced,
    /// Searchable documents now.
    pub documents: u64,
}

/// A fetcher as the configuration asks for.
///
/// # Errors
/// [`PipelineError::NoContact`] when a source lies outside this machine and no contact is set: the
/// press must be able to reach whoever reads it.
pub fn fetcher(app: &App) -> Result<Fetcher, PipelineError> {
    let configuration = app.configuration();
    let leaves = configuration
        .sources
        .iter()
        .filter(|source| !source.disabled)
        .flat_map(|source| &source.channels)
        .any(|channel| !is_local(&channel.url));
    if leaves && app.settings.fetch.contact.trim().is_empty() {
        return Err(PipelineError::NoContact);
    }
    Ok(Fetcher::new(app.fetch_settings())?)
}

/// Whether an address is on this machine.
fn is_local(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    })
}

/// One round of collection; then the readers, unless another process runs them.
pub async fn fetch(
    app: &App,
    which: &Which,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Fetched, PipelineError> {
    let fetcher = fetcher(app)?;
    activate_topics(app).await?;
    let round = collect::collect(app, &fetcher, which, progress, stop).await?;
    let advanced = read_on(app, progress, stop).await?;
    Ok(Fetched {
        round,
        flags: advanced.map_or(0, |advanced| advanced.flags),
        readers_ran: advanced.is_some(),
    })
}

/// An archive into the log, with the readers at work beside it unless another process runs them.
pub async fn import(
    app: &App,
    files: &[PathBuf],
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Imported, PipelineError> {
    activate_topics(app).await?;
    let Some(lease) = Lease::take(app).await? else {
        let import = import::import(app, files, None, progress, stop).await?;
        return Ok(Imported {
            import,
            flags: 0,
            readers_ran: false,
        });
    };
    let result = import_and_read(app, files, progress, stop).await;
    lease.release().await?;
    let (import, flags) = result?;
    Ok(Imported {
        import,
        flags,
        readers_ran: true,
    })
}

async fn import_and_read(
    app: &App,
    files: &[PathBuf],
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<(ImportSummary, u64), PipelineError> {
    let index = open_index(app).await?;
    let log = LogWindow::new(app);
    let mut watch = WatchReader::new(&log);
    let indexing = IndexReader::new(&log, index)?;
    // The readers must see the whole archive even when the import was asked to stop.
    let to_the_end = Stop::default();
    let appending = Stop::default();
    let indexed = indexing.taken();
    let import = async {
        let result = import::import(app, files, Some(indexed), progress, stop).await;
        appending.request();
        result
    };
    let watching = async {
        let mut flags = 0;
        loop {
            let ended = appending.requested();
            flags += watch.catch_up(progress, &to_the_end).await?.flags;
            if ended {
                return Ok::<u64, PipelineError>(flags);
            }
            pause(&appending).await;
        }
    };
    let filling = async {
        // Its own, so that the import waits no longer for one that has failed.
        let mut indexing = indexing;
        while !appending.requested() {
            indexing.take_in(progress, &to_the_end).await?;
            pause(&appending).await;
        }
        indexing.catch_up(progress, &to_the_end).await
    };
    let (import, flags, filled) = tokio::join!(import, watching, filling);
    filled?;
    Ok((import?, flags?))
}

/// A reader that has caught up waits a moment for more.
async fn pause(appending: &Stop) {
    tokio::select! {
        () = appending.wait() => {}
        () = tokio::time::sleep(Duration::from_millis(20)) => {}
    }
}

/// Kept pages read again; then the readers, unless another process runs them.
pub async fn reparse(
    app: &App,
    wanted: &Wanted,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Reparsed, PipelineError> {
    let summary = reparse::reparse(app, wanted, progress, stop).await?;
    let readers_ran = if wanted.dry_run {
        true
    } else {
        activate_topics(app).await?;
        read_on(app, progress, stop).await?.is_some()
    };
    Ok(Reparsed {
        summary,
        readers_ran,
    })
}

/// Runs the readers to the end of the log; `None` when another process does.
async fn read_on(
    app: &App,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Option<Advanced>, PipelineError> {
    let Some(lease) = Lease::take(app).await? else {
        return Ok(None);
    };
    let result = async {
        let index = open_index(app).await?;
        let log = LogWindow::new(app);
        let mut watch = WatchReader::new(&log);
        let mut indexing = IndexReader::new(&log, index)?;
        readers::catch_up(&mut watch, &mut indexing, progress, stop).await
    }
    .await;
    lease.release().await?;
    result.map(Some)
}

/// Builds flags or index again from the log.
///
/// # Errors
/// [`PipelineError::Busy`] while another process runs the readers.
pub async fn replay(
    app: &App,
    what: Replay,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Replayed, PipelineError> {
    let Some(lease) = Lease::take(app).await? else {
        return Err(PipelineError::Busy);
    };
    let result = async {
        activate_topics(app).await?;
        let index = match what {
            Replay::Flags => {
                app.store.restart_flags(FLAGS).await?;
                open_index(app).await?
            }
            Replay::Index => {
                let index = open_index(app).await?;
                index.clear()?;
                index
            }
        };
        let log = LogWindow::new(app);
        let mut watch = WatchReader::new(&log);
        let mut indexing = IndexReader::new(&log, index.clone())?;
        let watched = watch.catch_up(progress, stop).await?;
        let indexed = indexing.catch_up(progress, stop).await?;
        let advanced = match what {
            Replay::Flags => watched,
            Replay::Index => indexed,
        };
        Ok(Replayed {
            advanced,
            documents: index.documents(),
        })
    }
    .await;
    lease.release().await?;
    result
}

/// Makes the configured topics the active ones, from the end of the log on.
pub async fn activate_topics(app: &App) -> Result<bool, PipelineError> {
    let configuration = app.configuration();
    let changed = app
        .store
        .activate_topics(&configuration.topics, app.clock.now(), |topic| {
            langnghe_config::topic_file_owner(app.folder(), topic)
                .unwrap_or_else(|| "configuration".to_owned())
        })
        .await?;
    Ok(changed)
}

/// The index with the right to write it, for a process that goes on running the readers.
///
/// # Errors
/// [`PipelineError::Busy`] while another process runs them.
pub async fn open_to_write(app: &App) -> Result<(Index, Lease), PipelineError> {
    let Some(lease) = Lease::take(app).await? else {
        return Err(PipelineError::Busy);
    };
    match open_index(app).await {
        Ok(index) => Ok((index, lease)),
        Err(error) => {
            lease.release().await?;
            Err(error)
        }
    }
}

/// The index to search in. When it is missing or behind and no other process runs the readers, it is brought
/// up to date first.
///
/// # Errors
/// [`PipelineError::Busy`] while another process is building the first index.
pub async fn index_for_search(app: &App) -> Result<Index, PipelineError> {
    let last = app.store.last_seq().await?;
    let found = read_index(app, last).await?;
    if let Some(index) = &found
        && index.checkpoint() >= last
    {
        return Ok(index.clone());
    }
    let Some(lease) = Lease::take(app).await? else {
        return found.ok_or(PipelineError::Busy);
    };
    let result = async {
        let index = open_index(app).await?;
        let log = LogWindow::new(app);
        let mut indexing = IndexReader::new(&log, index.clone())?;
        indexing
            .catch_up(&crate::progress::Quiet, &Stop::default())
            .await?;
        Ok(index)
    }
    .await;
    lease.release().await?;
    result
}

async fn read_index(app: &App, last: Seq) -> Result<Option<Index>, PipelineError> {
    let (folder, epoch) = (
        app.settings.storage.index.clone(),
        app.store.epoch().to_owned(),
    );
    Ok(
        tokio::task::spawn_blocking(move || Index::open_to_read(&folder, &epoch, last))
            .await
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))?,
    )
}

async fn open_index(app: &App) -> Result<Index, PipelineError> {
    let (folder, epoch) = (
        app.settings.storage.index.clone(),
        app.store.epoch().to_owned(),
    );
    let last: Seq = app.store.last_seq().await?;
    let opened = tokio::task::spawn_blocking(move || Index::open(&folder, &epoch, last))
        .await
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))?;
    if let OpenState::Rebuild { why } = &opened.state {
        tracing::info!("the index is built again from the log: {why}");
    }
    Ok(opened.index)
}
