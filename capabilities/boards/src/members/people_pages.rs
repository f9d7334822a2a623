//! Pages for viewing and adding a board's members and substitutes in this municipal year and the next.

use crate::members;
use crate::members::changing::with_title;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::{MunicipalYear, PersonName};
use maud::{Markup, html};
use meetings::access::EDIT_BOARD;
use meetings::board::managing::{board_of, trail};
use meetings::board::publishing::{publish_register, register_and_version};
use meetings::board::store::Board;
use meetings::board::{BoardMember, BoardRegister, days_in_words};
use meetings::confirmation;
use meetings::confirmation::Confirmation;
use meetings::form::{NOT_A_DAY, day, day_field, is_ticked, is_too_long, line, line_field, select_field, send, some_line};
use meetings::members::seat_store::RegisteredSeat;
use meetings::minutes::BoardRole;
use publications::Publishing;
use serde::Deserialize;
use web::{AppState, Done, Result, SignedIn, refused};

/// The submitted form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct SeatForm {
    name: String,
    role: String,
    year: String,
    from: String,
    until: String,
    confirmed: String,
}

impl SeatForm {
    /// Parses the submitted seat and returns it with the parsed name.
    fn read(&self) -> std::result::Result<(PersonName, BoardMember), Vec<ui::Fault<'static>>> {
        let mut faults = Vec::new();
        let name = PersonName::read(&line(&self.name, 100)).map(with_title);
        if is_too_long(&self.name, 100) {
            faults.push(("Name must be 100 characters or fewer", "name"));
        } else if name.is_none() {
            faults.push(("Enter the member’s name, like Councillor Ada Sample", "name"));
        }
        let role = role_of(&self.role);
        if role.is_none() {
            faults.push(("Select a role", "role"));
        }
        let year = self.year.parse().ok().and_then(MunicipalYear::beginning_in);
        if year.is_none() {
            faults.push(("Select a municipal year", "year"));
        }
        let (from, until) = (some_line(&self.from, 40).map(|text| day(&text)), some_line(&self.until, 40).map(|text| day(&text)));
        if from == Some(None) {
            faults.push((NOT_A_DAY, "from"));
        }
        if until == Some(None) {
            faults.push((NOT_A_DAY, "until"));
        }
        let (from, until) = (from.flatten(), until.flatten());
        if let Some(year) = year {
            if from.is_some_and(|day| MunicipalYear::of(day) != year) {
                faults.push(("First day must be in the municipal year", "from"));
            }
            if until.is_some_and(|day| MunicipalYear::of(day) != year) {
                faults.push(("Last day must be in the municipal year", "until"));
            }
            if from.zip(until).is_some_and(|(from, until)| until < from) {
                faults.push(("Last day must be the same as or after the first day", "until"));
            }
        }
        let (Some(name), Some(role), Some(year), true) = (name, role, year, faults.is_empty()) else { return Err(faults) };
        let member = BoardMember { from, until, ..BoardMember::in_year(name.full(), role, year) };
        Ok((name, member))
    }
}

/// Handles `GET /boards/{slug}/people`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    page(&state, &board, &SeatForm::default(), &[], &done).await
}

/// Handles `POST /boards/{slug}/people`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Form(form): Form<SeatForm>,
) -> Result<Response> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    let (name, member) = match form.read() {
        Ok(read) => read,
        Err(faults) => return Ok(refused(page(&state, &board, &form, &faults, "").await?)),
    };
    let transaction = state.db.begin().await?;
    let (mut register, _) = register_and_version(&transaction, &board).await?;
    if register.seats_somebody(&name, member.municipal_year, member.from, member.until) {
        drop(transaction);
        let fault = [("This person is already a member of the board on those days", "name")];
        return Ok(refused(page(&state, &board, &form, &fault, "").await?));
    }
    if !is_ticked(&form.confirmed) {
        drop(transaction);
        return Ok(confirm_adding(&state, &board, &member, &form).into_response());
    }
    let reason = format!("{} joins as {}", member.name, member.role.words().to_lowercase());
    register.members.push(member);
    register.sort();
    publish(&state, &who, transaction, &board, &register, &reason).await?;
    Ok(Redirect::to(&format!("/boards/{}/people?done=added", board.slug)).into_response())
}

/// Renders the page for confirming a new member, because a misspelt name would be public at once.
fn confirm_adding(state: &AppState, board: &Board, member: &BoardMember, form: &SeatForm) -> Markup {
    let days = days_in_words(member.from, member.until).unwrap_or_else(|| "Whole year".to_owned());
    let shown = ui::summary_list(&[
        ui::SummaryRow::new("Name", html! { (member.name) }),
        ui::SummaryRow::new("Role", html! { (member.role.words()) }),
        ui::SummaryRow::new("Municipal year", html! { (member.municipal_year) }),
        ui::SummaryRow::new("Dates", html! { (days) }),
    ]);
    let address = format!("/boards/{}/people", board.slug);
    confirmation::page_of(
        state,
        &board.name,
        trail(board),
        &Confirmation {
            heading: "Are you sure you want to add this member?",
            shown: Some(shown),
            will: vec![
                "The name becomes public straight away, on the board’s page and on the front sheets of its packs.".to_owned(),
                "You can correct the name later. The public record keeps the earlier versions.".to_owned(),
            ],
            address: &address,
            fields: vec![
                ("name", &member.name),
                ("role", &form.role),
                ("year", &form.year),
                ("from", &form.from),
                ("until", &form.until),
            ],
            button: "Add member",
            back: ("Go back without adding the member", &address),
            ..Confirmation::default()
        },
    )
}

