//! What can go wrong at the desk.

use langnghe_indexer::IndexError;
use langnghe_query::ParseError;
use langnghe_store::StoreError;
use langnghe_watch::CompileError;

/// Why something could not be worked out.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A topic cannot be compiled.
    #[error(transparent)]
    Topic(#[from] CompileError),
    /// A query cannot be read.
    #[error(transparent)]
    Query(#[from] ParseError),
    /// The work was cut off.
    #[error("the work was cut off: {0}")]
    CutOff(#[from] tokio::task::JoinError),
}
