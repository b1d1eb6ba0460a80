//! What is wrong in a configuration file, as data: where, what, and what to do.

use std::fmt;

use serde::Serialize;

/// One thing wrong in one place of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Identifies the kind of fault, so that pages can say it in Vietnamese (`topic.unknown-unit`).
    pub code: &'static str,
    /// The file, as the user would write it.
    pub file: String,
    /// The line, counted from 1; `None` when the fault is not at a line (a missing file).
    pub line: Option<usize>,
    /// The column in characters, counted from 1.
    pub column: Option<usize>,
    /// The text of the line.
    pub excerpt: Option<String>,
    /// What is wrong, in English: a fragment without a full stop.
    pub message: String,
    /// What to do about it: a sentence fragment.
    pub remedy: String,
}

impl Diagnostic {
    /// A fault of the whole file.
    pub fn of_file(
        code: &'static str,
        file: impl Into<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            code,
            file: file.into(),
            line: None,
            column: None,
            excerpt: None,
            message: message.into(),
            remedy: remedy.into(),
        }
    }

    /// A fault at a byte of the file's text.
    pub fn at_byte(
        code: &'static str,
        file: impl Into<String>,
        text: &str,
        byte: usize,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let byte = text.floor_char_boundary(byte.min(text.len()));
        let before = &text[..byte];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        let excerpt = text[line_start..].lines().next().unwrap_or_default();
        Self {
            line: Some(before.matches('\n').count() + 1),
            column: Some(text[line_start..byte].chars().count() + 1),
            excerpt: Some(excerpt.to_owned()),
            ..Self::of_file(code, file, message, remedy)
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ":{column}")?;
        }
        write!(f, ": {}", self.message)?;
        if let (Some(line), Some(excerpt)) = (self.line, &self.excerpt) {
            write!(f, "\n  {line} | {excerpt}")?;
            if let Some(column) = self.column {
                let margin = line.to_string().len();
                write!(f, "\n  {:margin$} | {:>column$}", "", "^")?;
            }
        }
        write!(f, "\n  to mend it: {}", self.remedy)
    }
}

/// Everything found wrong in one go: at least one, so that it can be an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// `Err` with them when there are any.
    pub fn check(found: Vec<Diagnostic>) -> Result<(), Self> {
        if found.is_empty() {
            Ok(())
        } else {
            Err(Self(found))
        }
    }

    /// The faults.
    pub fn list(&self) -> &[Diagnostic] {
        &self.0
    }

    /// Takes the faults out.
    pub fn into_list(self) -> Vec<Diagnostic> {
        self.0
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(one: Diagnostic) -> Self {
        Self(vec![one])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, diagnostic) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagnostic_points_at_the_character() {
        let text = "a = 1\nngưỡng = \"x\"\n";
        let at = text.find('"').expect("a quote");
        let shown = Diagnostic::at_byte("t", "x.toml", text, at, "expected a number", "write 10")
            .to_string();
        assert_eq!(
            shown,
            "x.toml:2:10: expected a number\n  2 | ngưỡng = \"x\"\n    |          ^\n  to mend it: write 10"
        );
    }

    #[test]
    fn a_byte_inside_a_character_or_past_the_end_is_no_panic() {
        for byte in 0..12 {
            let _ = Diagnostic::at_byte("t", "f", "đườ", byte, "m", "r").to_string();
        }
    }
}
