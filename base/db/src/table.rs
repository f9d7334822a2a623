//! Tables whose columns are named once, and the statements about single rows that are made from them.

use crate::{Connection, DbError, FoundRow, FromSql, Row, Value, WriteTransaction};

/// A table whose columns are the fields of a struct. Derive it with [`Row`].
///
/// A test compares the columns of every table that is declared in this way with the tables that the migrations create.
pub trait Table: Row {
    /// The table's name.
    const TABLE: &'static str;
    /// The columns that are read, in the order of the fields.
    const COLUMNS: &'static [&'static str];
    /// Columns that statements write or compare but that are not read into the struct.
    const UNREAD: &'static [&'static str];
    /// The columns of the primary key.
    const KEY: &'static [&'static str];
    /// The columns that are read, separated by commas.
    const LIST: &'static str;
    /// `SELECT`, the columns, `FROM` and the table. An alias or a condition can follow.
    const SELECT: &'static str;
    /// The type of the column `id`; `()` if there is none.
    type Id: InsertedKey;

    /// Returns the values of the columns that are read.
    fn values(&self) -> Vec<Value>;

    /// Returns the columns with the alias of the table before each, for joins.
    fn columns(alias: &str) -> String {
        Self::COLUMNS.iter().map(|column| format!("{alias}.{column}")).collect::<Vec<_>>().join(", ")
    }
}

/// The key that inserting a row gives.
pub trait InsertedKey: Sized {
    /// The statement's last clause.
    const RETURNING: &'static str;

    /// Reads the key.
    fn read(row: &FoundRow<'_>) -> Result<Self, DbError>;
}

impl InsertedKey for () {
    const RETURNING: &'static str = "RETURNING 1";

    fn read(_: &FoundRow<'_>) -> Result<Self, DbError> {
        Ok(())
    }
}

impl<T: FromSql> InsertedKey for T {
    const RETURNING: &'static str = "RETURNING id";

