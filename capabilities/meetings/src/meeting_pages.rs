//! Meetings by year, and a meeting with its attendance, business and papers.

use crate::agenda_store::{self, ListedDocument, ShownItem};
use crate::attendance_store::{self, Capacity, Listed};
use crate::board_pages::{YearQuery, year_navigation};
use crate::lists::{meeting_list, minute_address};
use crate::meeting::{Meeting, MeetingId};
use crate::meeting_store;
use crate::people::{READ_BUSINESS, TAKE_PART};
use crate::prepare_pages;
use crate::print_links::{self, PdfLink};
use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use publications::Summary;
use web::{AppState, Asking, Error, Result};

/// The most meetings that one page lists; a year of a large council has fewer.
const MOST_MEETINGS: i64 = 1_000;

/// `/meetings`.
pub(crate) async fn list(State(state): State<AppState>, Query(query): Query<YearQuery>) -> Result<Markup> {
    let connection = state.db.reading();
    let years = meeting_store::municipal_years(connection).await?;
    let year = query.choose(&years, &state)?;
    let meetings = meeting_store::of_year(connection, year, MOST_MEETINGS).await?;
    let today = state.clock.today();
    let (mut to_come, past): (Vec<Meeting>, Vec<Meeting>) = meetings.into_iter().partition(|meeting| meeting.is_to_come(today));
    to_come.reverse();
    let forms = state.other_forms(None);
    let parts = state.parts_of_board(None).await?;
    let page = ui::Page {
        alternates: forms.iter().map(web::OtherForm::alternate).collect(),
        title: "Meetings",
        section: Some(ui::Section::Meetings),
        ..state.page()
    };
    let content = html! {
        (ui::heading(Some(&format!("Municipal year {year}")), "Meetings"))
        @for part in &parts { (part) }
        (year_navigation("/meetings", &years, year))
        @if !to_come.is_empty() {
            h2 class="govuk-heading-l" { "To come" }
            (meeting_list(&to_come, today, 3))
        }
        @if !past.is_empty() {
            h2 class="govuk-heading-l" { "Held" }
            (meeting_list(&past, today, 3))
        }
        @if to_come.is_empty() && past.is_empty() {
            (ui::empty_state("No meetings in this year", html! {
                p class="govuk-body" { "Meetings appear here once an agenda, a report or minutes of them are published." }
            }))
        }
    };
    Ok(ui::page(&page, content))
}

/// Everything that a meeting's page shows.
struct MeetingView {
    meeting: Meeting,
    attendance: Vec<Listed>,
    items: Vec<ShownItem>,
    publications: Vec<Summary>,
    files: Vec<ListedDocument>,
    pdfs: Vec<PdfLink>,
    supplements: Vec<(String, String)>,
    /// What other capabilities bring.
    parts: Vec<Markup>,
    /// Whether whoever reads looks after the meeting, or takes part in it.
    is_insider: bool,
    /// Whether it is a member of the board who reads.
    takes_part: bool,
}

/// `/meetings/{id}`.
pub(crate) async fn show(State(state): State<AppState>, asking: Asking, Path(id): Path<String>) -> Result<Markup> {
    let id: MeetingId = id.parse().map_err(|_| Error::NotFound("Meeting"))?;
    let connection = state.db.reading();
    let meeting = meeting_store::by_id(connection, id).await?.ok_or(Error::NotFound("Meeting"))?;
    let attendance = if meeting.has_minutes { attendance_store::of_meeting(connection, id).await? } else { Vec::new() };
    let items = agenda_store::items(connection, id).await?;
    let records = [format!("meeting/{id}/notice"), format!("meeting/{id}/agenda"), format!("meeting/{id}/minutes")];
    let publications = publications::current_of_records(connection, &records).await?;
    let files = agenda_store::documents(connection, id).await?;
    let pdfs = print_links::of_meeting(&state, &meeting, !items.is_empty()).await?;
    let mut parts = Vec::new();
    for part in &state.joined.meeting_parts {
        parts.extend(part.public(&state, id.get()).await?);
    }
    let supplements = print_links::supplements(&state, &meeting).await?;
    let is_insider = prepare_pages::may(&state, &asking.actor, READ_BUSINESS, &meeting, false);
    let takes_part = prepare_pages::may(&state, &asking.actor, TAKE_PART, &meeting, false);
    let view = MeetingView { meeting, attendance, items, publications, files, pdfs, supplements, parts, is_insider, takes_part };
    let title = format!("{}, {}", view.meeting.board_name, view.meeting.short_day());
    let page =
        ui::Page { title: &title, section: Some(ui::Section::Meetings), breadcrumbs: trail(&view.meeting), ..state.page() };
    Ok(ui::page(&page, content(&state, &view)))
}

