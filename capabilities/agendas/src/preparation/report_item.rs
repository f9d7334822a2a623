//! Agenda items, as report writers need them.

use chrono::NaiveDate;
use db::ConnectionTrait;
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
pub async fn report_item(connection: &impl ConnectionTrait, id: DraftItemId) -> Result<Option<ReportItem>> {
    let Some(item) = preparation::store::by_id(connection, id).await? else { return Ok(None) };
    let meeting = meeting::store::by_id(connection, item.meeting).await?;
    let shown = agenda::store::items(connection, item.meeting).await?;
    Ok(meeting.map(|meeting| of(item, meeting, &shown)))
}

/// Returns the meeting of each of these items.
pub async fn meetings_of_items(
    connection: &impl ConnectionTrait,
    items: &[DraftItemId],
) -> Result<HashMap<DraftItemId, Meeting>> {
    let placed = preparation::store::meetings_of(connection, items).await?;
    let mut keys: Vec<MeetingId> = placed.iter().map(|(_, meeting)| *meeting).collect();
    keys.sort_unstable();
    keys.dedup();
    let meetings = meeting::store::by_ids(connection, &keys).await?;
    let of = |key: MeetingId| meetings.iter().find(|meeting| meeting.id == key).cloned();
    Ok(placed.into_iter().filter_map(|(item, meeting)| Some((item, of(meeting)?))).collect())
}

/// Returns the items of a board's upcoming meetings that need a report or presentation, next meeting first.
pub async fn report_items_to_come(
    connection: &impl ConnectionTrait,
    board: BoardId,
    today: NaiveDate,
) -> Result<Vec<ReportItem>> {
    let mut found = Vec::new();
    for meeting in meeting::store::next(connection, today, 50).await?.into_iter().filter(|meeting| meeting.board == board) {
        let items = preparation::store::of_meeting(connection, meeting.id).await?;
        let written = items.into_iter().filter(|item| matches!(item.kind, ItemKind::Report | ItemKind::Presentation));
        let shown = agenda::store::items(connection, meeting.id).await?;
        found.extend(written.map(|item| of(item, meeting.clone(), &shown)));
    }
    Ok(found)
}

/// Returns the deadlines for reports to a meeting, or `None` if they fall outside the supported range of dates.
pub fn report_deadlines(state: &AppState, meeting: &Meeting) -> Option<ReportDeadlines> {
    let settings = state.settings();
    let steps = rules::steps(&settings, meeting.held_on);
    let deadlines = preparation::deadline::of_meeting(meeting, steps, &settings.bank_holidays)?;
    Some(ReportDeadlines { clearance: deadlines.clearance, final_report: deadlines.final_reports })
}
