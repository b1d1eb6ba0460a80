//! Reading `places.tsv`.

use std::collections::HashSet;

use langnghe_model::{Diagnostic, Diagnostics, PlaceId};
use langnghe_vietnamese::Tokens;

use crate::place::{Ambiguity, Place, PlaceKind};

const HEADER: [&str; 10] = [
    "id",
    "name",
    "kind",
    "aliases",
    "code",
    "valid_from",
    "valid_to",
    "now",
    "ambiguous",
    "note",
];

/// The most tokens of a name: the capitals of a name are kept in the bits of a `u32`.
pub(crate) const MOST_TOKENS: usize = 31;

/// Reads the entries; all faults are told at once.
pub(crate) fn read(file: &str, tsv: &str) -> Result<Vec<Place>, Diagnostics> {
    let mut reader = Reader {
        file,
        tsv,
        found: Vec::new(),
    };
    let places = reader.places();
    reader.check_references(&places);
    Diagnostics::check(reader.found)?;
    Ok(places.into_iter().map(|(_, place)| place).collect())
}

struct Reader<'a> {
    file: &'a str,
    tsv: &'a str,
    found: Vec<Diagnostic>,
}

/// One cell, with its place in the file.
#[derive(Clone, Copy)]
struct Cell<'a> {
    text: &'a str,
    byte: usize,
}

impl<'a> Reader<'a> {
    fn fault(
        &mut self,
        code: &'static str,
        byte: usize,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.found.push(Diagnostic::at_byte(
            code, self.file, self.tsv, byte, message, remedy,
        ));
    }

    fn places(&mut self) -> Vec<(usize, Place)> {
        let mut places = Vec::new();
        let mut ids = HashSet::new();
        let mut byte = 0;
        for (number, line) in self.tsv.split('\n').enumerate() {
            let start = byte;
            byte += line.len() + 1;
            let line = line.strip_suffix('\r').unwrap_or(line);
            if number == 0 {
                let line = line.trim_start_matches('\u{feff}');
                if !line.split('\t').eq(HEADER) {
                    self.fault(
                        "places.header",
                        start,
                        "the first line must name the columns",
                        format!("write, with tabs between: {}", HEADER.join(" ")),
                    );
                    return places;
                }
                continue;
            }
            if line.trim().is_empty() {
                continue;
            }
            let cells: Vec<Cell<'a>> = line
                .split('\t')
                .map(|text| Cell {
                    text,
                    byte: start + (text.as_ptr() as usize - line.as_ptr() as usize),
                })
                .collect();
            let Ok(cells) = <[Cell<'a>; 10]>::try_from(cells) else {
                self.fault(
                    "places.columns",
                    start,
                    format!(
                        "this line has {} columns, not {}",
                        line.split('\t').count(),
                        HEADER.len()
                    ),
                    "put exactly one tab between two columns, also where one is empty",
                );
                continue;
            };
            if let Some(place) = self.place(&cells) {
                if !ids.insert(place.id.clone()) {
                    self.fault(
                        "places.duplicate-id",
                        start,
                        format!("the id \"{}\" stands above already", place.id),
                        "give each place an id of its own",
                    );
                }
                places.push((start, place));
            }
        }
        places
    }

