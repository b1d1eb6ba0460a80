//! Searching: the query language over the index, with what only the store knows joined in.

mod answer;
mod spread;

pub use answer::{Answer, Copy, Found, Passage};
use jiff::civil::Date;
pub use langnghe_indexer::Sort;
use langnghe_indexer::{IndexError, Restrict, Search, SearchRequest};
use langnghe_model::{Article, PlaceId, SourceId, TopicId};
use langnghe_query::{Filter, FilterClause, Query, Use};
pub use spread::{MOST_STRETCHES, Share, Spread, Step, Stretch, spread};

use crate::{App, PipelineError, blocking::blocking};

/// Length of a snippet, in characters.
const SNIPPET: usize = 240;

/// With fewer answers than this the loose reading of the marks is offered.
const FEW: usize = 5;

/// What somebody asks for.
#[derive(Debug, Clone)]
pub struct Question {
    /// The query, in the grammar of the `query` crate. May be empty when a filter is given.
    pub text: String,
    /// Only articles of this local day or later.
    pub from: Option<Date>,
    /// Only articles of this local day or earlier.
    pub to: Option<Date>,
    /// Only this source.
    pub source: Option<SourceId>,
    /// Only this section, by its name.
    pub section: Option<String>,
    /// Only articles flagged for this topic.
    pub topic: Option<TopicId>,
    /// Only articles that name this place or one inside it.
    pub place: Option<PlaceId>,
    /// The order.
    pub sort: Sort,
    /// At most so many answers.
    pub limit: usize,
    /// Left out at the beginning.
    pub offset: usize,
    /// Whether words count with any marks, whatever was typed; `=Word` with a capital stays as it is.
    pub any_marks: bool,
    /// Whether copies stand under their original, and count with it in `limit` and `offset`.
    pub fold: bool,
    /// Goes on where an earlier answer ended: its `next`.
    pub after: Option<String>,
}

impl Question {
    /// A plain question.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            from: None,
            to: None,
            source: None,
            section: None,
            topic: None,
            place: None,
            sort: Sort::Relevance,
            limit: 20,
            offset: 0,
            any_marks: false,
            fold: true,
            after: None,
        }
    }

    fn filters(&self) -> Vec<FilterClause> {
        let filters = [
            self.from.map(Filter::From),
            self.to.map(Filter::To),
            self.source
                .as_ref()
                .map(|id| Filter::Source(id.to_string())),
            self.section.clone().map(Filter::Section),
            self.topic.as_ref().map(|id| Filter::Topic(id.to_string())),
            self.place.as_ref().map(|id| Filter::Place(id.to_string())),
        ];
        filters
            .into_iter()
            .flatten()
            .map(|filter| FilterClause {
                negated: false,
                filter,
            })
            .collect()
    }
}

/// Asks the index.
///
/// # Errors
/// A query that cannot be read comes back as [`PipelineError::Query`], which points at the character;
/// a topic or source that does not exist as [`PipelineError::Unknown`].
pub async fn search(
    app: &App,
    index: &(impl Search + Clone + 'static),
    question: &Question,
) -> Result<Answer, PipelineError> {
    let request = request(app, question).await?;
    let (asked_of, text) = (index.clone(), question.text.clone());
    let answered = blocking(move || {
        let results = asked_of.search(&request)?;
        let loose = loose_total(&asked_of, request, results.total)?;
        let meant = if results.total == 0 && loose.is_none() {
            asked_of.other_words(&text)?
        } else {
            None
        };
        Ok::<_, IndexError>((results, loose, meant))
    })
    .await;
    let (results, with_any_marks, meant) = match answered {
        Err(IndexError::OtherCursor) => {
            return Err(PipelineError::Cursor(
                question.after.clone().unwrap_or_default(),
            ));
        }
        answered => answered?,
    };
    let did_you_mean = match meant {
        Some(text) => finds_something(app, index, question, text).await?,
        None => None,
    };

    Ok(Answer {
        total: results.total,
        copies: results.copies,
        copies_among: results.copies_among,
        newer: results.newer,
        next: results.next.map(|next| next.to_string()),
        with_any_marks,
        did_you_mean,
        found: answer::joined(app, results.hits).await?,
    })
}

/// Articles like one of the archive.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// The article.
    pub article: Article,
    /// The words and pairs they were looked for by, the most telling first.
    pub words: Vec<String>,
    /// They; without the article and its copies.
    pub found: Vec<Found>,
}

