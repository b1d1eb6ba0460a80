//! What a page says about itself: JSON-LD, meta elements, canonical link, visible dates.
//!
//! The extraction library's own metadata is not used: its dates have no time and come out wrong without a
//! sign of it (measured when the library was chosen).

use jiff::Timestamp;
use scraper::{ElementRef, Html};
use serde_json::Value;

use crate::{
    address::{canonical_url, is_front_page, same_site},
    dates,
    html::text_of,
    origin::Origin,
    page::selector,
    problem::Problem,
    section::{of_crumbs, section},
    text::{clip, tidy},
};

/// What the page says in one place, and which.
type Said = (Origin, String);

/// What the page says, as texts that are not finished yet.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) headline: Option<String>,
    pub(crate) og_title: Option<String>,
    pub(crate) document_title: Option<String>,
    pub(crate) site_name: Option<String>,
    pub(crate) descriptions: Vec<String>,
    pub(crate) body: Option<String>,
    pub(crate) published: Vec<Said>,
    pub(crate) modified: Vec<Said>,
    /// The sections that the page says it stands in.
    pub(crate) sections: Vec<String>,
    /// The way to the page from the front page, as the page names it.
    pub(crate) crumbs: Vec<String>,
    /// Whether the page calls itself an article.
    pub(crate) is_article: bool,
    canonical: Vec<Said>,
}

/// Reads it all.
pub(crate) fn read(tree: &Html) -> Metadata {
    let mut found = Metadata::default();
    let mut later = Metadata::default();
    for script in tree.select(selector!("script[type='application/ld+json' i]")) {
        let text: String = script.text().collect();
        match json(&text) {
            Some(value) => linked_data(&value, &mut found, &mut later),
            None => broken_linked_data(&text, &mut found),
        }
    }
    for meta in tree.select(selector!("meta[content]")) {
        let Some(name) = meta
            .attr("property")
            .or(meta.attr("name"))
            .or(meta.attr("itemprop"))
        else {
            continue;
        };
        let Some(content) = meta
            .attr("content")
            .map(str::trim)
            .filter(|content| !content.is_empty())
        else {
            continue;
        };
        let content = content.to_owned();
        match &*name.to_ascii_lowercase() {
            "article:published_time"
            | "og:article:published_time"
            | "datepublished"
            | "pubdate"
            | "publishdate"
            | "publish-date"
            | "dc.date.issued"
            | "dcterms.created"
            | "dc.date"
            | "parsely-pub-date"
            | "sailthru.date"
            | "cxenseparse:recs:publishtime" => {
                found.published.push((Origin::Meta, content));
            }
            "article:modified_time"
            | "og:updated_time"
            | "datemodified"
            | "lastmod"
            | "dcterms.modified" => found.modified.push((Origin::Meta, content)),
            "article:section" | "og:article:section" => found.sections.push(content),
            "og:title" => drop(found.og_title.get_or_insert(content)),
            "og:site_name" | "application-name" => drop(found.site_name.get_or_insert(content)),
            "og:description" | "description" | "twitter:description" => {
                found.descriptions.push(content);
            }
            "og:type" => found.is_article |= content.eq_ignore_ascii_case("article"),
            "og:url" => found.canonical.push((Origin::Meta, content)),
            _ => {}
        }
    }
    if let Some(link) = tree
        .select(selector!("link[rel~=canonical i][href]"))
        .next()
        .and_then(|link| link.attr("href"))
    {
        found.canonical.insert(0, (Origin::Link, link.to_owned()));
    }
    found.document_title = tree
        .select(selector!("head title, title"))
        .next()
        .map(|title| tidy(&title.text().collect::<String>()));
    // What only a web page object of JSON-LD says comes behind the article's and the meta elements'; of sections all that
    // JSON-LD says, since it lists tags among them.
    found.published.append(&mut later.published);
    found.modified.append(&mut later.modified);
    found.canonical.append(&mut later.canonical);
    found.sections.append(&mut later.sections);
    found
}

/// JSON-LD as it is in the wild: with line breaks inside strings, comment marks around it.
fn json(text: &str) -> Option<Value> {
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[");
    let text = text
        .trim_end_matches("-->")
        .trim_end_matches("]]>")
        .trim_end_matches("//")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let flat: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        serde_json::from_str(&flat).ok()
    })
}

