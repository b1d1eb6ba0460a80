//! An article from its page, or from its feed entry.

use std::collections::HashSet;

use jiff::Timestamp;
use langnghe_model::{ArticleText, Entry, Extraction, Selectors};
use scraper::{ElementRef, Html};
use serde::{Deserialize, Serialize};

use crate::{
    charset, credit, dates,
    error::ParseError,
    extract, guard,
    html::{self, Paragraph, plain_text},
    metadata::{self, Metadata},
    origin::{Origin, Origins},
    page,
    problem::{Document, Parsed, Problem},
    text::{essence, line},
};

mod parts;

use parts::{Finished, lead, title};

/// An article as its page, or its feed entry, has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageArticle {
    /// The canonical address the page gives itself, if it gives a believable one.
    pub canonical: Option<String>,
    /// Title, lead and body, in three parts: no text stands in two of them.
    pub text: ArticleText,
    /// When it was published, if that can be read and believed.
    pub published: Option<Timestamp>,
    /// When it was last changed, likewise.
    pub modified: Option<Timestamp>,
    /// The section it stands in, by the name the page gives it, else the entry. Never a list of tags.
    pub section: Option<String>,
    /// Which way the text came.
    pub way: Extraction,
    /// How sure the extraction is, 0 to 100: an order for people to look at, not a probability.
    pub confidence: u8,
    /// Whom the article was taken from, as it says itself ("Theo TTXVN"). Never a person.
    pub credit: Option<String>,
    /// Where each part was found.
    pub origins: Origins,
}

/// Reads an article's page.
///
/// Selectors win over the library where the body's selector finds text. Where a page has no text at all,
/// the entry's own text is taken, if it has any. The entry also helps out with the title and the date.
///
/// # Errors
/// When the page has no article, and for documents that are no text or pass the limits of size and nesting.
pub fn parse_article(
    doc: &Document,
    selectors: &Selectors,
    entry: Option<&Entry>,
    now: Timestamp,
) -> Result<Parsed<PageArticle>, ParseError> {
    guard::size(doc.url, doc.bytes.len(), guard::PAGE_BYTES)?;
    let mut problems = Vec::new();
    let source = charset::decode(doc, &mut problems)?;
    let tree = guard::page(doc.url, &source)?;
    let about = metadata::read(&tree);
    let base = page::base(&tree, doc.url);
    let (canonical_origin, canonical) = about.canonical(&base, doc.url, &mut problems).unzip();

    let title = title(&tree, &about, selectors, entry, &mut problems);
    let body = extract::body(&tree, selectors, &mut problems).or_else(|| {
        let text = about
            .body
            .as_deref()
            .map(plain_text)
            .filter(|text| !text.is_empty())?;
        let paragraphs = text
            .lines()
            .map(|line| Paragraph {
                text: line.to_owned(),
                bold: false,
            })
            .collect();
        Some(extract::Body {
            paragraphs,
            way: Extraction::Library,
            origin: Origin::JsonLd,
        })
    });
    let Some(body) = body else {
        let own = entry.filter(|entry| entry.content.is_some() || entry.summary.is_some());
        let Some(own) = own else {
            return Err(ParseError::NoArticle {
                url: doc.url.to_owned(),
            });
        };
        let mut parsed = article_from_entry(own, now)?;
        parsed.value.canonical = canonical;
        parsed.value.origins.canonical = canonical_origin;
        let section = about.section(&parsed.value.text.title);
        parsed.value.section = section.or(parsed.value.section);
        problems.push(Problem::TextFromEntry);
        problems.append(&mut parsed.problems);
        return Ok(Parsed {
            value: parsed.value,
            problems,
        });
    };

    let mut paragraphs: Vec<Finished> = body
        .paragraphs
        .into_iter()
        .map(|one| Finished::of(&one))
        .filter(|one| !one.text.is_empty())
        .collect();
    let title_essence = essence(&title.text);
    let repeats_title =
        |one: &Finished| !title_essence.is_empty() && one.essence() == title_essence;
    let head = paragraphs.len().min(3);
    if let Some(at) = paragraphs[..head].iter().position(repeats_title) {
        paragraphs.remove(at);
    }
    let (lead_origin, lead) = lead(
        &tree,
        &about,
        selectors,
        &mut paragraphs,
        &title_essence,
        &mut problems,
    )
    .unzip();
    let mut body_lines: Vec<String> = paragraphs.into_iter().map(|one| one.text).collect();
    let credit = credit::take(&mut body_lines);
    let text = ArticleText {
        title: title.text,
        lead: lead.unwrap_or_default(),
        body: body_lines.join("\n"),
    };

    let (published_origin, published) = published(
        &tree,
        &about,
        selectors,
        title.element,
        entry,
        now,
        &mut problems,
    )
    .unzip();
    let (modified_origin, modified) = metadata::first_date(&about.modified, now, &mut problems)
        .or_else(|| Some((Origin::Entry, entry?.updated?)))
        .unzip();
    let origins = Origins {
        title: title.origin,
        lead: lead_origin,
        body: Some(body.origin),
        published: published_origin,
        modified: modified_origin,
        canonical: canonical_origin,
    };
    let section = about
        .section(&text.title)
        .or_else(|| entry?.section.clone());
    Ok(finish(
        PageArticle {
            canonical,
            text,
            published,
            modified,
            section,
            way: body.way,
            confidence: 0,
            credit,
            origins,
        },
        about.is_article,
        problems,
    ))
}

