//! `langnghe.toml`: the settings, their defaults, and what they must hold.

use std::{
    fmt,
    path::{Path, PathBuf},
    time::Duration,
};

use ipnet::IpNet;
use langnghe_model::{Diagnostic, Diagnostics};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    document::{Document, Step, collect},
    environment::Overrides,
    files::read_in,
    measure::{bytes, duration, durations},
};

/// The settings of the program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where things are kept.
    pub storage: StorageSettings,
    /// How the press is asked.
    pub fetch: FetchSettings,
    /// How often channels are asked.
    pub schedule: ScheduleSettings,
    /// The pages.
    pub web: WebSettings,
    /// The search index.
    pub index: IndexSettings,
    /// The log.
    pub log: LogSettings,
}

/// Where things are kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StorageSettings {
    /// The database: `sqlite:PATH` or `postgres://…`. May hold a password: show
    /// [`StorageSettings::database_shown`] instead.
    #[serde(deserialize_with = "values::database")]
    pub database: String,
    /// The folder of the search index.
    pub index: PathBuf,
    /// The folder of the pages' bytes, kept to be read again by better extraction.
    pub pages: PathBuf,
    /// How long they are kept, in whole days; less than a day keeps none.
    #[serde(with = "duration")]
    pub keep_pages: Duration,
}

/// How the press is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FetchSettings {
    /// How an editor reaches who runs this; goes into the User-Agent. Empty when not set.
    #[serde(deserialize_with = "values::contact")]
    pub contact: String,
    /// The least time between two requests to one host.
    #[serde(with = "duration")]
    pub gap: Duration,
    /// How many hosts are asked at the same time.
    #[serde(deserialize_with = "values::at_least_one")]
    pub concurrency: usize,
    /// How long connecting may take.
    #[serde(with = "duration")]
    pub connect_timeout: Duration,
    /// How long a whole request may take.
    #[serde(with = "duration")]
    pub timeout: Duration,
    /// The largest body read, in bytes after decompression.
    #[serde(with = "bytes")]
    pub max_body: usize,
    /// How many redirects are followed for one address.
    pub max_redirects: usize,
    /// The ports that are asked; in a network of `allow_private` every port is.
    #[serde(deserialize_with = "values::ports")]
    pub ports: Vec<u16>,
    /// Networks that are not public but may be asked.
    #[serde(with = "values::networks")]
    pub allow_private: Vec<IpNet>,
    /// When an article is looked at again, counted from when it was first seen.
    #[serde(with = "durations")]
    pub recheck: Vec<Duration>,
    /// The most article pages read from one source in a day.
    pub pages_per_source_per_day: u32,
}

/// How often channels are asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScheduleSettings {
    /// Never more often than this.
    #[serde(with = "duration")]
    pub minimum: Duration,
    /// Never more rarely than this.
    #[serde(with = "duration")]
    pub maximum: Duration,
}

/// The pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebSettings {
    /// The address and port they are served on.
    #[serde(deserialize_with = "values::listen")]
    pub listen: String,
}

/// The search index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct IndexSettings {
    /// The writer's memory in bytes, for all its threads together.
    #[serde(with = "bytes")]
    pub memory: usize,
    /// The writer's threads; if nothing is said, as many as there are processors, but at most 4.
    #[serde(deserialize_with = "values::at_least_one")]
    pub threads: usize,
}

/// The log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogSettings {
    /// Its form.
    pub format: LogFormat,
    /// The least important messages it shows.
    pub level: LogLevel,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One object a line.
    Json,
}

/// How much the log shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogLevel {
    /// What failed.
    Error,
    /// And what looks wrong.
    Warn,
    /// And what is done.
    #[default]
    Info,
    /// And how.
    Debug,
    /// Everything.
    Trace,
}

impl LogLevel {
    /// The name used in configuration, which is also the one of `tracing`.
    pub fn name(self) -> &'static str {
        match self {
            LogLevel::Error => "error",
            LogLevel::Warn => "warn",
            LogLevel::Info => "info",
            LogLevel::Debug => "debug",
            LogLevel::Trace => "trace",
        }
    }
}

impl StorageSettings {
    /// The database's address without a password and without options, for logs and pages.
    pub fn database_shown(&self) -> String {
        if self.database.starts_with("sqlite:") {
            return self.database.clone();
        }
        let Ok(mut url) = Url::parse(&self.database) else {
            return "an address that cannot be read".to_owned();
        };
        url.set_query(None);
        // Only an address without a host refuses a password, and that has none.
        let _ = url
            .password()
            .is_some()
            .then(|| url.set_password(Some("…")));
        url.to_string().replace("%E2%80%A6", "…")
    }
}

impl fmt::Debug for StorageSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StorageSettings")
            .field("database", &self.database_shown())
            .field("index", &self.index)
            .field("pages", &self.pages)
            .field("keep_pages", &self.keep_pages)
            .finish()
    }
}

