//! Figures of people: each period's table is counted once, protected as a whole, and everything that is asked comes from what is
//! shown of it.

use crate::counting::{Answer, CountsPeople, People, PeopleCounts};
use crate::measure::{Asked, Counted, Measure, Part, Unit};
use crate::protection::Withheld;
use crate::suppression::{Cell, Disclosure, Published, Table, suppress};
use db::{Db, DbError};

/// The column of a share with the people counted; the other has the rest.
const COUNTED: &str = "counted";
const REST: &str = "rest";

/// The table of one period, as shown.
struct Released {
    rows: Vec<String>,
    columns: Vec<String>,
    published: Published,
    /// What is shown for a value that no one has.
    absent: Cell,
    is_share: bool,
}

/// A count that may be shown.
#[derive(Clone, Copy, Default)]
struct Shown {
    count: u64,
    of: Option<u64>,
}

impl Shown {
    fn plus(self, other: Self) -> Self {
        let of = self.of.zip(other.of).map(|(one, other)| one.saturating_add(other)).or(self.of).or(other.of);
        Self { count: self.count.saturating_add(other.count), of }
    }

    fn minus(self, other: Self) -> Self {
        let of = self.of.map(|of| of.saturating_sub(other.of.unwrap_or_default()));
        Self { count: self.count.saturating_sub(other.count), of }
    }
}

/// The filters of a figure, for the rows and the columns of the table.
#[derive(Clone, Copy, Default)]
struct Filters<'a> {
    row: Option<&'a str>,
    column: Option<&'a str>,
}

impl Released {
    fn new(measure: &Measure, counts: &PeopleCounts, rule: Disclosure) -> Result<Self, DbError> {
        let is_share = measure.unit == Unit::Percent;
        let wrong = |what: String| DbError::Value(format!("the measure {} {what}", measure.key));
        let dimensions = measure.dimensions.len();
        if dimensions + usize::from(is_share) > 2 {
            return Err(wrong("has more dimensions than can be protected".to_owned()));
        }
        if let Some(values) = counts.rows.keys().find(|values| values.len() != dimensions) {
            return Err(wrong(format!("has {dimensions} dimensions, but was counted by {}", values.len())));
        }
        if counts.rows.values().any(|people| people.counted > people.of) {
            return Err(wrong("counts more people than there are".to_owned()));
        }
        let value = |values: &[String], at: usize| values.get(at).cloned().unwrap_or_default();
        let keys = |at: usize| {
            let mut keys: Vec<String> = counts.rows.keys().map(|values| value(values, at)).collect();
            keys.sort_unstable();
            keys.dedup();
            keys
        };
        let (rows, columns) = (keys(0), if is_share { vec![COUNTED.to_owned(), REST.to_owned()] } else { keys(1) });
        let mut table = Table { rows: vec![vec![0; columns.len()]; rows.len()] };
        for (values, People { counted, of }) in &counts.rows {
            let Ok(row) = rows.binary_search(&value(values, 0)) else { continue };
            if is_share {
                table.rows[row] = vec![*counted, of - counted];
            } else if let Ok(column) = columns.binary_search(&value(values, 1)) {
                table.rows[row][column] = *counted;
            }
        }
        let absent = if rule.hides_zero { Cell::Small } else { Cell::Shown(0) };
        Ok(Self { rows, columns, published: suppress(&table, rule), absent, is_share })
    }

    /// Returns what is shown for a row, a column, both or the whole.
    fn cell(&self, row: Option<&str>, column: Option<&str>) -> Cell {
        let row = row.map(|value| self.rows.iter().position(|known| known == value));
        let column = column.map(|value| self.columns.iter().position(|known| known == value));
        let published = &self.published;
        let found = match (row, column) {
            (None, None) => Some(&published.total),
            (Some(row), None) => row.and_then(|row| published.row_totals.get(row)),
            (None, Some(column)) => column.and_then(|column| published.column_totals.get(column)),
            (Some(row), Some(column)) => row.zip(column).and_then(|(row, column)| published.cells.get(row)?.get(column)),
        };
        found.copied().unwrap_or(self.absent)
    }

