//! Views of who is at the meeting: each member's state, and separately the forms to record changes.

use crate::sitting::entry_form::EntryForm;
use crate::sitting::pages::{MemberField, SittingView, member_field};
use crate::sitting::presence::Presence;
use maud::{Markup, html};
use meetings::form::hidden;
use meetings::minutes::BoardRole;

/// Renders the members with their states, and the forms for officers and other people.
pub(crate) fn attendance(view: &SittingView, form: &EntryForm, faults: &[ui::Fault<'_>]) -> Markup {
    let post = format!("{}/sitting/entries", view.meeting.address());
    let is_back = |panel: &str| !faults.is_empty() && form.panel() == panel;
    let officer = html! {
        form action=(post) method="post" novalidate {
            (hidden("kind", "officer")) (hidden("panel", "officer")) (hidden("seen", view.last_entry()))
            (ui::input(&ui::Input {
                name: "name", id: Some("officer-name"), label: "Officer’s name", hint: Some("As it should appear in the minutes, like K. Example"),
                error: ui::error_about(faults, "officer-name"), value: if is_back("officer") { &form.name } else { "" },
                ..Default::default()
            }))
            (ui::input(&ui::Input { name: "post", id: Some("officer-post"), label: "Post", value: if is_back("officer") { &form.post } else { "" }, ..Default::default() }))
            (secondary("Add officer"))
        }
        form action=(post) method="post" novalidate {
            (hidden("kind", "guest")) (hidden("panel", "guest")) (hidden("seen", view.last_entry()))
            (ui::input(&ui::Input {
                name: "name", id: Some("guest-name"), label: "Also in attendance", error: ui::error_about(faults, "guest-name"), ..Default::default()
            }))
            (secondary("Add person"))
        }
    };
    html! {
        (ui::list(html! {
            @for seat in view.seats.iter().filter(|seat| view.is_expected(seat)) {
                @let presence = view.presence(seat.person);
                @let (kind, action) = if presence == Presence::Present { ("left", "Record departure") } else { ("arrived", "Record arrival") };
                li class="moothall-here" {
                    span {
                        (seat.name.full()) @if seat.role != BoardRole::Member { " (" (seat.role.words()) ")" }
                        br; (ui::tag(&presence.words(), colour(presence)))
                    }
                    form action=(post) method="post" {
                        (hidden("kind", kind)) (hidden("panel", "moved")) (hidden("person", seat.person)) (hidden("seen", view.last_entry()))
                        (ui::order_button(action, html! { ": " (seat.name.full()) }))
                    }
                }
            }
        }))
        (ui::details_shown("Record an arrival or departure at another time", is_back("moved"), moved(view, form, faults, None)))
        (ui::details_shown("Officers and others present", is_back("officer") || is_back("guest"), officer))
    }
}

/// Renders the form for an arrival or departure at a given time, on the screen of an item or of the whole meeting.
pub(crate) fn moved(view: &SittingView, form: &EntryForm, faults: &[ui::Fault<'_>], item: Option<i64>) -> Markup {
    let is_back = !faults.is_empty() && form.panel() == "moved";
    let empty = EntryForm::default();
    let form = if is_back { form } else { &empty };
    let is_its_day = view.today == view.meeting.held_on;
    html! {
        form action={ (view.meeting.address()) "/sitting/entries" } method="post" novalidate {
            @if let Some(item) = item { (hidden("item", item)) }
            (hidden("panel", "moved")) (hidden("seen", view.last_entry()))
            (ui::select(&ui::Select {
                name: "kind", id: Some("moved-kind"), label: "What happened", value: Some(&form.kind),
                options: vec![ui::SelectOption { value: "left", text: "Left" }, ui::SelectOption { value: "arrived", text: "Arrived" }], ..Default::default()
            }))
            (member_field(view, &MemberField {
                name: "person", id: "moved-person", label: "Member", value: &form.person, error: ui::error_about(faults, "moved-person"), only: None, none: None,
            }))
            (ui::input(&ui::Input {
                name: "at", id: Some("moved-at"), label: if is_its_day { "Time, if not now" } else { "Time" }, hint: Some("For example, 7.05pm"), width: Some(10), value: &form.at,
                error: ui::error_about(faults, "moved-at"), ..Default::default()
            }))
            (secondary("Record"))
        }
    }
}

fn colour(presence: Presence) -> ui::TagColour {
    match presence {
        Presence::Present => ui::TagColour::Green,
        Presence::Left(_) => ui::TagColour::Yellow,
        Presence::Apologies | Presence::CouncilBusiness => ui::TagColour::Blue,
        Presence::Absent => ui::TagColour::Grey,
    }
}

/// Renders a secondary button for a small form.
pub(crate) fn secondary(text: &str) -> Markup {
    ui::button(&ui::Button { text, kind: ui::ButtonKind::Secondary, once: true, ..Default::default() })
}
