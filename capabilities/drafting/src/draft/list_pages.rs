//! Lists of reports that are due or being written, a page at a time, and the work queues that lead to them.

use crate::access::{BEGIN, DEPUTISE, READ, READ_TEMPLATE, SEE, WRITE};
use crate::draft;
use crate::draft::DraftId;
use crate::draft::list_store::{DraftList, Listed};
use crate::draft::pages::may_begin;
use access::{Actor, Place, scoped_list};
use agendas::ReportItem;
use axum::extract::{Query, State};
use db::DbError;
use directory::roles::BOARD_PLACE;
use foundation::{Count, civil_date};
use maud::{Markup, html};
use meetings::{BoardId, DraftItemId};
use serde::Deserialize;
use web::{AppState, Error, ListPage, Result, SignedIn, WorkQueue, WorkQueues};

/// The most reports to write that a page names, those that are due first.
const NAMED: usize = 50;

/// The number of upcoming meetings whose items are read at once.
const MEETINGS: i64 = 20;

/// Returns the first items on upcoming agendas of someone's boards for which a report is due and none has been started, and how
/// many there are, counted up to [`NAMED`].
async fn due(state: &AppState, actor: &Actor) -> Result<(Vec<ReportItem>, Count)> {
    let connection = state.db.reading();
    let mut may: Vec<(BoardId, [bool; 2])> = Vec::new();
    if state.joined.policy.could(actor, BEGIN) {
        for board in meetings::boards(connection).await? {
            let place = Place::new(BOARD_PLACE, board.id.get());
            may.push((board.id, [false, true].map(|is_exempt| may_begin(state, actor, &place, is_exempt))));
        }
    }
    may.retain(|(_, may)| *may != [false; 2]);
    let boards: Vec<BoardId> = may.iter().map(|(board, _)| *board).collect();
    let is_theirs = |item: &ReportItem| {
        let of_board = may.iter().find(|(board, _)| *board == item.meeting.board);
        of_board.is_some_and(|(_, may)| may[usize::from(item.is_exempt)]) && !item.has_typed_paper
    };
    let (mut due, mut skipped) = (Vec::new(), 0);
    while due.len() <= NAMED {
        let page = agendas::report_items_to_come(connection, &boards, state.clock.today(), (MEETINGS, skipped)).await?;
        let items: Vec<ReportItem> = page.items.into_iter().filter(&is_theirs).collect();
        let keys: Vec<i64> = items.iter().map(|item| item.id.get()).collect();
        let written = draft::list_store::items_with_drafts(connection, &keys).await?;
        due.extend(items.into_iter().filter(|item| !written.contains(&item.id.get())));
        if page.is_last {
            break;
        }
        skipped += MEETINGS;
    }
    let (named, found) = (i64::try_from(NAMED).unwrap_or(i64::MAX), i64::try_from(due.len()).unwrap_or(i64::MAX));
    due.truncate(NAMED);
    Ok((due, Count::up_to(named, found)))
}

/// The number of reports on a page of the list.
const PER_PAGE: usize = 20;

/// Query parameters of the list.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct ListQuery {
    /// Which reports it shows: those to clear, those returned to their author, or all if empty.
    #[serde(default)]
    show: String,
    #[serde(default)]
    after: String,
}

/// The list of reports that someone has to clear.
const TO_CLEAR: &str = "/drafts?show=clearance";
/// The list of reports that were returned to someone.
const RETURNED: &str = "/drafts?show=returned";

impl ListQuery {
    /// Returns which reports the list shows, its address and its heading.
    fn listed(&self, who: &SignedIn) -> Result<(Listed, &'static str, &'static str)> {
        match self.show.as_str() {
            "" => Ok((Listed::All, "/drafts", "Your reports")),
            "clearance" => Ok((Listed::AwaitingClearance, TO_CLEAR, "Reports awaiting your clearance")),
            "returned" => Ok((Listed::Returned(who.account), RETURNED, "Reports returned to you")),
            _ => Err(Error::NotFound("Page")),
        }
    }
}

