use langnghe_vietnamese::Tokens;
use proptest::prelude::*;

use super::{Learner, Readings};

fn learned(texts: &[&str]) -> Readings {
    let mut learner = Learner::default();
    for text in texts {
        learner.learn(&Tokens::of(text));
    }
    learner.finish(texts.len() as u64)
}

#[track_caller]
fn check(readings: &Readings, bare: &str, meant: &str) {
    let words: Vec<&str> = bare.split(' ').collect();
    let best: Vec<String> = readings
        .likely(&words)
        .into_iter()
        .map(|forms| {
            forms
                .first()
                .map_or("?".to_owned(), |(form, _)| form.clone())
        })
        .collect();
    assert_eq!(best.join(" "), meant);
}

#[test]
fn neighbours_tell_what_was_meant() {
    let readings = learned(&[
        "lễ hội Lồng Tồng mở ở bản, lễ hội xuân",
        "câu hỏi khó, học hỏi, lê hỏi, hỏi lê",
        "rồng dài, long tong, đông lồng, dòng dông",
    ]);
    check(&readings, "le hoi", "lễ hội");
    check(&readings, "hoc hoi", "học hỏi");
    check(&readings, "le hoi long tong", "lễ hội lồng tồng");
    // Told from behind, too; and what was never seen has no reading.
    check(&readings, "cau hoi zzz hoi xuan", "câu hỏi ? hội xuân");
    assert!(
        Readings::default()
            .likely(&["le", "hoi"])
            .iter()
            .all(Vec::is_empty)
    );
}

#[test]
fn chances_are_told_and_the_unlikely_let_go() {
    let mut texts = vec!["bán"; 60];
    texts.extend(["bản"; 40]);
    texts.push("ban");
    let forms = learned(&texts).likely(&["ban"]).remove(0);
    let forms: Vec<(&str, i32)> = forms
        .iter()
        .map(|(form, chance)| (form.as_str(), (chance * 100.0).round() as i32))
        .collect();
    assert_eq!(forms, [("bán", 59), ("bản", 40)]);
}

proptest! {
    #[test]
    fn what_is_written_is_read_and_damage_is_seen(
        texts in proptest::collection::vec("[lễhộiLồng đè\n]{0,40}", 0..8),
        at in any::<proptest::sample::Index>(),
        bit in 0_u32..8,
    ) {
        let mut learner = Learner::default();
        for text in texts.iter().chain(&texts) {
            learner.learn(&Tokens::of(text));
        }
        let readings = learner.finish(texts.len() as u64);
        let mut bytes = readings.to_bytes();
        // Every text was learned twice, so that no pair is rare.
        prop_assert_eq!(Readings::from_bytes(&bytes), Some(readings));
        let at = at.index(bytes.len());
        bytes[at] ^= 1_u8 << bit;
        prop_assert_eq!(Readings::from_bytes(&bytes), None);
        prop_assert_eq!(Readings::from_bytes(&bytes[..at]), None);
    }
}
