//! Pages for editing what is published about a member: party, ward, contact details and photo.

use crate::members;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use meetings::access::EDIT_BOARD;
use meetings::board::managing::{board_of, trail};
use meetings::board::store::Board;
use meetings::meeting::PersonId;
use meetings::members::details::MemberDetails;
use meetings::members::store::Person;
use ui::FormState;
use web::{AppState, Done, Error, NOT_AN_EMAIL_ADDRESS, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// Puts what is published into the form.
pub(crate) async fn fill(state: &AppState, person: &Person, form: &mut FormState) -> Result<()> {
    let details = meetings::members::details_store::of_person(state.db.reading(), person.id).await?;
    form.set("party", details.party.unwrap_or_default());
    form.set("ward", details.ward.unwrap_or_default());
    form.set("email", details.email.unwrap_or_default());
    form.set("telephone", details.telephone.unwrap_or_default());
    Ok(())
}

fn read(form: &mut SubmittedForm) -> Option<MemberDetails> {
    let party = form.line("party").at_most(80, "Party").optional();
    let ward = form.line("ward").at_most(80, "Ward").optional();
    let email = form.email("email").optional(NOT_AN_EMAIL_ADDRESS);
    let telephone = form.line("telephone").at_most(80, "Telephone number").optional();
    Some(MemberDetails { party: party?, ward: ward?, email: email?, telephone: telephone? })
}

/// Returns a person with a seat on a board that the user manages.
pub(crate) async fn member_of(state: &AppState, who: &SignedIn, (slug, person): (&str, &str)) -> Result<(Board, Person)> {
    let board = board_of(state, who, EDIT_BOARD, slug).await?;
    let person: PersonId = person.parse().or_not_found("Member")?;
    let connection = state.db.reading();
    if !meetings::members::seat_store::places_of(connection, person).await?.iter().any(|(known, _)| *known == board.id) {
        return Err(Error::NotFound("Member"));
    }
    Ok((board, meetings::members::store::by_id(connection, person).await?.or_not_found("Member")?))
}

/// Handles `GET /boards/{slug}/people/{person}/details`.
pub(crate) async fn form(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let (board, person) = member_of(&state, &who, (&slug, &person)).await?;
    let mut form = FormState::default();
    fill(&state, &person, &mut form).await?;
    page(&state, (&board, &person), &form, &done).await
}

/// Handles `POST /boards/{slug}/people/{person}/details`.
pub(crate) async fn change(
    State(state): State<AppState>,
    who: SignedIn,
    Path((slug, person)): Path<(String, String)>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let (board, person) = member_of(&state, &who, (&slug, &person)).await?;
    let Some(details) = read(&mut form) else {
        return Ok(refused(page(&state, (&board, &person), &form, "").await?));
    };
    let transaction = state.begin(&who.actor).await?;
    meetings::members::details_store::publish(&transaction, &person, &details, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("/boards/{}/people/{}", board.slug, person.id), "details").into_response())
}

pub(crate) async fn page(state: &AppState, (board, person): (&Board, &Person), form: &FormState, done: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let photo = match meetings::members::photo_store::of_person(connection, person.id).await? {
        Some(photo) => {
            let by = directory::actor_name(connection, &photo.kept_by).await?;
            Some((photo, by))
        }
        None => None,
    };
    let title = form.title("Public details");
    let mut breadcrumbs = trail(board);
    let people = format!("/boards/{}/people", board.slug);
    let own = format!("{people}/{}", person.id);
    breadcrumbs.push(("Members and substitutes".into(), people));
    breadcrumbs.push((person.name.full(), own.clone()));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            @match done { "photo" => (ui::done("Photo published")), "photo-removed" => (ui::done("Photo removed")), _ => {} }
            (ui::heading(Some(&person.name.full()), "Public details"))
            (ui::paragraph("These details are published on the member’s page straight away. Leave a field blank if it is not public."))
            form action={ (own) "/details" } method="post" novalidate {
                (form.line("party", "Party"))
                (form.line("ward", "Ward"))
                (form.line("email", "Email address"))
                (form.line("telephone", "Telephone number"))
                (ui::send("Publish details"))
            }
            (members::photo_pages::section(person, photo.as_ref(), &own, form))
        }
    };
    Ok(ui::page(&page, content))
}
