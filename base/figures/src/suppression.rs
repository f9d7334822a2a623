//! Disclosure control: small counts are not published, and neither is anything from which one could be worked out.
//!
//! This follows the Government Statistical Service's guidance for tables from administrative sources: counts below a threshold are
//! hidden (primary suppression), and so are as many others as necessary (secondary suppression). [`can_be_told`] finds what a
//! reader could work out, and more is hidden until that is nothing.
//!
//! Publish small and secondary cells with the same mark; a reader need not know which is which.

use crate::rounding::{Percentage, share};
use crate::worked_out::{Entry, Known, told};
use serde::{Deserialize, Serialize};

/// The rule for which counts are small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disclosure {
    /// Counts below this are small: 5 hides 1 to 4.
    pub threshold: u64,
    /// Whether a count of 0 is small too. It is usually shown, because it is not about anyone.
    #[serde(default)]
    pub hides_zero: bool,
}

impl Disclosure {
    /// Creates a rule that hides counts from 1 to one below the threshold.
    pub fn below(threshold: u64) -> Self {
        Self { threshold, hides_zero: false }
    }

    /// Returns whether a count is small.
    pub fn is_small(self, count: u64) -> bool {
        count < self.threshold && (count > 0 || self.hides_zero)
    }

    fn known(self) -> Known {
        Known { threshold: i128::from(self.threshold), least: i128::from(!self.hides_zero) }
    }
}

/// A count or total as published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cell {
    /// The count, shown.
    Shown(u64),
    /// Hidden because it is small.
    Small,
    /// Hidden so that a small count cannot be worked out. A hidden total always has this mark, even if it is small itself, because
    /// marking it as small would put a bound on the counts that it is the total of.
    Secondary,
}

impl Cell {
    /// Returns the count, or `None` if it is hidden.
    pub fn count(self) -> Option<u64> {
        match self {
            Self::Shown(count) => Some(count),
            Self::Small | Self::Secondary => None,
        }
    }
}

/// A table of counts, which is published with its totals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The counts, row by row. Shorter rows are padded with 0.
    pub rows: Vec<Vec<u64>>,
}

/// A table as published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The cells, row by row. All rows have the same length.
    pub cells: Vec<Vec<Cell>>,
    /// The total of each row.
    pub row_totals: Vec<Cell>,
    /// The total of each column.
    pub column_totals: Vec<Cell>,
    /// The grand total.
    pub total: Cell,
}

/// A list of counts and its total, as published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedList {
    /// The cells.
    pub cells: Vec<Cell>,
    /// Their total. If it is hidden, it must not be published anywhere else either.
    pub total: Cell,
}

/// Publishes a table. Small counts are hidden, then as many others as necessary; totals are hidden only if hiding cells is not
/// enough.
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

/// Publishes a list of counts and its total.
pub fn suppress_counts(counts: &[u64], rule: Disclosure) -> PublishedList {
    let cells = counts.iter().map(|count| Cell::Shown(*count)).collect();
    let hidden = hide(list_entries(&PublishedList { cells, total: Cell::Shown(sum(counts)) }), rule);
    let total = hidden.last().copied().unwrap_or(Cell::Secondary);
    PublishedList { cells: hidden.into_iter().take(counts.len()).collect(), total }
}

/// Returns the hidden small counts and hidden totals that a reader could work out too precisely, as pairs of row and column. The
/// row totals are in the column after the last, and the column totals in the row after the last.
pub fn can_be_told(published: &Published, rule: Disclosure) -> Vec<(usize, usize)> {
    let (height, width) = (published.cells.len(), published.column_totals.len());
    let places = (0..height).flat_map(|row| (0..width).map(move |column| (row, column)));
    let totals = (0..height).map(|row| (row, width)).chain((0..=width).map(|column| (height, column)));
    let places: Vec<(usize, usize)> = places.chain(totals).collect();
    told(&entries(published), rule.known()).into_iter().filter_map(|place| places.get(place).copied()).collect()
}

/// Returns the indexes of the hidden small counts in a list that a reader could work out too precisely. The total has the index
/// after the last.
pub fn can_be_told_of_list(published: &PublishedList, rule: Disclosure) -> Vec<usize> {
    told(&list_entries(published), rule.known())
}

/// The whole that percentages are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whole {
    /// The total of the row.
    Row,
    /// The total of the column.
    Column,
    /// The grand total.
    Table,
}

/// Returns the percentages of a published table, to this many decimal places. An entry is `None` if the count or the total is
/// hidden, or the total is 0.
///
/// Each is rounded individually, so that it reveals nothing that is not already shown. The largest remainder method would make it
/// depend on hidden counts.
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

/// Returns the percentages of a published list, under the same conditions as [`percentages_of_table`].
pub fn percentages_of_list(published: &PublishedList, decimals: u32) -> Vec<Option<Percentage>> {
    published.cells.iter().map(|cell| share(cell.count()?, published.total.count()?, decimals)).collect()
}

fn sum(counts: &[u64]) -> u64 {
    counts.iter().copied().fold(0, u64::saturating_add)
}

/// Returns the cells of a table row by row, then its row totals, its column totals and the grand total.
fn entries(published: &Published) -> Vec<Entry> {
    let (height, width) = (published.cells.len(), published.column_totals.len());
    // Cells flow from their row's junction to their column's. The column totals form a row of their own, and the row totals a
    // column.
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

/// Returns the cells of a list, then its total.
fn list_entries(published: &PublishedList) -> Vec<Entry> {
    let cells = published.cells.iter().map(|cell| Entry { from: 0, to: 1, cell: *cell, is_total: false });
    cells.chain([Entry { from: 1, to: 0, cell: published.total, is_total: true }]).collect()
}

/// Hides the small counts in a table of shown counts, and whatever else is necessary.
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
        // Each iteration hides one more, and once everything is hidden nothing can be worked out.
        let Some(next) = next else { break };
        entries[next].cell = Cell::Secondary;
    }
    entries.into_iter().map(|entry| entry.cell).collect()
}

/// Returns the rows and columns with exactly one hidden count, which the total would reveal.
fn lonely(entries: &[Entry]) -> Vec<usize> {
    let hidden = hidden_at(entries);
    (0..hidden.len()).filter(|junction| hidden[*junction] == 1).collect()
}

/// Returns the number of hidden counts at each junction.
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

/// Chooses what to hide next to protect these rows and columns. Counts in them come first (or only those, if `only_there`), then
/// counts before totals, then counts whose other line also has something hidden, then the smallest. Zeros are never chosen, because
/// they protect nothing.
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
