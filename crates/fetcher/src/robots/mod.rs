//! robots.txt, after RFC 9309.

use std::time::Duration;

use pattern::Pattern;

pub(crate) mod cache;
mod pattern;
#[cfg(test)]
mod tests;

/// Only so much of a file is read, the least that must be (RFC 9309, 2.5).
pub(crate) const MAX_BYTES: usize = 500 * 1024;

/// The product token that our group is looked up by; the User-Agent begins with it.
pub(crate) const PRODUCT: &str = "LangNghe";

/// A longer Crawl-delay is taken for a mistake: it would keep a source from being read at all.
const MAX_CRAWL_DELAY: Duration = Duration::from_secs(600);

/// More sitemaps than this are not looked at.
const MAX_SITEMAPS: usize = 100;

/// A site's rules. Without any, everything is allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots {
    groups: Vec<Group>,
    sitemaps: Vec<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Group {
    /// Product tokens in lower case; `*` for everybody.
    agents: Vec<String>,
    rules: Vec<Rule>,
    crawl_delay: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: Pattern,
    /// As it stands in the file.
    text: String,
}

/// What the rules say of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may be asked.
    Allowed,
    /// It may not, by this rule.
    Disallowed {
        /// The rule, as it stands in the file.
        rule: String,
    },
}

/// What a line sets.
enum Key {
    UserAgent,
    Allow,
    Disallow,
    CrawlDelay,
    Sitemap,
}

impl Robots {
    /// Reads a file: its first 500 KiB. What is no rule is passed over; there are no errors.
    pub fn parse(bytes: &[u8]) -> Self {
        let mut bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bytes.len() > MAX_BYTES {
            bytes = &bytes[..MAX_BYTES];
            // A rule cut in two would say something else: `/private` cut to `/` closes the site.
            let whole = bytes
                .iter()
                .rposition(|byte| matches!(byte, b'\n' | b'\r'))
                .unwrap_or(0);
            bytes = &bytes[..whole];
        }
        let mut groups: Vec<Group> = Vec::new();
        let mut sitemaps = Vec::new();
        // Agents that follow each other share the rules after them.
        let mut naming = false;
        for line in String::from_utf8_lossy(bytes).split(['\n', '\r']) {
            let Some((key, value)) = record(line) else {
                continue;
            };
            if let Key::Sitemap = key {
                // Of no group, wherever it stands (sitemaps.org, "Informing search engine crawlers").
                if sitemaps.len() < MAX_SITEMAPS && !value.is_empty() {
                    sitemaps.push(value.to_owned());
                }
                continue;
            }
            if let Key::UserAgent = key {
                if !naming {
                    groups.push(Group::default());
                }
                naming = true;
            }
            // Rules before any agent belong to nobody.
            let Some(group) = groups.last_mut() else {
                continue;
            };
            match key {
                Key::UserAgent => group.agents.push(product(value)),
                Key::Allow | Key::Disallow => {
                    naming = false;
                    // An empty pattern fits nothing.
                    if !value.is_empty() {
                        let allow = matches!(key, Key::Allow);
                        let text = format!("{}: {value}", if allow { "Allow" } else { "Disallow" });
                        group.rules.push(Rule {
                            allow,
                            pattern: Pattern::new(value),
                            text,
                        });
                    }
                }
                // Not of the RFC, so it must not end a list of agents (2.2.4).
                Key::CrawlDelay => {
                    if let Some(delay) = seconds(value) {
                        group.crawl_delay = group.crawl_delay.max(Some(delay));
                    }
                }
                Key::Sitemap => {}
            }
        }
        Self { groups, sitemaps }
    }

    /// The sitemaps that the file names, as they stand there, in order; at most 100.
    pub fn sitemaps(&self) -> &[String] {
        &self.sitemaps
    }

    /// The groups for a product token: those that name it, in any case, else those for everybody (RFC 9309, 2.2.1).
    fn groups_for(&self, product: &str) -> impl Iterator<Item = &Group> {
        let names = |group: &Group, name: &str| {
            group
                .agents
                .iter()
                .any(|agent| agent.eq_ignore_ascii_case(name))
        };
        let own = !product.is_empty() && self.groups.iter().any(|group| names(group, product));
        let name = if own {
            product.to_owned()
        } else {
            "*".to_owned()
        };
        self.groups.iter().filter(move |group| names(group, &name))
    }

    /// What is said to a product token (`LangNghe`) of a path with its query (`/tin?p=1`). The longest pattern that
    /// fits decides; of equal ones the one that allows (RFC 9309, 2.2.2).
    pub fn verdict(&self, product: &str, path: &str) -> Verdict {
        if path == "/robots.txt" {
            return Verdict::Allowed;
        }
        let path = pattern::path(path);
        let decisive = self
            .groups_for(product)
            .flat_map(|group| &group.rules)
            .filter(|rule| rule.pattern.fits(&path))
            .max_by_key(|rule| (rule.pattern.octets(), rule.allow));
        match decisive {
            Some(rule) if !rule.allow => Verdict::Disallowed {
                rule: rule.text.clone(),
            },
            _ => Verdict::Allowed,
        }
    }

    /// How long the site asks a product token to wait between two requests, at most ten minutes. Not of the RFC, but
    /// widely meant.
    pub fn crawl_delay(&self, product: &str) -> Option<Duration> {
        self.groups_for(product)
            .filter_map(|group| group.crawl_delay)
            .max()
    }
}

/// A line's key and value, when it is one that matters here. As lenient as Google's parser, where that does what the
/// writer meant: a missing colon, and the misspellings that were seen often.
fn record(line: &str) -> Option<(Key, &str)> {
    let line = line.split('#').next().unwrap_or_default().trim();
    let (key, value) = if let Some((key, value)) = line.split_once(':') {
        (key.trim_end(), value.trim_start())
    } else {
        let (key, value) = line.split_once([' ', '\t'])?;
        (key, value.trim_start())
    };
    // Without a colon, more than two words are a sentence.
    if !line.contains(':') && value.contains([' ', '\t']) {
        return None;
    }
    let key = match key.to_ascii_lowercase().as_str() {
        "user-agent" | "useragent" | "user agent" => Key::UserAgent,
        "allow" => Key::Allow,
        "disallow" | "dissallow" | "dissalow" | "disalow" | "diasllow" | "disallaw" => {
            Key::Disallow
        }
        "crawl-delay" | "crawldelay" | "crawl delay" => Key::CrawlDelay,
        "sitemap" | "site-map" => Key::Sitemap,
        _ => return None,
    };
    Some((key, value))
}

/// The product token a User-agent line begins with, in lower case: `Googlebot/2.1` means `googlebot`.
fn product(value: &str) -> String {
    if value.split([' ', '\t']).next() == Some("*") {
        return "*".to_owned();
    }
    value
        .chars()
        .take_while(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_'))
        .collect::<String>()
        .to_ascii_lowercase()
}

fn seconds(value: &str) -> Option<Duration> {
    let seconds = value.parse().ok().filter(|seconds: &f64| *seconds >= 0.0)?;
    Some(
        Duration::try_from_secs_f64(seconds)
            .map_or(MAX_CRAWL_DELAY, |delay| delay.min(MAX_CRAWL_DELAY)),
    )
}
