//! The press as a whole: its papers, and the truth about every article.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::Offset};

use crate::{
    generate,
    papers::{Paper, papers},
};

/// What a press is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PressSettings {
    /// The same number gives the same press.
    pub seed: u64,
    /// The first day, local time (+07:00).
    pub first_day: Date,
    /// How many days there are.
    pub days: u16,
}

impl Default for PressSettings {
    fn default() -> Self {
        Self {
            seed: 1,
            first_day: jiff::civil::date(2026, 10, 1),
            days: 30,
        }
    }
}

/// An article's text at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The headline.
    pub title: String,
    /// The lead.
    pub lead: String,
    /// The body's paragraphs.
    pub paragraphs: Vec<String>,
}

/// What is true of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrueArticle {
    /// Its paper's place in [`Press::papers`].
    pub paper: usize,
    /// The path of its page.
    pub path: String,
    /// When it was published.
    pub published: Timestamp,
    /// Its first text.
    pub text: Text,
    /// Later texts, with when each came.
    pub corrections: Vec<(Timestamp, Text)>,
    /// From when on its page is gone.
    pub withdrawn: Option<Timestamp>,
    /// The article it is a copy of.
    pub copy_of: Option<usize>,
    /// The article it follows up.
    pub follow_up_of: Option<usize>,
    /// Topics it must be flagged for.
    pub flags: Vec<&'static str>,
    /// Topics it looks like and must not be flagged for.
    pub lookalike_of: Vec<&'static str>,
    /// robots.txt forbids its page: it must never be fetched.
    pub forbidden: bool,
}

impl TrueArticle {
    /// Its text at a time; `None` before it was published and after it was withdrawn.
    pub fn text_at(&self, now: Timestamp) -> Option<&Text> {
        if now < self.published || self.withdrawn.is_some_and(|gone| now >= gone) {
            return None;
        }
        let latest = self.corrections.iter().rev().find(|(at, _)| *at <= now);
        Some(latest.map_or(&self.text, |(_, text)| text))
    }

    /// When it was changed last before a time.
    pub(crate) fn changed(&self, now: Timestamp) -> Timestamp {
        let latest = self.corrections.iter().rev().find(|(at, _)| *at <= now);
        latest.map_or(self.published, |(at, _)| *at)
    }
}

/// An invented press.
#[derive(Debug, Clone)]
pub struct Press {
    settings: PressSettings,
    papers: Vec<Paper>,
    articles: Vec<TrueArticle>,
}

impl Press {
    /// Makes the press.
    pub fn new(settings: PressSettings) -> Self {
        let papers = papers();
        let articles = generate::articles(settings, &papers);
        Self {
            settings,
            papers,
            articles,
        }
    }

    /// Its papers.
    pub fn papers(&self) -> &[Paper] {
        &self.papers
    }

    /// The truth about every article, in the order of publication.
    pub fn truth(&self) -> &[TrueArticle] {
        &self.articles
    }

    /// The address of an article's page.
    pub fn url(&self, article: &TrueArticle, port: u16) -> String {
        format!(
            "http://{}:{port}{}",
            self.papers[article.paper].address, article.path
        )
    }

    /// The moments at which a reader that misses nothing asks: twice a day, and at the end of the last day.
    pub fn rounds(&self) -> Vec<Timestamp> {
        let start = start(self.settings.first_day);
        let hours = |hours: i64| {
            start
                .checked_add(SignedDuration::from_hours(hours))
                .unwrap_or(start)
        };
        let days = i64::from(self.settings.days);
        let mut rounds: Vec<Timestamp> = (0..days)
            .flat_map(|day| [hours(day * 24 + 12), hours(day * 24 + 21)])
            .collect();
        // Still the last day, so that its digest can be asked for.
        rounds.push(
            hours(days * 24)
                .checked_sub(SignedDuration::from_mins(1))
                .unwrap_or(start),
        );
        rounds
    }
}

/// The moment a local day begins.
pub(crate) fn start(day: Date) -> Timestamp {
    Offset::constant(7)
        .to_timestamp(day.at(0, 0, 0, 0))
        .unwrap_or(Timestamp::UNIX_EPOCH)
}
