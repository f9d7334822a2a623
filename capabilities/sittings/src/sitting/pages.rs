//! The screens of a meeting in progress, and the data that they show.

use crate::sitting;
use crate::sitting::entry_form::Times;
use crate::sitting::presence::Presence;
use axum::extract::{Path, Query, State};
use chrono::{DateTime, NaiveDate, Utc};
use db::Connection;
use foundation::{london, time_of_day};
use maud::Markup;
use meetings::access::RECORD;
use meetings::board::publishing::register_and_version;
use meetings::interests::Interest;
use meetings::meeting::managing::meeting_of;
use meetings::meeting::{DraftItemId, Meeting, PersonId};
use meetings::members::seat_store::SeatOn;
use meetings::minutes::BoardRole;
use meetings::preparation::item::DraftItem;
use meetings::sitting::store::{Note, Sitting};
use meetings::sitting::{Entry, Standing};
use meetings::{interests, members, minutes, preparation, rules};
use std::collections::HashMap;
use ui::FormState;
use web::{AppState, Done, OrNotFound, Result, SignedIn};

/// The data shown on the screens.
pub(crate) struct SittingView {
    pub meeting: Meeting,
    pub sitting: Sitting,
    pub seats: Vec<SeatOn>,
    pub items: Vec<DraftItem>,
    pub entries: Vec<Entry>,
    pub notes: Vec<Note>,
    /// What members told the clerk before the meeting.
    pub told_ahead: HashMap<PersonId, Standing>,
    pub quorum: Option<u32>,
    /// Interests declared in advance.
    pub ahead: Vec<Interest>,
    /// The last day for notifying the monitoring officer of an interest declared at the meeting.
    pub notify_by: Option<NaiveDate>,
    /// Whether the draft minutes were circulated.
    pub is_circulated: bool,
    /// Whether the minutes were approved, so that nothing more can be recorded.
    pub is_final: bool,
    pub today: NaiveDate,
    pub now: DateTime<Utc>,
}

impl SittingView {
    /// Returns the name of a member.
    pub(crate) fn name(&self, person: i64) -> String {
        self.seats.iter().find(|seat| seat.person.get() == person).map_or_else(|| "A member".to_owned(), |seat| seat.name.full())
    }

    pub(crate) fn present(&self) -> Vec<PersonId> {
        meetings::sitting::present(&self.entries)
    }

    /// Returns whether a member is present now.
    pub(crate) fn presence(&self, person: PersonId) -> Presence {
        sitting::presence::presence(&self.entries, person, self.told_ahead.get(&person).copied(), None)
    }

    /// Checks whether a member is expected, which all are except substitutes who have not come.
    pub(crate) fn is_expected(&self, seat: &SeatOn) -> bool {
        seat.role != BoardRole::Substitute || !matches!(self.presence(seat.person), Presence::Absent)
    }

    pub(crate) fn item(&self, id: DraftItemId) -> Option<&DraftItem> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Returns the key of the last entry that the page shows.
    pub(crate) fn last_entry(&self) -> i64 {
        self.entries.iter().map(|entry| entry.id).max().unwrap_or_default()
    }

    /// Returns the times from which a time of day is interpreted.
    pub(crate) fn times(&self) -> Times {
        Times { held_on: self.meeting.held_on, began_at: self.sitting.began_at, now: self.now }
    }
}

/// Loads the data of a meeting in progress.
pub(crate) async fn view(state: &AppState, meeting: Meeting) -> Result<SittingView> {
    view_from(state, state.db.reading(), meeting).await
}

/// Loads the same data through a connection. A transaction that holds the lock sees what others wrote before it.
pub(crate) async fn view_from(state: &AppState, connection: &Connection, meeting: Meeting) -> Result<SittingView> {
    let board = meetings::board::store::by_id(connection, meeting.board).await?.or_not_found("Board")?;
    let (register, _) = register_and_version(connection, &board).await?;
    let apologies = interests::store::apologies(connection, meeting.id).await?;
    let told_ahead = apologies.iter().map(|apology| {
        (apology.person, if apology.on_council_business { Standing::CouncilBusiness } else { Standing::Apologies })
    });
    let days = state.settings().number_on(&rules::INTEREST_NOTIFICATION, meeting.held_on).unwrap_or_default();
    let life = minutes::life_store::life(connection, meeting.id).await?;
    Ok(SittingView {
        ahead: interests::store::of_meeting(connection, meeting.id).await?,
        notify_by: interests::notify_by(meeting.held_on, days),
        sitting: meetings::sitting::store::sitting(connection, meeting.id).await?,
        seats: members::seat_store::on_day(connection, meeting.board, meeting.held_on).await?,
        items: preparation::store::of_meeting(connection, meeting.id).await?,
        entries: named_entries(connection, &meeting).await?,
        notes: meetings::sitting::store::notes(connection, meeting.id).await?,
        told_ahead: told_ahead.collect(),
        quorum: register.quorum,
        is_circulated: life.is_some(),
        is_final: life.is_some_and(|life| life.state.is_final()),
        today: state.clock.today(),
        now: state.clock.now(),
        meeting,
    })
}

/// Returns the entries, with the names of the people who recorded them.
async fn named_entries(connection: &Connection, meeting: &Meeting) -> Result<Vec<Entry>> {
    let mut entries = meetings::sitting::store::entries(connection, meeting.id).await?;
    let mut actors: Vec<String> = entries.iter().map(|entry| entry.recorded_by.clone()).collect();
    actors.extend(entries.iter().filter_map(|entry| entry.struck_by.clone()));
    let mut names: HashMap<String, String> = HashMap::new();
    actors.sort();
    actors.dedup();
    for actor in actors {
        let name = directory::actor_name(connection, &actor).await?;
        names.insert(actor, name);
    }
    for entry in &mut entries {
        entry.recorded_by = names.get(&entry.recorded_by).cloned().unwrap_or_default();
        entry.struck_by = entry.struck_by.as_ref().map(|by| names.get(by).cloned().unwrap_or_default());
    }
    Ok(entries)
}

/// Handles `GET /meetings/{id}/sitting`.
pub(crate) async fn show(
    State(state): State<AppState>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(Done { done }): Query<Done>,
) -> Result<Markup> {
    let meeting = meeting_of(&state, &who, RECORD, &id).await?;
    let view = view(&state, meeting).await?;
    Ok(sitting::view::overview(&state, &view, &FormState::default(), &done))
}

/// A select field for a member.
pub(crate) struct MemberField<'a> {
    pub name: &'a str,
    pub id: &'a str,
    pub label: &'a str,
    /// The members who can be selected; all if `None`.
    pub only: Option<&'a [PersonId]>,
    /// The text of the option for no member.
    pub none: Option<&'a str>,
}

/// Renders a select field for a member.
pub(crate) fn member_field(view: &SittingView, form: &FormState, field: &MemberField<'_>) -> Markup {
    let seats = view.seats.iter().filter(|seat| field.only.is_none_or(|only| only.contains(&seat.person)));
    let option = |seat: &SeatOn| {
        let role = if seat.role == BoardRole::Member { String::new() } else { format!(" ({})", seat.role.words()) };
        (seat.person.to_string(), format!("{}{role}", seat.name.full()))
    };
    let options: Vec<(String, String)> = seats.map(option).collect();
    let MemberField { name, id, label, none, .. } = *field;
    form.select(&ui::Select { name, id: Some(id), label, ..Default::default() }, none, &options)
}

/// Returns the time of day of an instant, as pages show it.
pub(crate) fn clock_time(at: DateTime<Utc>) -> String {
    time_of_day::on_page(london::time_of_day(at))
}
