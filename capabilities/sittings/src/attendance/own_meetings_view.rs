//! Views of a member's own meetings.

use documents::Block;
use foundation::{civil_date, london};
use maud::{Markup, html};
use meetings::attendance::private_note_store::PrivateNote;
use meetings::attendance::store::{Capacity, Expected};
use meetings::interests::{Apology, Interest, InterestKind};
use meetings::meeting::Meeting;
use meetings::members::seat_store::SeatOn;
use meetings::preparation::item::DraftItem;
use packs::item_files::PublishedFile;
use packs::item_files::public_pages::links;
use packs::pack;
use std::collections::HashMap;
use ui::FormState;
use web::AppState;

/// The data shown on a member's page of a meeting.
pub(crate) struct OwnView {
    pub meeting: Meeting,
    /// The user's seat on the board; `None` if the account is not linked to one.
    pub seat: Option<SeatOn>,
    /// The published items.
    pub items: Vec<DraftItem>,
    pub interests: Vec<Interest>,
    pub apology: Option<Apology>,
    pub substitutes: Vec<SeatOn>,
    pub notes: Vec<PrivateNote>,
    pub has_pack: bool,
    /// Whether the user has said that they will attend.
    pub attends: bool,
    /// The addresses of the published papers, by item number.
    pub papers: HashMap<String, String>,
    /// The published files of the meeting's public items.
    pub files: Vec<PublishedFile>,
    /// The keys of the items whose private papers the user may read.
    pub private_items: Vec<i64>,
}

/// Renders the list of the user's meetings.
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
            (ui::inset_text(html! { "Your account is not linked to a member of a board yet, so you cannot reply or declare interests here. Ask the clerk to link it." }))
        }
        (ui::h2("Upcoming"))
        @if to_come.is_empty() { (ui::paragraph("No meetings are scheduled.")) }
        @else {
            (ui::spaced_list(html! {
                @for meeting in to_come {
                    li {
                        (ui::main_link(format!("/my/meetings/{}", meeting.id), meeting.day())) br;
                        (meeting.board_name) @if let Some(times) = meeting.times() { ", " (times) } @if let Some(place) = &meeting.place { ", " (place) }
                    }
                }
            }))
        }
        (ui::list(html! {
            li { (ui::link("/papers", "Private papers")) }
            li { (ui::link("/my/interests", "Your register of interests")) }
        }))
        @if !attended.is_empty() {
            (ui::h2("Your attendance"))
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
    let told = match expected.capacity {
        Some(Capacity::Present) => "Present",
        Some(Capacity::Apologies) => "Apologies",
        Some(Capacity::CouncilBusiness) => "On Council business",
        _ => "Not recorded",
    };
    vec![
        html! { (ui::link(format!("/meetings/{}", expected.meeting_id), civil_date::written(expected.held_on))) },
        html! { (expected.board_name) },
        html! { (told) },
    ]
}

/// Renders the user's page of a meeting.
pub(crate) fn meeting(state: &AppState, view: &OwnView, form: &FormState, done: &str) -> Markup {
    let meeting = &view.meeting;
    let banner = match done {
        "apologies" => Some("Apologies sent"),
        "attending" => Some("You told the clerk that you will attend"),
        "declared" => Some("Interest declared"),
        "taken-back" => Some("Withdrawn"),
        "noted" => Some("Note saved. Only you can read it."),
        _ => None,
    };
    let title = form.title(&format!("Your part in the meeting of {}", meeting.short_day()));
    let breadcrumbs = vec![("Your work".into(), "/work".into()), ("Your meetings".into(), "/my/meetings".into())];
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let own = format!("/my/meetings/{}", meeting.id);
    let takes_part = view.seat.is_some() && meeting.is_to_come(state.clock.today());
    let content = html! {
        (form.summary())
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(Some(&meeting.board_name), &meeting.day()))
        (ui::paragraph(html! {
            @if let Some(times) = meeting.times() { (times) } @if let Some(place) = &meeting.place { ", " (place) }
        }))
        (ui::paragraph(html! {
            @if view.has_pack { (ui::link(format!("{}/pack.pdf", meeting.address()), "Download pack (PDF)")) " · " (ui::link(format!("{own}/papers.zip"), "Download all papers to read offline (ZIP)")) " · " }
            (ui::link(format!("{}/private", meeting.address()), "Private papers"))
            " · " (ui::link(meeting.address(), "View public page"))
        }))
        @if takes_part { (coming(view, &own, form)) }
        (ui::h2_large("Agenda"))
        @if view.items.is_empty() { (ui::paragraph("No agenda has been published yet.")) }
        @for item in &view.items { (item_section(view, item, &own, form)) }
        @if takes_part && !view.items.is_empty() { (declaring(view, &own, form)) }
    };
    ui::page(&page, content)
}

fn coming(view: &OwnView, own: &str, form: &FormState) -> Markup {
    html! {
        (ui::h2("Will you attend?"))
        @match &view.apology {
            Some(apology) => {
                (ui::paragraph(html! {
                    "You sent apologies" @if apology.on_council_business { ", as absent on Council business" }
                    @if let Some(substitute) = view.substitutes.iter().find(|seat| Some(seat.person) == apology.substitute) { ". Your substitute is " (substitute.name.full()) }
                    "."
                }))
                (attend_button(own, "I will attend after all"))
            },
            None if view.attends => {
                (ui::paragraph("You told the clerk that you will attend."))
                (ui::details("Send apologies instead", apologies(view, own, form)))
            },
            None => {
                (attend_button(own, "I will attend"))
                @if form.error("substitute").is_some() { (apologies(view, own, form)) }
                @else { (ui::details("Send apologies", apologies(view, own, form))) }
            },
        }
    }
}

