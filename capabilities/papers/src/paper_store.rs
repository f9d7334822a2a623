//! SQL statements for private papers.

use crate::paper::{Paper, PaperId, Share, ShareId};
use access::{AccountId, By, Place};
use chrono::{DateTime, NaiveDate, Utc};
use db::{ConnectionTrait, DbError, FromQueryResult, WriteTransaction};
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

/// Returns all papers, newest first, with the agencies each is shared with on `today` and the people with a conflict of interest.
pub(crate) async fn all(connection: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<Paper>, DbError> {
    let rows = db::rows::<Row>(connection, &format!("SELECT {COLUMNS} FROM private_paper ORDER BY id DESC"), []).await?;
    with_facts(connection, rows, today).await
}

/// Returns the paper with this key.
pub(crate) async fn by_id(connection: &impl ConnectionTrait, id: PaperId, today: NaiveDate) -> Result<Option<Paper>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM private_paper WHERE id = $1");
    let rows = db::rows::<Row>(connection, &sql, [id.get().into()]).await?;
    Ok(with_facts(connection, rows, today).await?.pop())
}

async fn with_facts(connection: &impl ConnectionTrait, rows: Vec<Row>, today: NaiveDate) -> Result<Vec<Paper>, DbError> {
    let only = match rows.as_slice() {
        [row] => format!(" AND paper_id = {}", row.id),
        _ => String::new(),
    };
    let sql = format!(
        "SELECT id, paper_id, agency, ground, until_day FROM private_paper_share WHERE ended_at IS NULL AND until_day >= $1{only}"
    );
    let mut shared: HashMap<i64, Vec<Place>> = HashMap::new();
    for share in db::rows::<ShareRow>(connection, &sql, [today.into()]).await? {
        let agency = Place::parse(&share.agency).ok_or_else(|| unreadable("an agency"))?;
        shared.entry(share.paper_id).or_default().push(agency);
    }
    let sql = format!("SELECT paper_id, account_id FROM private_paper_conflict WHERE paper_id > $1{only}");
    let mut conflicted: HashMap<i64, Vec<AccountId>> = HashMap::new();
    for conflict in db::rows::<ConflictRow>(connection, &sql, [0_i64.into()]).await? {
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
