//! All settings at a glance, each with the way to change it.

use crate::permissions::READ;
use access::Actor;
use axum::extract::State;
use foundation::civil_date;
use maud::{Markup, html};
use settings::{BRAND_COLOUR, COUNCIL, Known, List, MARK_TEXT, NAME};
use web::{AppState, Error, Result, SignedIn, WorkQueue, WorkQueues};

/// All settings: the council's own, then those of the capabilities.
pub(crate) fn known(state: &AppState) -> impl Iterator<Item = &Known> {
    [&NAME, &MARK_TEXT, &BRAND_COLOUR].into_iter().chain(&state.joined.rules)
}

/// `/settings`.
pub(crate) async fn show(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    state.ask_any(&who.actor, READ)?;
    let (settings, today) = (state.settings(), state.clock.today());
    let mut groups: Vec<&str> = vec![COUNCIL];
    for known in &state.joined.rules {
        if !groups.contains(&known.group) {
            groups.push(known.group);
        }
    }
    let row = |known: &Known| {
        let value = settings.value_on(known, today);
        vec![
            html! { a class="govuk-link" href={ "/settings/values/" (known.key) } { (known.label) } },
            html! {
                @match &value {
                    Some(value) => (known.unit.written(&value.value)),
                    None if known.key == NAME.key => { (state.council_name()) br; span class="govuk-hint" { "from the configuration" } },
                    None => span class="govuk-hint" { "Not set" },
                }
            },
            html! {
                @if let Some(value) = &value {
                    (value.citation)
                    @if let Some(from) = value.from { @if !value.citation.is_empty() { br; } span class="govuk-hint" { "from " (civil_date::written(from)) } }
                }
            },
        ]
    };
    let page = ui::Page { title: "Settings", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::heading(None, "Settings"))
        p class="govuk-body" { "What holds today. Each change is written into the ledger, and what held before stays on the record." }
        h2 class="govuk-heading-l" { "Lists" }
        ul class="govuk-list" {
            @for list in List::ALL {
                li {
                    a class="govuk-link" href={ "/settings/lists/" (list.word()) } { (list.label()) }
                    " (" (settings.list(list).filter(|entry| entry.closed_at.is_none()).count()) ")"
                }
            }
            li { a class="govuk-link" href="/settings/boards" { "Boards and the prefixes of their references" } }
            li { a class="govuk-link" href="/settings/bank-holidays" { "Bank holidays" } }
        }
        @for group in groups {
            h2 class="govuk-heading-l" { (group) }
            (ui::table(&ui::Table {
                caption: group, caption_is_hidden: true,
                columns: vec![ui::Column::words("Setting"), ui::Column::words("Today"), ui::Column::words("Laid down in")],
                rows: known(&state).filter(|known| known.group == group).map(row).collect(),
                row_headings: true,
            }))
        }
    };
    Ok(ui::page(&page, content))
}

/// The way to the settings, from an administrator's home.
pub(crate) struct Settings;

#[async_trait::async_trait]
impl WorkQueues for Settings {
    async fn queues(&self, state: &AppState, actor: &Actor) -> Result<Vec<WorkQueue>, Error> {
        if !state.joined.policy.could(actor, READ) {
            return Ok(Vec::new());
        }
        let (settings, today) = (state.settings(), state.clock.today());
        let open = state.joined.rules.iter().filter(|known| settings.value_on(known, today).is_none()).count();
        Ok(vec![WorkQueue {
            label: "Settings to decide".to_owned(),
            count: i64::try_from(open).unwrap_or(i64::MAX),
            address: "/settings".to_owned(),
            hint: "Values that neither law nor the council has laid down yet; all others stand there, too.".to_owned(),
        }])
    }
}
