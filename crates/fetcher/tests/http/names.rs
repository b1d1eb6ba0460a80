//! Names: servers that share an address, answers of the DNS that change, ports.

use std::{
    net::IpAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Router, routing::get as on_get};
use futures_util::future::join_all;
use langnghe_fetcher::{Addresses, Failure, FetchError, FetchSettings, Fetcher, Resolver};

use crate::{
    politeness::most_at_once,
    server::{Server, request, settings},
};

const OPEN: [u8; 4] = [127, 0, 0, 1];
const SECRET: [u8; 4] = [127, 0, 0, 2];

/// Gives every name these answers in turn, and the last one from then on.
#[derive(Debug, Default)]
struct Script {
    answers: Mutex<Vec<Vec<IpAddr>>>,
    asked: AtomicUsize,
}

impl Script {
    fn new(answers: &[&[[u8; 4]]]) -> Arc<Self> {
        let script = Self::default();
        script.set(answers);
        Arc::new(script)
    }

    fn set(&self, answers: &[&[[u8; 4]]]) {
        let of = |answer: &&[[u8; 4]]| answer.iter().map(|octets| IpAddr::from(*octets)).collect();
        *self.answers.lock().expect("no panic") = answers.iter().map(of).collect();
    }
}

impl Resolver for Script {
    fn addresses(&self, _: &str) -> Addresses {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let mut answers = self.answers.lock().expect("no panic");
        let answer = match answers.len() {
            0 => Vec::new(),
            1 => answers[0].clone(),
            _ => answers.remove(0),
        };
        Box::pin(async move { Ok(answer) })
    }
}

fn fetcher(script: &Arc<Script>, change: impl FnOnce(&mut FetchSettings)) -> Fetcher {
    let mut settings = settings();
    change(&mut settings);
    Fetcher::with_resolver(settings, Arc::<Script>::clone(script)).expect("a fetcher")
}

/// Asks the open server only, each time over a new connection.
fn only_open(settings: &mut FetchSettings) {
    settings.allow_private = vec!["127.0.0.1/32".parse().expect("a network")];
}

/// A server that may be asked, and one on the same port that may not.
async fn open_and_secret() -> (Server, Server, u16) {
    let routes = || {
        let page = || async { ([("connection", "close")], "trang") };
        Router::new().fallback(page)
    };
    let open = Server::start(1, routes()).await;
    let port = open.address.port();
    let secret = Server::start_on(SECRET, port, routes()).await;
    (open, secret, port)
}

#[tokio::test]
async fn a_name_that_comes_to_lead_elsewhere_is_not_followed() {
    let (open, secret, port) = open_and_secret().await;
    let script = Script::new(&[&[OPEN]]);
    let fetcher = fetcher(&script, only_open);
    let url = format!("http://bao.example:{port}/tin");
    fetcher.get(&request(&url)).await.expect("it is open");
    assert_eq!(open.paths(), ["/robots.txt", "/tin"]);

    script.set(&[&[SECRET]]);
    let error = fetcher.get(&request(&url)).await.expect_err("it is not");
    assert_eq!(
        error,
        FetchError::RefusedAddress {
            url: url.clone(),
            address: SECRET.into(),
            range: "127.0.0.0/8 (loopback)"
        }
    );

    script.set(&[&[SECRET, OPEN]]);
    fetcher.get(&request(&url)).await.expect("one is open");
    assert_eq!(open.seen().len(), 3);
    assert!(secret.seen().is_empty());
}

#[tokio::test]
async fn an_answer_that_changes_between_judging_and_connecting_changes_nothing() {
    let (open, secret, port) = open_and_secret().await;
    // What would be asked a second time for the same request would be the secret one.
    let script = Script::new(&[&[OPEN], &[OPEN], &[SECRET]]);
    let fetcher = fetcher(&script, only_open);
    let url = format!("http://bao.example:{port}/tin");
    let response = fetcher.get(&request(&url)).await.expect("it is open");
    assert_eq!(response.remote, Some(open.address));
    assert_eq!(
        script.asked.load(Ordering::Relaxed),
        2,
        "once for robots.txt, once for the page"
    );
    assert!(secret.seen().is_empty());
}

#[tokio::test]
async fn sites_that_share_a_server_are_asked_four_at_a_time() {
    let page = || async {
        tokio::time::sleep(Duration::from_millis(60)).await;
        "trang"
    };
    let server = Server::start(1, Router::new().fallback(page)).await;
    let fetcher = fetcher(&Script::new(&[&[OPEN]]), |_| ());
    let port = server.address.port();
    let requests: Vec<_> = (0..12)
        .map(|number| request(&format!("http://bao{number}.example:{port}/tin")))
        .collect();
    for response in join_all(requests.iter().map(|asked| fetcher.get(asked))).await {
        response.expect("it is served");
    }
    let seen = server.seen();
    assert_eq!(seen.len(), 24, "a file and a page of each");
    let most = most_at_once(&seen);
    assert!((2..=4).contains(&most), "{most} at once");
}

#[tokio::test]
async fn ports_that_are_not_the_webs_are_refused() {
    let script = Script::new(&[&[[93, 184, 215, 14]]]);
    let fetcher = fetcher(&script, |_| ());
    for (url, port) in [
        ("http://bao.example:25/", 25),
        ("https://bao.example:6379/x", 6379),
        ("http://93.184.215.14:22/", 22),
    ] {
        let error = fetcher.get(&request(url)).await.expect_err(url);
        assert_eq!(
            error,
            FetchError::RefusedPort {
                url: url.to_owned(),
                port
            }
        );
        assert_eq!(error.kind(), Failure::Hard);
        assert!(error.to_string().contains("fetch.ports"), "{error}");
    }
    // A port that is named is asked: what is refused then is the network.
    let named = self::fetcher(&Script::new(&[&[[10, 0, 0, 1]]]), |settings| {
        settings.ports.push(8080);
    });
    let error = named
        .get(&request("http://bao.example:8080/"))
        .await
        .expect_err("it is private");
    assert!(
        matches!(error, FetchError::RefusedAddress { .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_redirect_to_another_port_is_refused() {
    let target = "http://93.184.215.14:25/";
    let routes = Router::new().route(
        "/",
        on_get(move || async move { (axum::http::StatusCode::FOUND, [("location", target)]) }),
    );
    let server = Server::start(1, routes).await;
    let fetcher = fetcher(&Script::new(&[]), |_| ());
    let error = fetcher
        .get(&request(&server.url("/")))
        .await
        .expect_err("a mail server");
    assert_eq!(
        error,
        FetchError::RefusedPort {
            url: target.to_owned(),
            port: 25
        }
    );
}

#[tokio::test]
async fn a_resolver_that_says_nothing_is_given_up() {
    #[derive(Debug)]
    struct Silent;
    impl Resolver for Silent {
        fn addresses(&self, _: &str) -> Addresses {
            Box::pin(std::future::pending())
        }
    }
    let settings = FetchSettings {
        connect_timeout: Duration::from_millis(200),
        ..settings()
    };
    let fetcher = Fetcher::with_resolver(settings, Arc::new(Silent)).expect("a fetcher");
    let error = fetcher.get(&request("http://bao.example/")).await;
    let error = error.expect_err("it does not resolve");
    assert!(
        matches!(
            error,
            FetchError::Timeout {
                stage: langnghe_fetcher::Stage::Connect,
                ..
            }
        ),
        "{error:?}"
    );
}
