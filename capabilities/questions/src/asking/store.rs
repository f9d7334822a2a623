//! SQL statements for questioners, and storing a new question.

use crate::asking::fitness::Who;
use crate::question::store::{by_id, unreadable, write_down};
use crate::question::{Question, QuestionId};
use access::{By, Place, Token};
use db::{ConnectionTrait, DbError, FromQueryResult, WriteTransaction};
use foundation::MunicipalYear;
use ledger::Action;
use meetings::MeetingId;
use serde_json::json;
use web::Result;

/// A question to be stored.
#[derive(Clone, Debug)]
pub(crate) struct NewQuestion<'a> {
    pub meeting: MeetingId,
    pub board: &'a Place,
    pub year: MunicipalYear,
    /// The board's letters in references, if it has any.
    pub prefix: Option<&'a str>,
    pub text: &'a str,
    pub item: Option<&'a str>,
    pub who: &'a Who,
    /// The form's token, so that sending it twice creates only one question.
    pub form: &'a Token,
    /// The token with which the questioner tracks it.
    pub token: &'a Token,
}

/// Returns the question that was sent with this form, if there is one.
pub(crate) async fn of_form(connection: &impl ConnectionTrait, form: &Token) -> Result<Option<QuestionId>, DbError> {
    let sql = "SELECT id FROM public_question WHERE form_hash = $1";
    Ok(db::single::<i64>(connection, sql, [form.hash().into()]).await?.and_then(QuestionId::new))
}

/// Locks the row with the numbers of a board and year until the transaction ends. Concurrent forms for the board wait for one
/// another, so that counts taken before storing a question remain valid.
pub(crate) async fn hold_numbers(transaction: &WriteTransaction, board: &Place, year: MunicipalYear) -> Result<i64, DbError> {
    let sql = "INSERT INTO public_question_number (board, year, last) VALUES ($1, $2, 0) ON CONFLICT (board, year) DO UPDATE SET \
               last = public_question_number.last RETURNING last";
    let last = db::single::<i64>(transaction, sql, [board.as_str().into(), year.first_year().into()]).await?;
    last.ok_or_else(|| unreadable("the number"))
}

/// Stores a question with the next number of its board and year. The number is assigned in the same
/// transaction, so none is skipped.
pub(crate) async fn insert(transaction: &WriteTransaction, new: &NewQuestion<'_>, by: By<'_>) -> Result<Question> {
    let year = new.year.first_year();
    let number = hold_numbers(transaction, new.board, new.year).await? + 1;
    let sql = "UPDATE public_question_number SET last = $1 WHERE board = $2 AND year = $3";
    db::execute(transaction, sql, [number.into(), new.board.as_str().into(), year.into()]).await?;
    let reference = free_reference(transaction, new, number).await?;
    let sql = "INSERT INTO public_question (meeting_id, board, year, number, reference, form_hash, token_hash, received_at, state, version, \
               text, item, absent, named, in_writing, supplementary_in_writing, changed_by, changed_at, last_act) VALUES ($1, $2, $3, $4, \
               $5, $6, $7, $8, 'received', 1, $9, $10, $11, $11, $11, $11, $12, $8, 'ask') RETURNING id";
    let values = [
        new.meeting.get().into(),
        new.board.as_str().into(),
        year.into(),
        number.into(),
        reference.into(),
        new.form.hash().into(),
        new.token.hash().into(),
        by.at.into(),
        new.text.into(),
        new.item.into(),
        false.into(),
        by.actor.into(),
    ];
    let id = db::single::<i64>(transaction, sql, values).await?.and_then(QuestionId::new).ok_or_else(|| unreadable("the key"))?;
    let sql = "INSERT INTO public_question_asker (question_id, name, address, organisation, mail) VALUES ($1, $2, $3, $4, $5)";
    let who = new.who;
    let values = [
        id.get().into(),
        who.name.as_str().into(),
        who.address.as_str().into(),
        who.organisation.clone().into(),
        who.mail.as_str().into(),
    ];
    db::execute(transaction, sql, values).await?;
    let question = by_id(transaction, id).await?.ok_or_else(|| unreadable("the row"))?;
    let payload = json!({ "act": "ask", "reference": question.reference, "meeting": question.meeting });
    write_down(transaction, &question, Action::Collected, &payload, by).await?;
    Ok(question)
}

