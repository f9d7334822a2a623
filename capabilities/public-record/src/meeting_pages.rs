//! Public pages of meetings: a year's list, and a meeting with its attendance, business and papers.

use crate::board_pages::{YearQuery, year_navigation};
use crate::news::LastChange;
use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use meetings::access::{READ_BUSINESS, TAKE_PART};
use meetings::agenda::store::{ListedDocument, ShownItem};
use meetings::attendance::store::{Capacity, Listed};
use meetings::calendar::lists::{meeting_list, minute_address};
use meetings::kinds::read;
use meetings::meeting::managing::public_trail;
use meetings::meeting::{Meeting, MeetingId};
use meetings::minutes::{Minutes, MinutesStanding};
use meetings::{attendance, meeting};
use packs::item_files::PublishedFile;
use packs::item_files::public_pages::links;
use packs::pack;
use packs::pack::print_links::PdfLink;
use publications::Summary;
use web::{AppState, OrNotFound, RequestContext, Result};

/// The maximum number of meetings on one page, which exceeds a year at a large council.
const MOST_MEETINGS: i64 = 1_000;

/// Handles `GET /meetings`.
pub(crate) async fn list(State(state): State<AppState>, Query(query): Query<YearQuery>) -> Result<Markup> {
    let connection = state.db.reading();
    let years = meeting::store::municipal_years(connection).await?;
    let year = query.choose(&years, &state)?;
    let meetings = meeting::store::of_year(connection, year, MOST_MEETINGS).await?;
    let today = state.clock.today();
    // A cancelled meeting stays listed under the date on which people would look for it.
    let is_ahead = |meeting: &Meeting| meeting.is_to_come(today) || (meeting.is_cancelled && meeting.is_ahead(today));
    let (mut upcoming, past): (Vec<Meeting>, Vec<Meeting>) = meetings.into_iter().partition(is_ahead);
    upcoming.reverse();
    let forms = meetings::parts::other_forms(&state, None);
    let parts = meetings::parts::of_board(&state, None).await?;
    let page = ui::Page {
        alternates: forms.iter().map(meetings::parts::OtherForm::alternate).collect(),
        title: "Meetings",
        section: Some(ui::Section::Meetings),
        ..state.page()
    };
    let content = html! {
        (ui::heading(Some(&format!("Municipal year {year}")), "Meetings"))
        (ui::paragraph(html! { (ui::link("/meetings/calendar", "Calendar by month")) " · " (ui::link("/attend", "Attend or watch a meeting")) }))
        @for part in &parts { (part) }
        (year_navigation("/meetings", &years, year))
        @if !upcoming.is_empty() {
            (ui::h2_large("Upcoming"))
            (meeting_list(&upcoming, today, 3))
        }
        @if !past.is_empty() {
            (ui::h2_large("Past"))
            (meeting_list(&past, today, 3))
        }
        @if upcoming.is_empty() && past.is_empty() {
            (ui::empty_state("No meetings in this municipal year", html! {
                (ui::paragraph("Meetings appear here when they are scheduled, or when an agenda, a report or minutes are published."))
            }))
        }
    };
    Ok(ui::page(&page, content))
}

/// The data shown on a meeting's page.
struct MeetingView {
    meeting: Meeting,
    attendance: Vec<Listed>,
    items: Vec<ShownItem>,
    publications: Vec<Summary>,
    files: Vec<ListedDocument>,
    pdfs: Vec<PdfLink>,
    supplements: Vec<(String, String)>,
    /// The public files of agenda items.
    item_files: Vec<PublishedFile>,
    /// The total size of all papers in bytes; `None` if there is at most one.
    all_papers: Option<u64>,
    /// The sections contributed by other capabilities.
    parts: Vec<Markup>,
    /// Whether the reader manages the meeting or takes part in it.
    is_insider: bool,
    /// Whether the reader is a member of the board.
    takes_part: bool,
    /// The keys of the items whose private papers the reader may read, by item number.
    private_papers: Vec<(String, i64)>,
    /// How and why it was last moved, changed or cancelled.
    change: Option<LastChange>,
    /// The state of its minutes, if they are published and state it.
    minutes_state: Option<&'static str>,
}

