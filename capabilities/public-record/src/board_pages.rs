//! Public pages of boards, their members and their meetings.

use axum::extract::{Path, Query, State};
use foundation::MunicipalYear;
use maud::{Markup, html};
use meetings::access::SEE_BOARD;
use meetings::board::BoardRegister;
use meetings::board::store::{Board, Seat};
use meetings::calendar::lists::meeting_list_of_board;
use meetings::members::photo::{MemberPhoto, PhotoSize};
use meetings::{board, meeting, members, programme};
use serde::Deserialize;
use std::collections::HashMap;
use web::{AppState, Error, OrNotFound, RequestContext, Result};

/// The municipal year selected in the query string.
#[derive(Debug, Deserialize)]
pub(crate) struct YearQuery {
    year: Option<String>,
}

impl YearQuery {
    /// Returns the selected year, or the latest of `years` if none is selected, or the current year if `years` is empty.
    pub(crate) fn choose(&self, years: &[MunicipalYear], state: &AppState) -> Result<MunicipalYear> {
        match self.year.as_deref().filter(|year| !year.is_empty()) {
            Some(year) => year.parse().ok().and_then(MunicipalYear::beginning_in).ok_or_else(|| {
                Error::NotUnderstood("A municipal year is written as the year in which it begins, such as 2023.".into())
            }),
            None => Ok(years.first().copied().unwrap_or_else(|| MunicipalYear::of(state.clock.today()))),
        }
    }
}

/// Renders links to the other municipal years, at `address`.
pub(crate) fn year_navigation(address: &str, years: &[MunicipalYear], chosen: MunicipalYear) -> Markup {
    let labels: Vec<(String, String)> =
        years.iter().map(|year| (year.to_string(), format!("{address}?year={}", year.first_year()))).collect();
    let pages: Vec<(&str, &str, bool)> =
        labels.iter().zip(years).map(|((label, address), year)| (label.as_str(), address.as_str(), *year == chosen)).collect();
    html! { @if years.len() > 1 { (ui::sub_navigation("Municipal years", &pages)) } }
}

/// Handles `GET /boards`.
pub(crate) async fn list(State(state): State<AppState>) -> Result<Markup> {
    let boards = board::store::boards(state.db.reading()).await?;
    let page = ui::Page { title: "Boards", section: Some(ui::Section::Boards), ..state.page() };
    let content = html! {
        (ui::heading(None, "Boards"))
        @if boards.is_empty() {
            (ui::empty_state("No boards yet", html! { (ui::paragraph("Boards appear here once they are created.")) }))
        } @else {
            (ui::list_as("moothall-board-list", html! {
                @for board in &boards {
                    li { (ui::main_link(format!("/boards/{}", board.slug), &board.name)) }
                }
            }))
        }
    };
    Ok(ui::page(&page, content))
}

/// Handles `GET /boards/{slug}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    context: RequestContext,
    Path(slug): Path<String>,
    Query(query): Query<YearQuery>,
) -> Result<Markup> {
    let connection = state.db.reading();
    let board = board::store::by_slug(connection, &slug).await?.or_not_found("Board")?;
    let years = board::store::years(connection, board.id).await?;
    let year = query.choose(&years, &state)?;
    let seats = board::store::seats(connection, board.id, year).await?;
    let photos = members::photo_store::of_board(connection, board.id, year).await?;
    let meetings = meeting::store::of_board(connection, board.id, year).await?;
    let publication = publications::current(connection, &Board::record(board.id)).await?;
    let register: BoardRegister = match &publication {
        Some(publication) => serde_json::from_str(&publication.content).map_err(|error| Error::Content(error.to_string()))?,
        None => BoardRegister::default(),
    };
    let has_programme = publications::current(connection, &programme::work_programme::record(board.id)).await?.is_some();
    let members_known = register.members.iter().map(|member| member.municipal_year).max();
    let forms = meetings::parts::other_forms(&state, Some(board.of()));
    let parts = meetings::parts::of_board(&state, Some(board.of())).await?;
    let page = ui::Page {
        alternates: forms.iter().map(meetings::parts::OtherForm::alternate).collect(),
        title: &board.name,
        description: register.responsibilities.as_deref(),
        section: Some(ui::Section::Boards),
        breadcrumbs: vec![("Home".into(), "/".into()), ("Boards".into(), "/boards".into())],
        updated: publication.as_ref().map(|publication| foundation::london::on_page(publication.published_at)),
        ..state.page()
    };
    let content = html! {
        (ui::heading(register.kind.as_deref(), &board.name))
        @if let Some(responsibilities) = &register.responsibilities {
            div class="moothall-measure" { (ui::paragraph(responsibilities)) }
        }
        @if let Some(terms) = &register.terms_of_reference {
            (ui::details("Terms of reference", ui::document_entries(&documents::Document::of_blocks(&documents::blocks_of(terms)).collect::<Vec<_>>(), 2)))
        }
        @if board::managing::may(&state, &context.actor, SEE_BOARD, &board) {
            (ui::paragraph(ui::link(format!("/boards/{}/desk", board.slug), "Manage this board")))
        }
        @if has_programme { (ui::paragraph(ui::link(format!("/work-programmes/{}", board.id), "Work programme"))) }
        @for part in &parts { (part) }
        (year_navigation(&format!("/boards/{}", board.slug), &years, year))
        (ui::two_thirds(html! {
                (ui::h2_large(html! { "Meetings in " (year) }))
                @if meetings.is_empty() { (ui::paragraph("No meetings in this year.")) }
                @else { (meeting_list_of_board(&meetings, state.clock.today(), 3)) }
            }, html! {
                (ui::h2(html! { "Members in " (year) }))
                (members(&board, &seats, &photos, members_known))
                @if let Some(publication) = &publication {
                    (ui::small(ui::link(format!("/publications/{}", publication.id), "Versions of this register")))
                }
            }))
    };
    Ok(ui::page(&page, content))
}

/// Renders the members of the chosen year. If none are recorded, links to the latest year with members.
fn members(board: &Board, seats: &[Seat], photos: &HashMap<String, MemberPhoto>, known: Option<MunicipalYear>) -> Markup {
    html! {
        @if seats.is_empty() {
            (ui::paragraph(html! {
                "No members are recorded for this year. "
                @if let Some(year) = known {
                    (ui::link(format!("/boards/{}?year={}", board.slug, year.first_year()), html! {
                        "See the members in " (year)
                    }))
                }
            }))
        }
        (ui::list_as("moothall-members", html! {
            @for seat in seats {
                li {
                    @if let Some(photo) = photos.get(&seat.slug) { (photo.image(&seat.name, PhotoSize::Small)) " " }
                    (ui::link(format!("/members/{}", seat.slug), &seat.name))
                    @if let Some(particulars) = seat.particulars() { " (" (particulars) ")" }
                }
            }
        }))
    }
}