/// Publishes a changed register and commits the transaction.
pub(crate) async fn publish(
    state: &AppState,
    who: &SignedIn,
    transaction: db::WriteTransaction,
    board: &Board,
    register: &BoardRegister,
    reason: &str,
) -> Result<()> {
    let actor = who.actor.ledger_name();
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason };
    publish_register(&transaction, board, register, &publishing).await?;
    Ok(transaction.commit().await?)
}

/// Returns the role for a submitted value.
pub(crate) fn role_of(word: &str) -> Option<BoardRole> {
    ROLES.into_iter().find(|role| role.stored() == word)
}

/// The roles in the order in which a form offers them.
const ROLES: [BoardRole; 4] = [BoardRole::Member, BoardRole::Chair, BoardRole::ViceChair, BoardRole::Substitute];

/// Returns the roles as options for a select field.
pub(crate) fn role_options() -> Vec<(String, String)> {
    ROLES.iter().map(|role| (role.stored().to_owned(), role.words().to_owned())).collect()
}

async fn page(state: &AppState, board: &Board, form: &SeatForm, faults: &[ui::Fault<'_>], done: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let year = MunicipalYear::of(state.clock.today());
    let seats = meetings::members::seat_store::registered(connection, board.id).await?;
    let (register, _) = register_and_version(connection, board).await?;
    let rolling = members::changing::years_to_roll_over(&register, year);
    let banner = match done {
        "added" => Some("Member added"),
        "ended" => Some("Membership ended"),
        "linked" => Some("Account saved"),
        "corrected" => Some("Name corrected"),
        "removed" => Some("Member removed"),
        "rolled-over" => Some("Members added for the year"),
        _ => None,
    };
    let years = [year, year.next()];
    let options: Vec<(String, String)> = years.iter().map(|year| (year.first_year().to_string(), year.to_string())).collect();
    let title = ui::form_title("Members and substitutes", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(board), ..state.page() };
    let address = format!("/boards/{}/people", board.slug);
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(Some(&board.name), "Members and substitutes"))
        @for year in years { (members_of(board, &seats, year)) }
        @for (from, into) in rolling {
            (ui::button(&ui::Button {
                text: &format!("Roll members over from {from} to {into}"),
                address: Some(&format!("{address}/roll-over?into={}", into.first_year())),
                kind: ui::ButtonKind::Secondary, ..Default::default()
            }))
        }
        div class="moothall-measure" {
            h2 class="govuk-heading-m" { "Add a member or substitute" }
            form action=(address) method="post" novalidate {
                (line_field("name", "Name", &form.name, Some("Include the title, like Councillor Ada Sample. The name is published straight away."), faults))
                (select_field("role", "Role", &form.role, &role_options(), faults))
                (select_field("year", "Municipal year", &form.year, &options, faults))
                (day_field("from", "First day", &form.from, Some("Leave blank for the whole year"), faults))
                (day_field("until", "Last day", &form.until, Some("Leave blank for the whole year"), faults))
                (send("Add member"))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Renders the seats of one year, each with a link to manage it.
fn members_of(board: &Board, seats: &[RegisteredSeat], year: MunicipalYear) -> Markup {
    let row = |seat: &RegisteredSeat| {
        let name = seat.person.name.full();
        vec![
            html! { a class="govuk-link" href=(format!("/members/{}", seat.person.slug)) { (name) } },
            html! { (seat.role.words()) },
            html! { (days_in_words(seat.from, seat.until).unwrap_or_else(|| "Whole year".to_owned())) },
            html! {
                a class="govuk-link" href=(format!("/boards/{}/people/{}", board.slug, seat.person.id)) {
                    "Manage membership" span class="govuk-visually-hidden" { ": " (name) }
                }
            },
        ]
    };
    let rows: Vec<Vec<Markup>> = seats.iter().filter(|seat| seat.year == year).map(row).collect();
    html! {
        h2 class="govuk-heading-m" { (year) }
        @if rows.is_empty() { p class="govuk-body" { "No members for " (year) " yet." } }
        @else {
            (ui::table(&ui::Table {
                caption: &format!("Members in {year}"), caption_is_hidden: true,
                columns: vec![ui::Column::words("Name"), ui::Column::words("Role"), ui::Column::words("Dates"), ui::Column::words("Action")],
                rows, row_headings: true,
            }))
        }
    }
}
