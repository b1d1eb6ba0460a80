//! Opening a store: engine, schema, epoch; and the small settings kept in it.

use std::time::{Duration, Instant};

use sqlx::{
    Any, AnyPool, SqlSafeStr, Transaction,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};

use crate::{
    StoreError,
    engine::{Engine, postgres, sqlite},
    error::without_password,
    sql::get,
};

/// The schema's steps, in order. A step that was released is never edited; a change is a new step.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "first", include_str!("../migrations/0001_first.sql")),
    (
        2,
        "channel memory",
        include_str!("../migrations/0002_channel_memory.sql"),
    ),
    (3, "sites", include_str!("../migrations/0003_sites.sql")),
    (
        20,
        "failure class",
        include_str!("../migrations/0020_failure_class.sql"),
    ),
    (
        21,
        "sections",
        include_str!("../migrations/0021_sections.sql"),
    ),
];

/// An open store. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Store {
    engine: Engine,
    pub(crate) writer: AnyPool,
    pub(crate) readers: AnyPool,
    epoch: String,
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…`, makes what is missing and brings the schema up to date.
    ///
    /// # Errors
    /// The address names no engine, the database cannot be opened, or a later version made it.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let engine = Engine::of(url).ok_or_else(|| StoreError::Address(without_password(url)))?;
        let begun = Instant::now();
        loop {
            match Self::open_as(engine, url).await {
                Err(StoreError::Locked) if begun.elapsed() < PATIENCE => {
                    tokio::time::sleep(PAUSE).await;
                }
                done => return done,
            }
        }
    }

    async fn open_as(engine: Engine, url: &str) -> Result<Self, StoreError> {
        let (writer, readers) = match engine {
            Engine::Sqlite => sqlite::open(url).await?,
            Engine::Postgres => postgres::open(url).await?,
        };
        migrate(&writer).await?;
        let epoch = epoch(&writer).await?;
        Ok(Self {
            engine,
            writer,
            readers,
            epoch,
        })
    }

    /// The database behind it.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Identifies this log: an index built from another one does not belong to it.
    pub fn epoch(&self) -> &str {
        &self.epoch
    }

    /// A small value kept under a name.
    pub async fn setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let row = sqlx::query("SELECT value FROM meta WHERE key = $1")
            .bind(format!("setting.{key}"))
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| get(&row, 0)).transpose()
    }

    /// Keeps a small value under a name.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        sqlx::query("INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
            .bind(format!("setting.{key}"))
            .bind(value.to_owned())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// A transaction that will write. Others that write, here or in another process, wait until it ends: so the
    /// order of sequence numbers is the order of commits, and an id computed from the last one is free.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Any>, StoreError> {
        let mut transaction = self.writer.begin_with(self.engine.begin()).await?;
        if let Some(lock) = self.engine.write_lock() {
            sqlx::query(lock).execute(&mut *transaction).await?;
        }
        Ok(transaction)
    }
}

fn migrations(upto: i64) -> Vec<Migration> {
    MIGRATIONS
        .iter()
        .filter(|(version, _, _)| *version <= upto)
        .map(|(version, name, sql)| {
            Migration::new(
                *version,
                (*name).into(),
                MigrationType::Simple,
                sql.into_sql_str(),
                false,
            )
        })
        .collect()
}

/// How long opening is tried while another process is in the way. SQLite waits by itself, except where two that
/// make the same new file each hold what the other needs to change it to WAL: it refuses one of them at once.
const PATIENCE: Duration = Duration::from_secs(30);

/// The pause between two tries.
const PAUSE: Duration = Duration::from_millis(20);

/// How often bringing up the schema is tried: on SQLite two processes that open a new file at the same moment
/// both find it empty, and the one that comes second must look again.
const MIGRATE_TRIES: u32 = 5;

async fn migrate(pool: &AnyPool) -> Result<(), StoreError> {
    let known = MIGRATIONS.last().map_or(0, |(version, _, _)| *version);
    let mut tries = 1;
    loop {
        let error = match Migrator::with_migrations(migrations(known)).run(pool).await {
            Ok(()) => return Ok(()),
            Err(MigrateError::VersionMissing(found)) => {
                return Err(StoreError::Newer { found, known });
            }
            Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => error,
            Err(error) => return Err(StoreError::Migrate(error)),
        };
        match StoreError::from(error) {
            error if tries == MIGRATE_TRIES => return Err(error),
            StoreError::Database(_) => tries += 1,
            error => return Err(error),
        }
    }
}

async fn epoch(pool: &AnyPool) -> Result<String, StoreError> {
    // Whoever comes first gives the name; the time and the process make it unlike any other.
    let fresh = format!(
        "{:x}-{:x}",
        jiff::Timestamp::now().as_nanosecond(),
        std::process::id()
    );
    sqlx::query("INSERT INTO meta (key, value) VALUES ('epoch', $1) ON CONFLICT (key) DO NOTHING")
        .bind(fresh)
        .execute(pool)
        .await?;
    let row = sqlx::query("SELECT value FROM meta WHERE key = 'epoch'")
        .fetch_one(pool)
        .await?;
    get(&row, 0)
}
