//! Moving a meeting and cancelling it: both are confirmed, published with their reason, and emailed to the members.

use crate::agenda::{Agenda, MeetingDay};
use crate::confirmation::{self, Confirmation};
use crate::form::{
    NOT_A_DAY, NOT_A_TIME, day, day_field, is_ticked, line, line_field, send, some_line, time, time_field, written_day,
    written_time,
};
use crate::kinds::read;
use crate::meeting::{Meeting, MeetingId};
use crate::notice::Notice;
use crate::people::{PREPARE, board_place, facts};
use crate::sitting::SittingState;
use crate::telling::{self, Told};
use crate::{meeting_news, meeting_store, preparing, publishing, sitting_store};
use access::Action;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use publications::Publishing;
use serde::Deserialize;
use web::{AppState, Error, Result, SignedIn, refused};

/// The meeting with this key, where whoever asks may do `action` with its business.
pub(crate) async fn meeting_of(state: &AppState, who: &SignedIn, action: Action, id: &str) -> Result<Meeting> {
    let not_found = || Error::NotFound("Meeting");
    let id: MeetingId = id.parse().map_err(|_| not_found())?;
    let meeting = meeting_store::by_id(state.db.reading(), id).await?.ok_or_else(not_found)?;
    let place = board_place(meeting.board);
    state.ask(&who.actor, action, &facts(meeting.id.get(), &place, false, &[]))?;
    Ok(meeting)
}

/// What is sent to move a meeting.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct ChangeForm {
    #[serde(default)]
    held_on: String,
    #[serde(default)]
    time: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    confirmed: String,
}

impl ChangeForm {
    fn of(meeting: &Meeting) -> Self {
        Self {
            held_on: written_day(Some(meeting.held_on)),
            time: written_time(meeting.starts_at),
            place: meeting.place.clone().unwrap_or_default(),
            ..Self::default()
        }
    }
}

/// What is sent to cancel a meeting.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct CancelForm {
    #[serde(default)]
    cancel_reason: String,
    #[serde(default)]
    confirmed: String,
}

/// `/meetings/{id}/change`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    Ok(page(&state, &meeting, (&ChangeForm::of(&meeting), ""), &[]))
}

/// `POST /meetings/{id}/change`.
pub(crate) async fn change(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<ChangeForm>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let (held_on, reason) = (day(&form.held_on), line(&form.reason, 300));
    let starts_at = some_line(&form.time, 20).map(|text| time(&text));
    let mut faults = obstacles(&state, &meeting, "held_on").await?;
    match held_on {
        None => faults.push((NOT_A_DAY, "held_on")),
        Some(day) if day < state.clock.today() => faults.push(("The new date must be today or in the future", "held_on")),
        Some(day) => {
            let others = meeting_store::on_day(state.db.reading(), day).await?;
            if others.iter().any(|other| other.board == meeting.board && other.id != meeting.id && !other.is_cancelled) {
                faults.push(("The board already has a meeting on that date", "held_on"));
            }
        }
    }
    if starts_at == Some(None) {
        faults.push((NOT_A_TIME, "time"));
    }
    if reason.is_empty() {
        faults.push(("Enter the reason for the change", "reason"));
    }
    let (Some(held_on), true) = (held_on, faults.is_empty()) else {
        return Ok(refused(page(&state, &meeting, (&form, ""), &faults)));
    };
    let before = notice_of(&meeting);
    let notice = Notice { held_on, starts_at: starts_at.flatten(), place: some_line(&form.place, 160), ..before.clone() };
    if notice == before {
        let fault = [("Change the date, the time or the place", "held_on")];
        return Ok(refused(page(&state, &meeting, (&form, ""), &fault)));
    }
    let notice = Notice { was: Some(before.when_and_where()), reason: Some(reason.clone()), ..notice };
    if !is_ticked(&form.confirmed) {
        return Ok(confirm_change(&state, &meeting, &notice, &form, &reason).await?.into_response());
    }
    publish(&state, &who, &meeting, &notice, &reason).await?;
    Ok(Redirect::to(&format!("{}/prepare?done=moved", meeting.address())).into_response())
}

