//! Adding sources and channels to `sources.toml`.

use langnghe_config::sources::edit;
use langnghe_model::{Channel, Source, SourceKind, TextFrom};
use serde::Serialize;

use super::discover::{front_page, host, id_of};
use crate::{App, PipelineError};

/// A source that somebody wants to add, as far as it is said; the rest is derived from the channels' addresses.
#[derive(Debug, Clone, Default)]
pub struct NewSource {
    /// Its channels.
    pub channels: Vec<Channel>,
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its front page.
    pub homepage: Option<String>,
    /// What it is.
    pub kind: Option<SourceKind>,
    /// The place it writes for.
    pub region: Option<String>,
}

/// What adding came to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Addition {
    /// Ids of sources that are new.
    pub sources: Vec<String>,
    /// Channels that are new, with the source they belong to.
    pub channels: Vec<(String, String)>,
    /// Channels that were left out, with the reason.
    pub left_out: Vec<(String, String)>,
    /// The text that was, or would be, added.
    pub text: String,
}

/// Adds one source, or channels to a source that is there: the one with the id, else the one of the same site.
///
/// With `dry_run` nothing is written.
///
/// # Errors
/// The id or region is none, the file cannot be written, or would be broken afterwards.
pub fn add(app: &App, new: NewSource, dry_run: bool) -> Result<Addition, PipelineError> {
    add_all(app, vec![new], dry_run)
}

/// Adds several.
///
/// # Errors
/// As [`add`]; then none is added.
pub fn add_all(app: &App, all: Vec<NewSource>, dry_run: bool) -> Result<Addition, PipelineError> {
    let path = app.folder().join("sources.toml");
    let file = path.display().to_string();
    let before = langnghe_config::read_file(&path)?;
    let mut text = before.clone();
    let mut sources = langnghe_config::parse_sources(&file, &text)?;
    let mut done = Addition::default();
    for new in all {
        text = one(text, &mut sources, new, &mut done)?;
    }
    // Whatever went wrong with the text must not reach the file.
    if langnghe_config::parse_sources(&file, &text)? != sources {
        return Err(PipelineError::Unknown {
            what: "place for the new channels in",
            id: file,
            remedy: format!("write them into it by hand:\n{}", done.text),
        });
    }
    for source in &sources {
        let known = source.region.as_str() == "vn"
            || app
                .configuration()
                .gazetteer
                .place(&source.region)
                .is_some();
        if !known {
            return Err(PipelineError::Unknown {
                what: "place",
                id: source.region.to_string(),
                remedy: "write the id of a place from places.tsv, or \"vn\"".to_owned(),
            });
        }
    }
    if !dry_run && text != before {
        let fresh = path.with_extension("toml.new");
        std::fs::write(&fresh, &text)
            .and_then(|()| std::fs::rename(&fresh, &path))
            .map_err(|error| PipelineError::File { path: file, error })?;
    }
    Ok(done)
}

fn one(
    mut text: String,
    sources: &mut Vec<Source>,
    new: NewSource,
    done: &mut Addition,
) -> Result<String, PipelineError> {
    let mut channels: Vec<Channel> = Vec::new();
    for channel in new.channels {
        let owner = sources
            .iter()
            .find(|source| source.channels.iter().any(|known| known.url == channel.url));
        if let Some(owner) = owner {
            let why = format!("it belongs to the source \"{}\" already", owner.id);
            done.left_out.push((channel.url, why));
        } else if channels.iter().all(|known| known.url != channel.url) {
            channels.push(channel);
        }
    }
    let Some(first) = channels.first() else {
        return Ok(text);
    };
    let site = host(new.homepage.as_deref().unwrap_or(&first.url));
    let known = match &new.id {
        Some(id) => sources.iter().position(|source| source.id.as_str() == id),
        None => sources
            .iter()
            .position(|source| host(&source.homepage) == site),
    };
    if let Some(number) = known {
        for channel in channels {
            let id = sources[number].id.to_string();
            text = edit::add_channel(&text, number, &channel).ok_or_else(|| {
                PipelineError::Unknown {
                    what: "place for channels in sources.toml of the source",
                    id: id.clone(),
                    remedy: "write the channel into it by hand".to_owned(),
                }
            })?;
            done.text.push_str(&format!(
                "# in the source \"{id}\"\n[[source.channel]]\nurl  = \"{}\"\nkind = \"{}\"\n",
                channel.url,
                channel.kind.name()
            ));
            done.channels.push((id, channel.url.clone()));
            sources[number].channels.push(channel);
        }
        return Ok(text);
    }
    let mut id = new.id.clone().unwrap_or_else(|| id_of(&site));
    // Two sites may give one id; one that was asked for by name is used as it is.
    let mut number = 2;
    while new.id.is_none() && sources.iter().any(|source| source.id.as_str() == id) {
        id = format!("{}-{number}", id_of(&site));
        number += 1;
    }
    let bad = |error: langnghe_model::InvalidId| PipelineError::Unknown {
        what: "way to use the id",
        id: id.clone(),
        remedy: error.to_string(),
    };
    let source = Source {
        id: id.parse().map_err(bad)?,
        name: new
            .name
            .filter(|name| !name.trim().is_empty())
            .unwrap_or(site),
        homepage: new.homepage.unwrap_or_else(|| front_page(&first.url)),
        kind: new.kind.unwrap_or(SourceKind::Newspaper),
        region: new.region.as_deref().unwrap_or("vn").parse().map_err(bad)?,
        articles: TextFrom::Page,
        verified: false,
        disabled: false,
        channels,
        layouts: Vec::new(),
    };
    text = edit::add_source(&text, &source);
    done.text.push_str(&edit::source_toml(&source));
    done.text.push('\n');
    for channel in &source.channels {
        done.channels
            .push((source.id.to_string(), channel.url.clone()));
    }
    done.sources.push(source.id.to_string());
    sources.push(source);
    Ok(text)
}
