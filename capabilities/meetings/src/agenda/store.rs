//! All SQL statements about agenda items and papers.

use crate::agenda::{BusinessItem, MinutedItem, PaperItem};
use crate::meeting::MeetingId;
use db::{ConnectionTrait, DbError, WriteTransaction};

/// A paper that another capability tables at a meeting.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'a> {
    /// The title, by which the paper is matched to its agenda item.
    pub title: &'a str,
    /// The address of its page.
    pub address: &'a str,
    /// The record under which it is published: `report/5`.
    pub record: &'a str,
    /// The post that presents it.
    pub lead_officer: Option<&'a str>,
}

/// A file that belongs to a meeting, such as a pack as another publisher issued it.
#[derive(Clone, Copy, Debug)]
pub struct MeetingDocument<'a> {
    /// The title.
    pub title: &'a str,
    /// The address at which it is read.
    pub address: &'a str,
    /// The name of its format: `Text`.
    pub format: &'a str,
    /// The size in bytes.
    pub size: i64,
}

/// Tables a paper at a meeting, or updates the one with the same address.
pub async fn put_paper(transaction: &WriteTransaction, meeting: MeetingId, paper: &Paper<'_>) -> Result<(), DbError> {
    let sql = "INSERT INTO paper (meeting_id, position, title, address, record, lead_officer) VALUES ($1, \
               (SELECT COALESCE(MAX(position), 0) + 1 FROM paper WHERE meeting_id = $2), $3, $4, $5, $6) \
               ON CONFLICT (address) DO UPDATE SET meeting_id = excluded.meeting_id, title = excluded.title, \
               record = excluded.record, lead_officer = excluded.lead_officer";
    let id = meeting.get();
    let values = [id.into(), id.into(), paper.title.into(), paper.address.into(), paper.record.into(), paper.lead_officer.into()];
    db::execute(transaction, sql, values).await?;
    Ok(())
}

/// A paper tabled at a meeting.
#[derive(Clone, Debug, db::Row)]
pub struct TabledPaper {
    /// The key.
    pub id: i64,
    /// The record under which it is published: `report/5`.
    pub record: String,
    /// The post that presents it.
    pub lead_officer: Option<String>,
}

