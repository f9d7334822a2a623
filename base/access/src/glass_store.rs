//! Breaking the glass: opening a closed record for a reason, for a while, under review.

use crate::account::{AccountId, By};
use crate::place::Place;
use crate::{AccessError, unreadable};
use chrono::{DateTime, TimeDelta, Utc};
use db::{ConnectionTrait, DbError, FromQueryResult, WriteTransaction};
use ledger::Action;
use serde_json::{Value as Json, json};

foundation::record_id!(
    /// The key of an opening for a reason.
    OpeningId
);

/// How long a record stays open.
pub const STAYS_OPEN: TimeDelta = TimeDelta::hours(1);

/// The fewest characters of a reason: fewer say nothing that could be reviewed.
pub const FEWEST_CHARACTERS: usize = 20;

/// The most characters of a reason or a remark.
pub const MOST_CHARACTERS: usize = 1_000;

/// A record that is about to be opened.
#[derive(Clone, Copy, Debug)]
pub struct Closed<'a> {
    /// Its name in the ledger: `paper/3`.
    pub record: &'a str,
    /// What people call it.
    pub title: &'a str,
    /// Its page.
    pub address: &'a str,
    /// Where it belongs.
    pub place: Option<&'a Place>,
}

/// What a reviewer found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The reason holds.
    Justified,
    /// It does not, or it is in doubt and will be looked into.
    NotJustified,
}

impl Outcome {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Justified, Self::NotJustified];

    /// The word that is stored and sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Justified => "justified",
            Self::NotJustified => "not-justified",
        }
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Justified => "Justified",
            Self::NotJustified => "Not justified: to be looked into",
        }
    }
}

/// A record that somebody opened for a reason.
#[derive(Clone, Debug, FromQueryResult)]
pub struct GlassOpening {
    /// Its key.
    pub id: i64,
    /// Who opened it.
    pub account_id: i64,
    /// Their name.
    pub account_name: String,
    /// The record's name in the ledger.
    pub record: String,
    /// What people call it.
    pub title: String,
    /// Its page.
    pub address: String,
    /// Where it belongs, as stored.
    pub place: Option<String>,
    /// Why.
    pub reason: String,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// Until when.
    pub closes_at: DateTime<Utc>,
    /// Who reviewed it.
    pub reviewer_name: Option<String>,
    /// When it was reviewed.
    pub reviewed_at: Option<DateTime<Utc>>,
    /// What the reviewer found, as stored.
    pub outcome: Option<String>,
    /// What the reviewer wrote.
    pub remark: Option<String>,
}

const OPENINGS: &str = "SELECT g.id, g.account_id, a.name AS account_name, g.record, g.title, g.address, g.place, g.reason, \
     g.opened_at, g.closes_at, r.name AS reviewer_name, g.reviewed_at, g.outcome, g.remark FROM glass_opening g \
     JOIN account a ON a.id = g.account_id LEFT JOIN account r ON r.id = g.reviewed_by";

/// Opens a record for a reason.
pub async fn open(
    transaction: &WriteTransaction,
    account: AccountId,
    closed: &Closed<'_>,
    reason: &str,
    by: By<'_>,
) -> Result<OpeningId, AccessError> {
    let closes_at = by.at + STAYS_OPEN;
    let id = db::single::<i64>(
        transaction,
        "INSERT INTO glass_opening (account_id, record, place, title, address, reason, opened_at, closes_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
        [
            account.get().into(),
            closed.record.into(),
            closed.place.map(|place| place.as_str().to_owned()).into(),
            closed.title.into(),
            closed.address.into(),
            reason.into(),
            by.at.into(),
            closes_at.into(),
        ],
    )
    .await?;
    let payload = json!({ "reason": reason, "until": closes_at });
    let entry = by.did(Action::GlassBroken, closed.record, &payload);
    ledger::append(transaction, &entry).await?;
    let id = id.and_then(OpeningId::new).ok_or_else(|| unreadable("opening", 0))?;
    seal(transaction, id, Action::Collected, by).await?;
    Ok(id)
}

