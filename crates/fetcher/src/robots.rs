//! robots.txt, after RFC 9309.

use std::time::Duration;

/// Only so much of a file is read (RFC 9309, 2.5).
pub(crate) const MAX_BYTES: usize = 500 * 1024;

/// The product token that groups are looked up by.
pub(crate) const PRODUCT: &str = "LangNghe";

/// A longer Crawl-delay is taken for a mistake.
const MAX_CRAWL_DELAY: Duration = Duration::from_secs(600);

/// A site's rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots {
    groups: Vec<Group>,
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
    pattern: String,
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

impl Robots {
    /// Reads a file. What is no rule is passed over; there are no errors.
    pub fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_BYTES)]);
        let mut groups: Vec<Group> = Vec::new();
        // Agents that follow each other share the rules after them.
        let mut naming = false;
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default().trim();
            let Some((key, value)) = line.split_once(':') else {
                continue;
            };
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if !naming {
                        groups.push(Group::default());
                    }
                    naming = true;
                    if let Some(group) = groups.last_mut() {
                        group.agents.push(product(value));
                    }
                }
                rule @ ("allow" | "disallow") => {
                    naming = false;
                    // Rules before any agent belong to nobody; an empty one says nothing.
                    if let (Some(group), false) = (groups.last_mut(), value.is_empty()) {
                        group.rules.push(Rule { allow: rule == "allow", pattern: normal_path(value) });
                    }
                }
                "crawl-delay" => {
                    naming = false;
                    if let (Some(group), Ok(seconds)) = (groups.last_mut(), value.parse::<f64>())
                        && let Ok(delay) = Duration::try_from_secs_f64(seconds)
                    {
                        group.crawl_delay = Some(delay.min(MAX_CRAWL_DELAY));
                    }
                }
                // Sitemaps and unknown lines stand apart and do not end a list of agents.
                _ => {}
            }
        }
        Self { groups }
    }

    /// The groups for an agent: those that name it, else those for everybody (RFC 9309, 2.2.1).
    fn groups_for(&self, agent: &str) -> Vec<&Group> {
        let agent = product(agent);
        let naming = |name: &str| -> Vec<&Group> {
            self.groups
                .iter()
                .filter(|group| group.agents.iter().any(|known| known == name))
                .collect()
        };
        let own = naming(&agent);
        if own.is_empty() { naming("*") } else { own }
    }

    /// What is said of a path with its query (`/tin?p=1`). The longest pattern that fits decides; of equal ones
    /// the one that allows (RFC 9309, 2.2.2).
    pub fn verdict(&self, agent: &str, path: &str) -> Verdict {
        if path == "/robots.txt" {
            return Verdict::Allowed;
        }
        let path = normal_path(path);
        let decisive = self
            .groups_for(agent)
            .into_iter()
            .flat_map(|group| &group.rules)
            .filter(|rule| fits(rule.pattern.as_bytes(), path.as_bytes()))
            .max_by_key(|rule| (rule.pattern.len(), rule.allow));
        match decisive {
            Some(rule) if !rule.allow => Verdict::Disallowed { rule: format!("Disallow: {}", rule.pattern) },
            _ => Verdict::Allowed,
        }
    }

    /// How long the site asks to wait between two requests.
    pub fn crawl_delay(&self, agent: &str) -> Option<Duration> {
        self.groups_for(agent).into_iter().filter_map(|group| group.crawl_delay).max()
    }
}

/// The product token at the beginning of an agent's name, in lower case: `Googlebot/2.1` is `googlebot`.
fn product(agent: &str) -> String {
    let agent = agent.trim();
    if agent == "*" || agent.starts_with("* ") {
        return "*".to_owned();
    }
    agent
        .chars()
        .take_while(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '_'))
        .collect::<String>()
        .to_ascii_lowercase()
}

/// Percent-encoding made one: bytes that are not ASCII are encoded, hexadecimal digits are capitals.
fn normal_path(path: &str) -> String {
    use std::fmt::Write as _;
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, bytes.get(at + 1..at + 3)) {
            (b'%', Some(hex)) if hex.iter().all(u8::is_ascii_hexdigit) => {
                out.push('%');
                out.extend(hex.iter().map(|digit| digit.to_ascii_uppercase() as char));
                at += 3;
                continue;
            }
            (0x80.., _) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
            _ => out.push(byte as char),
        }
        at += 1;
    }
    out
}

