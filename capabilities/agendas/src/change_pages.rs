//! Pages for moving and cancelling a meeting. Both require confirmation, are published with a reason, and are emailed to members.

use crate::{agenda, preparation, publishing};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use db::Connection;
use foundation::{civil_date, time_of_day};
use maud::{Markup, html};
use meetings::access::PREPARE;
use meetings::agenda::{Agenda, MeetingDay};
use meetings::kinds::read;
use meetings::meeting::Meeting;
use meetings::meeting::managing::meeting_of;
use meetings::meeting::notice::Notice;
use meetings::messages::telling::Told;
use meetings::sitting::SittingState;
use meetings::{confirmation, messages, sitting};
use publications::Publishing;
use ui::FormState;
use web::{AppState, Confirmation, NOT_A_DATE, NOT_A_TIME, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// Puts the meeting as it is into the form for moving it.
fn fill(form: &mut FormState, meeting: &Meeting) {
    form.set("held_on", civil_date::written(meeting.held_on));
    form.set("time", meeting.starts_at.map(time_of_day::on_page).unwrap_or_default());
    form.set("place", meeting.place.clone().unwrap_or_default());
}

/// Handles `GET /meetings/{id}/change`.
pub(crate) async fn form(State(state): State<AppState>, who: SignedIn, Path(id): Path<String>) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let mut form = FormState::default();
    fill(&mut form, &meeting);
    page(&state, &meeting, &form).await
}

/// Handles `POST /meetings/{id}/change`.
pub(crate) async fn change(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    let Some((notice, reason)) = read_move(&state, &meeting, &mut form).await? else {
        return Ok(refused(page(&state, &meeting, &form).await?));
    };
    if !form.is_confirmed() {
        return Ok(confirm_change(&state, &meeting, &notice, &form, &reason).await?.into_response());
    }
    if let Some(fault) = publish(&state, &who, &meeting, &notice, &reason).await? {
        form.fault("held_on", fault);
        return Ok(refused(page(&state, &meeting, &form).await?));
    }
    Ok(redirect_done(&format!("{}/prepare", meeting.address()), "moved").into_response())
}

/// Reads the notice of the move and its reason, unless the meeting cannot be moved.
async fn read_move(state: &AppState, meeting: &Meeting, form: &mut SubmittedForm) -> Result<Option<(Notice, String)>> {
    let connection = state.db.reading();
    if let Some(fault) = against_moving(connection, meeting).await? {
        form.fault("held_on", fault);
    }
    let held_on = form.date("held_on").or_fault(NOT_A_DATE);
    let starts_at = form.time("time").optional(NOT_A_TIME);
    let place = form.line("place").at_most(160, "Place").optional();
    let reason = form.line("reason").at_most(300, "Reason for the change").required("Enter the reason for the change");
    if let Some(day) = held_on
        && let Some(fault) = against_day(connection, meeting, day, state.clock.today()).await?
    {
        form.fault("held_on", fault);
    }
    let before = notice_of(meeting);
    if let (Some(held_on), Some(starts_at), Some(place), Some(reason)) = (held_on, starts_at, place, reason)
        && !form.has_faults()
    {
        let notice = Notice { held_on, starts_at, place, ..before.clone() };
        if notice != before {
            let notice = Notice { was: Some(before.when_and_where()), reason: Some(reason.clone()), ..notice };
            return Ok(Some((notice, reason)));
        }
        form.fault("held_on", "Change the date, the time or the place");
    }
    Ok(None)
}

/// Handles `POST /meetings/{id}/cancel`.
pub(crate) async fn cancel(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, PREPARE, &id).await?;
    fill(&mut form, &meeting);
    if let Some(fault) = against_cancelling(state.db.reading(), &meeting).await? {
        form.fault("cancel_reason", fault);
    }
    let reason = form.line("cancel_reason").at_most(300, "Reason for cancelling");
    let reason = reason.required("Enter the reason for cancelling the meeting");
    let Some(reason) = reason.filter(|_| !form.has_faults()) else {
        return Ok(refused(page(&state, &meeting, &form).await?));
    };
    if !form.is_confirmed() {
        return Ok(confirm_cancellation(&state, &meeting, &reason).await?.into_response());
    }
    let notice = Notice { is_cancelled: true, reason: Some(reason.clone()), ..notice_of(&meeting) };
    if let Some(fault) = publish(&state, &who, &meeting, &notice, &reason).await? {
        form.fault("cancel_reason", fault);
        return Ok(refused(page(&state, &meeting, &form).await?));
    }
    Ok(redirect_done(&format!("{}/prepare", meeting.address()), "cancelled").into_response())
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

