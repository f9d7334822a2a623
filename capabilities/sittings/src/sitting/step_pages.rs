//! Handlers for the steps of a meeting: starting, adjourning, resuming, ending, reopening and undoing the start.

use crate::sitting;
use crate::sitting::entry_form::moment;
use crate::sitting::pages::SittingView;
use access::By;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{DateTime, Utc};
use maud::Markup;
use meetings::access::RECORD;
use meetings::confirmation::Confirmation;
use meetings::form::{NOT_A_TIME, is_ticked, some_line};
use meetings::meeting::PersonId;
use meetings::meeting::managing::meeting_of;
use meetings::sitting::store::Sitting;
use meetings::sitting::{Recorded, SittingState, Standing};
use meetings::{confirmation, meeting};
use serde::Deserialize;
use std::collections::HashMap;
use web::{AppState, Error, Result, SignedIn, refused};

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
    let at = match judged(&view, &form) {
        Ok((at, _)) => at,
        Err(fault) => return refuse(&view, fault),
    };
    if !is_ticked(&form.confirmed)
        && let Some(page) = confirmation(&state, &view, &form, at).await?
    {
        return Ok(page.into_response());
    }
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let transaction = state.db.begin().await?;
    meetings::sitting::store::hold(&transaction, view.meeting.id).await?;
    // Load and check again under the lock: someone may have started, cancelled, circulated or recorded something since.
    let meeting = meeting::store::by_id(&transaction, view.meeting.id).await?.ok_or(Error::NotFound("Meeting"))?;
    let view = sitting::pages::view_from(&state, &transaction, meeting).await?;
    let (at, next) = match judged(&view, &form) {
        Ok(judged) => judged,
        Err(fault) => {
            drop(transaction);
            return refuse(&view, fault);
        }
    };
    carry_out(&transaction, &view, &form, Sitting { state: next, ..view.sitting.clone() }, (at, by)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/sitting?done={}", view.meeting.address(), form.step)).into_response())
}

/// Returns the time of a step and the state that it leads to, or the fault if it is not possible.
fn judged(view: &SittingView, form: &StepForm) -> std::result::Result<(DateTime<Utc>, SittingState), ui::Fault<'static>> {
    let at = moment(view.times(), &form.at).ok_or((NOT_A_TIME, "at"))?;
    let next = meetings::sitting::after(view.sitting.state, &form.step).ok_or((NOT_POSSIBLE, "step"))?;
    fault(view, form, at).map_or(Ok((at, next)), Err)
}

/// Returns the fault in a submitted step.
fn fault(view: &SittingView, form: &StepForm, at: DateTime<Utc>) -> Option<ui::Fault<'static>> {
    let needs_time = view.today != view.meeting.held_on && form.at.trim().is_empty();
    match form.step.as_str() {
        "begin" => {
            let here = |person| form.standings(view).contains(&(person, Standing::Present));
            if view.meeting.is_cancelled {
                Some(("This meeting has been cancelled", "step"))
            } else if !form.presiding(view).is_some_and(here) {
                Some(("Select who is in the chair from the members present", "presiding"))
            } else {
                needs_time.then_some(("Enter the time the meeting started", "at"))
            }
        }
        "end" => {
            if needs_time {
                Some(("Enter the time the meeting ended", "at"))
            } else if view.sitting.began_at.is_some_and(|began| at < began) {
                Some(("The end of the meeting must be after its start", "at"))
            } else {
                let is_later = view.today == view.meeting.held_on && at > view.now && !form.at.trim().is_empty();
                is_later.then_some(("The end of the meeting must be in the past", "at"))
            }
        }
        "reopen" if view.is_circulated => {
            Some(("The draft minutes have been circulated, so the meeting can no longer be reopened", "step"))
        }
        "reopen" => form.reason().is_none().then_some(("Enter the reason for reopening the meeting", "reopen-why")),
        "undo-start" => {
            let mut others = view.entries.iter().filter(|entry| entry.stands() && !entry.what.is_about_the_start());
            if others.next().is_some() {
                Some(("More than attendance has been recorded. Strike out everything else first", "step"))
            } else if view.notes.iter().any(|note| !note.text.trim().is_empty()) {
                Some(("Minutes have been written for an item of this meeting. Delete that text first", "step"))
            } else {
                form.reason().is_none().then_some(("Enter the reason for undoing the start", "undo-start-why"))
            }
        }
        _ => None,
    }
}

