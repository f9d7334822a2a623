//! All SQL statements about members' registers of interests and about disclosed interests that must be registered.

use crate::interests::register::{Category, PublishedInterest, RegisterOfInterests};
use crate::interests::{InterestKind, notify_by};
use crate::meeting::{DraftItemId, MeetingId, PersonId};
use crate::preparation::item::DraftItem;
use crate::sitting::Recorded;
use crate::{members, preparation};
use access::By;
use chrono::NaiveDate;
use db::{ConnectionTrait, DbError, WriteTransaction};
use ledger::Action;
use publications::{NewPublication, Publishing};
use serde_json::json;
use web::{Error, OrNotFound, Result};

/// An interest in a member's register.
#[derive(Clone, Debug)]
pub struct RegisteredInterest {
    /// The key.
    pub id: i64,
    /// The category.
    pub category: Category,
    /// The details.
    pub details: String,
    /// Whether its details are withheld from the public (Localism Act 2011, section 32).
    pub is_sensitive: bool,
    /// The date of registration.
    pub registered_on: NaiveDate,
}

#[derive(db::Row)]
struct Row {
    id: i64,
    category: String,
    details: String,
    sensitive: bool,
    registered_on: NaiveDate,
}

impl TryFrom<Row> for RegisteredInterest {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let unreadable = || DbError::Value(format!("registered_interest {}: category {}", row.id, row.category));
        Ok(Self {
            id: row.id,
            category: Category::read(&row.category).ok_or_else(unreadable)?,
            details: row.details,
            is_sensitive: row.sensitive,
            registered_on: row.registered_on,
        })
    }
}

/// Returns the interests in a member's register, in the order in which they were entered.
pub async fn of_person(connection: &impl ConnectionTrait, person: PersonId) -> Result<Vec<RegisteredInterest>, DbError> {
    let sql = "SELECT id, category, details, sensitive, registered_on FROM registered_interest WHERE person_id = $1 AND ended_on IS NULL \
               ORDER BY id";
    let rows = db::rows::<Row>(connection, sql, [person.get().into()]).await?;
    rows.into_iter().map(RegisteredInterest::try_from).collect()
}

