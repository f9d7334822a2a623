//! SQL statements for private papers.

use crate::paper::{Paper, PaperId, Share, ShareId};
use access::{AccountId, By, Fact, Place, Scope, StoredFacts};
use chrono::{DateTime, NaiveDate, Utc};
use db::{ConnectionTrait, DbError, FromQueryResult, Value, WriteTransaction};
use files::FileId;
use ledger::Action;
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use web::Result;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    title: String,
    board: String,
    paragraph: Option<i64>,
    public_interest: Option<String>,
    file_id: i64,
    file_name: String,
    content_type: String,
    owner: i64,
    added_at: DateTime<Utc>,
    withdrawn_at: Option<DateTime<Utc>>,
}

#[derive(FromQueryResult)]
struct ShareRow {
    id: i64,
    paper_id: i64,
    agency: String,
    ground: String,
    until_day: NaiveDate,
}

#[derive(FromQueryResult)]
struct ConflictRow {
    paper_id: i64,
    account_id: i64,
}

fn unreadable(what: &str) -> DbError {
    DbError::Value(format!("{what} of a private paper"))
}

impl Row {
    fn paper(self) -> Result<Paper, DbError> {
        Ok(Paper {
            id: PaperId::new(self.id).ok_or_else(|| unreadable("the key"))?,
            title: self.title,
            board: Place::parse(&self.board).ok_or_else(|| unreadable("the board"))?,
            paragraph: self.paragraph,
            public_interest: self.public_interest,
            file: FileId::new(self.file_id).ok_or_else(|| unreadable("the file"))?,
            file_name: self.file_name,
            content_type: self.content_type,
            owner: AccountId::new(self.owner).ok_or_else(|| unreadable("the owner"))?,
            added_at: self.added_at,
            withdrawn_at: self.withdrawn_at,
            shared_with: Vec::new(),
            conflicted: Vec::new(),
        })
    }
}

const COLUMNS: &str =
    "id, title, board, paragraph, public_interest, file_id, file_name, content_type, owner, added_at, withdrawn_at";

/// A paper to be added.
#[derive(Clone, Debug)]
pub(crate) struct NewPaper {
    pub title: String,
    pub board: Place,
    pub paragraph: Option<i64>,
    pub public_interest: Option<String>,
    pub file: FileId,
    pub file_name: String,
    pub content_type: &'static str,
    pub owner: AccountId,
}

/// Adds a paper.
pub(crate) async fn insert(transaction: &WriteTransaction, new: &NewPaper, by: By<'_>) -> Result<PaperId> {
    let id = db::single::<i64>(
        transaction,
        "INSERT INTO private_paper (title, board, paragraph, public_interest, file_id, file_name, content_type, owner, added_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         RETURNING id",
        [
            new.title.clone().into(),
            new.board.as_str().to_owned().into(),
            new.paragraph.into(),
            new.public_interest.clone().into(),
            new.file.get().into(),
            new.file_name.clone().into(),
            new.content_type.into(),
            new.owner.get().into(),
            by.at.into(),
        ],
    )
    .await?;
    let id = id.and_then(PaperId::new).ok_or_else(|| unreadable("the key"))?;
    // Without the title: readers of the ledger may not read papers, and a title may reveal what is exempt.
    write_down(transaction, id, Action::Collected, &json!({ "paragraph": new.paragraph }), by).await?;
    Ok(id)
}

/// How the tables answer what a scope asks about a paper. A sharing counts until the end of its last day.
const FACTS: StoredFacts<'_> = StoredFacts {
    key: "p.id",
    place: Fact::If("p.board IN ({places})"),
    owner: Fact::If("p.owner = {account}"),
    shared_with: Fact::If(
        "p.id IN (SELECT s.paper_id FROM private_paper_share s WHERE s.agency IN ({places}) AND s.ended_at IS NULL AND s.until_day >= {today})",
    ),
    conflicted: Fact::If("p.id IN (SELECT c.paper_id FROM private_paper_conflict c WHERE c.account_id = {account})"),
    is_exempt: Fact::If("p.paragraph IS NOT NULL"),
    is_public: Fact::Never,
};

/// Which papers a list shows, apart from those that have been withdrawn.
#[derive(Clone, Debug)]
pub(crate) struct PaperFilter {
    /// The papers that the list may have.
    pub scope: Scope,
    /// The papers whose title its reader may see. Words are not searched in any other: a match would reveal them.
    pub titled: Scope,
    /// Words in the title; all titles if empty.
    pub words: String,
    /// The board, as stored; all boards if empty.
    pub board: String,
    /// The paper before which the list goes on.
    pub before: Option<PaperId>,
}

