//! The last seal of every row, according to the chain.

use super::digest::{Digest, parse, row_name};
use std::collections::{BTreeMap, HashMap};

/// The last seal of a row in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LastSeal {
    /// The row's digest, or `None` if it was deleted.
    pub(crate) digest: Option<Digest>,
    /// The position of the entry that holds the seal.
    pub(crate) position: i64,
}

/// The last seals, by table and by [`row_name`].
#[derive(Clone, Debug, Default)]
pub(crate) struct LastSeals(pub(crate) HashMap<String, HashMap<u128, LastSeal>>);

/// One line of an entry's row seals.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    pub(crate) table: &'a str,
    pub(crate) key: &'a str,
    pub(crate) digest: Option<Digest>,
}

/// Parses the lines of an entry's row seals. Malformed lines are skipped, since the chain's hash already reveals that they were
/// changed.
pub(crate) fn lines(row_seals: &str) -> impl Iterator<Item = Line<'_>> {
    row_seals.lines().filter_map(|line| {
        let (table, rest) = line.split_once(' ')?;
        let (key, seal) = rest.split_once(' ')?;
        let digest = if seal == "-" { None } else { Some(parse(seal)?) };
        Some(Line { table, key, digest })
    })
}

/// Joins the row seals of an entry with later ones of the same transaction. Of a row that is in both, the later seal is kept.
pub(crate) fn joined(before: &str, later: &str) -> String {
    if before.is_empty() {
        return later.to_owned();
    }
    let seals: BTreeMap<&str, &str> = before.lines().chain(later.lines()).filter_map(|line| line.rsplit_once(' ')).collect();
    seals.into_iter().fold(String::new(), |lines, (row, seal)| lines + row + " " + seal + "\n")
}

impl LastSeals {
    /// Adds the seals of an entry, which must be later than all those added before.
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

    /// Adds the seals of later entries.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_seals_of_a_row_the_later_is_kept() {
        assert_eq!(joined("", "boat 1 aa\n"), "boat 1 aa\n");
        let before = "berth 1/2 bb\nboat 1 aa\nboat 2 cc\n";
        assert_eq!(joined(before, "boat 2 -\nboat 3 dd\n"), "berth 1/2 bb\nboat 1 aa\nboat 2 -\nboat 3 dd\n");
    }
}
