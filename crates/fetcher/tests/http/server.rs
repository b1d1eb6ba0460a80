//! Servers for the tests: one that speaks HTTP and keeps a log, and one that sends what it is told, byte by byte.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{Request as Asked, State},
    http::HeaderMap,
    middleware::{self, Next},
    response::Response as Answer,
};
use langnghe_fetcher::{Accept, FetchError, FetchSettings, Fetcher, Request, Response};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// One request as the server saw it.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) start: Instant,
    pub(crate) end: Option<Instant>,
}

type Log = Arc<Mutex<Vec<Seen>>>;

/// A server that keeps a log. It ends with the value.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    log: Log,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// Serves these routes on 127.0.0.`last`. A path that has no route is answered with 404, `/robots.txt` too.
    pub(crate) async fn start(last: u8, routes: Router) -> Self {
        Self::start_on([127, 0, 0, last], 0, routes).await
    }

    /// Serves these routes on an address and port.
    pub(crate) async fn start_on(address: [u8; 4], port: u16, routes: Router) -> Self {
        let listener = TcpListener::bind((IpAddr::from(address), port))
            .await
            .expect("a free port");
        let address = listener.local_addr().expect("an address");
        let log = Log::default();
        let app = routes.layer(middleware::from_fn_with_state(Arc::clone(&log), keep));
        let task = tokio::spawn(async move {
            axum::serve(listener, app).await.expect("it serves");
        });
        Self { address, log, task }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.log.lock().expect("no panic").clone()
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.path).collect()
    }
}

async fn keep(State(log): State<Log>, asked: Asked, next: Next) -> Answer {
    let number = {
        let mut log = log.lock().expect("no panic");
        log.push(Seen {
            path: asked.uri().to_string(),
            headers: asked.headers().clone(),
            start: Instant::now(),
            end: None,
        });
        log.len() - 1
    };
    let answer = next.run(asked).await;
    log.lock().expect("no panic")[number].end = Some(Instant::now());
    answer
}

/// A server without HTTP: robots.txt is answered with 404, and any other connection is given to `talk` when its
/// request has been read (`speaks_first` false) or at once.
pub(crate) async fn raw<F>(
    speaks_first: bool,
    talk: impl Fn(TcpStream) -> F + Send + Sync + 'static,
) -> SocketAddr
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            if !speaks_first {
                let mut head = Vec::new();
                let mut buffer = [0; 1024];
                while !head.windows(4).any(|window| window == b"\r\n\r\n") {
                    match stream.read(&mut buffer).await {
                        Ok(read) if read > 0 => head.extend_from_slice(&buffer[..read]),
                        _ => break,
                    }
                }
                if head.starts_with(b"GET /robots.txt ") {
                    let none =
                        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                    stream.write_all(none).await.expect("it is read");
                    continue;
                }
            }
            tokio::spawn(talk(stream));
        }
    });
    address
}

/// Sends a text slowly, then nothing more, and keeps the connection open.
pub(crate) async fn dribble(mut stream: TcpStream, text: String, pause: Duration) {
    for byte in text.into_bytes() {
        if stream.write_all(&[byte]).await.is_err() {
            return;
        }
        tokio::time::sleep(pause).await;
    }
    std::future::pending::<()>().await;
}

/// Settings with which 127.0.0.0/8 may be asked, without a gap.
pub(crate) fn settings() -> FetchSettings {
    FetchSettings {
        contact: "thu-nghiem@so.example".into(),
        gap: Duration::ZERO,
        connect_timeout: Duration::from_secs(5),
        timeout: Duration::from_secs(15),
        allow_private: vec!["127.0.0.0/8".parse().expect("a network")],
        ..FetchSettings::default()
    }
}

/// A fetcher with these, some of them changed.
pub(crate) fn fetcher(change: impl FnOnce(&mut FetchSettings)) -> Fetcher {
    let mut settings = settings();
    change(&mut settings);
    Fetcher::new(settings).expect("a fetcher")
}

pub(crate) fn request(url: &str) -> Request {
    Request {
        url: url.to_owned(),
        accept: Accept::Any,
        etag: None,
        last_modified: None,
    }
}

/// Asks with the usual settings.
pub(crate) async fn get(url: &str) -> Result<Response, FetchError> {
    fetcher(|_| ()).get(&request(url)).await
}
