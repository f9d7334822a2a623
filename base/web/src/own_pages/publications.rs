//! Any version of anything that was published: its content, what it replaced and why, what changed, and its data.

use crate::{AppState, Error, FileRequest, Result, stored_file};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use files::FileId;
use foundation::civil_date;
use maud::{Markup, html};
use publications::{Change, Publication, PublicationId, Summary};

async fn publication(state: &AppState, id: &str) -> Result<Publication> {
    let id: PublicationId = id.parse().map_err(|_| Error::NotFound("Publication"))?;
    publications::by_id(state.db.reading(), id).await?.ok_or(Error::NotFound("Publication"))
}

/// Handles `/publications/{id}`.
pub(crate) async fn show(State(state): State<AppState>, Path(id): Path<String>) -> Result<Markup> {
    let publication = publication(&state, &id).await?;
    let kind = state.kind(&publication.kind).ok_or(Error::NotFound("Publication"))?;
    // Of a long history, only the versions around this one; each of those lists its own neighbours.
    let until = publication.version.saturating_add(20);
    let history = publications::history(state.db.reading(), &publication.record, until).await?;
    let changes = match publication.replaces {
        Some(before) => {
            let before = publications::by_id(state.db.reading(), before).await?.ok_or(Error::NotFound("Publication"))?;
            publications::difference(&kind.plain_text(&before.content)?, &kind.plain_text(&publication.content)?)
        }
        None => Vec::new(),
    };
    let newest = publications::newest_version(state.db.reading(), &publication.record).await?;
    let caption = format!("{}, version {} of {newest}", kind.label(), publication.version);
    let address = kind.address(&publication.record);
    let page = ui::Page {
        title: &format!("{} (version {})", publication.title, publication.version),
        breadcrumbs: vec![("Home".into(), "/".into()), (publication.title.clone(), address.clone())],
        ..state.page()
    };
    let content = html! {
        (ui::heading(Some(&caption), &publication.title))
        @if publication.version < newest {
            (ui::warning_text(html! {
                "This version has been replaced. " a class="govuk-link" href=(address) { "View the current version" } "."
            }))
        }
        (ui::summary_list(&[
            ui::SummaryRow::new("Published", html! { (civil_date::written(publication.published_at.date_naive())) }),
            ui::SummaryRow::new("Reason", html! { (publication.reason.as_deref().unwrap_or("First version")) }),
            ui::SummaryRow::new("Seal", html! { code class="moothall-seal" { (publication.content_hash) } }),
            ui::SummaryRow::new("As data", html! {
                a class="govuk-link" href=(format!("/publications/{}/text", publication.id)) { "Plain text" } ", "
                a class="govuk-link" href=(format!("/publications/{}/data", publication.id)) { "JSON" }
            }),
        ]))
        @if history.len() > 1 { (versions(&history, publication.id, newest)) }
        @if !changes.is_empty() {
            h2 class="govuk-heading-l" { "What changed" }
            (differences(&changes))
        }
        h2 class="govuk-heading-l" { "What it says" }
        (kind.html(&publication.content)?)
    };
    Ok(ui::page(&page, content))
}

fn versions(history: &[Summary], shown: PublicationId, newest: i32) -> Markup {
    let is_whole = i32::try_from(history.len()).is_ok_and(|count| count == newest);
    html! {
        h2 class="govuk-heading-m" { @if is_whole { "All versions" } @else { "Earlier and later versions" } }
        ul class="govuk-list" {
            @for version in history {
                li {
                    @if version.id == shown.get() { "Version " (version.version) " (this one)" }
                    @else { a class="govuk-link" href=(format!("/publications/{}", version.id)) { "Version " (version.version) } }
                    ", " (civil_date::written(version.published_at.date_naive()))
                    @if let Some(reason) = &version.reason { ": " (reason) }
                }
            }
        }
    }
}

fn differences(changes: &[Change]) -> Markup {
    html! {
        div class="moothall-difference" role="region" aria-label="What changed, line by line" tabindex="0" {
            @for change in changes {
                @match change {
                    Change::Same(line) => p class="moothall-difference__same" { (line) },
                    Change::Removed(line) => p class="moothall-difference__removed" {
                        span class="moothall-difference__mark" { "Removed: " } del { (line) }
                    },
                    Change::Added(line) => p class="moothall-difference__added" {
                        span class="moothall-difference__mark" { "Added: " } ins { (line) }
                    },
                    Change::Skipped(lines) => p class="moothall-difference__skipped" {
                        (lines) " unchanged " @if *lines == 1 { "line" } @else { "lines" }
                    },
                }
            }
        }
    }
}

/// Handles `/publications/{id}/text`.
pub(crate) async fn text(State(state): State<AppState>, Path(id): Path<String>) -> Result<Response> {
    let publication = publication(&state, &id).await?;
    let kind = state.kind(&publication.kind).ok_or(Error::NotFound("Publication"))?;
    let text = format!("{}\n\n{}", publication.title, kind.plain_text(&publication.content)?);
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
}

/// Handles `/publications/{id}/data`: the content as it was sealed.
pub(crate) async fn data(State(state): State<AppState>, Path(id): Path<String>) -> Result<Response> {
    let publication = publication(&state, &id).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], publication.content).into_response())
}

/// Handles `/files/{id}`: a public file as uploaded. A private one is not found here: it is served by the record that names it.
pub(crate) async fn file(State(state): State<AppState>, asked: FileRequest, Path(id): Path<String>) -> Result<Response> {
    let id: FileId = id.parse().map_err(|_| Error::NotFound("File"))?;
    let file = files::by_id(state.db.reading(), id).await?.filter(|file| file.is_public).ok_or(Error::NotFound("File"))?;
    let content_type = HeaderValue::from_str(&file.content_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
    Ok((headers, stored_file(&state, &asked, &file, &file.hash).await?).into_response())
}
