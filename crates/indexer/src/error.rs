//! What can go wrong with the index.

use std::{
    io::{Error as IoError, ErrorKind},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use tantivy::{
    TantivyError,
    directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError},
};

/// The index could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The folder holds other things.
    #[error(
        "{dir} holds {file}, which is no part of an index: name an empty folder as storage.index"
    )]
    ForeignFiles {
        /// The folder.
        dir: String,
        /// One of the things.
        file: String,
    },
    /// The folder cannot be used.
    #[error("the index folder {dir}: {error}")]
    Folder {
        /// The folder.
        dir: String,
        /// Why.
        error: IoError,
    },
    /// Another process writes this index.
    #[error("another process is writing the index in {dir}: stop it first")]
    Locked {
        /// The folder.
        dir: String,
    },
    /// The disk is full.
    #[error(
        "the disk is full: the index in {dir} stays as it was at its last commit; free some space and go on"
    )]
    DiskFull {
        /// The folder.
        dir: String,
    },
    /// A filter asks for something that is not kept.
    #[error("\"{name}:{value}\" cannot be asked for; {name} can be {known}")]
    UnknownFilter {
        /// The filter.
        name: &'static str,
        /// What was asked.
        value: String,
        /// What can be asked.
        known: &'static str,
    },
    /// A cursor was made for another question, or by nobody.
    #[error("this is not where the answer to this question goes on; ask again without it")]
    OtherCursor,
    /// What was read back is not what was written.
    #[error(
        "the index in {dir} is damaged ({what}): delete the folder, and it is built again from the store"
    )]
    Damaged {
        /// The folder.
        dir: String,
        /// What is wrong.
        what: String,
    },
    /// Anything else tantivy said.
    #[error("the index in {dir}: {error}")]
    Tantivy {
        /// The folder.
        dir: String,
        /// What it said.
        error: TantivyError,
    },
}

impl IndexError {
    /// Turns tantivy's error into one that says what to do.
    pub(crate) fn of(dir: &Path, error: TantivyError) -> Self {
        let in_dir = dir.display().to_string();
        if is_disk_full(&error) {
            return Self::DiskFull { dir: in_dir };
        }
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::Locked { dir: in_dir },
            error => Self::Tantivy { dir: in_dir, error },
        }
    }

    /// The same for an error of the file system.
    pub(crate) fn folder(dir: &Path, error: IoError) -> Self {
        let dir = dir.display().to_string();
        if is_full(&error) {
            return Self::DiskFull { dir };
        }
        Self::Folder { dir, error }
    }
}

fn is_full(error: &IoError) -> bool {
    matches!(
        error.kind(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded
    )
}

fn is_disk_full(error: &TantivyError) -> bool {
    if let Some(error) = system_error(error) {
        return is_full(error);
    }
    // Some of tantivy's parts hand on only the error's text: what the operating system calls it, or the library.
    let text = error.to_string();
    [
        "os error 28",
        "os error 122",
        "no storage space",
        "StorageFull",
    ]
    .iter()
    .any(|said| text.contains(said))
}

/// The error of the file system behind tantivy's, if that is what it is.
fn system_error(error: &TantivyError) -> Option<&IoError> {
    match error {
        TantivyError::IoError(error)
        | TantivyError::OpenReadError(OpenReadError::IoError {
            io_error: error, ..
        })
        | TantivyError::OpenWriteError(OpenWriteError::IoError {
            io_error: error, ..
        })
        | TantivyError::OpenDirectoryError(
            OpenDirectoryError::IoError {
                io_error: error, ..
            }
            | OpenDirectoryError::FailedToCreateTempDir(error),
        )
        | TantivyError::LockFailure(LockError::IoError(error), _) => Some(error),
        _ => None,
    }
}

/// Whether an error on opening tells of the index, not of the machine: a file that may not be read, or too many
/// open ones, are no reason to throw an index away.
pub(crate) fn is_damage(error: &TantivyError) -> bool {
    match error {
        TantivyError::LockFailure(..) | TantivyError::SystemError(_) | TantivyError::Poisoned => {
            false
        }
        error => system_error(error).is_none_or(|error| {
            // What tantivy itself found wrong in a file carries no number of the operating system's.
            error.raw_os_error().is_none() || error.kind() == ErrorKind::NotFound
        }),
    }
}

/// Reads an index. Tantivy answers some damage with a panic; its text comes back as the error. Nothing that
/// `read` has changed may be used afterwards.
pub(crate) fn guarded<T>(read: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
            .unwrap_or_else(|| "its content makes no sense".to_owned())
    })
}
