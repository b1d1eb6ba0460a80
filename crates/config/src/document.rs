//! A TOML file: read into plain structs, with diagnostics that name the line and the remedy.

use std::ops::Range;

use langnghe_model::{Diagnostic, Diagnostics};
use serde::de::DeserializeOwned;
use toml::{
    Spanned,
    de::{DeTable, DeValue, Error, ValueDeserializer},
};

use crate::nearest::nearest;

/// Stands between message and remedy in the errors of this crate's own types: serde lets only text through.
const REMEDY_MARK: char = '\u{1f}';

/// An error text that carries its remedy through serde.
pub(crate) fn with_remedy(message: &str, remedy: &str) -> String {
    format!("{message}{REMEDY_MARK}{remedy}")
}

/// Reads `text` as TOML into `T`. `file` is its name in diagnostics.
///
/// All unknown keys are told at once (`T` must `deny_unknown_fields`), each with the known key it is nearest
/// to; of other faults the first is told.
pub fn parse_toml<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Diagnostics> {
    Document::parse(file, text)?.read().map_err(collect)
}

/// `Diagnostics` of a list that is known to hold at least one, in the order of the lines.
pub(crate) fn collect(mut found: Vec<Diagnostic>) -> Diagnostics {
    found.sort_by_key(|fault| (fault.line, fault.column));
    Diagnostics::check(found).expect_err("an error comes with at least one diagnostic")
}

/// A step on the way to a value.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'a> {
    /// A key of a table.
    Key(&'a str),
    /// An item of a list.
    Item(usize),
}

/// A TOML file that could be parsed, with the place of every value in its text.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    file: &'a str,
    text: &'a str,
    root: Spanned<DeValue<'a>>,
}

impl<'a> Document<'a> {
    pub(crate) fn parse(file: &'a str, text: &'a str) -> Result<Self, Diagnostics> {
        match DeTable::parse(text) {
            Ok(table) => {
                let span = table.span();
                Ok(Self {
                    file,
                    text,
                    root: Spanned::new(span, DeValue::Table(table.into_inner())),
                })
            }
            Err(error) => Err(Diagnostic::at_byte(
                "toml.syntax",
                file,
                text,
                error.span().map_or(0, |span| span.start),
                format!("this is not valid TOML: {}", first_line(error.message())),
                "check the quotes, brackets and equals signs here and in the line above",
            )
            .into()),
        }
    }

