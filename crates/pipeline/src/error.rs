//! What can go wrong in the pipeline.

use langnghe_fetcher::FetchError;
use langnghe_indexer::IndexError;
use langnghe_model::Diagnostics;
use langnghe_store::StoreError;
use langnghe_watch::CompileError;

/// Why a step of the pipeline could not be done.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The configuration has faults.
    #[error(transparent)]
    Configuration(#[from] Diagnostics),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Kept pages could not be read.
    #[error(transparent)]
    Kept(#[from] langnghe_store::KeptError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The fetcher could not be made.
    #[error(transparent)]
    Fetcher(#[from] FetchError),
    /// A topic kept in the store cannot be compiled by this version.
    #[error("compiling the active topics")]
    Topics(#[from] CompileError),
    /// A batch was cut off while it had the index's writer.
    #[error("the index's writer was lost when its work was cut off; start the program again")]
    IndexWriterLost,
    /// Collection would leave this machine without saying who asks.
    #[error(
        "fetch.contact is not set, and the sources are not on this machine: write an e-mail address or a page of your office into [fetch] contact in langnghe.toml (or set LANGNGHE_FETCH__CONTACT), so that a newspaper's administrator can reach you"
    )]
    NoContact,
    /// Another process runs the readers here.
    #[error(
        "another langnghe process is running here: stop it first (a process that was killed is forgotten after a minute)"
    )]
    Busy,
    /// Something asked for does not exist.
    #[error("there is no {what} \"{id}\"; {remedy}")]
    Unknown {
        /// Kind of thing.
        what: &'static str,
        /// What was asked for.
        id: String,
        /// What to do.
        remedy: String,
    },
    /// A query could not be read.
    #[error(transparent)]
    Query(#[from] langnghe_query::ParseError),
    /// An answer was to go on where it does not.
    #[error(
        "\"{0}\" is no place at which this answer goes on: it was cut short, or belongs to another question; ask again without it"
    )]
    Cursor(String),
    /// A file given by the user could not be read.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// A digest could not be rendered.
    #[error("making the digest")]
    Digest(#[from] langnghe_digest::DigestError),
}
