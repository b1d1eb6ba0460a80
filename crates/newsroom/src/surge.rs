//! Papers whose feeds keep the newest 50 entries, and on which far more than usual comes for a while. It knows what
//! came, and what stood on a feed whenever it was asked for.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use axum::{
    Router,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::{SignedDuration, Timestamp};
use tokio::{net::TcpListener, task::JoinSet};

use crate::NewsroomError;

/// Entries that a feed keeps.
const KEPT: usize = 50;

/// When more comes than usual, and how much more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurgeTimes {
    /// The first entry of all.
    pub begin: Timestamp,
    /// The surge begins.
    pub from: Timestamp,
    /// The surge ends.
    pub until: Timestamp,
    /// So many times as much as usual comes in it.
    pub factor: i64,
}

/// A paper of a surge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SurgePaper {
    /// Entries in an hour, usually.
    pub per_hour: i64,
    /// Whether it has a sitemap, which lists everything, beside its feed.
    pub sitemap: bool,
}

#[derive(Debug)]
struct Shared {
    times: SurgeTimes,
    papers: Vec<SurgePaper>,
    port: u16,
    now: Mutex<Timestamp>,
    seen: Mutex<Vec<SurgeRequest>>,
    stood: Mutex<BTreeSet<(usize, usize)>>,
}

/// One request, as the paper saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurgeRequest {
    /// The paper's place.
    pub paper: usize,
    /// The path.
    pub path: String,
    /// When it came.
    pub start: Instant,
    /// When it was answered.
    pub end: Instant,
}

/// A surge that answers, until it is dropped.
#[derive(Debug)]
pub struct Surge {
    shared: Arc<Shared>,
    _servers: JoinSet<()>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Surge {
    /// Starts the papers on a free port. Their clock stands at the beginning.
    pub async fn start(times: SurgeTimes, papers: &[SurgePaper]) -> Result<Self, NewsroomError> {
        let mut port = 0;
        let mut listeners = Vec::new();
        for number in 0..papers.len() {
            let low = u8::try_from(number).unwrap_or(u8::MAX);
            let address = SocketAddr::from((Ipv4Addr::new(127, 22, 0, low), port));
            let failed = |error| NewsroomError::Listen { address, error };
            let listener = TcpListener::bind(address).await.map_err(failed)?;
            port = listener.local_addr().map_err(failed)?.port();
            listeners.push(listener);
        }
        let shared = Arc::new(Shared {
            times,
            papers: papers.to_vec(),
            port,
            now: Mutex::new(times.begin),
            seen: Mutex::default(),
            stood: Mutex::default(),
        });
        let mut servers = JoinSet::new();
        for (paper, listener) in listeners.into_iter().enumerate() {
            let routes = Router::new()
                .fallback(answer)
                .with_state((Arc::clone(&shared), paper));
            servers.spawn(async move {
                // A listener that breaks shows as a paper that cannot be reached.
                let _ = axum::serve(listener, routes).await;
            });
        }
        Ok(Self {
            shared,
            _servers: servers,
        })
    }

    /// Tells the papers the time.
    pub fn set_time(&self, now: Timestamp) {
        *locked(&self.shared.now) = now;
    }

    /// The papers as sources, in the form of `sources.toml`.
    pub fn sources_toml(&self) -> String {
        let mut toml = String::from("# Papers on which much comes at once.\n");
        for (number, paper) in self.shared.papers.iter().enumerate() {
            let base = self.shared.base(number);
            let sitemap = if paper.sitemap {
                format!("\n[[source.channel]]\nurl = \"{base}/sitemap.xml\"\nkind = \"sitemap\"\n")
            } else {
                String::new()
            };
            // Writing to a String cannot fail.
            let _ = write!(
                toml,
                "\n[[source]]\nid = \"bao-{number}\"\nname = \"Báo {number}\"\nhomepage = \"{base}/\"\nkind = \"newspaper\"\nregion = \"vn\"\n\n[[source.channel]]\nurl = \"{base}/rss.xml\"\nkind = \"feed\"\n{sitemap}"
            );
        }
        toml
    }

    /// The address of a paper's entry.
    pub fn url(&self, paper: usize, entry: usize) -> String {
        format!("{}/tin/{entry}", self.shared.base(paper))
    }

    /// How many entries a paper has published by now.
    pub fn published(&self, paper: usize) -> usize {
        self.shared.published(paper).len()
    }

    /// The entries of a paper that stood on its feed when it was asked for.
    pub fn stood(&self, paper: usize) -> BTreeSet<usize> {
        locked(&self.shared.stood)
            .iter()
            .filter(|(of, _)| *of == paper)
            .map(|(_, entry)| *entry)
            .collect()
    }

    /// The requests answered so far, in the order in which they came.
    pub fn seen(&self) -> Vec<SurgeRequest> {
        let mut seen = locked(&self.shared.seen).clone();
        seen.sort_by_key(|one| one.start);
        seen
    }
}

impl Shared {
    fn base(&self, paper: usize) -> String {
        format!("http://127.22.0.{paper}:{}", self.port)
    }