/// Renders the page for confirming a step, if the step needs confirmation.
async fn confirmation(state: &AppState, view: &SittingView, form: &StepForm, at: DateTime<Utc>) -> Result<Option<Markup>> {
    let early = confirmation::before_its_day(&view.meeting, view.today);
    let (back, step) = (format!("{}/sitting", view.meeting.address()), format!("{}/sitting/step", view.meeting.address()));
    let mut fields = vec![("step", form.step.as_str()), ("at", &form.at), ("presiding", &form.presiding)];
    fields.extend(form.others.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    fields.sort_unstable();
    let page = match form.step.as_str() {
        "begin" if early.is_some() => Confirmation {
            heading: "Are you sure you want to start this meeting before its day?",
            warning: early,
            will: vec![
                "The meeting is recorded as started, with the attendance that you chose. Nothing becomes public.".to_owned(),
                "Its minutes cannot be circulated before the day of the meeting. If it takes place today, move the meeting to today, now or after it has ended."
                    .to_owned(),
                "You can undo the start, with a reason, while nothing but attendance is recorded.".to_owned(),
            ],
            address: &step,
            fields,
            button: "Start the meeting early",
            is_final: true,
            back: ("Go back without starting it", &back),
            ..Confirmation::default()
        },
        "end" => Confirmation {
            heading: "Are you sure you want to end the meeting?",
            warning: early,
            check: sitting::ending::to_check(view, &sitting::ending::of_others(state, view).await?),
            will: sitting::ending::consequences(view, at),
            address: &step,
            fields,
            button: "End the meeting",
            is_final: true,
            back: ("Go back to the meeting", &back),
            ..Confirmation::default()
        },
        _ => return Ok(None),
    };
    Ok(Some(confirmation::page(state, &view.meeting, &page)))
}

/// Carries out a step that has been checked.
async fn carry_out(
    transaction: &db::WriteTransaction,
    view: &SittingView,
    form: &StepForm,
    mut sitting: Sitting,
    (at, by): (DateTime<Utc>, By<'_>),
) -> Result<()> {
    let meeting = view.meeting.id;
    let mut entries = Vec::new();
    match form.step.as_str() {
        "begin" => {
            sitting.began_at = Some(at);
            sitting.presiding = form.presiding(view);
            let attendance = |(person, standing): (PersonId, Standing)| Recorded::Attendance { person: person.get(), standing };
            entries.extend(form.standings(view).into_iter().map(attendance));
        }
        "end" => sitting.ended_at = Some(at),
        "adjourn" => entries.push(Recorded::Adjourned { why: form.reason().unwrap_or_default() }),
        "reopen" => {
            entries.push(Recorded::Reopened { why: form.reason().unwrap_or_default(), ended_at: sitting.ended_at });
            sitting.ended_at = None;
        }
        "undo-start" => {
            let attendance = |what: &Recorded| matches!(what, Recorded::Attendance { .. });
            for entry in view.entries.iter().filter(|entry| entry.stands() && attendance(&entry.what)) {
                meetings::sitting::store::strike(transaction, meeting, entry.id, by).await?;
            }
            entries.push(Recorded::StartUndone { why: form.reason().unwrap_or_default() });
            sitting = Sitting { state: SittingState::NotBegun, began_at: None, ended_at: None, presiding: None };
        }
        _ => entries.push(Recorded::Resumed),
    }
    // Acts on the record happen now, whenever the meeting was held.
    let is_of_the_record = matches!(form.step.as_str(), "reopen" | "undo-start");
    for what in &entries {
        meetings::sitting::store::record(transaction, meeting, None, what, if is_of_the_record { by.at } else { at }, by).await?;
    }
    let reason = form.reason().filter(|_| is_of_the_record);
    meetings::sitting::store::write_sitting(transaction, meeting, &sitting, (&form.step, reason.as_deref()), by).await
}
