//! All topics compiled together, and what they find in an article.

use langnghe_model::{Evidence, Field, PlaceId, Topic, TopicId, TopicRevision};
use langnghe_places::{Certainty, Mention};
use langnghe_query::{Fields, Occurrence, ParseError, Query, Use};
use rustc_hash::FxHashMap;

use crate::scan::{Found, LeafNumber, QueryHits, Scanner};

/// Passages kept of one term: the first ones tell enough.
const PASSAGES: usize = 3;

/// A topic's query that cannot be compiled.
#[derive(Debug, thiserror::Error)]
#[error("topic \"{topic}\": the query {query:?} cannot be read")]
pub struct CompileError {
    /// The topic.
    pub topic: TopicId,
    /// The query's text.
    pub query: String,
    /// Why.
    #[source]
    pub error: ParseError,
}

/// A topic met an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicMatch {
    /// The topic.
    pub topic: TopicId,
    /// Its wording.
    pub revision: TopicRevision,
    /// The score reached.
    pub score: i32,
    /// The score needed.
    pub threshold: i32,
    /// The passages behind the score, term by term, at most three of one term.
    pub evidence: Vec<Evidence>,
    /// The field and a byte of every paragraph that holds a passage of a term with a positive weight, whether
    /// it is among the evidence or not: for [`crate::in_new_text`].
    pub paragraphs: Vec<(Field, usize)>,
    /// The required places that were found.
    pub places: Vec<PlaceId>,
}

/// A query with the numbers of its leaves.
#[derive(Debug)]
pub(crate) struct Compiled {
    query: Query,
    numbers: Vec<LeafNumber>,
}

impl Compiled {
    /// The passages that meet the query; `None` when it is not met.
    pub(crate) fn passages(&self, fields: &Fields, found: &Found) -> Option<Vec<Occurrence>> {
        self.query.evaluate(&QueryHits {
            fields,
            found,
            numbers: &self.numbers,
        })
    }
}

/// A topic with its queries compiled.
#[derive(Debug)]
pub(crate) struct CompiledTopic {
    pub(crate) topic: Topic,
    pub(crate) terms: Vec<Compiled>,
    pub(crate) exclusions: Vec<Compiled>,
}

/// Topics, compiled together.
#[derive(Debug)]
pub struct Matcher {
    scanner: Scanner,
    topics: Vec<CompiledTopic>,
    /// The topics that each leaf's occurrence can bring points to.
    topics_of: FxHashMap<LeafNumber, Vec<u32>>,
}

impl Matcher {
    /// Compiles topics.
    ///
    /// # Errors
    /// A query cannot be read. [`crate::parse_topic`] has checked that of every topic it returns.
    pub fn compile(topics: &[Topic]) -> Result<Self, CompileError> {
        let mut matcher = Self {
            scanner: Scanner::default(),
            topics: Vec::with_capacity(topics.len()),
            topics_of: FxHashMap::default(),
        };
        for topic in topics {
            matcher.add(topic)?;
        }
        matcher.scanner.build();
        Ok(matcher)
    }

    fn add(&mut self, topic: &Topic) -> Result<(), CompileError> {
        let scanner = &mut self.scanner;
        let mut compile = |query: &str| {
            let parsed =
                langnghe_query::parse(query, Use::Topic).map_err(|error| CompileError {
                    topic: topic.id.clone(),
                    query: query.to_owned(),
                    error,
                })?;
            let numbers = parsed
                .leaves
                .iter()
                .map(|leaf| scanner.number(leaf))
                .collect();
            Ok(Compiled {
                query: parsed,
                numbers,
            })
        };
        let terms = topic
            .terms
            .iter()
            .map(|term| compile(&term.query))
            .collect::<Result<Vec<_>, _>>()?;
        let exclusions = topic
            .exclusions
            .iter()
            .map(|exclusion| compile(&exclusion.query))
            .collect::<Result<Vec<_>, _>>()?;
        let index = self.topics.len() as u32;
        // A topic needs a score above zero, and a query needs one of its words: without a word of a positive
        // term there is nothing to evaluate.
        let positive = topic
            .terms
            .iter()
            .zip(&terms)
            .filter(|(term, _)| term.weight > 0);
        for number in positive.flat_map(|(_, term)| &term.numbers) {
            let topics = self.topics_of.entry(*number).or_default();
            if topics.last() != Some(&index) {
                topics.push(index);
            }
        }
        self.topics.push(CompiledTopic {
            topic: topic.clone(),
            terms,
            exclusions,
        });
        Ok(())
    }

