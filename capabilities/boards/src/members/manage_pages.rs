//! Pages for managing one member of a board: correcting the name, ending the membership, linking an account, and removing a
//! mistaken entry.

use crate::members;
use crate::members::changing::with_title;
use crate::members::people_pages::publish;
use access::{AccountId, account_store, role_store};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use directory::roles::MEMBER;
use foundation::{MunicipalYear, PersonName, london};
use maud::{Markup, html};
use meetings::access::{EDIT_BOARD, board_place};
use meetings::board::days_in_words;
use meetings::board::managing::{board_of, trail};
use meetings::board::publishing::register_and_version;
use meetings::board::store::Board;
use meetings::form::{NOT_A_DAY, day, hidden, is_ticked, is_too_long, line};
use meetings::meeting::PersonId;
use meetings::members::name_store::NameCorrection;
use meetings::members::seat_store::RegisteredSeat;
use serde::Deserialize;
use web::{AppState, Done, Error, Result, SignedIn, refused};

/// The fields of all forms on this page.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ManageForm {
    name: String,
    until: String,
    account: String,
    seat: String,
    version: String,
    reason: String,
    confirmed: String,
}

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
        self.seats.iter().max_by_key(|seat| (seat.year, seat.from)).ok_or(Error::NotFound("Member"))
    }
}

