//! However a text is spelled, the matcher's answer is that of a naive evaluation that shares no code with it: it
//! knows what each word is before it is spelled, and compares lists of words.

use langnghe_model::{ArticleText, Exclusion, Term, Topic, Validity};
use langnghe_query::Fields;
use proptest::{prelude::*, sample::select};
use unicode_normalization::UnicodeNormalization as _;

use super::topic;
use crate::Matcher;

/// A word as its dictionary form, without marks, and with the tone at the other place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Word {
    form: &'static str,
    bare: &'static str,
    other: &'static str,
}

const fn word(form: &'static str, bare: &'static str, other: &'static str) -> Word {
    Word { form, bare, other }
}

/// Few words, so that they meet often, and several that differ in their marks only.
const WORDS: [Word; 12] = [
    word("hội", "hoi", "hội"),
    word("hối", "hoi", "hối"),
    word("hoi", "hoi", "hoi"),
    word("lễ", "le", "lễ"),
    word("lê", "le", "lê"),
    word("hòa", "hoa", "hoà"),
    word("hóa", "hoa", "hoá"),
    word("hoa", "hoa", "hoa"),
    word("thủy", "thuy", "thuỷ"),
    word("khỏe", "khoe", "khoẻ"),
    word("đường", "duong", "đường"),
    word("khách", "khach", "khách"),
];

/// How a word may be spelled in a text.
#[derive(Debug, Clone, Copy)]
enum Spelling {
    Composed,
    Decomposed,
    WithoutMarks,
    OtherTonePlace,
    Capital,
    Capitals,
}

const SPELLINGS: [Spelling; 6] = [
    Spelling::Composed,
    Spelling::Decomposed,
    Spelling::WithoutMarks,
    Spelling::OtherTonePlace,
    Spelling::Capital,
    Spelling::Capitals,
];

/// A word of a text: what it is, and how it is spelled.
#[derive(Debug, Clone, Copy)]
struct Written(Word, Spelling);

impl Written {
    fn spelled(self) -> String {
        let Written(word, spelling) = self;
        match spelling {
            Spelling::Composed => word.form.to_owned(),
            Spelling::Decomposed => word.form.nfd().collect(),
            Spelling::WithoutMarks => word.bare.to_owned(),
            Spelling::OtherTonePlace => word.other.to_owned(),
            Spelling::Capital => {
                let mut letters = word.form.chars();
                let first = letters.next().into_iter().flat_map(char::to_uppercase);
                first.chain(letters.as_str().chars()).collect()
            }
            Spelling::Capitals => word.other.to_uppercase().nfd().collect(),
        }
    }

    /// The marks that a reader sees.
    fn marked(self) -> &'static str {
        match self.1 {
            Spelling::WithoutMarks => self.0.bare,
            _ => self.0.form,
        }
    }
}

/// A word or phrase of a topic.
#[derive(Debug, Clone)]
struct Leaf {
    words: Vec<Word>,
    loose: bool,
    in_title: bool,
    /// Written with the tone at the other place.
    other: bool,
}

impl Leaf {
    fn query(&self) -> String {
        let words = self.words.iter();
        let words: Vec<&str> = words
            .map(|word| if self.other { word.other } else { word.form })
            .collect();
        let field = if self.in_title { "title:" } else { "" };
        let sign = if self.loose { "~" } else { "" };
        format!("{field}{sign}\"{}\"", words.join(" "))
    }

    /// Where the leaf begins in a paragraph.
    fn starts(&self, paragraph: &[Written]) -> Vec<usize> {
        let is = |word: &Word, written: &Written| {
            if self.loose {
                word.bare == written.0.bare
            } else {
                word.form == written.marked()
            }
        };
        let windows = paragraph.windows(self.words.len()).enumerate();
        windows
            .filter(|(_, window)| self.words.iter().zip(*window).all(|(word, w)| is(word, w)))
            .map(|(start, _)| start)
            .collect()
    }

    fn is_met(&self, text: &Text) -> bool {
        let body = if self.in_title { &[][..] } else { &text.body };
        std::iter::once(&text.title)
            .chain(body)
            .any(|paragraph| !self.starts(paragraph).is_empty())
    }
}

#[derive(Debug, Clone)]
enum Tree {
    One(Leaf),
    Both(Leaf, Leaf),
    Either(Leaf, Leaf),
    Without(Leaf, Leaf),
    /// Two different words with at most so many between.
    Near(Word, usize, Word),
}

impl Tree {
    fn query(&self) -> String {
        match self {
            Self::One(one) => one.query(),
            Self::Both(a, b) => format!("{} AND {}", a.query(), b.query()),
            Self::Either(a, b) => format!("{} OR {}", a.query(), b.query()),
            Self::Without(a, b) => format!("{} AND NOT {}", a.query(), b.query()),
            Self::Near(a, n, b) => format!("\"{}\" NEAR/{n} \"{}\"", a.form, b.form),
        }
    }

    fn is_met(&self, text: &Text) -> bool {
        match self {
            Self::One(one) => one.is_met(text),
            Self::Both(a, b) => a.is_met(text) && b.is_met(text),
            Self::Either(a, b) => a.is_met(text) || b.is_met(text),
            Self::Without(a, b) => a.is_met(text) && !b.is_met(text),
            Self::Near(a, most, b) => {
                let at = |word: &Word, paragraph: &[Written]| -> Vec<usize> {
                    let places = paragraph.iter().enumerate();
                    places
                        .filter(|(_, written)| written.marked() == word.form)
                        .map(|(place, _)| place)
                        .collect()
                };
                std::iter::once(&text.title)
                    .chain(&text.body)
                    .any(|paragraph| {
                        let others = at(b, paragraph);
                        at(a, paragraph)
                            .iter()
                            .any(|one| others.iter().any(|other| one.abs_diff(*other) <= most + 1))
                    })
            }
        }
    }
}

