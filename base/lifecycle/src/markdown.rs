//! A table of transitions as Markdown, with a Mermaid diagram.

use crate::{Lifecycle, Words};
use std::fmt::Write as _;

/// Returns a name that Mermaid takes: `InProgress` for `in-progress`.
fn id(word: &str) -> String {
    let parts = word.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let capital = |part: &str| {
        let mut letters = part.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    parts.map(capital).collect()
}

/// Returns labels joined for a cell, or a dash if there are none.
fn cell(labels: &[String], separator: &str) -> String {
    if labels.is_empty() { "–".to_owned() } else { labels.join(separator).replace('|', "\\|") }
}

fn labels<W: Words>(values: &[W]) -> Vec<String> {
    values.iter().map(|value| value.label().to_owned()).collect()
}

impl<State: Words, Step: Words, Taker: Words, Condition: Words> Lifecycle<State, Step, Taker, Condition> {
    /// Returns a section for a guide: the heading of this level, what the life is, a Mermaid diagram and the table.
    pub fn markdown(&self, level: usize) -> String {
        let mut page = format!("{} {}\n\n{}\n\n```mermaid\nstateDiagram-v2\n", "#".repeat(level), self.title, self.about);
        // Writing to a String cannot fail.
        for state in State::EVERY.iter().filter(|state| state.label() != id(state.word())) {
            let _ = writeln!(page, "    state \"{}\" as {}", state.label(), id(state.word()));
        }
        for line in self.table {
            let (to, act) = (id(line.to.word()), line.step.label());
            if line.from.is_empty() {
                let _ = writeln!(page, "    [*] --> {to}: {act}");
            }
            for from in line.from {
                let _ = writeln!(page, "    {} --> {to}: {act}", id(from.word()));
            }
        }
        for end in self.ends {
            let _ = writeln!(page, "    {} --> [*]", id(end.word()));
        }
        page.push_str("```\n\n| From | Step | To | Who | Condition | What follows |\n| --- | --- | --- | --- | --- | --- |\n");
        for line in self.table {
            let follows: Vec<String> = line.then.iter().map(ToString::to_string).collect();
            let _ = writeln!(
                page,
                "| {} | {} | {} | {} | {} | {} |",
                cell(&labels(line.from), ", "),
                line.step.label(),
                line.to.label(),
                cell(&labels(line.by), ", "),
                cell(&labels(line.when), "; "),
                cell(&follows, "; "),
            );
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn words_become_names_for_mermaid() {
        assert_eq!(id("in-progress"), "InProgress");
        assert_eq!(id("new draft"), "NewDraft");
        assert_eq!(id("open"), "Open");
    }
}
