//! All SQL statements about agenda items and papers.

use crate::agenda::{BusinessItem, MinutedItem, PaperItem};
use crate::meeting::MeetingId;
use db::{Connection, DbError, Table as _, WriteTransaction};

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
    let sql = "SELECT COALESCE(MAX(position), 0) + 1 FROM paper WHERE meeting_id = $1";
    let position = db::single::<i32>(transaction, sql, db::values![meeting]).await?;
    let on_conflict = "ON CONFLICT (address) DO UPDATE SET meeting_id = excluded.meeting_id, title = excluded.title, \
                       record = excluded.record, lead_officer = excluded.lead_officer";
    let Paper { title, address, record, lead_officer } = *paper;
    let row = db::columns!(TabledPaper { meeting_id: meeting, position, title, address, record, lead_officer });
    db::insert_row::<TabledPaper>(transaction, row, on_conflict).await?;
    Ok(())
}

/// A paper tabled at a meeting.
#[derive(Clone, Debug, db::Row)]
#[row(table = "paper", unread(meeting_id, position, title, address))]
pub struct TabledPaper {
    /// The key.
    pub id: i64,
    /// The record under which it is published: `report/5`.
    pub record: String,
    /// The post that presents it.
    pub lead_officer: Option<String>,
}

/// Returns a meeting's papers in order.
pub async fn tabled_papers(connection: &Connection, meeting: MeetingId) -> Result<Vec<TabledPaper>, DbError> {
    let sql = format!(
        "SELECT {} FROM paper p LEFT JOIN agenda_item i ON i.paper_id = p.id \
         WHERE p.meeting_id = $1 AND p.record IS NOT NULL ORDER BY COALESCE(i.position, 100000), p.position, p.id",
        TabledPaper::columns("p"),
    );
    db::rows(connection, &sql, db::values![meeting]).await
}

/// Returns the meeting at which the paper with this record is tabled.
pub async fn meeting_of_paper(connection: &Connection, record: &str) -> Result<Option<i64>, DbError> {
    db::single(connection, "SELECT meeting_id FROM paper WHERE record = $1", db::values![record]).await
}

/// Adds a file to a meeting's documents.
pub async fn put_document(
    transaction: &WriteTransaction,
    meeting: MeetingId,
    document: &MeetingDocument<'_>,
) -> Result<(), DbError> {
    let MeetingDocument { title, address, format, size } = *document;
    let row = db::columns!(ListedDocument { meeting_id: meeting, title, address, format, size });
    db::insert_row::<ListedDocument>(transaction, row, "ON CONFLICT (meeting_id, address) DO NOTHING").await?;
    Ok(())
}

/// A file listed among a meeting's documents.
#[derive(Clone, Debug, db::Row)]
#[row(table = "meeting_document", key(meeting_id, address), unread(meeting_id))]
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
pub async fn documents(connection: &Connection, meeting: MeetingId) -> Result<Vec<ListedDocument>, DbError> {
    db::select(connection, "WHERE meeting_id = $1 ORDER BY id", db::values![meeting]).await
}

/// Returns a meeting's minutes and papers in order.
pub async fn minuted_and_papers(
    connection: &Connection,
    meeting: MeetingId,
) -> Result<(Vec<MinutedItem>, Vec<PaperItem>), DbError> {
    let minutes = db::select(connection, "WHERE meeting_id = $1 ORDER BY position", db::values![meeting]).await?;
    let papers = db::select(connection, "WHERE meeting_id = $1 ORDER BY position, id", db::values![meeting]).await?;
    Ok((minutes, papers))
}

/// Removes the derived items of business of a meeting.
pub async fn remove_items(transaction: &WriteTransaction, meeting: MeetingId) -> Result<(), DbError> {
    db::execute(transaction, "DELETE FROM agenda_item WHERE meeting_id = $1", db::values![meeting]).await?;
    Ok(())
}

/// Writes the derived items of business of a meeting, in order.
pub async fn write_items(transaction: &WriteTransaction, meeting: MeetingId, items: &[BusinessItem]) -> Result<(), DbError> {
    remove_items(transaction, meeting).await?;
    for (position, item) in (0_i32..).zip(items) {
        db::insert!(
            transaction,
            ShownItem {
                meeting_id: meeting,
                position,
                number: item.number,
                title: item.title,
                summary: item.summary,
                private: item.private,
                minute_id: item.minute,
                paper_id: item.paper,
            }
        )
        .await?;
    }
    Ok(())
}

/// An item as shown on the meeting's page.
#[derive(Clone, Debug, db::Row)]
#[row(table = "agenda_item", key(meeting_id, position), unread(meeting_id, position, minute_id, paper_id))]
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
    #[row(joined)]
    pub reference: Option<String>,
    /// The position of its minute in the meeting's minutes, counted from 0.
    #[row(joined)]
    pub minute_position: Option<i32>,
    /// The address of its paper.
    #[row(joined)]
    pub paper_address: Option<String>,
    /// The post that presents its paper.
    #[row(joined)]
    pub lead_officer: Option<String>,
    /// The first resolution on the item.
    #[row(joined)]
    pub resolution: Option<String>,
}

/// Returns a meeting's items of business in order, each with its first resolution.
pub async fn items(connection: &Connection, meeting: MeetingId) -> Result<Vec<ShownItem>, DbError> {
    let sql = format!(
        "SELECT {}, m.reference, m.position AS minute_position, p.address AS paper_address, p.lead_officer, \
         (SELECT r.sentence FROM resolution r WHERE r.minute_id = m.id ORDER BY r.position LIMIT 1) AS resolution \
         FROM agenda_item i LEFT JOIN minute m ON m.id = i.minute_id LEFT JOIN paper p ON p.id = i.paper_id \
         WHERE i.meeting_id = $1 ORDER BY i.position",
        ShownItem::columns("i"),
    );
    db::rows(connection, &sql, db::values![meeting]).await
}

/// Returns the address of the paper that a minute is about, if there is one.
pub async fn paper_of_minute(connection: &Connection, meeting: MeetingId, position: i32) -> Result<Option<String>, DbError> {
    let sql = "SELECT p.address FROM agenda_item i JOIN minute m ON m.id = i.minute_id JOIN paper p ON p.id = i.paper_id \
               WHERE m.meeting_id = $1 AND m.position = $2";
    db::single(connection, sql, db::values![meeting, position]).await
}
