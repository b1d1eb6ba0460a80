//! Statuses, conditions, bodies and time-outs.

use std::{
    io::Write,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, StatusCode},
    routing::get as on_get,
};
use flate2::{Compression, write::GzEncoder};
use futures_util::stream;
use langnghe_fetcher::{Accept, Failure, FetchError, Request, Stage};
use tokio::{io::AsyncWriteExt, net::TcpListener};

use crate::server::{Server, dribble, fetcher, get, raw, request};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

#[tokio::test]
async fn a_page_comes_with_its_headers_and_the_request_says_who_asks() {
    let page = || async {
        let headers = [
            ("content-type", "text/html; charset=utf-8"),
            ("etag", "\"a1\""),
            ("last-modified", "Tue, 24 Nov 2026 08:00:00 GMT"),
            ("retry-after", "60"),
            ("cache-control", "max-age=900"),
            ("age", "300"),
        ];
        (headers, "<p>Lễ hội</p>")
    };
    let server = Server::start(1, Router::new().route("/tin", on_get(page))).await;
    let asked = Request {
        accept: Accept::Page,
        ..request(&server.url("/tin?p=1#cuoi"))
    };
    let response = fetcher(|_| ()).get(&asked).await.expect("it is served");
    assert_eq!(response.status, 200);
    assert_eq!(response.final_url, server.url("/tin?p=1"));
    assert_eq!(
        response.content_type.as_deref(),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(response.etag.as_deref(), Some("\"a1\""));
    assert_eq!(
        response.last_modified.as_deref(),
        Some("Tue, 24 Nov 2026 08:00:00 GMT")
    );
    assert_eq!(response.retry_after, Some(Duration::from_secs(60)));
    assert_eq!(response.fresh_for, Some(Duration::from_secs(600)));
    assert_eq!(response.remote, Some(server.address));
    let sent = ("cache-control".to_owned(), "max-age=900".to_owned());
    assert!(response.headers.contains(&sent), "{:?}", response.headers);
    assert!(
        response.timing.head <= response.elapsed
            && response.timing.whole == response.timing.waiting + response.elapsed,
        "{response:?}"
    );
    assert_eq!(response.body, "<p>Lễ hội</p>".as_bytes());
    assert_eq!(response.wire_bytes, response.body.len() as u64);
    assert!(response.redirects.is_empty());

    assert_eq!(server.paths(), ["/robots.txt", "/tin?p=1"]);
    let seen = server.seen();
    let header = |name: &str| {
        seen[1]
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    assert_eq!(
        header("user-agent"),
        Some(concat!(
            "LangNghe/",
            env!("CARGO_PKG_VERSION"),
            " (+thu-nghiem@so.example)"
        ))
    );
    assert!(header("accept").is_some_and(|accept| accept.starts_with("text/html")));
    assert_eq!(header("accept-encoding"), Some("gzip"));
    for absent in ["cookie", "referer", "if-none-match", "if-modified-since"] {
        assert_eq!(header(absent), None);
    }
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let feed = |headers: HeaderMap| async move {
        let known = headers
            .get("if-none-match")
            .is_some_and(|tag| tag == "\"a1\"")
            || headers
                .get("if-modified-since")
                .is_some_and(|date| date == "Tue, 24 Nov 2026 08:00:00 GMT");
        if known {
            (StatusCode::NOT_MODIFIED, [("etag", "\"a1\"")], "")
        } else {
            (StatusCode::OK, [("etag", "\"a1\"")], "rss")
        }
    };
    let server = Server::start(1, Router::new().route("/rss", on_get(feed))).await;
    let fetcher = fetcher(|_| ());
    let first = fetcher
        .get(&request(&server.url("/rss")))
        .await
        .expect("it is served");
    assert_eq!(
        (first.status, first.body.as_slice()),
        (200, b"rss".as_slice())
    );
    let date = Some("Tue, 24 Nov 2026 08:00:00 GMT".to_owned());
    for (etag, last_modified) in [(first.etag, None), (None, date)] {
        let again = Request {
            etag,
            last_modified,
            ..request(&server.url("/rss"))
        };
        let second = fetcher.get(&again).await.expect("it is served");
        assert_eq!(
            (second.status, second.body.len(), second.wire_bytes),
            (304, 0, 0)
        );
    }
    let unsendable = Request {
        etag: Some("a\nb".into()),
        ..request(&server.url("/rss"))
    };
    assert_eq!(
        fetcher.get(&unsendable).await.expect("it is served").status,
        200
    );
}

#[tokio::test]
async fn not_modified_without_being_asked_is_an_error() {
    let routes = Router::new().route("/rss", on_get(|| async { StatusCode::NOT_MODIFIED }));
    let server = Server::start(1, routes).await;
    let error = get(&server.url("/rss"))
        .await
        .expect_err("there is nothing to have");
    assert_eq!(error.status(), Some(304));
}

#[tokio::test]
async fn every_status_has_its_kind_and_its_wait() {
    let answer = |status: u16, retry: &'static str| {
        on_get(move || async move {
            let status = StatusCode::from_u16(status).expect("a status");
            (
                status,
                [
                    ("retry-after", retry),
                    ("date", "Tue, 24 Nov 2026 08:00:00 GMT"),
                ],
                "không có gì",
            )
        })
    };
    let cases = [
        ("/404", 404, "", Failure::Gone, None),
        ("/410", 410, "", Failure::Gone, None),
        ("/429", 429, "120", Failure::Temporary, Some(120)),
        (
            "/429d",
            429,
            "Tue, 24 Nov 2026 08:05:00 GMT",
            Failure::Temporary,
            Some(300),
        ),
        ("/503", 503, "3600", Failure::Temporary, Some(3600)),
        ("/503x", 503, "soon", Failure::Temporary, None),
        ("/500", 500, "", Failure::Temporary, None),
        ("/403", 403, "", Failure::Soft, None),
        ("/401", 401, "", Failure::Soft, None),
        ("/202", 202, "", Failure::Soft, None),
        ("/206", 206, "", Failure::Soft, None),
    ];
    let routes = cases
        .iter()
        .fold(Router::new(), |routes, &(path, status, retry, ..)| {
            routes.route(path, answer(status, retry))
        });
    let server = Server::start(1, routes).await;
    for (path, status, _, kind, wait) in cases {
        // A new one each time, since some of them close the site.
        let error = fetcher(|_| ())
            .get(&request(&server.url(path)))
            .await
            .expect_err(path);
        assert_eq!(
            (error.status(), error.kind()),
            (Some(status), kind),
            "{path}"
        );
        assert_eq!(error.retry_after(), wait.map(Duration::from_secs), "{path}");
        assert!(error.to_string().contains(&server.url(path)), "{error}");
        let date = (
            "date".to_owned(),
            "Tue, 24 Nov 2026 08:00:00 GMT".to_owned(),
        );
        assert!(error.headers().contains(&date), "{error:?}");
    }
}

#[tokio::test]
async fn packed_bodies_are_unpacked_and_counted_as_they_came() {
    let text = "Thác Bản Giốc mùa nước đổ. ".repeat(100);
    let packed = gzip(text.as_bytes());
    let wire = packed.len() as u64;
    let routes = Router::new().route(
        "/tin",
        on_get(|| async move { ([("content-encoding", "gzip")], packed) }),
    );
    let server = Server::start(1, routes).await;
    let response = get(&server.url("/tin")).await.expect("it is served");
    assert_eq!(response.body, text.as_bytes());
    assert_eq!(response.wire_bytes, wire);
}

#[tokio::test]
async fn a_gzip_bomb_is_refused() {
    // 200 MB of zeros in about 200 KB.
    let packed = Bytes::from(gzip(&vec![0; 200_000_000]));
    assert!(packed.len() < 1_000_000);
    let routes = Router::new().route(
        "/bom",
        on_get(|| async move { ([("content-encoding", "gzip")], packed) }),
    );
    let server = Server::start(1, routes).await;
    let error = fetcher(|settings| settings.max_body = 2_000_000)
        .get(&request(&server.url("/bom")))
        .await;
    assert_eq!(
        error,
        Err(FetchError::TooLarge {
            url: server.url("/bom"),
            limit: 2_000_000
        })
    );
}

#[tokio::test]
async fn bodies_that_are_not_what_they_are_called_are_refused() {
    let half = {
        let mut packed = gzip("Thác Bản Giốc".as_bytes());
        packed.truncate(packed.len() - 5);
        packed
    };
    let routes = Router::new()
        .route(
            "/half",
            on_get(|| async move { ([("content-encoding", "gzip")], half) }),
        )
        .route(
            "/plain",
            on_get(|| async { ([("content-encoding", "gzip")], "<p>not packed</p>") }),
        )
        .route(
            "/br",
            on_get(|| async { ([("content-encoding", "br")], "?") }),
        )
        .route(
            "/film",
            on_get(|| async { ([("content-type", "video/mp4")], "?") }),
        );
    let server = Server::start(1, routes).await;
    let fetcher = fetcher(|_| ());
    for path in ["/half", "/plain", "/br"] {
        let error = fetcher
            .get(&request(&server.url(path)))
            .await
            .expect_err(path);
        assert!(
            matches!(error, FetchError::Body { .. }),
            "{path}: {error:?}"
        );
    }
    let film = Request {
        accept: Accept::Page,
        ..request(&server.url("/film"))
    };
    let error = fetcher.get(&film).await.expect_err("it is a film");
    assert!(
        matches!(&error, FetchError::ContentType { content_type, .. } if content_type == "video/mp4"),
        "{error:?}"
    );
    assert_eq!(error.kind(), Failure::Hard);
}

#[tokio::test]
async fn a_body_without_end_is_cut_off_at_the_limit() {
    let sent = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&sent);
    let endless = move || {
        let count = Arc::clone(&count);
        async move {
            Body::from_stream(stream::unfold((), move |()| {
                count.fetch_add(10_000, Ordering::Relaxed);
                async {
                    Some((
                        Ok::<_, std::io::Error>(Bytes::from_static(&[b'a'; 10_000])),
                        (),
                    ))
                }
            }))
        }
    };
    let server = Server::start(1, Router::new().route("/", on_get(endless))).await;
    let error = fetcher(|settings| settings.max_body = 1_000_000)
        .get(&request(&server.url("/")))
        .await;
    assert_eq!(
        error,
        Err(FetchError::TooLarge {
            url: server.url("/"),
            limit: 1_000_000
        })
    );
    // Buffers of the kernel and of both sides lie between; what matters is that it stops.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let stopped = sent.load(Ordering::Relaxed);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(sent.load(Ordering::Relaxed), stopped);
    assert!(stopped < 30_000_000, "{stopped}");
}

