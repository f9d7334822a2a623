//! How papers print what was decided.

use super::business::Decision;
use crate::composition::Composition;
use crate::truth::{Form, Resolution};

/// How the clauses of a resolution are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// Inside the sentence: `(1) …; and (2) …`.
    Inside,
    /// `(a)` on a line of its own.
    Letters,
    /// `(i)`.
    Roman,
    /// `1)`.
    Numbers,
    /// `a.`.
    Dotted,
}

const MARKS: [Marks; 5] = [Marks::Inside, Marks::Letters, Marks::Roman, Marks::Numbers, Marks::Dotted];

/// Chooses how clauses are marked.
pub(super) fn marks(random: &mut crate::Random) -> Marks {
    MARKS[random.below(MARKS.len())]
}

impl Marks {
    /// Returns the mark of the clause at this position, counted from 0.
    fn of(self, at: usize) -> String {
        let letter = ["a", "b", "c", "d", "e"].get(at).copied().unwrap_or("f");
        match self {
            Self::Inside | Self::Numbers => format!("{})", at + 1),
            Self::Letters => format!("({letter})"),
            Self::Roman => format!("({})", ["i", "ii", "iii", "iv", "v"].get(at).copied().unwrap_or("vi")),
            Self::Dotted => format!("{letter}."),
        }
    }
}

/// The words of a council for what it decides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wording {
    pub(super) form: Form,
    /// `RESOLVED: `.
    pub(super) resolved: &'static str,
    /// The same if no one was against it.
    pub(super) unanimously: &'static str,
    /// `That `; may be empty.
    pub(super) that: &'static str,
    pub(super) marks: Marks,
}

impl Wording {
    /// Prints a decision, after a number if paragraphs are numbered, and records it.
    pub(super) fn print<'a>(&self, paper: &'a mut Composition, decision: &Decision, mark: Option<&str>) -> &'a mut Resolution {
        let before = if decision.unanimous { self.unanimously } else { self.resolved };
        let listed = !decision.clauses.is_empty() && self.marks != Marks::Inside;
        let sentence = if listed {
            let lead = format!("{before}{}{}", self.that, decision.lead);
            format!("{}:", lead.trim_end_matches([' ', ':', '–', '-']))
        } else {
            format!("{before}{}{}.", self.that, decision.sentence())
        };
        match mark {
            Some(mark) => paper.marked(mark, sentence, 1),
            None => paper.paragraph(sentence),
        }
        if listed {
            let count = decision.clauses.len();
            for (at, clause) in decision.clauses.iter().enumerate() {
                let joint = match count - at {
                    1 => ".",
                    2 => "; and",
                    _ => ";",
                };
                paper.marked(&self.marks.of(at), format!("{clause}{joint}"), 2);
            }
        }
        let resolution = paper.decided(self.form, &format!("{}{}", self.that, decision.words()));
        resolution.unanimous = decision.unanimous;
        resolution
    }
}
