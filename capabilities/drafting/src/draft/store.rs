//! SQL statements for drafts, their authors and their texts.

use crate::draft::{Draft, DraftId, State, Text};
use access::{AccountId, By, Place};
use chrono::{DateTime, Utc};
use db::{Connection, DbError, WriteTransaction};
use ledger::Action;
use serde_json::{Value as Json, json};
use web::{Error, Result};

#[derive(db::Row)]
#[row(table = "report_author", key(draft_id, account_id))]
struct Author {
    draft_id: DraftId,
    account_id: AccountId,
}

/// Returns the draft with this key.
pub(crate) async fn by_id(connection: &Connection, id: DraftId) -> Result<Option<Draft>, DbError> {
    db::by_id(connection, id).await
}

/// Returns the draft for an agenda item.
pub(crate) async fn of_item(connection: &Connection, item: i64) -> Result<Option<Draft>, DbError> {
    db::first(connection, "WHERE item_id = $1", db::values![item]).await
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
    let created = db::insert!(
        transaction,
        Draft {
            board: new.board,
            item_id: new.item,
            kind: new.kind,
            subject: new.subject,
            reporting_officer: new.reporting_officer,
            template: new.template,
            state: State::Drafting,
            version: 1_i64,
            copied_from: new.copied_from,
            exempt: new.is_exempt,
            made_by: by.actor,
            made_at: by.at,
            changed_by: by.actor,
            changed_at: by.at,
        },
        "ON CONFLICT (item_id) DO NOTHING"
    );
    if let Some(id) = created.await? {
        note(transaction, id, Action::Collected, &json!({ "what": "created", "item": new.item }), by).await?;
        add_author(transaction, id, new.author, by).await?;
        return Ok(id);
    }
    Ok(of_item(transaction, new.item).await?.ok_or(Error::NotFound("Report"))?.id)
}

/// Adds an author. Nothing changes if they are one already.
pub(crate) async fn add_author(transaction: &WriteTransaction, id: DraftId, account: AccountId, by: By<'_>) -> Result<()> {
    let on_conflict = "ON CONFLICT DO NOTHING";
    if db::insert!(transaction, Author { draft_id: id, account_id: account }, on_conflict).await?.is_none() {
        return Ok(());
    }
    note(transaction, id, Action::Altered, &json!({ "what": "author added", "account": account.get() }), by).await
}

/// Returns the authors of a draft.
pub(crate) async fn authors(connection: &Connection, id: DraftId) -> Result<Vec<AccountId>, DbError> {
    let authors = db::select::<Author>(connection, "WHERE draft_id = $1 ORDER BY account_id", db::values![id]).await?;
    Ok(authors.into_iter().map(|author| author.account_id).collect())
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
    let changed = db::update!(
        transaction,
        Draft {
            kind: draft.kind,
            subject: draft.subject,
            reporting_officer: draft.reporting_officer,
            portfolio: draft.portfolio,
            wards: draft.wards,
            state: draft.state,
            exempt: draft.is_exempt,
            version: draft.version + 1,
            changed_by: by.actor,
            changed_at: by.at,
        },
        "id = $1 AND version = $2",
        [draft.id, draft.version]
    );
    if changed.await? == 0 {
        return Ok(Written::Refused);
    }
    note(transaction, draft.id, Action::Altered, &json!({ "what": what, "state": draft.state.word() }), by).await?;
    Ok(Written::Version(draft.version + 1))
}

/// Returns the current text of each section of a draft, in order.
pub(crate) async fn texts(connection: &Connection, id: DraftId) -> Result<Vec<Text>, DbError> {
    let rest = "t WHERE t.draft_id = $1 AND t.version = (SELECT MAX(n.version) FROM report_text n WHERE n.draft_id = $1 AND n.section = \
                t.section) ORDER BY t.section";
    db::select(connection, rest, db::values![id]).await
}

/// Returns the sections of a draft that have a text.
pub(crate) async fn written_sections(connection: &Connection, id: DraftId) -> Result<Vec<i32>, DbError> {
    let sql = "SELECT DISTINCT section FROM report_text WHERE draft_id = $1 ORDER BY section";
    db::column(connection, sql, db::values![id]).await
}

/// Returns the number of the latest version of a section; 0 if there is none.
pub(crate) async fn last_version(connection: &Connection, id: DraftId, section: i32) -> Result<i64, DbError> {
    let sql = "SELECT COALESCE(MAX(version), 0) FROM report_text WHERE draft_id = $1 AND section = $2";
    db::count(connection, sql, db::values![id, section]).await
}

/// Returns the latest version of a section.
pub(crate) async fn current(connection: &Connection, id: DraftId, section: i32) -> Result<Option<Text>, DbError> {
    let rest = "WHERE draft_id = $1 AND section = $2 ORDER BY version DESC LIMIT 1";
    db::first(connection, rest, db::values![id, section]).await
}

/// Returns one version of a section.
pub(crate) async fn version(connection: &Connection, id: DraftId, section: i32, version: i64) -> Result<Option<Text>, DbError> {
    let rest = "WHERE draft_id = $1 AND section = $2 AND version = $3";
    db::first(connection, rest, db::values![id, section, version]).await
}

/// A version of a section without its text.
#[derive(Clone, Debug, db::Row)]
#[row(table = "report_text", key(draft_id, section, version), unread(draft_id, section))]
pub(crate) struct TextVersion {
    pub version: i64,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
}

/// How many versions are listed on one page.
pub(crate) const VERSIONS_AT_ONCE: i64 = 50;

/// Returns the versions of a section up to `until`, latest first, without their texts: at most [`VERSIONS_AT_ONCE`].
pub(crate) async fn versions(
    connection: &Connection,
    id: DraftId,
    section: i32,
    until: i64,
) -> Result<Vec<TextVersion>, DbError> {
    let rest = "WHERE draft_id = $1 AND section = $2 AND version <= $3 ORDER BY version DESC LIMIT $4";
    db::select(connection, rest, db::values![id, section, until, VERSIONS_AT_ONCE]).await
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
    if last_version(transaction, id, section).await? != seen {
        return Ok(Written::Refused);
    }
    let version = seen + 1;
    let row = db::columns!(Text { draft_id: id, section, version, text, made_by: by.actor, made_at: by.at });
    let written = db::insert_row::<Text>(transaction, row, "ON CONFLICT (draft_id, section, version) DO NOTHING").await?;
    Ok(if written.is_some() { Written::Version(version) } else { Written::Refused })
}
