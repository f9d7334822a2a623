//! Views of what the clerk records at an item: notes, declarations, motions and votes, resolutions, actions.

use crate::sitting;
use crate::sitting::entries_view::entries;
use crate::sitting::entry_form::{is_back, state_of_panel};
use crate::sitting::pages::SittingView;
use crate::sitting::presence_view::{moved, secondary};
use maud::{Markup, html};
use meetings::confirmation;
use meetings::meeting::managing::trail;
use meetings::preparation::item::{DraftItem, ItemKind};
use meetings::sitting::{Entry, Recorded};
use ui::{FormState, hidden};
use web::AppState;

/// The id of the field for the notes on an item.
pub(crate) const NOTES: &str = "notes";

/// The id of the field for who signed the previous minutes.
pub(crate) const SIGNED_BY: &str = "signed-by";

/// Returns the form for the notes on an item, whose field has this id: as it was submitted if it was refused, and otherwise with the
/// stored notes.
pub(crate) fn notes_form(view: &SittingView, item: &DraftItem, form: &FormState, id: &str) -> FormState {
    let note = view.notes.iter().find(|note| note.item_id == item.id.get());
    let (text, version) = note.map_or(("", 0), |note| (note.text.as_str(), note.version));
    let mut form = form.only_if(form.error(id).is_some());
    form.set_if_absent("text", text);
    form.set_if_absent("version", version.to_string());
    form
}

/// The forms of an item's screen.
#[derive(Clone, Copy)]
pub(crate) struct ItemForms<'a> {
    pub view: &'a SittingView,
    pub item: &'a DraftItem,
    /// The form that was refused, if one was.
    pub form: &'a FormState,
}

impl ItemForms<'_> {
    /// Returns whether the form of this panel was refused, so that it stays open and keeps its values.
    pub(crate) fn is_back(&self, panel: &str) -> bool {
        is_back(self.form, panel)
    }

    /// Returns the state of a panel: as it was submitted, or else with these values.
    pub(crate) fn state(&self, panel: &str, values: &[(&'static str, &str)]) -> FormState {
        state_of_panel(self.form, panel, values)
    }

    /// Renders a form for one kind of entry at this item.
    pub(crate) fn form(&self, (kind, panel): (&str, &str), fields: &Markup, button: &Markup) -> Markup {
        html! {
            form action={ (self.view.meeting.address()) "/sitting/entries" } method="post" novalidate {
                (hidden("kind", kind)) (hidden("panel", panel)) (hidden("item", self.item.id)) (hidden("seen", self.view.last_entry()))
                (fields) (button)
            }
        }
    }
}

/// Renders a text field of several lines in a panel.
pub(crate) fn area(form: &FormState, (id, name): (&str, &str), label: &str, (hint, rows): (Option<&str>, u8)) -> Markup {
    form.textarea(&ui::Textarea { name, id: Some(id), label, hint, rows: Some(rows), ..Default::default() })
}

/// Renders a checkbox in a panel.
pub(crate) fn tick(form: &FormState, (id, name): (&str, &str), legend: &str, text: &str) -> Markup {
    let choices = vec![ui::Choice { value: "yes", text, ..Default::default() }];
    form.checkboxes(&ui::Choices { name, id: Some(id), legend, small: true, choices, ..Default::default() })
}

/// Renders the screen of one item. `parts` are the sections contributed by other capabilities, such as the public questions.
pub(crate) fn page(state: &AppState, forms: ItemForms<'_>, parts: &[Markup], done: &str) -> Markup {
    let (view, item) = (forms.view, forms.item);
    let meeting = &view.meeting;
    let heading = match &item.number {
        Some(number) => format!("{number} {}", item.own_title()),
        None => item.own_title().to_owned(),
    };
    let title = forms.form.title(&heading);
    let mut breadcrumbs = trail(meeting);
    breadcrumbs.push(("In the meeting".into(), format!("{}/sitting", meeting.address())));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let banner = match done {
        "recorded" => Some("Recorded"),
        "noted" => Some("Notes saved"),
        "approved" => Some("Minutes approved and published"),
        _ => None,
    };
    let here: Vec<&Entry> = view.entries.iter().filter(|entry| entry.item == Some(item.id)).collect();
    let content = html! {
        (forms.form.summary())
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(Some(&format!("In the meeting, {}", item.kind.label())), &heading))
        (sitting::view::bar(view))
        (neighbours(view, item))
        (content(forms, parts))
        (ui::h2_at("recorded", "Recorded at this item"))
        (entries(view, &here))
        (neighbours(view, item))
    };
    ui::page(&page, content)
}

