//! Finding the feeds and sitemaps of a site.

use std::collections::HashSet;

use langnghe_model::{Channel, ChannelKind, Source, SourceKind, TextFrom};
use langnghe_parser::{Document, Lead, Named};
use serde::Serialize;
use url::Url;

use super::check::{Attempt, Trial, look};
use crate::{App, PipelineError, work};

/// Addresses tried when a site names no feed itself: those usual at Vietnamese papers.
const USUAL: [&str; 5] = ["/rss", "/rss/home.rss", "/feed", "/rss.xml", "/sitemap.xml"];

/// At most so many addresses of one site are asked.
const MOST: usize = 40;

/// What was found at one address.
#[derive(Debug, Clone, Serialize)]
pub struct Found {
    /// What the trial request brought.
    #[serde(flatten)]
    pub trial: Trial,
    /// What the site calls it; may be empty.
    pub title: String,
    /// The address found before that lists the same entries.
    pub same_as: Option<String>,
}

/// What was found of a site.
#[derive(Debug, Clone, Serialize)]
pub struct Discovery {
    /// Its front page.
    pub homepage: String,
    /// What it calls itself; may be empty.
    pub title: String,
    /// Feeds and sitemaps that can be read.
    pub found: Vec<Found>,
    /// Addresses that looked like one and cannot be read, with the reason.
    pub unreadable: Vec<(String, String)>,
    /// What could not be looked at, such as robots.txt.
    pub notes: Vec<String>,
}

/// Looks for the feeds and sitemaps of the site at an address. `asking` is told each address before it is asked:
/// between two requests to a site lies its gap, so that this takes its time.
///
/// # Errors
/// The fetcher cannot be made, or the site's first page cannot be had.
pub async fn discover(
    app: &App,
    url: &str,
    asking: &(dyn Fn(&str) + Sync),
) -> Result<Discovery, PipelineError> {
    let fetcher = work::fetcher(app)?;
    let now = app.clock.now();
    let url = if url.contains("://") {
        url.to_owned()
    } else {
        format!("https://{url}")
    };
    asking(&url);
    let first = look(&fetcher, &url, now).await;
    if let Some(error) = first.trial.error {
        return Err(PipelineError::Unknown {
            what: "site to look at under",
            id: url,
            remedy: error,
        });
    }
    let at = first
        .response
        .as_ref()
        .map_or(url.clone(), |response| response.final_url.clone());
    let mut search = Search {
        discovery: Discovery {
            homepage: front_page(&at),
            title: String::new(),
            found: Vec::new(),
            unreadable: Vec::new(),
            notes: Vec::new(),
        },
        seen: HashSet::from([url, at.clone()]),
        waiting: Vec::new(),
        lists: Vec::new(),
    };
    search.take(first, String::new(), true);
    asking("robots.txt");
    match fetcher.sitemaps(&at).await {
        Ok(sitemaps) => {
            for sitemap in sitemaps {
                search.add(&at, &sitemap, String::new());
            }
        }
        Err(error) => search.discovery.notes.push(error.to_string()),
    }
    let mut guessed = false;
    loop {
        let Some((url, title)) = search.waiting.pop() else {
            let has_feed = search
                .discovery
                .found
                .iter()
                .any(|found| found.trial.kind == ChannelKind::Feed.name());
            if has_feed || guessed {
                break;
            }
            guessed = true;
            for path in USUAL.iter().rev() {
                search.add(&at, path, String::new());
            }
            continue;
        };
        if search.seen.len() > MOST {
            search.discovery.notes.push(format!(
                "only the first {MOST} addresses were asked; add others with \"langnghe sources add\""
            ));
            break;
        }
        asking(&url);
        let attempt = look(&fetcher, &url, now).await;
        search.take(attempt, title, false);
    }
    Ok(search.discovery)
}

struct Search {
    discovery: Discovery,
    /// Addresses asked or about to be.
    seen: HashSet<String>,
    /// What is still to be asked, the next one last.
    waiting: Vec<(String, String)>,
    /// The entries of what was found, for telling the same list at two addresses.
    lists: Vec<(String, HashSet<String>)>,
}

impl Search {
    fn add(&mut self, base: &str, address: &str, title: String) {
        if let Some(url) = langnghe_parser::canonical_url(address, Some(base))
            && self.seen.insert(url.clone())
        {
            self.waiting.push((url, title));
        }
    }

