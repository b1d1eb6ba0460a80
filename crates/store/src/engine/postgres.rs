//! PostgreSQL: a server, for several machines.

use std::time::Duration;

use sqlx::{AnyPool, Executor, any::AnyPoolOptions};

use super::probe;
use crate::{StoreError, error::without_password};

/// The isolation is named, because a server may have another one as its default: with a snapshot taken before
/// the lock was granted, the last sequence number would be read as it was before.
pub(crate) const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";
pub(crate) const HEALTH: &str = "SELECT 'ok'";

/// The number is arbitrary ("LN" and a version) and must only be the same everywhere.
pub(crate) const WRITE_LOCK: &str = "SELECT pg_advisory_xact_lock(1280180225)";

/// Connections of one process.
const CONNECTIONS: u32 = 6;

/// Set on every connection: whoever waits for the lock gives up where SQLite would, and says so.
const SETTINGS: &str = "SET lock_timeout = '30s'";

/// Connects. Reads and writes share the pool: the server keeps them apart.
pub(crate) async fn open(url: &str) -> Result<(AnyPool, AnyPool), StoreError> {
    let failed = |error| match StoreError::from(error) {
        StoreError::Database(error) => StoreError::Open {
            url: without_password(url),
            error,
            remedy: "check that the server runs, and the user, password and name of the database",
        },
        told => told,
    };
    probe(url, SETTINGS).await.map_err(failed)?;
    let pool = AnyPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(Duration::from_secs(30))
        .after_connect(|connection, _| {
            Box::pin(async move {
                connection.execute(SETTINGS).await?;
                Ok(())
            })
        })
        .connect_lazy(url)
        .map_err(failed)?;
    Ok((pool.clone(), pool))
}
