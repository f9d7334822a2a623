//! Pages for managing one file of an agenda item: its title, versions, removal and download.

use crate::item_files;
use crate::item_files::pages::{LONGEST_TITLE, Open, TOO_LARGE, Upload, keep, read, room};
use crate::item_files::{FileVersion, ItemFile, OTHER_FORMAT};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use foundation::{london, text};
use maud::{Markup, html};
use meetings::access::READ_BUSINESS;
use meetings::form::{line, line_field};
use meetings::preparation;
use serde::Deserialize;
use web::{AppState, Done, Error, FileRequest, OpeningNote, Result, SentParts, SignedIn, handed_out, refused, stored_file};

/// Handles `GET /meetings/{id}/items/{item}/files/{file}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item, file)): Path<(String, String, String)>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let open = Open::of(&state, &who, &id, &item).await?;
    let file = open.file(&state, &file).await?;
    page(&state, &open, &file, &Typed::of(&file), &[], &done).await
}

/// The values of the fields.
struct Typed {
    title: String,
    reason: String,
}

impl Typed {
    fn of(file: &ItemFile) -> Self {
        Self { title: file.title.clone(), reason: String::new() }
    }
}

/// The form for changing the title of a file.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TitleForm {
    title: String,
}

/// Handles `POST /meetings/{id}/items/{item}/files/{file}`, which changes the title.
pub(crate) async fn rename(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item, file)): Path<(String, String, String)>,
    Form(form): Form<TitleForm>,
) -> Result<Response> {
    let open = Open::of(&state, &who, &id, &item).await?;
    let file = open.file(&state, &file).await?;
    let title = line(&form.title, LONGEST_TITLE);
    if title.is_empty() {
        let typed = Typed { title: form.title, reason: String::new() };
        return Ok(refused(page(&state, &open, &file, &typed, &[("Enter a title", "title")], "").await?));
    }
    let transaction = state.db.begin().await?;
    item_files::store::rename(&transaction, file.id, &title).await?;
    note(&state, &who, &transaction, &open, &file, "renamed").await?;
    transaction.commit().await?;
    Ok(back(&open, &file, "renamed"))
}

/// Handles `POST /meetings/{id}/items/{item}/files/{file}/remove`, for files that were never published.
pub(crate) async fn remove(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item, file)): Path<(String, String, String)>,
) -> Result<Response> {
    let open = Open::of(&state, &who, &id, &item).await?;
    let file = open.file(&state, &file).await?;
    let transaction = state.db.begin().await?;
    // Read again, because an agenda may have been published since the page was opened.
    let now = item_files::store::by_id(&transaction, file.id).await?.ok_or(Error::NotFound("File"))?;
    if now.is_published {
        drop(transaction);
        let fault = [("This file has been published. Upload a new version instead of removing it", "file")];
        return Ok(refused(page(&state, &open, &now, &Typed::of(&now), &fault, "").await?));
    }
    item_files::store::remove(&transaction, file.id).await?;
    note(&state, &who, &transaction, &open, &file, "removed").await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}?done=removed", open.address())).into_response())
}

const NO_REASON: (&str, &str) = ("Enter a reason. It will be published with the new version", "reason");