fn linked_data(value: &Value, found: &mut Metadata, later: &mut Metadata) {
    // serde_json reads at most 128 levels, so this queue is all the depth there is.
    let mut queue = vec![value];
    let mut at = 0;
    while let Some(value) = queue.get(at).copied() {
        at += 1;
        match value {
            Value::Array(list) => queue.extend(list),
            Value::Object(fields) => {
                queue.extend(
                    ["@graph", "mainEntity", "mainEntityOfPage", "breadcrumb"]
                        .iter()
                        .filter_map(|name| fields.get(*name)),
                );
                let types: Vec<&str> = match fields.get("@type") {
                    Some(Value::String(one)) => vec![one],
                    Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
                    _ => Vec::new(),
                };
                let is = |ends: &[&str]| {
                    types
                        .iter()
                        .any(|kind| ends.iter().any(|end| kind.ends_with(end)))
                };
                let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
                let said = |text: Option<String>| text.map(|text| (Origin::JsonLd, text));
                if is(&["Article", "Posting", "Report"]) {
                    found.is_article = true;
                    found.headline = found.headline.take().or(text("headline")).or(text("name"));
                    found.descriptions.extend(text("description"));
                    found.body = found.body.take().or(text("articleBody"));
                    found
                        .published
                        .extend(said(text("datePublished").or(text("dateCreated"))));
                    found.modified.extend(said(text("dateModified")));
                    later
                        .sections
                        .extend(fields.get("articleSection").and_then(first_text));
                    let page = fields
                        .get("mainEntityOfPage")
                        .and_then(|page| page.as_str().or_else(|| page.get("@id")?.as_str()));
                    found
                        .canonical
                        .extend(said(text("url").or(page.map(str::to_owned))));
                } else if is(&["BreadcrumbList"]) {
                    found.crumbs.extend(crumbs(fields.get("itemListElement")));
                } else if is(&["WebPage", "VideoObject", "Event"]) {
                    later
                        .published
                        .extend(said(text("datePublished").or(text("uploadDate"))));
                    later.modified.extend(said(text("dateModified")));
                }
            }
            _ => {}
        }
    }
}

/// A text, or the first of a list: what stands behind it is tags.
fn first_text(value: &Value) -> Option<String> {
    let text = match value {
        Value::Array(list) => list.first()?.as_str(),
        one => one.as_str(),
    };
    text.map(str::to_owned)
}

/// The names in a list of crumbs, in its order.
fn crumbs(list: Option<&Value>) -> impl Iterator<Item = String> {
    let list = list
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(|crumb| {
        let name = crumb.get("name").or_else(|| crumb.get("item")?.get("name"));
        name?.as_str().map(str::to_owned)
    })
}

/// JSON-LD too broken for a reader: its dates can still be seen.
fn broken_linked_data(text: &str, found: &mut Metadata) {
    let value_of = |name: &str| {
        let rest = &text[text.find(&format!("\"{name}\""))? + name.len() + 2..];
        let rest = rest
            .trim_start()
            .strip_prefix(':')?
            .trim_start()
            .strip_prefix('"')?;
        let value = rest.split('"').next()?;
        Some((Origin::JsonLd, value.to_owned()))
    };
    found.published.extend(value_of("datePublished"));
    found.modified.extend(value_of("dateModified"));
}

impl Metadata {
    /// The section the page says it stands in.
    pub(crate) fn section(&self, title: &str) -> Option<String> {
        let said = self.sections.iter().find_map(|name| section(name));
        said.or_else(|| of_crumbs(&self.crumbs, title, self.site_name.as_deref()))
    }

