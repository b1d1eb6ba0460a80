//! robots.txt over HTTP.

use std::{
    io::Write,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::Path,
    http::{StatusCode, Uri},
    routing::{MethodRouter, get as on_get},
};
use flate2::{Compression, write::GzEncoder};
use futures_util::future::join_all;
use langnghe_fetcher::{Failure, FetchError};

use crate::server::{Server, fetcher, get, request};

/// A server with this robots.txt and a page at every other path.
async fn with(last: u8, robots: MethodRouter) -> Server {
    let page = |Path(_): Path<String>| async { "trang" };
    Server::start(
        last,
        Router::new()
            .route("/robots.txt", robots)
            .route("/{*path}", on_get(page)),
    )
    .await
}

fn status(status: u16) -> MethodRouter {
    on_get(move || async move { StatusCode::from_u16(status).expect("a status") })
}

#[tokio::test]
async fn what_is_forbidden_is_not_asked() {
    let server = with(
        1,
        on_get(|| async { "User-agent: *\nDisallow: /tim\nAllow: /tim/kiem$" }),
    )
    .await;
    let fetcher = fetcher(|_| ());
    let error = fetcher
        .get(&request(&server.url("/tim?q=a")))
        .await
        .expect_err("it is forbidden");
    assert_eq!(
        error,
        FetchError::Robots {
            url: server.url("/tim?q=a"),
            rule: "Disallow: /tim".into()
        }
    );
    assert_eq!(error.kind(), Failure::Soft);
    assert!(
        fetcher
            .get(&request(&server.url("/tim/kiem")))
            .await
            .is_ok()
    );
    assert!(fetcher.get(&request(&server.url("/tin"))).await.is_ok());
    assert_eq!(server.paths(), ["/robots.txt", "/tim/kiem", "/tin"]);
}

#[tokio::test]
async fn without_a_file_everything_is_allowed() {
    for code in [400, 401, 403, 404, 410, 451] {
        let server = with(1, status(code)).await;
        assert!(get(&server.url("/tin")).await.is_ok(), "{code}");
    }
}

#[tokio::test]
async fn a_server_that_cannot_give_its_file_is_left_alone() {
    for code in [500, 503, 429, 304] {
        let server = with(1, status(code)).await;
        let fetcher = fetcher(|_| ());
        for _ in 0..3 {
            let error = fetcher
                .get(&request(&server.url("/tin")))
                .await
                .expect_err("not just now");
            assert!(
                matches!(error, FetchError::RobotsUnavailable { .. }),
                "{error:?}"
            );
            assert_eq!(error.kind(), Failure::Temporary);
            assert!(error.to_string().contains(&code.to_string()), "{error}");
        }
        assert_eq!(server.paths(), ["/robots.txt"]);
    }
}

#[tokio::test]
async fn it_is_asked_again_when_the_server_said() {
    let ill = Arc::new(AtomicBool::new(true));
    let state = Arc::clone(&ill);
    let robots = on_get(move || {
        let ill = state.load(Ordering::Relaxed);
        async move {
            let status = if ill {
                StatusCode::SERVICE_UNAVAILABLE
            } else {
                StatusCode::OK
            };
            (status, [("retry-after", "1")], "")
        }
    });
    let server = with(1, robots).await;
    let fetcher = fetcher(|_| ());
    let error = fetcher
        .get(&request(&server.url("/tin")))
        .await
        .expect_err("not just now");
    let wait = error.retry_after().expect("it said");
    assert!(wait <= Duration::from_secs(1), "{wait:?}");
    ill.store(false, Ordering::Relaxed);
    tokio::time::sleep(wait + Duration::from_millis(50)).await;
    assert!(fetcher.get(&request(&server.url("/tin"))).await.is_ok());
    assert_eq!(server.paths(), ["/robots.txt", "/robots.txt", "/tin"]);
}