#[derive(Debug, Clone)]
struct Text {
    title: Vec<Written>,
    body: Vec<Vec<Written>>,
}

impl Text {
    fn spelled(&self) -> ArticleText {
        let paragraph = |words: &Vec<Written>| -> String {
            let words: Vec<String> = words.iter().map(|word| word.spelled()).collect();
            words.join(" ")
        };
        let body: Vec<String> = self.body.iter().map(paragraph).collect();
        ArticleText {
            title: paragraph(&self.title),
            lead: String::new(),
            body: body.join("\n"),
        }
    }

    /// The same words, all spelled so.
    fn all(&self, spelling: Spelling) -> Self {
        let again = |words: &Vec<Written>| -> Vec<Written> {
            words.iter().map(|w| Written(w.0, spelling)).collect()
        };
        Self {
            title: again(&self.title),
            body: self.body.iter().map(again).collect(),
        }
    }
}

fn paragraph(words: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Written>> {
    let written = (select(&WORDS[..]), select(&SPELLINGS[..])).prop_map(|(w, s)| Written(w, s));
    proptest::collection::vec(written, words)
}

fn text() -> impl Strategy<Value = Text> {
    (
        paragraph(1..5),
        proptest::collection::vec(paragraph(1..9), 0..3),
    )
        .prop_map(|(title, body)| Text { title, body })
}

fn leaf() -> impl Strategy<Value = Leaf> {
    let words = proptest::collection::vec(select(&WORDS[..]), 1..4);
    (words, any::<bool>(), 0..4_u8, any::<bool>()).prop_map(|(words, loose, field, other)| Leaf {
        words,
        loose,
        in_title: field == 0,
        other,
    })
}

fn tree() -> impl Strategy<Value = Tree> {
    let near = (select(&WORDS[..]), 0..4_usize, select(&WORDS[..]));
    prop_oneof![
        3 => leaf().prop_map(Tree::One),
        1 => (leaf(), leaf()).prop_map(|(a, b)| Tree::Both(a, b)),
        1 => (leaf(), leaf()).prop_map(|(a, b)| Tree::Either(a, b)),
        1 => (leaf(), leaf()).prop_map(|(a, b)| Tree::Without(a, b)),
        2 => near
            .prop_filter("two words", |(a, _, b)| a != b)
            .prop_map(|(a, n, b)| Tree::Near(a, n, b)),
    ]
}

#[derive(Debug, Clone)]
struct Plan {
    terms: Vec<(Tree, i32)>,
    exclusion: Option<Tree>,
    threshold: i32,
}

impl Plan {
    fn topic(&self, number: usize) -> Topic {
        let terms = self.terms.iter().map(|(tree, weight)| Term {
            query: tree.query(),
            weight: *weight,
        });
        let exclusions = self.exclusion.iter().map(|tree| Exclusion {
            query: tree.query(),
        });
        Topic {
            id: format!("t{number}").parse().expect("an id"),
            threshold: self.threshold,
            terms: terms.collect(),
            exclusions: exclusions.collect(),
            validity: Validity::default(),
            ..topic(super::TOPIC)
        }
    }

    fn score(&self, text: &Text) -> Option<i32> {
        let met = self.terms.iter().filter(|(tree, _)| tree.is_met(text));
        let score = met.map(|(_, weight)| weight).sum();
        let excluded = self
            .exclusion
            .as_ref()
            .is_some_and(|tree| tree.is_met(text));
        (score >= self.threshold && !excluded).then_some(score)
    }
}

fn plans() -> impl Strategy<Value = Vec<Plan>> {
    let term = (tree(), prop_oneof![4 => 1..10, 1 => -5..0]);
    let plan = (
        proptest::collection::vec(term, 1..5),
        proptest::option::weighted(0.3, tree()),
        1..12,
    )
        .prop_map(|(terms, exclusion, threshold)| Plan {
            terms,
            exclusion,
            threshold,
        });
    proptest::collection::vec(plan, 1..8)
}

fn scores(matcher: &Matcher, topics: usize, text: &Text) -> Vec<Option<i32>> {
    let found = matcher.matches(&Fields::of(&text.spelled()), &[]);
    (0..topics)
        .map(|number| {
            let id = format!("t{number}");
            Some(found.iter().find(|found| found.topic.as_str() == id)?.score)
        })
        .collect()
}

proptest! {
    #[test]
    fn every_spelling_is_answered_as_a_naive_evaluation_does(plans in plans(), text in text()) {
        let topics: Vec<Topic> = plans.iter().enumerate().map(|(n, plan)| plan.topic(n)).collect();
        let matcher = Matcher::compile(&topics).unwrap();
        let mixed = std::iter::once(text.clone());
        for text in mixed.chain(SPELLINGS.map(|spelling| text.all(spelling))) {
            let naive: Vec<Option<i32>> = plans.iter().map(|plan| plan.score(&text)).collect();
            let found = scores(&matcher, topics.len(), &text);
            prop_assert_eq!(found, naive, "{:?} {:?}", topics, text.spelled());
        }
    }
}
