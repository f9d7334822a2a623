//! Views of who is at the meeting: each member's state, and separately the forms to record changes.

use crate::sitting::entry_form::{is_back, state_of_panel};
use crate::sitting::pages::{MemberField, SittingView, member_field};
use crate::sitting::presence::Presence;
use maud::{Markup, html};
use meetings::minutes::BoardRole;
use ui::{FormState, hidden};

/// Renders the members with their states, and the forms for officers and other people.
pub(crate) fn attendance(view: &SittingView, form: &FormState) -> Markup {
    let post = format!("{}/sitting/entries", view.meeting.address());
    let (officer, guest) = (state_of_panel(form, "officer", &[]), state_of_panel(form, "guest", &[]));
    let is_back = |panel: &str| is_back(form, panel);
    let others = html! {
        form action=(post) method="post" novalidate {
            (hidden("kind", "officer")) (hidden("panel", "officer")) (hidden("seen", view.last_entry()))
            (officer.line_at(("officer-name", "name"), "Officer’s name", Some("As it should appear in the minutes, like K. Example")))
            (officer.line_at(("officer-post", "post"), "Post", None))
            (secondary("Add officer"))
        }
        form action=(post) method="post" novalidate {
            (hidden("kind", "guest")) (hidden("panel", "guest")) (hidden("seen", view.last_entry()))
            (guest.line_at(("guest-name", "name"), "Also in attendance", None))
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
        (ui::details_shown("Record an arrival or departure at another time", is_back("moved"), moved(view, form, None)))
        (ui::details_shown("Officers and others present", is_back("officer") || is_back("guest"), others))
    }
}

/// Renders the form for an arrival or departure at a given time, on the screen of an item or of the whole meeting.
pub(crate) fn moved(view: &SittingView, form: &FormState, item: Option<i64>) -> Markup {
    let form = state_of_panel(form, "moved", &[]);
    let is_its_day = view.today == view.meeting.held_on;
    let at = if is_its_day { "Time, if not now" } else { "Time" };
    html! {
        form action={ (view.meeting.address()) "/sitting/entries" } method="post" novalidate {
            @if let Some(item) = item { (hidden("item", item)) }
            (hidden("panel", "moved")) (hidden("seen", view.last_entry()))
            (form.select(
                &ui::Select { name: "kind", id: Some("moved-kind"), label: "What happened", ..Default::default() }, None,
                &[("left", "Left"), ("arrived", "Arrived")],
            ))
            (member_field(view, &form, &MemberField { name: "person", id: "moved-person", label: "Member", only: None, none: None }))
            (form.input(&ui::Input { name: "at", id: Some("moved-at"), label: at, hint: Some("For example, 7.05pm"), width: Some(10), ..Default::default() }))
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
