//! Views of what the clerk records at an item: notes, declarations, motions and votes, resolutions, actions.

use crate::sitting;
use crate::sitting::entries_view::entries;
use crate::sitting::entry_form::EntryForm;
use crate::sitting::pages::SittingView;
use crate::sitting::presence_view::{moved, secondary};
use maud::{Markup, html};
use meetings::confirmation;
use meetings::form::{hidden, is_ticked};
use meetings::meeting::managing::trail;
use meetings::preparation::item::{DraftItem, ItemKind};
use meetings::sitting::{Entry, Recorded};
use web::AppState;

/// The forms of an item's screen, with the values of a rejected form.
#[derive(Clone, Copy)]
pub(crate) struct ItemForms<'a> {
    pub view: &'a SittingView,
    pub item: &'a DraftItem,
    pub form: &'a EntryForm,
    pub faults: &'a [ui::Fault<'a>],
}

impl<'a> ItemForms<'a> {
    /// Checks whether the form of this panel was rejected, so that it stays open and keeps its values.
    pub(crate) fn is_back(&self, panel: &str) -> bool {
        !self.faults.is_empty() && self.form.panel() == panel
    }

    /// Returns the submitted value of a field if this panel's form was rejected, otherwise an empty string.
    pub(crate) fn typed(&self, panel: &str, field: impl Fn(&'a EntryForm) -> &'a str) -> &'a str {
        if self.is_back(panel) { field(self.form) } else { "" }
    }

    /// Returns the error message of a field.
    pub(crate) fn error(&self, id: &str) -> Option<&'a str> {
        ui::error_about(self.faults, id)
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

    pub(crate) fn input(&self, (id, name): (&str, &str), label: &str, value: &str, hint: Option<&str>) -> Markup {
        ui::input(&ui::Input { name, id: Some(id), label, value, hint, error: self.error(id), ..Default::default() })
    }

    pub(crate) fn area(&self, (id, name): (&str, &str), label: &str, value: &str, (hint, rows): (Option<&str>, u8)) -> Markup {
        let error = self.error(id);
        ui::textarea(&ui::Textarea { name, id: Some(id), label, value, hint, error, rows: Some(rows), ..Default::default() })
    }
}

/// Renders a checkbox.
pub(crate) fn tick((id, name): (&str, &str), legend: &str, text: &str, chosen: bool) -> Markup {
    ui::checkboxes(&ui::Choices {
        name,
        id: Some(id),
        legend,
        small: true,
        choices: vec![ui::Choice { value: "yes", text, chosen, ..Default::default() }],
        ..Default::default()
    })
}

/// Renders the screen of one item. `parts` are the sections contributed by other capabilities, such as the public questions.
pub(crate) fn page(state: &AppState, forms: ItemForms<'_>, parts: &[Markup], done: &str) -> Markup {
    let (view, item) = (forms.view, forms.item);
    let meeting = &view.meeting;
    let heading = match &item.number {
        Some(number) => format!("{number} {}", item.own_title()),
        None => item.own_title().to_owned(),
    };
    let title = ui::form_title(&heading, !forms.faults.is_empty());
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
        @if !forms.faults.is_empty() { (ui::error_summary(forms.faults)) }
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(Some(&format!("In the meeting, {}", item.kind.label())), &heading))
        (sitting::view::bar(view))
        (neighbours(view, item))
        (content(forms, parts))
        h2 class="govuk-heading-m" id="recorded" { "Recorded at this item" }
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
        div class="govuk-grid-row" {
            div class="govuk-grid-column-one-half" {
                h2 class="govuk-heading-m" { "Resolution" }
                (resolution(forms))
                h2 class="govuk-heading-m" { "Action" }
                (action(forms))
            }
            div class="govuk-grid-column-one-half" {
                h2 class="govuk-heading-m" id="interests" { "Interests" }
                (sitting::interest_view::interests(forms))
                h2 class="govuk-heading-m" { "Motions and votes" }
                (sitting::motion_view::motions(forms))
                h2 class="govuk-heading-m" { "Attendance and recommendations" }
                (ui::details_shown(
                    "Record an arrival or departure", forms.is_back("moved"),
                    moved(view, forms.form, forms.faults, Some(item.id.get())),
                ))
                (ui::details_shown("Recommend something to another body", forms.is_back("recommendation"), recommendation(forms)))
            }
        }
    }
}

fn recommendation(forms: ItemForms<'_>) -> Markup {
    let fields = html! {
        (forms.input(("recommendation-name", "name"), "Body", forms.typed("recommendation", |form| &form.name), None))
        (forms.area(("recommendation-text", "text"), "Recommendation", forms.typed("recommendation", |form| &form.text), (None, 3)))
    };
    forms.form(("recommendation", "recommendation"), &fields, &secondary("Record the recommendation"))
}