/// Handles `POST /meetings/{id}/items/{item}/files/{file}/replace`, which uploads a new version.
pub(crate) async fn replace(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item, file)): Path<(String, String, String)>,
    mut sent: SentParts,
) -> Result<Response> {
    let open = Open::of(&state, &who, &id, &item).await?;
    let file = open.file(&state, &file).await?;
    let form = match read(&mut sent).await {
        Ok(form) => form,
        Err(error) if error.is_too_large() => {
            return Ok(refused(page(&state, &open, &file, &Typed::of(&file), &[(TOO_LARGE, "file")], "").await?));
        }
        Err(error) => return Err(error.into()),
    };
    let Upload { reason, name, content, .. } = form;
    let reason = line(&reason, 300);
    let typed = Typed { reason: reason.clone(), ..Typed::of(&file) };
    let actor = who.actor.ledger_name();
    let taken = item_files::taking::take(&state, &actor, &name, content).await;
    let mut faults: Vec<ui::Fault<'_>> = Vec::new();
    let taken = match &taken {
        Ok(taken) if taken.hash == file.version.hash => {
            faults.push(("The selected file is the same as the current version", "file"));
            None
        }
        Ok(taken) => Some(taken),
        Err(why) => {
            faults.push((why, "file"));
            None
        }
    };
    if file.is_published && reason.is_empty() {
        faults.push(NO_REASON);
    }
    let (Some(taken), true) = (taken, faults.is_empty()) else {
        return Ok(refused(page(&state, &open, &file, &typed, &faults, "").await?));
    };
    let transaction = state.db.begin().await?;
    let now = item_files::store::by_id(&transaction, file.id).await?.ok_or(Error::NotFound("File"))?;
    let full = room(&transaction, &open, Some(file.id), taken.bytes.len()).await?;
    let fault = match &full {
        Some(fault) => Some((fault.as_str(), "file")),
        None => (now.is_published && reason.is_empty()).then_some(NO_REASON),
    };
    if let Some(fault) = fault {
        drop(transaction);
        return Ok(refused(page(&state, &open, &now, &typed, &[fault], "").await?));
    }
    let reason = Some(reason).filter(|reason| !reason.is_empty());
    keep(&state, &transaction, (file.id, now.version.number + 1), taken, reason, state.by(&actor)).await?;
    note(&state, &who, &transaction, &open, &file, "replaced").await?;
    transaction.commit().await?;
    Ok(back(&open, &file, if taken.left_out.is_empty() { "replaced" } else { "replaced-without-headers" }))
}

async fn note(
    state: &AppState,
    who: &SignedIn,
    transaction: &db::WriteTransaction,
    open: &Open,
    file: &ItemFile,
    what: &str,
) -> Result<()> {
    let actor = who.actor.ledger_name();
    let what = format!("file {} of item {} {what}", file.id, open.item.id);
    preparation::store::note_change(transaction, open.meeting.id, &what, state.by(&actor)).await
}

fn back(open: &Open, file: &ItemFile, word: &str) -> Response {
    Redirect::to(&format!("{}/{}?done={word}", open.address(), file.id)).into_response()
}

/// Handles `GET /meetings/{id}/items/{item}/files/{file}/{version}`, which downloads the file as uploaded.
pub(crate) async fn download(
    State(state): State<AppState>,
    who: SignedIn,
    asked: FileRequest,
    Path((id, item, file, version)): Path<(String, String, String, String)>,
) -> Result<Response> {
    let open = Open::of(&state, &who, &id, &item).await?;
    let file = open.file(&state, &file).await?;
    let not_found = || Error::NotFound("File");
    let number: i32 = version.parse().map_err(|_| not_found())?;
    let versions = item_files::store::versions(state.db.reading(), file.id).await?;
    let version = versions.into_iter().find(|version| version.number == number).ok_or_else(not_found)?;
    if open.item.is_exempt() {
        state.note_opening(&who.actor, READ_BUSINESS.record, open.meeting.id.get(), &OpeningNote::default()).await?;
    }
    let stored = files::by_hash(state.db.reading(), &version.hash).await?.ok_or_else(not_found)?;
    let content = stored_file(&state, &asked, &stored, &version.hash).await?;
    let no_store = [(axum::http::header::CACHE_CONTROL, axum::http::HeaderValue::from_static("private, no-store"))];
    Ok((no_store, handed_out(&version.name, &version.content_type, content)).into_response())
}

fn told(done: &str) -> Option<&'static str> {
    match done {
        "replaced" => Some("New version added. Publish the agenda to make it public"),
        "replaced-without-headers" => {
            Some("New version added. The headers and footers of its pages are not printed. Publish the agenda to make it public")
        }
        "renamed" => Some("Title changed"),
        _ => None,
    }
}