/// The article that a feed entry carries itself: its summary is the lead, its content the body.
///
/// # Errors
/// When the entry has neither title nor text.
pub fn article_from_entry(
    entry: &Entry,
    now: Timestamp,
) -> Result<Parsed<PageArticle>, ParseError> {
    let mut problems = Vec::new();
    let title = entry.title.as_deref().map(line).unwrap_or_default();
    let summary: Vec<String> = entry
        .summary
        .iter()
        .flat_map(|text| text.lines())
        .map(line)
        .filter(|line| !line.is_empty())
        .collect();
    let mut body: Vec<String> = entry
        .content
        .iter()
        .flat_map(|text| text.lines())
        .map(line)
        .filter(|line| !line.is_empty())
        .collect();
    if title.is_empty() && summary.is_empty() && body.is_empty() {
        return Err(ParseError::NoArticle {
            url: entry.url.clone(),
        });
    }
    let lead = if body.is_empty() {
        // A summary of several paragraphs is the whole text.
        let mut paragraphs = summary.into_iter();
        let lead = paragraphs.next().unwrap_or_default();
        body = paragraphs.collect();
        lead
    } else {
        lead_of_entry(&summary, &mut body)
    };
    let credit = credit::take(&mut body);
    if body.is_empty() && lead.is_empty() {
        problems.push(Problem::NoBody);
    }
    Ok(from_entry(
        entry,
        now,
        ArticleText {
            title,
            lead,
            body: body.join("\n"),
        },
        credit,
        problems,
    ))
}

/// The summary as lead, where the feed has the text too. Summaries are often the text's first lines, whole
/// or cut off somewhere; what the lead says is taken out of the body.
fn lead_of_entry(summary: &[String], body: &mut Vec<String>) -> String {
    if let [only] = summary
        && let Some(first) = body.first()
        && body.len() > 1
    {
        let start = essence(only.trim_end_matches(['…', '.']));
        if !start.is_empty() && essence(first).starts_with(&start) {
            return body.remove(0);
        }
    }
    let parts: Vec<String> = summary.iter().map(|line| essence(line)).collect();
    let repeated = body
        .iter()
        .zip(&parts)
        .take_while(|(line, part)| essence(line) == **part)
        .count();
    if repeated < body.len() {
        body.drain(..repeated);
    }
    summary.join("\n")
}

