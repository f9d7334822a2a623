//! How papers print who attended.

use super::people::{Naming, Someone, joined};
use crate::composition::Composition;
use crate::paper::Block;

/// How a list of people is arranged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Arrangement {
    /// In a sentence after its label.
    Sentence,
    /// One below the other, below the label.
    Lines,
    /// One below the other, with space between them.
    Apart,
    /// In columns below the label.
    Columns(usize),
    /// In a table whose first cell is the label, with several names in a cell.
    Ruled(usize),
}

/// A list of people with its label.
#[derive(Clone, Copy, Debug)]
pub(super) struct List<'a> {
    /// `Present:`.
    pub(super) label: &'a str,
    /// What is printed once before all names: `Councillors `.
    pub(super) lead: &'a str,
    pub(super) naming: Naming,
    pub(super) arrangement: Arrangement,
    /// What is printed if there is no one; empty if the label is left out too.
    pub(super) if_none: &'a str,
}

impl List<'_> {
    /// Prints the people and records them.
    pub(super) fn print(&self, paper: &mut Composition, people: &[Someone]) {
        paper.people(people, self.naming);
        if people.is_empty() {
            if !self.if_none.is_empty() {
                paper.paragraph(format!("{} {}", self.label, self.if_none));
            }
            return;
        }
        let names: Vec<String> = people.iter().map(|person| self.naming.printed(person)).collect();
        match self.arrangement {
            Arrangement::Sentence => {
                let lead = if people.len() == 1 { self.lead.replace("Councillors", "Councillor") } else { self.lead.to_owned() };
                paper.paragraph(format!("{} {lead}{}", self.label, joined(&names)));
            }
            Arrangement::Lines => {
                paper.bold(self.label);
                paper.lines(names);
            }
            Arrangement::Apart => {
                paper.bold(self.label);
                for name in names {
                    paper.line(name);
                }
            }
            Arrangement::Columns(columns) => {
                paper.bold(self.label);
                let rows = names.chunks(columns.max(1)).map(<[String]>::to_vec).collect();
                paper.print(Block::Table { rows, ruled: false });
            }
            Arrangement::Ruled(columns) => {
                let share = names.len().div_ceil(columns.max(1));
                let cells = names.chunks(share).map(|names| names.join(" "));
                let row = std::iter::once(self.label.to_owned()).chain(cells).collect();
                paper.print(Block::Table { rows: vec![row], ruled: true });
            }
        }
    }
}

/// Returns officers with their posts: `Mr A Dummy (Chief Executive)`, or `Chief Executive (Mr A Dummy)` with the posts first.
pub(super) fn with_posts(people: &[Someone], naming: Naming, posts_first: bool) -> Vec<String> {
    let printed = |person: &Someone| {
        let name = naming.titled(person);
        if posts_first { format!("{} ({name})", person.post) } else { format!("{name} ({})", person.post) }
    };
    people.iter().map(printed).collect()
}

/// Prints officers or guests with their posts as a sentence, and records them. Nothing is printed if there are none.
pub(super) fn posts(paper: &mut Composition, label: &str, people: &[Someone], naming: Naming, posts_first: bool) {
    if people.is_empty() {
        return;
    }
    paper.people(people, naming);
    paper.paragraph(format!("{label} {}", joined(&with_posts(people, naming, posts_first))));
}
