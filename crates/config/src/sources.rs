//! `sources.toml`: the publishers and their channels.

pub mod edit;

use std::{collections::HashMap, path::Path};

use langnghe_model::{Diagnostic, Diagnostics, PlaceId, Source};
use url::Url;

use crate::{
    document::{Document, Step, collect},
    files::read_in,
};

const FILE: &str = "sources.toml";
const WITHOUT: &str = "put back the sources.toml that came with the program, or write one with a [[source]] for each publisher";

/// Reads `sources.toml` of the configuration folder.
pub fn load_sources(folder: &Path) -> Result<Vec<Source>, Diagnostics> {
    let (file, text) = read_in(folder, FILE, WITHOUT)?;
    parse_sources(&file, &text)
}

/// What regions in `sources.toml` are no places: neither `vn`, the whole country, nor known to `is_place`.
pub fn check_regions(folder: &Path, is_place: impl Fn(&PlaceId) -> bool) -> Vec<Diagnostic> {
    let Ok((file, text)) = read_in(folder, FILE, WITHOUT) else {
        // Whoever loads the sources is told that.
        return Vec::new();
    };
    unknown_regions(&file, &text, is_place)
}

/// What selectors in `sources.toml` are no CSS, as `is_css` says.
pub fn check_selectors(folder: &Path, is_css: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let Ok((file, text)) = read_in(folder, FILE, WITHOUT) else {
        // Whoever loads the sources is told that.
        return Vec::new();
    };
    bad_selectors(&file, &text, is_css)
}

fn bad_selectors(file: &str, text: &str, is_css: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let Ok(document) = Document::parse(file, text) else {
        return Vec::new();
    };
    let (sources, faults) = document.read_list::<Source>("source");
    if !faults.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let mut check = |path: &[Step<'_>], css: Option<&str>| {
            if let Some(css) = css.filter(|css| !is_css(css)) {
                let path: Vec<_> = [Step::Key("source"), Step::Item(index)]
                    .into_iter()
                    .chain(path.iter().copied())
                    .collect();
                found.push(document.at(
                    "sources.bad-selector",
                    document.byte_of(&path),
                    &format!("\"{css}\" is no CSS selector"),
                    "write a selector such as \"div.content\" or \"h3 a[href]\"",
                ));
            }
        };
        for (number, channel) in source.channels.iter().enumerate() {
            let path = [Step::Key("channel"), Step::Item(number), Step::Key("links")];
            check(&path, channel.links.as_deref());
        }
        for (number, layout) in source.layouts.iter().enumerate() {
            let at = |key| [Step::Key("article"), Step::Item(number), Step::Key(key)];
            for (key, css) in [
                ("title", &layout.title),
                ("lead", &layout.lead),
                ("body", &layout.body),
                ("published", &layout.published),
            ] {
                check(&at(key), css.as_deref());
            }
            for (item, css) in layout.remove.iter().enumerate() {
                let [article, layout, remove] = at("remove");
                check(&[article, layout, remove, Step::Item(item)], Some(css));
            }
        }
    }
    found
}

fn unknown_regions(file: &str, text: &str, is_place: impl Fn(&PlaceId) -> bool) -> Vec<Diagnostic> {
    let Ok(document) = Document::parse(file, text) else {
        return Vec::new();
    };
    let (sources, faults) = document.read_list::<Source>("source");
    if !faults.is_empty() {
        return Vec::new();
    }
    sources
        .iter()
        .enumerate()
        .filter(|(_, source)| source.region.as_str() != "vn" && !is_place(&source.region))
        .map(|(index, source)| {
            document.at(
                "sources.unknown-region",
                document.byte_of(&[Step::Key("source"), Step::Item(index), Step::Key("region")]),
                &format!("\"{}\" is no place of places.tsv", source.region),
                "write the id of a place from places.tsv, or \"vn\" for the whole country",
            )
        })
        .collect()
}

