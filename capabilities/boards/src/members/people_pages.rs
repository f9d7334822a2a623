//! Pages for viewing and adding a board's members and substitutes in this municipal year and the next.

use crate::members;
use crate::members::changing::with_title;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use foundation::{MunicipalYear, PersonName};
use maud::{Markup, html};
use meetings::access::EDIT_BOARD;
use meetings::board::managing::{board_of, trail};
use meetings::board::publishing::{publish_register, register_and_version};
use meetings::board::store::Board;
use meetings::board::{BoardMember, BoardRegister, days_in_words};
use meetings::members::seat_store::RegisteredSeat;
use meetings::minutes::BoardRole;
use publications::Publishing;
use ui::FormState;
use web::{AppState, Confirmation, Done, NOT_A_DATE, Result, SignedIn, SubmittedForm, confirmation_page, redirect_done, refused};

/// Reads the seat and the name of who takes it.
fn read(form: &mut SubmittedForm) -> Option<(PersonName, BoardMember)> {
    let name = read_name(form, "Enter the member’s name, like Councillor Ada Sample");
    let role = form.parse("role", role_of).or_fault("Select a role");
    let year = form.parse("year", |year| year.parse().ok().and_then(MunicipalYear::beginning_in));
    let year = year.or_fault("Select a municipal year");
    let (from, until) = (form.date("from").optional(NOT_A_DATE), form.date("until").optional(NOT_A_DATE));
    if let Some(year) = year {
        let (from, until) = (from.flatten(), until.flatten());
        if from.is_some_and(|day| MunicipalYear::of(day) != year) {
            form.fault("from", "First day must be in the municipal year");
        }
        if until.is_some_and(|day| MunicipalYear::of(day) != year) {
            form.fault("until", "Last day must be in the municipal year");
        }
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            form.fault("until", "Last day must be the same as or after the first day");
        }
    }
    form.accept(())?;
    let name = name?;
    let member = BoardMember { from: from?, until: until?, ..BoardMember::in_year(name.full(), role?, year?) };
    Some((name, member))
}

/// Reads a member's name, with its title.
pub(crate) fn read_name(form: &mut SubmittedForm, missing: &'static str) -> Option<PersonName> {
    let name = form.line("name").at_most(100, "Name").required(missing)?;
    let name = PersonName::read(&name).map(with_title);
    if name.is_none() {
        form.fault("name", missing);
    }
    name
}

/// Handles `GET /boards/{slug}/people`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    page(&state, &board, &FormState::default(), &done).await
}

/// Handles `POST /boards/{slug}/people`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    let Some((name, member)) = read(&mut form) else {
        return Ok(refused(page(&state, &board, &form, "").await?));
    };
    let transaction = state.db.begin().await?;
    let (mut register, _) = register_and_version(&transaction, &board).await?;
    if register.seats_somebody(&name, member.municipal_year, member.from, member.until) {
        drop(transaction);
        form.fault("name", "This person is already a member of the board on those days");
        return Ok(refused(page(&state, &board, &form, "").await?));
    }
    if !form.is_confirmed() {
        drop(transaction);
        return Ok(confirm_adding(&state, &board, &member, &form).into_response());
    }
    let reason = format!("{} joins as {}", member.name, member.role.words().to_lowercase());
    register.members.push(member);
    register.sort();
    publish(&state, &who, transaction, &board, &register, &reason).await?;
    Ok(redirect_done(&format!("/boards/{}/people", board.slug), "added").into_response())
}

/// Renders the page for confirming a new member, because a misspelt name would be public at once.
fn confirm_adding(state: &AppState, board: &Board, member: &BoardMember, form: &FormState) -> Markup {
    let days = days_in_words(member.from, member.until).unwrap_or_else(|| "Whole year".to_owned());
    let shown = ui::summary_list(&[
        ui::SummaryRow::new("Name", html! { (member.name) }),
        ui::SummaryRow::new("Role", html! { (member.role.words()) }),
        ui::SummaryRow::new("Municipal year", html! { (member.municipal_year) }),
        ui::SummaryRow::new("Dates", html! { (days) }),
    ]);
    let address = format!("/boards/{}/people", board.slug);
    confirmation_page(
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
                ("role", form.value("role")),
                ("year", form.value("year")),
                ("from", form.value("from")),
                ("until", form.value("until")),
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

async fn page(state: &AppState, board: &Board, form: &FormState, done: &str) -> Result<Markup> {
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
    let title = form.title("Members and substitutes");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(board), ..state.page() };
    let address = format!("/boards/{}/people", board.slug);
    let content = html! {
        (form.summary())
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
            (ui::h2("Add a member or substitute"))
            form action=(address) method="post" novalidate {
                (form.input(&ui::Input {
                    name: "name", label: "Name", hint: Some("Include the title, like Councillor Ada Sample. The name is published straight away."), ..Default::default()
                }))
                (form.select(&ui::Select { name: "role", label: "Role", ..Default::default() }, None, &role_options()))
                (form.select(&ui::Select { name: "year", label: "Municipal year", ..Default::default() }, None, &options))
                (form.date(&ui::DateInput { name: "from", label: "First day", hint: Some("Leave blank for the whole year"), ..Default::default() }))
                (form.date(&ui::DateInput { name: "until", label: "Last day", hint: Some("Leave blank for the whole year"), ..Default::default() }))
                (ui::send("Add member"))
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
            html! { (ui::link(format!("/members/{}", seat.person.slug), &name)) },
            html! { (seat.role.words()) },
            html! { (days_in_words(seat.from, seat.until).unwrap_or_else(|| "Whole year".to_owned())) },
            html! {
                (ui::link_to(format!("/boards/{}/people/{}", board.slug, seat.person.id), "Manage membership", html! { ": " (name) }))
            },
        ]
    };
    let rows: Vec<Vec<Markup>> = seats.iter().filter(|seat| seat.year == year).map(row).collect();
    html! {
        (ui::h2(html! { (year) }))
        @if rows.is_empty() { (ui::paragraph(html! { "No members for " (year) " yet." })) }
        @else {
            (ui::table(&ui::Table {
                caption: &format!("Members in {year}"), caption_is_hidden: true,
                columns: vec![ui::Column::words("Name"), ui::Column::words("Role"), ui::Column::words("Dates"), ui::Column::words("Action")],
                rows, row_headings: true,
            }))
        }
    }
}
