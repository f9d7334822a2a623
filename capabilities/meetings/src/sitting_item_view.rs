//! What the clerk records at an item: notes, declarations, motions and votes, resolutions, actions.

#![expect(clippy::needless_pass_by_value, reason = "fields are handed over to the form that holds them")]

use crate::draft_item::DraftItem;
use crate::form::{hidden, is_ticked};
use crate::interest::InterestKind;
use crate::sitting::{self, Entry, Recorded};
use crate::sitting_entry_form::EntryForm;
use crate::sitting_pages::{SittingView, member_field, record_button};
use crate::sitting_view::takes_minutes;
use maud::{Markup, html};

/// The forms of an item's screen.
pub(crate) fn content(view: &SittingView, item: &DraftItem, form: &EntryForm) -> Markup {
    let may_open = !item.is_exempt() || sitting::is_closed(&view.entries);
    html! {
        @if item.is_exempt() && !may_open {
            (ui::warning_text(html! { "The public is still here. Record the resolution to exclude it before the item is opened." }))
        }
        @if item.is_exempt() || sitting::is_closed(&view.entries) { (closing(view, item)) }
        @if takes_minutes(item) { (approving(view, item)) }
        (notes(view, item))
        div class="govuk-grid-row" {
            div class="govuk-grid-column-one-half" {
                h2 class="govuk-heading-m" { "Resolved" }
                (resolution(view, item, form))
                h2 class="govuk-heading-m" { "Action" }
                (action(view, item, form))
            }
            div class="govuk-grid-column-one-half" {
                h2 class="govuk-heading-m" { "Interests" }
                (interests(view, item, form))
                h2 class="govuk-heading-m" { "Motions and votes" }
                (motions(view, item, form))
                (ui::details("Somebody arrives or leaves", html! {
                    form action={ (view.meeting.address()) "/sitting/entries" } method="post" novalidate {
                        (hidden("item", item.id))
                        (ui::select(&ui::Select {
                            name: "kind", id: Some("moved"), label: "What happened",
                            options: vec![ui::SelectOption { value: "left", text: "Left" }, ui::SelectOption { value: "arrived", text: "Arrived" }], ..Default::default()
                        }))
                        (member_field("person", "moved-person", "Member", view, None, false))
                        (input("moved-at", "at", "At", "", Some("Now, where this is empty")))
                        (record_button("Record"))
                    }
                }))
                (ui::details("A recommendation to another body", html! {
                    (entry_form(view, item, "recommendation", "Record", html! {
                        (input("recommendation-name", "name", "To", &form.name, None))
                        (area("recommendation-text", "text", "What is recommended", "", None, 3))
                    }))
                }))
            }
        }
    }
}

fn entry_form(view: &SittingView, item: &DraftItem, kind: &str, button: &str, fields: Markup) -> Markup {
    html! {
        form action={ (view.meeting.address()) "/sitting/entries" } method="post" novalidate {
            (hidden("kind", kind)) (hidden("item", item.id)) (fields) (record_button(button))
        }
    }
}

fn input(id: &str, name: &str, label: &str, value: &str, hint: Option<&str>) -> Markup {
    ui::input(&ui::Input { name, id: Some(id), label, value, hint, ..Default::default() })
}

fn area(id: &str, name: &str, label: &str, value: &str, hint: Option<&str>, rows: u8) -> Markup {
    ui::textarea(&ui::Textarea { name, id: Some(id), label, value, hint, rows: Some(rows), ..Default::default() })
}

fn tick(id: &str, name: &str, legend: &str, text: &str, chosen: bool) -> Markup {
    ui::checkboxes(&ui::Choices {
        name,
        id: Some(id),
        legend,
        small: true,
        choices: vec![ui::Choice { value: "yes", text, chosen, ..Default::default() }],
        ..Default::default()
    })
}

/// The notes: a plain form, which a script saves by itself.
fn notes(view: &SittingView, item: &DraftItem) -> Markup {
    let note = view.notes.iter().find(|note| note.item_id == item.id.get());
    let (text, version) = note.map_or(("", 0), |note| (note.text.as_str(), note.version));
    let address = format!("{}/sitting/{}/notes", view.meeting.address(), item.id);
    html! {
        form action=(address) method="post" data-moothall-autosave=(address) {
            (hidden("version", version))
            (ui::textarea(&ui::Textarea {
                name: "text", id: Some("notes"), label: "Notes for the minutes", value: text, rows: Some(9),
                hint: Some("In the past tense, as the minutes say it. An empty line parts paragraphs; a dash begins an entry of a list."), ..Default::default()
            }))
            p class="govuk-hint" role="status" data-moothall-autosave-status {}
            (ui::button(&ui::Button { text: "Save the notes", kind: ui::ButtonKind::Secondary, ..Default::default() }))
        }
    }
}

