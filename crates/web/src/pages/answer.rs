//! One article that answers, as the search page and the page of similar articles show it.

use langnghe_model::TimeBasis;
use langnghe_pipeline::{
    Configuration,
    search::{Found, Passage},
};

use crate::words;

/// What `answer.html` reads.
pub(crate) struct Card {
    pub(crate) id: i64,
    pub(crate) url: String,
    pub(crate) title: Vec<Piece>,
    pub(crate) passage: Vec<Piece>,
    pub(crate) source: String,
    pub(crate) time: String,
    pub(crate) published: bool,
    pub(crate) topics: Vec<String>,
    pub(crate) copies: Vec<Copy>,
    pub(crate) copy_count: String,
    /// Copies that are only counted.
    pub(crate) unlisted: usize,
}

/// An article whose text is that of the one it stands under.
pub(crate) struct Copy {
    pub(crate) url: String,
    pub(crate) title: String,
    pub(crate) source: String,
    pub(crate) time: String,
    pub(crate) published: bool,
}

/// A part of a text that was found or was not.
pub(crate) struct Piece {
    pub(crate) found: bool,
    pub(crate) text: String,
}

pub(crate) fn card(found: &Found, configuration: &Configuration) -> Card {
    let source = |id: &str| {
        id.parse().map_or_else(
            |_| id.to_owned(),
            |id| configuration.source_name(&id).to_owned(),
        )
    };
    Card {
        id: found.article.0,
        url: found.url.clone(),
        title: pieces(&found.headline),
        passage: pieces(&found.passage),
        source: source(&found.source),
        time: words::time(found.published),
        published: found.time_basis == TimeBasis::Published,
        topics: found
            .topics
            .iter()
            .map(|id| {
                configuration
                    .topic(id)
                    .map_or_else(|| id.to_string(), |topic| topic.name.clone())
            })
            .collect(),
        copies: found
            .copies
            .iter()
            .map(|copy| Copy {
                url: copy.url.clone(),
                title: copy.title.clone(),
                source: source(&copy.source),
                time: words::time(copy.published),
                published: copy.time_basis == TimeBasis::Published,
            })
            .collect(),
        copy_count: words::number(found.copy_count as u64),
        unlisted: found.copy_count.saturating_sub(found.copies.len()),
    }
}

fn pieces(passage: &Passage) -> Vec<Piece> {
    passage
        .pieces()
        .into_iter()
        .map(|(found, text)| Piece {
            found,
            text: text.to_owned(),
        })
        .collect()
}