impl PaperFilter {
    /// Returns the filter that shows all papers of a scope.
    pub(crate) fn all_of(scope: Scope) -> Self {
        Self { titled: scope.clone(), scope, words: String::new(), board: String::new(), before: None }
    }

    /// Returns the filter as a condition on `private_paper p`, with its values.
    fn condition(&self, today: NaiveDate) -> (String, Vec<Value>) {
        let mut values = Vec::new();
        let scope = FACTS.condition(&self.scope, today, &mut values);
        let mut conditions = vec!["p.withdrawn_at IS NULL".to_owned(), scope];
        if !self.board.is_empty() {
            values.push(self.board.as_str().into());
            conditions.push(format!("p.board = ${}", values.len()));
        }
        if let Some(before) = self.before {
            values.push(before.get().into());
            conditions.push(format!("p.id < ${}", values.len()));
        }
        if !self.words.is_empty() {
            // SQLite folds only the letters a to z, so a title with others is also compared as it was typed.
            values.extend([pattern(&self.words.to_lowercase()).into(), pattern(&self.words).into()]);
            let (folded, typed) = (values.len() - 1, values.len());
            conditions.push(format!("(LOWER(p.title) LIKE ${folded} ESCAPE '!' OR p.title LIKE ${typed} ESCAPE '!')"));
            conditions.push(FACTS.condition(&self.titled, today, &mut values));
        }
        (conditions.join(" AND "), values)
    }
}

/// Returns the pattern of texts that contain these words.
fn pattern(words: &str) -> String {
    format!("%{}%", words.replace('!', "!!").replace('%', "!%").replace('_', "!_"))
}

/// Returns the number of papers that a filter shows.
pub(crate) async fn count(connection: &impl ConnectionTrait, filter: &PaperFilter, today: NaiveDate) -> Result<i64, DbError> {
    let (condition, values) = filter.condition(today);
    let sql = format!("SELECT COUNT(*) FROM private_paper p WHERE {condition}");
    Ok(db::single::<i64>(connection, &sql, values).await?.unwrap_or_default())
}

/// Returns the papers that a filter shows, newest first: at most `limit`, after the first `skipped`.
pub(crate) async fn list(
    connection: &impl ConnectionTrait,
    filter: &PaperFilter,
    (limit, skipped): (i64, i64),
    today: NaiveDate,
) -> Result<Vec<Paper>, DbError> {
    let (condition, mut values) = filter.condition(today);
    let at = values.len();
    values.extend([limit.into(), skipped.into()]);
    let sql = format!(
        "SELECT {COLUMNS} FROM private_paper p WHERE {condition} ORDER BY p.id DESC LIMIT ${} OFFSET ${}",
        at + 1,
        at + 2
    );
    let rows = db::rows::<Row>(connection, &sql, values).await?;
    with_facts(connection, rows, today).await
}

#[derive(FromQueryResult)]
struct BoardRow {
    board: String,
}

/// Returns the boards of the papers that a filter shows.
pub(crate) async fn boards(
    connection: &impl ConnectionTrait,
    filter: &PaperFilter,
    today: NaiveDate,
) -> Result<Vec<Place>, DbError> {
    let (condition, values) = filter.condition(today);
    let sql = format!("SELECT DISTINCT p.board FROM private_paper p WHERE {condition} ORDER BY p.board");
    let rows = db::rows::<BoardRow>(connection, &sql, values).await?;
    rows.into_iter().map(|row| Place::parse(&row.board).ok_or_else(|| unreadable("the board"))).collect()
}

/// Returns the paper with this key.
pub(crate) async fn by_id(connection: &impl ConnectionTrait, id: PaperId, today: NaiveDate) -> Result<Option<Paper>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM private_paper WHERE id = $1");
    let rows = db::rows::<Row>(connection, &sql, [id.get().into()]).await?;
    Ok(with_facts(connection, rows, today).await?.pop())
}

