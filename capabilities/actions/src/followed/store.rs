//! All SQL statements about followed actions. Each change appends its ledger entry first: otherwise publishing minutes could wait
//! for someone recording progress while they wait for the ledger.

use crate::followed;
use crate::followed::{ActionState, Known, Wanted, matched};
use access::By;
use chrono::{DateTime, NaiveDate, Utc};
use db::{ConnectionTrait, DbError, Value, WriteTransaction};
use foundation::MunicipalYear;
use foundation::text::title_key;
use ledger::Action;
use meetings::meeting::{BoardId, MeetingId};
use serde_json::{Value as Json, json};
use web::Result;

/// An action that is followed until it is done.
#[derive(Clone, Debug)]
pub struct FollowedAction {
    /// Its key.
    pub id: i64,
    /// The board.
    pub board: BoardId,
    /// The board's name.
    pub board_name: String,
    /// The board's address part.
    pub board_slug: String,
    /// The meeting that assigned it.
    pub meeting: MeetingId,
    /// The date of that meeting.
    pub held_on: NaiveDate,
    /// The reference of its minute.
    pub reference: Option<String>,
    /// The title of its minute.
    pub title: String,
    /// The post that is responsible.
    pub owner: String,
    /// What is to be done, if the minutes say so.
    pub task: Option<String>,
    /// Whether it comes from an item that was taken in private.
    pub is_exempt: bool,
    /// The state.
    pub state: ActionState,
    /// The due date.
    pub due_on: Option<NaiveDate>,
    /// When a reminder was last sent.
    pub(crate) reminded_on: Option<NaiveDate>,
    /// The version, which increases with every change.
    pub(crate) version: i64,
}

impl FollowedAction {
    /// Checks whether it is overdue on `today`.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.state.is_open() && self.due_on.is_some_and(|due| due < today)
    }

    /// Returns the address of its page.
    pub fn address(&self) -> String {
        format!("/actions/{}", self.id)
    }
}

#[derive(db::Row)]
struct Row {
    id: i64,
    board_id: i64,
    board_name: String,
    board_slug: String,
    meeting_id: i64,
    held_on: NaiveDate,
    reference: Option<String>,
    title: String,
    owner: String,
    task: Option<String>,
    exempt: bool,
    state: String,
    due_on: Option<NaiveDate>,
    reminded_on: Option<NaiveDate>,
    version: i64,
}

impl TryFrom<Row> for FollowedAction {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let unreadable = || DbError::Value(format!("followed action {}", row.id));
        Ok(Self {
            id: row.id,
            board: BoardId::new(row.board_id).ok_or_else(unreadable)?,
            board_name: row.board_name,
            board_slug: row.board_slug,
            meeting: MeetingId::new(row.meeting_id).ok_or_else(unreadable)?,
            held_on: row.held_on,
            reference: row.reference,
            title: row.title,
            owner: row.owner,
            task: row.task,
            is_exempt: row.exempt,
            state: ActionState::read(&row.state).ok_or_else(unreadable)?,
            due_on: row.due_on,
            reminded_on: row.reminded_on,
            version: row.version,
        })
    }
}

const SELECT: &str = "SELECT f.id, f.board_id, b.name AS board_name, b.slug AS board_slug, f.meeting_id, m.held_on, f.reference, f.title, \
                      f.owner, f.task, f.exempt, f.state, f.due_on, f.reminded_on, f.version FROM followed_action f \
                      JOIN board b ON b.id = f.board_id JOIN meeting m ON m.id = f.meeting_id";

/// The condition for showing an action: the minutes still include it, or someone has acted on it.
const SHOWN: &str = "(f.in_minutes = $1 OR f.version > 1)";

