//! Pages for copying a board's members into the next municipal year in one form.

use crate::members;
use crate::members::changing::at_the_end_of;
use crate::members::people_pages::{publish, role_of, role_options};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use foundation::MunicipalYear;
use maud::{Markup, html};
use meetings::access::EDIT_BOARD;
use meetings::board::BoardRegister;
use meetings::board::managing::{board_of, trail};
use meetings::board::publishing::register_and_version;
use meetings::board::store::Board;
use meetings::minutes::BoardRole;
use serde::Deserialize;
use ui::FormState;
use web::{AppState, Error, Result, SignedIn, SubmittedForm, redirect_done, refused};

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
    page(&state, &board, &register, &FormState::of([("into", into)]))
}

/// Handles `POST /boards/{slug}/people/roll-over`.
pub(crate) async fn roll_over(
    State(state): State<AppState>,
    who: SignedIn,
    Path(slug): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let board = board_of(&state, &who, EDIT_BOARD, &slug).await?;
    let transaction = state.db.begin().await?;
    let (mut register, _) = register_and_version(&transaction, &board).await?;
    let (from, into) = years(&state, &register, form.value("into"))?;
    let Some(members) = read(&mut form, &register, (from, into)) else {
        drop(transaction);
        return Ok(refused(page(&state, &board, &register, &form)?));
    };
    members::changing::roll_over(&mut register, into, &members);
    let reason = format!("Members for {into}");
    publish(&state, &who, transaction, &board, &register, &reason).await?;
    Ok(redirect_done(&format!("/boards/{}/people", board.slug), "rolled-over").into_response())
}

/// Reads the members of the next year: for each member of the previous year, in `member-0` and so on, a role, or nothing if they
/// leave.
fn read(
    form: &mut SubmittedForm,
    register: &BoardRegister,
    (from, into): (MunicipalYear, MunicipalYear),
) -> Option<Vec<(String, BoardRole)>> {
    let mut members = Vec::new();
    for (position, member) in at_the_end_of(register, from).into_iter().enumerate() {
        if !members::changing::is_in(register, member, into)
            && let Some(Some(role)) = form.parse(field(position), role_of).optional("Select a role")
        {
            members.push((member.name.clone(), role));
        }
    }
    if form.value("into") != into.first_year().to_string() {
        form.fault("member-0", "Someone else has changed the members since you opened this page");
    } else if members.is_empty() && !form.has_faults() {
        form.fault("member-0", "Select a role for at least one member");
    } else if chairs_in(register, into) + members.iter().filter(|(_, role)| *role == BoardRole::Chair).count() > 1 {
        form.fault("member-0", "Select only one Chair");
    }
    form.accept(members)
}

/// Returns the number of Chairs that a year already has.
fn chairs_in(register: &BoardRegister, year: MunicipalYear) -> usize {
    register.members.iter().filter(|member| member.sits_on(year.last_day()) && member.role == BoardRole::Chair).count()
}

fn field(position: usize) -> String {
    format!("member-{position}")
}

fn page(state: &AppState, board: &Board, register: &BoardRegister, form: &FormState) -> Result<Markup> {
    let (from, into) = years(state, register, form.value("into"))?;
    let heading = format!("Roll members over to {into}");
    let title = form.title(&heading);
    let mut breadcrumbs = trail(board);
    breadcrumbs.push(("Members and substitutes".into(), format!("/boards/{}/people", board.slug)));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let mut form = form.clone();
    for (position, member) in at_the_end_of(register, from).into_iter().enumerate() {
        // Nothing is what is sent for a member who leaves.
        if form.values(&field(position)).next().is_none() {
            form.set(&field(position), member.role.stored());
        }
    }
    let mut options = role_options();
    options.push((String::new(), "No longer a member".to_owned()));
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some(&board.name), &heading))
            (ui::paragraph(html! { "Select the role of each member of " (from) " in " (into) ". They become public straight away. You can add new members afterwards." }))
            form action=(format!("/boards/{}/people/roll-over", board.slug)) method="post" novalidate {
                (ui::hidden("into", into.first_year()))
                @for (position, member) in at_the_end_of(register, from).iter().enumerate() {
                    @let field = field(position);
                    @if members::changing::is_in(register, member, into) {
                        (ui::paragraph_at(&field, html! { (member.name) " is already on the board in " (into) "." }))
                    } @else {
                        (form.select(&ui::Select { name: &field, label: &member.name, ..Default::default() }, None, &options))
                    }
                }
                (ui::paragraph(html! { "The members of " (into) " are published straight away." }))
                (ui::send(&format!("Add members for {into}")))
            }
        }
    };
    Ok(ui::page(&page, content))
}