/// The articles most like one of the archive, of those that a question lets through; its text may be empty. They stand in the
/// order of their likeness, and have no further pages.
///
/// # Errors
/// As for [`search`]; an article that is not there is [`PipelineError::Unknown`].
pub async fn like(
    app: &App,
    index: &(impl Search + Clone + 'static),
    question: &Question,
    article: Article,
) -> Result<Likeness, PipelineError> {
    let query = if question.text.trim().is_empty() {
        Query::all()
    } else {
        parse(question)?
    };
    let request = asked(app, question, query).await?;
    let (index, id) = (index.clone(), article.id);
    let Some(likeness) = blocking(move || index.like(id, &request)).await? else {
        return Err(PipelineError::Unknown {
            what: "article in the index",
            id: article.url,
            remedy: "it is indexed within the next minutes".to_owned(),
        });
    };
    Ok(Likeness {
        article,
        words: likeness.words,
        found: answer::joined(app, likeness.hits).await?,
    })
}

/// What the index is asked.
async fn request(app: &App, question: &Question) -> Result<SearchRequest, PipelineError> {
    asked(app, question, parse(question)?).await
}

/// The same for a question whose text was read.
async fn asked(
    app: &App,
    question: &Question,
    mut query: Query,
) -> Result<SearchRequest, PipelineError> {
    if question.any_marks
        && let Some(loose) = query.loosened()
    {
        query = loose;
    }
    app.configuration().synonyms.expand(&mut query);
    query.filters.extend(question.filters());
    let restrict = restrict(app, &mut query).await?;
    let after = match &question.after {
        None => None,
        Some(text) => Some(
            text.parse()
                .map_err(|_| PipelineError::Cursor(text.clone()))?,
        ),
    };
    Ok(SearchRequest {
        query,
        sort: question.sort,
        limit: question.limit,
        offset: question.offset,
        restrict,
        snippet_chars: SNIPPET,
        fold: question.fold,
        after,
    })
}

/// How many articles the loose reading of the marks finds, when the one asked for finds few.
fn loose_total(
    index: &impl Search,
    mut request: SearchRequest,
    total: usize,
) -> Result<Option<usize>, IndexError> {
    let loose = if total < FEW {
        request.query.loosened()
    } else {
        None
    };
    let Some(loose) = loose else {
        return Ok(None);
    };
    request.query = loose;
    (request.limit, request.offset, request.after) = (0, 0, None);
    let found = index.search(&request)?.total;
    Ok((found > total).then_some(found))
}

/// The text, when asked in the question's place it finds something: the words of filters were tried like all others.
async fn finds_something(
    app: &App,
    index: &(impl Search + Clone + 'static),
    question: &Question,
    text: String,
) -> Result<Option<String>, PipelineError> {
    let other = Question {
        text: text.clone(),
        limit: 0,
        offset: 0,
        after: None,
        // The words that were put in have their marks, the others perhaps not.
        any_marks: true,
        ..question.clone()
    };
    let Ok(request) = request(app, &other).await else {
        return Ok(None);
    };
    let index = index.clone();
    let total = blocking(move || index.search(&request)).await?.total;
    Ok((total > 0).then_some(text))
}

fn parse(question: &Question) -> Result<Query, PipelineError> {
    if question.text.trim().is_empty() && !question.filters().is_empty() {
        return Ok(Query::all());
    }
    Ok(langnghe_query::parse(&question.text, Use::Search)?)
}

/// Takes the filters that the store answers out of the query and turns them into sets of articles.
async fn restrict(app: &App, query: &mut Query) -> Result<Restrict, PipelineError> {
    let mut restrict = Restrict::default();
    let mut kept = Vec::new();
    for clause in std::mem::take(&mut query.filters) {
        let articles = match &clause.filter {
            Filter::Topic(id) => app.store.articles_with_flag(Some(&topic(app, id)?)).await?,
            Filter::Is(state) if state == "flagged" => app.store.articles_with_flag(None).await?,
            _ => {
                kept.push(clause);
                continue;
            }
        };
        if clause.negated {
            restrict.refuse(articles);
        } else {
            restrict.allow(articles);
        }
    }
    query.filters = kept;
    Ok(restrict)
}

fn topic(app: &App, id: &str) -> Result<TopicId, PipelineError> {
    let configuration = app.configuration();
    let known = configuration
        .topics
        .iter()
        .find(|topic| topic.id.as_str() == id);
    known
        .map(|topic| topic.id.clone())
        .ok_or_else(|| PipelineError::Unknown {
            what: "topic",
            id: id.to_owned(),
            remedy: "\"langnghe topics list\" shows them".to_owned(),
        })
}
