//! Articles like one that is there: those that have its telling words.

use langnghe_model::{ArticleId, Field};
use langnghe_query::{Fields, Query, Use, parse};
use langnghe_stories::Sketch;
use rustc_hash::FxHashMap;
use tantivy::{
    DocAddress, Searcher, TantivyDocument, Term,
    collector::{Count, DocSetCollector},
    query::{BooleanQuery, BoostQuery, Occur, Query as Tantivy, TermQuery},
    schema::IndexRecordOption,
};

use crate::{
    Hit, Index, IndexError, SearchRequest, Sort,
    copies::{Folded, fold},
    order::Ranked,
    readings::Readings,
    schema::Columns,
    translate::{boost, in_order},
    verified::stored_text,
};

/// Words and pairs that articles are looked for by.
const TELLING: usize = 16;

/// Pairs whose articles are counted; each count is a search of its own.
const COUNTED: usize = 32;

/// A syllable by itself says less than two that make a word.
const SINGLE: f32 = 0.25;

/// What tells less than this of what the best tells is left out.
const LEAST: f32 = 0.25;

/// Among so many of the best answers copies are looked for.
const BEST: usize = 1_000;

/// Articles like another.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// The words and pairs they were looked for by, the most telling first.
    pub words: Vec<String>,
    /// They; without the article and its copies.
    pub hits: Vec<Hit>,
}

/// A word, or two side by side, of the article.
struct Candidate {
    words: Vec<String>,
    /// As it stands there.
    shown: String,
    /// How often, a headline's counting more.
    weight: f32,
    /// How much it tells.
    tells: f32,
}

impl Candidate {
    fn frequency(&self) -> f32 {
        1.0 + self.weight.ln()
    }

    fn query(&self, columns: &Columns) -> Box<dyn Tantivy> {
        let in_field = |field: Field| -> Box<dyn Tantivy> {
            let query = self.in_field(field, columns);
            Box::new(BoostQuery::new(query, boost(field)))
        };
        let any = BooleanQuery::union(Field::ALL.map(in_field).into());
        Box::new(BoostQuery::new(Box::new(any), self.frequency()))
    }

    fn in_field(&self, field: Field, columns: &Columns) -> Box<dyn Tantivy> {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        in_order(&words, columns.marked(field))
    }
}

impl Index {
    /// The articles most like one, of those that the request lets through; `None` when the article is not in the index.
    /// Neither its order nor its pages are looked at.
    ///
    /// # Errors
    /// A filter asks for what is not kept, or the index cannot be read.
    pub fn like(
        &self,
        article: ArticleId,
        request: &SearchRequest,
    ) -> Result<Option<Likeness>, IndexError> {
        let searcher = self.reader.searcher();
        self.asked(request, &Readings::default(), |query| {
            let Some(address) = self.address_of(&searcher, article)? else {
                return Ok(None);
            };
            let document: TantivyDocument = searcher.doc(address)?;
            let fields = Fields::of(&stored_text(&document, &self.columns));
            let sketches = self.sketches.of(&searcher)?;
            let sketch = Sketch::of_article(&fields);
            let same = sketch.map_or(1, |sketch| sketches.count(&searcher, &sketch));
            let telling = self.telling(&searcher, &fields, same)?;
            let words: Vec<String> = telling.iter().map(|one| one.shown.clone()).collect();
            let Some(marked) = as_query(&telling) else {
                return Ok(Some(Likeness {
                    words,
                    hits: Vec::new(),
                }));
            };
            // One word alone may be chance.
            let needed = (telling.len() / 4).max(1);
            let any = telling
                .iter()
                .map(|one| (Occur::Should, one.query(&self.columns)));
            let alike = BooleanQuery::with_minimum_required_clauses(any.collect(), needed);
            let both = BooleanQuery::new(vec![
                (Occur::Must, Box::new(alike)),
                (Occur::Must, crate::translate::unscored(query.box_clone())),
            ]);
            let ranked = Ranked {
                scored: true,
                after: None,
                limit: BEST.min(searcher.num_docs() as usize),
                pinned: None,
            };
            let mut found = searcher.search(&both, &ranked)?.first;
            found.retain(|(key, address)| {
                let same = sketch
                    .zip(sketches.get(*address))
                    .is_some_and(|(one, other)| one.is_like(&other));
                key.article != article.0 && !same
            });
            let folded = if request.fold {
                fold(&sketches, &found, Sort::Relevance)
            } else {
                found.into_iter().map(Folded::alone).collect()
            };
            let shown = SearchRequest {
                query: marked,
                ..request.clone()
            };
            let hits = folded
                .iter()
                .take(request.limit)
                .map(|one| self.hit(&searcher, one, &shown))
                .collect::<tantivy::Result<Vec<Hit>>>()?;
            Ok(Some(Likeness { words, hits }))
        })
    }

