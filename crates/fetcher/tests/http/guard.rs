//! Names and addresses that may not be asked.

use std::net::IpAddr;

use axum::{Router, routing::get as on_get};
use langnghe_fetcher::{Failure, FetchError};

use crate::server::{Server, fetcher, request};

#[tokio::test]
async fn what_is_not_allowed_is_never_connected_to() {
    let server = Server::start(1, Router::new().route("/", on_get(|| async { "bí mật" }))).await;
    let port = server.address.port();
    let strict = fetcher(|settings| settings.allow_private.clear());
    for host in [
        "127.0.0.1",
        "localhost",
        "LOCALHOST",
        "2130706433",
        "0x7f000001",
        "[::ffff:127.0.0.1]",
    ] {
        let error = strict
            .get(&request(&format!("http://{host}:{port}/")))
            .await
            .expect_err(host);
        let FetchError::RefusedAddress { address, range, .. } = &error else {
            panic!("{host}: {error:?}")
        };
        assert!(range.contains("loopback"), "{host}: {range}");
        assert!(
            address.is_loopback()
                || matches!(address, IpAddr::V6(v6) if v6.to_ipv4_mapped().is_some()),
            "{host}"
        );
        assert_eq!(error.kind(), Failure::Hard);
        assert!(error.to_string().contains("fetch.allow_private"), "{error}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn names_of_allowed_networks_are_asked() {
    let server = Server::start(1, Router::new().route("/", on_get(|| async { "chào" }))).await;
    let url = format!("http://localhost:{}/", server.address.port());
    assert_eq!(
        fetcher(|_| ())
            .get(&request(&url))
            .await
            .expect("it is allowed")
            .body,
        "chào".as_bytes()
    );
}

#[tokio::test]
async fn a_name_that_cannot_be_one_does_not_resolve() {
    // A label has at most 63 bytes (RFC 1035, 2.3.4), so that no server is asked for this one.
    let url = format!("http://{}.invalid/", "a".repeat(64));
    let error = fetcher(|_| ())
        .get(&request(&url))
        .await
        .expect_err("it does not resolve");
    assert!(
        matches!(&error, FetchError::Dns { url: said, .. } if *said == url),
        "{error:?}"
    );
    assert_eq!(error.kind(), Failure::Temporary);
}

#[tokio::test]
async fn without_a_contact_nothing_outside_this_machine_is_asked() {
    let server = Server::start(1, Router::new().route("/", on_get(|| async { "chào" }))).await;
    let nobody = fetcher(|settings| settings.contact.clear());
    assert!(nobody.get(&request(&server.url("/"))).await.is_ok());
    let url = "http://93.184.215.14/".to_owned();
    let error = nobody.get(&request(&url)).await.expect_err("who asks?");
    assert_eq!(error, FetchError::NoContact { url });
    assert_eq!(error.kind(), Failure::Soft);
    assert!(
        error.to_string().contains("LANGNGHE_FETCH__CONTACT"),
        "{error}"
    );
}