const STARTED: &str = "This meeting has started, so it can no longer be moved or cancelled";

/// Returns why a meeting can no longer be moved or cancelled, whether or not it has started.
fn against_any_change(meeting: &Meeting) -> Option<&'static str> {
    if meeting.has_minutes {
        Some("The minutes of this meeting have been published, so it can no longer be moved or cancelled")
    } else {
        meeting.is_cancelled.then_some("This meeting has already been cancelled. Schedule another one instead")
    }
}

/// Returns why a meeting cannot be cancelled.
async fn against_cancelling(connection: &Connection, meeting: &Meeting) -> Result<Option<&'static str>> {
    Ok(against_any_change(meeting).or(has_started(connection, meeting).await?.then_some(STARTED)))
}

async fn has_started(connection: &Connection, meeting: &Meeting) -> Result<bool> {
    Ok(sitting::store::sitting(connection, meeting.id).await?.state != SittingState::NotBegun)
}

/// Returns the date to which a started meeting can be moved: the day on which it actually started, if that was not its own date.
async fn started_early_on(connection: &Connection, meeting: &Meeting) -> Result<Option<NaiveDate>> {
    let sitting = sitting::store::sitting(connection, meeting.id).await?;
    Ok(sitting.started_on().filter(|day| sitting.state != SittingState::NotBegun && *day != meeting.held_on))
}

/// Returns why a meeting cannot be moved to any date.
async fn against_moving(connection: &Connection, meeting: &Meeting) -> Result<Option<&'static str>> {
    let is_fixed = has_started(connection, meeting).await? && started_early_on(connection, meeting).await?.is_none();
    Ok(against_any_change(meeting).or(is_fixed.then_some(STARTED)))
}

/// Returns why a meeting cannot be moved to this date.
async fn against_day(
    connection: &Connection,
    meeting: &Meeting,
    day: NaiveDate,
    today: NaiveDate,
) -> Result<Option<&'static str>> {
    if has_started(connection, meeting).await? {
        if started_early_on(connection, meeting).await? != Some(day) {
            return Ok(Some("This meeting has started, so it can only be moved to the day on which it started"));
        }
    } else if day < today {
        return Ok(Some("The new date must be today or in the future"));
    }
    let others = meetings::meeting::store::on_day(connection, day).await?;
    let is_taken = others.iter().any(|other| other.board == meeting.board && other.id != meeting.id && !other.is_cancelled);
    Ok(is_taken.then_some("The board already has a meeting on that date"))
}

/// Returns the consequences common to every change of a meeting.
async fn consequences(state: &AppState, meeting: &Meeting, about: &str) -> Result<Vec<String>> {
    let mut will = vec![
        "The change and its reason will be published. You cannot undo this.".to_owned(),
        confirmation::told(state, &messages::telling::names(state, meeting.board).await?, about),
    ];
    will.extend(confirmation::followers_told(state));
    will.push("Subscribed calendars will be updated.".to_owned());
    Ok(will)
}

/// Renders the page for confirming a move: the old and new details, and how much notice is left.
async fn confirm_change(state: &AppState, meeting: &Meeting, notice: &Notice, form: &FormState, reason: &str) -> Result<Markup> {
    let (was, now) = (notice_of(meeting).when_and_where().line(), notice.when_and_where().line());
    let shown = ui::summary_list(&[
        ui::SummaryRow::new("Was", html! { (was) }),
        ui::SummaryRow::new("Will be", html! { strong { (now) } }),
        ui::SummaryRow::new("Reason", html! { (reason) }),
    ]);
    let facts = preparation::preparing::facts(state, &Meeting { held_on: notice.held_on, ..meeting.clone() }).await?;
    let mut will = consequences(state, meeting, "the change").await?;
    if facts.is_published {
        will.push("The agenda is published again with the new date, time and place.".to_owned());
    }
    if notice.held_on != meeting.held_on && meeting.own_deadlines.is_some() {
        will.push("The deadlines that were set for this meeting are replaced by the usual ones.".to_owned());
    }
    let has_started = started_early_on(state.db.reading(), meeting).await?.is_some();
    let is_short = !has_started && !facts.is_published && facts.clear_days_left < facts.clear_days_needed;
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
                .then(|| "The day of this meeting has passed. Only move it if it did not take place on that day.".to_owned()),
            will,
            check: check.into_iter().collect(),
            shown: Some(shown),
            address: &address,
            fields: vec![
                ("held_on", form.value("held_on")),
                ("time", form.value("time")),
                ("place", form.value("place")),
                ("reason", reason),
            ],
            button: if is_moved { "Move the meeting" } else { "Change the meeting" },
            is_final: true,
            back: ("Go back without changing it", &back),
        },
    ))
}

