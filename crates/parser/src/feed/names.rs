//! The elements of feeds: which vocabulary a name is of, and what it says.

/// A vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// RSS of any version, Atom of any version, CDF: their names do not contradict each other.
    Core,
    Dublin,
    Content,
    Media,
    Itunes,
    News,
    Xhtml,
    Rdf,
    Syndication,
    /// Anything else: nothing in it is the feed's own.
    Other,
}

impl Space {
    /// The vocabulary of a namespace. A prefix bound to an address nobody knows is another vocabulary,
    /// while a default namespace nobody knows is one of the many that RSS was given.
    pub(super) fn of(uri: &str, is_default: bool) -> Self {
        let uri = uri.trim().to_ascii_lowercase();
        let has = |part: &str| uri.contains(part);
        if has("purl.org/dc/") {
            Space::Dublin
        } else if has("modules/content") {
            Space::Content
        } else if has("modules/syndication") {
            Space::Syndication
        } else if has("search.yahoo.com/mrss") || has("video.search.yahoo.com") {
            Space::Media
        } else if has("itunes.com/dtds") || has("/podcast-1.0") {
            Space::Itunes
        } else if has("sitemap-news") {
            Space::News
        } else if has("w3.org/1999/xhtml") {
            Space::Xhtml
        } else if has("22-rdf-syntax-ns") {
            Space::Rdf
        } else if is_default
            || has("w3.org/2005/atom")
            || has("purl.org/atom/ns")
            || has("purl.org/rss/1.0/") && !has("modules/")
            || has("netscape.com/rdf")
            || has("backend.userland.com/rss")
            || has("harvard.edu/tech/rss")
            || has("echo/")
            || has("purl.org/pie")
            || has("newformat#")
            || has("example.com/necho")
            || has("modules/rss091")
        {
            Space::Core
        } else {
            Space::Other
        }
    }

    /// The vocabulary of a prefix that the document does not declare.
    pub(super) fn usual(prefix: &str) -> Self {
        match prefix {
            "atom" | "rss" | "a10" | "atom10" => Space::Core,
            "dc" | "dcterms" => Space::Dublin,
            "content" => Space::Content,
            "media" => Space::Media,
            "itunes" => Space::Itunes,
            "news" => Space::News,
            "xhtml" | "html" => Space::Xhtml,
            "rdf" => Space::Rdf,
            "sy" => Space::Syndication,
            _ => Space::Other,
        }
    }
}

/// What an element says of an entry or feed. The number ranks those that say the same: the lowest counts,
/// and of equals the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title(u8),
    Link,
    Id,
    Summary(u8),
    Content(u8),
    Published(u8),
    Updated(u8),
    Section(u8),
}

/// What an element of an entry says. `local` is in lower case.
pub(super) fn field(space: Space, local: &str) -> Option<Field> {
    use Field::{Content, Id, Link, Published, Section, Summary, Title, Updated};
    Some(match (space, local) {
        (Space::Core, "title") => Title(0),
        (Space::Dublin | Space::News, "title") => Title(1),
        (Space::Media | Space::Itunes, "title") => Title(2),
        (Space::Core, "link") => Link,
        (Space::Core, "guid" | "id") => Id,
        (Space::Core, "description" | "summary" | "abstract") => Summary(0),
        (Space::Dublin, "description" | "abstract") => Summary(1),
        (Space::Media, "description" | "text") | (Space::Itunes, "summary") => Summary(2),
        (Space::Content, "encoded") | (Space::Core, "content" | "fullitem" | "encoded") => {
            Content(0)
        }
        (Space::Core | Space::Xhtml, "body") => Content(1),
        (Space::Core, "pubdate" | "published" | "issued") | (Space::Dublin, "issued") => {
            Published(0)
        }
        (Space::News, "publication_date") => Published(1),
        (Space::Dublin, "date") => Published(2),
        (Space::Core | Space::Dublin, "created") => Published(3),
        (Space::Core, "updated" | "modified" | "lastbuilddate") | (Space::Dublin, "modified") => {
            Updated(0)
        }
        (Space::Core, "category") => Section(0),
        (Space::Dublin, "subject") => Section(1),
        _ => return None,
    })
}

/// What an element of the feed itself says.
pub(super) fn head_field(space: Space, local: &str) -> Option<Field> {
    field(space, local).filter(|field| matches!(field, Field::Title(0 | 1)))
}

/// Whether what stands inside an element says nothing of the entry or feed around it.
pub(super) fn is_apart(space: Space, local: &str) -> bool {
    match space {
        Space::Core => matches!(
            local,
            "source"
                | "image"
                | "textinput"
                | "author"
                | "contributor"
                | "items"
                | "cloud"
                | "logo"
        ),
        Space::Other => true,
        _ => false,
    }
}

/// Whether an element cannot stand inside a text: the text before it was never ended.
pub(super) fn ends_text(space: Space, local: &str, within: Field) -> bool {
    match (space, local) {
        (
            Space::Core,
            "item" | "entry" | "channel" | "guid" | "pubdate" | "author" | "category",
        ) => true,
        (Space::Core, "link" | "description" | "published" | "updated" | "id") => {
            !matches!(within, Field::Content(_))
        }
        // The name of a section has nothing else in it.
        _ => matches!(within, Field::Section(_)) && field(space, local).is_some(),
    }
}
