//! A topic as the text of its file.

use std::fmt::Write as _;

use langnghe_model::Topic;

use crate::fit::{FittedTerm, Proposal};

impl Proposal {
    /// The proposal as a topic file. Each weight is explained by the judged articles behind it, in Vietnamese, as the
    /// remarks in topic files are.
    pub fn to_toml(&self) -> String {
        let mut out = head(&self.topic);
        for term in &self.terms {
            out.push_str("\n[[term]]\n");
            remark(term, &mut out);
            let _ = writeln!(
                out,
                "query  = {}\nweight = {}",
                quoted(&term.query),
                term.weight
            );
        }
        for exclusion in &self.topic.exclusions {
            out.push_str("\n[[exclude]]\n");
            if let Some(fitted) = self
                .exclusions
                .iter()
                .find(|term| term.query == exclusion.query)
            {
                remark(fitted, &mut out);
            }
            let _ = writeln!(out, "query = {}", quoted(&exclusion.query));
        }
        out
    }
}

fn remark(term: &FittedTerm, out: &mut String) {
    // Writing to a String cannot fail.
    let _ = writeln!(
        out,
        "# {} bài đúng, {} bài không đúng, {} bài khác",
        term.relevant, term.irrelevant, term.others
    );
    for name in &term.behind {
        let _ = writeln!(out, "#   {}", name.replace(char::is_control, " "));
    }
}

fn head(topic: &Topic) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "name      = {}\nwhy       = {}\nowner     = \"{}\"\npriority  = \"{}\"\nthreshold = {}\n",
        quoted(&topic.name),
        quoted(&topic.why),
        topic.owner,
        topic.priority.name(),
        topic.threshold
    );
    for (key, day) in [
        ("from     ", topic.validity.from),
        ("until    ", topic.validity.until),
    ] {
        if let Some(day) = day {
            let _ = writeln!(out, "{key} = \"{day}\"");
        }
    }
    if !topic.places.is_empty() {
        let places: Vec<String> = topic
            .places
            .iter()
            .map(|place| format!("\"{place}\""))
            .collect();
        let _ = write!(out, "\n[require]\nplaces = [{}]\n", places.join(", "));
    }
    out
}

/// A TOML string: as it is between single quotes where that can be, since queries are full of double ones.
fn quoted(text: &str) -> String {
    let plain = |c: char| !c.is_control() && c != '\'';
    if text.chars().all(plain) {
        format!("'{text}'")
    } else if text.chars().all(|c| plain(c) || c == '\n') {
        format!("'''\n{}'''", text.trim_start_matches('\n'))
    } else {
        toml::Value::String(text.to_owned()).to_string()
    }
}
