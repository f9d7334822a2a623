//! The administrator's list of accounts, and the page of each account.

use crate::access::{CHANGE, READ};
use crate::own_account_pages::{role_list, role_words};
use crate::{mails, words};
use access::account::{AccountState, GivenRole};
use access::session::SessionLimits;
use access::{Account, AccountId, Action, Actor, Record, account_store, link_store, role_store, session_store};
use axum::extract::{Path, Query, State};
use axum::response::Redirect;
use foundation::london;
use foundation::text::single_spaced;
use maud::{Markup, html};
use serde::Deserialize;
use web::{
    AppState, Done, Error, FirstStep, OrNotFound, Result, SignedIn, SubmittedForm, WorkQueue, WorkQueues, confirmation,
    redirect_done,
};

/// Returns the account with this key if the user may do `action` with it.
pub(crate) async fn account_of(state: &AppState, who: &SignedIn, action: Action, id: &str) -> Result<Account> {
    state.ask_any(&who.actor, action)?;
    let id: AccountId = id.parse().or_not_found("Account")?;
    let account = account_store::by_id(state.db.reading(), id).await?.or_not_found("Account")?;
    state.ask(&who.actor, action, &Record { id: id.get(), owner: Some(id), ..Record::default() })?;
    Ok(account)
}

/// Query parameters of the list.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ListQuery {
    q: String,
    state: String,
}

