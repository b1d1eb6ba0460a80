//! The body of an article: by the source's selectors, or by the extraction library.

use langnghe_model::{Extraction, Selectors};
use scraper::{ElementRef, Html, Selector};

use crate::{
    guard,
    html::{self, Paragraph},
    page,
    problem::Problem,
};

/// Boxes inside a body that are not the article: captions, advertisements, comments, related articles, share bars, bylines. The
/// library leaves some of them in, whatever it is told.
const REMOVED: &str = "#comments, #comment, .comments, .comment-list, .comments-area, .comment-box, .box-comment, .box_comment, \
    .comment-wrapper, .fb-comments, #disqus_thread, .binhluan, .binh-luan, #binhluan, #binh-luan, .box-binhluan, \
    .related, .related-news, .related-posts, .related-box, .box-related, .box_related, .news-related, .relate-news, \
    .tin-lien-quan, .tinlienquan, .lien-quan, .lienquan, .tin-cung-chuyen-muc, .cung-chuyen-muc, .tin-khac, \
    .share, .social, .social-share, .box-share, .tags, .tag-list, .box-tags, \
    figcaption, [class*=caption], [class*=Caption], [class*=_cation], .box-tinlienquanv2, .article__related, \
    .ads, .advertisement, .banner-ads, .quang-cao, \
    [rel=author], [itemprop=author], .author, .author-name, .article-author, .detail-author, .byline, .tac-gia, .tacgia";

/// Nodes of a page too large for the library's thorough mode, an order above what articles have.
const LARGE: usize = 30_000;

/// A body, and which way it came.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) paragraphs: Vec<Paragraph>,
    pub(crate) way: Extraction,
}

/// The body of the page; `None` when neither way finds any text.
pub(crate) fn body(
    tree: &Html,
    text: &str,
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
        })
        .or_else(|| {
            // Every node is looked at several times by the fallback; past this it would take seconds.
            let small = tree.tree.values().take(LARGE + 1).count() <= LARGE;
            let paragraphs = by_library(text, selectors, small, problems)?;
            Some(Body {
                paragraphs,
                way: Extraction::Library,
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
    let always = page::selector!(REMOVED);
    let paragraphs: Vec<Paragraph> = html::outermost(tree, &selector)
        .into_iter()
        .flat_map(|found| {
            html::paragraphs(found, &|node| {
                ElementRef::wrap(*node).is_some_and(|element| {
                    always.matches(&element) || removed.iter().any(|one| one.matches(&element))
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
    text: &str,
    selectors: &Selectors,
    thorough: bool,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Paragraph>> {
    let mut prune = REMOVED.to_owned();
    for css in selectors
        .remove
        .iter()
        .filter(|css| Selector::parse(css).is_ok())
    {
        prune.push_str(", ");
        prune.push_str(css);
    }
    // No dates: this crate reads them itself.
    let plain = trafilatura::Options::default()
        .with_exclude_comments(true)
        .with_html_date_mode(trafilatura::HtmlDateMode::Disabled)
        .with_prune_selector(prune);
    // Precision finds nothing on some pages that the plain mode reads. The fallback overflows the stack on
    // deep nesting, which the guard has refused.
    let precise = thorough.then(|| {
        plain
            .clone()
            .with_focus(trafilatura::ExtractionFocus::FavorPrecision)
            .with_fallback(true)
    });
    for options in precise.iter().chain([&plain]) {
        let Some(result) = guard::belt(|| trafilatura::extract(text, options)) else {
            problems.push(Problem::LibraryFailed {
                library: "trafilatura".into(),
            });
            continue;
        };
        // An error here says that there is too little text.
        let paragraphs = result
            .map(|result| html::fragment_paragraphs(&result.content_html))
            .unwrap_or_default();
        if !paragraphs.is_empty() {
            return Some(paragraphs);
        }
    }
    None
}
