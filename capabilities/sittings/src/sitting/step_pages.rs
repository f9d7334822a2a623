//! Handlers for the steps of a meeting: starting, adjourning, resuming, ending, reopening and undoing the start.

use crate::sitting;
use crate::sitting::entry_form::moment;
use crate::sitting::pages::SittingView;
use access::By;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use lifecycle::{Transition, Why};
use maud::Markup;
use meetings::access::RECORD;
use meetings::confirmation::Confirmation;
use meetings::form::{NOT_A_TIME, is_ticked, some_line};
use meetings::meeting::PersonId;
use meetings::meeting::managing::meeting_of;
use meetings::sitting::store::Sitting;
use meetings::sitting::{Condition, LIFE, Recorded, SittingState, SittingStep, Standing, Taker};
use meetings::{confirmation, meeting};
use serde::Deserialize;
use std::collections::HashMap;
use web::{AppState, OrNotFound, Result, SignedIn, redirect_done, refused};

/// The form for a step.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct StepForm {
    #[serde(default)]
    pub step: String,
    #[serde(default)]
    pub at: String,
    #[serde(default)]
    pub presiding: String,
    #[serde(default)]
    pub why: String,
    #[serde(default)]
    pub confirmed: String,
    /// The attendance of each member: `standing-7`.
    #[serde(flatten)]
    pub others: HashMap<String, String>,
}

impl StepForm {
    /// Returns the attendance selected for each member of the board.
    fn standings(&self, view: &SittingView) -> Vec<(PersonId, Standing)> {
        let sent = |person: PersonId| Standing::read(self.others.get(&format!("standing-{person}"))?);
        view.seats.iter().filter_map(|seat| Some((seat.person, sent(seat.person)?))).collect()
    }

    fn presiding(&self, view: &SittingView) -> Option<PersonId> {
        self.presiding.parse().ok().filter(|person| view.seats.iter().any(|seat| seat.person == *person))
    }

    fn reason(&self) -> Option<String> {
        some_line(&self.why, 300)
    }
}

const NOT_POSSIBLE: &str = "You can no longer do this. Someone else may have done it already";

/// Handles `POST /meetings/{id}/sitting/step`.
pub(crate) async fn step(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<StepForm>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = sitting::pages::view(&state, meeting).await?;
    let refuse = |view: &SittingView, fault: ui::Fault<'static>| -> Result<Response> {
        Ok(refused(sitting::view::overview(&state, view, &form, &[fault], "")))
    };
    match judged(&view, &form) {
        Ok(_) => {}
        Err(Stop::Fault(fault)) => return refuse(&view, fault),
        Err(Stop::Unconfirmed(step, at)) => return Ok(confirmation(&state, &view, &form, (step, at)).await?.into_response()),
    }
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    meetings::sitting::store::hold(&transaction, view.meeting.id).await?;
    // Load and check again under the lock: someone may have started, cancelled, circulated or recorded something since.
    let meeting = meeting::store::by_id(&transaction, view.meeting.id).await?.or_not_found("Meeting")?;
    let view = sitting::pages::view_from(&state, &transaction, meeting).await?;
    let (at, line) = match judged(&view, &form) {
        Ok(judged) => judged,
        Err(stop) => {
            drop(transaction);
            return match stop {
                Stop::Fault(fault) => refuse(&view, fault),
                Stop::Unconfirmed(step, at) => Ok(confirmation(&state, &view, &form, (step, at)).await?.into_response()),
            };
        }
    };
    carry_out(&transaction, &view, &form, line, (at, by)).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("{}/sitting", view.meeting.address()), line.step.word()).into_response())
}

/// A line of the table of steps.
type Line = Transition<SittingState, SittingStep, Taker, Condition>;

/// Why a step is not taken yet.
enum Stop {
    Fault(ui::Fault<'static>),
    /// It only needs to be confirmed.
    Unconfirmed(SittingStep, DateTime<Utc>),
}

/// Returns the time of a step and its line of the table, or what stops it.
fn judged(view: &SittingView, form: &StepForm) -> std::result::Result<(DateTime<Utc>, &'static Line), Stop> {
    let at = moment(view.times(), &form.at).ok_or(Stop::Fault((NOT_A_TIME, "at")))?;
    let step = SittingStep::read(&form.step).ok_or(Stop::Fault((NOT_POSSIBLE, "step")))?;
    let taken = LIFE.take(view.sitting.state, step, |_| true, |condition| holds(view, form, at, condition));
    let line = taken.map_err(|refused| match refused.why {
        Why::Unmet(Condition::Confirmed | Condition::ConfirmedIfEarly) => Stop::Unconfirmed(step, at),
        Why::Unmet(condition) => Stop::Fault(fault(condition, step)),
        Why::NoSuchStep | Why::NotTheirs(_) => Stop::Fault((NOT_POSSIBLE, "step")),
    })?;
    Ok((at, line))
}

/// Checks whether a condition holds for the submitted step.
fn holds(view: &SittingView, form: &StepForm, at: DateTime<Utc>, condition: Condition) -> bool {
    let is_on_its_day = view.today == view.meeting.held_on;
    let has_time = !form.at.trim().is_empty();
    match condition {
        Condition::NotCancelled => !view.meeting.is_cancelled,
        Condition::InTheChair => {
            form.presiding(view).is_some_and(|person| form.standings(view).contains(&(person, Standing::Present)))
        }
        Condition::Time => is_on_its_day || has_time,
        Condition::AfterTheStart => view.sitting.began_at.is_none_or(|began| at >= began),
        Condition::NotInFuture => !(is_on_its_day && has_time && at > view.now),
        Condition::NotCirculated => !view.is_circulated,
        Condition::OnlyAttendance => {
            view.entries.iter().filter(|entry| entry.stands()).all(|entry| entry.what.is_about_the_start())
        }
        Condition::NoMinutes => view.notes.iter().all(|note| note.text.trim().is_empty()),
        Condition::Reason => form.reason().is_some(),
        Condition::Confirmed => is_ticked(&form.confirmed),
        Condition::ConfirmedIfEarly => {
            is_ticked(&form.confirmed) || confirmation::before_its_day(&view.meeting, view.today).is_none()
        }
    }
}

/// Returns what the form says about a condition that does not hold.
fn fault(condition: Condition, step: SittingStep) -> ui::Fault<'static> {
    match condition {
        Condition::NotCancelled => ("This meeting has been cancelled", "step"),
        Condition::InTheChair => ("Select who is in the chair from the members present", "presiding"),
        Condition::Time if step == SittingStep::Begin => ("Enter the time the meeting started", "at"),
        Condition::Time => ("Enter the time the meeting ended", "at"),
        Condition::AfterTheStart => ("The end of the meeting must be after its start", "at"),
        Condition::NotInFuture => ("The end of the meeting must be in the past", "at"),
        Condition::NotCirculated => ("The draft minutes have been circulated, so the meeting can no longer be reopened", "step"),
        Condition::OnlyAttendance => ("More than attendance has been recorded. Strike out everything else first", "step"),
        Condition::NoMinutes => ("Minutes have been written for an item of this meeting. Delete that text first", "step"),
        Condition::Reason if step == SittingStep::Reopen => ("Enter the reason for reopening the meeting", "reopen-why"),
        Condition::Reason => ("Enter the reason for undoing the start", "undo-start-why"),
        Condition::Confirmed | Condition::ConfirmedIfEarly => ("Confirm the step", "step"),
    }
}

