//! Handlers for the steps of a meeting: starting, adjourning, resuming, ending, reopening and undoing the start.

use crate::sitting;
use crate::sitting::entry_form::moment;
use crate::sitting::pages::SittingView;
use access::By;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use lifecycle::{Transition, Why};
use maud::Markup;
use meetings::access::RECORD;
use meetings::meeting::PersonId;
use meetings::meeting::managing::meeting_of;
use meetings::sitting::store::Sitting;
use meetings::sitting::{Condition, LIFE, Recorded, SittingState, SittingStep, Standing, Taker};
use meetings::{confirmation, meeting};
use ui::FormState;
use web::{AppState, Confirmation, NOT_A_TIME, OrNotFound, Result, SignedIn, SubmittedForm, redirect_done, refused};

/// A step that a clerk wants to take.
struct Wanted {
    step: SittingStep,
    at: DateTime<Utc>,
    /// Whether a time was given.
    has_time: bool,
    presiding: Option<PersonId>,
    /// The attendance selected for each member of the board.
    standings: Vec<(PersonId, Standing)>,
    reason: Option<String>,
    is_confirmed: bool,
}

/// The field for the attendance of a member.
pub(crate) fn standing_field(person: PersonId) -> String {
    format!("standing-{person}")
}

fn read(form: &mut SubmittedForm, view: &SittingView) -> Option<Wanted> {
    let time = form.time("at").optional(NOT_A_TIME);
    let step = form.parse("step", SittingStep::read).or_fault(NOT_POSSIBLE);
    let reason_id = format!("{}-why", form.value("step"));
    let reason = form.line("why").at(reason_id).at_most(300, "Reason").optional();
    let seats: Vec<PersonId> = view.seats.iter().map(|seat| seat.person).collect();
    let presiding = form.choice("presiding", &seats, ToString::to_string).optional(NOT_IN_THE_CHAIR);
    let mut standings = Vec::new();
    for seat in &view.seats {
        let standing = form.parse(standing_field(seat.person), Standing::read);
        let standing = standing.optional(format!("Select the attendance of {}", seat.name.full()));
        standings.extend(standing.flatten().map(|standing| (seat.person, standing)));
    }
    form.accept(())?;
    let (time, is_confirmed) = (time?, form.is_confirmed());
    Some(Wanted {
        step: step?,
        at: moment(view.times(), time),
        has_time: time.is_some(),
        presiding: presiding?,
        standings,
        reason: reason?,
        is_confirmed,
    })
}

const NOT_IN_THE_CHAIR: &str = "Select who is in the chair from the members present";
const NOT_POSSIBLE: &str = "You can no longer do this. Someone else may have done it already";

/// Handles `POST /meetings/{id}/sitting/step`.
pub(crate) async fn step(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    mut form: SubmittedForm,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = sitting::pages::view(&state, meeting).await?;
    if let Err(stop) = judged(&view, &mut form) {
        return stopped(&state, &view, &form, &stop).await;
    }
    let transaction = state.begin(&who.actor).await?;
    let by = transaction.by();
    meetings::sitting::store::hold(&transaction, view.meeting.id).await?;
    // Load and check again under the lock: someone may have started, cancelled, circulated or recorded something since.
    let meeting = meeting::store::by_id(&transaction, view.meeting.id).await?.or_not_found("Meeting")?;
    let view = sitting::pages::view_from(&state, &transaction, meeting).await?;
    let (wanted, line) = match judged(&view, &mut form) {
        Ok(judged) => judged,
        Err(stop) => {
            drop(transaction);
            return stopped(&state, &view, &form, &stop).await;
        }
    };
    carry_out(&transaction, &view, &wanted, line, by).await?;
    transaction.commit().await?;
    Ok(redirect_done(&format!("{}/sitting", view.meeting.address()), line.step.word()).into_response())
}

/// Returns the page for a step that is not taken yet.
async fn stopped(state: &AppState, view: &SittingView, form: &FormState, stop: &Stop) -> Result<Response> {
    match stop {
        Stop::Fault => Ok(refused(sitting::view::overview(state, view, form, ""))),
        Stop::Unconfirmed(wanted) => Ok(confirmation(state, view, form, wanted).await?.into_response()),
    }
}

/// A line of the table of steps.
type Line = Transition<SittingState, SittingStep, Taker, Condition>;

/// Why a step is not taken yet.
enum Stop {
    /// The form has a fault.
    Fault,
    /// It only needs to be confirmed.
    Unconfirmed(Box<Wanted>),
}

/// Returns a step with its line of the table, or what stops it.
fn judged(view: &SittingView, form: &mut SubmittedForm) -> std::result::Result<(Wanted, &'static Line), Stop> {
    let wanted = read(form, view).ok_or(Stop::Fault)?;
    let taken = LIFE.take(view.sitting.state, wanted.step, |_| true, |condition| holds(view, &wanted, condition));
    match taken.map_err(|refused| refused.why) {
        Ok(line) => Ok((wanted, line)),
        Err(Why::Unmet(Condition::Confirmed | Condition::ConfirmedIfEarly)) => Err(Stop::Unconfirmed(Box::new(wanted))),
        Err(why) => {
            let (message, field) = match why {
                Why::Unmet(condition) => fault(condition, wanted.step),
                Why::NoSuchStep | Why::NotTheirs(_) => (NOT_POSSIBLE, "step"),
            };
            form.fault(field, message);
            Err(Stop::Fault)
        }
    }
}

