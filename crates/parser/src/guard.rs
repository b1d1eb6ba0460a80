//! What a document may cost, measured before any library sees it.
//!
//! Libraries that build trees take quadratic time on deep nesting, and some overflow the stack, which
//! nothing can catch. So a cheap scan of the markup comes first, and it rather counts too much than too
//! little; the tree itself is measured again when it stands, before anything walks it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use scraper::Html;

use crate::error::ParseError;

mod elements;
mod scan;

pub(crate) use scan::{ATTRIBUTES, tag_end};
use scan::{Markup, Scan, scan};

/// The largest page. Vietnamese article pages have 50 to 400 KB.
pub(crate) const PAGE_BYTES: usize = 8 << 20;
/// The largest feed.
pub(crate) const FEED_BYTES: usize = 16 << 20;
/// The largest sitemap, compressed or not: the limit of sitemaps.org.
pub(crate) const SITEMAP_BYTES: usize = 50 << 20;
/// The deepest nesting. Browsers stop at 512 (Blink's `kMaximumHTMLParserDOMTreeDepth`), and the
/// extraction library looks no deeper than 500.
pub(crate) const DEPTH: usize = 480;
/// The most elements of a page: ten times what the largest front pages have.
pub(crate) const ELEMENTS: usize = 200_000;

/// Refuses documents beyond the size limit.
pub(crate) fn size(url: &str, bytes: usize, limit: usize) -> Result<(), ParseError> {
    if bytes > limit {
        return Err(ParseError::TooLarge {
            url: url.to_owned(),
            limit,
            unit: "bytes",
        });
    }
    Ok(())
}

/// Refuses XML that is nested too deep. How many elements it has does not matter to readers that build no
/// tree: a full sitemap of 50,000 pages has more than a page may have.
pub(crate) fn xml(url: &str, text: &str) -> Result<(), ParseError> {
    let mut found = scan(text, Markup::Xml);
    found.elements = 0;
    check(url, &found)
}

/// Builds the tree of a page, if that is safe.
pub(crate) fn page(url: &str, text: &str) -> Result<Html, ParseError> {
    check(url, &scan(text, Markup::Html))?;
    let Some(tree) = belt(|| Html::parse_document(text)) else {
        return Err(ParseError::LibraryFailed {
            url: url.to_owned(),
            library: "html5ever",
        });
    };
    if depth(&tree) > DEPTH {
        return Err(ParseError::TooDeep {
            url: url.to_owned(),
            limit: DEPTH,
        });
    }
    Ok(tree)
}

/// Builds the tree of a piece of HTML; `None` if that is not safe.
pub(crate) fn fragment(text: &str) -> Option<Html> {
    check("", &scan(text, Markup::Html)).ok()?;
    let tree = belt(|| Html::parse_fragment(text))?;
    (depth(&tree) <= DEPTH).then_some(tree)
}

fn check(url: &str, scan: &Scan) -> Result<(), ParseError> {
    if scan.depth > DEPTH {
        Err(ParseError::TooDeep {
            url: url.to_owned(),
            limit: DEPTH,
        })
    } else if scan.elements > ELEMENTS {
        Err(ParseError::TooLarge {
            url: url.to_owned(),
            limit: ELEMENTS,
            unit: "elements",
        })
    } else if scan.attributes > scan::ATTRIBUTES {
        Err(ParseError::TooLarge {
            url: url.to_owned(),
            limit: scan::ATTRIBUTES,
            unit: "attributes on one element",
        })
    } else {
        Ok(())
    }
}

/// How deep a tree is, without recursion.
pub(crate) fn depth(tree: &Html) -> usize {
    use ego_tree::iter::Edge;
    let mut deepest = 0;
    let mut now = 0_usize;
    for edge in tree.tree.root().traverse() {
        match edge {
            Edge::Open(_) => {
                now += 1;
                deepest = deepest.max(now);
            }
            Edge::Close(_) => now -= 1,
        }
    }
    deepest
}

/// The last belt: a panic inside a library becomes `None`.
pub(crate) fn belt<T>(work: impl FnOnce() -> T) -> Option<T> {
    // Nothing that was being changed is looked at afterwards, so a half-changed state cannot leak.
    catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_refused_before_it_is_built() {
        for bomb in [
            "<div>",
            "<b>",
            "<span>",
            "<table><tr><td>",
            "<ul><li>",
            "<font color=#1>",
            "<svg><g>",
        ] {
            let page_text = bomb.repeat(50_000);
            let error = page("https://bao.example/", &page_text).expect_err(bomb);
            assert_eq!(error.code(), "too-deep", "{bomb}");
            assert!(fragment(&page_text).is_none(), "{bomb}");
        }
        assert!(xml("u", &"<a>".repeat(50_000)).is_err());
        let many = format!("<p {}>", "a ".repeat(100_000));
        assert_eq!(
            page("u", &many).expect_err("attributes").code(),
            "too-large"
        );
        assert_eq!(
            page("u", &"<p>a".repeat(300_000))
                .expect_err("elements")
                .code(),
            "too-large"
        );
    }

    #[test]
    fn an_honest_page_passes() {
        let text = format!(
            "<!doctype html><table>{}</table>{}",
            "<tr><td>a<td>b".repeat(2_000),
            "<p>đoạn<br><li>x<p>".repeat(2_000)
        );
        assert!(page("u", &text).is_ok());
        assert!(size("u", 3, 3).is_ok() && size("u", 4, 3).is_err());
    }

    #[test]
    fn a_panic_becomes_nothing() {
        assert_eq!(belt(|| 1), Some(1));
    }
}