    fn read(row: &FoundRow<'_>) -> Result<Self, DbError> {
        row.get("id")
    }
}

/// Returns whether a table has this column. The macros ask it while they are compiled.
pub const fn has_column<T: Table>(column: &str) -> bool {
    is_among(T::COLUMNS, column) || is_among(T::UNREAD, column)
}

const fn is_among(names: &[&str], name: &str) -> bool {
    let mut place = 0;
    while place < names.len() {
        if is_same(names[place].as_bytes(), name.as_bytes()) {
            return true;
        }
        place += 1;
    }
    false
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut place = 0;
    while place < one.len() && place < other.len() && one[place] == other[place] {
        place += 1;
    }
    place == one.len() && place == other.len()
}

/// Returns the rows of `T` that `rest` selects: what follows the name of the table, such as `WHERE board = $1 ORDER BY id`.
pub async fn select<T: Table>(
    connection: &Connection,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<T>, DbError> {
    crate::rows(connection, &format!("{} {rest}", T::SELECT), values).await
}

/// Returns the first row of `T` that `rest` selects, or `None` if there are no rows.
pub async fn first<T: Table>(
    connection: &Connection,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Option<T>, DbError> {
    crate::row(connection, &format!("{} {rest}", T::SELECT), values).await
}

/// Returns the row of `T` with this key, or `None` if there is none.
pub async fn by_id<T: Table>(connection: &Connection, id: T::Id) -> Result<Option<T>, DbError>
where
    T::Id: crate::ToSql,
{
    first(connection, "WHERE id = $1", [crate::ToSql::to_sql(&id)]).await
}

/// Writes all columns of a row but those of its key, if `condition` holds for it; its own values begin at `$1`. Returns whether it
/// was written.
pub async fn save<T: Table, const N: usize>(
    transaction: &WriteTransaction,
    row: &T,
    condition: &str,
    values: [Value; N],
) -> Result<bool, DbError> {
    let (mut sets, mut keys, mut all) = (Vec::new(), vec![format!("({condition})")], Vec::from(values));
    for (column, value) in T::COLUMNS.iter().zip(row.values()) {
        all.push(value);
        let is_key = T::KEY.contains(column);
        if is_key { &mut keys } else { &mut sets }.push(format!("{column} = ${}", all.len()));
    }
    let sql = format!("UPDATE {} SET {} WHERE {}", T::TABLE, sets.join(", "), keys.join(" AND "));
    Ok(crate::execute(transaction, &sql, all).await? == 1)
}

/// Inserts a row, for [`insert!`](crate::insert). Returns its key, or `None` if `on_conflict` made it nothing.
pub async fn insert_row<T: Table>(
    transaction: &WriteTransaction,
    row: impl IntoIterator<Item = (&'static str, Value)>,
    on_conflict: &str,
) -> Result<Option<T::Id>, DbError> {
    let (columns, values): (Vec<&str>, Vec<Value>) = row.into_iter().unzip();
    let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
    let (table, returning) = (T::TABLE, T::Id::RETURNING);
    let (columns, places) = (columns.join(", "), places.join(", "));
    let sql = format!("INSERT INTO {table} ({columns}) VALUES ({places}) {on_conflict} {returning}");
    let found = transaction.query_one(&sql, values).await?;
    found.map(|row| T::Id::read(&FoundRow::new(&row, &sql).of_table::<T>())).transpose()
}

/// Inserts a row, or updates the one with the same key, for [`upsert!`](crate::upsert).
pub async fn upsert_row<T: Table, const N: usize>(
    transaction: &WriteTransaction,
    row: [(&'static str, Value); N],
) -> Result<(), DbError> {
    let others = row.iter().filter(|(column, _)| !T::KEY.contains(column));
    let sets: Vec<String> = others.map(|(column, _)| format!("{column} = excluded.{column}")).collect();
    let on_conflict = format!("ON CONFLICT ({}) DO UPDATE SET {}", T::KEY.join(", "), sets.join(", "));
    insert_row::<T>(transaction, row, &on_conflict).await?;
    Ok(())
}

/// Updates rows, for [`update!`](crate::update). Returns the number of rows that the condition selected.
pub async fn update_rows<T: Table>(
    transaction: &WriteTransaction,
    columns: impl IntoIterator<Item = (&'static str, Value)>,
    condition: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, DbError> {
    let mut all: Vec<Value> = values.into_iter().collect();
    let mut sets = Vec::new();
    for (column, value) in columns {
        all.push(value);
        sets.push(format!("{column} = ${}", all.len()));
    }
    let sql = format!("UPDATE {} SET {} WHERE {condition}", T::TABLE, sets.join(", "));
    crate::execute(transaction, &sql, all).await
}

/// Makes a list of columns with their values, for [`insert_row`] and [`update_rows`]. A column that the table does not have is refused
/// by the compiler. [`insert!`](crate::insert) and [`update!`](crate::update) are shorter unless several statements write the same
/// columns.
#[macro_export]
macro_rules! columns {
    ($table:ty { $($column:ident $(: $value:expr)?),* $(,)? }) => {
        [$({
            const { assert!($crate::has_column::<$table>(stringify!($column)), concat!("there is no column ", stringify!($column))) };
            (stringify!($column), $crate::columns!(@value $column $(: $value)?))
        }),*]
    };
    (@value $column:ident) => { $crate::ToSql::to_sql(&$column) };
    (@value $column:ident : $value:expr) => { $crate::ToSql::to_sql(&$value) };
}

/// Inserts a row and returns its key: `insert!(transaction, Petition { reference: &new.reference, added_at: by.at })`.
///
/// A last argument such as `"ON CONFLICT (reference) DO NOTHING"` says what happens to a row that is there already; the key is then an
/// `Option`.
#[macro_export]
macro_rules! insert {
    ($transaction:expr, $table:ident { $($columns:tt)* }) => {
        async {
            let row = $crate::columns!($table { $($columns)* });
            let id = $crate::insert_row::<$table>($transaction, row, "").await?;
            id.ok_or_else(|| $crate::DbError::Value(format!("inserting into {} gave no row", <$table as $crate::Table>::TABLE)))
        }
    };
    ($transaction:expr, $table:ident { $($columns:tt)* }, $on_conflict:expr) => {
        $crate::insert_row::<$table>($transaction, $crate::columns!($table { $($columns)* }), $on_conflict)
    };
}

/// Inserts a row, or updates the one with the same key: `upsert!(transaction, Position { id: 1, publication })`.
#[macro_export]
macro_rules! upsert {
    ($transaction:expr, $table:ident { $($columns:tt)* }) => {
        $crate::upsert_row::<$table, _>($transaction, $crate::columns!($table { $($columns)* }))
    };
}

/// Updates columns and returns the number of rows: `update!(transaction, Petition { closed_at: by.at }, "id = $1", [id])`.
#[macro_export]
macro_rules! update {
    ($transaction:expr, $table:ident { $($columns:tt)* }, $condition:expr, [$($value:expr),* $(,)?]) => {
        $crate::update_rows::<$table>($transaction, $crate::columns!($table { $($columns)* }), $condition, $crate::values![$($value),*])
    };
}
