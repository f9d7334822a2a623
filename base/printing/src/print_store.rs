//! All SQL statements about prints.

use chrono::{DateTime, Utc};
use db::{Connection, DbError, SqlMigration, ToSql, WriteTransaction};
use documents::Replaced;
use files::FileId;

/// The table of prints. `confirmed` counts up: among the prints of one thing, the one with the highest value is current.
pub const MIGRATIONS: &[SqlMigration] = &[SqlMigration {
    name: "m20261124_040_prints",
    statements: &[
        "CREATE TABLE print (id {KEY}, name TEXT NOT NULL, content_hash TEXT NOT NULL, title TEXT NOT NULL, \
         file_id BIGINT NOT NULL REFERENCES stored_file (id), pages INTEGER NOT NULL, size BIGINT NOT NULL, replaced TEXT NOT NULL, \
         made_at {INSTANT} NOT NULL, confirmed BIGINT NOT NULL, UNIQUE (name, content_hash))",
        "CREATE INDEX print_by_hash ON print (content_hash)",
        "CREATE INDEX print_by_name ON print (name, confirmed)",
        "CREATE INDEX print_by_confirmation ON print (confirmed)",
    ],
    protects: &[db::seal_beside("print")],
}];

/// A document that was made into a PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPrint {
    /// What it is a print of: `pack/4`.
    pub name: String,
    /// The hash of its document, which is also its address.
    pub content_hash: String,
    /// The title of the file.
    pub title: String,
    /// The file that contains its bytes.
    pub file: FileId,
    /// The number of pages.
    pub pages: u32,
    /// The size in bytes.
    pub size: u64,
    /// The characters that were replaced because the typeface lacks them.
    pub replaced: Vec<Replaced>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

impl KeptPrint {
    /// Returns its address, where the bytes never change.
    pub fn address(&self) -> String {
        format!("/prints/{}/{}.pdf", self.content_hash, foundation::text::slug(&self.title))
    }
}

#[derive(db::Row)]
#[row(table = "print", key(name, content_hash), unread(confirmed))]
struct Row {
    name: String,
    content_hash: String,
    title: String,
    file_id: FileId,
    pages: i32,
    size: i64,
    replaced: String,
    made_at: DateTime<Utc>,
}

impl TryFrom<Row> for KeptPrint {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let key = format!("name {}, content_hash {}", row.name, row.content_hash);
        let unreadable = |column: &str| DbError::unreadable("print", &key, column, "cannot be read");
        Ok(Self {
            pages: u32::try_from(row.pages).map_err(|_| unreadable("pages"))?,
            size: u64::try_from(row.size).map_err(|_| unreadable("size"))?,
            replaced: serde_json::from_str(&row.replaced).map_err(|_| unreadable("replaced"))?,
            name: row.name,
            content_hash: row.content_hash,
            title: row.title,
            file: row.file_id,
            made_at: row.made_at,
        })
    }
}

async fn first(connection: &Connection, rest: &str, values: &[&str]) -> Result<Option<KeptPrint>, DbError> {
    let row = db::first::<Row>(connection, rest, values.iter().map(ToSql::to_sql)).await?;
    row.map(KeptPrint::try_from).transpose()
}

/// Returns the current print of a thing; `None` if it was never made.
pub async fn current(connection: &Connection, name: &str) -> Result<Option<KeptPrint>, DbError> {
    first(connection, "WHERE name = $1 ORDER BY confirmed DESC LIMIT 1", &[name]).await
}

/// Returns the current prints of several things, except those that were never made.
pub async fn current_of(connection: &Connection, names: &[String]) -> Result<Vec<KeptPrint>, DbError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let places = (1..=names.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let rest = format!("p WHERE name IN ({places}) AND confirmed = (SELECT MAX(q.confirmed) FROM print q WHERE q.name = p.name)");
    let rows = db::select::<Row>(connection, &rest, names.iter().map(ToSql::to_sql)).await?;
    rows.into_iter().map(KeptPrint::try_from).collect()
}

/// Returns the print with this content.
pub async fn by_hash(connection: &Connection, hash: &str) -> Result<Option<KeptPrint>, DbError> {
    first(connection, "WHERE content_hash = $1 ORDER BY id LIMIT 1", &[hash]).await
}

/// Returns the print of a thing with this content.
pub(crate) async fn of(connection: &Connection, name: &str, hash: &str) -> Result<Option<KeptPrint>, DbError> {
    first(connection, "WHERE name = $1 AND content_hash = $2", &[name, hash]).await
}

/// Makes other transactions that move the count of prints on wait until this one ends. If two moved it on to the same value, what was
/// remembered between their commits would not be read again.
async fn hold(transaction: &WriteTransaction) -> Result<(), DbError> {
    db::hold(transaction, &["prints"]).await
}

/// Records that this is now the thing's content.
pub(crate) async fn confirm(transaction: &WriteTransaction, name: &str, hash: &str) -> Result<(), DbError> {
    hold(transaction).await?;
    let sql = "UPDATE print SET confirmed = (SELECT MAX(confirmed) + 1 FROM print) WHERE name = $1 AND content_hash = $2";
    db::execute(transaction, sql, db::values![name, hash]).await?;
    Ok(())
}

/// Stores a print, unless another process has already stored it.
pub(crate) async fn insert(transaction: &WriteTransaction, print: &KeptPrint) -> Result<(), DbError> {
    hold(transaction).await?;
    let sql = "SELECT COALESCE(MAX(confirmed), 0) + 1 FROM print";
    let confirmed = db::count(transaction, sql, []).await?;
    let row = db::insert!(
        transaction,
        Row {
            name: print.name,
            content_hash: print.content_hash,
            title: print.title,
            file_id: print.file,
            pages: i32::try_from(print.pages).unwrap_or(i32::MAX),
            size: i64::try_from(print.size).unwrap_or(i64::MAX),
            replaced: serde_json::to_string(&print.replaced).map_err(|error| DbError::Value(error.to_string()))?,
            made_at: print.made_at,
            confirmed,
        },
        "ON CONFLICT (name, content_hash) DO NOTHING"
    );
    row.await?;
    Ok(())
}
