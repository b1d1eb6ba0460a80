//! Every verdict is a case that a topic must go on getting right.

use langnghe_model::{Article, Topic};
use langnghe_query::Fields;
use langnghe_watch::Matcher;

use crate::{Archive, DeskError};

/// How a judged article fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Regression {
    /// Confirmed, and flagged.
    Kept,
    /// Rejected, and not flagged.
    Silent,
    /// Confirmed, and not flagged.
    Lost,
    /// Rejected, flagged, and the running wording does not flag it.
    Regained,
    /// Rejected and flagged, as the running wording does: known, not worse than before.
    StillWrong,
}

/// The judged articles, with how they fare.
#[derive(Debug, Clone)]
pub struct Regressions {
    /// Each article with its headline, by time, the newest first.
    pub cases: Vec<(Article, String, Regression)>,
}

impl Regressions {
    /// How many fare so.
    pub fn count(&self, wanted: Regression) -> usize {
        self.cases.iter().filter(|case| case.2 == wanted).count()
    }

    /// Whether the wording loses a confirmed article or regains a rejected one.
    pub fn failed(&self) -> bool {
        self.count(Regression::Lost) + self.count(Regression::Regained) > 0
    }
}

/// Holds a topic to the verdicts on its flags. `running` is the wording in force, when the topic has one.
///
/// # Errors
/// A query cannot be read, or the store fails.
pub async fn regressions(
    archive: &Archive,
    topic: &Topic,
    running: Option<&Topic>,
) -> Result<Regressions, DeskError> {
    let tested = Matcher::compile(std::slice::from_ref(topic))?;
    let before = running
        .map(|running| Matcher::compile(std::slice::from_ref(running)))
        .transpose()?;
    let mut cases = Vec::new();
    for (article, example) in archive.verdicts(&topic.id).await? {
        let fields = Fields::of(&example.text);
        let home = (archive.home)(&article.source);
        let mentions = archive.gazetteer.find(&fields, home.as_ref());
        let flags = |matcher: &Matcher| !matcher.matches(&fields, &mentions).is_empty();
        let fares = match (example.grade > 0, flags(&tested)) {
            (true, true) => Regression::Kept,
            (false, false) => Regression::Silent,
            (true, false) => Regression::Lost,
            (false, true) if before.as_ref().is_some_and(|before| !flags(before)) => {
                Regression::Regained
            }
            (false, true) => Regression::StillWrong,
        };
        cases.push((article, example.text.title, fares));
    }
    cases.sort_by_key(|(article, ..)| (std::cmp::Reverse(article.time()), article.id));
    Ok(Regressions { cases })
}
