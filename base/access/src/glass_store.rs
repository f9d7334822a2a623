//! Emergency access ('breaking the glass'): opening a closed record for a stated reason, for a limited time, subject to review.

use crate::account::{AccountId, By};
use crate::place::Place;
use crate::{AccessError, unreadable};
use chrono::{DateTime, TimeDelta, Utc};
use db::{Connection, DbError, Table as _, Value, WriteTransaction};
use ledger::Action;
use serde_json::{Value as Json, json};

db::record_id!(
    /// The key of an opening.
    OpeningId
);

/// How long a record stays open.
pub const STAYS_OPEN: TimeDelta = TimeDelta::hours(1);

/// The minimum length of a reason, in characters. Anything shorter says too little to review.
pub const FEWEST_CHARACTERS: usize = 20;

/// The maximum length of a reason or a remark, in characters.
pub const MOST_CHARACTERS: usize = 1_000;

/// A record about to be opened.
#[derive(Clone, Copy, Debug)]
pub struct Closed<'a> {
    /// Its name in the ledger: `paper/3`.
    pub record: &'a str,
    /// Its title, as shown to people.
    pub title: &'a str,
    /// The address of its page.
    pub address: &'a str,
    /// The place it belongs to.
    pub place: Option<&'a Place>,
}

/// What a reviewer found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The reason is sound.
    Justified,
    /// The reason is not sound, or is in doubt and will be looked into.
    NotJustified,
}

db::stored_words!(Outcome, word);

impl Outcome {
    /// Both outcomes.
    pub const ALL: [Self; 2] = [Self::Justified, Self::NotJustified];

    /// Returns the word that is stored and submitted in forms.
    pub fn word(self) -> &'static str {
        match self {
            Self::Justified => "justified",
            Self::NotJustified => "not-justified",
        }
    }

    /// Returns the label shown to people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Justified => "Justified",
            Self::NotJustified => "Not justified: to be looked into",
        }
    }
}

/// An opening of a record for a stated reason.
#[derive(Clone, Debug, db::Row)]
#[row(table = "glass_opening", unread(reviewed_by))]
pub struct GlassOpening {
    /// Its key.
    pub id: OpeningId,
    /// The account that opened it.
    pub account_id: AccountId,
    /// The name of that account.
    #[row(joined)]
    pub account_name: String,
    /// The record's name in the ledger.
    pub record: String,
    /// The record's title, as shown to people.
    pub title: String,
    /// The address of the record's page.
    pub address: String,
    /// The place the record belongs to.
    pub place: Option<Place>,
    /// The reason given.
    pub reason: String,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When the opening ends.
    pub closes_at: DateTime<Utc>,
    /// The name of the reviewer.
    #[row(joined)]
    pub reviewer_name: Option<String>,
    /// When it was reviewed.
    pub reviewed_at: Option<DateTime<Utc>>,
    /// What the reviewer found.
    pub outcome: Option<Outcome>,
    /// What the reviewer wrote.
    pub remark: Option<String>,
}

async fn select(
    connection: &Connection,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<GlassOpening>, DbError> {
    let sql = format!(
        "SELECT {}, a.name AS account_name, r.name AS reviewer_name FROM glass_opening g \
         JOIN account a ON a.id = g.account_id LEFT JOIN account r ON r.id = g.reviewed_by {rest}",
        GlassOpening::columns("g"),
    );
    db::rows(connection, &sql, values).await
}

/// Opens a record for a reason.
pub async fn open(
    transaction: &WriteTransaction,
    account: AccountId,
    closed: &Closed<'_>,
    reason: &str,
    by: By<'_>,
) -> Result<OpeningId, AccessError> {
    let closes_at = by.at + STAYS_OPEN;
    let opening = db::insert!(
        transaction,
        GlassOpening {
            account_id: account,
            record: closed.record,
            place: closed.place,
            title: closed.title,
            address: closed.address,
            reason,
            opened_at: by.at,
            closes_at,
        }
    );
    let id = opening.await?;
    let payload = json!({ "reason": reason, "until": closes_at });
    let entry = by.did(Action::GlassBroken, closed.record, &payload);
    ledger::append(transaction, &entry).await?;
    seal(transaction, id, Action::Collected, by).await?;
    Ok(id)
}

/// Returns the openings of a record that are in force now, newest first.
pub async fn open_now(connection: &Connection, record: &str, now: DateTime<Utc>) -> Result<Vec<GlassOpening>, DbError> {
    select(connection, "WHERE g.record = $1 AND g.closes_at > $2 ORDER BY g.id DESC", db::values![record, now]).await
}

/// Returns the number of unreviewed openings that this person may review, which excludes their own.
pub async fn count_to_review(connection: &Connection, reviewer: AccountId) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM glass_opening WHERE reviewed_at IS NULL AND account_id <> $1";
    db::count(connection, sql, db::values![reviewer]).await
}

