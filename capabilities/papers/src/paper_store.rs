//! SQL statements for private papers.

use crate::paper::{Paper, PaperId, Share, ShareId};
use access::{AccountId, By, Fact, Place, Reading, Rows, Scope, ScopedList, StoredFacts, scoped_list};
use chrono::NaiveDate;
use db::{Connection, DbError, Table, ToSql, Value, WriteTransaction};
use files::FileId;
use ledger::Action;
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use web::Result;

#[derive(db::Row)]
#[row(table = "private_paper_conflict", key(paper_id, account_id))]
struct Conflict {
    paper_id: PaperId,
    account_id: AccountId,
}

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
    let id = db::insert!(
        transaction,
        Paper {
            title: new.title,
            board: new.board,
            paragraph: new.paragraph,
            public_interest: new.public_interest,
            file_id: new.file,
            file_name: new.file_name,
            content_type: new.content_type,
            owner: new.owner,
            added_at: by.at,
        }
    )
    .await?;
    // Without the title: readers of the ledger may not read papers, and a title may reveal what is exempt.
    write_down(transaction, id, Action::Collected, &json!({ "paragraph": new.paragraph }), by).await?;
    Ok(id)
}

/// How the tables answer what a scope asks about a paper. A sharing counts until the end of its last day.
const FACTS: StoredFacts<'_> = StoredFacts {
    key: "p.id",
    place: Fact::If("p.board IN ({places})"),
    owner: Fact::If("p.owner = {account}"),
    shared_with: Fact::Among(&[Rows {
        key: "s.paper_id",
        from: "private_paper_share s WHERE s.agency IN ({places}) AND s.ended_at IS NULL AND s.until_day >= {today}",
    }]),
    conflicted: Fact::Among(&[Rows { key: "c.paper_id", from: "private_paper_conflict c WHERE c.account_id = {account}" }]),
    is_exempt: Fact::If("p.paragraph IS NOT NULL"),
    is_public: Fact::Never,
};

/// Which papers a list shows, apart from those that have been withdrawn.
#[derive(Clone, Debug)]
pub(crate) struct PaperList {
    /// The papers that the list may have.
    pub scope: Scope,
    /// The papers whose title its reader may see. Words are not searched in any other: a match would reveal them.
    pub titled: Scope,
    /// Words in the title; all titles if empty.
    pub words: String,
    /// The board, as stored; all boards if empty.
    pub board: String,
    /// The day on which it is read.
    pub today: NaiveDate,
}

impl PaperList {
    /// Returns the list of all papers of a scope.
    pub(crate) fn all_of(scope: Scope, today: NaiveDate) -> Self {
        Self { titled: scope.clone(), scope, words: String::new(), board: String::new(), today }
    }
}

impl ScopedList for PaperList {
    const TABLE: &'static str = Paper::TABLE;
    const ALIAS: &'static str = "p";
    const ORDER: &'static [&'static str] = &["id"];

    fn narrowed(&self, values: &mut Vec<Value>) -> String {
        if self.board.is_empty() {
            return "p.withdrawn_at IS NULL".to_owned();
        }
        values.push(self.board.as_str().into());
        format!("p.withdrawn_at IS NULL AND p.board = ${}", values.len())
    }

    fn condition(&self, reading: Reading, values: &mut Vec<Value>) -> String {
        let scope = FACTS.condition(&self.scope, reading, self.today, values);
        if self.words.is_empty() {
            return scope;
        }
        // SQLite folds only the letters a to z, so a title with others is also compared as it was typed.
        values.extend([pattern(&self.words.to_lowercase()).into(), pattern(&self.words).into()]);
        let (folded, typed) = (values.len() - 1, values.len());
        let titled = FACTS.condition(&self.titled, reading, self.today, values);
        format!("{scope} AND (LOWER(p.title) LIKE ${folded} ESCAPE '!' OR p.title LIKE ${typed} ESCAPE '!') AND {titled}")
    }
}

/// Returns the pattern of texts that contain these words.
fn pattern(words: &str) -> String {
    format!("%{}%", words.replace('!', "!!").replace('%', "!%").replace('_', "!_"))
}

/// Returns the papers of a list, newest first: at most `limit`, after the paper `after`.
pub(crate) async fn listed(
    connection: &Connection,
    list: &PaperList,
    after: Option<PaperId>,
    limit: i64,
) -> Result<Vec<Paper>, DbError> {
    let after = after.map(PaperId::get);
    let papers = scoped_list::listed(connection, list, &Paper::columns(PaperList::ALIAS), after, limit).await?;
    with_facts(connection, papers, list.today).await
}

/// Returns the boards of the papers of a scope.
pub(crate) async fn boards(connection: &Connection, scope: &Scope, today: NaiveDate) -> Result<Vec<Place>, DbError> {
    let mut found = Vec::new();
    for board in all_boards(connection).await? {
        let of_board = PaperList { board: board.as_str().to_owned(), ..PaperList::all_of(scope.clone(), today) };
        if scoped_list::has_any(connection, &of_board).await? {
            found.push(board);
        }
    }
    Ok(found)
}

