//! The details of a draft: subject, officer, portfolio, wards, kind, authors.

use crate::access::WRITE;
use crate::draft;
use crate::draft::Draft;
use crate::draft::open_draft::OpenDraft;
use crate::draft::pages::{KINDS, account_among, read_kind};
use access::{AccountId, Place, account_store, role_store};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use directory::roles::REPORTING_OFFICER;
use maud::{Markup, html};
use ui::FormState;
use web::{AppState, Result, SignedIn, SubmittedForm, edit_refused, redirect_done, refused};

/// Returns the form with the details of a draft.
fn form_of(draft: &Draft) -> FormState {
    FormState::of([
        ("subject", draft.subject.clone()),
        ("reporting_officer", draft.reporting_officer.clone()),
        ("portfolio", draft.portfolio.clone().unwrap_or_default()),
        ("wards", draft.wards.clone().unwrap_or_default()),
        ("kind", draft.kind.clone()),
        ("version", draft.version.to_string()),
    ])
}

/// Handles `GET /drafts/{id}/particulars`.
pub(crate) async fn particulars(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    particulars_page(&state, &open, &form_of(&open.draft), None).await
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

async fn particulars_page(state: &AppState, open: &OpenDraft, form: &FormState, conflict: Option<Markup>) -> Result<Markup> {
    let authors = draft::store::authors(state.db.reading(), open.draft.id).await?;
    let possible = reporting_officers(state, &open.draft.board).await?;
    let (own, others): (Vec<_>, Vec<_>) =
        possible.into_iter().partition(|(id, _)| authors.iter().any(|author| author.to_string() == *id));
    let title = form.title("Report details");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some(&open.draft.subject), "Report details"))
            @if let Some(conflict) = conflict { (conflict) }
            form action=(format!("{}/particulars", open.draft.address())) method="post" novalidate {
                (form.hidden("version"))
                (form.line("subject", "Subject"))
                (form.input(&ui::Input { name: "reporting_officer", label: "Reporting officer", hint: Some("Enter a job title, not a name"), ..Default::default() }))
                (form.line("portfolio", "Portfolio (optional)"))
                (form.input(&ui::Input { name: "wards", label: "Wards (optional)", hint: Some("For example, Borough-wide"), ..Default::default() }))
                (form.select(&ui::Select { name: "kind", label: "Kind of report", ..Default::default() }, None, &KINDS))
                (ui::paragraph(html! { "Authors: " @for (at, (_, name)) in own.iter().enumerate() { @if at > 0 { ", " } (name) } @if own.is_empty() { "none with an account" } "." }))
                (form.select(&ui::Select { name: "author", label: "Add author (optional)", ..Default::default() }, Some("Do not add an author"), &others))
                (ui::send("Save"))
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
    mut form: SubmittedForm,
) -> Result<Response> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    let possible = reporting_officers(&state, &open.draft.board).await?;
    let Some((now, author)) = read(&mut form, &open, &possible) else {
        return Ok(refused(particulars_page(&state, &open, &form, None).await?));
    };
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    if draft::store::update(&transaction, &now, "particulars", by).await? == draft::store::Written::Refused {
        drop(transaction);
        let fresh = OpenDraft::of(&state, &who, WRITE, &id).await?;
        form.set("version", fresh.draft.version.to_string());
        let conflict = conflict(&fresh.draft, &now);
        return Ok(edit_refused(particulars_page(&state, &fresh, &form, Some(conflict)).await?));
    }
    if let Some(author) = author {
        draft::store::add_author(&transaction, open.draft.id, author, by).await?;
    }
    crate::clearance::after_a_change(&state, &transaction, open.draft.id, by).await?;
    transaction.commit().await?;
    Ok(redirect_done(&open.draft.address(), "changed").into_response())
}

/// Reads the details into the draft as it will be, and the author to add, who is one of the `possible` ones.
fn read(form: &mut SubmittedForm, open: &OpenDraft, possible: &[(String, String)]) -> Option<(Draft, Option<AccountId>)> {
    let subject = form.line("subject").at_most(200, "Subject").required("Enter a subject");
    let officer = form.line("reporting_officer").at_most(160, "Job title").required("Enter the reporting officer’s job title");
    let portfolio = form.line("portfolio").at_most(160, "Portfolio").optional();
    let wards = form.line("wards").at_most(160, "Wards").optional();
    let kind = form.parse("kind", read_kind).or_fault("Select the kind of report");
    let author = form.parse("author", |text| account_among(possible, text)).optional("Select an author from the list");
    let draft = Draft {
        subject: subject?,
        reporting_officer: officer?,
        portfolio: portfolio?,
        wards: wards?,
        kind: kind?.to_owned(),
        is_exempt: open.item.is_exempt,
        version: form.version(),
        ..open.draft.clone()
    };
    Some((draft, author?))
}

/// Renders the details as someone else has changed them since the form was opened, compared with what was submitted: `own`.
fn conflict(current: &Draft, own: &Draft) -> Markup {
    let address = current.address();
    let [current, own] = [current, own].map(|draft| {
        let mut form = form_of(draft);
        if let Some((_, label)) = KINDS.iter().find(|(kind, _)| *kind == draft.kind) {
            form.set("kind", *label);
        }
        form
    });
    let fields = [
        ("Subject", "subject"),
        ("Reporting officer", "reporting_officer"),
        ("Portfolio", "portfolio"),
        ("Wards", "wards"),
        ("Kind of report", "kind"),
    ];
    let fields = &ui::compared(&current, &own, &fields);
    ui::edit_conflict(&ui::EditConflict { thing: "report", change: None, fields, address: &address })
}
