//! What is refused, where the error points, and what it advises.

use crate::{ErrorKind, Use, parse};

#[track_caller]
fn fails(text: &str, usage: Use, kind: &ErrorKind, at: &str) {
    let error = parse(text, usage).expect_err(text);
    assert_eq!(
        (&error.kind, &text[error.span.clone()]),
        (kind, at),
        "{text}"
    );
    assert!(!error.message().is_empty() && !error.remedy().is_empty());
}

#[test]
fn what_would_match_everything_is_refused() {
    fails("", Use::Search, &ErrorKind::Empty, "");
    fails("  …  ", Use::Search, &ErrorKind::Empty, "  …  ");
    fails(
        "NOT hội",
        Use::Search,
        &ErrorKind::NothingPositive,
        "NOT hội",
    );
    fails(
        "hội OR NOT khách",
        Use::Topic,
        &ErrorKind::NothingPositive,
        "hội OR NOT khách",
    );
    fails("của và là", Use::Search, &ErrorKind::StopWords, "của và là");
    fails(
        "-source:x",
        Use::Search,
        &ErrorKind::NothingPositive,
        "-source:x",
    );
}

#[test]
fn errors_point_at_the_place() {
    fails("a \"b c", Use::Search, &ErrorKind::OpenQuote, "\"b c");
    fails("a (b c", Use::Search, &ErrorKind::OpenBracket, "(");
    fails("a b) c", Use::Search, &ErrorKind::StrayBracket, ")");
    fails("a ()", Use::Search, &ErrorKind::EmptyBrackets, "()");
    fails(
        "a AND",
        Use::Search,
        &ErrorKind::LoneOperator("AND".into()),
        "AND",
    );
    fails(
        "a OR",
        Use::Search,
        &ErrorKind::LoneOperator("OR".into()),
        "OR",
    );
    fails(
        "AND a",
        Use::Search,
        &ErrorKind::LoneOperator("AND".into()),
        "AND",
    );
    fails(
        "a NEAR/x b",
        Use::Search,
        &ErrorKind::BadDistance("x".into()),
        "NEAR/x",
    );
    fails(
        "a NEAR/101 b",
        Use::Search,
        &ErrorKind::BadDistance("101".into()),
        "NEAR/101",
    );
    fails(
        "a NEAR/5 (b c)",
        Use::Search,
        &ErrorKind::NearOperand,
        "(b c)",
    );
    fails(
        "a NEAR/5",
        Use::Search,
        &ErrorKind::LoneOperator("NEAR/5".into()),
        "NEAR/5",
    );
    fails(
        "title: a",
        Use::Search,
        &ErrorKind::LoneField("title"),
        "title:",
    );
    fails(
        "title:(lead:a)",
        Use::Search,
        &ErrorKind::OtherField("lead"),
        "lead:",
    );
    fails("~ a", Use::Search, &ErrorKind::LoneSign('~'), "~");
    fails("l*", Use::Search, &ErrorKind::ShortPrefix, "l*");
    fails("\"\"", Use::Search, &ErrorKind::EmptyPhrase, "\"\"");
    fails("title:“…”", Use::Search, &ErrorKind::EmptyPhrase, "“…”");
}

#[test]
fn an_operator_at_the_wrong_place_is_named() {
    let lone = |operator: &str| ErrorKind::LoneOperator(operator.to_owned());
    fails("a NOT", Use::Search, &lone("NOT"), "NOT");
    fails("a (b KHÔNG)", Use::Search, &lone("KHÔNG"), "KHÔNG");
    fails("a NOT OR b", Use::Search, &lone("NOT"), "NOT");
    fails("(a NEAR/5) b", Use::Search, &lone("NEAR/5"), "NEAR/5");
    fails("NEAR/5 a", Use::Search, &lone("NEAR/5"), "NEAR/5");
    fails("a AND NEAR/5 b", Use::Search, &lone("AND"), "AND");
    fails("a OR -", Use::Search, &lone("OR"), "OR");
    fails(
        "a NEAR/5 NOT b",
        Use::Search,
        &ErrorKind::NearOperand,
        "NOT",
    );
    fails("a NEAR/5 -b", Use::Search, &ErrorKind::NearOperand, "-");
    fails(
        "(a b) NEAR/5 c",
        Use::Search,
        &ErrorKind::NearOperand,
        "(a b)",
    );
    let message = |text| parse(text, Use::Search).expect_err(text).to_string();
    assert!(message("a NOT").contains("needs something after it"));
    assert!(message("a OR").contains("needs something on both sides"));
}

#[test]
fn filters_stand_beside_the_query_and_only_in_searches() {
    let nested = ErrorKind::NestedFilter("source".into());
    fails("(a source:x) OR b", Use::Search, &nested, "source:x");
    fails("source:x OR b", Use::Search, &nested, "source:x");
    fails("a OR source:x", Use::Search, &nested, "source:x");
    fails("a NEAR/5 source:x", Use::Search, &nested, "source:x");
    fails(
        "a source:x",
        Use::Topic,
        &ErrorKind::FilterInTopic("source".into()),
        "source:x",
    );
    fails(
        "a OR source:x",
        Use::Topic,
        &ErrorKind::FilterInTopic("source".into()),
        "source:x",
    );
    fails(
        "source: x",
        Use::Search,
        &ErrorKind::EmptyFilter("source".into()),
        "source:",
    );
    for bad in ["hôm-qua", "31/02/2026", "1/2", "1/2/3/4"] {
        let text = format!("from:{bad}");
        fails(&text, Use::Search, &ErrorKind::BadDate(bad.into()), &text);
    }
}

