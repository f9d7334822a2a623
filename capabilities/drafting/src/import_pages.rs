//! Taking a Word document into a draft: its headings find the sections of the template, and what fits none goes to the section of information
//! under its own heading. Each section gets a new version, so that nothing that was written is lost.

use crate::composing::recommends;
use crate::draft::FIRST_APPENDIX;
use crate::kinds::WRITE;
use crate::open_draft::OpenDraft;
use crate::{clearance, draft_store, markdown, template_store};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use checking::template::Template;
use documents::Block;
use maud::{Markup, html};
use web::{AppState, Error, Result, SignedIn, refused};

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
    mut sent: Multipart,
) -> Result<Response> {
    let open = OpenDraft::of(&state, &who, WRITE, &id).await?;
    let mut content = None;
    loop {
        match sent.next_field().await {
            Ok(Some(field)) if field.name() == Some("file") => match field.bytes().await {
                Ok(bytes) => content = Some(bytes),
                Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                    return Ok(refused(form_page(&state, &open, Some("The file must be smaller than 32 MB"))));
                }
                Err(error) => return Err(Error::NotUnderstood(error.to_string())),
            },
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(error) => return Err(Error::NotUnderstood(error.to_string())),
        }
    }
    let Some(content) = content.filter(|content| !content.is_empty()) else {
        return Ok(refused(form_page(&state, &open, Some("Choose a Word document"))));
    };
    let document = match word::read(&content) {
        Ok(document) => document,
        Err(error) => {
            let sentence = error.to_string();
            let sentence = sentence
                .chars()
                .next()
                .map(|first| first.to_uppercase().collect::<String>() + &sentence[first.len_utf8()..])
                .unwrap_or_default();
            return Ok(refused(form_page(&state, &open, Some(&sentence))));
        }
    };
    let template = template_store::of_version(state.db.reading(), open.draft.template).await?.template;
    let texts = texts_of(&document, &template);
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let transaction = state.db.begin().await?;
    let mut taken = Vec::new();
    for (section, text) in &texts {
        let text: String = text.chars().take(markdown::LONGEST).collect();
        let seen =
            draft_store::versions(&transaction, open.draft.id, *section).await?.first().map_or(0, |version| version.version);
        draft_store::write(&transaction, open.draft.id, *section, &text, seen, by).await?;
        let heading = usize::try_from(*section)
            .ok()
            .and_then(|at| template.sections.get(at))
            .map_or("", |section| section.heading.as_str());
        taken.push((*section, heading.to_owned(), text.split_whitespace().count()));
    }
    clearance::after_a_change(&transaction, open.draft.id, by).await?;
    transaction.commit().await?;
    Ok(taken_page(&state, &open, &document, &taken).into_response())
}

/// What was taken in, and what was not.
fn taken_page(state: &AppState, open: &OpenDraft, document: &word::Document, taken: &[(i32, String, usize)]) -> Markup {
    let page = ui::Page { title: "Taken in", section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let own = open.draft.address();
    let content = html! {
        (ui::heading(Some(&open.draft.subject), "Taken in"))
        @if taken.is_empty() { p class="govuk-body" { "Nothing: the document has no words that could be read." } }
        ul class="govuk-list" {
            @for (section, heading, words) in taken { li { a class="govuk-link" href=(format!("{own}/sections/{section}")) { (heading) } ", " (words) " words" } }
        }
        @if !document.pictures.is_empty() || !document.left_out.is_empty() {
            h2 class="govuk-heading-m" { "Not taken" }
            ul class="govuk-list govuk-list--bullet" {
                @for picture in &document.pictures {
                    li { "A picture (" (picture.name) "): " @match picture.alternative.as_deref() { Some("") => "decoration", Some(text) => { "“" (text) "”" } None => "without alternative text" } }
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
