//! Reading a page of a table as one JSON value, which a database produces several times faster than its driver returns the rows one
//! by one.
//!
//! Callers fall back to reading rows if a page cannot be read in this form, for example because a cell holds something that JSON
//! cannot represent.

use db::Kind;
use db::{Connection, DbError};
use sea_orm::Value;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use std::borrow::Cow;
use std::fmt;

/// A cell of a row, as parsed from JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell<'a> {
    Null,
    Boolean(bool),
    Integer(i64),
    Text(Cow<'a, str>),
}

impl<'a> Cell<'a> {
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        if let Self::Integer(integer) = self { Some(*integer) } else { None }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Cell<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct CellVisitor;

        impl<'de> Visitor<'de> for CellVisitor {
            type Value = Cell<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text, a whole number, a truth value or null")
            }

            fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
                Ok(Cell::Null)
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
                Ok(Cell::Boolean(value))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
                Ok(Cell::Integer(value))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
                i64::try_from(value).map(Cell::Integer).map_err(E::custom)
            }

            fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Self::Value, E> {
                Ok(Cell::Text(Cow::Borrowed(value)))
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
                Ok(Cell::Text(Cow::Owned(value.to_owned())))
            }
        }

        deserializer.deserialize_any(CellVisitor)
    }
}

/// Runs the query `rows`, which has these columns and an order of its own, and returns the result as a JSON array of arrays for
/// [`cells`].
///
/// # Errors
/// Returns an error if the query fails, including when the database cannot represent a value as JSON.
pub(crate) async fn read(
    connection: &Connection,
    columns: &[&str],
    rows: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<String, DbError> {
    let columns = columns.join(", ");
    let sql = match connection.kind() {
        Kind::PostgreSql => format!("SELECT CAST(json_agg(json_build_array({columns})) AS TEXT) FROM ({rows}) AS page"),
        Kind::Sqlite => format!("SELECT json_group_array(json_array({columns})) FROM ({rows}) AS page"),
    };
    let page = db::single::<Option<String>>(connection, &sql, values).await?.flatten();
    Ok(page.unwrap_or_else(|| "[]".to_owned()))
}

/// Parses the cells of a page, row by row. Returns `None` if one of them is not a string, an integer, a boolean or null.
pub(crate) fn cells(page: &str) -> Option<Vec<Vec<Cell<'_>>>> {
    serde_json::from_str(page).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_cell_by_cell_and_what_no_cell_can_be_is_refused() {
        let page = r#"[["Quay \"7\"", "plain", -9223372036854775808, true, null], []]"#;
        let rows = cells(page).unwrap();
        let [first, second] = rows.as_slice() else { panic!("{rows:?}") };
        assert_eq!(first[0], Cell::Text(Cow::Owned("Quay \"7\"".to_owned())));
        assert!(matches!(&first[1], Cell::Text(Cow::Borrowed("plain"))));
        assert_eq!(first[2..], [Cell::Integer(i64::MIN), Cell::Boolean(true), Cell::Null]);
        assert!(second.is_empty());
        for page in ["[[1.5]]", "[[9223372036854775808]]", "[[[1]]]", "[[{}]]", "[", "null"] {
            assert_eq!(cells(page), None, "{page}");
        }
    }
}
