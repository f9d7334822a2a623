//! Public pages of members: a year's list, and a member with their seats and attendance.

use crate::board_pages::{YearQuery, year_navigation};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::{civil_date, london};
use maud::{Markup, html};
use meetings::attendance::store::{Capacity, Expected};
use meetings::board::days_in_words;
use meetings::kinds::read;
use meetings::members::details::MemberDetails;
use meetings::members::photo::PhotoSize;
use meetings::members::store::{ListedMember, Membership};
use meetings::minutes::BoardRole;
use meetings::{attendance, interests, members};
use publications::Publication;
use web::{AppState, OrNotFound, Result};

/// Handles `GET /members`.
pub(crate) async fn list(State(state): State<AppState>, Query(query): Query<YearQuery>) -> Result<Markup> {
    let connection = state.db.reading();
    let years = members::store::years(connection).await?;
    let year = query.choose(&years, &state)?;
    let listed = members::store::all_in(connection, year).await?;
    let page = ui::Page { title: "Members", section: Some(ui::Section::Members), ..state.page() };
    let rows = listed.chunk_by(|one, other| one.slug == other.slug).map(member_row).collect();
    let content = html! {
        (ui::heading(Some(&format!("Municipal year {year}")), "Members"))
        (year_navigation("/members", &years, year))
        @if listed.is_empty() {
            (ui::empty_state("No members yet", html! {
                (ui::paragraph("Members appear here once they are added to a board."))
            }))
        } @else {
            (ui::table(&ui::Table {
                caption: "Members and the boards they sit on",
                caption_is_hidden: true,
                columns: vec![ui::Column::words("Member"), ui::Column::words("Party and ward"), ui::Column::words("Boards")],
                rows,
                row_headings: true,
            }))
        }
    };
    Ok(ui::page(&page, content))
}

fn member_row(seats: &[ListedMember]) -> Vec<Markup> {
    let Some(member) = seats.first() else { return Vec::new() };
    vec![
        html! { (ui::link(format!("/members/{}", member.slug), member.name.full())) },
        html! {
            @if let Some(party) = &member.party { (party) }
            @if member.party.is_some() && member.ward.is_some() { br; }
            @if let Some(ward) = &member.ward { (ward) }
        },
        html! {
            @for (position, seat) in seats.iter().enumerate() {
                @if position > 0 { br; }
                (ui::link(format!("/boards/{}", seat.board_slug), &seat.board))
                @let told = [(seat.role != BoardRole::Member).then(|| seat.role.words().to_owned()), days_in_words(seat.from_day, seat.until_day)];
                @let told = told.into_iter().flatten().collect::<Vec<_>>();
                @if !told.is_empty() { " (" (told.join(", ")) ")" }
            }
        },
    ]
}

/// A member's attendance figures for one board in one year.
#[derive(Debug, Default, PartialEq, Eq)]
struct AttendanceFigures {
    expected: usize,
    present: usize,
    apologies: usize,
    council_business: usize,
    not_named: usize,
}

impl AttendanceFigures {
    fn of<'a>(meetings: impl IntoIterator<Item = &'a Expected>) -> Self {
        let mut figures = Self::default();
        for meeting in meetings {
            figures.expected += 1;
            match meeting.capacity {
                Some(Capacity::Present) => figures.present += 1,
                Some(Capacity::Apologies) => figures.apologies += 1,
                Some(Capacity::CouncilBusiness) => figures.council_business += 1,
                _ => figures.not_named += 1,
            }
        }
        figures
    }
}

