//! Who sits on a board: members and substitutes with their days, and under which account each signs in.

use crate::board::{BoardMember, BoardRegister};
use crate::board_desk_pages::{board_of, trail};
use crate::board_store::Board;
use crate::form::{NOT_A_DAY, day, day_field, hidden, line, line_field, select_field, send, some_line};
use crate::meeting::PersonId;
use crate::minutes::BoardRole;
use crate::people::{EDIT_BOARD, MEMBER, board_place};
use crate::seat_store::{self, SeatOn};
use crate::{member_store, publishing};
use access::{AccountId, account_store, role_store};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::{MunicipalYear, PersonName, civil_date};
use maud::{Markup, html};
use publications::Publishing;
use serde::Deserialize;
use web::{AppState, Done, Error, Result, SignedIn, refused};

/// What is sent.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct SeatForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    year: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

/// `/boards/{slug}/people`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    page(&state, &board, &SeatForm::default(), &[], &done).await
}

/// `POST /boards/{slug}/people`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Form(form): Form<SeatForm>,
) -> Result<Response> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    let mut faults = Vec::new();
    let name = PersonName::read(&line(&form.name, 100));
    if name.is_none() {
        faults.push(("Enter the member’s name, like Councillor Ada Sample", "name"));
    }
    let role = role_of(&form.role);
    if role.is_none() {
        faults.push(("Choose a role", "role"));
    }
    let year = form.year.parse().ok().and_then(MunicipalYear::beginning_in);
    if year.is_none() {
        faults.push(("Choose a municipal year", "year"));
    }
    let (from, until) = (some_line(&form.from, 40).map(|text| day(&text)), some_line(&form.until, 40).map(|text| day(&text)));
    if from == Some(None) {
        faults.push((NOT_A_DAY, "from"));
    }
    if until == Some(None) {
        faults.push((NOT_A_DAY, "until"));
    }
    let (from, until) = (from.flatten(), until.flatten());
    if let Some(year) = year {
        if [from, until].into_iter().flatten().any(|day| MunicipalYear::of(day) != year) {
            faults.push(("The days must lie in the municipal year", "from"));
        }
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            faults.push(("The last day must not be before the first", "until"));
        }
    }
    let (Some(name), Some(role), Some(year), true) = (name, role, year, faults.is_empty()) else {
        return Ok(refused(page(&state, &board, &form, &faults, "").await?));
    };
    let transaction = state.db.begin().await?;
    let (mut register, _) = publishing::register_and_version(&transaction, &board).await?;
    let full =
        PersonName { title: if name.title.is_empty() { "Councillor".to_owned() } else { name.title.clone() }, ..name.clone() }
            .full();
    let overlaps = |member: &BoardMember| {
        let begins_before_other_ends = |from: Option<chrono::NaiveDate>, until: Option<chrono::NaiveDate>| {
            from.zip(until).is_none_or(|(from, until)| from <= until)
        };
        member.municipal_year == year
            && PersonName::read(&member.name).is_some_and(|known| known.may_be(&name))
            && begins_before_other_ends(member.from, until)
            && begins_before_other_ends(from, member.until)
    };
    if register.members.iter().any(overlaps) {
        drop(transaction);
        return Ok(refused(
            page(&state, &board, &form, &[("This person sits on the board in those days already", "name")], "").await?,
        ));
    }
    register.members.push(BoardMember { from, until, ..BoardMember::in_year(full.clone(), role, year) });
    register.sort();
    let reason = format!("{full} joins as {}", role.words().to_lowercase());
    publish(&state, &who, transaction, &board, &register, &reason).await?;
    Ok(Redirect::to(&format!("/boards/{}/people?done=added", board.slug)).into_response())
}

async fn publish(
    state: &AppState,
    who: &SignedIn,
    transaction: db::WriteTransaction,
    board: &Board,
    register: &BoardRegister,
    reason: &str,
) -> Result<()> {
    let actor = who.actor.ledger_name();
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason };
    publishing::publish_register(&transaction, board, register, &publishing).await?;
    Ok(transaction.commit().await?)
}

fn role_of(word: &str) -> Option<BoardRole> {
    [BoardRole::Chair, BoardRole::ViceChair, BoardRole::Member, BoardRole::Substitute]
        .into_iter()
        .find(|role| role.stored() == word)
}

/// What is sent to end a seat.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct EndForm {
    #[serde(default)]
    until: String,
    #[serde(default)]
    reason: String,
}

/// `POST /boards/{slug}/people/{person}/end`.
pub(crate) async fn end(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    Form(form): Form<EndForm>,
) -> Result<Response> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    let person: PersonId = person.parse().map_err(|_| Error::NotFound("Member"))?;
    let person = member_store::by_id(state.db.reading(), person).await?.ok_or(Error::NotFound("Member"))?;
    let until = day(&form.until);
    let reason = line(&form.reason, 300);
    let field = format!("until-{}", person.id);
    if until.is_none() || reason.is_empty() {
        let faults = [("To end a seat, give the last day and the reason", field.as_str())];
        return Ok(refused(page(&state, &board, &SeatForm::default(), &faults, "").await?));
    }
    let transaction = state.db.begin().await?;
    let (mut register, _) = publishing::register_and_version(&transaction, &board).await?;
    let year = until.map(MunicipalYear::of);
    let seat = register.members.iter_mut().find(|member| {
        Some(member.municipal_year) == year
            && PersonName::read(&member.name).is_some_and(|name| name.may_be(&person.name))
            && until.is_some_and(|until| member.sits_on(until))
    });
    let Some(seat) = seat else {
        drop(transaction);
        let faults = [("They do not sit on the board on that day", field.as_str())];
        return Ok(refused(page(&state, &board, &SeatForm::default(), &faults, "").await?));
    };
    seat.until = until;
    publish(&state, &who, transaction, &board, &register, &reason).await?;
    Ok(Redirect::to(&format!("/boards/{}/people?done=ended", board.slug)).into_response())
}

