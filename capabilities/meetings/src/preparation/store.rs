//! All SQL statements about draft agendas.

use crate::meeting::{DraftItemId, MeetingId, ProgrammeItemId};
use crate::preparation::item::{DraftItem, Exemption, ItemKind, paragraphs_of};
use access::By;
use chrono::{DateTime, Utc};
use db::{Connection, DbError, Table as _, ToSql, Value, WriteTransaction};
use ledger::Action;
use publications::PublicationError;
use serde_json::json;
use web::Result;

/// An item as stored.
#[derive(db::Row)]
#[row(table = "draft_item", unread(removed_at))]
struct StoredItem {
    id: DraftItemId,
    meeting_id: MeetingId,
    position: i32,
    number: Option<String>,
    kind: ItemKind,
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
    programme_item_id: Option<ProgrammeItemId>,
    version: i64,
}

db::stored_words!(ItemKind, word);

impl TryFrom<StoredItem> for DraftItem {
    type Error = DbError;

    fn try_from(row: StoredItem) -> Result<Self, DbError> {
        let unreadable = |found: &str| {
            let found = format!("“{found}” does not name paragraphs of Schedule 12A");
            DbError::unreadable(StoredItem::TABLE, &format!("id {}", row.id), "paragraphs", found)
        };
        let paragraphs = row.paragraphs.map(|stored| paragraphs_of(&stored).ok_or_else(|| unreadable(&stored))).transpose()?;
        let public_interest = row.public_interest.unwrap_or_default();
        Ok(Self {
            id: row.id,
            meeting: row.meeting_id,
            position: row.position,
            number: row.number,
            kind: row.kind,
            title: row.title,
            private_title: row.private_title,
            summary: row.summary,
            lead_officer: row.lead_officer,
            minutes: row.minutes,
            exemption: paragraphs.map(|paragraphs| Exemption { paragraphs, public_interest }),
            to_follow: row.to_follow,
            urgency: row.urgency,
            is_crime_scrutiny: row.crime_scrutiny,
            body: row.body,
            recommendations: row.recommendations.map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default(),
            programme_item: row.programme_item_id,
            written: None,
            has_files: false,
            tabled: None,
            version: row.version,
        })
    }
}

async fn items(connection: &Connection, rest: &str, values: impl IntoIterator<Item = Value>) -> Result<Vec<DraftItem>, DbError> {
    db::select::<StoredItem>(connection, rest, values).await?.into_iter().map(DraftItem::try_from).collect()
}

/// Returns a meeting's items in order, without removed ones.
pub async fn of_meeting(connection: &Connection, meeting: MeetingId) -> Result<Vec<DraftItem>, DbError> {
    items(connection, "WHERE meeting_id = $1 AND removed_at IS NULL ORDER BY position, id", db::values![meeting]).await
}

/// Returns these meetings' items, each meeting's in order, without removed ones.
pub async fn of_meetings(connection: &Connection, meetings: &[MeetingId]) -> Result<Vec<DraftItem>, DbError> {
    if meetings.is_empty() {
        return Ok(Vec::new());
    }
    let keys = (1..=meetings.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let rest = format!("WHERE meeting_id IN ({keys}) AND removed_at IS NULL ORDER BY position, id");
    items(connection, &rest, meetings.iter().map(db::ToSql::to_sql).collect::<Vec<_>>()).await
}

/// Checks whether a meeting has draft agenda items.
pub async fn has_items(connection: &Connection, meeting: MeetingId) -> Result<bool, DbError> {
    let sql = "SELECT COUNT(*) FROM draft_item WHERE meeting_id = $1 AND removed_at IS NULL";
    Ok(db::count(connection, sql, db::values![meeting]).await? > 0)
}

/// Returns the items that were removed from a meeting's agenda and can be restored, latest first.
pub async fn removed_of(connection: &Connection, meeting: MeetingId) -> Result<Vec<DraftItem>, DbError> {
    let rest = "WHERE meeting_id = $1 AND removed_at IS NOT NULL ORDER BY removed_at DESC, id DESC LIMIT 50";
    items(connection, rest, db::values![meeting]).await
}

/// Returns the item with this key, removed or not.
pub async fn by_id(connection: &Connection, id: DraftItemId) -> Result<Option<DraftItem>, DbError> {
    db::by_id::<StoredItem>(connection, id).await?.map(DraftItem::try_from).transpose()
}

/// Returns the meeting of each of these items, removed or not, in no order.
pub async fn meetings_of(connection: &Connection, items: &[DraftItemId]) -> Result<Vec<(DraftItemId, MeetingId)>, DbError> {
    if items.is_empty() {
        return Ok(Vec::new());
    }
    let keys = (1..=items.len()).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ");
    let sql = format!("SELECT id, meeting_id FROM draft_item WHERE id IN ({keys})");
    db::rows(connection, &sql, items.iter().map(ToSql::to_sql)).await
}

/// What is stored about a draft agenda apart from its items.
#[derive(Clone, Debug, db::Row)]
#[row(table = "draft_agenda", key(meeting_id), unread(meeting_id, version))]
pub struct DraftAgenda {
    /// The name of the person who changed it last.
    pub changed_by: String,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// The legal ground for publishing with fewer clear days than the law requires.
    pub short_notice: Option<String>,
}

/// Returns a meeting's draft agenda, or `None` if none has been started.
pub async fn draft(connection: &Connection, meeting: MeetingId) -> Result<Option<DraftAgenda>, DbError> {
    Ok(match db::first::<DraftAgenda>(connection, "WHERE meeting_id = $1", db::values![meeting]).await? {
        Some(draft) => Some(DraftAgenda { changed_by: directory::actor_name(connection, &draft.changed_by).await?, ..draft }),
        None => None,
    })
}

/// Makes other transactions that change or publish a meeting's agenda wait until this one ends, so that what is read before a change
/// remains valid. Take it before anything is written: a transaction that has an entry in the ledger keeps all others waiting.
pub async fn hold(transaction: &WriteTransaction, meeting: MeetingId) -> Result<(), DbError> {
    db::hold(transaction, &[&format!("agenda of meeting {meeting}")]).await
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
    let on_conflict = "ON CONFLICT (meeting_id) DO UPDATE SET version = draft_agenda.version + 1, changed_by = excluded.changed_by, \
                       changed_at = excluded.changed_at";
    let first = db::columns!(DraftAgenda { meeting_id: meeting, version: 1_i64, changed_by: by.actor, changed_at: by.at });
    db::insert_row::<DraftAgenda>(transaction, first, on_conflict).await?;
    let record = format!("meeting/{meeting}/draft-agenda");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "what": what }))).await?;
    Ok(())
}

