//! SQLite: one file, one writer, a few readers.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{AnyPool, Connection, Executor, any::AnyPoolOptions};

use super::probe;
use crate::StoreError;

pub(crate) const BEGIN: &str = "BEGIN IMMEDIATE";
pub(crate) const HEALTH: &str = "PRAGMA quick_check(20)";

/// Connections that read beside the one that writes.
const READERS: u32 = 4;

/// Set on every connection. WAL lets readers go on while one writes; FULL syncs every commit to disk, so
/// that what was accepted survives a power cut. The time to wait comes first: it is needed for the rest. Pages
/// of 16 KB hold several articles each: measured, appending takes a third less time than with 4 KB.
const PRAGMAS: &str = "PRAGMA busy_timeout = 30000; PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;";

/// Opens the file, making it and its folder where they are missing. Returns writer and readers.
pub(crate) async fn open(url: &str) -> Result<(AnyPool, AnyPool), StoreError> {
    let file = file_of(url).ok_or_else(|| StoreError::Address(url.to_owned()))?;
    let address = address(&resolved(file)?).ok_or_else(|| StoreError::Address(url.to_owned()))?;
    let failed = |error| match StoreError::from(error) {
        StoreError::Database(error) => StoreError::Open {
            url: url.to_owned(),
            error,
            remedy: "check that the path is right, and that this user may read and write the file and its folder",
        },
        told => told,
    };
    probe(&address, PRAGMAS).await.map_err(failed)?;
    let pool = |connections: u32| {
        AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_mins(1))
            .test_before_acquire(false)
            .before_acquire(|connection, _| {
                Box::pin(async move {
                    // Waits for the rollback of a transaction that was dropped. After a full disk SQLite has rolled
                    // back already, and the driver, which fails to do so, thinks for ever that it has not: such a
                    // connection is replaced.
                    connection.ping().await?;
                    Ok(!connection.is_in_transaction())
                })
            })
            .idle_timeout(None)
            .max_lifetime(None)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    connection.execute(PRAGMAS).await?;
                    Ok(())
                })
            })
    };
    let writer = pool(1).connect_lazy(&address).map_err(failed)?;
    let readers = pool(READERS).connect_lazy(&address).map_err(failed)?;
    Ok((writer, readers))
}

/// The path in `sqlite:PATH` or `sqlite://PATH`. A database in memory would be another one for each connection,
/// and lost at the end, so it is no answer.
fn file_of(url: &str) -> Option<&str> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    (!path.is_empty() && path != ":memory:" && !path.ends_with('/')).then_some(path)
}

/// The file with its folder, made where it is missing, as the system knows it: the address's grammar would take
/// the first part of a relative path for a host, and shorten `..` without regard to links.
fn resolved(file: &str) -> Result<PathBuf, StoreError> {
    let file = Path::new(file);
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let failed = |error| StoreError::Folder {
        folder: folder.display().to_string(),
        error,
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let folder = folder.canonicalize().map_err(failed)?;
    Ok(file
        .file_name()
        .map_or(folder.clone(), |name| folder.join(name)))
}

/// An address that the driver reads back as exactly this path. `None` when the path is no UTF-8.
fn address(file: &Path) -> Option<String> {
    let mut address = String::from("sqlite://");
    for byte in file.to_str()?.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address.push_str("?mode=rwc");
    Some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_what_follows_the_scheme() {
        assert_eq!(file_of("sqlite:a/b.db"), Some("a/b.db"));
        assert_eq!(file_of("sqlite:///a/b.db"), Some("/a/b.db"));
        assert_eq!(file_of("sqlite:/a/b.db"), Some("/a/b.db"));
        for bad in ["sqlite:", "sqlite://", "sqlite::memory:", "sqlite:folder/"] {
            assert_eq!(file_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn signs_of_the_address_grammar_are_escaped() {
        assert_eq!(
            address(Path::new("/a b/100%?#é.db")).as_deref(),
            Some("sqlite:///a%20b/100%25%3F%23%C3%A9.db?mode=rwc")
        );
    }
}
