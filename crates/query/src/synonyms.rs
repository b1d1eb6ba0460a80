//! Words that mean the same: a search for one of them finds all of them.

use langnghe_vietnamese::{Tokens, fold};

use crate::tree::{Leaf, LeafId, Marks, Node, Query, Word};

/// Lists of words and phrases that mean the same: `UBND` and `Ủy ban nhân dân`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    /// Each meaning's entries, as tokens with marks.
    meanings: Vec<Vec<Vec<String>>>,
}

/// An entry that stands in a row of words.
struct Met {
    meaning: usize,
    entry: usize,
    /// Its first word in the row.
    first: usize,
    length: usize,
}

impl Synonyms {
    /// Takes the lists; an entry without a letter or digit says nothing.
    pub fn new(lists: &[Vec<String>]) -> Self {
        let tokens = |entry: &String| -> Vec<String> {
            let tokens = Tokens::of(entry);
            tokens.iter().map(|token| token.marked.to_owned()).collect()
        };
        let meanings = lists.iter().map(|list| {
            let mut entries: Vec<Vec<String>> = list.iter().map(tokens).collect();
            entries.retain(|entry| !entry.is_empty());
            entries
        });
        Self {
            meanings: meanings.collect(),
        }
    }

    /// Lets a query find all words of a meaning where it asks for one. Words that are only begun, or asked for with
    /// their capitals (`=UBND`), stay as they are.
    pub fn expand(&self, query: &mut Query) {
        if self.meanings.is_empty() {
            return;
        }
        let root = std::mem::replace(&mut query.root, Node::All);
        query.root = self.node(root, query);
    }

    fn node(&self, node: Node, query: &mut Query) -> Node {
        match node {
            Node::All => Node::All,
            Node::Leaf(id) => one_of(id, self.variants(id, query)),
            Node::Not(inner) => Node::Not(Box::new(self.node(*inner, query))),
            Node::Or(parts) => Node::Or(self.each(parts, query)),
            Node::And(parts) => self.and(&parts, query),
            Node::Near {
                distance,
                left,
                right,
            } => {
                let [left, right] = [left, right].map(|side| {
                    let mut wider = side.clone();
                    wider.extend(side.iter().flat_map(|id| self.variants(*id, query)));
                    wider
                });
                Node::Near {
                    distance,
                    left,
                    right,
                }
            }
        }
    }

    fn each(&self, parts: Vec<Node>, query: &mut Query) -> Vec<Node> {
        parts
            .into_iter()
            .map(|part| self.node(part, query))
            .collect()
    }

    /// Words joined by AND may together be an entry: `ủy ban nhân dân` without quotation marks.
    fn and(&self, parts: &[Node], query: &mut Query) -> Node {
        let mut out = Vec::with_capacity(parts.len());
        let mut at = 0;
        while at < parts.len() {
            let row = row_of_words(&parts[at..], query);
            let met = self
                .longest(&row)
                .filter(|met| met.length > 1 && met.first == 0);
            let (Some(met), Node::Leaf(id)) = (met, &parts[at]) else {
                out.push(self.node(parts[at].clone(), query));
                at += 1;
                continue;
            };
            let mut ways = vec![Node::And(parts[at..at + met.length].to_vec())];
            let leaf = Leaf {
                words: row[..met.length].to_vec(),
                fields: query.leaf(*id).fields,
            };
            ways.extend(self.instead(&leaf, &met, query).into_iter().map(Node::Leaf));
            out.push(Node::Or(ways));
            at += met.length;
        }
        Node::And(out)
    }

    /// The leaves that say the same as one, with other words.
    fn variants(&self, id: LeafId, query: &mut Query) -> Vec<LeafId> {
        let leaf = query.leaf(id).clone();
        self.longest(&leaf.words)
            .map_or_else(Vec::new, |met| self.instead(&leaf, &met, query))
    }

    /// The leaf with each other entry of the meaning in the place of the one that was met.
    fn instead(&self, leaf: &Leaf, met: &Met, query: &mut Query) -> Vec<LeafId> {
        let marks = leaf.words[met.first].marks;
        let entries = self.meanings[met.meaning].iter().enumerate();
        let mut found: Vec<LeafId> = Vec::new();
        for (_, entry) in entries.filter(|(number, _)| *number != met.entry) {
            let mut words = leaf.words[..met.first].to_vec();
            words.extend(entry.iter().map(|form| Word {
                text: if marks == Marks::Any {
                    fold(form)
                } else {
                    form.clone()
                },
                marks,
                prefix: false,
            }));
            words.extend_from_slice(&leaf.words[met.first + met.length..]);
            let id = query.number(Leaf {
                words,
                fields: leaf.fields,
            });
            if !found.contains(&id) {
                found.push(id);
            }
        }
        found
    }

