//! Emails to the person who has a report next. They pass through other servers while the draft is still confidential, so they
//! give only its board and meeting; its subject, text and the reasons given are on the page they link to.

use crate::clearance::store::Delegation;
use crate::draft::{Clearance, Draft, State, waiting};
use crate::{clearance, draft};
use access::{Account, AccountId, AccountState, Place, account_store, role_store};
use chrono::Days;
use db::{Connection, WriteTransaction};
use directory::roles::{CLEARING_OFFICER, CLERK};
use foundation::civil_date;
use mail::Mail;
use web::{AppState, Result};

/// The content of an email.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Message<'a> {
    /// What happened, in a few words: `Report given back`.
    pub subject: &'a str,
    /// What happened, as a sentence.
    pub what: &'a str,
    /// What to do next, as link text: `Read the reasons and change the report`.
    pub next: &'a str,
    /// The page of the draft to link to: `/clearance`.
    pub page: &'a str,
}

async fn active(connection: &Connection, id: AccountId) -> Result<Option<Account>> {
    let account = account_store::by_id(connection, id).await?;
    Ok(account.filter(|account| account.state == AccountState::Active))
}

/// Returns the accounts that have a step to clear: the holders of its place, or their deputies.
pub(crate) async fn clearing(connection: &Connection, state: &AppState, step: &Clearance, board: &Place) -> Result<Vec<Account>> {
    let today = state.clock.today();
    let role = if step.place == *board { CLERK } else { CLEARING_OFFICER };
    let delegations = clearance::store::delegations(connection, today).await?;
    let mut accounts: Vec<Account> = Vec::new();
    for holder in role_store::holders(connection, role, Some(&step.place), today).await? {
        let away = delegations.iter().find(|delegation| delegation.account_id == holder && delegation.from_day <= today);
        let account = away.map_or(holder, |delegation| delegation.delegate_id);
        let account = active(connection, account).await?;
        accounts.extend(account.filter(|account| accounts.iter().all(|known| known.id != account.id)));
    }
    Ok(accounts)
}

/// Returns the report's name for an email: its board and meeting, or no detail at all if it is exempt.
async fn name(connection: &Connection, draft: &Draft) -> Result<String> {
    let item = match meetings::DraftItemId::new(draft.item) {
        Some(item) => agendas::report_item(connection, item).await?,
        None => None,
    };
    Ok(match item.filter(|item| !item.is_exempt && !draft.is_exempt) {
        Some(item) => format!("Report to the {}, {}", item.meeting.board_name, item.meeting.short_day()),
        None => "Report that is not for publication".to_owned(),
    })
}

async fn send(
    state: &AppState,
    transaction: &WriteTransaction,
    draft: &Draft,
    to: Vec<Account>,
    message: Message<'_>,
) -> Result<()> {
    let name = name(transaction, draft).await?;
    for account in to {
        let address = state.site.in_full(&format!("{}{}", draft.address(), message.page));
        let text = format!("{}\n\n{name}\n\n{}: {address}\n\n{}\n", message.what, message.next, state.council_name());
        let mail = Mail {
            to: account.mail,
            to_name: account.name,
            subject: format!("{}: {name}", message.subject),
            text,
            ..Mail::default()
        };
        mail::queue(transaction, &mail, state.clock.now()).await?;
    }
    Ok(())
}

/// Notifies those who have a step to clear; `what` says why.
pub(crate) async fn to_clear(
    state: &AppState,
    transaction: &WriteTransaction,
    draft: &Draft,
    step: &Clearance,
    what: &str,
) -> Result<()> {
    let to = clearing(transaction, state, step, &draft.board).await?;
    to_clear_for(state, transaction, draft, step, to, what).await
}

async fn to_clear_for(
    state: &AppState,
    transaction: &WriteTransaction,
    draft: &Draft,
    step: &Clearance,
    to: Vec<Account>,
    what: &str,
) -> Result<()> {
    let day = step.due_on.map(|day| format!(" by {}", civil_date::written(day))).unwrap_or_default();
    let subject = format!("Report to clear{day}");
    let what = format!("{what} It is awaiting clearance for {}{day}.", step.name);
    let message =
        Message { subject: &subject, what: &what, next: "Read the report, then clear it or return it", page: "/clearance" };
    send(state, transaction, draft, to, message).await
}

/// Notifies those who no longer have a step to clear.
pub(crate) async fn no_longer_to_clear(
    state: &AppState,
    transaction: &WriteTransaction,
    draft: &Draft,
    step: &Clearance,
    message: Message<'_>,
) -> Result<()> {
    let to = clearing(transaction, state, step, &draft.board).await?;
    send(state, transaction, draft, to, message).await
}

/// Returns the active accounts among these, except that of the person who acted.
async fn all_but(transaction: &WriteTransaction, accounts: Vec<AccountId>, doer: &str) -> Result<Vec<Account>> {
    let mut others = Vec::new();
    for account in accounts {
        if format!("account/{account}") != doer {
            others.extend(active(transaction, account).await?);
        }
    }
    Ok(others)
}

