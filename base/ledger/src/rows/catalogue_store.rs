//! The columns of the protected tables, read from the database itself.

use super::digest::{ColumnType, Digest, Digester, Stored, UNREADABLE};
use crate::page_store::Cell;
use db::Kind;
use db::{Connection, DbError, ProtectedTable, Protection};
use sea_orm::QueryResult;
use std::collections::BTreeMap;

/// A protected table as it exists in this database.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) protection: Protection,
    /// The columns in order of name, which is the order in which they are digested.
    columns: Vec<Column>,
    /// The indexes in `columns` of the primary key's columns, in key order.
    key: Vec<usize>,
    is_postgresql: bool,
}

#[derive(Clone, Debug)]
struct Column {
    name: String,
    column_type: ColumnType,
}

/// The protected tables, by name.
pub(crate) type Catalogue = BTreeMap<String, Table>;

#[derive(db::Row)]
struct ColumnRow {
    table_name: String,
    name: String,
    type_name: String,
    key_position: i64,
}

const SQLITE_COLUMNS: &str = "SELECT m.name AS table_name, c.name AS name, c.type AS type_name, c.pk AS key_position FROM sqlite_master m \
     JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY m.name, c.name";

const POSTGRESQL_COLUMNS: &str = "SELECT CAST(t.relname AS TEXT) AS table_name, CAST(a.attname AS TEXT) AS name, \
     format_type(a.atttypid, NULL) AS type_name, COALESCE((SELECT k.place FROM unnest(i.indkey) WITH ORDINALITY AS k (number, place) \
     WHERE k.number = a.attnum), 0) AS key_position FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace \
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped \
     LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary \
     WHERE n.nspname = current_schema() AND t.relkind = 'r' ORDER BY 1, 2";

/// Reads the columns of those of these tables that exist and whose rows are sealed.
pub(crate) async fn read(connection: &Connection, protected: &[ProtectedTable]) -> Result<Catalogue, DbError> {
    let is_postgresql = connection.kind() == Kind::PostgreSql;
    let sql = if is_postgresql { POSTGRESQL_COLUMNS } else { SQLITE_COLUMNS };
    let mut columns: BTreeMap<String, Vec<ColumnRow>> = BTreeMap::new();
    for row in db::rows::<ColumnRow>(connection, sql, []).await? {
        columns.entry(row.table_name.clone()).or_default().push(row);
    }
    let mut catalogue = Catalogue::new();
    for table in protected {
        if matches!(table.protection, Protection::Nothing(_)) {
            continue;
        }
        if let Some(rows) = columns.remove(table.name) {
            catalogue.insert(table.name.to_owned(), Table::new(table, rows, is_postgresql)?);
        }
    }
    Ok(catalogue)
}

/// Returns whether the table that records changes exists.
pub(crate) async fn has_row_changes(connection: &Connection) -> Result<bool, DbError> {
    let sql = match connection.kind() {
        Kind::PostgreSql => "SELECT CAST(to_regclass('row_change') AS TEXT)",
        Kind::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'row_change'",
    };
    Ok(db::single::<Option<String>>(connection, sql, []).await?.flatten().is_some())
}

