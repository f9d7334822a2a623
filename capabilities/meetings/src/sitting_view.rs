//! What the clerk sees while a meeting sits.

use crate::draft_item::{DraftItem, ItemKind};
use crate::form::{hidden, time_field};
use crate::minutes::BoardRole;
use crate::prepare_pages::trail;
use crate::sitting::{self, Entry, Recorded, SittingState, Standing, Votes};
use crate::sitting_entry_form::EntryForm;
use crate::sitting_item_view;
use crate::sitting_pages::{SittingView, clock_time, member_field, record_button};
use foundation::civil_date;
use maud::{Markup, html};
use web::AppState;

/// The screen of the meeting as a whole.
pub(crate) fn overview(state: &AppState, view: &SittingView, faults: &[ui::Fault<'_>], done: &str) -> Markup {
    let meeting = &view.meeting;
    let banner = match done {
        "begin" => Some("The meeting has begun."),
        "adjourn" => Some("The meeting is adjourned."),
        "resume" => Some("The meeting goes on."),
        "end" => Some("The meeting is over. Its minutes can be drafted."),
        "recorded" => Some("Recorded."),
        _ => None,
    };
    let title = ui::form_title(&format!("In the meeting, {}", meeting.short_day()), !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs: trail(meeting), ..state.page() };
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        @if let Some(banner) = banner { (ui::done(banner)) }
        (ui::heading(Some(&meeting.board_name), &format!("In the meeting of {}", meeting.day())))
        (bar(view))
        @if view.sitting.state == SittingState::NotBegun { (beginning(view, faults)) }
        @else {
            div class="govuk-grid-row" {
                div class="govuk-grid-column-two-thirds" {
                    h2 class="govuk-heading-m" { "Items" }
                    (items(view))
                    (steps(view, faults))
                }
                div class="govuk-grid-column-one-third" {
                    h2 class="govuk-heading-m" { "Who is here" }
                    (who_is_here(view))
                }
            }
            h2 class="govuk-heading-m" { "Recorded for the meeting as a whole" }
            (entries(view, &view.entries.iter().filter(|entry| entry.item.is_none()).collect::<Vec<_>>()))
        }
    };
    ui::page(&page, content)
}

/// The screen of one item.
pub(crate) fn item(
    state: &AppState,
    view: &SittingView,
    item: &DraftItem,
    form: &EntryForm,
    faults: &[ui::Fault<'_>],
    done: &str,
) -> Markup {
    let meeting = &view.meeting;
    let heading = format!("{} {}", item.number.as_deref().unwrap_or_default(), item.own_title());
    let title = ui::form_title(&heading, !faults.is_empty());
    let mut breadcrumbs = trail(meeting);
    breadcrumbs.push(("In the meeting".into(), format!("{}/sitting", meeting.address())));
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), breadcrumbs, ..state.page() };
    let content = html! {
        @if !faults.is_empty() { (ui::error_summary(faults)) }
        @if done == "recorded" { (ui::done("Recorded.")) }
        @if done == "noted" { (ui::done("The notes are saved.")) }
        (ui::heading(Some(&format!("In the meeting, {}", item.kind.label())), &heading))
        (bar(view))
        (neighbours(view, item))
        (sitting_item_view::content(view, item, form))
        h2 class="govuk-heading-m" id="recorded" { "Recorded at this item" }
        (entries(view, &view.entries.iter().filter(|entry| entry.item == Some(item.id)).collect::<Vec<_>>()))
        (neighbours(view, item))
    };
    ui::page(&page, content)
}

