//! Title and lead: found, and told apart from the body.

use langnghe_model::{Entry, Selectors};
use scraper::{ElementRef, Html};

use crate::{
    html::{self, Paragraph, plain_line, text_of},
    metadata::Metadata,
    origin::Origin,
    page::{self, selector},
    problem::Problem,
    text::{essence, line, lines},
};

/// A paragraph that is ready.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) text: String,
    bold: bool,
}

impl Finished {
    pub(super) fn of(paragraph: &Paragraph) -> Self {
        Self {
            text: line(&paragraph.text),
            bold: paragraph.bold,
        }
    }

    /// What is left of it for comparing; only the first few paragraphs of a text are compared.
    pub(super) fn essence(&self) -> String {
        essence(&self.text)
    }
}

/// A title: its text, where it was found, and the element that shows it.
#[derive(Default)]
pub(super) struct Title<'a> {
    pub(super) text: String,
    pub(super) origin: Option<Origin>,
    pub(super) element: Option<ElementRef<'a>>,
}

impl<'a> Title<'a> {
    fn of(text: String, origin: Origin, element: Option<ElementRef<'a>>) -> Self {
        Self {
            text,
            origin: Some(origin),
            element,
        }
    }
}

/// The page's title.
pub(super) fn title<'a>(
    tree: &'a Html,
    about: &Metadata,
    selectors: &Selectors,
    entry: Option<&Entry>,
    problems: &mut Vec<Problem>,
) -> Title<'a> {
    if let Some((element, text)) =
        page::first_text(tree, selectors.title.as_deref(), "title", problems)
    {
        return Title::of(line(&text), Origin::Selector, Some(element));
    }
    let headings: Vec<(ElementRef, String)> = tree
        .select(selector!("h1"))
        .map(|heading| (heading, line(&text_of(*heading))))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let named: Vec<(Origin, String)> = [
        (Origin::JsonLd, about.headline.as_deref()),
        (Origin::Meta, about.og_title.as_deref()),
        (
            Origin::Entry,
            entry.and_then(|entry| entry.title.as_deref()),
        ),
        (Origin::DocumentTitle, about.document_title.as_deref()),
    ]
    .into_iter()
    .filter_map(|(origin, text)| Some((origin, plain_line(text?))))
    .filter(|(_, text)| !text.is_empty())
    .collect();
    // A heading that the metadata names is the headline; the metadata's own may have the site's name behind it.
    for (_, name) in &named {
        let name = essence(name);
        for (heading, text) in &headings {
            let heading_essence = essence(text);
            if heading_essence == name
                || heading_essence.len() >= 12 && name.starts_with(&heading_essence)
            {
                return Title::of(text.clone(), Origin::Heading, Some(*heading));
            }
        }
    }
    let sole = match &headings[..] {
        [(heading, text)] if text.split_whitespace().count() >= 3 => Some((*heading, text.clone())),
        _ => None,
    };
    match (named.into_iter().next(), sole) {
        // The document's title is often no more than the site's name.
        (Some((Origin::DocumentTitle, _)), Some((heading, text))) => {
            Title::of(text, Origin::Heading, Some(heading))
        }
        (Some((origin, name)), _) => Title::of(
            without_site(&name, about.site_name.as_deref()),
            origin,
            headings.first().map(|(heading, _)| *heading),
        ),
        (None, Some((heading, text))) => Title::of(text, Origin::Heading, Some(heading)),
        (None, None) => headings
            .into_iter()
            .next()
            .map_or_else(Title::default, |(_, text)| {
                Title::of(text, Origin::Heading, None)
            }),
    }
}

/// "Tít bài - Báo Mẫu" without the site's name.
pub(super) fn without_site(title: &str, site: Option<&str>) -> String {
    for mark in [" | ", " - ", " – ", " — ", " :: "] {
        if let Some((before, after)) = title.rsplit_once(mark) {
            let known = site.is_some_and(|site| essence(site) == essence(after));
            let short =
                after.split_whitespace().count() <= 5 && before.split_whitespace().count() >= 4;
            let looks_so = short
                && (essence(after).starts_with("bao") || after.contains('.') || mark == " | ");
            if known || looks_so {
                return before.trim().to_owned();
            }
        }
    }
    title.to_owned()
}

/// The lead and where it was found; what it says is taken out of the body.
pub(super) fn lead(
    tree: &Html,
    about: &Metadata,
    selectors: &Selectors,
    body: &mut Vec<Finished>,
    title: &str,
    problems: &mut Vec<Problem>,
) -> Option<(Origin, String)> {
    let configured = page::first_text(tree, selectors.lead.as_deref(), "lead", problems).map(
        |(element, text)| {
            let found = lines(
                html::paragraphs(*element, &|_| false)
                    .into_iter()
                    .map(|one| one.text),
            );
            let found = if found.is_empty() { line(&text) } else { found };
            (Origin::Selector, found)
        },
    );
    let (origin, found) = configured
        .or_else(|| {
            // "Sapo" is what Vietnamese newsrooms call the lead, and most name the class so.
            html::outermost(tree, selector!("[class*=sapo], [class*=Sapo], [id*=sapo]"))
                .into_iter()
                .map(|node| line(&text_of(node)))
                .find(|text| (20..1_500).contains(&text.chars().count()))
                .map(|text| (Origin::LeadClass, text))
        })
        .or_else(|| described(tree, about, body).map(|text| (Origin::Description, text)))
        .or_else(|| {
            let first = body
                .first()
                .filter(|one| one.bold && one.essence().len() >= 40 && body.len() > 1)?;
            Some((Origin::FirstParagraph, first.text.clone()))
        })
        .filter(|(_, text)| !text.is_empty() && essence(text) != title)?;
    let parts: Vec<String> = std::iter::once(essence(&found))
        .chain(found.lines().map(essence))
        .collect();
    let is_lead = |one: &Finished| parts.contains(&one.essence());
    let head = body.len().min(4);
    let repeated = body[..head].iter().filter(|one| is_lead(one)).count();
    if repeated == body.len() {
        // Nothing but a lead: an article of one paragraph, which is its body.
        return None;
    }
    for at in (0..head).rev() {
        if is_lead(&body[at]) {
            body.remove(at);
        }
    }
    Some((origin, found))
}

/// The paragraph that the page's description repeats, if there is one: whole, or its beginning.
fn described(tree: &Html, about: &Metadata, body: &[Finished]) -> Option<String> {
    let wanted: Vec<String> = about
        .descriptions
        .iter()
        .map(|text| essence(plain_line(text).trim_end_matches(['…', '.'])))
        .filter(|text| text.len() >= 40)
        .collect();
    if wanted.is_empty() {
        return None;
    }
    let fits = |essence: &str| {
        wanted.iter().any(|want| {
            essence == want || (essence.starts_with(&**want) && essence.len() <= want.len() * 3)
        })
    };
    if let Some(first) = body.iter().take(2).find(|one| fits(&one.essence())) {
        return Some(first.text.clone());
    }
    // Leads often stand above the box of the body. Far down it is a teaser of another page's list.
    let elsewhere = selector!("nav, footer, aside, script, style, head");
    html::paragraphs(tree.tree.root(), &|node| {
        ElementRef::wrap(*node).is_some_and(|element| elsewhere.matches(&element))
    })
    .into_iter()
    .take(200)
    .map(|one| Finished::of(&one))
    .find(|one| fits(&one.essence()))
    .map(|one| one.text)
}
