//! A crowd of small papers, each on an address of its own, to see how politely many of them are read: slow, failing
//! and redirecting ones are among them. It keeps when each request came and was answered, and tells what was
//! impolite.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    Router,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::{net::TcpListener, task::JoinSet};

use crate::NewsroomError;

/// What a crowd is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CrowdSettings {
    /// Papers, at most 60,000.
    pub hosts: u16,
    /// Feeds of each.
    pub channels: u16,
    /// Entries of each feed; one more in each is forbidden by robots.txt.
    pub entries: u16,
    /// The Crawl-delay that some ask for, in whole seconds.
    pub crawl_delay: u64,
    /// How long a slow paper takes for each answer.
    pub slow: Duration,
}

/// One request, as the paper saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The paper.
    pub host: u16,
    /// The path.
    pub path: String,
    /// When it came.
    pub start: Instant,
    /// When it was answered.
    pub end: Instant,
}

#[derive(Debug)]
struct Shared {
    settings: CrowdSettings,
    port: u16,
    asked: Mutex<Vec<Asked>>,
}

/// A crowd that answers, until it is dropped.
#[derive(Debug)]
pub struct Crowd {
    shared: Arc<Shared>,
    _servers: JoinSet<()>,
}

#[derive(Clone)]
struct One {
    shared: Arc<Shared>,
    host: u16,
}

/// What kind of paper it is: of each ten one asks for a longer gap, one is slow, one fails and one redirects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Usual,
    Patient,
    Slow,
    Failing,
    Redirecting,
}

fn kind(host: u16) -> Kind {
    match host % 10 {
        1 => Kind::Patient,
        3 => Kind::Slow,
        5 => Kind::Failing,
        7 => Kind::Redirecting,
        _ => Kind::Usual,
    }
}

fn address(host: u16) -> Ipv4Addr {
    let [high, low] = host.to_be_bytes();
    Ipv4Addr::new(127, 21, high, low)
}

