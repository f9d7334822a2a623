//! Moving a meeting and calling it off: both are published with their reason, and the members are told.

use crate::agenda::{Agenda, MeetingDay};
use crate::form::{
    NOT_A_DAY, NOT_A_TIME, day, day_field, line, line_field, send, some_line, time, time_field, written_day, written_time,
};
use crate::kinds::read;
use crate::meeting::{Meeting, MeetingId};
use crate::notice::Notice;
use crate::people::{PREPARE, board_place, facts};
use crate::telling::{self, Told};
use crate::{meeting_store, publishing};
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

/// What is sent.
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
}

/// `/meetings/{id}/change`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let form = ChangeForm {
        held_on: written_day(Some(meeting.held_on)),
        time: written_time(meeting.starts_at),
        place: meeting.place.clone().unwrap_or_default(),
        reason: String::new(),
    };
    Ok(page(&state, &meeting, &form, &[]))
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
    let mut faults = obstacles(&meeting);
    match held_on {
        None => faults.push((NOT_A_DAY, "held_on")),
        Some(day) if day < state.clock.today() => faults.push(("The new day must not be over", "held_on")),
        Some(day) => {
            let others = meeting_store::on_day(state.db.reading(), day).await?;
            if others.iter().any(|other| other.board == meeting.board && other.id != meeting.id && !other.is_cancelled) {
                faults.push(("The board meets on that day already", "held_on"));
            }
        }
    }
    if starts_at == Some(None) {
        faults.push((NOT_A_TIME, "time"));
    }
    if reason.is_empty() {
        faults.push(("Say why the meeting changes", "reason"));
    }
    let (Some(held_on), true) = (held_on, faults.is_empty()) else {
        return Ok(refused(page(&state, &meeting, &form, &faults)));
    };
    let notice = Notice {
        board: meeting.board_name.clone(),
        held_on,
        starts_at: starts_at.flatten(),
        place: some_line(&form.place, 160),
        is_cancelled: false,
    };
    publish(&state, &who, &meeting, &notice, &reason).await?;
    Ok(Redirect::to(&format!("{}/prepare?done=moved", meeting.address())).into_response())
}

/// What is sent to call a meeting off.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct CancelForm {
    #[serde(default)]
    cancel_reason: String,
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
    let mut faults = obstacles(&meeting);
    if reason.is_empty() {
        faults.push(("Say why the meeting is called off", "cancel_reason"));
    }
    if !faults.is_empty() {
        return Ok(refused(page(&state, &meeting, &ChangeForm::default(), &faults)));
    }
    let notice = Notice {
        board: meeting.board_name.clone(),
        held_on: meeting.held_on,
        starts_at: meeting.starts_at,
        place: meeting.place.clone(),
        is_cancelled: true,
    };
    publish(&state, &who, &meeting, &notice, &reason).await?;
    Ok(Redirect::to(&format!("{}/prepare?done=cancelled", meeting.address())).into_response())
}

fn obstacles(meeting: &Meeting) -> Vec<ui::Fault<'static>> {
    let mut faults = Vec::new();
    if meeting.has_minutes {
        faults.push(("The meeting was held: its minutes are published", "held_on"));
    }
    if meeting.is_cancelled {
        faults.push(("The meeting was called off already; lay out another", "held_on"));
    }
    faults
}

/// Publishes the notice, takes an agenda that is public along to the new day, and tells the members.
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
        publishing::publish_agenda(&transaction, &moved, &publishing).await?;
    }
    let day = foundation::civil_date::written_with_weekday(notice.held_on);
    let (subject, what) = if notice.is_cancelled {
        (format!("Cancelled: {}, {}", meeting.board_name, meeting.short_day()), format!("The meeting of {day} is called off."))
    } else {
        let time = notice.starts_at.map(|time| format!(" at {}", foundation::time_of_day::written(time))).unwrap_or_default();
        let place = notice.place.as_ref().map(|place| format!(", {place}")).unwrap_or_default();
        let what = format!("The meeting of {} is now to be held on {day}{time}{place}.", meeting.short_day());
        (format!("Changed: {}, {}", meeting.board_name, meeting.short_day()), what)
    };
    let told = Told { subject, text: format!("{}\n\n{what}\n\nThe reason: {reason}\n", meeting.board_name) };
    telling::members(state, &transaction, meeting.board, &told).await?;
    Ok(transaction.commit().await?)
}

fn page(state: &AppState, meeting: &Meeting, form: &ChangeForm, faults: &[ui::Fault<'_>]) -> Markup {
    let title = ui::form_title("Move or cancel the meeting", !faults.is_empty());
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let address = meeting.address();
    let content = html! {
        (ui::back_link("The meeting’s agenda", &format!("{address}/prepare")))
        div class="moothall-measure" {
            @if !faults.is_empty() { (ui::error_summary(faults)) }
            (ui::heading(Some(&format!("{}, {}", meeting.board_name, meeting.short_day())), "Move or cancel the meeting"))
            p class="govuk-body" { "The change is published with its reason, calendars that people follow take it over, and the members get a mail." }
            h2 class="govuk-heading-m" { "Move it" }
            form action={ (address) "/change" } method="post" novalidate {
                (day_field("held_on", "Day", &form.held_on, None, faults))
                (time_field("time", "Time", &form.time, faults))
                (line_field("place", "Place", &form.place, None, faults))
                (line_field("reason", "Why", &form.reason, None, faults))
                (send("Publish the change"))
            }
            h2 class="govuk-heading-m" { "Cancel it" }
            form action={ (address) "/cancel" } method="post" novalidate {
                (line_field("cancel_reason", "Why", "", None, faults))
                (ui::button(&ui::Button { text: "Cancel the meeting", kind: ui::ButtonKind::Warning, once: true, ..Default::default() }))
            }
        }
    };
    ui::page(&page, content)
}