/// `POST /meetings/{id}/cancel`.
pub(crate) async fn cancel(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<CancelForm>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let reason = line(&form.cancel_reason, 300);
    let mut faults = obstacles(&state, &meeting, "cancel_reason").await?;
    if reason.is_empty() {
        faults.push(("Enter the reason for cancelling the meeting", "cancel_reason"));
    }
    if !faults.is_empty() {
        return Ok(refused(page(&state, &meeting, (&ChangeForm::of(&meeting), &form.cancel_reason), &faults)));
    }
    if !is_ticked(&form.confirmed) {
        return Ok(confirm_cancellation(&state, &meeting, &reason).await?.into_response());
    }
    let notice = Notice { is_cancelled: true, reason: Some(reason.clone()), ..notice_of(&meeting) };
    publish(&state, &who, &meeting, &notice, &reason).await?;
    Ok(Redirect::to(&format!("{}/prepare?done=cancelled", meeting.address())).into_response())
}

fn notice_of(meeting: &Meeting) -> Notice {
    Notice {
        board: meeting.board_name.clone(),
        held_on: meeting.held_on,
        starts_at: meeting.starts_at,
        place: meeting.place.clone(),
        is_cancelled: false,
        was: None,
        reason: None,
    }
}

/// Why a meeting cannot be moved or cancelled any more.
async fn obstacles(state: &AppState, meeting: &Meeting, field: &'static str) -> Result<Vec<ui::Fault<'static>>> {
    let mut faults = Vec::new();
    let sitting = sitting_store::sitting(state.db.reading(), meeting.id).await?;
    if meeting.has_minutes {
        faults.push(("The minutes of this meeting have been published, so it can no longer be moved or cancelled", field));
    } else if sitting.state != SittingState::NotBegun {
        faults.push(("This meeting has started, so it can no longer be moved or cancelled", field));
    }
    if meeting.is_cancelled {
        faults.push(("This meeting has already been cancelled. Schedule another one instead", field));
    }
    Ok(faults)
}

/// What follows from a change of the meeting, whatever it is.
async fn consequences(state: &AppState, meeting: &Meeting, about: &str) -> Result<Vec<String>> {
    Ok(vec![
        "The change is published with its reason and cannot be taken back.".to_owned(),
        confirmation::told(&telling::names(state, meeting.board).await?, about),
        "People who follow the board by email are told, and calendars that subscribe to the board change.".to_owned(),
    ])
}

/// The page to confirm a move on: what was, what will be, and how much notice is left.
async fn confirm_change(state: &AppState, meeting: &Meeting, notice: &Notice, form: &ChangeForm, reason: &str) -> Result<Markup> {
    let (was, now) = (notice_of(meeting).when_and_where().line(), notice.when_and_where().line());
    let shown = ui::summary_list(&[
        ui::SummaryRow::new("Was", html! { (was) }),
        ui::SummaryRow::new("Will be", html! { strong { (now) } }),
        ui::SummaryRow::new("Reason", html! { (reason) }),
    ]);
    let facts = preparing::facts(state, &Meeting { held_on: notice.held_on, ..meeting.clone() }).await?;
    let mut will = consequences(state, meeting, "the change").await?;
    if facts.is_published {
        will.push("The agenda is published again with the new date, time and place.".to_owned());
    }
    let is_short = !facts.is_published && facts.clear_days_left < facts.clear_days_needed;
    let check = is_short.then(|| {
        let left =
            if facts.clear_days_left == 1 { "1 clear day".to_owned() } else { format!("{} clear days", facts.clear_days_left) };
        format!(
            "Only {left} would remain before the new date. The agenda needs {} (Local Government Act 1972, section 100B).",
            facts.clear_days_needed
        )
    });
    let is_moved = notice.held_on != meeting.held_on;
    let (address, back) = (format!("{}/change", meeting.address()), format!("{}/change", meeting.address()));
    let passed = meeting.held_on < state.clock.today();
    Ok(confirmation::page(
        state,
        meeting,
        &Confirmation {
            heading: if is_moved {
                "Are you sure you want to move this meeting?"
            } else {
                "Are you sure you want to change this meeting?"
            },
            warning: passed
                .then(|| "The day of this meeting has passed. Moving it says that it did not take place on that day.".to_owned()),
            will,
            check: check.into_iter().collect(),
            shown: Some(shown),
            address: &address,
            fields: vec![("held_on", &form.held_on), ("time", &form.time), ("place", &form.place), ("reason", reason)],
            button: if is_moved { "Move the meeting" } else { "Change the meeting" },
            is_final: true,
            back: ("Go back without changing it", &back),
        },
    ))
}

/// The page to confirm a cancellation on.
async fn confirm_cancellation(state: &AppState, meeting: &Meeting, reason: &str) -> Result<Markup> {
    let was = notice_of(meeting).when_and_where().line();
    let shown =
        ui::summary_list(&[ui::SummaryRow::new("Meeting", html! { (was) }), ui::SummaryRow::new("Reason", html! { (reason) })]);
    let (address, back) = (format!("{}/cancel", meeting.address()), format!("{}/change", meeting.address()));
    let passed = meeting.held_on < state.clock.today();
    Ok(confirmation::page(
        state,
        meeting,
        &Confirmation {
            heading: "Are you sure you want to cancel this meeting?",
            warning: passed
                .then(|| "The day of this meeting has passed. Cancelling it says that it did not take place.".to_owned()),
            will: consequences(state, meeting, "the cancellation").await?,
            shown: Some(shown),
            address: &address,
            fields: vec![("cancel_reason", reason)],
            button: "Cancel the meeting",
            is_final: true,
            back: ("Go back without cancelling it", &back),
            ..Confirmation::default()
        },
    ))
}

/// Publishes the notice, publishes an agenda that is public again with the new day, and emails the members.
async fn publish(state: &AppState, who: &SignedIn, meeting: &Meeting, notice: &Notice, reason: &str) -> Result<()> {
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason };
    publishing::publish_notice(&transaction, meeting.id, notice, &publishing).await?;
    let agenda = publications::current(&transaction, &format!("meeting/{}/agenda", meeting.id)).await?;
    if let (Some(publication), false) = (agenda, notice.is_cancelled) {
        let agenda: Agenda = read(&publication.content)?;
        let held_on = MeetingDay::Day(notice.held_on);
        let moved = Agenda { held_on, starts_at: notice.starts_at, place: notice.place.clone(), ..agenda };
        publishing::put_agenda(&transaction, &moved, &publishing).await?;
    }
    let news = meeting_news::of_notice(Some(&notice_of(meeting)), notice, Some(reason));
    let address = state.site.in_full(&meeting.address());
    let told = Told { subject: news.subject.clone(), text: format!("{}\n\n{address}\n", news.text()) };
    telling::members(state, &transaction, meeting.board, &told).await?;
    Ok(transaction.commit().await?)
}

