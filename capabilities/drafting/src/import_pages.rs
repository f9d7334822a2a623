//! Taking a Word document into a draft. Each section gets a new version, so that nothing that was written is lost, and the page that follows
//! names whatever of the document was not taken.

use crate::draft::FIRST_APPENDIX;
use crate::draft_file::{DraftFile, MOST};
use crate::kinds::WRITE;
use crate::open_draft::OpenDraft;
use crate::word_texts::{self, Sorted};
use crate::{clearance, draft_file_store, draft_store, file_pages, template_store};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use checking::template::Template;
use maud::{Markup, html};
use web::{AppState, Result, SentParts, SignedIn, refused};

/// The largest document that is taken, in bytes.
pub(crate) const LARGEST: usize = 32 * 1024 * 1024;

/// `/drafts/{id}/import`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    Ok(form_page(&state, &open, None))
}

fn form_page(state: &AppState, open: &OpenDraft, fault: Option<&str>) -> Markup {
    let faults: Vec<ui::Fault<'_>> = fault.map(|fault| (fault, "file")).into_iter().collect();
    let title = ui::form_title("Take a Word document in", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let content = html! {
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(&faults)) }
            (ui::heading(Some(&open.draft.subject), "Take a Word document in"))
            p class="govuk-body" { "Its headings find the sections of the template. Each section that it has gets a new version; what stood there before is kept among the versions." }
            form action=(format!("{}/import", open.draft.address())) method="post" enctype="multipart/form-data" novalidate {
                (ui::file_input(&ui::FileInput { name: "file", label: "Word document (.docx)", hint: Some("Smaller than 32 MB"), error: ui::error_about(&faults, "file") }))
                (ui::button(&ui::Button { text: "Take it in", once: true, ..Default::default() }))
            }
        }
    };
    ui::page(&page, content)
}

/// `POST /drafts/{id}/import`.
pub(crate) async fn take_in(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut sent: SentParts,
) -> Result<Response> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    let mut content = None;
    loop {
        match sent.next_field().await {
            Ok(Some(field)) if field.name() == Some("file") => match field.bytes().await {
                Ok(bytes) => content = Some(bytes),
                Err(error) if error.is_too_large() => {
                    return Ok(refused(form_page(&state, &open, Some("The file must be smaller than 32 MB"))));
                }
                Err(error) => return Err(error.into()),
            },
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(error) => return Err(error.into()),
        }
    }
    let Some(content) = content.filter(|content| !content.is_empty()) else {
        return Ok(refused(form_page(&state, &open, Some("Choose a Word document"))));
    };
    let mut document = match state.word.read(&who.actor.ledger_name(), &content).await {
        Ok(document) => document,
        Err(sentence) => return Ok(refused(form_page(&state, &open, Some(&sentence)))),
    };
    let template = template_store::of_version(state.db.reading(), open.draft.template).await?.template;
    let mut sorted = word_texts::sorted(&document, &template, appendices(&state, &open).await?);
    let mut texts = std::mem::take(&mut sorted.texts);
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let known = draft_file_store::of_draft(state.db.reading(), open.draft.id).await?;
    let (made, mut not_taken) = pictures_of(&actor, &mut document, MOST.saturating_sub(known.len())).await;
    let transaction = state.db.begin().await?;
    let mut lacking_words = 0;
    for (place, picture) in made {
        let has_words = !picture.0.description.is_empty();
        let reference = match file_pages::put_in(&state, &transaction, &open, picture, by).await? {
            Ok(file) => file.reference(),
            Err(why) => {
                not_taken.push((place, why.to_owned()));
                continue;
            }
        };
        lacking_words += usize::from(!has_words);
        replace(&mut texts, &word::Document::reference(place), &reference);
    }
    // What could not be taken is said on the page that follows, and leaves no trace in the text.
    for (place, _) in &not_taken {
        take_out(&mut texts, &word::Document::reference(*place));
    }
    let mut taken = Vec::new();
    for (section, text) in &texts {
        let seen = draft_store::last_version(&transaction, open.draft.id, *section).await?;
        draft_store::write(&transaction, open.draft.id, *section, text, seen, by).await?;
        taken.push((*section, heading_of(&template, *section), text.split_whitespace().count()));
    }
    clearance::after_a_change(&transaction, open.draft.id, by).await?;
    transaction.commit().await?;
    let taken = Taken { sections: taken, not_there: not_taken, sorted, lacking_words };
    Ok(taken_page(&state, &open, &document, &template, &taken).into_response())
}

/// How many appendices a draft has.
async fn appendices(state: &AppState, open: &OpenDraft) -> Result<i32> {
    let sections = draft_store::written_sections(state.db.reading(), open.draft.id).await?;
    Ok(sections.into_iter().map(|section| section - FIRST_APPENDIX + 1).max().unwrap_or_default().max(0))
}