/// The pages above a meeting's.
pub(crate) fn trail(meeting: &Meeting) -> Vec<(String, String)> {
    vec![
        ("Home".into(), "/".into()),
        (meeting.board_name.clone(), format!("/boards/{}?year={}", meeting.board_slug, meeting.municipal_year().first_year())),
    ]
}

fn content(state: &AppState, view: &MeetingView) -> Markup {
    let meeting = &view.meeting;
    html! {
        (ui::heading(Some(&meeting.board_name), &format!("Meeting of {}", meeting.day())))
        @if view.is_insider {
            p class="govuk-body" {
                a class="govuk-link" href={ (meeting.address()) "/prepare" } { "Agenda in preparation" }
                @if view.takes_part { " · " a class="govuk-link" href={ "/my/meetings/" (meeting.id) } { "Your part in this meeting" } }
            }
        }
        (facts(state, view))
        div class="govuk-grid-row" {
            div class="govuk-grid-column-two-thirds" {
                h2 class="govuk-heading-l" id="agenda" { "Agenda" }
                @if view.items.is_empty() { p class="govuk-body" { "No agenda has been published yet." } }
                ol class="moothall-agenda" { @for item in &view.items { li class="moothall-agenda__item" { (agenda_item(meeting, item)) } } }
                @for part in &view.parts { (part) }
            }
            div class="govuk-grid-column-one-third" {
                h2 class="govuk-heading-m" id="documents" { "Documents" }
                (documents(view))
                h2 class="govuk-heading-m" id="attendance" { "Attendance" }
                (attendance(view))
            }
        }
    }
}

fn facts(state: &AppState, view: &MeetingView) -> Markup {
    let meeting = &view.meeting;
    let mut rows = Vec::new();
    if meeting.is_cancelled {
        rows.push(ui::SummaryRow::new("Status", ui::tag("Cancelled", ui::TagColour::Red)));
    } else if meeting.is_to_come(state.clock.today()) {
        rows.push(ui::SummaryRow::new("Status", ui::tag("To come", ui::TagColour::Blue)));
    }
    let times = meeting.times();
    if let Some(times) = &times {
        rows.push(ui::SummaryRow::new(if meeting.starts_at.is_some() { "Time" } else { "Ended" }, html! { (times) }));
    }
    if let Some(place) = &meeting.place {
        rows.push(ui::SummaryRow::new("Place", html! { (place) }));
    }
    if !meeting.day_is_known {
        rows.push(ui::SummaryRow::new("Day", html! { "Not on the record; only the month is known" }));
    }
    html! { @if !rows.is_empty() { (ui::summary_list(&rows)) } }
}

fn agenda_item(meeting: &Meeting, item: &ShownItem) -> Markup {
    html! {
        h3 class="govuk-heading-s moothall-agenda__title" {
            @if let Some(number) = &item.number { span class="moothall-agenda__number" { (number) } " " }
            (item.title)
            @if item.private { " " (ui::tag("Private", ui::TagColour::Grey)) }
        }
        @if let Some(summary) = &item.summary { p class="govuk-body moothall-agenda__summary" { (summary) } }
        @if let Some(resolution) = &item.resolution {
            p class="govuk-body moothall-agenda__resolution" { strong { "Resolved:" } " " (resolution) }
        }
        @if item.paper_address.is_some() || item.minute_position.is_some() {
            p class="govuk-body moothall-agenda__links" {
                @if let Some(address) = &item.paper_address {
                    a class="govuk-link" href=(address) { "Report" span class="govuk-visually-hidden" { ": " (item.title) } }
                    @if let Some(officer) = &item.lead_officer { span class="moothall-agenda__officer" { " by the " (officer) } }
                }
                @if item.paper_address.is_some() && item.minute_position.is_some() { " · " }
                @if let Some(position) = item.minute_position {
                    a class="govuk-link" href=(minute_address(item.reference.as_deref(), meeting.id.get(), position)) {
                        "Minute" @if let Some(reference) = &item.reference { " " (reference) }
                        span class="govuk-visually-hidden" { ": " (item.title) }
                    }
                }
            }
        }
    }
}

