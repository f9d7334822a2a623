//! Disclosure control: small counts are not shown, and neither is anything by which one could be worked out.
//!
//! The table's totals are published with it. After the small cells, others are hidden until no hidden small count can be told more closely
//! than the threshold; that is checked by working out the bounds of every hidden cell from the totals, as a reader could.

/// A cell of a table as it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// The count.
    Shown(u64),
    /// Hidden since it is small.
    Small,
    /// Hidden so that a small one cannot be worked out.
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

/// A table with its totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The cells, row by row.
    pub cells: Vec<Vec<Cell>>,
    /// The total of each row; none where it is hidden as well.
    pub row_totals: Vec<Option<u64>>,
    /// The total of each column.
    pub column_totals: Vec<Option<u64>>,
    /// The total of all.
    pub total: Option<u64>,
}

/// Whether a count is so small that it could tell of a person: from 1 to one below the threshold.
fn is_small(count: u64, threshold: u64) -> bool {
    count > 0 && count < threshold
}

/// Publishes a table of counts. Rows have the same length; shorter ones are filled with 0.
pub fn suppress(rows: &[Vec<u64>], threshold: u64) -> Published {
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let rows: Vec<Vec<u64>> =
        rows.iter().map(|row| (0..width).map(|at| row.get(at).copied().unwrap_or_default()).collect()).collect();
    let columns = (0..width).map(|column| Some(rows.iter().map(|row| row[column]).sum())).collect();
    hide(&rows, columns, threshold)
}

/// Publishes a list of counts with their total.
pub fn suppress_list(counts: &[u64], threshold: u64) -> Vec<Cell> {
    let columns = vec![None; counts.len()];
    hide(&[counts.to_vec()], columns, threshold).cells.into_iter().next().unwrap_or_default()
}

/// Hides what is small, and then as much as is needed beside these totals.
fn hide(rows: &[Vec<u64>], column_totals: Vec<Option<u64>>, threshold: u64) -> Published {
    let width = column_totals.len();
    let cell = |count: &u64| if is_small(*count, threshold) { Cell::Small } else { Cell::Shown(*count) };
    let mut published = Published {
        cells: rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
        row_totals: rows.iter().map(|row| Some(row.iter().sum())).collect(),
        column_totals,
        total: Some(rows.iter().flatten().sum()),
    };
    // Totals that are small themselves tell of a person as a cell does.
    let totals = published.row_totals.iter_mut().chain(&mut published.column_totals);
    for total in totals.chain(std::iter::once(&mut published.total)) {
        *total = total.filter(|total| !is_small(*total, threshold));
    }
    for _ in 0..rows.len() * width {
        let Some((row, column)) = told(&published, threshold).first().copied() else { return published };
        // In its row and column, hide the smallest that is shown; where none is left, the line's total.
        let in_row = (0..width).filter_map(|at| Some((published.cells[row][at].count()?, (row, at))));
        let has_total = published.column_totals[column].is_some();
        let in_column =
            (0..rows.len()).filter(|_| has_total).filter_map(|at| Some((published.cells[at][column].count()?, (at, column))));
        let smallest = in_row.chain(in_column).min_by_key(|(count, place)| (*count == 0, *count, *place));
        match smallest {
            Some((_, (row, column))) => published.cells[row][column] = Cell::Secondary,
            None if published.row_totals[row].is_some() => published.row_totals[row] = None,
            None if has_total => published.column_totals[column] = None,
            None => published.total = None,
        }
    }
    // Where nothing else helps, no total is shown.
    while !told(&published, threshold).is_empty() {
        if published.total.take().is_some() {
            continue;
        }
        published.row_totals.iter_mut().chain(&mut published.column_totals).for_each(|total| *total = None);
        let shown = published.cells.iter_mut().flatten().filter(|cell| cell.count().is_some());
        if shown.map(|cell| *cell = Cell::Secondary).count() == 0 {
            break;
        }
    }
    published
}

