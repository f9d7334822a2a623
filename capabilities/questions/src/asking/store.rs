//! SQL statements for questioners, and storing a new question.

use crate::asking::fitness::Who;
use crate::question::state::State;
use crate::question::store::{by_id, write_down};
use crate::question::{Question, QuestionId};
use access::{By, Place, Token};
use db::{Connection, DbError, WriteTransaction};
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
pub(crate) async fn of_form(connection: &Connection, form: &Token) -> Result<Option<QuestionId>, DbError> {
    db::single(connection, "SELECT id FROM public_question WHERE form_hash = $1", db::values![form.hash()]).await
}

/// Locks the row with the numbers of a board and year until the transaction ends. Concurrent forms for the board wait for one
/// another, so that counts taken before storing a question remain valid.
pub(crate) async fn hold_numbers(transaction: &WriteTransaction, board: &Place, year: MunicipalYear) -> Result<i64, DbError> {
    let sql = "INSERT INTO public_question_number (board, year, last) VALUES ($1, $2, 0) ON CONFLICT (board, year) DO UPDATE SET \
               last = public_question_number.last RETURNING last";
    db::count(transaction, sql, db::values![board, year]).await
}

/// Stores a question with the next number of its board and year. The number is assigned in the same
/// transaction, so none is skipped.
pub(crate) async fn insert(transaction: &WriteTransaction, new: &NewQuestion<'_>, by: By<'_>) -> Result<Question> {
    let number = hold_numbers(transaction, new.board, new.year).await? + 1;
    let sql = "UPDATE public_question_number SET last = $1 WHERE board = $2 AND year = $3";
    db::execute(transaction, sql, db::values![number, new.board, new.year]).await?;
    let id = db::insert!(
        transaction,
        Question {
            meeting_id: new.meeting,
            board: new.board,
            year: new.year,
            number,
            reference: free_reference(transaction, new, number).await?,
            form_hash: new.form.hash(),
            token_hash: new.token.hash(),
            received_at: by.at,
            state: State::Received,
            version: 1_i64,
            text: new.text,
            item: new.item,
            absent: false,
            named: false,
            in_writing: false,
            supplementary_in_writing: false,
            changed_by: by.actor,
            changed_at: by.at,
            last_act: "ask",
        }
    )
    .await?;
    let Who { name, address, organisation, mail } = new.who;
    db::insert!(transaction, Asker { question_id: id, name, address, organisation, mail }).await?;
    let question = by_id(transaction, id).await?.ok_or_else(|| DbError::Value("an inserted question is not there".into()))?;
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
    let is_free = !letters.is_empty() && db::single::<i64>(transaction, sql, db::values![wanted]).await?.is_none();
    Ok(if is_free { wanted } else { written(&new.board.id().to_string()) })
}

#[derive(db::Row)]
#[row(table = "public_question_asker", key(question_id))]
struct Asker {
    question_id: QuestionId,
    name: String,
    address: String,
    organisation: Option<String>,
    mail: String,
}

impl Asker {
    fn who(self) -> Who {
        Who { name: self.name, address: self.address, organisation: self.organisation, mail: self.mail }
    }
}

/// Returns who asked a question. `None` if that has been erased.
pub(crate) async fn asker(connection: &Connection, id: QuestionId) -> Result<Option<Who>, DbError> {
    Ok(db::first(connection, "WHERE question_id = $1", db::values![id]).await?.map(Asker::who))
}

/// Returns the questioners of a meeting that have not been erased, each with the question's key.
pub(crate) async fn askers(connection: &Connection, meeting: MeetingId) -> Result<Vec<(QuestionId, Who)>, DbError> {
    let rest = "WHERE question_id IN (SELECT id FROM public_question WHERE meeting_id = $1) ORDER BY question_id";
    let rows = db::select::<Asker>(connection, rest, db::values![meeting]).await?;
    Ok(rows.into_iter().map(|row| (row.question_id, row.who())).collect())
}

/// Returns the keys of the questions whose questioner has not been erased.
pub(crate) async fn with_asker(connection: &Connection) -> Result<Vec<QuestionId>, DbError> {
    db::column(connection, "SELECT question_id FROM public_question_asker ORDER BY question_id", []).await
}

/// Erases who asked a question and the addresses of the emails about it. The question and its tracking address remain. Returns
/// `false` if it had already been erased.
pub(crate) async fn erase(transaction: &WriteTransaction, question: &Question, by: By<'_>) -> Result<bool> {
    let Some(who) = asker(transaction, question.id).await? else { return Ok(false) };
    transaction.erase_traces();
    let sql = "DELETE FROM public_question_asker WHERE question_id = $1";
    db::execute(transaction, sql, db::values![question.id]).await?;
    mail::forget(transaction, &who.mail, &question.reference).await?;
    // A separate record, because the question itself remains.
    let record = format!("public-question-asker/{}", question.id);
    let payload = json!({ "what": "name, address, organisation and email address" });
    ledger::append(transaction, &by.did(Action::Erased, &record, &payload)).await?;
    Ok(true)
}