    fn take(&mut self, attempt: Attempt, title: String, is_first: bool) {
        let Attempt {
            trial,
            entries,
            title: own,
            response,
        } = attempt;
        let url = trial.channel.clone();
        if let Some(error) = &trial.error {
            self.discovery.unreadable.push((url, error.clone()));
            return;
        }
        let page = trial.kind == ChannelKind::Page.name();
        let Some(response) = response.filter(|_| page) else {
            let list: HashSet<String> = entries.into_iter().map(|entry| entry.url).collect();
            let same = |other: &HashSet<String>| !list.is_empty() && *other == list;
            let same_as = self.lists.iter().find(|(_, other)| same(other));
            let same_as = same_as.map(|(url, _)| url.clone());
            self.lists.push((url, list));
            self.discovery.found.push(Found {
                title: own.filter(|own| !own.is_empty()).unwrap_or(title),
                trial,
                same_as,
            });
            return;
        };
        let document = Document {
            bytes: &response.body,
            content_type: response.content_type.as_deref(),
            url: &response.final_url,
        };
        match langnghe_parser::discover(&document) {
            Ok(parsed) => {
                if is_first {
                    self.discovery.title = parsed.value.title;
                } else if parsed.value.leads.is_empty() {
                    let why = "it is a page that names no feed".to_owned();
                    self.discovery.unreadable.push((url, why));
                }
                // The last one added is asked first, so those declared go last.
                for Lead { url, named, title } in parsed.value.leads.into_iter().rev() {
                    // A page of feeds is looked through once; what it links to as such again is not.
                    if is_first || named != Named::FeedIndex {
                        self.add(&response.final_url, &url, title);
                    }
                }
            }
            Err(error) => self.discovery.unreadable.push((url, error.to_string())),
        }
    }
}

impl Discovery {
    /// The source as it could stand in `sources.toml`: every feed that lists something of its own, and news sitemaps.
    /// Nothing when no such channel was found.
    pub fn proposal(&self) -> Option<Source> {
        let channels: Vec<Channel> = self
            .found
            .iter()
            .filter(|found| found.same_as.is_none() && found.trial.entries > 0)
            .filter_map(|found| {
                Some(Channel {
                    url: found.trial.channel.clone(),
                    kind: ChannelKind::from_name(&found.trial.kind)?,
                    links: None,
                    pattern: None,
                })
            })
            .collect();
        if channels.is_empty() {
            return None;
        }
        let host = host(&self.homepage);
        let name = if self.title.is_empty() {
            host.clone()
        } else {
            self.title.clone()
        };
        Some(Source {
            id: id_of(&host).parse().ok()?,
            name,
            homepage: self.homepage.clone(),
            kind: SourceKind::Newspaper,
            region: "vn".parse().ok()?,
            articles: TextFrom::Page,
            verified: false,
            disabled: false,
            channels,
            layouts: Vec::new(),
        })
    }
}

/// The front page of an address's site.
pub(super) fn front_page(url: &str) -> String {
    Url::parse(url)
        .and_then(|url| url.join("/"))
        .map_or_else(|_| url.to_owned(), String::from)
}

/// The host of an address, without `www.`.
pub(super) fn host(url: &str) -> String {
    let url = Url::parse(url).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// An id made of a host: its letters and digits, with hyphens between.
pub(super) fn id_of(host: &str) -> String {
    let parts: Vec<String> = host
        .to_ascii_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    // The ending of a name says nothing, unless it is a number's.
    let kept = match parts.as_slice() {
        [.., last] if parts.len() > 1 && last.bytes().all(|b| b.is_ascii_alphabetic()) => {
            &parts[..parts.len() - 1]
        }
        all => all,
    };
    kept.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_front_pages_come_from_the_host() {
        assert_eq!(id_of(&host("https://www.baovidu.vn/rss")), "baovidu");
        assert_eq!(
            id_of(&host("https://tin.bao-moi.com.vn/")),
            "tin-bao-moi-com"
        );
        assert_eq!(id_of(&host("http://127.0.0.9:81/")), "127-0-0-9");
        assert_eq!(
            front_page("https://bao.example/a/b?c"),
            "https://bao.example/"
        );
    }
}
