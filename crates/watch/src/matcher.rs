//! All topics compiled together, and what they find in an article.

use langnghe_model::{Evidence, Field, PlaceId, Topic, TopicId, TopicRevision, Validity};
use langnghe_places::{Certainty, Mention};
use langnghe_query::{Fields, Occurrence, ParseError, Query, Use};
use rustc_hash::FxHashMap;

use crate::scan::{Found, LeafNumber, QueryHits, Scanner, TermNumber};

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
    /// The days whose articles the topic flags; the text alone does not say whether this is one.
    pub validity: Validity,
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
    /// Topic and weight of each positive term, topic by topic.
    positive: Vec<(u32, i32)>,
    /// The threshold of each topic, side by side.
    thresholds: Vec<i32>,
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
            positive: Vec::new(),
            thresholds: topics.iter().map(|topic| topic.threshold).collect(),
        };
        let mut terms = Vec::new();
        for topic in topics {
            matcher.add(topic, &mut terms)?;
        }
        matcher.scanner.build(terms);
        Ok(matcher)
    }

    fn add(
        &mut self,
        topic: &Topic,
        terms_of_leaves: &mut Vec<(LeafNumber, TermNumber)>,
    ) -> Result<(), CompileError> {
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
        for (term, compiled) in topic.terms.iter().zip(&terms) {
            if term.weight > 0 {
                let number = self.positive.len() as TermNumber;
                self.positive.push((index, term.weight));
                terms_of_leaves.extend(compiled.numbers.iter().map(|leaf| (*leaf, number)));
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
        let mut scanned = self.scanner.scan(fields);
        let candidates = self.candidates(&mut scanned.terms);
        if candidates.is_empty() {
            return Vec::new();
        }
        let topics = || candidates.iter().map(|index| &self.topics[*index as usize]);
        let mut wanted: Vec<LeafNumber> = topics().flat_map(CompiledTopic::leaves).collect();
        wanted.sort_unstable();
        let found = scanned.of(&wanted, fields);
        topics()
            .filter_map(|topic| topic.meets(fields, &found, mentions))
            .collect()
    }

    /// The topics that would reach their thresholds if every positive term of which a word occurs were met: a
    /// superset of those that do, and nearly always a short list.
    fn candidates(&self, terms: &mut Vec<TermNumber>) -> Vec<u32> {
        terms.sort_unstable();
        terms.dedup();
        let mut candidates = Vec::new();
        let of = |term: TermNumber| self.positive[term as usize];
        for of_topic in terms.chunk_by(|a, b| of(*a).0 == of(*b).0) {
            let score = of_topic
                .iter()
                .fold(0_i32, |score, term| score.saturating_add(of(*term).1));
            let topic = of(of_topic[0]).0;
            if score >= self.thresholds[topic as usize] {
                candidates.push(topic);
            }
        }
        candidates
    }

    pub(crate) fn topic(&self, id: &TopicId) -> Option<&CompiledTopic> {
        self.topics.iter().find(|compiled| compiled.topic.id == *id)
    }

    /// Where the words of one topic occur.
    pub(crate) fn find(&self, topic: &CompiledTopic, fields: &Fields) -> Found {
        let mut wanted: Vec<LeafNumber> = topic.leaves().collect();
        wanted.sort_unstable();
        self.scanner.scan(fields).of(&wanted, fields)
    }
}

impl CompiledTopic {
    /// The leaves of all its queries.
    fn leaves(&self) -> impl Iterator<Item = LeafNumber> {
        let queries = self.terms.iter().chain(&self.exclusions);
        queries.flat_map(|query| query.numbers.iter().copied())
    }

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
            validity: self.topic.validity,
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
