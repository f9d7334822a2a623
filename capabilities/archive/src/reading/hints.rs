//! What a page shows of its lines and their text alone does not.

use super::tables::Table;

/// What is known of the lines of a text from elsewhere, such as from the pages of a PDF. Lines count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The lines that stand in the Action column of minutes, in ascending order.
    pub action: Vec<usize>,
    /// The lines that are rows of tables, in ascending order, each with its table's place in the list.
    pub rows: Vec<(usize, usize)>,
    /// The tables. Each of its rows, and its heading where it has one, is one line.
    pub tables: Vec<Table>,
    /// The lines that ended because the next word had no room, in ascending order.
    pub full: Vec<usize>,
    /// The lines of an agenda's table, in ascending order, each with what it is.
    pub agenda: Vec<(usize, AgendaPrint)>,
    /// The lines in bold, in ascending order.
    pub bold: Vec<usize>,
    /// The lines that are set much larger than most, as titles are, in ascending order.
    pub large: Vec<usize>,
    /// The first line of each page.
    pub pages: Vec<usize>,
}

/// What is known of a line from elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Hint {
    /// Nothing.
    #[default]
    None,
    /// It stands in the Action column.
    Action,
    /// It is a row of a table.
    Row(usize),
    /// It ended because the next word had no room.
    Full,
    /// It is a line of an agenda's table.
    Agenda(AgendaPrint),
}

/// What a line of an agenda's table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgendaPrint {
    /// The headings of the columns.
    Heading,
    /// The beginning of an item: so many words of its number, then its title.
    Item {
        /// How many words the number has.
        marks: usize,
    },
    /// More of its title.
    Title,
    /// What is said of the item below its title.
    Below,
}

impl Hints {
    pub(super) fn of(&self, line: usize) -> Hint {
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
