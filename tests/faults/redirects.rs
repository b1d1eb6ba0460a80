//! Redirects that lead nowhere good.

use crate::site::{Site, reply};

fn leading(to: &'static str) -> Site {
    Site::start(move |_, stream| reply(stream, "302 Found", &[("Location", to)], b""))
}

#[test]
fn a_redirect_in_a_circle() {
    let site = Site::start(|asked, stream| {
        let to = if asked.path == "/rss" {
            "/feed"
        } else {
            "/rss"
        };
        reply(stream, "301 Moved Permanently", &[("Location", to)], b"")
    });
    site.recorded()
        .failed("SITE/rss is redirected in a circle, back to SITE/rss");
    assert_eq!(site.paths(), ["/rss", "/feed"]);
}

#[test]
fn redirects_without_end() {
    let site = Site::start(|asked, stream| {
        let to = format!("{}x", asked.path);
        reply(stream, "302 Found", &[("Location", &to)], b"")
    });
    site.recorded()
        .failed("SITE/rss is redirected more than 5 times");
    assert_eq!(site.paths().len(), 6, "{:?}", site.paths());
}

#[test]
fn a_redirect_to_a_private_address() {
    for (to, said) in [
        ("http://10.0.0.1/rss", "10.0.0.1 is in 10.0.0.0/8 (private)"),
        (
            "http://169.254.169.254/latest/meta-data/",
            "169.254.169.254 is in 169.254.0.0/16 (link-local)",
        ),
        (
            "http://[::ffff:c0a8:101]/",
            "::ffff:192.168.1.1 is in 192.168.0.0/16 (private)",
        ),
    ] {
        leading(to).recorded().failed(&format!("{to} is not asked: its address {said}; add the network to fetch.allow_private if it may be"));
    }
}

#[test]
fn a_redirect_to_another_scheme() {
    for to in [
        "ftp://bao.example/rss",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ] {
        leading(to).recorded().failed(&format!("SITE/rss is redirected to \"{to}\", which cannot be asked: only http and https are asked"));
    }
}

#[test]
fn a_redirect_to_another_port() {
    leading("http://93.184.215.14:25/").recorded().failed("http://93.184.215.14:25/ is not asked, since its port 25 is not the web's; add it to fetch.ports if it may be");
}