/// What people call a section.
fn heading_of(template: &Template, section: i32) -> String {
    match usize::try_from(section).ok().and_then(|at| template.sections.get(at)) {
        Some(section) => section.heading.clone(),
        None => format!("Appendix {}", section - FIRST_APPENDIX + 1),
    }
}

/// A picture that is ready to be put in, with its place in the document.
type Made = (usize, (DraftFile, Bytes));

/// The pictures of a document made anew, and why others could not be.
async fn pictures_of(person: &str, document: &mut word::Document, room: usize) -> (Vec<Made>, Vec<(usize, String)>) {
    let (mut made, mut not_taken) = (Vec::new(), Vec::new());
    for (place, picture) in document.pictures.iter_mut().enumerate() {
        let Some(content) = picture.content.take() else {
            not_taken.push((place, "it is not in the document".to_owned()));
            continue;
        };
        if made.len() >= room {
            not_taken.push((place, "the report has as many files as it may have".to_owned()));
            continue;
        }
        let name = picture.name.rsplit('/').next().unwrap_or_default();
        match file_pages::picture(person, name, content.into(), picture.alternative.as_deref().unwrap_or_default()).await {
            Ok(picture) => made.push((place, picture)),
            Err(why) => not_taken.push((place, why)),
        }
    }
    (made, not_taken)
}

/// Gives a picture another name in the texts that name it.
fn replace(texts: &mut [(i32, String)], known: &str, reference: &str) {
    for (_, text) in texts {
        *text = text.replace(&format!("]({known})"), &format!("]({reference})"));
    }
}

/// Takes a picture out of the texts that name it, with its words.
fn take_out(texts: &mut [(i32, String)], known: &str) {
    for (_, text) in texts {
        let is_of = |line: &&str| !(line.trim_start().starts_with("![") && line.ends_with(&format!("]({known})")));
        *text = text.split_inclusive('\n').filter(|line| is_of(&line.trim_end_matches('\n'))).collect();
    }
}

/// What was taken in, and what was not.
struct Taken {
    /// The sections with their headings, and how many words each got.
    sections: Vec<(i32, String, usize)>,
    /// The pictures that were not taken, each with its place and why.
    not_there: Vec<(usize, String)>,
    /// Where what stood before the first heading went, and what was not taken.
    sorted: Sorted,
    /// The pictures that were taken and have no words yet.
    lacking_words: usize,
}

fn taken_page(
    state: &AppState,
    open: &OpenDraft,
    document: &word::Document,
    template: &Template,
    Taken { sections, not_there, sorted, lacking_words }: &Taken,
) -> Markup {
    let page = ui::Page { title: "Taken in", section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let own = open.draft.address();
    let content = html! {
        (ui::heading(Some(&open.draft.subject), "Taken in"))
        @if sections.is_empty() { p class="govuk-body" { "Nothing: the document has no words that could be read." } }
        ul class="govuk-list" {
            @for (section, heading, words) in sections { li { a class="govuk-link" href=(format!("{own}/sections/{section}")) { (heading) } ", " (words) " words" } }
        }
        @let count = document.pictures.len() - not_there.len();
        @if count > 0 {
            p class="govuk-body" { a class="govuk-link" href=(format!("{own}/files")) { (count) @if count == 1 { " picture" } @else { " pictures" } } @if *lacking_words > 0 { ": say of " (lacking_words) " what can be seen" } }
        }
        @if let Some((section, what)) = &sorted.before {
            (ui::inset_text(html! {
                "Before the first heading of the template: " (what) ". Now at the beginning of " a class="govuk-link" href=(format!("{own}/sections/{section}")) { (heading_of(template, *section)) } ". Move it to where it belongs."
            }))
        }
        @if !sorted.reworded.is_empty() {
            (ui::details("Headings that the template words in another way", html! {
                ul class="govuk-list govuk-list--bullet" { @for (own, of_template) in &sorted.reworded { li { "“" (own) "” is now “" (of_template) "”" } } }
            }))
        }
        @for heading in &sorted.continued {
            (ui::inset_text(html! { "“" (heading) "” is longer than a section can be, so it continues in an appendix." }))
        }
        @if !not_there.is_empty() || !sorted.not_taken.is_empty() || !document.left_out.is_empty() {
            h2 class="govuk-heading-m" { "Not taken" }
            ul class="govuk-list govuk-list--bullet" {
                @for what in &sorted.not_taken { li { (what) } }
                @for (place, why) in not_there {
                    @let picture = document.pictures.get(*place);
                    li {
                        "The picture " (picture.map_or("", |picture| picture.name.as_str()))
                        @if let Some(words) = picture.and_then(|picture| picture.alternative.as_deref()).filter(|words| !words.is_empty()) { " (“" (words) "”)" }
                        ": " (why)
                    }
                }
                @for what in &document.left_out { li { (what) } }
            }
        }
        (ui::button(&ui::Button { text: "All sections", address: Some(&own), ..Default::default() }))
    };
    ui::page(&page, content)
}