/// Handles `GET /meetings/{id}`.
pub(crate) async fn show(State(state): State<AppState>, context: RequestContext, Path(id): Path<String>) -> Result<Markup> {
    let id: MeetingId = id.parse().or_not_found("Meeting")?;
    let connection = state.db.reading();
    let meeting = meeting::store::by_id(connection, id).await?.or_not_found("Meeting")?;
    let attendance = if meeting.has_minutes { attendance::store::of_meeting(connection, id).await? } else { Vec::new() };
    let items = meetings::agenda::store::items(connection, id).await?;
    let records = [format!("meeting/{id}/notice"), format!("meeting/{id}/agenda"), format!("meeting/{id}/minutes")];
    let publications = publications::current_of_records(connection, &records).await?;
    let files = meetings::agenda::store::documents(connection, id).await?;
    let pdfs = pack::print_links::of_meeting(&state, &meeting, !items.is_empty()).await?;
    let mut parts = Vec::new();
    for part in state.joined.contributions.of::<dyn meetings::parts::MeetingPart>() {
        parts.extend(part.public(&state, id.get()).await?);
    }
    let supplements = pack::print_links::supplements(&state, &meeting).await?;
    let item_files = pack::parts::of_meeting(connection, &meeting).await?.into_iter().map(|file| file.file).collect();
    let all_papers = pack::papers_zip::size(&state, &meeting).await?;
    let change = crate::news::last_change(connection, id).await?;
    let minutes = publications::current(connection, &format!("meeting/{id}/minutes")).await?;
    let minutes: Option<Minutes> = minutes.map(|minutes| read(&minutes.content)).transpose()?;
    let minutes_state = minutes.and_then(|minutes| minutes.standing).map(|standing| match standing {
        MinutesStanding::Draft => "Draft",
        MinutesStanding::Approved { .. } => "Approved",
        MinutesStanding::Signed { .. } => "Signed",
    });
    let is_insider = meeting::managing::may(&state, &context.actor, READ_BUSINESS, &meeting, false);
    let takes_part = meeting::managing::may(&state, &context.actor, TAKE_PART, &meeting, false);
    let private_papers = match context.actor.account.filter(|_| is_insider) {
        Some(account) => packs::private_business_pages::readable_parts(&state, &context.actor, account, &meeting).await?,
        None => Vec::new(),
    };
    let private_papers = private_papers.into_iter().filter_map(|part| Some((part.number?, part.item))).collect();
    let view = MeetingView {
        meeting,
        attendance,
        items,
        publications,
        files,
        pdfs,
        supplements,
        item_files,
        all_papers,
        parts,
        is_insider,
        takes_part,
        private_papers,
        change,
        minutes_state,
    };
    let title = format!("{}, {}", view.meeting.board_name, view.meeting.short_day());
    let page = ui::Page {
        title: &title,
        section: Some(ui::Section::Meetings),
        breadcrumbs: public_trail(&view.meeting),
        updated: view.publications.iter().map(|publication| publication.published_at).max().map(foundation::london::on_page),
        ..state.page()
    };
    Ok(ui::page(&page, content(&state, &view)))
}

fn content(state: &AppState, view: &MeetingView) -> Markup {
    let meeting = &view.meeting;
    html! {
        (ui::heading(Some(&meeting.board_name), &format!("Meeting of {}", meeting.day())))
        @if view.is_insider {
            (ui::paragraph(html! {
                (ui::link(format!("{}/prepare", meeting.address()), "Prepare this meeting"))
                @if view.takes_part { " · " (ui::link(format!("/my/meetings/{}", meeting.id), "Your part in this meeting")) }
            }))
        }
        (facts(state, view))
        (ui::two_thirds(html! {
                (ui::h2_large_at("agenda", "Agenda"))
                @if view.items.is_empty() { (ui::paragraph("No agenda has been published yet.")) }
                ol class="moothall-agenda" { @for item in &view.items { li class="moothall-agenda__item" { (agenda_item(meeting, item)) (item_files(view, item)) (private_paper(view, item)) } } }
                @for part in &view.parts { (part) }
            }, html! {
                (ui::h2_at("documents", "Documents"))
                (documents(view))
                (ui::h2_at("attendance", "Attendance"))
                (attendance(view))
            }))
    }
}

fn facts(state: &AppState, view: &MeetingView) -> Markup {
    let meeting = &view.meeting;
    let mut rows = Vec::new();
    if meeting.is_cancelled {
        rows.push(ui::SummaryRow::new("Status", ui::tag("Cancelled", ui::TagColour::Red)));
    } else if meeting.is_to_come(state.clock.today()) {
        rows.push(ui::SummaryRow::new("Status", ui::tag("Upcoming", ui::TagColour::Blue)));
    }
    if let Some(change) = &view.change {
        if let Some(before) = change.before.as_ref().filter(|_| meeting.is_to_come(state.clock.today())) {
            rows.push(ui::SummaryRow::new("Change", html! { (before) }));
        }
        if let Some(reason) = change.reason.as_ref().filter(|_| meeting.is_cancelled || meeting.is_to_come(state.clock.today())) {
            rows.push(ui::SummaryRow::new("Reason", html! { (reason) }));
        }
    }
    let times = meeting.times();
    if let Some(times) = &times {
        rows.push(ui::SummaryRow::new(if meeting.starts_at.is_some() { "Time" } else { "Ended" }, html! { (times) }));
    }
    if let Some(place) = &meeting.place {
        rows.push(ui::SummaryRow::new("Place", html! { (place) }));
    }
    if !meeting.day_is_known {
        rows.push(ui::SummaryRow::new("Date", html! { "Only the month is known" }));
    }
    html! { @if !rows.is_empty() { (ui::summary_list(&rows)) } }
}

