//! The clerk's screen while a meeting sits: who is here, the items, and the steps of the sitting.

use crate::draft_item::DraftItem;
use crate::form::{NOT_A_TIME, send, some_line, time};
use crate::interest::{self, Interest};
use crate::meeting::{DraftItemId, Meeting, PersonId};
use crate::meeting_change_pages::meeting_of;
use crate::minutes::BoardRole;
use crate::people::RECORD;
use crate::recommendation_store::{self, Made};
use crate::seat_store::{self, SeatOn};
use crate::sitting::{self, Entry, Recorded, SittingState, Standing};
use crate::sitting_entry_form::{EntryForm, Known, on_day};
use crate::sitting_store::{self, Note, Sitting};
use crate::{actor_name, draft_item_store, interest_store, publishing, rules, sitting_view};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use chrono::{Days, NaiveDate};
use foundation::london;
use maud::Markup;
use serde::Deserialize;
use std::collections::HashMap;
use web::{AppState, Done, Error, Result, SignedIn, refused};

/// Everything that the screen shows.
pub(crate) struct SittingView {
    pub meeting: Meeting,
    pub sitting: Sitting,
    pub seats: Vec<SeatOn>,
    pub items: Vec<DraftItem>,
    pub entries: Vec<Entry>,
    pub notes: Vec<Note>,
    /// How members stand to the meeting by what they told ahead.
    pub told_ahead: HashMap<PersonId, Standing>,
    pub quorum: Option<u32>,
    /// Interests that were declared ahead.
    pub ahead: Vec<Interest>,
    /// By when an interest declared at the meeting is notified to the monitoring officer.
    pub notify_by: Option<NaiveDate>,
}

impl SittingView {
    /// The name of a member.
    pub(crate) fn name(&self, person: i64) -> String {
        self.seats.iter().find(|seat| seat.person.get() == person).map_or_else(|| "A member".to_owned(), |seat| seat.name.full())
    }

    pub(crate) fn present(&self) -> Vec<PersonId> {
        sitting::present(&self.entries)
    }

    pub(crate) fn item(&self, id: DraftItemId) -> Option<&DraftItem> {
        self.items.iter().find(|item| item.id == id)
    }
}

/// Reads everything of a meeting's sitting.
pub(crate) async fn view(state: &AppState, meeting: Meeting) -> Result<SittingView> {
    let connection = state.db.reading();
    let board = crate::board_store::by_id(connection, meeting.board).await?.ok_or(Error::NotFound("Board"))?;
    let (register, _) = publishing::register_and_version(connection, &board).await?;
    let apologies = interest_store::apologies(connection, meeting.id).await?;
    let told_ahead = apologies.iter().map(|apology| {
        (apology.person, if apology.on_council_business { Standing::CouncilBusiness } else { Standing::Apologies })
    });
    let mut entries = sitting_store::entries(connection, meeting.id).await?;
    let mut actors: Vec<String> = entries.iter().map(|entry| entry.recorded_by.clone()).collect();
    actors.extend(entries.iter().filter_map(|entry| entry.struck_by.clone()));
    let mut names: HashMap<String, String> = HashMap::new();
    actors.sort();
    actors.dedup();
    for actor in actors {
        let name = actor_name::of(connection, &actor).await?;
        names.insert(actor, name);
    }
    for entry in &mut entries {
        entry.recorded_by = names.get(&entry.recorded_by).cloned().unwrap_or_default();
        entry.struck_by = entry.struck_by.as_ref().map(|by| names.get(by).cloned().unwrap_or_default());
    }
    let days = state.settings().number_on(&rules::INTEREST_NOTIFICATION, meeting.held_on).unwrap_or_default();
    Ok(SittingView {
        ahead: interest_store::of_meeting(connection, meeting.id).await?,
        notify_by: interest::notify_by(meeting.held_on, days),
        sitting: sitting_store::sitting(connection, meeting.id).await?,
        seats: seat_store::on_day(connection, meeting.board, meeting.held_on).await?,
        items: draft_item_store::of_meeting(connection, meeting.id).await?,
        entries,
        notes: sitting_store::notes(connection, meeting.id).await?,
        told_ahead: told_ahead.collect(),
        quorum: register.quorum,
        meeting,
    })
}

