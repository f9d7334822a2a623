//! All SQL statements about the registers of decisions and actions.

use crate::followed::ActionState;
use chrono::NaiveDate;
use db::{Connection, DbError, Value};
use meetings::calendar::lists::minute_address;

/// The filter for entries of a register.
#[derive(Clone, Debug, Default)]
pub struct DecisionFilter {
    /// Only this board, by its address part.
    pub board: Option<String>,
    /// Only this municipal year.
    pub year: Option<i32>,
    /// For actions, only those of this owner.
    pub owner: Option<String>,
    /// The number of entries to skip.
    pub skip: i64,
    /// The maximum number of entries.
    pub limit: i64,
    /// Only entries after this position.
    pub after: Option<RegisterPlace>,
}

/// The position of an entry in its register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegisterPlace {
    held_on: NaiveDate,
    meeting: i64,
    minute: i32,
    entry: i32,
}

/// An entry of the register of decisions.
#[derive(Clone, Debug, db::Row)]
pub struct Decision {
    /// The minute's reference.
    pub reference: Option<String>,
    /// The position of the minute in the meeting's minutes, counted from 0.
    pub position: i32,
    /// The minute's title as printed.
    pub title: String,
    /// The introductory word of the resolution.
    pub form: String,
    /// The resolution as one sentence.
    pub sentence: String,
    /// Its position among the minute's resolutions.
    pub entry: i32,
    /// The meeting.
    pub meeting_id: i64,
    /// The date of the meeting.
    pub held_on: NaiveDate,
    /// The board's name.
    pub board_name: String,
}

/// An entry of the register of actions.
#[derive(Clone, Debug, db::Row)]
pub struct RegisteredAction {
    /// The minute's reference.
    pub reference: Option<String>,
    /// The position of the minute in the meeting's minutes, counted from 0.
    pub position: i32,
    /// The minute's title as printed.
    pub title: String,
    /// The post that is responsible.
    pub owner: String,
    /// What is to be done, if the record says so.
    pub task: Option<String>,
    /// Its position among the minute's actions.
    pub entry: i32,
    /// The meeting.
    pub meeting_id: i64,
    /// The date of the meeting.
    pub held_on: NaiveDate,
    /// The board's name.
    pub board_name: String,
    /// The state of the followed action, or `None` if the action is not followed yet.
    pub state: Option<ActionState>,
    /// The due date, if known.
    pub due_on: Option<NaiveDate>,
}

impl Decision {
    /// Returns its position in the register.
    pub fn place(&self) -> RegisterPlace {
        RegisterPlace { held_on: self.held_on, meeting: self.meeting_id, minute: self.position, entry: self.entry }
    }

    /// Returns the address of its minute.
    pub fn address(&self) -> String {
        minute_address(self.reference.as_deref(), self.meeting_id, self.position)
    }
}

impl RegisteredAction {
    /// Returns its position in the register.
    pub fn place(&self) -> RegisterPlace {
        RegisterPlace { held_on: self.held_on, meeting: self.meeting_id, minute: self.position, entry: self.entry }
    }

    /// Returns the address of its minute.
    pub fn address(&self) -> String {
        minute_address(self.reference.as_deref(), self.meeting_id, self.position)
    }
}

fn condition(filter: &DecisionFilter) -> (String, Vec<Value>) {
    let mut clauses = vec!["1 = 1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    if let Some(board) = &filter.board {
        values.push(board.as_str().into());
        clauses.push(format!("b.slug = ${}", values.len()));
    }
    if let Some(year) = filter.year {
        values.push(year.into());
        clauses.push(format!("m.municipal_year = ${}", values.len()));
    }
    if let Some(owner) = &filter.owner {
        values.push(owner.as_str().into());
        clauses.push(format!("x.owner = ${}", values.len()));
    }
    if let Some(after) = filter.after {
        let first = values.len() + 1;
        values.extend([after.held_on.into(), after.meeting.into(), after.minute.into(), after.entry.into()]);
        let [day, meeting, minute, entry] = [first, first + 1, first + 2, first + 3];
        // The first comparison is redundant, but lets the database seek by date in its index.
        clauses.push(format!(
            "m.held_on <= ${day} AND (m.held_on < ${day} OR m.id < ${meeting} OR (m.id = ${meeting} AND (n.position > ${minute} OR \
             (n.position = ${minute} AND x.position > ${entry}))))"
        ));
    }
    (clauses.join(" AND "), values)
}

/// Returns the source of the entries. A resolution made in private but published is public.
fn source(table: &str) -> String {
    format!(
        "FROM {table} x JOIN minute n ON n.id = x.minute_id JOIN meeting m ON m.id = n.meeting_id JOIN board b ON b.id = m.board_id \
         WHERE "
    )
}

async fn page<T: db::Row>(
    connection: &Connection,
    table: &str,
    columns: &str,
    filter: &DecisionFilter,
) -> Result<Vec<T>, DbError> {
    let (condition, mut values) = condition(filter);
    values.extend([filter.limit.into(), filter.skip.into()]);
    let sql = format!(
        "SELECT n.reference, n.position, n.title, x.position AS entry, {columns}, m.id AS meeting_id, m.held_on, b.name AS board_name {}{condition} \
         ORDER BY m.held_on DESC, m.id DESC, n.position, x.position LIMIT ${} OFFSET ${}",
        source(table),
        values.len() - 1,
        values.len(),
    );
    db::rows(connection, &sql, values).await
}

async fn count(connection: &Connection, table: &str, filter: &DecisionFilter) -> Result<i64, DbError> {
    let (condition, values) = condition(filter);
    let sql = format!("SELECT COUNT(*) {}{condition}", source(table));
    db::count(connection, &sql, values).await
}

/// Returns decisions, latest meeting first, in order within each meeting.
pub async fn decisions(connection: &Connection, filter: &DecisionFilter) -> Result<Vec<Decision>, DbError> {
    page(connection, "resolution", "x.form, x.sentence", &DecisionFilter { owner: None, ..filter.clone() }).await
}

pub(crate) async fn count_decisions(connection: &Connection, filter: &DecisionFilter) -> Result<i64, DbError> {
    count(connection, "resolution", &DecisionFilter { owner: None, ..filter.clone() }).await
}

/// Returns actions with their states, latest meeting first, in order within each meeting.
pub async fn actions(connection: &Connection, filter: &DecisionFilter) -> Result<Vec<RegisteredAction>, DbError> {
    let columns = "x.id, x.owner, x.task, (SELECT f.state FROM followed_action f WHERE f.id = x.followed_id) AS state, \
                   (SELECT f.due_on FROM followed_action f WHERE f.id = x.followed_id) AS due_on";
    page(connection, "action", columns, filter).await
}

pub(crate) async fn count_actions(connection: &Connection, filter: &DecisionFilter) -> Result<i64, DbError> {
    count(connection, "action", filter).await
}

/// Returns the posts that have actions.
pub(crate) async fn owners(connection: &Connection) -> Result<Vec<String>, DbError> {
    db::column(connection, "SELECT DISTINCT owner FROM action ORDER BY owner LIMIT 200", []).await
}
