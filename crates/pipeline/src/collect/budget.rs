//! How many article pages of a source may still be asked for today.

use std::collections::{HashMap, HashSet};

use langnghe_model::SourceId;

use crate::{
    App, PipelineError,
    digest::{local_day, local_day_start},
};

/// The pages asked for on a local day, by source, and the most that may be.
#[derive(Debug)]
pub(super) struct Budget {
    most: u64,
    asked: HashMap<SourceId, u64>,
    spent: HashSet<SourceId>,
}

impl Budget {
    /// What is left of today's.
    pub(super) async fn of_today(app: &App) -> Result<Self, PipelineError> {
        let since = local_day_start(local_day(app.clock.now()))?;
        let asked = app.store.pages_asked(since).await?;
        Ok(Self::new(
            u64::from(app.settings.fetch.pages_per_source_per_day),
            asked,
        ))
    }

    fn new(most: u64, asked: Vec<(SourceId, u64)>) -> Self {
        let asked: HashMap<SourceId, u64> = asked.into_iter().collect();
        let mut budget = Self {
            most,
            spent: HashSet::new(),
            asked,
        };
        let full: Vec<SourceId> = budget
            .asked
            .iter()
            .filter(|(_, asked)| **asked >= most)
            .map(|(source, _)| source.clone())
            .collect();
        budget.spent.extend(full);
        budget
    }

    /// Sources of which nothing more is asked today.
    pub(super) fn spent(&self) -> impl Iterator<Item = &SourceId> {
        self.spent.iter()
    }

    /// How many pages of the source may still be asked for.
    pub(super) fn left(&self, source: &SourceId) -> usize {
        let asked = self.asked.get(source).copied().unwrap_or_default();
        usize::try_from(self.most.saturating_sub(asked)).unwrap_or(usize::MAX)
    }

    /// Counts requests. When they were the last for today, that is told.
    pub(super) fn spend(&mut self, source: &SourceId, requests: u64) {
        *self.asked.entry(source.clone()).or_default() += requests;
        if self.left(source) == 0 && self.spent.insert(source.clone()) {
            tracing::warn!(
                source.id = %source,
                "its {} pages of today have been read, the rest waits until tomorrow; raise fetch.pages_per_source_per_day if that is too few",
                self.most
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_before_counts_and_the_rest_waits() {
        let source = |id: &str| id.parse::<SourceId>().unwrap();
        let (one, two, new) = (source("mot"), source("hai"), source("ba"));
        let mut budget = Budget::new(5, vec![(one.clone(), 3), (two.clone(), 9)]);
        assert_eq!(
            (budget.left(&one), budget.left(&two), budget.left(&new)),
            (2, 0, 5)
        );
        assert_eq!(budget.spent().collect::<Vec<_>>(), [&two]);
        budget.spend(&one, 1);
        assert_eq!(budget.spent().count(), 1);
        budget.spend(&one, 1);
        assert_eq!((budget.left(&one), budget.spent().count()), (0, 2));
    }
}
