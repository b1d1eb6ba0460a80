//! Light repair of feeds that are not well-formed: what it takes to read them, and no more.

use serde_json::{Map, Value, json};

use crate::problem::Mend;

mod tags;

pub(crate) use tags::{pieces, tidy};

/// A feed's text in better order, and what was mended in it.
#[derive(Debug)]
pub(crate) struct Repaired {
    pub(crate) text: String,
    pub(crate) mended: Vec<Mend>,
}

impl Repaired {
    fn note(&mut self, mend: Mend) {
        if !self.mended.contains(&mend) {
            self.mended.push(mend);
        }
    }
}

/// Mends what is wrong with the characters of an XML document: what stands around it, control
/// characters, `&` and `<` that begin nothing, entities of HTML, versions nobody knows.
pub(crate) fn xml(text: &str) -> Repaired {
    let mut repaired = Repaired {
        text: String::with_capacity(text.len() + 64),
        mended: Vec::new(),
    };
    let trimmed = text.trim();
    let start = first_tag(trimmed).unwrap_or(0);
    if start > 0 {
        repaired.note(Mend::LeadingText);
    }
    let mut body = &trimmed[start..];
    let end = ["</rss>", "</feed>", "</rdf:RDF>", "</RDF>"]
        .iter()
        .find_map(|end| body.rfind(end).map(|at| at + end.len()));
    if let Some(end) = end.filter(|end| *end < body.len()) {
        repaired.note(Mend::TrailingText);
        body = &body[..end];
    }
    let odd = |c: char| {
        matches!(c, '<' | '&' | '\u{FFFE}' | '\u{FFFF}')
            || (c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r'))
    };
    let mut at = 0;
    while let Some(next) = body[at..].find(odd) {
        let here = at + next;
        repaired.text.push_str(&body[at..here]);
        let rest = &body[here..];
        at = here
            + match rest.as_bytes()[0] {
                b'<' => less_than(rest, &mut repaired),
                b'&' => ampersand(rest, &mut repaired),
                _ => {
                    repaired.note(Mend::ControlCharacters);
                    rest.chars().next().map_or(1, char::len_utf8)
                }
            };
    }
    repaired.text.push_str(&body[at..]);
    if let Some(fixed) = known_version(&repaired.text) {
        repaired.note(Mend::Version);
        repaired.text = fixed;
    }
    repaired
}

/// Where the markup begins.
fn first_tag(text: &str) -> Option<usize> {
    [
        "<?xml",
        "<rss",
        "<feed",
        "<rdf:RDF",
        "<RDF",
        "<!--",
        "<!DOCTYPE",
    ]
    .iter()
    .filter_map(|tag| text.find(tag))
    .min()
}

/// Takes markup over as it is, and a `<` that begins none as text. Gives how many bytes were dealt with.
fn less_than(rest: &str, repaired: &mut Repaired) -> usize {
    for (open, close) in [("<![CDATA[", "]]>"), ("<!--", "-->"), ("<?", "?>")] {
        if let Some(inside) = rest.strip_prefix(open) {
            let length = inside
                .find(close)
                .map_or(rest.len(), |at| open.len() + at + close.len());
            // Control characters are no more allowed in here than elsewhere.
            let kept: String = rest[..length]
                .chars()
                .filter(|c| !c.is_ascii_control() || matches!(c, '\t' | '\n' | '\r'))
                .collect();
            if kept.len() < length {
                repaired.note(Mend::ControlCharacters);
            }
            repaired.text.push_str(&kept);
            return length;
        }
    }
    let begins =
        rest[1..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '_' | '!' | ':'));
    if begins {
        repaired.text.push('<');
    } else {
        repaired.note(Mend::LessThan);
        repaired.text.push_str("&lt;");
    }
    1
}

/// Takes a reference of XML over as it is; HTML's names become characters, and a bare `&` is escaped.
fn ampersand(rest: &str, repaired: &mut Repaired) -> usize {
    let end = rest.bytes().take(34).position(|b| b == b';');
    let name = end.map_or("", |end| &rest[1..end]);
    let number = name
        .strip_prefix('#')
        .map(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        });
    let length = name.len() + 2;
    match number {
        Some(Ok(code)) => {
            match char::from_u32(code)
                .filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'))
            {
                // The library knows `&#x` and not `&#X`.
                Some(_) => repaired.text.push_str(&rest[..length].replace('X', "x")),
                // A reference to a character that XML does not allow.
                None => repaired.note(Mend::ControlCharacters),
            }
            length
        }
        None if matches!(name, "amp" | "lt" | "gt" | "quot" | "apos") => {
            repaired.text.push_str(&rest[..length]);
            length
        }
        None if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric()) => {
            // `&nbsp;` as `&amp;nbsp;` reaches the step that reads titles and summaries as HTML.
            repaired.note(Mend::HtmlEntities);
            repaired.text.push_str("&amp;");
            repaired.text.push_str(&rest[1..length]);
            length
        }
        _ => {
            repaired.note(Mend::Ampersand);
            repaired.text.push_str("&amp;");
            1
        }
    }
}