#[test]
fn what_was_nearly_an_operator_is_guessed() {
    let guess = |typed: &str, meant: &str| ErrorKind::NoOperator {
        typed: typed.into(),
        meant: meant.into(),
    };
    fails("a || b", Use::Search, &guess("||", "OR"), "||");
    fails("a && b", Use::Search, &guess("&&", "AND"), "&&");
    fails("a NEAR b", Use::Search, &guess("NEAR", "NEAR/5"), "NEAR");
    fails(
        "a near/5 b",
        Use::Search,
        &guess("near/5", "NEAR/5"),
        "near/5",
    );
    fails(
        "a Near/s b",
        Use::Topic,
        &guess("Near/s", "NEAR/s"),
        "Near/s",
    );
    fails("hội or lễ", Use::Topic, &guess("or", "OR"), "or");
    fails("hội Hoặc lễ", Use::Topic, &guess("Hoặc", "OR"), "Hoặc");
    fails("hội | lễ", Use::Topic, &guess("|", "OR"), "|");
    let remedy = parse("a near/5 b", Use::Search).expect_err("near").remedy();
    assert!(remedy.starts_with("did you mean NEAR/5?"), "{remedy}");
    // A search may look for these words, and headlines are pasted with their signs.
    for fine in ["rock and roll", "tin tức | báo", "R&B & rock", "near me"] {
        assert!(parse(fine, Use::Search).is_ok(), "{fine}");
    }
    assert!(parse("\"or\" hội", Use::Topic).is_ok());
}

#[test]
fn what_was_nearly_a_field_is_guessed() {
    let guess = |typed: &str, meant| ErrorKind::UnknownField {
        typed: typed.into(),
        meant,
    };
    fails(
        "sorce:x a",
        Use::Search,
        &guess("sorce", "source"),
        "sorce:",
    );
    fails("tilte:a", Use::Topic, &guess("tilte", "title"), "tilte:");
    fails(
        "Boddy:\"a b\"",
        Use::Search,
        &guess("boddy", "body"),
        "Boddy:",
    );
    for fine in ["http://vidu.example", "Tile: hội", "VTV:tin", "place"] {
        assert!(parse(fine, Use::Search).is_ok(), "{fine}");
    }
}

#[test]
fn a_star_stands_at_the_end_of_a_word() {
    fails("kh*ch", Use::Search, &ErrorKind::MisplacedStar, "*");
    fails("*khách", Use::Search, &ErrorKind::MisplacedStar, "*");
    fails("\"du kha*\"", Use::Search, &ErrorKind::MisplacedStar, "*");
}

#[test]
fn stop_words_are_those_typed() {
    for fine in [
        "đá",
        "lá",
        "cổ",
        "bà",
        "và lá",
        "của*",
        "\"có một\"",
        "đã source:x",
    ] {
        assert!(parse(fine, Use::Search).is_ok(), "{fine}");
    }
    for refused in ["đã", "~đá", "la", "có OR hội", "có NOT hội", "title:của"] {
        let error = parse(refused, Use::Search).expect_err(refused);
        assert_eq!(error.kind, ErrorKind::StopWords, "{refused}");
    }
}

#[test]
fn deep_brackets_are_refused_and_not_followed_down() {
    let text = format!("{}a{}", "(".repeat(5000), ")".repeat(5000));
    assert_eq!(
        parse(&text, Use::Search).expect_err("too deep").kind,
        ErrorKind::TooDeep
    );
    let text = format!("{}a{}", "title:(".repeat(500), ")".repeat(500));
    assert_eq!(
        parse(&text, Use::Search).expect_err("too deep").kind,
        ErrorKind::TooDeep
    );
}

#[test]
fn the_longest_queries_are_read_at_once_and_longer_ones_are_refused() {
    let words: Vec<String> = (0..1700).map(|n| format!("a{n:04}")).collect();
    let words = words.join(" ");
    assert_eq!(parse(&words, Use::Search).unwrap().leaves.len(), 1700);
    assert!(parse(&("NOT ".repeat(2000) + "hội"), Use::Search).is_ok());
    assert!(
        parse(
            &("A".repeat(5000) + " VÀ " + &"B ".repeat(2000)),
            Use::Search
        )
        .is_ok()
    );
    let near = "hội NEAR/3 ".repeat(700) + "hội";
    assert!(parse(&near, Use::Search).is_ok());
    // The cut falls inside a letter: the span must not.
    let long = "ễ".repeat(4000);
    let error = parse(&long, Use::Search).expect_err("too long");
    assert_eq!(error.kind, ErrorKind::TooLong);
    assert!(long.get(error.span).is_some());
}
