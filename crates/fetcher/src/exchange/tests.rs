//! Addresses, redirect targets and causes; what goes over the wire is tested in `tests/http`.

use super::*;
use crate::resolve::SystemResolver;

fn exchange() -> Exchange {
    Exchange::new(FetchSettings::default(), Arc::new(SystemResolver)).expect("a client")
}

#[test]
fn addresses_that_may_not_be_asked_are_refused_before_anything_is_sent() {
    let exchange = exchange();
    for (address, reason) in [
        ("tin-tuc/1.html", "relative URL"),
        ("", "relative URL"),
        ("http://", "empty host"),
        ("https://ai:matkhau@bao.example/", "login"),
        ("ftp://bao.example/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("http://127.0.0.1/", "loopback"),
        ("http://2130706433/", "loopback"),
        ("http://0x7f.1/", "loopback"),
        ("http://0177.0.0.1/", "loopback"),
        ("http://[::ffff:7f00:1]/", "loopback"),
        ("http://[::1]:8080/", "loopback"),
        ("http://169.254.169.254/latest/meta-data", "link-local"),
        ("http://8.8.8.8:25/", "not the web"),
        ("http://[2400::1]:6379/", "not the web"),
    ] {
        let error = exchange.check(address).expect_err(address);
        assert!(error.to_string().contains(reason), "{address}: {error}");
        assert!(!error.to_string().contains("matkhau"), "{error}");
    }
}

#[test]
fn long_addresses_are_refused_and_shown_short() {
    let error = exchange()
        .check(&format!("https://bao.example/{}", "ă".repeat(8000)))
        .expect_err("too long");
    assert!(error.to_string().len() < 600, "{error}");
}

#[test]
fn good_addresses_lose_only_their_fragment() {
    let url = exchange()
        .check(" https://Báo.example/tin?p=1#cuoi ")
        .expect("a good one");
    assert_eq!(url.as_str(), "https://xn--bo-mia.example/tin?p=1");
}

#[test]
fn redirects_lead_to_what_their_location_means() {
    let exchange = exchange();
    let from: Url = "https://bao.example/a/b?c".parse().expect("an address");
    let target = |location: &[u8]| {
        let value = HeaderValue::from_bytes(location).expect("a header");
        exchange.target(&from, &HeaderMap::from_iter([(LOCATION, value)]))
    };
    for (location, expected) in [
        ("/x", "https://bao.example/x"),
        ("y#z", "https://bao.example/a/y"),
        ("//khac.example/", "https://khac.example/"),
        ("http://khac.example", "http://khac.example/"),
        (
            "/lễ-hội 2026",
            "https://bao.example/l%E1%BB%85-h%E1%BB%99i%202026",
        ),
    ] {
        assert_eq!(
            target(location.as_bytes()).expect(location).as_str(),
            expected
        );
    }
    for location in [
        "",
        "javascript:void(0)",
        "http://[",
        "https://u:matkhau@khac.example/",
    ] {
        let error = target(location.as_bytes()).expect_err(location);
        assert!(
            matches!(&error, FetchError::BadRedirect { url, .. } if *url == from.to_string()),
            "{error:?}"
        );
        assert!(!error.to_string().contains("matkhau"), "{error}");
    }
    let error = target(b"http://10.0.0.1/").expect_err("private");
    assert!(
        matches!(error, FetchError::RefusedAddress { .. }),
        "{error:?}"
    );
    assert!(matches!(
        exchange.target(&from, &HeaderMap::new()),
        Err(FetchError::BadRedirect { .. })
    ));
}

#[test]
fn causes_are_found_through_io_errors() {
    let alert = rustls::Error::HandshakeNotComplete;
    let error = io::Error::other(io::Error::other(alert.clone()));
    assert!(cause::<rustls::Error>(&error).is_some());
    assert!(cause::<FetchError>(&error).is_none());
    assert_eq!(last_cause(&error), alert.to_string());
}