async fn select(connection: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<FollowedAction>, DbError> {
    let mut all: Vec<Value> = vec![true.into()];
    all.extend(values);
    let rows = db::rows::<Row>(connection, &format!("{SELECT} WHERE {SHOWN} {rest}"), all).await?;
    rows.into_iter().map(FollowedAction::try_from).collect()
}

/// Returns all shown actions, those due soonest first.
pub(crate) async fn all(connection: &impl ConnectionTrait) -> Result<Vec<FollowedAction>, DbError> {
    let rest = "ORDER BY CASE WHEN f.due_on IS NULL THEN 1 ELSE 0 END, f.due_on, m.held_on DESC, f.id LIMIT 10000";
    select(connection, rest, Vec::new()).await
}

/// Returns the open actions that have a due date, for reminders.
pub(crate) async fn open_with_days(connection: &impl ConnectionTrait) -> Result<Vec<FollowedAction>, DbError> {
    let rest = "AND f.due_on IS NOT NULL AND f.state IN ('open', 'in-progress') ORDER BY f.due_on, f.id LIMIT 10000";
    select(connection, rest, Vec::new()).await
}

/// Returns the action with this key.
pub(crate) async fn by_id(connection: &impl ConnectionTrait, id: i64) -> Result<Option<FollowedAction>, DbError> {
    Ok(select(connection, "AND f.id = $2", vec![id.into()]).await?.pop())
}

/// Returns a board's overdue actions from public business on a date, longest overdue first, for matters arising.
pub async fn overdue_of(
    connection: &impl ConnectionTrait,
    board: BoardId,
    day: NaiveDate,
) -> Result<Vec<FollowedAction>, DbError> {
    let rest = "AND f.board_id = $2 AND f.due_on < $3 AND f.exempt = $4 AND f.state IN ('open', 'in-progress') ORDER BY f.due_on, f.id LIMIT 500";
    select(connection, rest, vec![board.get().into(), day.into(), false.into()]).await
}

/// Returns the actions from a board's public meetings in a municipal year, with their states, for its annual report.
pub async fn of_board_in_year(
    connection: &impl ConnectionTrait,
    board: BoardId,
    year: MunicipalYear,
) -> Result<Vec<FollowedAction>, DbError> {
    let rest =
        "AND f.board_id = $2 AND f.municipal_year = $3 AND f.exempt = $4 ORDER BY m.held_on, m.id, f.position, f.id LIMIT 5000";
    select(connection, rest, vec![board.get().into(), year.first_year().into(), false.into()]).await
}

/// The source of actions.
#[derive(Clone, Copy, Debug)]
pub struct Of {
    /// The board.
    pub board: BoardId,
    /// The meeting.
    pub meeting: MeetingId,
    /// The municipal year.
    pub year: MunicipalYear,
}

#[derive(db::Row)]
struct KnownRow {
    id: i64,
    reference: Option<String>,
    title: String,
    owner: String,
    task: Option<String>,
}

/// Updates the followed actions for a new version of a meeting's minutes. Existing actions keep their state, and those no longer in
/// the minutes are kept if someone has acted on them. The ledger entry of the publication covers these changes.
pub async fn follow(
    transaction: &WriteTransaction,
    of: Of,
    (wanted, exempt): (&[Wanted], bool),
    at: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "SELECT id, reference, title, owner, task FROM followed_action WHERE meeting_id = $1 AND exempt = $2 ORDER BY position, id";
    let rows = db::rows::<KnownRow>(transaction, sql, [of.meeting.get().into(), exempt.into()]).await?;
    let known: Vec<Known> = rows
        .into_iter()
        .map(|row| Known { id: row.id, reference: row.reference, title: row.title, owner: row.owner, task: row.task })
        .collect();
    let sql = "UPDATE followed_action SET in_minutes = $1 WHERE meeting_id = $2 AND exempt = $3";
    db::execute(transaction, sql, [false.into(), of.meeting.get().into(), exempt.into()]).await?;
    let mut ids = Vec::new();
    for ((position, one), found) in (0_i32..).zip(wanted).zip(matched(&known, wanted)) {
        let values = vec![
            position.into(),
            one.reference.as_deref().into(),
            one.title.as_str().into(),
            one.owner.as_str().into(),
            title_key(&one.owner).into(),
            one.task.as_deref().into(),
            true.into(),
            one.due_on.into(),
        ];
        ids.push(match found.and_then(|at| known.get(at)) {
            Some(known) => {
                // Do not overwrite a due date set since.
                let sql = "UPDATE followed_action SET position = $1, reference = $2, title = $3, owner = $4, owner_key = $5, task = $6, \
                           in_minutes = $7, due_on = COALESCE(due_on, $8) WHERE id = $9";
                let values = values.into_iter().chain([known.id.into()]);
                db::execute(transaction, sql, values).await?;
                known.id
            }
            None => insert(transaction, of, exempt, values).await?,
        });
    }
    // Actions no longer in the minutes are no longer counted.
    for id in known.iter().map(|known| known.id).chain(ids.iter().copied()) {
        followed::counted_store::keep(transaction, id, at).await?;
    }
    if !exempt {
        meetings::minutes::store::link_followed(transaction, of.meeting, &ids).await?;
    }
    Ok(())
}

async fn insert(transaction: &WriteTransaction, of: Of, exempt: bool, values: Vec<Value>) -> Result<i64, DbError> {
    let sql = "INSERT INTO followed_action (position, reference, title, owner, owner_key, task, in_minutes, due_on, board_id, meeting_id, \
               municipal_year, exempt, state, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1) RETURNING id";
    let rest: [Value; 5] = [
        of.board.get().into(),
        of.meeting.get().into(),
        of.year.first_year().into(),
        exempt.into(),
        ActionState::Open.word().into(),
    ];
    let id = db::single::<i64>(transaction, sql, values.into_iter().chain(rest)).await?;
    id.ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))
}

#[derive(db::Row)]
struct Unfollowed {
    meeting_id: i64,
    board_id: i64,
    municipal_year: i32,
    reference: Option<String>,
    title: String,
    owner: String,
    task: Option<String>,
}