    fn place(&mut self, cells: &[Cell<'a>; 10]) -> Option<Place> {
        let [
            id,
            name,
            kind,
            aliases,
            code,
            valid_from,
            valid_to,
            now,
            ambiguous,
            note,
        ] = *cells;
        let before = self.found.len();
        let id = self.id(id);
        let known_kind = PlaceKind::ALL.iter().find(|(known, _)| *known == kind.text);
        if known_kind.is_none() {
            let known: Vec<&str> = PlaceKind::ALL.iter().map(|(name, _)| *name).collect();
            self.fault(
                "places.kind",
                kind.byte,
                format!("\"{}\" is no kind of place", kind.text),
                format!("write one of: {}", known.join(", ")),
            );
        }
        self.name(name);
        let aliases: Vec<Cell<'a>> = items(aliases).collect();
        for alias in &aliases {
            self.name(*alias);
        }
        for day in [valid_from, valid_to] {
            if !is_day(day.text) {
                self.fault(
                    "places.date",
                    day.byte,
                    format!("\"{}\" is no date", day.text),
                    "write 2025-07-01, or only the year, or nothing",
                );
            }
        }
        let now = items(now).filter_map(|item| self.id(item)).collect();
        let ambiguous = self.ambiguity(ambiguous);
        if self.found.len() > before {
            return None;
        }
        Some(Place {
            id: id?,
            name: name.text.to_owned(),
            kind: known_kind?.1,
            aliases: aliases.iter().map(|alias| alias.text.to_owned()).collect(),
            code: code.text.to_owned(),
            valid_from: valid_from.text.to_owned(),
            valid_to: valid_to.text.to_owned(),
            now,
            ambiguous,
            note: note.text.to_owned(),
        })
    }

    fn id(&mut self, cell: Cell<'a>) -> Option<PlaceId> {
        match cell.text.parse() {
            Ok(id) => Some(id),
            Err(error) => {
                self.fault(
                    "places.id",
                    cell.byte,
                    error_text(&error),
                    "write it like cao-bang.xa-dam-thuy",
                );
                None
            }
        }
    }

    fn name(&mut self, cell: Cell<'a>) {
        let tokens = Tokens::of(cell.text).len();
        if tokens == 0 || tokens > MOST_TOKENS - 2 {
            self.fault(
                "places.name",
                cell.byte,
                format!("\"{}\" is not a name: it has {tokens} words", cell.text),
                "write a name of at least one word",
            );
        }
    }

    fn ambiguity(&mut self, cell: Cell<'a>) -> Option<Ambiguity> {
        let mut ambiguity = Ambiguity::default();
        for part in items(cell) {
            let slot = match part.text.split_once(':') {
                Some(("word", what)) => (&mut ambiguity.word, what),
                Some(("person", what)) => (&mut ambiguity.person, what),
                Some(("namesake", what)) => (&mut ambiguity.namesake, what),
                _ => {
                    self.fault(
                        "places.ambiguous",
                        part.byte,
                        format!("\"{}\" does not say in which way the name is ambiguous", part.text),
                        "begin with \"word:\" (a common word), \"person:\" or \"namesake:\" (a place elsewhere)",
                    );
                    continue;
                }
            };
            *slot.0 = Some(slot.1.trim().to_owned());
        }
        (ambiguity != Ambiguity::default()).then_some(ambiguity)
    }

    /// Every level of an id, and every id under `now`, must be there.
    fn check_references(&mut self, places: &[(usize, Place)]) {
        let known: HashSet<&str> = places.iter().map(|(_, place)| place.id.as_str()).collect();
        for (byte, place) in places {
            if let Some((parent, _)) = place.id.as_str().rsplit_once('.')
                && !known.contains(parent)
            {
                self.fault(
                    "places.no-parent",
                    *byte,
                    format!(
                        "\"{}\" lies in \"{parent}\", which is not in the file",
                        place.id
                    ),
                    format!("add a line for \"{parent}\", or correct the id"),
                );
            }
            for now in &place.now {
                if !known.contains(now.as_str()) {
                    self.fault(
                        "places.unknown-now",
                        *byte,
                        format!(
                            "\"{}\" became \"{now}\", which is not in the file",
                            place.id
                        ),
                        format!("add a line for \"{now}\", or correct the column \"now\""),
                    );
                }
            }
        }
    }
}

fn error_text(error: &langnghe_model::InvalidId) -> String {
    let text = error.to_string();
    text.split_once(": ")
        .map_or(text.clone(), |(message, _)| message.to_owned())
}

/// The parts of a cell between semicolons.
fn items(cell: Cell<'_>) -> impl Iterator<Item = Cell<'_>> {
    cell.text
        .split(';')
        .filter(|part| !part.trim().is_empty())
        .map(move |part| {
            let trimmed = part.trim();
            Cell {
                text: trimmed,
                byte: cell.byte + (trimmed.as_ptr() as usize - cell.text.as_ptr() as usize),
            }
        })
}

/// Whether the text is empty, a year, or a date.
fn is_day(text: &str) -> bool {
    let number = |part: &str, digits: usize, from: u32, to: u32| {
        part.len() == digits
            && part
                .parse::<u32>()
                .is_ok_and(|number| (from..=to).contains(&number))
    };
    let parts: Vec<&str> = text.split('-').collect();
    match parts[..] {
        [""] => true,
        [year] => number(year, 4, 1000, 9999),
        [year, month, day] => {
            number(year, 4, 1000, 9999) && number(month, 2, 1, 12) && number(day, 2, 1, 31)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(lines: &[&str]) -> String {
        let tsv = format!(
            "{}\n{}\n",
            HEADER.join("\t"),
            lines.join("\n").replace('|', "\t")
        );
        read("config/places.tsv", &tsv)
            .unwrap_err()
            .to_string()
            .replace('\t', "|")
    }

    #[test]
    fn an_entry_is_read_with_all_its_columns() {
        let line = "a|Hà Quảng|district|Ha Quang; Hà-Quảng|045|2020|2025-06-30|b;b|person: x; namesake: y|n\nb|B|other|||||||";
        let tsv = format!("{}\r\n{}\n\n", HEADER.join("\t"), line.replace('|', "\t"));
        let places = read("p", &tsv).unwrap();
        assert_eq!(places.len(), 2);
        let place = &places[0];
        assert_eq!(place.aliases, ["Ha Quang", "Hà-Quảng"]);
        assert_eq!(place.now.len(), 2);
        let ambiguity = place.ambiguous.as_ref().unwrap();
        assert_eq!(
            (ambiguity.person.as_deref(), ambiguity.namesake.as_deref()),
            (Some("x"), Some("y"))
        );
        assert_eq!(places[1].ambiguous, None);
    }

    #[test]
    fn faults_are_told_at_their_cells() {
        insta::assert_snapshot!(faults(&["Cao Bằng|Cao Bằng|tỉnh|||1/7/2025|||maybe|"]), @r#"
    config/places.tsv:2:1: "Cao Bằng" is not a place id
      2 | Cao Bằng|Cao Bằng|tỉnh|||1/7/2025|||maybe|
        | ^
      to mend it: write it like cao-bang.xa-dam-thuy
    config/places.tsv:2:19: "tỉnh" is no kind of place
      2 | Cao Bằng|Cao Bằng|tỉnh|||1/7/2025|||maybe|
        |                   ^
      to mend it: write one of: country, province, city, district, district-city, commune, ward, town, landmark, heritage, festival, venue, other
    config/places.tsv:2:26: "1/7/2025" is no date
      2 | Cao Bằng|Cao Bằng|tỉnh|||1/7/2025|||maybe|
        |                          ^
      to mend it: write 2025-07-01, or only the year, or nothing
    config/places.tsv:2:37: "maybe" does not say in which way the name is ambiguous
      2 | Cao Bằng|Cao Bằng|tỉnh|||1/7/2025|||maybe|
        |                                     ^
      to mend it: begin with "word:" (a common word), "person:" or "namesake:" (a place elsewhere)
    "#);
        insta::assert_snapshot!(faults(&["a|A|other|-|||||", "b|B|other|||||||", "b|B|other|||||c||", "d.e|E|other|||||||"]), @r#"
    config/places.tsv:2:1: this line has 9 columns, not 10
      2 | a|A|other|-|||||
        | ^
      to mend it: put exactly one tab between two columns, also where one is empty
    config/places.tsv:4:1: the id "b" stands above already
      4 | b|B|other|||||c||
        | ^
      to mend it: give each place an id of its own
    config/places.tsv:4:1: "b" became "c", which is not in the file
      4 | b|B|other|||||c||
        | ^
      to mend it: add a line for "c", or correct the column "now"
    config/places.tsv:5:1: "d.e" lies in "d", which is not in the file
      5 | d.e|E|other|||||||
        | ^
      to mend it: add a line for "d", or correct the id
    "#);
    }

    #[test]
    fn a_file_without_its_header_is_refused() {
        insta::assert_snapshot!(read("places.tsv", "cao-bang\tCao Bằng\n").unwrap_err().to_string(), @r"
    places.tsv:1:1: the first line must name the columns
      1 | cao-bang	Cao Bằng
        | ^
      to mend it: write, with tabs between: id name kind aliases code valid_from valid_to now ambiguous note
    ");
        insta::assert_snapshot!(read("places.tsv", "").unwrap_err().to_string(), @r"
    places.tsv:1:1: the first line must name the columns
      1 | 
        | ^
      to mend it: write, with tabs between: id name kind aliases code valid_from valid_to now ambiguous note
    ");
    }
}
