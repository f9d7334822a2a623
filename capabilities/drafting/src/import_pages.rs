//! Taking a Word document into a draft: its headings find the sections of the template, and what fits none goes to the section of information
//! under its own heading. Each section gets a new version, so that nothing that was written is lost.

use crate::composing::recommends;
use crate::draft::FIRST_APPENDIX;
use crate::draft_file::{DraftFile, MOST};
use crate::kinds::WRITE;
use crate::open_draft::OpenDraft;
use crate::{clearance, draft_file_store, draft_store, file_pages, markdown, template_store};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use checking::template::Template;
use documents::Block;
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
                (ui::file_input(&ui::FileInput { name: "file", label: "Word document (.docx)", hint: Some("At most 32 MB"), error: ui::error_about(&faults, "file") }))
                (ui::button(&ui::Button { text: "Take it in", once: true, ..Default::default() }))
            }
        }
    };
    ui::page(&page, content)
}

/// The texts of a document by the template's sections.
pub(crate) fn texts_of(document: &word::Document, template: &Template) -> Vec<(i32, String)> {
    let information = template.sections.iter().position(|section| section.is_under("Supporting information")).unwrap_or_default();
    let mut texts: Vec<(i32, String)> = Vec::new();
    let mut add = |section: usize, text: &str| {
        let section = i32::try_from(section).unwrap_or_default();
        match texts.iter_mut().find(|(known, _)| *known == section) {
            Some((_, before)) => before.push_str(text),
            None => texts.push((section, text.to_owned())),
        }
    };
    let mut here: Option<usize> = None;
    for block in &document.blocks {
        if let Block::Heading { text, .. } = block {
            let own = template.sections.iter().position(|section| section.is_under(text));
            // Inside a section with parts, a heading that is like another section's is one of its parts.
            let is_part = here
                .and_then(|at| template.sections.get(at))
                .is_some_and(|section| section.parts.iter().any(|part| part.eq_ignore_ascii_case(text)));
            if let (Some(own), false) = (own, is_part) {
                here = Some(own);
                continue;
            }
        }
        let typed = markdown::typed(std::slice::from_ref(block));
        match here {
            Some(at) if recommends(&template.sections[at].heading) || !typed.trim().is_empty() => add(at, &typed),
            Some(_) => {}
            // The block at the head of a report, and what stands before the first section.
            None if matches!(block, Block::Table { .. }) => {}
            None => add(information, &typed),
        }
    }
    texts.retain(|(section, text)| *section < FIRST_APPENDIX && !text.trim().is_empty());
    texts
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
    let mut document = match state.word.read(&content).await {
        Ok(document) => document,
        Err(sentence) => return Ok(refused(form_page(&state, &open, Some(&sentence)))),
    };
    let template = template_store::of_version(state.db.reading(), open.draft.template).await?.template;
    let mut texts = texts_of(&document, &template);
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let known = draft_file_store::of_draft(state.db.reading(), open.draft.id).await?;
    let (made, mut not_taken) = pictures_of(&mut document, MOST.saturating_sub(known.len())).await;
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
    let (mut taken, mut cut) = (Vec::new(), Vec::new());
    for (section, whole) in &texts {
        let text: String = whole.chars().take(markdown::LONGEST).collect();
        let seen =
            draft_store::versions(&transaction, open.draft.id, *section).await?.first().map_or(0, |version| version.version);
        draft_store::write(&transaction, open.draft.id, *section, &text, seen, by).await?;
        let heading = usize::try_from(*section)
            .ok()
            .and_then(|at| template.sections.get(at))
            .map_or("", |section| section.heading.as_str());
        if text.len() < whole.len() {
            cut.push(heading.to_owned());
        }
        taken.push((*section, heading.to_owned(), text.split_whitespace().count()));
    }
    clearance::after_a_change(&transaction, open.draft.id, by).await?;
    transaction.commit().await?;
    Ok(taken_page(&state, &open, &document, &Taken { sections: taken, not_there: not_taken, cut, lacking_words }).into_response())
}

/// A picture that is ready to be put in, with its place in the document.
type Made = (usize, (DraftFile, Bytes));

/// The pictures of a document made anew, and why others could not be.
async fn pictures_of(document: &mut word::Document, room: usize) -> (Vec<Made>, Vec<(usize, String)>) {
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
        match file_pages::picture(name, content.into(), picture.alternative.as_deref().unwrap_or_default()).await {
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
    /// The headings of sections whose end was too long to be taken.
    cut: Vec<String>,
    /// The pictures that were taken and have no words yet.
    lacking_words: usize,
}

fn taken_page(
    state: &AppState,
    open: &OpenDraft,
    document: &word::Document,
    Taken { sections, not_there, cut, lacking_words }: &Taken,
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
        @if !not_there.is_empty() || !cut.is_empty() || !document.left_out.is_empty() {
            h2 class="govuk-heading-m" { "Not taken" }
            ul class="govuk-list govuk-list--bullet" {
                @for heading in cut { li { "The end of “" (heading) "”: a section has at most 60,000 characters. Put the rest into an appendix" } }
                @for (place, why) in not_there {
                    li { "The picture " (document.pictures.get(*place).map_or("", |picture| picture.name.as_str())) ": " (why) }
                }
                @for what in &document.left_out { li { (what) } }
            }
        }
        (ui::button(&ui::Button { text: "All sections", address: Some(&own), ..Default::default() }))
    };
    ui::page(&page, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_find_their_sections_and_nothing_is_lost() {
        let heading = |text: &str| Block::Heading { level: 1, number: None, text: text.into() };
        let blocks = vec![
            Block::Table { caption: None, columns: Vec::new(), rows: vec![vec!["SUBJECT".into(), "Lamps".into()]] },
            heading("1.0 PURPOSE OF REPORT"),
            Block::paragraph("To look."),
            heading("LAMPS"),
            Block::paragraph("Of old."),
            heading("RISK ANALYSIS"),
            Block::paragraph("One may fall."),
        ];
        let document = word::Document { blocks, ..word::Document::default() };
        let texts = texts_of(&document, &Template::of_the_seeds());
        assert_eq!(texts[0].0, 0);
        assert!(texts[0].1.contains("To look.") && texts[0].1.contains("# LAMPS") && texts[0].1.contains("Of old."), "{texts:?}");
        assert_eq!((texts[1].0, texts[1].1.trim()), (6, "One may fall."));
    }
}