/// Renders the page for confirming a step: an early start, or the end.
async fn confirmation(
    state: &AppState,
    view: &SittingView,
    form: &StepForm,
    (step, at): (SittingStep, DateTime<Utc>),
) -> Result<Markup> {
    let early = confirmation::before_its_day(&view.meeting, view.today);
    let (back, address) = (format!("{}/sitting", view.meeting.address()), format!("{}/sitting/step", view.meeting.address()));
    let mut fields = vec![("step", step.word()), ("at", &form.at), ("presiding", &form.presiding)];
    fields.extend(form.others.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    fields.sort_unstable();
    let page = if step == SittingStep::Begin {
        Confirmation {
            heading: "Are you sure you want to start this meeting before its day?",
            warning: early,
            will: vec![
                "The meeting is recorded as started, with the attendance that you chose. Nothing becomes public.".to_owned(),
                "Its minutes cannot be circulated before the day of the meeting. If it takes place today, move the meeting to today, now or after it has ended."
                    .to_owned(),
                "You can undo the start, with a reason, while nothing but attendance is recorded.".to_owned(),
            ],
            address: &address,
            fields,
            button: "Start the meeting early",
            is_final: true,
            back: ("Go back without starting it", &back),
            ..Confirmation::default()
        }
    } else {
        Confirmation {
            heading: "Are you sure you want to end the meeting?",
            warning: early,
            check: sitting::ending::to_check(view, &sitting::ending::of_others(state, view).await?),
            will: sitting::ending::consequences(view, at),
            address: &address,
            fields,
            button: "End the meeting",
            is_final: true,
            back: ("Go back to the meeting", &back),
            ..Confirmation::default()
        }
    };
    Ok(confirmation::page(state, &view.meeting, &page))
}

/// Carries out a step that has been checked.
async fn carry_out(
    transaction: &db::WriteTransaction,
    view: &SittingView,
    form: &StepForm,
    line: &Line,
    (at, by): (DateTime<Utc>, By<'_>),
) -> Result<()> {
    let meeting = view.meeting.id;
    let mut sitting = Sitting { state: line.to, ..view.sitting.clone() };
    let mut entries = Vec::new();
    match line.step {
        SittingStep::Begin => {
            sitting.began_at = Some(at);
            sitting.presiding = form.presiding(view);
            let attendance = |(person, standing): (PersonId, Standing)| Recorded::Attendance { person: person.get(), standing };
            entries.extend(form.standings(view).into_iter().map(attendance));
        }
        SittingStep::End => sitting.ended_at = Some(at),
        SittingStep::Adjourn => entries.push(Recorded::Adjourned { why: form.reason().unwrap_or_default() }),
        SittingStep::Reopen => {
            entries.push(Recorded::Reopened { why: form.reason().unwrap_or_default(), ended_at: sitting.ended_at });
            sitting.ended_at = None;
        }
        SittingStep::UndoStart => {
            let attendance = |what: &Recorded| matches!(what, Recorded::Attendance { .. });
            for entry in view.entries.iter().filter(|entry| entry.stands() && attendance(&entry.what)) {
                meetings::sitting::store::strike(transaction, meeting, entry.id, by).await?;
            }
            entries.push(Recorded::StartUndone { why: form.reason().unwrap_or_default() });
            sitting = Sitting { state: line.to, began_at: None, ended_at: None, presiding: None };
        }
        SittingStep::Resume => entries.push(Recorded::Resumed),
        // No meeting is scheduled here.
        SittingStep::Schedule => {}
    }
    // Acts on the record happen now, whenever the meeting was held.
    let is_of_the_record = matches!(line.step, SittingStep::Reopen | SittingStep::UndoStart);
    for what in &entries {
        meetings::sitting::store::record(transaction, meeting, None, what, if is_of_the_record { by.at } else { at }, by).await?;
    }
    let reason = form.reason().filter(|_| is_of_the_record);
    meetings::sitting::store::write_sitting(transaction, meeting, &sitting, (line.entry(), reason.as_deref()), by).await
}