/// Renders the link to an item's private paper, for those who may read it.
fn private_paper(view: &MeetingView, item: &ShownItem) -> Markup {
    let found = view.private_papers.iter().find(|(number, _)| item.private && item.number.as_ref() == Some(number));
    html! {
        @if let Some((_, key)) = found {
            (ui::paragraph_as("moothall-agenda__links", ui::link_to(format!("{}/private#item-{key}", view.meeting.address()), "Private report", html! { ": " (item.title) })))
        }
    }
}

fn agenda_item(meeting: &Meeting, item: &ShownItem) -> Markup {
    html! {
        (ui::h3_as("moothall-agenda__title", None, html! {
            @if let Some(number) = &item.number { span class="moothall-agenda__number" { (number) } " " }
            (item.title)
            @if item.private { " " (ui::tag("Private", ui::TagColour::Grey)) }
        }))
        @if let Some(summary) = &item.summary { (ui::paragraph_as("moothall-agenda__summary", summary)) }
        @if let Some(resolution) = &item.resolution {
            (ui::paragraph_as("moothall-agenda__resolution", html! { strong { "Resolved:" } " " (resolution) }))
        }
        @if item.paper_address.is_some() || item.minute_position.is_some() {
            (ui::paragraph_as("moothall-agenda__links", html! {
                @if let Some(address) = &item.paper_address {
                    (ui::link_to(address, "Report", html! { ": " (item.title) }))
                    @if let Some(officer) = &item.lead_officer { span class="moothall-agenda__officer" { " by the " (officer) } }
                }
                @if item.paper_address.is_some() && item.minute_position.is_some() { " · " }
                @if let Some(position) = item.minute_position {
                    (ui::link(minute_address(item.reference.as_deref(), meeting.id.get(), position), html! {
                        "Minute" @if let Some(reference) = &item.reference { " " (reference) }
                        (ui::visually_hidden(html! { ": " (item.title) }))
                    }))
                }
            }))
        }
    }
}

/// Renders the files of an item.
fn item_files(view: &MeetingView, item: &ShownItem) -> Markup {
    let own: Vec<&PublishedFile> =
        view.item_files.iter().filter(|file| pack::parts::is_of(file, item.number.as_deref(), &item.title)).collect();
    links(&own, |file| format!("/agenda-files/{}", file.id))
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
    let all_papers = format!("{}/papers.zip", view.meeting.address());
    if view.all_papers.is_some() {
        links.push(ui::DocumentLink {
            title: "Download all papers",
            address: &all_papers,
            format: "ZIP",
            bytes: view.all_papers,
            ..Default::default()
        });
    }
    let agenda_as_word = format!("{}/agenda.docx", view.meeting.address());
    let minutes_as_word = format!("{}/minutes.docx", view.meeting.address());
    if agenda_page.is_some() {
        links.push(ui::DocumentLink {
            title: "Agenda as a Word document",
            address: &agenda_as_word,
            format: "Word",
            ..Default::default()
        });
    }
    if view.meeting.has_minutes {
        links.push(ui::DocumentLink {
            title: "Minutes as a Word document",
            address: &minutes_as_word,
            format: "Word",
            ..Default::default()
        });
        let state = view.minutes_state;
        links.push(ui::DocumentLink {
            title: "Minutes",
            address: &minutes_page,
            format: "Page",
            note: state,
            ..Default::default()
        });
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
        @if links.is_empty() { (ui::paragraph("No documents published yet.")) }
        @else { (ui::documents(&links)) }
        @for publication in view.publications.iter().rev() {
            @let name = publication.kind.as_str();
            (ui::small_as("moothall-data-links", html! {
                (label(name)) " as "
                (ui::link_to(format!("/publications/{}/text", publication.id), "plain text", html! { " (" (name) ")" }))
                ", "
                (ui::link_to(format!("/publications/{}/data", publication.id), "data", html! { " (" (name) ")" }))
                " · "
                (ui::link_to(format!("/publications/{}", publication.id), "versions", html! { " (" (name) ")" }))
            }))
        }
    }
}

/// Returns the name that readers see for a kind of publication.
fn label(kind: &str) -> &'static str {
    match kind {
        "notice" => "Notice of meeting",
        "agenda" => "Agenda",
        _ => "Minutes",
    }
}

fn attendance(view: &MeetingView) -> Markup {
    html! {
        @if view.meeting.has_minutes { (attendance_lists(&view.attendance)) }
        @else { (ui::paragraph("Attendance is shown when the minutes are published.")) }
    }
}

/// Renders the attendance lists as printed at the head of minutes.
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
                                @if let Some(slug) = &one.slug { (ui::link(format!("/members/{slug}"), one.shown_name())) }
                                @else { (one.printed_name) }
                                @if let Some(role) = one.role { " (" (role.words()) ")" }
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
