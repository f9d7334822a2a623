//! Disclosure control: small counts are not shown, and neither is anything by which one could be worked out.
//!
//! As the Government Statistical Service's guidance for tables from administrative sources has it: counts below a threshold are hidden
//! (primary suppression), and beside them as many others as are needed (secondary suppression). What a reader can work out is found by
//! [`can_be_told`], and more is hidden until that is nothing.
//!
//! Publish small and secondary cells with the same mark: a reader need not know which is which.

use crate::rounding::{Percentage, share};
use crate::worked_out::{Entry, Known, told};
use serde::{Deserialize, Serialize};

/// Which counts are small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// Counts below it are small: 5 hides 1 to 4.
    pub threshold: u64,
    /// Whether a count of 0 is small as well. As a rule it is shown: nobody stands behind it.
    #[serde(default)]
    pub hides_zero: bool,
}

impl Disclosure {
    /// Hides counts from 1 to one below the threshold.
    pub fn below(threshold: u64) -> Self {
        Self { threshold, hides_zero: false }
    }

    /// Whether a count is small.
    pub fn is_small(self, count: u64) -> bool {
        count < self.threshold && (count > 0 || self.hides_zero)
    }

    fn known(self) -> Known {
        Known { threshold: i128::from(self.threshold), least: i128::from(!self.hides_zero) }
    }
}

/// A count or total as it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cell {
    /// The count.
    Shown(u64),
    /// Hidden since it is small.
    Small,
    /// Hidden so that a small one cannot be worked out. A hidden total is always this, even if it is small itself: else the mark would bound
    /// the counts that it is the total of.
    Secondary,
}

impl Cell {
    /// The count, where it is shown.
    pub fn count(self) -> Option<u64> {
        match self {
            Self::Shown(count) => Some(count),
            Self::Small | Self::Secondary => None,
        }
    }
}

/// A table of counts, whose totals are published with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The counts, row by row. A row that is shorter than another is filled with 0.
    pub rows: Vec<Vec<u64>>,
}

/// A table as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The cells, row by row, all rows of the same length.
    pub cells: Vec<Vec<Cell>>,
    /// The total of each row.
    pub row_totals: Vec<Cell>,
    /// The total of each column.
    pub column_totals: Vec<Cell>,
    /// The total of all.
    pub total: Cell,
}

/// A list of counts with its total, as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedList {
    /// The cells.
    pub cells: Vec<Cell>,
    /// Their total. Where it is hidden it must stand nowhere else either.
    pub total: Cell,
}

/// Publishes a table: hides what is small, and then as much as is needed, totals only where cells do not suffice.
pub fn suppress(table: &Table, rule: Disclosure) -> Published {
    let width = table.rows.iter().map(Vec::len).max().unwrap_or_default();
    let rows: Vec<Vec<u64>> =
        table.rows.iter().map(|row| row.iter().copied().chain(std::iter::repeat(0)).take(width).collect()).collect();
    let row_totals: Vec<u64> = rows.iter().map(|row| sum(row)).collect();
    let column_totals: Vec<u64> =
        (0..width).map(|column| rows.iter().map(|row| row[column]).fold(0, u64::saturating_add)).collect();
    let shown = |counts: &[u64]| counts.iter().map(|count| Cell::Shown(*count)).collect::<Vec<_>>();
    let mut published = Published {
        cells: rows.iter().map(|row| shown(row)).collect(),
        total: Cell::Shown(sum(&row_totals)),
        row_totals: shown(&row_totals),
        column_totals: shown(&column_totals),
    };
    let hidden = hide(entries(&published), rule);
    let cells = published.cells.iter_mut().flatten().chain(&mut published.row_totals).chain(&mut published.column_totals);
    for (cell, hidden) in cells.chain(std::iter::once(&mut published.total)).zip(hidden) {
        *cell = hidden;
    }
    published
}

/// Publishes a list of counts with its total.
pub fn suppress_counts(counts: &[u64], rule: Disclosure) -> PublishedList {
    let cells = counts.iter().map(|count| Cell::Shown(*count)).collect();
    let hidden = hide(list_entries(&PublishedList { cells, total: Cell::Shown(sum(counts)) }), rule);
    let total = hidden.last().copied().unwrap_or(Cell::Secondary);
    PublishedList { cells: hidden.into_iter().take(counts.len()).collect(), total }
}

/// The cells of [`suppress_counts`] alone. For one who publishes the total nowhere where [`PublishedList::total`] would be hidden.
pub fn suppress_list(counts: &[u64], threshold: u64) -> Vec<Cell> {
    suppress_counts(counts, Disclosure::below(threshold)).cells
}

/// The hidden small counts, and the hidden totals, that a reader can tell too closely from what is shown, as row and column. The totals of rows
/// stand in the column after the last, those of columns in the row after the last.
pub fn can_be_told(published: &Published, rule: Disclosure) -> Vec<(usize, usize)> {
    let (height, width) = (published.cells.len(), published.column_totals.len());
    let places = (0..height).flat_map(|row| (0..width).map(move |column| (row, column)));
    let totals = (0..height).map(|row| (row, width)).chain((0..=width).map(|column| (height, column)));
    let places: Vec<(usize, usize)> = places.chain(totals).collect();
    told(&entries(published), rule.known()).into_iter().filter_map(|place| places.get(place).copied()).collect()
}

/// The places in a list of hidden small counts that a reader can tell too closely; its total is in the place after the last.
pub fn can_be_told_of_list(published: &PublishedList, rule: Disclosure) -> Vec<usize> {
    told(&list_entries(published), rule.known())
}

