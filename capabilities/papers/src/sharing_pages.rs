//! Sharing a paper with a partner agency, and withholding it from someone with a conflict of interest.

use crate::kinds::{MARK_CONFLICT, SHARE};
use crate::paper::{Paper, ShareId};
use crate::paper_pages::{page, paper_of};
use crate::paper_store;
use access::{AccountId, Place, account_store, role_store};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{NaiveDate, TimeDelta};
use directory::roles::AGENCY_PLACE;
use directory::roles::MEMBER;
use foundation::civil_date;
use foundation::text::single_spaced;
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Error, Result, SignedIn, refused};

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
pub(crate) async fn shares(state: &AppState, paper: &Paper, faults: &[(&str, &str)]) -> Result<Markup> {
    let error = |id: &str| ui::error_about(faults, id);
    let mut lines = Vec::new();
    for share in paper_store::shares(state.db.reading(), paper.id, state.clock.today()).await? {
        lines.push((state.place_name(&share.agency).await?, share));
    }
    let agencies = agencies(state).await?;
    let own = paper.address();
    Ok(html! {
        h2 class="govuk-heading-m" { "Shared with" }
        @if lines.is_empty() { p class="govuk-body" { "Not shared with any agency." } }
        @for (name, share) in &lines {
            form action={ (own) "/shares/" (share.id) "/end" } method="post" class="moothall-filter-row" {
                p class="govuk-body" { strong { (name) } " until " (civil_date::written(share.until)) ". " (share.ground) }
                button class="govuk-button govuk-button--secondary moothall-button--in-row" type="submit" {
                    "End" span class="govuk-visually-hidden" { " the sharing with " (name) }
                }
            }
        }
        @if paper.withdrawn_at.is_none() && !agencies.is_empty() {
            form action={ (own) "/shares" } method="post" novalidate {
                (ui::select(&ui::Select {
                    name: "agency", label: "Agency", error: error("agency"),
                    options: std::iter::once(ui::SelectOption { value: "", text: "Select an agency" })
                        .chain(agencies.iter().map(|(value, text)| ui::SelectOption { value, text })).collect(),
                    ..Default::default()
                }))
                (ui::textarea(&ui::Textarea {
                    name: "ground", label: "Grounds for sharing", hint: Some("The consent that was given, or why it is shared without"), rows: Some(2),
                    error: error("ground"), ..Default::default()
                }))
                (ui::date_input(&ui::DateInput { name: "until", label: "Until", hint: Some("For example, 11 June 2024. At most a year from today."), error: error("until"), ..Default::default() }))
                (ui::button(&ui::Button { text: "Share", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
            }
        }
    })
}

/// Form data for sharing.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ShareForm {
    agency: String,
    ground: String,
    until: String,
}

impl ShareForm {
    fn until(&self, today: NaiveDate) -> Option<NaiveDate> {
        civil_date::read(&self.until).filter(|date| today <= *date && *date <= today + TimeDelta::days(LONGEST))
    }
}

/// Handles `POST /papers/{id}/shares`.
pub(crate) async fn share(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<ShareForm>,
) -> Result<Response> {
    let paper = paper_of(&state, &who, SHARE, &id).await?;
    let agencies = agencies(&state).await?;
    let agency = Place::parse(&form.agency).filter(|agency| agencies.iter().any(|(value, _)| value == agency.as_str()));
    let ground: String = single_spaced(&form.ground).chars().take(500).collect();
    let until = form.until(state.clock.today());
    let mut faults = Vec::new();
    if agency.is_none() {
        faults.push(("Select an agency", "agency"));
    }
    if ground.chars().count() < 5 {
        faults.push(("Enter the grounds for sharing the paper", "ground"));
    }
    if until.is_none() {
        faults.push(("Date must be a real date within the next year", "until"));
    }
    let (Some(agency), Some(until), true) = (agency, until, faults.is_empty()) else {
        return Ok(refused(page(&state, &who, &paper, "", &faults).await?));
    };
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    paper_store::share(&transaction, paper.id, &agency, &ground, until, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}?done=shared", paper.address())).into_response())
}

/// Handles `POST /papers/{id}/shares/{share}/end`.
pub(crate) async fn end_share(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, share)): Path<(String, String)>,
) -> Result<Redirect> {
    let paper = paper_of(&state, &who, SHARE, &id).await?;
    let share: ShareId = share.parse().map_err(|_| Error::NotFound("Sharing"))?;
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    if !paper_store::end_share(&transaction, paper.id, share, state.by(&actor)).await? {
        return Err(Error::NotFound("Sharing"));
    }
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}?done=changed", paper.address())))
}

/// Renders the people from whom a paper is withheld, and the form to withhold it from a member.
pub(crate) async fn conflicts(state: &AppState, paper: &Paper, faults: &[(&str, &str)]) -> Result<Markup> {
    let error = |id: &str| ui::error_about(faults, id);
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
        h2 class="govuk-heading-m" { "Kept from" }
        p class="govuk-body" { "Members with a conflict of interest can see that the paper exists, but cannot read it." }
        @for account in &conflicted {
            form action={ (own) "/conflicts/" (account.id) "/end" } method="post" class="moothall-filter-row" {
                p class="govuk-body" { strong { (account.name) } }
                button class="govuk-button govuk-button--secondary moothall-button--in-row" type="submit" {
                    "Restore access" span class="govuk-visually-hidden" { " to " (account.name) }
                }
            }
        }
        @if !members.is_empty() {
            form action={ (own) "/conflicts" } method="post" class="moothall-filter-row" novalidate {
                (ui::select(&ui::Select {
                    name: "account", label: "Member", error: error("account"),
                    options: std::iter::once(ui::SelectOption { value: "", text: "Select a member" })
                        .chain(members.iter().map(|(value, text)| ui::SelectOption { value, text })).collect(),
                    ..Default::default()
                }))
                (ui::button(&ui::Button { text: "Remove access", kind: ui::ButtonKind::Secondary, ..Default::default() }))
            }
        }
    })
}

/// Form data: the person with the conflict of interest.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ConflictForm {
    account: String,
}

/// Handles `POST /papers/{id}/conflicts`.
pub(crate) async fn mark_conflict(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<ConflictForm>,
) -> Result<Response> {
    let paper = paper_of(&state, &who, MARK_CONFLICT, &id).await?;
    let members = role_store::holders(state.db.reading(), MEMBER, Some(&paper.board), state.clock.today()).await?;
    let account = form.account.parse::<AccountId>().ok().filter(|account| members.contains(account));
    let Some(account) = account else {
        return Ok(refused(page(&state, &who, &paper, "", &[("Select a member of the board", "account")]).await?));
    };
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
    set(&state, &who, &paper, account.ok_or(Error::NotFound("Conflict of interest"))?, false).await
}

async fn set(state: &AppState, who: &SignedIn, paper: &Paper, account: AccountId, has_one: bool) -> Result<Redirect> {
    let transaction = state.db.begin().await?;
    let actor = who.actor.ledger_name();
    paper_store::set_conflict(&transaction, paper.id, account, has_one, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}?done=changed", paper.address())))
}