/// Whether a pattern fits the beginning of a path: `*` stands for anything, `$` at the end for the path's end.
/// Takes time in the product of the two lengths at most.
fn fits(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, anchored) = match pattern.split_last() {
        Some((b'$', rest)) => (rest, true),
        _ => (pattern, false),
    };
    let mut parts = pattern.split(|byte| *byte == b'*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !anchored || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if anchored && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = find(rest, part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    true
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() {
        return Some(0);
    }
    text.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(robots: &str, agent: &str, path: &str, allowed: bool) {
        let verdict = Robots::parse(robots.as_bytes()).verdict(agent, path);
        assert_eq!(verdict == Verdict::Allowed, allowed, "{robots:?} {agent} {path}: {verdict:?}");
    }

    #[test]
    fn the_longest_rule_decides_and_allow_wins_a_tie() {
        check("User-agent: *\nDisallow: /a\nAllow: /a/b", "x", "/a/b/c", true);
        check("User-agent: *\nDisallow: /a\nAllow: /a/b", "x", "/a/c", false);
        check("User-agent: *\nDisallow: /a\nAllow: /a", "x", "/a", true);
        check("User-agent: *\nDisallow:", "x", "/a", true);
        check("", "x", "/a", true);
    }

    #[test]
    fn an_own_group_wins_over_the_one_for_everybody() {
        let robots = "User-agent: *\nDisallow: /\n\nUser-agent: LangNghe\nUser-agent: other\nDisallow: /rieng";
        check(robots, "LangNghe/0.1", "/tin", true);
        check(robots, "langnghe", "/rieng/x", false);
        check(robots, "someone", "/tin", false);
    }

    #[test]
    fn wildcards_and_ends() {
        check("User-agent: *\nDisallow: /*.pdf$", "x", "/a/b.pdf", false);
        check("User-agent: *\nDisallow: /*.pdf$", "x", "/a/b.pdf?x", true);
        check("User-agent: *\nDisallow: /a*b*c", "x", "/a1b2c3", false);
        check("User-agent: *\nDisallow: /tìm", "x", "/t%C3%ACm?q=1", false);
        check("User-agent: *\nDisallow: *", "x", "/anything", false);
    }

    #[test]
    fn patterns_made_to_be_slow_are_not() {
        let robots = format!("User-agent: *\nDisallow: /{}b", "*a".repeat(20_000));
        check(&robots, "x", &format!("/{}", "a".repeat(100_000)), true);
    }

    #[test]
    fn crawl_delays_are_read_and_bounded() {
        let delay = |text: &str| Robots::parse(text.as_bytes()).crawl_delay("x");
        assert_eq!(delay("User-agent: *\nCrawl-delay: 2.5"), Some(Duration::from_millis(2500)));
        assert_eq!(delay("User-agent: *\nCrawl-delay: 999999"), Some(MAX_CRAWL_DELAY));
        assert_eq!(delay("User-agent: *\nCrawl-delay: -1"), None);
    }

    /// Google's own cases; the file notes one leniency of theirs that the RFC does not have.
    #[test]
    fn the_published_cases_come_out_as_expected() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/robots/google-robotstxt-cases.jsonl");
        let Ok(cases) = std::fs::read_to_string(path) else {
            println!("skipped: no shared data");
            return;
        };
        let mut different = Vec::new();
        let mut count = 0;
        for line in cases.lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
            let url = text("url");
            let path = match url::Url::parse(&url) {
                Ok(url) => url[url::Position::BeforePath..url::Position::AfterQuery].to_owned(),
                Err(_) => url.clone(),
            };
            let allowed = Robots::parse(text("robots_txt").as_bytes()).verdict(&text("user_agent"), &path) == Verdict::Allowed;
            count += 1;
            if allowed != case["allowed"].as_bool().unwrap() {
                different.push(format!("{line}"));
            }
        }
        println!("{count} cases, {} different:\n{}", different.len(), different.join("\n"));
        assert!(different.len() <= KNOWN_DIFFERENCES, "{}", different.join("\n"));
    }

    /// See the printed list: each is a leniency of Google's parser for lines that RFC 9309 (2.2) does not allow.
    const KNOWN_DIFFERENCES: usize = 12;
}