/// What is sent to tie a member to an account.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct AccountForm {
    #[serde(default)]
    account: String,
}

/// `POST /boards/{slug}/people/{person}/account`.
pub(crate) async fn link(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    Form(form): Form<AccountForm>,
) -> Result<Redirect> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    let person: PersonId = person.parse().map_err(|_| Error::NotFound("Member"))?;
    let seats = seat_store::on_day(state.db.reading(), board.id, state.clock.today()).await?;
    if !seats.iter().any(|seat| seat.person == person) {
        return Err(Error::NotFound("Member"));
    }
    let holders = role_store::holders(state.db.reading(), MEMBER, Some(&board_place(board.id)), state.clock.today()).await?;
    let account = form.account.parse::<AccountId>().ok().filter(|account| holders.contains(account));
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    seat_store::link(&transaction, person, account, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/boards/{}/people?done=linked", board.slug)))
}

async fn page(state: &AppState, board: &Board, form: &SeatForm, faults: &[ui::Fault<'_>], done: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let today = state.clock.today();
    let seats = seat_store::on_day(connection, board.id, today).await?;
    let (register, _) = publishing::register_and_version(connection, board).await?;
    let holders = role_store::holders(connection, MEMBER, Some(&board_place(board.id)), today).await?;
    let mut accounts = vec![(String::new(), "No account".to_owned())];
    for holder in holders {
        if let Some(account) = account_store::by_id(connection, holder).await? {
            accounts.push((holder.to_string(), account.name));
        }
    }
    let banner = match done {
        "added" => Some("The member was added, and the register published."),
        "ended" => Some("The seat was ended, and the register published."),
        "linked" => Some("The account was noted."),
        _ => None,
    };
    let year = MunicipalYear::of(today);
    let years: Vec<(String, String)> =
        [year, year.next()].iter().map(|year| (year.first_year().to_string(), year.to_string())).collect();
    let roles: Vec<(String, String)> = [BoardRole::Member, BoardRole::Chair, BoardRole::ViceChair, BoardRole::Substitute]
        .iter()
        .map(|role| (role.stored().to_owned(), role.words().to_owned()))
        .collect();
    let title = ui::form_title("Members and substitutes", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(board), ..state.page() };
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(Some(&board.name), "Members and substitutes"))
        h2 class="govuk-heading-m" { "Today" }
        @if seats.is_empty() { p class="govuk-body" { "Nobody sits on the board in " (year) " yet." } }
        @for seat in &seats { (seat_card(board, seat, &register, &accounts, faults)) }
        div class="moothall-measure" {
            h2 class="govuk-heading-m" { "Add somebody" }
            form action=(format!("/boards/{}/people", board.slug)) method="post" novalidate {
                (line_field("name", "Name", &form.name, Some("With its title, like Councillor Ada Sample"), faults))
                (select_field("role", "Role", &form.role, &roles, faults))
                (select_field("year", "Municipal year", &form.year, &years, faults))
                (day_field("from", "First day", &form.from, Some("Leave empty for the whole year"), faults))
                (day_field("until", "Last day", &form.until, Some("Leave empty for the whole year"), faults))
                (send("Add to the board"))
            }
        }
    };
    Ok(ui::page(&page, content))
}

fn seat_card(
    board: &Board,
    seat: &SeatOn,
    register: &BoardRegister,
    accounts: &[(String, String)],
    faults: &[ui::Fault<'_>],
) -> Markup {
    let name = seat.name.full();
    let published =
        register.members.iter().rev().find(|member| PersonName::read(&member.name).is_some_and(|known| known.may_be(&seat.name)));
    let days = published.and_then(|member| match (member.from, member.until) {
        (Some(from), Some(until)) => Some(format!("{} to {}", civil_date::written(from), civil_date::written(until))),
        (Some(from), None) => Some(format!("from {}", civil_date::written(from))),
        (None, Some(until)) => Some(format!("until {}", civil_date::written(until))),
        (None, None) => None,
    });
    let account = seat.account.map(|account| account.to_string()).unwrap_or_default();
    let address = format!("/boards/{}/people/{}", board.slug, seat.person);
    let until = format!("until-{}", seat.person);
    let select = format!("account-{}", seat.person);
    let reason = format!("reason-{}", seat.person);
    html! {
        h3 class="govuk-heading-s govuk-!-margin-bottom-1" {
            a class="govuk-link" href=(format!("/members/{}", seat.slug)) { (name) }
            @if seat.role != BoardRole::Member { " (" (seat.role.words()) ")" }
        }
        @if let Some(days) = days { p class="govuk-body-s govuk-!-margin-bottom-1" { (days) } }
        (ui::details(&format!("Account and end of the seat of {name}"), html! {
            form action={ (address) "/account" } method="post" {
                (ui::select(&ui::Select {
                    name: "account", id: Some(&select), label: "Signs in as", value: Some(&account),
                    options: accounts.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default()
                }))
                (ui::button(&ui::Button { text: "Note the account", kind: ui::ButtonKind::Secondary, ..Default::default() }))
            }
            form action={ (address) "/end" } method="post" novalidate {
                (ui::input(&ui::Input { name: "until", id: Some(&until), label: "Last day", width: Some(20), error: ui::error_about(faults, &until), ..Default::default() }))
                (ui::input(&ui::Input { name: "reason", id: Some(&reason), label: "Why", ..Default::default() }))
                (ui::button(&ui::Button { text: "End the seat", kind: ui::ButtonKind::Secondary, ..Default::default() }))
                (hidden("person", seat.person))
            }
        }))
    }
}