fn closing(view: &SittingView, item: &DraftItem) -> Markup {
    let paragraphs = item.exemption.as_ref().map(crate::draft_item::Exemption::stored).unwrap_or_default();
    html! {
        @if sitting::is_closed(&view.entries) {
            @if !item.is_exempt() { (ui::warning_text(html! { "The public is still excluded, and this item is public." })) }
            (entry_form(view, item, "readmission", "Let the public in again", html! {}))
        } @else {
            p class="govuk-body" {
                "Resolution: that the public be excluded, since it is likely that exempt information would be disclosed, and the public interest in keeping it back outweighs the public interest in disclosing it (Local Government Act 1972, section 100A(4))."
            }
            (entry_form(view, item, "exclusion", "Record that the public is excluded", input("exclusion-paragraphs", "paragraphs", "Paragraphs of Schedule 12A", &paragraphs, None)))
        }
    }
}

fn approving(view: &SittingView, item: &DraftItem) -> Markup {
    let is_done = view.entries.iter().any(|entry| entry.stands() && matches!(entry.what, Recorded::MinutesApproved { .. }));
    let presiding = view.sitting.presiding.map(|person| view.name(person.get())).unwrap_or_default();
    html! {
        @if !is_done {
            h2 class="govuk-heading-m" { "The minutes of the meeting before" }
            p class="govuk-body" { a class="govuk-link" href={ (view.meeting.address()) "/sitting/" (item.id) "/minutes-before" } { "Read them" } }
            form action={ (view.meeting.address()) "/sitting/" (item.id) "/approve" } method="post" {
                (input("signed-by", "signed_by", "Signed by", &presiding, Some("Leave empty where they are approved and not signed yet")))
                (record_button("Taken as read and signed as a correct record"))
            }
        }
    }
}

fn resolution(view: &SittingView, item: &DraftItem, form: &EntryForm) -> Markup {
    let clauses = if form.clauses.is_empty() { item.recommendations.join("\n") } else { form.clauses.clone() };
    let hint = if item.recommendations.is_empty() {
        "A line to each clause, without ‘That’"
    } else {
        "What the report recommends stands here: take out or change what was resolved otherwise"
    };
    entry_form(
        view,
        item,
        "resolution",
        "Record the resolution",
        html! {
            (ui::select(&ui::Select {
                name: "form", id: Some("resolution-form"), label: "Form", value: Some(&form.form),
                options: vec![ui::SelectOption { value: "RESOLVED", text: "Resolved" }, ui::SelectOption { value: "RECOMMENDED", text: "Recommended" }],
                ..Default::default()
            }))
            (area("clauses", "clauses", "That", &clauses, Some(hint), 5))
            @if item.is_exempt() { (tick("publishable", "publishable", "In public", "The public minutes may say this", is_ticked(&form.publishable))) }
        },
    )
}

fn action(view: &SittingView, item: &DraftItem, form: &EntryForm) -> Markup {
    let owner = if form.owner.is_empty() { item.lead_officer.clone().unwrap_or_default() } else { form.owner.clone() };
    entry_form(
        view,
        item,
        "action",
        "Record the action",
        html! {
            (input("owner", "owner", "Post that is to act", &owner, Some("Never a person")))
            (area("action-text", "text", "What is to be done", "", None, 2))
            (input("due_on", "due_on", "By", &form.due_on, Some("For example, 11 June 2024")))
        },
    )
}

