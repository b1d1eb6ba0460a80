//! Searching: the query language over the index, with what only the store knows joined in.

use jiff::{Timestamp, civil::Date};
pub use langnghe_indexer::Sort;
use langnghe_indexer::{Hit, IndexError, Restrict, Search, SearchRequest};
use langnghe_model::{Article, ArticleId, PlaceId, SourceId, TimeBasis, TopicId};
use langnghe_query::{Filter, FilterClause, Query, Use};
use serde::Serialize;

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
}

impl Question {
    /// A plain question.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            from: None,
            to: None,
            source: None,
            topic: None,
            place: None,
            sort: Sort::Relevance,
            limit: 20,
            offset: 0,
            any_marks: false,
        }
    }

    fn filters(&self) -> Vec<FilterClause> {
        let filters = [
            self.from.map(Filter::From),
            self.to.map(Filter::To),
            self.source
                .as_ref()
                .map(|id| Filter::Source(id.to_string())),
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
    /// The passage as data.
    #[serde(skip)]
    pub passage: Passage,
    /// The headline as data.
    #[serde(skip)]
    pub headline: Passage,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// How many articles answer.
    pub total: usize,
    /// How many articles it would be with any marks, when marks were typed, few were found and that finds more.
    pub with_any_marks: Option<usize>,
    /// The query with other words for those that stand nowhere, when nothing is found and that finds something.
    pub did_you_mean: Option<String>,
    /// Those asked for.
    pub found: Vec<Found>,
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
    let (results, with_any_marks, meant) = blocking(move || {
        let results = asked_of.search(&request)?;
        let loose = loose_total(&asked_of, request, results.total)?;
        let meant = if results.total == 0 && loose.is_none() {
            asked_of.other_words(&text)?
        } else {
            None
        };
        Ok::<_, IndexError>((results, loose, meant))
    })
    .await?;
    let did_you_mean = match meant {
        Some(text) => finds_something(app, index, question, text).await?,
        None => None,
    };

    let ids: Vec<ArticleId> = results.hits.iter().map(|hit| hit.article).collect();
    let topics = app.store.topics_of(&ids).await?;
    let articles = app.store.articles(&ids).await?;
    let found = results
        .hits
        .into_iter()
        .map(|hit| {
            let topics = topics
                .iter()
                .filter(|(article, _)| *article == hit.article)
                .map(|(_, topic)| topic.clone())
                .collect();
            let article = articles.iter().find(|article| article.id == hit.article);
            let time_basis = article.map_or(TimeBasis::Published, Article::time_basis);
            found(hit, topics, time_basis)
        })
        .collect();
    Ok(Answer {
        total: results.total,
        with_any_marks,
        did_you_mean,
        found,
    })
}

/// How the articles that answer a question spread, over all pages of its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spread {
    /// How many articles answer.
    pub total: usize,
    /// Of each source; the most first.
    pub sources: Vec<Share<SourceId>>,
    /// Flagged for each topic; the most first.
    pub topics: Vec<Share<TopicId>>,
    /// That name a place or one inside it; the most first.
    pub places: Vec<Share<PlaceId>>,
    /// Of each local day that has any, in order.
    pub days: Vec<Share<Date>>,
}

/// How many of the articles fall to one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Share<Id> {
    /// The thing.
    pub id: Id,
    /// How many articles.
    pub articles: usize,
}

/// Counts what a question finds.
///
/// # Errors
/// As for [`search`].
pub async fn spread(
    app: &App,
    index: &(impl Search + Clone + 'static),
    question: &Question,
) -> Result<Spread, PipelineError> {
    let request = request(app, question).await?;
    let mut flagged = Vec::new();
    for topic in &app.configuration().topics {
        let articles = app.store.articles_with_flag(Some(&topic.id)).await?;
        if !articles.is_empty() {
            flagged.push((topic.id.clone(), articles));
        }
    }
    let index = index.clone();
    blocking(move || {
        let facets = index.facets(&request)?;
        let mut topics = Vec::new();
        for (topic, articles) in flagged {
            let mut one = request.clone();
            one.restrict.allow(articles);
            one.limit = 0;
            let found = index.search(&one)?.total;
            if found > 0 {
                topics.push((topic, found));
            }
        }
        topics.sort_by_key(|(_, found)| std::cmp::Reverse(*found));
        Ok(Spread {
            total: facets.total,
            sources: shares(facets.sources),
            topics: shares(topics),
            places: shares(facets.places),
            days: shares(facets.days),
        })
    })
    .await
}

fn shares<Id>(counts: Vec<(Id, usize)>) -> Vec<Share<Id>> {
    let shares = counts
        .into_iter()
        .map(|(id, articles)| Share { id, articles });
    shares.collect()
}

/// What the index is asked.
async fn request(app: &App, question: &Question) -> Result<SearchRequest, PipelineError> {
    let mut query = parse(question)?;
    if question.any_marks
        && let Some(loose) = query.loosened()
    {
        query = loose;
    }
    app.configuration().synonyms.expand(&mut query);
    query.filters.extend(question.filters());
    let restrict = restrict(app, &mut query).await?;
    Ok(SearchRequest {
        query,
        sort: question.sort,
        limit: question.limit,
        offset: question.offset,
        restrict,
        snippet_chars: SNIPPET,
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
    (request.limit, request.offset) = (0, 0);
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

fn found(hit: Hit, topics: Vec<TopicId>, time_basis: TimeBasis) -> Found {
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
        time_basis,
        score: hit.score,
        snippet: passage.marked("[", "]"),
        places: hit.places,
        topics,
        passage,
    }
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
