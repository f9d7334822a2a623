//! All SQL statements about draft agendas.

use crate::meeting::{DraftItemId, MeetingId, ProgrammeItemId};
use crate::preparation::item::{DraftItem, Exemption, ItemKind, paragraphs_of};
use access::By;
use chrono::{DateTime, Utc};
use db::{ConnectionTrait, DbError, Value, WriteTransaction};
use ledger::Action;
use publications::PublicationError;
use serde_json::json;
use web::Result;

#[derive(db::Row)]
struct Row {
    id: i64,
    meeting_id: i64,
    position: i32,
    number: Option<String>,
    kind: String,
    title: String,
    private_title: Option<String>,
    summary: Option<String>,
    lead_officer: Option<String>,
    minutes: Option<i32>,
    paragraphs: Option<String>,
    public_interest: Option<String>,
    to_follow: bool,
    urgency: Option<String>,
    crime_scrutiny: bool,
    body: Option<String>,
    recommendations: Option<String>,
    programme_item_id: Option<i64>,
    version: i64,
}

const COLUMNS: &str = "id, meeting_id, position, number, kind, title, private_title, summary, lead_officer, minutes, paragraphs, \
                       public_interest, to_follow, urgency, crime_scrutiny, body, recommendations, programme_item_id, version";

impl TryFrom<Row> for DraftItem {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let unreadable = || DbError::Value(format!("agenda item {}", row.id));
        let exemption = match row.paragraphs.as_deref() {
            Some(paragraphs) => Some(Exemption {
                paragraphs: paragraphs_of(paragraphs).ok_or_else(unreadable)?,
                public_interest: row.public_interest.clone().unwrap_or_default(),
            }),
            None => None,
        };
        Ok(Self {
            id: DraftItemId::new(row.id).ok_or_else(unreadable)?,
            meeting: MeetingId::new(row.meeting_id).ok_or_else(unreadable)?,
            position: row.position,
            number: row.number,
            kind: ItemKind::read(&row.kind).ok_or_else(unreadable)?,
            title: row.title,
            private_title: row.private_title,
            summary: row.summary,
            lead_officer: row.lead_officer,
            minutes: row.minutes,
            exemption,
            to_follow: row.to_follow,
            urgency: row.urgency,
            is_crime_scrutiny: row.crime_scrutiny,
            body: row.body,
            recommendations: row.recommendations.map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default(),
            programme_item: row.programme_item_id.and_then(ProgrammeItemId::new),
            written: None,
            has_files: false,
            tabled: None,
            version: row.version,
        })
    }
}

/// Returns a meeting's items in order, without removed ones.
pub async fn of_meeting(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<DraftItem>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM draft_item WHERE meeting_id = $1 AND removed_at IS NULL ORDER BY position, id");
    let rows = db::rows::<Row>(connection, &sql, [meeting.get().into()]).await?;
    rows.into_iter().map(DraftItem::try_from).collect()
}

/// Returns these meetings' items, each meeting's in order, without removed ones.
pub async fn of_meetings(connection: &impl ConnectionTrait, meetings: &[MeetingId]) -> Result<Vec<DraftItem>, DbError> {
    if meetings.is_empty() {
        return Ok(Vec::new());
    }
    let keys = (1..=meetings.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let sql =
        format!("SELECT {COLUMNS} FROM draft_item WHERE meeting_id IN ({keys}) AND removed_at IS NULL ORDER BY position, id");
    let rows = db::rows::<Row>(connection, &sql, meetings.iter().map(|meeting| meeting.get().into())).await?;
    rows.into_iter().map(DraftItem::try_from).collect()
}

/// Checks whether a meeting has draft agenda items.
pub async fn has_items(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<bool, DbError> {
    let sql = "SELECT COUNT(*) FROM draft_item WHERE meeting_id = $1 AND removed_at IS NULL";
    Ok(db::single::<i64>(connection, sql, [meeting.get().into()]).await?.unwrap_or(0) > 0)
}

/// Returns the items that were removed from a meeting's agenda and can be restored, latest first.
pub async fn removed_of(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<DraftItem>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM draft_item WHERE meeting_id = $1 AND removed_at IS NOT NULL ORDER BY removed_at DESC, id DESC LIMIT 50"
    );
    let rows = db::rows::<Row>(connection, &sql, [meeting.get().into()]).await?;
    rows.into_iter().map(DraftItem::try_from).collect()
}

/// Returns the item with this key, removed or not.
pub async fn by_id(connection: &impl ConnectionTrait, id: DraftItemId) -> Result<Option<DraftItem>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM draft_item WHERE id = $1");
    db::row::<Row>(connection, &sql, [id.get().into()]).await?.map(DraftItem::try_from).transpose()
}

