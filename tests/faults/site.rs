//! A site that answers byte by byte as a test says, and what the program recorded of reading it.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use crate::common::{configuration, langnghe, stderr, stdout};

/// A feed of two entries that are complete in themselves.
pub(crate) const FEED: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel>\
    <title>Báo thử</title><link>http://bao.example/</link>\
    <item><title>Mở hội trên bản Nà Mạ</title><link>http://bao.example/tin/1</link><guid>1</guid>\
    <description>Bản Nà Mạ mở hội đầu năm với nhiều trò chơi dân gian của người Tày.</description></item>\
    <item><title>Thư viện lưu động về vùng cao</title><link>http://bao.example/tin/2</link><guid>2</guid>\
    <description>Chuyến xe chở một nghìn cuốn sách đến các điểm trường của xã.</description></item>\
    </channel></rss>\n";

/// A request as the site saw it.
pub(crate) struct Asked {
    pub(crate) path: String,
    head: String,
}

impl Asked {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// A site on this machine, of one thread for each connection. There is no robots.txt.
pub(crate) struct Site {
    address: SocketAddr,
    paths: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// Answers as told. A connection ends when its one request was answered.
    pub(crate) fn start(
        answer: impl Fn(&Asked, &mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self::start_on("127.0.20.1:0".parse().unwrap(), answer)
    }

    /// The same on this address and port.
    pub(crate) fn start_on(
        address: SocketAddr,
        answer: impl Fn(&Asked, &mut TcpStream) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).unwrap();
        let address = listener.local_addr().unwrap();
        let paths = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (Arc::clone(&paths), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, log, answer) =
                    (stream.unwrap(), Arc::clone(&log), Arc::clone(&answer));
                std::thread::spawn(move || {
                    let Some(asked) = read_head(&mut stream) else {
                        return;
                    };
                    if asked.path == "/robots.txt" {
                        let _ = reply(&mut stream, "404 Not Found", &[], b"");
                        return;
                    }
                    log.lock().unwrap().push(asked.path.clone());
                    // The other side hangs up when it has had enough.
                    let _ = answer(&asked, &mut stream);
                });
            }
        });
        Self { address, paths }
    }

    /// A site with one answer to everything.
    pub(crate) fn replying(
        status: &'static str,
        headers: &'static [(&'static str, &'static str)],
        body: &'static str,
    ) -> Self {
        Self::start(move |_, stream| reply(stream, status, headers, body.as_bytes()))
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The paths that were asked, without robots.txt.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.paths.lock().unwrap().clone()
    }

    /// What is recorded after `/rss` of it was read once as a feed.
    pub(crate) fn recorded(&self) -> Recorded {
        Recorded::of(&self.url("/rss"))
    }
}

fn read_head(stream: &mut TcpStream) -> Option<Asked> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    let path = head.split(' ').nth(1)?.to_owned();
    Some(Asked { path, head })
}

/// Answers with a whole body.
pub(crate) fn reply(
    stream: &mut impl Write,
    status: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> std::io::Result<()> {
    let length = body.len().to_string();
    let length = [("Content-Length", length.as_str())];
    begin(stream, status, &[headers, &length].concat())?;
    stream.write_all(body)
}

/// Sends the head of an answer whose connection ends with it.
pub(crate) fn begin(
    stream: &mut impl Write,
    status: &str,
    headers: &[(&str, &str)],
) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all((head + "\r\n").as_bytes())
}

/// Sends a text slowly.
pub(crate) fn dribble(stream: &mut impl Write, text: &str, pause: Duration) -> std::io::Result<()> {
    for byte in text.as_bytes() {
        stream.write_all(&[*byte])?;
        std::thread::sleep(pause);
    }
    Ok(())
}

/// What `sources list` says of a channel.
#[derive(Debug)]
pub(crate) struct Recorded {
    pub(crate) result: String,
    pub(crate) reason: String,
    /// From the last request to the next.
    pub(crate) wait: Duration,
    pub(crate) ok: bool,
}

impl Recorded {
    /// After `url` was read once as a feed, in a home of its own.
    pub(crate) fn of(url: &str) -> Self {
        Self::with(url, &[])
    }

    /// The same with more of the environment.
    pub(crate) fn with(url: &str, environment: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let config = configuration(home.path(), &source(url));
        Self::after_fetch(&config, environment)
    }

    /// After a round of `fetch` on a configuration of one channel.
    pub(crate) fn after_fetch(config: &Path, environment: &[(&str, &str)]) -> Self {
        run(config, "fetch", environment);
        let line = run(config, "sources list", environment);
        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let next: jiff::Timestamp = text("next_at").parse().unwrap();
        let wait = next.duration_since(jiff::Timestamp::now());
        let url = text("channel");
        let base = &url[..url.rfind('/').unwrap()];
        let result = text("last_result").replace(base, "SITE");
        Self {
            reason: text("reason").replace(base, "SITE"),
            result,
            wait: wait.try_into().unwrap_or_default(),
            ok: !line["last_ok"].is_null(),
        }
    }

    /// Holds to exactly this result, and to a back-off as the reason.
    #[track_caller]
    pub(crate) fn failed(&self, result: &str) {
        assert_eq!(self.result, result);
        assert!(self.reason.starts_with("back-off "), "{}", self.reason);
        assert!(self.reason.ends_with(result), "{}", self.reason);
        assert!(!self.ok);
    }

    /// Holds to the feed having been read.
    #[track_caller]
    pub(crate) fn read(&self, result: &str) {
        assert_eq!(self.result, result);
        assert!(self.ok);
    }
}

/// One source of one feed, whose texts are enough.
pub(crate) fn source(url: &str) -> String {
    format!(
        "[[source]]\nid = \"bao\"\nname = \"Báo thử\"\nhomepage = \"{url}\"\nkind = \"newspaper\"\nregion = \"vn\"\n\
         articles = \"feed\"\n[[source.channel]]\nurl = \"{url}\"\nkind = \"feed\"\n"
    )
}

/// Runs a command with short limits; gives its first object.
fn run(config: &Path, command: &str, environment: &[(&str, &str)]) -> serde_json::Value {
    let output = langnghe()
        .env("LANGNGHE_FETCH__CONNECT_TIMEOUT", "1s")
        .env("LANGNGHE_FETCH__TIMEOUT", "1500ms")
        .env("LANGNGHE_FETCH__MAX_BODY", "1MB")
        .envs(environment.iter().copied())
        .arg("--config")
        .arg(config)
        .args(command.split(' '))
        .arg("--json")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let first = stdout(&output).lines().next().unwrap().to_owned();
    serde_json::from_str(&first).unwrap()
}
