//! Redirects: each hop is a request like any other.

use axum::{
    Router,
    extract::Path,
    http::{HeaderMap, StatusCode},
    routing::get as on_get,
};
use langnghe_fetcher::{Failure, FetchError, Hop, Request};

use crate::server::{Server, fetcher, get, request};

fn to(status: u16, target: String) -> (StatusCode, [(&'static str, String); 1]) {
    (
        StatusCode::from_u16(status).expect("a status"),
        [("location", target)],
    )
}

#[tokio::test]
async fn a_chain_over_several_hosts_is_followed_and_told() {
    // Routes are compared as they are encoded.
    let end = Server::start(
        3,
        Router::new().route("/l%E1%BB%85", on_get(|| async { "đến nơi" })),
    )
    .await;
    let (written, encoded) = (end.url("/lễ#x"), end.url("/l%E1%BB%85"));
    let hop = move |Path(status): Path<u16>| {
        let target = match status {
            301 => "/302".to_owned(),
            302 => "/303".to_owned(),
            303 => "/307".to_owned(),
            307 => "/308".to_owned(),
            _ => written.clone(),
        };
        async move { to(status, target) }
    };
    let start = Server::start(2, Router::new().route("/{status}", on_get(hop))).await;
    let asked = Request {
        etag: Some("\"a1\"".into()),
        ..request(&start.url("/301"))
    };
    let response = fetcher(|_| ())
        .get(&asked)
        .await
        .expect("it leads somewhere");
    assert_eq!(response.body, "đến nơi".as_bytes());
    assert_eq!(response.final_url, encoded);
    let hops: Vec<Hop> = [(301, "/302"), (302, "/303"), (303, "/307"), (307, "/308")]
        .map(|(status, next)| Hop {
            status,
            from: start.url(&format!("/{status}")),
            to: start.url(next),
        })
        .into_iter()
        .chain([Hop {
            status: 308,
            from: start.url("/308"),
            to: encoded,
        }])
        .collect();
    assert_eq!(response.redirects, hops);
    assert_eq!(response.moved_to(), None, "not every step is for good");
    assert_eq!(end.paths(), ["/robots.txt", "/l%E1%BB%85"]);
}

#[tokio::test]
async fn an_address_has_moved_when_every_step_is_for_good() {
    let routes = Router::new()
        .route("/301", on_get(|| async { to(301, "/308".into()) }))
        .route("/308", on_get(|| async { to(308, "/moi".into()) }))
        .route("/302", on_get(|| async { to(302, "/301".into()) }))
        .route("/moi", on_get(|| async { "mới" }));
    let server = Server::start(1, routes).await;
    let fetcher = fetcher(|_| ());
    for (path, moved) in [
        ("/301", true),
        ("/308", true),
        ("/302", false),
        ("/moi", false),
    ] {
        let asked = request(&server.url(path));
        let response = fetcher.get(&asked).await.expect("it leads somewhere");
        let expected = moved.then(|| server.url("/moi"));
        assert_eq!(response.moved_to(), expected.as_deref(), "{path}");
    }
}

#[tokio::test]
async fn circles_are_left_when_they_close() {
    let routes = Router::new()
        .route("/a", on_get(|| async { to(302, "/b".into()) }))
        .route("/b", on_get(|| async { to(302, "/a#again".into()) }))
        .route(
            "/self",
            on_get(|| async { ([("set-cookie", "seen=1")], to(302, "/self".into())) }),
        );
    let server = Server::start(1, routes).await;
    for (path, target) in [("/a", "/a"), ("/self", "/self")] {
        let error = get(&server.url(path)).await.expect_err("a circle");
        assert_eq!(
            error,
            FetchError::RedirectLoop {
                url: server.url(path),
                target: server.url(target)
            }
        );
        assert_eq!(error.kind(), Failure::Soft);
    }
    assert_eq!(
        server.paths(),
        ["/robots.txt", "/a", "/b", "/robots.txt", "/self"]
    );
}

#[tokio::test]
async fn a_chain_without_end_is_left_after_the_agreed_number() {
    let routes = Router::new()
        .route(
            "/{number}",
            on_get(|Path(number): Path<u32>| async move { to(302, format!("/{}", number + 1)) }),
        )
        .route("/robots.txt", on_get(|| async { "" }));
    let server = Server::start(1, routes).await;
    let error = fetcher(|settings| settings.max_redirects = 3)
        .get(&request(&server.url("/0")))
        .await;
    assert_eq!(
        error,
        Err(FetchError::TooManyRedirects {
            url: server.url("/0"),
            limit: 3
        })
    );
    assert_eq!(server.paths(), ["/robots.txt", "/0", "/1", "/2", "/3"]);
}

#[tokio::test]
async fn a_redirect_to_a_network_that_may_not_be_asked_is_refused() {
    let secret = Server::start(2, Router::new().route("/", on_get(|| async { "bí mật" }))).await;
    let port = secret.address.port();
    for target in [
        secret.url("/"),
        format!("http://[::1]:{port}/"),
        format!("http://[::ffff:127.0.0.2]:{port}/"),
    ] {
        let said = target.clone();
        let routes = Router::new().route("/", on_get(move || async move { to(301, said) }));
        let server = Server::start(1, routes).await;
        let only_first = fetcher(|settings| {
            settings.allow_private = vec!["127.0.0.1/32".parse().expect("a network")];
        });
        let error = only_first
            .get(&request(&server.url("/")))
            .await
            .expect_err("it is private");
        assert!(
            matches!(&error, FetchError::RefusedAddress { range, .. } if range.contains("loopback")),
            "{error:?}"
        );
    }
    assert!(secret.seen().is_empty());
}

#[tokio::test]
async fn a_redirect_to_a_name_of_such_a_network_is_refused() {
    let secret = Server::start(1, Router::new()).await;
    let target = format!("http://localhost:{}/", secret.address.port());
    let said = target.clone();
    let server = Server::start(
        2,
        Router::new().route("/", on_get(move || async move { to(301, said) })),
    )
    .await;
    let only_second = fetcher(|settings| {
        settings.allow_private = vec!["127.0.0.2/32".parse().expect("a network")];
    });
    let error = only_second
        .get(&request(&server.url("/")))
        .await
        .expect_err("it is private");
    assert!(
        matches!(&error, FetchError::RefusedAddress { url, .. } if *url == target),
        "{error:?}"
    );
    assert!(secret.seen().is_empty());
}

#[tokio::test]
async fn redirects_to_nowhere_are_told() {
    let routes = Router::new()
        .route("/none", on_get(|| async { StatusCode::FOUND }))
        .route(
            "/script",
            on_get(|| async { to(302, "javascript:void(0)".into()) }),
        )
        .route(
            "/login",
            on_get(|| async { to(302, "http://u:matkhau@127.0.0.1/".into()) }),
        );
    let server = Server::start(1, routes).await;
    for path in ["/none", "/script", "/login"] {
        let error = get(&server.url(path)).await.expect_err(path);
        assert!(
            matches!(&error, FetchError::BadRedirect { url, .. } if *url == server.url(path)),
            "{error:?}"
        );
        assert!(!error.to_string().contains("matkhau"), "{error}");
    }
}

#[tokio::test]
async fn robots_txt_of_the_host_that_is_led_to_is_obeyed() {
    let closed = Router::new()
        .route(
            "/robots.txt",
            on_get(|| async { "User-agent: LangNghe\nDisallow: /rieng" }),
        )
        .route("/rieng/1", on_get(|| async { "riêng" }));
    let closed = Server::start(2, closed).await;
    let target = closed.url("/rieng/1");
    let open = Server::start(
        1,
        Router::new().route("/", on_get(move || async move { to(302, target) })),
    )
    .await;
    let error = get(&open.url("/")).await.expect_err("it is forbidden");
    assert_eq!(
        error,
        FetchError::Robots {
            url: closed.url("/rieng/1"),
            rule: "Disallow: /rieng".into()
        }
    );
    assert_eq!(closed.paths(), ["/robots.txt"]);
}

#[tokio::test]
async fn conditions_go_with_every_hop() {
    let feed = |headers: HeaderMap| async move {
        if headers.contains_key("if-none-match") {
            StatusCode::NOT_MODIFIED
        } else {
            StatusCode::OK
        }
    };
    let routes = Router::new()
        .route("/rss", on_get(|| async { to(301, "/feed".into()) }))
        .route("/feed", on_get(feed));
    let server = Server::start(1, routes).await;
    let asked = Request {
        etag: Some("\"a1\"".into()),
        ..request(&server.url("/rss"))
    };
    assert_eq!(
        fetcher(|_| ())
            .get(&asked)
            .await
            .expect("it is known")
            .status,
        304
    );
}
