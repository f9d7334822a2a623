//! Agenda items, as report writers need them.

use chrono::NaiveDate;
use db::Connection;
use meetings::agenda::store::ShownItem;
use meetings::meeting::{BoardId, DraftItemId, Meeting, MeetingId};
use meetings::preparation::item::{DraftItem, ItemKind};
use meetings::{agenda, meeting, preparation, rules};
use std::collections::HashMap;
use web::{AppState, Result};

/// An agenda item for which a report is written.
#[derive(Clone, Debug)]
pub struct ReportItem {
    /// Its key.
    pub id: DraftItemId,
    /// The meeting on whose agenda it is.
    pub meeting: Meeting,
    /// The title for those who may read its papers.
    pub title: String,
    /// The post that presents it.
    pub lead_officer: Option<String>,
    /// Whether it is taken in private.
    pub is_exempt: bool,
    /// Whether it is on the published agenda.
    pub is_published: bool,
    /// Whether it has a paper other than a report written here: one entered with the agenda itself, or one already published.
    pub has_typed_paper: bool,
}

/// The deadlines for submitting a report for clearance and for its final version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportDeadlines {
    /// The last day to submit it for clearance.
    pub clearance: NaiveDate,
    /// The last day for the final report to reach the clerk.
    pub final_report: NaiveDate,
}

fn of(item: DraftItem, meeting: Meeting, shown: &[ShownItem]) -> ReportItem {
    let tabled = shown.iter().find(|shown| item.number.is_some() && shown.number == item.number);
    ReportItem {
        id: item.id,
        title: item.own_title().to_owned(),
        is_exempt: item.is_exempt(),
        is_published: item.number.is_some(),
        has_typed_paper: item.body.is_some() || tabled.is_some_and(|shown| shown.paper_address.is_some()),
        lead_officer: item.lead_officer,
        meeting,
    }
}

/// Returns the item with this key.
pub async fn report_item(connection: &Connection, id: DraftItemId) -> Result<Option<ReportItem>> {
    let Some(item) = preparation::store::by_id(connection, id).await? else { return Ok(None) };
    let meeting = meeting::store::by_id(connection, item.meeting).await?;
    let shown = agenda::store::items(connection, item.meeting).await?;
    Ok(meeting.map(|meeting| of(item, meeting, &shown)))
}

/// Returns the meeting of each of these items.
pub async fn meetings_of_items(connection: &Connection, items: &[DraftItemId]) -> Result<HashMap<DraftItemId, Meeting>> {
    let placed = preparation::store::meetings_of(connection, items).await?;
    let mut keys: Vec<MeetingId> = placed.iter().map(|(_, meeting)| *meeting).collect();
    keys.sort_unstable();
    keys.dedup();
    let meetings = meeting::store::by_ids(connection, &keys).await?;
    let of = |key: MeetingId| meetings.iter().find(|meeting| meeting.id == key).cloned();
    Ok(placed.into_iter().filter_map(|(item, meeting)| Some((item, of(meeting)?))).collect())
}

/// The items of some upcoming meetings.
#[derive(Clone, Debug)]
pub struct ReportItems {
    /// The items, next meeting first.
    pub items: Vec<ReportItem>,
    /// Whether no meetings follow.
    pub is_last: bool,
}

/// Returns the items that need a report or presentation of these boards' upcoming meetings: of at most `limit` meetings, after the
/// first `skipped`.
pub async fn report_items_to_come(
    connection: &Connection,
    boards: &[BoardId],
    today: NaiveDate,
    (limit, skipped): (i64, i64),
) -> Result<ReportItems> {
    let meetings = meeting::store::to_come_of_boards(connection, boards, today, (limit, skipped)).await?;
    let is_last = i64::try_from(meetings.len()).is_ok_and(|found| found < limit);
    let keys: Vec<MeetingId> = meetings.iter().map(|meeting| meeting.id).collect();
    let mut items = preparation::store::of_meetings(connection, &keys).await?;
    items.retain(|item| matches!(item.kind, ItemKind::Report | ItemKind::Presentation));
    let mut found = Vec::new();
    for meeting in meetings {
        let (of_meeting, rest): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| item.meeting == meeting.id);
        items = rest;
        // Only a published agenda has papers beside its items.
        let is_published = of_meeting.iter().any(|item| item.number.is_some());
        let shown = if is_published { agenda::store::items(connection, meeting.id).await? } else { Vec::new() };
        found.extend(of_meeting.into_iter().map(|item| of(item, meeting.clone(), &shown)));
    }
    Ok(ReportItems { items: found, is_last })
}

/// Returns the deadlines for reports to a meeting, or `None` if they fall outside the supported range of dates.
pub fn report_deadlines(state: &AppState, meeting: &Meeting) -> Option<ReportDeadlines> {
    let settings = state.settings();
    let steps = rules::steps(&settings, meeting.held_on);
    let deadlines = preparation::deadline::of_meeting(meeting, steps, &settings.bank_holidays)?;
    Some(ReportDeadlines { clearance: deadlines.clearance, final_report: deadlines.final_reports })
}
