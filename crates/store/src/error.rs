//! What can go wrong with the store.

/// The store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address names no engine.
    #[error("\"{0}\" is no database: write sqlite:PATH or postgres://USER@HOST/NAME")]
    Address(String),
    /// The database's folder cannot be made.
    #[error("the folder {folder} for the database cannot be made: {error}")]
    Folder {
        /// The folder.
        folder: String,
        /// Why.
        error: std::io::Error,
    },
    /// The database cannot be opened.
    #[error("the database {url} cannot be opened: {error}; {remedy}")]
    Open {
        /// Its address, without a password.
        url: String,
        /// Why.
        error: sqlx::Error,
        /// What to look at.
        remedy: &'static str,
    },
    /// The database was made by a later version.
    #[error(
        "the database has schema {found}, newer than this program's {known}: install the newer version of langnghe again"
    )]
    Newer {
        /// The version found.
        found: i64,
        /// The version this program knows.
        known: i64,
    },
    /// The schema could not be brought up to date.
    #[error("bringing the database's schema up to date: {0}")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    /// The disk, or the quota, is full.
    #[error(
        "the disk is full: nothing was lost, but nothing can be added until there is room; free some space and start again"
    )]
    DiskFull,
    /// The disk does not take or give what the database asks.
    #[error(
        "the disk refused the database's work ({0}): check that it is there, healthy, writable and within its quota"
    )]
    Disk(#[source] sqlx::Error),
    /// The database's file is no database, or its content is broken.
    #[error(
        "the database's file is damaged or no database ({0}): put back the last backup, and look for what is wrong with the disk"
    )]
    Corrupt(#[source] sqlx::Error),
    /// Another process holds the database's write lock for too long.
    #[error(
        "the database was locked for too long by another process that writes; stop it, or try again"
    )]
    Locked,
    /// No connection came free in time.
    #[error(
        "the database gave no connection in time: check that its server runs, and that nothing holds it up"
    )]
    NoConnection,
    /// There is no such thing.
    #[error("there is no {what} {id} in the database")]
    Missing {
        /// Kind of thing.
        what: &'static str,
        /// Its id.
        id: i64,
    },
    /// A reader's checkpoint would have moved backwards.
    #[error(
        "the reader \"{reader}\" is already at {at}, and cannot go back to {upto} without a replay"
    )]
    Backwards {
        /// The reader.
        reader: String,
        /// Where it stands.
        at: i64,
        /// Where it was to be put.
        upto: i64,
    },
    /// A row does not hold what this program writes.
    #[error("{what} in the database cannot be read: {value}")]
    Damaged {
        /// Which value.
        what: &'static str,
        /// What stands there.
        value: String,
    },
    /// Anything else the database said.
    #[error("the database: {0}")]
    Database(#[source] sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let code = match &error {
            sqlx::Error::PoolTimedOut => return Self::NoConnection,
            sqlx::Error::Database(database) => database.code().map(|code| code.to_string()),
            _ => None,
        };
        match code.as_deref().map_or(Kind::Other, Kind::of) {
            Kind::Full => Self::DiskFull,
            Kind::Disk => Self::Disk(error),
            Kind::Corrupt => Self::Corrupt(error),
            Kind::Locked => Self::Locked,
            Kind::Other => Self::Database(error),
        }
    }
}

/// The kinds of errors that a user can do something about.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Full,
    Disk,
    Corrupt,
    Locked,
    Other,
}

impl Kind {
    /// Sorts an engine's code: PostgreSQL's are SQLSTATEs of five signs, SQLite's are numbers whose last byte
    /// says what happened and whose first ones say where.
    fn of(code: &str) -> Self {
        if code.len() == 5 {
            return match code {
                // disk_full
                "53100" => Self::Full,
                // io_error
                "58030" => Self::Disk,
                // data_corrupted, index_corrupted
                "XX001" | "XX002" => Self::Corrupt,
                // lock_not_available, deadlock_detected
                "55P03" | "40P01" => Self::Locked,
                _ => Self::Other,
            };
        }
        let Ok(code) = code.parse::<u32>() else {
            return Self::Other;
        };
        match code & 0xff {
            // SQLITE_FULL
            13 => Self::Full,
            // SQLITE_IOERR_SHMSIZE: the file that readers and writer share could not grow.
            _ if code == 0x130a => Self::Full,
            // SQLITE_READONLY, SQLITE_IOERR
            8 | 10 => Self::Disk,
            // SQLITE_CORRUPT, SQLITE_NOTADB
            11 | 26 => Self::Corrupt,
            // SQLITE_BUSY, SQLITE_LOCKED
            5 | 6 => Self::Locked,
            _ => Self::Other,
        }
    }
}

/// A database's address as it may be shown: `postgres://user:…@host/name`.
pub(crate) fn without_password(url: &str) -> String {
    let (address, query) = match url.split_once('?') {
        Some((address, query)) => (address, Some(query)),
        None => (url, None),
    };
    let mut shown = without_login_password(address);
    if let Some(query) = query {
        for (number, pair) in query.split('&').enumerate() {
            shown.push(if number == 0 { '?' } else { '&' });
            match pair.split_once('=') {
                Some((name, _)) if name.contains("password") => {
                    shown.push_str(name);
                    shown.push_str("=…");
                }
                _ => shown.push_str(pair),
            }
        }
    }
    shown
}

fn without_login_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let Some((login, host)) = rest.rsplit_once('@') else {
        return address.to_owned();
    };
    match login.split_once(':') {
        Some((user, _)) => format!("{scheme}://{user}:…@{host}"),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_shown_without_their_password() {
        let check = |url: &str, shown: &str| assert_eq!(without_password(url), shown);
        check("postgres://a:b:c@h/d", "postgres://a:…@h/d");
        check("postgres://a:b@c@h/d", "postgres://a:…@h/d");
        check("postgres://a@h/d", "postgres://a@h/d");
        check(
            "postgres://h/d?sslmode=require&password=b",
            "postgres://h/d?sslmode=require&password=…",
        );
        check("sqlite:x.db", "sqlite:x.db");
    }

    #[test]
    fn codes_of_both_engines_are_told_apart() {
        let check = |code: &str, kind: Kind| assert_eq!(Kind::of(code), kind, "{code}");
        check("13", Kind::Full);
        check("4874", Kind::Full);
        check("53100", Kind::Full);
        check("778", Kind::Disk);
        check("1032", Kind::Disk);
        check("5", Kind::Locked);
        check("517", Kind::Locked);
        check("55P03", Kind::Locked);
        check("267", Kind::Corrupt);
        check("26", Kind::Corrupt);
        // A SQLSTATE whose last byte would read as "locked", and broken constraints of both.
        check("22021", Kind::Other);
        check("23505", Kind::Other);
        check("1555", Kind::Other);
    }
}
