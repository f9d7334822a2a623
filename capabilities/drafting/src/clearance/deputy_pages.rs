//! Deputies who clear reports while someone is away.

use crate::access::DEPUTISE;
use crate::{clearance, draft};
use access::account::GivenRole;
use access::{AccountId, account_store, role_store};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use directory::roles::{CLEARING_OFFICER, CLERK, REPORTING_OFFICER};
use foundation::civil_date;
use maud::{Markup, html};
use ui::{FormState, hidden};
use web::{AppState, Done, Error, Result, SignedIn, SubmittedForm, confirmation, redirect_done, refused};

/// Handles `GET /clearance`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask_any(&who.actor, DEPUTISE)?;
    page(&state, &who, &FormState::default(), &done).await
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

async fn page(state: &AppState, who: &SignedIn, form: &FormState, done: &str) -> Result<Markup> {
    let connection = state.db.reading();
    let own: Vec<_> = clearance::store::delegations(connection, state.clock.today())
        .await?
        .into_iter()
        .filter(|one| one.account_id == who.account)
        .collect();
    let accounts = account_store::all(connection).await?;
    let name =
        |id: AccountId| accounts.iter().find(|account| account.id == id).map_or("Unknown", |account| account.name.as_str());
    let possible = possible_deputies(state, who.account).await?;
    let options: Vec<(String, &str)> = accounts
        .iter()
        .filter(|account| possible.contains(&account.id) && account.state == access::AccountState::Active)
        .map(|account| (account.id.to_string(), account.name.as_str()))
        .collect();
    let title = form.title("Clearing reports while you are away");
    let trail = vec![("Home".into(), "/".into()), ("Your work".into(), "/work".into()), ("Reports".into(), "/drafts".into())];
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail, ..state.page() };
    let content = html! {
        (confirmation(done, &[("set", "Deputy added"), ("ended", "Deputy removed")]))
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(None, "Clearing reports while you are away"))
            (ui::paragraph("Your deputy clears reports in your place. They are emailed about reports that are awaiting your clearance, and the record shows that they cleared them."))
            @for delegation in &own {
                form action="/clearance" method="post" {
                    (hidden("end", delegation.id))
                    (ui::paragraph(html! { strong { (name(delegation.delegate_id)) } ", " (civil_date::written(delegation.from_day)) " to " (civil_date::written(delegation.until_day)) }))
                    (ui::button(&ui::Button { text: &format!("Remove {}", name(delegation.delegate_id)), kind: ui::ButtonKind::Secondary, ..Default::default() }))
                }
            }
            form action="/clearance" method="post" novalidate {
                (form.select(&ui::Select {
                    name: "delegate", label: "Deputy",
                    hint: Some("They can read and clear your reports between these dates"),
                    ..Default::default()
                }, Some("Select a person"), &options))
                (form.input(&ui::Input { name: "from", label: "First day", hint: Some("For example, 3 June 2024"), width: Some(20), ..Default::default() }))
                (form.input(&ui::Input { name: "until", label: "Last day", width: Some(20), ..Default::default() }))
                (ui::send("Add deputy"))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Handles `POST /clearance`.
pub(crate) async fn set(State(state): State<AppState>, who: SignedIn, mut form: SubmittedForm) -> Result<Response> {
    state.ask_any(&who.actor, DEPUTISE)?;
    let transaction = state.begin(&who.actor).await?;
    if let Ok(id) = form.value("end").parse::<i64>() {
        let ended = clearance::store::delegation(&transaction, id).await?.filter(|one| one.account_id == who.account);
        if !clearance::store::end_delegation(&transaction, id, who.account, transaction.by()).await? {
            return Err(Error::NotFound("Deputy"));
        }
        // Reports that had passed to the deputy return to the person themselves.
        if ended.is_some_and(|one| (one.from_day..=one.until_day).contains(&state.clock.today())) {
            let what = "You have removed your deputy, so this report is with you again.";
            draft::telling::passed_on(&state, &transaction, who.account, who.account, what).await?;
        }
        transaction.commit().await?;
        return Ok(redirect_done("/clearance", "ended").into_response());
    }
    let possible = possible_deputies(&state, who.account).await?;
    let delegate = form.key("delegate").filter(|account| possible.contains(account)).or_fault("Select a deputy");
    let from = form.date("from").or_fault("Enter the first day, like 3 June 2024");
    let is_later = |until: &NaiveDate| from.is_none_or(|from| from <= *until);
    let until = form.date("until").filter(is_later).or_fault("Last day must be the same as or after the first day");
    if let (Some(delegate), Some(from), Some(until)) = (delegate, from, until)
        && !can_be_deputy(&state, delegate, [from.max(state.clock.today()).min(until), until]).await?
    {
        form.fault("delegate", "Select someone whose role lasts for all of these dates");
    }
    let (Some(delegate), Some(from), Some(until), false) = (delegate, from, until, form.has_faults()) else {
        drop(transaction);
        return Ok(refused(page(&state, &who, &form, "").await?));
    };
    clearance::store::delegate(&transaction, (who.account, delegate), (from, until), transaction.by()).await?;
    for delegation in clearance::store::to_be_told(&transaction, state.clock.today()).await? {
        if delegation.account_id == who.account {
            draft::telling::deputy(&state, &transaction, &delegation).await?;
        }
    }
    transaction.commit().await?;
    Ok(redirect_done("/clearance", "set").into_response())
}