/// Stores the ground on which an agenda is published at short notice.
pub async fn set_short_notice(transaction: &WriteTransaction, meeting: MeetingId, ground: &str) -> Result<(), DbError> {
    db::update!(transaction, DraftAgenda { short_notice: ground }, "meeting_id = $1", [meeting]).await?;
    Ok(())
}

/// The columns that a person edits.
fn edited(item: &DraftItem) -> impl Iterator<Item = (&'static str, Value)> {
    let exemption = item.exemption.as_ref();
    db::columns!(StoredItem {
        kind: item.kind,
        title: item.title,
        private_title: item.private_title,
        summary: item.summary,
        lead_officer: item.lead_officer,
        minutes: item.minutes,
        paragraphs: exemption.map(Exemption::stored),
        public_interest: exemption.map(|exemption| &exemption.public_interest),
        to_follow: item.to_follow,
        urgency: item.urgency,
        crime_scrutiny: item.is_crime_scrutiny,
        body: item.body,
        recommendations: lines(&item.recommendations),
    })
    .into_iter()
}

/// Returns clauses as one text; `None` if there are none.
fn lines(clauses: &[String]) -> Option<String> {
    (!clauses.is_empty()).then(|| clauses.join("\n"))
}

/// Adds an item at the end. The key, position and version of `item` are ignored.
pub async fn insert(transaction: &WriteTransaction, item: &DraftItem) -> Result<DraftItemId, DbError> {
    let sql = "SELECT COALESCE(MAX(position), -1) + 1 FROM draft_item WHERE meeting_id = $1";
    let position = db::single::<i32>(transaction, sql, db::values![item.meeting]).await?;
    let placed =
        db::columns!(StoredItem { meeting_id: item.meeting, programme_item_id: item.programme_item, position, version: 1_i64 });
    let id = db::insert_row::<StoredItem>(transaction, edited(item).chain(placed), "").await?;
    id.ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))
}

/// Updates an item that was edited from `item.version`. Returns `false`, and changes nothing, if someone else has changed or removed
/// it since.
pub async fn update(transaction: &WriteTransaction, item: &DraftItem) -> Result<bool, DbError> {
    let next = db::columns!(StoredItem { version: item.version + 1 });
    let condition = "id = $1 AND version = $2 AND removed_at IS NULL";
    let values = db::values![item.id, item.version];
    Ok(db::update_rows::<StoredItem>(transaction, edited(item).chain(next), condition, values).await? > 0)
}

/// Removes an item from the agenda. The row is kept so that the item can be restored. Returns `false`, and changes nothing, if the
/// item has been published or removed.
pub async fn remove(transaction: &WriteTransaction, id: DraftItemId, at: DateTime<Utc>) -> Result<bool, DbError> {
    let condition = "id = $1 AND number IS NULL AND removed_at IS NULL";
    Ok(db::update!(transaction, StoredItem { removed_at: at }, condition, [id]).await? > 0)
}

/// Restores a removed item to its position. Returns `false` if it is not one of the meeting's removed items.
pub async fn restore(transaction: &WriteTransaction, meeting: MeetingId, id: DraftItemId) -> Result<bool, DbError> {
    let condition = "id = $1 AND meeting_id = $2 AND removed_at IS NOT NULL";
    let kept = None::<DateTime<Utc>>;
    Ok(db::update!(transaction, StoredItem { removed_at: kept }, condition, [id, meeting]).await? > 0)
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
    let public_interest = exemption.map(|exemption| &exemption.public_interest);
    let values = db::values![title, summary, exemption.map(Exemption::stored), public_interest, id];
    db::execute(transaction, sql, values).await?;
    Ok(())
}

/// Stores the order of the items.
pub async fn put_in_order(transaction: &WriteTransaction, order: &[DraftItemId]) -> Result<(), DbError> {
    for (position, id) in (0_i32..).zip(order) {
        db::update!(transaction, StoredItem { position }, "id = $1", [id]).await?;
    }
    Ok(())
}

/// Stores the recommendations of an item's published paper, from which resolutions are chosen.
pub async fn set_recommendations(transaction: &WriteTransaction, id: DraftItemId, clauses: &[String]) -> Result<(), DbError> {
    db::update!(transaction, StoredItem { recommendations: lines(clauses) }, "id = $1", [id]).await?;
    Ok(())
}

/// Sets the number under which an item is published.
pub async fn set_number(transaction: &WriteTransaction, id: DraftItemId, number: &str) -> Result<(), DbError> {
    db::update!(transaction, StoredItem { number }, "id = $1", [id]).await?;
    Ok(())
}