/// RSS calls itself 0.90 to 0.94, 2.0.1 and other things; the library knows few of them, and 2.0 reads all.
fn known_version(text: &str) -> Option<String> {
    let start = text.find("<rss")?;
    let end = start + text[start..].find('>')?;
    let tag = &text[start..end];
    let version = tag.find("version").and_then(|at| {
        let value = tag[at + 7..].trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        value[1..].split(quote).next()
    });
    if matches!(version, Some("2.0" | "" | "0.91" | "0.92")) {
        return None;
    }
    let attributes = match version {
        Some(_) => {
            let at = tag.find("version")?;
            let after = &tag[at..];
            let quote = after.find(['"', '\''])?;
            let close = quote + 1 + after[quote + 1..].find(['"', '\''])?;
            format!("{}{}", &tag[4..at], &after[close + 1..])
        }
        None => tag[4..].to_owned(),
    };
    Some(format!(
        "{}<rss version=\"2.0\"{attributes}{}",
        &text[..start],
        &text[end..]
    ))
}

/// Gives the fields of a JSON Feed the types they should have: ids as text, missing titles and versions,
/// items that are none left out. `None` when the document is no JSON Feed at all.
pub(crate) fn json(text: &str) -> Option<Repaired> {
    let start = text.find('{')?;
    let mut mended = Vec::new();
    if !text[..start].trim().is_empty() {
        mended.push(Mend::LeadingText);
    }
    let clean: String = text[start..]
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if clean != text[start..].replace(['\n', '\r', '\t'], " ") {
        mended.push(Mend::ControlCharacters);
    }
    let mut feed: Value = serde_json::from_str(&clean).ok()?;
    let fields = feed.as_object_mut()?;
    let items = fields.get_mut("items")?.as_array_mut()?;
    mended.push(Mend::JsonFields);
    items.retain(Value::is_object);
    for item in items {
        if let Some(item) = item.as_object_mut() {
            as_text(
                item,
                &[
                    "id",
                    "url",
                    "external_url",
                    "title",
                    "content_html",
                    "content_text",
                    "summary",
                    "date_published",
                    "date_modified",
                ],
            );
            // These are not read, and a wrong type in them would cost the whole feed.
            for unused in ["author", "authors", "tags", "attachments"] {
                item.remove(unused);
            }
        }
    }
    as_text(
        fields,
        &[
            "version",
            "title",
            "home_page_url",
            "feed_url",
            "language",
            "description",
            "icon",
            "favicon",
        ],
    );
    fields.entry("title").or_insert_with(|| json!(""));
    let known = fields
        .get("version")
        .and_then(Value::as_str)
        .is_some_and(|version| version.starts_with("https://jsonfeed.org/version/1"));
    if !known {
        fields.insert("version".into(), json!("https://jsonfeed.org/version/1.1"));
    }
    for unused in ["author", "authors"] {
        fields.remove(unused);
    }
    Some(Repaired {
        text: feed.to_string(),
        mended,
    })
}

/// Numbers become text; what is neither text nor number is left out.
fn as_text(fields: &mut Map<String, Value>, names: &[&str]) {
    for name in names {
        match fields.get(*name) {
            Some(Value::Number(number)) => {
                let text = number.to_string();
                fields.insert((*name).to_owned(), Value::String(text));
            }
            Some(Value::String(_)) | None => {}
            Some(_) => {
                fields.remove(*name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str, mended: &[Mend]) {
        let repaired = xml(text);
        assert_eq!(
            (&*repaired.text, &*repaired.mended),
            (expected, mended),
            "{text}"
        );
    }

    #[test]
    fn characters_are_mended() {
        check("\n <rss version='2.0'/>", "<rss version='2.0'/>", &[]);
        check(
            "Warning: x<rss version='2.0'/>",
            "<rss version='2.0'/>",
            &[Mend::LeadingText],
        );
        check(
            "<rss version='2.0'></rss><!-- 3 ms --> x",
            "<rss version='2.0'></rss>",
            &[Mend::TrailingText],
        );
        check(
            "<a>R&D &amp; &lt; &#233; &nbsp; a & b</a>",
            "<a>R&amp;D &amp; &lt; &#233; &amp;nbsp; a &amp; b</a>",
            &[Mend::Ampersand, Mend::HtmlEntities],
        );
        check(
            "<a>1 < 2\u{8}&#2;</a>",
            "<a>1 &lt; 2</a>",
            &[Mend::LessThan, Mend::ControlCharacters],
        );
        check(
            "<a><![CDATA[R&D < \u{1}]]></a>",
            "<a><![CDATA[R&D < ]]></a>",
            &[Mend::ControlCharacters],
        );
        check(
            "<rss version=\"0.94\" a='b'/>",
            "<rss version=\"2.0\"  a='b'/>",
            &[Mend::Version],
        );
        check(
            "<rss xmlns:a='b'/>",
            "<rss version=\"2.0\" xmlns:a='b'/>",
            &[Mend::Version],
        );
    }

    #[test]
    fn json_fields_get_their_types() {
        let text = json("{\"items\":[{\"id\":7,\"url\":\"/a\",\"title\":null,\"tags\":\"x\"},3]}")
            .expect("a feed")
            .text;
        let value: Value = serde_json::from_str(&text).expect("json");
        assert_eq!(
            value,
            json!({"version": "https://jsonfeed.org/version/1.1", "title": "", "items": [{"id": "7", "url": "/a"}]})
        );
        assert!(json("{\"a\":1}").is_none() && json("[]").is_none());
    }
}
