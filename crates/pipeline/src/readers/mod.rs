//! The readers of the log: each goes from its checkpoint to the end, batch by batch, and keeps what it made
//! and its new checkpoint in one transaction.

mod index;
mod watch;
mod window;

pub use index::IndexReader;
pub use watch::{FLAGS, WatchReader};
pub use window::LogWindow;

use langnghe_model::Seq;

use crate::{
    PipelineError,
    progress::{Event, Progress, Stop},
};

/// How many log entries are worked on at a time: enough to make transactions and commits rare, few enough
/// to stop soon and to keep memory small (about 2 MB of text, 25 MB with its tokens).
const BATCH: usize = 500;

/// What one call of a reader did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Advanced {
    /// Log entries read.
    pub entries: u64,
    /// Flags raised (by the watching reader).
    pub flags: u64,
}

/// Runs the readers until each has reached the end of the log, or a stop is asked for.
///
/// They run side by side: watching is held up by nothing that indexing does.
pub async fn catch_up(
    watch: &mut WatchReader<'_>,
    index: &mut IndexReader<'_>,
    progress: &dyn Progress,
    stop: &Stop,
) -> Result<Advanced, PipelineError> {
    let (watched, indexed) = tokio::join!(
        watch.catch_up(progress, stop),
        index.catch_up(progress, stop)
    );
    let mut advanced = watched?;
    advanced.entries = advanced.entries.max(indexed?.entries);
    Ok(advanced)
}

fn report(progress: &dyn Progress, reader: &'static str, at: Seq, end: Seq) {
    progress.report(Event::ReaderAdvanced {
        reader,
        at: at.0,
        end: end.0,
    });
}