/// Where the meeting stands, on each of its screens.
fn bar(view: &SittingView) -> Markup {
    let present = view.present().len();
    let (word, colour) = match view.sitting.state {
        SittingState::NotBegun => ("Not begun", ui::TagColour::Grey),
        SittingState::Open => ("Sitting", ui::TagColour::Green),
        SittingState::Adjourned => ("Adjourned", ui::TagColour::Yellow),
        SittingState::Ended => ("Over", ui::TagColour::Grey),
    };
    let presiding = view.sitting.presiding.map(|person| view.name(person.get())).unwrap_or_default();
    let is_short = view.quorum.is_some_and(|quorum| present < quorum as usize);
    html! {
        div class="moothall-sitting-bar" role="status" {
            (ui::tag(word, colour))
            @if view.sitting.state != SittingState::NotBegun {
                span { strong { (present) } @if present == 1 { " member here" } @else { " members here" } @if let Some(quorum) = view.quorum { ", quorum " (quorum) } }
                @if !presiding.is_empty() { span { (presiding) " presides" } }
                @if let Some(began) = view.sitting.began_at { span { "Began at " (clock_time(began)) } }
                @if let Some(ended) = view.sitting.ended_at { span { "Ended at " (clock_time(ended)) } }
                @if sitting::is_closed(&view.entries) { (ui::tag("In private", ui::TagColour::Red)) }
            }
        }
        @if is_short && view.sitting.state == SittingState::Open {
            (ui::warning_text(html! { "Fewer members are here than the quorum. Nothing can be decided." }))
        }
        @if view.quorum.is_none() { p class="govuk-hint" { "No quorum is set for this board: its desk has a page for it." } }
    }
}

