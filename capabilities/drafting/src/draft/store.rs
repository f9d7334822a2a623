//! SQL statements for drafts, their authors and their texts.

use crate::draft::{Draft, DraftId, State, Text};
use access::{AccountId, By, Place};
use chrono::{DateTime, Utc};
use db::{ConnectionTrait, DbError, FromQueryResult, Value, WriteTransaction};
use ledger::Action;
use serde_json::{Value as Json, json};
use web::{Error, Result};

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    board: String,
    item_id: i64,
    kind: String,
    subject: String,
    reporting_officer: String,
    portfolio: Option<String>,
    wards: Option<String>,
    template: i64,
    state: String,
    version: i64,
    copied_from: Option<i64>,
    exempt: bool,
}

const COLUMNS: &str =
    "id, board, item_id, kind, subject, reporting_officer, portfolio, wards, template, state, version, copied_from, exempt";

impl TryFrom<Row> for Draft {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let unreadable = || DbError::Value(format!("report draft {}", row.id));
        Ok(Self {
            id: DraftId::new(row.id).ok_or_else(unreadable)?,
            board: Place::parse(&row.board).ok_or_else(unreadable)?,
            item: row.item_id,
            kind: row.kind,
            subject: row.subject,
            reporting_officer: row.reporting_officer,
            portfolio: row.portfolio,
            wards: row.wards,
            template: row.template,
            state: State::read(&row.state).ok_or_else(unreadable)?,
            version: row.version,
            copied_from: row.copied_from,
            is_exempt: row.exempt,
        })
    }
}

async fn drafts(connection: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<Draft>, DbError> {
    let rows = db::rows::<Row>(connection, &format!("SELECT {COLUMNS} FROM report_draft {rest}"), values).await?;
    rows.into_iter().map(Draft::try_from).collect()
}

/// Returns the draft with this key.
pub(crate) async fn by_id(connection: &impl ConnectionTrait, id: DraftId) -> Result<Option<Draft>, DbError> {
    Ok(drafts(connection, "WHERE id = $1", vec![id.get().into()]).await?.pop())
}

/// Returns the draft for an agenda item.
pub(crate) async fn of_item(connection: &impl ConnectionTrait, item: i64) -> Result<Option<Draft>, DbError> {
    Ok(drafts(connection, "WHERE item_id = $1", vec![item.into()]).await?.pop())
}

/// Appends a ledger entry about a draft, without any of its text.
pub(crate) async fn note(
    transaction: &WriteTransaction,
    draft: DraftId,
    action: Action,
    payload: &Json,
    by: By<'_>,
) -> Result<()> {
    ledger::append(transaction, &by.did(action, &format!("report-draft/{draft}"), payload)).await?;
    Ok(())
}

/// A draft to be created.
#[derive(Clone, Debug)]
pub(crate) struct NewDraft<'a> {
    pub board: &'a Place,
    pub item: i64,
    pub kind: &'a str,
    pub subject: &'a str,
    pub reporting_officer: &'a str,
    pub template: i64,
    pub copied_from: Option<i64>,
    pub is_exempt: bool,
    pub author: AccountId,
}

/// Creates a draft, or returns the existing draft if someone else has created one for the item.
pub(crate) async fn begin(transaction: &WriteTransaction, new: &NewDraft<'_>, by: By<'_>) -> Result<DraftId> {
    let sql = "INSERT INTO report_draft (board, item_id, kind, subject, reporting_officer, template, state, version, copied_from, exempt, \
               made_by, made_at, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6, 'drafting', 1, $7, $8, $9, $10, $9, $10) \
               ON CONFLICT (item_id) DO NOTHING RETURNING id";
    let values: [Value; 10] = [
        new.board.as_str().into(),
        new.item.into(),
        new.kind.into(),
        new.subject.into(),
        new.reporting_officer.into(),
        new.template.into(),
        new.copied_from.into(),
        new.is_exempt.into(),
        by.actor.into(),
        by.at.into(),
    ];
    let unreadable = || DbError::Value("a draft without a key".to_owned());
    if let Some(id) = db::single::<i64>(transaction, sql, values).await? {
        let id = DraftId::new(id).ok_or_else(unreadable)?;
        note(transaction, id, Action::Collected, &json!({ "what": "created", "item": new.item }), by).await?;
        add_author(transaction, id, new.author, by).await?;
        return Ok(id);
    }
    Ok(of_item(transaction, new.item).await?.ok_or_else(unreadable)?.id)
}

