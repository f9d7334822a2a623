//! The check results of a draft, and dismissing findings.

use crate::access::{READ, WRITE};
use crate::check;
use crate::check::store::Dismissed;
use crate::draft::open_draft::OpenDraft;
use crate::draft::preview_pages::{composed, findings};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use checking::{Finding, Severity, evidence_key};
use foundation::london;
use maud::{Markup, html};
use serde::Deserialize;
use std::collections::HashMap;
use ui::{FormState, hidden};
use web::{AppState, Result, SignedIn, SubmittedForm, confirmation, redirect_done, refused};

/// Query parameters of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Shown {
    done: String,
}

/// Handles `GET /drafts/{id}/check`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(shown): Query<Shown>,
) -> Result<Markup> {
    let open = OpenDraft::of(&state, &who, READ, &id).await?;
    page(&state, &open, &FormState::default(), &shown.done).await
}

/// Handles `POST /drafts/{id}/check`: dismisses a finding, or undoes that.
pub(crate) async fn decide(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    let own = format!("{}/check", open.draft.address());
    if let Ok(dismissed) = form.value("undo").parse::<i64>() {
        let transaction = state.begin(&who.actor).await?;
        check::store::undo(&transaction, open.draft.id, dismissed, transaction.by()).await?;
        transaction.commit().await?;
        return Ok(redirect_done(&own, "undone").into_response());
    }
    let found = findings(&state, &open, &composed(&state, &open).await?).await?;
    let (rule, words) = (form.value("rule").to_owned(), evidence_key(form.value("evidence")));
    let finding = found.into_iter().find(|finding| finding.rule == rule && evidence_key(&finding.evidence) == words);
    let Some(finding) = finding else { return Ok(redirect_done(&own, "changed").into_response()) };
    let Some(reason) = form.lines("reason").at_most(1_000, "Reason").required("Enter a reason") else {
        return Ok(refused(page(&state, &open, &form, "").await?));
    };
    let transaction = state.begin(&who.actor).await?;
    check::store::dismiss(&transaction, open.draft.id, &finding, &reason, transaction.by()).await?;
    transaction.commit().await?;
    Ok(redirect_done(&own, "dismissed").into_response())
}

async fn page(state: &AppState, open: &OpenDraft, form: &FormState, done: &str) -> Result<Markup> {
    let composed = composed(state, open).await?;
    let findings = findings(state, open, &composed).await?;
    let connection = state.db.reading();
    let all = check::store::of_draft(connection, open.draft.id).await?;
    let mut names: HashMap<String, String> = HashMap::new();
    for dismissed in &all {
        if !names.contains_key(&dismissed.made_by) {
            names.insert(dismissed.made_by.clone(), directory::actor_name(connection, &dismissed.made_by).await?);
        }
    }
    let of = |finding: &Finding| all.iter().find(|dismissed| dismissed.covers(finding));
    let (dismissed, to_do): (Vec<&Finding>, Vec<&Finding>) = findings.iter().partition(|finding| of(finding).is_some());
    let title = form.title(&format!("Check: {}", open.draft.subject));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let content = html! {
        (confirmation(done, &[
            ("dismissed", "Finding dismissed"),
            ("undone", "Dismissal undone"),
            ("changed", "The report has changed since you opened this page, so the finding was not dismissed"),
        ]))
        (form.summary())
        (open.head(state, "Check"))
        (ui::heading(None, "Check results"))
        @for (_, fault) in &composed.faults { (ui::warning_text(html! { (fault) })) }
        @if to_do.is_empty() { (ui::paragraph("No problems found. The check covers figures and percentages, dates, laws, names, paragraph numbers and what the template asks for.")) }
        @for (number, finding) in (1..).zip(&to_do) { (shown(open, form, finding, number)) }
        @if !dismissed.is_empty() {
            (ui::h2("Dismissed"))
            @for (finding, dismissed) in dismissed.iter().filter_map(|finding| Some((finding, of(finding)?))) {
                (shown_dismissed(open, finding, dismissed, names.get(&dismissed.made_by).map_or("", String::as_str)))
            }
        }
    };
    Ok(ui::page(&page, content))
}

fn shown(open: &OpenDraft, form: &FormState, finding: &Finding, number: usize) -> Markup {
    let (text, colour) = match finding.severity {
        Severity::Error => ("Error", ui::TagColour::Red),
        Severity::Warning => ("Warning", ui::TagColour::Yellow),
        Severity::Hint => ("Hint", ui::TagColour::Grey),
    };
    let is_sent = form.value("rule") == finding.rule && evidence_key(form.value("evidence")) == evidence_key(&finding.evidence);
    let id = if is_sent { "reason".to_owned() } else { format!("reason-{number}") };
    let area =
        ui::Textarea { name: "reason", id: Some(&id), label: "Why is this not a problem?", rows: Some(2), ..Default::default() };
    html! {
        section class="moothall-finding" {
            (ui::h2_small(html! { (ui::tag(text, colour)) " " (finding.place) ": " (finding.what) }))
            @if !finding.evidence.is_empty() { (ui::measured(&finding.evidence)) }
            (ui::measured(html! { (finding.advice) "." }))
            @if let Some(rule) = checking::rule(finding.rule) {
                (ui::details(rule.title, html! { (ui::paragraph(rule.reason)) (measured(rule)) }))
            }
            @if open.may_write {
                (ui::details_shown("Dismiss", is_sent, html! {
                    form action={ (open.draft.address()) "/check" } method="post" novalidate {
                        (hidden("rule", finding.rule)) (hidden("evidence", &finding.evidence))
                        @if is_sent { (form.textarea(&area)) } @else { (ui::textarea(&area)) }
                        (ui::button(&ui::Button { text: "Dismiss", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
                    }
                }))
            }
        }
    }
}

/// Renders how often a rule was right, if that was measured.
fn measured(rule: &checking::Rule) -> Markup {
    let (right, all) = (rule.precision.right, rule.precision.looked_at());
    html! {
        @if all > 0 { (ui::paragraph(format!("On published papers, {right} of {all} of these findings were right."))) }
    }
}

fn shown_dismissed(open: &OpenDraft, finding: &Finding, dismissed: &Dismissed, name: &str) -> Markup {
    html! {
        section class="moothall-finding" {
            (ui::h3(html! { (finding.place) ": " (finding.what) }))
            @if !finding.evidence.is_empty() { (ui::measured(&finding.evidence)) }
            (ui::measured(&dismissed.reason))
            (ui::hint_paragraph(html! { (name) ", " (london::on_page(dismissed.made_at)) }))
            @if open.may_write {
                form action={ (open.draft.address()) "/check" } method="post" {
                    (hidden("undo", dismissed.id))
                    (ui::button(&ui::Button { text: "Undo dismissal", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
                }
            }
        }
    }
}
