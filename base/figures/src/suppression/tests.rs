use super::*;
use proptest::prelude::*;

const RULE: Disclosure = Disclosure { threshold: 5, hides_zero: false };

fn table(rows: &[&[u64]]) -> Table {
    Table { rows: rows.iter().map(|row| row.to_vec()).collect() }
}

fn hidden(published: &Published) -> usize {
    published.cells.iter().flatten().filter(|cell| cell.count().is_none()).count()
}

#[test]
fn a_small_cell_takes_others_with_it_in_its_row_and_its_column() {
    let published = suppress(&table(&[&[20, 3, 9], &[12, 14, 8]]), RULE);
    let (shown, small, other) = (Cell::Shown, Cell::Small, Cell::Secondary);
    assert_eq!(published.cells, [[shown(20), small, other], [shown(12), other, other]]);
    assert_eq!((published.row_totals, published.total), (vec![shown(32), shown(34)], shown(66)));
}

#[test]
fn a_single_hidden_cell_is_told() {
    let mut published = suppress(&table(&[&[20, 3, 9], &[12, 14, 8]]), RULE);
    published.cells[0][2] = Cell::Shown(9);
    assert_eq!(can_be_told(&published, RULE), [(0, 1)]);
}

#[test]
fn a_hidden_total_is_no_help_where_the_other_totals_give_it() {
    // 3 and 20 in one column: from the totals 23 and 20, a reader knows the total of the row of 3.
    let published = Published {
        cells: vec![vec![Cell::Small], vec![Cell::Secondary]],
        row_totals: vec![Cell::Secondary, Cell::Shown(20)],
        column_totals: vec![Cell::Secondary],
        total: Cell::Shown(23),
    };
    assert_eq!(can_be_told(&published, RULE), [(0, 0), (0, 1), (2, 0)]);
    let published = suppress(&table(&[&[3], &[20]]), RULE);
    assert_eq!(published.row_totals, [Cell::Secondary, Cell::Secondary]);
    assert_eq!(can_be_told(&published, RULE), []);
}

#[test]
fn rows_and_columns_together_give_nothing_away() {
    // Every row and column hides at least two counts. But the first two rows hide 40 + 43, of which 80 are in the first two
    // columns.
    let (x, small) = (Cell::Secondary, Cell::Small);
    let shown = Cell::Shown;
    let published = Published {
        cells: vec![
            vec![x, x, shown(9), shown(9)],
            vec![x, x, small, shown(9)],
            vec![shown(9), shown(9), x, x],
            vec![shown(9), shown(9), x, x],
        ],
        row_totals: vec![shown(40 + 18), shown(43 + 9), shown(40 + 18), shown(40 + 18)],
        column_totals: vec![shown(40 + 18), shown(40 + 18), shown(9 + 3 + 40), shown(18 + 40)],
        total: shown(226),
    };
    assert_eq!(can_be_told(&published, RULE), [(1, 2)]);
}

#[test]
fn a_list_hides_as_much_as_it_must() {
    let list = |counts: &[u64]| suppress_counts(counts, RULE);
    assert_eq!(list(&[20, 3, 9]).cells, [Cell::Shown(20), Cell::Small, Cell::Secondary]);
    assert_eq!(list(&[20, 9]).cells, [Cell::Shown(20), Cell::Shown(9)]);
    // 2 and 2 protect each other, but that does not hide that they sum to 4.
    assert_eq!(list(&[2, 2, 20, 30]).cells[2], Cell::Secondary);
    // 4 and 4 are the only small counts that sum to 8.
    assert_eq!(list(&[4, 4, 20]).cells[2], Cell::Secondary);
    assert_eq!((list(&[4, 4]).total, list(&[3]).total, list(&[0, 3]).total), (Cell::Secondary, Cell::Secondary, Cell::Secondary));
    assert_eq!(list(&[]).total, Cell::Shown(0));
}

#[test]
fn what_is_large_or_empty_is_shown() {
    let published = suppress(&table(&[&[20, 0], &[12, 14]]), RULE);
    assert_eq!((hidden(&published), published.total), (0, Cell::Shown(46)));
    assert_eq!(suppress(&Table::default(), RULE).cells.len(), 0);
    assert_eq!(suppress(&table(&[&[20], &[12, 14]]), RULE).cells[0], [Cell::Shown(20), Cell::Shown(0)]);
    let strict = Disclosure { hides_zero: true, ..RULE };
    assert_eq!(suppress(&table(&[&[20, 0], &[12, 14]]), strict).cells[0][1], Cell::Small);
}

