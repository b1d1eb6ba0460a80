//! The gazetteer.

use std::collections::HashMap;

use langnghe_model::{Diagnostics, PlaceId};

use crate::{names::Names, place::Place, tsv};

/// The places, and their names ready to be found in texts.
#[derive(Debug)]
pub struct Gazetteer {
    places: Vec<Place>,
    by_id: HashMap<PlaceId, usize>,
    pub(crate) names: Names,
}

impl Gazetteer {
    /// Reads the text of `places.tsv`. `file` is its name in diagnostics.
    pub fn parse(file: &str, tsv: &str) -> Result<Self, Diagnostics> {
        let places = tsv::read(file, tsv)?;
        Ok(Self {
            by_id: places
                .iter()
                .enumerate()
                .map(|(number, place)| (place.id.clone(), number))
                .collect(),
            names: Names::of(&places),
            places,
        })
    }

    /// A place by its id.
    pub fn place(&self, id: &PlaceId) -> Option<&Place> {
        self.by_id.get(id).map(|number| &self.places[*number])
    }

    /// All places, in the order of the file.
    pub fn places(&self) -> impl ExactSizeIterator<Item = &Place> {
        self.places.iter()
    }

    pub(crate) fn numbered(&self, number: u32) -> &Place {
        &self.places[number as usize]
    }
}