#[derive(db::Row)]
struct PlacedRow {
    id: i64,
    meeting_id: i64,
}

/// Returns the meeting of each of these items, removed or not, in no order.
pub async fn meetings_of(
    connection: &impl ConnectionTrait,
    items: &[DraftItemId],
) -> Result<Vec<(DraftItemId, MeetingId)>, DbError> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let keys = (1..=items.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT id, meeting_id FROM draft_item WHERE id IN ({keys})");
    let unreadable = |row: &PlacedRow| DbError::Value(format!("agenda item {}", row.id));
    let placed = |row: PlacedRow| DraftItemId::new(row.id).zip(MeetingId::new(row.meeting_id)).ok_or_else(|| unreadable(&row));
    let rows = db::rows::<PlacedRow>(connection, &sql, items.iter().map(|item| item.get().into())).await?;
    rows.into_iter().map(placed).collect()
}

/// What is stored about a draft agenda apart from its items.
#[derive(Clone, Debug, db::Row)]
pub struct DraftAgenda {
    /// The name of the person who changed it last.
    pub changed_by: String,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// The legal ground for publishing with fewer clear days than the law requires.
    pub short_notice: Option<String>,
}

/// Returns a meeting's draft agenda, or `None` if none has been started.
pub async fn draft(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Option<DraftAgenda>, DbError> {
    let sql = "SELECT changed_by, changed_at, short_notice FROM draft_agenda WHERE meeting_id = $1";
    let found = db::row::<DraftAgenda>(connection, sql, [meeting.get().into()]).await?;
    Ok(match found {
        Some(draft) => Some(DraftAgenda { changed_by: directory::actor_name(connection, &draft.changed_by).await?, ..draft }),
        None => None,
    })
}

/// Records that a meeting's agenda was changed, with a ledger entry. `what` quotes nothing, because an agenda is not public until
/// it is published.
pub async fn note_change(transaction: &WriteTransaction, meeting: MeetingId, what: &str, by: By<'_>) -> Result<()> {
    Ok(write_down(transaction, meeting, what, by).await?)
}

/// Does the same as [`note_change`], for callers in which only the database and the ledger can fail.
pub async fn write_down(
    transaction: &WriteTransaction,
    meeting: MeetingId,
    what: &str,
    by: By<'_>,
) -> Result<(), PublicationError> {
    let sql = "INSERT INTO draft_agenda (meeting_id, version, changed_by, changed_at) VALUES ($1, 1, $2, $3) ON CONFLICT (meeting_id) \
               DO UPDATE SET version = draft_agenda.version + 1, changed_by = excluded.changed_by, changed_at = excluded.changed_at";
    db::execute(transaction, sql, [meeting.get().into(), by.actor.into(), by.at.into()]).await?;
    let record = format!("meeting/{meeting}/draft-agenda");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "what": what }))).await?;
    Ok(())
}

/// Stores the ground on which an agenda is published at short notice.
pub async fn set_short_notice(transaction: &WriteTransaction, meeting: MeetingId, ground: &str) -> Result<(), DbError> {
    let sql = "UPDATE draft_agenda SET short_notice = $1 WHERE meeting_id = $2";
    db::execute(transaction, sql, [ground.into(), meeting.get().into()]).await?;
    Ok(())
}

fn values(item: &DraftItem) -> Vec<Value> {
    vec![
        item.kind.word().into(),
        item.title.as_str().into(),
        item.private_title.as_deref().into(),
        item.summary.as_deref().into(),
        item.lead_officer.as_deref().into(),
        item.minutes.into(),
        item.exemption.as_ref().map(Exemption::stored).into(),
        item.exemption.as_ref().map(|exemption| exemption.public_interest.clone()).into(),
        item.to_follow.into(),
        item.urgency.as_deref().into(),
        item.is_crime_scrutiny.into(),
        item.body.as_deref().into(),
        (!item.recommendations.is_empty()).then(|| item.recommendations.join("\n")).into(),
    ]
}

