//! Every statement about prints.

use chrono::{DateTime, Utc};
use db::{ConnectionTrait, DbError, FromQueryResult, SqlMigration, WriteTransaction};
use documents::Replaced;
use files::FileId;

/// The table of prints. `confirmed` counts up: the greatest of one thing's tells what its content was last.
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
    /// Its bytes.
    pub file: FileId,
    /// How many pages it has.
    pub pages: u32,
    /// In bytes.
    pub size: u64,
    /// What was written in another way since the typeface lacks it.
    pub replaced: Vec<Replaced>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

impl KeptPrint {
    /// Where it is read, for ever the same bytes.
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
        Ok(Self {
            name: row.name,
            content_hash: row.content_hash,
            title: row.title,
            file,
            pages: u32::try_from(row.pages).unwrap_or_default(),
            size: u64::try_from(row.size).unwrap_or_default(),
            replaced: serde_json::from_str(&row.replaced).unwrap_or_default(),
            made_at: row.made_at,
        })
    }
}

const COLUMNS: &str = "name, content_hash, title, file_id, pages, size, replaced, made_at";

/// The print of a thing that was current last; none where it was never made.
pub async fn current(connection: &impl ConnectionTrait, name: &str) -> Result<Option<KeptPrint>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM print WHERE name = $1 ORDER BY confirmed DESC LIMIT 1");
    db::row::<Row>(connection, &sql, [name.into()]).await?.map(KeptPrint::try_from).transpose()
}

/// The prints of several things that were current last, those that were made.
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

/// The print with this content.
pub async fn by_hash(connection: &impl ConnectionTrait, hash: &str) -> Result<Option<KeptPrint>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM print WHERE content_hash = $1 ORDER BY id LIMIT 1");
    db::row::<Row>(connection, &sql, [hash.into()]).await?.map(KeptPrint::try_from).transpose()
}

/// The print of a thing with this content.
pub(crate) async fn of(connection: &impl ConnectionTrait, name: &str, hash: &str) -> Result<Option<KeptPrint>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM print WHERE name = $1 AND content_hash = $2");
    db::row::<Row>(connection, &sql, [name.into(), hash.into()]).await?.map(KeptPrint::try_from).transpose()
}

/// Writes that this is the thing's content now.
pub(crate) async fn confirm(transaction: &WriteTransaction, name: &str, hash: &str) -> Result<(), DbError> {
    let sql = "UPDATE print SET confirmed = (SELECT MAX(confirmed) + 1 FROM print) WHERE name = $1 AND content_hash = $2";
    db::execute(transaction, sql, [name.into(), hash.into()]).await?;
    Ok(())
}

/// Keeps a print; one that another process kept meanwhile stays.
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