    fn address_of(
        &self,
        searcher: &Searcher,
        article: ArticleId,
    ) -> tantivy::Result<Option<DocAddress>> {
        let term = Term::from_field_i64(self.columns.article, article.0);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        Ok(searcher
            .search(&query, &DocSetCollector)?
            .into_iter()
            .next())
    }

    /// What tells most of an article: what is frequent in it and rare elsewhere. So many articles have its text, itself
    /// among them.
    fn telling(
        &self,
        searcher: &Searcher,
        fields: &Fields,
        same: u64,
    ) -> tantivy::Result<Vec<Candidate>> {
        let articles = searcher.num_docs();
        // What only its copies have finds none, and what every third article has tells nothing; few articles tell little of
        // that.
        let tells = |having: u64| {
            let others = having.saturating_sub(same);
            let common = articles > 30 && others > articles / 3;
            (others > 0 && !common).then(|| (articles as f32 / others as f32).ln().max(0.0) + 0.5)
        };
        let (mut singles, mut pairs): (Vec<Candidate>, Vec<Candidate>) = candidates(fields)
            .into_values()
            .partition(|candidate| candidate.words.len() == 1);
        // Of each word how much it tells, and how many articles have it.
        let mut known: FxHashMap<String, (f32, u64)> = FxHashMap::default();
        for single in &mut singles {
            let mut having = 0;
            for field in Field::ALL {
                let term = Term::from_field_text(self.columns.marked(field), &single.words[0]);
                having = having.max(searcher.doc_freq(&term)?);
            }
            let told = tells(having).unwrap_or(0.0);
            single.tells = single.frequency() * told * SINGLE;
            known.insert(single.words[0].clone(), (told, having));
        }
        singles.retain(|single| single.tells > 0.0);
        // At first by what their words tell.
        for pair in &mut pairs {
            let told = pair.words.iter().filter_map(|word| known.get(word));
            pair.tells = pair.frequency() * told.map(|(told, _)| told).sum::<f32>();
        }
        pairs.sort_unstable_by(best_first);
        pairs.truncate(COUNTED);
        for pair in &mut pairs {
            let mut having = 0;
            for field in Field::ALL {
                let query = pair.in_field(field, &self.columns);
                having = having.max(searcher.search(&*query, &Count)? as u64);
            }
            // Two that nearly always stand together are one word; others are the end of one and the beginning of another.
            let apart = pair.words.iter().filter_map(|word| known.get(word));
            let rarer = apart.map(|(_, having)| *having).min().unwrap_or(having);
            let bond = (having as f32 / rarer.max(1) as f32).sqrt().min(1.0);
            pair.tells = pair.frequency() * tells(having).unwrap_or(0.0) * bond;
        }
        pairs.retain(|pair| pair.tells > 0.0);
        pairs.append(&mut singles);
        pairs.sort_unstable_by(best_first);
        let least = pairs.first().map_or(0.0, |best| best.tells * LEAST);
        pairs.retain(|candidate| candidate.tells >= least);
        let mut telling: Vec<Candidate> = Vec::with_capacity(TELLING);
        for candidate in pairs {
            // A word of a pair that is there already says the same again.
            let said = candidate.words.len() == 1
                && telling
                    .iter()
                    .any(|one| one.words.contains(&candidate.words[0]));
            if !said && telling.len() < TELLING {
                telling.push(candidate);
            }
        }
        Ok(telling)
    }
}

fn best_first(one: &Candidate, other: &Candidate) -> std::cmp::Ordering {
    let by_words = || one.words.cmp(&other.words);
    other.tells.total_cmp(&one.tells).then_with(by_words)
}

/// The words of an article, and pairs of them that stand side by side in one sentence.
fn candidates(fields: &Fields) -> FxHashMap<String, Candidate> {
    let mut found: FxHashMap<String, Candidate> = FxHashMap::default();
    for field in Field::ALL {
        let text = fields.text().field(field);
        let mut note = |words: &[&str], shown: &str| {
            let candidate = found.entry(words.join(" ")).or_insert_with(|| Candidate {
                words: words.iter().map(|word| (*word).to_owned()).collect(),
                shown: shown.to_owned(),
                weight: 0.0,
                tells: 0.0,
            });
            candidate.weight += boost(field);
        };
        let mut before = None;
        for token in fields.tokens(field).iter() {
            // Numbers are of the day, and letters of an enumeration.
            if !token.marked.chars().any(char::is_alphabetic) || token.marked.chars().count() < 2 {
                before = None;
                continue;
            }
            note(&[token.marked], &text[token.start..token.end]);
            if let Some(left) = before.replace(token)
                && left.sentence == token.sentence
            {
                note(&[left.marked, token.marked], &text[left.start..token.end]);
            }
        }
    }
    found
}

/// What shows in an answer why it is one.
fn as_query(telling: &[Candidate]) -> Option<Query> {
    let phrases: Vec<String> = telling
        .iter()
        .map(|one| format!("\"{}\"", one.words.join(" ")))
        .collect();
    parse(&phrases.join(" OR "), Use::Topic).ok()
}