/// Notifies the authors of a draft, except the person who acted.
pub(crate) async fn authors(
    state: &AppState,
    transaction: &WriteTransaction,
    draft: &Draft,
    doer: &str,
    message: Message<'_>,
) -> Result<()> {
    let to = all_but(transaction, draft::store::authors(transaction, draft.id).await?, doer).await?;
    send(state, transaction, draft, to, message).await
}

/// Notifies the clerks of a draft's board, except the person who acted.
pub(crate) async fn clerks(
    state: &AppState,
    transaction: &WriteTransaction,
    draft: &Draft,
    doer: &str,
    message: Message<'_>,
) -> Result<()> {
    let clerks = role_store::holders(transaction, CLERK, Some(&draft.board), state.clock.today()).await?;
    let to = all_but(transaction, clerks, doer).await?;
    send(state, transaction, draft, to, message).await
}

/// Notifies one person of each report that has passed to them, as a deputy or back from one. `holder` is the
/// person whose reports they are.
pub(crate) async fn passed_on(
    state: &AppState,
    transaction: &WriteTransaction,
    holder: AccountId,
    to: AccountId,
    what: &str,
) -> Result<()> {
    let Some(account) = active(transaction, to).await? else { return Ok(()) };
    let held = role_store::held(transaction, holder, state.clock.today()).await?;
    for id in clearance::store::waiting_drafts(transaction).await? {
        let Some(draft) = draft::store::by_id(transaction, id).await?.filter(|draft| draft.state == State::InClearance) else {
            continue;
        };
        let path = clearance::store::path(transaction, id).await?;
        let Some(step) = waiting(&path) else { continue };
        let role = if step.place == draft.board { CLERK } else { CLEARING_OFFICER };
        let is_theirs = held.iter().any(|held| held.role == role && held.place.as_ref().is_none_or(|place| *place == step.place));
        if is_theirs {
            to_clear_for(state, transaction, &draft, step, vec![account.clone()], what).await?;
        }
    }
    Ok(())
}

/// How long after a deputy's time someone is still told that it is over, in case the program was not running the next day.
const RETURN_IS_NEWS: Days = Days::new(7);

/// Notifies deputies whose time has begun of the reports they are to clear, and those whose deputy's time is over of the reports
/// that have returned to them. Returns how many people were emailed. Safe to run in several processes at once.
pub(crate) async fn deputies(state: &AppState) -> Result<usize> {
    let today = state.clock.today();
    let mut told = 0;
    for delegation in clearance::store::to_be_told(state.db.reading(), today).await? {
        let transaction = state.db.begin().await?;
        if deputy(state, &transaction, &delegation).await? {
            transaction.commit().await?;
            told += 1;
        }
    }
    let since = today.checked_sub_days(RETURN_IS_NEWS).unwrap_or(today);
    for delegation in clearance::store::returns_to_be_told(state.db.reading(), since, today).await? {
        let transaction = state.db.begin().await?;
        if returned(state, &transaction, &delegation).await? {
            transaction.commit().await?;
            told += 1;
        }
    }
    Ok(told)
}

/// Notifies someone once that their deputy's time is over, unless another deputy clears for them today. Returns `false` if
/// that has already been done.
async fn returned(state: &AppState, transaction: &WriteTransaction, delegation: &Delegation) -> Result<bool> {
    let (today, by) = (state.clock.today(), state.by(crate::clearance::ITSELF));
    let holder = delegation.account_id;
    let payload = serde_json::json!({ "what": "emailed that the deputy’s cover has ended", "delegate": delegation.delegate_id });
    let record = format!("account/{holder}/clearance");
    ledger::append(transaction, &by.did(ledger::Action::Altered, &record, &payload)).await?;
    if !clearance::store::return_told(transaction, delegation.id, today).await? {
        return Ok(false);
    }
    let others = clearance::store::delegations(transaction, today).await?;
    if !others.iter().any(|other| other.account_id == delegation.account_id && other.from_day <= today) {
        let what = "Your deputy’s cover has ended, so this report is with you again.";
        passed_on(state, transaction, holder, holder, what).await?;
    }
    Ok(true)
}

/// Notifies one deputy. Returns `false` if that has already been done.
pub(crate) async fn deputy(state: &AppState, transaction: &WriteTransaction, delegation: &Delegation) -> Result<bool> {
    let by = state.by(crate::clearance::ITSELF);
    let (holder, deputy) = (delegation.account_id, delegation.delegate_id);
    let payload = serde_json::json!({ "what": "deputy emailed", "delegate": deputy.get() });
    let record = format!("account/{holder}/clearance");
    ledger::append(transaction, &by.did(ledger::Action::Altered, &record, &payload)).await?;
    if !clearance::store::told(transaction, delegation.id, state.clock.today()).await? {
        return Ok(false);
    }
    let away = account_store::by_id(transaction, holder).await?.map_or_else(String::new, |account| account.name);
    passed_on(state, transaction, holder, deputy, &format!("You are clearing reports for {away} while they are away.")).await?;
    Ok(true)
}
