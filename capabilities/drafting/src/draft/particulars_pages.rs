//! The details of a draft: subject, officer, portfolio, wards, kind, authors.

use crate::draft;
use crate::draft::Draft;
use crate::draft::open_draft::{OpenDraft, hidden, line};
use crate::draft::pages::KINDS;
use crate::kinds::WRITE;
use access::{Place, account_store, role_store};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use directory::roles::REPORTING_OFFICER;
use maud::{Markup, html};
use serde::Deserialize;
use web::{AppState, Result, SignedIn, refused};

/// Form data for the details.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ParticularsForm {
    subject: String,
    reporting_officer: String,
    portfolio: String,
    wards: String,
    kind: String,
    author: String,
    version: String,
}

impl From<&Draft> for ParticularsForm {
    fn from(draft: &Draft) -> Self {
        Self {
            subject: draft.subject.clone(),
            reporting_officer: draft.reporting_officer.clone(),
            portfolio: draft.portfolio.clone().unwrap_or_default(),
            wards: draft.wards.clone().unwrap_or_default(),
            kind: draft.kind.clone(),
            author: String::new(),
            version: draft.version.to_string(),
        }
    }
}

/// Handles `GET /drafts/{id}/particulars`.
pub(crate) async fn particulars(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    particulars_page(&state, &open, &ParticularsForm::from(&open.draft), &[]).await
}

/// Returns the accounts that may write reports to a board, each with its name.
pub(crate) async fn reporting_officers(state: &AppState, board: &Place) -> Result<Vec<(String, String)>> {
    let connection = state.db.reading();
    let mut all = Vec::new();
    for account in role_store::holders(connection, REPORTING_OFFICER, Some(board), state.clock.today()).await? {
        let account = account_store::by_id(connection, account).await?;
        all.extend(account.map(|account| (account.id.to_string(), account.name)));
    }
    Ok(all)
}

async fn particulars_page(
    state: &AppState,
    open: &OpenDraft,
    form: &ParticularsForm,
    faults: &[ui::Fault<'_>],
) -> Result<Markup> {
    let error = |id: &str| ui::error_about(faults, id);
    let authors = draft::store::authors(state.db.reading(), open.draft.id).await?;
    let possible = reporting_officers(state, &open.draft.board).await?;
    let (own, others): (Vec<_>, Vec<_>) =
        possible.iter().partition(|(id, _)| authors.iter().any(|author| author.to_string() == *id));
    let title = ui::form_title("Report details", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(Some(&open.draft.subject), "Report details"))
            form action=(format!("{}/particulars", open.draft.address())) method="post" novalidate {
                (hidden("version", &form.version))
                (ui::input(&ui::Input { name: "subject", label: "Subject", value: &form.subject, error: error("subject"), ..Default::default() }))
                (ui::input(&ui::Input { name: "reporting_officer", label: "Reporting officer", hint: Some("Enter a job title, not a name"), value: &form.reporting_officer, error: error("reporting_officer"), ..Default::default() }))
                (ui::input(&ui::Input { name: "portfolio", label: "Portfolio (optional)", value: &form.portfolio, ..Default::default() }))
                (ui::input(&ui::Input { name: "wards", label: "Wards (optional)", hint: Some("For example, Borough-wide"), value: &form.wards, ..Default::default() }))
                (ui::select(&ui::Select { name: "kind", label: "Kind of report", value: Some(&form.kind), options: KINDS.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default() }))
                p class="govuk-body" { "Authors: " @for (at, (_, name)) in own.iter().enumerate() { @if at > 0 { ", " } (name) } @if own.is_empty() { "none with an account" } "." }
                (ui::select(&ui::Select {
                    name: "author", label: "Add author (optional)", value: Some(&form.author),
                    options: std::iter::once(ui::SelectOption { value: "", text: "Do not add an author" }).chain(others.iter().map(|(value, text)| ui::SelectOption { value, text })).collect(),
                    ..Default::default()
                }))
                (ui::button(&ui::Button { text: "Save", once: true, ..Default::default() }))
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Handles `POST /drafts/{id}/particulars`.
pub(crate) async fn change(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<ParticularsForm>,
) -> Result<Response> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    let (subject, officer) = (line(&form.subject, 200), line(&form.reporting_officer, 160));
    let mut faults = Vec::new();
    if subject.is_empty() {
        faults.push(("Enter a subject", "subject"));
    }
    if officer.is_empty() {
        faults.push(("Enter the reporting officer’s job title", "reporting_officer"));
    }
    if !faults.is_empty() {
        return Ok(refused(particulars_page(&state, &open, &form, &faults).await?));
    }
    let some = |text: &str| Some(line(text, 160)).filter(|text| !text.is_empty());
    let kind = KINDS.iter().find(|(kind, _)| *kind == form.kind).map_or(open.draft.kind.clone(), |(kind, _)| (*kind).to_owned());
    let now = Draft {
        subject,
        reporting_officer: officer,
        portfolio: some(&form.portfolio),
        wards: some(&form.wards),
        kind,
        is_exempt: open.item.is_exempt,
        version: form.version.parse().unwrap_or(0),
        ..open.draft.clone()
    };
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let transaction = state.db.begin().await?;
    if draft::store::update(&transaction, &now, "particulars", by).await? == draft::store::Written::Refused {
        drop(transaction);
        let faults = [(
            "Someone else has changed these details since you opened them. Check the current details, then save again",
            "subject",
        )];
        let fresh = OpenDraft::of(&state, &who, WRITE, &id).await?;
        let form = ParticularsForm { version: fresh.draft.version.to_string(), ..form };
        return Ok(refused(particulars_page(&state, &fresh, &form, &faults).await?));
    }
    let possible = reporting_officers(&state, &open.draft.board).await?;
    if let Some(author) = possible.iter().find(|(id, _)| *id == form.author).and_then(|(id, _)| id.parse().ok()) {
        draft::store::add_author(&transaction, open.draft.id, author, by).await?;
    }
    crate::clearance::after_a_change(&state, &transaction, open.draft.id, by).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}?done=changed", open.draft.address())).into_response())
}
