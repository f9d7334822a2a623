//! Samples of the text of a page, its columns, and what two people who edited the same thing see.

use super::Sample;
use crate::{
    EditConflict, TextVersions, bullets, edit_conflict, h2_at, h2_large, h2_large_at, h2_small, h3, halves, hint, hint_paragraph,
    inline_hint, lead, link, link_as, link_to, list, list_as, main_link, measured, narrowed, numbered, order_button, paragraph,
    paragraph_as, row_button, small, small_as, spaced_bullets, spaced_list, spaced_numbered, summary_line, text_versions,
    two_thirds, visually_hidden,
};
use maud::{Markup, PreEscaped, html};

pub(super) fn samples() -> Vec<Sample> {
    vec![
        Sample::new(
            "Section headings",
            "The usual heading of a section, ui::h2 and with an id ui::h2_at; of a main part of a long page, ui::h2_large and ui::h2_large_at; of a short section, ui::h2_small and ui::h2_small_at; one that gets the focus, ui::h2_focused; of a subsection, ui::h3 and, in a list of many, ui::tight_h3. With a look of its own: ui::h2_as, ui::h3_as.",
            lowered(html! {
                (h2_large("Agenda")) (h2_large_at("sample-agenda", "Agenda")) (h2_at("sample-shared", "Shared with")) (h2_small("Readability")) (h3("Item 5"))
            }),
        ),
        Sample::new(
            "Paragraphs",
            "Sentences: ui::paragraph, ui::lead, ui::small, ui::measured, ui::summary_line, ui::tight_paragraph. With a look of its own: ui::paragraph_as, ui::small_as; with an id, ui::paragraph_at.",
            paragraphs(),
        ),
        Sample::new(
            "Hints",
            "Remarks in grey: ui::hint on a line under other words, ui::hint_as with a look of its own, ui::inline_hint after them, ui::hint_paragraph. ui::visually_hidden and ui::hidden_caption are for screen readers only.",
            html! {
                (paragraph(html! { "Clerk" (inline_hint(" until 5 May 2025")) }))
                (paragraph(html! { "Ada Sample" br; (hint("No account, so no reminders are sent")) }))
                (hint_paragraph("12 unchanged lines"))
                (paragraph(html! { "Entry 5" (visually_hidden(" of the ledger") ) }))
            },
        ),
        Sample::new(
            "Links",
            "ui::link, ui::link_to with its object for screen readers, ui::main_link for one of a few main things on a page, ui::link_as with a look of its own, ui::link_current for the one shown, ui::link_along to the one before or after, ui::place_link beside an editor, whose script writes into ui::autosave_status; the one for moving entries writes into ui::order_status.",
            html! {
                (paragraph(link("#", "View the question")))
                (paragraph(link_to("#", "Private report", ": The quay")))
                (paragraph(main_link("#", "Safer Communities Board")))
                (paragraph(link_as("moothall-address", "#", "https://example.org/calendar.ics")))
            },
        ),
        Sample::new(
            "Lists",
            "ui::list, ui::bullets, ui::numbered; with space between entries ui::spaced_list, ui::spaced_bullets, ui::spaced_numbered; with a look of its own ui::list_as.",
            lists(),
        ),
        Sample::new(
            "Row buttons",
            "Small buttons in the rows of a list, with what they act on for screen readers. ui::row_button, ui::order_button",
            html! { (row_button("End", " the sharing with Harbour Police")) " " (order_button("Move up", ": The quay")) },
        ),
        Sample::new(
            "Columns",
            "A column beside the content, ui::two_thirds; two columns, ui::halves; text on a wide page, ui::narrowed.",
            html! {
                (two_thirds(paragraph("The content"), paragraph("What is beside it")))
                (halves(paragraph("One half"), paragraph("The other half")))
                (narrowed(paragraph("Only text")))
            },
        ),
        Sample::new(
            "Edit conflict",
            "Above a form that was refused because someone else has changed the record. Sending it again keeps the reader’s version. ui::edit_conflict, with the fields that ui::compared returns",
            lowered(PreEscaped(
                edit_conflict(&EditConflict {
                    thing: "item",
                    change: Some("Changed by Ada Sample on 4 June 2024 at 6pm"),
                    fields: &[("Title", "The pier", "The quay")],
                    address: "#",
                })
                .into_string()
                .replace("govuk-notification-banner-title", "sample-conflict-title"),
            )),
        ),
        Sample::new(
            "Text versions",
            "When two people have written the same text: both, and both joined, each in a form that keeps it. ui::text_versions",
            text_versions(&TextVersions {
                caption: "Background",
                thing: "this section",
                change: "Ada Sample changed this section on 4 June 2024 at 6pm",
                action: "#",
                version: 3,
                fields: &[],
                current: "The pier was closed.",
                own: "The quay was closed.",
            }),
        ),
    ]
}

/// Lowers the headings of a sample by one level, since the name of the sample is a heading above it.
fn lowered(sample: Markup) -> Markup {
    PreEscaped(
        sample.into_string().replace("<h3", "<h4").replace("</h3>", "</h4>").replace("<h2", "<h3").replace("</h2>", "</h3>"),
    )
}

fn paragraphs() -> Markup {
    html! {
        (lead("15 clear days"))
        (paragraph("The paper stays on record, but its file can no longer be opened."))
        (measured("What the board plans to consider. Dates and items can change."))
        (summary_line(html! { strong { "12" } " papers. " (link("#", "Download as CSV")) }))
        (small("Version 2, published on 6 February 2024"))
        (small_as("moothall-data-links", link("#", "Data")))
        (paragraph_as("moothall-key", html! { code { "https://example.org/link/…" } }))
    }
}

fn lists() -> Markup {
    let items = || html! { li { "The quay" } li { "The pier" } };
    html! {
        (list(items())) (list_as("moothall-tight", items())) (spaced_list(items())) (bullets(items())) (spaced_bullets(items()))
        (numbered(items())) (spaced_numbered(items()))
    }
}
