//! The clerk's view of the meeting as a whole: its state, items and steps.

use crate::sitting;
use crate::sitting::entries_view::entries;
use crate::sitting::pages::{SittingView, clock_time};
use crate::sitting::step_pages::standing_field;
use foundation::time_of_day;
use maud::{Markup, html};
use meetings::confirmation;
use meetings::meeting::managing::trail;
use meetings::minutes::BoardRole;
use meetings::preparation::item::DraftItem;
use meetings::sitting::{Entry, SittingState, Standing};
use ui::{FormState, hidden};
use web::AppState;

/// Renders the screen of the meeting as a whole, with the step or entry that was refused.
pub(crate) fn overview(state: &AppState, view: &SittingView, form: &FormState, done: &str) -> Markup {
    let meeting = &view.meeting;
    let banner = match done {
        "begin" => Some("Meeting started"),
        "undo-start" => Some("Start undone"),
        "adjourn" => Some("Meeting adjourned"),
        "resume" => Some("Meeting resumed"),
        "end" => Some("Meeting ended"),
        "reopen" => Some("Meeting reopened"),
        "recorded" => Some("Recorded"),
        _ => None,
    };
    let title = form.title(&format!("In the meeting, {}", meeting.short_day()));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(meeting), ..state.page() };
    let whole: Vec<&Entry> = view.entries.iter().filter(|entry| entry.item.is_none()).collect();
    let content = html! {
        (form.summary())
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(Some(&meeting.board_name), &format!("In the meeting of {}", meeting.day())))
        (bar(view))
        @if view.sitting.state == SittingState::NotBegun { (beginning(view, form)) }
        @else {
            (ui::two_thirds(html! {
                    (ui::h2("Items"))
                    (items(view))
                    (next_item(view))
                    (steps(view, form))
                }, html! {
                    (ui::h2("Attendance"))
                    (sitting::presence_view::attendance(view, form))
                }))
        }
        @if view.sitting.state != SittingState::NotBegun || !whole.is_empty() {
            (ui::h2_at("recorded", "Recorded for the whole meeting"))
            (entries(view, &whole))
        }
    };
    ui::page(&page, content)
}

/// Renders the state of the meeting, as shown on each of its screens.
pub(crate) fn bar(view: &SittingView) -> Markup {
    let present = view.present().len();
    let word = view.sitting.state.label();
    let colour = match view.sitting.state {
        SittingState::NotBegun | SittingState::Ended => ui::TagColour::Grey,
        SittingState::Open => ui::TagColour::Green,
        SittingState::Adjourned => ui::TagColour::Yellow,
    };
    let presiding = view.sitting.presiding.map(|person| view.name(person.get())).unwrap_or_default();
    let is_short = view.quorum.is_some_and(|quorum| present < quorum as usize);
    html! {
        div class="moothall-sitting-bar" role="status" id="step" {
            (ui::tag(word, colour))
            @if view.sitting.state != SittingState::NotBegun {
                span { strong { (present) } @if present == 1 { " member present" } @else { " members present" } @if let Some(quorum) = view.quorum { ", quorum " (quorum) } }
                @if !presiding.is_empty() { span { (presiding) " presiding" } }
                @if let Some(began) = view.sitting.began_at { span { "Started at " (clock_time(began)) } }
                @if let Some(ended) = view.sitting.ended_at { span { "Ended at " (clock_time(ended)) } }
                @if meetings::sitting::is_closed(&view.entries) { (ui::tag("In private", ui::TagColour::Red)) }
            }
        }
        @if let Some(early) = confirmation::before_its_day(&view.meeting, view.today).filter(|_| view.sitting.state != SittingState::Ended) {
            (ui::warning_text(html! { (early) }))
        }
        @if is_short && view.sitting.state == SittingState::Open {
            (ui::warning_text(html! { "Fewer members are present than the quorum, so nothing can be decided." }))
        }
        @if view.quorum.is_none() {
            (ui::hint_paragraph(html! {
                "No quorum is set for this board. "
                (ui::link(format!("/boards/{}/edit", view.meeting.board_slug), "Set the quorum"))
            }))
        }
    }
}

/// Returns whether the form of this step was refused, so that it stays open and keeps its values.
fn is_back(form: &FormState, step: &str) -> bool {
    form.has_faults() && form.value("step") == step
}

/// Returns the form for starting the meeting: as it was submitted, or with what is usual.
fn start_form(view: &SittingView, form: &FormState) -> FormState {
    let mut form = form.only_if(is_back(form, "begin"));
    let chair = view
        .seats
        .iter()
        .find(|seat| matches!(seat.role, BoardRole::Chair | BoardRole::ViceChair) && !view.told_ahead.contains_key(&seat.person));
    if form.value("presiding").is_empty() {
        form.set("presiding", chair.map(|seat| seat.person.to_string()).unwrap_or_default());
    }
    if form.value("at").is_empty() && view.today != view.meeting.held_on {
        form.set("at", view.meeting.starts_at.map(time_of_day::on_page).unwrap_or_default());
    }
    for seat in &view.seats {
        let field = standing_field(seat.person);
        if Standing::read(form.value(&field)).is_none() {
            let usual = if seat.role == BoardRole::Substitute { Standing::Absent } else { Standing::Present };
            let standing = view.told_ahead.get(&seat.person).copied().unwrap_or(usual);
            let word = Standing::ALL.iter().find(|(known, ..)| *known == standing).map(|(_, word, _)| *word);
            form.set(&field, word.unwrap_or_default());
        }
    }
    form
}