async fn page(
    state: &AppState,
    open: &Open,
    file: &ItemFile,
    typed: &Typed,
    faults: &[ui::Fault<'_>],
    done: &str,
) -> Result<Markup> {
    let versions = item_files::store::versions(state.db.reading(), file.id).await?;
    let published = item_files::publishing::published_version(state.db.reading(), file, &open.meeting).await?;
    let address = format!("{}/{}", open.address(), file.id);
    let title = ui::form_title(&file.title, !faults.is_empty());
    let mut breadcrumbs = open.trail();
    breadcrumbs.push(("Files".into(), open.address()));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let content = html! {
        @if let Some(sentence) = told(done) { (ui::done(sentence)) }
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        (ui::heading(Some(open.item.own_title()), &file.title))
        (barriers(file))
        h2 class="govuk-heading-m" { "Versions" }
        (listed(&address, published, &versions))
        div class="moothall-measure" {
            h2 class="govuk-heading-m" { "Upload a new version" }
            form action={ (address) "/replace" } method="post" enctype="multipart/form-data" novalidate {
                (ui::file_input(&ui::FileInput {
                    name: "file", label: "File", hint: Some("PDF or Word (.docx), smaller than 32 MB"), error: ui::error_about(faults, "file"),
                }))
                (line_field(
                    "reason", if file.is_published { "Reason" } else { "Reason (optional)" }, &typed.reason,
                    file.is_published.then_some("For example, corrected totals on page 3. It will be published with the new version"), faults,
                ))
                (ui::button(&ui::Button { text: "Upload new version", once: true, ..Default::default() }))
            }
            h2 class="govuk-heading-m" { "Title" }
            form action=(address) method="post" novalidate {
                (line_field("title", "Title", &typed.title, None, faults))
                (ui::button(&ui::Button { text: "Save title", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
            }
            @if !file.is_published {
                form action={ (address) "/remove" } method="post" {
                    (ui::button(&ui::Button { text: "Remove file", kind: ui::ButtonKind::Warning, once: true, ..Default::default() }))
                }
            }
        }
    };
    Ok(ui::page(&page, content))
}

/// Renders what is not accessible and what can be done about it.
fn barriers(file: &ItemFile) -> Markup {
    let barriers = file.version.content.barriers();
    html! {
        @if !barriers.is_empty() {
            (ui::warning_text(html! { "This file is not fully accessible. " (barriers.join(" ")) }))
            p class="govuk-body moothall-measure" {
                "If you have the original document, save it as a PDF with tags for accessibility and upload that as a new version. "
                "Otherwise its public page will say what is not accessible and: “" (OTHER_FORMAT) "”"
            }
        }
    }
}

fn listed(address: &str, published: Option<i32>, versions: &[FileVersion]) -> Markup {
    let row = |version: &FileVersion| {
        let is_public = published == Some(version.number);
        vec![
            html! {
                a class="govuk-link" href=(format!("{address}/{}", version.number)) { "Version " (version.number) }
                @if is_public { " " (ui::tag("Published", ui::TagColour::Green)) } @else if published.is_some_and(|published| published < version.number) { " " (ui::tag("Not published yet", ui::TagColour::Yellow)) }
            },
            html! { (version.content.words()) ", " (text::file_size(version.size)) },
            html! { (london::on_page(version.added_at)) },
            html! { (version.reason.as_deref().unwrap_or_default()) },
        ]
    };
    ui::table(&ui::Table {
        caption: "Versions, newest first",
        caption_is_hidden: true,
        columns: vec![
            ui::Column::words("Version"),
            ui::Column::words("File"),
            ui::Column::words("Uploaded"),
            ui::Column::words("Reason"),
        ],
        rows: versions.iter().map(row).collect(),
        row_headings: true,
    })
}
