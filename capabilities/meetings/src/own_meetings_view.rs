//! What a member sees of their own meetings.

use crate::attendance_store::{Capacity, Expected};
use crate::draft_item::DraftItem;
use crate::form::{line_field, select_field, send};
use crate::interest::{Apology, Interest, InterestKind};
use crate::item_paper;
use crate::meeting::Meeting;
use crate::private_note_store::PrivateNote;
use crate::seat_store::SeatOn;
use documents::Block;
use foundation::{civil_date, london};
use maud::{Markup, html};
use web::AppState;

/// Everything that one's part in a meeting shows.
pub(crate) struct OwnView {
    pub meeting: Meeting,
    /// One's seat on the board; none where the account is tied to none.
    pub seat: Option<SeatOn>,
    /// The published items.
    pub items: Vec<DraftItem>,
    pub interests: Vec<Interest>,
    pub apology: Option<Apology>,
    pub substitutes: Vec<SeatOn>,
    pub notes: Vec<PrivateNote>,
    pub has_pack: bool,
}

/// The list of one's meetings.
pub(crate) fn list(state: &AppState, to_come: &[Meeting], attended: &[Expected], is_tied: bool) -> Markup {
    let page = ui::Page {
        title: "Your meetings",
        section: Some(ui::Section::Work),
        breadcrumbs: vec![("Your work".into(), "/work".into())],
        ..state.page()
    };
    let content = html! {
        (ui::heading(None, "Your meetings"))
        @if !is_tied {
            (ui::inset_text(html! { "Your account is not tied to a seat on a board yet, so apologies and interests cannot be sent from here. Ask the clerk." }))
        }
        h2 class="govuk-heading-m" { "To come" }
        @if to_come.is_empty() { p class="govuk-body" { "None is laid out." } }
        @else {
            ul class="govuk-list govuk-list--spaced" {
                @for meeting in to_come {
                    li {
                        a class="govuk-link govuk-!-font-size-24" href=(format!("/my/meetings/{}", meeting.id)) { (meeting.day()) } br;
                        (meeting.board_name) @if let Some(times) = meeting.times() { ", " (times) } @if let Some(place) = &meeting.place { ", " (place) }
                    }
                }
            }
        }
        p class="govuk-body" { a class="govuk-link" href="/papers" { "Private papers that are open to you" } }
        @if !attended.is_empty() {
            h2 class="govuk-heading-m" { "Your attendance" }
            (ui::table(&ui::Table {
                caption: "Your attendance, from the published minutes", caption_is_hidden: true,
                columns: vec![ui::Column::words("Meeting"), ui::Column::words("Board"), ui::Column::words("Attendance")],
                rows: attended.iter().take(30).map(attendance_row).collect(), row_headings: true,
            }))
        }
    };
    ui::page(&page, content)
}

fn attendance_row(expected: &Expected) -> Vec<Markup> {
    let told = match expected.capacity() {
        Some(Capacity::Present) => "Present",
        Some(Capacity::Apologies) => "Apologies",
        Some(Capacity::CouncilBusiness) => "On Council business",
        _ => "Not named",
    };
    vec![
        html! { a class="govuk-link" href=(format!("/meetings/{}", expected.meeting_id)) { (civil_date::written(expected.held_on)) } },
        html! { (expected.board_name) },
        html! { (told) },
    ]
}

/// One's part in a meeting.
pub(crate) fn meeting(state: &AppState, view: &OwnView, faults: &[ui::Fault<'_>], done: &str) -> Markup {
    let meeting = &view.meeting;
    let banner = match done {
        "apologies" => Some("Your apologies are with the clerk."),
        "declared" => Some("Your interest is noted. It will be asked for when the item is reached."),
        "taken-back" => Some("It was taken back."),
        "noted" => Some("Your note is kept. Nobody else can read it."),
        _ => None,
    };
    let title = ui::form_title(&format!("Your part in the meeting of {}", meeting.short_day()), !faults.is_empty());
    let breadcrumbs = vec![("Your work".into(), "/work".into()), ("Your meetings".into(), "/my/meetings".into())];
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let own = format!("/my/meetings/{}", meeting.id);
    let takes_part = view.seat.is_some() && meeting.is_to_come(state.clock.today());
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(Some(&meeting.board_name), &meeting.day()))
        p class="govuk-body" {
            @if let Some(times) = meeting.times() { (times) } @if let Some(place) = &meeting.place { ", " (place) }
        }
        p class="govuk-body" {
            @if view.has_pack { a class="govuk-link" href={ (meeting.address()) "/pack.pdf" } { "The pack (PDF)" } " · " }
            a class="govuk-link" href={ (meeting.address()) "/private" } { "Private papers" }
            " · " a class="govuk-link" href=(meeting.address()) { "The public page" }
        }
        @if takes_part { (coming(view, &own)) }
        h2 class="govuk-heading-l" { "Agenda" }
        @if view.items.is_empty() { p class="govuk-body" { "The agenda is not published yet." } }
        @for item in &view.items { (item_section(view, item, &own)) }
        @if takes_part && !view.items.is_empty() { (declaring(view, &own, faults)) }
    };
    ui::page(&page, content)
}

