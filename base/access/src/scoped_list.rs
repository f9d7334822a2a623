//! Lists of records of which each reader may see a part, a page at a time.
//!
//! A page costs as much in a list of a million as in one of ten. Someone who may see many of the records finds a page of them among
//! the newest, so those are read first, row by row. Someone who may see few of them, or only old ones, has few keys to collect.

use crate::stored_facts::Reading;
use db::{Connection, DbError, Row, Value};
use foundation::Count;

/// The number of newest rows that are read row by row.
const WINDOW: i64 = 3000;

/// The same where it is only asked whether there are any.
const FEW: i64 = 100;

/// The number up to which the records of a list are counted.
pub const COUNTED: i64 = 1000;

/// What a list shows of one table, newest first.
pub trait ScopedList: Sync {
    /// The table.
    const TABLE: &'static str;
    /// The table's alias in conditions.
    const ALIAS: &'static str;
    /// The columns by which it is sorted, from the last to the first. The last of them is the key, `id`.
    const ORDER: &'static [&'static str];

    /// Returns a condition for which the table has an index in the list's order, such as one board alone, adding its values.
    fn narrowed(&self, _values: &mut Vec<Value>) -> String {
        "1 = 1".to_owned()
    }

    /// Returns the condition that its rows meet, adding its values.
    fn condition(&self, reading: Reading, values: &mut Vec<Value>) -> String;
}

/// Returns the rows of a list after the one with the key `after`, or its first ones: `columns` of at most `limit` rows.
pub async fn listed<L: ScopedList, R: Row>(
    connection: &Connection,
    list: &L,
    columns: &str,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<R>, DbError> {
    let read = async |way| {
        let mut values = Vec::new();
        let rows = source(list, way, after, &mut values);
        values.push(limit.into());
        let sql = format!("SELECT {columns} FROM {rows} ORDER BY {} LIMIT ${}", order::<L>(), values.len());
        db::rows::<R>(connection, &sql, values).await
    };
    let newest = read(Way::Newest(WINDOW)).await?;
    if i64::try_from(newest.len()).is_ok_and(|found| found >= limit) { Ok(newest) } else { read(Way::All).await }
}

/// Returns the number of a list's rows, counted up to [`COUNTED`].
pub async fn counted<L: ScopedList>(connection: &Connection, list: &L) -> Result<Count, DbError> {
    count_up_to(COUNTED, WINDOW, connection, list).await
}

/// Returns whether a list has any rows.
pub async fn has_any<L: ScopedList>(connection: &Connection, list: &L) -> Result<bool, DbError> {
    Ok(!count_up_to(0, FEW, connection, list).await?.is(0))
}

async fn count_up_to<L: ScopedList>(most: i64, window: i64, connection: &Connection, list: &L) -> Result<Count, DbError> {
    let read = async |way| {
        let mut values = Vec::new();
        let rows = source(list, way, None, &mut values);
        values.push((most + 1).into());
        let sql = format!("SELECT COUNT(*) FROM (SELECT 1 AS found FROM {rows} LIMIT ${}) counted", values.len());
        db::count(connection, &sql, values).await
    };
    let newest = read(Way::Newest(window)).await?;
    Ok(Count::up_to(most, if newest > most { newest } else { read(Way::All).await? }))
}

/// Which rows a statement reads.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// So many of the newest, row by row.
    Newest(i64),
    /// All, by the keys that the reader may see.
    All,
}

fn order<L: ScopedList>() -> String {
    L::ORDER.iter().map(|column| format!("{}.{column} DESC", L::ALIAS)).collect::<Vec<_>>().join(", ")
}

/// Returns the rows of a list, for a `FROM` clause, with their condition.
fn source<L: ScopedList>(list: &L, way: Way, after: Option<i64>, values: &mut Vec<Value>) -> String {
    let (table, alias) = (L::TABLE, L::ALIAS);
    let mut narrowed = list.narrowed(values);
    if let Some(after) = after {
        values.push(after.into());
        let columns = |alias: &str| L::ORDER.iter().map(|column| format!("{alias}.{column}")).collect::<Vec<_>>().join(", ");
        let at = values.len();
        narrowed = format!("{narrowed} AND ({}) < (SELECT {} FROM {table} z WHERE z.id = ${at})", columns(alias), columns("z"));
    }
    match way {
        Way::Newest(window) => {
            values.push(window.into());
            let newest =
                format!("SELECT * FROM {table} {alias} WHERE {narrowed} ORDER BY {} LIMIT ${}", order::<L>(), values.len());
            let condition = list.condition(Reading::RowByRow, values);
            format!("({newest}) {alias} WHERE {condition}")
        }
        Way::All => {
            let condition = list.condition(Reading::ByKey, values);
            format!("{table} {alias} WHERE {narrowed} AND {condition}")
        }
    }
}
