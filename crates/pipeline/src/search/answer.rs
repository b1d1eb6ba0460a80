//! What a search answers.

use jiff::Timestamp;
use langnghe_indexer::{CopyOf, Hit};
use langnghe_model::{Article, ArticleId, PlaceId, TimeBasis, TopicId};
use langnghe_store::StoreError;
use serde::Serialize;

use crate::App;

/// A passage of an article, with what was found in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The passage's text.
    pub text: String,
    /// What was found: first byte, byte after the last.
    pub marks: Vec<(usize, usize)>,
}

impl Passage {
    /// The text with `open` and `close` around what was found.
    pub fn marked(&self, open: &str, close: &str) -> String {
        let mut out = String::with_capacity(self.text.len() + 16);
        let mut at = 0;
        for &(start, end) in &self.marks {
            out.push_str(&self.text[at..start]);
            out.push_str(open);
            out.push_str(&self.text[start..end]);
            out.push_str(close);
            at = end;
        }
        out.push_str(&self.text[at..]);
        out
    }

    /// The text in pieces, each with whether it was found: for pages, which escape each piece.
    pub fn pieces(&self) -> Vec<(bool, &str)> {
        let mut pieces = Vec::with_capacity(self.marks.len() * 2 + 1);
        let mut at = 0;
        for &(start, end) in &self.marks {
            pieces.push((false, &self.text[at..start]));
            pieces.push((true, &self.text[start..end]));
            at = end;
        }
        pieces.push((false, &self.text[at..]));
        pieces.retain(|(_, text)| !text.is_empty());
        pieces
    }
}

/// One article that answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// Its address.
    pub url: String,
    /// Its headline.
    pub title: String,
    /// Its source's id.
    pub source: String,
    /// Its time: published, else first seen.
    pub published: Timestamp,
    /// Which of the two that is.
    pub time_basis: TimeBasis,
    /// How well it answers; comparable within one answer only.
    pub score: f32,
    /// The passage that shows why, with `[` and `]` around what was found.
    pub snippet: String,
    /// The places it names.
    pub places: Vec<PlaceId>,
    /// The topics it was flagged for.
    pub topics: Vec<TopicId>,
    /// Its copies, the earliest first; the first fifty.
    pub copies: Vec<Copy>,
    /// How many copies it has.
    #[serde(skip)]
    pub copy_count: usize,
    /// The article.
    #[serde(skip)]
    pub article: ArticleId,
    /// The passage as data.
    #[serde(skip)]
    pub passage: Passage,
    /// The headline as data.
    #[serde(skip)]
    pub headline: Passage,
}

/// An article whose text is that of the one it stands under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Copy {
    /// Its address.
    pub url: String,
    /// Its headline.
    pub title: String,
    /// Its source's id.
    pub source: String,
    /// Its time: published, else first seen.
    pub published: Timestamp,
    /// Which of the two that is.
    pub time_basis: TimeBasis,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// How many articles answer, copies among them.
    pub total: usize,
    /// How many of them stand under their original.
    pub copies: usize,
    /// When copies were looked for only among the first answers: among how many.
    pub copies_among: Option<usize>,
    /// How many more answer by now that came in after the first page was shown.
    pub newer: usize,
    /// Where the answer goes on: for [`Question::after`](super::Question).
    pub next: Option<String>,
    /// How many articles it would be with any marks, when marks were typed, few were found and that finds more.
    pub with_any_marks: Option<usize>,
    /// The query with other words for those that stand nowhere, when nothing is found and that finds something.
    pub did_you_mean: Option<String>,
    /// Those asked for.
    pub found: Vec<Found>,
}

/// Joins with what the index found what only the store knows.
pub(super) async fn joined(app: &App, hits: Vec<Hit>) -> Result<Vec<Found>, StoreError> {
    let ids: Vec<ArticleId> = hits.iter().map(|hit| hit.article).collect();
    let copies = hits.iter().flat_map(|hit| &hit.listed);
    let all: Vec<ArticleId> = ids
        .iter()
        .copied()
        .chain(copies.map(|copy| copy.article))
        .collect();
    let topics = app.store.topics_of(&ids).await?;
    let articles = app.store.articles(&all).await?;
    let basis = |id: ArticleId| {
        let article = articles.iter().find(|article| article.id == id);
        article.map_or(TimeBasis::Published, Article::time_basis)
    };
    let found = hits.into_iter().map(|hit| {
        let of_hit = topics.iter().filter(|(article, _)| *article == hit.article);
        let topics = of_hit.map(|(_, topic)| topic.clone()).collect();
        found(hit, topics, &basis)
    });
    Ok(found.collect())
}

fn found(hit: Hit, topics: Vec<TopicId>, basis: &impl Fn(ArticleId) -> TimeBasis) -> Found {
    let copy = |copy: CopyOf| Copy {
        time_basis: basis(copy.article),
        url: copy.url,
        title: copy.title,
        source: copy.source,
        published: copy.time,
    };
    let pairs =
        |marks: Vec<std::ops::Range<usize>>| marks.into_iter().map(|r| (r.start, r.end)).collect();
    let passage = Passage {
        text: hit.snippet.text,
        marks: pairs(hit.snippet.marks),
    };
    Found {
        url: hit.url,
        headline: Passage {
            text: hit.title.clone(),
            marks: pairs(hit.title_marks),
        },
        title: hit.title,
        source: hit.source,
        published: hit.time,
        time_basis: basis(hit.article),
        score: hit.score,
        snippet: passage.marked("[", "]"),
        places: hit.places,
        topics,
        copies: hit.listed.into_iter().map(copy).collect(),
        copy_count: hit.copies,
        article: hit.article,
        passage,
    }
}
