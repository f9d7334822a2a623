//! Pages for copying a board's members into the next municipal year in one form.

use crate::members;
use crate::members::changing::at_the_end_of;
use crate::members::people_pages::{publish, role_of, role_options};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::MunicipalYear;
use maud::{Markup, html};
use meetings::access::EDIT_BOARD;
use meetings::board::BoardRegister;
use meetings::board::managing::{board_of, trail};
use meetings::board::publishing::register_and_version;
use meetings::board::store::Board;
use meetings::form::{hidden, send};
use meetings::minutes::BoardRole;
use serde::Deserialize;
use std::collections::HashMap;
use web::{AppState, Error, Result, SignedIn, refused};

/// The submitted form: the year, and for each member of the previous year a role, or nothing if they leave.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct RollOverForm {
    #[serde(default)]
    into: String,
    /// `member-0` and so on, in form order.
    #[serde(flatten)]
    roles: HashMap<String, String>,
}

/// The year in the query string.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    into: String,
}

/// Returns the years to copy members from and to: into the requested year if members are missing there, otherwise the first such
/// pair.
fn years(state: &AppState, register: &BoardRegister, wanted: &str) -> Result<(MunicipalYear, MunicipalYear)> {
    let this_year = MunicipalYear::of(state.clock.today());
    let years = members::changing::years_to_roll_over(register, this_year);
    let wanted = years.iter().find(|(_, into)| into.first_year().to_string() == wanted);
    wanted.or(years.first()).copied().ok_or_else(|| {
        Error::NotUnderstood(
            "There are no members to roll over. Either this year already has them all or the previous year has none.".into(),
        )
    })
}

/// Handles `GET /boards/{slug}/people/roll-over`.
pub(crate) async fn form(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Query(Wanted { into }): Query<Wanted>,
) -> Result<Markup> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    let (register, _) = register_and_version(state.db.reading(), &board).await?;
    page(&state, &board, &register, &RollOverForm { into, ..RollOverForm::default() }, &[])
}

/// Handles `POST /boards/{slug}/people/roll-over`.
pub(crate) async fn roll_over(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    Form(form): Form<RollOverForm>,
) -> Result<Response> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    let transaction = state.db.begin().await?;
    let (mut register, _) = register_and_version(&transaction, &board).await?;
    let (from, into) = years(&state, &register, &form.into)?;
    let mut members = Vec::new();
    let mut faults: Vec<ui::Fault<'_>> = Vec::new();
    let fields: Vec<String> = (0..at_the_end_of(&register, from).len()).map(field).collect();
    for (field, member) in fields.iter().zip(at_the_end_of(&register, from)) {
        if members::changing::is_in(&register, member, into) {
            continue;
        }
        match form.roles.get(field).map(String::as_str).unwrap_or_default() {
            "" => {}
            word => match role_of(word) {
                Some(role) => members.push((member.name.clone(), role)),
                None => faults.push(("Select a role", field.as_str())),
            },
        }
    }
    if form.into != into.first_year().to_string() {
        faults.push(("Someone else has changed the members since you opened this page", "member-0"));
    } else if members.is_empty() && faults.is_empty() {
        faults.push(("Select a role for at least one member", "member-0"));
    } else if chairs_in(&register, into) + members.iter().filter(|(_, role)| *role == BoardRole::Chair).count() > 1 {
        faults.push(("Select only one Chair", "member-0"));
    }
    if !faults.is_empty() {
        drop(transaction);
        return Ok(refused(page(&state, &board, &register, &form, &faults)?));
    }
    members::changing::roll_over(&mut register, into, &members);
    let reason = format!("Members for {into}");
    publish(&state, &who, transaction, &board, &register, &reason).await?;
    Ok(Redirect::to(&format!("/boards/{}/people?done=rolled-over", board.slug)).into_response())
}

/// Returns the number of Chairs that a year already has.
fn chairs_in(register: &BoardRegister, year: MunicipalYear) -> usize {
    register.members.iter().filter(|member| member.sits_on(year.last_day()) && member.role == BoardRole::Chair).count()
}

fn field(position: usize) -> String {
    format!("member-{position}")
}

fn page(
    state: &AppState,
    board: &Board,
    register: &BoardRegister,
    form: &RollOverForm,
    faults: &[ui::Fault<'_>],
) -> Result<Markup> {
    let (from, into) = years(state, register, &form.into)?;
    let heading = format!("Roll members over to {into}");
    let title = ui::form_title(&heading, !faults.is_empty());
    let mut breadcrumbs = trail(board);
    breadcrumbs.push(("Members and substitutes".into(), format!("/boards/{}/people", board.slug)));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let mut options = role_options();
    options.push((String::new(), "No longer a member".to_owned()));
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(Some(&board.name), &heading))
            p class="govuk-body" { "Select the role of each member of " (from) " in " (into) ". They become public straight away. You can add new members afterwards." }
            form action=(format!("/boards/{}/people/roll-over", board.slug)) method="post" novalidate {
                (hidden("into", into.first_year()))
                @for (position, member) in at_the_end_of(register, from).iter().enumerate() {
                    @let field = field(position);
                    @let role = form.roles.get(&field).cloned().unwrap_or_else(|| member.role.stored().to_owned());
                    @if members::changing::is_in(register, member, into) {
                        p class="govuk-body" id=(field) { (member.name) " is already on the board in " (into) "." }
                    } @else {
                        (ui::select(&ui::Select {
                            name: &field, label: &member.name, value: Some(&role), error: ui::error_about(faults, &field),
                            options: options.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default()
                        }))
                    }
                }
                p class="govuk-body" { "The members of " (into) " are published straight away." }
                (send(&format!("Add members for {into}")))
            }
        }
    };
    Ok(ui::page(&page, content))
}