/// Handles `GET /members/{slug}`.
pub(crate) async fn show(State(state): State<AppState>, Path(slug): Path<String>) -> Result<Response> {
    let connection = state.db.reading();
    let Some(person) = members::store::by_slug(connection, &slug).await? else {
        // Links made before a name was corrected keep working.
        let now = members::name_store::slug_after(connection, &slug).await?.or_not_found("Member")?;
        return Ok(Redirect::temporary(&format!("/members/{now}")).into_response());
    };
    let memberships = members::store::memberships(connection, person.id).await?;
    let meetings = attendance::store::of_person(connection, person.id).await?;
    let details = members::details_store::of_person(connection, person.id).await?;
    let photo = members::photo_store::of_person(connection, person.id).await?;
    let interests = publications::current(connection, &interests::register_store::record(person.id)).await?;
    let name = person.name.full();
    let page = ui::Page {
        title: &name,
        section: Some(ui::Section::Members),
        breadcrumbs: vec![("Home".into(), "/".into()), ("Members".into(), "/members".into())],
        ..state.page()
    };
    let content = html! {
        (ui::heading(None, &name))
        @if let Some(photo) = &photo { p { (photo.image(&name, PhotoSize::Whole)) } }
        (details_of(&details))
        (ui::h2_large("Memberships and attendance"))
        (seats(&memberships, &meetings))
        (ui::small_as("moothall-measure", "Attendance is counted from published minutes. ‘Not named’ means that the minutes record neither attendance nor apologies."))
        (ui::h2_large("Meetings"))
        (meeting_table(&meetings))
        @if let Some(publication) = &interests { (register_of_interests(publication)?) }
    };
    Ok(ui::page(&page, content).into_response())
}

fn details_of(details: &MemberDetails) -> Markup {
    let value = |label: &str, value: &str| {
        html! { @if label == "Email" { (ui::link(format!("mailto:{value}"), value)) } @else { (value) } }
    };
    let rows: Vec<ui::SummaryRow<'_>> =
        details.labelled().into_iter().map(|(label, text)| ui::SummaryRow::new(label, value(label, text))).collect();
    html! { @if !rows.is_empty() { (ui::summary_list(&rows)) } }
}

fn register_of_interests(publication: &Publication) -> Result<Markup> {
    let document = interests::register::document(&read(&publication.content)?);
    Ok(html! {
        (ui::h2_large_at("interests", "Register of interests"))
        (ui::document_entries(&document.entries, 2))
        (ui::small(html! {
            "Last updated " (civil_date::written(london::local(publication.published_at).date())) ". "
            (ui::link(format!("/publications/{}", publication.id), "Versions of this register"))
        }))
    })
}

fn seats(memberships: &[Membership], meetings: &[Expected]) -> Markup {
    let row = |seat: &Membership| {
        let of_seat = meetings
            .iter()
            .filter(|meeting| meeting.board_id == seat.board.get() && meeting.municipal_year == seat.year.first_year());
        let figures = AttendanceFigures::of(of_seat);
        vec![
            html! {
                (ui::link(format!("/boards/{}?year={}", seat.board_slug, seat.year.first_year()), &seat.board_name))
            },
            html! { (seat.role.words()) },
            html! { (seat.year) },
            html! { (figures.present) " of " (figures.expected) },
            html! { (figures.apologies) },
            html! { (figures.council_business) },
            html! { (figures.not_named) },
        ]
    };
    ui::table(&ui::Table {
        caption: "Memberships, and attendance at meetings with published minutes",
        caption_is_hidden: true,
        columns: vec![
            ui::Column::words("Board"),
            ui::Column::words("Role"),
            ui::Column::words("Year"),
            ui::Column::numbers("Present"),
            ui::Column::numbers("Apologies"),
            ui::Column::numbers("On Council business"),
            ui::Column::numbers("Not named"),
        ],
        rows: memberships.iter().map(row).collect(),
        row_headings: true,
    })
}

fn meeting_table(meetings: &[Expected]) -> Markup {
    let rows: Vec<Vec<Markup>> = meetings
        .iter()
        .map(|meeting| {
            vec![
                html! { (ui::link(format!("/meetings/{}", meeting.meeting_id), civil_date::written(meeting.held_on))) },
                html! { (meeting.board_name) },
                match meeting.capacity {
                    Some(Capacity::Present) => ui::tag("Present", ui::TagColour::Green),
                    Some(Capacity::Apologies) => ui::tag("Apologies", ui::TagColour::Yellow),
                    Some(Capacity::CouncilBusiness) => ui::tag("On Council business", ui::TagColour::Blue),
                    _ => ui::tag("Not named", ui::TagColour::Grey),
                },
            ]
        })
        .collect();
    html! {
        @if rows.is_empty() { (ui::paragraph("No minutes have been published for this member’s boards yet.")) }
        @else {
            (ui::table(&ui::Table {
                caption: "Meetings at which this member was expected",
                caption_is_hidden: true,
                columns: vec![ui::Column::words("Meeting"), ui::Column::words("Board"), ui::Column::words("Attendance")],
                rows,
                row_headings: true,
            }))
        }
    }
}
