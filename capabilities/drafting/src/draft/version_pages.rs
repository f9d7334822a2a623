//! The versions of a section: what changed in each, and restoring an earlier one.

use crate::access::{READ, WRITE};
use crate::draft::store::Written;
use crate::sections::pages::Place;
use crate::{clearance, draft, sections};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use foundation::london;
use maud::{Markup, html};
use publications::{Change, difference};
use serde::Deserialize;
use std::collections::HashMap;
use ui::hidden;
use web::{AppState, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done};

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
        @if versions.is_empty() { (ui::paragraph("No versions yet.")) }
        (ui::list(html! {
            @for text in &versions {
                li {
                    @if text.version == chosen { strong { "Version " (text.version) } }
                    @else { (ui::link(format!("{}/history?version={}&until={until}", place.address(), text.version), html! { "Version " (text.version) })) }
                    ", " (london::on_page(text.made_at)) ", " (name(text))
                }
            }
        }))
        @if earlier.is_some() || later.is_some() {
            (ui::paragraph(html! {
                @if let Some(later) = later { (ui::link(format!("{}/history?until={later}", place.address()), "Later versions")) }
                @if later.is_some() && earlier.is_some() { " · " }
                @if let Some(earlier) = earlier { (ui::link(format!("{}/history?until={earlier}", place.address()), "Earlier versions")) }
            }))
        }
        @if let Some(newer) = newer {
            (ui::h2(html! { "Changes in version " (newer.version) }))
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
                    Change::Same(line) => (ui::paragraph_as("moothall-changes__same", &line)),
                    Change::Removed(line) => (ui::paragraph(html! { (ui::visually_hidden("Removed: ")) del { (line) } })),
                    Change::Added(line) => (ui::paragraph(html! { (ui::visually_hidden("Added: ")) ins { (line) } })),
                    Change::Skipped(count) => (ui::hint_paragraph(html! { (count) " unchanged lines" })),
                }
            }
        }
    }
}

/// Handles `POST /drafts/{id}/sections/{section}/restore`.
pub(crate) async fn restore(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, section)): Path<(String, String)>,
    form: SubmittedForm,
) -> Result<Response> {
    let place = Place::of(&state, &who, WRITE, (&id, &section)).await?;
    let version: i64 = form.value("version").parse().or_not_found("Version")?;
    let wanted = draft::store::version(state.db.reading(), place.open.draft.id, place.section, version).await?;
    let wanted = wanted.or_not_found("Version")?;
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    let seen = form.value("seen").parse().unwrap_or(0);
    let written = draft::store::write(&transaction, place.open.draft.id, place.section, &wanted.text, seen, by).await?;
    if written == Written::Refused {
        drop(transaction);
        return sections::pages::refused_as_changed(&state, &place, &wanted.text).await;
    }
    clearance::after_a_change(&state, &transaction, place.open.draft.id, by).await?;
    transaction.commit().await?;
    Ok(redirect_done(&place.address(), "restored").into_response())
}