#[tokio::test]
async fn a_body_that_says_it_is_too_large_is_not_read_and_one_of_the_limit_is() {
    let routes = Router::new()
        .route("/limit", on_get(|| async { "a".repeat(1000) }))
        .route("/above", on_get(|| async { "a".repeat(1001) }));
    let server = Server::start(1, routes).await;
    let fetcher = fetcher(|settings| settings.max_body = 1000);
    assert_eq!(
        fetcher
            .get(&request(&server.url("/limit")))
            .await
            .expect("it fits")
            .body
            .len(),
        1000
    );
    let error = fetcher
        .get(&request(&server.url("/above")))
        .await
        .expect_err("it does not fit");
    assert!(
        matches!(error, FetchError::TooLarge { limit: 1000, .. }),
        "{error:?}"
    );
    assert_eq!(error.kind(), Failure::Hard);
}

/// Asks with a time-out of 1500 ms (1000 ms for the head), and returns which stage it ran out in.
async fn stage_of_timeout(url: &str) -> Stage {
    let start = Instant::now();
    let fetcher = fetcher(|settings| {
        settings.connect_timeout = Duration::from_millis(700);
        settings.timeout = Duration::from_millis(1500);
    });
    let error = fetcher.get(&request(url)).await.expect_err("time runs out");
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(error.kind(), Failure::Temporary);
    match error {
        FetchError::Timeout {
            stage, url: said, ..
        } if said == url => stage,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up() {
    let silent = on_get(|| async { std::future::pending::<&'static str>().await });
    let server = Server::start(1, Router::new().route("/", silent)).await;
    assert_eq!(stage_of_timeout(&server.url("/")).await, Stage::Response);
}

#[tokio::test]
async fn a_head_that_dribbles_is_given_up() {
    let head = format!("HTTP/1.1 200 OK\r\n{}", "X-Cham: x\r\n".repeat(100));
    let address = raw(false, move |stream| {
        dribble(stream, head.clone(), Duration::from_millis(20))
    })
    .await;
    assert_eq!(
        stage_of_timeout(&format!("http://{address}/")).await,
        Stage::Response
    );
}

#[tokio::test]
async fn a_body_that_dribbles_is_given_up() {
    let address = raw(false, |mut stream| async move {
        stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
            .await
            .expect("it is read");
        dribble(stream, "a".repeat(5000), Duration::from_millis(20)).await;
    })
    .await;
    assert_eq!(
        stage_of_timeout(&format!("http://{address}/")).await,
        Stage::Body
    );
}

#[tokio::test]
async fn a_secure_connection_that_does_not_come_about_is_given_up() {
    let address = raw(true, |stream| {
        dribble(stream, String::new(), Duration::ZERO)
    })
    .await;
    assert_eq!(
        stage_of_timeout(&format!("https://{address}/")).await,
        Stage::Connect
    );
}

#[tokio::test]
async fn https_is_spoken_and_what_does_not_speak_it_is_told_so() {
    let server = Server::start(1, Router::new()).await;
    let url = server.url("/").replace("http:", "https:");
    let error = get(&url).await.expect_err("it speaks HTTP without TLS");
    assert!(
        matches!(&error, FetchError::Tls { url: said, .. } if *said == url),
        "{error:?}"
    );
    assert_eq!(error.kind(), Failure::Soft);
}

#[tokio::test]
async fn a_port_where_nobody_listens_is_told_so() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    drop(listener);
    let error = get(&url).await.expect_err("nobody listens");
    assert!(
        matches!(&error, FetchError::Connect { url: said, .. } if *said == url),
        "{error:?}"
    );
    assert_eq!(error.kind(), Failure::Temporary);
    assert!(
        error.to_string().to_lowercase().contains("refused"),
        "{error}"
    );
}

#[tokio::test]
async fn answers_that_break_off_or_are_no_http_are_told_so() {
    let short = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this";
    for text in [
        short,
        "HTTP/1.1 200 OK\r\nContent-",
        "",
        "SSH-2.0-OpenSSH_9.9\r\n",
    ] {
        let address = raw(false, move |mut stream| async move {
            stream.write_all(text.as_bytes()).await.expect("it is read");
        })
        .await;
        let error = get(&format!("http://{address}/")).await.expect_err(text);
        assert!(
            matches!(error, FetchError::Body { .. }),
            "{text}: {error:?}"
        );
        assert_eq!(error.kind(), Failure::Temporary);
    }
}