/// `/meetings/{id}/sitting`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = view(&state, meeting).await?;
    Ok(sitting_view::overview(&state, &view, &[], &done))
}

/// What is sent with a step.
#[derive(Clone, Default, Deserialize)]
pub(crate) struct StepForm {
    #[serde(default)]
    step: String,
    #[serde(default)]
    at: String,
    #[serde(default)]
    presiding: String,
    #[serde(default)]
    why: String,
    /// How each member stands to the meeting: `standing-7`.
    #[serde(flatten)]
    others: HashMap<String, String>,
}

/// `POST /meetings/{id}/sitting/step`: begin, adjourn, resume, end.
pub(crate) async fn step(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<StepForm>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = view(&state, meeting).await?;
    let at = match some_line(&form.at, 20) {
        None => Some(state.clock.now()),
        Some(text) => time(&text).map(|time| on_day(view.meeting.held_on, time)),
    };
    let Some(at) = at else { return Ok(refused(sitting_view::overview(&state, &view, &[(NOT_A_TIME, "at")], ""))) };
    let presiding = form.presiding.parse::<PersonId>().ok().filter(|person| view.seats.iter().any(|seat| seat.person == *person));
    let standings: Vec<(PersonId, Standing)> = view
        .seats
        .iter()
        .filter_map(|seat| Some((seat.person, Standing::read(form.others.get(&format!("standing-{}", seat.person))?)?)))
        .collect();
    if form.step == "begin" {
        let is_here = |person: PersonId| standings.contains(&(person, Standing::Present));
        if !presiding.is_some_and(is_here) {
            let fault = [("Choose who presides, among those who are here", "presiding")];
            return Ok(refused(sitting_view::overview(&state, &view, &fault, "")));
        }
    }
    let actor = who.actor.ledger_name();
    let by = state.by(&actor);
    let transaction = state.db.begin().await?;
    let now = sitting_store::sitting(&transaction, view.meeting.id).await?;
    let Some(next) = sitting::after(now.state, &form.step) else {
        drop(transaction);
        let fault = [("The meeting does not stand where this step is possible; somebody may have taken it already", "step")];
        return Ok(refused(sitting_view::overview(&state, &view, &fault, "")));
    };
    let mut sitting = Sitting { state: next, ..now };
    match form.step.as_str() {
        "begin" => {
            sitting.began_at = Some(at);
            sitting.presiding = presiding;
            for (person, standing) in standings {
                let what = Recorded::Attendance { person: person.get(), standing };
                sitting_store::record(&transaction, view.meeting.id, None, &what, at, by).await?;
            }
        }
        "end" => sitting.ended_at = Some(at),
        "adjourn" => {
            let what = Recorded::Adjourned { why: some_line(&form.why, 300).unwrap_or_default() };
            sitting_store::record(&transaction, view.meeting.id, None, &what, at, by).await?;
        }
        _ => {
            sitting_store::record(&transaction, view.meeting.id, None, &Recorded::Resumed, at, by).await?;
        }
    }
    sitting_store::write_sitting(&transaction, view.meeting.id, &sitting, &form.step, by).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&format!("{}/sitting?done={}", view.meeting.address(), form.step)).into_response())
}

