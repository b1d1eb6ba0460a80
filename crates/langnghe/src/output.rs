//! Printing: results to standard output, as tables for people or as JSON for programs.

use std::io::{self, IsTerminal, Write};

use jiff::{Timestamp, tz::Offset};
use langnghe_model::TimeBasis;
use serde::Serialize;

/// Where results go, and in which form.
pub(crate) struct Output {
    out: io::BufWriter<io::Stdout>,
    json: bool,
    styled: bool,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        let stdout = io::stdout();
        let styled = !json && stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self {
            out: io::BufWriter::new(stdout),
            json,
            styled,
        }
    }

    /// Whether JSON was asked for.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// What stands before and after a found passage.
    pub(crate) fn mark(&self) -> (&'static str, &'static str) {
        if self.styled {
            ("\x1b[1;33m", "\x1b[0m")
        } else {
            ("[", "]")
        }
    }

    /// Bold where that can be shown.
    pub(crate) fn strong(&self, text: &str) -> String {
        if self.styled {
            format!("\x1b[1m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    /// One line of text.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        writeln!(self.out, "{}", text.as_ref())
    }

    /// Text as it is.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// One object on a line of its own.
    pub(crate) fn object(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, value)?;
        self.out.write_all(b"\n")
    }

    /// A table with a header; numbers stand to the right.
    pub(crate) fn table(&mut self, header: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
        let width = |column: usize| {
            rows.iter()
                .map(|row| row[column].chars().count())
                .chain([header[column].chars().count()])
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..header.len()).map(width).collect();
        let numeric: Vec<bool> = (0..header.len())
            .map(|column| {
                !rows.is_empty() && rows.iter().all(|row| row[column].parse::<f64>().is_ok())
            })
            .collect();
        let line = |cells: &[String]| {
            let mut line = String::new();
            for (column, cell) in cells.iter().enumerate() {
                let pad = " ".repeat(widths[column] - cell.chars().count());
                if column > 0 {
                    line.push_str("  ");
                }
                if numeric[column] {
                    line.push_str(&pad);
                    line.push_str(cell);
                } else {
                    line.push_str(cell);
                    line.push_str(&pad);
                }
            }
            line.trim_end().to_owned()
        };
        let head = line(&header.iter().map(|&h| h.to_owned()).collect::<Vec<_>>());
        let head = self.strong(&head);
        self.line(head)?;
        for row in rows {
            self.line(line(row))?;
        }
        Ok(())
    }

    /// Writes out what was printed so far: before work that goes on.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Writes everything out. A reader that went away (`| head`) is no failure.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        match self.out.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }
}

/// A time as people here read it: local (+07:00), to the minute.
pub(crate) fn local(at: Timestamp) -> String {
    Offset::constant(7)
        .to_datetime(at)
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

/// The same, with a word when it is not the time of publication.
pub(crate) fn local_by(at: Timestamp, basis: TimeBasis) -> String {
    match basis {
        TimeBasis::Published => local(at),
        TimeBasis::FirstSeen => format!("first seen {}", local(at)),
    }
}

/// The same, or a dash.
pub(crate) fn local_or_dash(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "-".to_owned(), local)
}