fn page(state: &AppState, meeting: &Meeting, (form, cancel_reason): (&ChangeForm, &str), faults: &[ui::Fault<'_>]) -> Markup {
    let title = ui::form_title("Move or cancel the meeting", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let address = meeting.address();
    let content = html! {
        (ui::back_link("Agenda", &format!("{address}/prepare")))
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(Some(&format!("{}, {}", meeting.board_name, meeting.short_day())), "Move or cancel the meeting"))
            p class="govuk-body" { "The change and its reason will be public. You can check what will happen before it does." }
            h2 class="govuk-heading-m" { "Move the meeting" }
            form action={ (address) "/change" } method="post" novalidate {
                (day_field("held_on", "Date", &form.held_on, None, faults))
                (time_field("time", "Time", &form.time, faults))
                (line_field("place", "Place", &form.place, None, faults))
                (line_field("reason", "Reason for the change", &form.reason, None, faults))
                (send("Continue to move the meeting"))
            }
            h2 class="govuk-heading-m" { "Cancel the meeting" }
            form action={ (address) "/cancel" } method="post" novalidate {
                (line_field("cancel_reason", "Reason for cancelling", cancel_reason, None, faults))
                (ui::button(&ui::Button { text: "Continue to cancel the meeting", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
            }
        }
    };
    ui::page(&page, content)
}