fn coming(view: &OwnView, own: &str) -> Markup {
    html! {
        h2 class="govuk-heading-m" { "Are you coming?" }
        @match &view.apology {
            Some(apology) => {
                p class="govuk-body" {
                    "You sent apologies" @if apology.on_council_business { ", as absent on Council business" }
                    @if let Some(substitute) = view.substitutes.iter().find(|seat| Some(seat.person) == apology.substitute) { "; " (substitute.name.full()) " comes instead" }
                    "."
                }
                form action={ (own) "/apologies/take-back" } method="post" {
                    (ui::button(&ui::Button { text: "I can come after all", kind: ui::ButtonKind::Secondary, ..Default::default() }))
                }
            },
            None => (ui::details("I cannot come", html! {
                form action={ (own) "/apologies" } method="post" {
                    (ui::checkboxes(&ui::Choices {
                        name: "on_council_business", legend: "Why",
                        choices: vec![ui::Choice { value: "yes", text: "I am away on Council business", ..Default::default() }], ..Default::default()
                    }))
                    @if !view.substitutes.is_empty() {
                        (ui::select(&ui::Select {
                            name: "substitute", label: "Who comes instead", value: None,
                            options: std::iter::once((String::new(), "Nobody".to_owned()))
                                .chain(view.substitutes.iter().map(|seat| (seat.person.to_string(), seat.name.full())))
                                .collect::<Vec<_>>().iter().map(|(value, text)| ui::SelectOption { value, text }).collect(),
                            ..Default::default()
                        }))
                    }
                    (send("Send apologies"))
                }
            })),
        }
    }
}

fn item_section(view: &OwnView, item: &DraftItem, own: &str) -> Markup {
    let number = item.number.as_deref().unwrap_or_default();
    let anchor = format!("item-{}", item.id);
    let paragraphs: Vec<String> = item
        .body
        .as_deref()
        .map(documents::blocks_of)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|block| match block {
            Block::Paragraph { text, .. } => Some(text.into()),
            _ => None,
        })
        .collect();
    let declared = view.interests.iter().filter(|interest| interest.item == item.id);
    html! {
        section id=(anchor) {
            h3 class="govuk-heading-s govuk-!-margin-bottom-1" {
                (number) " " (item.title) @if item.is_exempt() { " " (ui::tag("Private", ui::TagColour::Grey)) }
            }
            @if !item.is_exempt() && item.has_paper() {
                p class="govuk-body govuk-!-margin-bottom-1" { a class="govuk-link" href=(item_paper::address(item.id)) { "Report" span class="govuk-visually-hidden" { ": " (item.title) } } }
            }
            @for interest in declared {
                div class="govuk-inset-text" {
                    p class="govuk-body" { (interest.kind.label()) ": " (interest.nature) " (declared " (london::written(interest.declared_at)) ")" }
                    @if !interest.at_meeting {
                        form action={ (own) "/interests/" (interest.id) "/take-back" } method="post" {
                            (ui::button(&ui::Button { text: "Take it back", kind: ui::ButtonKind::Secondary, ..Default::default() }))
                        }
                    }
                }
            }
            (note(view, &anchor, &format!("Your note on item {number}"), own))
            @if !item.is_exempt() && !paragraphs.is_empty() {
                (ui::details(&format!("Notes on single paragraphs of item {number}"), html! {
                    @for (position, text) in paragraphs.iter().enumerate().take(200) {
                        p class="govuk-body" { (text) }
                        (note(view, &format!("{anchor}-{}", position + 1), &format!("Your note on paragraph {} of item {number}", position + 1), own))
                    }
                }))
            }
        }
    }
}

/// A note for oneself: shown where there is one, and a form behind a line where there is none.
fn note(view: &OwnView, place: &str, label: &str, own: &str) -> Markup {
    let text = view.notes.iter().find(|note| note.place == place).map_or("", |note| note.text.as_str());
    let id = format!("note-{place}");
    let form = html! {
        form action={ (own) "/notes" } method="post" {
            input type="hidden" name="place" value=(place);
            (ui::textarea(&ui::Textarea { name: "text", id: Some(&id), label, rows: Some(2), value: text, ..Default::default() }))
            (ui::button(&ui::Button { text: "Keep the note", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
    };
    html! { @if text.is_empty() { (ui::details(label, form)) } @else { (form) } }
}

fn declaring(view: &OwnView, own: &str, faults: &[ui::Fault<'_>]) -> Markup {
    let items: Vec<(String, String)> = view
        .items
        .iter()
        .map(|item| (item.id.to_string(), format!("{} {}", item.number.as_deref().unwrap_or_default(), item.title)))
        .collect();
    let kinds: Vec<(String, String)> =
        InterestKind::ALL.iter().map(|kind| (kind.word().to_owned(), kind.label().to_owned())).collect();
    html! {
        div class="moothall-measure" {
            h2 class="govuk-heading-m" { "Declare an interest ahead" }
            p class="govuk-body" { "The clerk asks for it when the item is reached. An interest is declared no later than that, or as soon as it becomes apparent." }
            form action={ (own) "/interests" } method="post" novalidate {
                (select_field("item", "Item", "", &items, faults))
                (select_field("kind", "Kind", "", &kinds, faults))
                (line_field("nature", "What it consists in", "", None, faults))
                (ui::checkboxes(&ui::Choices {
                    name: "on_register", legend: "The register of interests",
                    choices: vec![ui::Choice { value: "yes", text: "It stands on my register already", ..Default::default() }], ..Default::default()
                }))
                (ui::checkboxes(&ui::Choices {
                    name: "sensitive", legend: "Sensitive",
                    choices: vec![ui::Choice { value: "yes", text: "The monitoring officer agreed that it is sensitive", hint: Some("Localism Act 2011, section 32: what it consists in is never published"), ..Default::default() }],
                    ..Default::default()
                }))
                (send("Declare"))
            }
        }
    }
}
