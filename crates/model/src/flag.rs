//! Flags: a topic met an article, and why.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{ArticleId, Field, FlagId, PlaceId, Seq, TopicId, TopicRevision};

/// One passage that added to a flag's score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The term's query.
    pub term: String,
    /// What the term added. A term counts once: of several passages of one term, each carries its weight.
    pub weight: i32,
    /// Where the passage stands.
    pub field: Field,
    /// First byte of the passage in the field's text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// The passage.
    pub text: String,
}

/// How work on a flag stands, as far as the matcher and a verdict say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FlagStatus {
    /// Nobody has judged it.
    New,
    /// Judged to be about the topic.
    Relevant,
    /// Judged not to be.
    Irrelevant,
}

impl FlagStatus {
    /// The name used in the store and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            FlagStatus::New => "new",
            FlagStatus::Relevant => "relevant",
            FlagStatus::Irrelevant => "irrelevant",
        }
    }

    /// Reads the name back.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::New, Self::Relevant, Self::Irrelevant]
            .into_iter()
            .find(|status| status.name() == name)
    }
}

/// A person's word on a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is about the topic.
    Relevant,
    /// It is not.
    Irrelevant,
}

impl Verdict {
    /// The status a flag has after this verdict.
    pub fn status(self) -> FlagStatus {
        match self {
            Verdict::Relevant => FlagStatus::Relevant,
            Verdict::Irrelevant => FlagStatus::Irrelevant,
        }
    }
}

/// Which time a flag's article goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeBasis {
    /// The time its source gives.
    Published,
    /// The time this program saw it first.
    FirstSeen,
}

/// A topic met an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// The id in the store.
    pub id: FlagId,
    /// The article.
    pub article: ArticleId,
    /// The number of the revision that raised it.
    pub revision: u32,
    /// The topic.
    pub topic: TopicId,
    /// The wording of the topic that raised it.
    pub topic_revision: TopicRevision,
    /// The score reached.
    pub score: i32,
    /// The score needed.
    pub threshold: i32,
    /// The log entry that raised it.
    pub seq: Seq,
    /// When that entry was appended.
    pub at: Timestamp,
    /// Listed, but not among today's news.
    pub late: bool,
    /// What people said of it.
    pub status: FlagStatus,
    /// The places the topic asked for that were found.
    pub places: Vec<PlaceId>,
    /// The passages behind the score.
    pub evidence: Vec<Evidence>,
}

/// What one term added to a score, with what was found of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason<'a> {
    /// The term's query.
    pub term: &'a str,
    /// What it added: once, whatever it was found in.
    pub weight: i32,
    /// What was found, each wording once; capitals make no other wording.
    pub passages: Vec<&'a str>,
}

impl Flag {
    /// The evidence term by term, in its order, so that the weights add up to the score.
    pub fn reasons(&self) -> Vec<Reason<'_>> {
        let mut reasons: Vec<Reason<'_>> = Vec::new();
        for found in &self.evidence {
            let known = reasons.iter().position(|reason| reason.term == found.term);
            let at = known.unwrap_or_else(|| {
                reasons.push(Reason {
                    term: &found.term,
                    weight: found.weight,
                    passages: Vec::new(),
                });
                reasons.len() - 1
            });
            let wording = found.text.to_lowercase();
            let passages = &mut reasons[at].passages;
            if !passages
                .iter()
                .any(|passage| passage.to_lowercase() == wording)
            {
                passages.push(&found.text);
            }
        }
        reasons
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_name_each_term_and_each_wording_once() {
        let found = |term: &str, weight, text: &str| Evidence {
            term: term.to_owned(),
            weight,
            field: Field::Body,
            start: 0,
            end: text.len(),
            text: text.to_owned(),
        };
        let flag = Flag {
            id: FlagId(1),
            article: ArticleId(1),
            revision: 1,
            topic: "an-toan".parse().unwrap(),
            topic_revision: TopicRevision("r".to_owned()),
            score: 16,
            threshold: 10,
            seq: Seq(1),
            at: Timestamp::UNIX_EPOCH,
            late: false,
            status: FlagStatus::New,
            places: Vec::new(),
            evidence: vec![
                found("a NEAR/5 b", 10, "Lật bè"),
                found("c", 6, "du khách"),
                found("a NEAR/5 b", 10, "lật bè"),
                found("a NEAR/5 b", 10, "mảng"),
            ],
        };
        let reasons = flag.reasons();
        assert_eq!(reasons.len(), 2);
        assert_eq!(reasons[0].passages, ["Lật bè", "mảng"]);
        assert_eq!(reasons.iter().map(|reason| reason.weight).sum::<i32>(), 16);
    }
}