/// Who has a record open now, and why; whoever opened it last comes first.
pub async fn open_now(connection: &impl ConnectionTrait, record: &str, now: DateTime<Utc>) -> Result<Vec<GlassOpening>, DbError> {
    let sql = format!("{OPENINGS} WHERE g.record = $1 AND g.closes_at > $2 ORDER BY g.id DESC");
    db::rows(connection, &sql, [record.into(), now.into()]).await
}

/// How many nobody has reviewed that this person may: not their own.
pub async fn count_to_review(connection: &impl ConnectionTrait, reviewer: AccountId) -> Result<i64, DbError> {
    let sql = "SELECT COUNT(*) FROM glass_opening WHERE reviewed_at IS NULL AND account_id <> $1";
    Ok(db::single::<i64>(connection, sql, [reviewer.get().into()]).await?.unwrap_or_default())
}

/// All openings of a record, the newest first.
pub async fn of_record(connection: &impl ConnectionTrait, record: &str) -> Result<Vec<GlassOpening>, DbError> {
    db::rows(connection, &format!("{OPENINGS} WHERE g.record = $1 ORDER BY g.id DESC"), [record.into()]).await
}

/// The opening with this key.
pub async fn by_id(connection: &impl ConnectionTrait, id: OpeningId) -> Result<Option<GlassOpening>, DbError> {
    db::row(connection, &format!("{OPENINGS} WHERE g.id = $1"), [id.get().into()]).await
}

/// Those that nobody has reviewed, the oldest first.
pub async fn unreviewed(connection: &impl ConnectionTrait) -> Result<Vec<GlassOpening>, DbError> {
    db::rows(connection, &format!("{OPENINGS} WHERE g.reviewed_at IS NULL ORDER BY g.id"), []).await
}

/// Those that were reviewed last, the newest first.
pub async fn reviewed(connection: &impl ConnectionTrait, most: i64) -> Result<Vec<GlassOpening>, DbError> {
    db::rows(
        connection,
        &format!("{OPENINGS} WHERE g.reviewed_at IS NOT NULL ORDER BY g.reviewed_at DESC, g.id DESC LIMIT $1"),
        [most.into()],
    )
    .await
}

/// Writes down what a reviewer found. Nobody reviews their own, and nothing is reviewed twice: then this gives false.
pub async fn review(
    transaction: &WriteTransaction,
    id: OpeningId,
    reviewer: AccountId,
    outcome: Outcome,
    remark: &str,
    by: By<'_>,
) -> Result<bool, AccessError> {
    let sql = "UPDATE glass_opening SET reviewed_by = $1, reviewed_at = $2, outcome = $3, remark = $4 \
               WHERE id = $5 AND reviewed_at IS NULL AND account_id <> $1";
    let values = [reviewer.get().into(), by.at.into(), outcome.word().into(), remark.into(), id.get().into()];
    if db::execute(transaction, sql, values).await? == 0 {
        return Ok(false);
    }
    let opening = by_id(transaction, id).await?.ok_or_else(|| unreadable("opening", id.get()))?;
    let payload = json!({ "opening": id, "outcome": outcome.word(), "remark": remark });
    let entry = by.did(Action::Reviewed, &opening.record, &payload);
    ledger::append(transaction, &entry).await?;
    seal(transaction, id, Action::Altered, by).await?;
    Ok(true)
}

/// The kind of record that an opening itself is.
pub const OPENING: &str = "opening";

impl GlassOpening {
    /// What the ledger seals of an opening.
    fn state(&self) -> Json {
        json!({
            "account": self.account_id, "record": self.record, "place": self.place, "reason": self.reason,
            "opened": self.opened_at, "closes": self.closes_at, "reviewed": self.reviewed_at, "outcome": self.outcome,
            "remark": self.remark,
        })
    }
}

/// Seals what an opening says, so that nobody changes a reason or a review without it showing.
async fn seal(transaction: &WriteTransaction, id: OpeningId, action: Action, by: By<'_>) -> Result<(), AccessError> {
    let state = by_id(transaction, id).await?.ok_or_else(|| unreadable("opening", id.get()))?.state();
    let record = format!("{OPENING}/{id}");
    let entry = by.did(action, &record, &state);
    ledger::append(transaction, &entry).await?;
    Ok(())
}
