//! The home page of a signed-in person: what to do first, and their work, in queues with counts.

use axum::extract::State;
use maud::{Markup, html};
use web::{AppState, FirstStep, Result, SignedIn, WorkQueue};

/// Handles `/work`.
pub(super) async fn show(State(state): State<AppState>, who: SignedIn) -> Result<Markup> {
    let mut queues: Vec<WorkQueue> = Vec::new();
    for work in &state.joined.work {
        queues.extend(work.queues(&state, &who.actor).await?);
    }
    let first = state.first_steps(&who.actor).await?;
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
        (first_steps(&first))
        @if queues.is_empty() && first.is_empty() {
            (ui::empty_state("No tasks", html! {
                p class="govuk-body" {
                    @if roles.is_empty() { "You do not have a role yet. Ask your administrator to give you one." }
                    @else { "Published agendas, papers and minutes are under " a class="govuk-link" href="/meetings" { "Meetings" } "." }
                }
            }))
        } @else if !queues.is_empty() {
            (ui::work_queues(&queues.iter().map(|queue| ui::Queue {
                label: &queue.label, count: queue.count, address: &queue.address, hint: &queue.hint,
            }).collect::<Vec<_>>()))
        }
    };
    Ok(ui::page(&page, content))
}

/// Renders what a person must do first, each step with a link to the page for it.
pub(super) fn first_steps(steps: &[FirstStep]) -> Markup {
    let entries: Vec<ui::Entry> = steps
        .iter()
        .map(|step| ui::Entry {
            title: html! { (step.label) },
            address: &step.address,
            kind: "",
            facts: Vec::new(),
            extract: Some(html! { (step.hint) }),
        })
        .collect();
    html! {
        @if !entries.is_empty() {
            h2 class="govuk-heading-m" { "Get started" }
            (ui::entries(&entries, 3))
        }
    }
}