/// Adds an author. Nothing changes if they are one already.
pub(crate) async fn add_author(transaction: &WriteTransaction, id: DraftId, account: AccountId, by: By<'_>) -> Result<()> {
    let sql = "INSERT INTO report_author (draft_id, account_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    if db::execute(transaction, sql, [id.get().into(), account.get().into()]).await? == 0 {
        return Ok(());
    }
    note(transaction, id, Action::Altered, &json!({ "what": "author added", "account": account.get() }), by).await
}

#[derive(FromQueryResult)]
struct AuthorRow {
    account_id: i64,
}

/// Returns the authors of a draft.
pub(crate) async fn authors(connection: &impl ConnectionTrait, id: DraftId) -> Result<Vec<AccountId>, DbError> {
    let sql = "SELECT account_id FROM report_author WHERE draft_id = $1 ORDER BY account_id";
    let rows = db::rows::<AuthorRow>(connection, sql, [id.get().into()]).await?;
    Ok(rows.into_iter().filter_map(|row| AccountId::new(row.account_id)).collect())
}

/// The outcome of a write. It must be checked: ignoring a refusal loses what someone wrote.
#[must_use = "a refusal that is dropped loses what someone wrote"]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// It was written, as this version.
    Version(i64),
    /// Someone else has written a later version than the one that was read.
    Refused,
}

impl Written {
    /// Returns the new version.
    ///
    /// # Errors
    ///
    /// Returns an error if the write was refused, so that the whole transaction is rolled back and nothing is reported as saved.
    pub(crate) fn version(self) -> Result<i64> {
        match self {
            Self::Version(version) => Ok(version),
            Self::Refused => Err(Error::NotUnderstood(
                "Someone else changed the report at the same moment, so nothing was saved. Go back and try again.".into(),
            )),
        }
    }
}

/// Writes a draft's details and state, if it is still at the version that was read.
pub(crate) async fn update(transaction: &WriteTransaction, draft: &Draft, what: &str, by: By<'_>) -> Result<Written> {
    let sql = "UPDATE report_draft SET kind = $1, subject = $2, reporting_officer = $3, portfolio = $4, wards = $5, state = $6, exempt = $7, \
               version = version + 1, changed_by = $8, changed_at = $9 WHERE id = $10 AND version = $11";
    let values: [Value; 11] = [
        draft.kind.as_str().into(),
        draft.subject.as_str().into(),
        draft.reporting_officer.as_str().into(),
        draft.portfolio.clone().into(),
        draft.wards.clone().into(),
        draft.state.word().into(),
        draft.is_exempt.into(),
        by.actor.into(),
        by.at.into(),
        draft.id.get().into(),
        draft.version.into(),
    ];
    if db::execute(transaction, sql, values).await? == 0 {
        return Ok(Written::Refused);
    }
    note(transaction, draft.id, Action::Altered, &json!({ "what": what, "state": draft.state.word() }), by).await?;
    Ok(Written::Version(draft.version + 1))
}

#[derive(FromQueryResult)]
struct SectionRow {
    section: i32,
}

#[derive(FromQueryResult)]
struct TextRow {
    section: i32,
    version: i64,
    text: String,
    made_by: String,
    made_at: DateTime<Utc>,
}

impl From<TextRow> for Text {
    fn from(row: TextRow) -> Self {
        Self { section: row.section, version: row.version, text: row.text, made_by: row.made_by, made_at: row.made_at }
    }
}

/// Returns the current text of each section of a draft, in order.
pub(crate) async fn texts(connection: &impl ConnectionTrait, id: DraftId) -> Result<Vec<Text>, DbError> {
    let sql = "SELECT t.section, t.version, t.text, t.made_by, t.made_at FROM (SELECT section, MAX(version) AS version FROM report_text \
               WHERE draft_id = $1 GROUP BY section) n JOIN report_text t ON t.draft_id = $1 AND t.section = n.section AND t.version = \
               n.version ORDER BY t.section";
    Ok(db::rows::<TextRow>(connection, sql, [id.get().into()]).await?.into_iter().map(Text::from).collect())
}

/// Returns the sections of a draft that have a text.
pub(crate) async fn written_sections(connection: &impl ConnectionTrait, id: DraftId) -> Result<Vec<i32>, DbError> {
    let sql = "SELECT DISTINCT section FROM report_text WHERE draft_id = $1 ORDER BY section";
    Ok(db::rows::<SectionRow>(connection, sql, [id.get().into()]).await?.into_iter().map(|row| row.section).collect())
}