    /// The whole file as `T`.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Vec<Diagnostic>> {
        self.read_value(self.root.clone())
    }

    /// The values of the list of tables under `key` (`[[key]]`), each read as `T` on its own, so that the
    /// faults of all are told at once. Any other key at the top is a fault.
    pub(crate) fn read_list<T: DeserializeOwned>(&self, key: &str) -> (Vec<T>, Vec<Diagnostic>) {
        let mut values = Vec::new();
        let mut found = Vec::new();
        let top = self.root.get_ref().as_table().into_iter().flatten();
        for (name, value) in top {
            if name.get_ref() != key {
                found.push(self.unknown_key(name.span().start, name.get_ref(), &[key]));
                continue;
            }
            let DeValue::Array(items) = value.get_ref() else {
                found.push(self.at(
                    "toml.type",
                    value.span().start,
                    &format!("\"{key}\" must be a list of tables"),
                    &format!("begin each one with the line [[{key}]]"),
                ));
                continue;
            };
            for item in items {
                match self.read_value(item.clone()) {
                    Ok(value) => values.push(value),
                    Err(faults) => found.extend(faults),
                }
            }
        }
        (values, found)
    }

    fn read_value<T: DeserializeOwned>(
        &self,
        mut value: Spanned<DeValue<'a>>,
    ) -> Result<T, Vec<Diagnostic>> {
        let mut found = Vec::new();
        loop {
            let error = match T::deserialize(ValueDeserializer::from(value.clone())) {
                Ok(read) if found.is_empty() => return Ok(read),
                Ok(_) => return Err(found),
                Err(error) => error,
            };
            let at = error.span().unwrap_or_else(|| value.span());
            found.push(self.explain(&error, &at));
            // With the unknown key out of the way the rest can be looked at.
            if !(is_unknown_key(&error) && remove_key(&mut value, &at)) {
                return Err(found);
            }
        }
    }

    fn explain(&self, error: &Error, at: &Range<usize>) -> Diagnostic {
        let message = error.message();
        if let Some((message, remedy)) = message.split_once(REMEDY_MARK) {
            return self.at("toml.value", at.start, message, remedy);
        }
        let quoted = in_backquotes(message);
        if message.starts_with("unknown field") {
            let (name, known) = quoted
                .split_first()
                .map_or(("", &[][..]), |(name, known)| (*name, known));
            return self.unknown_key(at.start, name, known);
        }
        if message.starts_with("unknown variant") {
            let (name, known) = quoted
                .split_first()
                .map_or(("", &[][..]), |(name, known)| (*name, known));
            let guess = nearest(name, known)
                .map_or_else(String::new, |word| format!("did you mean \"{word}\"? "));
            return self.at(
                "toml.value",
                at.start,
                &format!("\"{name}\" is none of the values this can have"),
                &format!("{guess}write one of: {}", known.join(", ")),
            );
        }
        if message.starts_with("missing field") {
            let name = quoted.first().copied().unwrap_or_default();
            return self.at(
                "toml.missing-key",
                at.start,
                &format!("\"{name}\" is missing here"),
                &format!("add a line \"{name} = …\""),
            );
        }
        let wrong = message
            .strip_prefix("invalid type: ")
            .or_else(|| message.strip_prefix("invalid value: "));
        if let Some(wrong) = wrong {
            let (got, wanted) = wrong
                .split_once(", expected ")
                .unwrap_or((wrong, "another type"));
            return self.at(
                "toml.type",
                at.start,
                &format!("this is {}, not {}", plain(got), plain(wanted)),
                type_remedy(wanted),
            );
        }
        if message == "wanted string or table" {
            return self.at(
                "toml.type",
                at.start,
                "this is not text",
                type_remedy("a string"),
            );
        }
        // The ids of `model` say how they are to be written after a colon.
        match message.split_once(": use ") {
            Some((message, remedy)) => {
                self.at("toml.value", at.start, message, &format!("use {remedy}"))
            }
            None => self.at(
                "toml.value",
                at.start,
                &first_line(message),
                "change this value",
            ),
        }
    }

    fn unknown_key(&self, byte: usize, name: &str, known: &[&str]) -> Diagnostic {
        let remedy = match nearest(name, known) {
            Some(word) => format!("did you mean \"{word}\"? Otherwise take the line out"),
            None if known.is_empty() => "take the line out".to_owned(),
            None => format!("take the line out; known here: {}", known.join(", ")),
        };
        self.at(
            "toml.unknown-key",
            byte,
            &format!("\"{name}\" is not a known key here"),
            &remedy,
        )
    }

    /// The first byte of the value at the end of `path`; of the last step that exists when it does not.
    pub(crate) fn byte_of(&self, path: &[Step<'_>]) -> usize {
        self.find(path).unwrap_or_else(|byte| byte)
    }

    /// Whether the value is in the file.
    pub(crate) fn has(&self, path: &[Step<'_>]) -> bool {
        self.find(path).is_ok()
    }

    fn find(&self, path: &[Step<'_>]) -> Result<usize, usize> {
        let mut value = &self.root;
        for step in path {
            let next = match (step, value.get_ref()) {
                (Step::Key(name), DeValue::Table(table)) => table.get(*name),
                (Step::Item(index), DeValue::Array(items)) => items.get(*index),
                // A table where a list of tables may stand as well is a list of one.
                (Step::Item(0), DeValue::Table(_)) => Some(value),
                _ => None,
            };
            value = next.ok_or(value.span().start)?;
        }
        Ok(value.span().start)
    }

    /// A diagnostic at a byte of the file.
    pub(crate) fn at(
        &self,
        code: &'static str,
        byte: usize,
        message: &str,
        remedy: &str,
    ) -> Diagnostic {
        Diagnostic::at_byte(code, self.file, self.text, byte, message, remedy)
    }
}

fn is_unknown_key(error: &Error) -> bool {
    error.message().starts_with("unknown field")
}

/// Takes out the key that stands at `span`.
fn remove_key(value: &mut Spanned<DeValue<'_>>, span: &Range<usize>) -> bool {
    match value.get_mut() {
        DeValue::Table(table) => {
            let found = table
                .iter()
                .find(|(name, _)| name.span() == *span)
                .map(|(name, _)| name.get_ref().to_string());
            match found {
                Some(name) => table.remove(name.as_str()).is_some(),
                None => table.iter_mut().any(|(_, inner)| remove_key(inner, span)),
            }
        }
        DeValue::Array(items) => items.iter_mut().any(|inner| remove_key(inner, span)),
        _ => false,
    }
}

fn in_backquotes(message: &str) -> Vec<&str> {
    message.split('`').skip(1).step_by(2).collect()
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or("unreadable").to_owned()
}

/// Serde's words for a type, in plain ones.
fn plain(words: &str) -> String {
    let words = words.replace('`', "");
    match words.as_str() {
        "a sequence" | "sequence" => "a list".to_owned(),
        "a map" | "map" => "a table".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "i8" | "i16" | "i32" | "i64" => "a whole number".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number from 0 up".to_owned(),
        other if other.starts_with("struct ") => "a table".to_owned(),
        other => other.to_owned(),
    }
}

fn type_remedy(wanted: &str) -> &'static str {
    match plain(wanted).as_str() {
        "a string" | "text with a unit" => "put the value in quotes: \"…\"",
        "a list" => "put the values in brackets: [\"…\", \"…\"]",
        "a whole number" | "a whole number from 0 up" => "write a whole number without quotes: 10",
        "true or false" => "write true or false, without quotes",
        "a table" => "write it as a section: [name], with its keys on the lines below",
        _ => "write a value of that kind",
    }
}

#[cfg(test)]
mod tests;
