//! All SQL statements about prints.

use chrono::{DateTime, Utc};
use db::{ConnectionTrait, DbError, FromQueryResult, SqlMigration, WriteTransaction};
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

#[derive(FromQueryResult)]
struct Row {
    name: String,
    content_hash: String,
    title: String,
    file_id: i64,
    pages: i32,
    size: i64,
    replaced: String,
    made_at: DateTime<Utc>,
}

impl TryFrom<Row> for KeptPrint {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let file = FileId::new(row.file_id).ok_or_else(|| DbError::Value(format!("file {}", row.file_id)))?;
        let unreadable = |what: &str| DbError::Value(format!("{what} of the print {}", row.name));
        Ok(Self {
            pages: u32::try_from(row.pages).map_err(|_| unreadable("the number of pages"))?,
            size: u64::try_from(row.size).map_err(|_| unreadable("the size"))?,
            replaced: serde_json::from_str(&row.replaced).map_err(|_| unreadable("the replaced characters"))?,
            name: row.name,
            content_hash: row.content_hash,
            title: row.title,
            file,
            made_at: row.made_at,
        })
    }
}

const COLUMNS: &str = "name, content_hash, title, file_id, pages, size, replaced, made_at";

/// Returns the current print of a thing; `None` if it was never made.
pub async fn current(connection: &impl ConnectionTrait, name: &str) -> Result<Option<KeptPrint>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM print WHERE name = $1 ORDER BY confirmed DESC LIMIT 1");
    db::row::<Row>(connection, &sql, [name.into()]).await?.map(KeptPrint::try_from).transpose()
}

/// Returns the current prints of several things, except those that were never made.
pub async fn current_of(connection: &impl ConnectionTrait, names: &[String]) -> Result<Vec<KeptPrint>, DbError> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let places = (1..=names.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT {COLUMNS} FROM print p WHERE name IN ({places}) \
         AND confirmed = (SELECT MAX(q.confirmed) FROM print q WHERE q.name = p.name)"
    );
    let rows = db::rows::<Row>(connection, &sql, names.iter().map(|name| name.as_str().into())).await?;
    rows.into_iter().map(KeptPrint::try_from).collect()
}

/// Returns the print with this content.
pub async fn by_hash(connection: &impl ConnectionTrait, hash: &str) -> Result<Option<KeptPrint>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM print WHERE content_hash = $1 ORDER BY id LIMIT 1");
    db::row::<Row>(connection, &sql, [hash.into()]).await?.map(KeptPrint::try_from).transpose()
}

/// Returns the print of a thing with this content.
pub(crate) async fn of(connection: &impl ConnectionTrait, name: &str, hash: &str) -> Result<Option<KeptPrint>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM print WHERE name = $1 AND content_hash = $2");
    db::row::<Row>(connection, &sql, [name.into(), hash.into()]).await?.map(KeptPrint::try_from).transpose()
}

/// Records that this is now the thing's content.
pub(crate) async fn confirm(transaction: &WriteTransaction, name: &str, hash: &str) -> Result<(), DbError> {
    let sql = "UPDATE print SET confirmed = (SELECT MAX(confirmed) + 1 FROM print) WHERE name = $1 AND content_hash = $2";
    db::execute(transaction, sql, [name.into(), hash.into()]).await?;
    Ok(())
}

/// Stores a print, unless another process has already stored it.
pub(crate) async fn insert(transaction: &WriteTransaction, print: &KeptPrint) -> Result<(), DbError> {
    let sql = "INSERT INTO print (name, content_hash, title, file_id, pages, size, replaced, made_at, confirmed) VALUES ($1, $2, $3, \
               $4, $5, $6, $7, $8, (SELECT COALESCE(MAX(confirmed), 0) + 1 FROM print)) ON CONFLICT (name, content_hash) DO NOTHING";
    let replaced = serde_json::to_string(&print.replaced).map_err(|error| DbError::Value(error.to_string()))?;
    let values = [
        print.name.as_str().into(),
        print.content_hash.as_str().into(),
        print.title.as_str().into(),
        print.file.get().into(),
        i32::try_from(print.pages).unwrap_or(i32::MAX).into(),
        i64::try_from(print.size).unwrap_or(i64::MAX).into(),
        replaced.into(),
        print.made_at.into(),
    ];
    db::execute(transaction, sql, values).await?;
    Ok(())
}
