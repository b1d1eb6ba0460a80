//! Databases for the tests, and short words for the things they put in.

use std::{
    error::Error,
    io::{BufRead, BufReader},
    os::unix::fs::MetadataExt as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use jiff::Timestamp;
use langnghe_model::{
    ArticleId, ArticleText, ChannelId, ChannelKind, Entry, Evidence, Extraction, Field, PlaceId,
    Priority, RevisionKind, Seq, SourceId, Term, Topic, TopicId, TopicRevision, Validity,
};
use langnghe_store::{ChannelState, NewArticle, NewFlag, NewPage, PollCount, RequestRow, Store};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

/// What a test comes to.
pub(crate) type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

/// An empty database of one test's own.
pub(crate) struct Database {
    /// Its address.
    pub(crate) url: String,
    /// Whether it is SQLite.
    pub(crate) is_sqlite: bool,
    _folder: Option<tempfile::TempDir>,
}

impl Database {
    pub(crate) fn sqlite() -> std::io::Result<Self> {
        let folder = tempfile::tempdir()?;
        Ok(Self {
            url: format!("sqlite:{}", folder.path().join("news.db").display()),
            is_sqlite: true,
            _folder: Some(folder),
        })
    }

    /// `None` where there is no PostgreSQL and none is asked for.
    pub(crate) async fn postgres() -> Result<Option<Self>, Box<dyn Error + Send + Sync>> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let Some(server) = server() else {
            return Ok(None);
        };
        let name = format!("test_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        sqlx::any::install_default_drivers();
        let mut connection = AnyConnection::connect(&server.url("postgres")).await?;
        sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .execute(&mut connection)
            .await?;
        connection.close().await?;
        Ok(Some(Self {
            url: server.url(&name),
            is_sqlite: false,
            _folder: None,
        }))
    }

    pub(crate) async fn open(&self) -> Result<Store, langnghe_store::StoreError> {
        Store::open(&self.url).await
    }

    /// Says something to the database behind the store's back.
    pub(crate) async fn say(&self, sql: &str) -> Result<(), sqlx::Error> {
        sqlx::any::install_default_drivers();
        let make = if self.is_sqlite { "?mode=rwc" } else { "" };
        let mut connection = AnyConnection::connect(&format!("{}{make}", self.url)).await?;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .execute(&mut connection)
            .await?;
        connection.close().await
    }
}

/// A running PostgreSQL.
struct Server {
    folder: String,
    /// Holds the pipe whose end stops the server. Never dropped: the end of the process closes it.
    _script: Child,
}

impl Server {
    fn url(&self, database: &str) -> String {
        format!(
            "postgres://postgres@localhost/{database}?host={}",
            self.folder
        )
    }
}

/// The server that all tests share, started by the first that needs it.
fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER
        .get_or_init(|| {
            let Some(programs) = programs() else {
                assert!(
                    std::env::var_os("LANGNGHE_REQUIRE_POSTGRES").is_none_or(|value| value != "1"),
                    "LANGNGHE_REQUIRE_POSTGRES is 1, and there is no PostgreSQL in /usr/lib/postgresql"
                );
                return None;
            };
            Some(start(&programs).expect("PostgreSQL starts"))
        })
        .as_ref()
        .or_else(|| {
            println!("skipped: no PostgreSQL");
            None
        })
}

/// The folder of the newest PostgreSQL's programs, where Debian puts them.
fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop()
}

fn start(programs: &std::path::Path) -> Result<Server, Box<dyn Error>> {
    // initdb refuses to be root.
    let root = std::fs::metadata("/proc/self")?.uid() == 0;
    let mut command = if root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    let mut script = command
        .args(["-c", include_str!("postgres.sh"), "postgres.sh"])
        .arg(programs)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let output = script
        .stdout
        .take()
        .ok_or("the script's output is a pipe")?;
    let mut folder = String::new();
    BufReader::new(output).read_line(&mut folder)?;
    if folder.is_empty() {
        return Err("PostgreSQL did not start; what it said stands above".into());
    }
    Ok(Server {
        folder: folder.trim_end().to_owned(),
        _script: script,
    })
}

/// A moment, in minutes after the beginning of the tests' day.
pub(crate) fn minute(minutes: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + minutes * 60).expect("a moment of this century")
}

pub(crate) fn source(id: &str) -> SourceId {
    id.parse().expect("a source id")
}

