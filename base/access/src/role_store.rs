//! SQL statements for the roles given to people.

use crate::account::{AccountId, By, GivenRole, GivenRoleId};
use crate::actor::{Held, Term};
use crate::place::Place;
use crate::{AccessError, unreadable};
use chrono::{DateTime, NaiveDate, Utc};
use db::{Connection, DbError, ToSql, WriteTransaction};
use ledger::Action;
use serde_json::{Value as Json, json};

/// Who gave a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Provider,
    Administrator,
}

impl Source {
    const ALL: [Self; 2] = [Self::Provider, Self::Administrator];

    fn word(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Administrator => "administrator",
        }
    }
}

db::stored_words!(Source, word);

#[derive(db::Row)]
#[row(table = "account_role")]
struct Row {
    id: GivenRoleId,
    account_id: AccountId,
    role: String,
    place: Option<Place>,
    from_day: NaiveDate,
    until_day: Option<NaiveDate>,
    source: Source,
    withdrawn_at: Option<DateTime<Utc>>,
}

impl From<Row> for GivenRole {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            account: row.account_id,
            role: row.role,
            place: row.place,
            term: Term { from: row.from_day, until: row.until_day },
            is_from_provider: row.source == Source::Provider,
            withdrawn_at: row.withdrawn_at,
        }
    }
}

impl Row {
    fn state(&self) -> Json {
        json!({
            "account": self.account_id, "role": self.role, "place": self.place, "from": self.from_day, "until": self.until_day,
            "source": self.source.word(), "withdrawn": self.withdrawn_at.is_some(),
        })
    }
}

/// A role to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRole {
    /// The role's key.
    pub role: String,
    /// The place where it applies, or `None` if it applies everywhere.
    pub place: Option<Place>,
    /// The first and last days on which it is held.
    pub term: Term,
}

/// Gives a role.
pub async fn give(
    transaction: &WriteTransaction,
    account: AccountId,
    new: &NewRole,
    is_from_provider: bool,
    by: By<'_>,
) -> Result<GivenRoleId, AccessError> {
    if new.term.until.is_some_and(|until| until < new.term.from) {
        return Err(AccessError::EndsBeforeItBegins);
    }
    let given = db::insert!(
        transaction,
        Row {
            account_id: account,
            role: new.role,
            place: new.place,
            from_day: new.term.from,
            until_day: new.term.until,
            source: if is_from_provider { Source::Provider } else { Source::Administrator },
        }
    );
    let id = given.await?;
    write_down(transaction, id, Action::Granted, by).await?;
    Ok(id)
}

/// Withdraws a role with immediate effect.
pub async fn withdraw(transaction: &WriteTransaction, id: GivenRoleId, by: By<'_>) -> Result<(), AccessError> {
    if db::update!(transaction, Row { withdrawn_at: by.at }, "id = $1 AND withdrawn_at IS NULL", [id]).await? > 0 {
        write_down(transaction, id, Action::Revoked, by).await?;
    }
    Ok(())
}

/// Returns the given role with this key, or `None` if there is none.
pub async fn by_id(connection: &Connection, id: GivenRoleId) -> Result<Option<GivenRole>, DbError> {
    Ok(db::by_id::<Row>(connection, id).await?.map(GivenRole::from))
}

async fn given(connection: &Connection, rest: &str, account: Option<AccountId>) -> Result<Vec<GivenRole>, DbError> {
    let values = account.map(|account| account.to_sql());
    Ok(db::select::<Row>(connection, rest, values).await?.into_iter().map(GivenRole::from).collect())
}

/// Returns all roles ever given to an account, newest first.
pub async fn of_account(connection: &Connection, account: AccountId) -> Result<Vec<GivenRole>, DbError> {
    given(connection, "WHERE account_id = $1 ORDER BY id DESC", Some(account)).await
}

/// Returns the roles of all accounts that have not been withdrawn.
pub async fn standing(connection: &Connection) -> Result<Vec<GivenRole>, DbError> {
    given(connection, "WHERE withdrawn_at IS NULL ORDER BY account_id, id", None).await
}

/// Returns the roles that an account holds on a day.
pub async fn held(connection: &Connection, account: AccountId, day: NaiveDate) -> Result<Vec<Held>, DbError> {
    let given = of_account(connection, account).await?;
    let holds = |given: &GivenRole| given.withdrawn_at.is_none() && given.term.holds_on(day);
    Ok(given.into_iter().filter(holds).map(|given| Held { role: given.role, place: given.place }).collect())
}

/// Returns the accounts that hold a role on a day, everywhere or in this place.
pub async fn holders(
    connection: &Connection,
    role: &str,
    place: Option<&Place>,
    day: NaiveDate,
) -> Result<Vec<AccountId>, DbError> {
    let sql = "SELECT DISTINCT account_id FROM account_role WHERE role = $1 AND withdrawn_at IS NULL AND from_day <= $2 \
               AND (until_day IS NULL OR until_day >= $2) AND (place IS NULL OR $3 = '' OR place = $3) ORDER BY account_id";
    db::column(connection, sql, db::values![role, day, place.map_or("", Place::as_str)]).await
}

/// Brings the roles given by the provider's groups into line with `wanted`: gives those that are missing and withdraws the others. If
/// someone signs in twice at once, the second sign-in waits for the first.
pub async fn follow_provider(
    transaction: &WriteTransaction,
    account: AccountId,
    wanted: &[(String, Option<Place>)],
    by: By<'_>,
    today: NaiveDate,
) -> Result<(), AccessError> {
    db::hold(transaction, &[&format!("roles of account {account} from the provider")]).await?;
    let standing: Vec<GivenRole> = of_account(transaction, account)
        .await?
        .into_iter()
        .filter(|given| given.is_from_provider && given.withdrawn_at.is_none())
        .collect();
    for given in &standing {
        if !wanted.iter().any(|(role, place)| *role == given.role && *place == given.place) {
            withdraw(transaction, given.id, by).await?;
        }
    }
    for (role, place) in wanted {
        if !standing.iter().any(|given| given.role == *role && given.place == *place) {
            let new = NewRole { role: role.clone(), place: place.clone(), term: Term { from: today, until: None } };
            give(transaction, account, &new, true, by).await?;
        }
    }
    Ok(())
}

async fn write_down(transaction: &WriteTransaction, id: GivenRoleId, action: Action, by: By<'_>) -> Result<(), AccessError> {
    let state = db::by_id::<Row>(transaction, id).await?.ok_or_else(|| unreadable("given role", id.get()))?.state();
    let record = format!("given-role/{id}");
    let entry = by.did(action, &record, &state);
    ledger::append(transaction, &entry).await?;
    Ok(())
}
