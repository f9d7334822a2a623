//! Reading and changing public questions. Every change checks the version, so that of two concurrent
//! changes the second is reported.

use crate::question::state::{Act, State};
use crate::question::{Ground, Question, QuestionId};
use access::{By, Place, Token};
use chrono::{DateTime, NaiveDate, Utc};
use db::{ConnectionTrait, DbError, FromQueryResult, Value, WriteTransaction};
use ledger::Action;
use meetings::MeetingId;
use serde_json::{Value as Json, json};
use web::Result;

#[expect(clippy::struct_excessive_bools, reason = "as in `Question`")]
#[derive(FromQueryResult)]
struct Row {
    id: i64,
    meeting_id: i64,
    board: String,
    reference: String,
    received_at: DateTime<Utc>,
    state: String,
    version: i64,
    text: String,
    earlier_text: Option<String>,
    item: Option<String>,
    wording: Option<String>,
    ground: Option<String>,
    reasons: Option<String>,
    decided_by: Option<String>,
    merged_into: Option<i64>,
    position: Option<i64>,
    minutes: Option<i64>,
    started_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    absent: bool,
    named: bool,
    answer: Option<String>,
    in_writing: bool,
    supplementary: Option<String>,
    supplementary_answer: Option<String>,
    supplementary_in_writing: bool,
    written_answer: Option<String>,
    written_sent_at: Option<DateTime<Utc>>,
    changed_by: String,
    changed_at: DateTime<Utc>,
    last_act: String,
}

const COLUMNS: &str = "id, meeting_id, board, reference, received_at, state, version, text, earlier_text, item, wording, ground, reasons, \
     decided_by, merged_into, position, minutes, started_at, ended_at, absent, named, answer, in_writing, supplementary, \
     supplementary_answer, supplementary_in_writing, written_answer, written_sent_at, changed_by, changed_at, last_act";

pub(crate) fn unreadable(what: &str) -> DbError {
    DbError::Value(format!("{what} of a public question"))
}

impl TryFrom<Row> for Question {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: QuestionId::new(row.id).ok_or_else(|| unreadable("the key"))?,
            meeting: MeetingId::new(row.meeting_id).ok_or_else(|| unreadable("the meeting"))?,
            board: Place::parse(&row.board).ok_or_else(|| unreadable("the board"))?,
            reference: row.reference,
            received_at: row.received_at,
            state: State::read(&row.state).ok_or_else(|| unreadable("the state"))?,
            version: row.version,
            text: row.text,
            earlier_text: row.earlier_text,
            item: row.item,
            wording: row.wording,
            ground: row.ground.map(|word| Ground::from_word(&word).ok_or_else(|| unreadable("the ground"))).transpose()?,
            reasons: row.reasons,
            decided_by: row.decided_by,
            merged_into: row.merged_into.and_then(QuestionId::new),
            position: row.position,
            minutes: row.minutes,
            started_at: row.started_at,
            ended_at: row.ended_at,
            absent: row.absent,
            named: row.named,
            answer: row.answer,
            in_writing: row.in_writing,
            supplementary: row.supplementary,
            supplementary_answer: row.supplementary_answer,
            supplementary_in_writing: row.supplementary_in_writing,
            written_answer: row.written_answer,
            written_sent_at: row.written_sent_at,
            changed_by: row.changed_by,
            changed_at: row.changed_at,
            last_act: row.last_act,
        })
    }
}

async fn questions(connection: &impl ConnectionTrait, rest: &str, values: Vec<Value>) -> Result<Vec<Question>, DbError> {
    let rows = db::rows::<Row>(connection, &format!("SELECT {COLUMNS} FROM public_question {rest}"), values).await?;
    rows.into_iter().map(Question::try_from).collect()
}

/// Returns the question with this key.
pub(crate) async fn by_id(connection: &impl ConnectionTrait, id: QuestionId) -> Result<Option<Question>, DbError> {
    Ok(questions(connection, "WHERE id = $1", vec![id.get().into()]).await?.pop())
}

/// Returns the question tracked with this token.
pub(crate) async fn by_token(connection: &impl ConnectionTrait, token: &Token) -> Result<Option<Question>, DbError> {
    Ok(questions(connection, "WHERE token_hash = $1", vec![token.hash().into()]).await?.pop())
}

