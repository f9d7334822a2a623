//! All SQL statements about removing a member entered by mistake.

use crate::meeting::{BoardId, PersonId};
use crate::members;
use access::By;
use db::{Connection, DbError, WriteTransaction};
use foundation::MunicipalYear;
use ledger::Action;
use serde_json::{Value, json};
use web::Result;

/// Returns a description of what refers to a person at a board's meetings in a year, which is empty if they can be removed.
pub async fn references(
    connection: &Connection,
    person: PersonId,
    board: BoardId,
    year: MunicipalYear,
) -> Result<Option<&'static str>, DbError> {
    let of_meetings = "meeting_id IN (SELECT id FROM meeting WHERE board_id = $2 AND municipal_year = $3)";
    for (what, table, condition) in [
        ("minutes name them", "attendance", "person_id = $1"),
        ("they declared an interest", "declared_interest", "person_id = $1"),
        ("they said that they will attend a meeting", "attendance_reply", "person_id = $1"),
        ("they sent apologies, or were named as a substitute", "apology", "(person_id = $1 OR substitute_id = $1)"),
        ("they presided at a meeting", "sitting", "presiding_id = $1"),
    ] {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE {condition} AND {of_meetings}");
        if db::count(connection, &sql, db::values![person, board, year]).await? > 0 {
            return Ok(Some(what));
        }
    }
    let sql = "SELECT COUNT(*) FROM registered_interest WHERE person_id = $1";
    if db::count(connection, sql, db::values![person]).await? > 0 {
        return Ok(Some("they have a register of interests"));
    }
    let sql = "SELECT e.id, e.content FROM sitting_entry e JOIN meeting m ON m.id = e.meeting_id WHERE m.board_id = $1 AND m.municipal_year = $2";
    for (entry, content) in db::rows::<(i64, String)>(connection, sql, db::values![board, year]).await? {
        let unreadable =
            |error: serde_json::Error| DbError::unreadable("sitting_entry", &format!("id {entry}"), "content", error.to_string());
        if names(&serde_json::from_str(&content).map_err(unreadable)?, person.get()) {
            return Ok(Some("they are named in what was recorded at a meeting"));
        }
    }
    Ok(None)
}

/// Checks whether an entry recorded at a meeting names a person: as its subject, as mover or seconder, or among recorded votes.
fn names(content: &Value, person: i64) -> bool {
    let is_person = |value: Option<&Value>| value.and_then(Value::as_i64) == Some(person);
    let in_votes = |votes: &Value| votes.as_array().is_some_and(|votes| votes.iter().any(|vote| is_person(vote.get(0))));
    ["person", "mover", "seconder"].into_iter().any(|key| is_person(content.get(key)))
        || content.pointer("/votes/named/votes").is_some_and(in_votes)
}

/// Deletes a person to whom nothing refers any more, neither a seat nor a meeting. Returns whether there was such a person.
pub async fn delete_unreferenced(transaction: &WriteTransaction, person: PersonId, by: By<'_>) -> Result<bool> {
    for (table, condition) in [
        ("membership", "person_id = $1"),
        ("attendance", "person_id = $1"),
        ("declared_interest", "person_id = $1"),
        ("attendance_reply", "person_id = $1"),
        ("registered_interest", "person_id = $1"),
        ("apology", "(person_id = $1 OR substitute_id = $1)"),
        ("sitting", "presiding_id = $1"),
    ] {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE {condition}");
        if db::count(transaction, &sql, db::values![person]).await? > 0 {
            return Ok(false);
        }
    }
    members::photo_store::remove(transaction, person, by).await?;
    for table in ["person_account", "person_name_correction", "person_former_slug", "member_details"] {
        db::execute(transaction, &format!("DELETE FROM {table} WHERE person_id = $1"), db::values![person]).await?;
    }
    db::execute(transaction, "DELETE FROM person WHERE id = $1", db::values![person]).await?;
    let record = format!("person/{person}");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "what": "removed as entered by mistake" }))).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sitting::{Choice, Recorded, Standing, Votes};

    #[test]
    fn whoever_was_recorded_at_a_meeting_is_named() {
        let named = |what: &Recorded| names(&serde_json::to_value(what).expect("JSON"), 7);
        assert!(named(&Recorded::Attendance { person: 7, standing: Standing::Absent }));
        assert!(named(&Recorded::Motion { text: "That".into(), mover: None, seconder: Some(7), amends: None }));
        let votes = Votes::Named { votes: vec![(3, Choice::For), (7, Choice::Against)], casting: None };
        assert!(named(&Recorded::Vote { motion: 7, votes, carried: true }));
        let hands = Votes::Hands { in_favour: 7, against: 7, abstained: 7, casting: None };
        assert!(!named(&Recorded::Vote { motion: 7, votes: hands, carried: true }), "an entry's key is no person's");
        assert!(!named(&Recorded::Arrived { person: 8 }));
    }
}