    /// The longest entry in a row of words, and of equally long ones the first.
    fn longest(&self, row: &[Word]) -> Option<Met> {
        let mut best: Option<Met> = None;
        for (meaning, entries) in self.meanings.iter().enumerate() {
            for (entry, tokens) in entries.iter().enumerate() {
                for (first, words) in row.windows(tokens.len()).enumerate() {
                    let better = best.as_ref().is_none_or(|best| {
                        (best.first > 0 && first == 0) || tokens.len() > best.length
                    });
                    if better && is_entry(words, tokens) {
                        best = Some(Met {
                            meaning,
                            entry,
                            first,
                            length: tokens.len(),
                        });
                    }
                }
            }
        }
        best
    }
}

/// The single words that stand at the beginning of a conjunction, all in the same fields.
fn row_of_words(parts: &[Node], query: &Query) -> Vec<Word> {
    let mut fields = None;
    let words = parts.iter().map_while(|part| match part {
        Node::Leaf(id) => match query.leaf(*id) {
            Leaf {
                words,
                fields: here,
            } if words.len() == 1 && *fields.get_or_insert(*here) == *here => {
                Some(words[0].clone())
            }
            _ => None,
        },
        _ => None,
    });
    words.collect()
}

fn is_entry(words: &[Word], tokens: &[String]) -> bool {
    let same = |word: &Word, token: &String| match word.marks {
        Marks::Any => word.text == fold(token),
        Marks::AsTyped => word.text == *token,
        Marks::Cased => false,
    };
    words.len() == tokens.len()
        && words
            .iter()
            .all(|word| !word.prefix && word.marks == words[0].marks)
        && words
            .iter()
            .zip(tokens)
            .all(|(word, token)| same(word, token))
}

fn one_of(id: LeafId, others: Vec<LeafId>) -> Node {
    if others.is_empty() {
        return Node::Leaf(id);
    }
    let all = std::iter::once(id).chain(others);
    Node::Or(all.map(Node::Leaf).collect())
}

#[cfg(test)]
mod tests {
    use langnghe_model::ArticleText;

    use super::*;
    use crate::{Fields, Use, parse};

    fn lists() -> Synonyms {
        let lists: [&[&str]; 4] = [
            &["Ủy ban nhân dân", "UBND"],
            &["thành phố", "TP"],
            &["Thành phố Hồ Chí Minh", "TP.HCM", "TPHCM"],
            &["Văn hóa, Thể thao và Du lịch", "VHTTDL", "VH-TT&DL"],
        ];
        Synonyms::new(&lists.map(|list| list.iter().map(ToString::to_string).collect()))
    }

    #[track_caller]
    fn check(query: &str, body: &str, finds: bool) {
        let mut parsed = parse(query, Use::Search).expect("the query is well formed");
        lists().expand(&mut parsed);
        let article = Fields::of(&ArticleText {
            body: body.into(),
            ..ArticleText::default()
        });
        let found = parsed.matches(&article).is_some();
        assert_eq!(found, finds, "{query} in {body}: {parsed:#?}");
    }

    #[test]
    fn each_word_of_a_meaning_finds_the_others() {
        check("UBND tỉnh", "Uỷ ban nhân dân tỉnh", true);
        check("ubnd tinh", "Ủy ban nhân dân tỉnh", true);
        check("ủy ban nhân dân tỉnh", "UBND tỉnh", true);
        check("\"UBND tỉnh\"", "họp ở Ủy ban nhân dân tỉnh", true);
        check("\"UBND tỉnh\"", "tỉnh có Ủy ban nhân dân", false);
        check("Sở VHTTDL", "Sở Văn hoá, Thể thao và Du lịch", true);
        check("Sở VH-TT&DL", "Sở VHTTDL", true);
        check("họp OR UBND", "Ủy ban nhân dân", true);
        check("đường -UBND", "đường và Ủy ban nhân dân", false);
        check("UBND NEAR/2 tỉnh", "Ủy ban nhân dân của tỉnh", true);
        check("title:UBND", "Ủy ban nhân dân", false);
    }

    #[test]
    fn the_longest_is_meant_and_words_apart_are_still_found() {
        check("du lịch TP HCM", "du lịch ở TPHCM", true);
        check("Thành phố Hồ Chí Minh", "TP.HCM", true);
        check("thành phố Cao Bằng", "TP Cao Bằng", true);
        check("thành phố", "phố của thành", true);
    }

    #[test]
    fn capitals_asked_for_and_beginnings_stay_as_they_are() {
        check("=UBND", "Ủy ban nhân dân", false);
        check("ubn*", "Ủy ban nhân dân", false);
        // Marks typed: other marks are other words.
        check("ũy ban nhân dân", "UBND", false);
    }
}