    /// Returns what is shown under these filters, or `None` if nothing is.
    fn shown(&self, filters: Filters<'_>) -> Option<Shown> {
        if self.is_share {
            let count = self.cell(filters.row, Some(COUNTED)).count()?;
            return Some(Shown { count, of: Some(self.cell(filters.row, None).count()?) });
        }
        Some(Shown { count: self.cell(filters.row, filters.column).count()?, of: None })
    }
}

/// Answers a question from the tables of the periods that it is about.
pub(crate) async fn ask(counting: &dyn CountsPeople, db: &Db, asked: &Asked) -> Result<Result<Answer, Withheld>, DbError> {
    let (measure, protection) = (counting.measure(), counting.protection());
    let every = protection.every();
    let Some(periods) = every.divide(asked.period) else { return Ok(Err(Withheld::Period { every })) };
    let instants: Option<Vec<_>> = periods.iter().map(|period| protection.counted_at(*period)).collect();
    let Some((instants, as_at)) = instants.and_then(|instants| Some((instants.clone(), instants.into_iter().max()?))) else {
        return Ok(Err(Withheld::Period { every }));
    };
    if as_at > asked.as_at {
        return Ok(Err(Withheld::NotYet { counted_at: as_at }));
    }
    let mut filters = Filters::default();
    for (key, value) in &asked.filters {
        match measure.dimensions.iter().position(|dimension| dimension.key == key) {
            Some(0) => filters.row = Some(value),
            Some(_) => filters.column = Some(value),
            None => return Err(DbError::Value(format!("the measure {} has no dimension {key}", measure.key))),
        }
    }
    let mut tables = Vec::new();
    for (period, instant) in periods.into_iter().zip(instants) {
        let counts = counting.count(db, period, instant).await?;
        tables.push(Released::new(measure, &counts, protection.disclosure())?);
    }
    let Some(whole) = sum(&tables, filters) else {
        return Ok(Err(Withheld::Small { threshold: protection.disclosure().threshold }));
    };
    let parts = match free_dimension(measure, filters) {
        Some(at) => {
            let names = counting.values(db, measure.dimensions[at].key).await?;
            parts(&tables, (filters, whole), at, &names)
        }
        None => Vec::new(),
    };
    let counted = Counted::new(signed(whole.count), whole.of.map(signed), parts);
    Ok(Ok(Answer { counted, as_at }))
}

/// Adds up what is shown for each period. `None` if one of them is hidden.
fn sum(tables: &[Released], filters: Filters<'_>) -> Option<Shown> {
    tables.iter().try_fold(Shown::default(), |sum, table| Some(sum.plus(table.shown(filters)?)))
}

/// Returns the place of the last dimension without a filter.
fn free_dimension(measure: &Measure, filters: Filters<'_>) -> Option<usize> {
    let is_filtered = [filters.row.is_some(), filters.column.is_some()];
    (0..measure.dimensions.len().min(2)).rev().find(|at| !is_filtered[*at])
}

/// Returns the parts of what is shown. Those that are hidden in any period are put together, as what is left of the whole.
fn parts(tables: &[Released], (filters, whole): (Filters<'_>, Shown), at: usize, names: &[(String, String)]) -> Vec<Part> {
    let mut values: Vec<&str> =
        tables.iter().flat_map(|table| if at == 0 { &table.rows } else { &table.columns }).map(String::as_str).collect();
    // In the order in which the capability names them, then by value.
    let order = |value: &str| names.iter().position(|(known, _)| known == value).unwrap_or(names.len());
    values.sort_unstable_by_key(|value| (order(value), *value));
    values.dedup();
    let part = |label: String, shown: Shown| Part { label, count: signed(shown.count), of: shown.of.map(signed) };
    let (mut parts, mut told, mut hidden) = (Vec::new(), Shown::default(), 0_usize);
    for value in values {
        let narrowed = if at == 0 { Filters { row: Some(value), ..filters } } else { Filters { column: Some(value), ..filters } };
        match sum(tables, narrowed) {
            Some(shown) => {
                let label = names.iter().find(|(known, _)| known == value).map_or(value, |(_, name)| name);
                parts.push(part(label.to_owned(), shown));
                told = told.plus(shown);
            }
            None => hidden += 1,
        }
    }
    if hidden > 0 {
        parts.push(part(format!("Other ({hidden} combined)"), whole.minus(told)));
    }
    parts
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
