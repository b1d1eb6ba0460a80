//! Serving the press: each paper on an address of its own, all on one port.

use std::{
    collections::HashMap,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use tokio::{net::TcpListener, sync::watch, task::JoinSet};

use crate::{
    Fault, Press,
    encode::{charset, encode},
    papers::{Format, Layout},
    render::{Rendered, View},
};

/// The press could not start.
#[derive(Debug, thiserror::Error)]
pub enum NewsroomError {
    /// One of its addresses cannot be listened on.
    #[error("the invented press cannot listen on {address}: {error}; is another demo running?")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        error: io::Error,
    },
}

/// One request that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// When it came.
    pub at: Instant,
    /// The paper's id.
    pub paper: &'static str,
    /// What was asked for.
    pub path: String,
    /// Who asked.
    pub user_agent: String,
    /// Whether "not modified" was an answer.
    pub conditional: bool,
    /// The answer's status.
    pub status: u16,
}

/// What all papers share.
struct Shared {
    press: Press,
    port: u16,
    now: Mutex<Timestamp>,
    faults: Mutex<HashMap<String, Fault>>,
    seen: Mutex<Vec<Seen>>,
}

#[derive(Clone)]
struct Desk {
    shared: Arc<Shared>,
    paper: usize,
}

/// A press that answers, until it is stopped or dropped.
pub struct RunningPress {
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    servers: JoinSet<()>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Press {
    /// Starts every paper on `port` of its own address; 0 takes a port that is free on all of them. The press's
    /// clock stands before its first day.
    pub async fn start(self, port: u16) -> Result<RunningPress, NewsroomError> {
        let listeners = listeners(&self, port).await?;
        let port = listeners
            .first()
            .and_then(|listener| listener.local_addr().ok())
            .map_or(port, |address| address.port());
        let shared = Arc::new(Shared {
            press: self,
            port,
            now: Mutex::new(Timestamp::UNIX_EPOCH),
            faults: Mutex::default(),
            seen: Mutex::default(),
        });
        let (stop, _) = watch::channel(false);
        let mut servers = JoinSet::new();
        for (paper, listener) in listeners.into_iter().enumerate() {
            let routes = Router::new().fallback(answer).with_state(Desk {
                shared: Arc::clone(&shared),
                paper,
            });
            let mut stopped = stop.subscribe();
            servers.spawn(async move {
                let until = async move {
                    // The sender is gone only when the press is.
                    let _ = stopped.wait_for(|stop| *stop).await;
                };
                // A listener that breaks shows as a paper that cannot be reached.
                let _ = axum::serve(listener, routes)
                    .with_graceful_shutdown(until)
                    .await;
            });
        }
        Ok(RunningPress {
            shared,
            stop,
            servers,
        })
    }
}

async fn listeners(press: &Press, port: u16) -> Result<Vec<TcpListener>, NewsroomError> {
    // A port that is free on the first address may be taken on another: then the next is tried.
    const TRIES: usize = 20;
    let mut last = None;
    for _ in 0..if port == 0 { TRIES } else { 1 } {
        match listen_all(press, port).await {
            Ok(listeners) => return Ok(listeners),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or(NewsroomError::Listen {
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        error: io::ErrorKind::AddrInUse.into(),
    }))
}

async fn listen_all(press: &Press, mut port: u16) -> Result<Vec<TcpListener>, NewsroomError> {
    let mut listeners = Vec::new();
    for paper in press.papers() {
        let address = SocketAddr::from((paper.address, port));
        let failed = |error| NewsroomError::Listen { address, error };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        port = listener.local_addr().map_err(failed)?.port();
        listeners.push(listener);
    }
    Ok(listeners)
}

impl RunningPress {
    /// The port of all papers.
    pub fn port(&self) -> u16 {
        self.shared.port
    }

    /// The press.
    pub fn press(&self) -> &Press {
        &self.shared.press
    }

    /// Tells the press the time: it shows what was published by then, as it was then.
    pub fn set_time(&self, now: Timestamp) {
        *locked(&self.shared.now) = now;
    }

    /// The press's time.
    pub fn time(&self) -> Timestamp {
        *locked(&self.shared.now)
    }

    /// Lets something go wrong: for a whole paper (its id), or for one path of a paper (`id/path`).
    pub fn set_fault(&self, whose: &str, fault: Option<Fault>) {
        let mut faults = locked(&self.shared.faults);
        match fault {
            Some(fault) => faults.insert(whose.to_owned(), fault),
            None => faults.remove(whose),
        };
    }

    /// The requests answered so far.
    pub fn seen(&self) -> Vec<Seen> {
        locked(&self.shared.seen).clone()
    }

    /// The papers as sources, in the form of `sources.toml`.
    pub fn sources_toml(&self) -> String {
        let mut toml = String::from("# The invented press of the demo.\n");
        for paper in self.shared.press.papers() {
            let base = format!("http://{}:{}", paper.address, self.shared.port);
            let (kind, more) = match paper.format {
                Format::Sitemap => ("sitemap", ""),
                Format::Listing => ("listing", "links = \"ul.tin-moi a\"\npattern = \"/tin/\"\n"),
                _ => ("feed", ""),
            };
            let articles = if paper.format == Format::FullRss {
                "feed"
            } else {
                "page"
            };
            toml.push_str(&format!(
                "\n[[source]]\nid       = \"{}\"\nname     = \"{}\"\nhomepage = \"{base}/\"\nkind     = \"{}\"\nregion   = \"{}\"\narticles = \"{articles}\"\nverified = true\n\n[[source.channel]]\nurl  = \"{base}{}\"\nkind = \"{kind}\"\n{more}",
                paper.id, paper.name, paper.kind, paper.region, paper.channel(),
            ));
            match paper.layout {
                Layout::Plain => toml.push_str("\n[source.article]\ntitle     = \"h1.tieu-de\"\nlead      = \"div.tom-tat\"\nbody      = \"div.bai-viet\"\npublished = \"span.ngay\"\nremove    = [\"div.chia-se\"]\n"),
                Layout::Boxes => toml.push_str("\n[source.article]\nlead = \"p.lead\"\nbody = \"article.story\"\n"),
                Layout::JsonLd | Layout::OpenGraph => {}
            }
        }
        toml
    }

    /// Stops answering.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        self.servers.shutdown().await;
    }
}

async fn answer(State(desk): State<Desk>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let headers = request.headers().clone();
    let paper = &desk.shared.press.papers()[desk.paper];
    let fault = {
        let faults = locked(&desk.shared.faults);
        faults
            .get(&format!("{}{path}", paper.id))
            .or_else(|| faults.get(paper.id))
            .copied()
    };
    if let Some(Fault::Slow(time)) = fault {
        tokio::time::sleep(time).await;
    }
    let response = desk.respond(&path, &headers, fault);
    locked(&desk.shared.seen).push(Seen {
        at: Instant::now(),
        paper: paper.id,
        path,
        user_agent: text(&headers, header::USER_AGENT).unwrap_or_default(),
        conditional: headers.contains_key(header::IF_NONE_MATCH)
            || headers.contains_key(header::IF_MODIFIED_SINCE),
        status: response.status().as_u16(),
    });
    response
}

impl Desk {
    fn respond(&self, path: &str, headers: &HeaderMap, fault: Option<Fault>) -> Response {
        let paper = &self.shared.press.papers()[self.paper];
        let view = View {
            press: &self.shared.press,
            paper: self.paper,
            port: self.shared.port,
            now: *locked(&self.shared.now),
        };
        if path == "/robots.txt" {
            let Rendered { mime, body, .. } = View::robots();
            return ([(header::CONTENT_TYPE, mime)], body).into_response();
        }
        match fault {
            Some(Fault::Status(status)) => {
                return StatusCode::from_u16(status)
                    .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
                    .into_response();
            }
            Some(Fault::NotAFeed) if path == paper.channel() => {
                return (
                    [(header::CONTENT_TYPE, "text/html")],
                    "<html><body><p>Trang đang bảo trì.</p></body></html>",
                )
                    .into_response();
            }
            Some(Fault::EmptyFeed) if path == paper.channel() => {
                let empty = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>a</title></channel></rss>";
                return ([(header::CONTENT_TYPE, "application/rss+xml")], empty).into_response();
            }
            _ => {}
        }
        let Some(rendered) = view.show(path) else {
            let status = if view.is_gone(path) {
                StatusCode::GONE
            } else {
                StatusCode::NOT_FOUND
            };
            return (status, "Không tìm thấy trang").into_response();
        };
        let etag = format!(
            "\"{}-{}\"",
            rendered.changed.as_second(),
            rendered.body.len()
        );
        if text(headers, header::IF_NONE_MATCH).is_some_and(|known| known == etag) {
            return (StatusCode::NOT_MODIFIED, [(header::ETAG, etag)]).into_response();
        }
        let mut bytes = encode(&rendered.body, paper.writing);
        let mut named = charset(paper.writing);
        match fault {
            Some(Fault::Truncated) => bytes.truncate(bytes.len() / 2),
            Some(Fault::WrongCharset) => named = "iso-8859-1",
            Some(Fault::Endless) => return endless(&bytes),
            _ => {}
        }
        let content_type = format!("{}; charset={named}", rendered.mime);
        (
            [(header::CONTENT_TYPE, content_type), (header::ETAG, etag)],
            bytes,
        )
            .into_response()
    }
}

/// A body that goes on far beyond what anybody should read.
fn endless(part: &[u8]) -> Response {
    const PARTS: usize = 100_000;
    let mut body = Vec::with_capacity(64 << 20);
    for _ in 0..PARTS {
        if body.len() >= 64 << 20 {
            break;
        }
        body.extend_from_slice(part);
    }
    Body::from(body).into_response()
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    headers
        .get(name)
        .map(HeaderValue::as_bytes)
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}