/// Checks whether a condition holds for a step.
fn holds(view: &SittingView, wanted: &Wanted, condition: Condition) -> bool {
    let is_on_its_day = view.today == view.meeting.held_on;
    match condition {
        Condition::NotCancelled => !view.meeting.is_cancelled,
        Condition::InTheChair => wanted.presiding.is_some_and(|person| wanted.standings.contains(&(person, Standing::Present))),
        Condition::Time => is_on_its_day || wanted.has_time,
        Condition::AfterTheStart => view.sitting.began_at.is_none_or(|began| wanted.at >= began),
        Condition::NotInFuture => !(is_on_its_day && wanted.has_time && wanted.at > view.now),
        Condition::NotCirculated => !view.is_circulated,
        Condition::OnlyAttendance => {
            view.entries.iter().filter(|entry| entry.stands()).all(|entry| entry.what.is_about_the_start())
        }
        Condition::NoMinutes => view.notes.iter().all(|note| note.text.trim().is_empty()),
        Condition::Reason => wanted.reason.is_some(),
        Condition::Confirmed => wanted.is_confirmed,
        Condition::ConfirmedIfEarly => wanted.is_confirmed || confirmation::before_its_day(&view.meeting, view.today).is_none(),
    }
}

/// Returns what the form says about a condition that does not hold.
fn fault(condition: Condition, step: SittingStep) -> (&'static str, &'static str) {
    match condition {
        Condition::NotCancelled => ("This meeting has been cancelled", "step"),
        Condition::InTheChair => (NOT_IN_THE_CHAIR, "presiding"),
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
async fn confirmation(state: &AppState, view: &SittingView, form: &FormState, wanted: &Wanted) -> Result<Markup> {
    let early = confirmation::before_its_day(&view.meeting, view.today);
    let (back, address) = (format!("{}/sitting", view.meeting.address()), format!("{}/sitting/step", view.meeting.address()));
    let mut fields = vec![("step", wanted.step.word()), ("at", form.value("at")), ("presiding", form.value("presiding"))];
    let attendance: Vec<String> = view.seats.iter().map(|seat| standing_field(seat.person)).collect();
    fields.extend(attendance.iter().map(|field| (field.as_str(), form.value(field))).filter(|(_, value)| !value.is_empty()));
    let page = if wanted.step == SittingStep::Begin {
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
            will: sitting::ending::consequences(view, wanted.at),
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
    wanted: &Wanted,
    line: &Line,
    by: By<'_>,
) -> Result<()> {
    let meeting = view.meeting.id;
    let mut sitting = Sitting { state: line.to, ..view.sitting.clone() };
    let mut entries = Vec::new();
    let why = || wanted.reason.clone().unwrap_or_default();
    match line.step {
        SittingStep::Begin => {
            sitting.began_at = Some(wanted.at);
            sitting.presiding = wanted.presiding;
            let attendance = |(person, standing): (PersonId, Standing)| Recorded::Attendance { person: person.get(), standing };
            entries.extend(wanted.standings.iter().copied().map(attendance));
        }
        SittingStep::End => sitting.ended_at = Some(wanted.at),
        SittingStep::Adjourn => entries.push(Recorded::Adjourned { why: why() }),
        SittingStep::Reopen => {
            entries.push(Recorded::Reopened { why: why(), ended_at: sitting.ended_at });
            sitting.ended_at = None;
        }
        SittingStep::UndoStart => {
            let attendance = |what: &Recorded| matches!(what, Recorded::Attendance { .. });
            for entry in view.entries.iter().filter(|entry| entry.stands() && attendance(&entry.what)) {
                meetings::sitting::store::strike(transaction, meeting, entry.id, by).await?;
            }
            entries.push(Recorded::StartUndone { why: why() });
            sitting = Sitting { state: line.to, began_at: None, ended_at: None, presiding: None };
        }
        SittingStep::Resume => entries.push(Recorded::Resumed),
        // No meeting is scheduled here.
        SittingStep::Schedule => {}
    }
    // Acts on the record happen now, whenever the meeting was held.
    let is_of_the_record = matches!(line.step, SittingStep::Reopen | SittingStep::UndoStart);
    for what in &entries {
        meetings::sitting::store::record(transaction, meeting, None, what, if is_of_the_record { by.at } else { wanted.at }, by)
            .await?;
    }
    let reason = wanted.reason.as_deref().filter(|_| is_of_the_record);
    meetings::sitting::store::write_sitting(transaction, meeting, &sitting, (line.entry(), reason), by).await
}
