//! Pages for managing one member of a board: correcting the name, ending the membership, linking an account, and removing a
//! mistaken entry.

use crate::members;
use crate::members::people_pages::{publish, read_name};
use access::{AccountId, account_store, role_store};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use directory::roles::MEMBER;
use foundation::{MunicipalYear, london};
use maud::{Markup, html};
use meetings::access::{EDIT_BOARD, board_place};
use meetings::board::days_in_words;
use meetings::board::managing::{board_of, trail};
use meetings::board::publishing::register_and_version;
use meetings::board::store::Board;
use meetings::meeting::PersonId;
use meetings::members::name_store::NameCorrection;
use meetings::members::seat_store::RegisteredSeat;
use ui::{FormState, hidden};
use web::{AppState, Done, Error, NOT_A_DATE, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// A person with all their seats on one board.
struct Managed {
    board: Board,
    seats: Vec<RegisteredSeat>,
    /// The version of the register.
    version: String,
    corrections: Vec<(NameCorrection, String)>,
    /// The accounts of users with the role of member of the board.
    accounts: Vec<(AccountId, String)>,
}

impl Managed {
    /// Returns the latest seat. There is always at least one.
    fn latest(&self) -> Result<&RegisteredSeat> {
        self.seats.iter().max_by_key(|seat| (seat.year, seat.from)).or_not_found("Member")
    }
}

async fn managed(state: &AppState, who: &SignedIn, (slug, person): (&str, &str)) -> Result<Managed> {
    let board = board_of(state, who, EDIT_BOARD, slug).await?;
    let person: PersonId = person.parse().or_not_found("Member")?;
    let connection = state.db.reading();
    let mut seats = meetings::members::seat_store::registered(connection, board.id).await?;
    seats.retain(|seat| seat.person.id == person);
    if seats.is_empty() {
        return Err(Error::NotFound("Member"));
    }
    let (_, version) = register_and_version(connection, &board).await?;
    let mut corrections = Vec::new();
    for correction in meetings::members::name_store::of_person(connection, person).await? {
        let by = directory::actor_name(connection, &correction.corrected_by).await?;
        corrections.push((correction, by));
    }
    let mut accounts = Vec::new();
    for holder in role_store::holders(connection, MEMBER, Some(&board_place(board.id)), state.clock.today()).await? {
        if let Some(account) = account_store::by_id(connection, holder).await? {
            accounts.push((holder, account.name));
        }
    }
    Ok(Managed { board, seats, version, corrections, accounts })
}

/// Handles `GET /boards/{slug}/people/{person}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let managed = managed(&state, &who, (&slug, &person)).await?;
    page(&state, &managed, &FormState::default(), &done)
}

/// Handles `POST /boards/{slug}/people/{person}/name`.
pub(crate) async fn correct_name(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let managed = managed(&state, &who, (&slug, &person)).await?;
    let person = &managed.latest()?.person;
    let name = read_name(&mut form, "Enter the correct name, like Councillor Ada Sample");
    if name.as_ref() == Some(&person.name) {
        form.fault("name", "Enter a name that is different from the current one");
    }
    let reason = read_reason(&mut form, "name-reason", "Enter a reason for the correction");
    let (Some(name), Some(reason), false) = (name, reason, form.has_faults()) else {
        return Ok(refused(page(&state, &managed, &form, "")?));
    };
    let transaction = state.begin(&who.actor).await?;
    if !members::changing::correct_name(&transaction, person, &name, &reason, transaction.by()).await? {
        drop(transaction);
        form.fault("name", "Another member already has this name");
        return Ok(refused(page(&state, &managed, &form, "")?));
    }
    if !form.is_confirmed() {
        // Roll back what was done so far.
        drop(transaction);
        return Ok(members::confirmations::correction(&state, &managed.board, person, &name, &reason).into_response());
    }
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/people/{}", managed.board.slug, person.id), "corrected").into_response())
}

/// Reads the reason, a field that three forms of the page have, each with an id of its own.
fn read_reason(form: &mut SubmittedForm, id: &'static str, missing: &str) -> Option<String> {
    form.line("reason").at(id).at_most(300, "Reason").required(missing)
}