impl Default for StorageSettings {
    fn default() -> Self {
        Self {
            database: "sqlite:../data/langnghe.db".to_owned(),
            index: "../index".into(),
            pages: "../data/pages".into(),
            keep_pages: Duration::from_hours(30 * 24),
        }
    }
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            contact: String::new(),
            gap: Duration::from_secs(5),
            concurrency: 16,
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            max_body: 10_000_000,
            max_redirects: 5,
            ports: vec![80, 443],
            allow_private: Vec::new(),
            recheck: [1, 6, 24, 7 * 24].map(Duration::from_hours).to_vec(),
            pages_per_source_per_day: 500,
        }
    }
}

impl Default for ScheduleSettings {
    fn default() -> Self {
        Self {
            minimum: Duration::from_mins(10),
            maximum: Duration::from_hours(24),
        }
    }
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
        }
    }
}

impl Default for IndexSettings {
    fn default() -> Self {
        Self {
            memory: 64_000_000,
            threads: std::thread::available_parallelism().map_or(1, |cores| cores.get().min(4)),
        }
    }
}

/// Reads `langnghe.toml` of the configuration folder and what `environment` overrides. Relative paths come
/// back joined to the folder.
pub fn load_settings(
    folder: &Path,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, Diagnostics> {
    let without = "put back the langnghe.toml that came with the program, or an empty file: then every key has its default";
    let (file, text) = read_in(folder, "langnghe.toml", without)?;
    let mut settings = parse_settings(&file, &text, environment)?;
    settings.storage.index = folder.join(&settings.storage.index);
    settings.storage.pages = folder.join(&settings.storage.pages);
    settings.storage.database = resolve_database(folder, &settings.storage.database);
    Ok(settings)
}

/// The settings as written, paths not yet joined to a folder.
fn parse_settings(
    file: &str,
    text: &str,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Settings, Diagnostics> {
    let document = Document::parse(file, text)?;
    let settings: Settings = document.read().map_err(collect)?;
    let (settings, overrides) = Overrides::apply(settings, environment)?;
    Diagnostics::check(check(&settings, &document, &overrides))?;
    Ok(settings)
}

/// What two settings together must hold.
fn check(settings: &Settings, document: &Document<'_>, overrides: &Overrides) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut fault = |section, key, message: &str, remedy: &str| {
        found.push(if let Some(variable) = overrides.variable(section, key) {
            Diagnostic::of_file("settings.bad-value", variable, message, remedy)
        } else {
            let byte = document.byte_of(&[Step::Key(section), Step::Key(key)]);
            document.at("settings.bad-value", byte, message, remedy)
        });
    };
    // The one that was set is the one to blame.
    let set = |section, key| {
        overrides.variable(section, key).is_some()
            || document.has(&[Step::Key(section), Step::Key(key)])
    };
    let schedule = &settings.schedule;
    if schedule.minimum.is_zero() {
        fault(
            "schedule",
            "minimum",
            "schedule.minimum is zero",
            "write at least a second; \"10m\" is the default",
        );
    }
    if schedule.minimum > schedule.maximum {
        let key = if set("schedule", "minimum") {
            "minimum"
        } else {
            "maximum"
        };
        let message = "schedule.minimum is longer than schedule.maximum";
        fault("schedule", key, message, "make the minimum the shorter one");
    }
    for (key, value) in [
        ("timeout", settings.fetch.timeout),
        ("connect_timeout", settings.fetch.connect_timeout),
    ] {
        if value.is_zero() {
            fault(
                "fetch",
                key,
                &format!("fetch.{key} is zero: every request would fail"),
                "write some seconds: \"30s\"",
            );
        }
    }
    if settings.fetch.max_body == 0 {
        fault(
            "fetch",
            "max_body",
            "fetch.max_body is zero: no page could be read",
            "write a size: \"10MB\"",
        );
    }
    let index = &settings.index;
    if index.memory / index.threads < MEMORY_PER_THREAD {
        let key = if set("index", "memory") {
            "memory"
        } else {
            "threads"
        };
        let message = format!(
            "{} bytes are too few for {} index threads",
            index.memory, index.threads
        );
        fault("index", key, &message, "give at least 15MB for each thread");
    }
    found
}

/// The least memory tantivy takes for one thread of its writer (its `MEMORY_BUDGET_NUM_BYTES_MIN`).
const MEMORY_PER_THREAD: usize = 15_000_000;

/// Joins a relative SQLite path to the folder.
fn resolve_database(folder: &Path, database: &str) -> String {
    let Some(rest) = database.strip_prefix("sqlite:") else {
        return database.to_owned();
    };
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (path, options) = rest.find('?').map_or((rest, ""), |at| rest.split_at(at));
    if path == ":memory:" || Path::new(path).is_absolute() {
        return database.to_owned();
    }
    // In an address these three have a meaning; what stood in the settings is written as an address already.
    let folder = folder
        .display()
        .to_string()
        .replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23");
    format!(
        "sqlite:{}{options}",
        Path::new(&folder).join(path).display()
    )
}

#[cfg(test)]
mod tests;
mod values;