async fn managed(state: &AppState, who: &SignedIn, (slug, person): (&str, &str)) -> Result<Managed> {
    let board = board_of(state, who, EDIT_BOARD, slug).await?;
    let not_found = || Error::NotFound("Member");
    let person: PersonId = person.parse().map_err(|_| not_found())?;
    let connection = state.db.reading();
    let mut seats = meetings::members::seat_store::registered(connection, board.id).await?;
    seats.retain(|seat| seat.person.id == person);
    if seats.is_empty() {
        return Err(not_found());
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
    page(&state, &managed, &ManageForm::default(), &[], &done)
}

/// Handles `POST /boards/{slug}/people/{person}/name`.
pub(crate) async fn correct_name(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    Form(form): Form<ManageForm>,
) -> Result<Response> {
    let managed = managed(&state, &who, (&slug, &person)).await?;
    let person = &managed.latest()?.person;
    let name = PersonName::read(&line(&form.name, 100)).map(with_title);
    let mut faults = Vec::new();
    match &name {
        _ if is_too_long(&form.name, 100) => faults.push(("Name must be 100 characters or fewer", "name")),
        None => faults.push(("Enter the correct name, like Councillor Ada Sample", "name")),
        Some(name) if *name == person.name => faults.push(("Enter a name that is different from the current one", "name")),
        Some(_) => {}
    }
    let reason = reason_of(&form, "name-reason", "Enter a reason for the correction", &mut faults);
    let (Some(name), true) = (name, faults.is_empty()) else {
        return Ok(refused(page(&state, &managed, &form, &faults, "")?));
    };
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    if !members::changing::correct_name(&transaction, person, &name, &reason, state.by(&actor)).await? {
        drop(transaction);
        let fault = [("Another member already has this name", "name")];
        return Ok(refused(page(&state, &managed, &form, &fault, "")?));
    }
    if !is_ticked(&form.confirmed) {
        // Roll back what was done so far.
        drop(transaction);
        return Ok(members::confirmations::correction(&state, &managed.board, person, &name, &reason).into_response());
    }
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/boards/{}/people/{}?done=corrected", managed.board.slug, person.id)).into_response())
}

/// Returns the submitted reason, and adds a fault if it is missing or too long.
fn reason_of(form: &ManageForm, field: &'static str, missing: &'static str, faults: &mut Vec<ui::Fault<'static>>) -> String {
    let reason = line(&form.reason, 300);
    if reason.is_empty() {
        faults.push((missing, field));
    } else if is_too_long(&form.reason, 300) {
        faults.push(("Reason must be 300 characters or fewer", field));
    }
    reason
}

/// Handles `POST /boards/{slug}/people/{person}/end`.
pub(crate) async fn end(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    Form(form): Form<ManageForm>,
) -> Result<Response> {
    let managed = managed(&state, &who, (&slug, &person)).await?;
    let until = day(&form.until);
    let mut faults = Vec::new();
    if until.is_none() {
        faults.push((if form.until.trim().is_empty() { "Enter the last day" } else { NOT_A_DAY }, "until"));
    }
    let reason = reason_of(&form, "end-reason", "Enter a reason", &mut faults);
    let seat = until.and_then(|until| managed.seats.iter().find(|seat| seat.sits_on(until)));
    if until.is_some() && seat.is_none() {
        faults.push(("Last day must be one on which they are a member of the board", "until"));
    }
    let (Some(seat), true) = (seat, faults.is_empty()) else {
        return Ok(refused(page(&state, &managed, &form, &faults, "")?));
    };
    if let (false, Some(until)) = (is_ticked(&form.confirmed), until) {
        return Ok(members::confirmations::end(&state, &managed.board, seat, until, &reason).into_response());
    }
    let transaction = state.db.begin().await?;
    let (mut register, version) = register_and_version(&transaction, &managed.board).await?;
    let member = register.members.get_mut(seat.position).filter(|_| version == managed.version);
    member.ok_or_else(changed_by_another)?.until = until;
    publish(&state, &who, transaction, &managed.board, &register, &reason).await?;
    Ok(Redirect::to(&format!("/boards/{}/people?done=ended", managed.board.slug)).into_response())
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
    Form(form): Form<ManageForm>,
) -> Result<Response> {
    let managed = managed(&state, &who, (&slug, &person)).await?;
    let account = form.account.parse::<AccountId>().ok();
    let account = account.filter(|account| managed.accounts.iter().any(|(known, _)| known == account));
    if account.is_none() && !form.account.is_empty() {
        let fault = [("Select an account with the role ‘Member’ for this board", "account")];
        return Ok(refused(page(&state, &managed, &form, &fault, "")?));
    }
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    meetings::members::seat_store::link(&transaction, managed.latest()?.person.id, account, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/boards/{}/people?done=linked", managed.board.slug)).into_response())
}

/// Handles `POST /boards/{slug}/people/{person}/remove`.
pub(crate) async fn remove(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    Form(form): Form<ManageForm>,
) -> Result<Response> {
    let managed = managed(&state, &who, (&slug, &person)).await?;
    let mut faults = Vec::new();
    let position = form.seat.parse::<usize>().ok();
    let seat = managed.seats.iter().find(|seat| Some(seat.position) == position);
    if seat.is_none() {
        faults.push(("Select the membership to remove", "seat"));
    } else if form.version != managed.version {
        faults.push(("Someone else has changed the members since you opened this page", "seat"));
    }
    let reason = reason_of(&form, "remove-reason", "Enter a reason", &mut faults);
    let (Some(seat), true) = (seat, faults.is_empty()) else {
        return Ok(refused(page(&state, &managed, &form, &faults, "")?));
    };
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    let of = (&seat.person, seat.position);
    if let Some(refers) = members::changing::remove(&transaction, &managed.board, of, &reason, state.by(&actor)).await? {
        drop(transaction);
        let fault = format!("This membership cannot be removed because {refers}. Correct the name or end the membership instead");
        return Ok(refused(page(&state, &managed, &form, &[(&fault, "seat")], "")?));
    }
    if !is_ticked(&form.confirmed) {
        drop(transaction);
        return Ok(members::confirmations::removal(&state, &managed.board, seat, &managed.version, &reason).into_response());
    }
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/boards/{}/people?done=removed", managed.board.slug)).into_response())
}

fn page(state: &AppState, managed: &Managed, form: &ManageForm, faults: &[ui::Fault<'_>], done: &str) -> Result<Markup> {
    let latest = managed.latest()?;
    let name = latest.person.name.full();
    let title = ui::form_title(&name, !faults.is_empty());
    let mut breadcrumbs = trail(&managed.board);
    breadcrumbs.push(("Members and substitutes".into(), format!("/boards/{}/people", managed.board.slug)));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let address = format!("/boards/{}/people/{}", managed.board.slug, latest.person.id);
    let sits_today = managed.seats.iter().any(|seat| seat.sits_on(state.clock.today()));
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        @if done == "corrected" { (ui::done("Name corrected")) }
        @if done == "details" { (ui::done("Details published")) }
        (ui::heading(Some(&managed.board.name), &name))
        div class="moothall-measure" {
            (ui::summary_list(&managed.seats.iter().map(seat_row).collect::<Vec<_>>()))
            p class="govuk-body" {
                a class="govuk-link" href={ (address) "/details" } { "Photo, party, ward and contact details" } " · "
                a class="govuk-link" href=(format!("/members/{}", latest.person.slug)) { "View public page" }
            }
            (correcting(managed, &address, form, faults))
            (account_form(managed, &address, faults))
            @if sits_today || latest.year >= MunicipalYear::of(state.clock.today()) { (ending(&address, form, faults)) }
            (removing(managed, &address, form, faults))
        }
    };
    Ok(ui::page(&page, content))
}

fn seat_row(seat: &RegisteredSeat) -> ui::SummaryRow<'static> {
    let days = days_in_words(seat.from, seat.until).map(|days| format!(", {days}")).unwrap_or_default();
    ui::SummaryRow::new("Membership", html! { (seat.role.words()) " in " (seat.year) (days) })
}

fn text_of(name: &str, id: &str, label: &str, hint: Option<&str>, value: &str, faults: &[ui::Fault<'_>]) -> Markup {
    ui::input(&ui::Input { name, id: Some(id), label, hint, value, error: ui::error_about(faults, id), ..Default::default() })
}

fn button(text: &str, kind: ui::ButtonKind) -> Markup {
    ui::button(&ui::Button { text, kind, once: true, ..Default::default() })
}

fn correcting(managed: &Managed, address: &str, form: &ManageForm, faults: &[ui::Fault<'_>]) -> Markup {
    let has = |field: &str| ui::error_about(faults, field).is_some();
    let is_sent = has("name") || has("name-reason");
    let reason = if is_sent { form.reason.as_str() } else { "" };
    html! {
        h2 class="govuk-heading-m" { "Correct the name" }
        p class="govuk-body" {
            "The name changes on the public pages of every board straight away. Published minutes and packs keep the wording that they were published with."
        }
        form action={ (address) "/name" } method="post" novalidate {
            (text_of("name", "name", "Correct name", Some("Include the title, like Councillor Ada Sample"), &form.name, faults))
            (text_of("reason", "name-reason", "Reason", Some("For example, spelling mistake"), reason, faults))
            (button("Correct name", ui::ButtonKind::Secondary))
        }
        @if !managed.corrections.is_empty() {
            ul class="govuk-list govuk-list--bullet" {
                @for (correction, by) in &managed.corrections {
                    li {
                        "Corrected from " (correction.before.full()) " by " (by) ", " (london::on_page(correction.corrected_at)) ": " (correction.reason)
                    }
                }
            }
        }
    }
}

fn account_form(managed: &Managed, address: &str, faults: &[ui::Fault<'_>]) -> Markup {
    let linked = managed.seats.iter().find_map(|seat| seat.account);
    let mut options = vec![(String::new(), "No account".to_owned())];
    options.extend(managed.accounts.iter().map(|(id, name)| (id.to_string(), name.clone())));
    // A linked account stays in the list even if its role has ended.
    if let Some(account) = linked.filter(|account| !managed.accounts.iter().any(|(known, _)| known == account)) {
        options.push((account.to_string(), "An account without the role of member".to_owned()));
    }
    let value = linked.map(|account| account.to_string()).unwrap_or_default();
    html! {
        h2 class="govuk-heading-m" { "Account" }
        form action={ (address) "/account" } method="post" novalidate {
            (ui::select(&ui::Select {
                name: "account", label: "Signs in as", value: Some(&value), error: ui::error_about(faults, "account"),
                options: options.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default()
            }))
            (button("Save account", ui::ButtonKind::Secondary))
        }
    }
}

fn ending(address: &str, form: &ManageForm, faults: &[ui::Fault<'_>]) -> Markup {
    let is_sent = ui::error_about(faults, "until").is_some() || ui::error_about(faults, "end-reason").is_some();
    let reason = if is_sent { form.reason.as_str() } else { "" };
    html! {
        h2 class="govuk-heading-m" { "End the membership" }
        form action={ (address) "/end" } method="post" novalidate {
            (text_of("until", "until", "Last day", Some("For example, 31 March 2024"), &form.until, faults))
            (text_of("reason", "end-reason", "Reason", Some("Published with the new version of the register"), reason, faults))
            (button("End membership", ui::ButtonKind::Secondary))
        }
    }
}

fn removing(managed: &Managed, address: &str, form: &ManageForm, faults: &[ui::Fault<'_>]) -> Markup {
    let is_sent = ui::error_about(faults, "seat").is_some() || ui::error_about(faults, "remove-reason").is_some();
    let reason = if is_sent { form.reason.as_str() } else { "" };
    let label = |seat: &RegisteredSeat| {
        let days = days_in_words(seat.from, seat.until).map(|days| format!(", {days}")).unwrap_or_default();
        (seat.position.to_string(), format!("{} in {}{days}", seat.role.words(), seat.year))
    };
    let options: Vec<(String, String)> = managed.seats.iter().rev().map(label).collect();
    html! {
        h2 class="govuk-heading-m" { "Remove a mistake" }
        p class="govuk-body" { "You can remove a membership that should never have been added, as long as no meeting refers to it." }
        form action={ (address) "/remove" } method="post" novalidate {
            (hidden("version", &managed.version))
            (ui::select(&ui::Select {
                name: "seat", label: "Membership to remove", value: None, error: ui::error_about(faults, "seat"),
                options: options.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default()
            }))
            (text_of("reason", "remove-reason", "Reason", None, reason, faults))
            (button("Remove membership", ui::ButtonKind::Warning))
        }
    }
}
