//! What differs between the engines.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use std::fmt::Write as _;

use sqlx::{AnyConnection, Connection, Executor};

/// Connects once, to learn at once what is wrong when something is: a pool asks again and again until its time is
/// over, and then knows only that.
async fn probe(address: &str, settings: &'static str) -> Result<(), sqlx::Error> {
    let mut connection = AnyConnection::connect(address).await?;
    connection.execute(settings).await?;
    connection.close().await
}

/// The database behind a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file on this machine.
    Sqlite,
    /// A server, for several machines.
    Postgres,
}

impl Engine {
    /// The engine an address asks for.
    pub(crate) fn of(url: &str) -> Option<Self> {
        if url.starts_with("sqlite:") {
            Some(Self::Sqlite)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Some(Self::Postgres)
        } else {
            None
        }
    }

    /// Begins a transaction that will write. SQLite takes the write lock at once: a transaction that began
    /// by reading could not take it later without failing.
    pub(crate) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => sqlite::BEGIN,
            Self::Postgres => postgres::BEGIN,
        }
    }

    /// Writes `count` placeholders, with commas between, for the values from number `from` (counted from 0) on;
    /// for statements whose placeholders are all written by this, in order.
    ///
    /// SQLite takes `$1` too, but for a name, and looks names up one by one: with hundreds of them in a statement
    /// that takes longer than the statement itself.
    pub(crate) fn placeholders(self, sql: &mut String, from: usize, count: usize) {
        for number in from..from + count {
            if number > from {
                sql.push(',');
            }
            match self {
                Self::Sqlite => sql.push('?'),
                // Writing to a String cannot fail.
                Self::Postgres => drop(write!(sql, "${}", number + 1)),
            }
        }
    }

    /// What a transaction does first to be the only one that writes until it ends.
    pub(crate) fn write_lock(self) -> Option<&'static str> {
        match self {
            // The write lock taken by BEGIN is all that is needed.
            Self::Sqlite => None,
            Self::Postgres => Some(postgres::WRITE_LOCK),
        }
    }

    /// A quick check of the database's own health; its answer is one row that says "ok".
    pub(crate) fn health(self) -> &'static str {
        match self {
            Self::Sqlite => sqlite::HEALTH,
            Self::Postgres => postgres::HEALTH,
        }
    }
}
