//! A preview of the published report, and what the checker finds in it.

use crate::access::READ;
use crate::draft::open_draft::OpenDraft;
use crate::inserted_figures::live::freeze;
use crate::sections::composing::{Composed, Moment, compose};
use crate::{draft, draft_files, templates};
use axum::extract::{Path, State};
use checking::{Finding, Place, Register, What, check as check_papers};
use figures::{Frozen, Reference};
use maud::{Markup, html};
use web::{AppState, Result, SignedIn};

/// Composes the draft in its current state.
pub(crate) async fn composed(state: &AppState, open: &OpenDraft) -> Result<Composed> {
    let connection = state.db.reading();
    let template = templates::store::of_version(connection, open.draft.template).await?.template;
    let texts = draft::store::texts(connection, open.draft.id).await?;
    let (position, _) = ledger::head(connection).await?;
    let meeting = &open.item.meeting;
    let moment = Moment { board: &meeting.board_name, day: meeting.held_on, as_at: state.clock.now(), position };
    let files = draft_files::store::of_draft(connection, open.draft.id).await?;
    compose(state, &open.draft, &template, (&texts, &files), moment).await
}

/// Handles `GET /drafts/{id}/preview`.
pub(crate) async fn preview(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let open = OpenDraft::of(&state, &who, READ, &id).await?;
    let composed = composed(&state, &open).await?;
    let document = reports::document(&composed.report);
    let page = ui::Page {
        title: &format!("Preview: {}", open.draft.subject),
        section: Some(ui::Section::Work),
        breadcrumbs: open.trail(),
        ..state.page()
    };
    let content = html! {
        (open.head(&state, "Preview"))
        (ui::heading(Some("Preview"), &open.draft.subject))
        @if open.draft.is_exempt { (ui::warning_text(html! { "Not for publication: only people who can read the board’s private papers will be able to read this report." })) }
        @if !composed.faults.is_empty() {
            (ui::warning_text(html! {
                "Fix before sending for clearance: "
                @for (section, fault) in &composed.faults { (ui::link(format!("{}/sections/{section}", open.draft.address()), fault)) ". " }
            }))
        }
        (reports::attachments(&composed.report))
        (ui::document(&document, 1))
    };
    Ok(ui::page(&page, content))
}

/// Returns the checker's findings for a draft.
pub(crate) async fn findings(state: &AppState, open: &OpenDraft, composed: &Composed) -> Result<Vec<Finding>> {
    let template = templates::store::of_version(state.db.reading(), open.draft.template).await?.template;
    let mut paper = reports::paper(&composed.report);
    paper.has_levels = true;
    for (number, (figure, now)) in (1..).zip(moved_figures(state, open).await?) {
        let place = Place { section: Some(format!("figure {number} as published")), paragraph: None };
        let name = format!("{}, {}", figure.name, figure.period.words());
        paper.push(&place, What::Figure { name, then: figure.text, now });
    }
    let connection = state.db.reading();
    let bodies = meetings::boards(connection).await?.into_iter().map(|board| board.name).collect();
    let register = Register { bodies, people: meetings::seated(connection).await? };
    Ok(check_papers(&[paper], &template, &register))
}

/// Returns the figures in the published version of this report, each with its text as counted today.
async fn moved_figures(state: &AppState, open: &OpenDraft) -> Result<Vec<(Frozen, String)>> {
    let meeting = &open.item.meeting;
    let published = reports::published_for(state.db.reading(), meeting.id, &open.draft.subject).await?;
    let mut moved = Vec::new();
    for figure in published.map(|published| published.report.figures).unwrap_or_default() {
        let reference = Reference {
            measure: figure.measure.clone(),
            period: figure.period,
            filters: figure.filters.clone(),
            form: figure.form,
            decimals: figure.decimals,
        };
        let written = reference.written();
        let typed = written.trim_start_matches("[[").trim_end_matches("]]");
        // A measure that is no longer counted has nothing to compare with.
        if let Ok(now) = freeze(state, typed, state.clock.now(), figure.ledger_position).await? {
            moved.push((figure, now.text));
        }
    }
    Ok(moved)
}
