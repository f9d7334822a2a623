//! Sharing a paper with a partner agency, and withholding it from someone with a conflict of interest.

use crate::access::{MARK_CONFLICT, SHARE};
use crate::paper::{Paper, ShareId};
use crate::paper_pages::{page, paper_of};
use crate::paper_store;
use access::{AccountId, Place, account_store, role_store};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{NaiveDate, TimeDelta};
use directory::roles::AGENCY_PLACE;
use directory::roles::MEMBER;
use foundation::civil_date;
use maud::{Markup, html};
use ui::FormState;
use web::{AppState, Error, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// The longest period for which a paper can be shared at once, in days. After that, someone has to decide again: sharing with
/// partners must be limited in time.
const LONGEST: i64 = 366;

/// Returns the agencies, with their display names.
async fn agencies(state: &AppState) -> Result<Vec<(String, String)>> {
    let mut agencies = Vec::new();
    for places in state.joined.places.iter().filter(|places| places.kind() == AGENCY_PLACE) {
        for (id, name) in places.all(state).await? {
            agencies.push((Place::new(AGENCY_PLACE, id).to_string(), name));
        }
    }
    Ok(agencies)
}

/// Renders the agencies with which a paper is shared, and the form to share it.
pub(crate) async fn shares(state: &AppState, paper: &Paper, form: &FormState) -> Result<Markup> {
    let mut lines = Vec::new();
    for share in paper_store::shares(state.db.reading(), paper.id, state.clock.today()).await? {
        lines.push((state.place_name(&share.agency).await?, share));
    }
    let agencies = agencies(state).await?;
    let own = paper.address();
    Ok(html! {
        (ui::h2("Shared with"))
        @if lines.is_empty() { (ui::paragraph("Not shared with any agency.")) }
        @for (name, share) in &lines {
            form action={ (own) "/shares/" (share.id) "/end" } method="post" class="moothall-filter-row" {
                (ui::paragraph(html! { strong { (name) } " until " (civil_date::written(share.until)) ". " (share.ground) }))
                (ui::row_button("End", html! { " the sharing with " (name) }))
            }
        }
        @if paper.withdrawn_at.is_none() && !agencies.is_empty() {
            form action={ (own) "/shares" } method="post" novalidate {
                (form.select(&ui::Select { name: "agency", label: "Agency", ..Default::default() }, Some("Select an agency"), &agencies))
                (form.textarea(&ui::Textarea {
                    name: "ground", label: "Grounds for sharing", hint: Some("The consent that was given, or why it is shared without"), rows: Some(2),
                    ..Default::default()
                }))
                (form.date(&ui::DateInput { name: "until", label: "Until", hint: Some("For example, 11 June 2024. At most a year from today."), ..Default::default() }))
                (ui::button(&ui::Button { text: "Share", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
            }
        }
    })
}

/// Handles `POST /papers/{id}/shares`.
pub(crate) async fn share(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let paper = paper_of(&state, &who, SHARE, &id).await?;
    let Some((agency, ground, until)) = read(&mut form, &agencies(&state).await?, state.clock.today()) else {
        return Ok(refused(page(&state, &who, &paper, "", &form).await?));
    };
    let transaction = state.begin(&who.actor).await?;
    paper_store::share(&transaction, paper.id, &agency, &ground, until, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&paper.address(), "shared").into_response())
}

/// Reads with which agency a paper is shared, on what grounds and until when.
fn read(form: &mut SubmittedForm, agencies: &[(String, String)], today: NaiveDate) -> Option<(Place, String, NaiveDate)> {
    const GROUNDS: &str = "Enter the grounds for sharing the paper";
    let is_known = |agency: &Place| agencies.iter().any(|(value, _)| value == agency.as_str());
    let agency = form.parse("agency", Place::parse).filter(is_known).or_fault("Select an agency");
    let ground = form.line("ground").at_least(5, GROUNDS).at_most(500, "Grounds for sharing").required(GROUNDS);
    let is_near = |until: &NaiveDate| today <= *until && *until <= today + TimeDelta::days(LONGEST);
    let until = form.date("until").filter(is_near).or_fault("Date must be a real date within the next year");
    form.accept(())?;
    Some((agency?, ground?, until?))
}

/// Handles `POST /papers/{id}/shares/{share}/end`.
pub(crate) async fn end_share(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, share)): Path<(String, String)>,
) -> Result<Redirect> {
    let paper = paper_of(&state, &who, SHARE, &id).await?;
    let share: ShareId = share.parse().or_not_found("Sharing")?;
    let transaction = state.begin(&who.actor).await?;
    if !paper_store::end_share(&transaction, paper.id, share, transaction.by()).await? {
        return Err(Error::NotFound("Sharing"));
    }
    transaction.commit().await?;
    Ok(redirect_done(&paper.address(), "changed"))
}

/// Renders the people from whom a paper is withheld, and the form to withhold it from a member.
pub(crate) async fn conflicts(state: &AppState, paper: &Paper, form: &FormState) -> Result<Markup> {
    let connection = state.db.reading();
    let mut conflicted = Vec::new();
    for account in &paper.conflicted {
        conflicted.extend(account_store::by_id(connection, *account).await?);
    }
    let mut members = Vec::new();
    for account in role_store::holders(connection, MEMBER, Some(&paper.board), state.clock.today()).await? {
        if !paper.conflicted.contains(&account)
            && let Some(account) = account_store::by_id(connection, account).await?
        {
            members.push((account.id.to_string(), account.name));
        }
    }
    let own = paper.address();
    Ok(html! {
        (ui::h2("Kept from"))
        (ui::paragraph("Members with a conflict of interest can see that the paper exists, but cannot read it."))
        @for account in &conflicted {
            form action={ (own) "/conflicts/" (account.id) "/end" } method="post" class="moothall-filter-row" {
                (ui::paragraph(html! { strong { (account.name) } }))
                (ui::row_button("Restore access", html! { " to " (account.name) }))
            }
        }
        @if !members.is_empty() {
            form action={ (own) "/conflicts" } method="post" class="moothall-filter-row" novalidate {
                (form.select(&ui::Select { name: "account", label: "Member", ..Default::default() }, Some("Select a member"), &members))
                (ui::button(&ui::Button { text: "Remove access", kind: ui::ButtonKind::Secondary, ..Default::default() }))
            }
        }
    })
}

/// Handles `POST /papers/{id}/conflicts`.
pub(crate) async fn mark_conflict(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let paper = paper_of(&state, &who, MARK_CONFLICT, &id).await?;
    let members = role_store::holders(state.db.reading(), MEMBER, Some(&paper.board), state.clock.today()).await?;
    let account = form.key("account").filter(|account| members.contains(account)).or_fault("Select a member of the board");
    let Some(account) = account else { return Ok(refused(page(&state, &who, &paper, "", &form).await?)) };
    set(&state, &who, &paper, account, true).await.map(IntoResponse::into_response)
}

/// Handles `POST /papers/{id}/conflicts/{account}/end`.
pub(crate) async fn end_conflict(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, account)): Path<(String, String)>,
) -> Result<Redirect> {
    let paper = paper_of(&state, &who, MARK_CONFLICT, &id).await?;
    let account = account.parse::<AccountId>().ok().filter(|account| paper.conflicted.contains(account));
    set(&state, &who, &paper, account.or_not_found("Conflict of interest")?, false).await
}

async fn set(state: &AppState, who: &SignedIn, paper: &Paper, account: AccountId, has_one: bool) -> Result<Redirect> {
    let transaction = state.begin(&who.actor).await?;
    paper_store::set_conflict(&transaction, paper.id, account, has_one, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&paper.address(), "changed"))
}