/// Adds an item at the end. The key, position and version of `item` are ignored.
pub async fn insert(transaction: &WriteTransaction, item: &DraftItem) -> Result<DraftItemId, DbError> {
    let sql = "INSERT INTO draft_item (kind, title, private_title, summary, lead_officer, minutes, paragraphs, public_interest, to_follow, \
               urgency, crime_scrutiny, body, recommendations, meeting_id, programme_item_id, position, version) VALUES ($1, $2, $3, $4, \
               $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, \
               (SELECT COALESCE(MAX(position), -1) + 1 FROM draft_item WHERE meeting_id = $14), 1) RETURNING id";
    let mut values = values(item);
    values.extend([item.meeting.get().into(), item.programme_item.map(ProgrammeItemId::get).into()]);
    let id = db::single::<i64>(transaction, sql, values).await?;
    id.and_then(DraftItemId::new).ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))
}

/// Updates an item that was edited from `item.version`. Returns `false`, and changes nothing, if someone else has changed it since.
pub async fn update(transaction: &WriteTransaction, item: &DraftItem) -> Result<bool, DbError> {
    let sql = "UPDATE draft_item SET kind = $1, title = $2, private_title = $3, summary = $4, lead_officer = $5, minutes = $6, \
               paragraphs = $7, public_interest = $8, to_follow = $9, urgency = $10, crime_scrutiny = $11, body = $12, \
               recommendations = $13, version = version + 1 WHERE id = $14 AND version = $15";
    let mut values = values(item);
    values.extend([item.id.get().into(), item.version.into()]);
    Ok(db::execute(transaction, sql, values).await? > 0)
}

/// Removes an item that was never published from the agenda. The row is kept so that the item can be restored.
pub async fn remove(transaction: &WriteTransaction, id: DraftItemId, at: DateTime<Utc>) -> Result<(), DbError> {
    db::execute(transaction, "UPDATE draft_item SET removed_at = $1 WHERE id = $2", [at.into(), id.get().into()]).await?;
    Ok(())
}

/// Restores a removed item to its position. Returns `false` if it is not one of the meeting's removed items.
pub async fn restore(transaction: &WriteTransaction, meeting: MeetingId, id: DraftItemId) -> Result<bool, DbError> {
    let sql = "UPDATE draft_item SET removed_at = NULL WHERE id = $1 AND meeting_id = $2 AND removed_at IS NOT NULL";
    Ok(db::execute(transaction, sql, [id.get().into(), meeting.get().into()]).await? > 0)
}

/// Updates an item to match an agenda that was published elsewhere. If the item became private there, it receives the exemption.
pub async fn follow_published(
    transaction: &WriteTransaction,
    id: DraftItemId,
    (title, summary): (&str, Option<&str>),
    exemption: Option<&Exemption>,
) -> Result<(), DbError> {
    let sql = "UPDATE draft_item SET title = $1, summary = COALESCE($2, summary), paragraphs = COALESCE($3, paragraphs), \
               public_interest = COALESCE($4, public_interest), version = version + 1 WHERE id = $5";
    let values = [
        title.into(),
        summary.into(),
        exemption.map(Exemption::stored).into(),
        exemption.map(|exemption| exemption.public_interest.clone()).into(),
        id.get().into(),
    ];
    db::execute(transaction, sql, values).await?;
    Ok(())
}

/// Stores the order of the items.
pub async fn put_in_order(transaction: &WriteTransaction, order: &[DraftItemId]) -> Result<(), DbError> {
    for (position, id) in (0_i32..).zip(order) {
        let sql = "UPDATE draft_item SET position = $1 WHERE id = $2";
        db::execute(transaction, sql, [position.into(), id.get().into()]).await?;
    }
    Ok(())
}

/// Stores the recommendations of an item's published paper, from which resolutions are chosen.
pub async fn set_recommendations(transaction: &WriteTransaction, id: DraftItemId, clauses: &[String]) -> Result<(), DbError> {
    let sql = "UPDATE draft_item SET recommendations = $1 WHERE id = $2";
    let stored = (!clauses.is_empty()).then(|| clauses.join("\n"));
    db::execute(transaction, sql, [stored.into(), id.get().into()]).await?;
    Ok(())
}

/// Sets the number under which an item is published.
pub async fn set_number(transaction: &WriteTransaction, id: DraftItemId, number: &str) -> Result<(), DbError> {
    db::execute(transaction, "UPDATE draft_item SET number = $1 WHERE id = $2", [number.into(), id.get().into()]).await?;
    Ok(())
}