/// Returns all openings of a record, newest first.
pub async fn of_record(connection: &Connection, record: &str) -> Result<Vec<GlassOpening>, DbError> {
    select(connection, "WHERE g.record = $1 ORDER BY g.id DESC", db::values![record]).await
}

/// Returns the opening with this key, or `None` if there is none.
pub async fn by_id(connection: &Connection, id: OpeningId) -> Result<Option<GlassOpening>, DbError> {
    Ok(select(connection, "WHERE g.id = $1", db::values![id]).await?.pop())
}

/// Returns the unreviewed openings, oldest first.
pub async fn unreviewed(connection: &Connection) -> Result<Vec<GlassOpening>, DbError> {
    select(connection, "WHERE g.reviewed_at IS NULL ORDER BY g.id", []).await
}

/// Returns the most recently reviewed openings, newest first.
pub async fn reviewed(connection: &Connection, most: i64) -> Result<Vec<GlassOpening>, DbError> {
    let rest = "WHERE g.reviewed_at IS NOT NULL ORDER BY g.reviewed_at DESC, g.id DESC LIMIT $1";
    select(connection, rest, db::values![most]).await
}

/// Records a review. Returns `false`, and records nothing, if the reviewer made the opening or it has already been reviewed.
pub async fn review(
    transaction: &WriteTransaction,
    id: OpeningId,
    reviewer: AccountId,
    outcome: Outcome,
    remark: &str,
    by: By<'_>,
) -> Result<bool, AccessError> {
    let reviewed = db::update!(
        transaction,
        GlassOpening { reviewed_by: reviewer, reviewed_at: by.at, outcome, remark },
        "id = $1 AND reviewed_at IS NULL AND account_id <> $2",
        [id, reviewer]
    );
    if reviewed.await? == 0 {
        return Ok(false);
    }
    let opening = by_id(transaction, id).await?.ok_or_else(|| unreadable("opening", id.get()))?;
    let payload = json!({ "opening": id, "outcome": outcome.word(), "remark": remark });
    let entry = by.did(Action::Reviewed, &opening.record, &payload);
    ledger::append(transaction, &entry).await?;
    seal(transaction, id, Action::Altered, by).await?;
    Ok(true)
}

/// The kind of record that an opening is.
pub const OPENING: &str = "opening";

impl GlassOpening {
    /// Returns the state that the ledger seals.
    fn state(&self) -> Json {
        json!({
            "account": self.account_id, "record": self.record, "place": self.place, "reason": self.reason,
            "opened": self.opened_at, "closes": self.closes_at, "reviewed": self.reviewed_at, "outcome": self.outcome.map(Outcome::word),
            "remark": self.remark,
        })
    }
}

/// Seals an opening in the ledger, so that a later change to its reason or review can be detected.
async fn seal(transaction: &WriteTransaction, id: OpeningId, action: Action, by: By<'_>) -> Result<(), AccessError> {
    let state = by_id(transaction, id).await?.ok_or_else(|| unreadable("opening", id.get()))?.state();
    let record = format!("{OPENING}/{id}");
    let entry = by.did(action, &record, &state);
    ledger::append(transaction, &entry).await?;
    Ok(())
}
