//! The home page: what is to come, what was last decided, and a way to find anything.

use axum::extract::State;
use maud::{Markup, html};
use meetings::DecisionFilter;
use web::{AppState, Result};

/// `/`.
pub(super) async fn show(State(state): State<AppState>) -> Result<Markup> {
    let connection = state.db.reading();
    let today = state.clock.today();
    let next = meetings::next_meetings(connection, today, 3).await?;
    let latest = meetings::latest_meetings(connection, today, 3).await?;
    let filter = DecisionFilter { limit: 5, ..DecisionFilter::default() };
    let decisions = meetings::decisions(connection, &filter).await?;
    let forms = state.other_forms(None);
    let page = ui::Page {
        alternates: forms.iter().map(web::OtherForm::alternate).collect(),
        title: "Meetings, reports and decisions",
        description: Some(
            "The public record of the council's boards: their meetings, the reports they read and what they decided.",
        ),
        section: Some(ui::Section::Home),
        ..state.page()
    };
    let content = html! {
        (ui::heading(None, "Meetings, reports and decisions"))
        div class="moothall-measure" {
            p class="govuk-body-l" { "What the boards of " (state.council_name()) " discussed, were told and decided." }
            (ui::search_box(&ui::SearchBox {
                action: "/search",
                name: "q",
                label: "Search the record",
                hint: Some("Words, a phrase in quotation marks, or a minute’s reference"),
                value: "",
            }))
        }
        div class="govuk-grid-row" {
            div class="govuk-grid-column-one-half" {
                h2 class="govuk-heading-l" { "Next meetings" }
                @if next.is_empty() { p class="govuk-body" { "No meeting to come is on the record." } }
                @else { (meetings::meeting_list(&next, today, 3)) }
                h2 class="govuk-heading-l" { "Latest meetings" }
                @if latest.is_empty() { p class="govuk-body" { "No meetings are on the record yet." } }
                @else { (meetings::meeting_list(&latest, today, 3)) }
                p class="govuk-body" { a class="govuk-link" href="/meetings" { "All meetings" } }
            }
            div class="govuk-grid-column-one-half" {
                h2 class="govuk-heading-l" { "Latest decisions" }
                @if decisions.is_empty() { p class="govuk-body" { "No decisions are on the record yet." } }
                @else { (meetings::decision_list(&decisions, 3)) }
                p class="govuk-body" { a class="govuk-link" href="/decisions" { "All decisions" } }
            }
        }
    };
    Ok(ui::page(&page, content))
}
