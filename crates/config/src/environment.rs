//! What environment variables override: `LANGNGHE_SECTION__KEY`.

use std::collections::BTreeMap;

use langnghe_model::{Diagnostic, Diagnostics};
use toml::{Table, Value};

use crate::{document::parse_toml, nearest::nearest, settings::Settings};

/// The variables that were applied, by section and key.
#[derive(Debug, Default)]
pub(crate) struct Overrides(BTreeMap<(String, String), String>);

impl Overrides {
    /// The settings with every `LANGNGHE_SECTION__KEY` of the environment put in. Other variables are left
    /// alone, also those of the program without a double underscore (`LANGNGHE_CONFIG`).
    pub(crate) fn apply(
        mut settings: Settings,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<(Settings, Self), Diagnostics> {
        let defaults = table_of(&Settings::default());
        let mut applied = Self::default();
        let mut found = Vec::new();
        let mut variables: Vec<(String, String)> = environment.into_iter().collect();
        variables.sort();
        for (variable, text) in variables {
            let Some((section, key)) = variable
                .strip_prefix("LANGNGHE_")
                .and_then(|rest| rest.split_once("__"))
            else {
                continue;
            };
            let (section, key) = (section.to_ascii_lowercase(), key.to_ascii_lowercase());
            let Some(default) = defaults.get(&section).and_then(|section| section.get(&key)) else {
                found.push(unknown(&variable, &section, &key, &defaults));
                continue;
            };
            match put(&settings, &section, &key, default, &text) {
                Ok(changed) => {
                    settings = changed;
                    applied.0.insert((section, key), variable);
                }
                Err((message, remedy)) => {
                    found.push(Diagnostic::of_file(
                        "environment.bad-value",
                        variable,
                        message,
                        remedy,
                    ));
                }
            }
        }
        Diagnostics::check(found)?;
        Ok((settings, applied))
    }

    /// The variable that set this key, if one did.
    pub(crate) fn variable(&self, section: &str, key: &str) -> Option<&str> {
        self.0
            .get(&(section.to_owned(), key.to_owned()))
            .map(String::as_str)
    }
}

/// The settings with one key changed to what a variable says; the default tells which type the key has.
fn put(
    settings: &Settings,
    section: &str,
    key: &str,
    default: &Value,
    text: &str,
) -> Result<Settings, (String, String)> {
    let value = match default {
        Value::Integer(_) => whole_number(text)?,
        Value::Array(default) => {
            let items = text
                .split(',')
                .map(str::trim)
                .filter(|item| !item.is_empty());
            let item = |item: &str| match default.first() {
                Some(Value::Integer(_)) => whole_number(item),
                _ => Ok(Value::String(item.to_owned())),
            };
            Value::Array(items.map(item).collect::<Result<_, _>>()?)
        }
        _ => Value::String(text.to_owned()),
    };
    let mut table = table_of(settings);
    if let Some(section) = table.get_mut(section).and_then(Value::as_table_mut) {
        section.insert(key.to_owned(), value);
    }
    // Written out and read again, so that a wrong value is told in the same words as in the file.
    parse_toml(section, &table.to_string()).map_err(|faults| {
        let fault = &faults.list()[0];
        (fault.message.clone(), fault.remedy.clone())
    })
}

fn whole_number(text: &str) -> Result<Value, (String, String)> {
    let number = text.trim().parse().map_err(|_| {
        (
            format!("\"{text}\" is not a whole number"),
            "set it to a whole number, such as 10".to_owned(),
        )
    })?;
    Ok(Value::Integer(number))
}

fn unknown(variable: &str, section: &str, key: &str, defaults: &Table) -> Diagnostic {
    let names: Vec<String> = defaults
        .iter()
        .flat_map(|(section, keys)| {
            let keys = keys.as_table().into_iter().flat_map(Table::keys);
            keys.map(move |key| format!("{section}__{key}").to_ascii_uppercase())
        })
        .collect();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    let remedy = match nearest(&format!("{section}__{key}").to_ascii_uppercase(), &known) {
        Some(name) => format!("did you mean LANGNGHE_{name}? Otherwise unset it"),
        None => "unset it; langnghe.toml documents every section and key".to_owned(),
    };
    Diagnostic::of_file(
        "environment.unknown-key",
        variable,
        format!("there is no key \"{key}\" in a section [{section}]"),
        remedy,
    )
}

fn table_of(settings: &Settings) -> Table {
    Table::try_from(settings).expect("settings are tables of plain values, which TOML can hold")
}
