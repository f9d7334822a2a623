//! Explains the result of an import: what went where, what was not imported and why.

use crate::draft::open_draft::OpenDraft;
use crate::imports::pages::{Detail, Taken, heading_of};
use checking::template::Template;
use maud::{Markup, html};
use web::AppState;

/// Renders the page after an import.
pub(crate) fn page(state: &AppState, open: &OpenDraft, document: &word::Document, template: &Template, taken: &Taken) -> Markup {
    let page =
        ui::Page { title: "Word document imported", section: Some(ui::Section::Work), breadcrumbs: open.trail(), ..state.page() };
    let own = open.draft.address();
    let sorted = &taken.sorted;
    let images = document.pictures.len() - taken.not_there.len();
    let content = html! {
        (ui::heading(Some(&open.draft.subject), "Word document imported"))
        @if taken.sections.is_empty() { (ui::paragraph("No text was imported. The document has no text that can be read.")) }
        @else {
            (ui::h2("Sections"))
            (ui::paragraph("Check each section, then mark it as complete."))
            (ui::list(html! {
                @for (section, heading, words) in &taken.sections {
                    li { (ui::link(format!("{own}/sections/{section}"), heading)) ", " (words) @if *words == 1 { " word" } @else { " words" } }
                }
            }))
        }
        (details(open, &taken.details))
        @if images > 0 {
            (ui::h2("Images"))
            (ui::paragraph(html! {
                (ui::link(format!("{own}/files"), html! { (images) @if images == 1 { " image" } @else { " images" } }))
                @if taken.lacking_words > 0 { ". Enter alternative text for " (taken.lacking_words) " of them" } "."
            }))
        }
        @if let Some((section, what)) = &sorted.before {
            (ui::inset_text(html! {
                (what) " came before the first section heading. They were added to the start of "
                (ui::link(format!("{own}/sections/{section}"), heading_of(template, *section))) ". Move them if they belong elsewhere."
            }))
        }
        @if !sorted.reworded.is_empty() {
            (ui::details("Headings that were changed to match the template", html! {
                (ui::bullets(html! { @for (own, of_template) in &sorted.reworded { li { "“" (own) "” is now “" (of_template) "”" } } }))
            }))
        }
        @for heading in &sorted.continued {
            (ui::inset_text(html! { "“" (heading) "” was too long for one section. It continues in an appendix." }))
        }
        (not_imported(document, taken))
        (ui::button(&ui::Button { text: "Continue to all sections", address: Some(&own), ..Default::default() }))
    };
    ui::page(&page, content)
}

fn details(open: &OpenDraft, details: &[Detail]) -> Markup {
    let rows: Vec<ui::SummaryRow<'_>> = details
        .iter()
        .map(|detail| {
            ui::SummaryRow::new(
                detail.field.name(),
                html! {
                    (detail.value)
                    @if let Some(instead) = &detail.instead { br; (ui::inline_hint(html! { "Not used: " (instead) })) }
                },
            )
        })
        .collect();
    html! {
        @if !rows.is_empty() {
            (ui::h2("Report details"))
            (ui::paragraph(html! {
                "These were at the head of the document. They are report details now and are not in the text. "
                (ui::link(format!("{}/particulars", open.draft.address()), "Change report details"))
            }))
            (ui::summary_list(&rows))
        }
    }
}

fn not_imported(document: &word::Document, taken: &Taken) -> Markup {
    html! {
        @if !taken.not_there.is_empty() || !taken.sorted.not_taken.is_empty() || !document.left_out.is_empty() {
            (ui::h2("Not imported"))
            (ui::bullets(html! {
                @for what in &taken.sorted.not_taken { li { (what) } }
                @for (place, why) in &taken.not_there {
                    @let picture = document.pictures.get(*place);
                    li {
                        "The image " (picture.map_or("", |picture| picture.name.as_str()))
                        @if let Some(words) = picture.and_then(|picture| picture.alternative.as_deref()).filter(|words| !words.is_empty()) { " (“" (words) "”)" }
                        ": " (why)
                    }
                }
                @for what in &document.left_out { li { (what) } }
            }))
        }
    }
}
