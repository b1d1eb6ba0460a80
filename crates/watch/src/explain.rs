//! Why an article is flagged for a topic, or what it lacks.

use std::fmt;

use langnghe_model::{PlaceId, Topic, TopicId, TopicRevision};
use langnghe_places::{Mention, Role};
use langnghe_query::Fields;
use serde::Serialize;

use crate::matcher::{Compiled, Matcher, required_places};

/// Everything about one topic and one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The topic.
    pub topic: TopicId,
    /// Its wording.
    pub revision: TopicRevision,
    /// Whether the article is flagged.
    pub flagged: bool,
    /// The score reached.
    pub score: i32,
    /// The score needed.
    pub threshold: i32,
    /// Each term, met or not.
    pub terms: Vec<TermResult>,
    /// The exclusions that are met, with their passages.
    pub excluded_by: Vec<TermResult>,
    /// The places of which one must be named; empty when none is required.
    pub required_places: Vec<PlaceId>,
    /// Those found.
    pub places: Vec<PlaceId>,
    /// How the article speaks of the required places: of the most prominent one. `None` when none is found.
    pub role: Option<Role>,
    /// Names in the article that may mean a required place, but too doubtfully to count; only when none counts.
    pub doubtful: Vec<Mention>,
    /// What keeps the article from being flagged, in words; empty when nothing does.
    pub lacking: Vec<String>,
}

/// One query of a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TermResult {
    /// The query.
    pub query: String,
    /// What it adds; 0 for an exclusion.
    pub weight: i32,
    /// The passages that meet it; empty when it is not met.
    pub passages: Vec<String>,
    /// The score without this term, when it is met.
    pub score_without: Option<i32>,
}

impl Matcher {
    /// Explains one topic for one article; `None` when the topic is not among the compiled ones.
    pub fn explain(
        &self,
        topic: &TopicId,
        fields: &Fields,
        mentions: &[Mention],
    ) -> Option<Explanation> {
        let compiled = self.topic(topic)?;
        let topic = &compiled.topic;
        let found = self.find(compiled, fields);
        let passages = |query: &Compiled| -> Option<Vec<String>> {
            let passages = query.passages(fields, &found)?;
            Some(
                passages
                    .iter()
                    .map(|p| fields.text().field(p.field)[p.start..p.end].to_owned())
                    .collect(),
            )
        };
        let met: Vec<Option<Vec<String>>> = compiled.terms.iter().map(passages).collect();
        let score = topic
            .terms
            .iter()
            .zip(&met)
            .filter(|(_, met)| met.is_some())
            .fold(0_i32, |score, (term, _)| score.saturating_add(term.weight));
        let terms = topic
            .terms
            .iter()
            .zip(met)
            .map(|(term, met)| TermResult {
                query: term.query.clone(),
                weight: term.weight,
                score_without: met.as_ref().map(|_| score.saturating_sub(term.weight)),
                passages: met.unwrap_or_default(),
            })
            .collect();
        let excluded_by: Vec<TermResult> = topic
            .exclusions
            .iter()
            .zip(&compiled.exclusions)
            .filter_map(|(exclusion, compiled)| {
                Some(TermResult {
                    query: exclusion.query.clone(),
                    weight: 0,
                    passages: passages(compiled)?,
                    score_without: None,
                })
            })
            .collect();
        let places = required_places(topic, mentions);
        let lacks_place = places.is_empty() && !topic.places.is_empty();
        let doubtful = mentions
            .iter()
            .filter(|_| lacks_place)
            .filter(|mention| {
                topic
                    .places
                    .iter()
                    .any(|region| mention.place.is_within(region))
            })
            .cloned()
            .collect();
        let role = topic
            .places
            .iter()
            .filter_map(|region| Role::of(region, mentions, fields))
            .max();
        let lacking = lacking(topic, score, lacks_place, &excluded_by);
        Some(Explanation {
            topic: topic.id.clone(),
            revision: topic.revision.clone(),
            flagged: lacking.is_empty(),
            score,
            threshold: topic.threshold,
            terms,
            excluded_by,
            required_places: topic.places.clone(),
            places,
            role,
            doubtful,
            lacking,
        })
    }
}

fn lacking(
    topic: &Topic,
    score: i32,
    lacks_place: bool,
    excluded_by: &[TermResult],
) -> Vec<String> {
    let mut lacking = Vec::new();
    if score < topic.threshold {
        let short = i64::from(topic.threshold) - i64::from(score);
        lacking.push(format!(
            "the score is {score}, {short} below {}",
            topic.threshold
        ));
    }
    for exclusion in excluded_by {
        lacking.push(format!("excluded by {}", one_line(&exclusion.query)));
    }
    if lacks_place {
        let regions: Vec<&str> = topic.places.iter().map(PlaceId::as_str).collect();
        lacking.push(format!(
            "no place in {} is named for sure",
            regions.join(", ")
        ));
    }
    lacking
}

/// A query on one line, cut when it is long.
fn one_line(query: &str) -> String {
    let line = query.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(100) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let verdict = if self.flagged {
            "flagged"
        } else {
            "not flagged"
        };
        writeln!(f, "{verdict}: score {} of {}", self.score, self.threshold)?;
        for term in &self.terms {
            if term.passages.is_empty() {
                writeln!(f, "  [ ] {:+} {}", term.weight, one_line(&term.query))?;
                continue;
            }
            writeln!(f, "  [x] {:+} {}", term.weight, one_line(&term.query))?;
            writeln!(f, "        found: {}", passages(&term.passages))?;
            if let Some(without) = term.score_without {
                let effect = if without < self.threshold && term.weight > 0 {
                    ", below the threshold"
                } else {
                    ""
                };
                writeln!(f, "        without this term: {without}{effect}")?;
            }
        }
        if !self.required_places.is_empty() && !self.places.is_empty() {
            let places: Vec<&str> = self.places.iter().map(PlaceId::as_str).collect();
            let how = match self.role {
                Some(Role::Listed) => " (only in a list of places)",
                Some(Role::Named) => " (named, not what the article is about)",
                Some(Role::About) | None => "",
            };
            writeln!(f, "  places: {}{how}", places.join(", "))?;
        }
        for exclusion in &self.excluded_by {
            writeln!(f, "  excluded: {}", one_line(&exclusion.query))?;
            writeln!(f, "        found: {}", passages(&exclusion.passages))?;
        }
        for reason in &self.lacking {
            writeln!(f, "  lacking: {reason}")?;
        }
        for mention in &self.doubtful {
            let Mention {
                text, place, why, ..
            } = mention;
            writeln!(f, "        \"{text}\" may be {place}, but: {why}")?;
        }
        Ok(())
    }
}

fn passages(found: &[String]) -> String {
    const SHOWN: usize = 6;
    let shown: Vec<String> = found
        .iter()
        .take(SHOWN)
        .map(|text| format!("\"{text}\""))
        .collect();
    let more = found.len().saturating_sub(SHOWN);
    if more > 0 {
        format!("{} and {more} more", shown.join(", "))
    } else {
        shown.join(", ")
    }
}