/// `POST /meetings/{id}/sitting/entries`: records one thing.
pub(crate) async fn record(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(form): Form<EntryForm>,
) -> Result<Response> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = view(&state, meeting).await?;
    let item = form.item.parse::<DraftItemId>().ok().filter(|id| view.item(*id).is_some());
    let refuse = |fault: (&'static str, &'static str)| match item.and_then(|id| view.item(id)) {
        Some(item) => refused(sitting_view::item(&state, &view, item, &form, &[fault], "")),
        None => refused(sitting_view::overview(&state, &view, &[fault], "")),
    };
    if view.sitting.state == SittingState::NotBegun {
        return Ok(refuse(("Begin the meeting first", "kind")));
    }
    if crate::minutes_life_store::life(state.db.reading(), view.meeting.id).await?.is_some_and(|life| life.state.is_final()) {
        return Ok(refuse(("The minutes are approved: nothing changes them any more", "kind")));
    }
    let members: Vec<PersonId> = view.seats.iter().map(|seat| seat.person).collect();
    let barred = item.map(|id| sitting::barred(&view.entries, id)).unwrap_or_default();
    let exemption = item.and_then(|id| view.item(id)).and_then(|item| item.exemption.clone());
    let present = view.present();
    let known = Known {
        members: &members,
        entries: &view.entries,
        barred: &barred,
        present: &present,
        paragraphs: exemption.as_ref().map(|exemption| exemption.paragraphs.as_slice()).unwrap_or_default(),
        held_on: view.meeting.held_on,
        now: state.clock.now(),
    };
    let read = match form.read(&known) {
        Ok(read) => read,
        Err(fault) => return Ok(refuse(fault)),
    };
    let is_decision = matches!(read.what, Recorded::Vote { .. } | Recorded::Resolution { .. });
    if is_decision && view.quorum.is_some_and(|quorum| present.len() < quorum as usize) {
        return Ok(refuse(("Fewer members are here than the quorum: nothing can be decided", "kind")));
    }
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    let entry = sitting_store::record(&transaction, view.meeting.id, item, &read.what, read.at, state.by(&actor)).await?;
    if let (Recorded::Recommendation { body, text }, Some(item)) = (&read.what, item) {
        let days = state.settings().number_on(&rules::RECOMMENDATION_ANSWER, view.meeting.held_on);
        let due_on = days.and_then(|days| view.meeting.held_on.checked_add_days(Days::new(u64::from(days))));
        let made = Made { meeting: &view.meeting, item, entry, body, text, is_exempt: exemption.is_some(), due_on };
        recommendation_store::make(&transaction, &made).await?;
    }
    transaction.commit().await?;
    Ok(Redirect::to(&back(&view.meeting, item)).into_response())
}

/// Where a form of the screen leads after it was taken.
fn back(meeting: &Meeting, item: Option<DraftItemId>) -> String {
    match item {
        Some(item) => format!("{}/sitting/{item}?done=recorded", meeting.address()),
        None => format!("{}/sitting?done=recorded", meeting.address()),
    }
}

/// `POST /meetings/{id}/sitting/entries/{entry}/strike`.
pub(crate) async fn strike(
    State(state): State<AppState>,
    who: SignedIn,
    Path((id, entry)): Path<(String, String)>,
) -> Result<Redirect> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let not_found = || Error::NotFound("Entry");
    let entry: i64 = entry.parse().map_err(|_| not_found())?;
    if crate::minutes_life_store::life(state.db.reading(), meeting.id).await?.is_some_and(|life| life.state.is_final()) {
        return Err(Error::NotUnderstood("The minutes are approved: nothing changes them any more.".into()));
    }
    let entries = sitting_store::entries(state.db.reading(), meeting.id).await?;
    let item = entries.iter().find(|known| known.id == entry).ok_or_else(not_found)?.item;
    let actor = who.actor.ledger_name();
    let transaction = state.db.begin().await?;
    if !sitting_store::strike(&transaction, meeting.id, entry, state.by(&actor)).await? {
        return Err(not_found());
    }
    recommendation_store::withdraw(&transaction, meeting.id, entry, state.by(&actor)).await?;
    transaction.commit().await?;
    Ok(Redirect::to(&back(&meeting, item)))
}

/// A choice of a member among those given.
pub(crate) fn member_field(
    name: &str,
    id: &str,
    label: &str,
    view: &SittingView,
    only: Option<&[PersonId]>,
    may_be_none: bool,
) -> Markup {
    let mut options = Vec::new();
    if may_be_none {
        options.push((String::new(), "Nobody named".to_owned()));
    }
    let seats = view.seats.iter().filter(|seat| only.is_none_or(|only| only.contains(&seat.person)));
    options.extend(seats.map(|seat| {
        let role = if seat.role == BoardRole::Member { String::new() } else { format!(" ({})", seat.role.words()) };
        (seat.person.to_string(), format!("{}{role}", seat.name.full()))
    }));
    ui::select(&ui::Select {
        name,
        id: Some(id),
        label,
        options: options.iter().map(|(value, text)| ui::SelectOption { value, text }).collect(),
        ..Default::default()
    })
}

/// When something happened, for the clerk: a time of day alone.
pub(crate) fn clock_time(at: chrono::DateTime<chrono::Utc>) -> String {
    london::written(at).split(", ").nth(1).unwrap_or_default().to_owned()
}

/// The button that sends a small form.
pub(crate) fn record_button(text: &str) -> Markup {
    send(text)
}