fn from_entry(
    entry: &Entry,
    now: Timestamp,
    text: ArticleText,
    credit: Option<String>,
    mut problems: Vec<Problem>,
) -> Parsed<PageArticle> {
    let mut time = |date: Option<Timestamp>| {
        dates::believable(date?, now)
            .map_err(|problem| problems.push(problem))
            .ok()
    };
    let published = time(entry.published);
    let modified = time(entry.updated);
    let from_entry = |there: bool| there.then_some(Origin::Entry);
    let article = PageArticle {
        canonical: None,
        origins: Origins {
            title: from_entry(!text.title.is_empty()),
            lead: from_entry(!text.lead.is_empty()),
            body: from_entry(!text.body.is_empty()),
            published: from_entry(published.is_some()),
            modified: from_entry(modified.is_some()),
            canonical: None,
        },
        text,
        published,
        modified,
        section: entry.section.clone(),
        way: Extraction::Feed,
        confidence: 0,
        credit,
    };
    finish(article, entry.content.is_some(), problems)
}

/// Judges how sure the extraction is, and notes what is missing.
fn finish(
    mut article: PageArticle,
    says_article: bool,
    mut problems: Vec<Problem>,
) -> Parsed<PageArticle> {
    let mut confidence: i32 = match article.way {
        Extraction::Selectors => 95,
        Extraction::Density | Extraction::Library => 75,
        Extraction::Feed | Extraction::Import => 55,
    };
    if says_article {
        confidence += 5;
    }
    if article.published.is_none() {
        confidence -= 10;
    }
    if article.text.title.is_empty() {
        confidence -= 25;
        problems.push(Problem::NoTitle);
    }
    // A body of less than two sentences is a caption, a video page, or the wrong box.
    let length = article.text.lead.chars().count() + article.text.body.chars().count();
    if length < 200 {
        confidence -= 20;
    }
    if article.text.body.lines().count() < 2 {
        confidence -= 5;
    }
    article.confidence = u8::try_from(confidence.clamp(0, 100)).unwrap_or(0);
    Parsed {
        value: article,
        problems,
    }
}

fn published(
    tree: &Html,
    about: &Metadata,
    selectors: &Selectors,
    headline: Option<ElementRef>,
    entry: Option<&Entry>,
    now: Timestamp,
    problems: &mut Vec<Problem>,
) -> Option<(Origin, Timestamp)> {
    let configured = page::first_text(tree, selectors.published.as_deref(), "published", problems)
        .and_then(|(element, text)| {
            let machine = element
                .attr("datetime")
                .or(element.attr("content"))
                .and_then(|text| dates::parse_date(text, now));
            match machine {
                Some(date) => dates::believable(date, now).ok(),
                None => dates::checked(&text, now, problems),
            }
        });
    configured
        .map(|date| (Origin::Selector, date))
        .or_else(|| metadata::first_date(&about.published, now, problems))
        .or_else(|| metadata::visible_date(tree, headline, now).map(|date| (Origin::Visible, date)))
        .or_else(|| Some((Origin::Entry, entry?.published?)))
}

/// What readers see on the page and the article does not have: menus, boxes, captions, comments. One paragraph
/// each, tidied and masked like all text; for people who look how well a page is read.
///
/// # Errors
/// As [`parse_article`], but never for want of an article.
pub fn left_out(doc: &Document, text: &ArticleText) -> Result<Vec<String>, ParseError> {
    guard::size(doc.url, doc.bytes.len(), guard::PAGE_BYTES)?;
    let source = charset::decode(doc, &mut Vec::new())?;
    let tree = guard::page(doc.url, &source)?;
    let taken: HashSet<String> = text.paragraphs().map(essence).collect();
    Ok(html::paragraphs(tree.tree.root(), &|_| false)
        .iter()
        .map(Finished::of)
        .filter(|one| !one.text.is_empty() && !taken.contains(&one.essence()))
        .map(|one| one.text)
        .collect())
}

#[cfg(test)]
mod tests;
