//! The treebank UD_Vietnamese-VTB: sentences whose words are known, and how many of them were found.

use langnghe_vietnamese::Tokens;

/// A sentence of the treebank.
pub(crate) struct Sentence {
    /// Its forms, with a space between them.
    pub text: String,
    /// Where the pieces between spaces begin and end in the text.
    pub pieces: Vec<(usize, usize)>,
    /// Whether a word ends with each piece.
    pub ends: Vec<bool>,
}

/// The sentences of a file in CoNLL-U format. A form with spaces is a word of several pieces.
pub(crate) fn read(conllu: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for block in conllu.split("\n\n") {
        let mut sentence = Sentence {
            text: String::new(),
            pieces: Vec::new(),
            ends: Vec::new(),
        };
        for line in block.lines() {
            let mut columns = line.split('\t');
            let is_word = columns
                .next()
                .is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()));
            let Some(form) = columns.next().filter(|_| is_word) else {
                continue;
            };
            for piece in form.split_whitespace() {
                if !sentence.text.is_empty() {
                    sentence.text.push(' ');
                }
                let start = sentence.text.len();
                sentence.text.push_str(piece);
                sentence.pieces.push((start, sentence.text.len()));
                sentence.ends.push(false);
            }
            if let Some(end) = sentence.ends.last_mut() {
                *end = true;
            }
        }
        if !sentence.pieces.is_empty() {
            sentences.push(sentence);
        }
    }
    sentences
}

/// How many words there are, how many were said to be, and how many of these are.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Score {
    pub gold: usize,
    pub found: usize,
    pub right: usize,
}

impl Score {
    pub(crate) fn precision(self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    pub(crate) fn recall(self) -> f64 {
        self.right as f64 / self.gold.max(1) as f64
    }

    pub(crate) fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.gold + self.found).max(1) as f64
    }
}

impl Sentence {
    /// What `of_tokens` (whether a word ends with each token) says of the pieces. Inside of a piece (`TP.HCM`) nothing is
    /// asked; a piece without tokens is punctuation, which always stands alone.
    pub(crate) fn ends_of(&self, tokens: &Tokens, of_tokens: &[bool]) -> Vec<bool> {
        let mut ends = vec![true; self.pieces.len()];
        let mut piece = 0;
        let mut last: Option<(usize, usize)> = None;
        for (at, token) in tokens.iter().enumerate() {
            while self.pieces[piece].1 <= token.start {
                piece += 1;
            }
            if let Some((token_before, piece_before)) = last
                && piece_before + 1 == piece
            {
                ends[piece_before] = of_tokens[token_before];
            }
            last = Some((at, piece));
        }
        ends
    }

    /// The text of each word.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        let ends = self.ends.iter().enumerate().filter(|(_, end)| **end);
        ends.map(move |(at, _)| {
            let from = self.pieces[start].0;
            start = at + 1;
            &self.text[from..self.pieces[at].1]
        })
    }

    /// Counts words: all of them, or only those that have a letter or a digit.
    pub(crate) fn score(&self, ends: &[bool], punctuation: bool, score: &mut Score) {
        let words = |ends: &[bool]| {
            let mut words = Vec::new();
            let mut start = 0;
            for (at, _) in ends.iter().enumerate().filter(|(_, end)| **end) {
                let text = &self.text[self.pieces[start].0..self.pieces[at].1];
                if punctuation || text.chars().any(char::is_alphanumeric) {
                    words.push((start, at));
                }
                start = at + 1;
            }
            words
        };
        let (gold, found) = (words(&self.ends), words(ends));
        score.right += found
            .iter()
            .filter(|word| gold.binary_search(word).is_ok())
            .count();
        score.gold += gold.len();
        score.found += found.len();
    }
}