fn content(forms: ItemForms<'_>, parts: &[Markup]) -> Markup {
    let (view, item) = (forms.view, forms.item);
    let is_closed = meetings::sitting::is_closed(&view.entries);
    html! {
        @if item.is_exempt() && !is_closed {
            (ui::warning_text(html! { "The public are still present. Record the resolution to exclude them before this item is considered." }))
        }
        @if item.is_exempt() || is_closed { (closing(forms)) }
        @if item.kind == ItemKind::Minutes { (approving(forms)) }
        @for part in parts { (part) }
        (notes(forms))
        (ui::halves(html! {
                (ui::h2("Resolution"))
                (resolution(forms))
                (ui::h2("Action"))
                (action(forms))
            }, html! {
                (ui::h2_at("interests", "Interests"))
                (sitting::interest_view::interests(forms))
                (ui::h2("Motions and votes"))
                (sitting::motion_view::motions(forms))
                (ui::h2("Attendance and recommendations"))
                (ui::details_shown(
                    "Record an arrival or departure", forms.is_back("moved"),
                    moved(view, forms.form, Some(item.id.get())),
                ))
                (ui::details_shown("Recommend something to another body", forms.is_back("recommendation"), recommendation(forms)))
            }))
    }
}

fn recommendation(forms: ItemForms<'_>) -> Markup {
    let form = forms.state("recommendation", &[]);
    let fields = html! {
        (form.line_at(("recommendation-name", "name"), "Body", None))
        (area(&form, ("recommendation-text", "text"), "Recommendation", (None, 3)))
    };
    forms.form(("recommendation", "recommendation"), &fields, &secondary("Record the recommendation"))
}

