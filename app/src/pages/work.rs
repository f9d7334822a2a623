//! The home of whoever is signed in: what waits for them, in queues with counts.

use axum::extract::State;
use maud::{Markup, html};
use web::{AppState, Result, SignedIn, WorkQueue};

/// `/work`.
pub(super) async fn show(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    let mut queues: Vec<WorkQueue> = Vec::new();
    for work in &state.joined.work {
        queues.extend(work.queues(&state, &who.actor).await?);
    }
    let mut roles = Vec::new();
    for held in &who.actor.held {
        let name = state.joined.policy.role(&held.role).map_or(held.role.as_str(), |role| role.name);
        roles.push(match &held.place {
            Some(place) => format!("{name}, {}", state.place_name(place).await?),
            None => name.to_owned(),
        });
    }
    let page = ui::Page { title: "Your work", section: Some(ui::Section::Work), ..state.page() };
    let content = html! {
        (ui::heading(Some(&who.actor.name), "Your work"))
        @if !roles.is_empty() { p class="govuk-body" { (roles.join("; ")) "." } }
        @if queues.is_empty() {
            (ui::empty_state("Nothing waits for you", html! {
                p class="govuk-body" {
                    @if roles.is_empty() { "You have no role today. Ask whoever looks after accounts at your council." }
                    @else { "What is public stands under " a class="govuk-link" href="/meetings" { "Meetings" } "." }
                }
            }))
        } @else {
            (ui::work_queues(&queues.iter().map(|queue| ui::Queue {
                label: &queue.label, count: queue.count, address: &queue.address, hint: &queue.hint,
            }).collect::<Vec<_>>()))
        }
    };
    Ok(ui::page(&page, content))
}