/// Handles `POST /boards/{slug}/people/{person}/end`.
pub(crate) async fn end(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let managed = managed(&state, &who, (&slug, &person)).await?;
    let until = form.date("until").required("Enter the last day", NOT_A_DATE);
    let reason = read_reason(&mut form, "end-reason", "Enter a reason");
    let seat = until.and_then(|until| managed.seats.iter().find(|seat| seat.sits_on(until)));
    if until.is_some() && seat.is_none() {
        form.fault("until", "Last day must be one on which they are a member of the board");
    }
    let (Some(seat), Some(until), Some(reason)) = (seat, until, reason) else {
        return Ok(refused(page(&state, &managed, &form, "")?));
    };
    if !form.is_confirmed() {
        return Ok(members::confirmations::end(&state, &managed.board, seat, until, &reason).into_response());
    }
    let transaction = state.db.begin().await?;
    let (mut register, version) = register_and_version(&transaction, &managed.board).await?;
    let member = register.members.get_mut(seat.position).filter(|_| version == managed.version);
    member.ok_or_else(changed_by_another)?.until = Some(until);
    publish(&state, &who, transaction, &managed.board, &register, &reason).await?;
    Ok(redirect_done(&format!("/boards/{}/people", managed.board.slug), "ended").into_response())
}

fn changed_by_another() -> Error {
    Error::NotUnderstood(
        "Someone else has changed the members of the board since you opened the page. Go back and try again.".into(),
    )
}

/// Handles `POST /boards/{slug}/people/{person}/account`.
pub(crate) async fn link(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let managed = managed(&state, &who, (&slug, &person)).await?;
    let accounts: Vec<AccountId> = managed.accounts.iter().map(|(account, _)| *account).collect();
    let account = form.choice("account", &accounts, ToString::to_string);
    let Some(account) = account.optional("Select an account with the role ‘Member’ for this board") else {
        return Ok(refused(page(&state, &managed, &form, "")?));
    };
    let transaction = state.begin(&who.actor).await?;
    meetings::members::seat_store::link(&transaction, managed.latest()?.person.id, account, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/people", managed.board.slug), "linked").into_response())
}

/// Handles `POST /boards/{slug}/people/{person}/remove`.
pub(crate) async fn remove(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let managed = managed(&state, &who, (&slug, &person)).await?;
    let seats: Vec<&RegisteredSeat> = managed.seats.iter().collect();
    let seat = form.choice("seat", &seats, |seat| seat.position.to_string()).or_fault("Select the membership to remove");
    if form.value("version") != managed.version {
        form.fault("seat", "Someone else has changed the members since you opened this page");
    }
    let reason = read_reason(&mut form, "remove-reason", "Enter a reason");
    let (Some(seat), Some(reason), false) = (seat, reason, form.has_faults()) else {
        return Ok(refused(page(&state, &managed, &form, "")?));
    };
    let transaction = state.begin(&who.actor).await?;
    let of = (&seat.person, seat.position);
    if let Some(refers) = members::changing::remove(&transaction, &managed.board, of, &reason, transaction.by()).await? {
        drop(transaction);
        let fault = format!("This membership cannot be removed because {refers}. Correct the name or end the membership instead");
        form.fault("seat", fault);
        return Ok(refused(page(&state, &managed, &form, "")?));
    }
    if !form.is_confirmed() {
        drop(transaction);
        return Ok(members::confirmations::removal(&state, &managed.board, seat, &managed.version, &reason).into_response());
    }
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/people", managed.board.slug), "removed").into_response())
}

fn page(state: &AppState, managed: &Managed, form: &FormState, done: &str) -> Result<Markup> {
    let latest = managed.latest()?;
    let name = latest.person.name.full();
    let title = form.title(&name);
    let mut breadcrumbs = trail(&managed.board);
    breadcrumbs.push(("Members and substitutes".into(), format!("/boards/{}/people", managed.board.slug)));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let address = format!("/boards/{}/people/{}", managed.board.slug, latest.person.id);
    let sits_today = managed.seats.iter().any(|seat| seat.sits_on(state.clock.today()));
    let content = html! {
        (form.summary())
        @if done == "corrected" { (ui::done("Name corrected")) }
        @if done == "details" { (ui::done("Details published")) }
        (ui::heading(Some(&managed.board.name), &name))
        div class="moothall-measure" {
            (ui::summary_list(&managed.seats.iter().map(seat_row).collect::<Vec<_>>()))
            (ui::paragraph(html! {
                (ui::link(format!("{address}/details"), "Photo, party, ward and contact details")) " · "
                (ui::link(format!("/members/{}", latest.person.slug), "View public page"))
            }))
            (correcting(managed, &address, form))
            (account_form(managed, &address, form))
            @if sits_today || latest.year >= MunicipalYear::of(state.clock.today()) { (ending(&address, form)) }
            (removing(managed, &address, form))
        }
    };
    Ok(ui::page(&page, content))
}

fn seat_row(seat: &RegisteredSeat) -> ui::SummaryRow<'static> {
    let days = days_in_words(seat.from, seat.until).map(|days| format!(", {days}")).unwrap_or_default();
    ui::SummaryRow::new("Membership", html! { (seat.role.words()) " in " (seat.year) (days) })
}

