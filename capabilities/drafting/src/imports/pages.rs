//! Importing a Word document into a draft. Each section gets a new version, so that no existing text is lost, and the page that
//! follows lists whatever was not imported.

use crate::access::WRITE;
use crate::draft::FIRST_APPENDIX;
use crate::draft::open_draft::OpenDraft;
use crate::draft_files::{DraftFile, MOST};
use crate::imports::fields::Field;
use crate::imports::word_texts::Sorted;
use crate::{clearance, draft, draft_files, imports, sections, templates};
use access::By;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use checking::template::Template;
use db::WriteTransaction;
use foundation::civil_date;
use foundation::text::clean_line;
use maud::{Markup, html};
use ui::FormState;
use web::{AppState, Result, SignedIn, UnreadForm, refused};

/// The largest document that is accepted, in bytes.
pub(crate) const LARGEST: usize = 32 * 1024 * 1024;

/// Handles `GET /drafts/{id}/import`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    Ok(form_page(&state, &open, &FormState::default()))
}

fn form_page(state: &AppState, open: &OpenDraft, form: &FormState) -> Markup {
    let title = form.title("Import Word document");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some(&open.draft.subject), "Import Word document"))
            (ui::paragraph("The document’s headings decide which section its text goes into. The table or lines at its head (To, Date, Reporting officer, Portfolio, Subject, Wards) fill the report details. If a section already has text, the import replaces it, and you can restore the earlier version."))
            form action=(format!("{}/import", open.draft.address())) method="post" enctype="multipart/form-data" novalidate {
                (form.file(&ui::FileInput { name: "file", label: "Word document (.docx)", hint: Some("Up to 32 MB"), ..Default::default() }))
                (ui::send("Import"))
            }
        }
    };
    ui::page(&page, content)
}

/// Handles `POST /drafts/{id}/import`.
pub(crate) async fn take_in(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    form: UnreadForm,
) -> Result<Response> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    let mut form = form.read().await?;
    let Some(file) = form.any_file("file", "32 MB") else {
        return Ok(refused(form_page(&state, &open, &form)));
    };
    let mut document = match state.word.read(&who.actor.ledger_name(), &file.content).await {
        Ok(document) => document,
        Err(sentence) => {
            form.fault("file", sentence);
            return Ok(refused(form_page(&state, &open, &form)));
        }
    };
    let template = templates::store::of_version(state.db.reading(), open.draft.template).await?.template;
    let mut sorted = imports::word_texts::sorted(&document, &template, appendices(&state, &open).await?);
    let mut texts = std::mem::take(&mut sorted.texts);
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let known = draft_files::store::of_draft(state.db.reading(), open.draft.id).await?;
    let (made, mut not_taken) = pictures_of(&actor, &mut document, MOST.saturating_sub(known.len())).await;
    let transaction = state.db.begin().await?;
    let mut lacking_words = 0;
    for (place, picture) in made {
        let has_words = !picture.0.description.is_empty();
        let reference = match draft_files::pages::put_in(&state, &transaction, &open, picture, by).await? {
            Ok(file) => file.reference(),
            Err(why) => {
                not_taken.push((place, why.to_owned()));
                continue;
            }
        };
        lacking_words += usize::from(!has_words);
        replace(&mut texts, &word::Document::reference(place), &reference);
    }
    // Images that could not be imported are listed on the page that follows and leave no trace in the text.
    for (place, _) in &not_taken {
        take_out(&mut texts, &word::Document::reference(*place));
    }
    let mut taken = Vec::new();
    for (section, text) in texts {
        taken.push((section, heading_of(&template, section), text.split_whitespace().count()));
        draft::store::amend(&transaction, open.draft.id, section, |_, _| text, by).await?;
        sections::completed_store::mark(&transaction, open.draft.id, section, false, by).await?;
    }
    let details = imported_details(&transaction, &open, &sorted.fields, by).await?;
    clearance::after_a_change(&state, &transaction, open.draft.id, by).await?;
    transaction.commit().await?;
    let taken = Taken { sections: taken, details, not_there: not_taken, sorted, lacking_words };
    Ok(imports::result::page(&state, &open, &document, &template, &taken).into_response())
}

/// A field of the report that the document gives.
#[derive(Clone, Debug)]
pub(crate) struct Detail {
    pub field: Field,
    pub value: String,
    /// The value used instead of the document's, since the draft's own board and meeting take precedence.
    pub instead: Option<String>,
}

