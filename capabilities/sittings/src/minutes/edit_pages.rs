//! Pages for editing the minutes as one document: each item's text, followed by what was recorded about it.

use crate::sitting;
use crate::sitting::entries_view::said;
use crate::sitting::item_view::notes_form;
use crate::sitting::pages::SittingView;
use axum::extract::{Path, Query, State};
use maud::{Markup, html};
use meetings::access::RECORD;
use meetings::meeting::DraftItemId;
use meetings::meeting::managing::{meeting_of, trail};
use meetings::preparation::item::DraftItem;
use meetings::sitting::Entry;
use ui::FormState;
use web::{AppState, Done, Result, SignedIn};

/// Returns the number of rows for a text of this length, so that most texts are fully visible.
fn rows(text: &str) -> u8 {
    let lines: usize = text.lines().map(|line| 1 + line.chars().count() / 80).sum();
    u8::try_from((lines + 2).clamp(4, 24)).unwrap_or(24)
}

/// Handles `GET /meetings/{id}/minutes/edit`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = sitting::pages::view(&state, meeting).await?;
    Ok(page(&state, &view, &FormState::default(), &done))
}

/// Renders the minutes, with the form of an item that was refused, if one was.
pub(crate) fn page(state: &AppState, view: &SittingView, form: &FormState, done: &str) -> Markup {
    let meeting = &view.meeting;
    let address = meeting.address();
    let title = form.title(&format!("Edit the minutes, {}", meeting.short_day()));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(meeting), ..state.page() };
    let content = html! {
        (form.summary())
        @if done == "noted" { (ui::done("Minutes saved")) }
        (ui::heading(Some(&meeting.board_name), &format!("Edit the minutes of {}", meeting.day())))
        div class="moothall-measure" {
            @if view.is_final { (ui::paragraph("The minutes have been approved and can no longer be changed.")) }
            @else {
                (ui::paragraph(html! {
                    "Write in the past tense. Leave a blank line between paragraphs. Start a line with a dash for a list. "
                    "Attendance, resolutions and actions come from what was recorded at the meeting, shown under each item."
                }))
            }
            (ui::paragraph(html! {
                (ui::link(format!("{address}/minutes/draft"), "Check the draft minutes")) " · "
                (ui::link(format!("{address}/sitting"), "Attendance and the whole meeting"))
            }))
            @if view.items.is_empty() { (ui::paragraph("No agenda items yet.")) }
            @for item in &view.items { (section(view, item, form)) }
        }
    };
    ui::page(&page, content)
}

/// Returns the id of the field for the text of an item.
pub(crate) fn field(item: DraftItemId) -> String {
    format!("text-{item}")
}

/// Renders an item of the minutes: its text and what was recorded.
fn section(view: &SittingView, item: &DraftItem, form: &FormState) -> Markup {
    let field = field(item.id);
    let form = notes_form(view, item, form, &field);
    let text = form.value("text");
    let screen = format!("{}/sitting/{}", view.meeting.address(), item.id);
    let address = format!("{screen}/notes");
    let label = item.number.as_ref().map_or_else(|| "Text of this item".to_owned(), |number| format!("Text of item {number}"));
    let recorded: Vec<&Entry> = view.entries.iter().filter(|entry| entry.stands() && entry.item == Some(item.id)).collect();
    html! {
        section class="moothall-minuting" id=(format!("item-{}", item.id)) aria-labelledby=(format!("title-{}", item.id)) {
            (ui::h2_at(format!("title-{}", item.id), html! {
                @if let Some(number) = &item.number { (number) " " }
                (item.own_title())
                @if item.is_exempt() { " " (ui::tag("Private", ui::TagColour::Grey)) }
            }))
            @if view.is_final {
                @for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) { (ui::paragraph(paragraph)) }
            } @else {
                form action=(address) method="post" data-moothall-autosave=(address) {
                    (form.hidden("version"))
                    (ui::hidden("on", "minutes"))
                    (form.textarea(&ui::Textarea {
                        name: "text", id: Some(&field), label: &label, rows: Some(rows(text)), ..Default::default()
                    }))
                    (ui::autosave_status())
                    (ui::order_button("Save", html! { ": " (item.own_title()) }))
                }
            }
            @if !recorded.is_empty() {
                (ui::list_as("moothall-recorded", html! {
                    @for entry in recorded { li { (said(view, &entry.what)) } }
                }))
            }
            @if !view.is_final {
                (ui::small(ui::link_to(&screen, "Change what was recorded", html! { ": " (item.own_title()) })))
            }
        }
    }
}