fn attend_button(own: &str, text: &str) -> Markup {
    html! {
        form action={ (own) "/attend" } method="post" {
            (ui::button(&ui::Button { text, kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
        }
    }
}

fn apologies(view: &OwnView, own: &str, form: &FormState) -> Markup {
    let options: Vec<(String, String)> =
        view.substitutes.iter().map(|seat| (seat.person.to_string(), seat.name.full())).collect();
    html! {
        form action={ (own) "/apologies" } method="post" novalidate {
            (form.checkbox("on_council_business", "Reason", "I will be on Council business", None))
            @if view.substitutes.is_empty() { (ui::paragraph("This board has no substitute members.")) }
            @else { (form.select(&ui::Select { name: "substitute", label: "Substitute", ..Default::default() }, Some("No substitute"), &options)) }
            (ui::send("Send apologies"))
        }
    }
}

fn item_section(view: &OwnView, item: &DraftItem, own: &str, form: &FormState) -> Markup {
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
            (ui::tight_h3(html! {
                (number) " " (item.title) @if item.is_exempt() { " " (ui::tag("Private", ui::TagColour::Grey)) }
            }))
            @if let Some(address) = view.papers.get(number).filter(|_| !item.is_exempt()) {
                (ui::tight_paragraph(ui::link_to(address, "Report", html! { ": " (item.title) })))
            }
            @if !item.is_exempt() {
                (links(&files_of(view, item), |file| format!("/agenda-files/{}", file.id)))
            }
            @if view.private_items.contains(&item.id.get()) {
                (ui::tight_paragraph(ui::link_to(format!("{}/private#item-{}", view.meeting.address(), item.id), "Private report", html! { ": " (item.title) })))
            }
            @for interest in declared {
                (ui::inset_text(html! {
                    (ui::paragraph(html! { (interest.kind.label()) ": " (interest.nature) " (declared " (london::on_page(interest.declared_at)) ")" }))
                    @if !interest.at_meeting {
                        form action={ (own) "/interests/" (interest.id) "/take-back" } method="post" {
                            (ui::button(&ui::Button { text: "Withdraw", kind: ui::ButtonKind::Secondary, ..Default::default() }))
                        }
                    }
                }))
            }
            (note(view, (&anchor, &format!("Your note on item {number}")), own, form))
            @if !item.is_exempt() && !paragraphs.is_empty() {
                @let is_back = form.has_faults() && form.value("place").starts_with(&format!("{anchor}-"));
                (ui::details_shown(&format!("Notes on paragraphs of item {number}"), is_back, html! {
                    @for (position, text) in paragraphs.iter().enumerate().take(200) {
                        (ui::paragraph(text))
                        @let label = format!("Your note on paragraph {} of item {number}", position + 1);
                        (note(view, (&format!("{anchor}-{}", position + 1), &label), own, form))
                    }
                }))
            }
        }
    }
}

fn files_of<'a>(view: &'a OwnView, item: &DraftItem) -> Vec<&'a PublishedFile> {
    view.files.iter().filter(|file| pack::parts::is_of(file, item.number.as_deref(), &item.title)).collect()
}

/// Returns the id of the field for the private note on a place.
pub(crate) fn note_field(place: &str) -> String {
    format!("note-{place}")
}

/// Renders the form for a private note, which is collapsed if there is no note yet and none was refused.
fn note(view: &OwnView, (place, label): (&str, &str), own: &str, form: &FormState) -> Markup {
    let text = view.notes.iter().find(|note| note.place == place).map_or("", |note| note.text.as_str());
    let id = note_field(place);
    let is_back = form.error(&id).is_some();
    let mut form = form.only_if(is_back);
    form.set_if_absent("text", text);
    let form = html! {
        form action={ (own) "/notes" } method="post" {
            (ui::hidden("place", place))
            (form.textarea(&ui::Textarea { name: "text", id: Some(&id), label, rows: Some(2), ..Default::default() }))
            (ui::button(&ui::Button { text: "Save note", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
    };
    html! { @if text.is_empty() { (ui::details_shown(label, is_back, form)) } @else { (form) } }
}

fn declaring(view: &OwnView, own: &str, form: &FormState) -> Markup {
    let items: Vec<(String, String)> = view
        .items
        .iter()
        .map(|item| (item.id.to_string(), format!("{} {}", item.number.as_deref().unwrap_or_default(), item.title)))
        .collect();
    let kinds = InterestKind::ALL.map(|kind| (kind.word(), kind.label()));
    html! {
        div class="moothall-measure" {
            (ui::h2("Declare an interest"))
            (ui::paragraph("The clerk sees your declaration before the meeting and records it at the meeting. You must declare an interest no later than when the item is reached, or as soon as you become aware of it."))
            form action={ (own) "/interests" } method="post" novalidate {
                (form.select(&ui::Select { name: "item", label: "Item", ..Default::default() }, None, &items))
                (form.select(&ui::Select { name: "kind", label: "Kind of interest", ..Default::default() }, None, &kinds))
                (form.line("nature", "Nature of the interest"))
                (form.checkbox("on_register", "Register of interests", "Already on my register", None))
                (form.checkbox(
                    "sensitive", "Sensitive interest", "The monitoring officer has agreed that this interest is sensitive",
                    Some("Its nature is never published (Localism Act 2011, section 32)"),
                ))
                (ui::send("Declare interest"))
            }
        }
    }
}
