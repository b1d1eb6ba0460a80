//! Addresses made canonical, so that one article has one.

use url::Url;

/// No honest address is longer; what is cannot be an identity.
const LONGEST: usize = 4_096;

/// Parameters that say how a reader came, not what is read. Sources: the lists of Miniflux
/// (`internal/reader/urlcleaner`) and Firefox's query stripping; `vn_*` is `VnExpress`' own, `zarsrc`,
/// `zanpid` and `gidzl` are Zalo's.
const TRACKING: &[&str] = &[
    "__hsfp",
    "__hssc",
    "__hstc",
    "__s",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_openstat",
    "action_object_map",
    "action_ref_map",
    "action_type_map",
    "dclid",
    "fb_action_ids",
    "fb_action_types",
    "fb_comment_id",
    "fb_ref",
    "fb_source",
    "fbclid",
    "gbraid",
    "gclid",
    "gclsrc",
    "gidzl",
    "hsctatracking",
    "igsh",
    "igshid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "oft_c",
    "oft_ck",
    "oft_d",
    "oft_id",
    "oft_ids",
    "oft_k",
    "oft_lk",
    "oft_sk",
    "oly_anon_id",
    "oly_enc_id",
    "rb_clickid",
    "s_cid",
    "srsltid",
    "ttclid",
    "twclid",
    "vero_conv",
    "vero_id",
    "vn_aid",
    "vn_campaign",
    "vn_medium",
    "vn_source",
    "vn_term",
    "vn_thumb",
    "vn_topic",
    "vn_zone",
    "wbraid",
    "wickedid",
    "xtor",
    "yclid",
    "ymclid",
    "ysclid",
    "zanpid",
    "zarsrc",
];

/// The canonical form of an address, or `None` when it is no address of the web.
///
/// Only http and https count. Relative ones are resolved against `base`. The form is the WHATWG URL
/// Standard's (lower-case host, no default port, `.` and `..` resolved), without user name, fragment and
/// tracking parameters; the other parameters stay as and where they are. A canonical address is its own
/// canonical form.
pub fn canonical_url(address: &str, base: Option<&str>) -> Option<String> {
    let mut address = address.trim().to_owned();
    // Feeds escape twice now and then; no address has `&amp;` in it on purpose.
    while address.contains("&amp;") {
        address = address.replace("&amp;", "&");
    }
    if address.is_empty() || address.len() > LONGEST {
        return None;
    }
    let mut url = match base.and_then(|base| Url::parse(base).ok()) {
        Some(base) => base.join(&address).ok()?,
        None => Url::parse(&address).ok()?,
    };
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_fragment(None);
    // Neither can fail for http(s) with a host.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if let Some(query) = url.query() {
        let kept: Vec<&str> = query
            .split('&')
            .filter(|part| !part.is_empty() && !is_tracking(part))
            .collect();
        let kept = kept.join("&");
        url.set_query((!kept.is_empty()).then_some(&*kept));
    }
    let canonical = String::from(url);
    (canonical.len() <= LONGEST).then_some(canonical)
}

fn is_tracking(part: &str) -> bool {
    let name = part.split('=').next().unwrap_or(part).to_ascii_lowercase();
    name.starts_with("utm_") || name.starts_with("utm%5f") || TRACKING.contains(&&*name)
}

/// Whether two addresses belong to one publisher: the same host, or one host below the other
/// (`m.bao.example` and `bao.example`), with `www.` left aside.
pub(crate) fn same_site(a: &str, b: &str) -> bool {
    let host = |address: &str| {
        let url = Url::parse(address).ok()?;
        let host = url.host_str()?.to_owned();
        Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
    };
    let (Some(a), Some(b)) = (host(a), host(b)) else {
        return false;
    };
    let below = |low: &str, high: &str| {
        high.contains('.')
            && low
                .strip_suffix(high)
                .is_some_and(|rest| rest.ends_with('.'))
    };
    a == b || below(&a, &b) || below(&b, &a)
}

/// Whether the address is a front page.
pub(crate) fn is_front_page(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| url.path() == "/" && url.query().is_none())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(address: &str, expected: Option<&str>) {
        let base = "https://bao.example/tin/trang.html?x=1#y";
        assert_eq!(
            canonical_url(address, Some(base)).as_deref(),
            expected,
            "{address}"
        );
    }

    #[test]
    fn addresses_become_canonical() {
        check(
            "HTTPS://Bao.Example:443/Tin/../a.html#binh-luan",
            Some("https://bao.example/a.html"),
        );
        check(
            "http://bao.example:8080/a",
            Some("http://bao.example:8080/a"),
        );
        check(
            "/a.html?utm_source=zalo&id=7&fbclid=x&trang=2",
            Some("https://bao.example/a.html?id=7&trang=2"),
        );
        check(
            "a.html?UTM_Medium=x&vn_source=rss",
            Some("https://bao.example/tin/a.html"),
        );
        check(
            "//khac.example/b?b=2&a=1",
            Some("https://khac.example/b?b=2&a=1"),
        );
        check(
            "?id=3&amp;amp;p=1",
            Some("https://bao.example/tin/trang.html?id=3&p=1"),
        );
        check("https://ai:mat@bao.example/", Some("https://bao.example/"));
        check(" \n/a b/đ ", Some("https://bao.example/a%20b/%C4%91"));
    }

    #[test]
    fn what_is_no_address_of_the_web_is_refused() {
        for bad in [
            "",
            "  ",
            "javascript:alert(1)",
            "mailto:a@b.example",
            "ftp://bao.example/a",
            "data:text/html,x",
            "http://",
            "tel:0912345678",
        ] {
            check(bad, None);
        }
        assert_eq!(canonical_url("/a", None), None);
        assert_eq!(
            canonical_url(&format!("https://a.example/{}", "x".repeat(5_000)), None),
            None
        );
    }

    #[test]
    fn a_site_is_its_host_and_what_lies_below() {
        assert!(same_site(
            "https://www.bao.example/a",
            "https://m.bao.example/b"
        ));
        assert!(!same_site("https://bao.example/a", "https://xbao.example/"));
        assert!(!same_site("https://a.example/", "https://example/"));
        assert!(
            is_front_page("https://bao.example/") && !is_front_page("https://bao.example/?id=1")
        );
    }

    proptest! {
        #[test]
        fn canonical_is_canonical(address in "(https?://)?[a-z.]{1,12}(:[0-9]{1,3})?/[ -~đ]{0,30}") {
            if let Some(once) = canonical_url(&address, Some("https://bao.example/")) {
                prop_assert_eq!(canonical_url(&once, None), Some(once));
            }
        }
    }
}
