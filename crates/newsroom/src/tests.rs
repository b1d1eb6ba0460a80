//! The press is what it says it is.

use std::collections::{BTreeSet, HashSet};

use crate::{
    Press, PressSettings, corpus,
    texts::{lookalikes, planted},
};

#[test]
fn the_same_seed_gives_the_same_press() {
    let press = Press::new(PressSettings::default());
    assert_eq!(press.truth(), Press::new(PressSettings::default()).truth());
    let other = Press::new(PressSettings {
        seed: 2,
        ..PressSettings::default()
    });
    assert_ne!(press.truth()[0].text, other.truth()[0].text);
}

#[test]
fn there_is_enough_of_everything() {
    let press = Press::new(PressSettings::default());
    let truth = press.truth();
    assert!(truth.len() >= 300, "{}", truth.len());
    assert!(press.papers().len() >= 8);
    let topics: BTreeSet<&str> = planted().map(|special| special.topic).collect();
    assert_eq!(topics.len(), 17);
    for topic in topics {
        assert!(
            planted().filter(|special| special.topic == topic).count() >= 4,
            "{topic}"
        );
        assert!(
            lookalikes()
                .filter(|special| special.topic == topic)
                .count()
                >= 4,
            "{topic}"
        );
    }
    assert!(
        truth
            .iter()
            .filter(|article| article.copy_of.is_some())
            .count()
            >= 10
    );
    assert!(
        truth
            .iter()
            .filter(|article| article.follow_up_of.is_some())
            .count()
            >= 10
    );
    assert!(
        truth
            .iter()
            .filter(|article| !article.corrections.is_empty())
            .count()
            >= 5
    );
    assert_eq!(
        truth
            .iter()
            .filter(|article| article.withdrawn.is_some())
            .count(),
        1
    );
    assert_eq!(truth.iter().filter(|article| article.forbidden).count(), 1);
    assert!(
        truth
            .iter()
            .any(|article| !article.corrections.is_empty() && !article.flags.is_empty())
    );
}

#[test]
fn addresses_are_unlike_and_nothing_lies_outside_the_month() {
    let press = Press::new(PressSettings::default());
    let rounds = press.rounds();
    let paths: HashSet<_> = press
        .truth()
        .iter()
        .map(|article| (article.paper, &article.path))
        .collect();
    assert_eq!(paths.len(), press.truth().len());
    for article in press.truth() {
        assert!(
            article.published <= rounds[rounds.len() - 1],
            "{}",
            article.path
        );
        assert!(
            !article.text.title.contains('{') && !article.text.paragraphs.concat().contains('{'),
            "{}",
            article.path
        );
    }
}

#[test]
fn no_paper_publishes_more_between_two_rounds_than_its_channel_lists() {
    let press = Press::new(PressSettings::default());
    for (paper, _) in press.papers().iter().enumerate() {
        for pair in press.rounds().windows(2) {
            let new = press
                .truth()
                .iter()
                .filter(|article| {
                    article.paper == paper
                        && article.published > pair[0]
                        && article.published <= pair[1]
                })
                .count();
            assert!(new < 20, "paper {paper}: {new}");
        }
    }
}

#[test]
fn independent_articles_share_little_text() {
    let press = Press::new(PressSettings::default());
    let shingles = |index: usize| -> HashSet<String> {
        let article = &press.truth()[index];
        let text = format!(
            "{} {}",
            article.text.lead,
            article.text.paragraphs.join(" ")
        );
        let words: Vec<&str> = text.split_whitespace().collect();
        words.windows(4).map(|window| window.join(" ")).collect()
    };
    let all: Vec<HashSet<String>> = (0..press.truth().len()).map(shingles).collect();
    let mut alike = 0;
    for (a, article) in press.truth().iter().enumerate() {
        for b in a + 1..all.len() {
            let other = &press.truth()[b];
            if article.copy_of.is_some() || other.copy_of.is_some() {
                continue;
            }
            let shared = all[a].intersection(&all[b]).count() as f64
                / all[a].len().min(all[b].len()).max(1) as f64;
            alike += usize::from(shared > 0.8);
        }
    }
    // Everyday news of one kind repeats its turns of phrase; few pairs do so almost wholly.
    assert!(
        alike * 100 < press.truth().len() * 30,
        "{alike} pairs are almost alike"
    );
}

#[test]
fn the_corpus_has_the_measure_of_the_press() {
    let articles: Vec<_> = corpus(1).take(2000).collect();
    let bytes: usize = articles
        .iter()
        .map(|article| article.title.len() + article.summary.len() + article.text.len())
        .sum();
    let mean = bytes / articles.len();
    assert!((2500..3700).contains(&mean), "mean {mean} bytes");
    let words: HashSet<&str> = articles
        .iter()
        .flat_map(|article| article.text.split([' ', '\n', '.', ',']))
        .collect();
    assert!(words.len() > 20_000, "{} different words", words.len());
    assert_eq!(articles[..5], corpus(1).take(5).collect::<Vec<_>>()[..]);
}