fn beginning(view: &SittingView, faults: &[ui::Fault<'_>]) -> Markup {
    let chair = view
        .seats
        .iter()
        .find(|seat| matches!(seat.role, BoardRole::Chair | BoardRole::ViceChair) && !view.told_ahead.contains_key(&seat.person));
    let chair = chair.map(|seat| seat.person.to_string()).unwrap_or_default();
    let options: Vec<(String, String)> = view.seats.iter().map(|seat| (seat.person.to_string(), seat.name.full())).collect();
    html! {
        form action={ (view.meeting.address()) "/sitting/step" } method="post" novalidate {
            (hidden("step", "begin"))
            h2 class="govuk-heading-m" { "Who is here?" }
            @if view.seats.is_empty() {
                p class="govuk-body" { "Nobody sits on the board on this day. " a class="govuk-link" href=(format!("/boards/{}/people", view.meeting.board_slug)) { "Add its members first" } "." }
            }
            div class="moothall-roll" {
                @for seat in &view.seats {
                    @let standing = view.told_ahead.get(&seat.person).copied().unwrap_or(if seat.role == BoardRole::Substitute { Standing::Absent } else { Standing::Present });
                    @let name = seat.name.full();
                    @let field = format!("standing-{}", seat.person);
                    (ui::select(&ui::Select {
                        name: &field,
                        label: &if seat.role == BoardRole::Member { name.clone() } else { format!("{name} ({})", seat.role.words()) },
                        value: Standing::ALL.iter().find(|(known, _, _)| *known == standing).map(|(_, word, _)| *word),
                        options: Standing::ALL.iter().map(|(_, value, text)| ui::SelectOption { value, text }).collect(),
                        ..Default::default()
                    }))
                }
            }
            (ui::select(&ui::Select {
                name: "presiding", label: "Who presides", value: Some(&chair), error: ui::error_about(faults, "presiding"),
                options: options.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(), ..Default::default()
            }))
            (time_field("at", "Began at (now, where this is empty)", "", faults))
            (record_button("Begin the meeting"))
        }
    }
}

fn items(view: &SittingView) -> Markup {
    html! {
        ol class="moothall-order" {
            @for item in &view.items {
                @let count = view.entries.iter().filter(|entry| entry.item == Some(item.id) && entry.stands()).count();
                @let has_notes = view.notes.iter().any(|note| note.item_id == item.id.get() && !note.text.is_empty());
                li class="moothall-order__item" {
                    span class="moothall-order__number" { (item.number.as_deref().unwrap_or("–")) }
                    div class="moothall-order__what" {
                        a class="govuk-link" href={ (view.meeting.address()) "/sitting/" (item.id) } { (item.own_title()) }
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

fn told_of(item: &DraftItem, has_notes: bool, recorded: usize) -> String {
    let told = [
        item.told_kind().map(str::to_owned),
        item.minutes.map(|minutes| format!("{minutes} minutes")),
        has_notes.then(|| "notes".to_owned()),
        (recorded > 0).then(|| format!("{recorded} recorded")),
    ];
    told.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn steps(view: &SittingView, faults: &[ui::Fault<'_>]) -> Markup {
    let address = format!("{}/sitting/step", view.meeting.address());
    let step = |word: &str, text: &str, open: Markup| {
        html! {
            form action=(address) method="post" novalidate { (hidden("step", word)) (open) (record_button(text)) }
        }
    };
    html! {
        @match view.sitting.state {
            SittingState::Open => {
                (ui::details("Adjourn the meeting", step("adjourn", "Adjourn", html! {
                    (ui::input(&ui::Input { name: "why", label: "Why, and until when", ..Default::default() }))
                })))
                (step("end", "End the meeting", time_field("at", "Ended at (now, where this is empty)", "", faults)))
            },
            SittingState::Adjourned => (step("resume", "Resume the meeting", html! {})),
            SittingState::Ended => p class="govuk-body" {
                a class="govuk-link" href={ (view.meeting.address()) "/minutes/draft" } { "Draft the minutes" }
            },
            SittingState::NotBegun => {},
        }
    }
}

fn who_is_here(view: &SittingView) -> Markup {
    let present = view.present();
    let post = format!("{}/sitting/entries", view.meeting.address());
    html! {
        ul class="govuk-list" {
            @for seat in &view.seats {
                @let is_here = present.contains(&seat.person);
                @if is_here || seat.role != BoardRole::Substitute {
                    li class="moothall-here" {
                        span { (seat.name.full()) @if seat.role != BoardRole::Member { " (" (seat.role.words()) ")" } }
                        form action=(post) method="post" {
                            (hidden("kind", if is_here { "left" } else { "arrived" })) (hidden("person", seat.person))
                            button type="submit" class="govuk-button govuk-button--secondary moothall-order__button" {
                                @if is_here { "Left" } @else { "Arrived" }
                                span class="govuk-visually-hidden" { ": " (seat.name.full()) }
                            }
                        }
                    }
                }
            }
        }
        (ui::details("At another time, officers, others", html! {
            form action=(post) method="post" novalidate {
                (ui::select(&ui::Select {
                    name: "kind", id: Some("moved"), label: "What happened",
                    options: vec![ui::SelectOption { value: "left", text: "Left" }, ui::SelectOption { value: "arrived", text: "Arrived" }], ..Default::default()
                }))
                (member_field("person", "moved-person", "Member", view, None, false))
                (ui::input(&ui::Input { name: "at", id: Some("moved-at"), label: "At", hint: Some("For example, 7.05 pm"), width: Some(10), ..Default::default() }))
                (record_button("Record"))
            }
            form action=(post) method="post" novalidate {
                (hidden("kind", "officer"))
                (ui::input(&ui::Input { name: "name", id: Some("officer-name"), label: "Officer present", hint: Some("As the minutes print it, like K. Example"), ..Default::default() }))
                (ui::input(&ui::Input { name: "post", id: Some("officer-post"), label: "Post", ..Default::default() }))
                (record_button("Add the officer"))
            }
            form action=(post) method="post" novalidate {
                (hidden("kind", "guest"))
                (ui::input(&ui::Input { name: "name", id: Some("guest-name"), label: "Also in attendance", ..Default::default() }))
                (record_button("Add them"))
            }
        }))
    }
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
            (link("Before", position.checked_sub(1).and_then(|position| view.items.get(position))))
            (link("Next", view.items.get(position + 1)))
            li { a class="govuk-link" href={ (view.meeting.address()) "/sitting" } { "The whole meeting" } }
        }
    }
}

fn entries(view: &SittingView, entries: &[&Entry]) -> Markup {
    html! {
        @if entries.is_empty() { p class="govuk-body" { "Nothing yet." } }
        @else {
            ul class="govuk-list moothall-recorded" {
                @for entry in entries {
                    li class=(if entry.stands() { "" } else { "moothall-recorded__struck" }) {
                        div {
                            span class="moothall-recorded__time" { (clock_time(entry.at)) } " " (said(view, &entry.what))
                            " " span class="govuk-hint" { "by " (entry.recorded_by) }
                            @if let Some(by) = &entry.struck_by { " " span class="govuk-hint" { "Struck out by " (by) } }
                        }
                        @if entry.stands() {
                            form action={ (view.meeting.address()) "/sitting/entries/" (entry.id) "/strike" } method="post" {
                                button type="submit" class="govuk-button govuk-button--secondary moothall-order__button" {
                                    "Strike out" span class="govuk-visually-hidden" { ": " (said(view, &entry.what)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// An entry in words.
pub(crate) fn said(view: &SittingView, what: &Recorded) -> String {
    match what {
        Recorded::Attendance { person, standing } => {
            let word = Standing::ALL.iter().find(|(known, _, _)| known == standing).map_or("", |(_, _, text)| *text);
            format!("{}: {}", view.name(*person), word.to_lowercase())
        }
        Recorded::Arrived { person } => format!("{} arrived", view.name(*person)),
        Recorded::Left { person } => format!("{} left", view.name(*person)),
        Recorded::Officer { name, post } => {
            format!("Officer present: {name}{}", post.as_ref().map(|post| format!(", {post}")).unwrap_or_default())
        }
        Recorded::Guest { name } => format!("Also in attendance: {name}"),
        Recorded::Declared { person, nature, withdrew, is_sensitive, .. } => {
            let nature = if *is_sensitive { "a sensitive interest" } else { nature };
            format!("{} declared an interest: {nature}{}", view.name(*person), if *withdrew { ", and withdrew" } else { "" })
        }
        Recorded::Motion { text, mover, seconder, amends } => {
            let by = |role: &str, person: &Option<i64>| {
                person.map(|person| format!(", {role} by {}", view.name(person))).unwrap_or_default()
            };
            format!(
                "{}: {text}{}{}",
                if amends.is_some() { "Amendment" } else { "Motion" },
                by("moved", mover),
                by("seconded", seconder)
            )
        }
        Recorded::Vote { votes, carried, .. } => {
            let count = match votes {
                Votes::Hands { in_favour, against, abstained, .. } => {
                    format!("{in_favour} for, {against} against, {abstained} abstained")
                }
                Votes::Named { votes, .. } => format!("recorded vote of {} members", votes.len()),
            };
            format!("Vote: {count}: {}", if *carried { "carried" } else { "lost" })
        }
        Recorded::Resolution { form, clauses, .. } => format!("{form}: That {}", clauses.join("; ")),
        Recorded::Action { owner, task, due_on } => {
            format!(
                "Action for {owner}: {task}{}",
                due_on.map(|day| format!(", by {}", civil_date::written(day))).unwrap_or_default()
            )
        }
        Recorded::Exclusion { .. } => "The public was excluded".to_owned(),
        Recorded::Readmission => "The public was let in again".to_owned(),
        Recorded::Recommendation { body, text } => format!("Recommendation to {body}: {text}"),
        Recorded::Adjourned { why } => format!("Adjourned{}", if why.is_empty() { String::new() } else { format!(": {why}") }),
        Recorded::Resumed => "Resumed".to_owned(),
        Recorded::MinutesApproved { held_on, .. } => format!("The minutes of {} were approved", civil_date::written(*held_on)),
    }
}

/// Whether an item takes the minutes of the meeting before.
pub(crate) fn takes_minutes(item: &DraftItem) -> bool {
    item.kind == ItemKind::Minutes
}
