//! All SQL statements about members' registers of interests and about disclosed interests that must be registered.

use crate::interests::register::{Category, PublishedInterest, RegisterOfInterests};
use crate::interests::{InterestKind, notify_by};
use crate::meeting::{DraftItemId, MeetingId, PersonId};
use crate::preparation::item::DraftItem;
use crate::sitting::Recorded;
use crate::{members, preparation};
use access::By;
use chrono::NaiveDate;
use db::{Connection, DbError, Table as _, WriteTransaction};
use ledger::Action;
use publications::{NewPublication, Publishing};
use serde_json::json;
use web::{Error, OrNotFound, Result};

/// An interest in a member's register.
#[derive(Clone, Debug, db::Row)]
#[row(table = "registered_interest", unread(person_id, ended_on))]
pub struct RegisteredInterest {
    /// The key.
    pub id: i64,
    /// The category.
    pub category: Category,
    /// The details.
    pub details: String,
    /// Whether its details are withheld from the public (Localism Act 2011, section 32).
    #[row(column = "sensitive")]
    pub is_sensitive: bool,
    /// The date of registration.
    pub registered_on: NaiveDate,
}

/// Returns the interests in a member's register, in the order in which they were entered.
pub async fn of_person(connection: &Connection, person: PersonId) -> Result<Vec<RegisteredInterest>, DbError> {
    db::select(connection, "WHERE person_id = $1 AND ended_on IS NULL ORDER BY id", db::values![person]).await
}

/// Adds an interest to a member's register and publishes the register. The ledger entry does not describe the interest.
pub async fn enter(
    transaction: &WriteTransaction,
    person: PersonId,
    (category, details, is_sensitive): (Category, &str, bool),
    (today, by): (NaiveDate, By<'_>),
) -> Result<()> {
    db::insert!(
        transaction,
        RegisteredInterest { person_id: person, category, details, sensitive: is_sensitive, registered_on: today }
    )
    .await?;
    write_down(transaction, person, "interest added", by).await?;
    publish(transaction, person, "An interest was added", by).await
}

/// Removes an interest from a member's own register and publishes the register. Returns `false` if it is not in the register.
pub async fn end(transaction: &WriteTransaction, person: PersonId, id: i64, (today, by): (NaiveDate, By<'_>)) -> Result<bool> {
    let condition = "id = $1 AND person_id = $2 AND ended_on IS NULL";
    if db::update!(transaction, RegisteredInterest { ended_on: today }, condition, [id, person]).await? == 0 {
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

/// What was recorded at an item, with its meeting.
#[derive(db::Row)]
#[row(table = "sitting_entry")]
struct AtItem {
    id: i64,
    meeting_id: MeetingId,
    item_id: DraftItemId,
    content: Recorded,
    #[row(joined)]
    held_on: NaiveDate,
    #[row(joined)]
    board_name: String,
}

/// A disclosed interest that has since been registered.
#[derive(db::Row)]
#[row(table = "interest_registration", key(meeting_id, item_id, person_id))]
struct Noted {
    meeting_id: MeetingId,
    item_id: DraftItemId,
    person_id: PersonId,
    #[row(column = "noted_on")]
    day: NaiveDate,
}

/// Returns the disclosable interests disclosed at meetings on or after a date and not registered then, latest first. `days` is how
/// long a member may take to notify them, including the day of the meeting (Localism Act 2011, section 31(3)).
pub async fn to_register(connection: &Connection, since: NaiveDate, days: u32) -> Result<Vec<ToRegister>> {
    let sql = format!(
        "SELECT {}, m.held_on, b.name AS board_name FROM sitting_entry e JOIN meeting m ON m.id = e.meeting_id \
         JOIN board b ON b.id = m.board_id \
         WHERE e.struck_at IS NULL AND e.item_id IS NOT NULL AND e.content LIKE '%\"declared\"%' AND m.held_on >= $1 \
         ORDER BY m.held_on DESC, e.id LIMIT 2000",
        AtItem::columns("e"),
    );
    let disclosed = db::rows::<AtItem>(connection, &sql, db::values![since]).await?;
    let sql = "SELECT i.meeting_id, i.item_id, i.person_id FROM declared_interest i JOIN meeting m ON m.id = i.meeting_id \
               WHERE i.on_register = $1 AND i.withdrawn_at IS NULL AND m.held_on >= $2";
    let on_register = db::rows::<(MeetingId, DraftItemId, PersonId)>(connection, sql, db::values![true, since]).await?;
    let rest = "WHERE meeting_id IN (SELECT id FROM meeting WHERE held_on >= $1)";
    let noted = db::select::<Noted>(connection, rest, db::values![since]).await?;
    let mut found: Vec<ToRegister> = Vec::new();
    for row in disclosed {
        let Recorded::Declared { person, interest, .. } = row.content else { continue };
        let unreadable = |what: String| DbError::unreadable(AtItem::TABLE, &format!("id {}", row.id), "content", what);
        let kind = InterestKind::read(&interest).ok_or_else(|| unreadable(format!("“{interest}” is not a known word")))?;
        let person = PersonId::new(person).ok_or_else(|| unreadable(format!("{person} is not a key")))?;
        let (meeting, item) = (row.meeting_id, row.item_id);
        let key = (meeting, item, person);
        let is_known = found.iter().any(|one| (one.meeting, one.item, one.person) == key);
        if kind != InterestKind::Disclosable || on_register.contains(&key) || is_known {
            continue;
        }
        let agenda_item: Option<DraftItem> = preparation::store::by_id(connection, item).await?;
        let title = agenda_item.ok_or_else(|| unreadable(format!("there is no item {item}")))?.title;
        let named = members::store::by_id(connection, person).await?;
        let name = named.ok_or_else(|| unreadable(format!("there is no person {person}")))?.name.full();
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
            registered_on: noted.map(|noted| noted.day),
        });
    }
    Ok(found)
}

/// Records that a disclosed interest is in the register. Nothing changes if that is recorded already.
pub async fn note_registered(transaction: &WriteTransaction, one: &ToRegister, (today, by): (NaiveDate, By<'_>)) -> Result<()> {
    let on_conflict = "ON CONFLICT (meeting_id, item_id, person_id) DO NOTHING";
    let ToRegister { meeting, item, person, .. } = one;
    let row = db::columns!(Noted { meeting_id: meeting, item_id: item, person_id: person, noted_on: today });
    if db::insert_row::<Noted>(transaction, row, on_conflict).await?.is_none() {
        return Ok(());
    }
    let payload = json!({ "what": "disclosed interest registered", "item": one.item, "person": one.person });
    let record = format!("meeting/{}/interests", one.meeting);
    ledger::append(transaction, &by.did(Action::Altered, &record, &payload)).await?;
    Ok(())
}
