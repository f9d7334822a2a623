//! The management pages of a board: the clerk's next tasks, and links to each part of its year.

use axum::extract::{Path, Query, State};
use foundation::{MunicipalYear, civil_date};
use maud::{Markup, html};
use meetings::access::{BEGIN_BOARD, EDIT_BOARD, PLAN_YEAR, SEE_BOARD};
use meetings::board::managing::{board_of, may, trail};
use meetings::meeting::Meeting;
use meetings::{board, meeting, messages, preparation, programme, rules};
use web::{AppState, Done, Result, SignedIn};

/// Handles `GET /desk`: the boards that the user manages, with the next meeting of each.
pub(crate) async fn list(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    state.ask_any(&who.actor, SEE_BOARD)?;
    let connection = state.db.reading();
    let today = state.clock.today();
    let mut rows = Vec::new();
    for board in board::store::boards(connection).await?.into_iter().filter(|board| may(&state, &who.actor, SEE_BOARD, board)) {
        let next = meeting::store::next_of(connection, board.id, today).await?;
        rows.push(vec![
            html! { a class="govuk-link" href=(format!("/boards/{}/desk", board.slug)) { (board.name) } },
            html! { @match &next { Some(meeting) => a class="govuk-link" href={ (meeting.address()) "/prepare" } { (meeting.day()) }, None => "None scheduled" } },
        ]);
    }
    let page = ui::Page {
        title: "Your boards",
        section: Some(ui::Section::Work),
        breadcrumbs: vec![("Your work".into(), "/work".into())],
        ..state.page()
    };
    let content = html! {
        (ui::heading(None, "Your boards"))
        @if state.joined.policy.could(&who.actor, BEGIN_BOARD) {
            (ui::button(&ui::Button { text: "Create a board", address: Some("/boards/begin"), kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
        @if rows.is_empty() { (ui::empty_state("No boards yet", html! { p class="govuk-body" { "Boards appear here when you create one or become its clerk." } })) }
        @else {
            (ui::table(&ui::Table {
                caption: "Boards and their next meetings", caption_is_hidden: true,
                columns: vec![ui::Column::words("Board"), ui::Column::words("Next meeting")], rows, row_headings: true,
            }))
        }
        p class="govuk-body" { a class="govuk-link" href="/posts" { "Officers’ posts" } }
    };
    Ok(ui::page(&page, content))
}

/// Handles `GET /boards/{slug}/desk`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let board = board_of(&state, &who, SEE_BOARD, &slug).await?;
    let connection = state.db.reading();
    let today = state.clock.today();
    let year = MunicipalYear::of(today);
    let mut meetings = meeting::store::of_board(connection, board.id, year).await?;
    meetings.extend(meeting::store::of_board(connection, board.id, year.next()).await?);
    meetings.sort_by_key(|meeting| (meeting.held_on, meeting.id.get()));
    let planned = programme::store::open_count(connection, board.id).await?;
    let warnings = agendas::programme::pages::duty_warnings(&state, &board).await?;
    let banner = match done.as_str() {
        "changed" => Some("Changes saved"),
        "laid-out" => Some("Meetings scheduled"),
        "begun" => Some("Board created. You are its clerk."),
        _ => None,
    };
    let banner = match banner {
        Some(what) if done == "laid-out" => Some(messages::telling::done_words(&state, board.id, what).await?),
        other => other.map(str::to_owned),
    };
    let page = ui::Page {
        title: &board.name,
        section: Some(ui::Section::Work),
        breadcrumbs: trail(&board)[..2].to_vec(),
        ..state.page()
    };
    let address = |part: &str| format!("/boards/{}/{part}", board.slug);
    let content = html! {
        @if let Some(banner) = &banner { (ui::done(banner)) }
        (ui::heading(Some("Manage this board"), &board.name))
        @for warning in &warnings { (ui::warning_text(html! { (warning) })) }
        div class="govuk-grid-row" {
            div class="govuk-grid-column-two-thirds" {
                h2 class="govuk-heading-m" { "Meetings and deadlines, " (year) " and " (year.next()) }
                @if meetings.is_empty() { p class="govuk-body" { "No meetings scheduled yet." } } @else { (meeting_table(&state, &meetings)) }
                @if may(&state, &who.actor, PLAN_YEAR, &board) {
                    (ui::button(&ui::Button { text: "Schedule meetings", address: Some(&address("calendar")), ..Default::default() }))
                }
            }
            div class="govuk-grid-column-one-third" {
                h2 class="govuk-heading-m" { "Board" }
                ul class="govuk-list govuk-list--spaced" {
                    li { a class="govuk-link" href=(address("programme")) { "Work programme" } " (" (planned) " planned)" }
                    @if may(&state, &who.actor, PLAN_YEAR, &board) {
                        li { a class="govuk-link" href=(address("standing-items")) { "Standing items" } }
                    }
                    @if may(&state, &who.actor, EDIT_BOARD, &board) {
                        li { a class="govuk-link" href=(address("people")) { "Members and substitutes" } }
                        li { a class="govuk-link" href=(address("message")) { "Message members and followers" } }
                        li { a class="govuk-link" href=(address("edit")) { "Name, terms of reference and quorum" } }
                    }
                    li { a class="govuk-link" href="/posts" { "Officers’ posts" } }
                    li { a class="govuk-link" href=(format!("/boards/{}", board.slug)) { "View public page" } }
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Renders the meetings, each with its deadlines that have not passed.
fn meeting_table(state: &AppState, meetings: &[Meeting]) -> Markup {
    let settings = state.settings();
    let today = state.clock.today();
    let day = |day: Option<chrono::NaiveDate>, meeting: &Meeting| {
        html! {
            @if let Some(day) = day.filter(|_| meeting.day_is_known && meeting.is_to_come(today)) {
                (civil_date::written(day)) @if day < today { " " (ui::tag("Passed", ui::TagColour::Grey)) }
            }
        }
    };
    let row = |meeting: &Meeting| {
        let deadlines =
            preparation::deadline::of_meeting(meeting, rules::steps(&settings, meeting.held_on), &settings.bank_holidays);
        vec![
            html! {
                a class="govuk-link" href={ (meeting.address()) "/prepare" } { (meeting.day()) }
                @if let Some(times) = meeting.times() { br; (times) }
                @if meeting.is_cancelled { br; (ui::tag("Cancelled", ui::TagColour::Red)) }
                @else if meeting.has_minutes { br; (ui::tag("Minutes published", ui::TagColour::Green)) }
            },
            day(deadlines.map(|deadlines| deadlines.clearance), meeting),
            day(deadlines.map(|deadlines| deadlines.final_reports), meeting),
            day(deadlines.map(|deadlines| deadlines.publication), meeting),
        ]
    };
    ui::table(&ui::Table {
        caption: "Meetings and deadlines",
        caption_is_hidden: true,
        columns: vec![
            ui::Column::words("Meeting"),
            ui::Column::words("Reports for clearance by"),
            ui::Column::words("Final reports by"),
            ui::Column::words("Publication by"),
        ],
        rows: meetings.iter().map(row).collect(),
        row_headings: true,
    })
}
