//! Pages for uploading and ordering the files of a draft agenda item.

use crate::item_files;
use crate::item_files::taking::Taken;
use crate::item_files::{FileVersion, ItemFile, ItemFileId};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use files::Visibility;
use foundation::text;
use maud::{Markup, html};
use meetings::access::{PREPARE, READ_BUSINESS};
use meetings::meeting::managing::{may, meeting_of, trail};
use meetings::meeting::{DraftItemId, Meeting};
use meetings::preparation;
use meetings::preparation::item::DraftItem;
use ui::FormState;
use web::{AppState, Done, Error, OrNotFound, Result, SignedIn, SubmittedForm, UnreadForm, redirect_done, refused};

/// The maximum size of an upload request: the largest file and the other fields.
pub(crate) const LARGEST_UPLOAD: usize = files::LARGEST + 1024 * 1024;
/// The maximum number of files of one item.
const MOST: usize = 40;
/// The maximum total size of a meeting's files, in bytes. A pack has room for as much again in attachments of reports.
const ALL_BYTES: u64 = 100_000_000;
/// The maximum length of a title, in characters.
pub(crate) const LONGEST_TITLE: usize = 200;

/// The hint of the field for a file.
pub(crate) const FILE_HINT: &str = "PDF or Word (.docx), smaller than 32 MB";

/// An item whose files the user may manage.
pub(crate) struct Open {
    pub meeting: Meeting,
    pub item: DraftItem,
}

impl Open {
    /// Returns the item if the user prepares its agenda. A private item requires permission to read it.
    pub(crate) async fn of(state: &AppState, who: &SignedIn, id: &str, item: &str) -> Result<Self> {
        let meeting = meeting_of(state, who, PREPARE, id).await?;
        let item: DraftItemId = item.parse().or_not_found("Item")?;
        let item = preparation::store::by_id(state.db.reading(), item).await?;
        let item = item.filter(|item| item.meeting == meeting.id).or_not_found("Item")?;
        if item.is_exempt() && !may(state, &who.actor, READ_BUSINESS, &meeting, true) {
            return Err(Error::NotFound("Item"));
        }
        Ok(Self { meeting, item })
    }

    pub(crate) fn address(&self) -> String {
        format!("{}/items/{}/files", self.meeting.address(), self.item.id)
    }

    pub(crate) async fn file(&self, state: &AppState, file: &str) -> Result<ItemFile> {
        let id: ItemFileId = file.parse().or_not_found("File")?;
        let file = item_files::store::by_id(state.db.reading(), id).await?;
        file.filter(|file| file.item == self.item.id).or_not_found("File")
    }

    /// Returns the breadcrumb trail above the pages of its files.
    pub(crate) fn trail(&self) -> Vec<(String, String)> {
        let mut trail = trail(&self.meeting);
        trail.push((self.item.own_title().to_owned(), format!("{}/items/{}", self.meeting.address(), self.item.id)));
        trail
    }
}

/// Handles `GET /meetings/{id}/items/{item}/files`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let open = Open::of(&state, &who, &id, &item).await?;
    page(&state, &open, &FormState::default(), &done).await
}

/// Handles `POST /meetings/{id}/items/{item}/files`, which adds a file.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item)): Path<(String, String)>,
    form: UnreadForm,
) -> Result<Response> {
    let open = Open::of(&state, &who, &id, &item).await?;
    let mut form = form.read().await?;
    let actor = who.actor.ledger_name();
    let title = form.line("title").at_most(LONGEST_TITLE, "Title").required("Enter a title");
    let taken = read_file(&state, &actor, &mut form).await;
    let (Some(title), Some(taken)) = (title, taken) else {
        return Ok(refused(page(&state, &open, &form, "").await?));
    };
    let by = state.by(&actor);
    let transaction = state.db.begin().await?;
    preparation::store::hold(&transaction, open.meeting.id).await?;
    if let Some(fault) = room(&transaction, &open, None, taken.bytes.len()).await? {
        drop(transaction);
        form.fault("file", fault);
        return Ok(refused(page(&state, &open, &form, "").await?));
    }
    let file = item_files::store::insert(&transaction, open.item.id, &title).await?;
    keep(&state, &transaction, (file, 1), &taken, None, by).await?;
    let what = format!("file {file} of item {} added", open.item.id);
    preparation::store::note_change(&transaction, open.meeting.id, &what, by).await?;
    transaction.commit().await?;
    let word = if taken.left_out.is_empty() { "added" } else { "added-without-headers" };
    Ok(redirect_done(&open.address(), word).into_response())
}

/// Returns why there is no room for another file, or `None` if there is room.
pub(crate) async fn room(
    transaction: &db::WriteTransaction,
    open: &Open,
    instead_of: Option<ItemFileId>,
    size: usize,
) -> Result<Option<String>> {
    let files = item_files::store::of_meeting(transaction, open.meeting.id).await?;
    let own = files.iter().filter(|file| file.item == open.item.id).count();
    if instead_of.is_none() && own >= MOST {
        return Ok(Some(format!("An item can have up to {MOST} files")));
    }
    let others: u64 = files.iter().filter(|file| Some(file.id) != instead_of).map(|file| file.version.size).sum();
    let is_full = others.saturating_add(u64::try_from(size).unwrap_or(u64::MAX)) > ALL_BYTES;
    Ok(is_full.then(|| "The files of a meeting must be smaller than 100 MB together".to_owned()))
}