/// Returns the number of the latest version of a section; 0 if there is none.
pub(crate) async fn last_version(connection: &impl ConnectionTrait, id: DraftId, section: i32) -> Result<i64, DbError> {
    let sql = "SELECT COALESCE(MAX(version), 0) FROM report_text WHERE draft_id = $1 AND section = $2";
    Ok(db::single::<i64>(connection, sql, [id.get().into(), section.into()]).await?.unwrap_or_default())
}

/// Returns the latest version of a section.
pub(crate) async fn current(connection: &impl ConnectionTrait, id: DraftId, section: i32) -> Result<Option<Text>, DbError> {
    let sql = "SELECT section, version, text, made_by, made_at FROM report_text WHERE draft_id = $1 AND section = $2 ORDER BY version DESC \
               LIMIT 1";
    Ok(db::row::<TextRow>(connection, sql, [id.get().into(), section.into()]).await?.map(Text::from))
}

/// Returns one version of a section.
pub(crate) async fn version(
    connection: &impl ConnectionTrait,
    id: DraftId,
    section: i32,
    version: i64,
) -> Result<Option<Text>, DbError> {
    let sql =
        "SELECT section, version, text, made_by, made_at FROM report_text WHERE draft_id = $1 AND section = $2 AND version = $3";
    let values: [Value; 3] = [id.get().into(), section.into(), version.into()];
    Ok(db::row::<TextRow>(connection, sql, values).await?.map(Text::from))
}

/// A version of a section without its text.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct TextVersion {
    pub version: i64,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
}

/// How many versions are listed on one page.
pub(crate) const VERSIONS_AT_ONCE: i64 = 50;

/// Returns the versions of a section up to `until`, latest first, without their texts: at most [`VERSIONS_AT_ONCE`].
pub(crate) async fn versions(
    connection: &impl ConnectionTrait,
    id: DraftId,
    section: i32,
    until: i64,
) -> Result<Vec<TextVersion>, DbError> {
    let sql = "SELECT version, made_by, made_at FROM report_text WHERE draft_id = $1 AND section = $2 AND version <= $3 ORDER BY version \
               DESC LIMIT $4";
    let values: [Value; 4] = [id.get().into(), section.into(), until.into(), VERSIONS_AT_ONCE.into()];
    db::rows(connection, sql, values).await
}

/// Adds a version of a section's text after the version `seen`. Refused if someone else has added one since.
pub(crate) async fn write(
    transaction: &WriteTransaction,
    id: DraftId,
    section: i32,
    text: &str,
    seen: i64,
    by: By<'_>,
) -> Result<Written> {
    wait_for_others(transaction, id, section, by).await?;
    insert(transaction, id, section, (text, seen), by).await
}

/// Adds a version of a section's text derived from the current one. Concurrent writers wait until the transaction ends, so the
/// change is always made to the latest text and never refused.
pub(crate) async fn amend(
    transaction: &WriteTransaction,
    id: DraftId,
    section: i32,
    change: impl FnOnce(&str, i64) -> String + Send,
    by: By<'_>,
) -> Result<i64> {
    wait_for_others(transaction, id, section, by).await?;
    let (before, seen) = current(transaction, id, section).await?.map_or((String::new(), 0), |text| (text.text, text.version));
    let text = change(&before, seen);
    if text == before {
        return Ok(seen);
    }
    insert(transaction, id, section, (&text, seen), by).await?.version()
}

/// Records the change in the ledger first, which makes concurrent writers wait here for one another.
async fn wait_for_others(transaction: &WriteTransaction, id: DraftId, section: i32, by: By<'_>) -> Result<()> {
    note(transaction, id, Action::Altered, &json!({ "what": "text", "section": section }), by).await
}

async fn insert(
    transaction: &WriteTransaction,
    id: DraftId,
    section: i32,
    (text, seen): (&str, i64),
    by: By<'_>,
) -> Result<Written> {
    let sql = "INSERT INTO report_text (draft_id, section, version, text, made_by, made_at) SELECT $1, $2, $3, $4, $5, $6 WHERE \
               (SELECT COALESCE(MAX(version), 0) FROM report_text WHERE draft_id = $1 AND section = $2) = $7";
    let values: [Value; 7] =
        [id.get().into(), section.into(), (seen + 1).into(), text.into(), by.actor.into(), by.at.into(), seen.into()];
    let is_written = db::execute(transaction, sql, values).await? == 1;
    Ok(if is_written { Written::Version(seen + 1) } else { Written::Refused })
}
