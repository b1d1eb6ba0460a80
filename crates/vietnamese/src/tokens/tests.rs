use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::{cased, fold, letter::is_mark, marked, normalize};

fn forms(text: &str) -> Vec<(String, String)> {
    Tokens::of(text)
        .iter()
        .map(|t| (t.marked.to_owned(), t.folded.to_owned()))
        .collect()
}

fn words(text: &str) -> Vec<String> {
    Tokens::of(text)
        .iter()
        .map(|t| t.marked.to_owned())
        .collect()
}

#[test]
fn punctuation_separates_and_digits_are_words() {
    assert_eq!(
        words("TP.HCM: VH-TT&DL, 30/4 (Covid-19)"),
        ["tp", "hcm", "vh", "tt", "dl", "30", "4", "covid", "19"]
    );
}

#[test]
fn every_way_of_writing_a_word_gives_one_form() {
    let reference = forms("hòa đường tuyết");
    for written in [
        "hoà đường tuyết",
        "HOÀ ĐƯỜNG TUYẾT",
        "ho\u{300}a đươ\u{300}ng tuye\u{302}\u{301}t",
        "ho\u{340}a đu\u{31B}o\u{300}\u{31B}ng tuye\u{301}\u{302}t",
        "hò\u{200B}a \u{D0}ường tuy\u{AD}ết",
    ] {
        assert_eq!(forms(written), reference, "{written:?}");
    }
}

#[test]
fn sentences_end_at_stops_but_not_after_short_capitals_or_inside_numbers() {
    let sentence_of = |text: &str, word: &str| {
        Tokens::of(text)
            .iter()
            .find(|t| t.marked == word)
            .map(|t| t.sentence)
    };
    assert_eq!(sentence_of("Hội mở. Khách đến.", "khách"), Some(1));
    assert_eq!(sentence_of("Ở TP. Cao Bằng có hội.", "cao"), Some(0));
    assert_eq!(sentence_of("Giá 1.200 đồng. tăng", "tăng"), Some(0));
    assert_eq!(sentence_of("Thật sao? Đúng vậy!", "đúng"), Some(1));
    assert_eq!(sentence_of("Một dòng\nHai", "hai"), Some(1));
}

#[test]
fn paragraphs_leave_a_gap_in_the_positions() {
    let tokens = Tokens::of("một hai\n\n ba");
    let positions: Vec<_> = tokens.iter().map(|t| (t.position, t.paragraph)).collect();
    assert_eq!(positions, [(0, 0), (1, 0), (2 + PARAGRAPH_GAP, 1)]);
}

#[test]
fn capitals_are_seen_in_either_unicode_form() {
    let capitals: Vec<_> = Tokens::of("Đàm thủy \u{41}\u{301}")
        .iter()
        .map(|t| t.capital)
        .collect();
    assert_eq!(capitals, [true, false, true]);
    assert_eq!(cased("Hoà An"), "Hòa An");
}

#[test]
fn the_published_pairs_of_tone_placement_are_one_word() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/domain/tone-placement.tsv"
    );
    let Ok(table) = std::fs::read_to_string(path) else {
        println!("skipped: no shared data");
        return;
    };
    let mut rows = 0;
    for row in table.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        assert_eq!(marked(columns[0]), marked(columns[1]), "{row}");
        assert_eq!(words(columns[0]), words(columns[1]), "{row}");
        rows += 1;
    }
    assert_eq!(rows, 551);
}

/// Text that looks like the press: syllables with all marks, capitals, digits, stops, paragraphs.
fn vietnamese_text() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            "[a-zđăâêôơưA-ZĐĂÂÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]{1,6}",
            "[0-9]{1,4}",
            Just(". ".to_owned()),
            Just("\n".to_owned()),
            Just("-".to_owned()),
        ],
        0..40,
    )
    .prop_map(|parts| parts.join(" "))
}