/// Adds an interest to a member's register and publishes the register. The ledger entry does not describe the interest.
pub async fn enter(
    transaction: &WriteTransaction,
    person: PersonId,
    (category, details, is_sensitive): (Category, &str, bool),
    (today, by): (NaiveDate, By<'_>),
) -> Result<()> {
    let sql =
        "INSERT INTO registered_interest (person_id, category, details, sensitive, registered_on) VALUES ($1, $2, $3, $4, $5)";
    let values = [person.get().into(), category.word().into(), details.into(), is_sensitive.into(), today.into()];
    db::execute(transaction, sql, values).await?;
    write_down(transaction, person, "interest added", by).await?;
    publish(transaction, person, "An interest was added", by).await
}

/// Removes an interest from a member's own register and publishes the register. Returns `false` if it is not in the register.
pub async fn end(transaction: &WriteTransaction, person: PersonId, id: i64, (today, by): (NaiveDate, By<'_>)) -> Result<bool> {
    let sql = "UPDATE registered_interest SET ended_on = $1 WHERE id = $2 AND person_id = $3 AND ended_on IS NULL";
    if db::execute(transaction, sql, [today.into(), id.into(), person.get().into()]).await? == 0 {
        return Ok(false);
    }
    write_down(transaction, person, "interest removed", by).await?;
    publish(transaction, person, "An interest was removed", by).await?;
    Ok(true)
}

async fn write_down(transaction: &WriteTransaction, person: PersonId, what: &str, by: By<'_>) -> Result<()> {
    let record = format!("person/{person}/interests");
    ledger::append(transaction, &by.did(Action::Altered, &record, &json!({ "what": what }))).await?;
    Ok(())
}

/// Returns the record under which a member's register is published.
pub fn record(person: PersonId) -> String {
    format!("person/{person}/interests")
}

/// Publishes a member's register with its current entries and the member's current name.
pub async fn publish(transaction: &WriteTransaction, person: PersonId, reason: &str, by: By<'_>) -> Result<()> {
    let member = members::store::by_id(transaction, person).await?.or_not_found("Member")?.name.full();
    let mut interests = of_person(transaction, person).await?;
    interests.sort_by_key(|interest| Category::ALL.iter().position(|category| *category == interest.category));
    let entries = interests.into_iter().map(|interest| PublishedInterest {
        category: interest.category,
        details: (!interest.is_sensitive).then_some(interest.details),
    });
    let register = RegisterOfInterests { member, entries: entries.collect() };
    let content = serde_json::to_string(&register).map_err(|error| Error::Content(error.to_string()))?;
    let title = format!("Register of interests, {}", register.member);
    let new = NewPublication { kind: "register-of-interests", record: &record(person), title: &title, content };
    publications::publish(transaction, &new, &Publishing { at: by.at, actor: by.actor, reason }).await?;
    Ok(())
}

/// A disclosable interest that was disclosed at a meeting and was not registered.
#[derive(Clone, Debug)]
pub struct ToRegister {
    /// The meeting.
    pub meeting: MeetingId,
    /// The date of the meeting.
    pub held_on: NaiveDate,
    /// The board’s name.
    pub board_name: String,
    /// The agenda item.
    pub item: DraftItemId,
    /// The item’s title.
    pub item_title: String,
    /// The person.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// The last day for notifying the monitoring officer.
    pub due_on: Option<NaiveDate>,
    /// When it was recorded as registered.
    pub registered_on: Option<NaiveDate>,
}

#[derive(db::Row)]
struct DisclosedRow {
    id: i64,
    meeting_id: i64,
    held_on: NaiveDate,
    board_name: String,
    item_id: i64,
    content: String,
}

#[derive(db::Row)]
#[expect(clippy::struct_field_names, reason = "the fields are the columns")]
struct AheadRow {
    meeting_id: i64,
    item_id: i64,
    person_id: i64,
}

#[derive(db::Row)]
struct NotedRow {
    meeting_id: i64,
    item_id: i64,
    person_id: i64,
    noted_on: NaiveDate,
}

/// Returns the disclosable interests disclosed at meetings on or after a date and not registered then, latest first. `days` is how
/// long a member may take to notify them, including the day of the meeting (Localism Act 2011, section 31(3)).
pub async fn to_register(connection: &impl ConnectionTrait, since: NaiveDate, days: u32) -> Result<Vec<ToRegister>> {
    let sql = "SELECT e.id, e.meeting_id, m.held_on, b.name AS board_name, e.item_id, e.content FROM sitting_entry e \
               JOIN meeting m ON m.id = e.meeting_id JOIN board b ON b.id = m.board_id \
               WHERE e.struck_at IS NULL AND e.item_id IS NOT NULL AND e.content LIKE '%\"declared\"%' AND m.held_on >= $1 \
               ORDER BY m.held_on DESC, e.id LIMIT 2000";
    let disclosed = db::rows::<DisclosedRow>(connection, sql, [since.into()]).await?;
    let sql = "SELECT meeting_id, item_id, person_id FROM declared_interest WHERE on_register = $1 AND withdrawn_at IS NULL";
    let on_register = db::rows::<AheadRow>(connection, sql, [true.into()]).await?;
    let sql = "SELECT meeting_id, item_id, person_id, noted_on FROM interest_registration";
    let noted = db::rows::<NotedRow>(connection, sql, []).await?;
    let mut found: Vec<ToRegister> = Vec::new();
    for row in disclosed {
        let unreadable = |why: String| DbError::Value(format!("entry {} of a sitting: {why}", row.id));
        let recorded = serde_json::from_str::<Recorded>(&row.content).map_err(|error| unreadable(error.to_string()))?;
        let Recorded::Declared { person, interest, .. } = recorded else { continue };
        let kind = InterestKind::read(&interest).ok_or_else(|| unreadable(format!("the kind of interest “{interest}”")))?;
        let key = (row.meeting_id, row.item_id, person);
        let is_registered = on_register.iter().any(|ahead| (ahead.meeting_id, ahead.item_id, ahead.person_id) == key);
        let is_known = found.iter().any(|one| (one.meeting.get(), one.item.get(), one.person.get()) == key);
        if kind != InterestKind::Disclosable || is_registered || is_known {
            continue;
        }
        let keys = (MeetingId::new(row.meeting_id), DraftItemId::new(row.item_id), PersonId::new(person));
        let (Some(meeting), Some(item), Some(person)) = keys else { continue };
        let title = preparation::store::by_id(connection, item).await?.map(|item: DraftItem| item.title).unwrap_or_default();
        let name = members::store::by_id(connection, person).await?.map(|person| person.name.full()).unwrap_or_default();
        let noted = noted.iter().find(|noted| (noted.meeting_id, noted.item_id, noted.person_id) == key);
        found.push(ToRegister {
            meeting,
            held_on: row.held_on,
            board_name: row.board_name,
            item,
            item_title: title,
            person,
            name,
            due_on: notify_by(row.held_on, days),
            registered_on: noted.map(|noted| noted.noted_on),
        });
    }
    Ok(found)
}

/// Records that a disclosed interest is in the register.
pub async fn note_registered(transaction: &WriteTransaction, one: &ToRegister, (today, by): (NaiveDate, By<'_>)) -> Result<()> {
    let sql = "INSERT INTO interest_registration (meeting_id, item_id, person_id, noted_on) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (meeting_id, item_id, person_id) DO NOTHING";
    let values = [one.meeting.get().into(), one.item.get().into(), one.person.get().into(), today.into()];
    db::execute(transaction, sql, values).await?;
    let payload = json!({ "what": "disclosed interest registered", "item": one.item, "person": one.person });
    let record = format!("meeting/{}/interests", one.meeting);
    ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    Ok(())
}