/// Returns a meeting's papers in order.
pub async fn tabled_papers(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<TabledPaper>, DbError> {
    let sql = "SELECT p.id, p.record, p.lead_officer FROM paper p LEFT JOIN agenda_item i ON i.paper_id = p.id \
               WHERE p.meeting_id = $1 AND p.record IS NOT NULL ORDER BY COALESCE(i.position, 100000), p.position, p.id";
    db::rows(connection, sql, [meeting.get().into()]).await
}

/// Returns the meeting at which the paper with this record is tabled.
pub async fn meeting_of_paper(connection: &impl ConnectionTrait, record: &str) -> Result<Option<i64>, DbError> {
    db::single(connection, "SELECT meeting_id FROM paper WHERE record = $1", [record.into()]).await
}

/// Adds a file to a meeting's documents.
pub async fn put_document(
    transaction: &WriteTransaction,
    meeting: MeetingId,
    document: &MeetingDocument<'_>,
) -> Result<(), DbError> {
    let sql = "INSERT INTO meeting_document (meeting_id, title, address, format, size) VALUES ($1, $2, $3, $4, $5) \
               ON CONFLICT (meeting_id, address) DO NOTHING";
    let values =
        [meeting.get().into(), document.title.into(), document.address.into(), document.format.into(), document.size.into()];
    db::execute(transaction, sql, values).await?;
    Ok(())
}

/// A file listed among a meeting's documents.
#[derive(Clone, Debug, db::Row)]
pub struct ListedDocument {
    /// The title.
    pub title: String,
    /// The address.
    pub address: String,
    /// The name of the format: `PDF`.
    pub format: String,
    /// The size in bytes.
    pub size: i64,
}

/// Returns a meeting's files.
pub async fn documents(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<ListedDocument>, DbError> {
    let sql = "SELECT title, address, format, size FROM meeting_document WHERE meeting_id = $1 ORDER BY id";
    db::rows(connection, sql, [meeting.get().into()]).await
}

#[derive(db::Row)]
struct MinuteRow {
    id: i64,
    number: Option<String>,
    title: String,
    private: bool,
}

#[derive(db::Row)]
struct PaperRow {
    id: i64,
    title: String,
}

/// Returns a meeting's minutes and papers in order.
pub async fn minuted_and_papers(
    connection: &impl ConnectionTrait,
    meeting: MeetingId,
) -> Result<(Vec<MinutedItem>, Vec<PaperItem>), DbError> {
    let sql = "SELECT id, number, title, private FROM minute WHERE meeting_id = $1 ORDER BY position";
    let minutes = db::rows::<MinuteRow>(connection, sql, [meeting.get().into()]).await?;
    let sql = "SELECT id, title FROM paper WHERE meeting_id = $1 ORDER BY position, id";
    let papers = db::rows::<PaperRow>(connection, sql, [meeting.get().into()]).await?;
    Ok((
        minutes
            .into_iter()
            .map(|row| MinutedItem { id: row.id, number: row.number, title: row.title, private: row.private })
            .collect(),
        papers.into_iter().map(|row| PaperItem { id: row.id, title: row.title }).collect(),
    ))
}

/// Removes the derived items of business of a meeting.
pub async fn remove_items(transaction: &WriteTransaction, meeting: MeetingId) -> Result<(), DbError> {
    db::execute(transaction, "DELETE FROM agenda_item WHERE meeting_id = $1", [meeting.get().into()]).await?;
    Ok(())
}

/// Writes the derived items of business of a meeting, in order.
pub async fn write_items(transaction: &WriteTransaction, meeting: MeetingId, items: &[BusinessItem]) -> Result<(), DbError> {
    remove_items(transaction, meeting).await?;
    for (position, item) in (0_i32..).zip(items) {
        let sql = "INSERT INTO agenda_item (meeting_id, position, number, title, summary, private, minute_id, paper_id) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let values = [
            meeting.get().into(),
            position.into(),
            item.number.as_deref().into(),
            item.title.as_str().into(),
            item.summary.as_deref().into(),
            item.private.into(),
            item.minute.into(),
            item.paper.into(),
        ];
        db::execute(transaction, sql, values).await?;
    }
    Ok(())
}

/// An item as shown on the meeting's page.
#[derive(Clone, Debug, db::Row)]
pub struct ShownItem {
    /// The agenda number as printed.
    pub number: Option<String>,
    /// The title in readable form.
    pub title: String,
    /// What the item is about.
    pub summary: Option<String>,
    /// Whether the item is private.
    pub private: bool,
    /// The reference of its minute.
    pub reference: Option<String>,
    /// The position of its minute in the meeting's minutes, counted from 0.
    pub minute_position: Option<i32>,
    /// The address of its paper.
    pub paper_address: Option<String>,
    /// The post that presents its paper.
    pub lead_officer: Option<String>,
    /// The first resolution on the item.
    pub resolution: Option<String>,
}

/// Returns a meeting's items of business in order, each with its first resolution.
pub async fn items(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<ShownItem>, DbError> {
    let sql = "SELECT i.number, i.title, i.summary, i.private, m.reference, m.position AS minute_position, p.address AS paper_address, p.lead_officer, \
               (SELECT r.sentence FROM resolution r WHERE r.minute_id = m.id ORDER BY r.position LIMIT 1) AS resolution \
               FROM agenda_item i LEFT JOIN minute m ON m.id = i.minute_id LEFT JOIN paper p ON p.id = i.paper_id \
               WHERE i.meeting_id = $1 ORDER BY i.position";
    db::rows(connection, sql, [meeting.get().into()]).await
}

/// Returns the address of the paper that a minute is about, if there is one.
pub async fn paper_of_minute(
    connection: &impl ConnectionTrait,
    meeting: MeetingId,
    position: i32,
) -> Result<Option<String>, DbError> {
    let sql = "SELECT p.address FROM agenda_item i JOIN minute m ON m.id = i.minute_id JOIN paper p ON p.id = i.paper_id \
               WHERE m.meeting_id = $1 AND m.position = $2";
    db::single(connection, sql, [meeting.get().into(), position.into()]).await
}
