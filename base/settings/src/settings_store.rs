//! SQL statements for settings.

use crate::{EntryChange, List, ListEntry, ListEntryId, Settings, SettingsError};
use chrono::{DateTime, NaiveDate, Utc};
use db::{Connection, DbError, SqlMigration, WriteTransaction};
use foundation::{BankHoliday, BankHolidays, DatedRule};
use ledger::{Action, By};
use serde_json::{Value as Json, json};

/// The migrations that create the tables of settings.
pub const MIGRATIONS: &[SqlMigration] = &[SETTINGS, DATED_ENTRIES];

/// Adds dates to list entries, since priorities, for example, change on a given day. Values that existing installations relied on
/// without setting them are set here: the rules of Public Question Time used to be built into the program.
const DATED_ENTRIES: SqlMigration = SqlMigration {
    name: "m20261129_071_dated_entries",
    statements: &[
        "ALTER TABLE setting_entry ADD COLUMN from_day DATE",
        "ALTER TABLE setting_entry ADD COLUMN until_day DATE",
        "INSERT INTO setting_value (setting, value, from_day, citation) SELECT setting, value, '1974-04-01', 'Standing Order 34(9)' FROM \
         (SELECT 'questions.minutes' AS setting, '30' AS value UNION ALL SELECT 'questions.minutes-each', '3' \
         UNION ALL SELECT 'questions.notice-hour', '16:00' UNION ALL SELECT 'questions.notice-days', '1' \
         UNION ALL SELECT 'questions.each', '1' UNION ALL SELECT 'questions.supplementary', '1' \
         UNION ALL SELECT 'questions.same', '6') AS shipped \
         WHERE EXISTS (SELECT 1 FROM publication) OR EXISTS (SELECT 1 FROM account)",
        "INSERT INTO setting_value (setting, value, from_day, citation) SELECT 'council.template', 'kept', '1974-04-01', '' \
         WHERE EXISTS (SELECT 1 FROM publication) OR EXISTS (SELECT 1 FROM account)",
    ],
    protects: &[],
};

const SETTINGS: SqlMigration = SqlMigration {
    name: "m20261124_070_settings",
    statements: &[
        "CREATE TABLE setting_value (id {KEY}, setting TEXT NOT NULL, value TEXT NOT NULL, from_day DATE NOT NULL, until_day DATE, \
         citation TEXT NOT NULL)",
        "CREATE INDEX setting_value_by_setting ON setting_value (setting)",
        "CREATE TABLE setting_entry (id {KEY}, list TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, closed_at {INSTANT}, \
         UNIQUE (list, number))",
        "CREATE TABLE setting_bank_holiday (id {KEY}, day DATE NOT NULL UNIQUE, name TEXT NOT NULL, source TEXT NOT NULL, \
         is_added BOOLEAN NOT NULL)",
    ],
    protects: &[
        db::ledger_sealed("setting_value"),
        db::ledger_sealed("setting_entry"),
        db::ledger_sealed("setting_bank_holiday"),
    ],
};

#[derive(db::Row)]
#[row(table = "setting_value")]
struct ValueRow {
    id: i64,
    setting: String,
    value: String,
    from_day: NaiveDate,
    until_day: Option<NaiveDate>,
    citation: String,
}

impl ValueRow {
    fn state(&self) -> Json {
        json!({ "setting": self.setting, "value": self.value, "from": self.from_day, "until": self.until_day, "citation": self.citation })
    }
}

#[derive(db::Row)]
#[row(table = "setting_entry")]
struct EntryRow {
    id: ListEntryId,
    list: List,
    number: i64,
    name: String,
    closed_at: Option<DateTime<Utc>>,
    from_day: Option<NaiveDate>,
    until_day: Option<NaiveDate>,
}

impl EntryRow {
    fn state(&self) -> Json {
        json!({
            "list": self.list.word(), "number": self.number, "name": self.name, "closed": self.closed_at.is_some(), "from": self.from_day,
            "until": self.until_day,
        })
    }

    fn entry(self) -> ListEntry {
        ListEntry {
            id: self.id,
            list: self.list,
            number: self.number,
            name: self.name,
            from: self.from_day,
            until: self.until_day,
            closed_at: self.closed_at,
        }
    }
}

#[derive(db::Row)]
#[row(table = "setting_bank_holiday")]
struct HolidayRow {
    id: i64,
    day: NaiveDate,
    name: String,
    source: String,
    is_added: bool,
}

impl HolidayRow {
    fn state(&self) -> Json {
        json!({ "day": self.day, "name": self.name, "source": self.source, "added": self.is_added })
    }
}

/// Reads all settings as they are now.
pub async fn read(connection: &Connection) -> Result<Settings, DbError> {
    let mut settings = Settings::default();
    for row in db::select::<ValueRow>(connection, "ORDER BY id", []).await? {
        let rule = DatedRule { value: row.value, from: row.from_day, until: row.until_day, citation: row.citation };
        settings.values.entry(row.setting).or_default().push(rule);
    }
    let entries = db::select::<EntryRow>(connection, "ORDER BY list, number", []).await?;
    settings.entries = entries.into_iter().map(EntryRow::entry).collect();
    let mut holidays = BankHolidays::bundled();
    for row in db::select::<HolidayRow>(connection, "ORDER BY id", []).await? {
        if row.is_added {
            holidays.add(BankHoliday { day: row.day, name: row.name.into(), source: row.source.into() });
        } else {
            holidays.remove(row.day);
        }
    }
    settings.bank_holidays = holidays;
    Ok(settings)
}

