//! Pages for managing one file of an agenda item: its title, versions, removal and download.

use crate::item_files;
use crate::item_files::pages::{FILE_HINT, LONGEST_TITLE, Open, keep, read_file, room};
use crate::item_files::{FileVersion, ItemFile, OTHER_FORMAT};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use foundation::{london, text};
use maud::{Markup, html};
use meetings::access::READ_BUSINESS;
use meetings::preparation;
use ui::FormState;
use web::{
    AppState, Done, FileRequest, OpeningNote, OrNotFound, Result, SignedIn, SubmittedForm, UnreadForm, handed_out, redirect_done,
    refused, stored_file,
};

/// Handles `GET /meetings/{id}/items/{item}/files/{file}`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item, file)): Path<(String, String, String)>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let open = Open::of(&state, &who, &id, &item).await?;
    let file = open.file(&state, &file).await?;
    page(&state, &open, &file, &FormState::default(), &done).await
}

/// Handles `POST /meetings/{id}/items/{item}/files/{file}`, which changes the title.
pub(crate) async fn rename(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item, file)): Path<(String, String, String)>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let open = Open::of(&state, &who, &id, &item).await?;
    let file = open.file(&state, &file).await?;
    let Some(title) = form.line("title").at_most(LONGEST_TITLE, "Title").required("Enter a title") else {
        return Ok(refused(page(&state, &open, &file, &form, "").await?));
    };
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
    preparation::store::hold(&transaction, open.meeting.id).await?;
    // Read again, because an agenda may have been published since the page was opened.
    let now = item_files::store::by_id(&transaction, file.id).await?.or_not_found("File")?;
    if now.is_published {
        drop(transaction);
        let mut form = FormState::default();
        form.fault("file", "This file has been published. Upload a new version instead of removing it");
        return Ok(refused(page(&state, &open, &now, &form, "").await?));
    }
    item_files::store::remove(&transaction, file.id).await?;
    note(&state, &who, &transaction, &open, &file, "removed").await?;
    transaction.commit().await?;
    Ok(redirect_done(&open.address(), "removed").into_response())
}

const NO_REASON: &str = "Enter a reason. It will be published with the new version";

/// Handles `POST /meetings/{id}/items/{item}/files/{file}/replace`, which uploads a new version.
pub(crate) async fn replace(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item, file)): Path<(String, String, String)>,
    form: UnreadForm,
) -> Result<Response> {
    let open = Open::of(&state, &who, &id, &item).await?;
    let file = open.file(&state, &file).await?;
    let mut form = form.read().await?;
    let actor = who.actor.ledger_name();
    let reason = form.line("reason").at_most(300, "Reason").optional();
    if file.is_published && reason == Some(None) {
        form.fault("reason", NO_REASON);
    }
    let taken = read_file(&state, &actor, &mut form).await;
    if taken.as_ref().is_some_and(|taken| taken.hash == file.version.hash) {
        form.fault("file", "The selected file is the same as the current version");
    }
    let (Some(reason), Some(taken), false) = (reason, taken, form.has_faults()) else {
        return Ok(refused(page(&state, &open, &file, &form, "").await?));
    };
    let transaction = state.db.begin().await?;
    preparation::store::hold(&transaction, open.meeting.id).await?;
    let now = item_files::store::by_id(&transaction, file.id).await?.or_not_found("File")?;
    if let Some(fault) = room(&transaction, &open, Some(file.id), taken.bytes.len()).await? {
        form.fault("file", fault);
    } else if now.is_published && reason.is_none() {
        form.fault("reason", NO_REASON);
    }
    if form.has_faults() {
        drop(transaction);
        return Ok(refused(page(&state, &open, &now, &form, "").await?));
    }
    keep(&state, &transaction, (file.id, now.version.number + 1), &taken, reason, state.by(&actor)).await?;
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
    redirect_done(&format!("{}/{}", open.address(), file.id), word).into_response()
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
    let number: i32 = version.parse().or_not_found("File")?;
    let versions = item_files::store::versions(state.db.reading(), file.id).await?;
    let version = versions.into_iter().find(|version| version.number == number).or_not_found("File")?;
    if open.item.is_exempt() {
        state.note_opening(&who.actor, READ_BUSINESS.record, open.meeting.id.get(), &OpeningNote::default()).await?;
    }
    let stored = files::by_hash(state.db.reading(), &version.hash).await?.or_not_found("File")?;
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

async fn page(state: &AppState, open: &Open, file: &ItemFile, form: &FormState, done: &str) -> Result<Markup> {
    let mut form = form.clone();
    form.set_if_absent("title", file.title.as_str());
    let versions = item_files::store::versions(state.db.reading(), file.id).await?;
    let published = item_files::publishing::published_version(state.db.reading(), file, &open.meeting).await?;
    let address = format!("{}/{}", open.address(), file.id);
    let title = form.title(&file.title);
    let mut breadcrumbs = open.trail();
    breadcrumbs.push(("Files".into(), open.address()));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let content = html! {
        @if let Some(sentence) = told(done) { (ui::done(sentence)) }
        (form.summary())
        (ui::heading(Some(open.item.own_title()), &file.title))
        (barriers(file))
        (ui::h2("Versions"))
        (listed(&address, published, &versions))
        div class="moothall-measure" {
            (ui::h2("Upload a new version"))
            form action={ (address) "/replace" } method="post" enctype="multipart/form-data" novalidate {
                (form.input(&ui::Input {
                    name: "reason", label: if file.is_published { "Reason" } else { "Reason (optional)" },
                    hint: file.is_published.then_some("For example, corrected totals on page 3. It will be published with the new version"),
                    ..Default::default()
                }))
                (form.file(&ui::FileInput { name: "file", label: "File", hint: Some(FILE_HINT), ..Default::default() }))
                (ui::send("Upload new version"))
            }
            (ui::h2("Title"))
            form action=(address) method="post" novalidate {
                (form.line("title", "Title"))
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
            (ui::measured(html! {
                "If you have the original document, save it as a PDF with tags for accessibility and upload that as a new version. "
                "Otherwise its public page will say what is not accessible and: “" (OTHER_FORMAT) "”"
            }))
        }
    }
}

fn listed(address: &str, published: Option<i32>, versions: &[FileVersion]) -> Markup {
    let row = |version: &FileVersion| {
        let is_public = published == Some(version.number);
        vec![
            html! {
                (ui::link(format!("{address}/{}", version.number), html! { "Version " (version.number) }))
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