/// Renders the page for confirming a cancellation.
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
            warning: passed.then(|| "The day of this meeting has passed. Only cancel it if it did not take place.".to_owned()),
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

/// Publishes the notice, republishes a public agenda with the new date, and emails the members. If someone else has moved,
/// cancelled or started the meeting, changes nothing and returns the fault.
async fn publish(
    state: &AppState,
    who: &SignedIn,
    meeting: &Meeting,
    notice: &Notice,
    reason: &str,
) -> Result<Option<&'static str>> {
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    sitting::store::hold(&transaction, meeting.id).await?;
    // Read again under the lock, which starting a meeting also takes, because two people may submit at once.
    let now = meetings::meeting::store::by_id(&transaction, meeting.id).await?.or_not_found("Meeting")?;
    let fault = if notice.is_cancelled {
        against_cancelling(&transaction, &now).await?
    } else {
        match against_moving(&transaction, &now).await? {
            None => against_day(&transaction, &now, notice.held_on, state.clock.today()).await?,
            fault => fault,
        }
    };
    let is_changed = notice_of(&now) != notice_of(meeting);
    let fault = fault.or(is_changed.then_some("Someone else has changed this meeting since you opened it"));
    if fault.is_some() {
        return Ok(fault);
    }
    let publishing = Publishing { at: state.clock.now(), actor: &actor, reason };
    if !publishing::publish_notice(&transaction, meeting.id, notice, &publishing).await?.is_change() {
        return Ok(None);
    }
    if notice.held_on != meeting.held_on && now.own_deadlines.is_some() {
        meetings::preparation::deadline_store::set(&transaction, meeting.id, None, state.by(&actor)).await?;
    }
    let agenda = publications::current(&transaction, &format!("meeting/{}/agenda", meeting.id)).await?;
    if let (Some(publication), false) = (agenda, notice.is_cancelled) {
        let agenda: Agenda = read(&publication.content)?;
        let held_on = MeetingDay::Day(notice.held_on);
        let moved = Agenda { held_on, starts_at: notice.starts_at, place: notice.place.clone(), ..agenda };
        publishing::put_agenda(&transaction, meeting.id, &moved, &publishing).await?;
        agenda::publishing::follow_move(&transaction, meeting.id, notice.held_on, &publishing).await?;
    }
    let news = public_record::news::of_notice(Some(&notice_of(meeting)), notice, Some(reason));
    let address = state.site.in_full(&meeting.address());
    let told = Told { subject: news.subject.clone(), text: format!("{}\n\n{address}\n", news.text()) };
    messages::telling::members(state, &transaction, meeting.board, &told).await?;
    transaction.commit().await?;
    Ok(None)
}

async fn page(state: &AppState, meeting: &Meeting, form: &FormState) -> Result<Markup> {
    let started_on = started_early_on(state.db.reading(), meeting).await?;
    let title = form.title("Move or cancel the meeting");
    let page = ui::Page { title: &title, section: Some(ui::Section::Work), ..state.page() };
    let address = meeting.address();
    let content = html! {
        (ui::back_link("Agenda", &format!("{address}/prepare")))
        div class="moothall-measure" {
            (form.summary())
            (ui::heading(Some(&format!("{}, {}", meeting.board_name, meeting.short_day())), "Move or cancel the meeting"))
            (ui::paragraph("The change and its reason will be public. You can check what will happen before it does."))
            @if let Some(day) = started_on {
                (ui::inset_text(html! {
                    "This meeting started on " (civil_date::written(day)) ", which is not its day. You can move it to "
                    (civil_date::written(day)) ", and to no other day. It can no longer be cancelled."
                }))
            }
            (ui::h2("Move the meeting"))
            form action={ (address) "/change" } method="post" novalidate {
                (form.date(&ui::DateInput { name: "held_on", label: "Date", ..Default::default() }))
                (form.time("time", "Time"))
                (form.line("place", "Place"))
                (form.line("reason", "Reason for the change"))
                (ui::send("Continue to move the meeting"))
            }
            (ui::h2("Cancel the meeting"))
            form action={ (address) "/cancel" } method="post" novalidate {
                (form.line("cancel_reason", "Reason for cancelling"))
                (ui::button(&ui::Button { text: "Continue to cancel the meeting", kind: ui::ButtonKind::Secondary, once: true, ..Default::default() }))
            }
        }
    };
    Ok(ui::page(&page, content))
}