/// Sets a value from a given day. Earlier values remain on record.
pub async fn set_value(
    transaction: &WriteTransaction,
    setting: &str,
    rule: &DatedRule<String>,
    by: By<'_>,
) -> Result<(), SettingsError> {
    let DatedRule { value, from, until, citation } = rule;
    let columns = db::insert!(transaction, ValueRow { setting, value, from_day: from, until_day: until, citation });
    let row = db::by_id::<ValueRow>(transaction, columns.await?).await?.ok_or_else(no_row)?;
    write_down(transaction, &format!("setting/{}", row.id), Action::Altered, &row.state(), by).await
}

/// Adds an entry to the end of a list, in force between these days; `None` for no limit.
pub async fn add_entry(
    transaction: &WriteTransaction,
    list: List,
    name: &str,
    (from, until): (Option<NaiveDate>, Option<NaiveDate>),
    by: By<'_>,
) -> Result<ListEntryId, SettingsError> {
    refuse_taken(transaction, list, name, 0).await?;
    let sql = "SELECT COALESCE(MAX(number), 0) + 1 FROM setting_entry WHERE list = $1";
    let number = db::count(transaction, sql, db::values![list]).await?;
    let id = db::insert!(transaction, EntryRow { list, number, name, from_day: from, until_day: until }).await?;
    let row = db::by_id::<EntryRow>(transaction, id).await?.ok_or_else(no_row)?;
    write_down(transaction, &format!("setting-entry/{}", row.id), Action::Collected, &row.state(), by).await?;
    Ok(id)
}

async fn refuse_taken(transaction: &WriteTransaction, list: List, name: &str, own: i64) -> Result<(), SettingsError> {
    db::hold(transaction, &[&format!("names in the list {}", list.word())]).await?;
    let sql = "SELECT COUNT(*) FROM setting_entry WHERE list = $1 AND LOWER(name) = LOWER($2) AND closed_at IS NULL AND id <> $3";
    let taken = db::count(transaction, sql, db::values![list, name, own]).await?;
    if taken > 0 { Err(SettingsError::NameTaken) } else { Ok(()) }
}

/// Changes an entry in this list.
pub async fn change_entry(
    transaction: &WriteTransaction,
    list: List,
    id: ListEntryId,
    change: &EntryChange,
    by: By<'_>,
) -> Result<(), SettingsError> {
    let condition = "id = $1 AND list = $2";
    let changed = match change {
        EntryChange::Rename(name) => {
            refuse_taken(transaction, list, name, id.get()).await?;
            db::update!(transaction, EntryRow { name }, condition, [id, list]).await?
        }
        EntryChange::Close => db::update!(transaction, EntryRow { closed_at: by.at }, condition, [id, list]).await?,
        EntryChange::Open => {
            let row = db::by_id::<EntryRow>(transaction, id).await?.filter(|row| row.list == list);
            refuse_taken(transaction, list, &row.ok_or(SettingsError::NoEntry)?.name, id.get()).await?;
            db::update!(transaction, EntryRow { closed_at: None::<DateTime<Utc>> }, condition, [id, list]).await?
        }
        EntryChange::Dates(from, until) => {
            db::update!(transaction, EntryRow { from_day: from, until_day: until }, condition, [id, list]).await?
        }
    };
    if changed == 0 {
        return Err(SettingsError::NoEntry);
    }
    let row = db::by_id::<EntryRow>(transaction, id).await?.ok_or_else(no_row)?;
    write_down(transaction, &format!("setting-entry/{}", row.id), Action::Altered, &row.state(), by).await
}

/// Adds a bank holiday to the bundled ones, or removes one.
pub async fn change_bank_holiday(
    transaction: &WriteTransaction,
    holiday: &BankHoliday,
    is_added: bool,
    by: By<'_>,
) -> Result<(), SettingsError> {
    let on_conflict =
        "ON CONFLICT (day) DO UPDATE SET name = excluded.name, source = excluded.source, is_added = excluded.is_added";
    let (name, source) = (holiday.name.as_ref(), holiday.source.as_ref());
    let changed = db::insert!(transaction, HolidayRow { day: holiday.day, name, source, is_added }, on_conflict).await?;
    let row = db::by_id::<HolidayRow>(transaction, changed.ok_or_else(no_row)?).await?.ok_or_else(no_row)?;
    write_down(transaction, &format!("setting-bank-holiday/{}", row.id), Action::Altered, &row.state(), by).await
}

fn no_row() -> DbError {
    DbError::Value("a change of a setting gave no row".to_owned())
}

async fn write_down(
    transaction: &WriteTransaction,
    record: &str,
    action: Action,
    state: &Json,
    by: By<'_>,
) -> Result<(), SettingsError> {
    let entry = by.did(action, record, state);
    ledger::append(transaction, &entry).await?;
    Ok(())
}