#[tokio::test]
async fn a_file_that_does_not_come_in_time_keeps_the_site_from_being_asked() {
    let silent = on_get(|| async { std::future::pending::<&'static str>().await });
    let server = with(1, silent).await;
    let hasty = fetcher(|settings| settings.timeout = Duration::from_millis(300));
    let error = hasty
        .get(&request(&server.url("/tin")))
        .await
        .expect_err("not just now");
    assert!(
        matches!(error, FetchError::RobotsUnavailable { .. }),
        "{error:?}"
    );
    assert_eq!(server.paths(), ["/robots.txt"]);
}

#[tokio::test]
async fn it_is_read_once_however_many_wait_for_it() {
    let slow = on_get(|| async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        "User-agent: *\nDisallow: /tim"
    });
    let server = with(1, slow).await;
    let fetcher = fetcher(|_| ());
    let requests: Vec<_> = (0..8)
        .map(|number| request(&server.url(&format!("/tin/{number}"))))
        .collect();
    let responses = join_all(requests.iter().map(|asked| fetcher.get(asked))).await;
    assert!(responses.iter().all(Result::is_ok), "{responses:?}");
    assert_eq!(
        server
            .paths()
            .iter()
            .filter(|path| *path == "/robots.txt")
            .count(),
        1
    );
    assert_eq!(server.seen().len(), 9);
}

#[tokio::test]
async fn each_port_is_an_origin_with_a_file_of_its_own() {
    let open = with(1, status(404)).await;
    let closed = with(1, on_get(|| async { "User-agent: *\nDisallow: /" })).await;
    let fetcher = fetcher(|_| ());
    assert!(fetcher.get(&request(&open.url("/tin"))).await.is_ok());
    let error = fetcher
        .get(&request(&closed.url("/tin")))
        .await
        .expect_err("it is forbidden");
    assert!(matches!(error, FetchError::Robots { .. }), "{error:?}");
}

#[tokio::test]
async fn a_file_elsewhere_speaks_for_the_site_that_redirects_to_it() {
    let elsewhere = with(2, on_get(|| async { "User-agent: *\nDisallow: /tin" })).await;
    let target = elsewhere.url("/robots.txt");
    let server = with(
        1,
        on_get(move || async move { (StatusCode::FOUND, [("location", target)]) }),
    )
    .await;
    let error = get(&server.url("/tin")).await.expect_err("it is forbidden");
    assert!(matches!(error, FetchError::Robots { .. }), "{error:?}");
}

#[tokio::test]
async fn a_redirect_to_a_network_that_may_not_be_asked_is_not_followed() {
    let secret = with(2, status(404)).await;
    let target = secret.url("/robots.txt");
    let server = with(
        1,
        on_get(move || async move { (StatusCode::FOUND, [("location", target)]) }),
    )
    .await;
    let only_first = fetcher(|settings| {
        settings.allow_private = vec!["127.0.0.1/32".parse().expect("a network")];
    });
    let error = only_first
        .get(&request(&server.url("/tin")))
        .await
        .expect_err("not just now");
    assert!(
        matches!(error, FetchError::RobotsUnavailable { .. }),
        "{error:?}"
    );
    assert!(secret.seen().is_empty());
}

#[tokio::test]
async fn five_redirects_are_followed_and_more_mean_that_there_is_none() {
    // `/r/N` redirects N times more, and then forbids everything.
    let answer = |left: u32| {
        let target = format!("/r/{}", left.saturating_sub(1));
        let status = if left == 0 {
            StatusCode::OK
        } else {
            StatusCode::MOVED_PERMANENTLY
        };
        (status, [("location", target)], "User-agent: *\nDisallow: /")
    };
    for (redirects, allowed) in [(5, false), (6, true)] {
        let page = move |uri: Uri| async move {
            match uri.path().strip_prefix("/r/") {
                Some(left) => answer(left.parse().expect("a number")),
                None if uri.path() == "/robots.txt" => answer(redirects),
                None => (StatusCode::OK, [("location", String::new())], "trang"),
            }
        };
        let server = Server::start(1, Router::new().fallback(page)).await;
        assert_eq!(
            get(&server.url("/tin")).await.is_ok(),
            allowed,
            "{redirects} redirects"
        );
    }
}

#[tokio::test]
async fn of_a_huge_file_the_beginning_is_obeyed() {
    let huge = || async {
        format!(
            "User-agent: *\nDisallow: /tim\n{}\nDisallow: /tin",
            "# dài\n".repeat(200_000)
        )
    };
    let server = with(1, on_get(huge)).await;
    let fetcher = fetcher(|settings| settings.max_body = 1000);
    assert!(fetcher.get(&request(&server.url("/tin"))).await.is_ok());
    let error = fetcher
        .get(&request(&server.url("/tim")))
        .await
        .expect_err("it is forbidden");
    assert!(matches!(error, FetchError::Robots { .. }), "{error:?}");
}

#[tokio::test]
async fn of_a_packed_bomb_the_beginning_is_obeyed() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed
        .write_all(b"User-agent: *\nDisallow: /tim\n")
        .expect("in memory");
    for _ in 0..100 {
        packed.write_all(&vec![b'#'; 1_000_000]).expect("in memory");
    }
    let packed = packed.finish().expect("in memory");
    let bomb = on_get(|| async move { ([("content-encoding", "gzip")], packed) });
    let server = with(1, bomb).await;
    let fetcher = fetcher(|_| ());
    assert!(fetcher.get(&request(&server.url("/tin"))).await.is_ok());
    let error = fetcher.get(&request(&server.url("/tim"))).await;
    assert!(matches!(error, Err(FetchError::Robots { .. })), "{error:?}");
}
