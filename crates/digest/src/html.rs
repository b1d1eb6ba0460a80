//! The digest as HTML: for a mail, and to print on A4.

use askama::Template;

use crate::{Digest, DigestError, Item, TopicSection, words};

#[derive(Template)]
#[template(path = "digest.html")]
struct Page<'a> {
    title: &'a str,
    content: Content<'a>,
}

/// What both forms say; its template is included in the page's.
#[derive(Template)]
#[template(path = "digest_body.html")]
struct Content<'a> {
    digest: &'a Digest,
    scope: String,
    nothing: String,
    groups: Vec<Group<'a>>,
    quiet: String,
    numbers: Vec<(&'static str, u64)>,
    completeness: Vec<String>,
    made: String,
}

/// Topics under one heading.
struct Group<'a> {
    heading: &'static str,
    topics: &'a [TopicSection],
}

/// The digest as one HTML document without outside parts.
pub fn render_html(digest: &Digest) -> Result<String, DigestError> {
    let page = Page {
        title: &digest.title,
        content: content(digest),
    };
    Ok(page.render()?)
}

/// The digest as HTML to stand in a page, without that page's head and style.
pub fn render_html_body(digest: &Digest) -> Result<String, DigestError> {
    Ok(content(digest).render()?)
}

fn content(digest: &Digest) -> Content<'_> {
    let mut groups = vec![Group {
        heading: "I. Tin theo chủ đề",
        topics: &digest.topics,
    }];
    if !digest.late.is_empty() {
        groups.push(Group {
            heading: "Tin cũ mới thấy (không tính là tin trong ngày)",
            topics: &digest.late,
        });
    }
    Content {
        digest,
        scope: words::scope(digest),
        nothing: words::nothing(digest),
        groups,
        quiet: if digest.topics.is_empty() {
            String::new()
        } else {
            digest.quiet.join("; ")
        },
        numbers: words::numbers(&digest.numbers),
        completeness: words::completeness(&digest.completeness),
        made: words::time(digest.made),
    }
}

impl Item {
    fn link(&self) -> Option<&str> {
        words::link(&self.url)
    }

    fn origin(&self) -> String {
        words::origin(self)
    }

    fn reason(&self) -> String {
        words::reason(self)
    }

    fn place_names(&self) -> String {
        self.places.join(", ")
    }
}

impl TopicSection {
    fn urgency(&self) -> &'static str {
        words::priority(self.priority)
    }
}
