//! The images and attachments of a report: uploading, describing and removing them.

use crate::access::{READ, WRITE};
use crate::draft::FIRST_APPENDIX;
use crate::draft::open_draft::OpenDraft;
use crate::draft_files::{ALL_BYTES, DraftFile, FileUse, LONGEST_DESCRIPTION, MOST};
use crate::sections::insertion::Place;
use crate::{clearance, draft, draft_files, sections, templates};
use access::By;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use confined::Turns;
use db::WriteTransaction;
use files::Visibility;
use foundation::text::clean_line;
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::LazyLock;
use tokio::sync::Semaphore;
use ui::{FormState, hidden};
use web::{AppState, Error, OrNotFound, Result, SignedIn, SubmittedForm, UnreadForm, confirmation, redirect_done, refused};

/// Limits how many images are decoded at once, since each may take a lot of memory.
static DECODING: Semaphore = Semaphore::const_new(2);
/// Limits each person to decoding one image at a time, so that someone who uploads many does not block others.
static TURNS: LazyLock<Turns> = LazyLock::new(Turns::default);

/// Query parameters of the page.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct About {
    /// The section that the author came from.
    section: String,
    /// The cursor position in its text.
    at: String,
    version: String,
    alone: String,
    done: String,
}

/// Handles `GET /drafts/{id}/files`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(about): Query<About>,
) -> Result<Markup> {
    let open = OpenDraft::of(&state, &who, READ, &id).await?;
    let About { section, at, version, alone, .. } = about.clone();
    let form = FormState::of([("section", section), ("at", at), ("version", version), ("alone", alone)]);
    page(&state, &open, &form, &about.done).await
}

/// Returns the sections into which an image can be inserted, each with its number.
async fn sections(state: &AppState, open: &OpenDraft) -> Result<Vec<(String, String)>> {
    let connection = state.db.reading();
    let template = templates::store::of_version(connection, open.draft.template).await?.template;
    let texts = draft::store::texts(connection, open.draft.id).await?;
    let of_template = (0_i32..).zip(template.sections).map(|(number, section)| (number.to_string(), section.heading));
    let appendices = texts.iter().filter(|text| text.section >= FIRST_APPENDIX);
    let appendices = appendices.map(|text| (text.section.to_string(), format!("Appendix {}", text.section - FIRST_APPENDIX + 1)));
    Ok(of_template.chain(appendices).collect())
}

async fn page(state: &AppState, open: &OpenDraft, form: &FormState, done: &str) -> Result<Markup> {
    let files = draft_files::store::of_draft(state.db.reading(), open.draft.id).await?;
    let sections = sections(state, open).await?;
    let title = form.title(&format!("Images and files: {}", open.draft.subject));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let of_use = |usage| files.iter().filter(move |file| file.usage == usage);
    // The form of a file that is there already has fields of the same names as the form for adding one.
    let is_of_file = !form.value("act").is_empty();
    let content = html! {
        (confirmation(done, &[("added", "File uploaded"), ("described", "Description changed"), ("removed", "File removed")]))
        (form.summary())
        (open.head(state, "Images and files"))
        (ui::heading(None, "Images and files"))
        @if files.is_empty() { (ui::measured("No images or files yet. Images are shown in the report. Files are published with it, for anyone to download.")) }
        @for (usage, heading) in [(FileUse::Picture, "Images"), (FileUse::Attachment, "Files published with the report")] {
            @if of_use(usage).next().is_some() {
                (ui::h2(heading))
                @for file in of_use(usage) { (shown(open, file, form)) }
            }
        }
        @if open.may_write { (adding(open, &form.only_if(!is_of_file), &sections)) }
    };
    Ok(ui::page(&page, content))
}

/// Returns the id of the field for the description of a file.
fn description_field(number: i32) -> String {
    format!("description-{number}")
}