/// Renders the notes as a plain form, which a script saves automatically.
fn notes(forms: ItemForms<'_>) -> Markup {
    let (view, item) = (forms.view, forms.item);
    let form = notes_form(view, item, forms.form, NOTES);
    let address = format!("{}/sitting/{}/notes", view.meeting.address(), item.id);
    html! {
        form action=(address) method="post" data-moothall-autosave=(address) {
            (form.hidden("version"))
            (form.textarea(&ui::Textarea {
                name: "text", id: Some(NOTES), label: "Notes for the minutes", rows: Some(9),
                hint: Some("Write in the past tense, as in the minutes. Leave a blank line between paragraphs. Start a line with a dash for a list."),
                ..Default::default()
            }))
            (ui::autosave_status())
            (ui::button(&ui::Button { text: "Save notes", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
    }
}

fn closing(forms: ItemForms<'_>) -> Markup {
    let (view, item) = (forms.view, forms.item);
    if meetings::sitting::is_closed(&view.entries) {
        return html! {
            @if !item.is_exempt() { (ui::warning_text(html! { "The public are still excluded, and this item is public." })) }
            (forms.form(("readmission", "readmission"), &html! {}, &secondary("Record that the public are readmitted")))
        };
    }
    let of_item = item.exemption.as_ref().map(meetings::preparation::item::Exemption::stored).unwrap_or_default();
    let form = forms.state("exclusion", &[("paragraphs", &of_item)]);
    let fields = form.line_at(("exclusion-paragraphs", "paragraphs"), "Paragraphs of Schedule 12A", Some("For example, 1, 3"));
    html! {
        (ui::paragraph("Resolution: that the press and public be excluded, because exempt information is likely to be disclosed and, in all the circumstances, the public interest in maintaining the exemption outweighs the public interest in disclosing the information (Local Government Act 1972, section 100A(4))."))
        (forms.form(("exclusion", "exclusion"), &fields, &secondary("Record that the public are excluded")))
    }
}

fn approving(forms: ItemForms<'_>) -> Markup {
    let (view, item) = (forms.view, forms.item);
    let is_done = view.entries.iter().any(|entry| entry.stands() && matches!(entry.what, Recorded::MinutesApproved { .. }));
    let presiding = view.sitting.presiding.map(|person| view.name(person.get())).unwrap_or_default();
    let mut form = forms.form.only_if(forms.form.error(SIGNED_BY).is_some());
    form.set_if_absent("signed_by", presiding);
    let address = format!("{}/sitting/{}", view.meeting.address(), item.id);
    html! {
        @if !is_done {
            (ui::h2("Minutes of the previous meeting"))
            (ui::paragraph(ui::link(format!("{address}/minutes-before"), "Read the minutes")))
            @if let Some(early) = confirmation::before_its_day(&view.meeting, view.today) {
                (ui::paragraph(html! { (early) " Minutes can be approved from that day." }))
            } @else {
                form action={ (address) "/approve" } method="post" {
                    (form.input(&ui::Input {
                        name: "signed_by", id: Some(SIGNED_BY), label: "Signed by",
                        hint: Some("Leave blank if the minutes were approved but have not been signed"), ..Default::default()
                    }))
                    (ui::send("Approve the minutes"))
                }
            }
        }
    }
}

fn resolution(forms: ItemForms<'_>) -> Markup {
    let (view, item) = (forms.view, forms.item);
    let is_here = |entry: &&Entry| entry.stands() && entry.item == Some(item.id);
    let is_resolved = view.entries.iter().filter(is_here).any(|entry| matches!(entry.what, Recorded::Resolution { .. }));
    // Do not offer what is already resolved.
    let offered = if is_resolved { String::new() } else { item.recommendations.join("\n") };
    let form = forms.state("resolution", &[("clauses", &offered)]);
    let hint = if offered.is_empty() {
        "Put each clause on its own line, without ‘That’"
    } else {
        "These are the recommendations of the report. Change them if the board resolved something else"
    };
    let fields = html! {
        (form.select(
            &ui::Select { name: "form", id: Some("resolution-form"), label: "Form", ..Default::default() }, None,
            &[("RESOLVED", "Resolved"), ("RECOMMENDED", "Recommended")],
        ))
        (area(&form, ("resolution-clauses", "clauses"), "That", (Some(hint), 5)))
        @if item.is_exempt() {
            (tick(&form, ("resolution-publishable", "publishable"), "Public minutes", "This resolution can appear in the public minutes"))
        }
    };
    let form = forms.form(("resolution", "resolution"), &fields, &secondary("Record the resolution"));
    html! {
        @if is_resolved { (ui::details_shown("Record another resolution", forms.is_back("resolution"), form)) } @else { (form) }
    }
}

fn action(forms: ItemForms<'_>) -> Markup {
    let lead = forms.item.lead_officer.as_deref().unwrap_or_default();
    let form = forms.state("action", &[("owner", lead)]);
    let fields = html! {
        (form.line_at(("action-owner", "owner"), "Post that will act", Some("A post, not a person’s name")))
        (area(&form, ("action-text", "text"), "What is to be done", (None, 2)))
        (form.line_at(("action-due_on", "due_on"), "Due date", Some("For example, 11 June 2024")))
    };
    forms.form(("action", "action"), &fields, &secondary("Record the action"))
}

fn neighbours(view: &SittingView, item: &DraftItem) -> Markup {
    let position = view.items.iter().position(|known| known.id == item.id).unwrap_or_default();
    let link = |label: &str, other: Option<&DraftItem>| {
        html! {
            @if let Some(other) = other {
                li { (ui::link(format!("{}/sitting/{}", view.meeting.address(), other.id), html! { (label) ": " (other.number.as_deref().unwrap_or_default()) " " (other.own_title()) })) }
            }
        }
    };
    html! {
        (ui::list_as("moothall-neighbours-list", html! {
            (link("Previous", position.checked_sub(1).and_then(|position| view.items.get(position))))
            (link("Next", view.items.get(position + 1)))
            li { (ui::link(format!("{}/sitting", view.meeting.address()), "The whole meeting")) }
        }))
    }
}