/// Returns `PQ/SAF/2024/3` with the board's letters, or with its key if it has none or another board has the same letters.
async fn free_reference(transaction: &WriteTransaction, new: &NewQuestion<'_>, number: i64) -> Result<String, DbError> {
    let written = |mark: &str| format!("PQ/{mark}/{}/{number}", new.year.first_year());
    let letters: String = new.prefix.unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let wanted = written(&letters);
    let sql = "SELECT id FROM public_question WHERE reference = $1";
    let is_free = !letters.is_empty() && db::single::<i64>(transaction, sql, [wanted.as_str().into()]).await?.is_none();
    Ok(if is_free { wanted } else { written(&new.board.id().to_string()) })
}

#[derive(FromQueryResult)]
struct AskerRow {
    question_id: i64,
    name: String,
    address: String,
    organisation: Option<String>,
    mail: String,
}

impl AskerRow {
    fn who(self) -> Who {
        Who { name: self.name, address: self.address, organisation: self.organisation, mail: self.mail }
    }
}

/// Returns who asked a question. `None` if that has been erased.
pub(crate) async fn asker(connection: &impl ConnectionTrait, id: QuestionId) -> Result<Option<Who>, DbError> {
    let sql = "SELECT question_id, name, address, organisation, mail FROM public_question_asker WHERE question_id = $1";
    Ok(db::row::<AskerRow>(connection, sql, [id.get().into()]).await?.map(AskerRow::who))
}

/// Returns the questioners of a meeting that have not been erased, each with the question's key.
pub(crate) async fn askers(connection: &impl ConnectionTrait, meeting: MeetingId) -> Result<Vec<(i64, Who)>, DbError> {
    let sql = "SELECT a.question_id, a.name, a.address, a.organisation, a.mail FROM public_question_asker a \
               JOIN public_question q ON q.id = a.question_id WHERE q.meeting_id = $1 ORDER BY a.question_id";
    let rows = db::rows::<AskerRow>(connection, sql, [meeting.get().into()]).await?;
    Ok(rows.into_iter().map(|row| (row.question_id, row.who())).collect())
}

#[derive(FromQueryResult)]
struct KeyRow {
    question_id: i64,
}

/// Returns the keys of the questions whose questioner has not been erased.
pub(crate) async fn with_asker(connection: &impl ConnectionTrait) -> Result<Vec<i64>, DbError> {
    let sql = "SELECT question_id FROM public_question_asker ORDER BY question_id";
    Ok(db::rows::<KeyRow>(connection, sql, []).await?.into_iter().map(|row| row.question_id).collect())
}

/// Erases who asked a question and the addresses of the emails about it. The question and its tracking address remain. Returns
/// `false` if it had already been erased.
pub(crate) async fn erase(transaction: &WriteTransaction, question: &Question, by: By<'_>) -> Result<bool> {
    let Some(who) = asker(transaction, question.id).await? else { return Ok(false) };
    transaction.erase_traces();
    let sql = "DELETE FROM public_question_asker WHERE question_id = $1";
    db::execute(transaction, sql, [question.id.get().into()]).await?;
    mail::forget(transaction, &who.mail, &question.reference).await?;
    // A separate record, because the question itself remains.
    let record = format!("public-question-asker/{}", question.id);
    let payload = json!({ "what": "name, address, organisation and email address" });
    ledger::append(transaction, &by.did(Action::Erased, &record, &payload)).await?;
    Ok(true)
}
