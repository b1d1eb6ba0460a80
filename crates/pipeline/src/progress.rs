//! What long work reports while it runs, and how it is asked to stop.

use std::sync::Arc;

use tokio::sync::watch;

/// One step of long work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A round of collection begins.
    RoundStarted {
        /// How many channels it will ask.
        channels: u64,
    },
    /// A channel was asked.
    ChannelPolled {
        /// The channel's address.
        channel: String,
        /// The outcome in words.
        result: String,
    },
    /// Article pages are waiting to be read.
    PagesWaiting {
        /// How many.
        pages: u64,
    },
    /// An article's page was read, or could not be.
    PageRead {
        /// Its address.
        url: String,
    },
    /// It was seen which pages a file of kept ones holds.
    KeptFileListed {
        /// Files done.
        done: u64,
        /// Files there are.
        of: u64,
    },
    /// A kept page was read again.
    PageReparsed {
        /// Pages done.
        done: u64,
        /// Pages there are.
        of: u64,
    },
    /// Part of an archive was appended.
    Imported {
        /// Bytes of the archive read so far.
        bytes: u64,
        /// Articles read so far.
        articles: u64,
    },
    /// A reader of the log moved on.
    ReaderAdvanced {
        /// Which reader.
        reader: &'static str,
        /// Where it stands now.
        at: i64,
        /// Where the log ends.
        end: i64,
    },
}

/// Something that shows progress: bars, or nothing.
pub trait Progress: Send + Sync {
    /// Called at each step; must return at once.
    fn report(&self, event: Event);
}

/// Shows nothing.
#[derive(Debug, Clone, Copy)]
pub struct Quiet;

impl Progress for Quiet {
    fn report(&self, _: Event) {}
}

/// A request to stop, seen by everything that holds a clone. Work ends at its next safe point.
#[derive(Debug, Clone)]
pub struct Stop {
    sender: Arc<watch::Sender<bool>>,
}

impl Default for Stop {
    fn default() -> Self {
        Self {
            sender: Arc::new(watch::Sender::new(false)),
        }
    }
}

impl Stop {
    /// Asks for the stop.
    pub fn request(&self) {
        self.sender.send_replace(true);
    }

    /// Whether a stop was asked for.
    pub fn requested(&self) -> bool {
        *self.sender.borrow()
    }

    /// Waits until a stop is asked for.
    pub async fn wait(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        let _ = self.sender.subscribe().wait_for(|stop| *stop).await;
    }
}
