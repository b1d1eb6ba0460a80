//! What can only be checked across files: owners, places, names.

use langnghe_model::{Diagnostic, Topic, Unit};
use langnghe_places::Gazetteer;

/// Faults of topics against units, places and each other. Each topic comes with its file's name.
pub fn check_topics(topics: &[(String, Topic)], units: &[Unit], gazetteer: &Gazetteer) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, (file, topic)) in topics.iter().enumerate() {
        if !units.iter().any(|unit| unit.id == topic.owner) {
            found.push(Diagnostic::of_file(
                "topic.unknown-owner",
                file,
                format!("owner \"{}\" is no unit of units.toml", topic.owner),
                "write the id of a unit of units.toml, or add the unit there",
            ));
        }
        for place in &topic.places {
            if place.as_str() != "vn" && gazetteer.place(place).is_none() {
                found.push(Diagnostic::of_file(
                    "topic.unknown-place",
                    file,
                    format!("required place \"{place}\" is no place of places.tsv"),
                    "write the id of a place of places.tsv, or add the place there",
                ));
            }
        }
        if let Some((other, _)) = topics[..index].iter().find(|(_, other)| other.name == topic.name) {
            found.push(Diagnostic::of_file(
                "topic.same-name",
                file,
                format!("the name \"{}\" is also that of {other}", topic.name),
                "give each topic a name of its own, since people know it by that",
            ));
        }
    }
    found
}