/// The hidden cells that a reader can tell more closely than the threshold, from what is shown. For each hidden cell the bounds are worked
/// out from the totals of its row and column until they no longer narrow.
pub fn told(published: &Published, threshold: u64) -> Vec<(usize, usize)> {
    let (height, width) = (published.cells.len(), published.cells.first().map_or(0, Vec::len));
    let most = published.total.or_else(|| published.row_totals.iter().copied().sum::<Option<u64>>()).unwrap_or(u64::MAX / 4);
    let bounds = |cell: Cell| match cell {
        Cell::Shown(count) => (count, count),
        // A reader knows the threshold: a small cell has at least 1.
        Cell::Small => (1, (threshold - 1).max(1)),
        Cell::Secondary => (0, most),
    };
    let mut bounds: Vec<Vec<(u64, u64)>> =
        published.cells.iter().map(|row| row.iter().map(|cell| bounds(*cell)).collect()).collect();
    let before_any: Vec<Vec<(u64, u64)>> = bounds.clone();
    loop {
        let before = bounds.clone();
        for (row, total) in published.row_totals.iter().enumerate() {
            let Some(total) = total else { continue };
            let places: Vec<(usize, usize)> = (0..width).map(|column| (row, column)).collect();
            narrow(&mut bounds, &places, *total);
        }
        for (column, total) in published.column_totals.iter().enumerate() {
            let Some(total) = total else { continue };
            let places: Vec<(usize, usize)> = (0..height).map(|row| (row, column)).collect();
            narrow(&mut bounds, &places, *total);
        }
        if bounds == before {
            break;
        }
    }
    let mut told = Vec::new();
    for row in 0..height {
        for column in 0..width {
            if published.cells[row][column] != Cell::Small {
                continue;
            }
            let ((low, high), (first, last)) = (bounds[row][column], before_any[row][column]);
            // Nothing narrower than what its being small tells by itself.
            if low > first || high < last {
                told.push((row, column));
            }
        }
    }
    told
}

/// Narrows the bounds of cells whose sum is known.
fn narrow(bounds: &mut [Vec<(u64, u64)>], places: &[(usize, usize)], total: u64) {
    let low: u64 = places.iter().map(|(row, column)| bounds[*row][*column].0).fold(0, u64::saturating_add);
    let high: u64 = places.iter().map(|(row, column)| bounds[*row][*column].1).fold(0, u64::saturating_add);
    for (row, column) in places {
        let (own_low, own_high) = bounds[*row][*column];
        let others_high = high.saturating_sub(own_high);
        let others_low = low.saturating_sub(own_low);
        let (least, greatest) = (total.saturating_sub(others_high), total.saturating_sub(others_low));
        bounds[*row][*column] = (own_low.max(least), own_high.min(greatest).max(own_low.max(least)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_small_cell_takes_another_with_it() {
        let published = suppress(&[vec![20, 3, 9], vec![12, 14, 8]], 5);
        assert_eq!(published.cells[0][1], Cell::Small);
        assert!(published.cells[0].iter().filter(|cell| cell.count().is_none()).count() >= 2, "{published:?}");
        assert!(published.cells.iter().any(|row| row[1] == Cell::Secondary), "its column, too: {published:?}");
        assert!(told(&published, 5).is_empty());
    }

    #[test]
    fn a_single_hidden_cell_is_told() {
        let published = Published {
            cells: vec![vec![Cell::Shown(20), Cell::Small, Cell::Shown(9)]],
            row_totals: vec![Some(32)],
            column_totals: vec![None, None, None],
            total: Some(32),
        };
        assert_eq!(told(&published, 5), [(0, 1)]);
    }

    #[test]
    fn a_list_hides_as_much_as_it_must() {
        assert_eq!(suppress_list(&[20, 3, 9], 5), [Cell::Shown(20), Cell::Small, Cell::Secondary]);
        assert_eq!(suppress_list(&[20, 9], 5), [Cell::Shown(20), Cell::Shown(9)]);
    }

    #[test]
    fn what_is_large_or_empty_is_shown() {
        let published = suppress(&[vec![20, 0], vec![12, 14]], 5);
        assert!(published.cells.iter().flatten().all(|cell| cell.count().is_some()));
        assert_eq!(published.total, Some(46));
        assert_eq!(suppress(&[], 5).cells.len(), 0);
    }

    proptest! {
        #[test]
        fn no_small_count_can_be_worked_out(rows in prop::collection::vec(prop::collection::vec(0_u64..30, 1..6), 1..6), threshold in 2_u64..11) {
            let published = suppress(&rows, threshold);
            prop_assert!(told(&published, threshold).is_empty(), "{:?}", published);
            for (row, cells) in rows.iter().zip(&published.cells) {
                for (count, cell) in row.iter().zip(cells) {
                    prop_assert!(!is_small(*count, threshold) || cell.count().is_none());
                    prop_assert!(cell.count().is_none_or(|shown| shown == *count));
                }
            }
            for total in published.row_totals.iter().chain(&published.column_totals).flatten() {
                prop_assert!(!is_small(*total, threshold));
            }
        }
    }
}
