//! What borders are found, in sentences made up for it.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{
    model::{Entry, write},
    *,
};
use features::{SMALL, WEIGHTS};
use lexicon::Info;

/// The text with `|` after each word but the last.
fn words(text: &str) -> String {
    let tokens = Tokens::of(text);
    let mut borders = Borders::default();
    Segmenter::shipped().borders(text, &tokens, &mut borders);
    let mut out = String::new();
    for (at, token) in tokens.iter().enumerate() {
        if at > 0 {
            out += if borders.ends()[at - 1] { " | " } else { " " };
        }
        out += &text[token.start..token.end];
    }
    out
}

/// The known words that stand across a border.
fn crossings(text: &str) -> Vec<String> {
    let tokens = Tokens::of(text);
    let mut found = Vec::new();
    Segmenter::shipped().crossings(text, &tokens, &mut Borders::default(), |range| {
        let forms: Vec<&str> = range.map(|at| tokens.get(at).marked).collect();
        found.push(forms.join(" "));
    });
    found
}

#[track_caller]
fn check(sentence: &str, crossed: &[&str]) {
    let plain = sentence.replace(" |", "");
    assert_eq!(words(&plain), sentence);
    assert_eq!(crossings(&plain), crossed);
}

#[test]
fn the_same_syllables_are_words_or_not_by_what_stands_beside_them() {
    check("khách | du lịch | rất | đông", &[]);
    check("họ | chu du | lịch sử | nước nhà", &["du lịch"]);
    check("họ | bàn đá | về", &[]);
    check("ông | đi | du lịch | sử dụng | xe máy", &["lịch sử"]);
    check("cô | giảng dạy | môn | sinh học", &[]);
    check("trường | đại học | sinh hoạt", &["học sinh"]);
    check("công ty | sản xuất | khẩu trang", &["xuất khẩu"]);
    check("phát hiện | thực tế", &["hiện thực"]);
}

#[test]
fn names_are_words() {
    check("ông | Nguyễn Văn Bình | ở | Cao Bằng", &[]);
}

#[test]
fn punctuation_and_ends_of_sentences_end_words() {
    for text in ["du, lịch", "du-lịch", "du (lịch)", "du. Lịch", "du\nlịch"] {
        assert!(words(text).contains('|'), "{text}");
        assert!(crossings(text).is_empty(), "{text}");
    }
    assert_eq!(words("du  lịch"), "du lịch");
    assert_eq!(words("du\u{A0}lịch"), "du lịch");
}

#[test]
fn a_headline_in_capitals_is_read_as_others() {
    assert_eq!(
        words("PHÁT TRIỂN DU LỊCH BỀN VỮNG"),
        "PHÁT TRIỂN | DU LỊCH | BỀN VỮNG"
    );
}

#[test]
fn known_words_are_told() {
    let segmenter = Segmenter::shipped();
    assert!(segmenter.is_word(&["du", "lịch"]));
    assert!(segmenter.is_word(&["câu", "lạc", "bộ"]));
    assert!(!segmenter.is_word(&["lịch", "rất"]));
    assert!(!segmenter.is_word(&["lịch"]));
    assert!(!segmenter.is_word(&[]));
    assert!(!segmenter.is_word(&["a", "b", "c", "d", "e"]));
}

/// A small model, as a file.
fn small_file() -> Vec<u8> {
    let syllable = |form: &str| (form.to_owned(), [1; WEIGHTS[0]]);
    let pair = Entry {
        key: 1 << 16 | 2,
        info: Info::new(3, 7, 1),
        weights: vec![20, -3, -3],
    };
    let small = vec![0; SMALL];
    let syllables = ["du", "lịch"].map(syllable);
    write(&small, &syllables, &[vec![pair], Vec::new(), Vec::new()])
}

#[test]
fn what_is_written_is_read() {
    let segmenter = Segmenter::read(&small_file()).unwrap();
    assert!(segmenter.is_word(&["du", "lịch"]));
    assert!(!segmenter.is_word(&["lịch", "du"]));
    let gram = segmenter.model.lexicon.find(&[1, 2]);
    assert_eq!(gram.info, Info::new(3, 7, 1));
    let at = segmenter.model.layout.sparse(2, gram.slot as usize);
    assert_eq!(segmenter.model.weights[at..at + 3], [20, -3, -3]);
}

#[test]
fn bytes_that_are_no_model_are_told() {
    let read = |bytes: &[u8]| Segmenter::read(bytes).err();
    let file = small_file();
    assert_eq!(read(b""), Some(ModelError::Unknown));
    assert_eq!(read(b"LNWORDS\x02"), Some(ModelError::Unknown));
    for length in MAGIC_LENGTH..file.len() {
        assert!(read(&file[..length]).is_some(), "{length} bytes");
    }
    let mut longer = file.clone();
    longer.push(0);
    assert_eq!(read(&longer), Some(ModelError::Damaged));
}

const MAGIC_LENGTH: usize = 8;

/// Syllables that are words together, with all that may stand between them.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "du", "lịch", "sử", "học", "sinh", "Bàn", "đá", "bóng", "hoà", "thủy", "TP", "12", "x"
        ]),
        prop::sample::select(vec![". ", ", ", "-", "\n", "  "]),
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #[test]
    fn any_text_has_a_border_or_none_after_each_token(text in prop_oneof![any::<String>(), text()]) {
        let tokens = Tokens::of(&text);
        let mut borders = Borders::default();
        Segmenter::shipped().borders(&text, &tokens, &mut borders);
        prop_assert_eq!(borders.ends().len(), tokens.len());
        for at in 1..tokens.len() {
            let (one, other) = (tokens.get(at - 1), tokens.get(at));
            let between = &text[one.end..other.start];
            let open = between.chars().all(|c| c.is_whitespace() || is_invisible(c));
            prop_assert!(borders.ends()[at - 1] || (open && one.sentence == other.sentence));
        }
        prop_assert_eq!(borders.ends().last(), (!tokens.is_empty()).then_some(&true));

        let mut found = Vec::new();
        Segmenter::shipped().crossings(&text, &tokens, &mut borders, |range| found.push(range));
        for range in found {
            let forms: Vec<&str> = range.clone().map(|at| tokens.get(at).marked).collect();
            prop_assert!(Segmenter::shipped().is_word(&forms), "{:?}", forms);
        }
    }

    #[test]
    fn how_letters_are_composed_and_tones_are_placed_changes_nothing(text in text()) {
        let decomposed: String = text.nfd().collect();
        let other_tone = text.replace("hoà", "hòa").replace("thủy", "thuỷ");
        let ends = |text: &str| {
            let mut borders = Borders::default();
            Segmenter::shipped().borders(text, &Tokens::of(text), &mut borders);
            borders.ends().to_vec()
        };
        prop_assert_eq!(ends(&decomposed), ends(&text));
        prop_assert_eq!(ends(&other_tone), ends(&text));
    }

    #[test]
    fn damaged_models_are_told_or_read(at in 0usize..100_000, byte in any::<u8>()) {
        let mut file = small_file();
        let at = at % file.len();
        file[at] = byte;
        if let Ok(segmenter) = Segmenter::read(&file) {
            let text = "khách du lịch sử dụng";
            segmenter.borders(text, &Tokens::of(text), &mut Borders::default());
        }
    }
}