/// Returns the boards that have papers, in the order of their keys, each found from the one before by the index.
async fn all_boards(connection: &Connection) -> Result<Vec<Place>, DbError> {
    let sql = "WITH RECURSIVE found (board) AS (SELECT MIN(board) FROM private_paper UNION ALL SELECT (SELECT MIN(p.board) FROM private_paper p \
               WHERE p.board > f.board) FROM found f WHERE f.board IS NOT NULL) SELECT board FROM found WHERE board IS NOT NULL";
    db::column(connection, sql, []).await
}

/// Returns whether any paper was ever added.
pub(crate) async fn has_any(connection: &Connection) -> Result<bool, DbError> {
    Ok(db::count(connection, "SELECT COUNT(*) FROM (SELECT id FROM private_paper LIMIT 1) added", []).await? > 0)
}

/// Returns the paper with this key.
pub(crate) async fn by_id(connection: &Connection, id: PaperId, today: NaiveDate) -> Result<Option<Paper>, DbError> {
    let paper = db::by_id::<Paper>(connection, id).await?;
    Ok(with_facts(connection, paper.into_iter().collect(), today).await?.pop())
}

async fn with_facts(connection: &Connection, mut papers: Vec<Paper>, today: NaiveDate) -> Result<Vec<Paper>, DbError> {
    if papers.is_empty() {
        return Ok(papers);
    }
    let keys = (1..=papers.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let keyed: Vec<Value> = papers.iter().map(|paper| paper.id.to_sql()).collect();
    let rest = format!("WHERE paper_id IN ({keys}) AND ended_at IS NULL AND until_day >= ${}", papers.len() + 1);
    let mut shared: HashMap<PaperId, Vec<Place>> = HashMap::new();
    for share in db::select::<Share>(connection, &rest, keyed.iter().cloned().chain([today.to_sql()])).await? {
        shared.entry(share.paper).or_default().push(share.agency);
    }
    let mut conflicted: HashMap<PaperId, Vec<AccountId>> = HashMap::new();
    for conflict in db::select::<Conflict>(connection, &format!("WHERE paper_id IN ({keys})"), keyed).await? {
        conflicted.entry(conflict.paper_id).or_default().push(conflict.account_id);
    }
    for paper in &mut papers {
        paper.shared_with = shared.remove(&paper.id).unwrap_or_default();
        paper.conflicted = conflicted.remove(&paper.id).unwrap_or_default();
    }
    Ok(papers)
}

/// Withdraws a paper. It remains on the record, but its file is no longer served. Nothing changes if it was withdrawn before.
pub(crate) async fn withdraw(transaction: &WriteTransaction, id: PaperId, by: By<'_>) -> Result<()> {
    if db::update!(transaction, Paper { withdrawn_at: by.at }, "id = $1 AND withdrawn_at IS NULL", [id]).await? == 0 {
        return Ok(());
    }
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
    db::insert!(transaction, Share { paper_id: id, agency, ground, until_day: until }).await?;
    let payload = json!({ "recipient": agency, "ground": ground, "until": until });
    write_down(transaction, id, Action::Disclosed, &payload, by).await
}

/// Returns a paper's sharings in force on `today`.
pub(crate) async fn shares(connection: &Connection, id: PaperId, today: NaiveDate) -> Result<Vec<Share>, DbError> {
    let rest = "WHERE paper_id = $1 AND ended_at IS NULL AND until_day >= $2 ORDER BY id";
    db::select(connection, rest, db::values![id, today]).await
}

/// Ends a sharing of this paper. Returns `false` if there is no such sharing.
pub(crate) async fn end_share(transaction: &WriteTransaction, id: PaperId, share: ShareId, by: By<'_>) -> Result<bool> {
    let condition = "id = $1 AND paper_id = $2 AND ended_at IS NULL";
    if db::update!(transaction, Share { ended_at: by.at }, condition, [share, id]).await? == 0 {
        return Ok(false);
    }
    write_down(transaction, id, Action::Revoked, &json!({ "sharing": share }), by).await?;
    Ok(true)
}

/// Records that someone has, or no longer has, a conflict of interest on a paper. Nothing changes if that is recorded already.
pub(crate) async fn set_conflict(
    transaction: &WriteTransaction,
    id: PaperId,
    account: AccountId,
    has_one: bool,
    by: By<'_>,
) -> Result<()> {
    let is_change = if has_one {
        let on_conflict = "ON CONFLICT (paper_id, account_id) DO NOTHING";
        db::insert!(transaction, Conflict { paper_id: id, account_id: account }, on_conflict).await?.is_some()
    } else {
        let sql = "DELETE FROM private_paper_conflict WHERE paper_id = $1 AND account_id = $2";
        db::execute(transaction, sql, db::values![id, account]).await? > 0
    };
    if !is_change {
        return Ok(());
    }
    write_down(transaction, id, Action::Altered, &json!({ "conflict of interest": has_one, "account": account }), by).await
}

async fn write_down(transaction: &WriteTransaction, id: PaperId, action: Action, payload: &Json, by: By<'_>) -> Result<()> {
    ledger::append(transaction, &by.did(action, &format!("private-paper/{id}"), payload)).await?;
    Ok(())
}