impl Crowd {
    /// Starts all papers, on one port of their own addresses; 0 takes a free one.
    pub async fn start(settings: CrowdSettings, port: u16) -> Result<Self, NewsroomError> {
        let mut listeners = Vec::new();
        let mut port = port;
        for host in 0..settings.hosts {
            let address = SocketAddr::from((address(host), port));
            let failed = |error| NewsroomError::Listen { address, error };
            let listener = TcpListener::bind(address).await.map_err(failed)?;
            port = listener.local_addr().map_err(failed)?.port();
            listeners.push(listener);
        }
        let shared = Arc::new(Shared {
            settings,
            port,
            asked: Mutex::default(),
        });
        let mut servers = JoinSet::new();
        for (host, listener) in (0..).zip(listeners) {
            let routes = Router::new().fallback(answer).with_state(One {
                shared: Arc::clone(&shared),
                host,
            });
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

    /// The papers as sources, in the form of `sources.toml`.
    pub fn sources_toml(&self) -> String {
        let mut toml = String::from("# A crowd of invented papers.\n");
        for host in 0..self.shared.settings.hosts {
            let base = self.shared.base(host);
            // Writing to a String cannot fail.
            let _ = write!(
                toml,
                "\n[[source]]\nid = \"bao-{host}\"\nname = \"Báo {host}\"\nhomepage = \"{base}/\"\nkind = \"newspaper\"\nregion = \"vn\"\n"
            );
            for channel in 0..self.shared.settings.channels {
                let _ = write!(
                    toml,
                    "\n[[source.channel]]\nurl = \"{base}/rss/{channel}.xml\"\nkind = \"feed\"\n"
                );
            }
        }
        toml
    }

    /// The requests answered so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.shared
            .asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// How many articles can be read: those of the feeds that answer, robots.txt allowing.
    pub fn readable(&self) -> usize {
        let of_each =
            usize::from(self.shared.settings.channels) * usize::from(self.shared.settings.entries);
        (0..self.shared.settings.hosts)
            .filter(|host| kind(*host) != Kind::Failing)
            .count()
            * of_each
    }

    /// What was impolite: two requests at a time, a gap that is too short, a path that is forbidden.
    pub fn faults(&self, gap: Duration) -> Vec<String> {
        let mut faults = Vec::new();
        for (host, asked) in self.by_host() {
            let gap = self.gap(host, gap);
            for pair in asked.windows(2) {
                let (before, after) = (&pair[0], &pair[1]);
                if after.start < before.end {
                    faults.push(format!(
                        "bao-{host}: {} and {} at one time",
                        before.path, after.path
                    ));
                } else if after.start - before.end < gap {
                    faults.push(format!(
                        "bao-{host}: {:?} between {} and {}",
                        after.start - before.end,
                        before.path,
                        after.path
                    ));
                }
            }
            let forbidden = asked.iter().filter(|one| one.path.starts_with("/cam/"));
            faults.extend(forbidden.map(|one| format!("bao-{host}: {} is forbidden", one.path)));
        }
        faults
    }

    /// The least time in which all this can have been asked: of the paper that was asked most, its requests times its
    /// gap. Beside it the number of requests of all.
    pub fn bound(&self, gap: Duration) -> (Duration, usize) {
        let by_host = self.by_host();
        let longest = by_host.iter().map(|(host, asked)| {
            self.gap(*host, gap) * u32::try_from(asked.len()).unwrap_or(u32::MAX)
        });
        (
            longest.max().unwrap_or_default(),
            by_host.values().map(Vec::len).sum(),
        )
    }

    fn gap(&self, host: u16, gap: Duration) -> Duration {
        if kind(host) == Kind::Patient {
            gap.max(Duration::from_secs(self.shared.settings.crawl_delay))
        } else {
            gap
        }
    }

    fn by_host(&self) -> BTreeMap<u16, Vec<Asked>> {
        let mut by_host: BTreeMap<u16, Vec<Asked>> = BTreeMap::new();
        for one in self.asked() {
            by_host.entry(one.host).or_default().push(one);
        }
        for asked in by_host.values_mut() {
            asked.sort_by_key(|one| one.start);
        }
        by_host
    }
}

impl Shared {
    fn base(&self, host: u16) -> String {
        format!("http://{}:{}", address(host), self.port)
    }

    fn respond(&self, host: u16, path: &str) -> Response {
        let kind = kind(host);
        if path == "/robots.txt" {
            let mut rules = "User-agent: *\nDisallow: /cam/\n".to_owned();
            if kind == Kind::Patient {
                let _ = writeln!(rules, "Crawl-delay: {}", self.settings.crawl_delay);
            }
            return ([(header::CONTENT_TYPE, "text/plain")], rules).into_response();
        }
        if kind == Kind::Failing {
            return match host % 20 {
                5 => (StatusCode::SERVICE_UNAVAILABLE, "bận").into_response(),
                _ => (StatusCode::NOT_FOUND, "không có").into_response(),
            };
        }
        if let Some(channel) = path
            .strip_prefix("/rss/")
            .and_then(|name| name.strip_suffix(".xml"))
        {
            if kind == Kind::Redirecting && !channel.starts_with('m') {
                // The first feed has moved to the neighbour for good, the others within the paper for now.
                let (status, to) = if channel == "0" {
                    let neighbour = (host + 1) % self.settings.hosts;
                    (
                        StatusCode::MOVED_PERMANENTLY,
                        format!("{}/rss/m{host}-0.xml", self.base(neighbour)),
                    )
                } else {
                    (StatusCode::FOUND, format!("/rss/m{host}-{channel}.xml"))
                };
                return (status, [(header::LOCATION, to)]).into_response();
            }
            // `m7-0` is the feed 0 of paper 7, wherever it is served.
            let (owner, channel) = channel
                .strip_prefix('m')
                .and_then(|rest| rest.split_once('-'))
                .and_then(|(owner, channel)| Some((owner.parse().ok()?, channel)))
                .unwrap_or((host, channel));
            return self.feed(owner, channel);
        }
        match path.strip_prefix("/tin/") {
            Some(name) => page(host, name),
            None => (StatusCode::NOT_FOUND, "không có").into_response(),
        }
    }

    fn feed(&self, owner: u16, channel: &str) -> Response {
        let base = self.base(owner);
        let mut feed = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>Tin mới</title>",
        );
        for entry in 0..=self.settings.entries {
            let folder = if entry == self.settings.entries {
                "cam"
            } else {
                "tin"
            };
            let _ = write!(
                feed,
                "<item><title>Tin số {entry} của mục {channel}</title><link>{base}/{folder}/{channel}-{entry}</link></item>"
            );
        }
        feed.push_str("</channel></rss>");
        ([(header::CONTENT_TYPE, "application/rss+xml")], feed).into_response()
    }
}

fn page(host: u16, name: &str) -> Response {
    let paragraph = "Sáng nay, ban quản lý di tích họp bàn việc tu sửa mái đình trước mùa mưa, có đại diện \
        các hộ dân quanh hồ cùng dự và góp ý về đường đi cho khách tham quan.";
    let html = format!(
        "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\"><title>Tin {name} của báo {host}</title></head>\
         <body><article><h1>Tin {name} của báo {host}</h1><p>{paragraph} Bài {name}.</p><p>{paragraph} Báo {host}.</p>\
         <p>{paragraph}</p></article></body></html>"
    );
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

async fn answer(State(one): State<One>, request: Request) -> Response {
    let start = Instant::now();
    let path = request.uri().path().to_owned();
    if kind(one.host) == Kind::Slow {
        tokio::time::sleep(one.shared.settings.slow).await;
    }
    let response = one.shared.respond(one.host, &path);
    one.shared
        .asked
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(Asked {
            host: one.host,
            path,
            start,
            end: Instant::now(),
        });
    response
}