/// Reads the text of a `sources.toml`; `file` is its name in diagnostics.
pub fn parse_sources(file: &str, text: &str) -> Result<Vec<Source>, Diagnostics> {
    let document = Document::parse(file, text)?;
    let (sources, mut found) = document.read_list::<Source>("source");
    // Positions match the list only when every source could be read.
    if found.is_empty() {
        check(&document, &sources, &mut found);
    }
    if found.is_empty() {
        Ok(sources)
    } else {
        Err(collect(found))
    }
}

fn check(document: &Document<'_>, sources: &[Source], found: &mut Vec<Diagnostic>) {
    let mut ids = HashMap::new();
    let mut urls = HashMap::new();
    for (index, source) in sources.iter().enumerate() {
        let at = |key| document.byte_of(&[Step::Key("source"), Step::Item(index), Step::Key(key)]);
        if ids.insert(&source.id, index).is_some() {
            found.push(document.at(
                "sources.duplicate-id",
                at("id"),
                &format!(
                    "a source with the id \"{}\" stands above already",
                    source.id
                ),
                "give each source an id of its own, or put the channels of both under one",
            ));
        }
        if source.name.trim().is_empty() {
            found.push(document.at(
                "sources.no-name",
                at("name"),
                "the name is empty",
                "write the publisher's name",
            ));
        }
        if let Some(wrong) = bad_url(&source.homepage) {
            found.push(document.at("sources.bad-url", at("homepage"), &wrong, URL_REMEDY));
        }
        if source.channels.is_empty() {
            found.push(document.at(
                "sources.no-channel",
                at("id"),
                &format!("the source \"{}\" has no channel", source.id),
                "add a [[source.channel]] with its url and kind below it, or take the source out",
            ));
        }
        for (number, channel) in source.channels.iter().enumerate() {
            let at = |key| {
                let path = [
                    Step::Key("source"),
                    Step::Item(index),
                    Step::Key("channel"),
                    Step::Item(number),
                    Step::Key(key),
                ];
                document.byte_of(&path)
            };
            if let Some(wrong) = bad_url(&channel.url) {
                found.push(document.at("sources.bad-url", at("url"), &wrong, URL_REMEDY));
            } else if let Some(first) = urls.insert(channel.url.as_str(), &source.id) {
                found.push(document.at(
                    "sources.duplicate-channel",
                    at("url"),
                    &format!("this channel belongs to the source \"{first}\" already"),
                    "take one of the two out: a channel is known by its address",
                ));
            }
        }
        for (number, layout) in source.layouts.iter().enumerate() {
            if source.layouts[..number]
                .iter()
                .any(|before| before.from == layout.from)
            {
                let path = [
                    Step::Key("source"),
                    Step::Item(index),
                    Step::Key("article"),
                    Step::Item(number),
                    Step::Key("from"),
                ];
                found.push(document.at(
                    "sources.duplicate-layout",
                    document.byte_of(&path),
                    "two layouts of this source begin on the same day",
                    "give each [[source.article]] its own day: from = \"2026-05-01\"; only one may have none",
                ));
            }
        }
    }
}

const URL_REMEDY: &str = "write a whole address: https://example.vn/rss/home.rss";

/// What is wrong with an address that is to be fetched.
fn bad_url(text: &str) -> Option<String> {
    match Url::parse(text) {
        Err(error) => Some(format!("\"{text}\" is not a web address: {error}")),
        Ok(url) if !matches!(url.scheme(), "http" | "https") => Some(format!(
            "\"{text}\" begins with neither http:// nor https://"
        )),
        Ok(url) if !url.username().is_empty() || url.password().is_some() => {
            // The address is shown in pages and logs, so it must not carry a secret.
            Some(
                "the address carries a user name or password; only openly readable pages are read"
                    .to_owned(),
            )
        }
        Ok(_) => None,
    }
}

#[cfg(test)]
mod tests;
