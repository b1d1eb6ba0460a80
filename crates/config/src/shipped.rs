//! Tests of the configuration that comes with the program.

use std::path::Path;

use crate::{
    check_regions, load_settings, load_sources, load_synonyms, load_units, read_topic_files,
};

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../config"))
}

#[test]
fn the_shipped_settings_units_and_topics_load() {
    load_settings(folder(), []).unwrap();
    let units = load_units(folder()).unwrap();
    assert!(load_synonyms(folder()).unwrap().len() > 20);
    let topics = read_topic_files(folder()).unwrap();
    assert!(topics.len() >= 8, "{}", topics.len());
    for topic in topics {
        let table: toml::Table = topic.text.parse().unwrap();
        let owner = table["owner"].as_str().unwrap();
        assert!(
            units.iter().any(|unit| unit.id.as_str() == owner),
            "{}: {owner}",
            topic.name
        );
    }
}

#[test]
fn the_shipped_sources_load_and_claim_nothing() {
    let sources = load_sources(folder()).unwrap();
    assert!(sources.len() >= 30, "{}", sources.len());
    for source in &sources {
        assert!((1..=4).contains(&source.channels.len()), "{}", source.id);
        assert!(!source.verified, "{}: no fetch has confirmed it", source.id);
        assert!(!source.name.trim().is_empty());
    }
    let places = std::fs::read_to_string(folder().join("places.tsv")).unwrap();
    let ids: Vec<&str> = places
        .lines()
        .filter_map(|line| line.split('\t').next())
        .collect();
    let unknown = check_regions(folder(), |place| ids.contains(&place.as_str()));
    assert_eq!(unknown, [], "regions that are no places");
}
