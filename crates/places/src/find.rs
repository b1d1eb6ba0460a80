//! Finding the places an article mentions, and telling namesakes apart.

use std::cmp::Reverse;

use langnghe_model::{Field, PlaceId};
use langnghe_query::Fields;

use crate::{
    gazetteer::Gazetteer,
    mention::{Certainty, Mention, Why},
    names::{Found, Name, root},
    place::{Ambiguity, Place},
    surroundings::Surroundings,
};

impl Gazetteer {
    /// The places an article names, in the order of its text. `home` is the region its source writes for:
    /// a paper of Cao Bằng that writes "huyện Trùng Khánh" means its own.
    pub fn find(&self, fields: &Fields, home: Option<&PlaceId>) -> Vec<Mention> {
        let mut found = Vec::new();
        for field in Field::ALL {
            found.extend(
                self.names
                    .find(fields.text().field(field), fields.tokens(field))
                    .into_iter()
                    .map(|found| (field, found)),
            );
        }
        if found.is_empty() {
            return Vec::new();
        }
        let home = home.filter(|home| home.as_str() != "vn");
        let mut article = Article {
            gazetteer: self,
            fields,
            home,
            found: &found,
            sure: Vec::new(),
        };
        article.note_sure_ones();
        // From the end: what a place lies in stands after it, and is decided first.
        let mut decided: Vec<Decision<'_>> = Vec::with_capacity(found.len());
        for index in (0..found.len()).rev() {
            let next = article.next_in_field(index).and(decided.last());
            let decision = article.decide(index, next);
            decided.push(decision);
        }
        decided.reverse();
        decided
            .into_iter()
            .zip(&found)
            .map(|(decision, (field, found))| decision.mention(fields, *field, *found))
            .collect()
    }
}

/// An article's names, and what is certain among them.
struct Article<'a> {
    gazetteer: &'a Gazetteer,
    fields: &'a Fields,
    home: Option<&'a PlaceId>,
    found: &'a [(Field, Found)],
    /// Index in `found` and place of each name that means nothing else.
    sure: Vec<(usize, &'a Place)>,
}

struct Decision<'a> {
    place: &'a Place,
    certainty: Certainty,
    why: Why,
}

impl Decision<'_> {
    fn mention(self, fields: &Fields, field: Field, found: Found) -> Mention {
        let tokens = fields.tokens(field);
        let (start, end) = (tokens.get(found.first).start, tokens.get(found.last).end);
        Mention {
            place: self.place.id.clone(),
            field,
            start,
            end,
            text: fields.text().field(field)[start..end].to_owned(),
            certainty: self.certainty,
            why: self.why,
        }
    }
}

impl<'a> Article<'a> {
    fn note_sure_ones(&mut self) {
        for index in 0..self.found.len() {
            let (field, found) = self.found[index];
            let names = self.gazetteer.names.names(found).filter(|name| name.sure);
            let places = names.map(|name| (name, self.gazetteer.numbered(name.place)));
            let other_name = |name: &Name, place: &Place| {
                may_be_other_name(name, place) && self.other_name(index, field, found).is_some()
            };
            if let Some((_, place)) = places
                .into_iter()
                .find(|(name, place)| !other_name(name, place))
            {
                self.sure.push((index, place));
            }
        }
    }

    /// The name found next in the same field.
    fn next_in_field(&self, index: usize) -> Option<Found> {
        let (field, _) = self.found[index];
        self.found
            .get(index + 1)
            .filter(|(other, _)| *other == field)
            .map(|(_, found)| *found)
    }

    fn other_name(&self, index: usize, field: Field, found: Found) -> Option<Why> {
        let next_is_place = self
            .next_in_field(index)
            .is_some_and(|next| next.first == found.last + 1);
        Surroundings::of(self.fields, field).other_name(found, next_is_place)
    }

