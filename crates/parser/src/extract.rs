//! The body of an article: by the source's selectors, from the one element that holds nearly all prose of the page,
//! or by the extraction library.

use langnghe_model::{Extraction, Selectors};
use scraper::{ElementRef, Html, Selector, node::Element};
use slim::Slim;

use crate::{
    guard,
    html::{self, Paragraph},
    origin::Origin,
    page,
    problem::Problem,
};

mod dense;
mod slim;

/// The library's first, quick answer is taken when it has so many bytes, and this share of the page's prose. Otherwise
/// its fallback is asked, which takes twice as long. On the English sample any share from 0.5 to 0.8 gives the F1 of
/// asking it always (0.967), and three pages of four are done at once.
const ENOUGH: usize = 700;
const SHARE: f64 = 0.6;

/// Bytes of a slim page that is too long for the fallback. Of 267 recorded pages, whole ones, the longest has 512 KB.
const LONG: usize = 500_000;

/// Ids and classes of boxes inside a body that are not the article: comments, related articles, share bars, tags,
/// captions, advertisements, bylines. The library leaves some of them in, whatever it is told.
const BOXES: &[&str] = &[
    "comments",
    "comment",
    "comment-list",
    "comments-area",
    "comment-box",
    "box-comment",
    "box_comment",
    "comment-wrapper",
    "fb-comments",
    "disqus_thread",
    "binhluan",
    "binh-luan",
    "box-binhluan",
    "related",
    "related-news",
    "related-posts",
    "related-box",
    "box-related",
    "box_related",
    "news-related",
    "relate-news",
    "tin-lien-quan",
    "tinlienquan",
    "lien-quan",
    "lienquan",
    "tin-cung-chuyen-muc",
    "cung-chuyen-muc",
    "tin-khac",
    "box-tinlienquanv2",
    "article__related",
    "share",
    "social",
    "social-share",
    "box-share",
    "tags",
    "tag-list",
    "box-tags",
    "ads",
    "advertisement",
    "banner-ads",
    "quang-cao",
    "author",
    "author-name",
    "article-author",
    "detail-author",
    "byline",
    "tac-gia",
    "tacgia",
];

/// Whether an element is a box inside a body that is not the article.
fn is_removed(element: &Element) -> bool {
    element.name() == "figcaption"
        || element.attrs().any(|(name, value)| match name {
            "id" => BOXES.contains(&value),
            "class" => {
                value
                    .split_ascii_whitespace()
                    .any(|class| BOXES.contains(&class))
                    || ["caption", "Caption", "_cation"]
                        .iter()
                        .any(|part| value.contains(part))
            }
            "rel" | "itemprop" => value == "author",
            _ => false,
        })
}

/// The most nodes of a page that the library is given: it copies the tree several times, at up to 8 KB a node. The
/// largest of 267 recorded article pages has 2,763 elements and some 8,000 nodes.
const NODES: usize = 20_000;

/// A body, and which way it came.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) paragraphs: Vec<Paragraph>,
    pub(crate) way: Extraction,
    pub(crate) origin: Origin,
}

/// The body of the page; `None` when no way finds any text.
pub(crate) fn body(
    tree: &Html,
    selectors: &Selectors,
    problems: &mut Vec<Problem>,
) -> Option<Body> {
    let removed: Vec<Selector> = selectors
        .remove
        .iter()
        .filter_map(|css| page::configured(css, problems))
        .collect();
    by_selectors(tree, selectors, &removed, problems)
        .map(|paragraphs| Body {
            paragraphs,
            way: Extraction::Selectors,
            origin: Origin::Selector,
        })
        .or_else(|| {
            Some(Body {
                paragraphs: dense::paragraphs(tree, &removed)?,
                way: Extraction::Density,
                origin: Origin::Density,
            })
        })
        .or_else(|| {
            if tree.tree.values().take(NODES + 1).count() > NODES {
                problems.push(Problem::TooLargeForLibrary { limit: NODES });
                return None;
            }
            let paragraphs = by_library(tree, &removed, problems)?;
            Some(Body {
                paragraphs,
                way: Extraction::Library,
                origin: Origin::Library,
            })
        })
}

fn by_selectors(
    tree: &Html,
    selectors: &Selectors,
    removed: &[Selector],
    problems: &mut Vec<Problem>,
) -> Option<Vec<Paragraph>> {
    let css = selectors.body.as_deref()?;
    let selector = page::configured(css, problems)?;
    let paragraphs: Vec<Paragraph> = html::outermost(tree, &selector)
        .into_iter()
        .flat_map(|found| {
            html::paragraphs(found, &|node| {
                ElementRef::wrap(*node).is_some_and(|element| {
                    is_removed(element.value()) || removed.iter().any(|one| one.matches(&element))
                })
            })
        })
        .collect();
    if paragraphs.is_empty() {
        problems.push(Problem::SelectorFoundNothing {
            field: "body".into(),
            selector: crate::text::clip(css, 80),
        });
        return None;
    }
    Some(paragraphs)
}

fn by_library(
    tree: &Html,
    removed: &[Selector],
    problems: &mut Vec<Problem>,
) -> Option<Vec<Paragraph>> {
    let Slim { html, prose } = slim::slim(tree, removed);
    // No dates: this crate reads them itself.
    let plain = trafilatura::Options::default()
        .with_exclude_comments(true)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled);
    let precise = plain
        .clone()
        .with_focus(trafilatura::ExtractionFocus::FavorPrecision);
    // The fallback overflows the stack on deep nesting, which the guard has refused.
    let thorough = precise.clone().with_fallback(true);
    // Precision finds nothing on some pages that the plain mode reads.
    for (options, enough) in [
        (&precise, ENOUGH.max((prose as f64 * SHARE) as usize)),
        (&thorough, 1),
        (&plain, 1),
    ] {
        // The fallback reads the page twice more; on one so long that alone takes a second.
        if options.enable_fallback && html.len() > LONG {
            continue;
        }
        let Some(result) = guard::belt(|| trafilatura::extract(&html, options)) else {
            problems.push(Problem::LibraryFailed {
                library: "trafilatura".into(),
            });
            continue;
        };
        // An error here says that there is too little text.
        let Ok(result) = result else { continue };
        if result.content_text.len() < enough {
            continue;
        }
        let paragraphs = html::fragment_paragraphs(&result.content_html);
        if !paragraphs.is_empty() {
            return Some(paragraphs);
        }
    }
    None
}