/// Starts following the actions in minutes that were published before actions were followed.
pub(crate) async fn take_up(transaction: &WriteTransaction, by: By<'_>) -> Result<()> {
    let sql = "SELECT m.id AS meeting_id, m.board_id, m.municipal_year, n.reference, n.title, a.owner, a.task FROM action a \
               JOIN minute n ON n.id = a.minute_id JOIN meeting m ON m.id = n.meeting_id WHERE n.meeting_id IN \
               (SELECT n2.meeting_id FROM minute n2 JOIN action a2 ON a2.minute_id = n2.id WHERE a2.followed_id IS NULL \
               GROUP BY n2.meeting_id ORDER BY n2.meeting_id LIMIT 200) ORDER BY m.id, n.position, a.position";
    let rows = db::rows::<Unfollowed>(transaction, sql, []).await?;
    for of_meeting in rows.chunk_by(|one, other| one.meeting_id == other.meeting_id) {
        let Some(first) = of_meeting.first() else { continue };
        let (Some(board), Some(meeting)) = (BoardId::new(first.board_id), MeetingId::new(first.meeting_id)) else { continue };
        let Some(year) = MunicipalYear::beginning_in(first.municipal_year) else { continue };
        let wanted: Vec<Wanted> = of_meeting
            .iter()
            .map(|row| Wanted {
                reference: row.reference.clone(),
                title: row.title.clone(),
                owner: row.owner.clone(),
                task: row.task.clone(),
                due_on: None,
            })
            .collect();
        follow(transaction, Of { board, meeting, year }, (&wanted, false), by.at).await?;
        // Nothing is published here, so this entry records that lists and counts of actions have changed.
        let (record, payload) = (format!("meeting/{meeting}/actions"), json!({ "what": "the actions are followed" }));
        ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    }
    Ok(())
}

/// Checks whether any actions are not yet followed.
pub(crate) async fn has_unfollowed(connection: &impl ConnectionTrait) -> Result<bool, DbError> {
    Ok(db::single::<i64>(connection, "SELECT id FROM action WHERE followed_id IS NULL LIMIT 1", []).await?.is_some())
}

/// What an event in the history of a followed action is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventKind {
    /// The state changed.
    State,
    /// The due date changed.
    Due,
    /// A reminder was emailed.
    Reminder,
    /// Progress was noted.
    Note,
}

impl EventKind {
    /// Returns the kind for a stored word.
    fn read(word: &str) -> Option<Self> {
        match word {
            // Being done is stored apart from other states, to be counted.
            "state" | "done" => Some(Self::State),
            "due" => Some(Self::Due),
            "reminder" => Some(Self::Reminder),
            "note" => Some(Self::Note),
            _ => None,
        }
    }
}

/// An event in the history of a followed action.
#[derive(Clone, Debug)]
pub(crate) struct ActionEvent {
    pub kind: EventKind,
    pub text: String,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
}

#[derive(db::Row)]
struct EventRow {
    id: i64,
    kind: String,
    text: String,
    made_by: String,
    made_at: DateTime<Utc>,
}

impl TryFrom<EventRow> for ActionEvent {
    type Error = DbError;

    fn try_from(row: EventRow) -> Result<Self, DbError> {
        let unknown = || DbError::Value(format!("the kind “{}” of action event {}", row.kind, row.id));
        let kind = EventKind::read(&row.kind).ok_or_else(unknown)?;
        Ok(Self { kind, text: row.text, made_by: row.made_by, made_at: row.made_at })
    }
}

/// Returns the history of an action, latest first.
pub(crate) async fn events(connection: &impl ConnectionTrait, action: i64) -> Result<Vec<ActionEvent>, DbError> {
    let sql = "SELECT id, kind, text, made_by, made_at FROM action_event WHERE action_id = $1 ORDER BY id DESC LIMIT 200";
    let rows = db::rows::<EventRow>(connection, sql, [action.into()]).await?;
    rows.into_iter().map(ActionEvent::try_from).collect()
}

/// A change of a followed action.
pub(crate) struct ActionChange<'a> {
    /// `done`, `state` for any other change of state, `note`, `due` or `reminder`.
    pub kind: &'static str,
    /// The text of the event, which is not written to the ledger.
    pub text: &'a str,
    pub state: ActionState,
    pub due_on: Option<NaiveDate>,
    pub reminded_on: Option<NaiveDate>,
}

/// Changes an action that was read at the given version. Returns `false` if someone else has changed it since; the caller must then
/// drop the transaction.
pub(crate) async fn change(
    transaction: &WriteTransaction,
    action: &FollowedAction,
    change: &ActionChange<'_>,
    by: By<'_>,
) -> Result<bool> {
    let record = format!("action/{}", action.id);
    let payload: Json = json!({ "what": change.kind, "state": change.state.word(), "due": change.due_on });
    ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    let sql = "UPDATE followed_action SET state = $1, due_on = $2, reminded_on = $3, version = version + 1 WHERE id = $4 AND version = $5";
    let values =
        [change.state.word().into(), change.due_on.into(), change.reminded_on.into(), action.id.into(), action.version.into()];
    if db::execute(transaction, sql, values).await? == 0 {
        return Ok(false);
    }
    let sql = "INSERT INTO action_event (action_id, kind, text, made_by, made_at) VALUES ($1, $2, $3, $4, $5)";
    let values = [action.id.into(), change.kind.into(), change.text.into(), by.actor.into(), by.at.into()];
    db::execute(transaction, sql, values).await?;
    followed::counted_store::keep(transaction, action.id, by.at).await?;
    Ok(true)
}
