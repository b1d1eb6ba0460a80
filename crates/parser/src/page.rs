//! Small things every reader of pages needs.

use scraper::{ElementRef, Html, Selector};

use crate::{address::canonical_url, html::text_of, problem::Problem, text::clip};

/// A selector known at compile time, parsed once.
macro_rules! selector {
    ($css:expr) => {{
        static SELECTOR: std::sync::LazyLock<scraper::Selector> = std::sync::LazyLock::new(|| {
            scraper::Selector::parse($css).expect("every selector in the code is used by a test")
        });
        &*SELECTOR
    }};
}
pub(crate) use selector;

/// Where the page's relative links start: its `base` element, or its own address.
pub(crate) fn base(tree: &Html, url: &str) -> String {
    tree.select(selector!("base[href]"))
        .next()
        .and_then(|base| canonical_url(base.attr("href")?, Some(url)))
        .unwrap_or_else(|| url.to_owned())
}

/// Whether a text is a CSS selector that pages can be searched with.
///
/// ```
/// # use langnghe_parser::is_css;
/// assert!(is_css("h3 a[href*='.html']"));
/// assert!(!is_css("h3 a["));
/// ```
pub fn is_css(text: &str) -> bool {
    Selector::parse(text).is_ok()
}

/// A selector of the source's configuration; one that is no CSS is noted, once.
pub(crate) fn configured(css: &str, problems: &mut Vec<Problem>) -> Option<Selector> {
    if let Ok(selector) = Selector::parse(css) {
        return Some(selector);
    }
    let problem = Problem::SelectorInvalid {
        selector: clip(css, 80),
    };
    if !problems.contains(&problem) {
        problems.push(problem);
    }
    None
}

/// The first element with text that a configured selector finds; finding none is noted.
pub(crate) fn first_text<'a>(
    tree: &'a Html,
    css: Option<&str>,
    field: &str,
    problems: &mut Vec<Problem>,
) -> Option<(ElementRef<'a>, String)> {
    let css = css?;
    let selector = configured(css, problems)?;
    let found = tree.select(&selector).find_map(|element| {
        // `meta` and `time` carry their text in attributes.
        let attribute = ["content", "datetime"]
            .iter()
            .find_map(|name| element.attr(name));
        let text = text_of(*element);
        let text = if text.is_empty() {
            attribute.unwrap_or_default().to_owned()
        } else {
            text
        };
        (!text.trim().is_empty()).then_some((element, text))
    });
    if found.is_none() {
        problems.push(Problem::SelectorFoundNothing {
            field: field.to_owned(),
            selector: clip(css, 80),
        });
    }
    found
}