/// Stores an upload as a version, by its number, of a file of an item.
pub(crate) async fn keep(
    state: &AppState,
    transaction: &db::WriteTransaction,
    (file, number): (ItemFileId, i32),
    taken: &Taken,
    reason: Option<String>,
    by: access::By<'_>,
) -> Result<()> {
    state.files.keep(transaction, &taken.name, taken.content_type, taken.bytes.clone(), by.at, Visibility::Private).await?;
    let version = FileVersion {
        number,
        hash: taken.hash.clone(),
        name: taken.name.clone(),
        content_type: taken.content_type.to_owned(),
        size: u64::try_from(taken.bytes.len()).unwrap_or(u64::MAX),
        content: taken.content.clone(),
        reason,
        added_by: by.actor.to_owned(),
        added_at: by.at,
    };
    Ok(item_files::store::add_version(transaction, file, &version).await?)
}

/// Reads the uploaded file. If it cannot be part of a pack, adds the fault that says why.
pub(crate) async fn read_file(state: &AppState, person: &str, form: &mut SubmittedForm) -> Option<Taken> {
    let file = form.any_file("file", "32 MB")?;
    match item_files::taking::take(state, person, &file.name, file.content).await {
        Ok(taken) => Some(taken),
        Err(why) => {
            form.fault("file", why);
            None
        }
    }
}

async fn page(state: &AppState, open: &Open, form: &FormState, done: &str) -> Result<Markup> {
    let files = item_files::store::of_item(state.db.reading(), open.item.id).await?;
    let title = form.title(&format!("Files: {}", open.item.own_title()));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let content = html! {
        @if let Some(sentence) = told(done) { (ui::done(sentence)) }
        (form.summary())
        (ui::heading(Some(open.item.own_title()), "Files"))
        (ui::measured(html! {
            "Each file is printed in the pack with a title page, and its pages are numbered with the rest."
            @if open.item.is_exempt() { " This item is private: its files go only into the exempt pack." }
        }))
        @if files.is_empty() { (ui::paragraph("No files yet.")) }
        @else { (order(open, &files)) }
        (ui::h2("Add a file"))
        form class="moothall-measure" action=(open.address()) method="post" enctype="multipart/form-data" novalidate {
            (form.input(&ui::Input { name: "title", label: "Title", hint: Some("For example, Appendix A: Map of the area"), ..Default::default() }))
            (form.file(&ui::FileInput { name: "file", label: "File", hint: Some(FILE_HINT), ..Default::default() }))
            (ui::send("Upload"))
        }
    };
    Ok(ui::page(&page, content))
}

fn told(done: &str) -> Option<&'static str> {
    match done {
        "added" => Some("File added"),
        "added-without-headers" => Some("File added. The headers and footers of its pages are not printed"),
        "ordered" => Some("Order changed"),
        "removed" => Some("File removed"),
        _ => None,
    }
}

/// Renders the files in order, each with its buttons.
fn order(open: &Open, files: &[ItemFile]) -> Markup {
    html! {
        ol class="moothall-order" {
            @for (place, file) in files.iter().enumerate() {
                li class="moothall-order__item" id=(format!("file-{}", file.id)) {
                    span class="moothall-order__number" { (place + 1) }
                    div class="moothall-order__what" {
                        (ui::link(format!("{}/{}", open.address(), file.id), &file.title))
                        " " span class="moothall-order__kind" { (file.version.content.words()) ", " (text::file_size(file.version.size)) }
                        @if file.is_published { " " (ui::tag("Published", ui::TagColour::Green)) }
                        @if !file.version.content.barriers().is_empty() { " " (ui::tag("Not fully accessible", ui::TagColour::Yellow)) }
                    }
                    div class="moothall-order__moves" {
                        @if place > 0 { (step(open, file, "up", "Up")) }
                        @if place + 1 < files.len() { (step(open, file, "down", "Down")) }
                    }
                }
            }
        }
    }
}

fn step(open: &Open, file: &ItemFile, direction: &str, label: &str) -> Markup {
    html! {
        form action=(format!("{}/{}/move", open.address(), file.id)) method="post" {
            (ui::hidden("to", direction))
            (ui::order_button(label, html! { ": " (file.title) }))
        }
    }
}

/// Handles `POST /meetings/{id}/items/{item}/files/{file}/move`, which moves it one place up or down.
pub(crate) async fn move_file(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, item, file)): Path<(String, String, String)>,
    form: SubmittedForm,
) -> Result<Response> {
    let open = Open::of(&state, &who, &id, &item).await?;
    let file = open.file(&state, &file).await?;
    let up = match form.value("to") {
        "up" => true,
        "down" => false,
        _ => return Err(Error::NotUnderstood("Select up or down.".into())),
    };
    let transaction = state.begin(&who.actor).await?;
    preparation::store::hold(&transaction, open.meeting.id).await?;
    let files = item_files::store::of_item(&transaction, open.item.id).await?;
    let mut order: Vec<ItemFileId> = files.iter().map(|file| file.id).collect();
    let at = order.iter().position(|id| *id == file.id).or_not_found("File")?;
    let to = if up { at.checked_sub(1) } else { Some(at + 1).filter(|to| *to < order.len()) };
    if let Some(to) = to {
        order.swap(at, to);
        item_files::store::put_in_order(&transaction, &order).await?;
        let what = format!("files of item {} reordered", open.item.id);
        preparation::store::note_change(&transaction, open.meeting.id, &what, transaction.by()).await?;
        transaction.commit().await?;
    }
    Ok(Redirect::to(&format!("{}?done=ordered#file-{}", open.address(), file.id)).into_response())
}
