//! The home page: upcoming meetings, the latest decisions, and a way to find anything. Staff of a new council see what to do
//! first.

use actions::DecisionFilter;
use axum::extract::State;
use maud::{Markup, html};
use web::{AppState, RequestContext, Result};

/// Handles `/`.
pub(super) async fn show(State(state): State<AppState>, context: RequestContext) -> Result<Markup> {
    let connection = state.db.reading();
    let today = state.clock.today();
    let next = meetings::next_meetings(connection, today, 3).await?;
    let latest = meetings::latest_meetings(connection, today, 3).await?;
    let filter = DecisionFilter { limit: 5, ..DecisionFilter::default() };
    let decisions = actions::decisions(connection, &filter).await?;
    let forms = state.other_forms(None);
    let first = if context.actor.is_signed_in() { state.first_steps(&context.actor).await? } else { Vec::new() };
    let page = ui::Page {
        alternates: forms.iter().map(web::OtherForm::alternate).collect(),
        title: "Meetings, reports and decisions",
        description: Some("Agendas, reports, minutes and decisions of the council's boards and committees."),
        section: Some(ui::Section::Home),
        ..state.page()
    };
    let content = html! {
        (ui::heading(None, "Meetings, reports and decisions"))
        div class="moothall-measure" {
            p class="govuk-body-l" { "What the boards of " (state.council_name()) " discussed and decided, with the agendas, reports and minutes." }
            (ui::search_box(&ui::SearchBox {
                action: "/search",
                name: "q",
                label: "Search the record",
                hint: Some("Enter words, a phrase in quotation marks or a minute’s reference"),
                value: "",
            }))
        }
        (super::work::first_steps(&first))
        div class="govuk-grid-row" {
            div class="govuk-grid-column-one-half" {
                h2 class="govuk-heading-l" { "Next meetings" }
                @if next.is_empty() { p class="govuk-body" { "No meetings are scheduled." } }
                @else { (meetings::meeting_list(&next, today, 3)) }
                h2 class="govuk-heading-l" { "Latest meetings" }
                @if latest.is_empty() { p class="govuk-body" { "No meetings have been held yet." } }
                @else { (meetings::meeting_list(&latest, today, 3)) }
                p class="govuk-body" { a class="govuk-link" href="/meetings" { "All meetings" } }
            }
            div class="govuk-grid-column-one-half" {
                h2 class="govuk-heading-l" { "Latest decisions" }
                @if decisions.is_empty() { p class="govuk-body" { "No decisions have been published yet." } }
                @else { (actions::decision_list(&decisions, 3)) }
                p class="govuk-body" { a class="govuk-link" href="/decisions" { "All decisions" } }
            }
        }
    };
    Ok(ui::page(&page, content))
}