proptest! {
    #[test]
    fn normalizing_twice_changes_nothing(text in any::<String>()) {
        let once = normalize(&text).into_owned();
        prop_assert_eq!(&normalize(&once), &once);
        prop_assert!(unicode_normalization::is_nfc(&once));
    }

    #[test]
    fn normalizing_is_the_same_for_nfc_and_nfd(text in vietnamese_text()) {
        let nfd: String = text.nfd().collect();
        prop_assert_eq!(normalize(&nfd), normalize(&text));
        prop_assert_eq!(forms(&nfd), forms(&text));
    }

    #[test]
    fn tokens_that_begin_so_stand_where_they_stand_among_all(
        text in prop_oneof![any::<String>(), vietnamese_text(), "[ađhH1ễ\u{301}\n. ]{0,40}"],
        wanted in "[a-zđ0-9]{0,3}",
    ) {
        let mut initials = Initials::default();
        for letter in wanted.chars() {
            initials.add(&crate::fold(&letter.to_string()));
        }
        let places = |token: Token<'_>| {
            let forms = (token.marked.to_owned(), token.folded.to_owned());
            (token.start, token.end, forms, token.position, token.paragraph)
        };
        let some: Vec<_> = Tokens::beginning_with(&text, &initials).iter().map(places).collect();
        let all = Tokens::of(&text);
        let mut rest = some.iter();
        for token in all.iter() {
            let wanted = wanted.chars().any(|c| token.folded.starts_with(&crate::fold(&c.to_string())));
            let place = places(token);
            if wanted || some.contains(&place) {
                prop_assert_eq!(rest.next(), Some(&place));
            }
        }
        prop_assert_eq!(rest.next(), None);
    }

    #[test]
    fn a_token_cut_from_the_text_has_the_tokens_forms(text in any::<String>()) {
        let tokens = Tokens::of(&text);
        let mut end = 0;
        for token in tokens.iter() {
            prop_assert!(token.start >= end && token.end > token.start);
            end = token.end;
            let again = forms(&text[token.start..token.end]);
            prop_assert_eq!(again, vec![(token.marked.to_owned(), token.folded.to_owned())]);
        }
    }

    #[test]
    fn tokens_of_vietnamese_agree_with_the_string_functions(text in vietnamese_text()) {
        for token in Tokens::of(&text).iter() {
            let word = &text[token.start..token.end];
            prop_assert_eq!(marked(word), token.marked);
            prop_assert_eq!(fold(word), token.folded);
            prop_assert_eq!(fold(token.marked), token.folded);
        }
        let tokens = Tokens::of(&text);
        prop_assert!(tokens.marked().eq(tokens.iter().map(|token| token.marked)));
        prop_assert!(tokens.folded().eq(tokens.iter().map(|token| token.folded)));
    }

    #[test]
    fn words_seen_before_are_read_as_if_they_were_new(
        text in prop_oneof![vietnamese_text(), "[a-zA-ZđĐÐươàÀảẢ́̀\u{200B}\u{AD}.,×÷ªµ–…ˀ\n 0-9]{0,60}", any::<String>()],
        decomposed in any::<bool>(),
    ) {
        let text: String = if decomposed { text.nfd().collect() } else { text };
        let tokens = |memo: &mut Memo| {
            let mut tokens = Tokens::default();
            let mut reader = Reader { text: &text, at: 0 };
            let mut between = Between::default();
            while let Some(start) = reader.skip_to_word(&mut between) {
                tokens.push_word(&mut reader, start, &mut between, memo);
            }
            tokens
        };
        let mut memo = Memo::default();
        let first = tokens(&mut memo);
        let again = tokens(&mut memo);
        let plain = {
            let mut tokens = Tokens::default();
            let mut reader = Reader { text: &text, at: 0 };
            let mut between = Between::default();
            while let Some(start) = reader.skip_to_word(&mut between) {
                let read = tokens.read_word(&mut reader);
                tokens.push_span(start, read, &mut between);
            }
            tokens
        };
        prop_assert!(plain.iter().eq(first.iter()));
        prop_assert!(plain.iter().eq(again.iter()));
    }

    #[test]
    fn every_letter_lies_in_a_token(text in vietnamese_text()) {
        let inside: usize = Tokens::of(&text).iter().map(|t| text[t.start..t.end].chars().count()).sum();
        prop_assert_eq!(inside, text.chars().filter(|c| c.is_alphanumeric() || is_mark(*c)).count());
    }
}