    /// The topics that the article meets, in the order they were given. `mentions` are the places it names.
    pub fn matches(&self, fields: &Fields, mentions: &[Mention]) -> Vec<TopicMatch> {
        let found = self.scanner.scan(fields);
        let mut candidates: Vec<u32> = found
            .leaves()
            .filter_map(|number| self.topics_of.get(&number))
            .flatten()
            .copied()
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        candidates
            .into_iter()
            .filter_map(|index| self.topics[index as usize].meets(fields, &found, mentions))
            .collect()
    }

    pub(crate) fn topic(&self, id: &TopicId) -> Option<&CompiledTopic> {
        self.topics.iter().find(|compiled| compiled.topic.id == *id)
    }

    pub(crate) fn scan(&self, fields: &Fields) -> Found {
        self.scanner.scan(fields)
    }
}

impl CompiledTopic {
    fn meets(&self, fields: &Fields, found: &Found, mentions: &[Mention]) -> Option<TopicMatch> {
        let places = required_places(&self.topic, mentions);
        if places.is_empty() && !self.topic.places.is_empty() {
            return None;
        }
        let mut score = 0_i32;
        let mut evidence = Vec::new();
        let mut paragraphs = Paragraphs::default();
        for (term, compiled) in self.topic.terms.iter().zip(&self.terms) {
            let Some(passages) = compiled.passages(fields, found) else {
                continue;
            };
            score = score.saturating_add(term.weight);
            if term.weight > 0 {
                paragraphs.add(&passages, fields);
            }
            evidence.extend(passages.iter().take(PASSAGES).map(|passage| Evidence {
                term: term.query.clone(),
                weight: term.weight,
                field: passage.field,
                start: passage.start,
                end: passage.end,
                text: fields.text().field(passage.field)[passage.start..passage.end].to_owned(),
            }));
        }
        let excluded = || {
            self.exclusions
                .iter()
                .any(|e| e.passages(fields, found).is_some())
        };
        (score >= self.topic.threshold && !excluded()).then(|| TopicMatch {
            topic: self.topic.id.clone(),
            revision: self.topic.revision.clone(),
            score,
            threshold: self.topic.threshold,
            evidence,
            paragraphs: paragraphs.into_list(),
            places,
        })
    }
}

/// The paragraphs that passages lie in, each by the first byte of the first passage seen there.
#[derive(Default)]
struct Paragraphs(FxHashMap<(Field, u32), usize>);

impl Paragraphs {
    fn add(&mut self, passages: &[Occurrence], fields: &Fields) {
        for passage in passages {
            let token = fields.tokens(passage.field).get(passage.first as usize);
            self.0
                .entry((passage.field, token.paragraph))
                .or_insert(passage.start);
        }
    }

    fn into_list(self) -> Vec<(Field, usize)> {
        let paragraphs = self.0.into_iter();
        let mut list: Vec<_> = paragraphs.map(|((field, _), byte)| (field, byte)).collect();
        list.sort_unstable();
        list
    }
}

/// The places that meet what the topic requires: named for sure or likely, in one of the regions.
pub(crate) fn required_places(topic: &Topic, mentions: &[Mention]) -> Vec<PlaceId> {
    let mut places: Vec<PlaceId> = mentions
        .iter()
        .filter(|mention| mention.certainty != Certainty::Doubtful)
        .filter(|mention| {
            topic
                .places
                .iter()
                .any(|region| mention.place.is_within(region))
        })
        .map(|mention| mention.place.clone())
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}