async fn with_facts(connection: &impl ConnectionTrait, rows: Vec<Row>, today: NaiveDate) -> Result<Vec<Paper>, DbError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let keys = (2..).take(rows.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let values = |first: Value| std::iter::once(first).chain(rows.iter().map(|row| row.id.into()));
    let sql = format!(
        "SELECT id, paper_id, agency, ground, until_day FROM private_paper_share WHERE ended_at IS NULL AND until_day >= $1 AND paper_id IN ({keys})"
    );
    let mut shared: HashMap<i64, Vec<Place>> = HashMap::new();
    for share in db::rows::<ShareRow>(connection, &sql, values(today.into())).await? {
        let agency = Place::parse(&share.agency).ok_or_else(|| unreadable("an agency"))?;
        shared.entry(share.paper_id).or_default().push(agency);
    }
    let sql = format!("SELECT paper_id, account_id FROM private_paper_conflict WHERE account_id >= $1 AND paper_id IN ({keys})");
    let mut conflicted: HashMap<i64, Vec<AccountId>> = HashMap::new();
    for conflict in db::rows::<ConflictRow>(connection, &sql, values(1_i64.into())).await? {
        conflicted.entry(conflict.paper_id).or_default().extend(AccountId::new(conflict.account_id));
    }
    let paper = |row: Row| {
        let (shared_with, conflicted) = (shared.remove(&row.id), conflicted.remove(&row.id));
        let paper = row.paper()?;
        Ok(Paper { shared_with: shared_with.unwrap_or_default(), conflicted: conflicted.unwrap_or_default(), ..paper })
    };
    rows.into_iter().map(paper).collect()
}

/// Withdraws a paper. It remains on the record, but its file is no longer served.
pub(crate) async fn withdraw(transaction: &WriteTransaction, id: PaperId, by: By<'_>) -> Result<()> {
    let sql = "UPDATE private_paper SET withdrawn_at = $1 WHERE id = $2 AND withdrawn_at IS NULL";
    db::execute(transaction, sql, [by.at.into(), id.get().into()]).await?;
    write_down(transaction, id, Action::Altered, &json!({ "what": "withdrawn" }), by).await
}

/// Shares a paper with an agency until the end of a day.
pub(crate) async fn share(
    transaction: &WriteTransaction,
    id: PaperId,
    agency: &Place,
    ground: &str,
    until: NaiveDate,
    by: By<'_>,
) -> Result<()> {
    let sql = "INSERT INTO private_paper_share (paper_id, agency, ground, until_day) VALUES ($1, $2, $3, $4)";
    let values = [id.get().into(), agency.as_str().to_owned().into(), ground.into(), until.into()];
    db::execute(transaction, sql, values).await?;
    let payload = json!({ "recipient": agency, "ground": ground, "until": until });
    write_down(transaction, id, Action::Disclosed, &payload, by).await
}

/// Returns a paper's sharings in force on `today`.
pub(crate) async fn shares(connection: &impl ConnectionTrait, id: PaperId, today: NaiveDate) -> Result<Vec<Share>, DbError> {
    let sql = "SELECT id, paper_id, agency, ground, until_day FROM private_paper_share WHERE paper_id = $1 AND ended_at IS NULL AND \
               until_day >= $2 ORDER BY id";
    let rows = db::rows::<ShareRow>(connection, sql, [id.get().into(), today.into()]).await?;
    rows.into_iter()
        .map(|row| {
            Ok(Share {
                id: ShareId::new(row.id).ok_or_else(|| unreadable("a sharing"))?,
                agency: Place::parse(&row.agency).ok_or_else(|| unreadable("an agency"))?,
                ground: row.ground,
                until: row.until_day,
            })
        })
        .collect()
}

/// Ends a sharing of this paper. Returns `false` if there is no such sharing.
pub(crate) async fn end_share(transaction: &WriteTransaction, id: PaperId, share: ShareId, by: By<'_>) -> Result<bool> {
    let sql = "UPDATE private_paper_share SET ended_at = $1 WHERE id = $2 AND paper_id = $3 AND ended_at IS NULL";
    if db::execute(transaction, sql, [by.at.into(), share.get().into(), id.get().into()]).await? == 0 {
        return Ok(false);
    }
    write_down(transaction, id, Action::Revoked, &json!({ "sharing": share }), by).await?;
    Ok(true)
}

/// Records that someone has, or no longer has, a conflict of interest on a paper.
pub(crate) async fn set_conflict(
    transaction: &WriteTransaction,
    id: PaperId,
    account: AccountId,
    has_one: bool,
    by: By<'_>,
) -> Result<()> {
    let sql = if has_one {
        "INSERT INTO private_paper_conflict (paper_id, account_id) VALUES ($1, $2) ON CONFLICT (paper_id, account_id) DO NOTHING"
    } else {
        "DELETE FROM private_paper_conflict WHERE paper_id = $1 AND account_id = $2"
    };
    db::execute(transaction, sql, [id.get().into(), account.get().into()]).await?;
    write_down(transaction, id, Action::Altered, &json!({ "conflict of interest": has_one, "account": account }), by).await
}

async fn write_down(transaction: &WriteTransaction, id: PaperId, action: Action, payload: &Json, by: By<'_>) -> Result<()> {
    ledger::append(transaction, &by.did(action, &format!("private-paper/{id}"), payload)).await?;
    Ok(())
}
