//! All SQL statements about recommendations to other bodies, which must answer in writing (Police and Justice Act 2006, section 20;
//! SI 2009/942).

use access::By;
use chrono::NaiveDate;
use db::{ConnectionTrait, DbError, WriteTransaction};
use ledger::Action;
use meetings::meeting::{BoardId, DraftItemId, Meeting, MeetingId};
use serde_json::json;
use web::Result;

/// A recommendation to another body.
#[derive(Clone, Debug, db::Row)]
pub(crate) struct Recommendation {
    pub id: i64,
    pub board_id: i64,
    pub meeting_id: i64,
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

    /// Returns the board's key.
    pub(crate) fn board(&self) -> Option<BoardId> {
        BoardId::new(self.board_id)
    }
}

const SELECT: &str = "SELECT r.id, r.board_id, r.meeting_id, b.name AS board_name, r.body, r.text, r.exempt, r.made_on, r.due_on, r.sent_on, \
                      r.answered_on, r.answer FROM recommendation r JOIN board b ON b.id = r.board_id";

/// Returns the recommendations that were not struck out, latest first.
pub(crate) async fn all(connection: &impl ConnectionTrait) -> Result<Vec<Recommendation>, DbError> {
    let sql = format!("{SELECT} WHERE r.withdrawn_at IS NULL ORDER BY r.made_on DESC, r.id DESC LIMIT 1000");
    db::rows(connection, &sql, []).await
}

/// Returns the recommendation with this key.
pub(crate) async fn by_id(connection: &impl ConnectionTrait, id: i64) -> Result<Option<Recommendation>, DbError> {
    db::row(connection, &format!("{SELECT} WHERE r.id = $1 AND r.withdrawn_at IS NULL"), [id.into()]).await
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
    let sql = "INSERT INTO recommendation (board_id, meeting_id, item_id, entry_id, body, text, exempt, made_on, due_on, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)";
    let values = [
        made.meeting.board.get().into(),
        made.meeting.id.get().into(),
        made.item.get().into(),
        made.entry.into(),
        made.body.into(),
        made.text.into(),
        made.is_exempt.into(),
        made.meeting.held_on.into(),
        made.due_on.into(),
    ];
    db::execute(transaction, sql, values).await?;
    Ok(())
}

/// Withdraws the recommendation made by an entry that is struck out.
pub async fn withdraw(transaction: &WriteTransaction, meeting: MeetingId, entry: i64, by: By<'_>) -> Result<(), DbError> {
    let sql = "UPDATE recommendation SET withdrawn_at = $1 WHERE meeting_id = $2 AND entry_id = $3";
    db::execute(transaction, sql, [by.at.into(), meeting.get().into(), entry.into()]).await?;
    Ok(())
}

async fn write_down(transaction: &WriteTransaction, id: i64, what: &str, by: By<'_>) -> Result<()> {
    let record = format!("recommendation/{id}");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "what": what }))).await?;
    Ok(())
}

/// Records that a recommendation was sent.
pub(crate) async fn sent(transaction: &WriteTransaction, id: i64, on: NaiveDate, by: By<'_>) -> Result<()> {
    let sql = "UPDATE recommendation SET sent_on = $1, version = version + 1 WHERE id = $2";
    db::execute(transaction, sql, [on.into(), id.into()]).await?;
    write_down(transaction, id, "sent", by).await
}

/// Records the answer to a recommendation.
pub(crate) async fn answered(transaction: &WriteTransaction, id: i64, on: NaiveDate, answer: &str, by: By<'_>) -> Result<()> {
    let sql = "UPDATE recommendation SET answered_on = $1, answer = $2, version = version + 1 WHERE id = $3";
    db::execute(transaction, sql, [on.into(), answer.into(), id.into()]).await?;
    write_down(transaction, id, "answered", by).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_overdue_from_the_day_after_it_was_due() {
        let day = |day| NaiveDate::from_ymd_opt(2024, 7, day);
        let mut one = Recommendation {
            id: 1,
            board_id: 1,
            meeting_id: 1,
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
