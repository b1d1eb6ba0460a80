//! The forms of one article for telephones and for AMP, joined with its main one.

use url::Url;

/// Hosts that show a site's pages in another form, before the site's own name.
const HOSTS: &[&str] = &["m.", "amp.", "mobile."];

/// Ends of names that belong to no one publisher, so that what stands before them is one's name.
const SHARED: &[&str] = &[
    "com", "net", "org", "gov", "edu", "co", "info", "name", "ac",
];

/// Leads an address for telephones or AMP back to that of the main form, as far as the address tells. What it
/// does not tell, the page's own `rel=canonical` does.
pub(super) fn to_main(url: &mut Url) {
    while let Some(host) = url.host_str().and_then(main_host) {
        if url.set_host(Some(&host)).is_err() {
            return;
        }
    }
    while let Some(path) = main_path(url.path()) {
        url.set_path(&path);
    }
}

fn main_host(host: &str) -> Option<String> {
    let rest = HOSTS.iter().find_map(|start| host.strip_prefix(start))?;
    let (first, above) = rest.split_once('.')?;
    // `m.com.vn` is a name of its own, and `m.10.0.0.1` no name at all.
    let is_shared = SHARED.contains(&first) && above.len() == 2;
    let is_name = above.ends_with(|c: char| c.is_ascii_alphabetic());
    (!is_shared && is_name && !first.is_empty()).then(|| rest.to_owned())
}

fn main_path(path: &str) -> Option<String> {
    // Not a section of that name: something stands before it that looks like an article.
    let is_article = |rest: &str| {
        let last = rest.rsplit('/').next().unwrap_or_default();
        last.contains('-') || last.bytes().any(|b| b.is_ascii_digit()) || last.contains('.')
    };
    for end in ["/amp/", "/amp"] {
        if let Some(rest) = path.strip_suffix(end) {
            return is_article(rest).then(|| rest.to_owned());
        }
    }
    for (end, main) in [(".amp.html", ".html"), (".amp.htm", ".htm"), (".amp", "")] {
        if let Some(rest) = path.strip_suffix(end)
            && !rest.ends_with('/')
        {
            return Some(format!("{rest}{main}"));
        }
    }
    let rest = path.strip_prefix("/amp/")?;
    is_article(rest).then(|| format!("/{rest}"))
}

/// Whether a parameter only asks for the form for AMP.
pub(super) fn is_form(part: &str) -> bool {
    let part = part.to_ascii_lowercase();
    matches!(
        &*part,
        "amp" | "amp=" | "amp=1" | "amp=true" | "outputtype=amp" | "output=amp"
    )
}
