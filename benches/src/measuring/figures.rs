//! Statistics from many measurements, and tables of them.

use std::fmt::Write as _;
use std::time::Duration;

/// Returns the percentile of the values by the nearest-rank method; 0 if there are none. Sorts the values.
pub(crate) fn percentile(values: &mut [f64], hundredth: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let rank = (values.len() * hundredth).div_ceil(100);
    values.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

/// Returns the median; 0 if there are no values.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    percentile(&mut values, 50)
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Converts a count to a floating-point number; counts in this program are too small to lose precision.
#[expect(clippy::cast_precision_loss, reason = "counts of what is measured are far below 2^52")]
pub(crate) fn number(count: u64) -> f64 {
    count as f64
}

/// Returns rows under their headings, in columns as wide as needed; the first is aligned left, the others right.
pub(crate) fn table(headings: &[&str], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain(headings.get(column).map(|heading| heading.chars().count())).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::new();
        for (column, (cell, width)) in cells.zip(&widths).enumerate() {
            // Writing to a String cannot fail.
            let _ = if column == 0 { write!(line, "{cell:<width$}") } else { write!(line, "  {cell:>width$}") };
        }
        line.push('\n');
        line
    };
    let mut text = line(&mut headings.iter().copied());
    for row in rows {
        text.push_str(&line(&mut row.iter().map(String::as_str)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let mut values: Vec<f64> = (1..=200).rev().map(f64::from).collect();
        assert!((percentile(&mut values, 50) - 100.0).abs() < f64::EPSILON);
        assert!((percentile(&mut values, 99) - 198.0).abs() < f64::EPSILON);
        assert!((percentile(&mut values, 100) - 200.0).abs() < f64::EPSILON);
        assert!(percentile(&mut [], 99).abs() < f64::EPSILON);
    }

    #[test]
    fn columns_stand_under_their_headings() {
        let rows = [vec!["a page".to_owned(), "5".to_owned()], vec!["b".to_owned(), "12345".to_owned()]];
        assert_eq!(table(&["what", "ms"], &rows), "what       ms\na page      5\nb       12345\n");
    }
}