    /// When each entry up to now was published.
    fn published(&self, paper: usize) -> Vec<Timestamp> {
        let now = *locked(&self.now);
        let usual = SignedDuration::from_secs(3600 / self.papers[paper].per_hour);
        let mut published = Vec::new();
        let mut at = self.times.begin;
        while at <= now {
            published.push(at);
            let surging = (self.times.from..self.times.until).contains(&at);
            let wait = if surging {
                usual / i32::try_from(self.times.factor).unwrap_or(1)
            } else {
                usual
            };
            let Ok(next) = at.checked_add(wait) else {
                break;
            };
            at = next;
        }
        published
    }

    fn respond(&self, paper: usize, path: &str) -> Response {
        let published = self.published(paper);
        let base = self.base(paper);
        let xml =
            |body: String| ([(header::CONTENT_TYPE, "application/xml")], body).into_response();
        match path {
            "/rss.xml" => {
                let mut feed = String::from("<rss version=\"2.0\"><channel><title>Tin</title>");
                for (entry, at) in published.iter().enumerate().rev().take(KEPT) {
                    locked(&self.stood).insert((paper, entry));
                    let _ = write!(
                        feed,
                        "<item><title>Tin {entry}</title><link>{base}/tin/{entry}</link><pubDate>{}</pubDate></item>",
                        at.strftime("%a, %d %b %Y %H:%M:%S GMT")
                    );
                }
                feed.push_str("</channel></rss>");
                xml(feed)
            }
            "/sitemap.xml" if self.papers[paper].sitemap => {
                let mut map = String::from(
                    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">",
                );
                for (entry, at) in published.iter().enumerate().rev() {
                    let _ = write!(
                        map,
                        "<url><loc>{base}/tin/{entry}</loc><news:news><news:publication_date>{at}</news:publication_date><news:title>Tin {entry}</news:title></news:news></url>"
                    );
                }
                map.push_str("</urlset>");
                xml(map)
            }
            _ => match path.strip_prefix("/tin/") {
                Some(name) => {
                    let text = format!(
                        "<html><body><article><h1>Tin {name} của báo {paper}</h1><p>Nước hồ lên cao, thuyền chở khách \
                         ra đảo tạm nghỉ cho tới khi gió lặng, ban quản lý cho biết trong bản tin số {name}.</p>\
                         <p>Khách đã mua vé được đổi sang ngày khác hoặc nhận lại tiền ở quầy số {paper}.</p></article></body></html>"
                    );
                    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
                }
                None => StatusCode::NOT_FOUND.into_response(),
            },
        }
    }
}

async fn answer(State((shared, paper)): State<(Arc<Shared>, usize)>, request: Request) -> Response {
    let start = Instant::now();
    let path = request.uri().path().to_owned();
    let response = shared.respond(paper, &path);
    locked(&shared.seen).push(SurgeRequest {
        paper,
        path,
        start,
        end: Instant::now(),
    });
    response
}
