//! The last seal of every row, as the chain says it.

use super::digest::{Digest, parse, row_name};
use std::collections::HashMap;

/// What the chain last said of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LastSeal {
    /// Its digest; `None` if it was removed.
    pub(crate) digest: Option<Digest>,
    /// The entry that says so.
    pub(crate) position: i64,
}

/// Rows by table and by their name among many.
#[derive(Clone, Debug, Default)]
pub(crate) struct LastSeals(pub(crate) HashMap<String, HashMap<u128, LastSeal>>);

/// What one entry says of a row, before it is joined with the others.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    pub(crate) table: &'a str,
    pub(crate) key: &'a str,
    pub(crate) digest: Option<Digest>,
}

/// The lines of an entry's row seals. What is not a line of that kind is left out: the chain's own hash tells that it was changed.
pub(crate) fn lines(row_seals: &str) -> impl Iterator<Item = Line<'_>> {
    row_seals.lines().filter_map(|line| {
        let (table, rest) = line.split_once(' ')?;
        let (key, seal) = rest.split_once(' ')?;
        let digest = if seal == "-" { None } else { Some(parse(seal)?) };
        Some(Line { table, key, digest })
    })
}

impl LastSeals {
    /// Takes in what an entry says, which is later than all that was taken in before.
    pub(crate) fn take(&mut self, position: i64, row_seals: &str) {
        for line in lines(row_seals) {
            let name = row_name(line.table, line.key);
            let seal = LastSeal { digest: line.digest, position };
            match self.0.get_mut(line.table) {
                Some(rows) => {
                    rows.insert(name, seal);
                }
                None => {
                    self.0.insert(line.table.to_owned(), HashMap::from([(name, seal)]));
                }
            }
        }
    }

    /// Takes in what later entries say.
    pub(crate) fn join(&mut self, later: Self) {
        for (table, rows) in later.0 {
            match self.0.get_mut(&table) {
                Some(known) => known.extend(rows),
                None => {
                    self.0.insert(table, rows);
                }
            }
        }
    }
}