/// Returns the questions of a meeting: the planned ones in order, then the others in order of receipt.
pub(crate) async fn of_meeting(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<Question>, DbError> {
    questions(connection, "WHERE meeting_id = $1 ORDER BY COALESCE(position, 1000000), id", vec![meeting.get().into()]).await
}

/// The maximum number of questions that a list reads.
pub(crate) const MOST_LISTED: i64 = 2_000;

/// Returns all questions, newest first.
pub(crate) async fn all(connection: &impl ConnectionTrait) -> Result<Vec<Question>, DbError> {
    questions(connection, "ORDER BY id DESC LIMIT $1", vec![MOST_LISTED.into()]).await
}

/// Returns the questions that were merged into this one.
pub(crate) async fn merged_into(connection: &impl ConnectionTrait, id: QuestionId) -> Result<Vec<Question>, DbError> {
    questions(connection, "WHERE merged_into = $1 ORDER BY id", vec![id.get().into()]).await
}

/// The maximum number of earlier questions compared with a new one.
const MOST_COMPARED: i64 = 400;

/// Returns the questions put since `from`, newest first, to compare with a new one.
pub(crate) async fn put_since(connection: &impl ConnectionTrait, from: DateTime<Utc>) -> Result<Vec<Question>, DbError> {
    let rest = "WHERE started_at >= $1 AND state IN ('put', 'answered', 'awaiting-written-answer') \
                ORDER BY id DESC LIMIT $2";
    questions(connection, rest, vec![from.into(), MOST_COMPARED.into()]).await
}

/// Appends a ledger entry about a question. Its details name no person and quote no text, because either may
/// have to be erased one day.
pub(crate) async fn write_down(
    transaction: &WriteTransaction,
    question: &Question,
    action: Action,
    payload: &Json,
    by: By<'_>,
) -> Result<()> {
    ledger::append(transaction, &by.did(action, &question.record_name(), payload)).await?;
    Ok(())
}

/// Writes a question if it is still at the version that was read. Returns `None` if someone else has changed it
/// since. `act` is what was done.
pub(crate) async fn change(
    transaction: &WriteTransaction,
    now: &Question,
    act: &str,
    payload: Json,
    by: By<'_>,
) -> Result<Option<Question>> {
    let changed = Question {
        version: now.version + 1,
        changed_by: by.actor.to_owned(),
        changed_at: by.at,
        last_act: act.to_owned(),
        ..now.clone()
    };
    if !update(transaction, &changed, now.version).await? {
        return Ok(None);
    }
    let mut particulars = json!({ "act": act, "state": changed.state, "version": changed.version });
    if let (Some(all), Json::Object(more)) = (particulars.as_object_mut(), payload) {
        all.extend(more);
    }
    write_down(transaction, &changed, Action::Altered, &particulars, by).await?;
    Ok(Some(changed))
}

/// Writes a question in the same way for an action from the state table.
pub(crate) async fn act(
    transaction: &WriteTransaction,
    now: &Question,
    act: Act,
    payload: Json,
    by: By<'_>,
) -> Result<Option<Question>> {
    change(transaction, now, act.word(), payload, by).await
}

async fn update(transaction: &WriteTransaction, new: &Question, version: i64) -> Result<bool, DbError> {
    let sql = "UPDATE public_question SET state = $1, version = $2, text = $3, earlier_text = $4, item = $5, wording = $6, ground = $7, \
               reasons = $8, decided_by = $9, merged_into = $10, position = $11, minutes = $12, started_at = $13, ended_at = $14, \
               absent = $15, named = $16, answer = $17, in_writing = $18, supplementary = $19, supplementary_answer = $20, \
               supplementary_in_writing = $21, written_answer = $22, written_sent_at = $23, changed_by = $24, changed_at = $25, \
               last_act = $26 WHERE id = $27 AND version = $28";
    let values: [Value; 28] = [
        new.state.word().into(),
        new.version.into(),
        new.text.as_str().into(),
        new.earlier_text.clone().into(),
        new.item.clone().into(),
        new.wording.clone().into(),
        new.ground.map(Ground::word).into(),
        new.reasons.clone().into(),
        new.decided_by.clone().into(),
        new.merged_into.map(QuestionId::get).into(),
        new.position.into(),
        new.minutes.into(),
        new.started_at.into(),
        new.ended_at.into(),
        new.absent.into(),
        new.named.into(),
        new.answer.clone().into(),
        new.in_writing.into(),
        new.supplementary.clone().into(),
        new.supplementary_answer.clone().into(),
        new.supplementary_in_writing.into(),
        new.written_answer.clone().into(),
        new.written_sent_at.into(),
        new.changed_by.as_str().into(),
        new.changed_at.into(),
        new.last_act.as_str().into(),
        new.id.get().into(),
        version.into(),
    ];
    Ok(db::execute(transaction, sql, values).await? == 1)
}

/// Returns the last position in a meeting's plan, or 0 if nothing is planned. Concurrent callers wait until the transaction ends,
/// so that no two questions get the same position.
pub(crate) async fn last_position(transaction: &WriteTransaction, meeting: MeetingId) -> Result<i64, DbError> {
    db::hold(transaction, &[&format!("questions planned for meeting {meeting}")]).await?;
    let sql = "SELECT CAST(COALESCE(MAX(position), 0) AS BIGINT) FROM public_question WHERE meeting_id = $1";
    Ok(db::single::<i64>(transaction, sql, [meeting.get().into()]).await?.unwrap_or_default())
}

/// Returns the first instant of the day this many months before another.
pub(crate) fn months_before(day: NaiveDate, months: u32) -> DateTime<Utc> {
    let from = day.checked_sub_months(chrono::Months::new(months)).unwrap_or(day);
    foundation::london::beginning(from)
}