/// Of what percentages are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whole {
    /// Of the total of their row.
    Row,
    /// Of the total of their column.
    Column,
    /// Of the total of all.
    Table,
}

/// The percentages of a published table, to so many decimals; none where the count or the total is hidden, or the total is 0.
///
/// Each is rounded by itself. By largest remainder it would hang on counts that are hidden; so it says nothing that is not shown already.
pub fn percentages_of_table(published: &Published, whole: Whole, decimals: u32) -> Vec<Vec<Option<Percentage>>> {
    let total = |row: usize, column: usize| match whole {
        Whole::Row => published.row_totals.get(row).copied(),
        Whole::Column => published.column_totals.get(column).copied(),
        Whole::Table => Some(published.total),
    };
    let of = |row, column, cell: &Cell| share(cell.count()?, total(row, column)?.count()?, decimals);
    let rows = published.cells.iter().enumerate();
    rows.map(|(row, cells)| cells.iter().enumerate().map(|(column, cell)| of(row, column, cell)).collect()).collect()
}

/// The percentages of a published list of its total; as in [`percentages_of_table`].
pub fn percentages_of_list(published: &PublishedList, decimals: u32) -> Vec<Option<Percentage>> {
    published.cells.iter().map(|cell| share(cell.count()?, published.total.count()?, decimals)).collect()
}

fn sum(counts: &[u64]) -> u64 {
    counts.iter().copied().fold(0, u64::saturating_add)
}

/// The cells of a table row by row, the totals of its rows, those of its columns, and that of all.
fn entries(published: &Published) -> Vec<Entry> {
    let (height, width) = (published.cells.len(), published.column_totals.len());
    // Rows leave their junctions, columns reach theirs. The totals of columns are a row, and those of rows a column.
    let column_junction = |column: usize| height + 1 + column;
    let mut entries = Vec::new();
    for (row, cells) in published.cells.iter().enumerate() {
        let cells = cells.iter().take(width).enumerate();
        entries.extend(cells.map(|(column, cell)| Entry {
            from: row,
            to: column_junction(column),
            cell: *cell,
            is_total: false,
        }));
    }
    let total = |from, to, cell: &Cell| Entry { from, to, cell: *cell, is_total: true };
    entries.extend(published.row_totals.iter().enumerate().map(|(row, cell)| total(column_junction(width), row, cell)));
    entries.extend(published.column_totals.iter().enumerate().map(|(column, cell)| total(column_junction(column), height, cell)));
    entries.push(total(height, column_junction(width), &published.total));
    entries
}

/// The cells of a list, and its total.
fn list_entries(published: &PublishedList) -> Vec<Entry> {
    let cells = published.cells.iter().map(|cell| Entry { from: 0, to: 1, cell: *cell, is_total: false });
    cells.chain([Entry { from: 1, to: 0, cell: published.total, is_total: true }]).collect()
}

/// Hides what is small among counts that are all shown, and what else is needed.
fn hide(mut entries: Vec<Entry>, rule: Disclosure) -> Vec<Cell> {
    let counts: Vec<u64> = entries.iter().map(|entry| entry.cell.count().unwrap_or_default()).collect();
    for (entry, count) in entries.iter_mut().zip(&counts) {
        if rule.is_small(*count) {
            entry.cell = if entry.is_total { Cell::Secondary } else { Cell::Small };
        }
    }
    loop {
        let lonely = lonely(&entries).into_iter().find_map(|junction| beside(&entries, &counts, &[junction], true));
        let next = lonely.or_else(|| {
            let told = told(&entries, rule.known()).first().copied()?;
            let Entry { from, to, .. } = entries[told];
            beside(&entries, &counts, &[from, to], false)
        });
        // Every turn hides one more, and where all is hidden nothing can be told.
        let Some(next) = next else { break };
        entries[next].cell = Cell::Secondary;
    }
    entries.into_iter().map(|entry| entry.cell).collect()
}

/// The rows and columns in which exactly one is hidden: the total gives it away.
fn lonely(entries: &[Entry]) -> Vec<usize> {
    let hidden = hidden_at(entries);
    (0..hidden.len()).filter(|junction| hidden[*junction] == 1).collect()
}

/// How many are hidden at each junction.
fn hidden_at(entries: &[Entry]) -> Vec<usize> {
    let mut hidden = Vec::new();
    for entry in entries {
        for junction in [entry.from, entry.to] {
            if hidden.len() <= junction {
                hidden.resize(junction + 1, 0);
            }
            hidden[junction] += usize::from(entry.cell.count().is_none());
        }
    }
    hidden
}

/// What to hide next for the sake of these rows and columns: a count in them before a total, before others (unless only those in them help);
/// then one that is needed across as well, since its other line has something hidden; then the smallest. A 0 protects nothing.
fn beside(entries: &[Entry], counts: &[u64], junctions: &[usize], only_there: bool) -> Option<usize> {
    let hidden = hidden_at(entries);
    let mut best: Option<((bool, bool, bool, u64), usize)> = None;
    for (place, entry) in entries.iter().enumerate() {
        let count = counts[place];
        let is_there = junctions.contains(&entry.from) || junctions.contains(&entry.to);
        if entry.cell.count().is_none() || count == 0 || (only_there && !is_there) {
            continue;
        }
        let across = if junctions.contains(&entry.from) { entry.to } else { entry.from };
        let order = (!is_there, entry.is_total, hidden[across] == 0, count);
        if best.is_none_or(|(least, _)| order < least) {
            best = Some((order, place));
        }
    }
    best.map(|(_, place)| place)
}

#[cfg(test)]
mod tests;