    fn decide(&self, index: usize, next: Option<&Decision<'a>>) -> Decision<'a> {
        let (field, found) = self.found[index];
        let around = Surroundings::of(self.fields, field);
        let follows = self.next_in_field(index);
        let lies_in = next
            .filter(|next| next.certainty > Certainty::Doubtful)
            .filter(|_| follows.is_some_and(|follows| around.leads_to(found, follows)))
            .map(|next| next.place);
        let unknown_unit = around.unknown_unit(found, follows);
        let mut best: Option<(Rank, Decision<'a>)> = None;
        for name in self.gazetteer.names.names(found) {
            let place = self.gazetteer.numbered(name.place);
            let (certainty, why) = self.judge(index, name, place, lies_in, unknown_unit);
            let rank = Rank {
                certainty,
                lies_in: lies_in.is_some_and(|outer| place.id.is_within(&outer.id)),
                home: self.home.is_some_and(|home| is_same_root(home, place)),
                near: Reverse(self.distance(index, place)),
                // A bare name that a district and a commune share is read as the district's.
                fit: name.typed || !place.kind.is_lowest_unit(),
                current: place.is_current(),
            };
            if best.as_ref().is_none_or(|(other, _)| rank > *other) {
                best = Some((
                    rank,
                    Decision {
                        place,
                        certainty,
                        why,
                    },
                ));
            }
        }
        best.expect("what was found has at least one name that fits")
            .1
    }

    fn judge(
        &self,
        index: usize,
        name: &Name,
        place: &Place,
        lies_in: Option<&Place>,
        unknown_unit: Option<&str>,
    ) -> (Certainty, Why) {
        let (field, found) = self.found[index];
        let doubtful = |why| (Certainty::Doubtful, why);
        if may_be_other_name(name, place)
            && let Some(why) = self.other_name(index, field, found)
        {
            return doubtful(why);
        }
        if name.sure {
            return (Certainty::Certain, Why::OnlyThis);
        }
        if let Some(what) = place
            .ambiguous
            .as_ref()
            .and_then(|ambiguity| ambiguity.no_place())
            && !name.typed
        {
            let what = what.to_owned();
            return doubtful(if place.kind.is_unit() {
                Why::NoTypeWord(what)
            } else {
                Why::NotAPlace(what)
            });
        }
        if let Some(outer) = lies_in
            && root(outer) != root(place)
        {
            return doubtful(Why::Elsewhere(outer.id.clone()));
        }
        if let Some(unit) = unknown_unit
            && place.kind.is_lowest_unit()
        {
            return doubtful(Why::UnknownUnit(unit.to_owned()));
        }
        if let Some(home) = self.home.filter(|home| is_same_root(home, place)) {
            return (Certainty::Likely, Why::Home(home.clone()));
        }
        let beside = self
            .sure
            .iter()
            .filter(|(other, _)| *other != index)
            .find(|(_, other)| root(other) == root(place));
        match beside {
            Some((_, other)) => (Certainty::Likely, Why::Beside(other.id.clone())),
            None => doubtful(Why::NothingTells(
                place
                    .ambiguous
                    .as_ref()
                    .map_or_else(String::new, Ambiguity::all),
            )),
        }
    }

    /// How many names lie between this one and the nearest certain one of the same province.
    fn distance(&self, index: usize, place: &Place) -> usize {
        let near = self
            .sure
            .iter()
            .filter(|(_, other)| root(other) == root(place))
            .map(|(other, _)| other.abs_diff(index));
        near.min().unwrap_or(usize::MAX)
    }
}

/// What makes one reading of a name better than another, the most important first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "compared field by field, never set apart"
)]
struct Rank {
    certainty: Certainty,
    lies_in: bool,
    home: bool,
    near: Reverse<usize>,
    fit: bool,
    current: bool,
}

/// Whether persons, streets and firms may bear this name: units below the province, and ambiguous names, when
/// no type word stands before them.
fn may_be_other_name(name: &Name, place: &Place) -> bool {
    !name.typed
        && place.kind.is_unit()
        && (place.ambiguous.is_some() || !place.kind.is_highest_unit())
}

fn is_same_root(home: &PlaceId, place: &Place) -> bool {
    let id = home.as_str();
    id.split_once('.').map_or(id, |(root, _)| root) == root(place)
}

#[cfg(test)]
mod tests;