fn interests(view: &SittingView, item: &DraftItem, form: &EntryForm) -> Markup {
    let present = view.present();
    let declared = |person: i64| {
        view.entries.iter().any(|entry| {
            entry.stands()
                && entry.item == Some(item.id)
                && matches!(entry.what, Recorded::Declared { person: known, .. } if known == person)
        })
    };
    html! {
        @for interest in view.ahead.iter().filter(|interest| interest.item == item.id && !declared(interest.person.get())) {
            div class="govuk-inset-text" {
                p class="govuk-body" {
                    (view.name(interest.person.get())) " declared ahead: " (interest.kind.label()) ", " (interest.nature)
                    @if interest.is_sensitive { " (sensitive: not for the minutes)" }
                }
                (entry_form(view, item, "declared", "Record it as declared", html! {
                    (hidden("person", interest.person)) (hidden("interest", interest.kind.word())) (hidden("nature", &interest.nature))
                    @if interest.is_sensitive { (hidden("sensitive", "yes")) }
                    @if interest.kind.bars_from_taking_part() { (hidden("withdrew", "yes")) }
                }))
                @if interest.kind.bars_from_taking_part() && !interest.is_on_register {
                    @if let Some(by) = view.notify_by {
                        p class="govuk-hint" { "Not on the register: the monitoring officer is to be notified by " (foundation::civil_date::written(by)) " (Localism Act 2011, section 31)." }
                    }
                }
            }
        }
        (ui::details("An interest declared now", entry_form(view, item, "declared", "Record the declaration", html! {
            (member_field("person", "declared-person", "Member", view, Some(&present), false))
            (ui::select(&ui::Select {
                name: "interest", id: Some("interest"), label: "Kind", value: Some(&form.interest),
                options: InterestKind::ALL.iter().map(|kind| ui::SelectOption { value: kind.word(), text: kind.label() }).collect(), ..Default::default()
            }))
            (input("nature", "nature", "What it consists in", &form.nature, None))
            (tick("withdrew", "withdrew", "What followed", "The member withdrew", is_ticked(&form.withdrew)))
            (tick("sensitive", "sensitive", "Sensitive", "It is sensitive (Localism Act 2011, section 32)", is_ticked(&form.sensitive)))
        })))
    }
}

fn motions(view: &SittingView, item: &DraftItem, form: &EntryForm) -> Markup {
    let present = view.present();
    let barred = sitting::barred(&view.entries, item.id);
    let motions: Vec<(String, String)> = view
        .entries
        .iter()
        .filter(|entry| entry.stands() && entry.item == Some(item.id))
        .filter_map(|entry| match entry {
            Entry { id, what: Recorded::Motion { text, .. }, .. } => Some((id.to_string(), text.chars().take(80).collect())),
            _ => None,
        })
        .collect();
    let choose = |id: &str, name: &str, label: &str, none: Option<&str>| {
        let options: Vec<ui::SelectOption<'_>> = none
            .map(|text| ui::SelectOption { value: "", text })
            .into_iter()
            .chain(motions.iter().map(|(value, text)| ui::SelectOption { value, text }))
            .collect();
        ui::select(&ui::Select { name, id: Some(id), label, options, ..Default::default() })
    };
    let voters: Vec<_> =
        view.seats.iter().filter(|seat| present.contains(&seat.person) && !barred.contains(&seat.person)).collect();
    html! {
        (ui::details("A motion or an amendment", entry_form(view, item, "motion", "Record the motion", html! {
            (area("motion-text", "text", "Motion", "", None, 2))
            (member_field("mover", "mover", "Moved by", view, Some(&present), true))
            (member_field("seconder", "seconder", "Seconded by", view, Some(&present), true))
            @if !motions.is_empty() { (choose("amends", "amends", "Amends", Some("Nothing: it is a motion of its own"))) }
        })))
        @if !motions.is_empty() {
            (ui::details("A vote by show of hands", entry_form(view, item, "vote", "Record the vote", html! {
                (choose("hands-motion", "motion", "On", None))
                (ui::input(&ui::Input { name: "in_favour", id: Some("in_favour"), label: "For", value: &form.in_favour, width: Some(3), ..Default::default() }))
                (ui::input(&ui::Input { name: "against", id: Some("against"), label: "Against", value: &form.against, width: Some(3), ..Default::default() }))
                (ui::input(&ui::Input { name: "abstained", id: Some("abstained"), label: "Abstained", value: &form.abstained, width: Some(3), ..Default::default() }))
                (casting("hands-casting"))
            })))
            (ui::details("A recorded vote", entry_form(view, item, "vote", "Record the vote", html! {
                (choose("named-motion", "motion", "On", None))
                @for seat in voters {
                    @let field = format!("vote-{}", seat.person);
                    (ui::select(&ui::Select {
                        name: &field, label: &seat.name.full(),
                        options: [("", "Did not vote"), ("for", "For"), ("against", "Against"), ("abstained", "Abstained")]
                            .into_iter().map(|(value, text)| ui::SelectOption { value, text }).collect(),
                        ..Default::default()
                    }))
                }
                (casting("named-casting"))
            })))
        }
    }
}

fn casting(id: &str) -> Markup {
    ui::select(&ui::Select {
        name: "casting",
        id: Some(id),
        label: "Casting vote, where the votes are equal",
        options: [("", "None"), ("for", "For"), ("against", "Against")]
            .into_iter()
            .map(|(value, text)| ui::SelectOption { value, text })
            .collect(),
        ..Default::default()
    })
}
