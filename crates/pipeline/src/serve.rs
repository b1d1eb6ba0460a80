//! Everything, until stopped: collect what is due, keep the readers at the end of the log, take up changed
//! configuration.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

use langnghe_fetcher::Fetcher;
use langnghe_indexer::Index;

use crate::{
    App, PipelineError,
    blocking::blocking,
    breakage::breakages,
    collect::{self, Which},
    digest::local_day,
    progress::{Quiet, Stop},
    readers::{self, IndexReader, LogWindow, WatchReader},
    work::{self, Lease},
};

/// How often it is looked whether a channel or page is due.
const TICK: Duration = Duration::from_secs(5);

/// The longest wait of the readers when nothing wakes them: another process may have appended.
const READERS_TICK: Duration = Duration::from_secs(2);

/// Collects, watches and indexes until a stop is asked for.
pub async fn serve(
    app: &App,
    index: Index,
    lease: Lease,
    stop: &Stop,
) -> Result<(), PipelineError> {
    let fetcher = work::fetcher(app)?;
    work::activate_topics(app).await?;
    let appended = tokio::sync::Notify::new();
    let served = tokio::try_join!(
        collecting(app, &fetcher, &appended, stop),
        reading(app, index, &appended, stop),
    );
    // Whatever ended one of the two, the lease goes back before the error is told.
    lease.release().await?;
    served.map(|_| ())
}

/// Asks channels and reads pages as they fall due. Each site's channels go before its pages, so that a long queue of
/// them does not keep the channels from being asked.
async fn collecting(
    app: &App,
    fetcher: &Fetcher,
    appended: &tokio::sync::Notify,
    stop: &Stop,
) -> Result<(), PipelineError> {
    let mut day = None;
    while !stop.requested() {
        let today = local_day(app.clock.now());
        if day.replace(today) != Some(today) {
            forget_old_pages(app).await;
            warn_of_breakage(app).await?;
        }
        let round = collect::collect(app, fetcher, &Which::Due, &Quiet, stop).await?;
        if round.requests > 0 {
            tracing::info!(
                "{} channels asked: {} new articles, {} revisions, {} withdrawn, {} could not be read",
                round.channels,
                round.articles,
                round.revisions,
                round.withdrawn,
                round.failed
            );
        }
        if round.articles + round.revisions + round.withdrawn > 0 {
            appended.notify_one();
        }
        wait(TICK, stop).await;
    }
    Ok(())
}

/// Says once a day which sources are no longer read as they were.
async fn warn_of_breakage(app: &App) -> Result<(), PipelineError> {
    for (source, found) in breakages(app).await? {
        for one in found {
            tracing::warn!(source.id = %source, "{one}; see \"When pages are read badly\" in the operator guide");
        }
    }
    Ok(())
}

/// Deletes kept pages whose time is over, also when no new ones come.
async fn forget_old_pages(app: &App) {
    let (kept, now) = (Arc::clone(&app.kept), app.clock.now());
    match blocking(move || kept.expire(now)).await {
        Ok(0) => {}
        Ok(files) => tracing::info!("{files} files of kept pages are past their time and deleted"),
        Err(error) => tracing::warn!("old kept pages could not be deleted: {error}"),
    }
}

async fn reading(
    app: &App,
    index: Index,
    appended: &tokio::sync::Notify,
    stop: &Stop,
) -> Result<(), PipelineError> {
    let log = LogWindow::new(app);
    let mut watch = WatchReader::new(&log);
    let mut indexing = IndexReader::new(&log, index)?;
    let mut files = Stamp::of(app.folder());
    while !stop.requested() {
        let now = Stamp::of(app.folder());
        if now != files {
            files = now;
            take_up_changes(app, &mut watch).await?;
        }
        let advanced = readers::catch_up(&mut watch, &mut indexing, &Quiet, stop).await?;
        // For memory's sake, and because the places in it were found by the configuration of this round.
        log.forget();
        if advanced.flags > 0 {
            tracing::info!("{} new flags", advanced.flags);
        }
        tokio::select! {
            () = appended.notified() => {}
            () = wait(READERS_TICK, stop) => {}
        }
    }
    Ok(())
}

/// Reads changed files. What is broken is said, and the last good state goes on.
async fn take_up_changes(app: &App, watch: &mut WatchReader<'_>) -> Result<(), PipelineError> {
    match app.reload() {
        Ok(_) => {
            if work::activate_topics(app).await? {
                tracing::info!("changed topics are active from here on");
            }
            watch.topics_changed();
        }
        Err(faults) => tracing::error!(
            "the changed configuration is not used, the last good one goes on:\n{faults}"
        ),
    }
    Ok(())
}

async fn wait(time: Duration, stop: &Stop) {
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        () = stop.wait() => {}
    }
}

/// When the configuration's files were changed last, to notice that they were.
#[derive(PartialEq, Eq)]
struct Stamp(Vec<(std::path::PathBuf, Option<SystemTime>)>);

impl Stamp {
    fn of(folder: &Path) -> Self {
        let mut files = Vec::new();
        for folder in [folder.to_owned(), folder.join("topics")] {
            // A folder that cannot be listed just now shows as changed when it can be again.
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let changed = entry.metadata().and_then(|data| data.modified()).ok();
                files.push((entry.path(), changed));
            }
        }
        files.sort();
        Self(files)
    }
}