/// Returns the form if one of these fields, which only one part of the page has, was refused, and otherwise an empty one.
fn of_part(form: &FormState, fields: [&str; 2]) -> FormState {
    form.only_if(fields.iter().any(|field| form.error(field).is_some()))
}

fn button(text: &str, kind: ui::ButtonKind) -> Markup {
    ui::button(&ui::Button { text, kind, once: true, ..Default::default() })
}

fn correcting(managed: &Managed, address: &str, form: &FormState) -> Markup {
    let form = of_part(form, ["name", "name-reason"]);
    html! {
        (ui::h2("Correct the name"))
        (ui::paragraph("The name changes on the public pages of every board straight away. Published minutes and packs keep the wording that they were published with."))
        form action={ (address) "/name" } method="post" novalidate {
            (form.line_at(("name", "name"), "Correct name", Some("Include the title, like Councillor Ada Sample")))
            (form.line_at(("name-reason", "reason"), "Reason", Some("For example, spelling mistake")))
            (button("Correct name", ui::ButtonKind::Secondary))
        }
        @if !managed.corrections.is_empty() {
            (ui::bullets(html! {
                @for (correction, by) in &managed.corrections {
                    li {
                        "Corrected from " (correction.before.full()) " by " (by) ", " (london::on_page(correction.corrected_at)) ": " (correction.reason)
                    }
                }
            }))
        }
    }
}

fn account_form(managed: &Managed, address: &str, form: &FormState) -> Markup {
    let linked = managed.seats.iter().find_map(|seat| seat.account);
    let mut options: Vec<(String, String)> = managed.accounts.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    // A linked account stays in the list even if its role has ended.
    if let Some(account) = linked.filter(|account| !managed.accounts.iter().any(|(known, _)| known == account)) {
        options.push((account.to_string(), "An account without the role of member".to_owned()));
    }
    let mut form = form.clone();
    form.set("account", linked.map(|account| account.to_string()).unwrap_or_default());
    html! {
        (ui::h2("Account"))
        form action={ (address) "/account" } method="post" novalidate {
            (form.select(&ui::Select { name: "account", label: "Signs in as", ..Default::default() }, Some("No account"), &options))
            (button("Save account", ui::ButtonKind::Secondary))
        }
    }
}

fn ending(address: &str, form: &FormState) -> Markup {
    let form = of_part(form, ["until", "end-reason"]);
    html! {
        (ui::h2("End the membership"))
        form action={ (address) "/end" } method="post" novalidate {
            (form.line_at(("until", "until"), "Last day", Some("For example, 31 March 2024")))
            (form.line_at(("end-reason", "reason"), "Reason", Some("Published with the new version of the register")))
            (button("End membership", ui::ButtonKind::Secondary))
        }
    }
}

fn removing(managed: &Managed, address: &str, form: &FormState) -> Markup {
    let form = of_part(form, ["seat", "remove-reason"]);
    let label = |seat: &RegisteredSeat| {
        let days = days_in_words(seat.from, seat.until).map(|days| format!(", {days}")).unwrap_or_default();
        (seat.position.to_string(), format!("{} in {}{days}", seat.role.words(), seat.year))
    };
    let options: Vec<(String, String)> = managed.seats.iter().rev().map(label).collect();
    html! {
        (ui::h2("Remove a mistake"))
        (ui::paragraph("You can remove a membership that should never have been added, as long as no meeting refers to it."))
        form action={ (address) "/remove" } method="post" novalidate {
            (hidden("version", &managed.version))
            (form.select(&ui::Select { name: "seat", label: "Membership to remove", ..Default::default() }, None, &options))
            (form.line_at(("remove-reason", "reason"), "Reason", None))
            (button("Remove membership", ui::ButtonKind::Warning))
        }
    }
}
