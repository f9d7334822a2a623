//! An overview of all settings, with links to change them.

use crate::access::READ;
use crate::start_pages;
use access::Actor;
use axum::extract::{Query, State};
use foundation::civil_date;
use maud::{Markup, html};
use settings::{Known, List, NAME};
use web::{AppState, Done, Error, FirstStep, Result, SignedIn, WorkQueue, WorkQueues};

/// Returns all settings: the council's own, then those of the capabilities.
pub(crate) fn known(state: &AppState) -> impl Iterator<Item = &Known> {
    settings::OWN.into_iter().chain(&state.joined.rules)
}

/// Handles `GET /settings`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn, Query(Done { done }): Query<Done>) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    let (settings, today) = (state.settings(), state.clock.today());
    let jobs = jobs::count(state.db.reading(), state.clock.now()).await?;
    let mut groups: Vec<&str> = Vec::new();
    for known in known(&state) {
        if !groups.contains(&known.group) {
            groups.push(known.group);
        }
    }
    let row = |known: &Known| {
        let value = settings.value_on(known, today);
        vec![
            html! { (ui::link(format!("/settings/values/{}", known.key), known.label)) },
            html! {
                @match value.as_ref().filter(|value| !value.value.is_empty()) {
                    Some(value) => (known.unit.written(&value.value)),
                    None if known.key == NAME.key => { (state.council_name()) br; (ui::hint("From the configuration")) },
                    None => (ui::hint("Not set")),
                }
            },
            html! {
                @if let Some(value) = &value {
                    (value.citation)
                    @if let Some(from) = value.from { @if !value.citation.is_empty() { br; } (ui::hint(html! { "From " (civil_date::written(from)) })) }
                }
            },
        ]
    };
    let page = ui::Page { title: "Settings", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        @if done == "started" { (ui::done("Your council is set up. You can change everything here.")) }
        (ui::heading(None, "Settings"))
        (ui::paragraph("What applies today. Every change is recorded in the ledger, with what applied before."))
        (ui::h2_large("Site"))
        (ui::list(html! {
            li { (ui::link("/settings/logo", "Logo")) }
            li { (ui::link("/settings/email", "Email")) @if !state.sends_mail { " (not set up)" } }
            li { (ui::link("/settings/jobs", "Jobs")) " (" (jobs.dead) " failed)" }
        }))
        (ui::h2_large("Lists"))
        (ui::list(html! {
            @for list in List::ALL {
                li {
                    (ui::link(format!("/settings/lists/{}", list.word()), list.label()))
                    " (" (settings.names_on(list, today).len()) ")"
                }
            }
            li { (ui::link("/settings/boards", "Boards and the letters before their minute numbers")) }
            li { (ui::link("/settings/bank-holidays", "Bank holidays")) }
        }))
        @for group in groups {
            (ui::h2_large(group))
            (ui::table(&ui::Table {
                caption: group, caption_is_hidden: true,
                columns: vec![ui::Column::words("Setting"), ui::Column::words("Today"), ui::Column::words("Source")],
                rows: known(&state).filter(|known| known.group == group).map(row).collect(),
                row_headings: true,
            }))
        }
    };
    Ok(ui::page(&page, content))
}

/// The link to the settings on an administrator's home page.
pub(crate) struct Settings;

#[async_trait::async_trait]
impl WorkQueues for Settings {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>, Error> {
        if !state.joined.policy.could(actor, READ) {
            return Ok(Vec::new());
        }
        let (settings, today) = (state.settings(), state.clock.today());
        let open = state.joined.rules.iter().filter(|known| settings.value_on(known, today).is_none()).count();
        let failed = jobs::count(state.db.reading(), state.clock.now()).await?.dead;
        let failed = WorkQueue {
            label: "Failed jobs".to_owned(),
            count: failed.into(),
            address: "/settings/jobs".to_owned(),
            hint: "Emails, PDFs and reminders that could not be sent or made.".to_owned(),
        };
        let unset = WorkQueue {
            label: "Settings without a value".to_owned(),
            count: open.into(),
            address: "/settings".to_owned(),
            hint: "Rules that your council has not decided yet. You can change all settings from here.".to_owned(),
        };
        Ok(vec![unset, failed])
    }

    async fn first_steps(&self, state: &AppState, actor: &Actor) -> Result<Vec<FirstStep>, Error> {
        Ok(start_pages::first_steps(state, actor))
    }
}
