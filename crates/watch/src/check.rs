//! What can only be checked across files: owners, places, names.

use langnghe_model::{Diagnostic, PlaceId, Topic, Unit};
use langnghe_places::Gazetteer;

/// Faults of topics against units, places and each other. Each topic comes with its file's name.
pub fn check_topics(
    topics: &[(String, Topic)],
    units: &[Unit],
    gazetteer: &Gazetteer,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let ids: Vec<&str> = units.iter().map(|unit| unit.id.as_str()).collect();
    for (index, (file, topic)) in topics.iter().enumerate() {
        if !ids.contains(&topic.owner.as_str()) {
            found.push(Diagnostic::of_file(
                "topic.unknown-owner",
                file,
                format!("owner \"{}\" is no unit of units.toml", topic.owner),
                format!("write one of: {}; or add the unit there", ids.join(", ")),
            ));
        }
        for place in &topic.places {
            if place.as_str() != "vn" && gazetteer.place(place).is_none() {
                found.push(Diagnostic::of_file(
                    "topic.unknown-place",
                    file,
                    format!("required place \"{place}\" is no place of places.tsv"),
                    match meant(place, gazetteer) {
                        Some(meant) => format!(
                            "did you mean \"{meant}\"? Otherwise add the place to places.tsv"
                        ),
                        None => "write the id of a place of places.tsv, or add the place there"
                            .to_owned(),
                    },
                ));
            }
        }
        if let Some((other, _)) = topics[..index]
            .iter()
            .find(|(_, other)| other.name == topic.name)
        {
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

/// A place whose id ends as the unknown one does: most mistakes leave out or mistake the province before the dot.
fn meant<'a>(unknown: &PlaceId, gazetteer: &'a Gazetteer) -> Option<&'a PlaceId> {
    let last = |id: &'_ PlaceId| {
        id.as_str()
            .rsplit('.')
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let wanted = last(unknown);
    gazetteer
        .places()
        .map(|place| &place.id)
        .find(|id| last(id) == wanted)
}
