//! All SQL statements about followed actions. Each change appends its ledger entry first: otherwise publishing minutes could wait
//! for someone recording progress while they wait for the ledger.

use crate::followed;
use crate::followed::{ActionState, Known, Wanted, matched};
use access::By;
use chrono::{DateTime, NaiveDate, Utc};
use db::{Connection, DbError, FromSql, Table as _, ToSql, Value, WriteTransaction};
use foundation::MunicipalYear;
use foundation::text::title_key;
use ledger::Action;
use meetings::meeting::{BoardId, MeetingId};
use serde_json::{Value as Json, json};
use web::Result;

/// An action that is followed until it is done.
#[derive(Clone, Debug, db::Row)]
#[row(table = "followed_action", unread(municipal_year, position, owner_key, in_minutes))]
pub struct FollowedAction {
    /// Its key.
    pub id: i64,
    /// The board.
    #[row(column = "board_id")]
    pub board: BoardId,
    /// The board's name.
    #[row(joined)]
    pub board_name: String,
    /// The board's address part.
    #[row(joined)]
    pub board_slug: String,
    /// The meeting that assigned it.
    #[row(column = "meeting_id")]
    pub meeting: MeetingId,
    /// The date of that meeting.
    #[row(joined)]
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
    #[row(column = "exempt")]
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

/// The condition for showing an action: the minutes still include it, or someone has acted on it.
const SHOWN: &str = "(f.in_minutes = $1 OR f.version > 1)";

async fn select(
    connection: &Connection,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<FollowedAction>, DbError> {
    let sql = format!(
        "SELECT {}, b.name AS board_name, b.slug AS board_slug, m.held_on FROM followed_action f JOIN board b ON b.id = f.board_id \
         JOIN meeting m ON m.id = f.meeting_id WHERE {SHOWN} {rest}",
        FollowedAction::columns("f"),
    );
    db::rows(connection, &sql, [true.into()].into_iter().chain(values)).await
}

/// Returns all shown actions, those due soonest first.
pub(crate) async fn all(connection: &Connection) -> Result<Vec<FollowedAction>, DbError> {
    let rest = "ORDER BY CASE WHEN f.due_on IS NULL THEN 1 ELSE 0 END, f.due_on, m.held_on DESC, f.id LIMIT 10000";
    select(connection, rest, []).await
}

/// Returns the open actions that have a due date, for reminders.
pub(crate) async fn open_with_days(connection: &Connection) -> Result<Vec<FollowedAction>, DbError> {
    let rest = "AND f.due_on IS NOT NULL AND f.state IN ('open', 'in-progress') ORDER BY f.due_on, f.id LIMIT 10000";
    select(connection, rest, []).await
}

/// Returns the action with this key.
pub(crate) async fn by_id(connection: &Connection, id: i64) -> Result<Option<FollowedAction>, DbError> {
    Ok(select(connection, "AND f.id = $2", db::values![id]).await?.pop())
}

/// Returns a board's overdue actions from public business on a date, longest overdue first, for matters arising.
pub async fn overdue_of(connection: &Connection, board: BoardId, day: NaiveDate) -> Result<Vec<FollowedAction>, DbError> {
    let rest = "AND f.board_id = $2 AND f.due_on < $3 AND f.exempt = $4 AND f.state IN ('open', 'in-progress') ORDER BY f.due_on, f.id LIMIT 500";
    select(connection, rest, db::values![board, day, false]).await
}

/// Returns the actions from a board's public meetings in a municipal year, with their states, for its annual report.
pub async fn of_board_in_year(
    connection: &Connection,
    board: BoardId,
    year: MunicipalYear,
) -> Result<Vec<FollowedAction>, DbError> {
    let rest =
        "AND f.board_id = $2 AND f.municipal_year = $3 AND f.exempt = $4 ORDER BY m.held_on, m.id, f.position, f.id LIMIT 5000";
    select(connection, rest, db::values![board, year, false]).await
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

/// Updates the followed actions for a new version of a meeting's minutes. Existing actions keep their state, and those no longer in
/// the minutes are kept if someone has acted on them. The ledger entry of the publication covers these changes.
pub async fn follow(
    transaction: &WriteTransaction,
    of: Of,
    (wanted, exempt): (&[Wanted], bool),
    at: DateTime<Utc>,
) -> Result<(), DbError> {
    let rest = "WHERE meeting_id = $1 AND exempt = $2 ORDER BY position, id";
    let known = db::select::<Known>(transaction, rest, db::values![of.meeting, exempt]).await?;
    let condition = "meeting_id = $1 AND exempt = $2";
    db::update!(transaction, FollowedAction { in_minutes: false }, condition, [of.meeting, exempt]).await?;
    let mut ids = Vec::new();
    for ((position, one), found) in (0_i32..).zip(wanted).zip(matched(&known, wanted)) {
        let printed = db::columns!(FollowedAction {
            position,
            reference: one.reference,
            title: one.title,
            owner: one.owner,
            owner_key: title_key(&one.owner),
            task: one.task,
            in_minutes: true,
        });
        let id = if let Some(known) = found.and_then(|at| known.get(at)) {
            db::update_rows::<FollowedAction>(transaction, printed, "id = $1", db::values![known.id]).await?;
            // Do not overwrite a due date set since.
            let unset = "id = $1 AND due_on IS NULL";
            db::update!(transaction, FollowedAction { due_on: one.due_on }, unset, [known.id]).await?;
            known.id
        } else {
            let begun = db::columns!(FollowedAction {
                due_on: one.due_on,
                board_id: of.board,
                meeting_id: of.meeting,
                municipal_year: of.year,
                exempt,
                state: ActionState::Open,
                version: 1_i64,
            });
            let id = db::insert_row::<FollowedAction>(transaction, printed.into_iter().chain(begun), "").await?;
            id.ok_or_else(|| DbError::Value("an insert gave no key".to_owned()))?
        };
        ids.push(id);
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

/// An action in minutes that were published before actions were followed.
#[derive(db::Row)]
struct Unfollowed {
    meeting_id: MeetingId,
    board_id: BoardId,
    municipal_year: MunicipalYear,
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
        let (board, meeting, year) = (first.board_id, first.meeting_id, first.municipal_year);
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
pub(crate) async fn has_unfollowed(connection: &Connection) -> Result<bool, DbError> {
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

impl ToSql for EventKind {
    const NULL: Value = String::NULL;

    fn to_sql(&self) -> Value {
        match self {
            Self::State => "state",
            Self::Due => "due",
            Self::Reminder => "reminder",
            Self::Note => "note",
        }
        .into()
    }
}

impl FromSql for EventKind {
    type Column = String;

    fn from_sql(column: String) -> Result<Self, String> {
        match column.as_str() {
            // Being done is stored apart from other states, to be counted.
            "state" | "done" => Ok(Self::State),
            "due" => Ok(Self::Due),
            "reminder" => Ok(Self::Reminder),
            "note" => Ok(Self::Note),
            _ => Err(format!("“{column}” is not a known word")),
        }
    }
}

/// An event in the history of a followed action.
#[derive(Clone, Debug, db::Row)]
#[row(table = "action_event", unread(action_id))]
pub(crate) struct ActionEvent {
    id: i64,
    pub kind: EventKind,
    pub text: String,
    pub made_by: String,
    pub made_at: DateTime<Utc>,
}

/// Returns the history of an action, latest first.
pub(crate) async fn events(connection: &Connection, action: i64) -> Result<Vec<ActionEvent>, DbError> {
    db::select(connection, "WHERE action_id = $1 ORDER BY id DESC LIMIT 200", db::values![action]).await
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
    let ActionChange { kind, text, state, due_on, reminded_on } = change;
    let changed = db::columns!(FollowedAction { state, due_on, reminded_on, version: action.version + 1 });
    let values = db::values![action.id, action.version];
    if db::update_rows::<FollowedAction>(transaction, changed, "id = $1 AND version = $2", values).await? == 0 {
        return Ok(false);
    }
    db::insert!(transaction, ActionEvent { action_id: action.id, kind, text, made_by: by.actor, made_at: by.at }).await?;
    followed::counted_store::keep(transaction, action.id, by.at).await?;
    Ok(true)
}