/// Handles `GET /accounts`.
pub(crate) async fn list(State(state): State<AppState>, who: SignedIn, Query(query): Query<ListQuery>) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    let words = single_spaced(&query.q).to_lowercase();
    let accounts = account_store::all(state.db.reading()).await?;
    let given = role_store::standing(state.db.reading()).await?;
    let today = state.clock.today();
    let mut rows = Vec::new();
    for account in &accounts {
        let is_found = words.is_empty() || account.name.to_lowercase().contains(&words) || account.mail.contains(&words);
        if !is_found || (!query.state.is_empty() && account.state.word() != query.state) {
            continue;
        }
        let mut roles = Vec::new();
        for given in given.iter().filter(|given| given.account == account.id && given.term.holds_on(today)) {
            roles.push(role_words(&state, given).await?);
        }
        rows.push(vec![
            html! { (ui::link(format!("/accounts/{}", account.id), &account.name)) br; (ui::hint(&account.mail)) },
            html! { @if roles.is_empty() { "None" } @else { (ui::list_as("moothall-tight", html! { @for role in &roles { li { (role) } } })) } },
            state_tag(account.state),
        ]);
    }
    let page = ui::Page { title: "Accounts", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::heading(None, "Accounts"))
        (ui::button(&ui::Button { text: "Invite someone", address: Some("/accounts/invite"), ..Default::default() }))
        form class="moothall-filter-row" action="/accounts" method="get" {
            (ui::input(&ui::Input { name: "q", label: "Name or email address", value: &query.q, width: Some(20), ..Default::default() }))
            (ui::select(&ui::Select {
                name: "state", label: "Status", value: Some(&query.state),
                options: vec![
                    ui::SelectOption { value: "", text: "All" }, ui::SelectOption { value: "invited", text: "Invited" },
                    ui::SelectOption { value: "active", text: "Active" }, ui::SelectOption { value: "closed", text: "Closed" },
                ],
                ..Default::default()
            }))
            (ui::button(&ui::Button { text: "Apply filters", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
        (ui::summary_line(html! { strong { (rows.len()) } " of " (accounts.len()) " accounts" }))
        @if rows.is_empty() {
            (ui::empty_state("No accounts match these filters", html! { (ui::paragraph(ui::link("/accounts", "Clear filters"))) }))
        } @else {
            (ui::table(&ui::Table {
                caption: "Accounts", caption_is_hidden: true,
                columns: vec![ui::Column::words("Name"), ui::Column::words("Current roles"), ui::Column::words("Status")],
                rows, row_headings: true,
            }))
        }
    };
    Ok(ui::page(&page, content))
}

fn state_tag(state: AccountState) -> Markup {
    match state {
        AccountState::Invited => ui::tag("Invited", ui::TagColour::Yellow),
        AccountState::Active => ui::tag("Active", ui::TagColour::Green),
        AccountState::Closed => ui::tag("Closed", ui::TagColour::Grey),
    }
}

/// Handles `GET /accounts/{id}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let account = account_of(&state, &who, READ, &id).await?;
    let given = role_store::of_account(state.db.reading(), account.id).await?;
    let sessions = session_store::of_account(state.db.reading(), account.id, SessionLimits::default(), state.clock.now()).await?;
    let past: Vec<&GivenRole> = given.iter().filter(|given| given.withdrawn_at.is_some()).collect();
    let past = if past.is_empty() { None } else { Some(role_list(&state, &past).await?) };
    let mut rows = Vec::new();
    for role in given.iter().filter(|given| given.withdrawn_at.is_none()) {
        rows.push(role_row(&state, role).await?);
    }
    let page = ui::Page { title: &account.name, section: Some(ui::Section::Work), ..state.page() };
    let own = format!("/accounts/{}", account.id);
    let content = html! {
        (ui::back_link("Accounts", "/accounts"))
        (confirmation(&done, &[("invited", "Invitation sent"), ("given", "Role given"), ("withdrawn", "Role removed"), ("changed", "Changes saved")]))
        (ui::heading(Some("Account"), &account.name))
        (ui::summary_list(&[
            ui::SummaryRow::new("Email address", html! { (account.mail) }),
            ui::SummaryRow::new("Status", state_tag(account.state)),
            ui::SummaryRow::new("Created", html! { (london::on_page(account.made_at)) }),
            ui::SummaryRow::new("Password", html! { @if account.has_password { "Set" } @else { "Not set" } }),
            ui::SummaryRow::new("Two-step verification", html! { @if account.has_second_factor { "On" } @else { "Not set up" } }),
            ui::SummaryRow::new("Signed in", html! { (sessions.len()) @if sessions.len() == 1 { " session" } @else { " sessions" } }),
        ]))
        (ui::h2_large("Roles"))
        @if rows.is_empty() { (ui::paragraph("No roles yet. Without a role, this person can sign in but can only see their own account.")) }
        @else {
            (ui::table(&ui::Table {
                caption: "Roles", caption_is_hidden: true,
                columns: vec![ui::Column::words("Role"), ui::Column::words("Dates"), ui::Column::words("Action")], rows, row_headings: true,
            }))
        }
        (ui::button(&ui::Button { text: "Give a role", address: Some(&format!("{own}/roles/give")), ..Default::default() }))
        @if let Some(past) = past { (ui::details("Past roles", past)) }
        (ui::h2_large("Changes"))
        form action={ (own) "/name" } method="post" class="moothall-filter-row" {
            (ui::input(&ui::Input { name: "name", label: "Name", value: &account.name, width: Some(20), ..Default::default() }))
            (ui::button(&ui::Button { text: "Change name", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
        (ui::button_group(html! {
            @if account.state == AccountState::Invited { (act(&own, "invite-again", if state.sends_mail { "Send another invitation" } else { "Create another link" }, ui::ButtonKind::Secondary)) }
            @if !state.sends_mail && account.state == AccountState::Active && account.has_password {
                (act(&own, "password-link", "Create password link", ui::ButtonKind::Secondary))
            }
            @if !sessions.is_empty() { (act(&own, "end-sessions", "End all sessions", ui::ButtonKind::Secondary)) }
            @if account.has_second_factor { (act(&own, "remove-second-factor", "Reset two-step verification", ui::ButtonKind::Secondary)) }
            @if account.state == AccountState::Closed { (act(&own, "open", "Reopen account", ui::ButtonKind::Secondary)) }
            @else if account.id != who.account { (act(&own, "close", "Close account", ui::ButtonKind::Warning)) }
        }))
    };
    Ok(ui::page(&page, content))
}

fn act(own: &str, what: &str, text: &str, kind: ui::ButtonKind) -> Markup {
    html! { form action={ (own) "/" (what) } method="post" { (ui::button(&ui::Button { text, kind, ..Default::default() })) } }
}

async fn role_row(state: &AppState, given: &GivenRole) -> Result<Vec<Markup>> {
    let words = role_words(state, given).await?;
    Ok(vec![
        html! { (words) },
        html! { (words::term(given.term)) @if given.is_from_provider { br; (ui::hint("from your council’s sign-in groups")) } },
        html! {
            form action={ "/accounts/" (given.account) "/roles/" (given.id) "/withdraw" } method="post" {
                (ui::row_button("Remove", html! { " " (words) }))
            }
        },
    ])
}

/// Handles `POST /accounts/{id}/name`.
pub(crate) async fn rename(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Redirect> {
    let account = account_of(&state, &who, CHANGE, &id).await?;
    let Some(name) = form.line("name").at_most(100, "Name").required("Enter the person’s name") else {
        return Err(Error::NotUnderstood(format!("{}.", form.error("name").unwrap_or_default())));
    };
    let transaction = state.begin(&who.actor).await?;
    account_store::set_name(&transaction, account.id, &name, transaction.by()).await?;
    transaction.commit().await?;
    Ok(changed(&account))
}

fn changed(account: &Account) -> Redirect {
    redirect_done(&format!("/accounts/{}", account.id), "changed")
}

/// Handles `POST /accounts/{id}/close`.
pub(crate) async fn close(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Redirect> {
    let account = account_of(&state, &who, CHANGE, &id).await?;
    if account.id == who.account {
        return Err(Error::NotUnderstood("You cannot close your own account. Ask another administrator.".into()));
    }
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    account_store::set_state(&transaction, account.id, AccountState::Closed, by).await?;
    session_store::end_others(&transaction, account.id, None, by).await?;
    link_store::end_all(&transaction, account.id, by.at).await?;
    transaction.commit().await?;
    Ok(changed(&account))
}

/// Handles `POST /accounts/{id}/open`.
pub(crate) async fn open(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Redirect> {
    let account = account_of(&state, &who, CHANGE, &id).await?;
    if account.state != AccountState::Closed {
        return Err(Error::NotUnderstood("Only a closed account can be reopened.".into()));
    }
    let again = if account.has_password || account.has_provider { AccountState::Active } else { AccountState::Invited };
    let transaction = state.begin(&who.actor).await?;
    account_store::set_state(&transaction, account.id, again, transaction.by()).await?;
    transaction.commit().await?;
    Ok(changed(&account))
}

/// Handles `POST /accounts/{id}/remove-second-factor`.
pub(crate) async fn remove_second_factor(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Redirect> {
    let account = account_of(&state, &who, CHANGE, &id).await?;
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    account_store::remove_second_factor(&transaction, account.id, by).await?;
    session_store::end_others(&transaction, account.id, None, by).await?;
    let what = "Two-step verification was reset. You’ll set it up again when you next sign in.";
    mail::queue(&transaction, &mails::changed(&state, &account, what), by.at).await?;
    transaction.commit().await?;
    Ok(changed(&account))
}

/// Handles `POST /accounts/{id}/end-sessions`.
pub(crate) async fn end_sessions(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Redirect> {
    let account = account_of(&state, &who, CHANGE, &id).await?;
    let transaction = state.begin(&who.actor).await?;
    let kept = (account.id == who.account).then_some(who.session.id);
    session_store::end_others(&transaction, account.id, kept, transaction.by()).await?;
    transaction.commit().await?;
    Ok(changed(&account))
}

/// The work queue of an administrator.
pub(crate) struct Invitations;

#[async_trait::async_trait]
impl WorkQueues for Invitations {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>> {
        if !state.joined.policy.could(actor, READ) {
            return Ok(Vec::new());
        }
        let accounts = account_store::all(state.db.reading()).await?;
        let waiting = accounts.iter().filter(|account| account.state == AccountState::Invited).count();
        let queue = |label: &str, count: usize, address: &str, hint: &str| WorkQueue {
            label: label.to_owned(),
            count: count.into(),
            address: address.to_owned(),
            hint: hint.to_owned(),
        };
        Ok(vec![
            queue(
                "Pending invitations",
                waiting,
                "/accounts?state=invited",
                "Links work for 72 hours. You can send another one.",
            ),
            queue("Accounts", accounts.len(), "/accounts", "People who can sign in, and their roles."),
        ])
    }

    async fn first_steps(&self, state: &AppState, actor: &Actor) -> Result<Vec<FirstStep>> {
        if !state.joined.policy.could(actor, CHANGE) || account_store::all(state.db.reading()).await?.len() > 1 {
            return Ok(Vec::new());
        }
        Ok(vec![FirstStep {
            label: "Invite a clerk".to_owned(),
            address: "/accounts/invite".to_owned(),
            hint: "Give someone the role of clerk, for all boards. They create boards and publish agendas.".to_owned(),
        }])
    }
}
