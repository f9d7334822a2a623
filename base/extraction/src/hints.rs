//! What a page shows about its lines that their text alone does not.

use super::table::Table;

/// Hints about the lines of a text from another source, such as the pages of a PDF. Lines count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The lines in the Action column of minutes, in ascending order.
    pub action: Vec<usize>,
    /// The lines that are rows of tables, in ascending order, each with its table's index in the list.
    pub rows: Vec<(usize, usize)>,
    /// The tables. Each of its rows, and its heading if it has one, is one line.
    pub tables: Vec<Table>,
    /// The lines that ended because the next word did not fit, in ascending order.
    pub full: Vec<usize>,
    /// The lines of an agenda's table, in ascending order, each with its kind.
    pub agenda: Vec<(usize, AgendaPrint)>,
    /// The lines in bold, in ascending order.
    pub bold: Vec<usize>,
    /// The lines set much larger than most, as titles are, in ascending order.
    pub large: Vec<usize>,
    /// The first line of each page.
    pub pages: Vec<usize>,
}

/// The hint for one line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hint {
    /// Nothing.
    #[default]
    None,
    /// It is in the Action column.
    Action,
    /// It is a row of a table.
    Row(usize),
    /// It ended because the next word did not fit.
    Full,
    /// It is a line of an agenda's table.
    Agenda(AgendaPrint),
}

/// The kind of a line in an agenda's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgendaPrint {
    /// The headings of the columns.
    Heading,
    /// The beginning of an item: its number, then its title.
    Item {
        /// How many words the number takes.
        marks: usize,
    },
    /// More of its title.
    Title,
    /// Details of the item below its title.
    Below,
}

impl Hints {
    /// Returns the hint about a line, counted from 1.
    pub fn of(&self, line: usize) -> Hint {
        if self.action.binary_search(&line).is_ok() {
            return Hint::Action;
        }
        if let Some((_, print)) =
            self.agenda.binary_search_by_key(&line, |(line, _)| *line).ok().and_then(|at| self.agenda.get(at))
        {
            return Hint::Agenda(*print);
        }
        let row = self.rows.binary_search_by_key(&line, |(line, _)| *line).ok().and_then(|at| self.rows.get(at));
        match row {
            Some((_, table)) => Hint::Row(*table),
            None if self.full.binary_search(&line).is_ok() => Hint::Full,
            None => Hint::None,
        }
    }
}
