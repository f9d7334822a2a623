//! Deputies who clear reports while someone is away.

use crate::draft::open_draft::{hidden, line};
use crate::kinds::DEPUTISE;
use crate::{clearance, draft};
use access::account::GivenRole;
use access::{AccountId, account_store, role_store};
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use directory::roles::{CLEARING_OFFICER, CLERK, REPORTING_OFFICER};
use foundation::civil_date;
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Done, Error, Result, SignedIn, refused};

/// Form data for appointing or removing a deputy.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct AwayForm {
    delegate: String,
    from: String,
    until: String,
    /// The deputy to remove, by the key of the delegation.
    end: String,
}

/// Handles `GET /clearance`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask_any(&who.actor, DEPUTISE)?;
    page(&state, &who, &AwayForm::default(), &[], &done).await
}

/// The roles that can act as a deputy.
const DEPUTY_ROLES: [&str; 3] = [CLEARING_OFFICER, CLERK, REPORTING_OFFICER];

/// Checks whether someone has one of these roles on both the first and the last day: a role that ends earlier is not enough.
async fn can_be_deputy(state: &AppState, account: AccountId, days: [NaiveDate; 2]) -> Result<bool> {
    let given = role_store::of_account(state.db.reading(), account).await?;
    let lasts = |day: &NaiveDate| {
        let holds = |given: &GivenRole| {
            given.withdrawn_at.is_none() && DEPUTY_ROLES.contains(&given.role.as_str()) && given.term.holds_on(*day)
        };
        given.iter().any(holds)
    };
    Ok(days.iter().all(lasts))
}

/// Returns the accounts that can be someone's deputy: those with a role that can clear or write reports.
async fn possible_deputies(state: &AppState, away: AccountId) -> Result<Vec<AccountId>> {
    let mut possible = Vec::new();
    for role in DEPUTY_ROLES {
        possible.extend(role_store::holders(state.db.reading(), role, None, state.clock.today()).await?);
    }
    possible.retain(|account| *account != away);
    Ok(possible)
}

async fn page(state: &AppState, who: &SignedIn, form: &AwayForm, faults: &[ui::Fault<'_>], done: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let own: Vec<_> = clearance::store::delegations(connection, state.clock.today())
        .await?
        .into_iter()
        .filter(|one| one.account_id == who.account)
        .collect();
    let accounts = account_store::all(connection).await?;
    let name =
        |id: AccountId| accounts.iter().find(|account| account.id == id).map_or("Unknown", |account| account.name.as_str());
    let error = |id: &str| ui::error_about(faults, id);
    let possible = possible_deputies(state, who.account).await?;
    let options: Vec<(String, &str)> = accounts
        .iter()
        .filter(|account| possible.contains(&account.id) && account.state == access::AccountState::Active)
        .map(|account| (account.id.to_string(), account.name.as_str()))
        .collect();
    let title = ui::form_title("Clearing reports while you are away", !faults.is_empty());
    let trail = vec![("Home".into(), "/".into()), ("Your work".into(), "/work".into()), ("Reports".into(), "/drafts".into())];
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail, ..state.page() };
    let content = html! {
        @if done == "set" { (ui::done("Deputy added")) }
        @if done == "ended" { (ui::done("Deputy removed")) }
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(None, "Clearing reports while you are away"))
            p class="govuk-body" { "Your deputy clears reports in your place. They are emailed about reports that are awaiting your clearance, and the record shows that they cleared them." }
            @for delegation in &own {
                form action="/clearance" method="post" {
                    (hidden("end", delegation.id))
                    p class="govuk-body" { strong { (name(delegation.delegate_id)) } ", " (civil_date::written(delegation.from_day)) " to " (civil_date::written(delegation.until_day)) }
                    (ui::button(&ui::Button { text: &format!("Remove {}", name(delegation.delegate_id)), kind: ui::ButtonKind::Secondary, ..Default::default() }))
                }
            }
            form action="/clearance" method="post" novalidate {
                (ui::select(&ui::Select {
                    name: "delegate", label: "Deputy", value: Some(&form.delegate), error: error("delegate"),
                    hint: Some("They can read and clear your reports between these dates"),
                    options: std::iter::once(ui::SelectOption { value: "", text: "Select a person" }).chain(options.iter().map(|(value, text)| ui::SelectOption { value, text })).collect(),
                    ..Default::default()
                }))
                (ui::input(&ui::Input { name: "from", label: "First day", hint: Some("For example, 3 June 2024"), width: Some(20), value: &form.from, error: error("from"), ..Default::default() }))
                (ui::input(&ui::Input { name: "until", label: "Last day", width: Some(20), value: &form.until, error: error("until"), ..Default::default() }))
                (ui::button(&ui::Button { text: "Add deputy", once: true, ..Default::default() }))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Handles `POST /clearance`.
pub(crate) async fn set(State(state): State<AppState>, who: SignedIn, Form(form): Form<AwayForm>) -> Result<Response> {
    state.ask_any(&who.actor, DEPUTISE)?;
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    if let Ok(id) = form.end.parse::<i64>() {
        let ended = clearance::store::delegation(&transaction, id).await?.filter(|one| one.account_id == who.account);
        if !clearance::store::end_delegation(&transaction, id, who.account, state.by(&actor)).await? {
            return Err(Error::NotFound("Deputy"));
        }
        // Reports that had passed to the deputy return to the person themselves.
        if ended.is_some_and(|one| (one.from_day..=one.until_day).contains(&state.clock.today())) {
            let what = "You have removed your deputy, so this report is with you again.";
            draft::telling::passed_on(&state, &transaction, who.account, who.account, what).await?;
        }
        transaction.commit().await?;
        return Ok(Redirect::to("/clearance?done=ended").into_response());
    }
    let day = |text: &str| civil_date::read(&line(text, 40));
    let mut faults: Vec<ui::Fault<'_>> = Vec::new();
    let possible = possible_deputies(&state, who.account).await?;
    let delegate = form.delegate.parse::<AccountId>().ok().filter(|account| possible.contains(account));
    if delegate.is_none() {
        faults.push(("Select a deputy", "delegate"));
    }
    let (from, until) = (day(&form.from), day(&form.until));
    if from.is_none() {
        faults.push(("Enter the first day, like 3 June 2024", "from"));
    }
    if until.is_none_or(|until| from.is_some_and(|from| until < from)) {
        faults.push(("Last day must be the same as or after the first day", "until"));
    }
    if let (Some(delegate), Some(from), Some(until)) = (delegate, from, until)
        && !can_be_deputy(&state, delegate, [from.max(state.clock.today()).min(until), until]).await?
    {
        faults.push(("Select someone whose role lasts for all of these dates", "delegate"));
    }
    let (Some(delegate), Some(from), Some(until), true) = (delegate, from, until, faults.is_empty()) else {
        drop(transaction);
        return Ok(refused(page(&state, &who, &form, &faults, "").await?));
    };
    clearance::store::delegate(&transaction, (who.account, delegate), (from, until), state.by(&actor)).await?;
    for delegation in clearance::store::to_be_told(&transaction, state.clock.today()).await? {
        if delegation.account_id == who.account {
            draft::telling::deputy(&state, &transaction, &delegation).await?;
        }
    }
    transaction.commit().await?;
    Ok(Redirect::to("/clearance?done=set").into_response())
}
