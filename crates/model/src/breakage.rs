//! Signs that a source's pages are no longer read as they were: its layout changed, most likely.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One sign, with the figures of before and now. `Display` says it in English; pages and digest say the sign in
/// Vietnamese.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakage {
    /// What is different.
    pub sign: BreakageSign,
    /// The figure of the weeks before: a share in percent, or a number of characters.
    pub before: u64,
    /// The same now.
    pub now: u64,
    /// How many articles the figure of now is of.
    pub articles: u64,
    /// The newest article that shows it.
    pub example: String,
}

/// What is different in a source's articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BreakageSign {
    /// Fewer texts come by the source's selectors (percent).
    Selectors,
    /// Fewer texts come from the pages; the feed's own text stands in for them (percent).
    PageText,
    /// Fewer articles have a date (percent).
    Dates,
    /// Texts are much shorter (characters, median).
    Shorter,
    /// Texts are much longer: boxes around them came in (characters, median).
    Longer,
}

impl fmt::Display for Breakage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Breakage {
            before,
            now,
            articles,
            example,
            ..
        } = self;
        match self.sign {
            BreakageSign::Selectors => write!(
                f,
                "{now} % of the last {articles} texts come by its selectors, {before} % did before"
            ),
            BreakageSign::PageText => write!(
                f,
                "{now} % of the last {articles} texts come from its pages, {before} % did before; the others are the feed's"
            ),
            BreakageSign::Dates => write!(
                f,
                "{now} % of the last {articles} articles have a date, {before} % had before"
            ),
            BreakageSign::Shorter | BreakageSign::Longer => write!(
                f,
                "the last {articles} texts have {now} characters (median), {before} before"
            ),
        }?;
        write!(f, "; for example {example}")
    }
}
