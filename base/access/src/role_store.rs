//! SQL statements for the roles given to people.

use crate::account::{AccountId, By, GivenRole, GivenRoleId};
use crate::actor::{Held, Term};
use crate::place::Place;
use crate::{AccessError, unreadable};
use chrono::{DateTime, NaiveDate, Utc};
use db::{ConnectionTrait, DbError, FromQueryResult, WriteTransaction};
use ledger::Action;
use serde_json::{Value as Json, json};

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    account_id: i64,
    role: String,
    place: Option<String>,
    from_day: NaiveDate,
    until_day: Option<NaiveDate>,
    source: String,
    withdrawn_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, account_id, role, place, from_day, until_day, source, withdrawn_at";

impl Row {
    fn given(self) -> Result<GivenRole, DbError> {
        let place = self.place.map(|place| Place::parse(&place).ok_or_else(|| DbError::Value(format!("the place {place}"))));
        Ok(GivenRole {
            id: GivenRoleId::new(self.id).ok_or_else(|| unreadable("given role", self.id))?,
            account: AccountId::new(self.account_id).ok_or_else(|| unreadable("account", self.account_id))?,
            role: self.role,
            place: place.transpose()?,
            term: Term { from: self.from_day, until: self.until_day },
            is_from_provider: self.source == "provider",
            withdrawn_at: self.withdrawn_at,
        })
    }

    fn state(&self) -> Json {
        json!({
            "account": self.account_id, "role": self.role, "place": self.place, "from": self.from_day, "until": self.until_day,
            "source": self.source, "withdrawn": self.withdrawn_at.is_some(),
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
    let id = db::single::<i64>(
        transaction,
        "INSERT INTO account_role (account_id, role, place, from_day, until_day, source) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        [
            account.get().into(),
            new.role.clone().into(),
            new.place.as_ref().map(|place| place.as_str().to_owned()).into(),
            new.term.from.into(),
            new.term.until.into(),
            if is_from_provider { "provider" } else { "administrator" }.into(),
        ],
    )
    .await?;
    let id = id.and_then(GivenRoleId::new).ok_or_else(|| unreadable("given role", 0))?;
    write_down(transaction, id, Action::Granted, by).await?;
    Ok(id)
}

/// Withdraws a role with immediate effect.
pub async fn withdraw(transaction: &WriteTransaction, id: GivenRoleId, by: By<'_>) -> Result<(), AccessError> {
    let sql = "UPDATE account_role SET withdrawn_at = $1 WHERE id = $2 AND withdrawn_at IS NULL";
    if db::execute(transaction, sql, [by.at.into(), id.get().into()]).await? > 0 {
        write_down(transaction, id, Action::Revoked, by).await?;
    }
    Ok(())
}

/// Returns the given role with this key, or `None` if there is none.
pub async fn by_id(connection: &impl ConnectionTrait, id: GivenRoleId) -> Result<Option<GivenRole>, DbError> {
    row(connection, id).await?.map(Row::given).transpose()
}

async fn row(connection: &impl ConnectionTrait, id: GivenRoleId) -> Result<Option<Row>, DbError> {
    db::row::<Row>(connection, &format!("SELECT {COLUMNS} FROM account_role WHERE id = $1"), [id.get().into()]).await
}

/// Returns all roles ever given to an account, newest first.
pub async fn of_account(connection: &impl ConnectionTrait, account: AccountId) -> Result<Vec<GivenRole>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM account_role WHERE account_id = $1 ORDER BY id DESC");
    db::rows::<Row>(connection, &sql, [account.get().into()]).await?.into_iter().map(Row::given).collect()
}

/// Returns the roles of all accounts that have not been withdrawn.
pub async fn standing(connection: &impl ConnectionTrait) -> Result<Vec<GivenRole>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM account_role WHERE withdrawn_at IS NULL ORDER BY account_id, id");
    db::rows::<Row>(connection, &sql, []).await?.into_iter().map(Row::given).collect()
}

/// Returns the roles that an account holds on a day.
pub async fn held(connection: &impl ConnectionTrait, account: AccountId, day: NaiveDate) -> Result<Vec<Held>, DbError> {
    let given = of_account(connection, account).await?;
    let holds = |given: &GivenRole| given.withdrawn_at.is_none() && given.term.holds_on(day);
    Ok(given.into_iter().filter(holds).map(|given| Held { role: given.role, place: given.place }).collect())
}

/// Returns the accounts that hold a role on a day, everywhere or in this place.
pub async fn holders(
    connection: &impl ConnectionTrait,
    role: &str,
    place: Option<&Place>,
    day: NaiveDate,
) -> Result<Vec<AccountId>, DbError> {
    let given = standing(connection).await?;
    let mut accounts: Vec<AccountId> = given
        .into_iter()
        .filter(|given| given.role == role && given.term.holds_on(day))
        .filter(|given| given.place.is_none() || place.is_none() || given.place.as_ref() == place)
        .map(|given| given.account)
        .collect();
    accounts.dedup();
    Ok(accounts)
}

/// Brings the roles given by the provider's groups into line with `wanted`: gives those that are missing and withdraws the others.
pub async fn follow_provider(
    transaction: &WriteTransaction,
    account: AccountId,
    wanted: &[(String, Option<Place>)],
    by: By<'_>,
    today: NaiveDate,
) -> Result<(), AccessError> {
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
    let state = row(transaction, id).await?.ok_or_else(|| unreadable("given role", id.get()))?.state();
    let record = format!("given-role/{id}");
    let entry = by.did(action, &record, &state);
    ledger::append(transaction, &entry).await?;
    Ok(())
}