impl Table {
    fn new(table: &ProtectedTable, mut rows: Vec<ColumnRow>, is_postgresql: bool) -> Result<Self, DbError> {
        rows.sort_by(|one, other| one.name.cmp(&other.name));
        let mut key: Vec<(i64, usize)> = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.key_position > 0)
            .map(|(place, row)| (row.key_position, place))
            .collect();
        key.sort_unstable();
        if key.is_empty() || key.len() > 3 {
            return Err(DbError::Value(format!(
                "the table {} needs a primary key of one to three columns to be sealed",
                table.name
            )));
        }
        let columns = rows
            .into_iter()
            .map(|row| {
                let column_type = ColumnType::named(&row.type_name).ok_or_else(|| {
                    DbError::Value(format!(
                        "column {} of {} has the type {}, which is not sealed",
                        row.name, table.name, row.type_name
                    ))
                })?;
                Ok(Column { name: row.name, column_type })
            })
            .collect::<Result<_, DbError>>()?;
        let key = key.into_iter().map(|(_, place)| place).collect();
        Ok(Self { name: table.name.to_owned(), protection: table.protection, columns, key, is_postgresql })
    }

    /// Returns a `SELECT` of every column, without a condition.
    pub(crate) fn select(&self) -> String {
        format!("SELECT {} FROM \"{}\"", self.column_names().join(", "), self.name)
    }

    /// Returns the names of the primary key's columns.
    pub(crate) fn key_columns(&self) -> impl Iterator<Item = &str> {
        self.key.iter().map(|place| self.columns[*place].name.as_str())
    }

    /// Returns a condition that matches rows with any of these keys, and its values.
    pub(crate) fn with_keys(&self, keys: &[Vec<String>]) -> Result<(String, Vec<sea_orm::Value>), DbError> {
        let mut values: Vec<sea_orm::Value> = Vec::new();
        let mut conditions = Vec::new();
        for key in keys {
            let mut parts = Vec::new();
            for (place, part) in self.key.iter().zip(key) {
                values.push(self.key_value(*place, part)?);
                parts.push(format!("\"{}\" = ${}", self.columns[*place].name, values.len()));
            }
            conditions.push(format!("({})", parts.join(" AND ")));
        }
        Ok((conditions.join(" OR "), values))
    }

    /// Converts one part of a key to a value of its column.
    pub(crate) fn key_value(&self, place: usize, part: &str) -> Result<sea_orm::Value, DbError> {
        match self.columns[place].column_type {
            ColumnType::Text => Ok(part.into()),
            ColumnType::Small | ColumnType::Integer => {
                let number: i64 = part.parse().map_err(|_| DbError::Value(format!("{part:?} as a key of {}", self.name)))?;
                Ok(number.into())
            }
            _ => Err(DbError::Value(format!("the key of {} is neither text nor a whole number", self.name))),
        }
    }

    /// Returns the indexes of the key's columns.
    pub(crate) fn key_places(&self) -> &[usize] {
        &self.key
    }

    /// Returns the quoted names of the columns, in the order in which [`Self::select`] lists them.
    pub(crate) fn column_names(&self) -> Vec<String> {
        self.columns.iter().map(|column| format!("\"{}\"", column.name)).collect()
    }

    /// Returns the key and the digest of a row from [`Self::select`].
    pub(crate) fn digest(&self, row: &QueryResult, digester: &mut Digester<'_>) -> (Vec<String>, Digest) {
        let columns = self.columns.iter().enumerate();
        let values: Vec<Result<Option<Stored<'_>>, _>> =
            columns.map(|(place, column)| column.column_type.read(row, place, self.is_postgresql)).collect();
        if values.iter().any(Result::is_err) {
            let values: Vec<Option<Stored<'_>>> = values.into_iter().map(Result::unwrap_or_default).collect();
            return (self.key_parts(&values), UNREADABLE);
        }
        let values: Vec<Option<Stored<'_>>> = values.into_iter().filter_map(Result::ok).collect();
        (self.key_parts(&values), self.digest_values(&values, digester))
    }

    /// Returns the key and the digest of a row from [`Self::select`], given its cells. Returns `None` if a value cannot be
    /// determined from its cell.
    pub(crate) fn digest_cells(&self, cells: Vec<Cell<'_>>, digester: &mut Digester<'_>) -> Option<(Vec<String>, Digest)> {
        if cells.len() != self.columns.len() {
            return None;
        }
        let columns = self.columns.iter().zip(cells);
        let values: Vec<Option<Stored<'_>>> =
            columns.map(|(column, cell)| column.column_type.of_cell(cell)).collect::<Result<_, _>>().ok()?;
        Some((self.key_parts(&values), self.digest_values(&values, digester)))
    }

    /// Returns the parts of the key from the values of a row. A part is empty if it has no value.
    fn key_parts(&self, values: &[Option<Stored<'_>>]) -> Vec<String> {
        let part = |place: &usize| values[*place].as_ref().map(Stored::key_part).unwrap_or_default();
        self.key.iter().map(part).collect()
    }

    fn digest_values(&self, values: &[Option<Stored<'_>>], digester: &mut Digester<'_>) -> Digest {
        let names = self.columns.iter().map(|column| column.name.as_str());
        digester.digest(&self.name, names.zip(values.iter().map(Option::as_ref)))
    }
}
