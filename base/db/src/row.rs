//! Rows, and how they are read.

use crate::{DbError, FromSql, Table};
use foundation::PersonName;
use sea_orm::QueryResult;

/// A type that is read from a row. Derive it: each field is read from the column of its name.
///
/// `#[row(table = "petition")]` on the struct also makes it a [`Table`], so that the table's columns are named nowhere else. A table
/// has a column `id` or names its key, `key(board, year)`. Columns that are written but not read are `unread(hash)`. On a field,
/// `#[row(column = "board_id")]` gives the name of its column, `#[row(joined)]` reads a column that a query joins from another table,
/// `#[row(nested)]` reads a struct of its own from the same row, and `#[row(skip)]` leaves the field at its default.
///
/// A nested `Option` of a table's struct is `None` if the first of its columns is `NULL`, as after a `LEFT JOIN`.
pub trait Row: Sized {
    /// Reads the row.
    ///
    /// # Errors
    ///
    /// Returns an error that names the table, row and column if a column is missing or holds no value of its field's type.
    fn read(row: &FoundRow<'_>) -> Result<Self, DbError>;
}

/// A row that a statement found.
#[derive(Clone, Copy, Debug)]
pub struct FoundRow<'a> {
    row: &'a QueryResult,
    sql: &'a str,
    /// The table and its key, if they are known.
    table: Option<(&'static str, &'static [&'static str])>,
}

impl<'a> FoundRow<'a> {
    pub(crate) fn new(row: &'a QueryResult, sql: &'a str) -> Self {
        Self { row, sql, table: None }
    }

    /// Returns the same row as one of the table `T`, for messages.
    #[must_use]
    pub fn of_table<T: Table>(&self) -> Self {
        Self { table: Some((T::TABLE, T::KEY)), ..*self }
    }

    /// Reads a column.
    pub fn get<T: FromSql>(&self, column: &str) -> Result<T, DbError> {
        let stored = self.row.try_get::<T::Column>("", column).map_err(|error| self.unreadable(column, error.to_string()))?;
        T::from_sql(stored).map_err(|found| self.unreadable(column, found))
    }

    /// Reads the column at this place, counted from 0.
    pub fn get_at<T: FromSql>(&self, place: usize) -> Result<T, DbError> {
        let column = || self.row.column_names().get(place).cloned().unwrap_or_else(|| format!("number {}", place + 1));
        let stored = self.row.try_get_by_index::<T::Column>(place);
        let stored = stored.map_err(|error| self.unreadable(&column(), error.to_string()))?;
        T::from_sql(stored).map_err(|found| self.unreadable(&column(), found))
    }

    /// Returns whether a column is `NULL`, whatever its type.
    fn is_null(&self, column: &str) -> bool {
        // The driver compares types only if there is a value.
        matches!(self.row.try_get::<Option<String>>("", column), Ok(None))
    }

    fn unreadable(&self, column: &str, found: String) -> DbError {
        let (table, key) = self.table.unwrap_or_else(|| (table_of(self.sql), &["id"]));
        let key: Vec<String> = key.iter().filter_map(|part| self.key_part(part)).collect();
        DbError::unreadable(table, &key.join(", "), column, found)
    }

    fn key_part(&self, column: &str) -> Option<String> {
        let number = self.row.try_get::<i64>("", column).map(|number| number.to_string());
        let number = number.or_else(|_| self.row.try_get::<i32>("", column).map(|number| number.to_string()));
        let value = number.or_else(|_| self.row.try_get::<String>("", column)).ok()?;
        Some(format!("{column} {value}"))
    }
}

/// Returns the first table that a query reads, which can be inside a query of its own.
fn table_of(sql: &str) -> &str {
    let words = sql.split_whitespace();
    let after_from = words.clone().zip(words.skip(1)).filter(|(word, _)| *word == "FROM");
    after_from.map(|(_, name)| name).find(|name| !name.starts_with('(')).unwrap_or("a query")
}

impl<T: Table> Row for Option<T> {
    fn read(row: &FoundRow<'_>) -> Result<Self, DbError> {
        let is_absent = T::COLUMNS.first().is_some_and(|column| row.is_null(column));
        if is_absent { Ok(None) } else { T::read(row).map(Some) }
    }
}

impl Row for PersonName {
    fn read(row: &FoundRow<'_>) -> Result<Self, DbError> {
        Ok(Self { title: row.get("title")?, given: row.get("given")?, surname: row.get("surname")? })
    }
}

macro_rules! read_in_order {
    ($($kind:ident $place:literal),*) => {
        impl<$($kind: FromSql),*> Row for ($($kind,)*) {
            fn read(row: &FoundRow<'_>) -> Result<Self, DbError> {
                Ok(($(row.get_at::<$kind>($place)?,)*))
            }
        }
    };
}

read_in_order!(A 0, B 1);
read_in_order!(A 0, B 1, C 2);
read_in_order!(A 0, B 1, C 2, D 3);