/// Renders the notes as a plain form, which a script saves automatically.
fn notes(forms: ItemForms<'_>) -> Markup {
    let (view, item) = (forms.view, forms.item);
    let note = view.notes.iter().find(|note| note.item_id == item.id.get());
    let (text, version) = note.map_or(("", 0), |note| (note.text.as_str(), note.version));
    let address = format!("{}/sitting/{}/notes", view.meeting.address(), item.id);
    html! {
        form action=(address) method="post" data-moothall-autosave=(address) {
            (hidden("version", version))
            (ui::textarea(&ui::Textarea {
                name: "text", id: Some("notes"), label: "Notes for the minutes", value: text, rows: Some(9),
                hint: Some("Write in the past tense, as in the minutes. Leave a blank line between paragraphs. Start a line with a dash for a list."),
                ..Default::default()
            }))
            p class="govuk-hint" role="status" data-moothall-autosave-status {}
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
    let paragraphs = if forms.is_back("exclusion") { &forms.form.paragraphs } else { &of_item };
    let fields =
        forms.input(("exclusion-paragraphs", "paragraphs"), "Paragraphs of Schedule 12A", paragraphs, Some("For example, 1, 3"));
    html! {
        p class="govuk-body" {
            "Resolution: that the press and public be excluded, because exempt information is likely to be disclosed and, in all the circumstances, the public interest in maintaining the exemption outweighs the public interest in disclosing the information (Local Government Act 1972, section 100A(4))."
        }
        (forms.form(("exclusion", "exclusion"), &fields, &secondary("Record that the public are excluded")))
    }
}

fn approving(forms: ItemForms<'_>) -> Markup {
    let (view, item) = (forms.view, forms.item);
    let is_done = view.entries.iter().any(|entry| entry.stands() && matches!(entry.what, Recorded::MinutesApproved { .. }));
    let presiding = view.sitting.presiding.map(|person| view.name(person.get())).unwrap_or_default();
    let address = format!("{}/sitting/{}", view.meeting.address(), item.id);
    html! {
        @if !is_done {
            h2 class="govuk-heading-m" { "Minutes of the previous meeting" }
            p class="govuk-body" { a class="govuk-link" href={ (address) "/minutes-before" } { "Read the minutes" } }
            @if let Some(early) = confirmation::before_its_day(&view.meeting, view.today) {
                p class="govuk-body" { (early) " Minutes can be approved from that day." }
            } @else {
                form action={ (address) "/approve" } method="post" {
                    (forms.input(("signed-by", "signed_by"), "Signed by", &presiding, Some("Leave blank if the minutes were approved but have not been signed")))
                    (ui::button(&ui::Button { text: "Approve the minutes", once: true, ..Default::default() }))
                }
            }
        }
    }
}

fn resolution(forms: ItemForms<'_>) -> Markup {
    let (view, item) = (forms.view, forms.item);
    let is_here = |entry: &&Entry| entry.stands() && entry.item == Some(item.id);
    let is_resolved = view.entries.iter().filter(is_here).any(|entry| matches!(entry.what, Recorded::Resolution { .. }));
    let is_back = forms.is_back("resolution");
    // Do not offer what is already resolved.
    let offered = if is_resolved { String::new() } else { item.recommendations.join("\n") };
    let clauses = if is_back { &forms.form.clauses } else { &offered };
    let hint = if offered.is_empty() {
        "Put each clause on its own line, without ‘That’"
    } else {
        "These are the recommendations of the report. Change them if the board resolved something else"
    };
    let fields = html! {
        (ui::select(&ui::Select {
            name: "form", id: Some("resolution-form"), label: "Form", value: Some(forms.typed("resolution", |form| &form.form)),
            options: vec![ui::SelectOption { value: "RESOLVED", text: "Resolved" }, ui::SelectOption { value: "RECOMMENDED", text: "Recommended" }],
            ..Default::default()
        }))
        (forms.area(("resolution-clauses", "clauses"), "That", clauses, (Some(hint), 5)))
        @if item.is_exempt() {
            (tick(
                ("resolution-publishable", "publishable"), "Public minutes", "This resolution can appear in the public minutes",
                is_ticked(forms.typed("resolution", |form| &form.publishable)),
            ))
        }
    };
    let form = forms.form(("resolution", "resolution"), &fields, &secondary("Record the resolution"));
    html! { @if is_resolved { (ui::details_shown("Record another resolution", is_back, form)) } @else { (form) } }
}

fn action(forms: ItemForms<'_>) -> Markup {
    let lead = forms.item.lead_officer.as_deref().unwrap_or_default();
    let owner = if forms.is_back("action") { forms.form.owner.as_str() } else { lead };
    let fields = html! {
        (forms.input(("action-owner", "owner"), "Post that will act", owner, Some("A post, not a person’s name")))
        (forms.area(("action-text", "text"), "What is to be done", forms.typed("action", |form| &form.text), (None, 2)))
        (forms.input(("action-due_on", "due_on"), "Due date", forms.typed("action", |form| &form.due_on), Some("For example, 11 June 2024")))
    };
    forms.form(("action", "action"), &fields, &secondary("Record the action"))
}

fn neighbours(view: &SittingView, item: &DraftItem) -> Markup {
    let position = view.items.iter().position(|known| known.id == item.id).unwrap_or_default();
    let link = |label: &str, other: Option<&DraftItem>| {
        html! {
            @if let Some(other) = other {
                li { a class="govuk-link" href={ (view.meeting.address()) "/sitting/" (other.id) } { (label) ": " (other.number.as_deref().unwrap_or_default()) " " (other.own_title()) } }
            }
        }
    };
    html! {
        ul class="govuk-list moothall-neighbours-list" {
            (link("Previous", position.checked_sub(1).and_then(|position| view.items.get(position))))
            (link("Next", view.items.get(position + 1)))
            li { a class="govuk-link" href={ (view.meeting.address()) "/sitting" } { "The whole meeting" } }
        }
    }
}
