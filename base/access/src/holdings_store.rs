//! The SQL statement that reads an account's roles and openings.

use crate::account::AccountId;
use crate::actor::{Held, Opening, Term};
use crate::holdings::Holdings;
use crate::place::Place;
use chrono::{DateTime, NaiveDate, Utc};
use db::{Connection, DbError};

/// A role with its first day, or an opening with the time at which it closes.
#[derive(db::Row)]
struct Row {
    name: String,
    place: Option<Place>,
    from_day: Option<NaiveDate>,
    until_day: Option<NaiveDate>,
    opened_at: Option<DateTime<Utc>>,
    closes_at: Option<DateTime<Utc>>,
}

/// Returns the roles of an account that have not been withdrawn, whatever their term, and the records it has open at `now`.
pub(crate) async fn of_account(connection: &Connection, account: AccountId, now: DateTime<Utc>) -> Result<Holdings, DbError> {
    let sql = "SELECT id, role AS name, place, from_day, until_day, NULL AS opened_at, NULL AS closes_at FROM account_role \
               WHERE account_id = $1 AND withdrawn_at IS NULL \
               UNION ALL SELECT id, record, NULL, NULL, NULL, opened_at, closes_at FROM glass_opening \
               WHERE account_id = $1 AND closes_at > $2 ORDER BY id DESC";
    let mut holdings = Holdings::default();
    for row in db::rows::<Row>(connection, sql, db::values![account, now]).await? {
        let Row { name, place, from_day, until_day, opened_at, closes_at } = row;
        if let Some(from) = from_day {
            holdings.roles.push((Term { from, until: until_day }, Held { role: name, place }));
        } else if let (Some(opened_at), Some(closes_at)) = (opened_at, closes_at) {
            holdings.openings.push((opened_at..closes_at, Opening { record: name }));
        }
    }
    Ok(holdings)
}
