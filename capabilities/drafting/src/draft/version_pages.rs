//! The versions of a section: what changed in each, and restoring an earlier one.

use crate::draft::open_draft::hidden;
use crate::draft::store::Written;
use crate::kinds::{READ, WRITE};
use crate::sections::pages::Place;
use crate::{clearance, draft, sections};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::london;
use maud::{Markup, html};
use publications::{Change, difference};
use serde::Deserialize;
use std::collections::HashMap;
use web::{AppState, Error, Result, SignedIn};

/// Query parameters: the versions to compare.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Compared {
    version: String,
    /// The latest version to list.
    until: String,
}

/// Handles `GET /drafts/{id}/sections/{section}/history`.
pub(crate) async fn history(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, section)): Path<(String, String)>,
    Query(compared): Query<Compared>,
) -> Result<Markup> {
    let place = Place::of(&state, &who, READ, (&id, &section)).await?;
    let connection = state.db.reading();
    let (draft, section) = (place.open.draft.id, place.section);
    let newest = draft::store::last_version(connection, draft, section).await?;
    let chosen: i64 = compared.version.parse().unwrap_or(newest);
    let until: i64 = compared.until.parse().unwrap_or(newest).min(newest);
    let versions = draft::store::versions(connection, draft, section, until).await?;
    // Read only the two texts that are compared.
    let newer = draft::store::version(connection, draft, section, chosen).await?;
    let older = match newer {
        Some(_) => draft::store::version(connection, draft, section, chosen - 1).await?.map_or(String::new(), |text| text.text),
        None => String::new(),
    };
    let mut names: HashMap<&str, String> = HashMap::new();
    for text in &versions {
        if !names.contains_key(text.made_by.as_str()) {
            names.insert(&text.made_by, directory::actor_name(connection, &text.made_by).await?);
        }
    }
    let name = |text: &draft::store::TextVersion| names.get(text.made_by.as_str()).map_or("", String::as_str);
    let earlier = versions.last().map(|text| text.version - 1).filter(|version| *version > 0);
    let later = (until < newest).then(|| (until + draft::store::VERSIONS_AT_ONCE).min(newest));
    let page = ui::Page {
        title: &format!("Versions of {}", place.heading()),
        section: Some(ui::Section::Work),
        breadcrumbs: place.open.trail(),
        ..state.page()
    };
    let content = html! {
        (ui::heading(Some(&place.open.draft.subject), &format!("Versions of {}", place.heading())))
        @if versions.is_empty() { p class="govuk-body" { "No versions yet." } }
        ul class="govuk-list" {
            @for text in &versions {
                li {
                    @if text.version == chosen { strong { "Version " (text.version) } }
                    @else { a class="govuk-link" href=(format!("{}/history?version={}&until={until}", place.address(), text.version)) { "Version " (text.version) } }
                    ", " (london::on_page(text.made_at)) ", " (name(text))
                }
            }
        }
        @if earlier.is_some() || later.is_some() {
            p class="govuk-body" {
                @if let Some(later) = later { a class="govuk-link" href=(format!("{}/history?until={later}", place.address())) { "Later versions" } }
                @if later.is_some() && earlier.is_some() { " · " }
                @if let Some(earlier) = earlier { a class="govuk-link" href=(format!("{}/history?until={earlier}", place.address())) { "Earlier versions" } }
            }
        }
        @if let Some(newer) = newer {
            h2 class="govuk-heading-m" { "Changes in version " (newer.version) }
            (changes(&older, &newer.text))
            @if place.open.may_write && newer.version != newest {
                form action={ (place.address()) "/restore" } method="post" {
                    (hidden("version", newer.version)) (hidden("seen", newest))
                    (ui::button(&ui::Button { text: &format!("Restore version {}", newer.version), kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Renders the changes between two texts, line by line.
fn changes(older: &str, newer: &str) -> Markup {
    html! {
        div class="moothall-changes" {
            @for change in difference(older, newer) {
                @match change {
                    Change::Same(line) => p class="govuk-body moothall-changes__same" { (line) },
                    Change::Removed(line) => p class="govuk-body" { span class="govuk-visually-hidden" { "Removed: " } del { (line) } },
                    Change::Added(line) => p class="govuk-body" { span class="govuk-visually-hidden" { "Added: " } ins { (line) } },
                    Change::Skipped(count) => p class="govuk-hint" { (count) " unchanged lines" },
                }
            }
        }
    }
}

/// Form data for restoring a version.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct RestoreForm {
    version: String,
    seen: String,
}

/// Handles `POST /drafts/{id}/sections/{section}/restore`.
pub(crate) async fn restore(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, section)): Path<(String, String)>,
    Form(form): Form<RestoreForm>,
) -> Result<Response> {
    let place = Place::of(&state, &who, WRITE, (&id, &section)).await?;
    let missing = || Error::NotFound("Version");
    let version: i64 = form.version.parse().map_err(|_| missing())?;
    let wanted = draft::store::version(state.db.reading(), place.open.draft.id, place.section, version).await?;
    let wanted = wanted.ok_or_else(missing)?;
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let transaction = state.db.begin().await?;
    let seen = form.seen.parse().unwrap_or(0);
    let written = draft::store::write(&transaction, place.open.draft.id, place.section, &wanted.text, seen, by).await?;
    if written == Written::Refused {
        drop(transaction);
        return sections::pages::refused_as_changed(&state, &place, &wanted.text).await;
    }
    clearance::after_a_change(&state, &transaction, place.open.draft.id, by).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}?done=restored", place.address())).into_response())
}
