//! Addresses made canonical, so that one article has one.

use url::Url;

mod forms;

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
/// tracking parameters; the other parameters stay as and where they are. Forms for telephones and AMP
/// (`m.bao.example`, `/amp`) become the main one. A canonical address is its own
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
    // More than two slashes mean two by the standard, which the library does not know of relative addresses.
    let slashes = address.len() - address.trim_start_matches(['/', '\\']).len();
    if slashes > 2 {
        address.replace_range(..slashes, "//");
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
            .filter(|part| !part.is_empty() && !is_tracking(part) && !forms::is_form(part))
            .collect();
        let kept = kept.join("&");
        url.set_query((!kept.is_empty()).then_some(&*kept));
    }
    forms::to_main(&mut url);
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
    fn forms_of_one_article_become_one() {
        let main = Some("https://bao.example/tin/khai-hoi-1.html");
        for form in [
            "https://m.bao.example/tin/khai-hoi-1.html",
            "https://amp.bao.example/tin/khai-hoi-1.html?amp=1",
            "https://mobile.bao.example/tin/khai-hoi-1.html/amp",
            "https://bao.example/tin/khai-hoi-1.html/amp/",
            "https://bao.example/tin/khai-hoi-1.amp.html?outputType=amp#binh-luan",
            "https://bao.example/amp/tin/khai-hoi-1.html",
        ] {
            check(form, main);
        }
        for own in [
            "https://m.com.vn/a-1",
            "https://m.vn/a-1",
            "https://bao.example/tin/amp",
            "https://bao.example/amp/",
            "https://mbao.example/a-1.html?trang=2&amp=4",
        ] {
            check(own, Some(own));
        }
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

    /// The cases of the URL Standard's own tests where they are at hand: what is an address of the web comes out
    /// as the standard writes it (but for user names, fragments and tracking), all else is refused.
    #[test]
    fn cases_of_the_url_standard() {
        /// Inputs where we differ, with the reason.
        const DIFFERENCES: &[(&str, &str)] = &[
            (
                "",
                "an empty link leads to the page itself, and to no article",
            ),
            (
                "  \t",
                "an empty link leads to the page itself, and to no article",
            ),
        ];
        let archive = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../shared/data/url-html-encoding/data.tar.zst");
        if !archive.exists() {
            println!("skipped: no shared data");
            return;
        }
        let said = std::process::Command::new("sh")
            .arg("-c")
            .arg(format!(
                "zstd -dc '{}' | tar -xO --wildcards '*url/tests/urltestdata.json'",
                archive.display()
            ))
            .output()
            .expect("a shell");
        let Ok(cases) = serde_json::from_slice::<Vec<serde_json::Value>>(&said.stdout) else {
            println!("skipped: no zstd or tar");
            return;
        };
        let (mut all, mut good, mut of_the_web) = (0, 0, 0);
        for case in cases.iter().filter(|case| case.is_object()) {
            let input = case["input"].as_str().expect("an input");
            let base = case["base"].as_str();
            let wanted = case["href"]
                .as_str()
                .and_then(|href| canonical_url(href, None));
            let found = canonical_url(input, base);
            all += 1;
            of_the_web += usize::from(wanted.is_some());
            if found == wanted {
                good += 1;
                continue;
            }
            let why = DIFFERENCES.iter().find(|(listed, _)| *listed == input);
            match why {
                Some((_, why)) => println!("{input:?}: {found:?} for {wanted:?}: {why}"),
                None => println!("NOT LISTED {input:?} {base:?}: {found:?} for {wanted:?}"),
            }
            assert!(why.is_some());
        }
        println!(
            "{good} of {all} cases of the URL Standard, {of_the_web} of them addresses of the web"
        );
    }

    proptest! {
        #[test]
        fn canonical_is_canonical(address in "(https?://)?(m[.]|amp[.]|mobile[.]){0,2}[a-z.]{1,12}(:[0-9]{1,3})?(/amp|/a-1|//)?/[ -~đ]{0,30}([.]amp|/amp/?|[.]amp[.]html){0,2}([?]amp=1)?") {
            if let Some(once) = canonical_url(&address, Some("https://bao.example/")) {
                prop_assert_eq!(canonical_url(&once, None), Some(once));
            }
        }
    }
}