fn documents(view: &MeetingView) -> Markup {
    let minutes_page = format!("{}/minutes", view.meeting.address());
    let agenda_page = view
        .publications
        .iter()
        .find(|publication| publication.kind == "agenda")
        .map(|publication| format!("/publications/{}", publication.id));
    let mut links: Vec<ui::DocumentLink> = view.pdfs.iter().map(PdfLink::document).collect();
    links.extend(view.supplements.iter().map(|(title, address)| ui::DocumentLink {
        title,
        address,
        format: "PDF",
        ..Default::default()
    }));
    if view.meeting.has_minutes {
        links.push(ui::DocumentLink { title: "Minutes", address: &minutes_page, format: "Page", ..Default::default() });
    }
    if let Some(address) = &agenda_page {
        links.push(ui::DocumentLink { title: "Agenda as published", address, format: "Page", ..Default::default() });
    }
    links.extend(view.files.iter().map(|file| ui::DocumentLink {
        title: &file.title,
        address: &file.address,
        format: &file.format,
        bytes: u64::try_from(file.size).ok(),
        ..Default::default()
    }));
    html! {
        @if links.is_empty() { p class="govuk-body" { "None yet, apart from the reports beside their items." } }
        @else { (ui::documents(&links)) }
        @for publication in view.publications.iter().rev() {
            @let name = publication.kind.as_str();
            p class="govuk-body-s moothall-data-links" {
                "The " (name) " as "
                a class="govuk-link" href=(format!("/publications/{}/text", publication.id)) {
                    "plain text" span class="govuk-visually-hidden" { " (" (name) ")" }
                }
                ", as "
                a class="govuk-link" href=(format!("/publications/{}/data", publication.id)) {
                    "data" span class="govuk-visually-hidden" { " (" (name) ")" }
                }
                ", and their "
                a class="govuk-link" href=(format!("/publications/{}", publication.id)) {
                    "versions" span class="govuk-visually-hidden" { " (" (name) ")" }
                }
            }
        }
    }
}

fn attendance(view: &MeetingView) -> Markup {
    html! {
        @if view.meeting.has_minutes { (attendance_lists(&view.attendance)) }
        @else { p class="govuk-body" { "Recorded in the minutes, which are not on the record yet." } }
    }
}

/// The lists at the head of minutes, in the form in which they are printed.
pub(crate) fn attendance_lists(attendance: &[Listed]) -> Markup {
    html! {
        dl class="moothall-attendance" {
            @for capacity in Capacity::ALL {
                @let listed: Vec<&Listed> = attendance.iter().filter(|listed| listed.is(capacity)).collect();
                div class="moothall-attendance__row" {
                    dt class="moothall-attendance__capacity" { (capacity.heading()) }
                    dd class="moothall-attendance__names" {
                        @if listed.is_empty() { "None" }
                        @for (position, one) in listed.iter().enumerate() {
                            @if position > 0 { " " }
                            span class="moothall-attendance__name" {
                                @if let Some(slug) = &one.slug { a class="govuk-link" href=(format!("/members/{slug}")) { (one.printed_name) } }
                                @else { (one.printed_name) }
                                @if let Some(role) = one.role() { " (" (role.words()) ")" }
                                @if let Some(note) = &one.note { " (" (note) ")" }
                                @if position + 1 < listed.len() { "," }
                            }
                        }
                    }
                }
            }
        }
    }
}
