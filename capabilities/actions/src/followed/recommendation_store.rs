//! All SQL statements about recommendations to other bodies, which must answer in writing (Police and Justice Act 2006, section 20;
//! SI 2009/942).

use access::By;
use chrono::NaiveDate;
use db::{Connection, DbError, Table as _, Value, WriteTransaction};
use ledger::Action;
use meetings::meeting::{BoardId, DraftItemId, Meeting, MeetingId};
use serde_json::json;
use web::Result;

/// A recommendation to another body.
#[derive(Clone, Debug, db::Row)]
#[row(table = "recommendation", unread(item_id, entry_id, withdrawn_at, version))]
pub(crate) struct Recommendation {
    pub id: i64,
    pub board_id: BoardId,
    pub meeting_id: MeetingId,
    #[row(joined)]
    pub board_name: String,
    /// The body to which it is made.
    pub body: String,
    pub text: String,
    /// Whether it was made on an exempt item.
    pub exempt: bool,
    pub made_on: NaiveDate,
    /// The date by which it must be answered.
    pub due_on: Option<NaiveDate>,
    pub sent_on: Option<NaiveDate>,
    pub answered_on: Option<NaiveDate>,
    pub answer: Option<String>,
}

/// The state of a recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecommendationState {
    /// Not sent yet.
    ToSend,
    /// Sent, awaiting an answer.
    Awaited,
    /// The answer is overdue.
    Overdue,
    Answered,
}

impl RecommendationState {
    /// Returns the label shown to users.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::ToSend => "To be sent",
            Self::Awaited => "Awaiting response",
            Self::Overdue => "Response overdue",
            Self::Answered => "Response received",
        }
    }
}

impl Recommendation {
    /// Returns the state on `today`.
    pub(crate) fn state(&self, today: NaiveDate) -> RecommendationState {
        if self.answered_on.is_some() {
            return RecommendationState::Answered;
        }
        match self.due_on {
            Some(due) if due < today => RecommendationState::Overdue,
            _ if self.sent_on.is_some() => RecommendationState::Awaited,
            _ => RecommendationState::ToSend,
        }
    }
}

async fn select(
    connection: &Connection,
    rest: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<Recommendation>, DbError> {
    let columns = Recommendation::columns("r");
    let sql = format!(
        "SELECT {columns}, b.name AS board_name FROM recommendation r JOIN board b ON b.id = r.board_id WHERE r.withdrawn_at IS NULL {rest}"
    );
    db::rows(connection, &sql, values).await
}

/// Returns the recommendations that were not struck out, latest first.
pub(crate) async fn all(connection: &Connection) -> Result<Vec<Recommendation>, DbError> {
    select(connection, "ORDER BY r.made_on DESC, r.id DESC LIMIT 1000", []).await
}

/// Returns the recommendation with this key.
pub(crate) async fn by_id(connection: &Connection, id: i64) -> Result<Option<Recommendation>, DbError> {
    Ok(select(connection, "AND r.id = $1", db::values![id]).await?.pop())
}

/// A recommendation to follow, made by an entry of a meeting.
pub struct Made<'a> {
    /// The meeting that makes it.
    pub meeting: &'a Meeting,
    /// The agenda item.
    pub item: DraftItemId,
    /// The key of the entry in the record of the meeting.
    pub entry: i64,
    /// The body to which it is made.
    pub body: &'a str,
    /// The recommendation.
    pub text: &'a str,
    /// Whether it was made on an exempt item.
    pub is_exempt: bool,
    /// The date by which it must be answered.
    pub due_on: Option<NaiveDate>,
}

/// Stores a recommendation. The ledger already has the meeting's entry.
pub async fn make(transaction: &WriteTransaction, made: &Made<'_>) -> Result<(), DbError> {
    db::insert!(
        transaction,
        Recommendation {
            board_id: made.meeting.board,
            meeting_id: made.meeting.id,
            item_id: made.item,
            entry_id: made.entry,
            body: made.body,
            text: made.text,
            exempt: made.is_exempt,
            made_on: made.meeting.held_on,
            due_on: made.due_on,
            version: 1_i64,
        }
    )
    .await?;
    Ok(())
}

/// Withdraws the recommendation made by an entry that is struck out.
pub async fn withdraw(transaction: &WriteTransaction, meeting: MeetingId, entry: i64, by: By<'_>) -> Result<(), DbError> {
    let condition = "meeting_id = $1 AND entry_id = $2";
    db::update!(transaction, Recommendation { withdrawn_at: by.at }, condition, [meeting, entry]).await?;
    Ok(())
}

async fn write_down(transaction: &WriteTransaction, id: i64, what: &str, by: By<'_>) -> Result<()> {
    let record = format!("recommendation/{id}");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "what": what }))).await?;
    Ok(())
}

/// Records that a recommendation was sent. Returns `false`, and changes nothing, if it was already sent or answered, or was struck
/// out.
pub(crate) async fn sent(transaction: &WriteTransaction, id: i64, on: NaiveDate, by: By<'_>) -> Result<bool> {
    let sql = "UPDATE recommendation SET sent_on = $1, version = version + 1 \
               WHERE id = $2 AND sent_on IS NULL AND answered_on IS NULL AND withdrawn_at IS NULL";
    if db::execute(transaction, sql, db::values![on, id]).await? == 0 {
        return Ok(false);
    }
    write_down(transaction, id, "sent", by).await?;
    Ok(true)
}

/// Records the answer to a recommendation. Returns `false`, and changes nothing, if it was already answered or was struck out.
pub(crate) async fn answered(transaction: &WriteTransaction, id: i64, on: NaiveDate, answer: &str, by: By<'_>) -> Result<bool> {
    let sql = "UPDATE recommendation SET answered_on = $1, answer = $2, version = version + 1 \
               WHERE id = $3 AND answered_on IS NULL AND withdrawn_at IS NULL";
    if db::execute(transaction, sql, db::values![on, answer, id]).await? == 0 {
        return Ok(false);
    }
    write_down(transaction, id, "answered", by).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_overdue_from_the_day_after_it_was_due() {
        let day = |day| NaiveDate::from_ymd_opt(2024, 7, day);
        let mut one = Recommendation {
            id: 1,
            board_id: BoardId::new(1).expect("a key"),
            meeting_id: MeetingId::new(1).expect("a key"),
            board_name: "Harbour Safety Board".into(),
            body: "Ashmere Constabulary".into(),
            text: "that patrols be kept".into(),
            exempt: false,
            made_on: day(1).expect("a day"),
            due_on: day(29),
            sent_on: None,
            answered_on: None,
            answer: None,
        };
        assert_eq!(one.state(day(2).expect("a day")), RecommendationState::ToSend);
        one.sent_on = day(3);
        assert_eq!(one.state(day(29).expect("a day")), RecommendationState::Awaited);
        assert_eq!(one.state(day(30).expect("a day")), RecommendationState::Overdue);
        one.answered_on = day(31);
        assert_eq!(one.state(day(31).expect("a day")), RecommendationState::Answered);
    }
}
