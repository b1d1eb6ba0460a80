//! `units.toml`: the divisions and units that answer for topics.

use std::{collections::HashSet, path::Path};

use langnghe_model::{Diagnostics, Unit};

use crate::{
    document::{Document, Step, collect},
    files::read_in,
};

/// Reads `units.toml` of the configuration folder.
pub fn load_units(folder: &Path) -> Result<Vec<Unit>, Diagnostics> {
    let (file, text) = read_in(
        folder,
        "units.toml",
        "put back the units.toml that came with the program, and name your units in it",
    )?;
    parse_units(&file, &text)
}

fn parse_units(file: &str, text: &str) -> Result<Vec<Unit>, Diagnostics> {
    let document = Document::parse(file, text)?;
    let (units, mut found) = document.read_list::<Unit>("unit");
    // Positions match the list only when every unit could be read.
    if found.is_empty() {
        let mut seen = HashSet::new();
        for (index, unit) in units.iter().enumerate() {
            let at =
                |key| document.byte_of(&[Step::Key("unit"), Step::Item(index), Step::Key(key)]);
            if !seen.insert(&unit.id) {
                found.push(document.at(
                    "units.duplicate-id",
                    at("id"),
                    &format!("a unit with the id \"{}\" stands above already", unit.id),
                    "give each unit an id of its own, or take one out",
                ));
            }
            if unit.name.trim().is_empty() {
                found.push(document.at(
                    "units.no-name",
                    at("name"),
                    "the name is empty",
                    "write the unit's official name",
                ));
            }
        }
    }
    if found.is_empty() {
        Ok(units)
    } else {
        Err(collect(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> String {
        parse_units("config/units.toml", text)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn units_are_read() {
        let units = parse_units(
            "u",
            "[[unit]]\nid = \"van-phong-so\"\nname = \"Văn phòng Sở\"\n",
        )
        .unwrap();
        assert_eq!(units[0].name, "Văn phòng Sở");
        assert_eq!(parse_units("u", "").unwrap(), []);
    }

    #[test]
    fn faults_of_all_units_are_told_at_once() {
        insta::assert_snapshot!(faults("[[unit]]\nid = \"Văn phòng\"\nname = \"a\"\n[[unit]]\nid = \"b\"\n[[unti]]\nid = \"c\"\n"), @r#"
    config/units.toml:2:6: "Văn phòng" is not a unit id
      2 | id = "Văn phòng"
        |      ^
      to mend it: use lower-case letters a-z, digits and hyphens, beginning and ending with a letter or digit
    config/units.toml:4:1: "name" is missing here
      4 | [[unit]]
        | ^
      to mend it: add a line "name = …"
    config/units.toml:6:3: "unti" is not a known key here
      6 | [[unti]]
        |   ^
      to mend it: did you mean "unit"? Otherwise take the line out
    "#);
        insta::assert_snapshot!(faults("[[unit]]\nid = \"b\"\nname = \"B\"\n[[unit]]\nid = \"b\"\nname = \" \"\n"), @r#"
    config/units.toml:5:6: a unit with the id "b" stands above already
      5 | id = "b"
        |      ^
      to mend it: give each unit an id of its own, or take one out
    config/units.toml:6:8: the name is empty
      6 | name = " "
        |        ^
      to mend it: write the unit's official name
    "#);
        insta::assert_snapshot!(faults("unit = 3\n"), @r#"
    config/units.toml:1:8: "unit" must be a list of tables
      1 | unit = 3
        |        ^
      to mend it: begin each one with the line [[unit]]
    "#);
    }
}