#[test]
fn percentages_are_told_only_of_what_is_shown() {
    let published = suppress(&table(&[&[20, 3, 9], &[12, 14, 8]]), RULE);
    let words = |whole| {
        let rows = percentages_of_table(&published, whole, 0).into_iter().flatten();
        rows.map(|percentage| percentage.map_or_else(|| "c".to_owned(), |shown| shown.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(words(Whole::Row), ["63%", "c", "c", "35%", "c", "c"]);
    assert_eq!(words(Whole::Column), ["63%", "c", "c", "38%", "c", "c"]);
    assert_eq!(words(Whole::Table), ["30%", "c", "c", "18%", "c", "c"]);
    // Without the total, a percentage would reveal it.
    assert!(percentages_of_list(&suppress_counts(&[4, 4], RULE), 0).iter().all(Option::is_none));
    assert_eq!(percentages_of_list(&suppress_counts(&[30, 10], RULE), 0)[0].map(|shown| shown.units), Some(75));
}

/// Finds the possible values of each hidden count by trying all tables of counts up to `most`.
fn tried(published: &Published, known: impl Fn(Cell, bool) -> (u64, u64) + Copy, most: u64) -> Vec<Vec<u64>> {
    let (height, width) = (published.cells.len(), published.column_totals.len());
    let cells: Vec<Cell> = published.cells.iter().flatten().copied().collect();
    let mut possible = vec![Vec::new(); cells.len()];
    let mut counts = vec![0; cells.len()];
    try_all(&cells, known, most, 0, &mut counts, &mut |counts| {
        let fits = |cell: Cell, sum: u64| match cell {
            Cell::Shown(total) => total == sum,
            hidden => (known(hidden, true).0..=known(hidden, true).1).contains(&sum),
        };
        let rows = (0..height).all(|row| fits(published.row_totals[row], counts[row * width..(row + 1) * width].iter().sum()));
        let columns = (0..width)
            .all(|column| fits(published.column_totals[column], (0..height).map(|row| counts[row * width + column]).sum()));
        if rows && columns && fits(published.total, counts.iter().sum()) {
            for (possible, count) in possible.iter_mut().zip(counts) {
                if !possible.contains(count) {
                    possible.push(*count);
                }
            }
        }
    });
    possible
}

fn try_all(
    cells: &[Cell],
    known: impl Fn(Cell, bool) -> (u64, u64) + Copy,
    most: u64,
    at: usize,
    counts: &mut Vec<u64>,
    found: &mut impl FnMut(&[u64]),
) {
    let Some(cell) = cells.get(at) else { return found(counts) };
    let (low, high) = cell.count().map_or_else(|| known(*cell, false), |count| (count, count));
    for count in low..=high.min(most.max(low)) {
        counts[at] = count;
        try_all(cells, known, most, at + 1, counts, found);
    }
}

fn cell_of(count: u64, is_hidden: bool, rule: Disclosure) -> Cell {
    match (is_hidden, rule.is_small(count)) {
        (_, true) => Cell::Small,
        (true, false) if count > 0 => Cell::Secondary,
        _ => Cell::Shown(count),
    }
}

proptest! {
    #[test]
    fn nothing_small_can_be_told(rows in prop::collection::vec(prop::collection::vec(0_u64..30, 1..7), 1..7), threshold in 2_u64..11, hides_zero: bool) {
        let rule = Disclosure { threshold, hides_zero };
        let published = suppress(&Table { rows: rows.clone() }, rule);
        prop_assert!(can_be_told(&published, rule).is_empty(), "{:?}", published);
        for (row, cells) in rows.iter().zip(&published.cells) {
            for (count, cell) in row.iter().zip(cells) {
                prop_assert_eq!(rule.is_small(*count), *cell == Cell::Small);
                prop_assert!(cell.count().is_none_or(|shown| shown == *count));
            }
        }
        let totals = published.row_totals.iter().chain(&published.column_totals).chain([&published.total]);
        prop_assert!(totals.into_iter().filter_map(|cell| cell.count()).all(|total| !rule.is_small(total)));
    }

    #[test]
    fn nothing_small_in_a_list_can_be_told(counts in prop::collection::vec(0_u64..30, 0..9), threshold in 2_u64..11) {
        let rule = Disclosure::below(threshold);
        let published = suppress_counts(&counts, rule);
        prop_assert!(can_be_told_of_list(&published, rule).is_empty());
        let hidden: Vec<u64> = counts.iter().zip(&published.cells).filter(|(_, cell)| cell.count().is_none()).map(|(count, _)| *count).collect();
        if published.total.count().is_some() && !hidden.is_empty() {
            prop_assert!(hidden.len() > 1 && hidden.iter().sum::<u64>() >= threshold);
        }
    }

    /// Compares the audit with all tables consistent with what is shown: it must find exactly the counts that can be worked out.
    #[test]
    fn the_audit_finds_what_trying_all_tables_finds(
        counts in prop::collection::vec(0_u64..8, 6),
        hidden in prop::collection::vec(prop::bool::weighted(0.4), 6),
        hidden_totals in prop::collection::vec(prop::bool::weighted(0.2), 5),
    ) {
        let rule = Disclosure::below(4);
        let cells: Vec<Cell> = counts.iter().zip(&hidden).map(|(count, is_hidden)| cell_of(*count, *is_hidden, rule)).collect();
        let total = |sum: u64, is_hidden: bool| if is_hidden && sum > 0 { Cell::Secondary } else { Cell::Shown(sum) };
        let row = |at: usize| total(counts[at * 3..at * 3 + 3].iter().sum(), hidden_totals[at]);
        let column = |at: usize| total(counts[at] + counts[at + 3], hidden_totals[at + 2]);
        let published = Published {
            cells: vec![cells[..3].to_vec(), cells[3..].to_vec()],
            row_totals: vec![row(0), row(1)],
            column_totals: vec![column(0), column(1), column(2)],
            total: Cell::Shown(counts.iter().sum()),
        };
        prop_assume!(cells.iter().filter(|cell| cell.count().is_none()).count() <= 4);
        let most = counts.iter().sum();
        let by_mark = |cell: Cell, is_total: bool| match cell {
            Cell::Small => (1, 3),
            _ if is_total => (1, u64::MAX),
            _ => (4, u64::MAX),
        };
        let marked = tried(&published, by_mark, most);
        let unmarked = tried(&published, |_, _| (1, u64::MAX), most);
        let told = can_be_told(&published, rule);
        for place in 0..6 {
            let width = |possible: &[u64]| possible.iter().max().zip(possible.iter().min()).map_or(0, |(most, least)| most - least);
            let is_told = cells[place] == Cell::Small && (width(&marked[place]) < 2 || width(&unmarked[place]) < 4);
            prop_assert_eq!(told.contains(&(place / 3, place % 3)), is_told, "{:?} {:?} {:?}", published, marked, unmarked);
        }
    }
}
