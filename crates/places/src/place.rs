//! A place: an entry of the gazetteer.

use langnghe_model::PlaceId;

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlaceKind {
    /// A country.
    Country,
    /// A province (tỉnh).
    Province,
    /// A city on the level of a province (thành phố trực thuộc trung ương).
    City,
    /// A district (huyện); none in Vietnam since 1 July 2025.
    District,
    /// A city or town on the level of a district (thành phố thuộc tỉnh, thị xã); none since 1 July 2025.
    DistrictCity,
    /// A rural commune (xã).
    Commune,
    /// A ward (phường).
    Ward,
    /// A township (thị trấn); none since 1 July 2025.
    Town,
    /// A sight or a feature of the land.
    Landmark,
    /// A monument, or a craft or rite that belongs to one place.
    Heritage,
    /// A festival.
    Festival,
    /// A building or body of the sector.
    Venue,
    /// What only shares words with places (an ocean).
    Other,
}

impl PlaceKind {
    /// All kinds with their names in `places.tsv`.
    pub(crate) const ALL: [(&'static str, PlaceKind); 13] = [
        ("country", PlaceKind::Country),
        ("province", PlaceKind::Province),
        ("city", PlaceKind::City),
        ("district", PlaceKind::District),
        ("district-city", PlaceKind::DistrictCity),
        ("commune", PlaceKind::Commune),
        ("ward", PlaceKind::Ward),
        ("town", PlaceKind::Town),
        ("landmark", PlaceKind::Landmark),
        ("heritage", PlaceKind::Heritage),
        ("festival", PlaceKind::Festival),
        ("venue", PlaceKind::Venue),
        ("other", PlaceKind::Other),
    ];

    /// The words that stand before the name of such a unit. Small letters fit either case; the one-letter
    /// short forms must be capitals, since "h" and "p" occur otherwise.
    fn type_words(self) -> &'static [&'static str] {
        match self {
            PlaceKind::Province => &["tỉnh"],
            PlaceKind::City => &["thành phố", "tp", "tỉnh"],
            PlaceKind::District => &["huyện", "H"],
            PlaceKind::DistrictCity => &["thành phố", "tp", "thị xã", "tx"],
            PlaceKind::Commune => &["xã", "X"],
            PlaceKind::Ward => &["phường", "P"],
            PlaceKind::Town => &["thị trấn", "tt"],
            _ => &[],
        }
    }

    /// Whether such places are units of administration, whose names can have a type word.
    pub(crate) fn is_unit(self) -> bool {
        !self.type_words().is_empty()
    }

    /// Whether such units are the lowest: thousands in the country, with names that repeat.
    pub(crate) fn is_lowest_unit(self) -> bool {
        matches!(self, PlaceKind::Commune | PlaceKind::Ward | PlaceKind::Town)
    }

    /// Whether such units are provinces or stand on their level.
    pub(crate) fn is_highest_unit(self) -> bool {
        matches!(self, PlaceKind::Province | PlaceKind::City)
    }
}

/// Why a name alone is not enough. Each part says what else the name is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ambiguity {
    /// A common word (`Hạnh Phúc`, happiness).
    pub word: Option<String>,
    /// A person, or what is named after one (`Nguyễn Huệ`).
    pub person: Option<String>,
    /// Other places (`Trùng Khánh`, Chongqing).
    pub namesake: Option<String>,
}

impl Ambiguity {
    /// What the name is otherwise, when it is no place's: then it needs the type word before it.
    pub(crate) fn no_place(&self) -> Option<&str> {
        self.word.as_deref().or(self.person.as_deref())
    }

    /// Everything else that the name is.
    pub(crate) fn all(&self) -> String {
        let parts = [&self.word, &self.person, &self.namesake];
        parts
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("; ")
    }
}

/// An entry of the gazetteer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its id; the levels it lies in stand before the dots.
    pub id: PlaceId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
    /// Other names and spellings.
    pub aliases: Vec<String>,
    /// The statistics office's code; empty when it has none.
    pub code: String,
    /// The first day it existed under this name (a year, or a date); empty when not known.
    pub valid_from: String,
    /// The last day; empty when it still does.
    pub valid_to: String,
    /// What it became part of.
    pub now: Vec<PlaceId>,
    /// Why the name alone is not enough.
    pub ambiguous: Option<Ambiguity>,
    /// A remark for people.
    pub note: String,
}

/// One way to write a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// As written.
    pub(crate) text: String,
    /// Whether it begins with the type word ("huyện Hà Quảng").
    pub(crate) typed: bool,
}

impl Place {
    /// Everything this place is called, with and without the type word.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.spellings().into_iter().map(|spelling| spelling.text)
    }

    /// Whether it exists today.
    pub fn is_current(&self) -> bool {
        self.valid_to.is_empty()
    }

    pub(crate) fn spellings(&self) -> Vec<Spelling> {
        let mut all = Vec::new();
        let words = self.kind.type_words();
        for text in std::iter::once(&self.name).chain(&self.aliases) {
            let typed = words.iter().find_map(|word| {
                let start = text.get(..word.len())?;
                let rest = text.get(word.len()..)?;
                let begins =
                    start.to_lowercase() == word.to_lowercase() && rest.starts_with([' ', '.']);
                // Inside a sentence the type word of "Thành phố Cao Bằng" is written small.
                begins.then(|| format!("{}{rest}", start.to_lowercase()))
            });
            let is_typed = typed.is_some();
            all.push(Spelling {
                text: typed.unwrap_or_else(|| text.clone()),
                typed: is_typed,
            });
            if !is_typed {
                all.extend(words.iter().map(|word| Spelling {
                    text: format!("{word} {text}"),
                    typed: true,
                }));
            }
        }
        all
    }
}