    /// The address the page gives itself, if it can be its own: on its own site, and no front page.
    pub(crate) fn canonical(
        &self,
        base: &str,
        own: &str,
        problems: &mut Vec<Problem>,
    ) -> Option<Said> {
        for (origin, address) in &self.canonical {
            let Some(url) = canonical_url(address, Some(base)) else {
                continue;
            };
            let sane = same_site(&url, own) && (!is_front_page(&url) || is_front_page(own));
            if sane {
                return Some((*origin, url));
            }
            let problem = Problem::CanonicalNotBelieved {
                url: clip(&url, 200),
            };
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        None
    }
}

/// The first of the texts that is a believable date.
pub(crate) fn first_date(
    texts: &[Said],
    now: Timestamp,
    problems: &mut Vec<Problem>,
) -> Option<(Origin, Timestamp)> {
    let mut noted = Vec::new();
    let date = texts
        .iter()
        .find_map(|(origin, text)| Some((*origin, dates::checked(text, now, &mut noted)?)));
    for problem in noted {
        // The same wrong date often stands in three places.
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    date
}

/// Places whose dates are other articles', comments' or the page's own clock.
const ELSEWHERE: &str = "nav, footer, aside, [class*=relat], [class*=lien-quan], [class*=lienquan], [class*=comment], \
     [class*=binhluan], [class*=binh-luan], [class*=sidebar], [class*=footer], [class*=clock], [class*=weather]";

/// The publication date as readers see it: behind the headline, or before it inside the same box. Dates
/// farther up are the page's clock, dates farther down other articles'.
pub(crate) fn visible_date(
    tree: &Html,
    headline: Option<ElementRef>,
    now: Timestamp,
) -> Option<Timestamp> {
    let elsewhere = selector!(ELSEWHERE);
    // Some outlets call the column of the article itself a sidebar.
    let own: Vec<_> = headline
        .iter()
        .flat_map(|headline| headline.ancestors())
        .map(|above| above.id())
        .collect();
    let outside = |element: &ElementRef| {
        elsewhere.matches(element)
            || element
                .ancestors()
                .filter(|above| !own.contains(&above.id()))
                .filter_map(ElementRef::wrap)
                .any(|above| elsewhere.matches(&above))
    };
    let stamps = selector!(
        "time, [itemprop=datePublished], [class*=date], [class*=time], [class*=publish], [class*=ngay], [class*=posted]"
    );
    let box_of_headline: Vec<_> = headline
        .iter()
        .flat_map(|headline| headline.ancestors().take(4))
        .filter(|above| {
            above
                .value()
                .as_element()
                .is_some_and(|element| !matches!(element.name(), "body" | "html"))
        })
        .map(|above| above.id())
        .collect();
    let read = |element: &ElementRef| {
        // A box, not a stamp.
        if element.descendants().nth(60).is_some() {
            return None;
        }
        let machine = element
            .attr("datetime")
            .or(element.attr("content"))
            .and_then(|text| dates::parse_date(text, now));
        let text = text_of(**element);
        let date = machine.or_else(|| {
            (text.chars().count() <= 160)
                .then(|| dates::parse_date(&text, now))
                .flatten()
        })?;
        dates::believable(date, now).ok()
    };
    let mut behind = headline.is_none();
    let mut before = None;
    let mut plain_lines_left = 40;
    for node in tree.tree.root().descendants() {
        behind |= headline.is_some_and(|headline| headline.id() == node.id());
        if let Some(element) = ElementRef::wrap(node) {
            if !stamps.matches(&element) || outside(&element) {
                continue;
            }
            let in_box = || {
                node.ancestors()
                    .any(|above| box_of_headline.contains(&above.id()))
            };
            if behind {
                if let Some(date) = read(&element) {
                    return Some(date);
                }
            } else if before.is_none() && in_box() {
                before = read(&element);
            }
        } else if let Some(text) = node.value().as_text()
            && behind
            && before.is_none()
            && headline.is_some()
            && plain_lines_left > 0
            && !text.trim().is_empty()
        {
            // Pages without classes: a short line behind the headline that has a full date in it.
            plain_lines_left -= 1;
            let short = text.chars().count() <= 80;
            let has_year = text
                .split(|c: char| !c.is_ascii_digit())
                .any(|digits| digits.len() == 4);
            let parent = node.parent().and_then(ElementRef::wrap);
            let hidden = parent.is_some_and(|parent| {
                matches!(parent.value().name(), "script" | "style") || outside(&parent)
            });
            if short
                && has_year
                && !hidden
                && let Some(date) = dates::parse_date(text, now)
            {
                return dates::believable(date, now).ok();
            }
        }
    }
    before
}

#[cfg(test)]
mod tests;