pub(crate) fn topic_id(id: &str) -> TopicId {
    id.parse().expect("a topic id")
}

pub(crate) fn text(title: &str) -> ArticleText {
    ArticleText {
        title: title.to_owned(),
        lead: format!("Sapô của bài “{title}”."),
        body: "Đoạn thứ nhất.\nĐoạn thứ hai, có 'dấu nháy' và \"ngoặc\".".to_owned(),
    }
}

/// An article of the source `bao-mot`, seen in the first minute.
pub(crate) fn article(url: &str, title: &str) -> NewArticle {
    NewArticle {
        source: source("bao-mot"),
        url: url.to_owned(),
        aliases: Vec::new(),
        text: text(title),
        published: None,
        section: None,
        way: Extraction::Library,
        confidence: 80,
        kind: RevisionKind::Published,
        seen: minute(0),
        late: false,
        page: None,
    }
}

/// So many articles that have nothing in common with another call's, by `name`.
pub(crate) fn articles(name: &str, count: usize) -> Vec<NewArticle> {
    (0..count)
        .map(|n| {
            article(
                &format!("https://bao.example/{name}/{n}"),
                &format!("{name} {n}"),
            )
        })
        .collect()
}

pub(crate) fn entry(url: &str, title: &str) -> Entry {
    Entry {
        id: None,
        url: url.to_owned(),
        title: Some(title.to_owned()),
        summary: Some("Tóm tắt".to_owned()),
        content: None,
        published: Some(minute(0)),
        updated: None,
        section: None,
    }
}

pub(crate) fn page(channel: &str, url: &str, title: &str) -> NewPage {
    NewPage {
        url: url.to_owned(),
        source: source("bao-mot"),
        site: "bao.example".to_owned(),
        channel: ChannelId(channel.to_owned()),
        entry: entry(url, title),
    }
}

/// The pages of the tests' site that are due.
pub(crate) async fn due(
    store: &Store,
    at: Timestamp,
    limit: usize,
) -> Result<Vec<langnghe_store::PageTask>, langnghe_store::StoreError> {
    store.due_pages("bao.example", at, limit, &[]).await
}

pub(crate) fn channel(url: &str) -> ChannelState {
    ChannelState::new(
        ChannelId(url.to_owned()),
        source("bao-mot"),
        ChannelKind::Feed,
    )
}

pub(crate) fn request(channel: &str, at: Timestamp) -> RequestRow {
    RequestRow {
        at,
        source: source("bao-mot"),
        channel: Some(ChannelId(channel.to_owned())),
        url: channel.to_owned(),
        status: Some(200),
        bytes: 1234,
        duration_ms: 56,
        error: None,
        failure: None,
    }
}

/// Polls `channel`, which lists `pages`.
pub(crate) async fn poll(
    store: &Store,
    channel_url: &str,
    pages: &[NewPage],
    at: Timestamp,
) -> Result<PollCount, langnghe_store::StoreError> {
    store
        .record_poll(
            channel(channel_url),
            pages,
            &request(channel_url, at),
            |_, _| {},
        )
        .await
}

pub(crate) fn topic(id: &str, revision: &str) -> Topic {
    Topic {
        id: topic_id(id),
        revision: TopicRevision(revision.to_owned()),
        name: "Lễ hội".to_owned(),
        why: "Quản lý lễ hội".to_owned(),
        owner: "phong-van-hoa".parse().expect("a unit id"),
        priority: Priority::High,
        threshold: 5,
        places: vec!["cao-bang".parse().expect("a place id")],
        terms: vec![Term {
            query: "\"lễ hội\"".to_owned(),
            weight: 5,
        }],
        exclusions: Vec::new(),
        validity: Validity::default(),
    }
}

/// A flag of an article's first revision.
pub(crate) fn flag(article: ArticleId, topic: &str, seq: Seq) -> NewFlag {
    NewFlag {
        article,
        revision: 1,
        topic: topic_id(topic),
        topic_revision: TopicRevision("r1".to_owned()),
        score: 7,
        threshold: 5,
        seq,
        at: minute(seq.0),
        late: false,
        places: vec!["cao-bang.ban-gioc".parse::<PlaceId>().expect("a place id")],
        evidence: vec![Evidence {
            term: "\"lễ hội\"".to_owned(),
            weight: 7,
            field: Field::Title,
            start: 0,
            end: 8,
            text: "Lễ hội".to_owned(),
        }],
    }
}