/// Renders the reports that a list shows, a page at a time.
async fn reports(state: &AppState, who: &SignedIn, query: &ListQuery) -> Result<Markup> {
    let (listed, address, heading) = query.listed(who)?;
    let connection = state.db.reading();
    let scopes = draft::open_draft::scopes(state, &who.actor).await?;
    let list = DraftList { scopes: &scopes, listed };
    let total = scoped_list::counted(connection, &list).await?;
    let shown = ListPage::of(&query.after, PER_PAGE)?;
    let mut drafts = draft::list_store::list(connection, &list, shown.after(), shown.limit()).await?;
    let links = shown.cut(&mut drafts, |draft| draft.id.get(), address);
    let items: Vec<DraftItemId> = drafts.iter().map(|draft| draft.item).collect();
    let meetings = agendas::meetings_of_items(connection, &items).await?;
    let mut rows = Vec::new();
    for draft in &drafts {
        let meeting = meetings.get(&draft.item).ok_or_else(|| missing(draft.id))?;
        rows.push(vec![
            html! { (ui::link(format!("/drafts/{}", draft.id), &draft.subject)) },
            html! { (meeting.board_name) ", " (meeting.short_day()) },
            html! { (ui::tag(draft.state.label(), draft.state.colour())) @if draft.is_awaited { " " (ui::tag("Awaiting your clearance", ui::TagColour::Red)) } },
            html! { @if let Some(deadlines) = agendas::report_deadlines(state, meeting) { (civil_date::written(deadlines.final_report)) } },
        ]);
    }
    Ok(html! {
        (ui::h2(heading))
        @if listed != Listed::All { (ui::paragraph(ui::link("/drafts", "All your reports"))) }
        @if rows.is_empty() {
            (ui::paragraph(html! {
                @if listed == Listed::All { "You do not have access to any reports yet." } @else { "No reports found." }
            }))
        } @else {
            (ui::summary_line(html! { strong { (total) } @if total.is(1) { " report" } @else { " reports" } }))
            (ui::table(&ui::Table {
                caption: "Reports", caption_is_hidden: true,
                columns: vec![ui::Column::words("Subject"), ui::Column::words("Meeting"), ui::Column::words("Status"), ui::Column::words("Final report due")],
                rows, row_headings: true,
            }))
        }
        (links)
    })
}

fn missing(draft: DraftId) -> DbError {
    DbError::Value(format!("the agenda item of report draft {draft}"))
}

/// Handles `GET /drafts`.
pub(crate) async fn list(State(state): State<AppState>, who: SignedIn, Query(query): Query<ListQuery>) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    let (due, to_write) = if query.show.is_empty() { due(&state, &who.actor).await? } else { (Vec::new(), Count::from(0_usize)) };
    let reports = reports(&state, &who, &query).await?;
    let trail = vec![("Home".into(), "/".into()), ("Your work".into(), "/work".into())];
    let page = ui::Page { title: "Reports", section: Some(ui::Section::Work), breadcrumbs: trail, ..state.page() };
    let content = html! {
        (ui::heading(None, "Reports"))
        @if !due.is_empty() {
            (ui::h2("Reports to write"))
            @if !to_write.is_exact() { (ui::paragraph(html! { "The " (due.len()) " that are due first." })) }
            (ui::list(html! {
                @for item in &due {
                    li {
                        (ui::link(format!("/drafts/begin/{}", item.id), &item.title)) ", " (item.meeting.board_name) ", " (item.meeting.short_day())
                        @if let Some(officer) = &item.lead_officer { ", " (officer) }
                        @if let Some(deadlines) = agendas::report_deadlines(&state, &item.meeting) { ": send for clearance by " (civil_date::written(deadlines.clearance)) }
                    }
                }
            }))
        }
        (reports)
        (ui::paragraph(html! {
            @if state.joined.policy.could(&who.actor, READ_TEMPLATE) { (ui::link("/reports/template", "Report template")) }
            @if state.joined.policy.could(&who.actor, DEPUTISE) { " · " (ui::link("/clearance", "Clearing reports while you are away")) }
        }))
    };
    Ok(ui::page(&page, content))
}

/// The work queue of reports to write or to clear.
pub(crate) struct Reports;

#[async_trait::async_trait]
impl WorkQueues for Reports {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>> {
        let mut queues = Vec::new();
        let may_begin = state.joined.policy.could(actor, BEGIN);
        if !may_begin && !state.joined.policy.could(actor, SEE) {
            return Ok(queues);
        }
        let connection = state.db.reading();
        let scopes = draft::open_draft::scopes(state, actor).await?;
        if may_begin {
            queues.push(WorkQueue {
                label: "Reports to write".to_owned(),
                count: due(state, actor).await?.1,
                address: "/drafts".to_owned(),
                hint: "Items on upcoming agendas that need a report.".to_owned(),
            });
            let returned = actor.account.filter(|_| state.joined.policy.could(actor, WRITE)).map(Listed::Returned);
            let (count, first) = match returned {
                Some(listed) => {
                    let list = DraftList { scopes: &scopes, listed };
                    let count = scoped_list::counted(connection, &list).await?;
                    (count, draft::list_store::list(connection, &list, None, 1).await?)
                }
                None => (Count::from(0_usize), Vec::new()),
            };
            queues.push(WorkQueue {
                label: "Reports returned to you".to_owned(),
                count,
                // Link a single report to its reasons, and several to the list.
                address: match first.as_slice() {
                    [only] if count.is(1) => format!("/drafts/{}/clearance", only.id),
                    _ => RETURNED.to_owned(),
                },
                hint: "Read the reasons, change the report and send it for clearance again.".to_owned(),
            });
        }
        if state.joined.policy.could(actor, SEE) {
            queues.push(WorkQueue {
                label: "Reports awaiting your clearance".to_owned(),
                count: {
                    let list = DraftList { scopes: &scopes, listed: Listed::AwaitingClearance };
                    scoped_list::counted(connection, &list).await?
                },
                address: TO_CLEAR.to_owned(),
                hint: "Read each report, then clear it or return it with reasons.".to_owned(),
            });
        }
        Ok(queues)
    }
}
