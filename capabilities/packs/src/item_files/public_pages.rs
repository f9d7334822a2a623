//! Pages for reading files of agenda items: public files for everyone, and files of private items for those who may read their
//! papers.

use crate::item_files;
use crate::item_files::{FileContent, ItemFileId, OTHER_FORMAT, PublishedFile, record};
use crate::private_business_pages::readable;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use documents::Document;
use foundation::text;
use maud::{Markup, html};
use meetings::access::READ_BUSINESS;
use meetings::kinds::read;
use meetings::meeting::Meeting;
use meetings::meeting::managing::meeting_of;
use meetings::{meeting, preparation};
use web::{AppState, Error, FileRequest, OpeningNote, Result, SignedIn, handed_out, stored_file};

/// Handles `GET /agenda-files/{id}`, which shows a published file.
pub(crate) async fn show(State(state): State<AppState>, Path(id): Path<String>) -> Result<Markup> {
    let not_found = || Error::NotFound("Paper");
    let id: ItemFileId = id.parse().map_err(|_| not_found())?;
    let connection = state.db.reading();
    let publication = publications::current(connection, &record(id)).await?.ok_or_else(not_found)?;
    let file: PublishedFile = read(&publication.content)?;
    let meeting = meeting_of_file(&state, id).await?.ok_or_else(not_found)?;
    let mut breadcrumbs = meeting::managing::public_trail(&meeting);
    breadcrumbs.push((format!("Meeting of {}", meeting.short_day()), meeting.address()));
    let page = ui::Page { title: &file.title, section: Some(ui::Section::Meetings), breadcrumbs, ..state.page() };
    let document = file.document();
    // The warning above already says this.
    let entries = document.entries.into_iter().filter(|entry| !matches!(entry, documents::Entry::Notice { .. })).collect();
    let content = html! {
        (ui::heading(document.caption.as_deref(), &file.title))
        (barriers(&file.content))
        (ui::document(&Document { title: String::new(), caption: None, entries, ..document }, 1))
        @if let Some(address) = file.download() {
            (ui::documents(&[ui::DocumentLink { title: &format!("Download {}", file.title), address: &address, format: "PDF", bytes: Some(file.size), pages: pages(&file), note: None }]))
        }
        @if let Some(reason) = publication.reason.as_deref().filter(|_| publication.version > 1) {
            p class="govuk-body" { "Version " (publication.version) ", published " (foundation::london::on_page(publication.published_at)) ". Reason: " (reason) }
        }
        p class="govuk-body-s" { a class="govuk-link" href=(format!("/publications/{}", publication.id)) { "All versions of this paper" } }
    };
    Ok(ui::page(&page, content))
}

/// Returns the number of pages of a file, or `None` if it has no pages.
pub(crate) fn pages(file: &PublishedFile) -> Option<u32> {
    match &file.content {
        FileContent::Pdf(facts) => u32::try_from(facts.sheets.len()).ok(),
        FileContent::Word { .. } => None,
    }
}

/// Renders what is not accessible in a file, and whom to ask.
fn barriers(content: &FileContent) -> Markup {
    let barriers = content.barriers();
    html! {
        @if !barriers.is_empty() {
            (ui::warning_text(html! { "This file is not fully accessible. " (barriers.join(" ")) " " (OTHER_FORMAT) }))
        }
    }
}

async fn meeting_of_file(state: &AppState, id: ItemFileId) -> Result<Option<Meeting>> {
    let connection = state.db.reading();
    let Some(file) = item_files::store::by_id(connection, id).await? else { return Ok(None) };
    let Some(item) = preparation::store::by_id(connection, file.item).await? else { return Ok(None) };
    Ok(meeting::store::by_id(connection, item.meeting).await?)
}

/// Renders the links to an item's files for readers of its page.
pub fn links(files: &[&PublishedFile], address: impl Fn(&PublishedFile) -> String) -> Markup {
    html! {
        @if !files.is_empty() {
            ul class="govuk-list govuk-list--bullet" {
                @for file in files {
                    li {
                        a class="govuk-link" href=(address(file)) { (file.title) }
                        " (" (file.content.words()) ", " (text::file_size(file.size)) ")"
                        @if !file.content.barriers().is_empty() { " Not fully accessible." }
                    }
                }
            }
        }
    }
}

/// Handles `GET /meetings/{id}/private-files/{file}`: a file of a private item, for those who may read its papers.
pub(crate) async fn private_file(
    State(state): State<AppState>,
    who: SignedIn,
    asked: FileRequest,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response> {
    let not_found = || Error::NotFound("File");
    let meeting = meeting_of(&state, &who, READ_BUSINESS, &id).await?;
    let file: ItemFileId = file.parse().map_err(|_| not_found())?;
    let parts = readable(&state, &who, &meeting).await?;
    let file = parts.iter().flat_map(|part| &part.files).find(|known| known.id == file.get()).ok_or_else(not_found)?;
    state.note_opening(&who.actor, READ_BUSINESS.record, meeting.id.get(), &OpeningNote::default()).await?;
    let stored = files::by_hash(state.db.reading(), &file.file).await?.ok_or_else(not_found)?;
    let content = stored_file(&state, &asked, &stored, &file.file).await?;
    let no_store = [(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"))];
    Ok((no_store, handed_out(&file.name, &file.content_type, content)).into_response())
}