/// Fills in the fields of the report from the block at the head of the document.
async fn imported_details(
    transaction: &WriteTransaction,
    open: &OpenDraft,
    fields: &[(Field, String)],
    by: By<'_>,
) -> Result<Vec<Detail>> {
    let Some(draft) = draft::store::by_id(transaction, open.draft.id).await? else { return Ok(Vec::new()) };
    let mut now = draft.clone();
    let mut details: Vec<Detail> = Vec::new();
    for (field, value) in fields {
        let (field, is_first) = (*field, details.iter().all(|detail| detail.field != *field));
        let meeting = &open.item.meeting;
        let most = if field == Field::Subject { 200 } else { 160 };
        let whole = clean_line(value);
        let short: String = whole.chars().take(most).collect();
        let cut = (short.len() < whole.len()).then(|| format!("what follows its first {most} characters"));
        let known = match field {
            Field::To => Some(meeting.board_name.clone()).filter(|name| !value.to_lowercase().contains(&name.to_lowercase())),
            Field::Date => {
                let day = civil_date::find(value);
                Some(civil_date::written(meeting.held_on)).filter(|_| day != Some(meeting.held_on))
            }
            _ if short.is_empty() => continue,
            _ if !is_first => Some("the first of them is used".to_owned()),
            Field::ReportingOfficer => {
                now.reporting_officer = short;
                cut
            }
            Field::Portfolio => {
                now.portfolio = Some(short);
                cut
            }
            Field::Subject => {
                now.subject = short;
                cut
            }
            Field::Wards => {
                now.wards = Some(short);
                cut
            }
        };
        details.push(Detail { field, value: value.clone(), instead: known });
    }
    let is_same = now.subject == draft.subject
        && now.reporting_officer == draft.reporting_officer
        && now.portfolio == draft.portfolio
        && now.wards == draft.wards;
    if !is_same {
        draft::store::update(transaction, &now, "details imported", by).await?.version()?;
    }
    Ok(details)
}

/// Counts the appendices of a draft.
async fn appendices(state: &AppState, open: &OpenDraft) -> Result<i32> {
    let sections = draft::store::written_sections(state.db.reading(), open.draft.id).await?;
    Ok(sections.into_iter().map(|section| section - FIRST_APPENDIX + 1).max().unwrap_or_default().max(0))
}

/// Returns the display name of a section.
pub(crate) fn heading_of(template: &Template, section: i32) -> String {
    match usize::try_from(section).ok().and_then(|at| template.sections.get(at)) {
        Some(section) => section.heading.clone(),
        None => format!("Appendix {}", section - FIRST_APPENDIX + 1),
    }
}

/// An image that is ready to be added, with its position in the document.
type Made = (usize, (DraftFile, Bytes));

/// Re-encodes the images of a document, and returns why any could not be.
async fn pictures_of(person: &str, document: &mut word::Document, room: usize) -> (Vec<Made>, Vec<(usize, String)>) {
    let (mut made, mut not_taken) = (Vec::new(), Vec::new());
    for (place, picture) in document.pictures.iter_mut().enumerate() {
        let Some(content) = picture.content.take() else {
            not_taken.push((place, "it is linked and not part of the document".to_owned()));
            continue;
        };
        if made.len() >= room {
            not_taken.push((place, "a report can have up to 60 files".to_owned()));
            continue;
        }
        let name = picture.name.rsplit('/').next().unwrap_or_default();
        match draft_files::pages::picture(person, name, content.into(), picture.alternative.as_deref().unwrap_or_default()).await
        {
            Ok(picture) => made.push((place, picture)),
            Err(why) => not_taken.push((place, why)),
        }
    }
    (made, not_taken)
}

/// Renames an image in the texts that refer to it.
fn replace(texts: &mut [(i32, String)], known: &str, reference: &str) {
    for (_, text) in texts {
        *text = text.replace(&format!("]({known})"), &format!("]({reference})"));
    }
}

/// Removes an image and its description from the texts that refer to it.
fn take_out(texts: &mut [(i32, String)], known: &str) {
    for (_, text) in texts {
        let is_of = |line: &&str| !(line.trim_start().starts_with("![") && line.ends_with(&format!("]({known})")));
        *text = text.split_inclusive('\n').filter(|line| is_of(&line.trim_end_matches('\n'))).collect();
    }
}

/// The result of an import.
pub(crate) struct Taken {
    /// The sections with their headings and the number of words imported into each.
    pub sections: Vec<(i32, String, usize)>,
    /// The fields of the report that the document gives.
    pub details: Vec<Detail>,
    /// The images that were not imported, each with its position and the reason.
    pub not_there: Vec<(usize, String)>,
    /// Where the content before the first heading went, and what was not imported.
    pub sorted: Sorted,
    /// How many of the imported images have no alternative text yet.
    pub lacking_words: usize,
}
