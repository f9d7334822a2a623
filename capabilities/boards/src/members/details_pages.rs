//! Pages for editing what is published about a member: party, ward, contact details and photo.

use crate::members;
use access::account::mail_address;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use meetings::access::EDIT_BOARD;
use meetings::board::managing::{board_of, trail};
use meetings::board::store::Board;
use meetings::form::{is_too_long, line_field, send, some_line};
use meetings::meeting::PersonId;
use meetings::members::details::MemberDetails;
use meetings::members::store::Person;
use serde::Deserialize;
use web::{AppState, Done, Error, Result, SignedIn, refused};

/// The submitted form.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DetailsForm {
    party: String,
    ward: String,
    email: String,
    telephone: String,
}

impl DetailsForm {
    fn of(details: MemberDetails) -> Self {
        Self {
            party: details.party.unwrap_or_default(),
            ward: details.ward.unwrap_or_default(),
            email: details.email.unwrap_or_default(),
            telephone: details.telephone.unwrap_or_default(),
        }
    }

    fn read(&self) -> std::result::Result<MemberDetails, Vec<ui::Fault<'static>>> {
        let mut faults = Vec::new();
        for (text, message, field) in [
            (&self.party, "Party must be 80 characters or fewer", "party"),
            (&self.ward, "Ward must be 80 characters or fewer", "ward"),
            (&self.telephone, "Telephone number must be 80 characters or fewer", "telephone"),
        ] {
            if is_too_long(text, 80) {
                faults.push((message, field));
            }
        }
        let email = some_line(&self.email, 254).map(|email| mail_address(&email));
        if email == Some(None) {
            faults.push(("Email address must be in the correct format, like name@example.com", "email"));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(MemberDetails {
            party: some_line(&self.party, 80),
            ward: some_line(&self.ward, 80),
            email: email.flatten(),
            telephone: some_line(&self.telephone, 80),
        })
    }
}

/// Returns a person with a seat on a board that the user manages.
pub(crate) async fn member_of(state: &AppState, who: &SignedIn, (slug, person): (&str, &str)) -> Result<(Board, Person)> {
    let board = board_of(state, who, EDIT_BOARD, slug).await?;
    let not_found = || Error::NotFound("Member");
    let person: PersonId = person.parse().map_err(|_| not_found())?;
    let connection = state.db.reading();
    if !meetings::members::seat_store::places_of(connection, person).await?.iter().any(|(known, _)| *known == board.id) {
        return Err(not_found());
    }
    Ok((board, meetings::members::store::by_id(connection, person).await?.ok_or_else(not_found)?))
}

/// Handles `GET /boards/{slug}/people/{person}/details`.
pub(crate) async fn form(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let (board, person) = member_of(&state, &who, (&slug, &person)).await?;
    current(&state, (&board, &person), &[], &done).await
}

/// Renders the page with what is published now.
pub(crate) async fn current(
    state: &AppState,
    (board, person): (&Board, &Person),
    faults: &[ui::Fault<'_>],
    done: &str,
) -> Result<Markup> {
    let details = meetings::members::details_store::of_person(state.db.reading(), person.id).await?;
    page(state, (board, person), &DetailsForm::of(details), faults, done).await
}

/// Handles `POST /boards/{slug}/people/{person}/details`.
pub(crate) async fn change(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    Form(form): Form<DetailsForm>,
) -> Result<Response> {
    let (board, person) = member_of(&state, &who, (&slug, &person)).await?;
    let details = match form.read() {
        Ok(details) => details,
        Err(faults) => return Ok(refused(page(&state, (&board, &person), &form, &faults, "").await?)),
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    meetings::members::details_store::publish(&transaction, &person, &details, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("/boards/{}/people/{}?done=details", board.slug, person.id)).into_response())
}

async fn page(
    state: &AppState,
    (board, person): (&Board, &Person),
    form: &DetailsForm,
    faults: &[ui::Fault<'_>],
    done: &str,
) -> Result<Markup> {
    let connection = state.db.reading();
    let photo = match meetings::members::photo_store::of_person(connection, person.id).await? {
        Some(photo) => {
            let by = directory::actor_name(connection, &photo.kept_by).await?;
            Some((photo, by))
        }
        None => None,
    };
    let title = ui::form_title("Public details", !faults.is_empty());
    let mut breadcrumbs = trail(board);
    let people = format!("/boards/{}/people", board.slug);
    let own = format!("{people}/{}", person.id);
    breadcrumbs.push(("Members and substitutes".into(), people));
    breadcrumbs.push((person.name.full(), own.clone()));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            @match done { "photo" => (ui::done("Photo published")), "photo-removed" => (ui::done("Photo removed")), _ => {} }
            (ui::heading(Some(&person.name.full()), "Public details"))
            p class="govuk-body" { "These details are published on the member’s page straight away. Leave a field blank if it is not public." }
            form action={ (own) "/details" } method="post" novalidate {
                (line_field("party", "Party", &form.party, None, faults))
                (line_field("ward", "Ward", &form.ward, None, faults))
                (line_field("email", "Email address", &form.email, None, faults))
                (line_field("telephone", "Telephone number", &form.telephone, None, faults))
                (send("Publish details"))
            }
            (members::photo_pages::section(person, photo.as_ref(), &own, faults))
        }
    };
    Ok(ui::page(&page, content))
}