fn beginning(view: &SittingView, form: &FormState) -> Markup {
    let form = start_form(view, form);
    let options: Vec<(String, String)> = view.seats.iter().map(|seat| (seat.person.to_string(), seat.name.full())).collect();
    let standings = Standing::ALL.map(|(_, word, text)| (word, text));
    let label = if view.today == view.meeting.held_on { "Time started, if not now" } else { "Time started" };
    html! {
        form action={ (view.meeting.address()) "/sitting/step" } method="post" novalidate {
            (hidden("step", "begin"))
            (ui::h2("Who is present?"))
            @if view.seats.is_empty() {
                (ui::paragraph(html! { "This board has no members on the day of the meeting. " (ui::link(format!("/boards/{}/people", view.meeting.board_slug), "Add members")) }))
            }
            div class="moothall-roll" {
                @for seat in &view.seats {
                    @let name = seat.name.full();
                    @let label = if seat.role == BoardRole::Member { name } else { format!("{name} ({})", seat.role.words()) };
                    (form.select(&ui::Select { name: &standing_field(seat.person), label: &label, ..Default::default() }, None, &standings))
                }
            }
            (form.select(&ui::Select { name: "presiding", label: "In the chair", ..Default::default() }, None, &options))
            (form.time("at", label))
            (ui::send("Start the meeting"))
        }
    }
}

fn items(view: &SittingView) -> Markup {
    html! {
        ol class="moothall-order" {
            @for item in &view.items {
                @let count = view.entries.iter().filter(|entry| entry.item == Some(item.id) && entry.stands()).count();
                @let has_notes = has_notes(view, item);
                li class="moothall-order__item" {
                    span class="moothall-order__number" { (item.number.as_deref().unwrap_or("–")) }
                    div class="moothall-order__what" {
                        (ui::link(format!("{}/sitting/{}", view.meeting.address(), item.id), item.own_title()))
                        " " span class="moothall-order__kind" {
                            (told_of(item, has_notes, count))
                        }
                        @if item.is_exempt() { " " (ui::tag("Private", ui::TagColour::Grey)) }
                    }
                }
            }
        }
    }
}

fn has_notes(view: &SittingView, item: &DraftItem) -> bool {
    view.notes.iter().any(|note| note.item_id == item.id.get() && !note.text.is_empty())
}

fn told_of(item: &DraftItem, has_notes: bool, recorded: usize) -> String {
    let told = [
        item.told_kind().map(str::to_owned),
        item.minutes.map(|minutes| format!("{minutes} minutes")),
        has_notes.then(|| "notes".to_owned()),
        (recorded > 0).then(|| format!("{recorded} recorded")),
    ];
    told.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Renders the link to the next item while the meeting is in progress: the one after the last with notes or entries.
fn next_item(view: &SittingView) -> Markup {
    let is_begun = |item: &DraftItem| {
        has_notes(view, item) || view.entries.iter().any(|entry| entry.item == Some(item.id) && entry.stands())
    };
    let after = view.items.iter().rposition(is_begun).map_or(0, |last| last + 1);
    html! {
        @if let Some(item) = view.items.get(after).filter(|_| view.sitting.state == SittingState::Open) {
            (ui::button(&ui::Button {
                text: &format!("Go to {} {}", item.number.as_deref().unwrap_or("item"), item.own_title()),
                address: Some(&format!("{}/sitting/{}", view.meeting.address(), item.id)), ..Default::default()
            }))
        }
    }
}

fn steps(view: &SittingView, form: &FormState) -> Markup {
    let address = format!("{}/sitting/step", view.meeting.address());
    let is_back = |step: &str| is_back(form, step);
    let state = |step: &str| form.only_if(is_back(step));
    let step = |word: &str, text: &str, open: Markup| {
        html! {
            form action=(address) method="post" novalidate {
                (hidden("step", word)) (open)
                (ui::button(&ui::Button { text, kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
            }
        }
    };
    let why = |step: &str, label: &str, hint: Option<&str>| {
        let id = format!("{step}-why");
        state(step).input(&ui::Input { name: "why", id: Some(&id), label, hint, ..Default::default() })
    };
    let label = if view.today == view.meeting.held_on { "Time ended, if not now" } else { "Time ended" };
    let end =
        ui::details_shown("End the meeting", is_back("end"), step("end", "End the meeting", state("end").time("at", label)));
    html! {
        @match view.sitting.state {
            SittingState::Open => {
                (ui::details_shown("Adjourn the meeting", is_back("adjourn"), step("adjourn", "Adjourn the meeting", why("adjourn", "Reason, and until when", None))))
                (end)
                @if view.entries.iter().all(|entry| !entry.stands() || entry.what.is_about_the_start())
                    && !view.items.iter().any(|item| has_notes(view, item)) {
                    (ui::details_shown("Started by mistake?", is_back("undo-start"), step(
                        "undo-start", "Undo the start",
                        why("undo-start", "Reason for undoing the start", Some("The reason is kept with the record of the meeting")),
                    )))
                }
            },
            SittingState::Adjourned => {
                (step("resume", "Resume the meeting", html! {}))
                (end)
            },
            SittingState::Ended => {
                (ui::button(&ui::Button {
                    text: "Check the draft minutes", address: Some(&format!("{}/minutes/draft", view.meeting.address())), ..Default::default()
                }))
                @if view.is_circulated {
                    (ui::paragraph("The draft minutes have been circulated, so the meeting can no longer be reopened. Corrections are published with their reason."))
                } @else {
                    (ui::details_shown("Reopen the meeting", is_back("reopen"), step(
                        "reopen", "Reopen the meeting",
                        why("reopen", "Reason for reopening the meeting", Some("The reason is kept with the record of the meeting")),
                    )))
                }
            },
            SittingState::NotBegun => {},
        }
    }
}
