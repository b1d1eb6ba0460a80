//! JSON Feed 1.0 and 1.1, and what papers make of it.

use serde_json::{Map, Value};

use super::{
    FeedKind,
    raw::{Link, Raw, RawEntry, Text},
};
use crate::{error::NotAList, problem::Mend, text::clip};

/// Reads a JSON feed. Numbers where texts should be are taken as texts, other wrong types as missing.
pub(super) fn read(text: &str) -> Result<(Raw, Vec<Mend>), NotAList> {
    let mut mended = Vec::new();
    let said = match serde_json::from_str(text) {
        Ok(value) => return feed(&value, mended),
        Err(error) => error.to_string(),
    };
    // Line breaks and other control characters in texts are what most often is wrong.
    let end = text.rfind(['}', ']']).map_or(text.len(), |at| at + 1);
    let clean: String = text[..end]
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if !text[end..].trim().is_empty() {
        mended.push(Mend::TrailingText);
    }
    match serde_json::from_str(&clean) {
        Ok(value) => {
            if mended.is_empty() {
                mended.push(Mend::ControlCharacters);
            }
            feed(&value, mended)
        }
        Err(_) => Err(NotAList::Broken {
            said: clip(&said, 120),
        }),
    }
}

fn feed(value: &Value, mut mended: Vec<Mend>) -> Result<(Raw, Vec<Mend>), NotAList> {
    let fields = value.as_object().ok_or(NotAList::OtherJson)?;
    let items = match fields.get("items") {
        Some(Value::Array(items)) => &items[..],
        // A feed of its own word may have nothing to say.
        _ if text(fields, "version").is_some_and(|said| said.contains("jsonfeed.org")) => &[],
        _ => return Err(NotAList::OtherJson),
    };
    let wrong = |fields: &Map<String, Value>, names: &[&str]| {
        names
            .iter()
            .filter_map(|name| fields.get(*name))
            .any(|value| !value.is_string() && !value.is_null())
    };
    let mut is_wrong = wrong(fields, &["title"]);
    let mut entries = Vec::with_capacity(items.len());
    for item in items {
        let Some(item) = item.as_object() else {
            is_wrong = true;
            continue;
        };
        is_wrong |= wrong(
            item,
            &[
                "id",
                "url",
                "external_url",
                "title",
                "content_html",
                "content_text",
                "summary",
            ],
        );
        entries.push(entry(item));
    }
    if is_wrong {
        mended.push(Mend::JsonFields);
    }
    let raw = Raw {
        kind: FeedKind::Json,
        title: text(fields, "title").map(plain),
        entries,
        ..Raw::default()
    };
    Ok((raw, mended))
}

fn entry(item: &Map<String, Value>) -> RawEntry {
    let mut entry = RawEntry {
        id: text(item, "id"),
        id_is_link: true,
        ..RawEntry::default()
    };
    for name in ["url", "external_url"] {
        if let Some(href) = text(item, name) {
            entry.links.push(Link {
                href,
                ..Link::default()
            });
        }
    }
    if let Some(title) = text(item, "title") {
        entry.title.offer(0, plain(title));
    }
    if let Some(summary) = text(item, "summary") {
        entry.summary.offer(0, plain(summary));
    }
    if let Some(body) = text(item, "content_html") {
        entry.content.offer(
            0,
            Text {
                body,
                is_html: true,
            },
        );
    }
    if let Some(body) = text(item, "content_text") {
        entry.content.offer(1, plain(body));
    }
    if let Some(date) = text(item, "date_published") {
        entry.published.offer(0, date);
    }
    if let Some(date) = text(item, "date_modified") {
        entry.updated.offer(0, date);
    }
    entry
}

fn plain(body: String) -> Text {
    Text {
        body,
        is_html: false,
    }
}

/// A field as text; `None` when it is missing, empty or of another type.
fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    match fields.get(name)? {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
