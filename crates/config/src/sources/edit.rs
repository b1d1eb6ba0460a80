//! Changing the text of `sources.toml` without touching what stands in it: comments, order and form stay.

use std::fmt::Write as _;

use langnghe_model::{Channel, Source, SourceKind, TextFrom};

/// The text with a source added at its end.
pub fn add_source(text: &str, source: &Source) -> String {
    let mut out = text.trim_end().to_owned();
    if !out.is_empty() {
        out.push_str("\n\n");
    }
    out.push_str(&source_toml(source));
    out
}

/// The text with a channel added to the source with this number, counted from 0 in the order of the file; `None` when
/// its place cannot be found.
pub fn add_channel(text: &str, source: usize, channel: &Channel) -> Option<String> {
    let mut sections = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("[[source]]") {
            sections.push(at);
        }
        at += line.len();
    }
    let start = *sections.get(source)?;
    let end = sections.get(source + 1).copied().unwrap_or(text.len());
    // Comments before the next source belong to that one.
    let mut last = start;
    let mut at = start;
    for line in text[start..end].split_inclusive('\n') {
        at += line.len();
        let bare = line.trim();
        if !bare.is_empty() && !bare.starts_with('#') {
            last = at;
        }
    }
    let (before, after) = text.split_at(last);
    let mut out = before.to_owned();
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out.push('\n');
    out.push_str(&channel_toml(channel));
    out.push_str(after);
    Some(out)
}

/// A source as `sources.toml` has it.
pub fn source_toml(source: &Source) -> String {
    let mut out = String::from("[[source]]\n");
    let kind = match source.kind {
        SourceKind::Newspaper => "newspaper",
        SourceKind::Broadcaster => "broadcaster",
        SourceKind::Magazine => "magazine",
        SourceKind::Portal => "portal",
    };
    for (key, value) in [
        ("id      ", source.id.as_str()),
        ("name    ", &source.name),
        ("homepage", &source.homepage),
        ("kind    ", kind),
        ("region  ", source.region.as_str()),
    ] {
        line(&mut out, key, value);
    }
    if source.articles == TextFrom::Feed {
        line(&mut out, "articles", "feed");
    }
    // Writing to a String cannot fail.
    let _ = writeln!(out, "verified = {}", source.verified);
    for channel in &source.channels {
        out.push('\n');
        out.push_str(&channel_toml(channel));
    }
    out
}

fn channel_toml(channel: &Channel) -> String {
    let mut out = String::from("[[source.channel]]\n");
    line(&mut out, "url ", &channel.url);
    line(&mut out, "kind", channel.kind.name());
    for (key, value) in [("links", &channel.links), ("pattern", &channel.pattern)] {
        if let Some(value) = value {
            line(&mut out, key, value);
        }
    }
    out
}

fn line(out: &mut String, key: &str, value: &str) {
    let value = toml::Value::String(value.to_owned());
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{key} = {value}");
}

#[cfg(test)]
mod tests {
    use langnghe_model::ChannelKind;

    use super::*;
    use crate::parse_sources;

    fn channel(url: &str, kind: ChannelKind) -> Channel {
        Channel {
            url: url.to_owned(),
            kind,
            links: None,
            pattern: None,
        }
    }

    fn source(id: &str) -> Source {
        Source {
            id: id.parse().unwrap(),
            name: "Báo \"Mới\" \\ thử".to_owned(),
            homepage: format!("https://{id}.example/"),
            kind: SourceKind::Magazine,
            region: "vn".parse().unwrap(),
            articles: TextFrom::Feed,
            verified: false,
            disabled: false,
            channels: vec![
                channel(&format!("https://{id}.example/rss"), ChannelKind::Feed),
                Channel {
                    links: Some("h3 a[href*='x']".to_owned()),
                    pattern: Some(".html".to_owned()),
                    ..channel(&format!("https://{id}.example/tin"), ChannelKind::Listing)
                },
            ],
            layouts: Vec::new(),
        }
    }

    #[test]
    fn what_is_added_reads_back_and_what_stood_there_stays() {
        let mut text = String::new();
        let mut sources = Vec::new();
        for id in ["mot", "hai", "ba"] {
            text = add_source(&format!("{text}# lời dặn\n"), &source(id));
            sources.push(source(id));
            assert_eq!(parse_sources("s.toml", &text).unwrap(), sources, "{text}");
        }
        for number in [1, 2, 0] {
            let new = channel(
                &format!("https://them.example/{number}"),
                ChannelKind::Sitemap,
            );
            text = add_channel(&text, number, &new).unwrap();
            sources[number].channels.push(new);
            assert_eq!(parse_sources("s.toml", &text).unwrap(), sources, "{text}");
        }
        assert_eq!(text.matches("# lời dặn").count(), 3);
        let layouts = "[[source.article]]\nbody = \".cu\"\n[[source.article]]\nfrom = \"2026-05-01\"\nbody = \".moi\"\n";
        let text = format!("{}\n{layouts}", add_source("", &source("bon")));
        let new = channel("https://bon.example/them", ChannelKind::Feed);
        let text = add_channel(&text, 0, &new).unwrap();
        let read = parse_sources("s.toml", &text).unwrap();
        assert_eq!(read[0].channels.last(), Some(&new), "{text}");
        assert_eq!(read[0].layouts.len(), 2, "{text}");
        assert_eq!(
            add_channel(&text, 3, &channel("https://x.example/", ChannelKind::Feed)),
            None
        );
    }
}