/// Renders a file with the actions available to its authors.
fn shown(open: &OpenDraft, file: &DraftFile, form: &FormState) -> Markup {
    let field = description_field(file.number);
    let mut form = form.only_if(form.error(&field).is_some());
    form.set_if_absent("description", file.description.as_str());
    let is_picture = file.usage == FileUse::Picture;
    let address = format!("/attachments/{}/{}", file.hash, foundation::text::address_part(&file.name));
    let size = foundation::text::file_size(u64::try_from(file.size).unwrap_or_default());
    let own = format!("{}/files/{}", open.draft.address(), file.number);
    let reference = file.reference();
    let name = if is_picture { reference.as_str() } else { file.name.as_str() };
    html! {
        section class="moothall-draft-file" aria-label=(name) id=(format!("file-{}", file.number)) {
            @if is_picture {
                img class="moothall-draft-file__picture" src=(documents::html::picture_address(&file.hash)) alt=(file.description) loading="lazy";
            }
            div class="moothall-draft-file__words" {
                @if is_picture {
                    (ui::paragraph(html! { strong { (reference) } ", " (file.width) " by " (file.height) " pixels, " (size) }))
                    (ui::paragraph(html! { "In plain text: " code { "![](" (reference) ")" } ", or with a caption: " code { "![](" (reference) " \"Caption\")" } }))
                } @else {
                    (ui::paragraph(html! { (ui::link(&address, &file.name)) " (" (files::kind_name(&file.content_type)) ", " (size) ")" }))
                }
                @if open.may_write {
                    form action=(own) method="post" novalidate {
                        (hidden("act", "describe"))
                        (form.input(&ui::Input {
                            name: "description", id: Some(&field), label: if is_picture { "Alternative text" } else { "Title" }, ..Default::default()
                        }))
                        (ui::button(&ui::Button { text: "Save description", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
                    }
                    form action=(own) method="post" {
                        (hidden("act", "remove"))
                        (ui::button(&ui::Button { text: &format!("Remove {name}"), kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
                    }
                } @else { (ui::paragraph(&file.description)) }
            }
        }
    }
}

fn adding(open: &OpenDraft, form: &FormState, sections: &[(String, String)]) -> Markup {
    let chosen = if form.value("usage").is_empty() { FileUse::Picture.word() } else { form.value("usage") };
    let choices =
        [(FileUse::Picture, "An image to show in the report"), (FileUse::Attachment, "A file to publish with the report")];
    let choices = choices.map(|(usage, text)| ui::Choice {
        value: usage.word(),
        text,
        chosen: chosen == usage.word(),
        ..Default::default()
    });
    let none = ui::SelectOption { value: "", text: "Do not insert it yet" };
    let origin = if form.value("from").is_empty() { form.value("section") } else { form.value("from") };
    let has_place = !form.value("at").is_empty() && sections.iter().any(|(number, _)| number == origin);
    let here = has_place.then_some(ui::SelectOption { value: "here", text: "Where my cursor is" });
    let ends: Vec<(&str, String)> =
        sections.iter().map(|(value, text)| (value.as_str(), format!("At the end of {text}"))).collect();
    html! {
        (ui::h2("Upload an image or file"))
        form class="moothall-measure" action={ (open.draft.address()) "/files" } method="post" enctype="multipart/form-data" novalidate {
            @if has_place { (hidden("from", origin)) (form.hidden("at")) (form.hidden("version")) (form.hidden("alone")) }
            (ui::radios(&ui::Choices { name: "usage", legend: "What do you want to upload?", error: form.error("usage"), choices: choices.into_iter().collect(), ..Default::default() }))
            (form.input(&ui::Input {
                name: "description", label: "Description",
                hint: Some("For an image, describe what it shows to someone who cannot see it. For a file, enter its title"), ..Default::default()
            }))
            (ui::select(&ui::Select {
                name: "section", label: "Where to insert the image", error: form.error("section"),
                value: Some(if has_place { "here" } else { form.value("section") }),
                options: here.into_iter().chain(std::iter::once(none)).chain(ends.iter().map(|(value, text)| ui::SelectOption { value, text })).collect(),
                ..Default::default()
            }))
            (form.file(&ui::FileInput {
                name: "file", label: "File",
                hint: Some("Image: PNG or JPEG, up to 12 MB. File: PDF, Word, Excel, PowerPoint, PNG, JPEG or plain text, up to 32 MB"), ..Default::default()
            }))
            (ui::send("Upload"))
        }
    }
}

/// Prepares an upload that has no number yet: re-encodes an image, or keeps another file as it is.
async fn taken(person: &str, usage: FileUse, name: &str, content: Bytes) -> std::result::Result<(DraftFile, Bytes), String> {
    let file = |content_type: &str, content: &Bytes, (width, height): (u32, u32)| DraftFile {
        number: 0,
        usage,
        hash: files::hash(content),
        name: files::plain_name(name),
        content_type: content_type.to_owned(),
        size: i64::try_from(content.len()).unwrap_or(i64::MAX),
        width,
        height,
        description: String::new(),
    };
    if usage == FileUse::Attachment {
        let kind = files::kind_of(&content).map_err(|fault| fault.message().to_owned())?;
        return Ok((file(kind, &content, (0, 0)), content));
    }
    let in_line = TURNS.join(person).map_err(|_| "Your other images are still being read. Try again in a moment".to_owned())?;
    let turn = in_line.turn().await;
    let place = DECODING.acquire().await;
    let made = tokio::task::spawn_blocking(move || pictures::made_anew(&content)).await;
    drop((place, turn, in_line));
    let picture = made.map_err(|_| "The image could not be read".to_owned())?.map_err(|error| error.to_string())?;
    let content = Bytes::from(picture.content);
    Ok((file(picture.content_type, &content, (picture.width, picture.height)), content))
}

/// Adds an image or a file to a draft. Returns the file as stored, or what is wrong with it.
pub(crate) async fn put_in(
    state: &AppState,
    transaction: &WriteTransaction,
    open: &OpenDraft,
    (file, content): (DraftFile, Bytes),
    by: By<'_>,
) -> Result<std::result::Result<DraftFile, &'static str>> {
    let known = draft_files::store::of_draft(transaction, open.draft.id).await?;
    // The same file may already be there, for example if a document is imported twice.
    let is_same = |known: &&DraftFile| DraftFile { number: 0, name: file.name.clone(), ..(*known).clone() } == file;
    if let Some(same) = known.iter().find(is_same) {
        return Ok(Ok(same.clone()));
    }
    if known.len() >= MOST {
        return Ok(Err("The report already has 60 files. Remove one first"));
    }
    if known.iter().map(|file| file.size).sum::<i64>().saturating_add(file.size) > ALL_BYTES {
        return Ok(Err("The report’s files must be smaller than 100 MB in total. Remove one first"));
    }
    state.files.keep(transaction, &file.name, &file.content_type, content, by.at, Visibility::Private).await?;
    let number = draft_files::store::add(transaction, open.draft.id, &file, by).await?;
    Ok(Ok(DraftFile { number, ..file }))
}

/// Re-encodes an uploaded image, ready to be added.
pub(crate) async fn picture(
    person: &str,
    name: &str,
    content: Bytes,
    alternative: &str,
) -> std::result::Result<(DraftFile, Bytes), String> {
    let (file, content) = taken(person, FileUse::Picture, name, content).await?;
    let description = clean_line(alternative).chars().take(LONGEST_DESCRIPTION).collect();
    Ok((DraftFile { description, ..file }, content))
}

/// Handles `POST /drafts/{id}/files`.
pub(crate) async fn add(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    form: UnreadForm,
) -> Result<Response> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    let mut form = form.read().await?;
    let usage = form.parse("usage", FileUse::read).or_fault("Select what you want to upload");
    let what = if usage == Some(FileUse::Attachment) { "Enter a title" } else { "Enter a description of the image" };
    let description = form.line("description").at_most(LONGEST_DESCRIPTION, "Description").required(what);
    let sent = form.any_file("file", "32 MB");
    let file = match (usage, sent) {
        (Some(usage), Some(sent)) => match taken(&who.actor.ledger_name(), usage, &sent.name, sent.content).await {
            Ok(file) => Some(file),
            Err(fault) => {
                form.fault("file", fault);
                None
            }
        },
        _ => None,
    };
    let is_here = form.value("section") == "here";
    let wanted = form.value(if is_here { "from" } else { "section" }).to_owned();
    let section = sections(&state, &open).await?.into_iter().find(|(number, _)| *number == wanted);
    if section.is_none() && !wanted.is_empty() {
        form.fault("section", "Select where to insert the image");
    }
    let (Some((file, content)), Some(description), false) = (file, description, form.has_faults()) else {
        return Ok(refused(page(&state, &open, &form, "").await?));
    };
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    let file = match put_in(&state, &transaction, &open, (DraftFile { description, ..file }, content), by).await? {
        Ok(file) => file,
        Err(fault) => {
            drop(transaction);
            form.fault("file", fault);
            return Ok(refused(page(&state, &open, &form, "").await?));
        }
    };
    let place = section.and_then(|(number, _)| number.parse().ok()).filter(|_| file.usage == FileUse::Picture);
    let mut to = redirect_done(&format!("{}/files", open.draft.address()), "added");
    if let Some(number) = place {
        let at = if is_here { Place::read(form.value("at"), form.value("version"), form.value("alone")) } else { Place::End };
        let words = format!("\n\n![]({})", file.reference());
        let is_in_place = sections::pages::insert(&transaction, &open, number, (at, &words), by).await?;
        let done = if is_in_place { "image" } else { "image-end" };
        to = redirect_done(&format!("{}/sections/{number}", open.draft.address()), done);
    }
    clearance::after_a_change(&state, &transaction, open.draft.id, by).await?;
    transaction.commit().await?;
    Ok(to.into_response())
}

/// Handles `POST /drafts/{id}/files/{number}`.
pub(crate) async fn change(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, number)): Path<(String, String)>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    let number: i32 = number.parse().or_not_found("File")?;
    let described = match form.value("act") {
        "describe" => {
            let description = form.line("description").at(description_field(number));
            let description = description.at_most(LONGEST_DESCRIPTION, "Description").required("Enter a description");
            let Some(description) = description else { return Ok(refused(page(&state, &open, &form, "").await?)) };
            Some(description)
        }
        "remove" => None,
        _ => return Err(Error::NotUnderstood("Select whether to change the description or remove the file.".into())),
    };
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    let (is_done, done) = match described {
        Some(text) => (draft_files::store::describe(&transaction, open.draft.id, number, &text, by).await?, "described"),
        None => (draft_files::store::remove(&transaction, open.draft.id, number, by).await?, "removed"),
    };
    if !is_done {
        return Err(Error::NotFound("File"));
    }
    clearance::after_a_change(&state, &transaction, open.draft.id, by).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("{}/files", open.draft.address()), done).into_response())
}
